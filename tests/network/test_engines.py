"""igraph and networkx give the same figures; estimates are near what they estimate."""

from __future__ import annotations

import random

import networkx as nx
import pytest

from kg.errors import UsageError
from kg.network import measure
from kg.network.engines import LARGE, choose_engine
from kg.network.measures import NodeMeasures

igraph = pytest.importorskip("igraph")


def random_network(nodes: int, ties: int, *, directed: bool = False, seed: int = 3
                   ) -> nx.Graph[str]:
    """By chance, with some of no tie, several parts, and weights."""
    chance = random.Random(seed)
    made = nx.gnm_random_graph(nodes, ties, seed=seed, directed=directed)
    network = nx.relabel_nodes(made, {n: f"n{n:05}" for n in made})
    for a, b in network.edges:
        network.edges[a, b]["weight"] = chance.randint(1, 9)
    return network


def values(rows: tuple[NodeMeasures, ...]) -> dict[str, dict[str, float | int | None]]:
    return {row.node: dict(row.values) for row in rows}


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("pivots", [0, 60])
def test_both_engines_give_the_same(directed: bool, pivots: int) -> None:
    network = random_network(120, 150, directed=directed)
    one = measure(network, engine="networkx", pivots=pivots)
    other = measure(network, engine="igraph", pivots=pivots)
    assert one.basis.engine.startswith("networkx")
    assert other.basis.engine.startswith("igraph")
    assert one.basis.notes == other.basis.notes
    mine, theirs = values(one.nodes), values(other.nodes)
    assert mine.keys() == theirs.keys()
    for node, row in mine.items():
        assert row == pytest.approx(theirs[node], abs=2e-6), node


def test_communities_of_both_are_as_good() -> None:
    network = nx.relabel_nodes(nx.connected_caveman_graph(8, 6), str)
    found = [choose_engine(network, name).louvain(5) for name in ("networkx", "igraph")]
    assert found[0] == found[1]
    assert len(found[0]) == 8


def test_a_small_network_is_for_networkx_and_a_large_one_for_igraph() -> None:
    small = nx.empty_graph(LARGE - 1)
    large = nx.empty_graph(LARGE)
    assert choose_engine(nx.relabel_nodes(small, str)).name.startswith("networkx")
    assert choose_engine(nx.relabel_nodes(large, str)).name.startswith("igraph")


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(UsageError, match="expected one of auto, networkx, igraph"):
        choose_engine(nx.Graph(), "gephi")


def test_estimates_are_within_the_error_they_tell() -> None:
    """Nine in ten lie within two standard errors; none is far off."""
    network = random_network(800, 2400)
    exact = values(measure(network, ["betweenness", "closeness"], engine="igraph",
                           pivots=0).nodes)
    guess = measure(network, ["betweenness", "closeness"], engine="igraph", pivots=200)
    for name in ("betweenness", "closeness"):
        [note] = [note for note in guess.basis.notes if note.startswith(name)]
        assert "of 800 nodes" in note
        error = float(note.split("is ")[-1].split()[0])
        off = [abs(row.values[name] - exact[row.node][name]) for row in guess.nodes]
        assert max(off) < 4 * error
        assert 0 < sum(off) / len(off) < error


def test_the_same_seed_draws_the_same_pivots() -> None:
    network = random_network(300, 900)
    one, two, other = (measure(network, ["betweenness"], pivots=50, seed=seed).nodes
                       for seed in (1, 1, 2))
    assert one == two
    assert one != other


def test_constraint_and_effective_size_are_burts() -> None:
    """Beside networkx, and igraph for constraint."""
    network = random_network(40, 90)
    mine = values(measure(network, ["constraint", "effective_size"]).nodes)
    theirs = nx.constraint(network), nx.effective_size(network)
    third = dict(zip(network, igraph.Graph.from_networkx(network).constraint(), strict=True))
    for node in network:
        if network.degree(node):
            assert mine[node]["constraint"] == pytest.approx(theirs[0][node], abs=1e-6)
            assert mine[node]["constraint"] == pytest.approx(third[node], abs=1e-6)
            assert mine[node]["effective_size"] == pytest.approx(theirs[1][node], abs=1e-6)
        else:
            assert mine[node] == {"constraint": None, "effective_size": None}
