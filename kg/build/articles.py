"""Articles -> a store: the whole way of the data, once per article.

    inputs --read--> Article --extract--> Facts --store--> its graph --bring_up--> assembled graph

Each article that is new or has changed is read and stored in one step; then what it touches of
the assembled graph is made anew. The result is the same whatever came first, what was stored
before an interruption is kept, and a second run on the same input changes nothing. An article
that cannot be read, or that the extractor fails on, is told to the caller and left out; the run
goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO, Final

from kg.build.assembling import bring_up
from kg.decisions import NO_DECISIONS, NOTHING_SETTLED, Decisions, Outcome
from kg.errors import DataError, GaveUp, UsageError
from kg.extract.reader import Reader, fault_of_extractor, open_reader
from kg.model import Article, Facts
from kg.rdf import canonical
from kg.registry import Registry
from kg.resources import data_path
from kg.sources import read_agencies, read_articles, to_sketch
from kg.store import Store

__all__ = ["BuildSummary", "build", "remove"]

#: The facts of so many articles are held in memory until they are assembled; those of others are
#: read from the store again.
_MOST_KNOWN: Final = 1000


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
    known: dict[str, tuple[Article, Facts]] = {}

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
                    if len(known) < _MOST_KNOWN:
                        known[article.id] = sketched, canonical(result)
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
    settled = (bring_up(store, decisions, known, registry=registry) if assembled
               else NOTHING_SETTLED)
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
    for name in wanted:
        if not store.has_article(name):
            raise UsageError(f"no article {name!r} in the store; kg info --articles lists them")
    for name in wanted:
        store.remove(name)
    bring_up(store, decisions, registry=registry)
