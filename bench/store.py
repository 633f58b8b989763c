"""What keeping a graph costs beside plain pyoxigraph: to load, open, copy and make small.

    .venv/bin/python bench/store.py [--articles 2000] [--seed 1]

One run in one process; each figure beside that of pyoxigraph for the same quads, or beside the
size of what was moved. Says what it measured on one line each, and nothing of the machine.
"""

from __future__ import annotations

import argparse
import itertools
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
from generate import generate

from kg.store import open_snapshot, open_store
from kg.store.backup import back_up, compact, restore
from kg.store.folder import size_of

OPEN = "from kg.store import open_store; open_store('{}', read_only=True)"


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    told = list(itertools.islice(generate(options.articles, seed=options.seed), options.articles))
    with tempfile.TemporaryDirectory() as name:
        measure(told, Path(name))


def measure(told: list, place: Path) -> None:
    folder = place / "store"
    with open_store(folder) as store:
        one_by_one = timed(lambda: [store.put_article(*one) for one in told])
        quads = list(store.quads())
        flush = timed(store.engine.flush)
    count = len(quads)
    print(f"{len(told):,} articles, {count:,} quads, {size_of(folder / 'quads') / 1e6:.1f} MB")
    lines = place / "plain.nq"
    ox.serialize(quads, str(lines), format=ox.RdfFormat.N_QUADS)
    plain = ox.Store(str(place / "plain"))
    extend = timed(lambda: [plain.extend(quads[at:at + 700]) for at in range(0, count, 700)])
    bulk = timed(lambda: ox.Store(str(place / "bulk")).bulk_load(
        path=str(lines), format=ox.RdfFormat.N_QUADS))
    for what, seconds, peer, peer_seconds in (
        ("an article at a time, a transaction each", one_by_one + flush,
         "pyoxigraph extend, 700 quads each", extend),
        ("restore from N-Quads, read once after", timed(lambda: restore(lines, str(place / "r"))),
         "pyoxigraph bulk_load", bulk),
    ):
        print(f"load, {what}: {seconds:.2f} s, {count / seconds:,.0f} quads/s; "
              f"{seconds / peer_seconds:.2f} times {peer} ({peer_seconds:.2f} s)")
    opened = [timed(lambda: open_store(folder, read_only=True).close()) for _ in range(5)]
    peer = [timed(lambda: ox.Store.read_only(str(folder / "quads"))) for _ in range(5)]
    print(f"open to read: {sorted(opened)[2] * 1000:.1f} ms; "
          f"pyoxigraph {sorted(peer)[2] * 1000:.1f} ms")
    process = [timed(lambda: subprocess.run(
        [sys.executable, "-c", OPEN.format(folder)], check=True)) for _ in range(3)]
    print(f"open to read, a process of its own: {sorted(process)[1] * 1000:.0f} ms")
    writing = [timed(lambda: open_store(folder).close()) for _ in range(3)]
    print(f"open to write, publish for readers, close: {sorted(writing)[1] * 1000:.0f} ms")
    snapshots = [timed(lambda: open_snapshot(folder).close()) for _ in range(5)]
    print(f"open a snapshot, and take it away: {sorted(snapshots)[2] * 1000:.1f} ms")
    print(f"backup to a folder: {timed(lambda: back_up(str(folder), place / 'copy')):.2f} s")
    print(f"backup to .nq.gz: {timed(lambda: back_up(str(folder), place / 'copy.nq.gz')):.2f} s, "
          f"{(place / 'copy.nq.gz').stat().st_size / 1e6:.1f} MB")
    seconds = timed(lambda: compact(folder))
    print(f"compact: {seconds:.2f} s, {size_of(folder / 'quads') / 1e6:.1f} MB afterwards")


if __name__ == "__main__":
    main()
