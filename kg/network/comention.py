"""Who is named together: a weak layer of its own, never mixed with what was done.

    World -> comention_network

Two names in one article say that someone wrote of both, not that they did anything together:
nearly all studies define a tie by an act. Such a network is good for finding what the rules may
have missed, and is to be read with a null model (`kg.network.backbone`).
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import Any

import networkx as nx

from kg.errors import UsageError
from kg.model import World
from kg.network.assembling import about_country, about_entity, about_topic
from kg.network.labels import label_entities
from kg.network.reference import Reference, read_reference
from kg.network.selection import Selection

__all__ = ["comention_network", "named_in_articles"]


def comention_network(
    world: World, nodes: str = "countries", *, reference: Reference | None = None,
    since: str | int | None = None, until: str | int | None = None, min_origins: int = 1,
) -> nx.Graph[str]:
    """`nodes` (countries, institutions, people or topics), tied by the articles that name both.

    A country is named by an article that reports an engagement it is party to, or that names an
    institution or a person of it. The weight of a tie is the number of articles, `origins` that
    of independent ones, of which `min_origins` are needed. `since` and `until` are days of
    publication. Stages, types and confidence say something of acts, and are not asked here.
    """
    reference = reference or read_reference()
    period = Selection(since=since, until=until, min_origins=min_origins)
    day = _days(world)
    articles = {article.id: article for article in world.articles}
    origin = {report.article: report.origin for engagement in world.engagements
              for report in engagement.reports}
    by_pair: dict[tuple[str, str], list[str]] = defaultdict(list)
    by_node: dict[str, list[str]] = defaultdict(list)
    used = []
    for article, names in named_in_articles(world, nodes, since=since, until=until).items():
        used.append(article)
        for name in names:
            by_node[name].append(article)
        for pair in combinations(sorted(names), 2):
            by_pair[pair].append(article)

    def sums(found: list[str]) -> dict[str, Any]:
        days = sorted(filter(None, (day.get(one) for one in found)))
        return {"articles": len(found), "origins": len({origin.get(a, a) for a in found}),
                "first": days[0] if days else None, "last": days[-1] if days else None}

    record = period.as_record()
    network: nx.Graph[str] = nx.Graph(
        kind=f"{nodes}, named together", engagements=0, links=0, **sums(used),
        filters={name: record[name] for name in ("since", "until", "min_origins")})
    entities = {e.id: e for e in world.entities}
    labels = label_entities(world, reference)
    for node in sorted(by_node):
        about = (about_country(node, reference) if nodes == "countries"
                 else about_topic(node, reference) if nodes == "topics"
                 else about_entity(entities[node], labels[node], reference))
        network.add_node(node, **about, **sums(by_node[node]))
    for (a, b), found in sorted(by_pair.items()):
        about = sums(found)
        if about["origins"] >= min_origins:
            title = next((articles[one].title for one in found if one in articles), "")
            network.add_edge(a, b, weight=len(found), **about, ids=tuple(found), example=title)
    return network


def named_in_articles(
    world: World, nodes: str, *, since: str | int | None = None, until: str | int | None = None
) -> dict[str, list[str]]:
    """For each article of the period, in order of id, the `nodes` it names, in order.

    Raises UsageError for nodes that an article does not name.
    """
    found: dict[str, set[str]] = defaultdict(set)
    if nodes in ("countries", "topics"):
        for engagement in world.engagements:
            names = engagement.countries if nodes == "countries" else engagement.topics
            for report in engagement.reports:
                found[report.article].update(names)
    if nodes in ("countries", "institutions", "people"):
        kinds = {"institutions": ("institution",), "people": ("person",)}.get(
            nodes, ("institution", "person"))
        for entity in world.entities:
            name = entity.country if nodes == "countries" else entity.id
            if entity.kind in kinds and name:
                for article, _ in entity.mentions:
                    found[article].add(name)
    elif nodes != "topics":
        raise UsageError(
            f"no co-mention of {nodes}; expected countries, institutions, people or topics")
    day, period = _days(world), Selection(since=since, until=until)
    return {article: sorted(found[article]) for article in sorted(found)
            if period.in_period(day.get(article), day.get(article))}


def _days(world: World) -> dict[str, str | None]:
    """When each article was published."""
    told = {report.article: report.published for engagement in world.engagements
            for report in engagement.reports}
    return told | {article.id: article.date for article in world.articles}
