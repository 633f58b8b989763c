"""What all articles of a store come to, made anew or brought up to date.

    store, decisions --bring_up--> its assembled graph      all of it --assemble_store--> World

Both come to the same bytes. Where people have decided something, all is made anew: a decision may
touch what no article does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from kg.assemble import assemble
from kg.build.index import INDEX, Index
from kg.build.update import Changes, update
from kg.decisions import (
    NO_DECISIONS,
    NOTHING_SETTLED,
    Decisions,
    Settled,
    decide_entities,
    settle,
)
from kg.model import Article, Facts, World
from kg.registry import Registry, read_registry
from kg.resolve import resolve
from kg.resolve.places import Places, read_places
from kg.resources import data_path
from kg.sources import find_origins
from kg.store import Store
from kg.store.tables import change_tables, forget_tables, tables_current, write_tables
from kg.table import things_of

__all__ = ["Counts", "assemble_store", "bring_up", "count"]

#: Indexes of stores that have no folder.
_INDEXES: WeakKeyDictionary[Store, Index] = WeakKeyDictionary()


def bring_up(
    store: Store,
    decisions: Decisions = NO_DECISIONS,
    known: Mapping[str, tuple[Article, Facts]] | None = None,
    *,
    registry: Registry | None = None,
) -> Settled:
    """Bring the assembled graph of `store` up to its articles and to the `decisions`.

    `registry` is the one to resolve names by, by default the shipped one. `known` are articles
    with their facts in the form the store gives them back, which are not read again. Returns what
    the decisions came to: which hold, and which not, and why.
    """
    if decisions.entries:
        return assemble_store(store, decisions, registry)[1]
    registry, places = registry or _shipped(), _places()
    fitted, changes = tables_current(store), Changes()
    forget_tables(store)
    with _index_of(store) as index:
        update(store, index, registry, places, known=known, listener=changes.add)
    pairs = (told for name in sorted(changes.articles)
             for told in [(known or {}).get(name) or store.article(name)] if told is not None)
    if changes.whole:
        write_tables(store, pairs, changes.put)
        return NOTHING_SETTLED
    change_tables(store, fitted=fitted, articles=changes.articles,
                  pairs=pairs, removed=changes.removed, put=changes.put)
    return NOTHING_SETTLED


def assemble_store(
    store: Store, decisions: Decisions = NO_DECISIONS, registry: Registry | None = None
) -> tuple[World, Settled]:
    """Resolve and assemble all that the articles in `store` say, and store the result.

    Returns the world, and what the decisions came to: which hold, and which not, and why.
    """
    pairs = list(store.facts())
    articles = [article for article, _ in pairs]
    facts = [told for _, told in pairs]
    entities, mapping = resolve(facts, registry or _shipped())
    settled = settle(decisions, facts, mapping, {entity.id for entity in entities})
    entities, mapping = decide_entities(entities, mapping, facts, settled)
    origins = find_origins(articles)
    world = assemble(
        facts, articles, entities, mapping, origins, places=_places(), decisions=settled)
    forget_tables(store)
    with _index_of(store) as index:
        index.doubt()
        store.replace_world(world, decisions.seal)
        index.clear()
    write_tables(store, pairs, things_of(world))
    return world, settled


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is of what people ask for first."""

    articles: int
    engagements: int
    countries: int
    institutions: int
    people: int


def count(store: Store) -> Counts:
    """Count what is in `store`: in its index, where that is of its state, else quad by quad."""
    with _index_of(store) as index:
        seal = store.seal()
        if seal is not None and index.seal() == seal and not store.stale():
            kinds: dict[str, int] = dict(index.rows("SELECT kind, count(*) FROM entity GROUP BY 1"))
            (articles, engagements, countries), = index.rows("""
                SELECT (SELECT count(*) FROM article),
                (SELECT count(*) FROM thing WHERE id >= 'engagement/' AND id < 'engagement0'),
                (SELECT count(*) FROM tally WHERE what = 'party')""")
            return Counts(articles, engagements, countries, kinds.get("institution", 0),
                          kinds.get("person", 0))
    found = store.info()
    return Counts(found.articles, found.engagements, found.countries, found.institutions,
                  found.people)


def _shipped() -> Registry:
    """What is known of institutions before any article is read."""
    return read_registry(data_path("institutions.csv"))


def _places() -> Places:
    return read_places(data_path("country_names.csv"), data_path("cities.csv"))


@contextmanager
def _index_of(store: Store) -> Iterator[Index]:
    """The index of a store; that of one without a folder lives as long as the store."""
    if store.path is None:
        if store not in _INDEXES:
            _INDEXES[store] = Index()
        yield _INDEXES[store]
        return
    index = Index(store.path / INDEX)
    try:
        yield index
    finally:
        index.close()
