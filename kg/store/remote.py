"""A store that a server keeps: any that speaks SPARQL 1.1 query and update.

Graphs that do not begin with the store's base are somebody else's and are left alone. A change
that fits into one update is one; a larger one is made in steps, in such an order that an article
or a world that is not whole is never taken for one: what says that it is current goes out first
and comes in last.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from kg.errors import StoreError
from kg.rdf.iris import DEFAULT_BASE, Iris, node
from kg.sparql import FORMS, names_dataset, tokens, with_prefixes
from kg.store.base import FORMAT, Found, Store, Term, n_triples, to_update
from kg.store.connection import Connection, Endpoint
from kg.vocab import HC, PREFIXES

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["RemoteStore"]

_ROWS: Final = "application/sparql-results+json"
_TRIPLES: Final = "application/n-triples, text/turtle;q=0.5"
_BOOLEAN: Final = "http://www.w3.org/2001/XMLSchema#boolean"
#: Fuseki's name for the union of all graphs, where its default graph is another.
_UNION: Final = "urn:x-arq:UnionGraph"
#: What says that an article or a graph is current.
_SEALS: Final = frozenset({str(HC.contentHash), str(HC.seal), str(HC.decisionSeal)})
#: What says that the world is out of date: put in before all else, taken out after all else.
_STALE: Final = f"{PREFIXES['hc']}stale"
#: How many quads go into one update; servers give up at some thousands (Virtuoso 7: 5,000).
_MOST_QUADS: Final = 2_000
#: And characters: Fuseki and Oxigraph take some megabytes.
_MOST_TEXT: Final = 1_000_000


class RemoteStore(Store):
    """A graph that a server keeps; make one with `kg.store.open_store`."""

    def __init__(
        self, connection: Connection, iris: Iris, *, read_only: bool = False
    ) -> None:
        super().__init__(connection.endpoint.name, iris, read_only=read_only)
        self._connection = connection
        self.server = connection.server
        self._ours = f'FILTER(STRSTARTS(STR(?g), "{iris.base}graph/"))'
        self._union: list[str] | None = None

    @classmethod
    def open(
        cls, endpoint: Endpoint, *, read_only: bool = False, base: str | None = None
    ) -> RemoteStore:
        """As `kg.store.open_store`, for a server."""
        connection = Connection(endpoint)
        try:
            found = _bases(connection)
            wanted = base or endpoint.base
            if wanted is None and len(found) > 1:
                raise StoreError(
                    f"{endpoint.name}: holds several graphs of kg ({', '.join(sorted(found))}); "
                    "choose one by #base="
                )
            own = wanted or next(iter(found), DEFAULT_BASE)
            if read_only and own not in found:
                raise StoreError(f"{endpoint.name}: no graph of kg there; make one with kg build")
            if found.get(own, FORMAT) > FORMAT:
                raise StoreError(
                    f"{endpoint.name}: made by a later version of kg (format {found[own]}, this "
                    f"one reads up to {FORMAT}); update kg"
                )
            store = cls(connection, Iris(own), read_only=read_only)
            return store if read_only else store._with_reference()
        except BaseException:
            connection.close()
            raise

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()

    def match(
        self,
        subject: ox.NamedNode | None = None,
        predicate: ox.NamedNode | None = None,
        object: Term | None = None,
        graph: ox.NamedNode | None = None,
    ) -> Iterator[ox.Quad]:
        """The quads of our graphs that fit, in no order; None fits anything."""
        if graph is None:
            for row in self._rows(f"SELECT * {{ {self._pattern(subject, predicate, object)} }}"):
                yield ox.Quad(subject or row["s"], predicate or row["p"], object or row["o"],
                              row["g"])
        else:
            triple = _triple(subject, predicate, object)
            sparql = f"CONSTRUCT {{ {triple} }} WHERE {{ GRAPH {graph} {{ {triple} }} }}"
            for found in set(self._triples(sparql)):
                yield ox.Quad(found.subject, found.predicate, found.object, graph)

    def quads(self) -> Iterator[ox.Quad]:
        """Every quad of the graphs that are ours, in no order.

        Raises StoreError where the server leaves out a part of what it was asked for.
        """
        for graph, expected in self._graphs().items():
            found = list(self.match(graph=graph))
            self._require_whole(len(found), expected)
            yield from found

    def query(
        self, sparql: str, *, default_graphs: Sequence[ox.NamedNode] | None = None,
        named_graphs: Sequence[ox.NamedNode] | None = None,
    ) -> Found:
        """Ask a SPARQL query over the union of all graphs, or over what it or the caller names."""
        if default_graphs is None and named_graphs is None:
            default = [] if names_dataset(sparql) else self._union_graphs()
        else:
            default = [graph.value for graph in default_graphs or ()]
        return self._ask(
            with_prefixes(sparql, self.iris.prefixes()), default,
            [graph.value for graph in named_graphs or ()],
        )

    def rdflib_dataset(self) -> Dataset:
        """A copy of the store as an rdflib Dataset, whose default graph is the union of all."""
        from oxrdflib import OxigraphStore
        from rdflib import Dataset

        copy = ox.Store()
        copy.extend(self.quads())
        return Dataset(store=OxigraphStore(store=copy), default_union=True)

    @property
    def size(self) -> int | None:
        """Not known."""
        return None

    # Within

    def _change(
        self,
        replace: Mapping[ox.NamedNode, Iterable[ox.Quad]],
        remove: Sequence[ox.Quad],
        add: Sequence[ox.Quad],
    ) -> None:
        graphs = {graph: list(quads) for graph, quads in replace.items()}
        count = sum(map(len, graphs.values())) + len(remove) + len(add)
        if count <= _MOST_QUADS:
            update = to_update(graphs, remove, add)
            if len(update) <= _MOST_TEXT:
                self._connection.update(update)
                return
        self._change_in_steps(graphs, remove, add)

    def _change_in_steps(
        self, graphs: Mapping[ox.NamedNode, list[ox.Quad]], remove: Sequence[ox.Quad],
        add: Sequence[ox.Quad],
    ) -> None:
        self._send_quads((), filter(_is_stale, add))
        for graph, quads in graphs.items():
            body = [quad for quad in quads if not _seals(quad)]
            if self._connection.endpoint.graphs and body:
                triples = n_triples(quad.triple for quad in body)
                self._connection.put_graph(graph.value, triples.encode("utf-8"))
            else:
                self._connection.update(f"DROP SILENT GRAPH {graph}")
                self._send_quads((), body)
        self._send_quads(
            [quad for quad in remove if not (_seals(quad) or _is_stale(quad))],
            [quad for quad in add if not (_seals(quad) or _is_stale(quad))])
        marks = [quad for quads in graphs.values() for quad in quads if _seals(quad)]
        self._send_quads(filter(_seals, remove), [*marks, *filter(_seals, add)])
        self._send_quads(filter(_is_stale, remove), ())

    def _send_quads(self, remove: Iterable[ox.Quad], add: Iterable[ox.Quad]) -> None:
        for part in _parts(remove):
            self._connection.update(to_update({}, part, ()))
        for part in _parts(add):
            self._connection.update(to_update({}, (), part))

    def _graphs(self) -> dict[ox.NamedNode, int]:
        """The graphs that are ours, in order, with how many quads they hold."""
        pattern = f"GRAPH ?g {{ ?s ?p ?o }} {self._ours}"
        found = {
            row["g"]: int(row["n"].value) for row in self._rows(
                f"SELECT ?g (COUNT(*) AS ?n) {{ {pattern} }} GROUP BY ?g")
        }
        (whole,) = self._rows(f"SELECT (COUNT(DISTINCT ?g) AS ?n) {{ {pattern} }}")
        self._require_whole(len(found), int(whole["n"].value))
        return dict(sorted(found.items(), key=lambda item: item[0].value))

    def _require_whole(self, found: int, expected: int) -> None:
        if found != expected:
            raise StoreError(
                f"{self.name}: gave {found:,} of {expected:,}; the server cuts long answers, or "
                "somebody is writing there (docs/store.md says where servers set such limits)"
            )

    def _count(self, predicate: str | None = None, object: Term | None = None) -> int:
        pattern = self._pattern(None, None if predicate is None else node(predicate), object)
        (row,) = self._rows(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")
        return int(row["n"].value)

    def _pattern(
        self, subject: ox.NamedNode | None, predicate: ox.NamedNode | None, object: Term | None
    ) -> str:
        return f"GRAPH ?g {{ {_triple(subject, predicate, object)} }} {self._ours}"

    def _rows(self, sparql: str) -> ox.QuerySolutions:
        found = self._ask(sparql)
        assert isinstance(found, ox.QuerySolutions)
        return found

    def _triples(self, sparql: str) -> Iterator[ox.Triple]:
        found = self._ask(sparql)
        assert not isinstance(found, (ox.QuerySolutions, ox.QueryBoolean))
        return found

    def _ask(
        self, sparql: str, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()
    ) -> Found:
        form = next((token.text.upper() for token in tokens(sparql)
                     if token.kind == "word" and token.text.upper() in FORMS), "SELECT")
        rows = form in ("SELECT", "ASK")
        content, media = self._connection.ask(
            sparql, _ROWS if rows else _TRIPLES, default_graphs=default_graphs,
            named_graphs=named_graphs,
        )
        try:
            return _read_rows(content, form) if rows else _read_triples(content, media)
        except (ValueError, SyntaxError, LookupError, TypeError) as error:
            # A server that runs out of time in the midst of an answer has said 200 by then.
            raise StoreError(
                f"{self.name}: the answer is damaged or was cut off ({error})"
            ) from error

    def _union_graphs(self) -> list[str]:
        """What to name as default graph, so that it is the union of all graphs."""
        if self._union is None:
            named = self._connection.endpoint.union
            for union in [[named]] if named else [[], [_UNION]]:
                seal = f"{self.iris.reference} <{HC.seal}> ?seal"
                found = self._ask(f"SELECT * {{ {seal} }} LIMIT 1", union)
                assert isinstance(found, ox.QuerySolutions)
                if next(found, None) is not None:
                    self._union = union
                    break
            else:
                raise StoreError(
                    f"{self.name}: the default graph is not the union of all graphs, which "
                    "queries need; make the server take it so, or name its union by #union= "
                    "(docs/store.md)"
                )
        return self._union


def _bases(connection: Connection) -> dict[str, int]:
    """The bases of the graphs of kg that a server holds, with the versions of their layout."""
    end = "graph/reference"
    content, _ = connection.ask(
        f"SELECT ?g ?format {{ GRAPH ?g {{ ?g <{HC.seal}> ?seal "
        f"OPTIONAL {{ ?g <{HC.storeFormat}> ?format }} }} }}", _ROWS,
    )
    try:
        rows = list(_read_rows(content, "SELECT"))  # type: ignore[arg-type]
        return {
            row["g"].value.removesuffix(end): int(row["format"].value) if row["format"] else FORMAT
            for row in rows if row["g"].value.endswith(end)
        }
    except (ValueError, SyntaxError, LookupError, TypeError, AttributeError) as error:
        raise StoreError(
            f"{connection.endpoint.name}: no SPARQL results in its answer; is that the address "
            "for queries?"
        ) from error


def _triple(
    subject: ox.NamedNode | None, predicate: ox.NamedNode | None, object: Term | None
) -> str:
    return f"{subject or '?s'} {predicate or '?p'} {object or '?o'}"


def _seals(quad: ox.Quad) -> bool:
    """Does this quad say that an article or the world is current?"""
    return quad.predicate.value in _SEALS


def _is_stale(quad: ox.Quad) -> bool:
    """Does this quad say that the world is out of date?"""
    return quad.predicate.value == _STALE


def _parts(quads: Iterable[ox.Quad]) -> Iterator[list[ox.Quad]]:
    """`quads` in parts of which each fits into one update."""
    rest = iter(quads)
    while part := list(islice(rest, _MOST_QUADS)):
        while part:
            size, end = 0, 0
            while end < len(part) and (end == 0 or size <= _MOST_TEXT):
                size += len(str(part[end]))
                end += 1
            yield part[:end]
            part = part[end:]


def _read_rows(content: bytes, form: str) -> ox.QuerySolutions | ox.QueryBoolean:
    """SPARQL results in JSON, also as Virtuoso writes them."""
    answer = json.loads(content)
    if form == "ASK" and "boolean" not in answer:
        # Virtuoso answers with a table of one row and column, or none.
        rows = answer["results"]["bindings"]
        held = any(cell["value"] in ("1", "true") for row in rows for cell in row.values())
        answer = {"head": {}, "boolean": held}
        content = json.dumps(answer).encode()
    elif form == "SELECT" and (b"typed-literal" in content or _BOOLEAN.encode() in content):
        for row in answer["results"]["bindings"]:
            for cell in row.values():
                _mend(cell)
        content = json.dumps(answer).encode()
    found = ox.parse_query_results(content, ox.QueryResultsFormat.JSON)
    assert not isinstance(found, ox.QueryTriples)
    return found


def _mend(cell: dict[str, Any]) -> None:
    if cell["type"] == "typed-literal":
        cell["type"] = "literal"
    if cell.get("datatype") == _BOOLEAN and cell["value"] in ("0", "1"):
        cell["value"] = "true" if cell["value"] == "1" else "false"


def _read_triples(content: bytes, media: str) -> Iterator[ox.Triple]:
    turtle = media in ("text/turtle", "application/x-turtle")
    kind = ox.RdfFormat.TURTLE if turtle else ox.RdfFormat.N_TRIPLES
    return iter([quad.triple for quad in ox.parse(content, kind)])
