"""Data against the shapes of ontology/shapes.ttl: what is wrong, and how to repair it.

Quads come in, Findings go out, in order; none means that the data conform. The shapes are in
SHACL and checked by pySHACL. Nothing is inferred and nothing is repaired here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.resources import ontology_path

if TYPE_CHECKING:
    from rdflib import Graph, Node

__all__ = ["Finding", "validate"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something that does not satisfy a shape.

    `severity` is violation, warning or info; `node` is the IRI of what is at fault, `path` the
    property or None, `value` what was found there or None; `message` tells the repair; `shape`
    is the IRI of the constraint.
    """

    severity: str
    node: str
    path: str | None
    value: str | None
    message: str
    shape: str

    def __str__(self) -> str:
        found = "" if self.value is None else f" (found {self.value!r})"
        return f"{self.severity}: <{self.node}>: {self.message}{found}"


def validate(quads: Iterable[Quad]) -> list[Finding]:
    """Everything in the union of `quads` that does not satisfy the shapes, worst first.

    The reference graph has to be among them (`kg.rdf.reference_quads`): countries, topics and
    the lists are looked up there, and which class is below which.
    """
    import pyshacl
    from rdflib import Graph
    from rdflib.namespace import RDF, SH

    shapes = Graph().parse(ontology_path("shapes.ttl"), format="turtle")
    data = _to_rdflib(quads)
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True, inference="none")
    assert isinstance(report, Graph)
    findings = [
        _to_finding(report, result)
        for result in report.subjects(RDF.type, SH.ValidationResult)
    ]
    worst_first = {"violation": 0, "warning": 1, "info": 2}
    return sorted(
        findings,
        key=lambda one: (worst_first[one.severity], one.node, one.shape, one.value or ""),
    )


def _to_rdflib(quads: Iterable[Quad]) -> Graph:
    from rdflib import Graph, URIRef
    from rdflib import Literal as RdflibLiteral

    nodes: dict[str, URIRef] = {}

    def to_node(iri: str) -> URIRef:
        found = nodes.get(iri)
        if found is None:
            found = nodes[iri] = URIRef(iri)
        return found

    data = Graph()
    for quad in quads:
        assert isinstance(quad.subject, NamedNode)  # we write no blank nodes
        assert not isinstance(quad.object, Triple)
        if isinstance(quad.object, Literal):
            literal = quad.object
            value: Node = RdflibLiteral(
                literal.value, lang=literal.language or None,
                datatype=None if literal.language else to_node(literal.datatype.value),
            )
        else:
            value = to_node(quad.object.value)
        data.add((to_node(quad.subject.value), to_node(quad.predicate.value), value))
    return data


def _to_finding(report: Graph, result: Node) -> Finding:
    from rdflib.namespace import SH

    def value(predicate: Node) -> str | None:
        found = report.value(result, predicate)
        return None if found is None else str(found)

    severity = value(SH.resultSeverity) or str(SH.Violation)
    return Finding(
        severity=severity.rpartition("#")[2].lower(),
        node=value(SH.focusNode) or "",
        path=value(SH.resultPath),
        value=value(SH.value),
        message=value(SH.resultMessage) or "",
        shape=value(SH.sourceShape) or "",
    )
