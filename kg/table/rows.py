"""Values -> rows of the stored tables, and reports of rows back to values.

    Article, Facts      -> rows of articles, claims, mentions, link_claims, capacities
    Entity, Engagement, InstitutionLink, Thread, Disagreement -> one row each

A row is a dict that JSON can hold; what its columns mean is said in `kg.table.schema`. Each row
depends on one article's own facts, or on one thing of the world, and on nothing else.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any, Final

from kg.edtf import day_bounds
from kg.ids import article_name, capacity_id, claim_id, digest, link_id
from kg.model import (
    STATUSES,
    Article,
    Disagreement,
    Engagement,
    Entity,
    Evidence,
    Facts,
    InstitutionLink,
    Quantity,
    Report,
    Thread,
    World,
)
from kg.pairs import country_ties
from kg.rdf import Iris, canonical
from kg.rdf.iris import term
from kg.resources import data_path

__all__ = ["Row", "Thing", "article_rows", "id_of", "reference_rows", "thing_row",
           "things_of"]

Row = dict[str, Any]
Thing = Entity | Engagement | InstitutionLink | Thread | Disagreement

#: Decimals of a confidence, as in the graph.
_DECIMALS: Final = 6


def article_rows(article: Article, facts: Facts, iris: Iris) -> Iterator[tuple[str, Row]]:
    """The rows of one article's own, each with the name of its table."""
    facts = canonical(facts)
    published = _day(article.date)
    # Canonical names of things of an article begin with it (`kg.ids`).
    name = article_name(article.id)
    yield "articles", {
        "article": article.id, "iri": iris.article(article.id).value, "title": article.title,
        "published": published, "publisher": article.publisher, "url": article.url,
        "language": article.language, "licence": article.licence, "relevant": facts.relevant,
        "relevance": round(facts.relevance, _DECIMALS), "extractor": facts.extractor,
        "countries": [fact.code for fact in facts.countries],
        "pairs": ["-".join(pair) for pair in facts.pairs],
        "topics": [fact.topic for fact in facts.topics],
    }
    for claim in facts.claims:
        id = claim_id(article.id, claim)
        yield "claims", {
            "claim": id, "iri": iris.thing(id).value, "article": article.id, "type": claim.type,
            "type_detail": claim.detail, "status": claim.status,
            "status_detail": claim.status_detail, "modality": claim.modality,
            "countries": claim.countries, "participants": claim.participants,
            "topics": claim.topics, **_dates(claim.date), "place": claim.place,
            "attribution": claim.attribution, "confidence": round(claim.confidence, _DECIMALS),
            "rule": claim.rule, "published": published, "publisher": article.publisher,
            "quote": claim.evidence[0].quote, "roles": _roles(claim.roles),
            "quantities": _quantities(claim.quantities), "evidence": _stretches(claim.evidence),
        }
    for kind, ones in (("institution", facts.institutions), ("person", facts.people)):
        for one in ones:
            mention = f"mention/{name}.{article_name(one.key)}"
            yield "mentions", {
                "mention": mention, "iri": iris.thing(mention).value, "article": article.id,
                "key": one.key, "kind": kind, "name": one.name,
                "type": getattr(one, "type", None), "office": getattr(one, "role", None),
                "country": one.country, "aliases": one.aliases,
                "registry_id": getattr(one, "registry_id", None),
                "institution": getattr(one, "institution", None),
                "confidence": round(one.confidence, _DECIMALS), "rule": one.rule,
                "evidence": _stretches(one.evidence),
            }
    for link in facts.links:
        id = link_id(article.id, link)
        yield "link_claims", {
            "claim": id, "iri": iris.thing(id).value, "article": article.id, "a": link.a,
            "b": link.b, "confidence": round(link.confidence, _DECIMALS), "rule": link.rule,
            "evidence": _stretches(link.evidence),
        }
    for capacity in facts.capacities:
        id, quantity = capacity_id(article.id, capacity), capacity.quantity
        yield "capacities", {
            "capacity": id, "iri": iris.thing(id).value, "article": article.id,
            "country": capacity.country, "value": quantity.value,
            "number": _number(quantity.value), "unit": quantity.unit,
            "qualifier": quantity.qualifier, "attribution": capacity.attribution,
            "confidence": round(capacity.confidence, _DECIMALS), "rule": capacity.rule,
            "published": published, "quote": quantity.evidence.quote,
        }


def things_of(world: World) -> Iterator[Thing]:
    """All things of a world that have a row."""
    yield from chain(
        world.entities, world.engagements, world.links, world.threads, world.disagreements)


def id_of(thing: Thing) -> str:
    """The id of a thing of the world; a link, which has none of its own, goes by its two ends."""
    if isinstance(thing, InstitutionLink):
        return f"link/{digest(thing.a, thing.b)}"
    return thing.id


