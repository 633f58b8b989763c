"""The facts table on disk: Parquet files that a manifest lists, and how they are changed.

    replace_tables(folder, pairs, things, …)    all of it anew
    update_tables(folder, …)                    what some articles and some things changed

Rows lie in files by the first bits of a hash of their article or id: a file that comes to hold
more than MAX_ROWS is split in two, and two that come to hold no more are one again. Which files
there are, and every byte of them, so depends on the rows alone, in whatever order they came; and an
article that comes or goes touches a few files. A file is named by its content and never changed.
The manifest says which files count and, by a stamp, which state of the graph they are; moving it
into place is the step that makes a change real. A crash before leaves the table as it was, with
the stamp of a graph that is no more: whoever asks for the present one sees that.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.errors import StoreError
from kg.files import write_file
from kg.model import Article, Facts
from kg.rdf import Iris
from kg.table.rows import Row, Thing, article_rows, id_of, reference_rows, thing_row
from kg.table.schema import STORED, Stored

if TYPE_CHECKING:
    import duckdb

__all__ = ["FORMAT", "MAX_ROWS", "Manifest", "is_whole", "mark_stale", "read_manifest",
           "replace_tables", "update_tables"]

#: Version of the layout of the folder and of the columns. Another one counts as out of date.
FORMAT: Final = 1

#: A file with more rows is split. Adding an article rewrites a file or two of each table.
MAX_ROWS: Final = 8192

#: Bits of the hash that say where a row lies.
_BITS: Final = 32

_MANIFEST: Final = "manifest.json"
#: How every Parquet file ends.
_MAGIC: Final = b"PAR1"
_LOCK: Final = "lock"
_DRAFTS: Final = "drafts"

#: Tables whose rows are an article's own, and those of things of the world.
_OF_ARTICLES: Final = ("articles", "claims", "mentions", "link_claims", "capacities")
_OF_WORLD: Final = ("engagements", "links", "entities", "threads", "disagreements")

_BY_NAME: Final = {table.name: table for table in STORED}


@dataclass(frozen=True, slots=True)
class Manifest:
    """Which files make up the table. `stamp` is the state of the graph that they are, "" while
    that is not known; `files` gives, for each table and each prefix of bits, name and rows."""

    stamp: str
    base: str
    files: Mapping[str, Mapping[str, tuple[str, int]]]
    format: int = FORMAT

    def paths(self, folder: Path, table: str) -> list[str]:
        return [str(folder / name) for _, (name, _) in sorted(self.files[table].items())]

    def rows(self, table: str) -> int:
        return sum(rows for _, rows in self.files[table].values())


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of the folder; None where there is none that this version can read."""
    try:
        found = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        if found["format"] != FORMAT:
            return None
        files = {table: {prefix: (str(name), int(rows)) for prefix, (name, rows) in leaves.items()}
                 for table, leaves in found["tables"].items()}
        if files.keys() != _BY_NAME.keys():
            return None
        return Manifest(str(found["stamp"]), str(found["base"]), files)
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None  # damaged: made anew, like one that is out of date
    except OSError as error:
        raise StoreError(f"{folder}: the facts table cannot be read ({error.strerror})") from error


def mark_stale(folder: Path) -> None:
    """Say that the table is of no state of the graph, until it is written again.

    For a graph that is assembled anew from the same articles: its seal would still fit.
    """
    manifest = read_manifest(folder)
    if manifest is not None and manifest.stamp:
        _write_manifest(folder, Manifest("", manifest.base, manifest.files))


def replace_tables(
    folder: Path, pairs: Iterable[tuple[Article, Facts]], things: Iterable[Thing], *, stamp: str,
    iris: Iris | None = None,
) -> None:
    """Write the whole table anew, of all articles and of the things of the world.

    `pairs` and `things` may be iterators, and are read once. Raises StoreError where it cannot be
    written.
    """
    iris = iris or Iris()
    rows = chain(
        (row for article, facts in pairs for row in article_rows(article, facts, iris)),
        (thing_row(thing, iris) for thing in things), reference_rows())
    with _writing(folder) as work:
        work.spool(rows)
        files = {table.name: work.write(table, {}, None) for table in STORED}
        work.commit(Manifest(stamp, iris.base, files))


def update_tables(
    folder: Path, *, before: str, stamp: str, articles: Collection[str],
    pairs: Iterable[tuple[Article, Facts]], removed: Collection[str] = (),
    put: Iterable[Thing] = (), iris: Iris | None = None,
) -> bool:
    """Bring the table up to a change of the graph, from the state with the stamp `before`.

    `articles` are the ids of those whose own facts changed or that went, `pairs` what those that
    are there say now; `removed` the ids of things of the world that changed or went (a link's as
    `link/…`), `put` those that changed or came. The result is that of `replace_tables`, byte for
    byte. False, and nothing done, where the table is not that of `before`: then it is to be
    written anew.
    """
    iris = iris or Iris()
    manifest = read_manifest(folder)
    if manifest is None or manifest.base != iris.base or manifest.stamp != before:
        return False
    put, pairs = list(put), list(pairs)
    gone = {*removed, *map(id_of, put)}
    own = {*articles, *(article.id for article, _ in pairs)}
    with suppress(_Damaged), _writing(folder) as work:
        work.spool(chain(
            (row for article, facts in pairs for row in article_rows(article, facts, iris)),
            (thing_row(thing, iris) for thing in put)))
        files = dict(manifest.files)
        for table in STORED:
            if table.name in _OF_ARTICLES and own:
                files[table.name] = work.write(table, manifest.files[table.name], own)
            elif table.name in _OF_WORLD:
                ours = {id for id in gone if _kinds(id) == table.name}
                if ours:
                    files[table.name] = work.write(table, manifest.files[table.name], ours)
        work.commit(Manifest(stamp, iris.base, files))
        return True
    return False


