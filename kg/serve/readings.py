"""What a worker reads of a graph besides queries: graphs, things, counts.

    graph     the triples of one graph
    about     what is said of one thing, and what points to it
    counts    how many triples, classes, properties there are
    standing  whether what is assembled is that of the articles
"""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any, Final, cast

import pyoxigraph as ox

from kg.errors import UsageError
from kg.rdf.write import to_bytes
from kg.serve.answers import RDF, Asked, NotAcceptable, Output
from kg.serve.formats import DATASETS, TRIPLES
from kg.store import open_store

__all__ = ["READINGS"]

#: What points to a thing is told up to so many quads: of a country that is most of the graph.
_MOST_POINTING: Final = 2000


def read_graph(asked: Asked, request: dict[str, Any], output: Output) -> dict[str, Any]:
    """The triples of a named graph, or of the default graph of the store.

    Raises LookupError for a graph that is not there.
    """
    name = request["graph"]
    media = _media(request["triples"])
    try:
        graph: ox.NamedNode | ox.DefaultGraph = (
            ox.DefaultGraph() if name is None else ox.NamedNode(name))
    except ValueError as error:
        raise UsageError(f"a graph that is no IRI: {error}") from error
    if isinstance(graph, ox.NamedNode) and not asked.store.contains_named_graph(graph):
        raise LookupError(f"no graph <{name}>")
    output.head(media, "GRAPH")
    asked.store.dump(
        cast(Any, output), RDF[TRIPLES[media]], from_graph=graph, prefixes=asked.prefixes)
    output.finish()
    return {}


def read_about(asked: Asked, request: dict[str, Any], output: Output) -> dict[str, Any]:
    """What is said of the thing `iri`: all with it as subject, and some of what points to it.

    Raises LookupError for a thing that nothing is said of.
    """
    try:
        thing = ox.NamedNode(request["iri"])
    except ValueError as error:
        raise LookupError(f"no thing {request['iri']!r}") from error
    media = request["datasets"] or _media(request["triples"])
    quads = list(asked.store.quads_for_pattern(thing, None, None, None))
    pointing = list(islice(
        asked.store.quads_for_pattern(None, None, thing, None), _MOST_POINTING + 1))
    if not quads and not pointing:
        raise LookupError(f"nothing is said of <{thing.value}>")
    output.head(media, "ABOUT")
    quads += pointing[:_MOST_POINTING]
    format = {**TRIPLES, **DATASETS}[media]
    if format == "ntriples":
        lines = sorted({f"{quad.triple} .\n" for quad in quads})
        output.write("".join(lines).encode())
    else:
        output.write(to_bytes(quads, format, iris=asked.iris))
    output.finish()
    return {"cut": len(quads)} if len(pointing) > _MOST_POINTING else {}


def read_counts(asked: Asked, request: dict[str, Any], output: Output) -> dict[str, Any]:
    """How many triples there are, of which classes and properties."""
    def table(query: str) -> list[tuple[str, int]]:
        found = asked.store.query(query, use_default_graph_as_union=True)
        assert isinstance(found, ox.QuerySolutions)
        return sorted(
            (cast(ox.NamedNode, row["name"]).value, int(cast(ox.Literal, row["n"]).value))
            for row in found if row["name"] is not None
        )

    return {
        "properties": table("SELECT ?name (COUNT(*) AS ?n) { ?s ?name ?o } GROUP BY ?name"),
        "classes": table("SELECT ?name (COUNT(*) AS ?n) { ?s a ?name } GROUP BY ?name"),
    }


def read_standing(asked: Asked, request: dict[str, Any], output: Output) -> dict[str, Any]:
    """Is the assembled graph that of the articles as they are? An empty store is in order."""
    with open_store(Path(asked.folder), read_only=True) as store:
        return {"assembled": store.is_assembled() or not store.article_ids()}


def _media(media: str | None) -> str:
    if media is None:
        raise NotAcceptable(f"triples are given as {', '.join(TRIPLES)}")
    return media


#: What a request may ask for by `op`.
READINGS: Final = {
    "graph": read_graph, "about": read_about, "counts": read_counts, "standing": read_standing,
}
