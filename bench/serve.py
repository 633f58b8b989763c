"""Many clients at once ask `kg serve` beside a writer; and the same of oxigraph's own server.

    .venv/bin/python bench/serve.py                            # a store of 82 articles
    .venv/bin/python bench/serve.py --store FOLDER --seconds 60 --clients 32

The writer builds articles in a process of its own, again and again, while either server is asked.
Each client asks one named query after the other, with the values of its help. Told are answers by
status, seconds that half and that 95 of 100 took per query, and memory of all processes of the
server. The peer is `oxigraph serve-read-only` (package oxigraph of PyPI) on the same quads; it has
no limit of memory and no queue, and begins to send before it knows the end.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median, quantiles
from typing import Final

import httpx

from kg.build import build
from kg.query import named_queries
from kg.query.run import bound_query, named_terms
from kg.rdf import Iris
from kg.resources import data_path
from kg.serve.metrics import resident_bytes
from kg.sparql import with_prefixes
from kg.store import open_store, take_snapshot

BIN: Final = Path(sys.executable).parent


def questions(iris: Iris) -> dict[str, str]:
    """The named queries as texts that any endpoint takes, each with its example values."""
    texts = {}
    for name, query in named_queries().items():
        values = {one.name: one.example for one in query.parameters if not one.optional}
        text, terms = named_terms(name, values)
        texts[name] = with_prefixes(bound_query(text, terms, iris.prefixes()), iris.prefixes())
    return texts


@contextmanager
def running(*command: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                process.wait(20)


def family(pid: int) -> list[int]:
    """A process and those that it has started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *map(int, children)]


async def load(address: str, texts: dict[str, str], clients: int, seconds: float,
               pid: int) -> tuple[dict[str, list[float]], Counter[str], int]:
    """Seconds by query, answers by status, most memory of the server."""
    took: dict[str, list[float]] = defaultdict(list)
    outcomes: Counter[str] = Counter()
    most = 0
    end = time.monotonic() + seconds

    async def one(at: int) -> None:
        names = list(texts)
        limits = httpx.Limits(max_connections=1)
        async with httpx.AsyncClient(timeout=120, limits=limits) as client:
            while time.monotonic() < end:
                name = names[at % len(names)]
                at += 1
                before = time.monotonic()
                try:
                    answer = await client.post(address, data={"query": texts[name]}, headers={
                        "Accept": "application/sparql-results+json"})
                    outcome = str(answer.status_code)
                    if outcome == "200":
                        answer.json()
                except httpx.HTTPError as error:
                    outcome = type(error).__name__
                except ValueError:
                    outcome = "200, broken"
                outcomes[outcome] += 1
                if outcome == "200":
                    took[name].append(time.monotonic() - before)
                elif outcome == "503":
                    await asyncio.sleep(1)

    async def watch() -> None:
        nonlocal most
        while time.monotonic() < end:
            # Looking at the memory of a process holds it up.
            most = max(most, await asyncio.to_thread(lambda: resident_bytes(family(pid))))
            await asyncio.sleep(3)

    await asyncio.gather(watch(), *(one(at) for at in range(clients)))
    return took, outcomes, most


@contextmanager
def writing(folder: Path, on: bool) -> Iterator[None]:
    """Meanwhile another process builds the articles that come along, again and again."""
    if not on:
        yield
        return
    command = f"while kg build --again --quiet --store {folder} {data_path('articles')}; do :; done"
    with subprocess.Popen(["sh", "-c", command], start_new_session=True,
                          env={**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"}) as process:
        try:
            yield
        finally:
            os.killpg(process.pid, signal.SIGTERM)


def table(ours: dict[str, list[float]], theirs: dict[str, list[float]]) -> None:
    def figures(times: list[float]) -> str:
        if len(times) < 2:
            return f"{'-':>8} {'-':>8}"
        return f"{median(times) * 1000:8.0f} {quantiles(times, n=20)[-1] * 1000:8.0f}"

    print(f"{'ms':<26}{'kg half':>9} {'95%':>8} {'oxigraph':>9} {'95%':>8}")
    for name in sorted(ours | theirs):
        print(f"{name:<26}{figures(ours.get(name, []))} {figures(theirs.get(name, []))}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--store", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--no-writer", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "store"
        if arguments.store:
            # Of a size to copy: the writer changes it.
            shutil.copytree(arguments.store, folder)
        else:
            with open_store(folder) as store:
                build([str(data_path("articles"))], store, print)
        with open_store(folder, read_only=True) as store:
            texts = questions(store.iris)
        theirs, their_outcomes, their_memory = beside(folder, texts, arguments)
        command = (str(BIN / "kg"), "serve", "--store", str(folder), "--port", "0")
        with running(*command) as server, writing(folder, not arguments.no_writer):
            assert server.stdout is not None
            address = server.stdout.readline().strip() + "sparql"
            ours, outcomes, memory = asyncio.run(load(
                address, texts, arguments.clients, arguments.seconds, server.pid))
    table(ours, theirs)
    for name, counted, most in (("kg", outcomes, memory),
                                ("oxigraph", their_outcomes, their_memory)):
        told = ", ".join(f"{count:,} x {status}" for status, count in sorted(counted.items()))
        print(f"{name}: {told}; memory at most {most / 1e6:,.0f} MB")


def beside(
    folder: Path, texts: dict[str, str], arguments: argparse.Namespace
) -> tuple[dict[str, list[float]], Counter[str], int]:
    """The same of oxigraph's own server, on a snapshot: beside a writer it promises nothing."""
    program = BIN / "oxigraph"
    if not program.exists():
        print("oxigraph is not installed (pip install oxigraph): no peer", file=sys.stderr)
        return {}, Counter(), 0
    with take_snapshot(folder) as snapshot, writing(folder, not arguments.no_writer):
        port = "17878"
        command = (str(program), "serve-read-only", "--location", str(snapshot.folder / "quads"),
                   "--bind", f"127.0.0.1:{port}", "--union-default-graph", "--timeout-s", "30")
        with running(*command) as server:
            address = f"http://127.0.0.1:{port}/query"
            for _ in range(100):
                with suppress(httpx.HTTPError):
                    httpx.get(f"http://127.0.0.1:{port}/", timeout=1)
                    break
                time.sleep(0.1)
            return asyncio.run(load(
                address, texts, arguments.clients, arguments.seconds, server.pid))


if __name__ == "__main__":
    main()
