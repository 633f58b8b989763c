"""A store as a whole: copied to a safe place and back, made small again, brought up to date.

    back_up(target, copy)       a folder with the quads, or a file of N-Quads
    restore(copy, target)       a store from either, where there was none
    compact(folder)             the same quads in as little room as they take
    migrate(target)             the layout of this version of the program

What is made is made beside its place and moved there when it is whole and was read again: a
crash or a full disk leaves what was there before, and at worst a folder whose name ends in
.part, which the next run takes away. What can be made anew from the quads (facts table, index,
snapshots) is left out of a copy.
"""

from __future__ import annotations

import gzip
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Final, cast

import pyoxigraph as ox

from kg.errors import StoreError, UsageError
from kg.rdf.iris import Iris
from kg.store.base import FORMAT, Store
from kg.store.connection import is_address
from kg.store.folder import FolderStore, open_snapshot, readable, size_of, take_snapshot
from kg.store.marker import MARKER, QUADS, explained, read_marker, write_marker
from kg.store.opening import MEMORY, open_store

__all__ = ["back_up", "compact", "describe", "migrate", "restore"]

_PART: Final = ".part"
_REFERENCE: Final = "graph/reference"


def back_up(target: str, copy: str | os.PathLike[str]) -> int:
    """Copy the store that `target` names; returns how many quads the copy holds.

    `copy` is a folder that does not exist yet (only where the store is a folder), or a file
    whose name ends in .nq or .nq.gz, which any triple store reads. A writer may be at work
    meanwhile. Raises StoreError, UsageError where `copy` is there already.
    """
    path = Path(copy)
    if path.exists():
        raise UsageError(f"{path}: is there already; name another place for the copy")
    if not _is_file(path) and (is_address(target) or target == MEMORY):
        raise UsageError(f"{path}: a store on a server is copied to a file, .nq or .nq.gz")
    with _in_place(path) as part:
        if _is_file(path):
            # A long answer should not have to wait for a writer, or be waited for.
            own = not is_address(target) and os.access(target, os.W_OK)
            with open_snapshot(target) if own else _opened(target) as store:
                return _write_quads(store, part, zipped=path.suffix == ".gz")
        _copy_folder(Path(target), part)
        return _checked(part)


def restore(copy: str | os.PathLike[str], target: str) -> int:
    """Make the store that `target` names from a copy; returns how many quads it holds.

    `copy` is what `back_up` wrote, another store's folder that nobody writes, or N-Quads that
    `kg export` wrote. There must be no store yet in a folder that `target` names; on a server,
    graphs that are in the copy are replaced. Raises StoreError, UsageError.
    """
    path = Path(copy)
    if not path.exists():
        raise UsageError(f"{path}: no such file or folder")
    if target == MEMORY:
        raise UsageError("memory: is gone when the command ends; name a folder or a server")
    if is_address(target):
        return _send(path, target)
    folder = Path(target)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder}: is there already; restore to another folder, then move it")
    with _in_place(folder) as part:
        if path.is_dir():
            _copy_folder(path, part)
        else:
            part.mkdir(parents=True)
            write_marker(part, _load(path, part / QUADS))
        count = _checked(part)
        if folder.is_dir():
            folder.rmdir()  # empty, as was seen above
        return count


def compact(folder: str | os.PathLike[str]) -> tuple[int, int]:
    """Write the quads of the store in `folder` anew, in as little room as they take; returns
    the bytes before and after. What was removed is gone from the files then.

    Nobody else may write meanwhile; readers keep what they have.
    """
    path = Path(folder)
    if is_address(str(folder)) or not path.is_dir():
        raise UsageError(f"{folder}: no folder; only a store in a folder is made small here")
    fresh = path / f"{QUADS}{_PART}"
    with FolderStore.open(path) as store:
        before = size_of(path / QUADS)
        try:
            engine = ox.Store(str(fresh))
            engine.bulk_extend(store.quads())
            engine.flush()
            if len(engine) != len(store.engine):
                raise StoreError(f"{path}: the quads did not come over whole; nothing is changed")
            del engine
            store.exchange_quads(fresh)
        except (OSError, RuntimeError) as error:
            raise explained(path, error) from error
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    return before, size_of(path / QUADS)


def migrate(target: str) -> bool:
    """Bring a store to the layout of this version of the program; was anything changed?

    There has been one format so far (FORMAT), so that only the reference graph can differ: it
    is that of the program's version. Raises StoreError for a store of a later version.
    """
    with _opened(target) as store:
        before = set(store.match(graph=store.iris.reference))
    with open_store(target) as store:
        return set(store.match(graph=store.iris.reference)) != before


