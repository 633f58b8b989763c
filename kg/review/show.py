"""Doubts and accounts as text: for a terminal, JSON lines, CSV.

All of it holds words of articles: nothing in the text form moves a cursor, and no cell of CSV is a
formula (`kg.query.results`).
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from kg.decisions import to_line
from kg.query.results import safe_text, to_csv
from kg.review.doubt import KINDS, Doubt, Quoted, Side
from kg.review.explain import Account

__all__ = ["FORMATS", "format_account", "format_doubts"]

FORMATS: Final = ("text", "jsonl", "csv")
_COLUMNS: Final = ("id", "kind", "score", "doubt", "reach", "why", "question", "first", "second",
                   "first_known", "second_known", "first_quote", "second_quote", "first_article",
                   "second_article")
_WIDTH: Final = 96


def format_doubts(doubts: Sequence[Doubt], form: str = "text", width: int | None = None) -> str:
    """The doubts in one of FORMATS; `width` is that of the screen."""
    if form == "jsonl":
        return "".join(json.dumps(_record(one), ensure_ascii=False) + "\n" for one in doubts)
    if form == "csv":
        return to_csv(_COLUMNS, [_row(one) for one in doubts])
    return "\n".join(
        "".join(f"{line}\n" for line in _lines(one, width or _WIDTH)) for one in doubts)


def _lines(doubt: Doubt, width: int) -> Iterator[str]:
    yield safe_text(f"{doubt.id}  {doubt.question}  [{doubt.kind}]")
    yield from _wrapped(doubt.explained, width, "    ")
    for number, side in enumerate(doubt.sides, 1):
        yield from _wrapped(f"{number}. {side.label}", width, "  ")
        yield from _wrapped("; ".join(side.known), width, "     ")
        for each in side.quotes:
            yield from _wrapped(f"“{each.quote}”", width, "     ")
            yield from _wrapped(_source(each), width, "       ")
    for one in doubt.choices:
        yield from _wrapped(f"{one.label}: kg review decide {doubt.id} {one.decision.verb}", width,
                            "  → ")


def _source(quoted: Quoted) -> str:
    parts = (quoted.publisher, quoted.published, quoted.article, quoted.url)
    return ", ".join(part for part in parts if part)


def _wrapped(text: str, width: int, indent: str) -> list[str]:
    return textwrap.wrap(
        safe_text(text), max(width, 40), initial_indent=indent,
        subsequent_indent=" " * len(indent), break_on_hyphens=False, break_long_words=False)


def _record(doubt: Doubt) -> dict[str, Any]:
    return {
        "id": doubt.id, "kind": doubt.kind, "question": doubt.question,
        "score": round(doubt.score, 4), "doubt": round(doubt.doubt, 4), "reach": doubt.reach,
        "signs": [{"weight": round(weight, 4), "says": says} for weight, says in doubt.signs],
        "sides": [{
            "id": side.id, "label": side.label, "known": list(side.known),
            "quotes": [_quote(each) for each in side.quotes],
        } for side in doubt.sides],
        "choices": [{"label": one.label, "decision": json.loads(to_line(one.decision))}
                    for one in doubt.choices],
    }


def _quote(quoted: Quoted) -> dict[str, str | None]:
    return {"quote": quoted.quote, "article": quoted.article, "title": quoted.title,
            "publisher": quoted.publisher, "published": quoted.published, "url": quoted.url}


def _row(doubt: Doubt) -> list[object]:
    first, second = (*doubt.sides, Side("", ""))[:2]

    def quote(side: Side) -> str:
        return side.quotes[0].quote if side.quotes else ""

    def article(side: Side) -> str:
        return side.quotes[0].url or side.quotes[0].article if side.quotes else ""

    return [doubt.id, doubt.kind, f"{doubt.score:.4f}", f"{doubt.doubt:.4f}", doubt.reach,
            "; ".join(says for _, says in doubt.signs), doubt.question, first.label, second.label,
            "; ".join(first.known), "; ".join(second.known), quote(first), quote(second),
            article(first), article(second)]


def format_account(account: Account, form: str = "text", width: int | None = None) -> str:
    """What is known of one thing, as text or JSON."""
    if form == "json":
        return json.dumps({
            "id": account.id, "iri": account.iri, "kind": account.kind, "name": account.name,
            "parts": [{"says": part.says, "quotes": [_quote(one) for one in part.quotes]}
                      for part in account.parts],
        }, ensure_ascii=False, indent=1) + "\n"
    lines = [safe_text(f"{account.name} ({account.kind})"), safe_text(account.iri)]
    for part in account.parts:
        lines += _wrapped(part.says, width or _WIDTH, "- ")
        for each in part.quotes:
            lines += _wrapped(f"“{each.quote}”", width or _WIDTH, "    ")
            lines += _wrapped(_source(each), width or _WIDTH, "      ")
    return "".join(f"{line}\n" for line in lines)


def counts(doubts: Iterable[Doubt]) -> dict[str, int]:
    """How many doubts of each kind there are, in the order of KINDS."""
    found = dict.fromkeys(KINDS, 0)
    for one in doubts:
        found[one.kind] += 1
    return found
