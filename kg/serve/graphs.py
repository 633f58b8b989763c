"""SPARQL 1.1 Graph Store Protocol: whole graphs, by name; to be written where a token allows it.

https://www.w3.org/TR/sparql11-http-rdf-update/. A graph is named by ?graph=IRI, or by its own
address where that lies on this server; ?default is the default graph of the store, in which
`kg` puts nothing. (Queries see all graphs as one; a graph that is to be written cannot be all.)
"""

from __future__ import annotations

import base64
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from kg.serve.access import may_change
from kg.serve.formats import TRIPLES, media_of
from kg.serve.parts import FORM, documents_of
from kg.serve.problems import Problem
from kg.serve.replies import answer_response, wanted_of, watched
from kg.serve.service import service_of

__all__ = ["graph_store", "read_graph", "write_graph"]


async def graph_store(request: Request) -> Response:
    """Graphs by ?graph= and ?default; POST without either makes a graph of what it holds."""
    if request.method in ("GET", "HEAD"):
        return await read_graph(request, _named(request))
    may_change(request)
    if request.method == "POST" and not request.query_params:
        return await write_graph(request, None, unnamed=True)
    return await write_graph(request, _named(request))


async def read_graph(request: Request, graph: str | None) -> Response:
    """The triples of a graph; None is the default graph."""
    media = wanted_of(request).triples
    reply = await watched(request, service_of(request).read("graph", graph=graph, triples=media))
    return answer_response(request, reply)


async def write_graph(
    request: Request, graph: str | None, *, unnamed: bool = False
) -> Response:
    """Replace a graph (PUT), add to it (POST) or delete it (DELETE); None is the default graph.

    Raises Problem where the request has no right to.
    """
    may_change(request)
    service = service_of(request)
    if request.method == "DELETE":
        await service.change("delete", graph=graph)
        return Response(status_code=204)
    kind = request.headers.get("content-type")
    media = media_of(kind)
    if media == FORM and request.method == "POST":
        documents = documents_of(kind or "", await request.body())
    elif media in TRIPLES:
        documents = [(media, await request.body())]
    else:
        accepted = ", ".join(TRIPLES)
        raise Problem("unsupported-media-type", f"expected one of {accepted}; or, with POST, a "
                      f"form of files ({FORM})", headers={"Accept-Post": f"{accepted}, {FORM}"})
    said = await service.change(
        request.method.lower(), graph=graph, unnamed=unnamed,
        documents=[[media, base64.b64encode(content).decode()] for media, content in documents],
        address=graph or service.url(request, request.url.path))
    if not said["new"]:
        return Response(status_code=204)
    place = service.url(request, f"/graph-store?graph={quote(said['graph'], safe='')}")
    return Response(status_code=201, headers={"Location": place})


def _named(request: Request) -> str | None:
    """The graph that a request is for. Raises Problem for none, or more than one."""
    names = request.query_params.getlist("graph")
    default = "default" in request.query_params
    if len(names) + default != 1:
        raise Problem("bad-request", "expected one graph: ?graph=IRI, or ?default")
    if default:
        return None
    if ":" not in names[0]:
        raise Problem("bad-request", "the name of a graph is an absolute IRI")
    return names[0]
