"""`kg analyse`: every table, each form, what it says it was computed on."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from kg import network
from kg.cli import main
from kg.cli.analyse import GROUPINGS, MEASURES, TABLES


def kg(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments], catch_exceptions=False)


def record(folder: Path, *arguments: object) -> Any:
    return json.loads(kg("analyse", "--store", folder, "--format", "json", *arguments).stdout)


def test_words_of_the_command_are_those_of_the_package() -> None:
    assert MEASURES == network.NODE_MEASURES + network.DIRECTED_MEASURES
    assert GROUPINGS == network.GROUPINGS


def test_bridges_come_first_and_what_figures_rest_on_is_told(built_folder: Path) -> None:
    text = kg("analyse", "--store", built_folder, "--top", "3").stdout
    assert re.match(r"\d+ institutions link countries\n", text)
    assert re.search(r"\ncountries: \d+ nodes, \d+ ties in \d+ parts; from \d+ engagements", text)
    found = record(built_folder, "--top", "3")
    assert list(found) == ["bridges", "countries", "institutions"]
    assert len(found["bridges"]["rows"]) == len(found["countries"]["rows"]) == 3
    assert found["countries"]["basis"]["filters"]["statuses"] == "signed, ongoing, completed"
    assert all(row["quote"] and row["origins"] for row in found["bridges"]["rows"])


def test_the_examples_of_the_help_work_and_say_what_they_rest_on(
    built_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KG_STORE", str(built_folder))
    assert isinstance(main, click.Group)
    examples = re.findall(r"^  kg (analyse.*)$", main.commands["analyse"].epilog or "", re.M)
    assert len(examples) > 10
    for example in examples:
        words = ["2" if word == "1000" else word for word in shlex.split(example)]
        result = kg(*words)
        assert result.exit_code == 0, example
        told = result.stdout + result.stderr
        assert re.search(r"engagement|institutions link|partner countries|article|files in|window",
                         told), example


@pytest.mark.parametrize("table", TABLES)
def test_each_table_is_the_same_as_csv_and_as_json(built_folder: Path, table: str) -> None:
    result = kg("analyse", "--store", built_folder, "--measure", table, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout, newline="")))
    found = record(built_folder, "--measure", table)
    assert len(rows) == len(found["rows"])
    assert rows or table == "backbone"
    for row, one in zip(rows, found["rows"], strict=True):
        assert list(row) == list(one)
    assert result.stderr.strip()


@pytest.mark.parametrize(("nodes", "directed"), [
    ("people", False), ("topics", False), ("actors", False), ("countries", True),
    ("institutions:countries", False),
])
def test_nodes_of_every_kind_are_measured(built_folder: Path, nodes: str, directed: bool) -> None:
    found = record(built_folder, "--nodes", nodes, *["--directed"] * directed)
    assert found["rows"]
    assert found["basis"]["directed"] is directed
    assert ("in_degree" in found["rows"][0]) is directed


def test_chosen_measures_are_the_columns(built_folder: Path) -> None:
    found = record(built_folder, "--measure", "core", "--measure", "degree", "--top", "2")
    assert [list(row) for row in found["rows"]] == [["name", "kind", "degree", "core", "id"]] * 2


def test_a_null_model_brings_z_and_p_and_the_seed_decides(built_folder: Path) -> None:
    one, two, other = (
        record(built_folder, "--measure", "figures", "--null", "5", "--seed", seed)
        for seed in (3, 3, 4))
    assert one == two
    assert one != other
    rows = {row["figure"]: row for row in one["rows"]}
    assert 0 < rows["transitivity"]["p"] <= 1
    assert rows["density"]["z"] is None
    assert (one["runs"], one["seed"]) == (5, 3)
    assert "z" not in record(built_folder, "--measure", "figures")["rows"][0]


def test_partners_tell_since_when_on_what_with_what_status_on_what_evidence(
    built_folder: Path,
) -> None:
    rows = record(built_folder, "--measure", "partners")["rows"]
    assert {"institution", "with", "first", "last", "statuses", "topics", "origins", "quote",
            "source", "only_tie", "acts"} <= set(rows[0])
    assert all(row["quote"] and row["statuses"] and row["acts"] for row in rows)


def test_comention_is_said_to_be_of_articles(built_folder: Path) -> None:
    text = kg("analyse", "--store", built_folder, "--ties", "co-mention").stdout
    assert re.match(r"countries, named together: \d+ nodes, .* from \d+ articles", text)
    backbone = record(built_folder, "--ties", "co-mention", "--measure", "backbone")
    assert backbone["events"] > 10


def test_matrices_are_written(built_folder: Path, tmp_path: Path) -> None:
    result = kg("analyse", "--store", built_folder, "--matrix", tmp_path / "m", "--until", "2018")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "files in" in result.stderr
    assert (tmp_path / "m" / "countries.csv").read_text().startswith("iso3,iso2,name,region")
    assert (tmp_path / "m" / "ties-2018.csv").exists()
    assert not (tmp_path / "m" / "ties-2019.csv").exists()


@pytest.mark.parametrize(("arguments", "cause"), [
    (["--nodes", "cities"], "expected one of countries"),
    (["--nodes", "topics", "--directed"], "no direction"),
    (["--measure", "in_degree"], "needs a direction"),
    (["--measure", "beauty"], "beauty"),
    (["--measure", "brokers", "--nodes", "topics"], "have no region"),
    (["--measure", "brokers", "--by", "bloc", "--bloc", "XX"], "expected one of"),
    (["--measure", "predictions", "--nodes", "countries:topics"], "within one mode"),
    (["--measure", "bridges", "--measure", "brokers", "--format", "csv"], "several"),
    (["--matrix", "m", "--nodes", "people"], "--matrix is of countries"),
    (["--ties", "co-mention", "--status", "signed"], "do not go together"),
])
def test_what_makes_no_sense_is_told(built_folder: Path, arguments: list[str], cause: str) -> None:
    result = kg("analyse", "--store", built_folder, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert cause in result.stderr


def test_nothing_is_no_error(tmp_path: Path) -> None:
    article = {"id": "f", "text": "Kenya beat Zambia by two goals to one."}
    (tmp_path / "a.jsonl").write_text(json.dumps(article) + "\n")
    kg("build", tmp_path / "a.jsonl", "--store", tmp_path / "store")
    for form in ("table", "csv", "json"):
        for table in ("", *TABLES):
            extra = ["--measure", table] if table else []
            result = kg("analyse", "--store", tmp_path / "store", "--format", form, *extra)
            assert result.exit_code == 0, (form, table)
