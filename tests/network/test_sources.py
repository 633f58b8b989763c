"""The world of the quads and that of the facts table give the same networks."""

from __future__ import annotations

import pytest

from kg.network import bridging_institutions, make_network, to_graphml
from kg.store import Store
from kg.store.tables import open_tables
from kg.table import read_world


@pytest.mark.parametrize(("nodes", "options"), [
    ("countries", {}), ("countries", {"directed": True}), ("countries", {"ties": "co-mention"}),
    ("institutions", {"min_confidence": 0.5}), ("people", {}), ("topics", {"since": 2018}),
    ("actors", {"min_origins": 2}), ("institutions:countries", {}),
])
def test_both_give_the_same(built: Store, nodes: str, options: dict[str, object]) -> None:
    with open_tables(built) as table:
        world = read_world(table)
    one, other = (make_network(each, nodes, **options) for each in (built.world(), world))
    assert len(one) > 0
    assert to_graphml(one) == to_graphml(other)


def test_and_the_same_bridges(built: Store) -> None:
    with open_tables(built) as table:
        assert bridging_institutions(built.world()) == bridging_institutions(read_world(table))
