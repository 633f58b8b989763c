"""How far two coders agree beyond chance, layer by layer, as content analysts report it.

Precision and recall ask how much of one coding is in the other; agreement asks how often two
coders, each of whom judged the same units, gave them the same value. That needs units which
both have judged, so each layer says what its units are (LAYERS), and a layer is judged only
where the one above it agrees: the status of acts that both recorded.

Cells, counts of units by (value of the first, value of the second), are all that the
coefficients need.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from kg.evaluate.coding import Coding
from kg.evaluate.matching import acts_by_parties
from kg.model import STATUSES

__all__ = [
    "LAYERS", "MISSED", "SPURIOUS", "Universe", "alpha", "kappa", "layer_cells", "observed",
    "status_confusion", "universe",
]

#: The layers and the unit of each. A unit that one of the two did not judge is not one.
LAYERS: Final = {
    "relevance": "an article that both have; relevant or not",
    "type": "a type of engagement, at parties for which both have an engagement in the article; "
            "recorded or not, over the types that either uses anywhere",
    "status": "an engagement that both have, by type and parties; its status",
    "topics": "a topic, in an article that both call relevant; recorded or not, over the topics "
              "that either uses anywhere",
}

#: Stand in a table of statuses for an engagement that only one of the two has.
MISSED: Final = "missed"
SPURIOUS: Final = "spurious"

Cells = Mapping[tuple[str, str], int]


def observed(cells: Cells) -> float | None:
    """The share of units that got the same value; None where there is no unit."""
    total = sum(cells.values())
    return sum(n for (a, b), n in cells.items() if a == b) / total if total else None


def kappa(cells: Cells) -> float | None:
    """Cohen's kappa: agreement beyond what each coder's own use of the values would give.

    None where there is no unit, or where both gave one value to all: then there is nothing
    that chance could not have done.

    >>> kappa({("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15})
    0.4
    """
    total = sum(cells.values())
    first: Counter[str] = Counter()
    second: Counter[str] = Counter()
    for (a, b), n in cells.items():
        first[a] += n
        second[b] += n
    # Whole numbers as long as they last: total² times the shares.
    agreed = total * sum(n for (a, b), n in cells.items() if a == b)
    by_chance = sum(n * second[value] for value, n in first.items())
    return (agreed - by_chance) / (total**2 - by_chance) if total**2 != by_chance else None


def alpha(cells: Cells) -> float | None:
    """Krippendorff's alpha for two coders, nominal values, no value missing.

    Unlike kappa it takes the use of the values by both together for what chance would do, and
    corrects for small samples. None where there is no unit, or but one value.

    >>> round(alpha({("0", "0"): 5, ("0", "1"): 1, ("1", "0"): 3, ("1", "1"): 1}), 3)
    0.095
    """
    values: Counter[str] = Counter()
    differing = 0
    for (a, b), n in cells.items():
        values[a] += n
        values[b] += n
        differing += 2 * n * (a != b)
    total = sum(values.values())
    expected = total**2 - sum(n * n for n in values.values())
    return 1 - (total - 1) * differing / expected if expected else None


@dataclass(frozen=True, slots=True)
class Universe:
    """The values that could have been given: what either coder uses in any article."""

    types: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


def universe(codings: Collection[Coding]) -> Universe:
    """What the codings of both coders use."""
    return Universe(
        tuple(sorted({act.type for coding in codings for act in coding.engagements})),
        tuple(sorted({topic for coding in codings for topic in coding.topics})))


def layer_cells(gold: Coding, found: Coding, used: Universe) -> dict[str, Counter[tuple[str, str]]]:
    """The cells of each layer for one article that both coded."""
    cells: dict[str, Counter[tuple[str, str]]] = {layer: Counter() for layer in LAYERS}
    cells["relevance"][_yes(gold.relevant), _yes(found.relevant)] += 1
    ours, theirs = _types_by_parties(gold), _types_by_parties(found)
    for parties in ours.keys() & theirs.keys():
        for type_ in used.types:
            cells["type"][_yes(type_ in ours[parties]), _yes(type_ in theirs[parties])] += 1
    cells["status"] = Counter({
        (a, b): n for (a, b), n in status_confusion(gold, found).items()
        if a != SPURIOUS and b != MISSED})
    if gold.relevant and found.relevant:
        for topic in used.topics:
            cells["topics"][_yes(topic in gold.topics), _yes(topic in found.topics)] += 1
    return cells


def status_confusion(gold: Coding, found: Coding) -> Counter[tuple[str, str]]:
    """Engagements of one article by (status in gold, status found).

    An engagement that only the gold has counts as (status, MISSED), one that only the other
    has as (SPURIOUS, status). Where one type and pair has several statuses, equal ones are
    put together first, then the rest in the order of the stages.
    """
    ours, theirs = _statuses(gold), _statuses(found)
    cells: Counter[tuple[str, str]] = Counter()
    for key in ours.keys() | theirs.keys():
        a, b = ours.get(key, set()), theirs.get(key, set())
        cells.update((status, status) for status in a & b)
        rest, other = sorted(a - b, key=_stage), sorted(b - a, key=_stage)
        cells.update(zip(rest, other, strict=False))
        cells.update((status, MISSED) for status in rest[len(other):])
        cells.update((SPURIOUS, status) for status in other[len(rest):])
    return cells


def _yes(judged: bool) -> str:
    return "yes" if judged else "no"


def _stage(status: str) -> tuple[int, str]:
    return (STATUSES.index(status) if status in STATUSES else len(STATUSES), status)


def _types_by_parties(coding: Coding) -> dict[tuple[str, ...], set[str]]:
    types: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for type_, parties, _ in acts_by_parties(coding):
        types[parties].add(type_)
    return types


def _statuses(coding: Coding) -> dict[tuple[str, tuple[str, ...]], set[str]]:
    statuses: defaultdict[tuple[str, tuple[str, ...]], set[str]] = defaultdict(set)
    for type_, parties, act in acts_by_parties(coding):
        statuses[type_, parties].add(act.status)
    return statuses
