"""Structural holes: how far those whom one is tied to are tied to each other.

    network -> constraint, effective size, of each node

Burt, R. S. (1992), Structural Holes, Harvard University Press, chapter 2, for ties that count
alike; the short form of effective size is Borgatti's (1997), Connections 20(1), 35-38.
"""

from __future__ import annotations

import networkx as nx

__all__ = ["constraint", "effective_size"]


def constraint(network: nx.Graph[str]) -> dict[str, float | None]:
    """Burt's constraint of each node: the higher, the more its partners are one another's.

    The sum over partners j of (p_ij + sum of p_iq p_qj over partners q of both) squared, where p
    is the share of one's ties that goes to another. Around 1 for one who has a single partner;
    it can pass 1 in a small closed circle. None for a node without ties. Undirected networks.
    """
    found: dict[str, float | None] = {}
    share = {node: 1 / degree for node, degree in network.degree() if degree}
    near = {node: set(network.adj[node]) for node in network}
    for node, partners in near.items():
        if not partners:
            found[node] = None
            continue
        total = 0.0
        for partner in sorted(partners):
            # In order, so that the sum is the same in every run.
            shared = sorted(partners & near[partner])
            total += (1 + sum(share[one] for one in shared)) ** 2
        found[node] = total * share[node] ** 2
    return found


def effective_size(
    network: nx.Graph[str], triangles: dict[str, int]
) -> dict[str, float | None]:
    """The number of partners less their redundancy: n - 2t/n for n partners with t ties among
    them. None for a node without ties. Undirected networks; `triangles` of each node."""
    return {
        node: degree - 2 * triangles[node] / degree if degree else None
        for node, degree in network.degree()
    }
