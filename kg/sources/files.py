"""Articles from files, folders, globs and standard input.

A text file is one article. A JSON lines file holds one object a line, a JSON file an array
of objects (or one); their keys are those of Article, and only `text` is required. The text
of an article is what the file says, code point for code point: a byte order mark at the
very start is the encoding's and not the text's, everything else stays, line ends included,
because evidence is counted in it.

What is wrong with a file, a line or a date goes to `on_error` as a DataError. Extraction,
and what is known of an article besides what the file says, are left to others.
"""

from __future__ import annotations

import glob
import hashlib
import json
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import BinaryIO, Final

from kg.errors import DataError, UsageError
from kg.ids import digest, slug
from kg.model import Article
from kg.sources.json_text import decode, fault_of_json, kind, parse

__all__ = ["STANDARD_INPUT", "files_below", "read_articles", "standard_input"]

#: The input that stands for standard input, as in `cat articles.jsonl | kg extract -`.
STANDARD_INPUT: Final = "-"

OnError = Callable[[DataError], None]

_TEXT: Final = frozenset({".txt", ".text", ".md"})
_JSON_LINES: Final = frozenset({".jsonl", ".ndjson"})
_JSON: Final = frozenset({".json"})
#: Notes that lie beside articles: read where they are named, passed over in a folder.
_NOTES: Final = re.compile(
    r"(?:README|LICEN[CS]E|NOTICE|SOURCES|CHANGELOG|CONTRIBUTING)\b.*", re.IGNORECASE)
#: What lies in the folder of a graph, which may lie beside the articles that it was made from.
_STORE_MARKER: Final = "kg-store.json"
#: Kinds of file that are text to a computer and no article to a reader: tags and columns
#: would be taken for words.
_OTHER_KINDS: Final = frozenset({".csv", ".tsv", ".html", ".htm", ".xml", ".rss", ".ttl", ".pdf"})
_EXPECTED: Final = "expected .txt, .md, .jsonl or .json"

_STRINGS: Final = ("title", "publisher", "url", "language", "licence")
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_UTF16_OR_32: Final = (b"\xff\xfe", b"\xfe\xff")
_ADDRESS: Final = re.compile(r"[a-z]+://", re.IGNORECASE)
_DATE: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?", re.DOTALL)
#: Years that a day of publication can have. What lies outside stands for "not known" in some
#: databases (0001-01-01, 9999-12-31), and leaves no room to count days from. The first newspaper
#: is of 1605.
_FIRST_YEAR: Final = 1605
_LAST_YEAR: Final = 9998
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
#: Enough of a file to tell text from what is none: a NUL comes early in binary formats.
_HEAD_BYTES: Final = 8192


def read_articles(
    inputs: Iterable[str], on_error: OnError, *, stdin: BinaryIO | None = None
) -> Iterator[Article]:
    """Read every article of `inputs`: files, folders, globs, or `-` for standard input.

    They come in the order given; a folder is read with all below it, in the order of the
    paths, hidden files, notes (README, LICENSE, …) and the folders of graphs left aside. An
    article without an id gets one made from its content, so that the same text has the same id
    wherever it lies.
    Of two articles with one id the first is taken: the same again is passed over in silence,
    another text under that id goes to `on_error`, as does all that is not readable, empty or
    ill-formed.

    A date that is not one costs the article its date, any other fault the article.

    Raises UsageError, before anything is read, where an input is the empty string: a path
    would make that the current folder, and in a script it is a variable that was not set.
    """
    inputs = list(inputs)
    if "" in inputs:
        raise UsageError("an input is empty; expected a file, a folder, a pattern or -")
    seen: dict[str, tuple[bytes, bytes, str]] = {}
    for given in inputs:
        for article, (source, line) in _read_input(given, on_error, stdin):
            text, all_of_it = _digest(article.text), _digest(repr(replace(article, source=None)))
            if article.id not in seen:
                place = source if line is None else f"{source}:{line}"
                seen[article.id] = text, all_of_it, place
                yield article
                continue
            first_text, first_all, first_place = seen[article.id]
            if all_of_it != first_all:
                what = "text" if text != first_text else "title, date or address"
                cause = f'id "{article.id}" is that of {first_place}, with another {what}'
                on_error(DataError(source, f"{cause}; expected an id of its own", line=line))


#: Where an article stands, for a message: what was read, and the line where that is known.
Place = tuple[str, int | None]
Found = Iterator[tuple[Article, Place]]


def standard_input() -> BinaryIO:
    """The bytes of standard input. Raises DataError where the process was started without one."""
    if sys.stdin is None:
        raise DataError("standard input", "closed")
    return sys.stdin.buffer


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8"), digest_size=16).digest()


