"""What computes the costly measures: networkx, or igraph where a network is large.

    network -> Engine -> raw figures by node

Both give the same figures for the same network (`tests/network/test_engines.py`); igraph does so
some twenty to forty times as fast (`bench/network.py`). It is an optional extra (kg[large]) under
the GPL, so that whoever does not install it is bound by nothing but our own licence.

Ties count alike here: many acts do not make a path shorter. Only communities look at weights.
"""

from __future__ import annotations

import importlib
import importlib.util
import random
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, Final, Protocol

import networkx as nx

from kg.errors import UsageError

__all__ = ["ENGINES", "LARGE", "Engine", "choose_engine", "tied"]

ENGINES: Final = ("auto", "networkx", "igraph")

#: From so many nodes on, igraph is taken where it is installed.
LARGE: Final = 5_000

#: How many rows of distances igraph holds at a time: 16 rows of 50,000 nodes are some 30 MB.
_ROWS: Final = 16

#: Far more steps of the power iteration than a connected network needs.
_STEPS: Final = 100_000


def tied(network: nx.Graph[str]) -> nx.Graph[str]:
    """`network` without direction: two are tied if there is a tie either way, and its weight is
    that of both together. An undirected network comes back as it is."""
    if not network.is_directed():
        return network
    plain: nx.Graph[str] = nx.Graph()
    plain.add_nodes_from(network)
    for a, b, about in network.edges(data=True):
        weight = about.get("weight", 1)
        if plain.has_edge(a, b):
            plain.edges[a, b]["weight"] += weight
        else:
            plain.add_edge(a, b, weight=weight)
    return plain


class Engine(Protocol):
    """The figures that are costly; all but `dependencies` look at ties either way."""

    name: str

    def dependencies(self, sources: Sequence[str] | None) -> dict[str, float]:
        """For each node the share of shortest paths from a source that pass through it, summed
        over sources and goals; None is all nodes. Follows direction."""

    def farness(self, sources: Sequence[str]) -> dict[str, tuple[int, int]]:
        """For each node to how many of the `sources`, but itself, there is a path, and the sum of
        these distances."""

    def eigenvector(self, nodes: Sequence[str]) -> dict[str, float] | None:
        """Eigenvector centrality (Euclidean norm 1) within `nodes`, a connected part; None where
        the iteration does not come to an end."""

    def cores(self) -> dict[str, int]:
        """The largest k such that a node is in the k-core."""

    def articulation(self) -> set[str]:
        """The nodes whose removal parts their component."""

    def components(self) -> list[set[str]]:
        """The connected parts, the largest first, then by their first node."""

    def triangles(self) -> dict[str, int]:
        """In how many triangles each node is."""

    def louvain(self, seed: int) -> list[set[str]]:
        """Communities by the Louvain method, by weight; the same for the same seed."""

    def modularity(self, parts: Sequence[set[str]]) -> float:
        """How much more weight is within `parts` than degrees let expect (Newman and Girvan)."""


def choose_engine(network: nx.Graph[str], engine: str = "auto") -> Engine:
    """The engine of that name for `network`; auto is igraph from LARGE nodes on, if installed.

    Raises UsageError for another name, and for igraph where it is not installed.
    """
    if engine not in ENGINES:
        raise UsageError(f"engine {engine!r}; expected one of {', '.join(ENGINES)}")
    installed = importlib.util.find_spec("igraph") is not None
    if engine == "igraph" and not installed:
        raise UsageError("igraph is not installed; pip install '.[large]'")
    if engine == "igraph" or (engine == "auto" and installed and len(network) >= LARGE):
        return _Igraph(network)
    return _Networkx(network)


