"""Which facts count as the same: tables of almost right and right, and a second scorer."""

from __future__ import annotations

import importlib.util
import io
import json
import random
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kg.evaluate import ATTRIBUTES, FACT_TYPES, Coding, evaluate, read_codings
from kg.evaluate.matching import match_codings

#: Gold and a scorer of the same contract that others wrote, where they lie beside the checkout.
GOLD = Path(__file__).resolve().parents[3] / "shared" / "gold"


def coding(**facts: Any) -> Coding:
    row = json.dumps({"article": "a", "relevant": True, **facts}).encode()
    return read_codings(["-"], pytest.fail, stdin=io.BytesIO(row))["a"]


def counts(gold: Coding, found: Coding, type_: str) -> tuple[int, int, int]:
    one = match_codings(gold, found)[FACT_TYPES.index(type_)]
    return len(one.pairs), len(one.spurious), len(one.missed)


@pytest.mark.parametrize(("gold", "found", "same"), [
    ("Pasteur Institute of Iran", "the Pasteur Institute of Iran", True),
    ("Fundação Oswaldo Cruz", "Fundacao Oswaldo Cruz", True),
    ("Iran's Ministry of Health", "Iran Ministry of Health", True),
    ("MINISTRY OF HEALTH", "Ministry of Health", True),
    ("Ministry of Health", "Ministry of Public Health", False),
    ("Theatre Hospital", "atre Hospital", False),
])
def test_institutions_are_the_same_by_any_wording(gold: str, found: str, same: bool) -> None:
    wordings = [{"name": gold}, {"name": "Other", "aliases": [gold]}]
    for one in wordings:
        for other in ({"name": found}, {"name": "Another", "aliases": [found]}):
            result = counts(coding(institutions=[one]), coding(institutions=[other]),
                            "institutions")
            assert result == ((1, 0, 0) if same else (0, 1, 1))


def test_of_two_institutions_of_one_name_the_country_decides() -> None:
    gold = coding(institutions=[{"name": "Ministry of Health", "country": "KE"},
                                {"name": "Ministry of Health", "country": "CU"}])
    found = coding(institutions=[{"name": "Ministry of Health", "country": "CU"},
                                 {"name": "Ministry of Health", "country": None}])
    pairs = match_codings(gold, found)[FACT_TYPES.index("institutions")].pairs
    assert [(a.country, b.country) for a, b in pairs] == [("CU", "CU"), ("KE", None)]


@pytest.mark.parametrize(("gold", "found", "same"), [
    ("Ana María Pérez", "Perez", True),
    ("Ana María Pérez", "A. Perez", True),
    ("Ana María Pérez", "María Pérez", True),
    ("Ana María Pérez", "Carlos Pérez", False),
    ("Ana María Pérez", "Ana María", False),
])
def test_people_are_the_same_by_surname_and_given_names(gold: str, found: str, same: bool) -> None:
    result = counts(coding(people=[{"name": gold}]), coding(people=[{"name": found}]), "people")
    assert result == ((1, 0, 0) if same else (0, 1, 1))


def act(countries: str, status: str = "completed", type_: str = "donation") -> dict[str, Any]:
    return {"type": type_, "status": status, "countries": countries.split()}


def test_one_gift_to_three_equals_three_gifts() -> None:
    pairs = [["CN", "KE"], ["CN", "UG"], ["CN", "TZ"]]
    one = coding(pairs=pairs, engagements=[act("CN KE UG TZ")])
    three = coding(pairs=pairs, engagements=[act("CN KE"), act("CN UG"), act("TZ CN")])
    assert counts(one, three, "engagements") == counts(three, one, "engagements") == (3, 0, 0)


def test_an_act_that_holds_no_pair_counts_once_with_all_its_countries() -> None:
    summit = coding(engagements=[act("CN KE UG TZ ZA", type_="conference")])
    assert counts(summit, summit, "engagements") == (1, 0, 0)
    assert counts(summit, coding(engagements=[act("CN KE", type_="conference")]),
                  "engagements") == (0, 1, 1)


