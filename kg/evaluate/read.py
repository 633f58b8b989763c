"""Files of codings -> Coding: JSON lines in the codebook's form, an article a line.

Gold that people wrote and what `kg extract --format jsonl` prints are read alike; keys that
nobody here asks for are passed over. What is wrong with a line is told to the caller as a
DataError with file, line and cause; the line is left out and the reading goes on.
"""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeVar

from kg.errors import DataError, UsageError
from kg.evaluate.coding import CodedAct, CodedName, Coding
from kg.model import ENGAGEMENT_TYPES, INSTITUTION_TYPES, STATUSES, Evidence
from kg.sources import STANDARD_INPUT
from kg.sources.files import files_below, standard_input
from kg.sources.json_text import decode, kind, parse

__all__ = ["read_codings"]

OnError = Callable[[DataError], None]
Value = TypeVar("Value")

_SUFFIXES: Final = frozenset({".jsonl", ".ndjson"})


def read_codings(
    inputs: Iterable[str], on_error: OnError, *, stdin: BinaryIO | None = None
) -> dict[str, Coding]:
    """Read every coding of `inputs` (files, folders, patterns, or `-`), by id of article.

    A file that is named holds codings and nothing else. Of a folder, files of JSON lines
    count whose first object has an "article": articles and notes may lie beside their codings.
    Of two codings of one article the first is taken, the other told to `on_error`. A type or
    status that the codebook does not know is told as well, and counts as it stands.

    Raises UsageError where an input is the empty string.
    """
    codings: dict[str, Coding] = {}
    for coding in _read_all(list(inputs), on_error, stdin):
        first = codings.setdefault(coding.article, coding)
        if first is not coding:
            on_error(DataError(
                coding.source, f'article "{coding.article}" was coded at {first.source}:'
                f"{first.line}; expected one line an article", line=coding.line))
    return codings


def _read_all(inputs: list[str], on_error: OnError, stdin: BinaryIO | None) -> Iterator[Coding]:
    if "" in inputs:
        raise UsageError("an input is empty; expected a file, a folder, a pattern or -")
    for given in inputs:
        if given == STANDARD_INPUT:
            try:
                stream = standard_input() if stdin is None else stdin
            except DataError as error:
                on_error(error)
            else:
                yield from _read_lines(stream, "standard input", on_error)
        elif os.path.isdir(given):
            names, faults = files_below(Path(given))
            for fault in faults:
                on_error(fault)
            names = [name for name in names if _holds_codings(name)]
            if not names and not faults:
                on_error(DataError(given, 'no codings in this folder; expected .jsonl files whose '
                                          'objects have an "article"'))
            for name in names:
                yield from _read_file(str(name), on_error)
        elif glob.has_magic(given) and not os.path.exists(given):
            found = sorted(name for name in glob.glob(given, recursive=True)
                           if os.path.isfile(name))
            if not found:
                on_error(DataError(given, "no file matches this pattern"))
            for match in found:
                yield from _read_file(match, on_error)
        else:
            yield from _read_file(given, on_error)


def _holds_codings(path: Path) -> bool:
    """Does the first object of the file have an "article"? A first line that is no JSON is
    taken for a coding that somebody broke, and so is a file that cannot be read, so that it is
    told."""
    if path.suffix.lower() not in _SUFFIXES:
        return False
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb") as lines:
            first = next((line for line in lines if line.strip()), b"{}")
        value = parse(decode(first, str(path)).removeprefix("\ufeff"), str(path), 1)
    except (DataError, OSError):
        return True
    return isinstance(value, dict) and "article" in value


def _read_file(name: str, on_error: OnError) -> Iterator[Coding]:
    try:
        with open(name, "rb") as lines:
            yield from _read_lines(lines, name, on_error)
    except OSError as error:
        on_error(DataError(name, error.strerror or str(error)))


def _read_lines(lines: Iterable[bytes], source: str, on_error: OnError) -> Iterator[Coding]:
    empty = True
    for number, line in enumerate(lines, 1):
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line.strip():
            continue
        empty = False
        try:
            value = parse(decode(line, source, number), source, number)
            yield _Row(value, source, number, on_error).coding()
        except DataError as error:
            on_error(error)
    if empty:
        on_error(DataError(source, "empty; expected a coding a line"))


