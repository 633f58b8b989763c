"""Networks as files: readable by others, the same bytes each time, harmless to open."""

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest

from kg.errors import UsageError
from kg.network import (
    FORMATS,
    actor_network,
    country_network,
    institution_network,
    to_csv,
    to_gexf,
    to_graphml,
    write_network,
)
from tests.network.worlds import IRAN_FRANCE, engagement, institution, report, world

MAKERS = [country_network, institution_network, actor_network]


@pytest.mark.parametrize("make", MAKERS)
def test_graphml_and_gexf_read_back(make):
    network = make(IRAN_FRANCE)
    for back in (nx.parse_graphml(to_graphml(network)), nx.read_gexf(io.BytesIO(
            to_gexf(network).encode()))):
        assert set(back) == set(network)
        assert {frozenset(e) for e in back.edges} == {frozenset(e) for e in network.edges}
        for node in back:
            assert back.nodes[node]["label"] == network.nodes[node]["label"]


def test_attributes_of_a_tie_read_back():
    tie = nx.parse_graphml(to_graphml(country_network(IRAN_FRANCE))).edges["FR", "IR"]
    assert (tie["weight"], tie["signed"], tie["completed"], tie["proposed"]) == (4, 1, 2, 0)
    assert tie["types"] == "agreement: 1; donation: 1; meeting: 1; partnership: 1"
    assert tie["acts"] == "e1; e3; e4; e5"
    assert tie["quote_source"] == "AFP, 2021-07-01"


def test_csv_tables():
    ties, nodes = to_csv(country_network(IRAN_FRANCE))
    rows = list(csv.DictReader(io.StringIO(ties)))
    assert [(r["source_label"], r["target_label"], r["weight"]) for r in rows] == [
        ("France", "Iran", "4"), ("France", "Tunisia", "2"), ("Iran", "Tunisia", "1")]
    assert [(r["id"], r["iso3"]) for r in csv.DictReader(io.StringIO(nodes))] == [
        ("DE", "DEU"), ("FR", "FRA"), ("IR", "IRN"), ("TN", "TUN"), ("US", "USA")]


def test_files(tmp_path):
    network = country_network(IRAN_FRANCE)
    assert write_network(network, tmp_path / "ties.csv", "csv") == [
        tmp_path / "ties.csv", tmp_path / "ties-nodes.csv"]
    assert write_network(network, tmp_path / "n.gexf", "gexf") == [tmp_path / "n.gexf"]
    assert write_network(network, str(tmp_path / "n.graphml"), "graphml") == [
        tmp_path / "n.graphml"]
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "n.gexf", "n.graphml", "ties-nodes.csv", "ties.csv"]
    assert (tmp_path / "n.graphml").read_text("utf-8") == to_graphml(network)


def test_another_format_is_refused(tmp_path):
    with pytest.raises(UsageError, match="'dot'; expected one of graphml, gexf, csv"):
        write_network(country_network(IRAN_FRANCE), tmp_path / "n.dot", "dot")
    assert not list(tmp_path.iterdir())


SCRIPT = """
import sys
from kg.network import actor_network, country_network, institution_network, write_network
from tests.network.worlds import IRAN_FRANCE
for make in (country_network, institution_network, actor_network):
    for format in ("graphml", "gexf", "csv"):
        write_network(make(IRAN_FRANCE), f"{sys.argv[1]}/{make.__name__}.{format}", format)
"""


def test_same_bytes_under_another_hash_seed(tmp_path):
    written = []
    for seed in ("0", "4711"):
        folder = tmp_path / seed
        folder.mkdir()
        subprocess.run(
            [sys.executable, "-c", SCRIPT, str(folder)], check=True,
            cwd=Path(__file__).parents[2], env=os.environ | {"PYTHONHASHSEED": seed})
        written.append({p.name: p.read_bytes() for p in sorted(folder.iterdir())})
    assert len(written[0]) == 3 * (len(FORMATS) + 1)
    assert written[0] == written[1]


def test_no_date_of_writing():
    assert "lastmodifieddate" not in to_gexf(country_network(IRAN_FRANCE))


HOSTILE = ['=HYPERLINK("http://x","y")', "+1", "-1+2", "@SUM(A1)", "\tcmd", "＝1", "\r=1"]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula(text):
    hostile = world(
        institution("i1", text, "FR"), institution("i2", text, "IR"),
        engagement("e", "visit", "FR IR", report(text, "completed", publisher=text),
                   participants=("i1", "i2")))
    for make in MAKERS:
        for table in to_csv(make(hostile)):
            for row in csv.reader(io.StringIO(table, newline="")):
                assert not [cell for cell in row if cell.startswith((
                    "=", "+", "-", "@", "\t", "\r", "\n", "＝"))]


def test_plain_text_in_cells_is_left_alone():
    ties, _ = to_csv(country_network(world(
        engagement("e", "visit", "FR IR", report("Costs fell 5 %, a = b - c.", "completed")))))
    assert "Costs fell 5 %, a = b - c." in ties


def test_xml_holds_no_forbidden_character():
    bad = "a\x00b\x08c\x1bd\ufffee\ud800f <&> \U0001f489"
    hostile = world(
        institution("i1", bad, "FR"), institution("i2", bad, "IR"),
        engagement("e", "visit", "FR IR", report(bad, "completed"), participants=("i1", "i2")))
    for make in MAKERS:
        network = make(hostile)
        for back in (nx.parse_graphml(to_graphml(network)),
                     nx.read_gexf(io.BytesIO(to_gexf(network).encode()))):
            quotes = [about["quote"] for *_, about in (*back.nodes(data=True),
                                                       *back.edges(data=True))
                      if "quote" in about]
            assert quotes
            assert set(quotes) == {"abcdef <&> \U0001f489"}
