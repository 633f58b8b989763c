"""Who works with whom, as networkx networks.

    World -> country_network, institution_network, person_network, topic_network, actor_network

A tie is made by an act (an engagement, or a link that a text states between two
institutions), never by two names standing in one text. Its weight is the number of acts;
beside it stand their statuses, types, topics and dates, one quote, and the ids by which each
act and claim can be looked up. What counts as an act is said in `kg.network.selection`, who
is tied by it in `kg.pairs`.

A directed network (networkx.DiGraph) has ties from who gives, sends or visits to who receives;
acts of which no text says that are left out and counted (`undirected_acts`).

Nodes and ties come in order of id, so that all that is made of them is the same in every
run. `network.graph` keeps what the network rests on: kind, filters, number of engagements,
links and independent origins, first and last date.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

import networkx as nx

from kg.model import World
from kg.network.assembling import (
    about_country,
    about_entity,
    about_topic,
    by_end,
    empty_network,
    orient,
    sums_of,
    tie_about,
)
from kg.network.labels import label_entities
from kg.network.pairs import institution_ties, linked_countries
from kg.network.reference import Reference, read_reference
from kg.network.selection import Act, Filters, Selection, acts_of, link_acts_of
from kg.network.two_modes import about_engagement
from kg.pairs import country_ties

if TYPE_CHECKING:
    from typing_extensions import Unpack

__all__ = ["actor_network", "country_network", "institution_network", "person_network",
           "topic_network"]


def country_network(
    world: World, *, reference: Reference | None = None, directed: bool = False,
    **filters: Unpack[Filters],
) -> nx.Graph[str]:
    """Countries, tied by the engagements they share.

    A node is the alpha-2 code of a country that is party to an engagement that counts, also
    where it has no tie (it worked with an organisation, or in a crowd). Its `label` and the
    groups a researcher compares by (`iso3`, `region`, `income`) come from `reference`, by
    default the tables of the program. `filters` are the fields of `Selection`.

    Raises UsageError for a filter that names what the codebook does not know.
    """
    reference = reference or read_reference()
    selection = Selection(**filters)
    acts = acts_of(world, selection)
    by_party: dict[str, list[Act]] = defaultdict(list)
    by_pair: dict[tuple[str, str], list[Act]] = defaultdict(list)
    aimless: set[str] = set()
    for engagement, act in acts:
        for code in engagement.countries:
            by_party[code].append(act)
        for pair in country_ties(engagement):
            arc = orient(engagement, pair, pair) if directed else pair
            if arc is None:
                aimless.add(act.id)
            else:
                by_pair[arc].append(act)
    network = empty_network("countries", selection, (act for _, act in acts),
                            directed=directed, undirected_acts=len(aimless))
    for code in sorted(by_party):
        network.add_node(code, **about_country(code, reference), **sums_of(by_party[code]))
    for (a, b), shared in sorted(by_pair.items()):
        names = [(c.name, *c.aliases) for c in (reference.country(a), reference.country(b))]
        network.add_edge(a, b, **tie_about(shared, names))
    return network


def institution_network(
    world: World, *, reference: Reference | None = None, directed: bool = False,
    **filters: Unpack[Filters],
) -> nx.Graph[str]:
    """Institutions of different countries, tied by what they do together.

    Two institutions are tied by each engagement both take part in, if it ties the country of
    one to the other (`pairs.institution_ties`), and by each link a text states between them.
    A link counts as an act only where they share no engagement, since it is mostly drawn from
    the same sentences; it has no direction. Nodes are entity ids, and only institutions that
    have a tie are in; `actor_network` holds the others.
    """
    return _entity_network(world, "institution", "institutions", reference, directed,
                           Selection(**filters))


def person_network(
    world: World, *, reference: Reference | None = None, directed: bool = False,
    **filters: Unpack[Filters],
) -> nx.Graph[str]:
    """People who act for different countries, tied by the engagements both take part in.

    The rule is that of institutions: the engagement must tie the country of one to that of the
    other. Only people who have a tie are in.
    """
    return _entity_network(world, "person", "people", reference, directed, Selection(**filters))


def _entity_network(
    world: World, entity_kind: str, kind: str, reference: Reference | None, directed: bool,
    selection: Selection,
) -> nx.Graph[str]:
    reference = reference or read_reference()
    entities = {e.id: e for e in world.entities if e.kind == entity_kind}
    labels = label_entities(world, reference)
    by_pair: dict[tuple[str, str], list[Act]] = defaultdict(list)
    aimless: set[str] = set()
    for engagement, act in acts_of(world, selection):
        for pair in institution_ties(engagement, entities):
            homes = (entities[pair[0]].country, entities[pair[1]].country)
            arc = orient(engagement, pair, homes) if directed else pair
            if arc is None:
                aimless.add(act.id)
            else:
                by_pair[arc].append(act)
    if entity_kind == "institution":
        for link, act in link_acts_of(world, selection):
            pair = (min(link.a, link.b), max(link.a, link.b))
            if not linked_countries(entities[link.a], entities[link.b]):
                continue
            if directed:
                aimless.add(act.id)
            elif pair not in by_pair:
                by_pair[pair].append(act)
    network = empty_network(kind, selection, (a for shared in by_pair.values() for a in shared),
                            directed=directed, undirected_acts=len(aimless))
    for node, acts in by_end(by_pair).items():
        network.add_node(node, **about_entity(entities[node], labels[node], reference),
                         **sums_of(acts))
    for pair, shared in sorted(by_pair.items()):
        names = [(entities[end].name, *entities[end].aliases) for end in pair]
        network.add_edge(*pair, **tie_about(shared, names))
    return network


def topic_network(
    world: World, *, reference: Reference | None = None, **filters: Unpack[Filters]
) -> nx.Graph[str]:
    """Topics, tied by the engagements that are about both.

    Whether two topics go together more often than chance is what `kg.network.backbone` tells.
    """
    reference = reference or read_reference()
    selection = Selection(**filters)
    by_topic: dict[str, list[Act]] = defaultdict(list)
    by_pair: dict[tuple[str, str], list[Act]] = defaultdict(list)
    used = []
    for _, act in acts_of(world, selection):
        topics = sorted(set(act.topics))
        if topics:
            used.append(act)
        for topic in topics:
            by_topic[topic].append(act)
        for pair in combinations(topics, 2):
            by_pair[pair].append(act)
    network = empty_network("topics", selection, used)
    for topic in sorted(by_topic):
        network.add_node(topic, **about_topic(topic, reference), **sums_of(by_topic[topic]))
    for (a, b), shared in sorted(by_pair.items()):
        names = [(t.label, *t.synonyms) for t in (reference.topic(a), reference.topic(b))]
        network.add_edge(a, b, **tie_about(shared, names))
    return network


def actor_network(
    world: World, *, reference: Reference | None = None, **filters: Unpack[Filters]
) -> nx.Graph[str]:
    """Actors on one side, engagements on the other: who took part in what.

    Actors (`bipartite` 0) are countries, institutions and people; engagements (`bipartite`
    1) are those that pass. A tie has weight 1 and the `role` in which the actor took part,
    where a text says so. Nothing is projected and no pair is drawn: whoever doubts our rule
    for pairs starts from here.
    """
    reference = reference or read_reference()
    selection = Selection(**filters)
    acts = acts_of(world, selection)
    entities = {e.id: e for e in world.entities}
    labels = label_entities(world, reference)
    network = empty_network("actors", selection, (act for _, act in acts))
    taking_part: dict[str, list[Act]] = defaultdict(list)
    for engagement, act in acts:
        for actor in (*engagement.countries, *engagement.participants):
            taking_part[actor].append(act)
    for actor, own in sorted(taking_part.items()):
        if actor in entities:
            about = about_entity(entities[actor], labels[actor], reference)
        else:
            about = about_country(actor, reference)
        network.add_node(actor, bipartite=0, **about, **sums_of(own))
    for engagement, act in acts:
        network.add_node(engagement.id, bipartite=1, origins=len(act.origins),
                         **about_engagement(engagement, act, reference))
        roles: dict[str, list[str]] = defaultdict(list)
        for party, role in engagement.roles:
            roles[party].append(role)
        for actor in (*engagement.countries, *engagement.participants):
            network.add_edge(actor, engagement.id, weight=1,
                             role=tuple(sorted(roles.get(actor, ()))))
    return network
