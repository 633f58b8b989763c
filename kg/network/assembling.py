"""What all networks share: nodes and ties with what a reader needs to check them.

    acts by node, acts by pair -> networkx network

Nodes and ties come in order of id. `network.graph` keeps what the network rests on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable
from dataclasses import fields
from typing import Any, TypeVar

import networkx as nx

from kg.model import Engagement, Entity
from kg.network.reference import Reference
from kg.network.selection import Act, Selection
from kg.network.ties import tie_of
from kg.pairs import sides

__all__ = ["Names", "about_country", "about_entity", "about_topic", "by_end", "empty_network",
           "orient", "period_of", "sums_of", "tie_about"]

#: For each of those who are tied, the names they go by.
Names = Collection[Collection[str]]

Node = TypeVar("Node", bound=Hashable)


def empty_network(
    kind: str, selection: Selection, acts: Iterable[Act], *, directed: bool = False,
    undirected_acts: int = 0,
) -> nx.Graph[str]:
    """A network without nodes that says what it will rest on: `acts`, each once.

    `undirected_acts` is how many acts were left out of a directed network since no text says
    who gave and who received.
    """
    acts = list({act.id: act for act in acts}.values())
    links = sum(act.type is None for act in acts)
    about: dict[str, Any] = {"kind": kind, "filters": selection.as_record(), **sums_of(acts)}
    about |= {"engagements": len(acts) - links, "links": links, **period_of(acts)}
    if directed:
        return nx.DiGraph(**about, undirected_acts=undirected_acts)
    return nx.Graph(**about)


def orient(
    engagement: Engagement, pair: tuple[str, str], homes: tuple[str | None, str | None]
) -> tuple[str, str] | None:
    """`pair` from the side that gives to the side that receives; None where no text says it.

    Institutions and people without a role of their own stand where their countries (`homes`)
    stand.
    """
    side_of = sides(engagement)
    a, b = (side_of.get(end) or side_of.get(home or "")
            for end, home in zip(pair, homes, strict=True))
    if (a, b) == ("giving", "receiving"):
        return pair
    return (pair[1], pair[0]) if (a, b) == ("receiving", "giving") else None


def by_end(by_pair: dict[tuple[str, str], list[Act]]) -> dict[str, list[Act]]:
    """The acts of each end of a pair, each once, the ends in order."""
    found: dict[str, dict[str, Act]] = defaultdict(dict)
    for pair, shared in by_pair.items():
        for end in pair:
            found[end].update((act.id, act) for act in shared)
    return {end: list(found[end].values()) for end in sorted(found)}


def sums_of(acts: Iterable[Act]) -> dict[str, Any]:
    """How many acts, and of how many independent origins."""
    acts = list(acts)
    return {"engagements": len(acts), "origins": len({o for act in acts for o in act.origins})}


def period_of(acts: Iterable[Act]) -> dict[str, str | None]:
    """The first and the last date of `acts`."""
    acts = list(acts)
    return {
        "first": min((act.first for act in acts if act.first), default=None),
        "last": max((act.last for act in acts if act.last), default=None),
    }


def tie_about(acts: Iterable[Act], names: Names) -> dict[str, Any]:
    """What stands on a tie: its weight (the number of acts) and the fields of `Tie`."""
    tie = tie_of(acts, names)
    return {"weight": len(tie.acts), **{f.name: getattr(tie, f.name) for f in fields(tie)}}


def about_country(code: str, reference: Reference) -> dict[str, Any]:
    """What stands on the node of a country."""
    country = reference.country(code)
    return {"label": country.name, "kind": "country", "iso3": country.iso3,
            "region": country.region, "income": country.income}


def about_entity(entity: Entity, label: str, reference: Reference) -> dict[str, Any]:
    """What stands on the node of an institution or a person."""
    country = entity.country and reference.country(entity.country).name
    return {"label": label, "kind": entity.kind, "type": entity.type,
            "country": entity.country, "country_name": country}


def about_topic(topic: str, reference: Reference) -> dict[str, Any]:
    """What stands on the node of a topic."""
    known = reference.topic(topic)
    return {"label": known.label, "kind": "topic", "broader": known.broader}
