"""The page of a thing: what a researcher would cite of a country, a pair, an institution, …

    IRI -> its kind -> questions (queries/) -> a template (templates/)

Each kind has a question that must have an answer, else there is no such thing, and further ones
that fill the page; what engagements it shows is a pattern of SPARQL. What has no page of its own
making (a claim, a report, a status) gets the general one: all that is said of it, and its
engagements.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from kg.model import ENGAGEMENT_TYPES, STATUSES
from kg.network.reference import read_reference
from kg.serve.pages.addresses import Addresses
from kg.serve.pages.answers import Ask, as_iri, bound, page_query, rows
from kg.serve.pages.cards import Choice, read_cards
from kg.serve.pages.labels import read_labels
from kg.serve.pages.page import Page
from kg.serve.pages.state import State

__all__ = ["entity_page", "evidence_of", "read_choice"]


@dataclass(frozen=True)
class Kind:
    """How one kind of thing is shown. `which` is about ?engagement and ?x, "" for none."""

    questions: tuple[str, ...]
    which: str = ""
    order: str = "newest"


#: The first question of each tells whether there is such a thing.
_KINDS: Final[Mapping[str, Kind]] = {
    "country": Kind(
        ("country", "country-blocs", "country-partners", "country-institutions",
         "country-people", "country-topics"), "?engagement hc:party ?x ."),
    "pair": Kind(
        ("pair", "pair-links", "pair-institutions", "pair-disagreements"),
        "?engagement hc:countryPair ?x ."),
    "institution": Kind(
        ("institution", "names", "wordings", "institution-partners", "institution-people"),
        "?engagement hc:participant ?x ."),
    "person": Kind(
        ("person", "names", "wordings", "person-posts", "person-institutions",
         "person-mentions"), "?engagement hc:participant ?x ."),
    "topic": Kind(
        ("topic", "names", "topic-around", "topic-pairs"),
        "?about skos:broader* ?x . ?engagement hc:topic ?about ."),
    "article": Kind(
        ("article", "article-claims", "article-mentions", "article-links",
         "article-capacities")),
    "engagement": Kind(("thing-out", "engagement-around"), "FILTER (?engagement = ?x)"),
    "link": Kind(("link",)),
}

#: Engagements that the general page shows, by kind.
_WHICH: Final[Mapping[str, str]] = {
    "thread": "?x hc:step ?step . ?step hc:engagement ?engagement .",
    "disagreement": "?x hc:engagement ?engagement .",
    "claim": "?told hc:claim ?x . ?engagement hc:report ?told .",
    "report": "?engagement hc:report ?x .",
    "origin": "?told hc:origin ?x . ?engagement hc:report ?told .",
    "outlet": "?source dcterms:publisher ?x . ?told hc:article ?source ."
              " ?engagement hc:report ?told .",
    "type": "?engagement hc:engagementType|hc:detailedType ?x .",
    "status": "?engagement hc:status ?x .",
    "modality": "?engagement hc:modality ?x .",
    "bloc": "",
}

#: Lists, to whose members half the graph points: that is no page.
_LISTED: Final = frozenset({"type", "status", "role", "modality", "institution-type"})


async def entity_page(
    ask: Ask, addresses: Addresses, iri: str, choice: Choice, state: State
) -> Page | None:
    """The page of `iri`; None where the store says nothing of it."""
    name = addresses.kind(iri)
    kind = _KINDS.get(name)
    if kind is None:
        return await _general(ask, addresses, iri, choice, state)
    which = bound(kind.which, iri)
    if name == "engagement":
        which = f"VALUES ?engagement {{ {as_iri(iri)} }}"
    results = await asyncio.gather(*(
        rows(ask, bound(page_query(question), iri)) for question in kind.questions
    ))
    if not results[0]:
        return None
    found = {
        question.replace("-", "_"): result
        for question, result in zip(kind.questions, results, strict=True)
    }
    cards = await read_cards(ask, which, choice) if which else None
    if name == "engagement" and cards and not cards.cards:
        return None
    context: dict[str, Any] = {}
    if name == "engagement":
        context["labels"] = await read_labels(
            ask, [str(row["thing"]) for row in found["engagement_around"]])
    if name == "link":
        context["reports"] = await link_reports(ask, iri)
    return Page(f"{name}.html.j2", {
        "iri": iri, "kind": name, "about": results[0][0], "found": found, "cards": cards,
        "choice": choice, "choices": _choices(), "state": state,
        "ask_text": {question: _as_question(question, iri) for question in kind.questions},
        **context,
    })


async def link_reports(ask: Ask, iri: str) -> list[Any]:
    """The reports of a link of two institutions."""
    these = f"VALUES ?engagement {{ {as_iri(iri)} }}"
    return await rows(ask, page_query("engagement-reports").replace("#these", these))


async def _general(
    ask: Ask, addresses: Addresses, iri: str, choice: Choice, state: State
) -> Page | None:
    kind = addresses.kind(iri)
    out, labels = await asyncio.gather(
        rows(ask, bound(page_query("thing-out"), iri)), read_labels(ask, [iri]))
    into = [] if kind in _LISTED else await rows(ask, bound(page_query("thing-in"), iri))
    if not out and not into:
        return None
    which = bound(_WHICH.get(kind, ""), iri)
    cards = await read_cards(ask, which, choice) if which else None
    others = await read_labels(ask, [
        str(term) for row in (*out, *into) for term in row.values()
        if term is not None and term.kind == "uri"
    ])
    return Page("thing.html.j2", {
        "iri": iri, "kind": kind, "out": out, "into": into, "others": others,
        "title": labels.get(iri, iri.rpartition("/")[2]), "cards": cards, "choice": choice,
        "choices": _choices(), "state": state,
        "ask_text": {
            "out": _as_question("thing-out", iri), "into": _as_question("thing-in", iri)},
    })


async def evidence_of(ask: Ask, addresses: Addresses, iri: str) -> dict[str, Any]:
    """What to show where a row of an answer names `iri`: cards, claims, reports or quotes."""
    kind = addresses.kind(iri)
    if kind == "article":
        claims = await rows(ask, bound(page_query("article-claims"), iri))
        about = await rows(ask, bound(page_query("article"), iri))
        return {"claims": claims, "article": about[0] if about else None}
    if kind == "link":
        return {"reports": await link_reports(ask, iri)}
    which = _WHICH.get(kind, "")
    if kind == "engagement":
        which = "VALUES ?engagement { ?x }"
    if which:
        cards = await read_cards(ask, bound(which, iri))
        if cards.cards:
            return {"cards": cards}
    return {"quotes": await rows(ask, bound(page_query("quotes"), iri))}


def read_choice(parameters: Mapping[str, str]) -> Choice:
    """What a reader chose, from the address of the page; what is no choice counts for none."""
    topics = read_reference().topics
    page = parameters.get("page", "1")
    return Choice(
        type=_one_of(parameters.get("type"), ENGAGEMENT_TYPES),
        status=_one_of(parameters.get("status"), STATUSES),
        topic=_one_of(parameters.get("topic"), topics),
        order=_one_of(parameters.get("order"), ("newest", "oldest")) or "newest",
        page=int(page) if page.isdecimal() and len(page) < 7 else 1,
    )


def _one_of(text: str | None, known: Any) -> str:
    return text if text and text in known else ""


def _choices() -> dict[str, list[tuple[str, str]]]:
    return {
        "type": [(code, code.replace("-", " ")) for code in ENGAGEMENT_TYPES],
        "status": [(code, code) for code in STATUSES],
        "topic": sorted(
            ((topic.id, topic.label) for topic in read_reference().topics.values()),
            key=lambda pair: pair[1].casefold()),
    }


def _as_question(question: str, iri: str) -> str:
    return bound(page_query(question), iri)
