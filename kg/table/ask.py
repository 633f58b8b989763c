"""Questions to the facts table, in SQL.

    FactsTable(folder) -> query, to_arrow, to_frame, write

The engine is DuckDB, in memory over the Parquet files; a table that is asked again is held in
memory, unless it is large. What a user asks may be a single SELECT and
reads nothing but the tables: no other file, no network, no setting, no variable of the program.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.errors import StoreError, UsageError
from kg.table.folder import Manifest, read_manifest
from kg.table.schema import STORED, TABLES, Table

if TYPE_CHECKING:
    import duckdb
    import pandas
    import pyarrow
    from typing_extensions import Self

__all__ = ["FactsTable", "Rows"]

_WORD: Final = re.compile(r"\w+")
#: How the engine says that a file is no Parquet file, or not a whole one.
_DAMAGE: Final = re.compile(r"magic bytes|parquet file|TProtocol|thrift", re.IGNORECASE)

#: Ask the catalog, and every table has to be in it.
_CATALOG: Final = frozenset({"show", "information_schema", "sqlite_master"})

#: Bytes of the files of a table that is held in memory when it is asked again; there it takes some
#: times as much. All tables of some fifty thousand articles are smaller, that of claims first.
_LARGEST_HELD: Final = 32_000_000

_BY_NAME: Final = {table.name: table for table in TABLES}


@dataclass(frozen=True, slots=True)
class Rows:
    """What a query came to: names and types (as DuckDB calls them) of columns, and rows."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


