"""What the parts of the server share: the settings, the graph as it is now, the workers.

Pages ask here, and never the store: `table` for rows, `ask` for an answer as bytes. Both are
answered by a worker within the time limit, and raise Problem where they are not.
"""

from __future__ import annotations

import asyncio
import json
import math
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from starlette.requests import Request

from kg.rdf import Iris
from kg.serve import names
from kg.serve.explorer import Explorer
from kg.serve.formats import Wanted
from kg.serve.metrics import Metrics, resident_bytes
from kg.serve.pool import Pool, Reply
from kg.serve.problems import Problem
from kg.serve.settings import Settings
from kg.serve.snapshot import Held, Snapshots
from kg.serve.writing import WrittenSnapshots

__all__ = ["Counts", "Service", "Table", "service_of"]

#: Seconds that the server's own questions on the whole graph may take.
_COUNTING: Final = 600.0

#: A term as SPARQL's JSON has it: type, value, and for a literal xml:lang or datatype.
Term = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of an answer. A row holds a term for each column that has one in it; `cut` is the
    number of rows that were asked for where there were more; `seconds` is what it took."""

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Term], ...]
    cut: int | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Counts:
    """What is in a graph: triples, triples of each property, things of each class."""

    triples: int
    properties: Mapping[str, int]
    classes: Mapping[str, int]


class Service:
    """One store, served. `start` and `stop` are called by the application."""

    def __init__(
        self, settings: Settings, *, log: Callable[[str], None] = lambda line: None
    ) -> None:
        """Raises StoreError for a folder that is no store, or cannot be read."""
        self.settings, self.log = settings, log
        self.snapshots: Snapshots | WrittenSnapshots = (
            Snapshots(settings.store, log, fresh=settings.fresh) if settings.token is None
            else WrittenSnapshots(settings, log)
        )
        self.iris: Iris = self.snapshots.iris
        self.explorer = Explorer(settings, self.snapshots, log)
        self._pool: Pool | None = None
        self.metrics = Metrics(self._state, lambda: self.pool.lost)
        self._counting: dict[int, asyncio.Task[Counts]] = {}

    @property
    def pool(self) -> Pool:
        """The workers."""
        assert self._pool is not None, "the service has not been started"
        return self._pool

    async def start(self) -> None:
        """Start the workers; questions can be asked when this returns.

        Raises StoreError for a store whose articles have changed since it was assembled.
        """
        self._pool = Pool(
            self.settings.limits, network=bool(self.settings.services), log=self.log
        )
        try:
            await self._pool.start()
            await self.snapshots.start(self._is_assembled)
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """End the workers and let go of the graph."""
        await self.explorer.stop()
        await self.pool.stop()
        await self.snapshots.stop()

    async def ask(
        self,
        query: str | None = None,
        *,
        named: str | None = None,
        parameters: Mapping[str, str] | None = None,
        wanted: Wanted,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
        max_rows: int | None = None,
        seconds: float | None = None,
    ) -> Reply:
        """The answer to `query`, or to the query called `named`, in the format that is wanted.

        `parameters` are bound as `kg query --param` does it. With `max_rows` an answer ends
        after so many, and says so in `Reply.end["cut"]`. Close the reply when it is used up.
        Raises Problem.
        """
        outcome = "gone"
        try:
            reply = await self.read(
                "query", seconds=min(seconds or math.inf, self.settings.limits.seconds),
                query=query, named=named, parameters=dict(parameters or {}), rows=wanted.rows,
                triples=wanted.triples, max_rows=max_rows,
                default_graphs=None if default_graphs is None else list(default_graphs),
                named_graphs=None if named_graphs is None else list(named_graphs),
                services=sorted(self.settings.services),
            )
            outcome = "answered"
        except Problem as problem:
            outcome = problem.kind
            raise
        finally:
            self.metrics.queries.labels(outcome).inc()
        self.metrics.query_seconds.observe(reply.end["seconds"])
        self.metrics.answer_bytes.inc(reply.size)
        return reply

    async def read(self, op: str, *, seconds: float | None = None, **request: Any) -> Reply:
        """Have a worker do one of `kg.serve.readings`, or answer a query. Raises Problem."""
        async with self.snapshots.current() as held:
            return await self._of(held, op, seconds, **request)

    async def change(self, op: str, **request: Any) -> Mapping[str, Any]:
        """Change the store by one of the operations of `kg.serve.writer`. Raises Problem."""
        if isinstance(self.snapshots, Snapshots):
            raise Problem("forbidden", "this server only reads")
        return await self.snapshots.change(op, **request)

    async def counts(self) -> Counts:
        """What is in the graph, counted once for each snapshot. Raises Problem."""
        async with self.snapshots.current() as held:
            task = self._counting.get(held.number)
            if task is None:
                task = asyncio.ensure_future(self._count(held))
                self._counting = {held.number: task}
            try:
                return await asyncio.shield(task)
            except Problem:
                self._counting.pop(held.number, None)
                raise

    def _state(self) -> dict[str, float]:
        return {
            "kg_queries_running": self.pool.running,
            "kg_queries_waiting": self.pool.waiting,
            "kg_workers": len(self.pool.pids),
            "kg_workers_resident_bytes": resident_bytes(self.pool.pids),
            "kg_server_resident_bytes": resident_bytes([os.getpid()]),
            "kg_snapshot_number": self.snapshots.number,
            "kg_behind": bool(self.snapshots.behind),
        }

    async def _count(self, held: Held) -> Counts:
        reply = await self._of(held, "counts", _COUNTING)
        reply.close()
        properties, classes = dict(reply.end["properties"]), dict(reply.end["classes"])
        return Counts(sum(properties.values()), properties, classes)

    async def _is_assembled(self, held: Held) -> bool:
        reply = await self._of(held, "standing", _COUNTING)
        reply.close()
        return bool(reply.end["assembled"])

    async def _of(self, held: Held, op: str, seconds: float | None, **request: Any) -> Reply:
        return await self.pool.ask(
            {"op": op, "snapshot": str(held.folder), "base": self.iris.base, **request},
            seconds=seconds)

    async def table(
        self,
        query: str | None = None,
        *,
        named: str | None = None,
        parameters: Mapping[str, str] | None = None,
        max_rows: int | None = 1000,
        seconds: float | None = None,
    ) -> Table:
        """The rows of a SELECT query, for a page. Raises Problem, as `ask` does."""
        reply = await self.ask(
            query, named=named, parameters=parameters, max_rows=max_rows, seconds=seconds,
            wanted=Wanted("application/sparql-results+json", None),
        )
        try:
            document: dict[str, Any] = json.load(reply.content)
        finally:
            reply.close()
        return Table(
            tuple(document["head"].get("vars", ())),
            tuple(document.get("results", {}).get("bindings", ())),
            reply.end.get("cut"), reply.end["seconds"],
        )

    def url(self, request: Request, path: str) -> str:
        """The address of `path`, which begins with a slash, as clients see it."""
        return (self.settings.public_url or str(request.base_url).rstrip("/")) + path

    def page_path(self, iri: str) -> str:
        """The path of the page on the thing `iri`; for an IRI of elsewhere, the page that asks
        for it by ?iri=."""
        local = self.local_path(iri)
        return f"/page{local}" if local else f"/page?iri={quote(iri, safe='')}"

    def local_path(self, iri: str) -> str | None:
        """The path under which this server answers for `iri`, None for an IRI of elsewhere."""
        return names.local_path(iri, self.iris)


def service_of(request: Request) -> Service:
    """The service that a request is for."""
    service = request.app.state.service
    assert isinstance(service, Service)
    return service
