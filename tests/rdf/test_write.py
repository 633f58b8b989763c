"""Exports are the same bytes for the same quads, and say to rdflib what they say to us."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import BNode, Dataset, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from kg.errors import UsageError
from kg.model import Article, Facts
from kg.rdf import FORMATS, Iris, to_bytes, to_quads
from kg.rdf.write import write
from tests.rdf.values import assembled_store, example, hostile, read_articles

# rdflib warns of its own use of what it has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

#: What rdflib calls our formats.
RDFLIB = {"turtle": "turtle", "trig": "trig", "nquads": "nquads", "jsonld": "json-ld",
          "rdfxml": "xml"}
DATASETS = ("trig", "nquads", "jsonld")
#: Valid in Turtle, JSON and N-Quads, but in no XML document.
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def expected(quads: list[ox.Quad], *, xml: bool = False) -> Graph:
    """The union of `quads` as rdflib has it, made without any of our writers."""
    graph = Graph()
    for quad in quads:
        value: URIRef | Literal
        if isinstance(quad.object, ox.Literal):
            text = NOT_XML.sub("\ufffd", quad.object.value) if xml else quad.object.value
            value = (
                Literal(text, lang=quad.object.language) if quad.object.language
                else Literal(text, datatype=URIRef(quad.object.datatype.value))
            )
        else:
            value = URIRef(quad.object.value)  # type: ignore[union-attr]
        graph.add((URIRef(quad.subject.value), URIRef(quad.predicate.value), value))  # type: ignore[union-attr]
    return normalised(graph)


def read(content: bytes, format: str) -> Graph:
    if format in DATASETS:
        dataset = Dataset()
        dataset.parse(data=content, format=RDFLIB[format])
        union = Graph()
        for s, p, o, _ in dataset.quads():
            union.add((s, p, o))
        return normalised(union)
    return normalised(Graph().parse(data=content, format=RDFLIB[format]))


def normalised(graph: Graph) -> Graph:
    """rdflib tells a plain literal from an xsd:string; RDF 1.1 does not."""
    found = Graph()
    for s, p, o in graph:
        if isinstance(o, Literal) and o.language is None and o.datatype is None:
            o = Literal(str(o), datatype=URIRef("http://www.w3.org/2001/XMLSchema#string"))
        found.add((s, p, o))
    return found


@pytest.mark.parametrize("format", FORMATS)
def test_rdflib_reads_back_what_is_written(format: str) -> None:
    quads = list(assembled_store(None).quads())
    graph = read(to_bytes(quads, format), format)
    assert isomorphic(graph, expected(quads))
    assert not [term for triple in graph for term in triple if isinstance(term, BNode)]


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=12, deadline=None)
@given(read=read_articles())
def test_hostile_text_is_escaped(format: str, read: tuple[Article, Facts]) -> None:
    quads = to_quads(*read)
    graph = globals()["read"](to_bytes(quads, format), format)
    assert set(graph) == set(expected(quads, xml=format == "rdfxml"))


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("text", [
    '"""', "'''", "\\", "\\u0022", "\r\n", "\r", "\t", "a\x00b", "]]>", "<!-- & -->", "\u2028",
    "\ufeff", "\U0001f3e5", "a\u0301", "trailing\\", " spaces ", "@en", '"@en .\n<x:a> <x:b> "',
])
def test_a_literal_stays_what_it_is(format: str, text: str) -> None:
    subject = ox.NamedNode("https://w3id.org/health-cooperation/id/article/x")
    predicate = ox.NamedNode("https://w3id.org/health-cooperation/ontology#place")
    graph_name = ox.NamedNode("https://w3id.org/health-cooperation/id/graph/article/x")
    quads = [ox.Quad(subject, predicate, ox.Literal(text), graph_name)]
    (triple,) = read(to_bytes(quads, format), format)
    assert str(triple[2]) == (NOT_XML.sub("\ufffd", text) if format == "rdfxml" else text)


