"""A store on disk: the folder, and who may write and read it.

    DIR/kg-store.json    what the folder is: version of its layout, base of its IRIs
    DIR/quads/           the quads in Oxigraph's own form
    DIR/snapshots/       the graph as it was at some moment, for readers beside a writer

A change is one transaction: a crash at any moment leaves what was before or what is after.
One process writes at a time. When it begins it publishes the graph as it is then, and who
reads beside it reads that: Oxigraph promises nothing to a reader of what is being written,
neither that files stay nor that a transaction is whole.
"""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import ClassVar, Final
from weakref import WeakValueDictionary

import pyoxigraph as ox

from kg.errors import StoreError
from kg.rdf.iris import DEFAULT_BASE, Iris
from kg.store.base import Term
from kg.store.marker import (
    MARKER,
    QUADS,
    base_of,
    explained,
    is_lock,
    read_marker,
    write_marker,
)
from kg.store.oxigraph import OxigraphStore
from kg.store.snapshots import Snapshot, make_snapshot, newest

__all__ = [
    "QUADS", "FolderStore", "open_snapshot", "readable", "size_of", "take_snapshot",
]

#: The folder with snapshots, and how the names in it begin: of those that readers took, and of
#: those that a writer published.
_SNAPSHOTS: Final = "snapshots"
_TAKEN: Final = "at-"
_PUBLISHED: Final = "published-"
#: The quads while they are exchanged for others: those to come, and those that were.
_NEW: Final = "quads.new"
_OLD: Final = "quads.old"
#: Oxigraph's lock, held by the one process that writes.
_LOCK: Final = "LOCK"
#: How long to wait for another process that is about to let go of the lock or to publish, in
#: seconds: both are a matter of milliseconds.
_PATIENCE: Final = 1.0
_PAUSE: Final = 0.02

#: Held while a lock is taken or a writer begins, in this process.
_guard: Final = threading.RLock()


class FolderStore(OxigraphStore):
    """A store on disk; make one with `kg.store.open_store`."""

    path: Path

    #: The stores that this process writes, by folder. Asking the lock file instead would lose
    #: the lock: closing any handle of a file gives up what a process has locked of it.
    written: ClassVar[WeakValueDictionary[Path, FolderStore]] = WeakValueDictionary()

    #: What is gone with this store: what a writer published, or a snapshot that is only this one's.
    _snapshot: Snapshot | None = None
    #: How many changes this store has made; snapshots tell by it whether they are outdated.
    _changes: int = 0

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
                iris = base_of(folder, marker, base)
            with _guard:
                _mend(folder)
                if folder.resolve() in cls.written:
                    raise StoreError(f"{folder}: already open for writing in this process")
                if read_only:
                    return cls._open_to_read(folder, iris)
                store = cls(_open_alone(folder), iris, name=str(folder), path=folder)
                cls.written[folder.resolve()] = store
        except (OSError, RuntimeError) as error:  # Oxigraph says "Corruption" by the latter
            raise explained(folder, error, empty=marker is None) from error
        for left in (_NEW, _OLD, f"{QUADS}.part"):
            shutil.rmtree(folder / left, ignore_errors=True)
        if marker is not None:
            with suppress(StoreError):  # no room for it, then nobody reads meanwhile
                store.publish()
        try:
            store._with_reference()
            if marker is None:
                # Last, so that a crash before leaves a folder that counts as empty.
                write_marker(folder, iris.base)
        except StoreError:
            with suppress(StoreError):
                store.close()
            raise
        return store

    @classmethod
    def _open_to_read(cls, folder: Path, iris: Iris) -> FolderStore:
        with readable(folder) as (place, since):
            engine = ox.Store.read_only(str(place / QUADS))
        store = cls(engine, iris, name=str(folder), path=folder, read_only=True)
        store.as_of = since
        return store

    def close(self) -> None:
        """Let go of the folder; the store cannot be used after that."""
        try:
            if not self.read_only and hasattr(self, "engine"):
                self.engine.flush()
        except (OSError, RuntimeError) as error:
            raise self._explained(error) from error
        finally:
            if not self.read_only:
                self.written.pop(self.path.resolve(), None)
            super().close()
            if self._snapshot is not None:
                self._snapshot.release()

    def match(
        self,
        subject: ox.NamedNode | None = None,
        predicate: ox.NamedNode | None = None,
        object: Term | None = None,
        graph: ox.NamedNode | None = None,
    ) -> Iterator[ox.Quad]:
        """The quads that fit, in no order. Raises StoreError where files are damaged."""
        try:
            yield from super().match(subject, predicate, object, graph)
        except (OSError, RuntimeError) as error:
            raise explained(self.path, error) from error

    def publish(self) -> None:
        """Let the other processes that read from now on read what this store now holds.

        Opening to write does this once. Raises StoreError where there is no room for it.
        """
        place = self.path / _SNAPSHOTS
        try:
            snapshot = make_snapshot(place, _PUBLISHED, self.engine, self.path / MARKER)
        except (OSError, RuntimeError) as error:
            raise self._explained(error) from error
        if self._snapshot is not None:
            self._snapshot.release()
        self._snapshot = snapshot

    @property
    def size(self) -> int | None:
        """Bytes of all files of the folder, those with two names once."""
        return size_of(self.path)

    def exchange_quads(self, fresh: Path) -> None:
        """Put the folder `fresh`, which holds the same quads, in place of that of the quads, and
        close the store. A crash in between leaves one or the other (`_mend`)."""
        quads, new, old = (self.path / name for name in (QUADS, _NEW, _OLD))
        self.close()
        with _guard, _lock_of(self.path) as free:
            if not free:
                raise StoreError(f"{self.path}: another process has begun to write it")
            fresh.replace(new)
            quads.replace(old)
            with suppress(FileNotFoundError):  # a reader came by and has done it
                new.replace(quads)
            shutil.rmtree(old, ignore_errors=True)

    def _change(
        self,
        replace: Mapping[ox.NamedNode, Iterable[ox.Quad]],
        remove: Sequence[ox.Quad],
        add: Sequence[ox.Quad],
    ) -> None:
        super()._change(replace, remove, add)
        self._changes += 1

    def _explained(self, error: Exception) -> StoreError:
        try:
            empty = not self._has_articles()
        except StoreError:
            empty = False
        return explained(self.path, error, empty=empty)