def _read_input(given: str, on_error: OnError, stdin: BinaryIO | None) -> Found:
    if given == STANDARD_INPUT:
        try:
            stream = standard_input() if stdin is None else stdin
        except DataError as error:
            on_error(error)
        else:
            yield from _read_stream(stream, "standard input", None, on_error)
        return
    if _ADDRESS.match(given):
        on_error(DataError(given, "addresses are not fetched; expected a file, folder or -"))
        return
    path = Path(given)
    # Of os.path, since Path.is_dir raises where a folder on the way may not be entered.
    if os.path.isdir(path):
        names, faults = files_below(path)
        for fault in faults:
            on_error(fault)
        if not names and not faults:
            on_error(DataError(given, f"no file to read in this folder; {_EXPECTED}"))
        for name in names:
            yield from _read_found(name, on_error)
    elif glob.has_magic(given) and not os.path.exists(path):
        matches = [Path(name) for name in sorted(glob.glob(given, recursive=True))]
        names = [name for name in matches if not os.path.isdir(name)]
        if not names:
            on_error(DataError(given, "no file matches this pattern"))
        for name in names:
            yield from _read_found(name, on_error)
    else:
        yield from _read_file(path, on_error)


def files_below(folder: Path) -> tuple[list[Path], list[DataError]]:
    """Every file below `folder` but hidden ones, notes and those of a graph that is kept there,
    in the order of the path's parts, and every folder that cannot be looked into."""
    found: list[Path] = []
    faults: list[DataError] = []

    def note(error: OSError) -> None:
        faults.append(DataError(str(error.filename), error.strerror or str(error)))

    for root, folders, names in os.walk(folder, onerror=note):
        if _STORE_MARKER in names:
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found.extend(
            Path(root, name) for name in names
            if not (name.startswith(".") or _NOTES.fullmatch(name))
        )
    return sorted(found, key=lambda path: path.parts), faults


