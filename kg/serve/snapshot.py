"""The graph as it is now, for workers that open it beside whoever writes.

    Snapshots(store).current() -> Held      a folder that stays while a question is asked of it

In a folder that others write a new snapshot is taken when there is something new to read, which
is looked at every `fresh` seconds: what a writer has stored when it has ended, or what it has
published before. One whose articles have changed since it was assembled is not taken over:
answers would be half of one state and half of another.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from kg.errors import StoreError
from kg.rdf import Iris
from kg.store import Snapshot, open_store, take_snapshot

__all__ = ["Held", "Snapshots"]


@dataclass(eq=False)
class Held:
    """A snapshot that is asked. `number` counts snapshots."""

    folder: Path
    number: int
    release: Callable[[], None]
    users: int = 0


class Snapshots:
    """The snapshots of one store; the last is asked, those before go when nobody uses them."""

    def __init__(self, store: Path, log: Callable[[str], None], *, fresh: float) -> None:
        """Raises StoreError for a folder that is no store, or cannot be read."""
        self._store, self._log, self._fresh = store, log, fresh
        #: The last that was looked at, whether it is asked or not.
        self._last = take_snapshot(store)
        self._now = _held(self._last, 1)
        with open_store(self._now.folder, read_only=True) as opened:
            self.iris: Iris = opened.iris
        #: Why what is stored now is not what is asked; "" where it is.
        self.behind = ""
        self._task: asyncio.Task[None] | None = None

    @property
    def number(self) -> int:
        """Which snapshot is asked, counted from the start of the server."""
        return self._now.number

    @asynccontextmanager
    async def current(self) -> AsyncIterator[Held]:
        """The snapshot to ask; its folder stays while this lasts."""
        held = self._now
        held.users += 1
        try:
            yield held
        finally:
            held.users -= 1
            if held is not self._now and not held.users:
                held.release()

    async def start(self, is_assembled: Callable[[Held], Awaitable[bool]]) -> None:
        """Begin to look for changes. `is_assembled` tells whether a snapshot may be asked.

        Raises StoreError where the present one may not.
        """
        if not await is_assembled(self._now):
            raise StoreError(
                f"{self._store}: the articles in the store have changed since it was last "
                "assembled; run kg build again"
            )
        self._task = asyncio.create_task(self._watch(is_assembled))

    async def stop(self) -> None:
        """Let go of everything."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        self._now.release()

    async def _watch(self, is_assembled: Callable[[Held], Awaitable[bool]]) -> None:
        while True:
            await asyncio.sleep(self._fresh)
            try:
                if await asyncio.to_thread(self._last.is_outdated):
                    await self._renew(is_assembled)
                elif self._last.folder == self._now.folder:
                    self.behind = ""
            except (OSError, StoreError) as error:
                # A writer has begun or ended just now, or there is no room: the next look tells.
                self.behind = str(error)
            except Exception as error:
                self._log(f"the store could not be looked at: {error!r}")

    async def _renew(self, is_assembled: Callable[[Held], Awaitable[bool]]) -> None:
        taken = await asyncio.to_thread(take_snapshot, self._store)
        held = _held(taken, self._now.number + 1)
        try:
            assembled = await is_assembled(held)
        except BaseException:
            held.release()
            raise
        self._last = taken
        if not assembled:
            held.release()
            self.behind = "articles have changed since the store was last assembled; run kg build"
            self._log(f"{self._store}: {self.behind}; answers are from the state before")
            return
        self.behind = ""
        before, self._now = self._now, held
        if not before.users:
            before.release()


def _held(taken: Snapshot, number: int) -> Held:
    return Held(taken.folder, number, taken.release)
