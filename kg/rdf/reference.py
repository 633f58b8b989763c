"""What does not depend on any article: countries, blocs, topics, outlets, lists, ontology.

Tables of data/ and Turtle of ontology/ come in, quads of the reference graph go out. The
shapes are left out: they speak of data, and are not data.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from kg.rdf.articles import outlet_iri
from kg.rdf.iris import Iris, term
from kg.rdf.quads import QuadList, as_english, as_text
from kg.resources import data_path, ontology_path
from kg.vocab import DCAT, DCTERMS, HC, PREFIXES, SKOS

__all__ = ["ontology_triples", "reference_quads"]

_ONTOLOGY: Final = "https://w3id.org/health-cooperation/ontology"
_MESH: Final = "http://id.nlm.nih.gov/mesh/"
_WIKIDATA: Final = "http://www.wikidata.org/entity/"

#: Shapes are read by `kg.rdf.shapes`.
_SHAPES: Final = "shapes.ttl"


def reference_quads(iris: Iris | None = None) -> list[Quad]:
    """All reference data as quads of its graph, the same in every run of one version."""
    iris = iris or Iris()
    quads = QuadList(iris.reference)
    _add_dataset(quads, iris)
    _add_countries(quads)
    _add_topics(quads)
    _add_outlets(quads, iris)
    for triple in ontology_triples():
        quads.append(Quad(triple.subject, triple.predicate, triple.object, iris.reference))
    return list(quads)


def ontology_triples() -> list[Triple]:
    """Terms, lists and alignments: what lies in ontology/ but for the shapes."""
    return [
        quad.triple
        for path in sorted(ontology_path().glob("*.ttl")) if path.name != _SHAPES
        for quad in parse(path=str(path), format=RdfFormat.TURTLE)
    ]


def _add_dataset(quads: QuadList, iris: Iris) -> None:
    dataset = NamedNode(f"{iris.base}dataset")
    quads.add_types(dataset, DCAT.Dataset)
    quads.add(dataset, DCTERMS.title, as_english("Health cooperation knowledge graph"))
    quads.add(dataset, DCTERMS.description, as_english(
        "What articles say that countries and their institutions do together in health, "
        "each claim with its quote."
    ))
    quads.add(dataset, DCTERMS.conformsTo, NamedNode(_ONTOLOGY))


def _add_countries(quads: QuadList) -> None:
    blocs: defaultdict[str, list[NamedNode]] = defaultdict(list)
    for row in _rows("country_blocs.csv"):
        bloc = term("bloc", row["id"])
        quads.add_types(bloc, HC.Bloc)
        quads.add(bloc, SKOS.prefLabel, as_english(row["name"]))
        quads.add(bloc, SKOS.altLabel, *(as_english(name) for name in _cells(row["alt_names"])))
        for code in _cells(row["members_iso2"]):
            blocs[code].append(bloc)
    places = {row["iso2"]: row for row in _rows("country_places.csv")}
    for row in _rows("country_names.csv"):
        code = row["iso2"]
        country = term("country", code)
        quads.add_types(country, HC.Country)
        quads.add(country, SKOS.prefLabel, as_english(row["name"]))
        quads.add(country, SKOS.altLabel, *(as_english(name) for name in _cells(row["alt_names"])))
        quads.add(country, HC.isoAlpha2, as_text(code))
        quads.add(country, HC.isoAlpha3, as_text(row["iso3"]))
        quads.add(country, HC.memberOf, *blocs[code])
        place = places.get(code, {})
        for column, predicate in (
            ("region", HC.region), ("subregion", HC.subregion), ("income_group", HC.incomeGroup),
        ):
            quads.add_text(country, predicate, place.get(column) or None)


def _add_topics(quads: QuadList) -> None:
    scheme = NamedNode(PREFIXES["topic"].rstrip("/"))
    quads.add_types(scheme, SKOS.ConceptScheme)
    quads.add(scheme, SKOS.prefLabel, as_english("Topics of cooperation in health"))
    quads.add(scheme, DCTERMS.title, as_english("Topics of cooperation in health"))
    for row in _rows("topics.csv"):
        topic = term("topic", row["id"])
        quads.add_types(topic, HC.Topic, SKOS.Concept)
        quads.add(topic, SKOS.inScheme, scheme)
        quads.add(topic, SKOS.notation, as_text(row["id"]))
        quads.add(topic, SKOS.prefLabel, as_english(row["label"]))
        synonyms = [name for name in _cells(row["synonyms"]) if name != row["label"]]
        quads.add(topic, SKOS.altLabel, *(as_english(name) for name in synonyms))
        if row["broader"]:
            quads.add(topic, SKOS.broader, term("topic", row["broader"]))
        else:
            quads.add(topic, SKOS.topConceptOf, scheme)
        quads.add(
            topic, SKOS.closeMatch,
            *(NamedNode(_MESH + id) for id in _cells(row["mesh_id"])),
            *(NamedNode(_WIKIDATA + id) for id in _cells(row["wikidata_id"])),
        )


def _add_outlets(quads: QuadList, iris: Iris) -> None:
    """Where outlets sit, under every name they are credited with.

    What an outlet is, is said in the assembled graph, of those that publish something in it.
    """
    for row in _rows("outlets.csv"):
        for name in (row["name"], *_cells(row["aliases"])):
            quads.add_code(outlet_iri(iris, name), HC.country, "country", row["country"] or None)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with data_path(name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _cells(cell: str) -> list[str]:
    return list(dict.fromkeys(filter(None, (part.strip() for part in cell.split("|")))))
