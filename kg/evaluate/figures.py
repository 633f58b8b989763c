"""Gold and found codings -> figures: precision, recall, F1, agreement, each with an interval.

Figures are micro-averaged: counts are summed over articles before anything is divided. An
interval is a percentile bootstrap over articles, since facts of one article stand or fall
together: articles are drawn with replacement, and the figure is made anew from each draw. The
draws follow from a seed, so the same files give the same intervals.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from kg.errors import KgError
from kg.evaluate.agreement import (
    LAYERS,
    Cells,
    Universe,
    alpha,
    kappa,
    layer_cells,
    observed,
    status_confusion,
    universe,
)
from kg.evaluate.coding import Coding
from kg.evaluate.matching import (
    ATTRIBUTES,
    FACT_TYPES,
    Matching,
    judge_attributes,
    match_codings,
)

__all__ = [
    "SAMPLES", "SEED", "Agreement", "ArticleResult", "Evaluation", "Figure", "Score", "Share",
    "evaluate",
]

#: The share of draws that an interval holds.
COVERAGE: Final = 0.95
#: Draws and seed where the caller names none. On 141 articles the ends of most intervals move
#: by less than .01 from seed to seed: far less than their width.
SAMPLES: Final = 2000
SEED: Final = 1


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and its 95 % interval. `value` is None where there is nothing to measure,
    `low` and `high` where no interval was asked for or one article is all there is."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of a fact type, from true and false positives and false
    negatives. Without any of the three there is nothing to measure."""

    precision: Figure
    recall: Figure
    f1: Figure
    tp: int
    fp: int
    fn: int


@dataclass(frozen=True, slots=True)
class Share:
    """How many of what matched have an attribute right: `right` of `total`."""

    share: Figure
    right: int
    total: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement on one layer: number of units, share that agrees, kappa, alpha."""

    units: int
    observed: Figure
    kappa: Figure
    alpha: Figure


@dataclass(frozen=True, slots=True)
class ArticleResult:
    """One article of the gold. `found` is None where the other side does not have it, which
    counts as a coding that says nothing."""

    article: str
    gold: Coding
    found: Coding | None
    matchings: tuple[Matching, ...]

    def counts(self, type_: str) -> tuple[int, int, int]:
        """True positives, false positives, false negatives of a fact type."""
        one = self.matchings[FACT_TYPES.index(type_)]
        return len(one.pairs), len(one.spurious), len(one.missed)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All that comparing two sets of codings yields.

    `articles` are those of the gold, by id: the order of its lines changes nothing.
    `without_output` are ids that only the gold has, `not_in_gold` those that only the other
    side has, which count nowhere. `statuses` is the confusion of statuses
    (`kg.evaluate.agreement.status_confusion`).
    """

    articles: tuple[ArticleResult, ...]
    without_output: tuple[str, ...]
    not_in_gold: tuple[str, ...]
    scores: Mapping[str, Score]
    attributes: Mapping[str, Share]
    agreement: Mapping[str, Agreement]
    statuses: Mapping[tuple[str, str], int]
    samples: int
    seed: int

    def figure(self, name: str) -> Figure:
        """The F1 of a fact type (`links`), its precision or recall (`links.precision`), or the
        share that is right of an attribute (`person.role`). Raises KeyError for another name."""
        if name in self.attributes:
            return self.attributes[name].share
        type_, _, which = name.partition(".")
        score = self.scores[type_]
        return {"": score.f1, "precision": score.precision, "recall": score.recall}[which]


def evaluate(
    gold: Mapping[str, Coding],
    found: Mapping[str, Coding],
    *,
    common: bool = False,
    samples: int = SAMPLES,
    seed: int = SEED,
) -> Evaluation:
    """Compare `found` with `gold`, both by id of article.

    With `common`, only articles count that both have: that is how two coders are compared who
    shared a part of the work. `samples` is how many draws an interval rests on; 0 makes none.

    Raises KgError where no article is in both.
    """
    shared = sorted(article for article in gold if article in found)
    if not shared:
        first, other = (min(side, default="none at all") for side in (gold, found))
        raise KgError(f"no article is in both GOLD and FACTS (first ids: {first}; {other})")
    results = tuple(
        ArticleResult(article, gold[article], found.get(article), match_codings(
            gold[article], found.get(article, Coding(article))))
        for article in (shared if common else sorted(gold)))
    used = universe([side[article] for article in shared for side in (gold, found)])
    counts = [_counts(result, used) for result in results]
    total: Counter[_Key] = Counter()
    for one in counts:
        total.update(one)
    draws = _Draws(counts, samples, seed)

    def figure(of: Callable[[_Counts], float | None]) -> Figure:
        return Figure(of(total), *draws.interval(of))

    return Evaluation(
        articles=results,
        without_output=tuple(sorted(gold.keys() - found.keys())),
        not_in_gold=tuple(sorted(found.keys() - gold.keys())),
        scores={type_: Score(
            figure(partial(_precision, type_)), figure(partial(_recall, type_)),
            figure(partial(_f1, type_)), total["count", type_, "tp"],
            total["count", type_, "fp"], total["count", type_, "fn"]) for type_ in FACT_TYPES},
        attributes={name: Share(
            figure(partial(_share, name)), total["right", name], total["judged", name])
            for name in ATTRIBUTES},
        agreement={layer: Agreement(
            sum(_cells(layer, total).values()),
            *(figure(partial(_coefficient, of, layer)) for of in (observed, kappa, alpha)))
            for layer in LAYERS},
        statuses=_cells("statuses", total),
        samples=samples, seed=seed,
    )