def describe(target: str) -> dict[str, str | int | None]:
    """What kind of store it is, its format and base, who writes it, and bytes by what they are
    for, those of files with several names once."""
    with _opened(target) as store:
        written = store.as_of is not None
        told: dict[str, str | int | None] = {
            "store": store.name, "kind": "folder" if store.path is not None else "server",
            "format": FORMAT, "base": store.iris.base,
        }
        if store.path is None:
            return told
    folder = Path(target)
    quads = size_of(folder / QUADS)
    return told | {
        "writer": "another process is writing it" if written else None,
        "quads_bytes": quads, "facts_bytes": size_of(folder / "facts"),
        "snapshots": sum(1 for _ in folder.glob("snapshots/*")),
        "all_bytes": size_of(folder),
    }


def _is_file(path: Path) -> bool:
    return path.name.endswith((".nq", ".nq.gz"))


def _opened(target: str) -> Store:
    return open_store(target, read_only=True)


def _copy_folder(folder: Path, part: Path) -> None:
    """Copy marker and quads of a store. Real copies, no links: what damages a file of the store
    must not damage the copy as well."""
    with ExitStack() as held:
        if read_marker(folder) is None:
            raise StoreError(f"{folder}: no store there")
        if os.access(folder, os.W_OK):
            place = held.enter_context(take_snapshot(folder)).folder
        else:  # then nobody is let write meanwhile
            place, _ = held.enter_context(readable(folder))
        shutil.copytree(place / QUADS, part / QUADS,
                        ignore=shutil.ignore_patterns("LOCK", "LOG", "LOG.old*"))
        shutil.copyfile(place / MARKER, part / MARKER)


@contextmanager
def _in_place(path: Path) -> Iterator[Path]:
    """A name beside `path` for what becomes `path` when it is whole, and goes when it is not."""
    part = path.with_name(path.name + _PART)
    _take_away(part)
    try:
        yield part
        _sync(part)
        part.replace(path)
    except (OSError, RuntimeError) as error:
        _take_away(part)
        raise explained(path, error) from error
    except BaseException:
        _take_away(part)
        raise


def _take_away(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    """Have what lies below `path` on the disk, so that a new name never names half of it."""
    for file in (path, *path.rglob("*")):
        handle = os.open(file, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _write_quads(store: Store, path: Path, *, zipped: bool) -> int:
    count = 0

    def counted() -> Iterator[ox.Quad]:
        nonlocal count
        for quad in store.quads():
            count += 1
            yield quad

    path.parent.mkdir(parents=True, exist_ok=True)
    # No name and no time in it: the same quads in the same order are the same bytes.
    with path.open("wb") as file:
        if zipped:
            with gzip.GzipFile("", "wb", compresslevel=6, fileobj=file, mtime=0) as packed:
                ox.serialize(counted(), cast("IO[bytes]", packed), format=ox.RdfFormat.N_QUADS)
        else:
            ox.serialize(counted(), file, format=ox.RdfFormat.N_QUADS)
    return count


def _checked(part: Path) -> int:
    """Read all quads of a new store once; how many they are."""
    with FolderStore.open(part, read_only=True) as store:
        return sum(1 for _ in store.quads())


def _load(file: Path, quads: Path) -> str:
    """Load N-Quads into a new folder; the base of the store that they are of."""
    try:
        with _unpacked(file) as stream:
            engine = ox.Store(str(quads))
            engine.bulk_load(stream, format=ox.RdfFormat.N_QUADS)
            engine.flush()
    except (SyntaxError, EOFError, UnicodeDecodeError, gzip.BadGzipFile) as error:
        raise StoreError(f"{file}: no N-Quads, or cut off ({error})") from error
    bases = {
        graph.value.removesuffix(_REFERENCE) for graph in engine.named_graphs()
        if isinstance(graph, ox.NamedNode) and graph.value.endswith(_REFERENCE)
    }
    del engine
    if len(bases) != 1:
        raise StoreError(
            f"{file}: no copy of one store of kg; expected one graph that ends in {_REFERENCE}, "
            f"found {len(bases)}"
        )
    return Iris(bases.pop()).base


@contextmanager
def _unpacked(file: Path) -> Iterator[IO[bytes]]:
    with file.open("rb") as stream:
        if file.suffix == ".gz":
            with gzip.open(stream) as unpacked:
                yield unpacked  # type: ignore[misc]
        else:
            yield stream


def _send(copy: Path, target: str) -> int:
    """Put a copy on a server, a graph at a time."""
    if not copy.is_dir():
        # Servers are sent whole graphs, and a file has its quads in any order.
        place = copy.with_name(f"{copy.name}{_PART}-store")
        shutil.rmtree(place, ignore_errors=True)
        try:
            restore(copy, str(place))
            return _send(place, target)
        finally:
            shutil.rmtree(place, ignore_errors=True)
    count = 0
    with _opened(str(copy)) as source, open_store(target, base=source.iris.base) as store:
        assert isinstance(source, FolderStore)
        graphs = sorted(
            (graph for graph in source.engine.named_graphs() if isinstance(graph, ox.NamedNode)),
            # What says that all is there comes last.
            key=lambda graph: (graph == source.iris.world, graph.value),
        )
        for graph in graphs:
            quads = list(source.match(graph=graph))
            store.change(replace={graph: quads})
            count += len(quads)
    return count
