"""What the parts of the server share: the settings, the graph as it is now, the workers.

Pages ask here, and never the store: `table` for rows, `ask` for an answer as bytes. Both are
answered by a worker within the time limit, and raise Problem where they are not.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from starlette.requests import Request

from kg.rdf import Iris
from kg.serve.formats import Wanted
from kg.serve.pool import Pool, Reply
from kg.serve.settings import Settings
from kg.serve.snapshot import Snapshots

__all__ = ["Service", "Table", "service_of"]

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


class Service:
    """One store, served. `start` and `stop` are called by the application."""

    def __init__(
        self, settings: Settings, *, log: Callable[[str], None] = lambda line: None
    ) -> None:
        """Raises StoreError for a folder that is no store, or cannot be read."""
        self.settings, self.log = settings, log
        self.snapshots = Snapshots(settings.store, log)
        self.iris: Iris = self.snapshots.iris
        self._pool: Pool | None = None

    @property
    def pool(self) -> Pool:
        """The workers."""
        assert self._pool is not None, "the service has not been started"
        return self._pool

    async def start(self) -> None:
        """Start the workers; questions can be asked when this returns."""
        self._pool = Pool(
            self.settings.limits, network=bool(self.settings.services), log=self.log
        )
        await self._pool.start()

    async def stop(self) -> None:
        """End the workers and let go of the graph."""
        await self.pool.stop()
        self.snapshots.close()

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
        with self.snapshots.current() as snapshot:
            return await self.pool.ask({
                "snapshot": snapshot, "base": self.iris.base, "query": query, "named": named,
                "parameters": dict(parameters or {}), "rows": wanted.rows,
                "triples": wanted.triples, "max_rows": max_rows,
                "default_graphs": None if default_graphs is None else list(default_graphs),
                "named_graphs": None if named_graphs is None else list(named_graphs),
                "services": sorted(self.settings.services),
            }, seconds=seconds)

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
        from kg.serve.names import local_path

        return local_path(iri, self.iris)


def service_of(request: Request) -> Service:
    """The service that a request is for."""
    service = request.app.state.service
    assert isinstance(service, Service)
    return service
