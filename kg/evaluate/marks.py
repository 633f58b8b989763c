"""An article's facts, gold beside found, and where they stand in its text.

    ArticleResult, Article -> Fact, a row each -> Segment, the text cut where a fact begins or ends

A fact has one of four outcomes: both have it (right), both have it and an attribute differs
(differs), only the gold has it (missed), only the other side has it (spurious). It is marked
where its evidence stands, whichever side gives some; institutions and people also wherever one
of their names does, since gold owes no evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kg.evaluate.coding import CodedAct, CodedName, Coding
from kg.evaluate.figures import ArticleResult
from kg.evaluate.matching import FACT_TYPES, Matching, acts_by_parties, judge_attributes
from kg.evaluate.report import wording
from kg.model import Article, Evidence

__all__ = ["OUTCOMES", "SHOWN_TYPES", "Fact", "Segment", "cut", "facts_of"]

#: The outcomes, from what needs no look to what needs one most.
OUTCOMES: Final = ("right", "differs", "missed", "spurious")

#: The fact types that have rows of their own: status is an attribute of an engagement here.
SHOWN_TYPES: Final = tuple(type_ for type_ in FACT_TYPES if type_ != "engagements+status")

#: A stretch of the text or the title: field, start, end (code points, end exclusive).
Span = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of one article. `gold` and `found` are what each side says, None where it says
    nothing; `spans` where it is marked; `astray` quotes that do not stand where they should."""

    type: str
    outcome: str
    gold: str | None
    found: str | None
    spans: tuple[Span, ...] = ()
    astray: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text in which the same facts are marked from end to end: their numbers.
    `starts` are those of them that begin here."""

    text: str
    facts: tuple[int, ...] = ()
    starts: tuple[int, ...] = ()


def facts_of(result: ArticleResult, article: Article | None) -> list[Fact]:
    """Every fact of either side, by type, matched ones first."""
    facts: list[Fact] = []
    found = result.found or Coding(result.article)
    for matching in result.matchings:
        if matching.type == "engagements":
            facts += _acts(result.gold, found, article)
        elif matching.type in ("institutions", "people"):
            facts += _named(matching, article)
        elif matching.type in SHOWN_TYPES:
            facts += [Fact(matching.type, "right", wording(a), wording(b))
                      for a, b in matching.pairs]
            facts += [Fact(matching.type, "missed", wording(a), None) for a in matching.missed]
            facts += [Fact(matching.type, "spurious", None, wording(b))
                      for b in matching.spurious]
    return facts


def _named(matching: Matching, article: Article | None) -> Iterator[Fact]:
    wrong = {id(gold) for _, right, gold, _ in judge_attributes(matching) if not right}
    for gold, found in matching.pairs:
        outcome = "differs" if id(gold) in wrong else "right"
        yield _fact(matching.type, outcome, article, [gold], [found])
    for gold in matching.missed:
        yield _fact(matching.type, "missed", article, [gold], [])
    for found in matching.spurious:
        yield _fact(matching.type, "spurious", article, [], [found])


def _acts(gold: Coding, found: Coding, article: Article | None) -> Iterator[Fact]:
    """Engagements by type and parties, in the order in which they are first met."""
    both: dict[tuple[str, tuple[str, ...]], tuple[list[CodedAct], list[CodedAct]]] = {}
    for side, coding in enumerate((gold, found)):
        for type_, parties, act in acts_by_parties(coding):
            both.setdefault((type_, parties), ([], []))[side].append(act)
    for key, (ours, theirs) in both.items():
        if ours and theirs:
            same = {act.status for act in ours} == {act.status for act in theirs}
            outcome = "right" if same else "differs"
        else:
            outcome = "missed" if ours else "spurious"
        yield _fact("engagements", outcome, article, ours, theirs, wording(key))


def _fact(
    type_: str, outcome: str, article: Article | None,
    gold: Sequence[CodedAct | CodedName], found: Sequence[CodedAct | CodedName], head: str = "",
) -> Fact:
    spans: set[Span] = set()
    astray: dict[str, None] = {}
    for item in (*gold, *found):
        for evidence in item.evidence:
            if article is None or not _stands(evidence, article):
                astray[evidence.quote] = None
            else:
                spans.add((evidence.field, evidence.start, evidence.end))
        if article is not None and isinstance(item, CodedName):
            spans.update(_occurrences(item, article))
    return Fact(type_, outcome, _said(gold, head), _said(found, head),
                tuple(sorted(spans)), tuple(astray))


def _said(items: Sequence[CodedAct | CodedName], head: str) -> str | None:
    if not items:
        return None
    said = dict.fromkeys(
        ", ".join(filter(None, (item.status, item.date, item.place, *item.participants)))
        if isinstance(item, CodedAct) else wording(item) for item in items)
    return f"{head}: {'; '.join(said)}" if head else "; ".join(said)


def _stands(evidence: Evidence, article: Article) -> bool:
    whole = article.title if evidence.field == "title" else article.text
    # A negative start would count from the end.
    return bool(evidence.quote) and evidence.start >= 0 and (
        whole[evidence.start:evidence.end] == evidence.quote)


def _occurrences(named: CodedName, article: Article) -> Iterator[Span]:
    """Where a name or alias stands as words of its own; the longer one where two begin."""
    wordings = sorted({one for one in (named.name, *named.aliases) if one.strip()},
                      key=lambda one: (-len(one), one))
    if not wordings:
        return
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, wordings))})(?!\w)")
    for field, whole in (("title", article.title), ("text", article.text)):
        for match in pattern.finditer(whole):
            yield field, *match.span()


def cut(whole: str, field: str, facts: Sequence[Fact]) -> list[Segment]:
    """Cut the text (or title) where a fact begins or ends; the pieces make the whole again.

    Facts go by their place in `facts`. Time is linear in the text and in the number of
    pieces times the facts that lie over each other.
    """
    opens: dict[int, list[int]] = {}
    closes: dict[int, list[int]] = {}
    for number, fact in enumerate(facts):
        for start, end in _joined(span[1:] for span in fact.spans if span[0] == field):
            opens.setdefault(start, []).append(number)
            closes.setdefault(end, []).append(number)
    segments: list[Segment] = []
    open_now: set[int] = set()
    at = 0
    for place in sorted({*opens, *closes, len(whole)}):
        if place > at:
            starts = tuple(n for n in opens.get(at, ()) if n in open_now)
            segments.append(Segment(whole[at:place], tuple(sorted(open_now)), starts))
        open_now.difference_update(closes.get(place, ()))
        open_now.update(opens.get(place, ()))
        at = place
    return segments


def _joined(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans of one fact that touch or lie over each other become one."""
    begin = end = -1
    for start, stop in sorted(spans):
        if start > end:
            if end >= 0:
                yield begin, end
            begin, end = start, stop
        else:
            end = max(end, stop)
    if end >= 0:
        yield begin, end
