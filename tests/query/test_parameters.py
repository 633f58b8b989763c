"""What users type for a parameter, and the term it becomes."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode

from kg.errors import UsageError
from kg.query.parameters import guess_term, to_term
from kg.vocab import PREFIXES

XSD = "http://www.w3.org/2001/XMLSchema#"


def date(day: str) -> Literal:
    return Literal(day, datatype=NamedNode(f"{XSD}date"))


def code(prefix: str, name: str) -> NamedNode:
    return NamedNode(PREFIXES[prefix] + name)


@pytest.mark.parametrize(("kind", "value", "term"), [
    ("country", "IR", code("country", "IR")),
    ("country", "ir", code("country", "IR")),
    ("country", "IRN", code("country", "IR")),
    ("country", "Iran", code("country", "IR")),
    ("country", " Islamic Republic of Iran ", code("country", "IR")),
    ("country", "Türkiye", code("country", "TR")),
    ("country", "turkiye", code("country", "TR")),
    ("from", "2018", date("2018-01-01")),
    ("until", "2018", date("2018-12-31")),
    ("from", "2018-02", date("2018-02-01")),
    ("until", "2020-02", date("2020-02-29")),
    ("until", "2018-03-13", date("2018-03-13")),
    ("topic", "vaccines", code("topic", "vaccines")),
    ("topic", "Vaccines", code("topic", "vaccines")),
    ("type", "Donation", code("type", "donation")),
    ("status", "signed", code("status", "signed")),
    ("text", "any } text", Literal("any } text")),
    ("number", "7", Literal("7", datatype=NamedNode(f"{XSD}integer"))),
])
def test_parameters_of_named_queries(kind: str, value: str, term: NamedNode | Literal) -> None:
    assert to_term(kind, value) == term


@pytest.mark.parametrize(("kind", "value", "cause"), [
    ("country", "Irann", "no country 'Irann'; did you mean iran"),
    ("country", "", "no country ''"),
    ("country", "IR> <x", "no country"),
    ("from", "yesterday", "no date 'yesterday'; expected one as 2018"),
    ("until", "2018-13", "no date"),
    ("until", "2018-02-30", "no date"),
    ("topic", "vacines", "did you mean vaccines"),
    ("type", "gift", "no type 'gift'"),
    ("status", "sign", "did you mean signed"),
    ("number", "-1", "expected digits"),
])
def test_what_is_no_value_of_its_kind_is_said(kind: str, value: str, cause: str) -> None:
    with pytest.raises(UsageError, match=cause):
        to_term(kind, value)


@pytest.mark.parametrize(("value", "term"), [
    ("country:IR", code("country", "IR")),
    ("hc:Engagement", NamedNode(PREFIXES["hc"] + "Engagement")),
    ("<https://x.example/a>", NamedNode("https://x.example/a")),
    ("7", Literal("7", datatype=NamedNode(f"{XSD}integer"))),
    ("-0.5", Literal("-0.5", datatype=NamedNode(f"{XSD}decimal"))),
    ("2018-03-13", date("2018-03-13")),
    ("2018-13-45", Literal("2018-13-45")),
    ('"7"', Literal("7")),
    ("signed", Literal("signed")),
    ("nope:IR", Literal("nope:IR")),
    ("<not an iri>", Literal("<not an iri>")),
    ("<javascript> } UNION {", Literal("<javascript> } UNION {")),
    ("", Literal("")),
])
def test_values_in_queries_of_ones_own_are_read_by_their_form(
    value: str, term: NamedNode | Literal
) -> None:
    assert guess_term(value) == term
