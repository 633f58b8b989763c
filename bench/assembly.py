"""Assembling many articles, and one more: how time and memory grow.

    .venv/bin/python bench/assembly.py                       # 100, 1,000 and 10,000 articles
    .venv/bin/python bench/assembly.py 1000 10000 100000     # others; the last takes a while

For each number of articles a store in a folder is filled, and then assembled as a whole, which
makes its index. After that single articles are put in and taken out again, each with what is
assembled brought up to it; that the last of them leaves the bytes of before is checked. The peer
in the same run is what one more article costs without an index: all facts are read, resolved and
assembled anew (not measured for 100,000: it would hold all of them in memory).

Articles and their facts are those of `generate.py`; reading texts is no part of it. Seconds are
those of the processor; each number of articles has a process of its own.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from generate import generate

from kg.build import assemble_store
from kg.build.index import INDEX, Index
from kg.build.update import update
from kg.rdf import to_quads
from kg.registry import read_registry
from kg.resolve.places import read_places
from kg.resources import data_path
from kg.store import open_store
from kg.store.oxigraph import OxigraphStore

#: So many single articles are put in and taken out.
SINGLE = 40
#: With more articles than this all of them are not assembled anew as well.
MOST_ANEW = 10_000


def measure(number: int) -> dict[str, Any]:
    """The figures for one number of articles."""
    registry = read_registry(data_path("institutions.csv"))
    places = read_places(data_path("country_names.csv"), data_path("cities.csv"))
    stream = generate(number + SINGLE, seed=1)
    found: dict[str, Any] = {"articles": number}
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "store") as store:
        assert isinstance(store, OxigraphStore)
        assert store.path is not None
        store.engine.bulk_extend(
            quad for article, facts in islice(stream, number)
            for quad in to_quads(article, facts, iris=store.iris))
        store.engine.flush()
        found["memory before"] = memory()
        index = Index(store.path / INDEX)
        began = time.process_time()
        update(store, index, registry, places)
        found["whole"] = time.process_time() - began
        found["memory"] = memory()
        found["index"] = sum(file.stat().st_size for file in store.path.glob(INDEX + "*"))
        world = sum(1 for _ in store.match(graph=store.iris.world))
        found["quads"] = world
        put, taken = [], []
        singles = list(stream)
        for article, facts in singles:
            store.put_article(article, facts)
            put.append(timed(lambda: update(store, index, registry, places)))
        before = state(store)
        for article, facts in singles[-1:]:
            store.remove(article.id)
            update(store, index, registry, places)
            store.put_article(article, facts)
            update(store, index, registry, places)
        found["restored"] = state(store) == before
        for article, _ in reversed(singles):
            store.remove(article.id)
            taken.append(timed(lambda: update(store, index, registry, places)))
        found["put"], found["taken"] = spread(put), spread(taken)
        index.close()
        if number <= MOST_ANEW:
            found["anew"] = timed(lambda: assemble_store(store))
    return found


def timed(work: Any) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def spread(seconds: list[float]) -> tuple[float, float]:
    """The median and the largest but one in ten."""
    return statistics.median(seconds), sorted(seconds)[int(len(seconds) * 0.9)]


def memory() -> float:
    """The most that the process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def state(store: Any) -> bytes:
    """Stands for the assembled graph."""
    total = 0
    for quad in store.match(graph=store.iris.world):
        total ^= int.from_bytes(hashlib.sha256(str(quad).encode()).digest(), "big")
    return total.to_bytes(32, "big")


def rows(found: list[dict[str, Any]]) -> Iterator[str]:
    yield ("| articles | assembled at once, s | ms an article | peak memory, MB | index, MB | "
           "one more in: median, ms | 9 of 10 within | one out: median, ms | 9 of 10 within | "
           "all anew, s | anew : one more |")
    yield "| ---: " * 11 + "|"
    for one in found:
        anew = one.get("anew")
        yield "| " + " | ".join([
            f"{one['articles']:,}", f"{one['whole']:.1f}",
            f"{1000 * one['whole'] / one['articles']:.1f}", f"{one['memory']:.0f}",
            f"{one['index'] / 1e6:.1f}",
            *(f"{1000 * value:.0f}" for kind in ("put", "taken") for value in one[kind]),
            f"{anew:.1f}" if anew else "", f"{anew / one['put'][0]:.0f}" if anew else "",
        ]) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("articles", nargs="*", type=int, default=[100, 1000, 10_000])
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measure(given.one)))
        return
    found = []
    for number in given.articles:
        ran = subprocess.run([sys.executable, __file__, "--one", str(number)], check=True,
                             stdout=subprocess.PIPE, text=True)
        found.append(json.loads(ran.stdout))
        assert found[-1]["restored"], "an article out and in again changed the graph"
    print("\n".join(rows(found)))
    first, last = found[0], found[-1]
    print(f"\none more beside {last['articles']:,} : beside {first['articles']:,} = "
          f"{last['put'][0] / first['put'][0]:.2f}; one less "
          f"{last['taken'][0] / first['taken'][0]:.2f}")


if __name__ == "__main__":
    main()
