"""Files of other registers -> a user's table of institutions.

    files, the user's table -> the table with what is in the files, report

What kind of file it is, is told by its content: a dump of ROR, a list (CSV, TSV, results of a
query), a SKOS vocabulary. A record with a fault is told and left out; the rest goes in. The table
is written whole or not at all, in order of id.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from kg.errors import DataError, UsageError
from kg.files import write_file
from kg.registry.adopt import Adopted, adopt
from kg.registry.lists import read_list
from kg.registry.records import Record, is_telling
from kg.registry.registry import Registry
from kg.registry.ror import read_ror
from kg.registry.table import Registered, read_rows, to_csv

__all__ = ["KINDS", "import_files", "read_records", "remove_rows"]

#: The kinds of file, as a user may name them.
KINDS: Final = ("ror", "list", "skos")

#: Endings of RDF files; the readers of `kg.registry.skos` are imported when they are needed.
_RDF: Final = frozenset({".ttl", ".nt", ".rdf", ".xml", ".owl", ".jsonld", ".trig", ".nq"})
_LOOKED_AT: Final = 4096


def import_files(
    files: Iterable[Path], table: Path, shipped: Registry,
    on_error: Callable[[DataError], None], *, kind: str | None = None,
    country: str | None = None, type_: str | None = None, write: bool = True,
) -> Adopted:
    """Bring the table at `table` up to what `files` hold; it is made where there is none.

    `kind` is one of KINDS, or None to tell it by the content; `country` and `type_` stand for
    what a list or vocabulary leaves out. With `write` false nothing is written.
    """
    present = {row.id: row for row in read_rows(table)} if table.exists() else {}
    records: list[tuple[str, Record]] = []
    for path in files:
        try:
            for one in read_records(path, kind=kind, country=country, type_=type_):
                if isinstance(one, DataError):
                    on_error(one)
                elif not is_telling(one.names[0]):
                    on_error(DataError(str(path), f"record {one.place}: {one.names[0]!r} tells no "
                                                  "organisation from others; it is left out"))
                else:
                    names = (one.names[0], *filter(is_telling, one.names[1:]))
                    records.append((path.name, replace(one, names=names)))
        except DataError as error:
            on_error(error)
        except OSError as error:
            on_error(DataError(str(path), error.strerror or str(error)))
    adopted = adopt(records, shipped, present)
    if write and (adopted.rows != present or not table.exists()):
        write_file(table, to_csv(adopted.rows.values()))
    return adopted


def read_records(
    path: Path, *, kind: str | None = None, country: str | None = None, type_: str | None = None,
) -> Iterator[Record | DataError]:
    """The records of a file, and the faults in it."""
    kind = kind or _kind_of(path)
    if kind == "ror":
        return read_ror(path)
    if kind == "skos":
        from kg.registry.skos import SKOS_FORMATS, read_skos

        if path.suffix.lower() not in SKOS_FORMATS:
            raise DataError(str(path), f"no ending of RDF; expected one of "
                                       f"{', '.join(sorted(SKOS_FORMATS))}")
        return read_skos(path, country=country, kind=type_)
    return read_list(path, country=country, kind=type_)


def _kind_of(path: Path) -> str:
    if path.suffix.lower() in _RDF:
        return "skos"
    if zipfile.is_zipfile(path):
        return "ror"
    with path.open("rb") as file:
        head = file.read(_LOOKED_AT).lstrip(b"\xef\xbb\xbf \t\r\n")
    # Results of a query are JSON, too, and have no locations.
    if head[:1] in (b"[", b"{") and b'"bindings"' not in head and b'"vars"' not in head and (
            b"ror.org/" in head and (b'"locations"' in head or b'"names"' in head
                                     or b'"admin"' in head or path.suffix == ".jsonl")):
        return "ror"
    return "list"


def remove_rows(table: Path, ids: Iterable[str], sources: Iterable[str] = ()) -> list[Registered]:
    """Take rows out of a user's table by id, and those that came from `sources` alone; returns
    them.

    Raises UsageError for an id or source that is not there, before anything is taken out.
    """
    rows = {row.id: row for row in read_rows(table)}
    gone: dict[str, Registered] = {}
    for id_ in ids:
        if id_ not in rows:
            raise UsageError(f"no row {id_!r} in {table}; kg registry list shows them")
        gone[id_] = rows[id_]
    for source in sources:
        found = {id_: row for id_, row in rows.items() if row.source == source}
        if not found:
            known = sorted({row.source for row in rows.values()})
            raise UsageError(f"no row of {table} comes from {source!r} alone; sources are "
                             f"{', '.join(known) or 'none'}")
        gone.update(found)
    if gone:
        write_file(table, to_csv(row for id_, row in rows.items() if id_ not in gone))
    return [gone[id_] for id_ in sorted(gone)]
