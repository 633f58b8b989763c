"""Workers that answer, and the rule that none is held longer than a question may take.

    Pool.ask(request, seconds) -> Reply

So many questions run at a time; some more wait in order, and the rest are told to come again.
A worker that is late is killed, as is one whose client has gone: no other way ends a query of
the engine. A spare one is always started ahead, so that nobody waits for its start.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import IO, Any, Final

from kg.serve.child import Child, Ended
from kg.serve.frames import DATA, END, HEAD
from kg.serve.problems import Problem
from kg.serve.settings import Limits

__all__ = ["Pool", "Reply"]

#: An answer longer than this is kept in a file that has no name.
_IN_MEMORY: Final = 1 << 20
#: A worker that holds so many bytes more than it did at first is replaced when it is idle.
_BLOATED: Final = 256 << 20
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


class _Worker:
    """A process that answers questions; `slim` is what it held after the first, in bytes."""

    def __init__(self, child: Child) -> None:
        self.child, self.slim = child, 0


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
        return sorted(worker.child.pid for worker in self._all)

    @property
    def offline(self) -> bool:
        """Do the workers run without a network?"""
        return all(worker.child.ready["offline"] for worker in self._idle)

    async def ask(self, question: Mapping[str, Any], *, seconds: float | None = None) -> Reply:
        """Have a worker answer `question` within `seconds`, by default the limit of a query.

        Raises Problem where it is not answered. When the task that asks is cancelled (its
        client has gone), the worker is ended.
        """
        allowed = seconds or self.limits.seconds
        async with self._place(), self._worker() as worker:
            whole = {"memory": self.limits.memory, "answer": self.limits.answer, **question}
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
            except Ended as error:
                if error.for_want_of_memory:
                    raise self._too_much_memory() from error
                self._count("crash")
                self._log(f"a worker {error}")
                raise Problem("failed", "the process that answered the query ended; others are "
                              "unharmed") from error

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
        worker.child.kill()
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
        await worker.child.send(question)
        content: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
        head: dict[str, Any] = {}
        size = 0
        try:
            while True:
                kind, data = await worker.child.read()
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
        return Problem(kind, detail, {
            name: said[name] for name in ("line", "column") if name in said})

    def _too_much_memory(self) -> Problem:
        self._count("memory")
        limit = self.limits.memory
        return Problem(
            "too-much-memory", f"the query needs more than {limit:,} bytes of memory and was "
            "ended. Ask for less: sort, group and join fewer rows", {"limit_bytes": limit})

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
        network = ["--network"] if self.network else []
        worker = _Worker(await Child.spawn("kg.serve.worker", *network))
        self._all.add(worker)
        return worker

    async def _end(self, worker: _Worker) -> None:
        await worker.child.end()
        self._all.discard(worker)

    def _later(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _count(self, cause: str) -> None:
        self.lost[cause] = self.lost.get(cause, 0) + 1
