"""What is said of a query that is ill-formed, or that names what there is not."""

from __future__ import annotations

import pytest

from kg.errors import UsageError
from kg.query import run_query, unknown_terms
from kg.store import open_store


@pytest.mark.parametrize(("text", "told"), [
    ("SELECT ?x { ?x a hc:Claim } }", "error at 1:30 (a } closes nothing)"),
    ("SELECT ?x\n{ ?x a hc:Claim", "error at 2:16 (a { is not closed)"),
    ("SELECT ?x { ?x a hc:Claim } ORDER ?x", "expected BY"),
    ('SELECT ?x { ?x a "abc }', 'a string that begins with " has no end'),
    ("SELECT ?x { FILTER(?x ] }", "a ] closes nothing"),
    ("SELECT ?x { ?x a foo:Claim }", "the query declares no prefix foo:"),
])
def test_a_fault_is_told_with_its_place_and_what_stands_there(text: str, told: str) -> None:
    with pytest.raises(UsageError) as caught, open_store() as store:
        run_query(store, text)
    assert told in str(caught.value)
    assert "[_]" not in str(caught.value)


@pytest.mark.parametrize(("text", "found"), [
    ("SELECT * { ?e a hc:Engagement ; hc:status status:signed ; a skos:Nothing }", []),
    ("SELECT * { ?e hc:status status:singed, country:XX }", ["status:singed"]),
    ("SELECT ?hc { ?e hc:xyzzy 'hc:partyy' }", ["hc:xyzzy"]),
    ("# hc:nothing\nASK { ?e hc:partyy hc:partyy }", ["hc:partyy"]),
])
def test_terms_that_there_are_not(text: str, found: list[str]) -> None:
    assert [doubt.split()[0] for doubt in unknown_terms(text)] == found


def test_the_term_that_may_be_meant() -> None:
    (told,) = unknown_terms("ASK { ?e hc:status status:singed }")
    assert told == "status:singed is no term of the ontology; did you mean status:signed?"
