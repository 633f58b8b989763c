"""Engagements as a reader sees them: what, who, when, how far, and the sentences that say so.

    which (a pattern of SPARQL), a page of them --> cards, in order of time

One question picks the engagements of a page, four more ask all about those at once, so that
a page costs the same whether its country has ten engagements or ten thousand.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

from kg.serve.pages.answers import Ask, Row, Term, page_query, rows, values

__all__ = ["PAGE_SIZE", "Card", "Cards", "Choice", "read_cards"]

#: Engagements on one page.
PAGE_SIZE: Final = 40


@dataclass(frozen=True)
class Choice:
    """What a reader wants to see: codes of the lists, "" for any; `order` newest or oldest."""

    type: str = ""
    status: str = ""
    topic: str = ""
    order: str = "newest"
    page: int = 1


@dataclass
class Card:
    """One engagement. `about` is its own row; the others are those of the queries."""

    iri: str
    about: Row
    parties: list[Row] = field(default_factory=list)
    participants: list[Row] = field(default_factory=list)
    topics: list[Row] = field(default_factory=list)
    quantities: list[Row] = field(default_factory=list)
    reports: list[Row] = field(default_factory=list)

    @property
    def title(self) -> str:
        """As in "Agreement: Cuba – Kenya"."""
        kind = self.about["typeLabel"] or "engagement"
        names = " – ".join(str(party["label"]) for party in self.parties)
        return f"{kind[:1].upper()}{kind[1:]}: {names}" if names else kind


@dataclass(frozen=True)
class Cards:
    """A page of cards: `total` is how many there are, `query` what lists them all."""

    cards: list[Card]
    total: int
    page: int
    query: str

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


async def read_cards(ask: Ask, which: str, choice: Choice | None = None) -> Cards:
    """The engagements that `which` picks: triple patterns about ?engagement, of our own making.

    Those that are only denied, supposed or recalled are among them, and say so.
    """
    choice = choice or Choice()
    pattern = which + "".join(
        f" ?engagement {predicate} {prefix}:{code} ." for predicate, prefix, code in (
            ("hc:engagementType", "type", choice.type), ("hc:status", "status", choice.status),
        ) if code
    )
    if choice.topic:
        pattern += (f" ?engagement hc:topic ?chosenTopic . ?chosenTopic skos:broader* "
                    f"topic:{choice.topic} .")
    query = page_query("engagements").replace("#which", pattern)
    if choice.order == "oldest":
        query = query.replace("ASC(!BOUND(?when)) DESC(?when)", "ASC(!BOUND(?when)) ASC(?when)")
    count = ("SELECT (COUNT(DISTINCT ?engagement) AS ?n) WHERE { "
             f"{pattern} ?engagement a hc:Engagement }}")
    page = max(1, choice.page)
    part = f"{query} LIMIT {PAGE_SIZE} OFFSET {(page - 1) * PAGE_SIZE}"
    found, counted = await asyncio.gather(rows(ask, part), rows(ask, count))
    cards = {str(row["engagement"]): Card(str(row["engagement"]), row) for row in found}
    if cards:
        these = values("engagement", list(cards))
        actors, roles, quantities, reports = await asyncio.gather(*(
            rows(ask, page_query(f"engagement-{name}").replace("#these", these))
            for name in ("actors", "roles", "quantities", "reports")
        ))
        role_of = {(row["engagement"], row["thing"]): row["role"] for row in roles}
        for row in actors:
            card = cards[str(row["engagement"])]
            {"party": card.parties, "participant": card.participants, "topic": card.topics}[
                str(row["as"])].append(
                    {**row, "role": role_of.get((row["engagement"], row["thing"]))})
        for row in quantities:
            cards[str(row["engagement"])].quantities.append(row)
        for row in reports:
            cards[str(row["engagement"])].reports.append(row)
        for card in cards.values():
            card.reports = _first_of_each_claim(card.reports)
    return Cards(list(cards.values()), int(counted[0]["n"] or 0), page, query)


def _first_of_each_claim(reports: list[Row]) -> list[Row]:
    by_claim: defaultdict[Term | None, list[Row]] = defaultdict(list)
    for report in reports:
        by_claim[report["claim"]].append(report)
    return [same[0] for same in by_claim.values()]
