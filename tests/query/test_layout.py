"""Everything is described in one graph only, so that a question has one answer: of the union of
all graphs, of the same graphs named by FROM, and of all triples merged as the standard has it."""

from __future__ import annotations

from collections import defaultdict

import pyoxigraph as ox
import pytest

from kg.query import named_queries
from kg.query.run import bound_query, named_terms, to_answer
from kg.sparql import check_query
from kg.store import Store
from kg.vocab import RDF

#: Parts that both a claim and an engagement have of their own, each with an IRI of its own.
PARTS = {"Participation", "Quantity"}


def kind_of(graph: object, store: Store) -> str:
    assert isinstance(graph, ox.NamedNode)
    return "article" if store.iris.is_article_graph(graph) else graph.value.rsplit("/", 1)[1]


def test_articles_hold_claims_and_the_world_what_they_come_to(built: Store) -> None:
    classes, graphs = defaultdict(set), defaultdict(set)
    for quad in built.match(predicate=ox.NamedNode(str(RDF.type))):
        assert isinstance(quad.subject, ox.NamedNode)
        assert isinstance(quad.object, ox.NamedNode)
        name = quad.object.value.replace("#", "/").rsplit("/", 1)[1]
        classes[kind_of(quad.graph_name, built)].add(name)
        graphs[quad.subject.value].add(quad.graph_name)
    assert [iri for iri, where in graphs.items() if len(where) > 1] == []
    assert classes["article"] & classes["world"] == PARTS
    assert classes["reference"] & (classes["article"] | classes["world"]) == set()
    assert classes["article"] >= {"Article", "Claim", "Evidence", "InstitutionMention"}
    assert classes["world"] >= {"Engagement", "Institution", "Person", "Report", "Outlet"}
    assert classes["reference"] >= {"Country", "Topic", "Status", "Bloc"}


@pytest.fixture(scope="module")
def merged(built: Store) -> ox.Store:
    """All triples in one graph, each once."""
    store = ox.Store()
    store.extend({ox.Quad(quad.subject, quad.predicate, quad.object) for quad in built.quads()})
    return store


def answers(built: Store, merged: ox.Store, text: str) -> list[object]:
    """The answer over the union, over all graphs by FROM, and over all triples merged."""
    form, prefixes = check_query(text), built.iris.prefixes()
    graphs = {quad.graph_name for quad in built.quads()}
    named = "".join(f"FROM {graph} FROM NAMED {graph} " for graph in sorted(map(str, graphs)))
    at = text.upper().index("WHERE")
    found = (
        built.query(text),
        built.query(f"{text[:at]}{named}{text[at:]}"),
        merged.query(text, prefixes=prefixes),
    )
    return [sorted(map(str, to_answer(form, one).rows)) for one in found]


@pytest.mark.parametrize("name", sorted(named_queries()))
def test_a_named_query_has_one_answer(built: Store, merged: ox.Store, name: str) -> None:
    query = named_queries()[name]
    given = {one.name: one.example for one in query.parameters if not one.optional}
    text = bound_query(*named_terms(name, given), built.iris.prefixes())
    union, named, once = answers(built, merged, text)
    assert union == named == once


def test_plain_counts_are_right(built: Store, merged: ox.Store) -> None:
    for pattern in ("?s ?p ?o", "?s a hc:Institution ; skos:prefLabel ?l",
                    "?s hc:party ?c . ?c skos:prefLabel ?l"):
        text = f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}"
        union, named, once = answers(built, merged, text)
        assert union == named == once, pattern