class FactsTable:
    """The tables of one folder, as they were when it was opened. Close it, or use a `with`."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        """Raises StoreError where there is none that this version can read."""
        self.folder = Path(folder).absolute()
        manifest = read_manifest(self.folder)
        if manifest is None:
            raise StoreError(f"{folder}: no facts table there, or one of another version")
        self.manifest: Manifest = manifest
        self._engine: duckdb.DuckDBPyConnection | None = None
        self._made: set[str] = set()
        self._held: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the engine. Twice does no harm."""
        if self._engine is not None:
            self._engine.close()
            self._engine = None
            self._made.clear()
            self._held.clear()

    def count(self, stored: str) -> int:
        """How many rows a stored table has; asks no file."""
        return self.manifest.rows(stored)

    def query(self, sql: str, parameters: Mapping[str, Any] | None = None) -> Rows:
        """The rows that a SELECT gives; `parameters` are what $name stands for.

        Raises UsageError for what is no SELECT, is ill-formed or fails.
        """
        with self._asked(sql) as engine:
            found = engine.execute(sql, dict(parameters or {}))
            about = found.description
            return Rows(tuple(str(column[0]) for column in about),
                        tuple(str(column[1]) for column in about),
                        tuple(found.fetchall()))

    def to_arrow(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pyarrow.Table:
        """As `query`, as an Arrow table; needs pyarrow."""
        with self._asked(sql) as engine:
            return engine.sql(sql, params=dict(parameters or {})).to_arrow_table()

    def to_frame(
        self, sql: str, parameters: Mapping[str, Any] | None = None
    ) -> tuple[pandas.DataFrame, dict[str, str]]:
        """As `query`, as a pandas DataFrame, and the types of its columns as DuckDB calls them."""
        with self._asked(sql) as engine:
            found = engine.execute(sql, dict(parameters or {}))
            types = {str(column[0]): str(column[1]) for column in found.description}
            return found.df(), types

    def write(self, table: str, path: Path) -> None:
        """Write one of TABLES whole to a Parquet file, in order of its columns.

        Raises UsageError for another name, OSError where the file cannot be written.
        """
        import duckdb

        known = self.table(table)
        engine = self._open(locked=False, words=[table])
        try:
            order = ", ".join(f'"{name}"' for name in known.order)
            target = str(path.absolute()).replace("'", "''")
            engine.execute(f"COPY (SELECT * FROM {known.name} ORDER BY {order}) TO '{target}' "
                           "(FORMAT parquet, COMPRESSION zstd)")
        except duckdb.IOException as error:
            raise OSError(None, str(error).splitlines()[0], str(path)) from error
        finally:
            engine.close()

    @staticmethod
    def table(name: str) -> Table:
        """The table called `name`. Raises UsageError, with the names there are, for another."""
        try:
            return _BY_NAME[name]
        except KeyError:
            names = ", ".join(_BY_NAME)
            raise UsageError(f"no table is called {name!r}; there are {names}") from None

    @contextmanager
    def _asked(self, sql: str) -> Iterator[duckdb.DuckDBPyConnection]:
        """The engine, ready for a question that it may be asked."""
        import duckdb

        words = set(map(str.lower, _WORD.findall(sql)))
        try:
            if self._engine is None:
                self._engine = self._open(locked=True, words=())
            _check(self._engine, sql)
            again = words & self._made - self._held
            missing = self._needed(words) - self._made
            if missing:
                self._make(self._engine, missing)
            for name in sorted(again):
                self._hold(self._engine, name)
            yield self._engine
        except duckdb.Error as error:
            if isinstance(error, duckdb.IOException) or _DAMAGE.search(str(error)):
                raise self._damaged(error) from error
            raise UsageError(f"the query cannot be answered: {_cause(error)}") from error
        except MemoryError as error:
            raise UsageError("the answer does not fit into memory; ask for less of it, as with "
                             "LIMIT") from error

    def _damaged(self, error: Exception) -> StoreError:
        return StoreError(f"{self.folder}: the facts table is damaged ({_cause(error)}); "
                          "kg store rebuild-facts makes it anew")

    def _open(self, *, locked: bool, words: Iterable[str]) -> duckdb.DuckDBPyConnection:
        import duckdb

        engine = duckdb.connect(":memory:")
        # Variables of the program are no tables, and what does not fit into memory is not spilled
        # to wherever the process happens to stand.
        engine.execute("SET python_enable_replacements = false")
        engine.execute("SET temp_directory = ''")
        engine.execute("SET parquet_metadata_cache = true")  # no file ever changes
        engine.execute("CREATE SCHEMA stored")
        if not locked:
            self._make(engine, set(words))
            return engine
        engine.execute(f"SET allowed_directories = ['{_quoted(self.folder)}/']")
        engine.execute("SET enable_external_access = false")
        engine.execute("SET lock_configuration = true")
        return engine

    def _needed(self, words: set[str]) -> set[str]:
        """The tables that a query with these words can ask."""
        names = set(_BY_NAME)
        if words & _CATALOG or any(word.startswith(("duckdb_", "pragma_")) for word in words):
            return names
        return names & words

    def _hold(self, engine: duckdb.DuckDBPyConnection, name: str) -> None:
        """Put a table into memory in place of the view of its files, if it is not too large."""
        self._held.add(name)
        size = sum(os.path.getsize(path) for stored in _stored(name)
                   for path in self.manifest.paths(self.folder, stored))
        if size <= _LARGEST_HELD:
            engine.execute(f"BEGIN; CREATE TABLE main.held AS FROM main.{name}; "
                           f"DROP VIEW main.{name}; ALTER TABLE main.held RENAME TO {name}; COMMIT")

    def _make(self, engine: duckdb.DuckDBPyConnection, names: set[str]) -> None:
        """Make the tables known to the engine, those in files first."""
        files = set(names).union(*map(_stored, names))
        for stored in STORED:
            if stored.name in files:
                paths = ", ".join(f"'{_quoted(Path(path))}'" for path in
                                  self.manifest.paths(self.folder, stored.name))
                engine.execute(f"CREATE OR REPLACE VIEW stored.{stored.name} AS "
                               f"SELECT * FROM read_parquet([{paths}])")
        import duckdb

        for name in sorted(names):
            try:
                engine.execute(f"CREATE OR REPLACE VIEW main.{name} AS {_BY_NAME[name].sql}")
            except duckdb.BinderException as error:  # a file has not the columns of its table
                raise self._damaged(error) from error
        if engine is self._engine:
            self._made |= names


def _stored(name: str) -> set[str]:
    """The tables in files that a table is made from."""
    return set(re.findall(r"stored\.(\w+)", _BY_NAME[name].sql))


def _check(engine: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Let a single SELECT pass. COPY, for one, could write over the files of the table."""
    import duckdb

    statements = engine.extract_statements(sql)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise UsageError("expected one SELECT: questions to the facts table only read")


def _cause(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines()]
    return " ".join(line for line in lines[:2] if line)[:300]


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
