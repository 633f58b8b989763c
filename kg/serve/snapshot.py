"""The graph as it is now, for workers that open it beside whoever writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.rdf import Iris
from kg.store import open_store, take_snapshot
from kg.store.folder import QUADS

__all__ = ["Snapshots"]


class Snapshots:
    """What workers open of a store."""

    def __init__(self, store: Path, log: Callable[[str], None]) -> None:
        """Raises StoreError for a folder that is no store, or cannot be read."""
        self._taken = take_snapshot(store)
        with open_store(self._taken.folder, read_only=True) as opened:
            self.iris: Iris = opened.iris

    @contextmanager
    def current(self) -> Iterator[str]:
        """The folder that a worker is to open; it stays while this lasts."""
        yield str(self._taken.folder / QUADS)

    def close(self) -> None:
        """Let go of it."""
        self._taken.release()
