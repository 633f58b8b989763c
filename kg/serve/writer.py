"""The process that holds a store for writing while a server takes changes.

    python -m kg.serve.writer STORE    requests on stdin, replies on stdout (kg.serve.frames)

It makes one change at a time, each in a transaction and on disk before the reply, and takes the
snapshots that readers ask. The server ends it when a change takes too long: then nothing of that
change is there.
"""

from __future__ import annotations

import base64
import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any, BinaryIO, Final

import pyoxigraph as ox

from kg.errors import KgError, StoreError, UsageError
from kg.ids import digest
from kg.serve.answers import RDF
from kg.serve.confine import Confinement
from kg.serve.edits import marks as marks_of
from kg.serve.edits import with_dataset, with_marks
from kg.serve.formats import TRIPLES
from kg.serve.frames import END, FAILED, READY, REQUEST, reply
from kg.sparql import check_update, shortened
from kg.store import Snapshot, take_snapshot
from kg.store.folder import FolderStore

__all__ = ["main"]


class _Writer:
    """The store, and the snapshots of it that are asked."""

    def __init__(self, store: FolderStore) -> None:
        self.store = store
        self.snapshots: dict[str, Snapshot] = {}

    def handle(self, request: dict[str, Any]) -> dict[str, Any]:
        """Do what `request` asks. Raises UsageError, LookupError, StoreError, MemoryError."""
        operation: Callable[[dict[str, Any]], dict[str, Any]] = getattr(self, request["op"])
        return operation(request)

    def update(self, request: dict[str, Any]) -> dict[str, Any]:
        """A SPARQL update."""
        text = request["update"]
        check_update(text, hosts=request["services"])
        default, named = request["using_graphs"], request["using_named_graphs"]
        for iri in (*default, *named):
            _graph(iri)
        if default or named:
            text = with_dataset(text, default, named)
        marked = with_marks(text, self.store.iris)
        try:
            self._store(marked)
        except SyntaxError as error:
            cause = str(error).split("expected one of")[0].strip(" ,:")
            raise UsageError(
                f"the update is no well-formed SPARQL: {shortened(cause, 300)}") from error
        except (RuntimeError, ValueError) as error:
            raise UsageError(f"the update fails: {shortened(str(error), 300)}") from error
        return {"marked": marked != text}

    def put(self, request: dict[str, Any]) -> dict[str, Any]:
        """Replace a graph."""
        return self._put(request, replace=True)

    def post(self, request: dict[str, Any]) -> dict[str, Any]:
        """Add to a graph; one without a name gets one by its content."""
        return self._put(request, replace=False)

    def delete(self, request: dict[str, Any]) -> dict[str, Any]:
        """Take a graph away."""
        graph = _graph(request["graph"])
        if isinstance(graph, ox.NamedNode) and not self._is_there(graph):
            raise LookupError(f"no graph <{graph.value}>")
        marks = self._marks(graph)
        self._store(" ;\n".join([_drop(graph), *marks]))
        return {"marked": bool(marks)}

    def snapshot(self, request: dict[str, Any]) -> dict[str, Any]:
        """Take a snapshot of what is stored."""
        taken = take_snapshot(self.store.path)
        self.snapshots[str(taken.folder)] = taken
        return {"folder": str(taken.folder)}

    def release(self, request: dict[str, Any]) -> dict[str, Any]:
        """Let go of a snapshot."""
        taken = self.snapshots.pop(request["folder"], None)
        if taken is not None:
            taken.release()
        return {}

    def _put(self, request: dict[str, Any], *, replace: bool) -> dict[str, Any]:
        documents = [(media, base64.b64decode(content)) for media, content in request["documents"]]
        triples: list[ox.Triple] = []
        for media, content in documents:
            try:
                triples += [quad.triple for quad in ox.parse(
                    content, format=RDF[TRIPLES[media]], base_iri=request["address"],
                    rename_blank_nodes=True)]
            except (SyntaxError, ValueError) as error:
                raise UsageError(
                    f"no well-formed {media}: {shortened(str(error), 300)}") from error
        if request["unnamed"]:
            name = digest(*(content.decode() for _, content in documents))
            request["graph"] = f"{self.store.iris.base}graph/added/{name}"
        graph = _graph(request["graph"])
        known = not isinstance(graph, ox.NamedNode) or self._is_there(graph)
        steps = [_drop(graph)] if replace else []
        if isinstance(graph, ox.NamedNode):
            # A graph that was put is there, though it be empty.
            steps.append(f"CREATE SILENT GRAPH {graph}")
        if triples:
            data = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
            assert data is not None  # it is None only where a file is written
            inside = data.decode()
            steps.append("INSERT DATA { " + (
                f"GRAPH {graph} {{\n{inside}}}" if isinstance(graph, ox.NamedNode)
                else f"\n{inside}") + " }")
        marks = self._marks(graph)
        self._store(" ;\n".join([*steps, *marks]))
        return {"new": not known, "graph": request["graph"], "marked": bool(marks)}

    def _marks(self, graph: ox.NamedNode | ox.DefaultGraph) -> list[str]:
        return marks_of([graph.value], self.store.iris) if isinstance(graph, ox.NamedNode) else []

    def _is_there(self, graph: ox.NamedNode) -> bool:
        return self.store.engine.contains_named_graph(graph)

    def _store(self, update: str) -> None:
        """Make a change, in one transaction, and have it on disk."""
        try:
            self.store.engine.update(update, prefixes=self.store.iris.prefixes())
            self.store.engine.flush()
        except OSError as error:
            raise StoreError(f"{self.store.path}: cannot be written ({error})") from error


#: What a request may ask for by `op`.
_OPERATIONS: Final = frozenset({"update", "put", "post", "delete", "snapshot", "release"})


def _graph(iri: str | None) -> ox.NamedNode | ox.DefaultGraph:
    if iri is None:
        return ox.DefaultGraph()
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise UsageError(f"a graph that is no IRI: {error}") from error


def _drop(graph: ox.NamedNode | ox.DefaultGraph) -> str:
    return f"DROP SILENT GRAPH {graph}" if isinstance(graph, ox.NamedNode) else "CLEAR DEFAULT"


def _failure(error: Exception) -> dict[str, str]:
    kinds = ((UsageError, "bad-update"), (LookupError, "not-found"), (StoreError, "no-store"),
             (MemoryError, "too-much-memory"))
    kind = next(kind for one, kind in kinds if isinstance(error, one))
    return {"kind": kind, "detail": str(error.args[0]) if error.args else ""}


def main() -> None:
    """Make changes until the server closes the pipe, or is gone."""
    pipe: BinaryIO = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    confinement = Confinement(network="--network" in sys.argv[2:])
    try:
        store = FolderStore.open(sys.argv[1])
    except KgError as error:
        pipe.write(reply(FAILED, {"kind": "no-store", "detail": str(error)}))
        pipe.flush()
        return
    with store:
        writer = _Writer(store)
        pipe.write(reply(READY, {"base": store.iris.base}))
        pipe.flush()
        requests = sys.stdin.buffer
        while head := requests.read(REQUEST.size):
            request = json.loads(requests.read(REQUEST.unpack(head)[0]))
            assert request["op"] in _OPERATIONS
            started = time.perf_counter()
            try:
                confinement.limit_memory(request.get("memory"))
                said = reply(END, {
                    **writer.handle(request), "seconds": time.perf_counter() - started})
            except (UsageError, LookupError, StoreError, MemoryError) as error:
                said = reply(FAILED, _failure(error))
            finally:
                confinement.limit_memory(None)
            pipe.write(said)
            pipe.flush()


if __name__ == "__main__":
    main()
