"""The facts table of a store: written beside the quads, and made anew from them.

    write_tables(store, facts, things)     with the graph that is assembled
    open_tables(store) -> FactsTable       made anew first where it is of another state
    world_of(store) -> World               from the table
    facts_of(store) -> Facts               of every article, from the table

A store in a folder keeps it in facts/; for any other it is made for the time it is open.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kg.errors import StoreError
from kg.ids import digest
from kg.model import Article, Facts, World
from kg.rdf.iris import node
from kg.store.base import Store
from kg.table import (
    FactsTable,
    Thing,
    is_whole,
    mark_stale,
    read_facts,
    read_manifest,
    read_world,
    replace_tables,
    things_of,
    update_tables,
)
from kg.vocab import HC

__all__ = [
    "FACTS", "change_tables", "facts_of", "forget_tables", "open_tables", "rebuild_tables",
    "stamp_of", "tables_current", "world_of", "write_tables",
]

#: Where the table lies in the folder of a store.
FACTS: Final = "facts"


def stamp_of(store: Store) -> str:
    """Stands for the assembled graph as it is: made from its seals. "" where there is none."""
    world = store.iris.world
    seals = sorted(
        (quad.predicate.value, str(quad.object))
        for predicate in (HC.seal, HC.decisionSeal)
        for quad in store.match(world, node(predicate), None, world))
    return digest(*seals) if seals else ""


def tables_current(store: Store) -> bool:
    """Is the table in the store's folder whole, and that of the graph as it is assembled now?"""
    if store.path is None:
        return False
    folder = store.path / FACTS
    manifest = read_manifest(folder)
    return (manifest is not None and manifest.stamp == stamp_of(store) != ""
            and is_whole(folder, manifest))


def write_tables(
    store: Store, pairs: Iterable[tuple[Article, Facts]], things: Iterable[Thing]
) -> None:
    """Write the table of what has just been put into `store`, where that lies in a folder."""
    if store.path is not None:
        replace_tables(store.path / FACTS, pairs, things, stamp=stamp_of(store), iris=store.iris)


def change_tables(
    store: Store, *, fitted: bool, articles: Collection[str],
    pairs: Iterable[tuple[Article, Facts]], removed: Collection[str], put: Iterable[Thing],
) -> None:
    """Bring the table up to a change of the graph in `store`, where that lies in a folder.

    `fitted` says that it was that of the graph before (`tables_current`), and has been told to be
    out of date since (`forget_tables`); what else is asked for is told at
    `kg.table.update_tables`. A table that did not fit is made anew.
    """
    if store.path is None:
        return
    done = fitted and update_tables(
        store.path / FACTS, before="", stamp=stamp_of(store), articles=articles, pairs=pairs,
        removed=removed, put=put, iris=store.iris)
    if not done:
        rebuild_tables(store)


def rebuild_tables(store: Store) -> None:
    """Write the table anew from the quads.

    Raises StoreError for a store that lies in no folder, and where articles have changed since
    the graph was assembled.
    """
    if store.path is None:
        raise StoreError(f"{store.name}: only a store in a folder keeps a facts table")
    _write(store, store.path / FACTS)


@contextmanager
def open_tables(
    store: Store, *, on_rebuild: Callable[[str], None] | None = None
) -> Iterator[FactsTable]:
    """The facts table of `store` as it is assembled now.

    Where the one in the folder is of another state it is made anew first, which `on_rebuild` is
    told with the cause. Where another process is writing the store, where the folder may not be
    written, and for a store that lies in no folder, it is made for this once.
    """
    if tables_current(store):
        assert store.path is not None
        with FactsTable(store.path / FACTS) as table:
            yield table
        return
    if on_rebuild and store.path is not None:
        missing = not (store.path / FACTS).exists()
        on_rebuild(f"{store.name}: making the facts table, which is kept from now on" if missing
                   else f"{store.name}: the facts table is not whole, or not that of the graph; "
                        "making it anew")
    if store.path is not None and store.as_of is None and os.access(store.path, os.W_OK):
        rebuild_tables(store)
        with FactsTable(store.path / FACTS) as table:
            yield table
        return
    with tempfile.TemporaryDirectory(prefix="kg-facts-") as folder:
        _write(store, Path(folder))
        with FactsTable(folder) as table:
            yield table


def world_of(store: Store, *, on_rebuild: Callable[[str], None] | None = None) -> World:
    """The world as it was assembled last, from the facts table, which is read far sooner than the
    quads; from these where the store lies in no folder.

    Without the sketches of articles and the decisions of people. Raises StoreError where articles
    have changed since.
    """
    if store.path is None:
        return store.world()
    if not store.is_assembled():
        if not store.article_ids():
            return World()
        raise StoreError(
            f"{store.name}: the articles in the store have changed since it was last assembled; "
            "run kg build again")
    with open_tables(store, on_rebuild=on_rebuild) as table:
        return read_world(table)


def facts_of(store: Store) -> list[Facts]:
    """What every article says, from the facts table as far as that has it (`kg.table.facts`), which
    is read far sooner than the quads; from these where the store lies in no folder."""
    if store.path is None or not store.is_assembled():
        return [told for _, told in store.facts()]
    with open_tables(store) as table:
        return list(read_facts(table))


def forget_tables(store: Store) -> None:
    """Say that the table is out of date, before the graph is assembled anew."""
    if store.path is not None:
        mark_stale(store.path / FACTS)


def _write(store: Store, folder: Path) -> None:
    """Write the table into `folder`, from the quads."""
    world = store.world()
    replace_tables(folder, store.facts(), things_of(world), stamp=stamp_of(store), iris=store.iris)