def _read_found(path: Path, on_error: OnError) -> Found:
    """Read what was come upon and not named: a file only. To open a pipe that nobody writes
    is to wait for ever; who names one wants just that."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        on_error(DataError(str(path), error.strerror or str(error)))
        return
    if stat.S_ISREG(mode):
        yield from _read_file(path, on_error)
    else:
        on_error(DataError(str(path), "a pipe, socket or device; expected a file"))


def _read_file(path: Path, on_error: OnError) -> Found:
    suffix = path.suffix.lower()
    if suffix in _OTHER_KINDS:
        on_error(DataError(str(path), f"{suffix} files are not read; {_EXPECTED}"))
        return
    try:
        with path.open("rb") as stream:
            yield from _read_stream(stream, str(path), suffix, on_error)
    except OSError as error:
        on_error(DataError(str(path), error.strerror or str(error)))


def _read_stream(stream: BinaryIO, source: str, suffix: str | None, on_error: OnError) -> Found:
    """Read one file; `suffix` says what it holds, and where it does not, its beginning does."""
    head = _read_head(stream)
    fault = _not_text(head)
    if fault:
        on_error(DataError(source, fault))
        return
    head = head.removeprefix(_BYTE_ORDER_MARK)
    if suffix in _JSON_LINES or (suffix not in _TEXT and _is_json_line(head)):
        yield from _read_lines(_lines(head, stream), source, on_error)
        return
    content = head + stream.read()
    if content.strip() and (
        suffix in _JSON or (suffix not in _TEXT and _looks_like_json(content))
    ):
        yield from _read_document(content, source, on_error)
    else:
        yield from _read_text(content, source, on_error)


def _read_head(stream: BinaryIO) -> bytes:
    """The beginning, up to the end of the first line that is not blank or further."""
    # read() waits for the whole number of bytes: a pipe that is still being written has its
    # first line long before.
    read_some = getattr(stream, "read1", stream.read)
    # Each piece is looked at once: a whole archive may stand on one line.
    pieces: list[bytes] = []
    blank = True
    while more := read_some(_HEAD_BYTES):
        pieces.append(more)
        rest = more.lstrip() if blank else more
        blank = blank and not rest
        if b"\n" in rest:
            break
    return b"".join(pieces)


def _not_text(head: bytes) -> str | None:
    """Why what begins with `head` can be no text in UTF-8, or None."""
    if head.startswith(_UTF16_OR_32):
        return "UTF-16 or UTF-32; expected UTF-8"
    # In a file of JSON lines it is one bad line, which is named when its turn comes.
    if b"\0" in head and not head.lstrip().startswith(b"{"):
        return "not a text file; expected UTF-8"
    return None


def _is_json_line(head: bytes) -> bool:
    """Is the first line a JSON object of its own? Then each further line is one as well."""
    line = head.lstrip().split(b"\n", 1)[0]
    if not line.startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _looks_like_json(content: bytes) -> bool:
    # "[Reuters] Two ministers met" and "{" as a misprint open texts, too.
    return re.match(rb'\s*(\{\s*["}]|\[\s*[{\]])', content) is not None


def _lines(head: bytes, stream: BinaryIO) -> Iterator[bytes]:
    """The lines of `head` and of what follows it. Only a line feed ends a line: JSON strings
    may hold other characters that Python takes for line ends."""
    *whole, rest = head.split(b"\n")
    yield from whole
    yield rest + stream.readline()
    yield from stream


def _read_lines(lines: Iterator[bytes], source: str, on_error: OnError) -> Found:
    empty = True
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        empty = False
        try:
            value = parse(decode(line, source, number), source, number)
            yield _from_json(value, source, number, on_error), (source, number)
        except DataError as error:
            on_error(error)
    if empty:
        on_error(DataError(source, "empty; expected a JSON object a line"))


def _read_document(content: bytes, source: str, on_error: OnError) -> Found:
    try:
        text = decode(content, source)
        try:
            document = json.loads(text)
        except json.JSONDecodeError as error:
            if text.lstrip().startswith("{") and any(map(_is_json_line, content.split(b"\n"))):
                # Not one object but one a line: JSON lines under another name.
                yield from _read_lines(iter(content.split(b"\n")), source, on_error)
                return
            raise DataError(source, fault_of_json(error), line=error.lineno) from error
        except (ValueError, RecursionError) as error:
            raise DataError(source, fault_of_json(error)) from error
    except DataError as error:
        on_error(error)
        return
    if isinstance(document, dict):
        document = [document]
    if not isinstance(document, list):
        on_error(DataError(source, f"{kind(document)}; expected an array of objects"))
        return
    if not document:
        on_error(DataError(source, "an empty array; expected an article"))
    for number, value in enumerate(document, 1):
        # An array says nothing of its lines; the place in the array finds the article as well.
        place = source if len(document) == 1 else f"{source} (item {number})"
        try:
            article = _from_json(value, place, None, on_error)
        except DataError as error:
            on_error(error)
        else:
            yield replace(article, source=source), (place, None)


def _read_text(content: bytes, source: str, on_error: OnError) -> Found:
    try:
        text = decode(content, source)
        if not text.strip():
            raise DataError(source, "empty; expected an article")
    except DataError as error:
        on_error(error)
        return
    stem = "" if source == "standard input" else Path(source).stem
    yield Article(id=_content_id(stem, text), text=text, source=source), (source, None)


def _from_json(value: object, source: str, line: int | None, on_error: OnError) -> Article:
    """The article that one JSON object is. Raises DataError for what is none."""
    if not isinstance(value, dict):
        raise DataError(source, f"{kind(value)}; expected an object", line=line)
    text = value.get("text")
    if not isinstance(text, str):
        found = f'"text" is {kind(text)}' if "text" in value else 'no "text"'
        raise DataError(source, f"{found}; expected a string", line=line)
    if not text.strip():
        raise DataError(source, '"text" is empty; expected an article', line=line)
    fields = {name: _string(value, name, source, line) for name in _STRINGS}
    title = fields.pop("title") or ""
    for name, given in (("text", text), ("title", title), *fields.items()):
        if given is not None and _SURROGATE.search(given):
            cause = f'"{name}" holds half a surrogate pair; expected Unicode text'
            raise DataError(source, cause, line=line)
    given_id = value.get("id")
    if isinstance(given_id, int) and not isinstance(given_id, bool):
        given_id = str(given_id)
    if given_id is not None and not isinstance(given_id, str):
        raise DataError(source, f'"id" is {kind(given_id)}; expected a string', line=line)
    if given_id and _SURROGATE.search(given_id):
        raise DataError(source, '"id" holds half a surrogate pair', line=line)
    return Article(
        id=given_id or _content_id(title, text),
        text=text,
        title=title,
        date=_day(value.get("date"), source, line, on_error),
        source=source,
        line=line,
        **fields,
    )


def _string(value: dict[str, object], name: str, source: str, line: int | None) -> str | None:
    found = value.get(name)
    if found is None or found == "":
        return None
    if not isinstance(found, str):
        raise DataError(source, f'"{name}" is {kind(found)}; expected a string', line=line)
    return found


def _day(found: object, source: str, line: int | None, on_error: OnError) -> str | None:
    """The day of publication; a time of day is cut off, what is no date is told and left out."""
    if found is None or found == "":
        return None
    match = _DATE.fullmatch(found) if isinstance(found, str) else None
    expected = "YYYY-MM-DD"
    try:
        if match:
            day = date.fromisoformat(match[1])
            if _FIRST_YEAR <= day.year <= _LAST_YEAR:
                return day.isoformat()
            expected = f"a year from {_FIRST_YEAR} to {_LAST_YEAR}"
    except ValueError:
        pass  # 2021-13-45 has the form of a date only: told below with the rest
    shown = f'"{found}"' if isinstance(found, str) else kind(found)
    on_error(DataError(
        source, f"date {shown}; expected {expected} (the article is read without it)", line=line
    ))
    return None


def _content_id(name: str, text: str) -> str:
    """An id that the content makes: readable from `name`, told apart by the text's hash."""
    return f"{slug(name) or 'article'}-{digest(text)}"
