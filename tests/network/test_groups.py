"""Groups, brokers, mixing and communities: against published values, hand-worked examples, a
second library, and the definitions followed to the letter."""

from __future__ import annotations

import random
from itertools import combinations

import networkx as nx
import pytest

from kg.errors import UsageError
from kg.network import country_network, institution_network, read_reference
from kg.network.brokerage import ROLES, broker_roles
from kg.network.communities import adjusted_rand, find_communities, mutual_information
from kg.network.groups import BLOCS, group_nodes
from kg.network.mixing import _assortativity, mix
from tests.network.test_engines import random_network
from tests.network.worlds import IRAN_FRANCE


def test_groups_of_countries_and_of_what_is_in_them() -> None:
    countries, institutions = country_network(IRAN_FRANCE), institution_network(IRAN_FRANCE)
    assert group_nodes(countries, "region") == {
        "DE": "Europe", "FR": "Europe", "IR": "Asia", "TN": "Africa", "US": "Americas"}
    assert group_nodes(countries, "income")["TN"] == "lower-middle"
    assert group_nodes(countries, "bloc") == {
        "DE": "European Union", "FR": "European Union", "IR": None, "TN": "African Union",
        "US": None}
    assert group_nodes(countries, "bloc", blocs=["G7", "EU", "OIC"])["FR"] == "Group of Seven"
    assert group_nodes(institutions, "region")["i-ip"] == "Europe"
    assert group_nodes(institutions, "type")["i-pii"] == "research_institute"