def open_snapshot(folder: str | os.PathLike[str], *, base: str | None = None) -> FolderStore:
    """Open the graph of the store in `folder` as it is now, whatever is written later on.

    Raises StoreError as `kg.store.open_store` does, and where the store is being made by
    another process and there is nothing yet to read.
    """
    snapshot = take_snapshot(folder)
    try:
        store = FolderStore.open(snapshot.folder, read_only=True, base=base)
    except BaseException:
        snapshot.release()
        raise
    store._snapshot = snapshot
    store.name, store.path, store.as_of = os.fspath(folder), Path(folder), snapshot.as_of
    return store


def take_snapshot(folder: str | os.PathLike[str]) -> Snapshot:
    """Take a snapshot of the store in `folder`; release it when it is no longer needed.

    While another process writes there, it is of what that has published. Raises StoreError
    where there is no store, none that can be read yet, or no permission to put anything there.
    """
    folder = Path(folder)
    try:
        if read_marker(folder) is None:
            raise StoreError(f"{folder}: no store there; make one with kg build")
        with _guard:
            writer = FolderStore.written.get(folder.resolve())
            if writer is not None:
                return _taken(folder, writer.engine, None)
            with readable(folder) as (place, since):
                return _taken(folder, ox.Store.read_only(str(place / QUADS)), since)
    except (OSError, RuntimeError) as error:
        raise explained(folder, error) from error


def _taken(folder: Path, engine: ox.Store, since: float | None) -> Snapshot:
    state = _state(folder)
    snapshot = make_snapshot(folder / _SNAPSHOTS, _TAKEN, engine, folder / MARKER)
    snapshot.as_of = since
    snapshot.is_outdated = lambda: _state(folder) != state
    return snapshot


def _state(folder: Path) -> object:
    """Something that is not the same once there is something new to read in the folder."""
    with _guard:
        writer = FolderStore.written.get(folder.resolve())
        if writer is not None:
            return id(writer), writer._changes
        with _lock_of(folder) as free:
            if not free:
                return newest(folder / _SNAPSHOTS, _PUBLISHED)
            stats = ((file.name, file.stat()) for file in (folder / QUADS).iterdir()
                     if file.suffix == ".log" or file.name.startswith(("MANIFEST", "CURRENT")))
            return sorted((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats)


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder, those with two names once."""
    stats = (os.stat(file) for file in folder.rglob("*") if file.is_file())
    return sum({(stat.st_dev, stat.st_ino): stat.st_size for stat in stats}.values())


def _mend(folder: Path) -> None:
    """Finish an exchange of the quads that was cut short between two of its steps."""
    if not (folder / QUADS).exists() and (folder / _NEW).exists():
        with suppress(FileNotFoundError):
            (folder / _NEW).replace(folder / QUADS)


def _open_alone(folder: Path) -> ox.Store:
    """Open for writing, with patience: who takes a snapshot holds the lock for an instant."""
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            return ox.Store(str(folder / QUADS))
        except OSError as error:
            if not is_lock(error) or time.monotonic() > end:
                raise
            time.sleep(_PAUSE)


@contextmanager
def readable(folder: Path) -> Iterator[tuple[Path, float | None]]:
    """Where the quads to read are, and since when they are as they are, in seconds since the
    epoch: the folder itself where nobody writes, and nobody begins to meanwhile; else what the
    writer published."""
    end = time.monotonic() + _PATIENCE
    while True:
        with _lock_of(folder) as free:
            if free:
                yield folder, None
                return
        published = newest(folder / _SNAPSHOTS, _PUBLISHED)
        if published is not None:
            yield published, published.stat().st_mtime
            return
        if time.monotonic() > end:
            raise StoreError(
                f"{folder}: another kg process is writing it, and there is nothing to read yet; "
                "try again when that is done"
            )
        time.sleep(_PAUSE)


@contextmanager
def _lock_of(folder: Path) -> Iterator[bool]:
    """Keep writers out for the time being; False where another process is one."""
    try:
        import fcntl
    except ImportError:
        yield True  # Windows: Oxigraph itself refuses there
        return
    with _guard:
        try:
            lock = (folder / QUADS / _LOCK).open("rb")
        except OSError:  # a snapshot: nobody has written there
            yield True
            return
        with lock:
            try:
                fcntl.lockf(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                yield False
            else:
                yield True
