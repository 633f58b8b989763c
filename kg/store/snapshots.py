"""The graph of a folder as it is now, to be read for as long as one likes beside a writer.

    take_snapshot(folder) -> Snapshot      a folder within, for the processes that read it
    open_snapshot(folder) -> Store         the same, opened for reading

A snapshot is made of hard links, in milliseconds at any size, and is gone with the process that
took it: each holds a lock on a file of its own, which ends with the process, and what nobody
holds any more is cleared away with the next one. While another process writes, the snapshot is
of the graph as it was when that began.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

import pyoxigraph as ox

from kg.errors import StoreError
from kg.store.base import Store
from kg.store.folder import (
    MARKER,
    QUADS,
    SNAPSHOTS,
    FolderStore,
    explained,
    lock_of,
    read_marker,
)

__all__ = ["Snapshot", "open_snapshot", "take_snapshot"]

#: In a snapshot: locked by the process that it is there for.
_HELD: Final = "held"


class Snapshot:
    """A folder with the graph as it was at one moment; `release` takes it away again.

    It is a store like any other, for as many processes as like to open it, but only to be read.
    """

    def __init__(self, folder: Path, held: IO[bytes]) -> None:
        self.folder = folder
        self._release = weakref.finalize(self, _release, folder, held, os.getpid())

    def release(self) -> None:
        """Take the folder away. Who has opened it may go on reading."""
        self._release()

    def __enter__(self) -> Snapshot:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


class _SnapshotStore(FolderStore):
    """A snapshot that is gone when it is closed."""

    snapshot: Snapshot

    def close(self) -> None:
        """Let go of the quads, and take the snapshot away."""
        super().close()
        self.snapshot.release()


def open_snapshot(folder: str | os.PathLike[str], *, base: str | None = None) -> Store:
    """Open the graph of the store in `folder` as it is now, whatever is written later on.

    Raises StoreError as `kg.store.open_store` does, and where the store is being made by
    another process and there is nothing yet to read.
    """
    snapshot = take_snapshot(folder)
    try:
        store = _SnapshotStore.open(snapshot.folder, read_only=True, base=base)
    except BaseException:
        snapshot.release()
        raise
    assert isinstance(store, _SnapshotStore)
    store.snapshot = snapshot
    store.name, store.path = os.fspath(folder), Path(folder)
    return store


def take_snapshot(folder: str | os.PathLike[str]) -> Snapshot:
    """Take a snapshot of the store in `folder`; release it when it is no longer needed.

    Raises StoreError where there is no store, none that can be read yet, or no permission to
    put anything beside the quads.
    """
    folder = Path(folder)
    try:
        if read_marker(folder) is None:
            raise StoreError(f"{folder}: no store there; make one with kg build")
        with _source(folder) as source:
            return _hold(folder / SNAPSHOTS, source, folder / MARKER)
    except (OSError, RuntimeError) as error:
        raise explained(folder, error) from error


def _release(folder: Path, held: IO[bytes], taker: int) -> None:
    if os.getpid() == taker:  # and not a process forked from it, which ends before it
        shutil.rmtree(folder, ignore_errors=True)
    held.close()


@contextmanager
def _source(folder: Path) -> Iterator[ox.Store]:
    """The quads to take the snapshot from; nobody changes them meanwhile."""
    with FolderStore.guard:
        writer = FolderStore.written.get(folder.resolve())
        if writer is not None:
            yield writer.engine
            return
        with lock_of(folder) as free:
            if not free:
                raise StoreError(
                    f"{folder}: another kg process is writing it; try again when that is done"
                )
            yield ox.Store.read_only(str(folder / QUADS))


def _hold(place: Path, source: ox.Store, marker: Path) -> Snapshot:
    place.mkdir(exist_ok=True)
    with _alone(place):
        _clear(place)
        own = Path(tempfile.mkdtemp(prefix="at-", dir=place))
        held = (own / _HELD).open("wb")
        _lock(held)
    try:
        source.backup(str(own / QUADS))
        shutil.copyfile(marker, own / MARKER)
    except BaseException:
        shutil.rmtree(own, ignore_errors=True)
        held.close()
        raise
    return Snapshot(own, held)


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """Nobody else makes or clears snapshots meanwhile."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    handle = os.open(place, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _clear(place: Path) -> None:
    """Take away the snapshots that nobody holds: those of processes that were killed."""
    for left in place.iterdir():
        try:
            held = (left / _HELD).open("rb+")
        except FileNotFoundError:  # killed before it could hold it
            shutil.rmtree(left, ignore_errors=True)
            continue
        with held:
            if _lock(held):
                shutil.rmtree(left, ignore_errors=True)


def _lock(file: IO[bytes]) -> bool:
    """Lock a file for as long as it is open here or in a process forked from this one."""
    try:
        import fcntl
    except ImportError:
        return False  # Windows: nothing is cleared away, for what is open cannot be deleted
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
