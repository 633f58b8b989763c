"""A store on disk: the folder, what says that it is one, and who may write it.

    DIR/kg-store.json    what the folder is: version of its layout, base of its IRIs
    DIR/quads/           the quads in Oxigraph's own form
    DIR/snapshots/       the graph as it was, for readers beside a writer (kg.store.snapshots)

An article is replaced in one transaction, and so is the assembled graph: a crash at any moment
leaves the one before or the one after. One process writes at a time. Who reads beside it sees
the graph as it was when the writer began.
"""

from __future__ import annotations

import json
import os
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar, Final
from weakref import WeakValueDictionary

import pyoxigraph as ox

from kg.errors import StoreError, UsageError
from kg.rdf.iris import DEFAULT_BASE, Iris
from kg.store.base import FORMAT
from kg.store.oxigraph import OxigraphStore

__all__ = ["MARKER", "QUADS", "SNAPSHOTS", "FolderStore", "explained", "lock_of", "read_marker"]

MARKER: Final = "kg-store.json"
QUADS: Final = "quads"
SNAPSHOTS: Final = "snapshots"
#: The marker while it is being written.
_DRAFT: Final = "kg-store.part"
#: Oxigraph's lock, held by the one process that writes.
_LOCK: Final = "LOCK"
#: How long to wait for the lock, in seconds: who takes a snapshot holds it for an instant.
_PATIENCE: Final = 1.0


class FolderStore(OxigraphStore):
    """A store on disk. One process writes at a time; make one with `kg.store.open_store`."""

    path: Path

    #: The stores that this process writes, by folder. Asking the lock file instead would lose
    #: the lock: closing any handle of a file gives up what a process has locked of it.
    written: ClassVar[WeakValueDictionary[Path, FolderStore]] = WeakValueDictionary()
    #: Held while a lock is taken or a writer begins, in this process.
    guard: ClassVar[threading.RLock] = threading.RLock()

    @classmethod
    def open(
        cls, path: str | os.PathLike[str], *, read_only: bool = False, base: str | None = None
    ) -> FolderStore:
        """As `kg.store.open_store`, for a folder."""
        folder = Path(path)
        marker = None
        try:
            marker = read_marker(folder)
            if marker is None:
                if read_only:
                    raise StoreError(f"{folder}: no store there; make one with kg build")
                iris = Iris(base or DEFAULT_BASE)
                folder.mkdir(parents=True, exist_ok=True)
            else:
                iris = _base_of(folder, marker, base)
            with cls.guard:
                if folder.resolve() in cls.written:
                    raise StoreError(f"{folder}: already open for writing in this process")
                if read_only:
                    return cls(_open_beside(folder), iris, name=str(folder), path=folder,
                               read_only=True)
                store = cls(_open_alone(folder), iris, name=str(folder), path=folder)
                cls.written[folder.resolve()] = store
        except (OSError, RuntimeError) as error:  # Oxigraph says "Corruption" by the latter
            raise explained(folder, error, empty=marker is None) from error
        store._with_reference()
        if marker is None:
            # Last, so that a crash before leaves a folder that counts as empty.
            _write_marker(folder, iris.base)
        return store

    def close(self) -> None:
        """Let go of the folder; the store cannot be used after that."""
        if not self.read_only and hasattr(self, "engine"):
            self.engine.flush()
            self.written.pop(self.path.resolve(), None)
        super().close()

    @property
    def size(self) -> int | None:
        """Bytes of all files of the folder."""
        return sum(file.stat().st_size for file in self.path.rglob("*") if file.is_file())

    def _explained(self, error: Exception) -> StoreError:
        return explained(self.path, error, empty=not self._has_articles())


def _open_alone(folder: Path) -> ox.Store:
    """Open for writing, with patience: who takes a snapshot holds the lock for an instant."""
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            return ox.Store(str(folder / QUADS))
        except OSError as error:
            if not _is_lock(error) or time.monotonic() > end:
                raise
            time.sleep(0.02)


