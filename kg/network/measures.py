"""What the shape of a network says about those in it.

    network -> Measures

Every figure comes with what it rests on, since a central country in twelve engagements of
one outlet is another finding than one in twelve hundred of many.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import networkx as nx

__all__ = ["Basis", "Measures", "NodeMeasures", "measure"]

#: Figures are rounded so that the order of additions, which differs between versions of
#: networkx, does not show.
_DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class NodeMeasures:
    """The measures of one node.

    `degree`: how many it is tied to. `strength`: over how many acts, each counted once per
    partner. `betweenness`: the share of shortest paths between others that pass through it
    (0 to 1; ties count alike, whatever their weight, for many acts do not make a path
    shorter). `closeness`: how near it is to all others, scaled by how many it can reach at
    all (Wasserman and Faust), so that networks in several parts compare. `component`: the
    part of the network it is in, from 1, the largest first.
    """

    node: str
    label: str
    kind: str
    degree: int
    strength: int
    betweenness: float
    closeness: float
    component: int


@dataclass(frozen=True, slots=True)
class Basis:
    """What measures were computed on: the network, the evidence under it, the filters."""

    kind: str
    nodes: int
    ties: int
    components: int
    engagements: int
    links: int
    origins: int
    first: str | None
    last: str | None
    filters: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Measures:
    """The measures of a network, the most tied nodes first, and what they rest on."""

    nodes: tuple[NodeMeasures, ...]
    basis: Basis


def measure(network: nx.Graph[str]) -> Measures:
    """Measure a network made by `kg.network`.

    Nodes come by strength, then degree, betweenness (the highest first) and name.
    """
    betweenness = nx.betweenness_centrality(network)
    closeness = nx.closeness_centrality(network, wf_improved=True)
    parts = sorted(nx.connected_components(network), key=lambda part: (-len(part), min(part)))
    component = {node: number for number, part in enumerate(parts, 1) for node in part}
    rows = [
        NodeMeasures(
            node=node, label=about["label"], kind=about["kind"],
            degree=network.degree(node), strength=network.degree(node, weight="weight"),
            betweenness=round(betweenness[node], _DIGITS),
            closeness=round(closeness[node], _DIGITS), component=component[node],
        )
        for node, about in network.nodes(data=True)
    ]
    rows.sort(key=lambda r: (-r.strength, -r.degree, -r.betweenness, r.label, r.node))
    kept = network.graph
    return Measures(tuple(rows), Basis(
        kind=kept["kind"], nodes=len(network), ties=network.number_of_edges(),
        components=len(parts), engagements=kept["engagements"], links=kept["links"],
        origins=kept["origins"], first=kept["first"], last=kept["last"],
        filters=kept["filters"],
    ))
