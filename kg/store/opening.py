"""What `--store` names -> a store of the kind that is meant."""

from __future__ import annotations

import os
from typing import Final

import pyoxigraph as ox

from kg.rdf.iris import DEFAULT_BASE, Iris
from kg.store.base import Store
from kg.store.connection import is_address, read_endpoint
from kg.store.folder import FolderStore
from kg.store.oxigraph import OxigraphStore

__all__ = ["MEMORY", "open_store"]

#: Names a new store in memory.
MEMORY: Final = "memory:"


def open_store(
    target: str | os.PathLike[str] = MEMORY, *, read_only: bool = False, base: str | None = None
) -> Store:
    """Open the store that `target` names: a folder, an address of a SPARQL server
    (`kg.store.connection.read_endpoint`), or "memory:" for a new one in memory.

    Where there is none yet, one is made, unless `read_only`: then there must be one. `base` is
    where the IRIs of things begin; a store keeps the one it was made with.

    Raises StoreError for a folder that is something else, is damaged, was made by a later
    version, may not be read or written, or is in use by another process; for a server that
    cannot be reached or refuses; UsageError for an address that is none.
    """
    if target == MEMORY:
        return OxigraphStore(ox.Store(), Iris(base or DEFAULT_BASE))._with_reference()
    if isinstance(target, str) and is_address(target):
        from kg.store.remote import RemoteStore

        return RemoteStore.open(read_endpoint(target), read_only=read_only, base=base)
    return FolderStore.open(target, read_only=read_only, base=base)
