"""The decisions file: a line of JSON for each decision, in any order.

    {"decide":"merge","targets":["institution/…","institution/…"],"who":"…","when":"2026-11-23",
     "why":"…","ground":[{"id":"mention/…","article":"…","says":"…","quote":"…","hash":"…"}]}

Empty lines and lines that begin with # are left alone, and a line that stands twice counts once:
so two people's files can be joined line by line, as git does with `merge=union`. A file that
breaks a rule is not applied in part: the first fault is raised, with its line.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from kg.decisions.rules import LISTS, NOTHING, clashes, faults
from kg.edtf import day_bounds
from kg.errors import DataError, UsageError
from kg.files import write_file
from kg.ids import decision_id, digest
from kg.model import Decision, Ground

__all__ = [
    "DEFAULT_NAME", "NO_DECISIONS", "Decisions", "add_decisions", "decision_of",
    "drop_decisions", "find_file", "read_decisions", "scan_decisions", "to_line",
]

#: Beside the store, or in the folder one works in.
DEFAULT_NAME: Final = "kg-decisions.jsonl"

_KEYS: Final = ("decide", "targets", "set", "who", "when", "why", "ground")
#: No graph holds one; they come of arguments that are not in UTF-8, and of escapes in JSON.
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_GROUND_KEYS: Final = ("id", "article", "says", "quote", "hash")


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions of a file, each once, in order of id; `lines` tells where each stands."""

    path: str = ""
    entries: tuple[Decision, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)

    @property
    def seal(self) -> str:
        """Stands for what is decided, by whom and why, whatever the order of lines; empty where
        nothing is."""
        return digest(*sorted(to_line(one) for one in self.entries)) if self.entries else ""

    def place(self, decision: Decision) -> int | None:
        """The line of a decision (from 1)."""
        return self.lines.get(decision_id(decision))


NO_DECISIONS: Final = Decisions()


def find_file(store: str | os.PathLike[str] | None) -> Path | None:
    """The decisions file that is used where none is named: the one beside the store, else the one
    in the working folder, else None."""
    places = [Path(store).absolute().parent] if store is not None else []
    for folder in (*places, Path()):
        if (folder / DEFAULT_NAME).is_file():
            return folder / DEFAULT_NAME
    return None


def read_decisions(path: str | os.PathLike[str] | None) -> Decisions:
    """The decisions of a file; none without a file.

    Raises DataError, with the line, for the first that is no decision or that cannot stand beside
    another, and OSError for a file that cannot be read.
    """
    if path is None:
        return NO_DECISIONS
    problems: list[DataError] = []
    decisions = scan_decisions(path, problems.append)
    if problems:
        raise problems[0]
    return decisions


def scan_decisions(
    path: str | os.PathLike[str], on_error: Callable[[DataError], None]
) -> Decisions:
    """The decisions of a file that can stand; every other is told to `on_error`, by line."""
    name = os.fspath(path)
    found: dict[str, tuple[int, Decision]] = {}
    problems: list[DataError] = []

    def tell(line: int, cause: str) -> None:
        problems.append(DataError(name, cause, line=line))

    for number, line in _lines(name):
        try:
            decision = decision_of(line)
        except ValueError as error:
            tell(number, str(error))
            continue
        # What is wrong first makes the rest of a line hard to judge.
        cause = next(faults(decision), None)
        if cause is not None:
            tell(number, cause)
        else:
            # Two people may come to the same; the first line speaks for both.
            found.setdefault(decision_id(decision), (number, decision))
    placed = sorted(found.values(), key=lambda entry: entry[0])
    for a, b, cause in clashes([decision for _, decision in placed]):
        tell(placed[b][0], f"contradicts line {placed[a][0]}: {cause}")
    for problem in sorted(problems, key=lambda one: (one.line or 0, one.cause)):
        on_error(problem)
    bad = {problem.line for problem in problems}
    kept = {id: entry for id, entry in sorted(found.items()) if entry[0] not in bad}
    return Decisions(
        name, tuple(decision for _, decision in kept.values()),
        {id: number for id, (number, _) in kept.items()},
    )


def _lines(name: str) -> Iterator[tuple[int, str]]:
    """The lines that say something, with their numbers."""
    try:
        text = Path(name).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(name, "not UTF-8; expected a line of JSON for each decision") from error
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip() and not line.startswith("#"):
            yield number, line


