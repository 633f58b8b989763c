"""Who works with whom, as networkx networks.

    World -> country_network, institution_network, actor_network

A tie is made by an act (an engagement, or a link that a text states between two
institutions), never by two names standing in one text. Its weight is the number of acts;
beside it stand their statuses, types, topics and dates, one quote, and the ids by which each
act and claim can be looked up. What counts as an act is said in `kg.network.selection`, who
is tied by it in `kg.pairs`.

Nodes and ties come in order of id, so that all that is made of them is the same in every
run. `network.graph` keeps what the network rests on: kind, filters, number of engagements,
links and independent origins, first and last date.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import networkx as nx

from kg.model import Entity, World
from kg.network.evidence import best_citation
from kg.network.labels import label_entities
from kg.network.pairs import institution_ties, linked_countries
from kg.network.reference import Reference, read_reference
from kg.network.selection import Act, Filters, Selection, acts_of, link_acts_of
from kg.network.ties import tie_of
from kg.pairs import country_ties

if TYPE_CHECKING:
    from typing_extensions import Unpack

__all__ = ["actor_network", "country_network", "institution_network"]


def country_network(
    world: World, *, reference: Reference | None = None, **filters: Unpack[Filters]
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
    for engagement, act in acts:
        for code in engagement.countries:
            by_party[code].append(act)
        for pair in country_ties(engagement):
            by_pair[pair].append(act)
    network = _network("countries", selection, (act for _, act in acts))
    for code in sorted(by_party):
        country = reference.country(code)
        network.add_node(code, label=country.name, kind="country", iso3=country.iso3,
                         region=country.region, income=country.income, **_sums(by_party[code]))
    for (a, b), shared in sorted(by_pair.items()):
        names = [(c.name, *c.aliases) for c in (reference.country(a), reference.country(b))]
        network.add_edge(a, b, **_tie(shared, names))
    return network


def institution_network(
    world: World, *, reference: Reference | None = None, **filters: Unpack[Filters]
) -> nx.Graph[str]:
    """Institutions of different countries, tied by what they do together.

    Two institutions are tied by each engagement both take part in, if it ties the country of
    one to the other (`pairs.institution_ties`), and by each link a text states between them.
    A link counts as an act only where they share no engagement, since it is mostly drawn from
    the same sentences. Nodes are entity ids, and only institutions that have a tie are in;
    `actor_network` holds the others.
    """
    reference = reference or read_reference()
    selection = Selection(**filters)
    institutions = {e.id: e for e in world.entities if e.kind == "institution"}
    labels = label_entities(world, reference)
    by_pair: dict[tuple[str, str], list[Act]] = defaultdict(list)
    for engagement, act in acts_of(world, selection):
        for pair in institution_ties(engagement, institutions):
            by_pair[pair].append(act)
    for link, act in link_acts_of(world, selection):
        pair = (min(link.a, link.b), max(link.a, link.b))
        crosses = linked_countries(institutions[link.a], institutions[link.b])
        if crosses and pair not in by_pair:
            by_pair[pair].append(act)
    used = {act.id: act for shared in by_pair.values() for act in shared}
    network = _network("institutions", selection, used.values())
    by_institution: dict[str, dict[str, Act]] = defaultdict(dict)
    for pair, shared in by_pair.items():
        for end in pair:
            by_institution[end].update((act.id, act) for act in shared)
    for node, acts in sorted(by_institution.items()):
        network.add_node(node, **_entity(institutions[node], labels[node], reference),
                         **_sums(acts.values()))
    for pair, shared in sorted(by_pair.items()):
        names = [(institutions[end].name, *institutions[end].aliases) for end in pair]
        network.add_edge(*pair, **_tie(shared, names))
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
    network = _network("actors", selection, (act for _, act in acts))
    taking_part: dict[str, list[Act]] = defaultdict(list)
    for engagement, act in acts:
        for actor in (*engagement.countries, *engagement.participants):
            taking_part[actor].append(act)
    for actor, own in sorted(taking_part.items()):
        if actor in entities:
            about = _entity(entities[actor], labels[actor], reference)
        else:
            country = reference.country(actor)
            about = {"label": country.name, "kind": "country", "iso3": country.iso3}
        network.add_node(actor, bipartite=0, **about, **_sums(own))
    for engagement, act in acts:
        names = " – ".join(reference.country(code).name for code in engagement.countries)
        network.add_node(
            engagement.id, bipartite=1, kind="engagement", type=engagement.type,
            label=": ".join(filter(None, (engagement.type, names))), status=engagement.status,
            topics=engagement.topics, first=act.first, last=act.last, dated=act.dated,
            place=engagement.place, origins=len(act.origins), quote=best_citation([act]),
        )
        roles: dict[str, list[str]] = defaultdict(list)
        for party, role in engagement.roles:
            roles[party].append(role)
        for actor in (*engagement.countries, *engagement.participants):
            network.add_edge(actor, engagement.id, weight=1,
                             role=tuple(sorted(roles.get(actor, ()))))
    return network


def _network(kind: str, selection: Selection, acts: Iterable[Act]) -> nx.Graph[str]:
    acts = list(acts)
    links = sum(act.type is None for act in acts)
    about = _sums(acts) | {"engagements": len(acts) - links, "links": links} | _period(acts)
    return nx.Graph(kind=kind, filters=selection.as_record(), **about)


def _sums(acts: Iterable[Act]) -> dict[str, Any]:
    acts = list(acts)
    return {"engagements": len(acts), "origins": len({o for act in acts for o in act.origins})}


def _period(acts: Iterable[Act]) -> dict[str, str | None]:
    acts = list(acts)
    return {
        "first": min((act.first for act in acts if act.first), default=None),
        "last": max((act.last for act in acts if act.last), default=None),
    }


def _tie(acts: Iterable[Act], names: Collection[Collection[str]]) -> dict[str, Any]:
    tie = tie_of(acts, names)
    return {"weight": len(tie.acts), **{f.name: getattr(tie, f.name) for f in fields(tie)}}


def _entity(entity: Entity, label: str, reference: Reference) -> dict[str, Any]:
    country = entity.country and reference.country(entity.country).name
    return {"label": label, "kind": entity.kind, "type": entity.type,
            "country": entity.country, "country_name": country}
