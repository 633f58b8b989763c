"""Ids are made from content: the same in every run, and different for different things."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ids import (
    article_name,
    capacity_id,
    claim_id,
    content_hash,
    content_id,
    evidence_name,
    link_id,
    slug,
)
from kg.model import Article, Capacity, Claim, Evidence, Link, Quantity

HERE = Evidence(0, 4, "Iran")
THERE = Evidence(9, 15, "France")
AGAIN = Evidence(20, 24, "Iran")
CLAIM = Claim(
    "donation", "signed", ("FR", "IR"), (HERE, THERE, AGAIN), "E1", participants=("i1", "i2"),
    roles=(("FR", "donor"), ("IR", "recipient")), topics=("vaccines", "cell-therapy"),
    quantities=(Quantity("1", "dose", HERE), Quantity("2", "dose", THERE)),
)

any_text = st.text(st.characters(exclude_categories=("Cs",)), max_size=100)


def test_the_id_of_a_claim_does_not_change() -> None:
    """Decisions of people and citations hang on it: a change here breaks them."""
    assert claim_id("af-03", CLAIM) == "claim/af-03.48ed65361578c093"


@pytest.mark.parametrize(
    "change",
    [
        {"rule": "E2"}, {"confidence": 0.1}, {"countries": ("IR", "FR")},
        {"participants": ("i2", "i1")}, {"roles": CLAIM.roles[::-1]},
        {"topics": CLAIM.topics[::-1]}, {"quantities": CLAIM.quantities[::-1]},
        {"evidence": (HERE, AGAIN, THERE)},
    ],
    ids=str,
)
def test_what_does_not_change_a_claim(change: dict[str, object]) -> None:
    assert claim_id("a", replace(CLAIM, **change)) == claim_id("a", CLAIM)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        {"type": "trade"}, {"detail": "donation"}, {"status": "planned"}, {"status_detail": "x"},
        {"modality": "denied"}, {"countries": ("FR",)}, {"participants": ()}, {"roles": ()},
        {"topics": ()}, {"date": "2018"}, {"place": "Tehran"}, {"attribution": "he"},
        {"quantities": ()}, {"evidence": (THERE, HERE, AGAIN)}, {"evidence": (HERE,)},
    ],
    ids=str,
)
def test_what_makes_another_claim(change: dict[str, object]) -> None:
    assert claim_id("a", replace(CLAIM, **change)) != claim_id("a", CLAIM)  # type: ignore[arg-type]


def test_the_same_claim_in_another_article_is_another() -> None:
    assert claim_id("a", CLAIM) != claim_id("b", CLAIM)


def test_links_and_capacities_have_ids_of_their_own() -> None:
    link = Link("i1", "i2", (HERE,), "L1")
    assert link_id("a", link) == link_id("a", replace(link, rule="L2", confidence=0.1))
    assert link_id("a", link) != link_id("a", replace(link, b="i3"))
    capacity = Capacity("IR", CLAIM.quantities[0], "Q1")
    assert capacity_id("a", capacity) == capacity_id("a", replace(capacity, rule="Q2"))
    assert capacity_id("a", capacity) != capacity_id("a", replace(capacity, country="FR"))
    kinds = {name.partition("/")[0] for name in (
        claim_id("a", CLAIM), link_id("a", link), capacity_id("a", capacity))}
    assert len(kinds) == 3


def test_evidence_is_named_by_its_place() -> None:
    assert evidence_name("a", HERE) == "a.text-0-4"
    assert evidence_name("a", replace(HERE, field="title")) == "a.title-0-4"


@given(any_text, any_text)
def test_two_articles_never_share_a_name(one: str, other: str) -> None:
    names = {article_name(one), article_name(other)}
    assert len(names) == len({one, other})
    for name in names:
        assert re.fullmatch(r"[A-Za-z0-9._~-]+", name)


@pytest.mark.parametrize("name", ["af-03", "a.b", "A1", "24.kg-2018"])
def test_a_plain_id_is_its_own_name(name: str) -> None:
    assert article_name(name) == name


@pytest.mark.parametrize("name", ["", "a b", "a/b", "é", "-a", "a.", "x" * 81, "a~b", "../a"])
def test_any_other_id_gets_a_digest(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9-]+~[0-9a-f]{16}", article_name(name))


@given(any_text, any_text, any_text)
def test_the_label_does_not_make_the_id(label: str, part: str, other: str) -> None:
    def end(name: str) -> str:
        return re.split(r"[./]", name)[-1]
    assert end(content_id("x", label, part)) == end(content_id("x", "y", part))
    assert (content_id("x", label, part) == content_id("x", label, other)) == (part == other)


@given(any_text)
def test_a_slug_is_plain(text: str) -> None:
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug(text))
    assert len(slug(text)) <= 60


def test_the_hash_of_an_article_is_that_of_what_was_read() -> None:
    article = Article("a", "text", "title", "2018-06-06", "p", "u", "en", "l", "file", "sketch")
    same = replace(article, source="other", sketch=None)
    assert content_hash(article) == content_hash(same)
    for field in ("id", "text", "title", "date", "publisher", "url", "language", "licence"):
        assert content_hash(article) != content_hash(replace(article, **{field: "x"})), field
    assert re.fullmatch("[0-9a-f]{64}", content_hash(article))
    moved = replace(article, text="", title="texttitle")
    assert content_hash(article) != content_hash(moved)
