"""The page as a file: the same bytes each time, and nothing in it that could run or ask a host."""

import gzip
import hashlib
import json
import os
import re
import struct
import subprocess
import sys
from base64 import b64decode, b64encode
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest

from kg.markup import safe_url
from kg.model import (
    ENGAGEMENT_TYPES,
    INSTITUTION_TYPES,
    MODALITIES,
    STATUSES,
    Evidence,
    Quantity,
)
from kg.network import Country, Reference, country_network
from kg.page import country_map, pack, page_html, write_page
from kg.page.data import page_data
from kg.page.geography import outlines, project
from kg.store.tables import open_tables
from kg.table import read_world
from tests.network.worlds import IRAN_FRANCE, engagement, report, synthetic, world

HERE = Path(__file__).parents[2] / "kg" / "page"


def block(html, id):
    return json.loads(re.search(
        f'<script type="application/json" id="{id}"[^>]*>(.*?)</script>', html, re.DOTALL)[1])


def test_the_policy_allows_what_is_in_the_page_and_nothing_else():
    html = page_html(IRAN_FRANCE)
    [policy] = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules.keys() == {
        "default-src", "script-src", "style-src", "img-src", "base-uri", "form-action"}
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert "unsafe" not in policy

    def hashes(pattern):
        return [f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
                for text in re.findall(pattern, html, re.DOTALL)]

    assert rules["script-src"].split() == hashes(r"<script>(.*?)</script>")
    assert rules["style-src"].split() == hashes(r"<style>(.*?)</style>")


def unpacked(html, id):
    """What the script reads of a packed block (readPacked in data.js)."""
    [text] = re.findall(f'id="{id}" data-packing="gzip">(.*?)</script>', html)
    whole = gzip.decompress(b64decode(text))
    size = int.from_bytes(whole[:4], "little")
    columns = whole[4 + size:]

    def restored(part):
        if isinstance(part, dict) and "width" in part:
            code = {1: "b", 2: "h", 4: "i"}[part["width"]]
            return list(struct.unpack_from(f"<{part['n']}{code}", columns, part["at"]))
        if isinstance(part, dict):
            return {name: restored(value) for name, value in part.items()}
        return part

    assert size % 4 == 0
    return restored(json.loads(whole[4:4 + size]))


def test_a_large_page_is_packed_and_holds_the_same(monkeypatch):
    many = synthetic(400)
    html = page_html(many)
    plain = {id: block(html, id) for id in ("data", "later")}
    monkeypatch.setattr(pack, "PLAIN", 1000)
    html = page_html(many)
    assert {id: unpacked(html, id) for id in plain} == plain
    assert b'"width"' in gzip.decompress(b64decode(re.findall(
        'id="data" data-packing="gzip">(.*?)</script>', html)[0]))
    assert page_html(many) == html


def test_every_text_of_many_acts_stands_once():
    many = replace(IRAN_FRANCE, engagements=tuple(
        replace(IRAN_FRANCE.engagements[0], id=f"e{k}") for k in range(50)))
    html = page_html(many)
    for text in ("Huart was received by Larijani.", "Mehr News Agency", "2018-10-13"):
        assert html.count(text) == 1


def test_no_address_but_those_of_articles():
    """Names of XML spaces, and the licences in the script of vis-network, are not fetched."""
    html = page_html(world(engagement("e", "visit", "FR IR", report("They came.", "completed",
                                                                    url=None))))
    assert not re.findall(r'(?:src|href)="(?!#|data:,")', html)
    assert "@import" not in html
    assert "sourceMappingURL" not in html


def test_pyvis_draws_the_countries_where_they_lie():
    html = page_html(IRAN_FRANCE)
    nodes = {node["id"]: node for node in block(html, "nodes")}
    assert set(nodes) == {"DE", "FR", "IR", "TN", "US"}
    assert nodes["US"]["x"] < nodes["FR"]["x"] < nodes["IR"]["x"]
    assert nodes["TN"]["y"] > nodes["DE"]["y"]
    edges = {edge["id"]: edge["value"] for edge in block(html, "edges")}
    assert edges == {"FR-IR": 5, "FR-TN": 2, "IR-TN": 2}


def test_a_country_without_a_place_is_drawn_below_the_map():
    reference = Reference({"FR": Country("FR", "France", point=(2.0, 46.0))})
    nodes = block(page_html(IRAN_FRANCE, reference=reference), "nodes")
    assert {node["id"]: node["y"] for node in nodes if node["id"] != "FR"} == dict.fromkeys(
        ("DE", "IR", "TN", "US"), 760)
    assert len({node["x"] for node in nodes}) == 5


def test_same_bytes_under_another_hash_seed(tmp_path):
    script = ("import sys; from kg.page import write_page; from tests.network.worlds import "
              "synthetic; write_page(synthetic(60), sys.argv[1])")
    for seed in ("0", "4711"):
        subprocess.run([sys.executable, "-c", script, str(tmp_path / seed)], check=True,
                       cwd=Path(__file__).parents[2], env=os.environ | {"PYTHONHASHSEED": seed})
    assert (tmp_path / "0").read_bytes() == (tmp_path / "4711").read_bytes()