def _open_beside(folder: Path) -> ox.Store:
    """Open for reading. Oxigraph promises nothing to a reader beside a writer, neither that
    files stay nor that a transaction is whole."""
    with lock_of(folder) as free:
        if free:
            return ox.Store.read_only(str(folder / QUADS))
    raise StoreError(
        f"{folder}: another kg process is writing it; try again when that is done"
    )


@contextmanager
def lock_of(folder: Path) -> Iterator[bool]:
    """Keep writers out for the time being; False where another process is one."""
    try:
        import fcntl
    except ImportError:
        yield True  # Windows: Oxigraph itself refuses there
        return
    with FolderStore.guard:
        try:
            lock = (folder / QUADS / _LOCK).open("rb")
        except OSError:  # nobody has written there yet
            yield True
            return
        with lock:
            try:
                fcntl.lockf(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                yield False
            else:
                yield True


def _is_lock(error: Exception) -> bool:
    return bool(re.search(r"\block\b", str(error), re.IGNORECASE))


def read_marker(folder: Path) -> dict[str, object] | None:
    """What the folder says it is; None where it does not exist, or holds nothing yet.

    Raises StoreError for a folder that is no store.
    """
    if folder.exists() and not folder.is_dir():
        raise StoreError(f"{folder}: a file; expected a folder for the store")
    path = folder / MARKER
    try:
        marker = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        # A first run that was cut short has made the quads and not, or not wholly, the marker.
        if folder.is_dir() and {each.name for each in folder.iterdir()} - {QUADS, _DRAFT}:
            raise StoreError(
                f"{folder}: not empty, and no store of kg; name another folder"
            ) from None
        return None
    except (ValueError, RecursionError) as error:
        raise _damaged(path) from error
    if not isinstance(marker, dict):
        raise _damaged(path)
    return marker


def _damaged(marker: Path) -> StoreError:
    return StoreError(f"{marker}: damaged; restore the folder from a copy or build it anew")


def _base_of(folder: Path, marker: dict[str, object], base: str | None) -> Iris:
    version, own = marker.get("format"), marker.get("base")
    if not isinstance(version, int) or not isinstance(own, str):
        raise _damaged(folder / MARKER)
    if version > FORMAT:
        raise StoreError(
            f"{folder}: made by a later version of kg (format {version}, this one reads up to "
            f"{FORMAT}); update kg"
        )
    if base is not None and base != own:
        raise StoreError(f"{folder}: its base is {own}, not {base}; use another folder")
    try:
        return Iris(own)
    except (UsageError, ValueError) as error:
        raise _damaged(folder / MARKER) from error


def _write_marker(folder: Path, base: str) -> None:
    draft = folder / _DRAFT
    try:
        with draft.open("w", encoding="utf-8") as file:
            file.write(json.dumps({"format": FORMAT, "base": base}) + "\n")
            file.flush()
            # Else the new name may be on disk before what it names.
            os.fsync(file.fileno())
        draft.replace(folder / MARKER)
    except OSError as error:
        raise explained(folder, error, empty=True) from error


def explained(folder: Path | None, error: Exception, *, empty: bool = False) -> StoreError:
    """What the system or Oxigraph says, in plain words; `empty` says that no article is stored."""
    text = str(error)
    if _is_lock(error):
        return StoreError(f"{folder}: in use by another kg process; try again when that is done")
    if isinstance(error, PermissionError) or "permission denied" in text.lower():
        return StoreError(f"{folder}: no permission; check who owns the folder and its files")
    if isinstance(error, NotADirectoryError) and folder is not None:
        file = next((each for each in folder.parents if each.is_file()), folder)
        return StoreError(f"{folder}: {file} is a file; expected a folder for the store")
    if "no space left" in text.lower():
        rest = "nothing is stored yet" if empty else "what was stored before is safe"
        return StoreError(f"{folder}: the disk is full; {rest}")
    return StoreError(
        f"{folder}: cannot be opened or written, it may be damaged ({text.strip()}); "
        "restore it from a copy or build it anew"
    )
