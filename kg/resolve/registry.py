"""The registry of institutions: those that are known before any article is read.

`data/institutions.csv` comes in; what goes out answers which row a name means in a country.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.errors import DataError
from kg.resolve.names import fold_institution

__all__ = ["Registered", "Registry", "read_registry", "to_registry"]

#: What the table has in the place of a country for an organisation of many.
_INTERNATIONAL: Final = "INT"


@dataclass(frozen=True, slots=True)
class Registered:
    """A row: `names` are all it goes by, acronym and aliases among them, its own name first."""

    id: str
    type: str
    country: str | None
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Registry:
    """Rows by id, and by folded name and country; a name of two rows means neither."""

    rows: Mapping[str, Registered]
    by_name: Mapping[tuple[str, str | None], str]


def read_registry(path: Path) -> Registry:
    """Read the table (columns id, name, type, country, acronym, aliases parted by "|").

    Raises DataError for an id that stands twice.
    """
    rows: dict[str, Registered] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), 2):
            if row["id"] in rows:
                raise DataError(str(path), f'id "{row["id"]}" stands twice', line=line)
            names = (row["name"], row["acronym"], *row["aliases"].split("|"))
            rows[row["id"]] = Registered(
                row["id"], row["type"], _country(row["country"]),
                tuple(dict.fromkeys(filter(None, names))),
            )
    return to_registry(rows.values())


def _country(code: str) -> str | None:
    return None if code in ("", _INTERNATIONAL) else code


def to_registry(rows: Iterable[Registered]) -> Registry:
    """Index `rows`, so that `Registry.by_name` finds what a name means in a country."""
    kept = {row.id: row for row in rows}
    holders: defaultdict[tuple[str, str | None], set[str]] = defaultdict(set)
    for row in kept.values():
        for name in row.names:
            holders[fold_institution(name), row.country].add(row.id)
    by_name = {key: min(ids) for key, ids in sorted(
        holders.items(), key=lambda item: (item[0][0], item[0][1] or "")
    ) if len(ids) == 1}
    return Registry(kept, by_name)
