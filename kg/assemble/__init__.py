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
from collections.abc import Iterable, Mapping

from kg.assemble.disagreements import find_disagreements
from kg.assemble.engagements import furthest_status, to_engagement
from kg.assemble.joining import join
from kg.assemble.links import tell_links, to_links
from kg.assemble.threads import Group, to_threads
from kg.assemble.told import Mapped, Told, to_told
from kg.decisions import NOTHING_SETTLED, Settled
from kg.ids import claim_id
from kg.model import Article, Disagreement, Entity, Facts, Report, Thread, World
from kg.resolve.places import Places

__all__ = ["assemble", "furthest_status"]


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
    groups: list[Group] = []
    threads: list[Thread] = []
    disagreements: list[Disagreement] = []
    for countries in sorted(blocks):
        block = [
            (to_engagement(group), group)
            for group in join(blocks[countries], places, decisions)
        ]
        groups.extend(block)
        threads.extend(to_threads(block, places, decisions))
        disagreements.extend(find_disagreements(block, places))
    engagements = (engagement for engagement, _ in groups)
    return World(
        articles=tuple(by_id[name] for name in sorted(by_id)),
        entities=tuple(kinds[name] for name in sorted(kinds)),
        engagements=tuple(sorted(engagements, key=lambda engagement: engagement.id)),
        links=to_links(links),
        threads=tuple(sorted(threads, key=lambda thread: thread.id)),
        disagreements=tuple(sorted(disagreements, key=lambda one: one.id)),
        decisions=decisions.applied,
    )
