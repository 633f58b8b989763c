"""Figures by hand, intervals that follow from the seed, what is and what is not counted."""

from __future__ import annotations

import math
import random

import pytest

from kg.errors import KgError
from kg.evaluate import FACT_TYPES, CodedAct, Coding, Evaluation, evaluate
from kg.evaluate.figures import Figure


def codings(**countries: str) -> dict[str, Coding]:
    return {article: Coding(article, relevant=True, countries=tuple(codes.split()))
            for article, codes in countries.items()}


GOLD = codings(a="CU KE", b="CN", c="FR IR", d="")
FOUND = codings(a="CU KE UG", b="", c="FR", x="ZZ")


def test_counts_are_summed_before_anything_is_divided() -> None:
    score = evaluate(GOLD, FOUND).scores["countries"]
    assert (score.tp, score.fp, score.fn) == (3, 1, 2)
    assert score.precision.value == 3 / 4
    assert score.recall.value == 3 / 5
    assert score.f1.value == pytest.approx(2 / 3)


def test_an_article_without_output_says_nothing_and_one_without_gold_counts_nowhere() -> None:
    result = evaluate(GOLD, FOUND)
    assert (result.without_output, result.not_in_gold) == (("d",), ("x",))
    assert [one.article for one in result.articles] == ["a", "b", "c", "d"]
    assert (result.scores["relevant"].fn, result.agreement["relevance"].units) == (1, 3)
    common = evaluate(GOLD, FOUND, common=True)
    assert [one.article for one in common.articles] == ["a", "b", "c"]
    assert common.scores["relevant"].fn == 0


def test_nothing_in_common_is_said() -> None:
    with pytest.raises(KgError, match=r"no article is in both.*a; z"):
        evaluate(GOLD, codings(z="FR"))


def test_what_is_not_there_to_be_measured_has_no_figure() -> None:
    result = evaluate(GOLD, FOUND)
    for name in ("people", "links"):
        assert result.scores[name].f1 == Figure(None)
    assert result.attributes["person.role"].share == Figure(None)
    assert result.agreement["status"].kappa == Figure(None)


def test_nothing_right_is_zero_and_not_nothing() -> None:
    score = evaluate(codings(a="CU"), codings(a="")).scores["countries"]
    assert (score.precision.value, score.recall.value, score.f1.value) == (0, 0, 0)


def test_each_article_has_its_counts() -> None:
    by_article = {one.article: one.counts("countries") for one in evaluate(GOLD, FOUND).articles}
    assert by_article == {"a": (2, 1, 0), "b": (0, 0, 1), "c": (1, 0, 1), "d": (0, 0, 0)}


def many(seed: int) -> tuple[dict[str, Coding], dict[str, Coding]]:
    """60 articles of one to four acts, of which some two thirds are found."""
    draw = random.Random(seed)
    gold, found = {}, {}
    for number in range(60):
        acts = [CodedAct(draw.choice(["visit", "donation", "training"]),
                         draw.choice(["planned", "completed"]), ("CU", draw.choice(["KE", "UG"])))
                for _ in range(draw.randrange(1, 5))]
        kept = [act for act in acts if draw.random() < 0.67]
        article = f"a{number}"
        gold[article] = Coding(article, True, engagements=tuple(acts))
        found[article] = Coding(article, True, engagements=tuple(kept))
    return gold, found


def intervals(result: Evaluation) -> list[Figure]:
    return [figure for score in result.scores.values()
            for figure in (score.precision, score.recall, score.f1)] + [
        figure for one in result.agreement.values() for figure in (one.kappa, one.alpha)]


def test_the_seed_decides() -> None:
    gold, found = many(1)
    first, again = (evaluate(gold, found, samples=200, seed=7) for _ in range(2))
    assert intervals(first) == intervals(again)
    assert intervals(first) != intervals(evaluate(gold, found, samples=200, seed=8))


def test_an_interval_holds_its_figure_and_narrows_with_more_articles() -> None:
    gold, found = many(2)
    few = evaluate(dict(list(gold.items())[:15]), found, samples=500).scores["engagements"].recall
    all_ = evaluate(gold, found, samples=500).scores["engagements"].recall
    for one in (few, all_):
        assert one.value is not None
        assert one.low is not None
        assert one.high is not None
        assert one.low < one.value < one.high
    assert few.high - few.low > all_.high - all_.low  # type: ignore[operator]


def test_the_bootstrap_of_a_share_is_as_wide_as_theory_says() -> None:
    """One fact an article, 70 of 100 found: recall is a share, its standard error known."""
    gold = codings(**{f"a{i}": "CU" for i in range(100)})
    found = codings(**{f"a{i}": "CU" if i < 70 else "" for i in range(100)})
    recall = evaluate(gold, found, samples=4000).scores["countries"].recall
    error = 1.96 * math.sqrt(0.7 * 0.3 / 100)
    assert recall.low == pytest.approx(0.7 - error, abs=0.006)
    assert recall.high == pytest.approx(0.7 + error, abs=0.006)


def test_without_samples_or_with_one_article_there_is_no_interval() -> None:
    gold, found = many(3)
    assert evaluate(gold, found, samples=0).scores["engagements"].f1.low is None
    one = evaluate(GOLD, codings(a="CU"), common=True)
    assert one.scores["countries"].f1.value is not None
    assert one.scores["countries"].f1.low is None


def test_a_figure_goes_by_its_name() -> None:
    result = evaluate(GOLD, FOUND)
    assert all(result.figure(type_) == result.scores[type_].f1 for type_ in FACT_TYPES)
    assert result.figure("countries.precision") == result.scores["countries"].precision
    assert result.figure("engagements+status.recall") == (
        result.scores["engagements+status"].recall)
    with pytest.raises(KeyError):
        result.figure("countries.speed")
    assert result.figure("person.role") == result.attributes["person.role"].share


def test_the_order_of_lines_changes_nothing() -> None:
    backwards = [dict(reversed(side.items())) for side in (GOLD, FOUND)]
    assert evaluate(*backwards, samples=50) == evaluate(GOLD, FOUND, samples=50)
