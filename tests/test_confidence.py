"""Only what is sure enough: one filter, wherever facts are looked at."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import main
from kg.confidence import sure_facts, sure_world
from kg.errors import UsageError
from kg.network import country_network
from kg.page import page_html
from kg.store import open_store
from tests.extract.reading import facts_of
from tests.extract.test_extractor import shipped
from tests.network.worlds import engagement, link, report, world

HIGH = report("They signed it.", "planned", "2020-01-01", confidence=0.8)
LOW = report("It was signed.", "signed", "2020-02-01", confidence=0.4)
DENIAL = report("It was not.", "signed", "2020-03-01", confidence=0.9, modality="denied")


def test_an_engagement_is_what_its_surer_reports_come_to() -> None:
    (one,) = sure_world(world(engagement("e", "agreement", "FR IR", HIGH, LOW)), 0.5).engagements
    assert (one.status, one.origins, one.reports) == ("planned", 1, (HIGH,))
    (one,) = sure_world(world(engagement("e", "agreement", "FR IR", LOW, DENIAL)),
                        0.5).engagements
    assert (one.modality, one.status) == ("denied", "signed")


def test_what_has_no_sure_report_is_out() -> None:
    doubtful = world(engagement("e", "agreement", "FR IR", LOW), link("a", "b", LOW))
    left = sure_world(doubtful, 0.5)
    assert (left.engagements, left.links) == ((), ())
    assert sure_world(doubtful, 0.4) == doubtful, "at least"
    assert sure_world(doubtful, 0) is doubtful


@pytest.mark.parametrize("minimum", [-0.1, 1.01, float("nan")])
def test_a_minimum_is_a_share(minimum: float) -> None:
    with pytest.raises(UsageError, match="expected a number from 0 to 1"):
        sure_world(world(), minimum)
    with pytest.raises(UsageError, match="expected a number from 0 to 1"):
        country_network(world(), min_confidence=minimum)


def test_a_network_says_what_it_rests_on() -> None:
    both = world(engagement("e", "agreement", "FR IR", HIGH, LOW))
    assert country_network(both).number_of_edges() == 1
    surer = country_network(both, min_confidence=0.5)
    assert surer.number_of_edges() == 0, "what is sure is only planned"
    assert surer.graph["filters"]["min_confidence"] == "0.5"


def test_the_page_says_that_it_is_filtered() -> None:
    both = world(engagement("e", "agreement", "FR IR", HIGH, LOW))
    page = page_html(both, min_confidence=0.5)
    assert "with a confidence of at least 0.5" in page
    assert "It was signed." not in page and "They signed it." in page
    assert "with a confidence of at least" not in page_html(both)


@pytest.mark.parametrize("minimum", [0.3, 0.5, 0.75, 1.0])
def test_facts_that_are_left_hang_together(minimum: float) -> None:
    from kg.extract import extract
    from tests.extract.reading import lexicon
    from tests.extract.test_extractor import check

    for article in list(shipped())[::3]:
        whole = extract(article, lexicon())
        left = sure_facts(whole, minimum)
        check(article, left)
        assert all(claim.confidence >= minimum for claim in left.claims)
        gone = len(whole.claims) - len(left.claims)
        assert sum("below" in one.cause for one in left.rejected) >= gone


def test_what_referred_to_an_unsure_name_lets_go_of_it() -> None:
    facts = facts_of("The Ministry of Health of Kenya and the Ministry of Public Health of Cuba"
                     " signed a health agreement.")
    (claim,) = facts.claims
    first, *others = facts.institutions
    unsure = replace(facts, institutions=(replace(first, confidence=0.1), *others))
    left = sure_facts(unsure, 0.2)
    assert first.key in claim.participants
    assert first.key not in left.claims[0].participants
    assert not left.links
    assert any(first.name in one.what for one in left.rejected)


# In the program


def kg(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments], catch_exceptions=False)


def test_extract_lists_what_is_not_sure_enough() -> None:
    text = "Cuba sent 50 doctors to Kenya on Monday."
    arguments = ("extract", "-", "--rejected", "--min-confidence")
    whole = json.loads(CliRunner().invoke(main, [*arguments, "0"], input=text).stdout)
    (sure,) = {one["confidence"] for one in whole["engagements"]}
    assert sure < 1
    row = json.loads(CliRunner().invoke(main, [*arguments, "1"], input=text).stdout)
    assert row["engagements"] == [] and row["countries"] == []
    assert any(one["cause"].startswith(f"confidence {sure} below") for one in row["rejected"])


@pytest.fixture(scope="module")
def high(built_folder: Path) -> float:
    """A confidence that only some of the claims in the store have."""
    with open_store(built_folder, read_only=True) as store:
        found = sorted(claim.confidence for _, facts in store.facts() for claim in facts.claims)
    assert found[0] < found[-1]
    return next(one for one in found[len(found) // 2:] if one > found[0])


def least(rows: list[dict[str, str]]) -> int:
    return sum(int(row["origins"]) for row in rows)


@pytest.mark.parametrize(("command", "is_less"), [
    (("analyse", "--network", "countries", "--format", "csv"), True),
    (("export", "--network", "countries", "--format", "csv"), True),
    (("query", "--name", "pair-timeline", "--param", "a=IR", "--param", "b=CU", "--format",
      "csv"), False),
    (("query", "--name", "furthest-status", "--format", "csv"), True),
    (("query", "--name", "linking-institutions", "--param", "a=IR", "--param", "b=CU",
      "--format", "csv"), False),
    (("query", "--name", "one-sided", "--format", "csv"), True),
    (("query", "--name", "capacity-claims", "--format", "csv"), False),
])
def test_every_answer_can_be_asked_of_what_is_sure(
    built_folder: Path, high: float, command: tuple[str, ...], is_less: bool
) -> None:
    def rows(*arguments: object) -> list[dict[str, str]]:
        result = kg(*command, "--store", built_folder, *arguments)
        assert result.exit_code == 0, result.stderr
        return list(csv.DictReader(io.StringIO(result.stdout)))

    whole, sure = rows(), rows("--min-confidence", high)
    assert rows("--min-confidence", 0) == whole
    assert len(sure) <= len(whole)
    if is_less:
        assert len(sure) < len(whole) or least(sure) < least(whole)


def test_rdf_is_the_whole_graph(built_folder: Path) -> None:
    result = kg("export", "--format", "turtle", "--min-confidence", 0.5, "--store", built_folder)
    assert result.exit_code == 2 and "--min-confidence is for networks" in result.stderr


def test_info_counts_what_is_sure(built_folder: Path, high: float) -> None:
    def info(*arguments: object) -> dict[str, int]:
        return json.loads(kg("info", "--format", "json", "--store", built_folder,
                             *arguments).stdout)

    whole, sure = info(), info("--min-confidence", high)
    for name in ("claims", "engagements"):
        assert whole[name] > sure[name], name
    assert whole["countries"] >= sure["countries"] and whole["articles"] == sure["articles"]
    assert info("--min-confidence", 0) == whole


def test_a_query_of_ones_own_can_use_it(built_folder: Path, high: float) -> None:
    sparql = ("SELECT (COUNT(*) AS ?n) WHERE { ?c a hc:Claim ; hc:confidence ?x "
              "FILTER(?x >= ?min_confidence) }")
    result = kg("query", sparql, "--min-confidence", high, "--format", "csv", "--store",
                built_folder)
    with open_store(built_folder, read_only=True) as store:
        expected = sum(claim.confidence >= high for _, facts in store.facts()
                       for claim in facts.claims)
    assert result.stdout.splitlines()[1] == str(expected)


def test_it_is_given_once(built_folder: Path) -> None:
    result = kg("query", "--name", "one-sided", "--min-confidence", "0.5", "--param",
                "min_confidence=0.6", "--store", built_folder)
    assert result.exit_code == 2
    for wrong in ("2", "-1", "high", "1e-3"):
        result = kg("query", "--name", "one-sided", "--param", f"min_confidence={wrong}",
                    "--store", built_folder)
        assert result.exit_code == 2 and "expected a number from 0 to 1" in result.stderr
