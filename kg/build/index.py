"""The index of a store: what finds the few old articles that a new one has to do with.

    articles as they are in the store --put, drop--> tables by key

Everything in it is made from the articles, in any order the same, and can be made again; it is
there for speed alone. It says which articles it was made from (a seal, as `kg.rdf.world`) and
what it was made with; where either does not fit, it is not believed and made anew. A change is
one transaction.

Articles, wordings and keys are numbers made from their content (`kg.ids.number`), so that no
table hangs on the order in which they came.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from kg.errors import StoreError

__all__ = ["INDEX", "Index"]

#: The file in the folder of a store.
INDEX: Final = "index.sqlite"
#: Beside it while the store is changed: where it is left behind, nobody knows how far that got.
_DOUBT: Final = "index.doubt"

_TABLES: Final = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;

-- Articles, and what of them the assembled graph is made from.
CREATE TABLE article (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL, day TEXT, publisher TEXT, sketch TEXT,
    content TEXT NOT NULL, share TEXT NOT NULL, origin INTEGER NOT NULL);
CREATE INDEX article_origin ON article (origin);
CREATE TABLE shingle (hash INTEGER, article INTEGER, PRIMARY KEY (hash, article)) WITHOUT ROWID;
CREATE TABLE alike (a INTEGER, b INTEGER, PRIMARY KEY (a, b)) WITHOUT ROWID;

-- Mentions that read alike are one wording.
CREATE TABLE wording (
    n INTEGER PRIMARY KEY, content TEXT NOT NULL, times INTEGER NOT NULL, entity TEXT);
CREATE INDEX wording_entity ON wording (entity);
CREATE TABLE wording_key (
    key INTEGER, wording INTEGER, asks INTEGER, PRIMARY KEY (key, asks, wording)) WITHOUT ROWID;
CREATE INDEX wording_key_wording ON wording_key (wording);
CREATE TABLE mention (
    article INTEGER, key TEXT, wording INTEGER NOT NULL, PRIMARY KEY (article, key)) WITHOUT ROWID;
CREATE INDEX mention_wording ON mention (wording);
CREATE TABLE entity (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, type TEXT, country TEXT, row TEXT, content TEXT)
    WITHOUT ROWID;

-- Claims, `act` the engagement that each is a report of, and what finds those beside each other:
-- their days and actors by type and set of countries (`cell`). `signs` are the rows there.
CREATE TABLE claim (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL, article INTEGER NOT NULL, block INTEGER NOT NULL,
    cell INTEGER NOT NULL, act TEXT, signs TEXT NOT NULL, content TEXT NOT NULL);
CREATE INDEX claim_article ON claim (article);
CREATE TABLE moment (
    cell INTEGER, day INTEGER, claim INTEGER, PRIMARY KEY (cell, day, claim)) WITHOUT ROWID;
CREATE TABLE actor (
    cell INTEGER, actor INTEGER, claim INTEGER, standing INTEGER NOT NULL,
    PRIMARY KEY (cell, actor, claim)) WITHOUT ROWID;
CREATE TABLE beside (a INTEGER, b INTEGER, PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE TABLE act (id TEXT PRIMARY KEY, block INTEGER NOT NULL, content TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX act_block ON act (block);
CREATE TABLE link (
    id TEXT PRIMARY KEY, article INTEGER NOT NULL, a TEXT NOT NULL, b TEXT NOT NULL,
    content TEXT NOT NULL, ends TEXT);
CREATE INDEX link_article ON link (article);
CREATE INDEX link_ends ON link (ends);

-- What stands in the assembled graph: a thing, its quads, and what it has a part in. `owner` stands
-- for what it is made with: an act, or all acts of a set of countries.
CREATE TABLE thing (
    id TEXT PRIMARY KEY, owner INTEGER, digest TEXT NOT NULL, shares TEXT NOT NULL,
    quads BLOB NOT NULL) WITHOUT ROWID;
CREATE INDEX thing_owner ON thing (owner) WHERE owner IS NOT NULL;
CREATE TABLE tally (
    what TEXT, name TEXT, users INTEGER NOT NULL, engagements INTEGER NOT NULL,
    ties INTEGER NOT NULL, PRIMARY KEY (what, name)) WITHOUT ROWID;
CREATE TABLE seen (
    what TEXT, name TEXT, day TEXT, times INTEGER NOT NULL, PRIMARY KEY (what, name, day))
    WITHOUT ROWID;
"""

