"""The registry of institutions: those that are known before any article is read.

    rows of data/institutions.csv, index of a user's table -> what a name means in a country

The shipped rows are held in memory; a user's table may have a hundred thousand and is looked up
in its index (`kg.registry.index`). Where both know a name, the shipped row is meant, so that a
table that a user brings adds to what is known and takes nothing from it. A row of the user's
with the id of a shipped one adds names and identifiers to that.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Protocol

from kg.registry.names import fold_institution
from kg.registry.table import Registered, read_rows

__all__ = ["More", "Registry", "add_to", "read_registry", "to_registry"]


class More(Protocol):
    """Further rows, wherever they are kept."""

    #: What stands for all of them: the same digest, the same rows.
    digest: str

    def get(self, id_: str) -> Registered | None:
        """The row with an id."""

    def ids(self, key: str) -> Iterable[tuple[str | None, str]]:
        """(country, id) of the rows with a name that is folded to `key`."""

    def additions(self) -> Iterable[Registered]:
        """Rows that only add to shipped ones, whose id they have."""


class Registry:
    """Rows by id, and by folded name and country; a name of two rows means neither."""

    def __init__(self, rows: Iterable[Registered], more: More | None = None) -> None:
        self._rows = {row.id: row for row in rows}
        self._more = more
        for addition in more.additions() if more is not None else ():
            known = self._rows.get(addition.id)
            if known is not None:
                self._rows[addition.id] = add_to(known, addition)
        self._holders: defaultdict[str, set[tuple[str | None, str]]] = defaultdict(set)
        for row in self._rows.values():
            for name in row.names:
                self._holders[fold_institution(name)].add((row.country, row.id))
        self._found: dict[str, frozenset[tuple[str | None, str]]] = {}

    def __iter__(self) -> Iterator[Registered]:
        """The rows that are held in memory, in order of id."""
        return iter(self._rows[id_] for id_ in sorted(self._rows))

    @cached_property
    def digest(self) -> str:
        """What stands for all rows: two registries with one digest know the same."""
        content = repr(list(self)) + (self._more.digest if self._more is not None else "")
        return hashlib.sha256(content.encode("utf-8")).hexdigest()

    def get(self, id_: str | None) -> Registered | None:
        """The row with an id; None where there is none."""
        if id_ is None:
            return None
        row = self._rows.get(id_)
        return self._more.get(id_) if row is None and self._more is not None else row

    def find(self, key: str, country: str | None) -> str | None:
        """The id of the row that a folded name means in a country (None: of an international
        body); None where no row has it, or more than one."""
        ids = {id_ for code, id_ in self.holders(key) if code == country}
        shipped = {id_ for id_ in ids if id_ in self._rows}
        meant = shipped or ids
        return next(iter(meant)) if len(meant) == 1 else None

    def holders(self, key: str) -> frozenset[tuple[str | None, str]]:
        """(country, id) of all rows with a folded name."""
        own = self._holders.get(key)
        if self._more is None:
            return frozenset(own or ())
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = frozenset((*(own or ()), *self._more.ids(key)))
        return found


def add_to(row: Registered, addition: Registered) -> Registered:
    """`row` with the names and identifiers of another on the same institution."""
    return Registered(
        row.id, row.type, row.country,
        tuple(dict.fromkeys((*row.names, *addition.names))),
        tuple(dict.fromkeys((*row.acronyms, *addition.acronyms))),
        row.ror or addition.ror, row.wikidata or addition.wikidata,
        tuple(dict.fromkeys((*row.parents, *addition.parents))), row.status,
        addition.source or row.source,
    )


def read_registry(path: Path, more: More | None = None) -> Registry:
    """The registry of the table at `path`. Raises DataError for a fault in it."""
    return Registry(read_rows(path), more)


def to_registry(rows: Iterable[Registered]) -> Registry:
    """The registry of `rows`."""
    return Registry(rows)
