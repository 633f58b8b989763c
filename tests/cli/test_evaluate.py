"""`kg evaluate` through click's runner: what goes where, what is told, and the exit status."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kg.cli import main


def kg(*arguments: object, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, ["evaluate", *map(str, arguments)], input=stdin,
                              catch_exceptions=False)


def row(article: str, countries: str = "", status: str = "planned") -> dict[str, Any]:
    codes = countries.split()
    return {"article": article, "relevant": bool(codes), "countries": codes,
            "pairs": [codes] if len(codes) == 2 else [],
            "engagements": [{"type": "visit", "status": status, "countries": codes}]
            if codes else []}


def write(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")
    return path


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    return write(tmp_path / "gold.jsonl", row("a", "CU KE"), row("b", "FR IR"), row("c"))


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    return write(tmp_path / "facts.jsonl", row("a", "CU KE", "completed"), row("b"), row("x"))


def table(result: Result) -> dict[str, list[str]]:
    """The cells of each line of the tables, by the word it begins with."""
    return {line.split()[0]: line.split()[1:] for line in result.stdout.splitlines() if line}


def test_tables_on_stdout_and_ids_on_stderr(gold: Path, facts: Path) -> None:
    result = kg(gold, facts, "--samples", 0)
    assert result.exit_code == 0
    assert result.stdout.startswith("3 articles in GOLD, 2 of them in FACTS\n")
    lines = table(result)
    assert lines["countries"] == ["1.000", "0.500", "0.667", "2", "0", "2"]
    assert lines["engagements+status"] == ["0.000", "0.000", "0.000", "0", "1", "2"]
    assert lines["people"] == ["–", "–", "–", "0", "0", "0"]
    assert lines["relevance"] == ["2", "0.500", "0.000", "0.000"]
    assert lines["planned"] == [".", ".", ".", ".", "1", ".", "1"]
    assert result.stderr.splitlines() == [
        "1 article in GOLD only, counted as without facts: c",
        "1 article in FACTS only, left out: x"]
    assert kg(gold, facts, "--quiet").stderr == ""


def test_intervals_are_shown_and_the_samples_named(gold: Path, facts: Path) -> None:
    result = kg(gold, facts, "--samples", 50, "--seed", 3)
    assert "95 % of 50 bootstrap samples of the articles (seed 3)" in result.stdout
    assert table(result)["countries"][1].startswith("[")


def test_the_articles_that_both_have(gold: Path, facts: Path) -> None:
    result = kg(gold, facts, "--common")
    assert result.stdout.startswith("2 articles in GOLD, 2 of them in FACTS\n")
    assert "1 article in GOLD only, left out: c" in result.stderr


def test_two_coders_are_compared_either_way(gold: Path, facts: Path) -> None:
    """Precision and recall change places; F1 and agreement do not."""
    one, other = (json.loads(kg(*paths, "--common", "--json").stdout)
                  for paths in ((gold, facts), (facts, gold)))
    for type_, score in one["types"].items():
        assert (score["p"], score["r"], score["f1"]) == tuple(
            other["types"][type_][key] for key in ("r", "p", "f1"))
    for layer in one["agreement"]:
        assert one["agreement"][layer]["kappa"] == other["agreement"][layer]["kappa"]
        assert one["agreement"][layer]["alpha"] == other["agreement"][layer]["alpha"]


def test_misses_are_listed(gold: Path, facts: Path) -> None:
    result = kg(gold, facts, "--misses", "pairs", "--misses", "engagements+status")
    assert "\npairs\n  missed   b  FR-IR\n" in result.stdout
    assert "  spurious a  visit CU-KE completed\n" in result.stdout
    as_json = json.loads(kg(gold, facts, "--misses", "pairs", "--json").stdout)
    assert as_json["misses"] == {"pairs": [{"outcome": "missed", "article": "b", "what": "FR-IR"}]}


def test_a_hostile_name_does_not_reach_the_terminal(tmp_path: Path) -> None:
    gold = write(tmp_path / "g", {"article": "a", "relevant": True,
                                  "people": [{"name": "\x1b[31mEve\nmissed"}]})
    facts = write(tmp_path / "f", {"article": "a", "relevant": True})
    shown = kg(gold, facts, "--misses", "people").stdout
    assert "\x1b" not in shown
    assert "  missed   a  �[31mEve missed\n" in shown


def test_counts_of_each_article(gold: Path, facts: Path) -> None:
    lines = table(kg(gold, facts, "--per-article"))
    assert lines["b"][:3] == ["0/0/1", "0/0/2", "0/0/1"]
    as_json = json.loads(kg(gold, facts, "--per-article", "--json").stdout)
    assert as_json["per_article"]["a"]["countries"] == {"tp": 2, "fp": 0, "fn": 0}


@pytest.mark.parametrize(("floor", "status"), [
    ("countries=0.6", 0), ("countries=0.67", 1), ("people=0.1", 1), ("person.role=0", 1),
    ("countries.precision=1", 0), ("countries.recall=0.5", 0), ("countries.recall=0.51", 1)])
def test_a_floor_decides_the_exit_status(gold: Path, facts: Path, floor: str, status: int) -> None:
    result = kg(gold, facts, "--min", floor)
    assert result.exit_code == status
    assert (floor.split("=")[0] in result.stderr) == bool(status)


@pytest.mark.parametrize("wrong", [
    ["--min", "countries"], ["--min", "countries=much"], ["--min", "countries=2"],
    ["--min", "nations=0.5"], ["--min", "countries.speed=0.5"], ["--min", "countries.=0.5"],
    ["--min", "countries=nan"], ["--misses", "nations"],
    ["--gold", "-", "--facts", "-"], ["--samples", "-1"], ["--facts", ""],
])
def test_wrong_usage_is_two(gold: Path, facts: Path, wrong: list[str]) -> None:
    assert kg(gold, facts, *wrong).exit_code == 2


def test_a_bad_line_is_named_and_the_figures_come(gold: Path, facts: Path) -> None:
    with facts.open("a", encoding="utf-8") as file:
        file.write("{broken\n")
    result = kg(gold, facts)
    assert result.exit_code == 1
    assert f"kg: {facts}:4: no valid JSON" in result.stderr
    assert "countries" in result.stdout


def test_nothing_in_common_is_an_error(gold: Path, tmp_path: Path) -> None:
    result = kg(gold, write(tmp_path / "other", row("z")))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "kg: no article is in both GOLD and FACTS (first ids: a; z)\n"


def test_more_files_a_folder_and_standard_input(gold: Path, facts: Path, tmp_path: Path) -> None:
    more = write(tmp_path / "more", row("d", "FR IR"))
    result = kg(gold, "-", "--gold", more, "--json", stdin=facts.read_text("utf-8"))
    assert json.loads(result.stdout)["articles"] == 4
    folder = tmp_path / "folder"
    folder.mkdir()
    write(folder / "one.jsonl", row("a", "CU KE"))
    assert json.loads(kg(folder, facts, "--json").stdout)["articles"] == 1


def test_output_goes_to_a_file_and_is_the_same_each_time(
    gold: Path, facts: Path, tmp_path: Path
) -> None:
    for name in ("1", "2"):
        assert kg(gold, facts, "--json", "-o", tmp_path / name).stdout == ""
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes() != b""


@pytest.mark.parametrize("over", ["gold", "facts", "link", "folder/article.txt", "codings/x.jsonl"])
@pytest.mark.parametrize("option", ["--html", "--output"])
def test_no_output_replaces_an_input(
    gold: Path, facts: Path, tmp_path: Path, over: str, option: str
) -> None:
    for name, text in (("folder", "article.txt"), ("codings", "x.jsonl")):
        (tmp_path / name).mkdir()
        (tmp_path / name / text).write_text(json.dumps(row("q")) + "\n", encoding="utf-8")
    (tmp_path / "link").symlink_to(gold)
    target = {"gold": gold, "facts": facts}.get(over, tmp_path / over)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.*")}
    result = kg(gold, facts, "--gold", tmp_path / "codings", "--articles", tmp_path / "folder",
                *([] if option == "--html" else ["--html", tmp_path / "page"]), option, target)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"kg: {target}: an input, which the output would replace\n"
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.*")} == before
    assert not (tmp_path / "page").exists()


def test_an_output_replaces_an_earlier_one(gold: Path, facts: Path, tmp_path: Path) -> None:
    for _ in range(2):
        assert kg(gold, facts, "-o", tmp_path / "figures").exit_code == 0


def test_two_outputs_need_two_files(gold: Path, facts: Path, tmp_path: Path) -> None:
    result = kg(gold, facts, "--articles", gold, "--html", tmp_path / "x", "-o",
                tmp_path / "." / "x")
    assert result.exit_code == 2
    assert "--output and --html name the same file" in result.stderr
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("option", ["--html", "--output"])
def test_an_empty_name_is_no_file(gold: Path, facts: Path, option: str) -> None:
    assert kg(gold, facts, option, "").exit_code == 2