class _Row:
    """One line: it knows where it stands, so that each fault can say so."""

    def __init__(self, value: object, source: str, line: int, on_error: OnError) -> None:
        self.source, self.line, self.on_error = source, line, on_error
        if not isinstance(value, dict):
            raise self.fault(f"{kind(value)}; expected an object")
        self.value: dict[str, Any] = value

    def fault(self, cause: str) -> DataError:
        return DataError(self.source, cause, line=self.line)

    def coding(self) -> Coding:
        row = self.value
        article = row.get("article")
        if isinstance(article, int) and not isinstance(article, bool):
            article = str(article)
        if not isinstance(article, str) or not article:
            found = f'"article" is {kind(article)}' if article else 'no "article"'
            raise self.fault(f"{found}; expected the id of an article")
        relevant = row.get("relevant")
        if not isinstance(relevant, bool):
            found = f'"relevant" is {kind(relevant)}' if "relevant" in row else 'no "relevant"'
            raise self.fault(f"{found}; expected true or false")
        return Coding(
            article=article, relevant=relevant, source=self.source, line=self.line,
            countries=self.strings(row, "countries"), topics=self.strings(row, "topics"),
            pairs=self.twos("pairs"), links=self.twos("links"),
            institutions=self.objects("institutions", self.institution),
            people=self.objects("people", self.person),
            engagements=self.objects("engagements", self.engagement),
        )

    def institution(self, row: dict[str, Any]) -> CodedName:
        return CodedName(
            self.required(row, "name", "institutions"), self.strings(row, "aliases"),
            country=self.string(row, "country"),
            type=self.known(self.string(row, "type"), "institution type", INSTITUTION_TYPES),
            evidence=self.evidence(row))

    def person(self, row: dict[str, Any]) -> CodedName:
        return CodedName(
            self.required(row, "name", "people"), self.strings(row, "aliases"),
            country=self.string(row, "country"), role=self.string(row, "role"),
            evidence=self.evidence(row))

    def engagement(self, row: dict[str, Any]) -> CodedAct:
        type_, status = (self.required(row, key, "engagements") for key in ("type", "status"))
        self.known(type_, "engagement type", ENGAGEMENT_TYPES)
        self.known(status, "status", STATUSES)
        return CodedAct(
            type_, status, self.strings(row, "countries"), self.strings(row, "participants"),
            date=self.string(row, "date"), place=self.string(row, "place"),
            evidence=self.evidence(row))

    def known(self, word: str | None, what: str, words: tuple[str, ...]) -> str | None:
        if word is not None and word not in words:
            self.on_error(self.fault(
                f'{what} "{word}"; expected one of {", ".join(words)} (it counts as it stands)'))
        return word

    def array(self, row: dict[str, Any], key: str) -> list[Any]:
        value = row.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.fault(f'"{key}" is {kind(value)}; expected an array')
        return value

    def strings(self, row: dict[str, Any], key: str) -> tuple[str, ...]:
        values = self.array(row, key)
        for value in values:
            if not isinstance(value, str):
                raise self.fault(f'"{key}" holds {kind(value)}; expected strings')
        return tuple(values)

    def string(self, row: dict[str, Any], key: str) -> str | None:
        value = row.get(key)
        if value is not None and not isinstance(value, str):
            raise self.fault(f'"{key}" is {kind(value)}; expected a string or null')
        return value or None

    def required(self, row: dict[str, Any], key: str, where: str) -> str:
        value = self.string(row, key)
        if value is None:
            raise self.fault(f'{where}: no "{key}"; expected a string')
        return value

    def twos(self, key: str) -> tuple[tuple[str, str], ...]:
        found = []
        for value in self.array(self.value, key):
            if not (isinstance(value, list) and len(value) == 2
                    and all(isinstance(one, str) for one in value)):
                raise self.fault(f'"{key}" holds {kind(value)}; expected arrays of two strings')
            found.append((value[0], value[1]))
        return tuple(found)

    def objects(self, key: str, read: Callable[[dict[str, Any]], Value]) -> tuple[Value, ...]:
        found = []
        for value in self.array(self.value, key):
            if not isinstance(value, dict):
                raise self.fault(f'"{key}" holds {kind(value)}; expected objects')
            found.append(read(value))
        return tuple(found)

    def evidence(self, row: dict[str, Any]) -> tuple[Evidence, ...]:
        found = []
        for value in self.array(row, "evidence"):
            quote, start, end = (
                (value.get(key) for key in ("quote", "start", "end")) if isinstance(value, dict)
                else (None, None, None))
            if not (isinstance(quote, str) and type(start) is int and type(end) is int):
                raise self.fault('"evidence" lacks a quote, start or end; expected '
                                 '{"quote": string, "start": number, "end": number}')
            in_title = value.get("field") == "title"
            found.append(Evidence(start, end, quote, "title" if in_title else "text"))
        return tuple(found)
