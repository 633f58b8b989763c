"""Weights of rules become confidences by a table of shares, and by nothing else."""

from __future__ import annotations

import copy
from dataclasses import replace

import pytest

from kg.extract import extract
from kg.extract.calibration import UNKNOWN, Calibration, families
from kg.model import Article, Facts
from tests.extract.reading import lexicon

SMALL = Calibration({
    "claim": 0.7, "claim/op": 0.6, "claim/op.call": 0.5, "claim/weight/0.40": 0.5,
    "claim/weight/0.60": 0.8, "topic": 0.75, "topic/name": 0.8})


def claim(weight: float, rule: str = "act.give+goods/verb.past/clause") -> float:
    return SMALL.confidence("claim", weight, rule)


def test_a_rule_without_a_row_falls_to_its_family_and_that_to_its_kind() -> None:
    assert SMALL.confidence("topic", 1.0, "topic-name") == 0.8
    assert SMALL.confidence("topic", 1.0, "topic-cue-build-school") == 0.75
    called, called_off, offered, done = (
        claim(0.6, f"noun.visit/{rule}/clause")
        for rule in ("op.call", "op.call.negated", "op.offer", "verb.past"))
    assert called == called_off < offered < done == 0.8


def test_the_rule_of_a_claim_that_counts_is_that_of_its_stage() -> None:
    assert claim(0.6, "act.give+goods/op.call/clause") == claim(0.6, "noun.visit/op.call/list")


def test_what_nobody_has_counted_is_not_known() -> None:
    assert SMALL.confidence("capacity", 1.0, "capacity-own-means") == UNKNOWN


@pytest.mark.parametrize(("low", "high"), [(0.1, 0.4), (0.5, 0.59), (0.6, 0.75)])
def test_weights_between_two_bounds_are_alike(low: float, high: float) -> None:
    assert claim(low) == claim(high)


def test_a_confidence_has_two_decimals_and_is_never_certain() -> None:
    sure = Calibration({"topic": 1.0, "link": 0.0})
    assert sure.confidence("topic", 1.0, "topic-name") == 0.99
    assert sure.confidence("link", 1.0, "link.verb.give") == 0.01
    assert claim(0.6) == round(claim(0.6), 2)


TEXT = ("France donated 20,000 doses of vaccine to Tunisia on Friday, the Ministry of "
        "Health of Tunisia said. "
        "Minister Amina Trabelsi met the ambassador of France. Cuba may send doctors to Tunisia.")


def bare(facts: Facts) -> Facts:
    """The facts without confidences."""
    return replace(facts, **{
        name: tuple(replace(one, confidence=1.0) for one in getattr(facts, name))
        for name in ("claims", "countries", "institutions", "people", "topics", "links",
                     "capacities")})


def test_no_confidence_decides_what_is_extracted() -> None:
    article = Article("a", TEXT, "A gift of vaccine", "2023-05-24")
    one = copy.copy(lexicon())
    one.calibration = Calibration({})
    weights = extract(article, one)
    one.calibration = Calibration({"claim": 0.01, "topic": 0.01})
    doubtful = extract(article, one)
    assert weights.claims and weights.topics and weights.institutions
    assert bare(doubtful) == bare(weights)
    assert {c.confidence for c in doubtful.claims} == {0.01}


def test_every_fact_of_an_article_falls_to_a_row_of_the_shipped_table() -> None:
    facts = extract(Article("a", TEXT, "A gift of vaccine", "2023-05-24"), lexicon())
    found = [*facts.claims, *facts.countries, *facts.institutions, *facts.people, *facts.topics]
    assert len(found) > 5
    assert all(0 < one.confidence < 1 for one in found)
    kinds = {row.partition("/")[0] for row in lexicon().tables["confidence"]}
    assert kinds == {"claim", "country", "institution", "person", "topic", "link"}
    assert kinds <= lexicon().tables["confidence"].keys(), "each kind is a row, where all end"


def test_families_end_with_the_kind() -> None:
    assert families("topic/cue-build")[-2:] == ["topic/cue", "topic"]
    assert families("topic") == ["topic"]
