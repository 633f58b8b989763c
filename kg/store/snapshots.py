"""The graph of a folder as it was at one moment, kept for as long as a process holds it.

    make_snapshot(place, prefix, quads, marker) -> Snapshot

A snapshot is made of hard links, in milliseconds at any size, and is gone with the process that
made it: each holds a lock on a file of its own, which ends with the process, and what nobody
holds any more is cleared away when the next one is made.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

import pyoxigraph as ox

from kg.store.marker import MARKER, QUADS

__all__ = ["Snapshot", "make_snapshot", "newest"]

#: In a snapshot: locked by the process that it is there for.
_HELD: Final = "held"


class Snapshot:
    """A folder with the graph as it was at one moment; `release` takes it away again.

    It is a store like any other, for as many processes as like to open it, but only to be read.
    `as_of` is when it was published, in seconds since the epoch, where another process was
    writing as it was taken; `is_outdated()` says whether there is something newer to read.
    """

    as_of: float | None = None
    is_outdated: Callable[[], bool]

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


def _release(folder: Path, held: IO[bytes], maker: int) -> None:
    if os.getpid() == maker:  # and not a process forked from it, which ends before it
        shutil.rmtree(folder, ignore_errors=True)
    held.close()


def make_snapshot(place: Path, prefix: str, quads: ox.Store, marker: Path) -> Snapshot:
    """Put what `quads` hold now into a new folder in `place`, whose name begins with `prefix`."""
    place.mkdir(exist_ok=True)
    with _alone(place):
        _clear(place)
        own = Path(tempfile.mkdtemp(prefix=f".{prefix}", dir=place))
        held = (own / _HELD).open("wb")
        _lock(held)
    try:
        quads.backup(str(own / QUADS))
        shutil.copyfile(marker, own / MARKER)
        whole = own.with_name(own.name[1:])
        own.rename(whole)
    except BaseException:
        shutil.rmtree(own, ignore_errors=True)
        held.close()
        raise
    return Snapshot(whole, held)


def newest(place: Path, prefix: str) -> Path | None:
    """The snapshot made last of those whose name begins with `prefix` and that are held."""
    found = []
    for folder in place.glob(f"{prefix}*"):
        with suppress(FileNotFoundError):
            if _is_held(folder):
                found.append((folder.stat().st_mtime_ns, folder))
    return max(found)[1] if found else None


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """Nobody else begins or clears a snapshot meanwhile."""
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
            held = _is_held(left)
        except FileNotFoundError:  # killed before it could hold it, or being taken away
            held = False
        if not held:
            shutil.rmtree(left, ignore_errors=True)


def _is_held(folder: Path) -> bool:
    with (folder / _HELD).open("rb") as held:
        return not _lock(held)


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
