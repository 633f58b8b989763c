"""A question -> its answer as bytes, in the format that was agreed on; runs in a worker.

Rows and triples are written by the engine as it finds them; what the answer is goes ahead of
it. Nothing is cut: an answer that gets too long is none. Only who asks for a number of rows
gets so many, and is told where there were more.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final, cast

import pyoxigraph as ox

from kg.errors import UsageError
from kg.query.faults import explained
from kg.query.results import csv_rows, format_answer, to_csv
from kg.query.run import Answer, bound_query, named_terms
from kg.rdf.iris import Iris
from kg.serve.formats import ROWS, TRIPLES
from kg.serve.frames import DATA, HEAD
from kg.sparql import check_query, names_dataset
from kg.store.folder import QUADS

__all__ = ["RDF", "AnswerTooLong", "Asked", "NotAcceptable", "Output", "answer"]

_PIECE: Final = 1 << 17
#: Rows that are written to CSV at a time.
_CHUNK: Final = 1000

_RESULTS: Final = {
    "json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML,
    "tsv": ox.QueryResultsFormat.TSV, "csv": ox.QueryResultsFormat.CSV,
}
#: Formats of triples and of graphs, by the names of `kg.serve.formats`.
RDF: Final = {
    "turtle": ox.RdfFormat.TURTLE, "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD, "rdfxml": ox.RdfFormat.RDF_XML,
    "trig": ox.RdfFormat.TRIG, "nquads": ox.RdfFormat.N_QUADS,
}
_PREFIXES: Final = re.compile(rb"(?:@prefix [^\n]*\n)*")
#: What XML 1.0 cannot hold, not even escaped. The engine writes it as it is.
_NOT_XML: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")


class NotAcceptable(Exception):
    """The client takes no format that such an answer has."""


class AnswerTooLong(Exception):
    """The answer is longer than the server keeps."""


class Asked:
    """A graph as it was at one moment, open for questions."""

    def __init__(self, folder: str, base: str) -> None:
        """`folder` is that of a store or of a snapshot. Raises OSError."""
        self.folder = folder
        self.iris = Iris(base)
        self.prefixes = self.iris.prefixes()
        self.store = ox.Store.read_only(str(Path(folder) / QUADS))


class Output:
    """Takes what a writer of the engine writes, and sends it in pieces."""

    def __init__(self, send: Callable[[bytes, Any], None], limit: int | None) -> None:
        self._send, self._limit = send, limit
        self._kept = bytearray()
        self._size, self._xml, self._prefixes = 0, False, False

    def head(self, media: str, form: str) -> None:
        """Say what the answer is; before it begins."""
        self._xml, self._prefixes = media.endswith("xml"), media == "text/turtle"
        self._send(HEAD, {"media": media, "form": form})

    def write(self, data: bytes) -> int:
        """As of a binary file. Raises AnswerTooLong."""
        self._size += len(data)
        if self._limit is not None and self._size > self._limit:
            raise AnswerTooLong(f"more than {self._limit:,} bytes")
        self._kept += data
        if len(self._kept) >= _PIECE:
            self._send_kept(keep=2)
        return len(data)

    def flush(self) -> None:
        """Called by writers of the engine whenever they like; sends nothing."""

    def finish(self) -> None:
        """Send what is left."""
        if self._prefixes and self._size == len(self._kept):
            # There are sixty, and a short answer uses three of them.
            self._kept = bytearray(_without_unused(bytes(self._kept)))
        self._send_kept(keep=0)

    def _send_kept(self, keep: int) -> None:
        # What XML cannot hold may lie across two pieces.
        size = len(self._kept) - (keep if self._xml else 0)
        piece = bytes(self._kept[:size])
        del self._kept[:size]
        if piece:
            self._send(DATA, _for_xml(piece) if self._xml else piece)


def _without_unused(turtle: bytes) -> bytes:
    """What the engine wrote, without prefixes that stand nowhere else."""
    head = _PREFIXES.match(turtle)
    assert head is not None  # it matches nothing, too
    body = turtle[head.end():]
    lines = head[0].splitlines(keepends=True)
    return b"".join(line for line in lines if line.split()[1] in body) + body


def _for_xml(piece: bytes) -> bytes:
    # A reader of XML takes a bare carriage return for a line feed.
    return _NOT_XML.sub(b"\xef\xbf\xbd", piece).replace(b"\r", b"&#13;")


def answer(asked: Asked, request: dict[str, Any], output: Output) -> dict[str, Any]:
    """Answer `request` to `output`; what is to be said of it at the end is returned.

    Raises UsageError for what is no query or cannot be answered, NotAcceptable, AnswerTooLong,
    MemoryError, and LookupError for a graph that is not there.
    """
    given: dict[str, Any] = request.get("parameters") or {}
    text = request.get("query")
    if text is None:
        text, given = named_terms(request["named"], given)
    form = check_query(text, hosts=request.get("services") or ())
    triples = form in ("CONSTRUCT", "DESCRIBE")
    media = request["triples"] if triples else request["rows"]
    if media is None:
        offered = ", ".join(TRIPLES if triples else ROWS)
        raise NotAcceptable(f"{form} gives {'triples' if triples else 'rows'}, as {offered}")
    whole = bound_query(text, given, asked.prefixes)
    try:
        found = asked.store.query(whole, prefixes=asked.prefixes, **_dataset(request, text))
        output.head(media, form)
        more = _write(found, form, media, request.get("max_rows"), asked, output)
    except (SyntaxError, RuntimeError, ValueError, OSError) as error:
        raise explained(error, text, asked.prefixes) from error
    output.finish()
    return more


def _dataset(request: dict[str, Any], text: str) -> dict[str, Any]:
    """What the query is asked over: what the request names, else its FROM, else all graphs."""
    default, named = request.get("default_graphs"), request.get("named_graphs")
    if default is None and named is None:
        # The engine would put all graphs in place of those that FROM names.
        return {"use_default_graph_as_union": not names_dataset(text)}
    try:
        return {
            "default_graph": [ox.NamedNode(iri) for iri in default or ()],
            "named_graphs": [ox.NamedNode(iri) for iri in named or ()],
        }
    except ValueError as error:
        raise UsageError(f"a graph that is no IRI: {error}") from error


def _write(
    found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, form: str, media: str,
    max_rows: int | None, asked: Asked, output: Output,
) -> dict[str, Any]:
    # What the engine takes for a file has no class of its own.
    file = cast(Any, output)
    if isinstance(found, ox.QueryTriples):
        format = RDF[TRIPLES[media]]
        if max_rows is None:
            ox.serialize(found, file, format, prefixes=asked.prefixes)
            return {}
        kept = list(islice(found, max_rows + 1))
        content = ox.serialize(kept[:max_rows], format=format, prefixes=asked.prefixes)
        assert content is not None  # it is None only where a file is written
        return _cut(content, TRIPLES[media], len(kept), max_rows, output)
    name = ROWS[media]
    if isinstance(found, ox.QueryBoolean):
        found.serialize(file, _RESULTS[name])
        return {}
    if max_rows is not None:
        columns, rows = _first(found, max_rows + 1)
        document = format_answer(Answer(form, columns, tuple(rows[:max_rows])), name)
        return _cut(document.encode("utf-8", errors="replace"), name, len(rows), max_rows, output)
    if name == "csv":
        for piece in _csv(found):
            output.write(piece)
        return {}
    found.serialize(file, _RESULTS[name])
    return {}


def _cut(
    content: bytes, format: str, found: int, max_rows: int, output: Output
) -> dict[str, Any]:
    """Write `content`, the first of `found` rows. Where more were found than were asked for, it
    says so itself, where the format has a place for it that no reader stumbles on."""
    if found <= max_rows:
        output.write(content)
        return {}
    note = f"cut after {max_rows}: there are more".encode()
    if format == "json":
        document = json.loads(content)
        document["kg"] = {"cut": max_rows, "note": note.decode()}
        content = json.dumps(document, ensure_ascii=False).encode()
    elif format in ("xml", "rdfxml"):
        content = content.rstrip() + b"<!-- " + note + b" -->\n"
    elif format in ("turtle", "ntriples"):
        content += b"# " + note + b"\n"
    output.write(content)
    return {"cut": max_rows}


def _first(found: ox.QuerySolutions, count: int) -> tuple[tuple[str, ...], list[Any]]:
    columns = tuple(variable.value for variable in found.variables)
    return columns, [tuple(row[name] for name in columns) for row in islice(found, count)]


def _csv(found: ox.QuerySolutions) -> Iterator[bytes]:
    """CSV in pieces: what a spreadsheet would run as a formula gets a quote mark before it."""
    columns = tuple(variable.value for variable in found.variables)
    yield to_csv(columns, []).encode("utf-8")
    while rows := list(islice(found, _CHUNK)):
        yield csv_rows([row[name] for name in columns] for row in rows).encode(
            "utf-8", errors="replace")
