"""The named queries as questions with forms, and as RDF that SPARQL editors know how to read.

    /questions, /questions/NAME            forms; the answer is drawn by the page's script
    /questions/NAME.rq?a=IR&b=FR           the SPARQL text with its parameters bound
    /.well-known/sparql-examples           sh:SPARQLExecutable, as the SIB endpoints publish them

In the RDF each query has its parameters bound to the examples of its head, and declares its
prefixes, so that it runs as it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kg.errors import UsageError
from kg.model import ENGAGEMENT_TYPES, STATUSES
from kg.network.reference import read_reference
from kg.query import NamedQuery, Parameter, named_queries
from kg.query.run import bound_query, named_terms
from kg.serve.pages.answers import Ask, rows
from kg.serve.pages.lists import whole_list
from kg.sparql import used_prefixes
from kg.vocab import PREFIXES, RDF, RDFS, SDO, SH, XSD

__all__ = ["Field", "ask_text", "country_options", "example_quads", "fields", "question_iri"]

_ROOT: Final = PREFIXES["country"].removesuffix("country/")


@dataclass(frozen=True)
class Field:
    """A parameter as a field of a form. `options` are value and name, () for free text."""

    parameter: Parameter
    value: str
    options: tuple[tuple[str, str], ...] = ()
    problem: str = ""

    @property
    def input(self) -> str:
        """The type of the input element."""
        return {"number": "number", "share": "number"}.get(self.parameter.kind, "text")


def question_iri(name: str) -> str:
    """The name of a named query in RDF."""
    return f"{_ROOT}question/{name}"


async def country_options(ask: Ask) -> tuple[tuple[str, str], ...]:
    """The countries of the graph, by name, each with how many engagements it has."""
    found = await rows(ask, whole_list("list-countries"))
    return tuple((str(row["alpha2"]), f"{row['label']} ({row['engagements']})") for row in found)


def fields(
    query: NamedQuery, given: Mapping[str, str], countries: tuple[tuple[str, str], ...]
) -> tuple[Field, ...]:
    """The form of `query`, filled with what is `given`."""
    options = {
        "country": countries,
        "topic": _topic_options(),
        "type": tuple((code, code.replace("-", " ")) for code in ENGAGEMENT_TYPES),
        "status": tuple((code, code) for code in STATUSES),
    }
    made = []
    for parameter in query.parameters:
        value = given.get(parameter.name, "").strip()
        choices = options.get(parameter.kind, ())
        if choices and value and value not in {code for code, _ in choices}:
            choices = ((value, value), *choices)  # given by name, or not in this graph
        made.append(Field(parameter, value, choices, _problem(query, parameter, value)))
    return tuple(made)


def ask_text(name: str, given: Mapping[str, str], prefixes: Mapping[str, str]) -> str:
    """The SPARQL of a question, ready to be sent to any endpoint that holds such a graph.

    What is given as "" counts as not given. Raises UsageError for a value that is none of its
    kind, and for a parameter that is missing.
    """
    values = {key: value for key, value in given.items() if value.strip()}
    text = bound_query(*named_terms(name, values), prefixes)
    used = used_prefixes(text)
    declared = "".join(
        f"PREFIX {prefix}: <{prefixes[prefix]}>\n" for prefix in sorted(used & set(prefixes)))
    head, rest = _split(text)
    return f"{head}{declared}\n{rest}"


def example_quads(endpoint: str, prefixes: Mapping[str, str]) -> list[ox.Triple]:
    """All named queries as sh:SPARQLExecutable, to be asked at `endpoint`."""
    triples: list[ox.Triple] = []
    node = ox.NamedNode

    def add(subject: ox.NamedNode, predicate: str, *objects: ox.NamedNode | ox.Literal) -> None:
        triples.extend(ox.Triple(subject, node(str(predicate)), each) for each in objects)

    declarations = node(f"{_ROOT}question/prefixes")
    used: set[str] = set()
    for name, query in named_queries().items():
        examples = {one.name: one.example.strip('"') for one in query.parameters
                    if not one.optional}
        text = ask_text(name, examples, prefixes)
        used |= used_prefixes(query.text)
        subject = node(question_iri(name))
        add(subject, RDF.type, node(str(SH.SPARQLExecutable)), node(str(SH.SPARQLSelectExecutable)))
        add(subject, RDFS.label, ox.Literal(name))
        add(subject, RDFS.comment, ox.Literal(_with_values(query), language="en"))
        add(subject, SH.prefixes, declarations)
        add(subject, SH.select, ox.Literal(text))
        add(subject, f"{SDO}target", node(endpoint))
    for name in sorted(used & set(prefixes)):
        prefix = node(f"{declarations.value}#{name}")
        add(declarations, SH.declare, prefix)
        add(prefix, RDF.type, node(str(SH.PrefixDeclaration)))
        add(prefix, SH.prefix, ox.Literal(name))
        add(prefix, SH.namespace, ox.Literal(prefixes[name], datatype=node(str(XSD.anyURI))))
    return triples


def _with_values(query: NamedQuery) -> str:
    """The question, with the values that its example has."""
    examples = [f"{one.name} = {one.example}" for one in query.parameters if not one.optional]
    return f"{query.question} Example: {', '.join(examples)}." if examples else query.question


def _split(text: str) -> tuple[str, str]:
    """The comments at the head of a query, and the rest."""
    lines = text.splitlines(keepends=True)
    at = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return "".join(lines[:at]), "".join(lines[at:]).lstrip("\n")


def _problem(query: NamedQuery, parameter: Parameter, value: str) -> str:
    from kg.query.parameters import to_term

    if not value:
        return ""
    try:
        to_term(parameter.kind, value)
    except UsageError as error:
        return str(error)
    return ""


def _topic_options() -> tuple[tuple[str, str], ...]:
    topics = read_reference().topics
    return tuple(sorted(
        ((topic.id, topic.label) for topic in topics.values()),
        key=lambda pair: pair[1].casefold(),
    ))
