"""Coefficients against published worked examples, and the units of each layer."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from typing import Any

import pytest

from kg.evaluate.agreement import (
    MISSED,
    SPURIOUS,
    alpha,
    kappa,
    layer_cells,
    observed,
    status_confusion,
    universe,
)
from kg.evaluate.coding import CodedAct, Coding


def table(rows: list[list[int]]) -> dict[tuple[str, str], int]:
    return {(str(i), str(j)): n for i, row in enumerate(rows) for j, n in enumerate(row)}


@pytest.mark.parametrize(("rows", "expected"), [
    # Fleiss, Levin, Paik, Statistical Methods for Rates and Proportions, 3rd ed. 2003, ch. 18:
    # 100 subjects, three diagnoses; given as .68.
    ([[75, 1, 4], [5, 4, 1], [0, 0, 10]], 0.676),
    # Chance alone (rows proportional), and agreement throughout.
    ([[25, 25], [25, 25]], 0.0),
    ([[3, 0], [0, 7]], 1.0),
    # Worse than chance.
    ([[0, 5], [5, 0]], -1.0),
])
def test_kappa_of_worked_examples(rows: list[list[int]], expected: float) -> None:
    assert kappa(table(rows)) == pytest.approx(expected, abs=0.0005)


#: Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), examples A and B.
MEG_AND_OWEN = ("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0", 0.095)
BEN_AND_GERRY = ("a a b b d c c c e d d a", "b a b b b c c c e d d d", 0.692)


@pytest.mark.parametrize(("first", "second", "expected"), [MEG_AND_OWEN, BEN_AND_GERRY])
def test_alpha_of_worked_examples(first: str, second: str, expected: float) -> None:
    cells = Counter(zip(first.split(), second.split(), strict=True))
    assert alpha(cells) == pytest.approx(expected, abs=0.0005)


def by_definition(first: list[str], second: list[str]) -> float:
    """Alpha as 1 - D_o/D_e over all pairs of values: within units, and of all values."""
    together = first + second
    within = [a != b for a, b in zip(first, second, strict=True)]
    every = [a != b for a, b in itertools.permutations(together, 2)]
    return 1 - (sum(within) / len(within)) / (sum(every) / len(every))


@pytest.mark.parametrize("seed", range(20))
def test_alpha_is_what_its_definition_says(seed: int) -> None:
    draw = random.Random(seed)
    first = ["x", "y", *(draw.choice("xyzz") for _ in range(draw.randrange(1, 40)))]
    second = [one if draw.random() < 0.6 else draw.choice("xyz") for one in first]
    assert alpha(Counter(zip(first, second, strict=True))) == pytest.approx(
        by_definition(first, second))


def test_where_nothing_varies_there_is_no_figure() -> None:
    for cells in ({}, {("yes", "yes"): 9}):
        assert kappa(cells) is None
        assert alpha(cells) is None
    assert observed({}) is None
    assert observed({("yes", "yes"): 9}) == 1


def coding(acts: str = "", *, relevant: bool = True, topics: str = "",
           pairs: tuple[tuple[str, str], ...] = (("CU", "KE"),)) -> Coding:
    """`acts` as "donation planned CU KE; visit completed CU KE"."""
    split = [one.split() for one in acts.split(";") if one.strip()]
    return Coding("a", relevant, pairs=pairs, topics=tuple(topics.split()), engagements=tuple(
        CodedAct(type_, status, tuple(countries)) for type_, status, *countries in split))


def cells(gold: Coding, found: Coding, layer: str) -> dict[tuple[str, str], int]:
    return dict(layer_cells(gold, found, universe([gold, found]))[layer])


def test_relevance_has_an_article_for_a_unit() -> None:
    assert cells(coding(), coding(relevant=False), "relevance") == {("yes", "no"): 1}


def test_type_is_judged_where_both_have_an_act_of_the_same_parties() -> None:
    gold = coding("donation planned CU KE; visit completed CU KE; care ongoing CU KE UG")
    found = coding("donation completed CU KE; training planned CU KE; donation planned CU UG")
    assert cells(gold, found, "type") == {
        ("yes", "yes"): 1, ("yes", "no"): 2, ("no", "yes"): 1}
    assert cells(gold, coding("visit planned CU UG"), "type") == {}


def test_status_is_judged_of_acts_that_both_have() -> None:
    gold = coding("donation planned CU KE; visit completed CU KE; care ongoing CU KE")
    found = coding("donation completed CU KE; visit completed CU KE; training ongoing CU KE")
    assert cells(gold, found, "status") == {
        ("planned", "completed"): 1, ("completed", "completed"): 1}


def test_topics_are_judged_in_articles_that_both_call_relevant() -> None:
    gold, found = coding(topics="malaria vaccines"), coding(topics="malaria dengue")
    assert cells(gold, found, "topics") == {("yes", "yes"): 1, ("yes", "no"): 1, ("no", "yes"): 1}
    assert cells(gold, coding(relevant=False), "topics") == {}


@pytest.mark.parametrize(("gold", "found", "expected"), [
    ("donation planned CU KE", "", {("planned", MISSED): 1}),
    ("", "donation planned CU KE", {(SPURIOUS, "planned"): 1}),
    # Part of a gift has come, the rest is due; one of the two is seen.
    ("donation completed CU KE; donation planned CU KE", "donation planned CU KE",
     {("planned", "planned"): 1, ("completed", MISSED): 1}),
    ("donation completed CU KE; donation planned CU KE",
     "donation ongoing CU KE; donation proposed CU KE",
     {("planned", "proposed"): 1, ("completed", "ongoing"): 1}),
    ("donation proposed CU KE", "donation planned CU KE; donation signed CU KE",
     {("proposed", "planned"): 1, (SPURIOUS, "signed"): 1}),
    ("donation lapsed CU KE", "donation planned CU KE", {("lapsed", "planned"): 1}),
])
def test_statuses_are_put_beside_each_other(
    gold: str, found: str, expected: dict[tuple[str, str], Any]
) -> None:
    assert status_confusion(coding(gold), coding(found)) == expected
