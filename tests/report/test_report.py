"""The report: numbers that are those of the tables, a page that is inert, and the same bytes."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner

from kg.cli import main
from kg.model import World
from kg.network import bridging_institutions, country_network, describe
from kg.report import compile_report, report_html, write_tables
from kg.report.drawings import bars, columns, heat, ring
from tests.network.worlds import IRAN_FRANCE, engagement, institution, report, synthetic, world

EVIL = '</title><script>alert(1)</script><img src=x onerror="alert(2)">\u202e=1+1'


def made(of: World = IRAN_FRANCE, **options: Any) -> str:
    return report_html(compile_report(of, runs=3, **options), tables="tables")


def test_what_it_tells_is_what_the_measures_say() -> None:
    page = made(synthetic(80))
    network = country_network(synthetic(80))
    assert f"{len(network)} nodes, {network.number_of_edges()} ties" in page
    assert f"Found: {len(bridging_institutions(synthetic(80)))};" in page
    transitivity = describe(network)["transitivity"].value
    assert f'<th scope="row">transitivity</th><td class="number">{transitivity:.3g}' in page
    assert "3 random networks" in page
    assert "seed 1" in page
    assert re.search(r"kg \d+\.\d+\.\d+, Python 3\.\d+\.\d+, networkx 3\.", page)


def test_filters_stand_in_the_method() -> None:
    page = made(since=2018, types=["donation"], min_origins=1)
    assert "types donation; topics any; since 2018; until any" in page


def test_tables_are_files_with_all_rows(tmp_path: Path) -> None:
    compiled = compile_report(synthetic(120), runs=2)
    files = write_tables(compiled, tmp_path / "tables")
    assert [file.name for file in files] == [
        "bridges.csv", "years.csv", "nodes.csv", "figures.csv", "groups.csv", "brokers.csv",
        "communities.csv", "backbone.csv", "change.csv", "partners.csv", "standings.csv"]
    for section in compiled.sections:
        text = (tmp_path / "tables" / f"{section.table.name}.csv").read_text(encoding="utf-8")
        assert len(list(csv.DictReader(io.StringIO(text)))) == len(section.table.rows)


def test_the_same_world_is_the_same_bytes() -> None:
    assert made(synthetic(60)) == made(synthetic(60))
    assert made(synthetic(60)) != made(synthetic(60), seed=2)


def test_nothing_is_a_report_too() -> None:
    assert made(world()).count("Nothing was found.") >= 5


def hostile() -> World:
    body = institution("i", EVIL, "KE")
    return world(body, engagement(
        "e", "agreement", "KE UG", report(EVIL, "signed", "2021-05-04", url="javascript:alert(3)",
                                          publisher=EVIL, title=EVIL), participants=("i",)))


def test_text_of_articles_stays_text() -> None:
    page = made(hostile(), title=EVIL)
    assert "<script" not in page
    assert "<img" not in page
    assert "javascript:" not in page


@pytest.mark.parametrize("of", [synthetic(80), hostile(), world()],
                         ids=["many", "hostile", "nothing"])
def test_in_a_browser_it_asks_no_host_and_axe_finds_nothing(
    browser: Any, tmp_path: Path, of: World
) -> None:
    path = tmp_path / "report.html"
    path.write_text(made(of), encoding="utf-8")
    page = browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(path.as_uri())
    assert asked == [path.as_uri()]
    assert said == []
    # The style is let through by its hash.
    assert page.evaluate("getComputedStyle(document.body).maxWidth") != "none"
    broken = Axe().run(page).response["violations"]
    assert [one["id"] for one in broken] == []
    page.close()


def test_drawings_are_well_formed_and_to_scale() -> None:
    drawn = bars("A & B", "<two>", [("one", 4.0), ("two", 1.0)])
    root = ElementTree.fromstring(drawn)
    space = "{http://www.w3.org/2000/svg}"
    widths = [float(one.attrib["width"]) for one in root.iter(f"{space}rect")]
    assert widths[0] == pytest.approx(4 * widths[1], rel=0.01)
    assert root.find(f"{space}title").text == "A & B"  # type: ignore[union-attr]
    stacked = ElementTree.fromstring(columns("t", "d", [("2020", [3, 1]), ("2021", [0, 2])],
                                             ["signed", "ongoing"]))
    heights = [float(one.attrib["height"]) for one in stacked.iter(f"{space}rect")][:3]
    assert heights[0] == pytest.approx(3 * heights[1], rel=0.01)
    assert heights[2] == pytest.approx(2 * heights[1], rel=0.01)
    for text in (heat("h", "d", ["A", "B"], {("A", "B"): 3}), heat("h", "d", [], {}),
                 ring("r", "d", [("x", ["a", "b"]), ("y", ["c"])], {("a", "c"): 2},
                      {"a": "<A>", "b": "B", "c": "C"}), ring("r", "d", [], {}, {})):
        ElementTree.fromstring(text)


def test_the_command_writes_page_and_tables(built_folder: Path, tmp_path: Path) -> None:
    page = tmp_path / "r.html"
    words = ["report", "--store", str(built_folder), "--null", "2", "--output", str(page)]
    result = CliRunner().invoke(main, words, catch_exceptions=False)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "11 tables" in result.stderr
    assert (tmp_path / "r-tables" / "partners.csv").is_file()
    again = CliRunner().invoke(
        main, [*words[:-1], "-", "--tables", "elsewhere"], catch_exceptions=False)
    assert again.stdout.startswith("<!doctype html>")
    assert "Which institutions link countries?" in page.read_text(encoding="utf-8")