@pytest.mark.parametrize(("by", "blocs", "told"), [
    ("continent", BLOCS, "expected one of region"),
    ("bloc", ["FOCAC"], "expected one of"), ("bloc", ["NOPE"], "expected one of"),
    ("type", BLOCS, "countries have no type"),
])
def test_groups_that_are_none(by: str, blocs: list[str], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        group_nodes(country_network(IRAN_FRANCE), by, blocs=blocs)


def test_the_blocs_share_no_member() -> None:
    members = [read_reference().blocs[bloc].members for bloc in BLOCS]
    assert all(not a & b for a, b in combinations(members, 2))


def test_roles_are_those_of_gould_and_fernandez() -> None:
    """Figure 1 of the paper: five two-paths through one node, one for each role."""
    network = nx.DiGraph()
    for a, c in (("A1", "A2"), ("B1", "B2"), ("B3", "A3"), ("A4", "B4"), ("B5", "C5")):
        network.add_edges_from([(a, "v"), ("v", c)])
    groups = {node: node[0] for node in network} | {"v": "A"}
    # Only the five: each source is tied to all other goals.
    sources, goals = list(network.predecessors("v")), list(network.successors("v"))
    network.add_edges_from((a, c) for a, mine in zip(sources, goals, strict=True)
                           for c in goals if c != mine)
    [broker] = [one for one in broker_roles(network, groups) if one.node == "v"]
    assert broker.roles == dict.fromkeys(ROLES, 1)
    assert broker.total == 5


def by_definition(network: nx.Graph[str], groups: dict[str, str], v: str) -> dict[str, int]:
    roles = dict.fromkeys(ROLES, 0)
    for a in network:
        for c in network:
            if len({a, v, c}) < 3 or not network.has_edge(a, v) or not network.has_edge(v, c):
                continue
            if network.has_edge(a, c):
                continue
            g, own, h = groups[a], groups[v], groups[c]
            roles["coordinator" if g == own == h else "itinerant" if g == h
                  else "gatekeeper" if own == h else "representative" if g == own
                  else "liaison"] += 1
    return roles


@pytest.mark.parametrize("directed", [False, True])
def test_roles_are_those_that_the_definition_gives(directed: bool) -> None:
    network = random_network(30, 110, directed=directed)
    chance = random.Random(1)
    groups = {node: chance.choice("ABC") for node in network}
    found = {one.node: one.roles for one in broker_roles(network, groups)}
    for node in network:
        assert found.get(node, dict.fromkeys(ROLES, 0)) == by_definition(network, groups, node)


def test_brokers_between_blocs_that_have_no_tie() -> None:
    network = nx.Graph([("a1", "v"), ("v", "b1"), ("v", "c1"), ("a2", "c2")])
    groups = {"a1": "A", "a2": "A", "b1": "B", "c1": "C", "c2": "C", "v": None}
    [broker] = broker_roles(network, groups)
    assert broker.roles["liaison"] == broker.total == 6
    # A and C are tied elsewhere; without direction each pair counts both ways.
    assert broker.unlinked == (("A", "B", 2), ("B", "C", 2))


def test_newmans_assortativity_is_his() -> None:
    """Newman (2003), table I: couples in San Francisco, r = 0.621."""
    table = {("b", "b"): 506, ("b", "h"): 32, ("b", "w"): 69, ("b", "o"): 26,
             ("h", "b"): 23, ("h", "h"): 308, ("h", "w"): 114, ("h", "o"): 38,
             ("w", "b"): 26, ("w", "h"): 46, ("w", "w"): 599, ("w", "o"): 68,
             ("o", "b"): 10, ("o", "h"): 14, ("o", "w"): 47, ("o", "o"): 32}
    found = _assortativity(table, ["b", "h", "w", "o"])
    assert found == pytest.approx(0.621, abs=5e-4)


@pytest.mark.parametrize("directed", [False, True])
def test_assortativity_is_that_of_networkx(directed: bool) -> None:
    network = random_network(40, 120, directed=directed)
    chance = random.Random(2)
    groups = {node: chance.choice("ABBB") for node in network}
    nx.set_node_attributes(network, groups, "group")
    assert mix(network, groups).assortativity == pytest.approx(
        nx.attribute_assortativity_coefficient(network, "group"))


def two_groups() -> tuple[nx.Graph[str], dict[str, str | None]]:
    """Four in A with two ties, two in B with one, two ties across; one in no group."""
    network = nx.Graph([("a1", "a2"), ("a3", "a4"), ("b1", "b2"), ("a1", "b1"), ("a2", "b2"),
                        ("a1", "x")])
    return network, {node: node[0].upper() if node != "x" else None for node in network}


def test_mixing_by_hand() -> None:
    found = mix(*two_groups())
    assert [(g.group, g.nodes, g.internal, g.external) for g in found.groups] == [
        ("A", 4, 2, 2), ("B", 2, 1, 2)]
    # Krackhardt and Stern: (2 - 3) / 5; by pairs of nodes (8 - 7) / 15.
    assert (found.ei, found.expected) == (pytest.approx(-1 / 5), pytest.approx(1 / 15))
    assert [g.ei for g in found.groups] == [0, pytest.approx(1 / 3)]
    assert [g.expected for g in found.groups] == [
        pytest.approx((8 - 6) / 14), pytest.approx((8 - 1) / 9)]
    # Of the possible ties there are 2/6 in A, 1/1 in B, 2/8 between: Karimi and Oliveira's matrix
    # is (1/3, 1/4; 1/4, 1) over its sum 11/6; rows are 7/22 and 15/22.
    same, chance = 8 / 11, (7 / 22) ** 2 + (15 / 22) ** 2
    assert found.adjusted == pytest.approx((same - chance) / (1 - chance))
    assert found.between == {("A", "A"): 2, ("A", "B"): 2, ("B", "B"): 1}
    assert found.ungrouped == 1


def test_groups_of_equal_size_need_no_adjustment() -> None:
    """All pairs tied within two groups of equal size, and as many across: both are near."""
    network = nx.planted_partition_graph(2, 60, 0.3, 0.1, seed=4)
    groups = {node: str(node // 60) for node in network}
    found = mix(network, groups)
    assert found.adjusted == pytest.approx(found.assortativity, abs=0.02)
    assert found.adjusted == pytest.approx((0.3 - 0.1) / (0.3 + 0.1), abs=0.05)


def test_a_small_group_hides_what_the_adjusted_form_shows() -> None:
    """The case of Karimi and Oliveira: a minority of one in ten, everyone twice as likely to tie
    within. The adjusted form says so whatever the sizes; the nominal one says far less."""
    network = nx.stochastic_block_model([300, 30], [[0.2, 0.1], [0.1, 0.2]], seed=5)
    groups = {node: "big" if node < 300 else "small" for node in network}
    found = mix(network, groups)
    assert found.adjusted == pytest.approx(1 / 3, abs=0.05)
    assert found.assortativity is not None
    assert found.assortativity < 0.2


@pytest.mark.parametrize("directed", [False, True])
def test_the_ei_index_is_that_of_the_mixing_matrix_of_networkx(directed: bool) -> None:
    network = random_network(60, 150, directed=directed)
    groups = {node: "ABCD"[int(node[1:]) % 4] for node in network}
    nx.set_node_attributes(network, groups, "group")
    matrix = nx.attribute_mixing_matrix(network, "group", normalized=False)
    internal, ties = matrix.trace(), matrix.sum()
    assert mix(network, groups).ei == pytest.approx((ties - 2 * internal) / ties)


def test_modularity_is_that_of_igraph() -> None:
    igraph = pytest.importorskip("igraph")
    network = random_network(60, 150)
    found = find_communities(network, runs=3, engine="networkx")
    other = igraph.Graph.from_networkx(network)
    members = [found.members[name] for name in other.vs["_nx_name"]]
    assert found.modularity == pytest.approx(other.modularity(members, weights="weight"))


def test_mixing_of_one_group_and_of_none() -> None:
    one = mix(nx.Graph([("a", "b")]), {"a": "A", "b": "A"})
    assert (one.ei, one.assortativity, one.adjusted) == (-1, None, None)
    none = mix(nx.Graph(), {})
    assert (none.ei, none.expected, none.assortativity) == (None, None, None)
    alone = mix(nx.Graph([("a", "b")]), {"a": "A", "b": "B"})
    assert (alone.single, alone.adjusted) == (2, None)


def test_communities_of_zacharys_club() -> None:
    """The greatest modularity there is, without weights, is 0.4198 in four communities (Brandes et
    al. 2008, IEEE Transactions on Knowledge and Data Engineering 20(2), 172-188)."""
    club = nx.relabel_nodes(nx.karate_club_graph(), lambda node: f"n{node:02}")
    for a, b in club.edges:
        club.edges[a, b]["weight"] = 1
    found = find_communities(club, runs=50, seed=1)
    assert found.modularity == pytest.approx(0.4198, abs=5e-5)
    assert sorted(found.sizes, reverse=True) == list(found.sizes)
    assert len(found.sizes) == 4
    assert found.spread[0] <= found.spread[1] == found.modularity
    assert 0.5 < found.ari < found.nmi < 1
    assert all(0 < sure <= 1 for sure in found.sureness.values() if sure is not None)
    assert found == find_communities(club, runs=50, seed=1)


def test_communities_that_cannot_be_mistaken() -> None:
    caves = nx.relabel_nodes(nx.connected_caveman_graph(6, 6), str)
    found = find_communities(caves, runs=20)
    assert (found.nmi, found.ari, set(found.sureness.values())) == (1, 1, {1})


def test_communities_without_ties() -> None:
    found = find_communities(nx.empty_graph(3))
    assert (found.sizes, found.runs) == ((1, 1, 1), 0)


def test_agreement_of_groupings_is_that_of_igraph() -> None:
    igraph = pytest.importorskip("igraph")
    chance = random.Random(3)
    for _ in range(20):
        a, b = ([chance.randrange(4) for _ in range(30)] for _ in range(2))
        assert mutual_information(a, b) == pytest.approx(
            igraph.compare_communities(a, b, method="nmi"))
        assert adjusted_rand(a, b) == pytest.approx(
            igraph.compare_communities(a, b, method="adjusted_rand"))
