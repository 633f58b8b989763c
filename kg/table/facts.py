"""What articles say, from the facts table.

    FactsTable -> Facts of every article

They are the Facts that the quads give, as far as the table holds them: claims, institutions,
people and links. It has no stretches of the text for capacities, and nothing of what was turned
away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kg.model import Claim, Evidence, Facts, Institution, Link, Person, Quantity

if TYPE_CHECKING:
    from kg.table.ask import FactsTable

__all__ = ["read_facts"]


def read_facts(table: FactsTable) -> Iterator[Facts]:
    """The facts of every article, in order of id."""
    claims: defaultdict[str, list[Claim]] = defaultdict(list)
    for (article, type_, detail, status, status_detail, modality, countries, participants, topics,
         day, place, attribution, confidence, rule, roles, quantities, evidence) in _rows(
        table, "claims", "article type type_detail status status_detail modality countries "
        "participants topics date place attribution confidence rule roles quantities evidence",
        "claim",
    ):
        claims[article].append(Claim(
            type_, status, tuple(countries), _evidence(evidence), rule, detail, status_detail,
            tuple(participants), tuple((one["actor"], one["role"]) for one in roles),
            tuple(topics), day, place, tuple(map(_quantity, quantities)), attribution, modality,
            confidence))
    institutions: defaultdict[str, list[Institution]] = defaultdict(list)
    people: defaultdict[str, list[Person]] = defaultdict(list)
    for (article, key, kind, name, type_, office, country, aliases, registry_id, institution,
         confidence, rule, evidence) in _rows(
        table, "mentions", "article key kind name type office country aliases registry_id "
        "institution confidence rule evidence", "key",
    ):
        if kind == "person":
            people[article].append(Person(
                key, name, office, country, tuple(aliases), _evidence(evidence), rule, confidence,
                institution))
        else:
            institutions[article].append(Institution(
                key, name, type_, country, tuple(aliases), _evidence(evidence), rule, confidence,
                registry_id))
    links: defaultdict[str, list[Link]] = defaultdict(list)
    for article, a, b, confidence, rule, evidence in _rows(
        table, "link_claims", "article a b confidence rule evidence", "claim"
    ):
        links[article].append(Link(a, b, _evidence(evidence), rule, confidence))
    for article, relevant, relevance, extractor in _rows(
        table, "articles", "article relevant relevance extractor", "article"
    ):
        yield Facts(
            article, relevant, relevance=relevance, extractor=extractor,
            institutions=tuple(institutions[article]), people=tuple(people[article]),
            claims=tuple(claims[article]), links=tuple(links[article]))


def _rows(table: FactsTable, stored: str, columns: str, order: str) -> list[tuple[Any, ...]]:
    what = ", ".join(f'"{name}"' for name in columns.split())
    return list(table.query(f'SELECT {what} FROM stored.{stored} ORDER BY article, "{order}"').rows)


def _evidence(stretches: list[dict[str, Any]]) -> tuple[Evidence, ...]:
    return tuple(Evidence(one["start"], one["end"], one["quote"], one["field"])
                 for one in stretches)


def _quantity(one: dict[str, Any]) -> Quantity:
    return Quantity(
        one["value"], one["unit"],
        Evidence(one["start"], one["end"], one["quote"], one["field"]), one["qualifier"],
        one["state"])
