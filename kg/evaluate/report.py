"""An Evaluation as text for people and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kg.evaluate.agreement import LAYERS, MISSED, SPURIOUS
from kg.evaluate.coding import CodedName
from kg.evaluate.figures import Evaluation, Figure, Score
from kg.evaluate.matching import FACT_TYPES
from kg.model import STATUSES

__all__ = [
    "confusion_rows", "misses", "per_article_text", "shown", "to_json", "to_text", "wording",
]


def shown(figure: Figure, *, interval: bool = True) -> str:
    """A figure with three decimals and its interval; a dash where there is nothing to measure.

    >>> shown(Figure(0.5, 0.25, 0.75)), shown(Figure(None))
    ('0.500 [0.250, 0.750]', '–')
    """
    if figure.value is None:
        return "–"
    if not interval or figure.low is None or figure.high is None:
        return f"{figure.value:.3f}"
    return f"{figure.value:.3f} [{figure.low:.3f}, {figure.high:.3f}]"


def to_text(evaluation: Evaluation) -> str:
    """The figures as tables: fact types, attributes, agreement, statuses."""
    articles = evaluation.articles
    both = sum(one.found is not None for one in articles)
    lines = [f"{len(articles)} articles in GOLD, {both} of them in FACTS", ""]
    lines += _table(
        ["fact type", "P", "R", "F1", "tp", "fp", "fn"],
        [[type_, shown(one.precision), shown(one.recall), shown(one.f1),
          str(one.tp), str(one.fp), str(one.fn)] for type_, one in evaluation.scores.items()])
    lines += ["", *_table(
        ["attribute of what matched", "right", "of"],
        [[name, shown(one.share), str(one.total)] for name, one in evaluation.attributes.items()])]
    lines += ["", *_table(
        ["agreement", "units", "observed", "Cohen's kappa", "Krippendorff's alpha"],
        [[layer, str(one.units), *map(shown, (one.observed, one.kappa, one.alpha))]
         for layer, one in evaluation.agreement.items()])]
    columns, rows = confusion_rows(evaluation.statuses)
    lines += ["", *_table(
        ["gold \\ found", *columns],
        [[name, *(str(n) if n else "." for n in cells)] for name, cells in rows])]
    if evaluation.samples and len(articles) > 1:
        lines += ["", f"In brackets: 95 % of {evaluation.samples:,} bootstrap samples of the "
                      f"articles (seed {evaluation.seed})."]
    return "\n".join(lines) + "\n"


def per_article_text(evaluation: Evaluation) -> str:
    """True positives, false positives and false negatives of each article, by fact type."""
    rows = [[one.article, *("/".join(map(str, one.counts(type_))) for type_ in FACT_TYPES)]
            for one in evaluation.articles]
    return "\n".join(_table(["article (tp/fp/fn)", *FACT_TYPES], rows)) + "\n"


def confusion_rows(
    statuses: Mapping[tuple[str, str], int]
) -> tuple[list[str], list[tuple[str, list[int]]]]:
    """Columns and rows of the table of statuses: gold down, found across, in the order of the
    stages; last, what only one of the two has."""
    used = {status for pair in statuses for status in pair} - {MISSED, SPURIOUS}
    order = [*STATUSES, *sorted(used - set(STATUSES))]
    columns = [*order, MISSED]
    return columns, [(row, [statuses.get((row, column), 0) for column in columns])
                     for row in [*order, SPURIOUS]]


def misses(evaluation: Evaluation, type_: str) -> Iterator[tuple[str, str, str]]:
    """("missed" or "spurious", article, what) for each fact of a type that is not in both."""
    at = FACT_TYPES.index(type_)
    for one in evaluation.articles:
        for outcome, items in (("missed", one.matchings[at].missed),
                               ("spurious", one.matchings[at].spurious)):
            for item in items:
                yield outcome, one.article, wording(item)


def wording(item: Any) -> str:
    """A fact as one line.

    >>> wording(("donation", ("FR", "IR"), "planned")), wording(("FR", "IR"))
    ('donation FR-IR planned', 'FR-IR')
    """
    if isinstance(item, CodedName):
        about = ", ".join(filter(None, (item.type, item.role, item.country)))
        return f"{item.name} ({about})" if about else item.name
    if isinstance(item, tuple):
        if any(isinstance(part, tuple) for part in item):
            return " ".join("-".join(part) if isinstance(part, tuple) else part for part in item)
        short = all(len(part) == 2 for part in item)
        return ("-" if short else " – ").join(item)
    return str(item)


def to_json(
    evaluation: Evaluation, *, per_article: bool = False, listed: Sequence[str] = ()
) -> str:
    """The figures as a JSON object; `docs/evaluation.md` describes it. `listed` are the fact
    types whose misses it is to hold."""
    columns, rows = confusion_rows(evaluation.statuses)
    value: dict[str, Any] = {
        "articles": len(evaluation.articles),
        "without_output": list(evaluation.without_output),
        "not_in_gold": list(evaluation.not_in_gold),
        "bootstrap": {"samples": evaluation.samples, "seed": evaluation.seed, "coverage": 0.95},
        "types": {type_: _score(one) for type_, one in evaluation.scores.items()},
        "attributes": {name: {"right": one.right, "of": one.total, **_figure("share", one.share)}
                       for name, one in evaluation.attributes.items()},
        "agreement": {
            layer: {"unit": LAYERS[layer], "units": one.units,
                    **_figure("observed", one.observed), **_figure("kappa", one.kappa),
                    **_figure("alpha", one.alpha)}
            for layer, one in evaluation.agreement.items()},
        "statuses": {row: {column: n for column, n in zip(columns, cells, strict=True) if n}
                     for row, cells in rows if any(cells)},
    }
    if per_article:
        value["per_article"] = {
            one.article: {type_: dict(zip(("tp", "fp", "fn"), one.counts(type_), strict=True))
                          for type_ in FACT_TYPES} for one in evaluation.articles}
    if listed:
        value["misses"] = {
            type_: [{"outcome": outcome, "article": article, "what": what}
                    for outcome, article, what in misses(evaluation, type_)]
            for type_ in dict.fromkeys(listed)}
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _score(score: Score) -> dict[str, Any]:
    return {**_figure("p", score.precision), **_figure("r", score.recall),
            **_figure("f1", score.f1), "tp": score.tp, "fp": score.fp, "fn": score.fn}


def _figure(name: str, figure: Figure) -> dict[str, Any]:
    value: dict[str, Any] = {name: figure.value}
    if figure.low is not None:
        value[f"{name}_interval"] = [figure.low, figure.high]
    return value


def _table(columns: list[str], rows: list[list[str]]) -> list[str]:
    # An id or a status may hold anything; a line end in it must not make a row.
    rows = [[" ".join(cell.split()) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(columns, *rows, strict=True)]
    lines = []
    for row in (columns, *rows):
        first, *rest = row
        cells = [first.ljust(widths[0]), *(
            cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))]
        lines.append("  ".join(cells).rstrip())
    return lines
