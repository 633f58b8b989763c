"""An article and its facts become quads and are the same when they come back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from pyoxigraph import BlankNode, Store

from kg.model import Article, Claim, Evidence, Facts
from kg.rdf.articles import canonical, from_quads, to_quads
from kg.rdf.iris import Iris
from kg.vocab import HC
from tests.rdf.values import example, read_articles


def test_what_is_written_is_read_back() -> None:
    article, facts = example()
    back, found = from_quads(to_quads(article, facts))
    assert back == replace(article, text="")
    assert found == canonical(facts)


def test_the_example_has_a_value_in_every_field() -> None:
    article, facts = example()
    empty = {
        name for value in (article, facts, *facts.people, facts.claims[1], *facts.capacities)
        for name in value.__slots__ if getattr(value, name) in (None, (), "")
    }
    assert empty == {"source", "line", "status_detail", "place"}
    assert facts.claims[0].status_detail
    assert facts.claims[0].place


@settings(max_examples=80, deadline=None)
@given(read_articles())
def test_any_facts_survive_the_quads_and_the_store(read: tuple[Article, Facts]) -> None:
    article, facts = read
    store = Store()
    store.extend(to_quads(article, facts))
    back, found = from_quads(store)
    assert found == canonical(facts)
    assert canonical(found) == found
    assert back == replace(article, text="", source=None)


@settings(max_examples=30, deadline=None)
@given(read_articles())
def test_quads_are_what_the_store_gives_back(read: tuple[Article, Facts]) -> None:
    """Oxigraph writes numbers and dates in a form of its own: we write them in it."""
    quads = to_quads(*read)
    store = Store()
    store.extend(quads)
    assert set(store) == set(quads)


def test_the_order_of_facts_does_not_show() -> None:
    article, facts = example()
    turned = replace(
        facts, claims=facts.claims[::-1], countries=facts.countries[::-1],
        institutions=facts.institutions[::-1],
    )
    assert to_quads(article, turned) == to_quads(article, facts)


def test_no_blank_nodes_and_one_graph() -> None:
    article, facts = example()
    quads = to_quads(article, facts)
    assert {quad.graph_name for quad in quads} == {Iris().article_graph("af-03")}
    assert not [quad for quad in quads for term in quad if isinstance(term, BlankNode)]
    assert len(set(quads)) == len(quads)


def test_two_articles_share_no_subject() -> None:
    """So one can be taken out without harm to the other."""
    article, facts = example()
    other = replace(article, id="af-04"), replace(facts, article="af-04")
    subjects = [{quad.subject for quad in to_quads(*one)} for one in ((article, facts), other)]
    assert not subjects[0] & subjects[1]


def test_the_surer_of_two_claims_that_say_the_same_is_kept() -> None:
    article, facts = example()
    claim = facts.claims[1]
    unsure = replace(claim, confidence=0.2, rule="E7")
    both = replace(facts, claims=(unsure, claim))
    assert from_quads(to_quads(article, both))[1].claims == (canonical(facts).claims[1],)


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        ({"evidence": (Evidence(0, 4, "Peru"),)}, "is not the quote 'Peru'"),
        ({"evidence": ()}, "without evidence"),
        ({"participants": ("i9",)}, "no institution or person 'i9'"),
        ({"type": "a treaty"}, "'a treaty' is no code"),
        ({"countries": ("Kenya <x>",)}, "is no code"),
    ],
    ids=["quote", "no evidence", "key", "type", "country"],
)
def test_facts_that_cannot_be_cited_are_refused(change: dict[str, object], cause: str) -> None:
    article, facts = example()
    claim: Claim = replace(facts.claims[0], **change)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=cause):
        to_quads(article, replace(facts, claims=(claim,)))


def test_facts_of_another_article_are_refused() -> None:
    article, facts = example()
    with pytest.raises(ValueError, match="facts of 'x' given with article 'af-03'"):
        to_quads(article, replace(facts, article="x"))


def test_quads_that_are_no_article_are_refused() -> None:
    article, facts = example()
    quads = to_quads(article, facts)
    with pytest.raises(ValueError, match="0 articles in one graph"):
        from_quads([])
    without_rule = [quad for quad in quads if quad.predicate.value != str(HC.rule)]
    with pytest.raises(ValueError, match=r"has no <.*#rule>"):
        from_quads(without_rule)


def test_another_base_holds_all_but_the_lists() -> None:
    article, facts = example()
    iris = Iris("https://example.org/kg/")
    quads = to_quads(article, facts, iris=iris)
    assert all(quad.subject.value.startswith("https://example.org/kg/") for quad in quads)
    assert from_quads(quads, iris=iris)[1] == canonical(facts)
