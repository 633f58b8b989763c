"""The gold that comes along: in the codebook's form, of our own articles; the worked example."""

from __future__ import annotations

import csv
import json
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.evaluate import Coding, read_codings
from kg.model import MAX_PARTIES, Article
from kg.resources import data_path
from kg.sources import read_articles

ROOT = Path(__file__).parents[2]
FILES = sorted(path.name for path in data_path("gold").glob("*.jsonl"))
ARTICLES = {one.id: one for one in read_articles([str(data_path("articles"))], pytest.fail)}


def column(table: str, name: str) -> set[str]:
    with data_path(table).open(encoding="utf-8", newline="") as file:
        return {row[name] for row in csv.DictReader(file)}


def coded(name: str) -> list[tuple[Coding, Article]]:
    codings = read_codings([str(data_path(f"gold/{name}"))], pytest.fail)
    return [(coding, ARTICLES[coding.article]) for coding in codings.values()]


@pytest.mark.parametrize("name", FILES)
def test_gold_keeps_to_the_codebook(name: str) -> None:
    countries, topics = column("country_names.csv", "iso2"), column("topics.csv", "id")
    for coding, _ in coded(name):
        facts = (coding.countries, coding.pairs, coding.institutions, coding.people,
                 coding.engagements, coding.topics, coding.links)
        assert coding.relevant == any(facts), coding.article
        assert set(coding.countries) == {
            code for act in coding.engagements for code in act.countries}, coding.article
        assert set(coding.countries) <= countries
        assert set(coding.topics) <= topics
        for a, b in coding.pairs:
            assert a < b
            assert any({a, b} <= set(act.countries) for act in coding.engagements), coding.article
        for act in coding.engagements:
            assert len(act.countries) <= MAX_PARTIES, coding.article
            known = {one.name for one in (*coding.institutions, *coding.people)}
            assert set(act.participants) <= known, coding.article
        for link in coding.links:
            assert set(link) <= {one.name for one in coding.institutions}, coding.article


@pytest.mark.parametrize("name", FILES)
def test_names_and_quotes_stand_in_the_text(name: str) -> None:
    for coding, article in coded(name):
        whole = f"{article.title}\n{article.text}"
        for one in (*coding.institutions, *coding.people):
            assert any(wording in whole for wording in (one.name, *one.aliases)), one
            for evidence in one.evidence:
                assert article.cite(evidence.start, evidence.end, evidence.field) == evidence
        for act in coding.engagements:
            for evidence in act.evidence:
                assert article.cite(evidence.start, evidence.end, evidence.field) == evidence


def test_the_gold_of_the_floors_is_varied() -> None:
    codings = [coding for coding, _ in coded("briefs.jsonl")]
    assert len(codings) >= 40
    assert sum(not coding.relevant for coding in codings) >= 4
    acts = [act for coding in codings for act in coding.engagements]
    assert len({act.type for act in acts}) >= 15
    assert {act.status for act in acts} == {
        "proposed", "planned", "signed", "ongoing", "completed", "ended"}
    assert len({code for coding in codings for code in coding.countries}) >= 30


def test_the_example_in_the_documentation_is_what_the_program_says(
    monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (ROOT / "docs/evaluation.md").read_text(encoding="utf-8")
    examples = re.findall(r"```text\n\$ kg (.+)\n([^`]+)```", page)
    assert examples
    monkeypatch.chdir(ROOT)
    for command, shown in examples:
        result = CliRunner().invoke(main, shlex.split(command), catch_exceptions=False)
        assert (result.exit_code, result.stdout) == (0, shown), f"kg {command}"


def test_the_two_codings_of_the_example_are_of_the_same_articles() -> None:
    first, second = ([json.loads(line)["article"] for line in
                      data_path(f"gold/{name}.jsonl").read_text("utf-8").splitlines()]
                     for name in ("example", "example-second"))
    assert first == second
