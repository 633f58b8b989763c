"""What a network is like as a whole, beside networks of the same degrees made by chance.

    network -> Figures, each with z and p where a null model was run

The null model keeps how many ties each node has (and in a directed network how many to it and
from it; in one of two modes, the modes) and is otherwise random: ties swap their ends again and
again (Maslov, S. and Sneppen, K. (2002), Science 296, 910-913; swaps that would make a tie
twice leave things as they are, as Fosdick, B. et al. (2018), SIAM Review 60(2), 315-355, show
that they must). Weights are dealt out anew among the ties.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any, Final

import networkx as nx

from kg.network.brokerage import ROLES, broker_roles
from kg.network.engines import Engine, choose_engine, tied
from kg.network.measures import Basis, basis_of
from kg.network.mixing import mix

__all__ = ["Figure", "Overall", "describe", "rewire"]

#: Tried swaps for each tie: with ten, what is left of the old network is no longer seen in
#: figures of the new (Milo, R. et al. (2003), arXiv:cond-mat/0312028).
_SWAPS: Final = 10

#: From so many nodes on the mean distance is taken from a draw of them.
_DISTANCES: Final = 2_000
_DRAWN: Final = 200

Groups = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a network; None where it is not defined for it.

    With a null model: `mean` and `deviation` of the figure in the random networks, `z` how many
    deviations the figure lies above the mean (None where none deviates), `p` how often a random
    network lies as far from the mean on either side (the network itself counted in, so never 0).
    All None where the null model keeps the figure as it is.
    """

    name: str
    value: float | int | None
    mean: float | None = None
    deviation: float | None = None
    z: float | None = None
    p: float | None = None


@dataclass(frozen=True, slots=True)
class Overall:
    """The figures of a network, and what they rest on. `runs` is 0 without a null model."""

    figures: tuple[Figure, ...]
    basis: Basis
    runs: int = 0
    seed: int = 1

    def __getitem__(self, name: str) -> Figure:
        return next(figure for figure in self.figures if figure.name == name)


def describe(
    network: nx.Graph[str], *, groups: Groups | None = None, runs: int = 0, seed: int = 1,
    engine: str = "auto",
) -> Overall:
    """The figures of `network`, with those that need them if `groups` are given.

    `runs` networks of the null model are made from `seed`; the same seed gives the same.
    """
    made = choose_engine(network, engine)
    fixed = _fixed(network, made)
    values = _varying(network, made, groups, seed)
    drawn: dict[str, list[float]] = {name: [] for name in values}
    chance = random.Random(seed)
    for _ in range(runs):
        other = rewire(network, chance)
        for name, value in _varying(other, choose_engine(other, engine), groups, seed).items():
            if value is not None:
                drawn[name].append(value)
    figures = [Figure(name, _rounded(value)) for name, value in fixed.items()]
    figures += [_compared(name, value, drawn[name]) for name, value in values.items()]
    return Overall(tuple(figures), basis_of(network, made), runs, seed)


def rewire(network: nx.Graph[str], chance: random.Random) -> nx.Graph[str]:
    """A random network of the same degrees; see the module."""
    directed = network.is_directed()
    side = nx.get_node_attributes(network, "bipartite")
    # Of two modes, each tie is kept as (one of the first, one of the second).
    ends = [(b, a) if side.get(a) == 1 else (a, b) for a, b in network.edges]
    present = {pair if directed else frozenset(pair) for pair in ends}
    for _ in range(_SWAPS * len(ends)):
        i, j = chance.randrange(len(ends)), chance.randrange(len(ends))
        (a, b), (c, d) = ends[i], ends[j]
        if not directed and not side and chance.random() < 0.5:
            c, d = d, c
        if len({a, b, c, d}) < 4:
            continue
        one, two = (a, d), (c, b)
        keys = [pair if directed else frozenset(pair) for pair in (one, two)]
        if keys[0] in present or keys[1] in present:
            continue
        present -= {pair if directed else frozenset(pair) for pair in ((a, b), (c, d))}
        present |= set(keys)
        ends[i], ends[j] = one, two
    weights = [weight for _, _, weight in network.edges(data="weight", default=1)]
    chance.shuffle(weights)
    other: nx.Graph[str] = nx.DiGraph() if directed else nx.Graph()
    other.add_nodes_from(network.nodes(data=True))
    other.add_edges_from((a, b, {"weight": w}) for (a, b), w in zip(ends, weights, strict=True))
    return other


