"""The addresses of things: what is said of each, as a page or as data.

    /id/engagement/x  --303-->  /page/id/engagement/x  or  /data/id/engagement/x

A thing is no document, so its address answers by pointing to one (https://www.w3.org/TR/cooluris/):
a page for a browser, data for whoever asks for RDF. A graph is one: its address gives its
triples.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final
from urllib.parse import quote

from pyoxigraph import Triple
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg.rdf.reference import ontology_triples
from kg.serve.formats import DATASETS, TRIPLES, best
from kg.serve.graphs import read_graph
from kg.serve.names import iri_of
from kg.serve.problems import Problem
from kg.serve.replies import answer_response, triples_response, wanted_of, watched
from kg.serve.service import service_of
from kg.vocab import PREFIXES

__all__ = ["data", "ontology", "thing"]

_HTML: Final = "text/html"


async def thing(request: Request) -> Response:
    """The address of a thing: where a page or data on it are."""
    service = service_of(request)
    path = request.scope["path"]
    iri = iri_of(path, service.iris)
    if iri is None:
        raise Problem("not-found", "nothing is served there")
    media = best(request.headers.get("accept"), [*TRIPLES, *DATASETS, _HTML])
    if media is None:
        raise Problem("not-acceptable", f"expected one of {', '.join([*TRIPLES, _HTML])}")
    if media != _HTML and iri.startswith(f"{service.iris.base}graph/"):
        return await read_graph(request, iri)
    local = service.local_path(iri)
    kind = "page" if media == _HTML else "data"
    return RedirectResponse(
        service.url(request, f"/{kind}{local}"), 303, headers={"Vary": "Accept"})


async def data(request: Request) -> Response:
    """What is said of a thing, and some of what points to it."""
    service = service_of(request)
    path = request.scope["path"].removeprefix("/data")
    iri = iri_of(path, service.iris)
    if iri is None:
        raise Problem("not-found", "nothing is served there")
    if path == "/ontology":
        return await ontology(request)
    asked = wanted_of(request)
    # Graphs only for who asks for them: Turtle is what people read.
    named = asked.datasets if asked.triples is None else None
    reply = await watched(request, service.read(
        "about", iri=iri, triples=asked.triples, datasets=named))
    response = answer_response(request, reply)
    page = service.url(request, service.page_path(iri))
    response.headers["Link"] = (
        f'<{page}>; rel="alternate"; type="text/html", <{_header_iri(iri)}>; rel="describes"')
    return response


async def ontology(request: Request) -> Response:
    """The terms, lists and alignments."""
    return triples_response(request, _terms(), PREFIXES)


@lru_cache(maxsize=1)
def _terms() -> tuple[Triple, ...]:
    return tuple(ontology_triples())


def _header_iri(iri: str) -> str:
    """An IRI as a header can hold it."""
    return quote(iri, safe="/:@!$&'()*+,;=~#?%[]")
