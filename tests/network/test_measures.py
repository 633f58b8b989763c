"""Measures against figures worked out by hand."""

import pytest

from kg.network import country_network, measure
from tests.network.worlds import IRAN_FRANCE, engagement, report, world


def line():
    """A - B - C - D with two acts on the middle tie, and two others apart."""
    said = report("They met.", "completed")
    return world(
        engagement("1", "meeting", "AF BD", said), engagement("2", "meeting", "BD CN", said),
        engagement("3", "visit", "BD CN", said), engagement("4", "meeting", "CN DE", said),
        engagement("5", "meeting", "IR US", said),
    )


@pytest.mark.parametrize(("node", "degree", "strength", "betweenness", "closeness", "component"), [
    # Six nodes, so ten pairs of others. BD lies between AF-CN and AF-DE: 2 of 10. Its distances
    # are 1, 1, 2: 3 reached over 4 steps, of 5 it could reach: 3/4 * 3/5.
    ("BD", 2, 3, 0.2, 0.45, 1),
    ("CN", 2, 3, 0.2, 0.45, 1),
    # 3 reached over 1 + 2 + 3 steps: 3/6 * 3/5
    ("AF", 1, 1, 0.0, 0.3, 1),
    ("DE", 1, 1, 0.0, 0.3, 1),
    # 1 reached over 1 step: 1/1 * 1/5
    ("IR", 1, 1, 0.0, 0.2, 2),
    ("US", 1, 1, 0.0, 0.2, 2),
])
def test_measures(node, degree, strength, betweenness, closeness, component):
    [row] = [row for row in measure(country_network(line())).nodes if row.node == node]
    figures = [row.values[name] for name in (
        "degree", "strength", "betweenness", "closeness", "component")]
    assert figures == [degree, strength, betweenness, closeness, component]


def test_the_most_tied_come_first():
    assert [row.node for row in measure(country_network(line())).nodes] == [
        "BD", "CN", "AF", "DE", "IR", "US"]


def test_what_they_rest_on_is_said():
    basis = measure(country_network(IRAN_FRANCE, types=["agreement"])).basis
    assert (basis.nodes, basis.ties, basis.components) == (3, 3, 1)
    assert (basis.engagements, basis.origins, basis.first, basis.last) == (
        1, 1, "2016-05", "2016-05")
    assert basis.filters["types"] == "agreement"


def test_nothing_is_measured_on_nothing():
    assert measure(country_network(world())).nodes == ()
