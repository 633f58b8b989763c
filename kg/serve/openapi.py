"""The interface of the server as an OpenAPI document, and as a page made from it.

    GET /openapi.json     https://spec.openapis.org/oas/v3.1.0
    GET /docs             the same for people, with what each problem means; needs no network
"""

from __future__ import annotations

from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg import __version__
from kg.serve.formats import ROWS, SHORT, TRIPLES
from kg.serve.html import render
from kg.serve.parts import FORM
from kg.serve.problems import KINDS
from kg.serve.service import Service, service_of

__all__ = ["docs", "document", "openapi"]

_FORM: Final = "application/x-www-form-urlencoded"


async def openapi(request: Request) -> Response:
    """The document."""
    return JSONResponse(document(service_of(request), service_of(request).url(request, "")),
                        headers={"Cache-Control": "no-cache"})


async def docs(request: Request) -> Response:
    """The document as a page."""
    service = service_of(request)
    return render(request, "docs.html.j2", document=document(service, service.url(request, "")),
                  limits=service.settings.limits, kinds=KINDS)


def document(service: Service, address: str) -> dict[str, Any]:
    """What can be asked of a server at `address`, in OpenAPI 3.1."""
    paths = {
        "/sparql": {"get": _by_get(), "post": _by_post(service.settings.token is not None)},
        "/graph-store": _graph_store(service.settings.token is not None),
        "/data/{path}": {"get": _operation(
            "What is said of a thing",
            "The path is that of the thing's address: /data/id/engagement/…, /data/country/CU. "
            "All triples with the thing as subject, and some of what points to it.",
            [_parameter("path", "the path of the thing", where="path", required=True), _FORMAT],
            _triples())},
        "/id/{path}": {"get": _operation(
            "The address of a thing",
            "Points to a page for a browser, to data for whoever asks for RDF. The addresses of "
            "lists, countries and topics do the same: /country/CU, /topic/malaria, /status/signed.",
            [_parameter("path", "the rest of the address", where="path", required=True)],
            {"303": {"description": "where a page or data are"}})},
        "/ontology": {"get": _operation(
            "The ontology", "Terms, lists and alignments; a page for a browser.", [],
            {"303": {"description": "where a page or data are"}})},
        "/void": {"get": _operation(
            "What is in the graph", "VoID: triples, classes, properties, each counted. Also at "
            "/.well-known/void.", [_FORMAT], _triples())},
        "/health": {"get": _operation(
            "Is the server well?", "200 when it can answer.", [], _json("state of the server"))},
        "/metrics": {"get": _operation(
            "Figures for Prometheus", "Requests, queries, workers, memory.", [],
            {"200": {"description": "figures", "content": {"text/plain": {}}}})},
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "kg: knowledge graph of bilateral health cooperation",
            "version": __version__,
            "description": "A SPARQL 1.1 endpoint, the graphs behind it, and the addresses of "
                           "what is in them. Problems come as application/problem+json.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": address or "/"}],
        "paths": paths,
        "components": {
            "schemas": {"Problem": _PROBLEM},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _parameter(
    name: str, about: str, *, where: str = "query", required: bool = False,
    type: str = "string", many: bool = False, values: list[str] | None = None,
) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": type}
    if values:
        schema["enum"] = values
    if many:
        schema = {"type": "array", "items": schema}
    return {"name": name, "in": where, "description": about, "required": required,
            "schema": schema}


_FORMAT: Final = _parameter(
    "format", "instead of the header Accept, where a link cannot set one", values=list(SHORT))
_DATASET: Final = (
    _parameter("default-graph-uri", "graphs that are asked as one; by default all", many=True),
    _parameter("named-graph-uri", "graphs that GRAPH reaches; by default all", many=True),
)
_BEYOND: Final = (
    _FORMAT,
    _parameter("timeout", "seconds after which to give up, if less than the limit",
               type="number"),
    _parameter("max-rows", "so many rows or triples of a longer answer; the header Kg-Cut says "
               "that there were more", type="integer"),
)
_PROBLEM: Final = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": "which kind of problem; an address on /docs"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "what was found, and what helps"},
        "line": {"type": "integer", "description": "where in a query, from 1"},
        "column": {"type": "integer"},
    },
}


def _operation(
    summary: str, description: str, parameters: list[dict[str, Any]],
    responses: dict[str, Any], body: dict[str, Any] | None = None, *, token: bool = False,
) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "summary": summary, "description": description, "parameters": parameters,
        "responses": {**responses, "default": {
            "description": "a problem",
            "content": {"application/problem+json": {
                "schema": {"$ref": "#/components/schemas/Problem"}}},
        }},
    }
    if body:
        operation["requestBody"] = {"required": True, "content": body}
    if token:
        operation["security"] = [{"token": []}]
    return operation


def _answers() -> dict[str, Any]:
    return {"200": {"description": "rows (SELECT), yes or no (ASK), triples (CONSTRUCT, DESCRIBE)",
                    "content": {media: {} for media in (*ROWS, *TRIPLES)}}}


def _triples() -> dict[str, Any]:
    return {"200": {"description": "triples", "content": {media: {} for media in TRIPLES}}}


def _json(about: str) -> dict[str, Any]:
    return {"200": {"description": about, "content": {"application/json": {}}}}


def _by_get() -> dict[str, Any]:
    return _operation(
        "Ask a query", "SPARQL 1.1 Protocol. Without parameters: the service description. The "
        "usual prefixes need not be declared; the default graph is the union of all graphs.",
        [_parameter("query", "a SPARQL 1.1 query"), *_DATASET, *_BEYOND], _answers())


def _by_post(writes: bool) -> dict[str, Any]:
    properties = {"query": {"type": "string"}}
    body: dict[str, Any] = {"application/sparql-query": {"schema": {"type": "string"}}}
    about = "As a form, or with the query alone as the body and the rest in the address."
    if writes:
        properties["update"] = {"type": "string"}
        body["application/sparql-update"] = {"schema": {"type": "string"}}
        about += " Updates need a token."
    form = {_FORM: {"schema": {"type": "object", "properties": properties}}}
    responses = _answers() | ({"204": {"description": "the update is stored"}} if writes else {})
    return _operation("Ask a query" + (", or change the graph" if writes else ""), about,
                      [*_DATASET, *_BEYOND], responses, {**form, **body})


def _graph_store(writes: bool) -> dict[str, Any]:
    named = [
        _parameter("graph", "the name of a graph"),
        _parameter("default", "the default graph of the store, instead of a named one"),
    ]
    body = {media: {"schema": {"type": "string"}} for media in TRIPLES}
    stored = {"204": {"description": "stored"}, "201": {"description": "stored, as a new graph"}}
    paths = {"get": _operation(
        "The triples of a graph", "SPARQL 1.1 Graph Store Protocol.", [*named, _FORMAT],
        _triples())}
    if writes:
        paths["put"] = _operation("Replace a graph", "Needs a token.", named, stored, body,
                                  token=True)
        form = {FORM: {"schema": {"type": "object"}}}
        paths["post"] = _operation("Add to a graph", "Needs a token. Files of a form are merged.",
                                   named, stored, {**body, **form}, token=True)
        paths["delete"] = _operation("Delete a graph", "Needs a token.", named,
                                     {"204": {"description": "deleted"}}, token=True)
    return paths
