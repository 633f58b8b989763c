"""Figures of a whole network, and the null model beside them."""

from __future__ import annotations

import random
from collections import Counter

import networkx as nx
import pytest

from kg.network import country_network, make_network
from kg.network.groups import group_nodes
from kg.network.overall import describe, rewire
from tests.network.test_engines import random_network
from tests.network.worlds import IRAN_FRANCE, synthetic


def test_figures_are_those_of_networkx() -> None:
    network = random_network(60, 140)
    found = describe(network)
    assert found["density"].value == pytest.approx(nx.density(network), abs=1e-6)
    assert found["transitivity"].value == pytest.approx(nx.transitivity(network), abs=1e-6)
    assert found["mean clustering"].value == pytest.approx(
        nx.average_clustering(network), abs=1e-6)
    assert found["degree assortativity"].value == pytest.approx(
        nx.degree_assortativity_coefficient(network), abs=1e-6)
    largest = network.subgraph(max(nx.connected_components(network), key=len))
    assert found["mean distance"].value == pytest.approx(
        nx.average_shortest_path_length(largest), abs=1e-6)
    assert found["greatest core"].value == max(nx.core_number(network).values())
    both = random_network(40, 300, directed=True)
    assert describe(both)["reciprocity"].value == pytest.approx(
        nx.overall_reciprocity(both), abs=1e-6)


def test_a_star_is_wholly_central() -> None:
    found = describe(nx.relabel_nodes(nx.star_graph(5), str))
    assert found["degree centralisation"].value == 1
    assert found["transitivity"].value == 0


@pytest.mark.parametrize("nodes", ["countries", "directed", "institutions:countries"])
def test_the_null_model_keeps_degrees_modes_and_weights(nodes: str) -> None:
    made = synthetic(150)
    network = (make_network(made, "countries", directed=True) if nodes == "directed"
               else make_network(made, nodes))
    other = rewire(network, random.Random(1))
    assert set(other.edges) != set(network.edges)
    assert dict(other.degree()) == dict(network.degree())
    if isinstance(network, nx.DiGraph):
        assert isinstance(other, nx.DiGraph)
        assert dict(other.in_degree()) == dict(network.in_degree())
    if ":" in nodes:
        side = nx.get_node_attributes(other, "bipartite")
        assert all(side[a] != side[b] for a, b in other.edges)
    assert Counter(w for *_, w in other.edges(data="weight")) == Counter(
        w for *_, w in network.edges(data="weight"))
    assert not list(nx.selfloop_edges(other))


def test_the_null_model_gives_each_network_of_the_same_degrees_alike() -> None:
    """All 15 ways to pair six nodes, counted: none is preferred (chi-squared with 14 degrees of
    freedom is above 36.1 in one of a thousand)."""
    network = nx.Graph([("a", "b"), ("c", "d"), ("e", "f")])
    chance = random.Random(1)
    counts = Counter(
        frozenset(map(frozenset, rewire(network, chance).edges)) for _ in range(3000))
    assert len(counts) == 15
    assert sum((count - 200) ** 2 / 200 for count in counts.values()) < 36.1


def test_what_is_clustered_is_seen_beside_chance() -> None:
    caves = nx.relabel_nodes(nx.connected_caveman_graph(8, 6), str)
    found = describe(caves, runs=30, seed=2)
    clustered = found["transitivity"]
    assert clustered.z is not None
    assert clustered.z > 5
    assert clustered.p == pytest.approx(1 / 31, abs=1e-6)
    assert found["density"].z is None
    assert found["density"].mean is None
    assert found == describe(caves, runs=30, seed=2)
    assert found != describe(caves, runs=30, seed=3)


def test_what_is_random_is_not() -> None:
    """p below 0.05 in some five of a hundred random networks, not in many more."""
    low = 0
    for seed in range(20):
        p = describe(random_network(30, 70, seed=seed), runs=19, seed=seed)["transitivity"].p
        assert p is not None
        low += p <= 0.05
    assert low <= 4


def test_groups_bring_their_figures() -> None:
    network = country_network(synthetic(150))
    found = describe(network, groups=group_nodes(network, "region"), runs=5)
    assert {"E-I index", "adjusted assortativity", "liaison"} <= {f.name for f in found.figures}
    assert found["E-I index"].mean is not None
    assert found.runs == 5


def test_small_networks_have_what_they_have() -> None:
    for network in (nx.Graph(), nx.empty_graph(1), nx.Graph([("a", "b")])):
        describe(network, runs=2, groups=dict.fromkeys(network, "A"))
    assert describe(country_network(IRAN_FRANCE)).basis.engagements == 5
