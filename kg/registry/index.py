"""The index of a user's table of institutions: what a name may mean, without reading it whole.

    table (CSV) -> index (SQLite, beside it) -> rows, names, wordings in a document

The table is what a user keeps, reads and edits; the index is made from it and can be thrown
away. It holds the digest of the table that it was made from: where that is another now, it is
made anew. Where no file can be written beside the table, it is made in memory, each time.

For `kg.extract` the index answers which wordings of the table stand in a document. Most words
begin none of them: the two or three words that do are held in memory, the rest is read when it is
asked for.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import astuple
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Final

from kg.errors import UsageError
from kg.extract.lexicon import Entry, Hit
from kg.extract.text import Document, fold_key, tokenize
from kg.registry.names import fold_institution
from kg.registry.table import Registered, read_rows

__all__ = ["Index", "index_path", "open_index"]

#: Another number makes every index anew: of the form below, or of how words are folded.
_FORM: Final = "1"

_TABLES: Final = """
create table about (key text primary key, value text) without rowid;
create table rows (id text primary key, note text, content text) without rowid;
create table names (name text, country text, id text, primary key (name, country, id))
    without rowid;
create table wordings (begin text, words text, id text, primary key (begin, words, id))
    without rowid;
"""

#: An acronym of two letters stands for too much.
_MIN_ACRONYM: Final = 3
#: Longer names are no names that a text repeats.
_MAX_WORDS: Final = 16
#: A name with one of these is a ministry's: left to grammar, which knows them of all countries.
_LEFT_TO_GRAMMAR: Final = frozenset({"ministry", "department", "ministries"})
#: By so many words, or all where there are fewer, wordings are looked up: of two alone, "University
#: of" has thousands.
_BEGIN: Final = 3
#: So many beginnings of names are remembered with what goes on behind them.
_REMEMBERED: Final = 8192


def index_path(table: Path) -> Path:
    """Where the index of a table lies."""
    return table.with_name(table.name + ".index")


class Index:
    """A user's table of institutions, ready to be asked. Safe to share between threads."""

    def __init__(self, database: sqlite3.Connection, digest: str) -> None:
        self.digest = digest
        self._database = database
        self._lock = Lock()
        about = dict(self._ask("select key, value from about"))
        self.count = int(about["count"])
        self._begins = frozenset(about["begins"].split("\n"))
        self._acronyms = frozenset(about["acronyms"].split("\n"))
        self._additions = about["additions"].split("\n") if about["additions"] else []
        # A cache of each index, so that one that is let go of takes its own along.
        self._beginning_with = lru_cache(_REMEMBERED)(self._read_wordings)

    def _ask(self, query: str, *values: str) -> list[tuple[str, str]]:
        with self._lock:
            return self._database.execute(query, values).fetchall()

    # -- rows --------------------------------------------------------------------------------

    def get(self, id_: str) -> Registered | None:
        """The row with an id."""
        found = self._ask("select id, content from rows where id = ?", id_)
        return _from_json(found[0][1]) if found else None

    def ids(self, key: str) -> list[tuple[str | None, str]]:
        """(country, id) of the rows with a name that is folded to `key`."""
        return [(country or None, id_) for country, id_ in self._ask(
            "select country, id from names where name = ?", key)]

    def additions(self) -> Iterator[Registered]:
        """Rows that only add to shipped ones."""
        return (row for row in map(self.get, self._additions) if row is not None)

    # -- wordings in a document --------------------------------------------------------------

    def find_hits(self, document: Document) -> list[Hit]:
        """Every wording of the table that stands in a document with a capital. No hit crosses
        the end of a sentence."""
        keys, sentence_of = document.keys, document.sentence_of
        begins, acronyms = self._begins, self._acronyms
        found: list[Hit] = []
        for first in [at for at, word in enumerate(document.words) if word[0].isupper()]:
            word = document.words[first]
            if word in acronyms:
                found += [Hit(first, first + 1, entry) for entry in self._beginning_with(word)]
            for begin in (" ".join(keys[first:first + 2]), " ".join(keys[first:first + 3])):
                if begin not in begins:
                    continue
                end = document.sentences[sentence_of[first]].last
                for entry in self._beginning_with(begin):
                    last = first + entry.wording.count(" ") + 1
                    if last <= end and " ".join(keys[first:last]) == entry.wording:
                        found.append(Hit(first, last, entry))
        return found

    def _read_wordings(self, begin: str) -> list[Entry]:
        with self._lock:
            found = self._database.execute(
                "select words, id, note from wordings join rows using (id) where begin = ? "
                "order by words, id", (begin,)).fetchall()
        return [Entry("institution", words, id_, " " not in words, note)
                for words, id_, note in found]