def test_a_wrong_status_costs_only_where_status_counts() -> None:
    gold, found = (coding(pairs=[["CU", "KE"]], engagements=[act("CU KE", status)])
                   for status in ("planned", "signed"))
    assert counts(gold, found, "engagements") == (1, 0, 0)
    assert counts(gold, found, "engagements+status") == (0, 1, 1)


def test_a_link_has_no_direction_and_goes_by_any_wording() -> None:
    known = coding(institutions=[{"name": "Gamaleya Institute", "aliases": ["Gamaleya"]}],
                   links=[["Gamaleya Institute", "Ministry of Health"]])
    turned = coding(institutions=[{"name": "Gamaleya"}],
                    links=[["the ministry of health", "Gamaleya"]])
    assert counts(known, turned, "links") == (1, 0, 0)
    unknown = coding(links=[["Gamaleya Institute", "Ministry of Health"]])
    assert counts(unknown, turned, "links") == (0, 1, 1)


def test_roles_agree_by_half_of_the_words() -> None:
    gold = coding(people=[{"name": "R. Aman", "role": "Chief Administrative Secretary"}])
    for role, right in (("administrative secretary", 1), ("Secretary", 0), (None, 0)):
        found = coding(people=[{"name": "Aman", "role": role}])
        one = evaluate({"a": gold}, {"a": found}).attributes["person.role"]
        assert (one.right, one.total) == (right, 1)


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    if not (GOLD / "score.py").exists():
        pytest.skip("no development gold at ../shared/gold")
    spec = importlib.util.spec_from_file_location("score", GOLD / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def spoil(row: dict[str, Any], others: list[dict[str, Any]], draw: random.Random) -> dict[str, Any]:
    """What an extractor might make of an article: some facts lost, changed, or of another."""
    other, row = draw.choice(others), json.loads(json.dumps(row))
    for key, value in row.items():
        if isinstance(value, list):
            row[key] = [one for one in value + other[key] * draw.randrange(2)
                        if draw.random() < 0.8]
            draw.shuffle(row[key])
    for one in row["engagements"]:
        if draw.random() < 0.3:
            one["status"] = draw.choice(["planned", "signed", "completed"])
    for one in row["institutions"] + row["people"]:
        if draw.random() < 0.3:
            one["name"] = draw.choice([one["name"].upper(), one["name"].split()[-1],
                                       f"The {one['name']}", *one["aliases"]])
            one["country"] = draw.choice([one["country"], None, "FR"])
        if draw.random() < 0.2:
            one["type"], one["role"] = "other", (one.get("role") or "")[:10]
    row["relevant"] ^= draw.random() < 0.1
    return row


@pytest.mark.parametrize("seed", range(12))
def test_figures_are_those_of_the_scorer_of_the_contract(
    scorer: ModuleType, tmp_path: Path, seed: int
) -> None:
    """To the last digit, on the development gold against spoiled copies of it."""
    lines = [line for path in sorted(GOLD.rglob("*facts.jsonl"))
             for line in path.read_text(encoding="utf-8").splitlines() if line]
    draw = random.Random(seed)
    rows = [json.loads(line) for line in lines]
    spoiled = [spoil(row, rows, draw) for row in rows if draw.random() < 0.9]
    gold, facts = tmp_path / "gold.jsonl", tmp_path / "facts.jsonl"
    gold.write_text("\n".join(lines) + "\n", encoding="utf-8")
    facts.write_text("".join(json.dumps(row) + "\n" for row in spoiled), encoding="utf-8")

    expected, shares, misses = scorer.evaluate(scorer.load(gold), scorer.load(facts))
    mine = evaluate(*(read_codings([str(path)], pytest.fail) for path in (gold, facts)), samples=0)
    assert {type_: {"p": one.precision.value, "r": one.recall.value, "f1": one.f1.value,
                    "tp": one.tp, "fp": one.fp, "fn": one.fn}
            for type_, one in mine.scores.items()} == expected
    assert {name: mine.attributes[name].share.value for name in ATTRIBUTES} == shares
    assert sum(len(m.missed) + len(m.spurious) for one in mine.articles
               for m in one.matchings) == len(misses)
