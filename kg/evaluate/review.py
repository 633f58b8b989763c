"""An Evaluation as one HTML page that needs nothing but a browser.

    Evaluation, texts -> review_html

The page shows the figures, then each article with its facts: gold and found side by side, and
each marked in the text as right, differing, missed or spurious, by sign and line as well as by
colour. All of it is in the page without a script; the script filters and shows the way from a
fact to its place. The content security policy allows that script and style alone, by their
hashes; text of articles and codings is escaped by the template.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.evaluate.agreement import LAYERS
from kg.evaluate.figures import ArticleResult, Evaluation
from kg.evaluate.marks import OUTCOMES, SHOWN_TYPES, Fact, cut, facts_of
from kg.evaluate.report import confusion_rows, shown
from kg.markup import environment, safe_url, sha256_source, styled
from kg.model import Article

__all__ = ["review_html"]

_HERE: Final = Path(__file__).parent

#: Sign, word and explanation of each outcome; the style adds line and colour.
OUTCOME_WORDS: Final = {
    "right": ("✓", "right", "in gold and found"),
    "differs": ("≠", "differs", "in both, with another status, country, type or role"),
    "missed": ("−", "missed", "in gold only"),
    "spurious": ("+", "spurious", "found only"),
}


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of text as the template shows it; numbers and words are joined by spaces."""

    text: str
    facts: str
    starts: str
    outcomes: str
    signs: str


@dataclass(frozen=True, slots=True)
class _Part:
    """One article as the template shows it."""

    number: int
    result: ArticleResult
    article: Article | None
    url: str | None
    title: list[_Piece]
    text: list[_Piece]
    facts: list[Fact]
    by_type: list[tuple[str, list[tuple[int, Fact]]]]
    outcomes: Counter[str]


def review_html(evaluation: Evaluation, texts: Mapping[str, Article]) -> str:
    """The page of `evaluation`. `texts` are the articles by id; what has no text there is
    shown without it. The same values give the same bytes."""
    parts = list(_parts(evaluation, texts))
    by_type: Counter[str] = Counter()
    by_outcome: Counter[str] = Counter()
    for part in parts:
        by_type.update(fact.type for fact in part.facts)
        by_outcome.update(part.outcomes)
    columns, rows = confusion_rows(evaluation.statuses)
    style = styled(_HERE / "review.css")
    script = (_HERE / "review.js").read_text(encoding="utf-8")
    return environment(_HERE).get_template("review.html.j2").render(
        evaluation=evaluation, parts=parts, shown=shown, layers=LAYERS,
        status_columns=columns, status_rows=rows,
        types=[(type_, by_type[type_]) for type_ in SHOWN_TYPES],
        outcomes=[(name, *OUTCOME_WORDS[name], by_outcome[name]) for name in OUTCOMES],
        words=OUTCOME_WORDS, style=style, script=script,
        style_hash=sha256_source(style), script_hash=sha256_source(script),
    )


def _parts(evaluation: Evaluation, texts: Mapping[str, Article]) -> Iterator[_Part]:
    for number, result in enumerate(evaluation.articles, 1):
        article = texts.get(result.article)
        facts = facts_of(result, article)
        by_type: dict[str, list[tuple[int, Fact]]] = {}
        for place, fact in enumerate(facts):
            by_type.setdefault(fact.type, []).append((place, fact))
        yield _Part(
            number, result, article, safe_url(article.url) if article else None,
            _pieces(article.title, "title", facts) if article else [],
            _pieces(article.text, "text", facts) if article else [],
            facts, list(by_type.items()), Counter(fact.outcome for fact in facts))


def _pieces(whole: str, field: str, facts: list[Fact]) -> list[_Piece]:
    return [_Piece(
        segment.text, " ".join(map(str, segment.facts)), " ".join(map(str, segment.starts)),
        " ".join(_outcomes(segment.facts, facts)),
        "".join(OUTCOME_WORDS[one][0] for one in _outcomes(segment.starts, facts)),
    ) for segment in cut(whole, field, facts)]


def _outcomes(numbers: tuple[int, ...], facts: list[Fact]) -> list[str]:
    """The outcomes of some facts, each once, in the order of OUTCOMES."""
    found = {facts[number].outcome for number in numbers}
    return [outcome for outcome in OUTCOMES if outcome in found]
