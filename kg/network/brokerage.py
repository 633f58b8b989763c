"""Who mediates between whom: the roles of Gould and Fernandez.

    network, group of each node -> Broker of each node

Gould, R. V. and Fernandez, R. M. (1989), Structures of mediation: a formal approach to brokerage
in transaction networks, Sociological Methodology 19, 89-126. Node v brokers between a and c where
a is tied to v, v to c, and a not to c. In whose groups they are makes the role:

| role | a | v | c |
| --- | --- | --- | --- |
| coordinator | A | A | A |
| itinerant | A | B | A |
| gatekeeper | A | B | B |
| representative | A | A | B |
| liaison | A | B | C |

In a network without direction each pair counts both ways, as UCINET and sna for R count it, so
that gatekeeper and representative are equal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import networkx as nx

__all__ = ["ROLES", "Broker", "broker_roles"]

ROLES: Final = ("coordinator", "itinerant", "gatekeeper", "representative", "liaison")


@dataclass(frozen=True, slots=True)
class Broker:
    """How often a node plays each role (`roles`, by ROLES), and between which groups.

    `total` is the sum. `unlinked` are the pairs of groups, in alphabetical order, between which
    it mediates and no direct tie of any of their members is found in the network, with how often.
    `group` is None where the node is in no group; it then counts as a group of its own.
    """

    node: str
    label: str
    group: str | None
    roles: Mapping[str, int]
    unlinked: tuple[tuple[str, str, int], ...] = ()

    @property
    def total(self) -> int:
        """How many ordered pairs it mediates between."""
        return sum(self.roles.values())


def broker_roles(
    network: nx.Graph[str], groups: Mapping[str, str | None]
) -> list[Broker]:
    """The roles of each node that mediates, those that mediate most first.

    The open pairs of a node are all pairs of one before and one after it, less those that are
    tied: which is counted by group, so that a hub of thousands of partners costs no more than its
    triangles.
    """
    # One in no group is a group of its own: a tuple is nobody's name.
    group_of: dict[str, object] = {node: groups.get(node) or (node,) for node in network}
    tied = {frozenset((group_of[a], group_of[b])) for a, b in network.edges}
    after = {node: set(network.adj[node]) - {node} for node in network}
    before = ({node: set(network.pred[node]) - {node} for node in network}
              if isinstance(network, nx.DiGraph) else after)
    found = []
    for node, about in network.nodes(data=True):
        pairs = _open_pairs(node, before, after, group_of)
        roles = Counter(dict.fromkeys(ROLES, 0))
        unlinked: Counter[tuple[str, str]] = Counter()
        own = group_of[node]
        for (a, c), count in pairs.items():
            roles[_role(a, own, c)] += count
            if (isinstance(a, str) and isinstance(c, str) and a != c
                    and frozenset((a, c)) not in tied):
                unlinked[min(a, c), max(a, c)] += count
        if any(roles.values()):
            found.append(Broker(
                node, about.get("label", node), groups.get(node),
                {role: roles[role] for role in ROLES},
                tuple((a, c, unlinked[a, c]) for a, c in sorted(unlinked))))
    return sorted(found, key=lambda one: (-one.total, one.label, one.node))


def _open_pairs(
    node: str, before: Mapping[str, set[str]], after: Mapping[str, set[str]],
    group_of: Mapping[str, object],
) -> Counter[tuple[object, object]]:
    """How many ordered pairs (one before, one after) that are not tied, by their groups."""
    sources = Counter(group_of[a] for a in before[node])
    goals = Counter(group_of[c] for c in after[node])
    pairs = Counter({(g, h): m * n for g, m in sources.items() for h, n in goals.items()})
    for a in before[node]:
        if a in after[node]:
            pairs[group_of[a], group_of[a]] -= 1
        # The smaller set is looked through, whichever it is.
        for c in after[a] & after[node]:
            if c != a:
                pairs[group_of[a], group_of[c]] -= 1
    return +pairs


def _role(a: object, own: object, c: object) -> str:
    if a == own:
        return "coordinator" if c == own else "representative"
    if c == own:
        return "gatekeeper"
    return "itinerant" if a == c else "liaison"
