"""The explorer of the graph as it is now: the page that `kg render` writes.

    Explorer.now(seconds) -> Drawn

It is drawn when somebody asks for it, once for each state of the graph, by a process of its own
(`kg.serve.drawer`): no worker is taken from those who query, and no request waits longer than it
wants to.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.serve.child import Child, Ended
from kg.serve.frames import END
from kg.serve.problems import Problem
from kg.serve.settings import Settings
from kg.serve.snapshot import Held, Snapshots
from kg.serve.writing import WrittenSnapshots

__all__ = ["Drawn", "Explorer"]

#: Seconds that a drawing may take.
_LONGEST: Final = 600.0
#: It holds the whole graph as objects: more than a query may take, by so many times.
_MEMORY: Final = 4


@dataclass(frozen=True)
class Drawn:
    """The file of a page, the content security policy that lets its scripts run, and what stands
    for its bytes."""

    file: Path
    policy: str
    digest: str


class Explorer:
    """The explorer page of the graph that `snapshots` give."""

    def __init__(
        self, settings: Settings, snapshots: Snapshots | WrittenSnapshots,
        log: Callable[[str], None],
    ) -> None:
        self._settings, self._snapshots, self._log = settings, snapshots, log
        self._folder: Path | None = None
        self._number = 0
        self._task: asyncio.Task[Drawn] | None = None

    async def now(self, seconds: float) -> Drawn | None:
        """The page of the graph as it is now; None where it is not drawn within `seconds`, and
        goes on being drawn. Raises Problem where it cannot be."""
        if self._task is None or self._number != self._snapshots.number:
            await self._cancel()
            self._number = self._snapshots.number
            self._task = asyncio.create_task(self._draw())
        task = self._task
        done, _ = await asyncio.wait({task}, timeout=seconds)
        return task.result() if done and not task.cancelled() else None

    async def stop(self) -> None:
        """End what is being drawn and remove what was."""
        await self._cancel()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    async def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError, Problem):
                await self._task

    async def _draw(self) -> Drawn:
        async with self._snapshots.current() as held:
            try:
                return await asyncio.wait_for(self._drawn(held), _LONGEST)
            except asyncio.TimeoutError as error:
                raise Problem("timeout", f"the page was not drawn within {_LONGEST:g} s; kg render "
                              "draws it without a limit") from error
            except Ended as error:
                self._log(f"the explorer could not be drawn: {error}")
                if error.for_want_of_memory:
                    raise Problem("too-much-memory", "the page of this graph needs more memory "
                                  "than the server gives it; kg render has no limit") from error
                raise Problem("failed", "the process that drew the page ended") from error

    async def _drawn(self, held: Held) -> Drawn:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="kg-serve-"))
        # Whoever still reads the page before it has it open; that one may go.
        for old in self._folder.iterdir():
            old.unlink()
        file = self._folder / f"explorer-{held.number}.html"
        child = await Child.spawn("kg.serve.drawer")
        try:
            await child.send({
                "snapshot": str(held.folder), "store": str(self._settings.store),
                "output": str(file), "memory": _MEMORY * self._settings.limits.memory})
            kind, content = await child.read()
        finally:
            await child.end()
        said = json.loads(content)
        if kind != END:
            raise Problem(said["kind"], said["detail"])
        return Drawn(file, said["policy"], said["digest"])
