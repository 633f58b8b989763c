"""A process of ours that answers requests over its pipes, as the server sees it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

from kg.serve.frames import READY, REPLY, request
from kg.serve.problems import Problem

__all__ = ["Child", "Ended"]

#: Seconds a process may take to start before it counts as one that cannot.
_START: Final = 60.0
#: Bytes of what a process said on stderr that are kept, of the first and of the last.
_SAID: Final = 4096


class Ended(Exception):
    """A process has ended amid a request. `said` is what it said on stderr, `how` the signal or
    status it ended by."""

    def __init__(self, how: str, said: str) -> None:
        super().__init__(f"ended by {how}: {said[-500:]}")
        self.how, self.said = how, said

    @property
    def for_want_of_memory(self) -> bool:
        """Did it end because it got no more memory? The engine aborts then, and says so."""
        return any(word in self.said for word in (
            "memory allocation", "bad_alloc", "MemoryError"))


class Child:
    """A process; make one with `spawn`."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.pid = process.pid
        #: What it said of itself when it was there.
        self.ready: Mapping[str, Any] = {}
        self._process = process
        self._first = self._last = b""
        self._listener = asyncio.create_task(self._listen())

    @classmethod
    async def spawn(cls, module: str, *arguments: str) -> Child:
        """Start `python -m module`, and wait until it is there. Raises Problem if it never is,
        with what it said."""
        child = cls(await asyncio.create_subprocess_exec(
            sys.executable, "-m", module, *arguments, stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
            # Each arena of the allocator takes address space, which is what is limited.
            env={**os.environ, "MALLOC_ARENA_MAX": "2", "RUST_BACKTRACE": "0"},
        ))
        try:
            kind, content = await asyncio.wait_for(child.read(), _START)
            document = json.loads(content)
            if kind != READY:
                raise Problem(document["kind"], document["detail"])
            child.ready = document
        except (Ended, asyncio.TimeoutError) as error:
            await child.end()
            raise Problem("failed", f"a process did not start: {error}") from error
        except BaseException:
            await child.end()
            raise
        return child

    async def send(self, document: dict[str, Any]) -> None:
        """Send a request. Raises Ended."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(request(document))
            await self._process.stdin.drain()
        except ConnectionError as error:
            raise await self._ended() from error

    async def read(self) -> tuple[bytes, bytes]:
        """The next frame of its reply. Raises Ended."""
        assert self._process.stdout is not None
        try:
            kind, length = REPLY.unpack(await self._process.stdout.readexactly(REPLY.size))
            return kind, await self._process.stdout.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise await self._ended() from error

    def kill(self) -> None:
        """End the process at once, without waiting for its end."""
        with suppress(ProcessLookupError):
            self._process.kill()

    async def end(self) -> int:
        """End the process if it still runs; its status, negative for a signal."""
        self.kill()
        status = await self._process.wait()
        # What it said last may still be on its way.
        await asyncio.wait([self._listener], timeout=1)
        return status

    async def close(self, seconds: float) -> None:
        """Let the process end by itself, as its pipe is closed; after `seconds`, end it."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._process.wait(), seconds)
        await self.end()

    async def _ended(self) -> Ended:
        status = await self.end()
        said = (self._first + self._last).decode("utf-8", errors="replace").strip()
        how = signal.Signals(-status).name if status < 0 else f"status {status}"
        return Ended(how, said)

    async def _listen(self) -> None:
        assert self._process.stderr is not None
        while piece := await self._process.stderr.read(_SAID):
            if len(self._first) < _SAID:
                self._first += piece
            else:
                self._last = (self._last + piece)[-_SAID:]