def thing_row(thing: Thing, iris: Iris) -> tuple[str, Row]:
    """The row of a thing of the world, with the name of its table."""
    id = id_of(thing)
    row: Row = {"iri": iris.thing(id).value}
    if isinstance(thing, Entity):
        return "entities", row | {
            "entity": id, "kind": thing.kind, "name": thing.name, "type": thing.type,
            "country": thing.country, "registry_id": thing.registry_id,
            "same_as": thing.matches,
            "aliases": sorted(set(thing.aliases)), "offices": sorted(set(thing.roles)),
            "mentions": len(set(thing.mentions)),
            "mention_list": [
                {"article": article, "key": key} for article, key in sorted(set(thing.mentions))],
        }
    if isinstance(thing, Engagement):
        furthest, latest = _stages(thing.reports)
        return "engagements", row | {
            "engagement": id, "type": thing.type, "type_detail": thing.detail,
            "status": thing.status, "furthest_status": furthest, "latest_status": latest,
            "modality": thing.modality, "countries": sorted(set(thing.countries)),
            "pairs": ["-".join(pair) for pair in country_ties(thing)],
            "participants": sorted(set(thing.participants)), "topics": sorted(set(thing.topics)),
            **_dates(thing.date), "place": thing.place, **_support(thing.origins, thing.reports),
            "roles": _roles(sorted(set(thing.roles))),
            "quantities": _quantities(thing.quantities),
        }
    if isinstance(thing, InstitutionLink):
        return "links", row | {
            "link": id, "a": thing.a, "b": thing.b, **_support(thing.origins, thing.reports)}
    if isinstance(thing, Thread):
        return "threads", row | {
            "thread": id, "countries": thing.countries, "steps": len(thing.steps),
            "step_list": [{
                "engagement": step.engagement, "status": step.status, "claim": step.claim,
                "date": step.date, "published": _day(step.published), "follows": step.follows,
                "basis": step.basis,
            } for step in thing.steps],
        }
    return "disagreements", row | {
        "disagreement": id, "about": thing.about, "engagements": thing.engagements,
        "claims": thing.claims}


def reference_rows() -> Iterator[tuple[str, Row]]:
    """The rows of the tables that do not depend on any article."""
    places = {row["iso2"]: row for row in _table("country_places.csv")}
    blocs: defaultdict[str, list[str]] = defaultdict(list)
    for row in _table("country_blocs.csv"):
        for code in row["members_iso2"].split("|"):
            blocs[code].append(row["id"])
    for row in _table("country_names.csv"):
        code, place = row["iso2"], places.get(row["iso2"], {})
        yield "countries", {
            "country": code, "iri": term("country", code).value, "iso3": row["iso3"] or None,
            "name": row["name"], "region": place.get("region") or None,
            "subregion": place.get("subregion") or None,
            "income_group": place.get("income_group") or None,
            "longitude": float(place["lon"]) if place.get("lon") else None,
            "latitude": float(place["lat"]) if place.get("lat") else None,
            "blocs": sorted(blocs[code]),
        }
    for row in _table("topics.csv"):
        yield "topics", {
            "topic": row["id"], "iri": term("topic", row["id"]).value, "label": row["label"],
            "broader": row["broader"] or None,
            "mesh": list(filter(None, row["mesh_id"].split("|"))),
            "wikidata": list(filter(None, row["wikidata_id"].split("|"))),
        }


def _stages(reports: Sequence[Report]) -> tuple[str, str]:
    """The furthest and the latest stage of the asserted reports; of all, where none is."""
    told = [report for report in reports if report.modality == "asserted"] or list(reports)
    latest = max((report.published for report in told if report.published), default=None)
    last = [report.status for report in told if report.published == latest]
    begun = [report.status for report in told if report.status != "ended"]
    furthest = max(begun, key=STATUSES.index, default="ended")
    return furthest, "ended" if "ended" in last else max(last, key=STATUSES.index)


def _support(origins: int, reports: Sequence[Report]) -> Row:
    days = sorted(filter(None, (_day(report.published) for report in reports)))
    return {
        "origins": origins, "reports": len(reports), "first_reported": days[0] if days else None,
        "last_reported": days[-1] if days else None,
        "confidence": max(
            (round(report.confidence, _DECIMALS) for report in reports), default=None),
        "report_list": [{
            "claim": report.claim, "article": report.article, "origin": report.origin,
            "status": report.status, "status_detail": report.status_detail,
            "modality": report.modality, "confidence": round(report.confidence, _DECIMALS),
            "rule": report.rule, "attribution": report.attribution,
            "published": _day(report.published),
        } for report in reports],
    }


def _dates(expression: str | None) -> Row:
    first, last = day_bounds(expression) if expression else (None, None)
    return {"date": expression, "first_day": first, "last_day": last}


def _roles(roles: Iterable[tuple[str, str]]) -> list[Row]:
    return [{"actor": actor, "role": role} for actor, role in roles]


def _stretch(evidence: Evidence) -> Row:
    return {"field": evidence.field, "start": evidence.start, "end": evidence.end,
            "quote": evidence.quote}


def _stretches(evidence: Iterable[Evidence]) -> list[Row]:
    return [_stretch(each) for each in evidence]


def _quantities(quantities: Iterable[Quantity]) -> list[Row]:
    return [{
        "value": one.value, "number": _number(one.value), "unit": one.unit,
        "qualifier": one.qualifier, "state": one.state, **_stretch(one.evidence),
    } for one in quantities]


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def _day(day: str | None) -> str | None:
    """`day`, if the calendar has it."""
    if day is None:
        return None
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        return None


def _table(name: str) -> Iterator[Mapping[str, str]]:
    with data_path(name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
