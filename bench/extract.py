"""How fast extraction is, what it takes to start, and how much memory: beside a named peer.

    .venv/bin/python bench/extract.py [ARTICLES.jsonl ...]

The peer is spaCy's blank English pipeline (a tokenizer, no model) with a PhraseMatcher over the
same names of countries, places, institutions, outlets, people and topics: about the least that any
program built on spaCy does with a text. Both run on one core, in processes of their own, turn by
turn, in one run; medians are printed. Figures of two runs on two machines say nothing about each
other; the ratio of one run does.

Without arguments the articles are those in data/articles. Without spaCy (`make bench` installs
it) only our own figures are printed.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from kg.resources import data_path

#: Processes per side, passes over the articles after the first, starts of the command line.
ROUNDS, PASSES, STARTS = 5, 5, 15

#: What both sides look for: entries of these kinds.
NAMES = frozenset({"country", "institution", "outlet", "publisher", "name.leader", "name.given",
                   "name.surname", "topic"})


def read_texts(paths: Sequence[Path]) -> list[dict[str, str]]:
    """Title and text of each article; the form is checked elsewhere."""
    return [json.loads(line) for path in paths
            for line in path.read_text(encoding="utf-8").splitlines() if line]


def write_names(path: Path) -> int:
    """Every name that the extraction looks for, once, in order; their number."""
    from kg.extract import load_lexicon
    from kg.extract.countries import country_entries
    from kg.extract.names import name_entries
    from kg.extract.topics import topic_entries

    tables = load_lexicon().tables
    entries = chain(country_entries(tables), name_entries(tables), topic_entries(tables))
    names = sorted({entry.wording for entry in entries if entry.kind in NAMES})
    path.write_text("\n".join(names), encoding="utf-8")
    return len(names)


def prepare_kg(_: Path) -> Callable[[dict[str, str]], object]:
    from kg.extract import extract, load_lexicon
    from kg.model import Article

    lexicon = load_lexicon()
    return lambda row: extract(
        Article(id=row["id"], text=row["text"], title=row.get("title") or "",
                date=row.get("date"), publisher=row.get("publisher")), lexicon)


def prepare_spacy(names: Path) -> Callable[[dict[str, str]], object]:
    import spacy
    from spacy.matcher import PhraseMatcher

    nlp = spacy.blank("en")
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    matcher.add("name", list(nlp.tokenizer.pipe(names.read_text(encoding="utf-8").split("\n"))))
    return lambda row: matcher(nlp(f"{row.get('title') or ''}\n\n{row['text']}"))


SIDES = {"kg": prepare_kg, "spacy": prepare_spacy}


def peak_megabytes() -> float:
    """The largest this process has been, in 10^6 bytes (the kernel counts KiB, macOS bytes)."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6


def run_side(side: str, names: Path, paths: Sequence[Path]) -> None:
    """In a process of its own: load, then read all articles several times; figures as JSON.

    The first pass is what a user sees, who reads an article once. In the later ones both sides
    find their caches full. Seconds are those of the processor: others may be at work beside.
    """
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    rows = read_texts(paths)
    before = time.process_time()
    work = SIDES[side](names)
    loaded = time.process_time() - before
    passes = []
    for _ in range(1 + PASSES):
        before = time.process_time()
        for row in rows:
            work(row)
        passes.append(time.process_time() - before)
    print(json.dumps({"load": loaded, "first": len(rows) / passes[0],
                      "again": len(rows) / median(passes[1:]), "memory": peak_megabytes()}))


def measure_sides(sides: Iterable[str], names: Path, paths: Sequence[Path]
                  ) -> dict[str, dict[str, float]]:
    """Medians of each side's figures; the sides take turns, so that a busy moment hits both."""
    sides = list(sides)
    found: dict[str, list[dict[str, float]]] = {side: [] for side in sides}
    for _ in range(ROUNDS):
        for side in sides:
            done = subprocess.run(
                [sys.executable, __file__, "--side", side, "--names", str(names),
                 *map(str, paths)],
                check=True, stdout=subprocess.PIPE, text=True)
            found[side].append(json.loads(done.stdout))
    return {side: {key: median(run[key] for run in runs) for key in runs[0]}
            for side, runs in found.items()}


def measure_starts() -> dict[str, float]:
    """Median seconds of a bare interpreter, of `kg --help` and of `kg extract --help`."""
    commands = {
        "bare": [sys.executable, "-c", "pass"],
        "help": [sys.executable, "-m", "kg", "--help"],
        "extract": [sys.executable, "-m", "kg", "extract", "--help"],
    }
    found: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(STARTS + 1):
        for name, command in commands.items():
            before = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            if turn:  # the first start fills the disk cache
                found[name].append(time.perf_counter() - before)
    return {name: median(times) for name, times in found.items()}


def print_table(rows: Sequence[Sequence[str]]) -> None:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for number, row in enumerate(rows):
        cells = [cell.ljust(width) if column == 0 else cell.rjust(width)
                 for column, (cell, width) in enumerate(zip(row, widths, strict=True))]
        print("| " + " | ".join(cells) + " |")
        if number == 0:
            print("| " + " | ".join("-" * (width - 1) + ("-" if column == 0 else ":")
                                    for column, width in enumerate(widths)) + " |")


def report(paths: Sequence[Path]) -> None:
    rows = read_texts(paths)
    size = sum(len((row.get("title") or "") + row["text"]) for row in rows)
    sides = ["kg", *(["spacy"] if importlib.util.find_spec("spacy") else [])]
    with TemporaryDirectory() as folder:
        names = Path(folder, "names.txt")
        count = write_names(names)
        found = measure_sides(sides, names, paths)
    print(f"{len(rows)} articles, {size / len(rows):,.0f} characters each; {count:,} "
          f"names; Python {sys.version.split()[0]}; medians of {ROUNDS} processes a side and of "
          f"{STARTS} starts\n")
    ours, peer = found["kg"], found.get("spacy")

    def line(label: str, key: str, form: str) -> list[str]:
        if peer is None:
            return [label, format(ours[key], form), "not installed", ""]
        return [label, format(ours[key], form), format(peer[key], form),
                f"{ours[key] / peer[key]:.2f}"]

    print_table([
        ["one core", "kg", "spaCy blank + PhraseMatcher", "kg : spaCy"],
        line("articles a second, read once", "first", ".0f"),
        line("articles a second, read again", "again", ".0f"),
        line("seconds to load", "load", ".2f"),
        line("peak memory, MB", "memory", ".0f"),
    ])
    starts = measure_starts()
    print()
    print_table([
        ["start", "seconds", "over a bare interpreter"],
        ["python -c pass", f"{starts['bare']:.3f}", ""],
        *([f"kg {name}", f"{starts[key]:.3f}", f"{starts[key] - starts['bare']:.3f}"]
          for name, key in (("--help", "help"), ("extract --help", "extract"))),
    ])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", nargs="*", type=Path, help="JSON lines; default: data/articles")
    parser.add_argument("--side", choices=sorted(SIDES), help=argparse.SUPPRESS)
    parser.add_argument("--names", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    paths = arguments.articles or sorted(data_path("articles").glob("*.jsonl"))
    if arguments.side:
        run_side(arguments.side, arguments.names, paths)
    else:
        report(paths)


if __name__ == "__main__":
    main()