def open_index(table: Path, *, shipped: Iterable[str] = ()) -> Index:
    """The index of a user's table, made where there is none that fits.

    `shipped` are the ids of shipped rows. Raises UsageError for a table that is not there, and
    DataError for one that has a fault: what was not taken in would not be missed.
    """
    try:
        content = table.read_bytes()
    except OSError as error:
        raise UsageError(f"{table}: {error.strerror or error}; expected a table of institutions "
                         "(kg registry import makes one)") from error
    shipped = sorted(shipped)
    digest = hashlib.sha256(content).hexdigest()
    sign = hashlib.sha256("\n".join([_FORM, digest, *shipped]).encode()).hexdigest()
    path = index_path(table)
    database = _open_fitting(path, sign)
    if database is None:
        database = _make(table, path, sign, frozenset(shipped))
    return Index(database, digest)


def _open_fitting(path: Path, sign: str) -> sqlite3.Connection | None:
    if not path.is_file():
        return None
    database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True,
                               check_same_thread=False)
    try:
        found = database.execute("select value from about where key = 'sign'").fetchone()
    except sqlite3.Error:
        found = None
    if found is not None and found[0] == sign:
        return database
    database.close()
    return None


def _make(table: Path, path: Path, sign: str, shipped: frozenset[str]) -> sqlite3.Connection:
    """Make the index beside its place and move it there, whole or not at all."""
    draft = path.with_name(f".kg-{secrets.token_hex(8)}.part")
    try:
        database = sqlite3.connect(draft, check_same_thread=False)
        # Nothing is lost with a draft that breaks off.
        database.execute("pragma journal_mode = off")
        database.execute("pragma synchronous = off")
        database.executescript(_TABLES)
    except sqlite3.Error:
        with contextlib.suppress(OSError):
            draft.unlink()
        database = sqlite3.connect(":memory:", check_same_thread=False)
        database.executescript(_TABLES)
        _fill(database, table, sign, shipped)
        return database
    try:
        _fill(database, table, sign, shipped)
        database.close()
        os.replace(draft, path)
    except BaseException:
        database.close()
        with contextlib.suppress(OSError):
            draft.unlink()
        raise
    fitting = _open_fitting(path, sign)
    assert fitting is not None, "the index that was just made"
    return fitting


def _fill(database: sqlite3.Connection, table: Path, sign: str, shipped: frozenset[str]) -> None:
    rows = sorted(read_rows(table), key=lambda row: row.id)
    names: set[tuple[str, str, str]] = set()
    wordings: set[tuple[str, str, str]] = set()
    acronyms: set[str] = set()
    for row in rows:
        for name in row.names:
            key = fold_institution(name)
            if key:
                names.add((key, row.country or "", row.id))
            if name not in row.acronyms and (words := _words(name)):
                wordings.add((" ".join(words[:_BEGIN]), " ".join(words), row.id))
        for acronym in row.acronyms:
            if len(acronym) >= _MIN_ACRONYM and acronym.isupper() and (
                    tokenize(acronym) == [acronym]):
                acronyms.add(acronym)
                wordings.add((acronym, acronym, row.id))
    database.executemany("insert into rows values (?, ?, ?)", (
        (row.id, f"{row.type}\t{row.country or ''}\t{row.names[0]}\tbrought",
         json.dumps(astuple(row), ensure_ascii=False)) for row in rows))
    database.executemany("insert into names values (?, ?, ?)", sorted(names))
    database.executemany("insert into wordings values (?, ?, ?)", sorted(wordings))
    begins = sorted({begin for begin, words, _ in wordings if " " in words})
    database.executemany("insert into about values (?, ?)", [
        ("sign", sign), ("count", str(len(rows))), ("begins", "\n".join(begins)),
        ("acronyms", "\n".join(sorted(acronyms))),
        ("additions", "\n".join(row.id for row in rows if row.id in shipped)),
    ])
    database.commit()


def _words(name: str) -> list[str]:
    """The look-up words of a name that texts are searched for; empty for one that is left out:
    of one word (too often something else), of a script that is not read, or a ministry's."""
    words = [fold_key(token) for token in tokenize(name)]
    if words[:1] == ["the"]:
        words = words[1:]
    if not 1 < len(words) <= _MAX_WORDS or not _LEFT_TO_GRAMMAR.isdisjoint(words):
        return []
    letters = sum(word.isalpha() for word in words)
    return words if letters > 1 and any(word.isascii() for word in words) else []


def _from_json(content: str) -> Registered:
    id_, type_, country, names, acronyms, ror, wikidata, parents, status, source = json.loads(
        content)
    return Registered(id_, type_, country, tuple(names), tuple(acronyms), ror, wikidata,
                      tuple(parents), status, source)
