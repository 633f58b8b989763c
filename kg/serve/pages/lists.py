"""Lists to walk through the graph by, and the search over names.

    /countries /institutions /people /topics /articles     /search?q=…

What a reader typed becomes a literal of RDF, written by the engine's own writer, before it
gets near a query.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal

from kg.network.reference import read_reference
from kg.serve.pages.answers import Ask, Row, page_query, rows, values
from kg.serve.pages.page import Page
from kg.serve.pages.state import State

__all__ = ["LISTS", "list_page", "search_page", "topic_tree", "whole_list"]

#: Rows on one page of a list.
_PAGE_SIZE: Final = 100
#: Longer than any name: what a reader pastes by mistake is cut.
_LONGEST: Final = 200
#: Of each kind that a search shows.
_FOUND: Final = 20


@dataclass(frozen=True)
class List:
    """A list: `query` gives rows with ?thing, `count` says how many engagements each has."""

    title: str
    query: str
    counted: bool = True
    paged: bool = True


LISTS: Final[Mapping[str, List]] = {
    "countries": List("Countries", "list-countries", counted=False, paged=False),
    "institutions": List("Institutions", "list-institutions"),
    "people": List("People", "list-people"),
    "topics": List("Topics", "list-topics", counted=False, paged=False),
    "articles": List("Articles", "list-articles", counted=False),
}


async def list_page(
    ask: Ask, name: str, parameters: Mapping[str, str], state: State
) -> Page:
    """A page of the list `name`, of the things whose names hold what the reader typed."""
    about = LISTS[name]
    asked = parameters.get("q", "").strip()[:_LONGEST]
    text = parameters.get("page", "1")
    page = max(1, int(text)) if text.isdecimal() and len(text) < 7 else 1
    part = f"LIMIT {_PAGE_SIZE + 1} OFFSET {(page - 1) * _PAGE_SIZE}" if about.paged else ""
    found = await rows(ask, _asking(about.query, asked, part))
    more = about.paged and len(found) > _PAGE_SIZE
    found = found[:_PAGE_SIZE] if about.paged else found
    counts = await _counts(ask, found) if about.counted else {}
    return Page(f"list-{name}.html.j2", {
        "here": f"/{name}", "title": about.title, "rows": found, "counts": counts, "q": asked,
        "at": page, "more": more, "state": state,
        "query": _asking(about.query, asked, ""),
        "tree": topic_tree(found) if name == "topics" else None,
    })


async def _counts(ask: Ask, found: list[Row]) -> dict[str, str]:
    """Engagements of what is shown: counting those of all would take long in a large graph."""
    if not found:
        return {}
    these = values("thing", [str(row["thing"]) for row in found])
    counted = await rows(ask, (
        "SELECT ?thing (COUNT(DISTINCT ?engagement) AS ?n) WHERE { "
        f"{these} ?engagement hc:participant ?thing ; a hc:Engagement }} GROUP BY ?thing"
    ))
    return {str(row["thing"]): str(row["n"]) for row in counted}


async def search_page(ask: Ask, asked: str, state: State) -> Page:
    """What has the words in its name, kind by kind."""
    asked = asked.strip()[:_LONGEST]
    results: list[list[Row]] = []
    if asked:
        results = await asyncio.gather(*(
            rows(ask, _asking(about.query, asked, f"LIMIT {_FOUND + 1}"))
            for about in LISTS.values()
        ))
    return Page("search.html.j2", {
        "asked": asked, "state": state, "most": _FOUND, "found": [
            (name, about.title, result)
            for (name, about), result in zip(LISTS.items(), results, strict=False) if result
        ],
    })


def _asking(name: str, asked: str, part: str) -> str:
    """The query of a list for names with the words `asked` in them, or for all; `part` says which
    of the rows, where the list is long.

    The file says at its end where names are found (class, properties). Which things have the
    words is found first, so that nothing is looked up of the others.
    """
    text, _, names = page_query(name).partition("#names ")
    condition = ""
    if asked:
        class_, properties = names.split()
        condition = (f"{{ SELECT DISTINCT ?thing WHERE {{ ?thing a {class_} ; {properties} ?name "
                     f"FILTER (CONTAINS(LCASE(STR(?name)), LCASE({Literal(asked)}))) }} }}")
    return text.replace("#asked", condition).replace("#page", part)


def whole_list(name: str) -> str:
    """The query of a list for all that is in it."""
    return _asking(name, "", "")


def topic_tree(found: list[Row]) -> list[tuple[int, Row]]:
    """The topics of a list below those they are part of, with how deep each stands."""
    topics = read_reference().topics
    by_code = {str(row["thing"]).rpartition("/")[2]: row for row in found}

    def line(code: str) -> tuple[str, ...]:
        chain: list[str] = []
        at: str | None = code
        while at and len(chain) < 10:
            topic = topics.get(at)
            chain.append((topic.label if topic else at).casefold())
            at = topic.broader if topic else None
        return tuple(reversed(chain))

    def depth(code: str) -> int:
        above, deep = topics[code].broader if code in topics else None, 0
        while above and deep < 10:
            deep += above in by_code
            above = topics[above].broader if above in topics else None
        return deep

    return [(depth(code), by_code[code]) for code in sorted(by_code, key=line)]
