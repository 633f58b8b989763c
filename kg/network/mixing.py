"""Whether ties stay within groups: E-I index, assortativity, and what group sizes do to them.

    network, group of each node -> Mixing

E-I index: Krackhardt, D. and Stern, R. N. (1988), Informal networks and organizational crises,
Social Psychology Quarterly 51(2), 123-140. Nominal assortativity: Newman, M. E. J. (2003), Mixing
patterns in networks, Physical Review E 67, 026126. Adjusted for unequal groups: Karimi, F. and
Oliveira, M. (2023), On the inadequacy of nominal assortativity for assessing homophily in
networks, Scientific Reports 13, 21053.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx

__all__ = ["GroupMixing", "Mixing", "mix"]


@dataclass(frozen=True, slots=True)
class GroupMixing:
    """The ties of one group: `internal` have both ends in it, `external` one; each counts once.

    `ei` is (external - internal) / (external + internal), from -1 (all stay within) to 1 (all
    leave); `expected` is what it would be if ties fell on all pairs of nodes alike, which groups
    of unequal size make very unequal. None where there is nothing to divide by.
    """

    group: str
    nodes: int
    internal: int
    external: int
    ei: float | None
    expected: float | None


@dataclass(frozen=True, slots=True)
class Mixing:
    """How groups mix. `between` counts ties by group of source and goal; without direction, each
    once, the groups in alphabetical order.

    `assortativity` is Newman's, `adjusted` that of Karimi and Oliveira, which goes by how many of
    the possible ties there are, and leaves out groups of one node (`single`), where no tie within
    is possible. `ungrouped` nodes are in no group; they and their ties are left out of all.
    """

    groups: tuple[GroupMixing, ...]
    between: Mapping[tuple[str, str], int]
    ei: float | None
    expected: float | None
    assortativity: float | None
    adjusted: float | None
    ungrouped: int
    single: int


def mix(network: nx.Graph[str], groups: Mapping[str, str | None]) -> Mixing:
    """How the ties of `network` run within and between `groups`."""
    sizes = Counter(group for node in network if (group := groups.get(node)) is not None)
    between: Counter[tuple[str, str]] = Counter()
    for a, b in network.edges:
        g, h = groups.get(a), groups.get(b)
        if g is None or h is None or a == b:
            continue
        between[(g, h) if network.is_directed() else (min(g, h), max(g, h))] += 1
    names = sorted(sizes)
    total = sum(sizes.values())
    rows = []
    for name in names:
        internal = between[name, name]
        external = sum(count for (g, h), count in between.items() if g != h and name in (g, h))
        n = sizes[name]
        rows.append(GroupMixing(
            name, n, internal, external, _ei(external, internal),
            _ei(n * (total - n), n * (n - 1) / 2)))
    inside = sum(row.internal for row in rows)
    pairs_inside = sum(n * (n - 1) / 2 for n in sizes.values())
    ends = _ends(between, names, directed=network.is_directed())
    several = [name for name in names if sizes[name] > 1]
    rates = {
        (g, h): ends[g, h] / (sizes[g] * (sizes[g] - 1) if g == h else sizes[g] * sizes[h])
        for g in several for h in several
    }
    return Mixing(
        groups=tuple(rows), between={pair: between[pair] for pair in sorted(between)},
        ei=_ei(sum(between.values()) - inside, inside),
        expected=_ei(total * (total - 1) / 2 - pairs_inside, pairs_inside),
        assortativity=_assortativity(ends, names), adjusted=_assortativity(rates, several),
        ungrouped=len(network) - total, single=len(names) - len(several),
    )


def _ends(
    between: Mapping[tuple[str, str], int], names: list[str], *, directed: bool
) -> dict[tuple[str, str], float]:
    """The mixing matrix: ends of ties from group to group, a tie without direction both ways."""
    found: dict[tuple[str, str], float] = {(g, h): 0 for g in names for h in names}
    for (g, h), count in between.items():
        found[g, h] += count
        if not directed:
            found[h, g] += count
    return found


def _ei(external: float, internal: float) -> float | None:
    return (external - internal) / (external + internal) if external + internal else None


def _assortativity(matrix: Mapping[tuple[str, str], float], names: list[str]) -> float | None:
    whole = sum(matrix.values())
    if not whole:
        return None
    same = sum(matrix[g, g] for g in names) / whole
    chance = sum(
        sum(matrix[g, h] for h in names) * sum(matrix[h, g] for h in names) for g in names
    ) / whole ** 2
    # All in one group: whatever is tied is alike.
    return (same - chance) / (1 - chance) if chance < 1 else None
