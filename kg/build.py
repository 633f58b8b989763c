"""Articles -> a store: the whole way of the data, once per article.

    inputs --read--> Article --extract--> Facts --store--> all Facts --resolve, assemble--> World

Each article that is new or has changed is read and stored in one step; then all that the
store holds is resolved and assembled anew. So the result is the same whatever came first,
what was stored before an interruption is kept, and a second run on the same input changes
nothing. An article that cannot be read, or that the extractor fails on, is told to the caller
and left out; the run goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from kg.assemble import assemble
from kg.decisions import (
    NO_DECISIONS,
    NOTHING_SETTLED,
    Decisions,
    Outcome,
    Settled,
    decide_entities,
    settle,
)
from kg.errors import DataError, GaveUp, UsageError
from kg.extract.reader import Reader, fault_of_extractor, open_reader, read_facts
from kg.model import Article, World
from kg.resolve import Registry, read_registry, resolve
from kg.resolve.places import read_places
from kg.resources import data_path
from kg.sources import find_origins, read_agencies, read_articles, to_sketch
from kg.store import Store
from kg.store.tables import forget_tables, write_tables

__all__ = ["BuildSummary", "assemble_store", "build", "read_facts", "remove"]


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What a build did: articles by what became of them, and problems that were told.

    `stored` are new or changed, `relevant` how many of those report health cooperation,
    `unchanged` were in the store as they are; `undated` is how many had no day of publication,
    whatever became of them. `assembled` says whether the engagements were made anew. Of the
    decisions of people `decided` were applied; `pending` are those that were not, and why.
    """

    stored: int = 0
    relevant: int = 0
    unchanged: int = 0
    problems: int = 0
    undated: int = 0
    assembled: bool = False
    decided: int = 0
    pending: tuple[Outcome, ...] = ()


def build(
    inputs: Iterable[str],
    store: Store,
    on_error: Callable[[DataError], None],
    *,
    on_article: Callable[[Article], None] | None = None,
    again: bool = False,
    reader: Reader | None = None,
    decisions: Decisions = NO_DECISIONS,
    registry: Registry | None = None,
    stdin: BinaryIO | None = None,
) -> BuildSummary:
    """Bring `store` up to what `inputs` hold (see `kg.sources.read_articles`).

    Articles that are in the store and not among `inputs` stay. `on_article` is called after
    each article, for progress. With `again` also articles that have not changed are read anew:
    rules and tables may have changed under one version of the program. `reader` are the
    extractors, by default the rules; `decisions` of people outrank what they find; `registry` are
    the institutions that are known, by default those that come along. Where a service that one of
    them asks is gone (GaveUp), the build ends there: what is stored is assembled, and then the
    error is raised.
    """
    problems = 0

    def tell(error: DataError) -> None:
        nonlocal problems
        problems += 1
        on_error(error)

    reader = reader or open_reader()
    agencies = read_agencies(data_path("news_agencies.csv"))
    stored = relevant = unchanged = undated = 0

    def changed() -> Iterator[Article]:
        nonlocal unchanged, undated
        for article in read_articles(inputs, tell, stdin=stdin):
            undated += article.date is None
            if again or not store.is_current(article, reader.label):
                yield article
                continue
            unchanged += 1
            if on_article:
                on_article(article)

    gone: GaveUp | None = None
    try:
        for article, result in reader.read_all(changed()):
            if isinstance(result, DataError):
                tell(result)
            else:
                try:
                    sketched = replace(article, sketch=to_sketch(article, agencies))
                    store.put_article(sketched, result)
                except ValueError as error:
                    tell(fault_of_extractor(article, error))
                else:
                    stored += 1
                    relevant += result.relevant
            if on_article:
                on_article(article)
    except GaveUp as error:
        gone = error
    assembled = not store.is_assembled() or store.decision_seal() != decisions.seal
    settled = assemble_store(store, decisions, registry)[1] if assembled else NOTHING_SETTLED
    for outcome in settled.pending:
        if outcome.state == "stale":
            tell(DataError(
                decisions.path, f"stale, and not applied: {outcome.cause}",
                line=decisions.place(outcome.decision)))
    if gone is not None:
        raise gone
    return BuildSummary(
        stored, relevant, unchanged, problems, undated, assembled, len(settled.applied),
        settled.pending)


def remove(
    store: Store, articles: Iterable[str], decisions: Decisions = NO_DECISIONS,
    registry: Registry | None = None,
) -> None:
    """Take articles out of `store` by id, and assemble what is left, with the `decisions`.

    Raises UsageError for an id that is not there, before anything is taken out.
    """
    wanted = list(dict.fromkeys(articles))
    present = set(store.article_ids())
    for name in wanted:
        if name not in present:
            raise UsageError(f"no article {name!r} in the store; kg info --articles lists them")
    for name in wanted:
        store.remove(name)
    assemble_store(store, decisions, registry)


def assemble_store(
    store: Store, decisions: Decisions = NO_DECISIONS, registry: Registry | None = None,
) -> tuple[World, Settled]:
    """Resolve and assemble all that the articles in `store` say, and store the result.

    Returns the world, and what the decisions came to: which hold, and which not, and why.
    """
    pairs = list(store.facts())
    articles = [article for article, _ in pairs]
    facts = [told for _, told in pairs]
    registry = registry or read_registry(data_path("institutions.csv"))
    entities, mapping = resolve(facts, registry)
    settled = settle(decisions, facts, mapping, {entity.id for entity in entities})
    entities, mapping = decide_entities(entities, mapping, facts, settled)
    places = read_places(data_path("country_names.csv"), data_path("cities.csv"))
    origins = find_origins(articles)
    world = assemble(
        facts, articles, entities, mapping, origins, places=places, decisions=settled)
    forget_tables(store)
    store.replace_world(world, decisions.seal)
    write_tables(store, pairs, world)
    return world, settled