class _Damaged(Exception):
    """A file of the table does not hold what was written into it."""


def is_whole(folder: Path, manifest: Manifest) -> bool:
    """Is every file of the table there, and written to its end? What else is wrong with one shows
    when it is read."""
    try:
        for table in STORED:
            for path in manifest.paths(folder, table.name):
                with open(path, "rb") as stream:
                    stream.seek(-len(_MAGIC), os.SEEK_END)
                    if stream.read() != _MAGIC:
                        return False
    except OSError:
        return False
    return True


def _kinds(id: str) -> str:
    kind = id.partition("/")[0]
    return {"engagement": "engagements", "link": "links", "thread": "threads",
            "disagreement": "disagreements"}.get(kind, "entities")


@contextmanager
def _writing(folder: Path) -> Iterator[_Work]:
    """The folder, held against other writers, with a place for drafts."""
    import duckdb

    try:
        folder.mkdir(exist_ok=True)
        with _alone(folder):
            drafts = folder / _DRAFTS
            shutil.rmtree(drafts, ignore_errors=True)  # of a writer that was killed
            drafts.mkdir()
            try:
                yield _Work(folder, drafts)
            finally:
                shutil.rmtree(drafts, ignore_errors=True)
    except OSError as error:
        cause = error.strerror or str(error)
        raise StoreError(f"{folder}: the facts table cannot be written ({cause})") from error
    except duckdb.IOException as error:
        cause = str(error).splitlines()[0]
        raise StoreError(f"{folder}: the facts table cannot be written ({cause})") from error


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until nobody else writes the table."""
    with (folder / _LOCK).open("w") as lock:
        try:
            import fcntl
        except ImportError:
            pass  # Windows: the store's own lock has to do
        else:
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@dataclass
class _Work:
    """One change of the folder."""

    folder: Path
    drafts: Path
    spooled: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        import duckdb

        # One thread and one order of rows: the same rows give the same bytes.
        self.engine: duckdb.DuckDBPyConnection = duckdb.connect(":memory:", config={
            "threads": 1, "temp_directory": str(self.drafts / "spill"),
        })

    def spool(self, rows: Iterable[tuple[str, Row]]) -> None:
        """Put rows aside, a file for each table, for the engine to read."""
        open_: dict[str, Any] = {}
        try:
            for table, row in rows:
                if table not in open_:
                    open_[table] = (self.drafts / f"{table}.json").open("wb")
                    self.spooled.add(table)
                text = json.dumps(row, ensure_ascii=False).replace("\\u0000", "\\ufffd")
                open_[table].write(text.encode("utf-8", "replace") + b"\n")
        finally:
            for each in open_.values():
                each.close()

    def write(
        self, table: Stored, before: Mapping[str, tuple[str, int]],
        gone: Collection[str] | None,
    ) -> dict[str, tuple[str, int]]:
        """The files of a table after a change: rows whose bucket column is in `gone` are out, those
        that were put aside are in. None starts from nothing."""
        leaves = dict(before) if gone is not None else {}
        touched = set(gone or ())
        self._create(table)
        if table.name in self.spooled:
            source = self.drafts / f"{table.name}.json"
            types = ", ".join(f"'{name}': '{type_}'" for name, type_ in table.columns)
            self.engine.execute(
                f"INSERT INTO fresh SELECT * FROM read_json('{_quoted(source)}', "
                f"format = 'newline_delimited', maximum_object_size = 1073741824, "
                f"columns = {{{types}}})")
        regions = {""} if gone is None else {
            prefix for key in touched for prefix in [_leaf_of(leaves, _hash(key))]}
        read: set[str] = set()
        for prefix in sorted(regions & leaves.keys()):
            self._take(leaves[prefix][0], touched)
            read.add(prefix)
        while True:
            parts = self._part(table, regions)
            merged = _to_merge({**{p: rows for p, (_, rows) in leaves.items() if p not in read},
                                **parts})
            if merged is None:
                break
            for side in (merged + "0", merged + "1"):
                if side in leaves and side not in read:
                    self._take(leaves[side][0], ())
                    read.add(side)
            regions = {p for p in regions if not p.startswith(merged)} | {merged}
        for prefix in read:
            del leaves[prefix]
        for prefix, rows in parts.items():
            leaves[prefix] = self._put(table, prefix, rows), rows
        return dict(sorted(leaves.items()))

    def _create(self, table: Stored) -> None:
        columns = ", ".join(f'"{name}" {type_}' for name, type_ in table.columns)
        self.engine.execute(f"CREATE OR REPLACE TABLE fresh ({columns})")

    def _take(self, name: str, gone: Collection[str]) -> None:
        """Take the rows of a file, but for those that are gone. Raises _Damaged."""
        import duckdb

        source = f"read_parquet('{_quoted(self.folder / name)}')"
        table = _BY_NAME[name.partition("/")[0]]
        try:
            if gone:
                self.engine.execute(
                    f'INSERT INTO fresh SELECT * FROM {source} WHERE "{table.bucket}" NOT IN '
                    "(SELECT unnest(?::VARCHAR[]))", [sorted(gone)])
            else:
                self.engine.execute(f"INSERT INTO fresh SELECT * FROM {source}")
        except duckdb.Error as error:
            raise _Damaged(name) from error

    def _part(self, table: Stored, regions: Collection[str]) -> dict[str, int]:
        """The prefixes that the rows at hand fall into, with the number of rows of each."""
        counts = self.engine.execute(
            f'SELECT "{table.bucket}", count(*) FROM fresh GROUP BY 1').fetchall()
        hashed = [(_hash(key), rows) for key, rows in counts]
        parts: dict[str, int] = {}
        for region in regions:
            inside = [(bits, rows) for bits, rows in hashed if bits.startswith(region)]
            _split(region, inside, parts)
        return parts

    def _put(self, table: Stored, prefix: str, rows: int) -> str:
        """Write the rows with a prefix, in order; the name of the file."""
        order = ", ".join(f'"{name}"' for name in table.order)
        # The engine writes other bytes where the same rows come straight from another kind of file.
        self.engine.execute(
            f"CREATE OR REPLACE TEMP TABLE leaf AS SELECT * FROM fresh "
            f"{_condition(table.bucket, prefix)} ORDER BY {order}")
        draft = self.drafts / "leaf.parquet"
        self.engine.execute(
            f"COPY leaf TO '{_quoted(draft)}' (FORMAT parquet, COMPRESSION zstd, "
            f"ROW_GROUP_SIZE {2 * MAX_ROWS})")
        content = hashlib.sha256(draft.read_bytes()).hexdigest()[:16]
        name = f"{table.name}/{prefix or 'all'}-{content}.parquet"
        (self.folder / table.name).mkdir(exist_ok=True)
        os.replace(draft, self.folder / name)
        return name

    def commit(self, manifest: Manifest) -> None:
        """Make the change real, and clear away what no longer counts."""
        self.engine.close()
        _write_manifest(self.folder, manifest)
        kept = {name for leaves in manifest.files.values() for name, _ in leaves.values()}
        for table in STORED:
            for path in (self.folder / table.name).glob("*.parquet"):
                if f"{table.name}/{path.name}" not in kept:
                    with suppress(OSError):
                        path.unlink()


def _write_manifest(folder: Path, manifest: Manifest) -> None:
    content = {
        "format": manifest.format, "stamp": manifest.stamp, "base": manifest.base,
        "tables": {table: {prefix: list(leaf) for prefix, leaf in sorted(leaves.items())}
                   for table, leaves in sorted(manifest.files.items())},
    }
    write_file(folder / _MANIFEST, (json.dumps(content, indent=1) + "\n").encode("ascii"))


def _hash(key: str) -> str:
    """The bits that say where a row lies."""
    return f"{int(hashlib.md5(key.encode(), usedforsecurity=False).hexdigest()[:8], 16):032b}"


def _condition(column: str, prefix: str) -> str:
    """The rows whose hash begins with `prefix`, in SQL."""
    if not prefix:
        return ""
    first = int(prefix.ljust(_BITS, "0"), 2)
    last = int(prefix.ljust(_BITS, "1"), 2)
    return (f"""WHERE CAST('0x' || substr(md5("{column}"), 1, 8) AS UINTEGER) """
            f"BETWEEN {first} AND {last}")


def _leaf_of(leaves: Collection[str], bits: str) -> str:
    return next((bits[:size] for size in range(_BITS + 1) if bits[:size] in leaves), "")


def _split(prefix: str, rows: Sequence[tuple[str, int]], parts: dict[str, int]) -> None:
    """The prefixes that rows (bits, number) below `prefix` fall into."""
    whole = sum(number for _, number in rows)
    if whole <= MAX_ROWS or len(prefix) == _BITS:
        parts[prefix] = whole
        return
    for bit in "01":
        side = prefix + bit
        _split(side, [row for row in rows if row[0].startswith(side)], parts)


def _to_merge(leaves: Mapping[str, int]) -> str | None:
    """A prefix below which two files have become few enough rows for one; None if there is none."""
    for prefix, rows in sorted(leaves.items()):
        if prefix.endswith("0"):
            other = leaves.get(prefix[:-1] + "1")
            if other is not None and rows + other <= MAX_ROWS:
                return prefix[:-1]
    return None


def _quoted(path: Path) -> str:
    return str(path.absolute()).replace("'", "''")
