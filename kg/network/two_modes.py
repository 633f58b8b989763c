"""Networks of two kinds of nodes: who with whom, who on what.

    World -> two_mode_network

One side (`bipartite` 0) is tied to the other (`bipartite` 1) by each act that has both. Nothing
is tied within a side, so that a projection can be tested against chance (`backbone`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

import networkx as nx

from kg.model import Engagement, Entity, World
from kg.network.assembling import (
    about_country,
    about_entity,
    about_topic,
    empty_network,
    sums_of,
    tie_about,
)
from kg.network.evidence import best_citation
from kg.network.labels import label_entities
from kg.network.pairs import institution_ties, linked_countries, partner_countries
from kg.network.reference import Reference, read_reference
from kg.network.selection import Act, Filters, Selection, acts_of, link_acts_of
from kg.pairs import country_ties

if TYPE_CHECKING:
    from typing_extensions import Unpack

__all__ = ["MODES", "two_mode_network"]

#: What a side may be.
MODES: Final = ("countries", "institutions", "people", "topics", "engagements")

_ENTITIES: Final = {"institutions": "institution", "people": "person"}

Pair = tuple[str, str]


def two_mode_network(
    world: World, first: str, second: str, *, reference: Reference | None = None,
    **filters: Unpack[Filters],
) -> nx.Graph[str]:
    """The network of `first` on one side and `second`, another of MODES, on the other.

    Institutions and people are tied to the countries they work with through an act, which are
    those that their own is tied to (`pairs.partner_countries`), never to their own, and to each
    other under the same rule; all are tied to the topics of the acts that they take part in, and
    to these acts. A link that a text states ties institutions and countries where no engagement
    does. An act has a weight of 1.
    """
    reference = reference or read_reference()
    selection = Selection(**filters)
    entities = {e.id: e for e in world.entities}
    by_pair: dict[Pair, list[Act]] = defaultdict(list)
    engagements: dict[str, tuple[Engagement, Act]] = {}
    for engagement, act in acts_of(world, selection):
        engagements[act.id] = (engagement, act)
        for pair in _pairs(engagement, first, second, entities):
            by_pair[pair].append(act)
    if {first, second} == {"institutions", "countries"}:
        engaged = frozenset(by_pair)
        for pair, act in _linked(world, selection, entities, flipped=first == "countries"):
            if pair not in engaged:
                by_pair[pair].append(act)
    network = empty_network(f"{first}:{second}", selection,
                            (act for shared in by_pair.values() for act in shared))
    labels = label_entities(world, reference)
    for side, mode in enumerate((first, second)):
        about = _about(mode, reference, entities, labels, engagements)
        of_node: dict[str, dict[str, Act]] = defaultdict(dict)
        for pair, shared in by_pair.items():
            of_node[pair[side]].update((act.id, act) for act in shared)
        for node in sorted(of_node):
            network.add_node(node, bipartite=side, **about(node),
                             **sums_of(of_node[node].values()))
    for (a, b), shared in sorted(by_pair.items()):
        names = [names_of(mode, node, reference, entities)
                 for mode, node in ((first, a), (second, b))]
        network.add_edge(a, b, **tie_about(shared, [one for one in names if one]))
    return network


def _pairs(
    engagement: Engagement, first: str, second: str, entities: dict[str, Entity]
) -> Iterable[Pair]:
    sides = [_taking_part(engagement, mode, entities) for mode in (first, second)]
    modes = {first, second}
    for a in sides[0]:
        for b in sides[1]:
            if not modes & {"topics", "engagements"} and not _tied(engagement, a, b, entities):
                continue
            yield a, b


def _taking_part(engagement: Engagement, mode: str, entities: dict[str, Entity]) -> list[str]:
    if mode == "countries":
        return sorted(engagement.countries)
    if mode == "topics":
        return sorted(set(engagement.topics))
    if mode == "engagements":
        return [engagement.id]
    return sorted({one for one in engagement.participants
                   if one in entities and entities[one].kind == _ENTITIES[mode]})


def _tied(engagement: Engagement, a: str, b: str, entities: dict[str, Entity]) -> bool:
    if a in entities and b in entities:
        return bool(institution_ties(engagement, {one: entities[one] for one in (a, b)}))
    if a in entities:
        return b in partner_countries(engagement, entities[a])
    if b in entities:
        return a in partner_countries(engagement, entities[b])
    return (min(a, b), max(a, b)) in country_ties(engagement)


def _linked(
    world: World, selection: Selection, entities: dict[str, Entity], *, flipped: bool
) -> Iterable[tuple[Pair, Act]]:
    for link, act in link_acts_of(world, selection):
        for one, country in linked_countries(entities[link.a], entities[link.b]):
            yield ((country, one) if flipped else (one, country)), act


def _about(
    mode: str, reference: Reference, entities: dict[str, Entity], labels: dict[str, str],
    engagements: dict[str, tuple[Engagement, Act]],
) -> Callable[[str], dict[str, Any]]:
    if mode == "countries":
        return lambda node: about_country(node, reference)
    if mode == "topics":
        return lambda node: about_topic(node, reference)
    if mode == "engagements":
        return lambda node: about_engagement(*engagements[node], reference)
    return lambda node: about_entity(entities[node], labels[node], reference)


def about_engagement(engagement: Engagement, act: Act, reference: Reference) -> dict[str, Any]:
    """What stands on the node of an engagement."""
    names = " – ".join(reference.country(code).name for code in engagement.countries)
    return {
        "kind": "engagement", "type": engagement.type, "status": engagement.status,
        "label": ": ".join(filter(None, (engagement.type, names))),
        "topics": engagement.topics, "first": act.first, "last": act.last,
        "dated": act.dated, "place": engagement.place, "quote": best_citation([act]),
    }


def names_of(
    mode: str, node: str, reference: Reference, entities: dict[str, Entity]
) -> tuple[str, ...]:
    """The names by which a quote may speak of `node`."""
    if mode == "countries":
        country = reference.country(node)
        return (country.name, *country.aliases)
    if mode == "topics":
        topic = reference.topic(node)
        return (topic.label, *topic.synonyms)
    return (entities[node].name, *entities[node].aliases) if node in entities else ()
