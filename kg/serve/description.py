"""What the server says of itself: SPARQL 1.1 Service Description, and VoID with counts.

    GET /sparql without a query     https://www.w3.org/TR/sparql11-service-description/
    GET /void, /.well-known/void    https://www.w3.org/TR/void/

Counts are of triples in the union of all graphs, as queries see it; they are worked out once
for each state of the store.
"""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg.serve.formats import TRIPLES, best
from kg.serve.replies import triples_response
from kg.serve.service import Counts, Service, service_of
from kg.vocab import DCTERMS, FOAF, HC, RDF

__all__ = ["service_description", "void"]

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_VOID: Final = "http://rdfs.org/ns/void#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_XSD_INTEGER: Final = ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")
_ONTOLOGY: Final = "https://w3id.org/health-cooperation/ontology"
#: Formats by the name that the W3C gives them.
_FORMAT_NAMES: Final = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "JSON-LD", "RDF_XML",
)
#: What a client may look up to see how things are described.
_EXAMPLES: Final = (
    "https://w3id.org/health-cooperation/country/CU",
    "https://w3id.org/health-cooperation/topic/health-workforce",
)
_PREFIXES: Final = {"sd": _SD, "void": _VOID, "dcterms": str(DCTERMS), "foaf": str(FOAF)}


async def service_description(request: Request) -> Response:
    """What the endpoint can do; to a browser, the page to ask it from."""
    if best(request.headers.get("accept"), [*TRIPLES, "text/html"]) == "text/html":
        return RedirectResponse(service_of(request).url(request, "/query"), 303,
                                headers={"Vary": "Accept"})
    return triples_response(request, _described(request, service_of(request)), _PREFIXES)


async def void(request: Request) -> Response:
    """What is in the graph, and how much of it."""
    service = service_of(request)
    return triples_response(
        request, _counted(request, service, await service.counts()), _PREFIXES)


class _Said:
    """Triples as they are put together."""

    def __init__(self) -> None:
        self.triples: list[ox.Triple] = []

    def add(self, subject: str, predicate: str, *objects: str | int | ox.Literal) -> None:
        for one in objects:
            term = ox.NamedNode(one) if isinstance(one, str) else (
                ox.Literal(str(one), datatype=_XSD_INTEGER) if isinstance(one, int) else one)
            self.triples.append(
                ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), term))


def _described(request: Request, service: Service) -> list[ox.Triple]:
    said = _Said()
    endpoint = service.url(request, "/sparql")
    me, data, default = f"{endpoint}#service", f"{endpoint}#dataset", f"{endpoint}#default-graph"
    said.add(me, str(RDF.type), f"{_SD}Service")
    said.add(me, f"{_SD}endpoint", endpoint)
    said.add(me, f"{_SD}supportedLanguage", f"{_SD}SPARQL11Query")
    said.add(me, f"{_SD}feature", f"{_SD}UnionDefaultGraph")
    if service.settings.services:
        said.add(me, f"{_SD}feature", f"{_SD}BasicFederatedQuery")
    if service.settings.token is not None:
        said.add(me, f"{_SD}supportedLanguage", f"{_SD}SPARQL11Update")
    said.add(me, f"{_SD}resultFormat", *(_FORMATS + name for name in _FORMAT_NAMES))
    said.add(me, f"{_SD}inputFormat", *(_FORMATS + name for name in _FORMAT_NAMES[4:]))
    said.add(me, f"{_SD}defaultDataset", data)
    said.add(data, str(RDF.type), f"{_SD}Dataset")
    said.add(data, f"{_SD}defaultGraph", default)
    said.add(default, str(RDF.type), f"{_SD}Graph")
    # Of the graphs of articles there may be a million; these two are always there.
    for graph in (service.iris.world, service.iris.reference):
        named = f"{endpoint}#graph-{graph.value.rpartition('/')[2]}"
        said.add(data, f"{_SD}namedGraph", named)
        said.add(named, str(RDF.type), f"{_SD}NamedGraph")
        said.add(named, f"{_SD}name", graph.value)
    said.add(data, str(DCTERMS.relation), service.url(request, "/void#dataset"))
    return said.triples


def _counted(request: Request, service: Service, counts: Counts) -> list[ox.Triple]:
    said = _Said()
    page = service.url(request, "/void")
    data = f"{page}#dataset"
    said.add(page, str(RDF.type), f"{_VOID}DatasetDescription")
    said.add(page, str(FOAF.primaryTopic), data)
    said.add(data, str(RDF.type), f"{_VOID}Dataset")
    said.add(data, str(DCTERMS.title),
             ox.Literal("Health cooperation knowledge graph", language="en"))
    said.add(data, str(DCTERMS.description), ox.Literal(
        "What articles say that countries and their institutions do together in health, each "
        "claim with its quote.", language="en"))
    said.add(data, str(DCTERMS.conformsTo), _ONTOLOGY)
    said.add(data, str(FOAF.homepage), service.url(request, "/"))
    said.add(data, f"{_VOID}sparqlEndpoint", service.url(request, "/sparql"))
    said.add(data, f"{_VOID}uriSpace", ox.Literal(service.iris.base))
    said.add(data, f"{_VOID}vocabulary", *_vocabularies(counts))
    said.add(data, f"{_VOID}exampleResource", *_EXAMPLES)
    said.add(data, f"{_VOID}feature", *(_FORMATS + name for name in _FORMAT_NAMES[4:]))
    said.add(data, f"{_VOID}triples", counts.triples)
    said.add(data, f"{_VOID}classes", len(counts.classes))
    said.add(data, f"{_VOID}properties", len(counts.properties))
    said.add(data, f"{_VOID}documents", counts.classes.get(str(HC.Article), 0))
    for kind, key, unit, parts in (
        ("classPartition", "class", "entities", counts.classes),
        ("propertyPartition", "property", "triples", counts.properties),
    ):
        for at, (iri, count) in enumerate(sorted(parts.items()), 1):
            part = f"{page}#{key}-{at}"
            said.add(data, f"{_VOID}{kind}", part)
            said.add(part, f"{_VOID}{key}", iri)
            said.add(part, f"{_VOID}{unit}", count)
    return said.triples


def _vocabularies(counts: Counts) -> list[str]:
    """The namespaces of all classes and properties."""
    iris = [*counts.classes, *counts.properties]
    return sorted({iri[: max(iri.rfind("#"), iri.rfind("/")) + 1] for iri in iris})


