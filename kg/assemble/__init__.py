"""Claims of many articles -> the world they speak of.

    Facts, Articles, entities, origins -> World

Claims that speak of one act become one engagement (`joining`), with every one of them as a
dated report of its status (`engagements`). Engagements that carry each other forward make
threads (`threads`); where reports do not agree is kept as well (`disagreements`). Who is who is
settled before (`kg.resolve`), and so is which articles go back to one text
(`kg.sources.origins`). The order of articles makes no difference, and each set of countries is
worked out by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from kg.assemble.acts import Act, to_act
from kg.assemble.disagreements import find_disagreements, find_twice_built, to_occasions
from kg.assemble.engagements import furthest_status, to_engagement
from kg.assemble.joining import join
from kg.assemble.links import tell_links, to_links
from kg.assemble.threads import to_threads
from kg.assemble.told import Mapped, Told, to_told
from kg.decisions import NOTHING_SETTLED, Settled
from kg.ids import claim_id
from kg.model import (
    Article,
    Disagreement,
    Engagement,
    Entity,
    Facts,
    Report,
    Thread,
    World,
)
from kg.resolve.places import Places

__all__ = ["Part", "assemble", "assemble_acts", "assemble_block", "furthest_status"]


def assemble(
    facts: Iterable[Facts],
    articles: Iterable[Article],
    entities: Iterable[Entity],
    mapping: Mapped,
    origins: Mapping[str, str],
    *,
    places: Places | None = None,
    decisions: Settled = NOTHING_SETTLED,
) -> World:
    """Assemble the world from the facts of all articles.

    `mapping` gives the entity of each (article id, key), `origins` the origin of each article
    (`kg.resolve.resolve`, `kg.sources.find_origins`). Without `places` two wordings of a place
    contradict each other unless one holds the other. `decisions` of people outrank the rules;
    those on entities are in `entities` and `mapping` already (`kg.decisions.decide_entities`).
    """
    by_id = {article.id: article for article in articles}
    kinds = {entity.id: entity for entity in entities}
    places = places or Places({})
    blocks: defaultdict[tuple[str, ...], list[Told]] = defaultdict(list)
    links: list[tuple[tuple[str, str], Report]] = []
    for one in sorted(facts, key=lambda each: each.article):
        article = by_id[one.article]
        origin = origins.get(article.id, article.id)
        told = list({
            name: to_told(name, claim, article, origin, mapping, kinds)
            for read in one.claims for name in [claim_id(article.id, read)]
            for claim in [decisions.claim(name, read)] if claim is not None
        }.values())
        for each in told:
            blocks[tuple(sorted(each.claim.countries))].append(each)
        links.extend(tell_links(one, article, origin, mapping, told, decisions))
    parts = [
        assemble_block(blocks[countries], places, decisions) for countries in sorted(blocks)
    ]
    return World(
        articles=tuple(by_id[name] for name in sorted(by_id)),
        entities=tuple(kinds[name] for name in sorted(kinds)),
        engagements=_in_order(one for part in parts for one in part.engagements),
        links=to_links(links),
        threads=_in_order(one for part in parts for one in part.threads),
        disagreements=_in_order(one for part in parts for one in part.disagreements),
        decisions=decisions.applied,
    )


@dataclass(frozen=True, slots=True)
class Part:
    """What the claims on one set of countries come to, each in order of id."""

    engagements: tuple[Engagement, ...]
    threads: tuple[Thread, ...]
    disagreements: tuple[Disagreement, ...]


def assemble_block(
    claims: Iterable[Told], places: Places, decisions: Settled = NOTHING_SETTLED
) -> Part:
    """Assemble all claims on one set of countries; what others say makes no difference."""
    claims = list(claims)
    groups = [(to_engagement(group), group) for group in join(claims, places, decisions)]
    occasions = to_occasions(claims)
    acts = [act for group in groups for act in [to_act(*group)] if act is not None]
    threads, twice_built = assemble_acts(acts, places, decisions)
    return Part(
        engagements=_in_order(engagement for engagement, _ in groups),
        threads=_in_order(threads),
        disagreements=_in_order([
            *(one for group in groups for one in find_disagreements(*group, occasions)),
            *twice_built,
        ]),
    )


def assemble_acts(
    acts: Sequence[Act], places: Places, decisions: Settled = NOTHING_SETTLED
) -> tuple[list[Thread], list[Disagreement]]:
    """What all acts on one set of countries come to, beyond each by itself: threads, and what was
    finished twice."""
    return to_threads(acts, places, decisions), find_twice_built(acts, places)


_Thing = TypeVar("_Thing", Engagement, Thread, Disagreement)


def _in_order(things: Iterable[_Thing]) -> tuple[_Thing, ...]:
    return tuple(sorted(things, key=lambda one: one.id))
