"""The quality gate: what the extractor reached on a fixed corpus, it may not fall below.

    python -m tests.quality.floors                        # figures beside floors
    python -m tests.quality.floors --raise                # floors up to the present figures
    python -m tests.quality.floors --lower links=0.5 --because "…"
    python -m tests.quality.floors --pin --because "…"    # after articles or gold have changed

floors.json holds, for each corpus, its files with their SHA-256, a floor for each fact type
(F1) and attribute (share), and the decisions that were taken against them. Raising never
lowers a floor. Lowering one, or going on with a corpus that has changed, is a decision: it
takes a reason, which stays in the file. A corpus that lies beside the checkout and is not
there is passed over, and said to be.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.evaluate import ATTRIBUTES, FACT_TYPES, evaluate, read_codings
from kg.extract import RuleLexicon, extract, load_lexicon
from kg.extract.codebook import to_codebook
from kg.sources import read_articles

ROOT = Path(__file__).resolve().parents[2]
FILE = Path(__file__).with_name("floors.json")

#: Figures are exact: the same rules give the same on every machine, so this is no allowance for
#: noise. It is one or two facts of the smaller corpus, which a change may cost that gains more
#: elsewhere; what costs more is a decision.
TOLERANCE = 0.01

NAMES = (*FACT_TYPES, *ATTRIBUTES)


class Refusal(Exception):
    """The call cannot be done; the message says what to do instead."""


@dataclass
class Gate:
    """The floors in `file`; the paths in it are below or beside `root`.

    Raises Refusal where the file cannot be read or does not hold what it should: a gate that
    is broken must not stand open.
    """

    file: Path = FILE
    root: Path = ROOT

    def __post_init__(self) -> None:
        try:
            content = json.loads(self.file.read_bytes().decode("utf-8"))
        except OSError as error:
            raise Refusal(f"{self.file}: {error.strerror or error}") from None
        except (ValueError, RecursionError) as error:
            raise Refusal(f"{self.file}: no JSON in UTF-8 ({error})") from None
        for fault in _lacks(content):
            raise Refusal(f"{self.file}: {fault}")
        self.content: dict[str, Any] = content
        self.corpora: dict[str, dict[str, Any]] = self.content["corpora"]

    def save(self) -> None:
        text = json.dumps(self.content, ensure_ascii=False, indent=1) + "\n"
        self.file.write_text(text, encoding="utf-8")

    def is_there(self, corpus: str) -> bool:
        """A corpus whose folder is not beside the checkout is not there; one that has lost a
        file is, and fails."""
        entry = self.corpora[corpus]
        return not entry["beside"] or (self.root / entry["beside"]).is_dir()

    def changed(self, corpus: str) -> list[str]:
        """The files of a corpus that are not what their hash says."""
        entry = self.corpora[corpus]
        return [name for name in dict.fromkeys((*entry["articles"], *entry["gold"]))
                if entry["sha256"].get(name, "not pinned") != _sha256(self.root / name)]

    def figures(self, corpus: str) -> dict[str, float]:
        """What the extractor reaches now; what cannot be measured has no figure."""
        return measure(*([str(self.root / name) for name in self.corpora[corpus][key]]
                         for key in ("articles", "gold")))

    def faults(self, corpus: str) -> Iterator[str]:
        """Why the gate stays shut, and what to do about it."""
        changed = self.changed(corpus)
        if changed:
            yield (f"{corpus}: {', '.join(changed)} is not what the floors were set on; undo the "
                   f'change, or: python -m tests.quality.floors --corpus {corpus} --pin '
                   '--because "what changed and why"')
            return
        figures, floors = self.figures(corpus), self.corpora[corpus]["floors"]
        for name in NAMES:
            if name in figures and name not in floors:
                yield f"{corpus}: {name} has no floor; run: make floors"
            elif name in floors and figures.get(name, 0.0) < floors[name]:
                yield (f"{corpus}: {name} is {figures.get(name, 0.0):.4f}, below its floor of "
                       f"{floors[name]:.3f}; see what is lost with kg evaluate --misses {name}, "
                       "or, where the loss is meant: python -m tests.quality.floors --corpus "
                       f'{corpus} --lower {name}={lowered(figures.get(name, 0.0)):.3f} '
                       '--because "why"')

    def raise_(self, corpus: str) -> dict[str, tuple[float | None, float]]:
        """Bring floors up to the present figures, less TOLERANCE; returns those that moved."""
        if self.changed(corpus):
            raise Refusal(next(self.faults(corpus)))
        floors, moved = self.corpora[corpus]["floors"], {}
        for name, value in self.figures(corpus).items():
            old = floors.get(name)
            if old is None or lowered(value) > old:
                floors[name] = lowered(value)
                moved[name] = old, floors[name]
        self._in_order(corpus)
        return moved

    def lower(self, corpus: str, name: str, to: float, because: str) -> None:
        """Lower one floor, and record why."""
        self._need(because)
        floors = self.corpora[corpus]["floors"]
        if name not in floors:
            raise Refusal(f"{corpus} has no floor for {name!r}; expected one of "
                          f"{', '.join(floors)}")
        if not 0 <= to < floors[name]:
            raise Refusal(f"{name} of {corpus} stands at {floors[name]}; --lower lowers")
        self._record(corpus, because, lowered={name: [floors[name], to]})
        floors[name] = to

    def pin(self, corpus: str, because: str) -> None:
        """Take the corpus as it is now, with floors of its own, and record why."""
        self._need(because)
        entry = self.corpora[corpus]
        before = entry["floors"]
        files = [*entry["articles"], *entry["gold"]]
        changed = [name for name in files
                   if entry["sha256"].get(name) != _sha256(self.root / name)]
        entry["sha256"] = {name: _sha256(self.root / name) for name in files}
        entry["floors"] = {name: lowered(value) for name, value in self.figures(corpus).items()}
        self._in_order(corpus)
        lost = {name: [old, entry["floors"].get(name)] for name, old in before.items()
                if old > entry["floors"].get(name, -1.0)}
        self._record(corpus, because, pinned=changed, lowered=lost)

    def _in_order(self, corpus: str) -> None:
        floors = self.corpora[corpus]["floors"]
        self.corpora[corpus]["floors"] = {name: floors[name] for name in NAMES if name in floors}

    def _record(self, corpus: str, because: str, **what: Any) -> None:
        self.content["decisions"].append({"corpus": corpus, **what, "because": because.strip()})

    def _need(self, because: str) -> None:
        if not because.strip():
            raise Refusal('this is a decision; say why: --because "…"')


def _lacks(content: object) -> Iterator[str]:
    """What is wrong with the content of floors.json, the first thing first."""
    if not isinstance(content, dict):
        yield "expected an object"
        return
    corpora, decisions = content.get("corpora"), content.get("decisions")
    if not isinstance(corpora, dict) or not corpora:
        yield 'no "corpora"; expected an object with one corpus at least'
        return
    if not isinstance(decisions, list):
        yield 'no "decisions"; expected an array'
    for name, entry in corpora.items():
        if not isinstance(entry, dict):
            yield f'corpus "{name}": expected an object'
            continue
        if "beside" not in entry or not isinstance(entry["beside"], (str, type(None))):
            yield f'corpus "{name}": no "beside"; expected a folder or null'
        for key in ("articles", "gold"):
            files = entry.get(key)
            if not (isinstance(files, list) and files
                    and all(isinstance(one, str) for one in files)):
                yield f'corpus "{name}": no "{key}"; expected an array of files'
        for key, kinds, what in (("sha256", (str,), "digests"),
                                 ("floors", (int, float), "numbers from 0 to 1.1")):
            values = entry.get(key)
            if not isinstance(values, dict):
                yield f'corpus "{name}": no "{key}"; expected an object'
                continue
            for of, value in values.items():
                # Not a number is below nothing, and would let everything through.
                if not isinstance(value, kinds) or isinstance(value, bool) or \
                        key == "floors" and not 0 <= value <= 1.1:
                    yield (f'corpus "{name}": "{key}" of "{of}" is {json.dumps(value)}; '
                           f"expected {what}")


def measure(articles: Sequence[str], gold: Sequence[str]) -> dict[str, float]:
    """The figures of the extractor on the articles that the gold has."""
    def stop(error: Exception) -> None:
        raise Refusal(str(error))

    codings = read_codings(gold, stop)
    lexicon = _lexicon()
    lines = [json.dumps(to_codebook(extract(article, lexicon)))
             for article in read_articles(articles, stop) if article.id in codings]
    facts = read_codings(["-"], stop, stdin=io.BytesIO("\n".join(lines).encode()))
    missing = sorted(codings.keys() - facts.keys())
    if missing:
        raise Refusal(f"no text for {', '.join(missing)} in {', '.join(articles)}")
    evaluation = evaluate(codings, facts, samples=0)
    figures = {name: evaluation.figure(name).value for name in NAMES}
    return {name: value for name, value in figures.items() if value is not None}


@cache
def _lexicon() -> RuleLexicon:
    return load_lexicon()


def lowered(value: float) -> float:
    """The floor that a figure gives: less TOLERANCE, cut to three decimals."""
    return max(0.0, math.floor(round((value - TOLERANCE) * 1000, 6)) / 1000)


def _sha256(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def _table(figures: Mapping[str, float], floors: Mapping[str, float]) -> str:
    return "".join(f"  {name:22}{figures.get(name, math.nan):8.4f}"
                   f"{floors.get(name, math.nan):8.3f}\n" for name in NAMES
                   if name in figures or name in floors)


def main(arguments: Sequence[str] | None = None, gate: Gate | None = None) -> int:
    """Exit status: 0 done and above all floors, 1 below one, 2 refused."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.quality.floors", description=(__doc__ or "").splitlines()[0])
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--raise", dest="up", action="store_true", help="floors up to the figures")
    what.add_argument("--lower", metavar="TYPE=F1", help="one floor down; needs --because")
    what.add_argument("--pin", action="store_true", help="a changed corpus; needs --because")
    parser.add_argument("--because", default="", metavar="WHY", help="goes to floors.json")
    parser.add_argument("--corpus", metavar="NAME", help="this one alone (of --lower: briefs)")
    given = parser.parse_args(arguments)
    try:
        return _run(given, gate or Gate())
    except (Refusal, KgError) as refusal:
        print(refusal, file=sys.stderr)
        return 2