class _Networkx:
    def __init__(self, network: nx.Graph[str]) -> None:
        self.name = f"networkx {nx.__version__}"
        self._network, self._plain = network, tied(network)

    def dependencies(self, sources: Sequence[str] | None) -> dict[str, float]:
        found = (nx.betweenness_centrality(self._network, normalized=False) if sources is None
                 else nx.betweenness_centrality_subset(
                     self._network, list(sources), list(self._network), normalized=False))
        # networkx counts a path of an undirected network once, not once for either end.
        factor = 1 if self._network.is_directed() else 2
        return {node: factor * value for node, value in found.items()}

    def farness(self, sources: Sequence[str]) -> dict[str, tuple[int, int]]:
        reached, sums = dict.fromkeys(self._plain, 0), dict.fromkeys(self._plain, 0)
        for source in sources:
            for node, steps in nx.single_source_shortest_path_length(self._plain, source).items():
                if steps:
                    reached[node] += 1
                    sums[node] += steps
        return {node: (reached[node], sums[node]) for node in self._plain}

    def eigenvector(self, nodes: Sequence[str]) -> dict[str, float] | None:
        part = self._plain.subgraph(nodes)
        try:
            # networkx stops when the change, summed over nodes, is below tol * nodes.
            return nx.eigenvector_centrality(part, max_iter=_STEPS, tol=1e-9 / len(part))
        except nx.PowerIterationFailedConvergence:
            return None

    def cores(self) -> dict[str, int]:
        return nx.core_number(self._plain)

    def articulation(self) -> set[str]:
        return set(nx.articulation_points(self._plain))

    def components(self) -> list[set[str]]:
        return _in_order(nx.connected_components(self._plain))

    def triangles(self) -> dict[str, int]:
        counts: dict[str, int] = nx.triangles(self._plain)  # type: ignore[assignment]
        return counts

    def louvain(self, seed: int) -> list[set[str]]:
        # networkx takes its sets apart in the order of hashes, which for text changes from run to
        # run; for small integers it does not.
        names = list(self._plain)
        numbered: nx.Graph[Any] = nx.convert_node_labels_to_integers(
            self._plain)  # type: ignore[arg-type]
        found = nx.community.louvain_communities(numbered, weight="weight", seed=seed)
        return _in_order({names[k] for k in one} for one in found)

    def modularity(self, parts: Sequence[set[str]]) -> float:
        return float(nx.community.modularity(self._plain, parts, weight="weight"))


class _Igraph:
    def __init__(self, network: nx.Graph[str]) -> None:
        self._igraph = igraph = importlib.import_module("igraph")
        self.name = f"igraph {igraph.__version__}"
        self._names = list(network)
        self._place = {name: place for place, name in enumerate(self._names)}
        self._graph = self._made(network)
        self._plain = self._made(tied(network)) if network.is_directed() else self._graph

    def _made(self, network: nx.Graph[str]) -> Any:
        place = self._place
        ends, weights = [], []
        for a, b, weight in network.edges(data="weight", default=1):
            ends.append((place[a], place[b]))
            weights.append(weight)
        graph = self._igraph.Graph(len(place), ends, directed=network.is_directed())
        graph.es["weight"] = weights
        return graph

    def _named(self, values: Iterable[Any]) -> dict[str, Any]:
        return dict(zip(self._names, values, strict=True))

    def dependencies(self, sources: Sequence[str] | None) -> dict[str, float]:
        places = None if sources is None else [self._place[one] for one in sources]
        factor = 1 if self._graph.is_directed() else 2
        return self._named(factor * value for value in self._graph.betweenness(sources=places))

    def farness(self, sources: Sequence[str]) -> dict[str, tuple[int, int]]:
        reached, sums = [0] * len(self._names), [0] * len(self._names)
        places = iter(self._place[one] for one in sources)
        while batch := list(islice(places, _ROWS)):
            for row in self._plain.distances(source=batch):
                for node, steps in enumerate(row):
                    if 0 < steps < float("inf"):
                        reached[node] += 1
                        sums[node] += int(steps)
        return self._named(zip(reached, sums, strict=True))

    def eigenvector(self, nodes: Sequence[str]) -> dict[str, float] | None:
        part = self._plain.induced_subgraph([self._place[node] for node in nodes])
        found = part.eigenvector_centrality()
        norm = sum(value * value for value in found) ** 0.5
        ordered = sorted(self._place[node] for node in nodes)
        return {self._names[place]: value / norm if norm else 0.0
                for place, value in zip(ordered, found, strict=True)}

    def cores(self) -> dict[str, int]:
        return self._named(self._plain.coreness())

    def articulation(self) -> set[str]:
        return {self._names[place] for place in self._plain.articulation_points()}

    def components(self) -> list[set[str]]:
        return _in_order(
            {self._names[k] for k in one} for one in self._plain.connected_components())

    def triangles(self) -> dict[str, int]:
        # The share of closed pairs of partners gives the number without listing the triangles.
        shares = self._plain.transitivity_local_undirected(mode="zero")
        return self._named(round(share * degree * (degree - 1) / 2)
                           for share, degree in zip(shares, self._plain.degree(), strict=True))

    def louvain(self, seed: int) -> list[set[str]]:
        self._igraph.set_random_number_generator(random.Random(seed))
        try:
            found = self._plain.community_multilevel(weights="weight")
        finally:
            self._igraph.set_random_number_generator(random)
        return _in_order({self._names[k] for k in one} for one in found)

    def modularity(self, parts: Sequence[set[str]]) -> float:
        part_of = {node: k for k, part in enumerate(parts) for node in part}
        return float(self._plain.modularity(
            [part_of[name] for name in self._names], weights="weight"))


def _in_order(parts: Iterable[set[str]]) -> list[set[str]]:
    return sorted(parts, key=lambda part: (-len(part), min(part)))
