"""The registry of institutions: what is shipped, and what a user brings.

    ROR dump, Wikidata or CSV list, SKOS --import--> a user's table --index--> Registry

`Registry` answers what a name means in a country; `open_registry` opens both sides of it for a
run: the shipped table and, where there is one, the user's. How mentions are then resolved is for
`kg.resolve`.
"""

from __future__ import annotations

from pathlib import Path

from kg.registry.index import Index, open_index
from kg.registry.names import fold, fold_institution
from kg.registry.registry import Registry, read_registry, to_registry
from kg.registry.table import Registered
from kg.resources import data_path

__all__ = [
    "Index", "Registered", "Registry", "fold", "fold_institution", "open_index", "open_registry",
    "read_registry", "to_registry",
]


def open_registry(table: Path | None = None) -> tuple[Registry, Index | None]:
    """The shipped registry with the rows of a user's table, and the index of that table, which
    the extraction takes (`kg.extract.load_lexicon`). Without a table, the shipped one alone.

    Raises UsageError for a table that is not there, DataError for one that has a fault.
    """
    shipped = read_registry(data_path("institutions.csv"))
    if table is None:
        return shipped, None
    index = open_index(table, shipped=[row.id for row in shipped])
    return Registry(shipped, index), index