def _fixed(network: nx.Graph[str], engine: Engine) -> dict[str, Any]:
    """What the null model keeps."""
    n, m = len(network), network.number_of_edges()
    directed = network.is_directed()
    degrees = [degree for _, degree in tied(network).degree()]
    highest = max(degrees, default=0)
    pairs = n * (n - 1) / (1 if directed else 2)
    if side := nx.get_node_attributes(network, "bipartite"):
        pairs = sum(mode == 0 for mode in side.values()) * sum(mode == 1 for mode in side.values())
    return {
        "nodes": n, "ties": m, "density": m / pairs if pairs else None,
        "mean degree": sum(degrees) / n if n else None,
        # Freeman (1979): 1 for a star.
        "degree centralisation": (
            sum(highest - degree for degree in degrees) / ((n - 1) * (n - 2))
            if n > 2 else None),
    }


def _varying(
    network: nx.Graph[str], engine: Engine, groups: Groups | None, seed: int
) -> dict[str, float | int | None]:
    plain = tied(network)
    parts = engine.components()
    found: dict[str, float | int | None] = {
        "components": len(parts),
        "share in the largest component": len(parts[0]) / len(plain) if parts else None,
        "mean distance": _distance(engine, parts, seed),
        "degree assortativity": _degree_assortativity(plain),
    }
    if not nx.get_node_attributes(network, "bipartite"):
        triangles = engine.triangles()
        triples = {node: d * (d - 1) / 2 for node, d in plain.degree()}
        whole = sum(triples.values())
        found["transitivity"] = sum(triangles.values()) / whole if whole else None
        some = [triangles[node] / of for node, of in triples.items() if of]
        found["mean clustering"] = sum(some) / len(plain) if some else None
        found["greatest core"] = max(engine.cores().values(), default=None)
    if network.is_directed():
        m = network.number_of_edges()
        found["reciprocity"] = (
            sum(network.has_edge(b, a) for a, b in network.edges) / m if m else None)
    if plain.number_of_edges():
        found["modularity"] = engine.modularity(engine.louvain(seed))
    if groups is not None:
        mixing = mix(network, groups)
        found |= {"E-I index": mixing.ei, "assortativity": mixing.assortativity,
                  "adjusted assortativity": mixing.adjusted}
        brokers = broker_roles(network, groups)
        found |= {role: sum(one.roles[role] for one in brokers) for role in ROLES}
    return found


def _distance(engine: Engine, parts: list[set[str]], seed: int) -> float | None:
    if not parts or len(parts[0]) < 2:
        return None
    sources = sorted(parts[0])
    if len(sources) > _DISTANCES:
        sources = random.Random(seed).sample(sources, _DRAWN)
    far = engine.farness(sources)
    reached = sum(far[node][0] for node in parts[0])
    return sum(far[node][1] for node in parts[0]) / reached


def _degree_assortativity(network: nx.Graph[str]) -> float | None:
    """Newman (2002), Physical Review Letters 89, 208701: the correlation of the degrees at either
    end of a tie."""
    degree = dict(network.degree())
    pairs = [(degree[a], degree[b]) for a, b in network.edges]
    ends = 2 * len(pairs)
    if not ends:
        return None
    mean = sum(a + b for a, b in pairs) / ends
    spread = sum(a * a + b * b for a, b in pairs) / ends - mean * mean
    return (2 * sum(a * b for a, b in pairs) / ends - mean * mean) / spread if spread else None


def _compared(name: str, value: float | int | None, drawn: list[float]) -> Figure:
    if value is None or not drawn:
        return Figure(name, _rounded(value))
    mean = sum(drawn) / len(drawn)
    deviation = sqrt(sum((one - mean) ** 2 for one in drawn) / max(1, len(drawn) - 1))
    # Sums that differ in their last digit alone are the same.
    same = 1e-9 * max(1.0, abs(mean))
    distance = abs(value - mean)
    if deviation <= same and distance <= same:
        return Figure(name, _rounded(value), _rounded(mean))
    as_far = sum(abs(one - mean) >= distance - same for one in drawn)
    return Figure(
        name, _rounded(value), _rounded(mean), _rounded(deviation),
        _rounded((value - mean) / deviation) if deviation > same else None,
        _rounded((1 + as_far) / (1 + len(drawn))))


def _rounded(value: Any) -> Any:
    return round(value, 6) if isinstance(value, float) else value


