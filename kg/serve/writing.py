"""Changes to a store that is served, and the graph as it is after each.

    WrittenSnapshots.change(op, …)    one change at a time, by the process that holds the store

A change is answered when it is on disk and readers see it: a snapshot is taken after each, so
that questions never wait for a change that goes on. One that takes too long is ended with its
process, and leaves nothing behind.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from kg.rdf import Iris
from kg.serve.child import Child, Ended
from kg.serve.frames import END
from kg.serve.problems import Problem
from kg.serve.settings import Settings
from kg.serve.snapshot import Held
from kg.store import open_store

__all__ = ["WrittenSnapshots"]

#: Seconds that the writer gets to close the store.
_CLOSING: Final = 30.0
_EDITED: Final = "changed since it was last assembled; run kg build again"
#: Seconds before a writer that could not be started is tried again.
_AGAIN: Final = 1.0


class WrittenSnapshots:
    """The snapshots of a store that only this server writes; as `kg.serve.snapshot.Snapshots`."""

    def __init__(self, settings: Settings, log: Callable[[str], None]) -> None:
        """A folder that is none becomes a store. Raises StoreError for one that cannot be had."""
        self._settings, self._log = settings, log
        # Before there is a process to hold it: what is wrong with the folder is told here.
        with open_store(settings.store) as opened:
            self.iris: Iris = opened.iris
        self.behind = ""
        self._lock = asyncio.Lock()
        self._waiting = 0
        self._child: Child | None = None
        self._now: Held | None = None
        self._before: list[Held] = []
        self._again: asyncio.Task[None] | None = None

    @property
    def number(self) -> int:
        """Which snapshot is asked, counted from the start of the server."""
        return self._now.number if self._now else 0

    @asynccontextmanager
    async def current(self) -> AsyncIterator[Held]:
        """The snapshot to ask; its folder stays while this lasts."""
        held = self._now
        assert held is not None, "not started"
        held.users += 1
        try:
            yield held
        finally:
            held.users -= 1

    async def start(self, is_assembled: Callable[[Held], Awaitable[bool]]) -> None:
        """Take the store. What was edited by hand is served, though it is not assembled."""
        await self._take()
        assert self._now is not None
        if not await is_assembled(self._now):
            self.behind = _EDITED
            self._log(f"{self._settings.store}: {self.behind}")

    async def stop(self) -> None:
        """Close the store."""
        if self._again is not None:
            self._again.cancel()
        if self._child is not None:
            await self._child.close(_CLOSING)

    async def change(self, op: str, **request: Any) -> Mapping[str, Any]:
        """Make a change (`kg.serve.writer`); what is to be said of it. Raises Problem."""
        limits = self._settings.limits
        if self._waiting > limits.queue:
            raise _busy()
        self._waiting += 1
        try:
            await asyncio.wait_for(self._lock.acquire(), limits.patience)
        except asyncio.TimeoutError as error:
            raise _busy() from error
        finally:
            self._waiting -= 1
        # To its end, though the client be gone: what is half told may be wholly done.
        return await asyncio.shield(self._to_the_end(op, request))

    async def _to_the_end(self, op: str, request: dict[str, Any]) -> Mapping[str, Any]:
        try:
            said = await self._changing(op, request)
        finally:
            self._lock.release()
        if said["marked"]:
            self.behind = _EDITED
        return said

    async def _changing(self, op: str, request: dict[str, Any]) -> Mapping[str, Any]:
        if self._child is None:
            raise Problem("no-store", "the store is being opened again; come again",
                          headers={"Retry-After": "2"})
        limits = self._settings.limits
        try:
            said = await asyncio.wait_for(
                self._ask(op, memory=limits.memory, **request), limits.seconds)
            await self._renew()
        except asyncio.TimeoutError as error:
            await self._restart()
            raise Problem("timeout", f"not done within {limits.seconds:g} s; nothing of it is "
                          "stored. Change less at a time",
                          {"limit_seconds": limits.seconds}) from error
        except Ended as error:
            self._log(f"the writer {error}")
            await self._restart()
            if error.for_want_of_memory:
                raise Problem("too-much-memory", "the change needs more memory than there is for "
                              "it; nothing of it is stored",
                              {"limit_bytes": limits.memory}) from error
            raise Problem("failed", "the process that stores changes ended; the change is stored "
                          "whole or not at all") from error
        return said

    async def _ask(self, op: str, **request: Any) -> Mapping[str, Any]:
        assert self._child is not None
        await self._child.send({"op": op, **request})
        kind, content = await self._child.read()
        document: dict[str, Any] = json.loads(content)
        if kind != END:
            raise Problem(document["kind"], document["detail"])
        return document

    async def _take(self) -> None:
        """Start the process that holds the store, and take a snapshot. Raises Problem."""
        network = ["--network"] if self._settings.services else []
        self._child = await Child.spawn(
            "kg.serve.writer", str(self._settings.store), *network)
        # Those that were taken before went with the process that took them.
        self._before = []
        await self._renew(forget=True)

    async def _renew(self, *, forget: bool = False) -> None:
        """Ask what is stored now from now on, and let go of what nobody asks any more."""
        folder = (await self._ask("snapshot"))["folder"]
        if self._now is not None and not forget:
            self._before.append(self._now)
        self._now = Held(Path(folder), self.number + 1, lambda: None)
        for held in [one for one in self._before if not one.users]:
            self._before.remove(held)
            await self._ask("release", folder=str(held.folder))

    async def _restart(self) -> None:
        """End the writer; another is started, and questions are answered meanwhile."""
        assert self._child is not None
        child, self._child = self._child, None
        await child.end()
        self._again = asyncio.create_task(self._take_again())

    async def _take_again(self) -> None:
        while True:
            try:
                async with self._lock:
                    await self._take()
            except (Problem, Ended) as error:
                self._log(f"the store could not be opened again: {error}")
                await asyncio.sleep(_AGAIN)
            else:
                return


def _busy() -> Problem:
    return Problem("busy", "other changes are being made; come again",
                   headers={"Retry-After": "2"})