#: What is counted of an article: ("count", type, "tp"), ("right", attribute), ("judged",
#: attribute), ("cell", layer, a, b).
_Key = tuple[str, ...]
_Counts = Mapping[_Key, int]


def _counts(result: ArticleResult, used: Universe) -> Counter[_Key]:
    counts: Counter[_Key] = Counter()
    for matching in result.matchings:
        for what, n in zip(("tp", "fp", "fn"), result.counts(matching.type), strict=True):
            counts["count", matching.type, what] = n
        for name, right, _, _ in judge_attributes(matching):
            counts["right", name] += right
            counts["judged", name] += 1
    tables = {"statuses": status_confusion(result.gold, result.found or Coding(result.article))}
    if result.found is not None:
        tables |= layer_cells(result.gold, result.found, used)
    for table, cells in tables.items():
        for (a, b), n in cells.items():
            counts["cell", table, a, b] = n
    return counts


def _precision(type_: str, counts: _Counts) -> float | None:
    tp, fp, fn = (counts["count", type_, what] for what in ("tp", "fp", "fn"))
    if not tp + fp + fn:
        return None
    return tp / (tp + fp) if tp + fp else 0.0


def _recall(type_: str, counts: _Counts) -> float | None:
    tp, fp, fn = (counts["count", type_, what] for what in ("tp", "fp", "fn"))
    if not tp + fp + fn:
        return None
    return tp / (tp + fn) if tp + fn else 0.0


def _f1(type_: str, counts: _Counts) -> float | None:
    p, r = _precision(type_, counts), _recall(type_, counts)
    if p is None or r is None:
        return None
    return 2 * p * r / (p + r) if p + r else 0.0


def _share(name: str, counts: _Counts) -> float | None:
    total = counts["judged", name]
    return counts["right", name] / total if total else None


def _coefficient(of: Callable[[Cells], float | None], layer: str, counts: _Counts) -> float | None:
    return of(_cells(layer, counts))


def _cells(table: str, counts: _Counts) -> dict[tuple[str, str], int]:
    return {(key[2], key[3]): n for key, n in counts.items()
            if n and key[0] == "cell" and key[1] == table}


class _Draws:
    """Sums of counts over articles that were drawn with replacement.

    The counts of an article are packed into one whole number, a field of bits each, so that
    one addition per article adds them all.
    """

    def __init__(self, counts: Sequence[Counter[_Key]], samples: int, seed: int) -> None:
        self._draws: list[Counter[_Key]] = []
        if len(counts) < 2:
            return
        keys = sorted({key for one in counts for key in one})
        most = max((n for one in counts for n in one.values()), default=0)
        width = (most * len(counts)).bit_length() + 1
        packed = [sum(one[key] << width * i for i, key in enumerate(keys) if one[key])
                  for one in counts]
        mask = (1 << width) - 1
        # Of all that random offers, only random() is promised to stay the same for a seed.
        draw = random.Random(seed).random
        size = len(packed)
        for _ in range(samples):
            sums = sum(packed[int(draw() * size)] for _ in range(size))
            self._draws.append(Counter({
                key: sums >> width * i & mask for i, key in enumerate(keys)}))

    def interval(self, of: Callable[[_Counts], float | None]) -> tuple[float | None, float | None]:
        """The interval of a figure. A draw that has nothing to measure is left out."""
        values = sorted(value for value in map(of, self._draws) if value is not None)
        if not values:
            return None, None
        tail = (1 - COVERAGE) / 2
        return _quantile(values, tail), _quantile(values, 1 - tail)


def _quantile(ordered: Sequence[float], share: float) -> float:
    """The quantile by linear interpolation, as most statistics programs give it."""
    at = share * (len(ordered) - 1)
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])
