"""Who goes together more often than chance would have it.

    agent -> what it takes part in  ->  pairs with p-values

Two countries that take part in everything are together often, and that says nothing. The
stochastic degree sequence model compares with random two-mode networks in which each agent takes
part in as much, and each event has as many, on average, as here: Neal, Z. P. (2014), The backbone
of bipartite projections, Social Networks 39, 84-97; with the probabilities of the bipartite
configuration model (Saracco, F. et al. (2015), Scientific Reports 5, 10595), which Neal, Z. P. et
al. (2021), Scientific Reports 11, 23929 found to come nearest to fixed degrees.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import exp, lgamma, log, log1p
from typing import Final

import networkx as nx

from kg.errors import UsageError

__all__ = ["Backbone", "BackboneTie", "backbone", "incidence_of", "link_probabilities"]

#: The rounds end when no expected degree is off by more than this share of it.
_CLOSE: Final = 1e-10
_ROUNDS: Final = 100_000


@dataclass(frozen=True, slots=True)
class BackboneTie:
    """Two agents that share `shared` events, where chance lets expect `expected`.

    `p` is how often chance alone gives as many or more; `adjusted` is p after Holm's correction
    for all pairs of agents, which have all been looked at.
    """

    a: str
    b: str
    shared: int
    expected: float
    p: float
    adjusted: float


@dataclass(frozen=True, slots=True)
class Backbone:
    """Every pair that shares an event, the least probable first; of `agents` and `events`."""

    ties: tuple[BackboneTie, ...]
    agents: int
    events: int

    def within(self, alpha: float = 0.05, *, adjusted: bool = False) -> tuple[BackboneTie, ...]:
        """The pairs that chance gives in fewer than `alpha` of all cases."""
        return tuple(tie for tie in self.ties
                     if (tie.adjusted if adjusted else tie.p) < alpha)


def incidence_of(network: nx.Graph[str], side: int = 0) -> dict[str, set[str]]:
    """What each node of one side of a two-mode network is tied to.

    Raises UsageError for a network of one mode.
    """
    sides = nx.get_node_attributes(network, "bipartite")
    if len(sides) < len(network):
        kind = network.graph.get("kind", "the network")
        raise UsageError(f"{kind} has one mode; expected two, as topics:engagements")
    return {node: set(network.adj[node]) for node in network if sides[node] == side}


def backbone(incidence: Mapping[str, Collection[str]]) -> Backbone:
    """The pairs of agents that share events, with how probable that is.

    `incidence` gives for each agent the events it takes part in. One-sided: pairs that shun each
    other are not looked for.
    """
    takes = {agent: frozenset(incidence[agent]) for agent in sorted(incidence)}
    holds: dict[str, list[str]] = defaultdict(list)
    for agent, events in takes.items():
        for event in events:
            holds[event].append(agent)
    shared: Counter[tuple[str, str]] = Counter()
    for agents in holds.values():
        shared.update(combinations(agents, 2))
    chances = link_probabilities({agent: len(events) for agent, events in takes.items()},
                                 {event: len(agents) for event, agents in holds.items()})
    sizes = Counter(len(agents) for agents in holds.values())

    @cache
    def tail(m: int, n: int, least: int) -> tuple[float, float]:
        """Expected number of shared events of agents of m and n, and how often `least`."""
        trials = [(count, chances[m, size] * chances[n, size])
                  for size, count in sorted(sizes.items())]
        return sum(count * p for count, p in trials), _at_least(least, trials)

    found = []
    for (a, b), count in shared.items():
        m, n = sorted((len(takes[a]), len(takes[b])))
        expected, p = tail(m, n, count)
        found.append((p, -count, a, b, expected))
    found.sort()
    pairs = len(takes) * (len(takes) - 1) // 2
    ties, highest = [], 0.0
    for rank, (p, minus, a, b, expected) in enumerate(found):
        highest = max(highest, min(1.0, p * (pairs - rank)))
        ties.append(BackboneTie(a, b, -minus, round(expected, 6), p, highest))
    return Backbone(tuple(ties), len(takes), len(holds))


def link_probabilities(
    agents: Mapping[str, int], events: Mapping[str, int]
) -> dict[tuple[int, int], float]:
    """How probable it is that an agent of one degree takes part in an event of another.

    By (degree of agent, degree of event). The network of greatest entropy in which expected
    degrees are those given: p = xy / (1 + xy), with x and y such that the sums are right. Nodes
    of one degree are alike, so that the effort does not grow with the network. Those who take
    part in everything (or events that have everybody) have a probability of 1 and are set apart.
    """
    rows, columns = Counter(agents.values()), Counter(events.values())
    found: dict[tuple[int, int], float] = {}
    rows.pop(0, None)
    columns.pop(0, None)
    # What is full, or left without a choice once others are full, is settled first.
    need_row, need_column = {d: d for d in rows}, {d: d for d in columns}
    while True:
        width, height = sum(columns[d] for d in need_column), sum(rows[d] for d in need_row)
        full = next((d for d, need in need_row.items() if need >= width), None)
        if full is not None and need_column:
            for d in need_column:
                found[full, d] = 1.0
                need_column[d] -= rows[full]
            del need_row[full]
        elif (full := next((d for d, need in need_column.items() if need >= height), None)
              ) is not None and need_row:
            for d in need_row:
                found[d, full] = 1.0
                need_row[d] -= columns[full]
            del need_column[full]
        else:
            break
        for needs, others in ((need_row, need_column), (need_column, need_row)):
            for d in [d for d, need in needs.items() if need <= 0]:
                for other in others:
                    found.setdefault((d, other) if needs is need_row else (other, d), 0.0)
                del needs[d]
    x = {d: need / max(1.0, sum(columns.values())) ** 0.5 for d, need in need_row.items()}
    y = {d: need / max(1.0, sum(rows.values())) ** 0.5 for d, need in need_column.items()}
    for _ in range(_ROUNDS):
        x = {d: need_row[d] / sum(columns[e] * y[e] / (1 + x[d] * y[e]) for e in y) for d in x}
        y = {e: need_column[e] / sum(rows[d] * x[d] / (1 + x[d] * y[e]) for d in x) for e in y}
        off = max((abs(sum(columns[e] * x[d] * y[e] / (1 + x[d] * y[e]) for e in y) / need_row[d]
                       - 1) for d in x), default=0.0)
        if off < _CLOSE:
            break
    return found | {(d, e): x[d] * y[e] / (1 + x[d] * y[e]) for d in x for e in y}


def _at_least(least: int, trials: list[tuple[int, float]]) -> float:
    """The probability of `least` or more successes in `trials`: (number, probability of each).

    What has reached `least` is summed as it gets there, so that small tails are not lost in the
    difference of two numbers near 1.
    """
    below, reached = [1.0] + [0.0] * (least - 1), 0.0
    for count, p in trials:
        if p <= 0:
            continue
        some = [_binomial(k, count, p) for k in range(least)]
        reached += sum(chance * _binomial_tail(least - k, count, p)
                       for k, chance in enumerate(below))
        below = [sum(below[k - j] * some[j] for j in range(k + 1)) for k in range(least)]
    return min(1.0, reached)


def _binomial(k: int, n: int, p: float) -> float:
    if k > n:
        return 0.0
    if p >= 1:
        return float(k == n)
    return exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
               + k * log(p) + (n - k) * log1p(-p))


def _binomial_tail(k: int, n: int, p: float) -> float:
    """The probability of k or more of n."""
    if k > n:
        return 0.0
    if k <= n * p:
        return max(0.0, 1 - sum(_binomial(j, n, p) for j in range(k)))
    total = 0.0
    for j in range(k, n + 1):
        more = _binomial(j, n, p)
        total += more
        if more < total * 1e-17:
            break
    return total