@pytest.mark.parametrize("format", DATASETS)
def test_graphs_are_kept_where_the_format_has_them(format: str) -> None:
    quads = list(assembled_store(None).quads())
    dataset = Dataset()
    dataset.parse(data=to_bytes(quads, format), format=RDFLIB[format])
    names = {str(graph.identifier) for graph in dataset.graphs() if len(graph)}
    assert names == {quad.graph_name.value for quad in quads}  # type: ignore[union-attr]


@pytest.mark.parametrize("format", FORMATS)
def test_the_order_of_quads_does_not_show(format: str) -> None:
    quads = list(assembled_store(None).quads())
    shuffled = quads[:]
    random.Random(7).shuffle(shuffled)
    assert to_bytes(shuffled, format) == to_bytes(quads, format)


def test_the_same_bytes_under_any_hash_seed() -> None:
    code = (
        "import hashlib; from kg.rdf import FORMATS, to_bytes; "
        "from tests.rdf.values import assembled_store; "
        "quads = list(assembled_store(None).quads()); "
        "print([hashlib.sha256(to_bytes(quads, format)).hexdigest() for format in FORMATS])"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1", "424242")
    }
    assert len(printed) == 1


def test_a_triple_in_two_graphs_is_written_once_in_the_union() -> None:
    article, facts = example()
    (quad, *_) = to_quads(article, facts)
    twin = ox.Quad(quad.subject, quad.predicate, quad.object, Iris().world)
    assert to_bytes([quad, twin], "turtle") == to_bytes([quad], "turtle")
    assert to_bytes([quad, twin], "nquads").count(b"\n") == 2


def test_turtle_is_fit_to_read() -> None:
    article, facts = example()
    text = to_bytes(to_quads(article, facts), "turtle").decode()
    lines = text.splitlines()
    prefixes = [line for line in lines if line.startswith("@prefix")]
    assert lines[:len(prefixes)] == sorted(prefixes)
    assert "\n\nclaim:af-03." in text
    assert " a hc:Claim ;\n    " in text
    assert "hc:confidence 0.85 ;" in text
    assert "\t" not in text
    assert "\n\n\n" not in text
    body = "\n".join(lines[len(prefixes):])
    assert "<https://w3id.org" not in body, "every name has a prefix"
    for line in prefixes:
        assert f"{line.split()[1]}" in body, f"{line} is not used"


def test_json_ld_is_json() -> None:
    article, facts = example()
    assert isinstance(json.loads(to_bytes(to_quads(article, facts), "jsonld")), list)


def test_nothing_is_a_file_too() -> None:
    for format in FORMATS:
        assert len(read(to_bytes([], format), format)) == 0


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    article, facts = example()
    quads = to_quads(article, facts)
    path = tmp_path / "graph.ttl"
    write(quads, path, "turtle")
    before = path.read_bytes()
    assert before == to_bytes(quads, "turtle")

    def broken() -> object:
        yield quads[0]
        raise OSError("the store went away")

    with pytest.raises(OSError, match="went away"):
        write(broken(), path, "turtle")  # type: ignore[arg-type]
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["graph.ttl"]


def test_a_stream_is_written_to(tmp_path: Path) -> None:
    article, facts = example()
    quads = to_quads(article, facts)
    with (tmp_path / "out").open("wb") as stream:
        write(quads, stream, "nquads")
    assert (tmp_path / "out").read_bytes() == to_bytes(quads, "nquads")


def test_what_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no format 'n3'; expected one of turtle, trig"):
        to_bytes([], "n3")
    missing = tmp_path / "none" / "graph.ttl"
    with pytest.raises(UsageError, match=r"graph.ttl: cannot be written .*No such file"):
        write([], missing, "turtle")


@settings(max_examples=12, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs",))) | hostile)
def test_another_base_names_its_things_shortly(text: str) -> None:
    article, facts = example()
    iris = Iris("https://example.org/kg/")
    claims = (replace(facts.claims[0], place=text),)
    quads = to_quads(article, replace(facts, claims=claims), iris=iris)
    content = to_bytes(quads, "turtle", iris=iris)
    assert b"@prefix claim: <https://example.org/kg/claim/> ." in content
    assert set(read(content, "turtle")) == set(expected(quads))
