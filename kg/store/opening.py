"""What `--store` names -> a store of the kind that is meant."""

from __future__ import annotations

import os
from typing import Final

import pyoxigraph as ox

from kg.rdf.iris import DEFAULT_BASE, Iris
from kg.store.base import Store
from kg.store.folder import FolderStore
from kg.store.oxigraph import OxigraphStore

__all__ = ["MEMORY", "open_store"]

#: Names a new store in memory.
MEMORY: Final = "memory:"


def open_store(
    target: str | os.PathLike[str] = MEMORY, *, read_only: bool = False, base: str | None = None
) -> Store:
    """Open the store that `target` names: a folder, or "memory:" for a new one in memory.

    A folder that does not exist or is empty becomes a store, unless `read_only`: then there
    must be one. `base` is where the IRIs of things begin; a store keeps the one it was made
    with.

    Raises StoreError for a folder that is something else, is damaged, was made by a later
    version, may not be read or written, or is in use by another process.
    """
    if target == MEMORY:
        return OxigraphStore(ox.Store(), Iris(base or DEFAULT_BASE))._with_reference()
    return FolderStore.open(target, read_only=read_only, base=base)