def test_the_file_is_replaced_whole(tmp_path):
    path = tmp_path / "page.html"
    path.write_text("old")
    write_page(IRAN_FRANCE, path)
    assert path.read_text("utf-8") == page_html(IRAN_FRANCE)
    assert [p.name for p in tmp_path.iterdir()] == ["page.html"]
    with pytest.raises(OSError, match="nowhere"):
        write_page(IRAN_FRANCE, tmp_path / "nowhere" / "page.html")


def test_the_script_never_makes_markup_of_text():
    script = "\n".join(file.read_text("utf-8") for file in (HERE / "script").glob("*.js"))
    code = re.sub(r"/\*.*?\*/|//[^\n]*", "", script, flags=re.DOTALL)
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(",
                "DOMParser", "Function(", "fetch(", "XMLHttpRequest", "import("):
        assert way not in code


def test_every_script_is_in_the_page():
    html = page_html(IRAN_FRANCE)
    files = list((HERE / "script").iterdir())
    assert len(files) > 10
    for file in files:
        assert html.count(file.read_text("utf-8")) == 1


def test_every_word_of_the_codebook_has_a_word_on_the_page():
    words = page_data(IRAN_FRANCE, Reference())["words"]
    assert [row[0] for row in words["status"]] == list(STATUSES)
    assert [row[0] for row in words["type"]] == list(ENGAGEMENT_TYPES)
    assert [row[0] for row in words["modality"]] == list(MODALITIES)
    assert list(words["kind"]) == list(INSTITUTION_TYPES)


@pytest.mark.parametrize(("url", "kept"), [
    ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
    (" http://example.org ", "http://example.org"),
    ("javascript:alert(1)", None), ("JavaScript:alert(1)", None), ("data:text/html,x", None),
    ("file:///etc/passwd", None), ("//example.org/a", None), ("example.org", None),
    ("https://", None), ("http://[::1", None), ("", None), (None, None),
    ("https://example.org/\u202egpj.exe", "https://example.org/gpj.exe"),
], ids=str)
def test_only_addresses_of_the_web_become_links(url, kept):
    assert safe_url(url) == kept


def test_text_that_no_page_can_hold_is_made_fit():
    odd = world(engagement("e", "visit", "FR IR", report("a\x00b\x1b[31mc\ud800d\u202ee\nf",
                                                         "completed")))
    data = page_data(odd, Reference())
    assert data["acts"][0]["reports"][0]["quotes"] == ["ab[31mc?de\nf"]
    page_html(odd).encode("utf-8")


@pytest.mark.parametrize(("value", "shown"), [
    ("120000000", "120,000,000"), ("1500", "1,500"), ("999", "999"), ("0.5", "0.5"),
    ("1234.5678", "1,234.5678"), ("0.0000001", "0.0000001"), ("9" * 30, ",".join(["999"] * 10)),
    ("a dozen", "a dozen"), ("1e999999", "1e999999"), ("", ""),
])
def test_digits_of_amounts_stand_in_groups(value, shown):
    pledge = Quantity(value, "USD", Evidence(0, 1, "x"), "over", "pledged")
    data = page_data(world(engagement(
        "e", "financing", "FR IR", report("x", "planned"), quantities=(pledge,))), Reference())
    assert data["acts"][0]["amounts"] == [
        " ".join(part for part in ("over", shown, "USD (pledged)") if part)]


@pytest.mark.parametrize(("lon", "lat", "x", "y"), [
    # Equal Earth on a unit sphere reaches 2.7066 to the east and 1.3173 to the north.
    (11, 0, 0, 0), (-169, 0, -1353, 0), (11, 90, 0, -659), (11, -90, 0, 659),
])
def test_projection(lon, lat, x, y):
    assert project(lon, lat) == (x, y)


def test_the_backdrop_lies_within_the_world():
    for rings in outlines().values():
        for ring in rings:
            assert len(ring) >= 6
            assert len(ring) % 2 == 0
            assert all(abs(x) <= 1354 for x in ring[::2])
            assert all(abs(y) <= 659 for y in ring[1::2])


def test_an_empty_world_and_a_large_one():
    assert block(page_html(world()), "data")["acts"]["type"] == []
    assert len(block(page_html(synthetic(300)), "data")["acts"]["type"]) > 300


def test_the_facts_table_gives_the_same_page_as_the_quads(built):
    with open_tables(built) as table:
        assert page_html(read_world(table)) == page_html(built.world())


def test_a_figure_of_the_countries_is_svg_without_script():
    network = country_network(IRAN_FRANCE)
    network.add_node("ZZ", label="<script>alert(1)</script>")
    picture = ElementTree.fromstring(country_map(network, "A & B"))
    space = "{http://www.w3.org/2000/svg}"
    assert picture.find(f"{space}title").text == "A & B"
    assert len(list(picture.iter(f"{space}circle"))) == 5
    texts = [text.text for text in picture.iter(f"{space}text")]
    assert {"France", "Iran", "Tunisia"} <= set(texts)
    assert "Not on the map: <script>alert(1)</script>" in texts
    assert country_map(nx.Graph()).startswith("<svg")
