"""Articles -> a store: the whole way of the data, once per article.

    inputs --read--> Article --extract--> Facts --store--> all Facts --resolve, assemble--> World

Each article that is new or has changed is read and stored in one step; then all that the
store holds is resolved and assembled anew. So the result is the same whatever came first,
what was stored before an interruption is kept, and a second run on the same input changes
nothing. An article that cannot be read, or that the extractor fails on, is told to the caller
and left out; the run goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import BinaryIO

from kg.assemble import assemble
from kg.errors import DataError, UsageError
from kg.extract import RuleLexicon, extract, load_lexicon
from kg.model import Article, Facts, World
from kg.rdf import Store
from kg.resolve import read_registry, resolve
from kg.resolve.places import read_places
from kg.resources import data_path
from kg.sources import find_origins, read_agencies, read_articles, to_sketch

__all__ = ["BuildSummary", "assemble_store", "build", "read_facts", "remove"]


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What a build did: articles by what became of them, and problems that were told.

    `stored` are new or changed, `relevant` how many of those report health cooperation,
    `unchanged` were in the store as they are; `undated` is how many had no day of publication,
    whatever became of them. `assembled` says whether the engagements were made anew.
    """

    stored: int = 0
    relevant: int = 0
    unchanged: int = 0
    problems: int = 0
    undated: int = 0
    assembled: bool = False


def build(
    inputs: Iterable[str],
    store: Store,
    on_error: Callable[[DataError], None],
    *,
    on_article: Callable[[Article], None] | None = None,
    again: bool = False,
    stdin: BinaryIO | None = None,
) -> BuildSummary:
    """Bring `store` up to what `inputs` hold (see `kg.sources.read_articles`).

    Articles that are in the store and not among `inputs` stay. `on_article` is called after
    each article, for progress. With `again` also articles that have not changed are read anew:
    rules and tables may have changed under one version of the program.
    """
    problems = 0

    def tell(error: DataError) -> None:
        nonlocal problems
        problems += 1
        on_error(error)

    lexicon = load_lexicon()
    agencies = read_agencies(data_path("news_agencies.csv"))
    stored = relevant = unchanged = undated = 0
    for article in read_articles(inputs, tell, stdin=stdin):
        undated += article.date is None
        if not again and store.is_current(article, lexicon.name):
            unchanged += 1
        else:
            article = replace(article, sketch=to_sketch(article, agencies))
            try:
                facts = read_facts(article, lexicon)
                store.put_article(article, facts)
            except DataError as error:
                tell(error)
            except ValueError as error:
                tell(_fault_of_extractor(article, error))
            else:
                stored += 1
                relevant += facts.relevant
        if on_article:
            on_article(article)
    assembled = not store.is_assembled()
    if assembled:
        assemble_store(store)
    return BuildSummary(stored, relevant, unchanged, problems, undated, assembled)


def read_facts(article: Article, lexicon: RuleLexicon) -> Facts:
    """The facts of `article`. Raises DataError where the extractor fails on it.

    That is a bug of the extractor's, but one text that it stumbles over must not cost the
    user the other ten thousand; the error keeps the cause for whoever mends it.
    """
    try:
        return extract(article, lexicon)
    except Exception as error:
        raise _fault_of_extractor(article, error) from error


def _fault_of_extractor(article: Article, error: Exception) -> DataError:
    cause = (
        f'the extractor fails on article "{article.id}" ({type(error).__name__}: {error}); '
        "please report this"
    )
    return DataError(article.source or "article", cause, line=article.line)


def remove(store: Store, articles: Iterable[str]) -> None:
    """Take articles out of `store` by id, and assemble what is left.

    Raises UsageError for an id that is not there, before anything is taken out.
    """
    wanted = list(dict.fromkeys(articles))
    present = set(store.article_ids())
    for name in wanted:
        if name not in present:
            raise UsageError(f"no article {name!r} in the store; kg info --articles lists them")
    for name in wanted:
        store.remove(name)
    assemble_store(store)


def assemble_store(store: Store) -> World:
    """Resolve and assemble all that the articles in `store` say, and store the result."""
    pairs = list(store.facts())
    articles = [article for article, _ in pairs]
    facts = [told for _, told in pairs]
    entities, mapping = resolve(facts, read_registry(data_path("institutions.csv")))
    places = read_places(data_path("country_names.csv"), data_path("cities.csv"))
    origins = find_origins(articles)
    world = assemble(facts, articles, entities, mapping, origins, places=places)
    store.replace_world(world)
    return world