def _run(given: argparse.Namespace, gate: Gate) -> int:
    if given.corpus and given.corpus not in gate.corpora:
        raise Refusal(f"no corpus {given.corpus!r}; expected one of {', '.join(gate.corpora)}")
    if given.lower or given.pin:
        corpus = given.corpus or next(iter(gate.corpora))
        if not gate.is_there(corpus):
            raise Refusal(f"{corpus} is not at {gate.corpora[corpus]['beside']}")
        if given.pin:
            gate.pin(corpus, given.because)
        else:
            name, _, number = given.lower.partition("=")
            try:
                gate.lower(corpus, name, float(number), given.because)
            except ValueError:
                raise Refusal(f"--lower {given.lower}: expected TYPE=F1") from None
        gate.save()
        return 0
    status = 0
    for corpus in [given.corpus] if given.corpus else list(gate.corpora):
        if not gate.is_there(corpus):
            print(f"{corpus}: passed over, not at {gate.corpora[corpus]['beside']}")
            continue
        if given.up:
            for name, (old, new) in gate.raise_(corpus).items():
                print(f"{corpus}: {name} {'new' if old is None else old} -> {new}")
            gate.save()
        elif not gate.changed(corpus):
            print(f"{corpus}: figure, floor")
            print(_table(gate.figures(corpus), gate.corpora[corpus]["floors"]), end="")
        for fault in gate.faults(corpus):
            print(fault, file=sys.stderr)
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
