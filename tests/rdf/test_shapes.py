"""Each shape passes what conforms, fails what does not, and says how to repair it.

`shapes/NAME.good.ttl` conforms, together with `shapes/context.ttl`; `shapes/NAME.bad.ttl`
breaks every constraint of the shape at least once.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, RDFS, SH, SKOS

from kg.rdf import Finding, reference_quads, validate
from kg.rdf.reference import ontology_triples
from kg.resources import ontology_path
from kg.store import open_store
from kg.vocab import HC
from tests.rdf.values import assembled_store

FILES = Path(__file__).parent / "shapes"
SHAPE = "https://w3id.org/health-cooperation/shapes#"
SHAPES = Graph().parse(ontology_path("shapes.ttl"))
NAMES = sorted(
    str(shape).removeprefix(SHAPE) for shape in SHAPES.subjects(RDF.type, SH.NodeShape)
)


def lists() -> list[ox.Quad]:
    """What shapes look up in the ontology; its terms themselves are not checked here."""
    def is_needed(triple: ox.Triple) -> bool:
        predicate = URIRef(triple.predicate.value)
        if predicate == RDFS.subClassOf:
            return str(SKOS.Concept) not in str(triple.object)
        return predicate == SKOS.topConceptOf or (
            predicate == RDF.type and str(HC) in str(triple.object)
        )
    return [
        ox.Quad(triple.subject, triple.predicate, triple.object)
        for triple in ontology_triples() if is_needed(triple)
    ]


def read(name: str) -> list[ox.Quad]:
    return list(ox.parse(path=str(FILES / name), format=ox.RdfFormat.TURTLE))


def findings(name: str) -> list[Finding]:
    return validate([*lists(), *read("context.ttl"), *read(name)])


@pytest.mark.parametrize("name", NAMES)
def test_what_conforms_passes(name: str) -> None:
    assert [str(one) for one in findings(f"{name}.good.ttl")] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_constraint_can_fail(name: str) -> None:
    found = findings(f"{name}.bad.ttl")
    constraints = {str(each) for each in SHAPES.objects(URIRef(SHAPE + name), SH.property)}
    assert constraints
    assert constraints - {one.shape for one in found} == set()
    own = {quad.subject.value for quad in read(f"{name}.bad.ttl")}
    assert {one.node for one in found} <= own, "the context is at fault, not the file"


def test_there_is_a_file_for_each_shape_and_no_other() -> None:
    expected = {f"{name}.{kind}.ttl" for name in NAMES for kind in ("good", "bad")}
    assert {path.name for path in FILES.glob("*.ttl")} == expected | {"context.ttl"}


def test_every_class_of_the_ontology_has_a_shape() -> None:
    """Classes that group others are reached through those; entries of lists are concepts."""
    targets = {str(target) for target in SHAPES.objects(None, SH.targetClass)}
    ontology = Graph().parse(ontology_path("health-cooperation.ttl"))
    classes = set(ontology.subjects(RDF.type, URIRef("http://www.w3.org/2002/07/owl#Class")))
    concepts = set(ontology.subjects(RDFS.subClassOf, SKOS.Concept))
    abstract = {URIRef(HC.Mention), URIRef(HC.Actor)}
    assert {str(one) for one in classes - concepts - abstract} <= targets


def test_every_constraint_tells_the_repair() -> None:
    for constraint in SHAPES.subjects(RDF.type, SH.PropertyShape):
        message = str(SHAPES.value(constraint, SH.message))
        assert len(message.split()) > 5, constraint
        assert message.endswith((".", ")")), constraint


def test_the_shapes_are_shapes() -> None:
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=SHAPES, meta_shacl=True)
    assert conforms, text


def test_the_reference_data_conform() -> None:
    assert [str(one) for one in validate(reference_quads())] == []


def test_what_is_built_conforms(tmp_path: Path) -> None:
    with assembled_store(tmp_path / "store") as store:
        assert [str(one) for one in validate(store.quads())] == []


def test_a_finding_says_where_what_and_how_to_repair(tmp_path: Path) -> None:
    with open_store() as store:
        quads = list(store.quads())
    article = ox.NamedNode("https://w3id.org/health-cooperation/id/article/x")
    quads.append(ox.Quad(article, ox.NamedNode(str(RDF.type)), ox.NamedNode(str(HC.Article))))
    quads.append(ox.Quad(article, ox.NamedNode(str(HC.relevance)), ox.Literal("much")))
    found = validate(quads)
    relevance = next(one for one in found if one.shape == f"{SHAPE}Article-relevance")
    assert relevance == Finding(
        "violation", article.value, str(HC.relevance), "much",
        "The relevance must be one decimal from 0 to 1.", f"{SHAPE}Article-relevance",
    )
    assert str(relevance) == (
        f"violation: <{article.value}>: The relevance must be one decimal from 0 to 1. "
        "(found 'much')"
    )
    assert [one.severity for one in found][-1] == "warning", "the worst come first"
