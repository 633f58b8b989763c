"""Which pairs that have no tie yet look like those that have.

    network -> Prediction: pairs with scores, and how well such scores have done

Liben-Nowell, D. and Kleinberg, J. (2007), The link-prediction problem for social networks,
Journal of the American Society for Information Science and Technology 58(7), 1019-1031; resource
allocation: Zhou, T. et al. (2009), European Physical Journal B 71, 623-630. A score speaks of the
reported past: it finds pairs to look at, and foretells nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Final

import networkx as nx

from kg.edtf import day_bounds
from kg.errors import UsageError
from kg.network.engines import tied

__all__ = ["FEWEST_TRIED", "SCORES", "PairScore", "Prediction", "predict_ties"]

#: The first is what pairs are ordered by.
SCORES: Final = ("adamic_adar", "resource_allocation", "jaccard", "common", "preferential")

#: More pairs of partners than this are a matter of minutes and gigabytes.
_MOST_PAIRS: Final = 20_000_000

#: The share of ties, the latest, that is held back to try the scores on.
_HELD_BACK: Final = 0.2
#: On fewer new ties than this an area under the curve says little: its standard error is a tenth
#: and more (Hanley and McNeil 1982, Radiology 143, 29, for an area of 0.7).
FEWEST_TRIED: Final = 10


@dataclass(frozen=True, slots=True)
class PairScore:
    """Two that have no tie, and why they might: `through` are the partners they share."""

    a: str
    b: str
    scores: Mapping[str, float]
    through: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prediction:
    """Pairs at two steps from each other, the most likely first.

    `auc` says how well each score has done: ties first reported after `cut` were to be told from
    pairs without a tie, among those who had a tie before; it is the probability that a new tie
    scores higher (0.5 is chance). It rests on `new` ties; None, and `new` 0, where they are fewer
    than FEWEST_TRIED.
    """

    pairs: tuple[PairScore, ...]
    auc: Mapping[str, float | None]
    cut: str | None
    new: int


def predict_ties(network: nx.Graph[str], *, top: int | None = None) -> Prediction:
    """Score the pairs of `network` (of one mode, taken without direction) that are not tied.

    Raises UsageError where the network is too large for all its pairs of partners.
    """
    if nx.get_node_attributes(network, "bipartite"):
        raise UsageError("ties are predicted within one mode; expected countries, institutions, …")
    plain = tied(network)
    effort = sum(degree * (degree - 1) // 2 for _, degree in plain.degree())
    if effort > _MOST_PAIRS:
        raise UsageError(
            f"{effort:,} pairs of partners; expected {_MOST_PAIRS:,} at most: choose a shorter "
            "period, a topic or --min-origins 2")
    pairs = sorted(_scored(plain), key=lambda one: (
        *(-round(one.scores[name], 9) for name in SCORES), one.a, one.b))
    auc, cut, new = _tried(network)
    return Prediction(tuple(pairs[:top]), auc, cut, new)


def _scored(network: nx.Graph[str]) -> Iterator[PairScore]:
    near = {node: set(network.adj[node]) for node in network}
    for a in network:
        through: dict[str, list[str]] = {}
        for middle in near[a]:
            for b in near[middle]:
                if a < b and b not in near[a]:
                    through.setdefault(b, []).append(middle)
        for b, middles in through.items():
            yield PairScore(a, b, _scores(near, a, b), tuple(sorted(middles)))


def _scores(near: Mapping[str, set[str]], a: str, b: str) -> dict[str, float]:
    shared = sorted(near[a] & near[b])
    return {
        # A partner of both has two ties at least, so that the logarithm is not 0.
        "adamic_adar": sum(1 / log(len(near[one])) for one in shared),
        "resource_allocation": sum(1 / len(near[one]) for one in shared),
        "jaccard": len(shared) / len(either) if (either := near[a] | near[b]) else 0.0,
        "common": len(shared),
        "preferential": len(near[a]) * len(near[b]),
    }


def _tried(
    network: nx.Graph[str]
) -> tuple[dict[str, float | None], str | None, int]:
    """How well the scores tell the latest ties from pairs without one; see Prediction."""
    none: dict[str, float | None] = dict.fromkeys(SCORES)
    began: dict[frozenset[str], str] = {}
    for a, b, about in network.edges(data=True):
        first = about.get("first")
        day = day_bounds(first)[0] if first else None
        if day:
            key = frozenset((a, b))
            began[key] = min(day, began.get(key, day))
    days = sorted(began.values())
    if len(days) < 10:
        return none, None, 0
    cut = days[int(len(days) * (1 - _HELD_BACK))]
    before: nx.Graph[str] = nx.Graph()
    before.add_edges_from(sorted(
        (min(pair), max(pair)) for pair, day in began.items() if day < cut))
    new = {pair for pair, day in began.items() if day >= cut and pair <= set(before)}
    known = {frozenset(pair) for pair in tied(network).edges}
    if len(new) < FEWEST_TRIED or len(before) > 2_000:
        return none, cut[:10], 0
    near = {node: set(before.adj[node]) for node in before}
    nodes = sorted(before)
    positive: list[dict[str, float]] = []
    negative: list[dict[str, float]] = []
    for i, a in enumerate(nodes):
        for b in nodes[i + 1:]:
            pair = frozenset((a, b))
            if pair in new:
                positive.append(_scores(near, a, b))
            elif pair not in known:
                negative.append(_scores(near, a, b))
    auc = {name: _auc([one[name] for one in positive], [one[name] for one in negative])
           for name in SCORES}
    return auc, cut[:10], len(positive)


def _auc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """The probability that one of `positive` is above one of `negative`; equal counts half."""
    if not positive or not negative:
        return None
    ranked = sorted([(round(v, 9), 1) for v in positive] + [(round(v, 9), 0) for v in negative])
    above, below, at = 0.0, 0, 0
    while at < len(ranked):
        end = at
        while end < len(ranked) and ranked[end][0] == ranked[at][0]:
            end += 1
        wins = sum(mark for _, mark in ranked[at:end])
        losses = end - at - wins
        above += wins * (below + losses / 2)
        below += losses
        at = end
    return round(above / (len(positive) * len(negative)), 6)
