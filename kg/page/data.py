"""What the page knows: a World as plain values that JSON can hold.

    World, Reference -> page_data

The page filters and adds up by itself, but who is tied to whom it does not decide: pairs,
partner countries and institutions tied come with each act, from the rules
(`kg.pairs`, `kg.network.pairs`) that the exported networks follow too.

All text is made fit for a page here (no lone surrogates, no control characters); that it
stays text, and never becomes markup, is up to the template and the script. Links are kept only
if they lead to http or https.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from kg.markup import fit_text, safe_url
from kg.model import (
    ENGAGEMENT_TYPES,
    INSTITUTION_TYPES,
    MODALITIES,
    STATUSES,
    Disagreement,
    Engagement,
    Entity,
    InstitutionLink,
    Quantity,
    Report,
    Thread,
    World,
)
from kg.network import FIRM, Reference
from kg.network.labels import label_entities
from kg.network.pairs import institution_ties, linked_countries, partner_countries
from kg.pairs import country_ties

__all__ = ["page_data"]

#: What a status is called, and what it takes (codebook, "Statuses").
STATUS_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "proposed": ("Proposed", "called for, offered, hoped for or discussed"),
    "planned": ("Planned", "decided, pledged or announced, not yet begun"),
    "signed": ("Signed", "signed, concluded, ratified or renewed"),
    "ongoing": ("Ongoing", "has begun and goes on"),
    "completed": ("Completed", "took place, was delivered or opened"),
    "ended": ("Ended", "suspended, cancelled, expired or refused"),
}
TYPE_WORDS: Final[Mapping[str, str]] = {
    "meeting": "Meeting", "visit": "Visit", "agreement": "Agreement",
    "plan": "Plan or committee", "research": "Joint research", "training": "Training",
    "deployment": "Staff sent", "donation": "Donation", "financing": "Financing",
    "trade": "Trade and production", "infrastructure": "Building and equipment",
    "partnership": "Partnership", "conference": "Conference", "response": "Emergency help",
    "care": "Care of patients", "information": "Exchange of information",
    "cooperation": "Cooperation in general",
}
MODALITY_WORDS: Final[Mapping[str, str]] = {
    "asserted": "stated as fact", "denied": "denied", "hypothetical": "supposed only",
    "historical": "history, not news",
}
KIND_WORDS: Final[Mapping[str, str]] = {
    "ministry": "Ministry", "agency": "Agency", "regulator": "Regulator",
    "research_institute": "Research institute", "university": "University",
    "hospital": "Hospital", "company": "Company", "ngo": "Non-governmental organisation",
    "international_organization": "International organisation", "other": "Other institution",
}

_NUMERAL: Final = re.compile(r"[0-9]+(\.[0-9]+)?")


def page_data(world: World, reference: Reference) -> dict[str, Any]:
    """The countries, actors, topics and acts of `world`, each with what the page shows of it.

    Acts are its engagements, then its links between institutions (of `type` None), either by
    time. Countries, actors, topics, acts and origins are told apart by number: their place in
    their list.
    """
    engagements = sorted(world.engagements, key=lambda e: (_time(e.date, e.reports), e.id))
    links = sorted(world.links, key=lambda link: (_time(None, link.reports), link.a, link.b))
    entities = {entity.id: entity for entity in world.entities}
    codes = sorted(
        {code for e in world.engagements for code in e.countries}
        | {entity.country for entity in world.entities if entity.country})
    topics = _with_broader({t for e in world.engagements for t in e.topics}, reference)
    reports = [report for e in engagements for report in e.reports]
    reports += [report for link in links for report in link.reports]
    labels = label_entities(world, reference)
    number = _Numbers(
        countries=codes, actors=list(entities), topics=topics,
        origins=sorted({report.origin for report in reports}),
        engagements=[engagement.id for engagement in engagements],
    )
    report_of = {
        report.claim: (place, number_of_report)
        for place, engagement in enumerate(engagements)
        for number_of_report, report in enumerate(engagement.reports)
    }
    return {
        "countries": [_country(code, reference) for code in codes],
        "actors": [_actor(entity, labels[entity.id], number) for entity in world.entities],
        "topics": [_topic(topic, reference, number) for topic in topics],
        "regions": _regions(codes, reference),
        "acts": [
            *(_engagement(e, entities, number) for e in engagements),
            *(_link(e, entities, number) for e in links),
        ],
        "threads": [_thread(thread, number) for thread in world.threads],
        "disagreements": [
            _disagreement(one, report_of, number) for one in world.disagreements
        ],
        "articles": len({report.article for report in reports} | {a.id for a in world.articles}),
        "firm": list(FIRM),
        "words": {
            "status": [[s, *STATUS_WORDS[s]] for s in STATUSES],
            "type": [[t, TYPE_WORDS[t]] for t in ENGAGEMENT_TYPES],
            "modality": [[m, MODALITY_WORDS[m]] for m in MODALITIES],
            "kind": {kind: KIND_WORDS[kind] for kind in INSTITUTION_TYPES},
        },
    }


class _Numbers:
    """The place of each id in the list it is told apart by."""

    def __init__(self, **lists: list[str]) -> None:
        self._places = {
            kind: {id: place for place, id in enumerate(ids)} for kind, ids in lists.items()
        }

    def __call__(self, kind: str, id: str) -> int:
        return self._places[kind][id]

    def all(self, kind: str, ids: Iterable[str]) -> list[int]:
        return [self._places[kind][id] for id in ids]


def _time(date: str | None, reports: Sequence[Report]) -> str:
    """What an act is sorted by: its date, or the day of its first report; undated ones last."""
    return date or min((report.published for report in reports if report.published),
                       default="9999")


def _country(code: str, reference: Reference) -> dict[str, Any]:
    country = reference.country(code)
    iso3 = [country.iso3] if country.iso3 else []
    return {"code": fit_text(code), "name": fit_text(country.name),
            "aliases": [fit_text(alias) for alias in (*iso3, *country.aliases)]}


def _regions(codes: list[str], reference: Reference) -> list[dict[str, Any]]:
    """The regions of the world and the blocs, each with those of `codes` that belong to it."""
    members: dict[tuple[bool, str, str], list[int]] = {}
    for place, code in enumerate(codes):
        region = reference.country(code).region
        if region:
            members.setdefault((False, region, region), []).append(place)
        for bloc in reference.blocs.values():
            if code in bloc.members:
                members.setdefault((True, bloc.id, bloc.name), []).append(place)
    return [{"id": fit_text(id), "name": fit_text(name), "isBloc": int(is_bloc),
             "countries": places} for (is_bloc, id, name), places in sorted(members.items())]


def _actor(entity: Entity, label: str, number: _Numbers) -> dict[str, Any]:
    return {
        "id": fit_text(entity.id), "kind": entity.kind, "name": fit_text(label),
        "type": entity.type, "country": entity.country and number("countries", entity.country),
        "aliases": [fit_text(alias) for alias in entity.aliases],
        "roles": [fit_text(role) for role in entity.roles],
    }


def _topic(topic_id: str, reference: Reference, number: _Numbers) -> dict[str, Any]:
    topic = reference.topic(topic_id)
    return {
        "id": fit_text(topic_id), "label": fit_text(topic.label),
        "broader": number("topics", topic.broader) if topic.broader else None,
        "synonyms": [fit_text(synonym) for synonym in topic.synonyms],
    }


def _with_broader(topics: set[str], reference: Reference) -> list[str]:
    found: set[str] = set()
    todo = list(topics)
    while todo:
        topic = todo.pop()
        if topic not in found:
            found.add(topic)
            broader = reference.topic(topic).broader
            todo += [broader] if broader else []
    return sorted(found)


def _engagement(
    engagement: Engagement, entities: Mapping[str, Entity], number: _Numbers
) -> dict[str, Any]:
    actors = [entities[id] for id in engagement.participants if id in entities]
    institutions = {e.id: e for e in actors if e.kind == "institution"}
    roles = [
        [fit_text(party if party not in entities else entities[party].name), fit_text(role)]
        for party, role in engagement.roles
    ]
    return {
        "id": fit_text(engagement.id), "type": engagement.type, "status": engagement.status,
        "modality": engagement.modality,
        "date": engagement.date and fit_text(engagement.date),
        "place": engagement.place and fit_text(engagement.place),
        "countries": number.all("countries", engagement.countries),
        "actors": number.all("actors", (actor.id for actor in actors)),
        "topics": number.all("topics", engagement.topics),
        "roles": roles,
        "amounts": [_amount(quantity) for quantity in engagement.quantities],
        "pairs": [number.all("countries", pair) for pair in country_ties(engagement)],
        "partners": [
            [number("actors", actor.id), number.all("countries", countries)]
            for actor in actors if (countries := partner_countries(engagement, actor))
        ],
        "ties": [number.all("actors", tie) for tie in institution_ties(engagement, institutions)],
        "reports": [_report(report, number) for report in engagement.reports],
    }


def _link(
    link: InstitutionLink, entities: Mapping[str, Entity], number: _Numbers
) -> dict[str, Any]:
    ends = entities[link.a], entities[link.b]
    partners = linked_countries(*ends)
    pair = sorted(number.all("actors", (link.a, link.b)))
    return {
        "id": fit_text(f"{link.a} {link.b}"), "type": None, "status": None, "modality": None,
        "date": None, "place": None, "topics": [], "roles": [], "amounts": [],
        "pairs": [],
        "countries": sorted({number("countries", e.country) for e in ends if e.country}),
        "actors": pair, "ties": [pair] if partners else [],
        "partners": [
            [number("actors", one), [number("countries", country)]] for one, country in partners
        ],
        "reports": [_report(report, number) for report in link.reports],
    }


def _thread(thread: Thread, number: _Numbers) -> dict[str, Any]:
    return {
        "id": fit_text(thread.id), "countries": number.all("countries", thread.countries),
        "steps": [
            {"act": number("engagements", step.engagement), "status": step.status,
             "date": step.date and fit_text(step.date), "published": step.published,
             "follows": number.all("engagements", step.follows), "basis": list(step.basis)}
            for step in thread.steps
        ],
    }


def _disagreement(
    one: Disagreement, report_of: Mapping[str, tuple[int, int]], number: _Numbers
) -> dict[str, Any]:
    """The reports that do not agree, each by its act and its place among that act's reports."""
    return {
        "about": one.about, "acts": number.all("engagements", one.engagements),
        "reports": [list(report_of[claim]) for claim in one.claims if claim in report_of],
    }


def _report(report: Report, number: _Numbers) -> dict[str, Any]:
    return {
        "status": report.status, "modality": report.modality,
        "origin": number("origins", report.origin),
        "quotes": [fit_text(evidence.quote) for evidence in report.quotes],
        "title": fit_text(report.title or f"article {report.article}"),
        "publisher": fit_text(report.publisher or ""),
        "published": report.published and fit_text(report.published),
        "url": safe_url(report.url), "by": fit_text(report.attribution or ""),
        # Two digits are more than the counts behind it can tell.
        "confidence": round(100 * report.confidence),
    }


def _amount(quantity: Quantity) -> str:
    value = quantity.value
    if _NUMERAL.fullmatch(value):
        value = f"{Decimal(value):,f}"
    parts = (quantity.qualifier, value, quantity.unit)
    state = f" ({quantity.state})" if quantity.state else ""
    return fit_text(" ".join(part for part in parts if part) + state)
