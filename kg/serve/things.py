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
from kg.serve.graphs import read_graph, write_graph
from kg.serve.names import iri_of
from kg.serve.problems import Problem
from kg.serve.replies import answer_response, triples_response, wanted_of, watched
from kg.serve.service import service_of
from kg.vocab import PREFIXES

__all__ = ["data", "thing"]

_HTML: Final = "text/html"
_SUFFIXES: Final = ("ttl", "nt", "jsonld", "rdf")
#: Characters that an IRI in a header keeps.
_IN_HEADER: Final = "/:@!$&'()*+,;=~#?%[]"


async def thing(request: Request) -> Response:
    """The address of a thing: where a page or data on it are."""
    service = service_of(request)
    path = request.scope["path"]
    iri = iri_of(path, service.iris)
    if iri is None:
        raise Problem("not-found", "nothing is served there")
    is_graph = iri.startswith(f"{service.iris.base}graph/")
    if request.method not in ("GET", "HEAD"):
        if not is_graph:
            raise Problem("method-not-allowed", "only graphs are written at their address",
                          headers={"Allow": "GET, HEAD"})
        return await write_graph(request, iri)
    media = best(request.headers.get("accept"), [*TRIPLES, *DATASETS, _HTML])
    if media is None:
        raise Problem("not-acceptable", f"expected one of {', '.join([*TRIPLES, _HTML])}")
    if media != _HTML and is_graph:
        return await read_graph(request, iri)
    local = service.local_path(iri)
    place = f"/data{local}"
    if media == _HTML:
        place = "/terms" if local == "/ontology" else service.page_path(iri)
    return RedirectResponse(service.url(request, place), 303, headers={"Vary": "Accept"})


async def data(request: Request) -> Response:
    """What is said of a thing, and some of what points to it. A suffix (.ttl, .nt, .jsonld, .rdf)
    names the format, unless it is a part of the thing's own name."""
    service = service_of(request)
    path = request.scope["path"].removeprefix("/data")
    name, _, suffix = path.rpartition(".")
    formats = [(path, None)]
    if suffix in _SUFFIXES:
        formats.insert(0, (name, suffix))
    for at, (each, format) in enumerate(formats, 1):
        iri = iri_of(each, service.iris)
        if iri is None:
            continue
        asked = wanted_of(request, format)
        if each == "/ontology":
            return triples_response(request, _terms(), PREFIXES, asked)
        # Graphs only for who asks for them: Turtle is what people read.
        named = asked.datasets if asked.triples is None else None
        try:
            reply = await watched(request, service.read(
                "about", iri=iri, triples=asked.triples, datasets=named))
        except Problem as problem:
            if problem.kind == "not-found" and at < len(formats):
                continue
            raise
        response = answer_response(request, reply)
        page = service.url(request, service.page_path(iri))
        response.headers["Link"] = (
            f'<{page}>; rel="alternate"; type="text/html", '
            f'<{quote(iri, safe=_IN_HEADER)}>; rel="describes"')
        return response
    raise Problem("not-found", "nothing is served there")


@lru_cache(maxsize=1)
def _terms() -> tuple[Triple, ...]:
    return tuple(ontology_triples())