def decision_of(line: str) -> Decision:
    """The decision that a line holds. Raises ValueError with the cause for what is none."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError("no JSON; expected a decision as kg review decide writes it") from None
    if not isinstance(row, dict):
        raise ValueError(f"{type(row).__name__}; expected an object")
    for key, value in row.items():
        if key not in _KEYS:
            raise ValueError(f"unknown key {key!r}; expected {', '.join(_KEYS)}")
        if _SURROGATE.search(json.dumps(value, ensure_ascii=False)):
            raise ValueError(f'"{key}" is half a surrogate pair in part; expected Unicode text')
    who, when = _text(row, "who"), _text(row, "when")
    if not who.strip():
        raise ValueError('"who" is empty; expected the name of whoever decided')
    if len(when) != 10 or not any(day_bounds(when)):
        raise ValueError(f'"when" is {when!r}; expected a day as 2026-11-23')
    targets = row.get("targets")
    if not isinstance(targets, list) or not all(isinstance(one, str) for one in targets):
        raise ValueError('no "targets"; expected a list of ids')
    return Decision(
        _text(row, "decide"), tuple(targets), tuple(_grounds(row.get("ground", []))), who, when,
        _text(row, "why", ""), _changes(row.get("set", {})),
    )


def _text(row: Mapping[str, Any], key: str, default: str | None = None) -> str:
    value = row.get(key, default)
    if not isinstance(value, str):
        raise ValueError(f'no "{key}"; expected a string')
    return value


def _grounds(rows: object) -> Iterator[Ground]:
    if not isinstance(rows, list):
        raise ValueError('"ground" is no list')
    for row in rows:
        if not isinstance(row, dict) or not all(
            isinstance(row.get(key), str) for key in _GROUND_KEYS
        ):
            raise ValueError(f'a "ground" needs the strings {", ".join(_GROUND_KEYS)}')
        yield Ground(*(row[key] for key in _GROUND_KEYS))


def _changes(row: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(row, dict):
        raise ValueError('"set" is no object')
    found = []
    for key, value in row.items():
        if value is None or value == []:
            value = NOTHING
        if isinstance(value, list) and key in LISTS and all(isinstance(v, str) for v in value):
            value = " ".join(sorted(set(value)))
        if not isinstance(value, str):
            raise ValueError(f'"set" gives {key!r} no string')
        found.append((key, value))
    return tuple(sorted(found))


def to_line(decision: Decision) -> str:
    """A decision as it stands in the file, without the end of the line; the same for the same."""
    row: dict[str, Any] = {"decide": decision.verb, "targets": list(decision.targets)}
    if decision.changes:
        row["set"] = {
            key: None if value == NOTHING else value.split() if key in LISTS else value
            for key, value in decision.changes
        }
    row |= {"who": decision.who, "when": decision.when}
    if decision.why:
        row["why"] = decision.why
    row["ground"] = [
        {key: getattr(ground, key) for key in _GROUND_KEYS} for ground in decision.ground
    ]
    # Quotes come from articles: what would steer a terminal that shows the file stays an escape.
    return "".join(
        char if char.isprintable() else json.dumps(char)[1:-1]
        for char in json.dumps(row, ensure_ascii=False)
    )


def add_decisions(
    path: str | os.PathLike[str], decisions: Iterable[Decision]
) -> list[Decision]:
    """Put decisions at the end of the file, which is made where there is none; those that are
    there already are left out. Returns what was added.

    Raises UsageError for a decision that could not be read again, and DataError where the file is
    faulty or a decision would contradict it; then the file stays as it is.
    """
    name = os.fspath(path)
    text = Path(name).read_text(encoding="utf-8-sig") if Path(name).exists() else ""
    before = read_decisions(name) if text else NO_DECISIONS
    added = [one for one in {decision_id(one): one for one in decisions}.values()
             if decision_id(one) not in before.lines]
    for one in added:
        try:
            decision_of(to_line(one))
        except ValueError as error:
            raise UsageError(str(error)) from None
        for cause in faults(one):
            raise UsageError(cause)
    known = sorted(before.entries, key=lambda one: before.place(one) or 0)
    for a, _, cause in clashes([*known, *added]):
        where = f"line {before.place(known[a])} of {name}" if a < len(known) else "another"
        raise DataError(name, f"the new decision contradicts {where}: {cause}")
    if added:
        if text and not text.endswith("\n"):
            text += "\n"
        text += "".join(f"{to_line(one)}\n" for one in added)
        write_file(name, text.encode("utf-8"))
    return added


def drop_decisions(path: str | os.PathLike[str], lines: Iterable[int]) -> None:
    """Take lines (from 1) out of the file; all others stay as they are, comments too."""
    name, gone = os.fspath(path), set(lines)
    text = Path(name).read_text(encoding="utf-8-sig")
    kept = [line for number, line in enumerate(text.split("\n"), 1) if number not in gone]
    write_file(name, "\n".join(kept).encode("utf-8"))
