"""Who belongs together by their ties, and how sure that is.

    network -> Communities

Louvain: Blondel, V. D. et al. (2008), Fast unfolding of communities in large networks, Journal of
Statistical Mechanics, P10008. The method starts at random and ends where it ends: so it is run
many times, and how far the runs agree is part of the result. Normalised mutual information (over
the mean of the entropies) and adjusted Rand index (Hubert and Arabie 1985) as in Vinh, Epps and
Bailey (2010), Journal of Machine Learning Research 11, 2837-2854.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb, log
from typing import Any, Final

import networkx as nx

from kg.network.engines import choose_engine, tied

__all__ = ["RUNS", "Communities", "adjusted_rand", "find_communities", "mutual_information"]

RUNS: Final = 50


@dataclass(frozen=True, slots=True)
class Communities:
    """The best of all runs, and how far the others agree with each other.

    `members` gives the community of each node, from 1, the largest first; `sureness` the share of
    runs, averaged over its fellows, in which a node is with them (None for one that is alone).
    `modularity` is that of the best run (by weight), `spread` the least and the greatest of all.
    `nmi` and `ari` are means over all pairs of runs: 1 where all are the same.
    """

    members: Mapping[str, int]
    sureness: Mapping[str, float | None]
    modularity: float
    spread: tuple[float, float]
    nmi: float
    ari: float
    runs: int
    seed: int
    engine: str

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many nodes each community has, from the first."""
        counts = Counter(self.members.values())
        return tuple(counts[k] for k in sorted(counts))


def find_communities(
    network: nx.Graph[str], *, runs: int = RUNS, seed: int = 1, engine: str = "auto"
) -> Communities:
    """The communities of `network`, ties taken either way and by weight, from `runs` runs.

    The runs have the seeds `seed`, `seed + 1`, …; the best is the one of greatest modularity, of
    equal ones the first.
    """
    made = choose_engine(network, engine)
    plain = tied(network)
    if not plain.number_of_edges():
        alone = {node: k for k, node in enumerate(plain, 1)}
        return Communities(alone, dict.fromkeys(plain), 0.0, (0.0, 0.0), 1.0, 1.0, 0, seed,
                           made.name)
    found = [made.louvain(seed + k) for k in range(runs)]
    scores = [made.modularity(parts) for parts in found]
    best = max(range(runs), key=lambda k: (round(scores[k], 9), -k))
    labels = [{node: k for k, part in enumerate(parts, 1) for node in part} for parts in found]
    rows = [[label[node] for node in plain] for label in labels]
    sizes = [Counter(row) for row in rows]
    alike = [
        (_information(sizes[i], sizes[k], both), _rand(sizes[i], sizes[k], both))
        for i, k in combinations(range(runs), 2)
        for both in [Counter(zip(rows[i], rows[k], strict=True))]]
    members = {node: labels[best][node] for node in plain}
    return Communities(
        members=members, sureness=_sureness(members, labels), modularity=scores[best],
        spread=(min(scores), max(scores)), runs=runs, seed=seed, engine=made.name,
        nmi=_mean([one for one, _ in alike]), ari=_mean([one for _, one in alike]),
    )


def mutual_information(a: Sequence[object], b: Sequence[object]) -> float:
    """Normalised mutual information of two groupings of the same things, from 0 to 1."""
    return _information(Counter(a), Counter(b), Counter(zip(a, b, strict=True)))


def adjusted_rand(a: Sequence[object], b: Sequence[object]) -> float:
    """Adjusted Rand index of two groupings of the same things: 1 the same, 0 as by chance."""
    return _rand(Counter(a), Counter(b), Counter(zip(a, b, strict=True)))


def _information(
    left: Counter[Any], right: Counter[Any], both: Counter[tuple[Any, Any]]
) -> float:
    n = left.total()
    entropy = [-sum(c / n * log(c / n) for c in counts.values()) for counts in (left, right)]
    if not any(entropy):
        return 1.0
    shared = sum(c / n * log(c * n / (left[g] * right[h])) for (g, h), c in both.items())
    return max(0.0, 2 * shared / sum(entropy))


def _rand(left: Counter[Any], right: Counter[Any], both: Counter[tuple[Any, Any]]) -> float:
    one, other, shared = (
        sum(comb(c, 2) for c in counts.values()) for counts in (left, right, both))
    pairs = comb(left.total(), 2)
    if not pairs:
        return 1.0
    chance = one * other / pairs
    most = (one + other) / 2
    return (shared - chance) / (most - chance) if most != chance else 1.0


def _sureness(
    members: Mapping[str, int], labels: Sequence[Mapping[str, int]]
) -> dict[str, float | None]:
    size = Counter(members.values())
    sums = dict.fromkeys(members, 0)
    for label in labels:
        both = Counter((members[node], label[node]) for node in members)
        for node, own in members.items():
            sums[node] += both[own, label[node]] - 1
    return {node: sums[node] / len(labels) / (size[own] - 1) if size[own] > 1 else None
            for node, own in members.items()}


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 1.0
