"""Workers that answer, and the rule that none is held longer than a question may take.

    Pool.ask(request, seconds) -> Reply

So many questions run at a time; some more wait in order, and the rest are told to come again.
A worker that is late is killed, as is one whose client has gone: no other way ends a query of
the engine. A spare one is always started ahead, so that nobody waits for its start.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import tempfile
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import IO, Any, Final

from kg.serve.frames import DATA, END, HEAD, READY, REPLY, request
from kg.serve.problems import Problem
from kg.serve.settings import Limits

__all__ = ["Pool", "Reply"]

#: An answer longer than this is kept in a file that has no name.
_IN_MEMORY: Final = 1 << 20
#: A worker that holds so many bytes more than it did at first is replaced when it is idle.
_BLOATED: Final = 256 << 20
#: Seconds a worker may take to start before it counts as one that cannot.
_START: Final = 60.0
#: Seconds before a worker that could not be started is tried again.
_AGAIN: Final = 1.0


@dataclass
class Reply:
    """A whole answer: its media type, the form of the query, its bytes from the start of
    `content`, their number, and what the worker said of it at the end."""

    media: str
    form: str
    content: IO[bytes]
    size: int
    end: Mapping[str, Any]

    def close(self) -> None:
        """Let go of the content."""
        self.content.close()


@dataclass(eq=False)
class _Worker:
    process: asyncio.subprocess.Process
    pid: int
    offline: bool
    #: Bytes it held after its first answer.
    slim: int = 0
    said: deque[bytes] = field(default_factory=lambda: deque(maxlen=20))
    listener: asyncio.Task[None] | None = None

    async def read(self) -> tuple[bytes, bytes]:
        """The next frame. Raises IncompleteReadError when the process has ended."""
        assert self.process.stdout is not None
        kind, length = REPLY.unpack(await self.process.stdout.readexactly(REPLY.size))
        return kind, await self.process.stdout.readexactly(length)

    async def ended(self) -> int:
        """Kill the process if it still runs, and its status; negative for a signal."""
        with suppress(ProcessLookupError):
            self.process.kill()
        status = await self.process.wait()
        if self.listener is not None:
            # What it said last may still be on its way.
            await asyncio.wait([self.listener], timeout=1)
        return status


class Pool:
    """The workers of one server. Make it in a running event loop, `start` it, `stop` it."""

    def __init__(
        self, limits: Limits, *, network: bool = False,
        log: Callable[[str], None] = lambda line: None,
    ) -> None:
        self.limits, self.network, self._log = limits, network, log
        self._idle: deque[_Worker] = deque()
        self._all: set[_Worker] = set()
        self._arrived = asyncio.Condition()
        self._places = asyncio.Semaphore(limits.workers)
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopped = False
        self.waiting = self.running = 0
        #: How many workers ended, by cause: timeout, memory, crash, gone, retired.
        self.lost: dict[str, int] = {}

    async def start(self) -> None:
        """Start all workers; they are there when this returns."""
        wanted = self.limits.workers + self.limits.spares
        for worker in await asyncio.gather(*(self._spawn() for _ in range(wanted))):
            self._idle.append(worker)

    async def stop(self) -> None:
        """End all workers, whatever they are at."""
        self._stopped = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for worker in list(self._all):
            await self._end(worker)

    @property
    def pids(self) -> list[int]:
        """The processes that there are."""
        return sorted(worker.pid for worker in self._all)

    @property
    def offline(self) -> bool:
        """Do the workers run without a network?"""
        return all(worker.offline for worker in self._idle)

    async def ask(self, question: Mapping[str, Any], *, seconds: float | None = None) -> Reply:
        """Have a worker answer `question` within `seconds`, by default the limit of a query.

        Raises Problem where it is not answered. When the task that asks is cancelled (its
        client has gone), the worker is ended.
        """
        allowed = seconds or self.limits.seconds
        async with self._place(), self._worker() as worker:
            whole = {"memory": self.limits.memory, "answer": self.limits.answer, **question}
            started = time.monotonic()
            try:
                return await asyncio.wait_for(self._answer(worker, whole), allowed)
            except asyncio.TimeoutError as error:
                self._count("timeout")
                raise Problem(
                    "timeout", f"not answered within {allowed:g} s; the query was ended. Ask for "
                    "less: bind more, add LIMIT, count in smaller parts",
                    {"limit_seconds": allowed}) from error
            except asyncio.CancelledError:
                self._count("gone")
                raise
            except (asyncio.IncompleteReadError, ConnectionError) as error:
                raise await self._crash(worker, time.monotonic() - started) from error

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        """One of the places for questions that run. Raises Problem where it takes too long."""
        busy = Problem(
            "busy", f"{self.limits.workers} queries run and {self.waiting} wait; come again",
            headers={"Retry-After": "2"})
        if self._places.locked() and self.waiting >= self.limits.queue:
            raise busy
        self.waiting += 1
        try:
            await asyncio.wait_for(self._places.acquire(), self.limits.patience)
        except asyncio.TimeoutError as error:
            raise busy from error
        finally:
            self.waiting -= 1
        self.running += 1
        try:
            yield
        finally:
            self.running -= 1
            self._places.release()

    @asynccontextmanager
    async def _worker(self) -> AsyncIterator[_Worker]:
        """An idle worker; it goes back if its question was answered or refused by itself."""
        async with self._arrived:
            await self._arrived.wait_for(lambda: self._idle)
            worker = self._idle.popleft()
        try:
            yield worker
        except Problem as problem:
            if problem.kind in ("timeout", "failed", "too-much-memory", "too-long-answer"):
                self._replace(worker)
            else:
                self._give_back(worker)
            raise
        except BaseException:
            self._replace(worker)
            raise
        else:
            self._give_back(worker)

    def _give_back(self, worker: _Worker) -> None:
        self._idle.append(worker)
        self._later(self._announce())

    async def _announce(self) -> None:
        async with self._arrived:
            self._arrived.notify_all()

    def _replace(self, worker: _Worker) -> None:
        """End a worker, without waiting for it, and have another one started."""
        with suppress(ProcessLookupError):
            worker.process.kill()
        self._later(self._end(worker))
        if not self._stopped:
            self._later(self._hire())

    async def _hire(self) -> None:
        while not self._stopped:
            try:
                worker = await self._spawn()
            except (OSError, Problem) as error:
                self._log(f"no worker could be started: {error}")
                await asyncio.sleep(_AGAIN)
            else:
                self._idle.append(worker)
                await self._announce()
                return

    async def _answer(self, worker: _Worker, question: dict[str, Any]) -> Reply:
        process = worker.process
        assert process.stdin is not None
        process.stdin.write(request(question))
        await process.stdin.drain()
        content: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
        head: dict[str, Any] = {}
        size = 0
        try:
            while True:
                kind, data = await worker.read()
                if kind == DATA:
                    content.write(data)
                    size += len(data)
                elif kind == HEAD:
                    head = json.loads(data)
                elif kind == END:
                    end = json.loads(data)
                    content.seek(0)
                    self._weigh(worker, end["resident"])
                    return Reply(head.get("media", ""), head.get("form", ""), content, size, end)
                else:
                    raise self._refused(json.loads(data))
        except BaseException:
            content.close()
            raise

    def _refused(self, said: dict[str, Any]) -> Problem:
        kind, detail = said["kind"], said["detail"]
        if kind == "too-long-answer":
            self._count("answer")
            limit = self.limits.answer
            return Problem(
                kind, f"the answer is longer than {limit:,} bytes, so none of it is sent. Ask for "
                "less (LIMIT, fewer columns), or for a part that is marked as one (max-rows)",
                {"limit_bytes": limit})
        if kind == "too-much-memory":
            return self._too_much_memory()
        return Problem(kind, detail)

    def _too_much_memory(self) -> Problem:
        self._count("memory")
        limit = self.limits.memory
        return Problem(
            "too-much-memory", f"the query needs more than {limit:,} bytes of memory and was "
            "ended. Ask for less: sort, group and join fewer rows", {"limit_bytes": limit})

    async def _crash(self, worker: _Worker, seconds: float) -> Problem:
        """What became of a worker that ended amid a question."""
        status = await worker.ended()
        said = b" ".join(worker.said).decode("utf-8", errors="replace")
        # The engine aborts where it gets no memory, and says so before.
        if "memory allocation" in said or "bad_alloc" in said or "MemoryError" in said:
            return self._too_much_memory()
        self._count("crash")
        name = signal.Signals(-status).name if status < 0 else f"status {status}"
        self._log(f"a worker ended by {name} after {seconds:.1f} s: {said[-500:]}")
        return Problem("failed", "the process that answered the query ended; others are unharmed")

    def _weigh(self, worker: _Worker, resident: int) -> None:
        """Have a worker replaced that does not give back what it took."""
        if not worker.slim:
            worker.slim = resident
        elif resident > worker.slim + _BLOATED:
            self._count("retired")
            self._later(self._retire(worker))

    async def _retire(self, worker: _Worker) -> None:
        await self._hire()
        async with self._arrived:
            if worker in self._idle:
                self._idle.remove(worker)
                await self._end(worker)

    async def _spawn(self) -> _Worker:
        arguments = ["-m", "kg.serve.worker", *(["--network"] if self.network else [])]
        process = await asyncio.create_subprocess_exec(
            sys.executable, *arguments, stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
            # Each arena of the allocator takes address space, which is what is limited.
            env={**os.environ, "MALLOC_ARENA_MAX": "2"},
        )
        worker = _Worker(process, process.pid, offline=False)
        worker.listener = asyncio.create_task(self._listen(worker))
        self._all.add(worker)
        try:
            kind, content = await asyncio.wait_for(worker.read(), _START)
            assert kind == READY, kind
            worker.offline = json.loads(content)["offline"]
        except (asyncio.IncompleteReadError, asyncio.TimeoutError) as error:
            await self._end(worker)
            said = b" ".join(worker.said).decode("utf-8", errors="replace")
            raise Problem("failed", f"a worker did not start: {said[-500:]}") from error
        except BaseException:
            await self._end(worker)
            raise
        return worker

    async def _listen(self, worker: _Worker) -> None:
        """Keep the last that a worker says on stderr."""
        assert worker.process.stderr is not None
        while line := await worker.process.stderr.read(4096):
            worker.said.append(line)

    async def _end(self, worker: _Worker) -> None:
        await worker.ended()
        self._all.discard(worker)

    def _later(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _count(self, cause: str) -> None:
        self.lost[cause] = self.lost.get(cause, 0) + 1
