"""Assembling many articles, and one more: how time and memory grow.

    .venv/bin/python bench/assembly.py                       # 100, 1,000 and 10,000 articles
    .venv/bin/python bench/assembly.py 1000 10000 100000     # others; the last takes a while
    .venv/bin/python bench/assembly.py --folder WORK         # keeps the filled stores for next time
    .venv/bin/python bench/assembly.py --memory 100000       # only what is assembled

For each number of articles a store in a folder is filled, and then assembled as a whole, which
makes its index and its facts table. After that single articles are put in and taken out again,
each with the graph and then the table brought up to it; that the last of them leaves the bytes of
before is checked. The sizes take turns, article by article, so that what else the machine does
falls on all of them. The peer in the same run is what one more article costs without an index: all
facts are read, resolved and assembled anew, with the table.

Articles and their facts are those of `generate.py`; reading texts is no part of it. Seconds are
those of the processor; each number of articles has a process of its own. With --memory the store
holds of an article only its hash, and nothing is on disk: so also what would fill one is measured.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from generate import generate

from kg.build import Changes, assemble_store
from kg.build.index import INDEX, Index
from kg.build.update import update
from kg.ids import content_hash
from kg.model import Article, Facts
from kg.rdf import canonical, to_quads
from kg.rdf.iris import node
from kg.rdf.quads import as_text
from kg.registry import read_registry
from kg.resolve.places import read_places
from kg.resources import data_path
from kg.store import open_store
from kg.store.oxigraph import OxigraphStore
from kg.store.tables import (
    FACTS,
    change_tables,
    forget_tables,
    tables_current,
    write_tables,
)
from kg.vocab import HC

#: So many single articles are put in and taken out.
SINGLE = 40
#: With more articles than this all of them are not assembled anew as well.
MOST_ANEW = 1_000


class Bench:
    """One store, and what it cost so far."""

    def __init__(self, number: int, folder: Path | None) -> None:
        self.number, self.found = number, {"articles": number}
        self.registry = read_registry(data_path("institutions.csv"))
        self.places = read_places(data_path("country_names.csv"), data_path("cities.csv"))
        stream = generate(number + SINGLE, seed=1)
        self.known: dict[str, tuple[Article, Facts]] = {}
        self.put: list[tuple[float, float]] = []
        self.taken: list[tuple[float, float]] = []
        if folder is None:
            self.store = open_store()
            for told in islice(stream, number):
                self.put_hash(*told)
            self.index = Index()
        else:
            self.store = filled(folder / f"assembly-{number}", stream, number)
            assert self.store.path is not None
            self.index = Index(self.store.path / INDEX)
        self.singles = list(stream)

    def put_hash(self, article: Article, facts: Facts) -> None:
        """Put in what an article is known by, and keep its facts at hand."""
        graph, iri = self.store.iris.article_graph(article.id), self.store.iris.article(article.id)
        told = ox.Quad(iri, node(HC.contentHash), as_text(content_hash(article)), graph)
        self.store.change(replace={graph: [told]}, add=self.store.stale_quads([article.id]))
        self.known[article.id] = article, canonical(facts)

    def whole(self) -> None:
        """Assemble all articles."""
        self.store.article_ids = (  # type: ignore[method-assign]
            (lambda: sorted(self.known)) if self.known else self.store.article_ids)
        self.found["memory before"] = memory()
        self.found["whole"], self.found["table"] = self.bring_up()
        self.found["memory"] = memory()
        if self.store.path is not None:
            files = [*self.store.path.glob(INDEX + "*")]
            self.found["index"] = sum(file.stat().st_size for file in files)

    def bring_up(self) -> tuple[float, float]:
        """As `kg.build.bring_up`: seconds for the graph, and for the table."""
        fitted, changes = tables_current(self.store), Changes()
        forget_tables(self.store)
        graph = timed(lambda: update(
            self.store, self.index, self.registry, self.places, known=self.known,
            listener=changes.add))
        pairs = (told for name in sorted(changes.articles)
                 for told in [self.store.article(name)] if told is not None)
        table = timed((lambda: write_tables(self.store, pairs, changes.put)) if changes.whole else (
            lambda: change_tables(
                self.store, fitted=fitted, articles=changes.articles, pairs=pairs,
                removed=changes.removed, put=changes.put)))
        return graph, table

    def one_in(self, at: int) -> None:
        """Put in one more article."""
        article, facts = self.singles[at]
        if self.known:
            self.put_hash(article, facts)
        else:
            self.store.put_article(article, facts)
        self.put.append(self.bring_up())

    def one_out(self, at: int) -> None:
        """Take out one of those that were put in."""
        name = self.singles[at][0].id
        self.store.remove(name)
        self.known.pop(name, None)
        self.taken.append(self.bring_up())

    def restored(self) -> None:
        """Check that the last article leaves the bytes of before where it goes and comes."""
        before, table = state(self.store), tables(self.store)
        self.one_out(SINGLE - 1)
        assert state(self.store) != before
        self.one_in(SINGLE - 1)
        assert state(self.store) == before, "an article out and in again changed the graph"
        assert tables(self.store) == table, "an article out and in again changed the facts table"
        self.put.pop()
        self.taken.pop()

    def end(self) -> None:
        """Say what it came to."""
        if self.store.path is not None and self.number <= MOST_ANEW:
            self.found["anew"] = timed(lambda: assemble_store(self.store))
        self.found["put"], self.found["taken"] = spread(self.put), spread(self.taken)
        self.index.close()
        self.store.close()


def filled(path: Path, stream: Iterator[tuple[Article, Facts]], number: int) -> OxigraphStore:
    """A store with these articles, of which nothing is assembled."""
    there = path.exists()
    store = open_store(path)
    assert isinstance(store, OxigraphStore)
    if there:
        for _ in islice(stream, number):
            pass
    else:
        store.engine.bulk_extend(
            quad for article, facts in islice(stream, number)
            for quad in to_quads(article, facts, iris=store.iris))
        store.engine.flush()
    for name in (INDEX, FACTS):
        shutil.rmtree(path / name, ignore_errors=True)
        (path / name).unlink(missing_ok=True)
    return store


def timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def spread(seconds: list[tuple[float, float]]) -> dict[str, float]:
    """Medians of both parts, the mean of the first and its largest but one in ten."""
    graph, table = ([one[at] for one in seconds] for at in (0, 1))
    return {"graph": statistics.median(graph), "table": statistics.median(table),
            "mean": statistics.mean(graph), "most": sorted(graph)[int(len(graph) * 0.9)]}


def memory() -> float:
    """The most that the process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def state(store: Any) -> bytes:
    """Stands for the assembled graph."""
    total = 0
    for quad in store.match(graph=store.iris.world):
        total ^= int.from_bytes(hashlib.sha256(str(quad).encode()).digest(), "big")
    return total.to_bytes(32, "big")


