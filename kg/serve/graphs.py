"""SPARQL 1.1 Graph Store Protocol: whole graphs, by name.

https://www.w3.org/TR/sparql11-http-rdf-update/. A graph is named by ?graph=IRI, or by its own
address where that lies on this server; ?default is the default graph of the store, in which
`kg` puts nothing. (Queries see all graphs as one; a graph that is to be written cannot be all.)
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kg.serve.problems import Problem
from kg.serve.replies import answer_response, wanted_of, watched
from kg.serve.service import service_of

__all__ = ["graph_store", "read_graph"]


async def graph_store(request: Request) -> Response:
    """Graphs by ?graph= and ?default."""
    return await read_graph(request, _named(request))


async def read_graph(request: Request, graph: str | None) -> Response:
    """The triples of a graph; None is the default graph."""
    media = wanted_of(request).triples
    reply = await watched(request, service_of(request).read("graph", graph=graph, triples=media))
    return answer_response(request, reply)


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
