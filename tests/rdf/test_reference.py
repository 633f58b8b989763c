"""Countries, topics and lists are in the graph as the tables have them."""

from __future__ import annotations

import csv

from pyoxigraph import BlankNode, Store

from kg.model import ENGAGEMENT_TYPES
from kg.rdf import Iris, reference_quads
from kg.rdf.articles import outlet_iri
from kg.resources import data_path
from kg.vocab import PREFIXES

STORE = Store()
STORE.extend(reference_quads())


def ask(query: str) -> list[tuple[str, ...]]:
    found = STORE.query(query, use_default_graph_as_union=True, prefixes=PREFIXES)
    return [tuple(term.value for term in row) for row in found]  # type: ignore[union-attr]


def rows(name: str) -> list[dict[str, str]]:
    with data_path(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_one_graph_no_blank_nodes_and_nothing_twice() -> None:
    quads = reference_quads()
    assert {quad.graph_name for quad in quads} == {Iris().reference}
    assert not [quad for quad in quads for term in quad if isinstance(term, BlankNode)]
    assert len(set(quads)) == len(quads)
    assert quads == reference_quads()


def test_every_country_has_its_codes_and_name() -> None:
    found = ask("SELECT ?a ?b ?name { ?c a hc:Country ; hc:isoAlpha2 ?a ; hc:isoAlpha3 ?b ; "
                "skos:prefLabel ?name }")
    expected = [(row["iso2"], row["iso3"], row["name"]) for row in rows("country_names.csv")]
    assert sorted(found) == sorted(expected)
    assert ("NA", "NAM", "Namibia") in found, "read as text, not as a missing value"


def test_countries_know_their_blocs_and_region() -> None:
    assert ("Economic Cooperation Organization",) in ask(
        "SELECT ?bloc { country:IR hc:memberOf/skos:prefLabel ?bloc }"
    )
    assert ask("SELECT ?region ?sub { country:IR hc:region ?region ; hc:subregion ?sub }") == [
        ("Asia", "Southern Asia")
    ]


def test_topics_are_a_tree_with_matches() -> None:
    table = rows("topics.csv")
    assert len(ask("SELECT ?t { ?t a hc:Topic }")) == len(table)
    tops = [row for row in table if not row["broader"]]
    assert len(ask("SELECT ?t { ?t skos:topConceptOf ?scheme . ?t a hc:Topic }")) == len(tops)
    assert ask("SELECT ?top { topic:tuberculosis skos:broader ?top }") == [
        (PREFIXES["topic"] + "communicable-diseases",)
    ]
    assert ask("SELECT ?m { topic:tuberculosis skos:closeMatch ?m } ORDER BY ?m") == [
        ("http://id.nlm.nih.gov/mesh/D014376",), ("http://www.wikidata.org/entity/Q12204",)
    ]


def test_finer_types_are_found_by_their_type_of_the_codebook() -> None:
    found = ask("SELECT DISTINCT ?n { ?t a hc:EngagementType ; skos:broader*/skos:notation ?n ; "
                "skos:notation 'memorandum' }")
    assert sorted(found) == [("agreement",), ("memorandum",)]
    tops = ask("SELECT ?n { ?t a hc:EngagementType ; skos:topConceptOf ?s ; skos:notation ?n }")
    assert sorted(name for name, in tops) == sorted(ENGAGEMENT_TYPES)


def test_outlets_sit_in_a_country_under_every_name() -> None:
    iris = Iris()
    for row in rows("outlets.csv")[:20]:
        for name in filter(None, (row["name"], *row["aliases"].split("|"))):
            assert ask(f"SELECT ?c {{ {outlet_iri(iris, name)} hc:country/hc:isoAlpha2 ?c }}") == [
                (row["country"],)
            ], name