def tables(store: Any) -> dict[str, str]:
    """The files of the facts table, with what stands for their content."""
    if store.path is None:
        return {}
    return {str(file): hashlib.sha256(file.read_bytes()).hexdigest()
            for file in sorted((store.path / FACTS).rglob("*.parquet"))}


def serve(bench: Bench) -> None:
    """Do what lines on stdin say, and answer each with a line."""
    steps: dict[str, Callable[[int], object]] = {
        "whole": lambda _: bench.whole(), "in": bench.one_in, "out": bench.one_out,
        "restored": lambda _: bench.restored(), "end": lambda _: bench.end(),
    }
    for line in sys.stdin:
        name, at = line.split()
        steps[name](int(at))
        print(json.dumps(bench.found), flush=True)


def take_turns(benches: dict[int, subprocess.Popen[str]]) -> list[dict[str, Any]]:
    """Have all do the same, step by step."""
    found: dict[int, dict[str, Any]] = {}

    def step(name: str, at: int = 0) -> None:
        for number, process in benches.items():
            assert process.stdin is not None
            assert process.stdout is not None
            print(name, at, file=process.stdin, flush=True)
            line = process.stdout.readline()
            if not line:
                raise SystemExit(f"{number:,} articles: {name} failed")
            found[number] = json.loads(line)

    step("whole")
    for at in range(SINGLE):
        step("in", at)
    step("restored")
    for at in reversed(range(SINGLE)):
        step("out", at)
    step("end")
    return list(found.values())


def rows(found: list[dict[str, Any]]) -> Iterator[str]:
    yield ("| articles | assembled at once, s | its table, s | ms an article | peak memory, MB | "
           "index, MB | one more in, ms: median | mean | 9 of 10 within | its table | "
           "one out: median | mean | 9 of 10 within | its table | all anew, s | anew : one more |")
    yield "| ---: " * 16 + "|"
    for one in found:
        anew = one.get("anew")
        yield "| " + " | ".join([
            f"{one['articles']:,}", f"{one['whole']:.1f}", f"{one['table']:.1f}",
            f"{1000 * one['whole'] / one['articles']:.1f}", f"{one['memory']:.0f}",
            f"{one['index'] / 1e6:.1f}" if "index" in one else "",
            *(f"{1000 * one[kind][part]:.1f}" for kind in ("put", "taken")
              for part in ("graph", "mean", "most", "table")),
            f"{anew:.1f}" if anew else "",
            f"{anew / (one['put']['graph'] + one['put']['table']):.0f}" if anew else "",
        ]) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("articles", nargs="*", type=int, default=[100, 1000, 10_000])
    parser.add_argument("--folder", type=Path, help="keep the filled stores here")
    parser.add_argument("--memory", action="store_true", help="keep only what is assembled")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        serve(Bench(given.one, given.folder))
        return
    with ExitStack() as stack:
        folder = given.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(exist_ok=True)
        where = [] if given.memory else ["--folder", os.fspath(folder)]
        found = take_turns({
            number: stack.enter_context(subprocess.Popen(
                [sys.executable, __file__, "--one", str(number), *where], text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE))
            for number in given.articles
        })
    print("\n".join(rows(found)))
    first, last = found[0], found[-1]
    for kind, what in (("put", "more"), ("taken", "less")):
        ratios = (last[kind][part] / first[kind][part] for part in ("graph", "mean"))
        print(f"\none {what} beside {last['articles']:,} : beside {first['articles']:,} = "
              + " (median), ".join(f"{ratio:.2f}" for ratio in ratios) + " (mean)")


if __name__ == "__main__":
    main()
