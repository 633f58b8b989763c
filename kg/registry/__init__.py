"""The registry of institutions: what is shipped, and what a user brings.

    ROR dump, Wikidata or CSV list, SKOS --import--> a user's table --index--> Registry

`Registry` answers what a name means in a country; `open_registry` opens both sides of it for a
run. How mentions are then resolved is for `kg.resolve`.
"""

from __future__ import annotations

from kg.registry.names import fold, fold_institution
from kg.registry.registry import Registry, read_registry, to_registry
from kg.registry.table import Registered

__all__ = [
    "Registered", "Registry", "fold", "fold_institution", "read_registry", "to_registry",
]