Row = tuple[Any, ...]


class Index:
    """The tables, in a file or (without one) in memory. Close it."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self._doubt = None if path is None else path.with_name(_DOUBT)
        self._base = self._connect()

    def _connect(self) -> sqlite3.Connection:
        try:
            base = sqlite3.connect(
                ":memory:" if self.path is None else self.path, isolation_level=None)
            # What is lost with the power, or by who is killed, is made again (`doubt`): so what a
            # change overwrites need not be kept on disk. A page of 8 kB holds many short rows.
            base.executescript(
                "PRAGMA page_size = 8192; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; "
                "PRAGMA temp_store = MEMORY; PRAGMA journal_mode = MEMORY;")
            base.execute("SELECT count(*) FROM sqlite_master")
        except sqlite3.DatabaseError as error:
            if self.path is None or isinstance(error, sqlite3.OperationalError):
                raise StoreError(f"{self.path}: cannot be opened ({error})") from error
            # No database, or a broken one: it can be made again.
            self.path.unlink()
            return self._connect()
        return base

    def close(self) -> None:
        """Let go of the file; what was not committed is as it was before."""
        self._base.close()

    # Whether it is to be believed

    def fits(self, made_with: str, seal: str | None) -> bool:
        """Was the index made with this, from the articles with this seal?"""
        if self._doubt is not None and self._doubt.exists():
            return False
        with suppress(sqlite3.DatabaseError):
            found: dict[str, str] = dict(self.rows("SELECT key, value FROM meta"))
            return found == {"made_with": made_with, "seal": seal, "whole": "yes"}
        return False

    def begin(self) -> None:
        """Begin a change: all of it is there after `commit`, or none."""
        self._base.execute("BEGIN IMMEDIATE")

    def doubt(self) -> None:
        """Say, before the store is changed, that the index may be behind it. `commit` takes that
        back."""
        if self._doubt is not None:
            with self._doubt.open("wb") as file:
                os.fsync(file.fileno())

    def commit(self, made_with: str, seal: str) -> None:
        """End the change, and say what the index fits now."""
        self._base.execute("DELETE FROM meta")
        self.many("INSERT INTO meta VALUES (?, ?)", [
            ("made_with", made_with), ("seal", seal), ("whole", "yes")])
        self._base.execute("COMMIT")
        if self._doubt is not None:
            self._doubt.unlink(missing_ok=True)

    def rollback(self) -> None:
        """Take back the change."""
        if self._base.in_transaction:
            self._base.execute("ROLLBACK")

    def clear(self) -> None:
        """Empty it, in a file that is made anew."""
        if self.path is not None:
            self._base.close()
            with suppress(FileNotFoundError):
                self.path.unlink()
            for suffix in ("-journal", "-wal", "-shm"):
                with suppress(FileNotFoundError):
                    self.path.with_name(self.path.name + suffix).unlink()
            if self._doubt is not None:
                self._doubt.unlink(missing_ok=True)
        self._base.close()
        self._base = self._connect()
        self._base.executescript(_TABLES)

    def seal(self) -> str | None:
        """Which articles it was made from (see `fits`); None where that is not known."""
        with suppress(sqlite3.DatabaseError):
            found: dict[str, str] = dict(self.rows("SELECT key, value FROM meta"))
            return found.get("seal")
        return None

    # Asking and telling

    def rows(self, sql: str, *values: object) -> list[Row]:
        """The rows that a query gives."""
        return self._base.execute(sql, values).fetchall()

    def one(self, sql: str, *values: object) -> Row | None:
        """The first row that a query gives."""
        row: Row | None = self._base.execute(sql, values).fetchone()
        return row

    def among(self, sql: str, values: Iterable[object]) -> list[Row]:
        """The rows of a query that asks `IN (SELECT value FROM json_each(?))`, once for all
        `values`."""
        return self._base.execute(sql, (json.dumps(list(values)),)).fetchall()

    def do(self, sql: str, *values: object) -> None:
        """Carry out one statement."""
        self._base.execute(sql, values)

    def many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Carry out one statement for each of `rows`."""
        self._base.executemany(sql, rows)

    def each(self, sql: str, *values: object) -> Iterator[Row]:
        """The rows of a query one at a time; the tables may not change meanwhile."""
        yield from self._base.execute(sql, values)
