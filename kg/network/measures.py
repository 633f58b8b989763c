"""What the shape of a network says about those in it.

    network -> Measures

Every figure comes with what it rests on, since a central country in twelve engagements of
one outlet is another finding than one in twelve hundred of many. Ties count alike in all
measures but strength: many acts do not make a path shorter.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

import networkx as nx

from kg.errors import UsageError
from kg.network.engines import Engine, choose_engine, tied
from kg.network.structure import constraint, effective_size

__all__ = ["DIRECTED_MEASURES", "NODE_MEASURES", "PIVOTS", "Basis", "Measures", "NodeMeasures",
           "basis_of", "measure"]

Value = float | int | None

#: The measures of nodes, in the order in which they are shown.
NODE_MEASURES: Final = (
    "degree", "strength", "betweenness", "closeness", "eigenvector", "core", "constraint",
    "effective_size", "articulation", "component",
)
#: What a directed network has beside them.
DIRECTED_MEASURES: Final = ("in_degree", "out_degree", "in_strength", "out_strength")

#: Figures are rounded so that the order of additions, which differs between versions of
#: networkx, does not show.
_DIGITS: Final = 6

#: Nodes times ties up to which paths from all nodes are followed: half a minute of networkx.
_EXACT: Final = 100_000_000

#: From how many nodes paths are followed in larger networks, unless another number is asked for.
PIVOTS: Final = 500

#: Parts into which the pivots fall, to see how far the estimate is from part to part.
_PARTS: Final = 10


@dataclass(frozen=True, slots=True)
class NodeMeasures:
    """The measures of one node, by name; None where a measure is not defined for it.

    `degree`: how many it is tied to. `strength`: over how many acts, each counted once per
    partner. `betweenness`: the share of shortest paths between others that pass through it
    (0 to 1). `closeness`: how near it is to all others, scaled by how many it can reach at all
    (Wasserman and Faust), so that networks in several parts compare. `eigenvector`: how central
    those are it is tied to, within the largest part. `core`: the largest k for which it is among
    nodes that are all tied to k of each other. `constraint`, `effective_size`: see
    `kg.network.structure`. `articulation`: 1 if its removal parts those it connects.
    `component`: the part of the network it is in, from 1, the largest first.
    In a directed network `in_` and `out_` count ties to it and from it; betweenness follows
    direction, all other measures look at ties either way.
    """

    node: str
    label: str
    kind: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Basis:
    """What measures were computed on: the network, the evidence under it, the filters.

    `engine` is the library, with its version, that computed them. `notes` say where a figure is
    an estimate, and how far off it may be, and what was left out.
    """

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
    directed: bool = False
    articles: int | None = None
    engine: str = f"networkx {nx.__version__}"
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measures:
    """The measures of a network, the most tied nodes first, and what they rest on."""

    nodes: tuple[NodeMeasures, ...]
    basis: Basis


def measure(
    network: nx.Graph[str], measures: Collection[str] | None = None, *, engine: str = "auto",
    pivots: int | None = None, seed: int = 1,
) -> Measures:
    """Measure the nodes of a network made by `kg.network`.

    `measures` are of NODE_MEASURES (and DIRECTED_MEASURES); by default all that fit. Nodes come
    by strength, then degree and name. `engine` is auto, networkx or igraph. Betweenness and
    closeness of large networks are estimated from `pivots` nodes drawn by `seed` (0 follows the
    paths from all nodes, however long it takes); `basis.notes` then tells the standard error.

    Raises UsageError for a measure that is not known or needs a direction.
    """
    wanted = _wanted(network, measures)
    made = choose_engine(network, engine)
    plain = tied(network)
    parts = made.components()
    notes: list[str] = []
    if network.is_directed() and (left := network.graph.get("undirected_acts")):
        notes.append(f"{left} engagements or links without a direction are left out")
    draw = _draw(network, pivots, seed)
    columns: dict[str, Mapping[str, Value]] = {}
    compute: dict[str, Callable[[], Mapping[str, Value]]] = {
        "degree": lambda: dict(plain.degree()),
        "strength": lambda: dict(plain.degree(weight="weight")),
        "betweenness": lambda: _betweenness(network, made, draw, notes),
        "closeness": lambda: _closeness(network, made, parts, draw, notes),
        "eigenvector": lambda: _eigenvector(made, parts, notes),
        "core": made.cores,
        "constraint": lambda: constraint(plain),
        "effective_size": lambda: effective_size(plain, made.triangles()),
        "articulation": lambda: _articulation(network, made),
        "component": lambda: {n: k for k, part in enumerate(parts, 1) for n in part},
    }
    if isinstance(network, nx.DiGraph):
        compute |= {
            "in_degree": lambda: dict(network.in_degree()),
            "out_degree": lambda: dict(network.out_degree()),
            "in_strength": lambda: dict(network.in_degree(weight="weight")),
            "out_strength": lambda: dict(network.out_degree(weight="weight")),
        }
    for name in wanted:
        columns[name] = compute[name]()
    strength, degree = dict(plain.degree(weight="weight")), dict(plain.degree())
    rows = [
        NodeMeasures(node, about.get("label", node), about.get("kind", "node"), {
            name: _rounded(column.get(node)) for name, column in columns.items()})
        for node, about in network.nodes(data=True)
    ]
    rows.sort(key=lambda r: (-strength[r.node], -degree[r.node],
                             -(r.values.get("betweenness") or 0), r.label, r.node))
    return Measures(tuple(rows), basis_of(network, made, components=len(parts), notes=notes))


def basis_of(
    network: nx.Graph[str], engine: Engine | None = None, *, components: int | None = None,
    notes: Sequence[str] = (),
) -> Basis:
    """What a figure of `network` rests on."""
    kept = network.graph
    if components is None:
        components = nx.number_connected_components(tied(network))
    return Basis(
        kind=kept.get("kind", "network"), nodes=len(network), ties=network.number_of_edges(),
        components=components, engagements=kept.get("engagements", 0),
        links=kept.get("links", 0), origins=kept.get("origins", 0), first=kept.get("first"),
        last=kept.get("last"), filters=kept.get("filters", {}), directed=network.is_directed(),
        articles=kept.get("articles"), notes=tuple(notes),
        engine=engine.name if engine else f"networkx {nx.__version__}",
    )


def _wanted(network: nx.Graph[str], measures: Collection[str] | None) -> tuple[str, ...]:
    known = NODE_MEASURES + (DIRECTED_MEASURES if network.is_directed() else ())
    if measures is None:
        return known
    for name in measures:
        if name not in known:
            more = ("; it needs a direction" if name in DIRECTED_MEASURES else "")
            raise UsageError(f"measure {name!r}; expected one of {', '.join(known)}{more}")
    return tuple(name for name in known if name in measures)


def _draw(network: nx.Graph[str], pivots: int | None, seed: int) -> list[str] | None:
    """The nodes from which paths are followed, in random order; None is all of them."""
    cost = len(network) * max(len(network), network.number_of_edges())
    if pivots == 0 or (pivots is None and cost <= _EXACT):
        return None
    wanted = max(pivots or PIVOTS, _PARTS)
    if wanted >= len(network):
        return None
    return random.Random(seed).sample(sorted(network), wanted)


def _betweenness(
    network: nx.Graph[str], engine: Engine, draw: list[str] | None, notes: list[str]
) -> dict[str, float]:
    others = len(network) - 1
    pairs = others * (others - 1)
    if pairs <= 0:
        return dict.fromkeys(network, 0.0)
    if draw is None:
        return {node: found / pairs for node, found in engine.dependencies(None).items()}
    batches = [draw[start::_PARTS] for start in range(_PARTS)]
    sums = [(set(batch), engine.dependencies(batch)) for batch in batches]
    # A pivot says nothing of itself, so that its own estimate rests on the others.
    means = {
        node: [found[node] / (len(batch) - (node in batch)) * others / pairs
               for batch, found in sums] for node in network
    }
    error = max(map(_standard_error, means.values()))
    notes.append(_estimated("betweenness", len(draw), len(network), error))
    return {node: sum(each) / len(each) for node, each in means.items()}


def _closeness(
    network: nx.Graph[str], engine: Engine, parts: Sequence[set[str]], draw: list[str] | None,
    notes: list[str],
) -> dict[str, float]:
    others = len(network) - 1
    size = {node: len(part) for part in parts for node in part}

    def near(node: str, mean: float) -> float:
        return (size[node] - 1) / others / mean if mean and others else 0.0

    if draw is None:
        return {node: near(node, total / reached if reached else 0.0)
                for node, (reached, total) in engine.farness(list(network)).items()}
    plain = tied(network)
    found: dict[str, float] = {}
    drawn, error = 0, 0.0
    for part in parts:
        pivots = [node for node in draw if node in part]
        if len(part) <= PIVOTS or len(pivots) < 2 * _PARTS:
            for node in part:
                steps = sum(nx.single_source_shortest_path_length(plain, node).values())
                found[node] = near(node, steps / (len(part) - 1) if len(part) > 1 else 0.0)
            continue
        drawn += len(pivots)
        batches = [engine.farness(pivots[start::_PARTS]) for start in range(_PARTS)]
        for node in part:
            rows = [batch[node] for batch in batches]
            reached, total = (sum(column) for column in zip(*rows, strict=True))
            found[node] = near(node, total / reached)
            error = max(error, _standard_error([near(node, t / r if r else 0) for r, t in rows]))
    if drawn:
        notes.append(_estimated("closeness", drawn, len(network), error))
    return found


def _estimated(what: str, pivots: int, nodes: int, error: float) -> str:
    return (f"{what} is estimated from the shortest paths of {pivots:,} of {nodes:,} nodes; "
            f"the standard error of a node is {error:.2g} at most")


def _standard_error(values: Sequence[float]) -> float:
    mean = sum(values) / len(values)
    return sqrt(sum((value - mean) ** 2 for value in values) / (len(values) - 1) / len(values))


def _eigenvector(
    engine: Engine, parts: Sequence[set[str]], notes: list[str]
) -> dict[str, Value]:
    if not parts or len(parts[0]) < 2:
        return {}
    found = engine.eigenvector(sorted(parts[0]))
    if found is None:
        notes.append("eigenvector centrality did not come to an end, and is left out")
    return dict(found or {})


def _articulation(network: nx.Graph[str], engine: Engine) -> dict[str, int]:
    points = engine.articulation()
    return {node: int(node in points) for node in network}


def _rounded(value: Value) -> Value:
    return round(value, _DIGITS) if isinstance(value, float) else value
