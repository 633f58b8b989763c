"""What a store does, whatever it is kept in: articles in, facts, worlds, quads and answers out.

    Change -> Store.change      several graphs and single quads, in one transaction
    Store.match                 quads by pattern
    Store.query                 SPARQL over the union of all graphs

A kind of store says how these three work; all else is said here in terms of them. What turns
quads into values and back is imported where it is used: a question needs none of it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.errors import StoreError
from kg.ids import content_hash, digest
from kg.rdf.iris import Iris, node
from kg.rdf.quads import Described, as_integer, as_text
from kg.vocab import DCTERMS, HC, PROV, RDF

if TYPE_CHECKING:
    from rdflib import Dataset
    from typing_extensions import Self

    from kg.model import Article, Facts, World
    from kg.rdf.world import Seen

__all__ = ["FORMAT", "Found", "Store", "StoreInfo", "Term", "n_triples", "to_update"]

#: Version of the layout of the graphs, and of the folder. A store of a later one is refused.
FORMAT: Final = 1

#: What can stand in a place of a quad.
Term = ox.NamedNode | ox.Literal

#: What a query comes to: rows, yes or no, triples.
Found = ox.QuerySolutions | ox.QueryBoolean | Iterator[ox.Triple]


@dataclass(frozen=True, slots=True)
class StoreInfo:
    """What is in a store. `size` is in bytes, None in memory; `models` are extractor, model and
    its version, "" where it is not known, with the number of articles it answered for; `current`
    is whether the assembled graph is that of the articles as they are now."""

    path: str | None
    base: str
    format: int
    size: int | None
    articles: int
    relevant: int
    claims: int
    institutions: int
    people: int
    countries: int
    engagements: int
    links: int
    quads: int
    extractors: tuple[str, ...]
    models: tuple[tuple[str, str, str, int], ...]
    current: bool


class Store(ABC):
    """A graph, wherever it is kept; make one with `kg.store.open_store`.

    `path` is the folder it lies in, None where there is none; `name` is what messages call it;
    `as_of` is when what is read here was published, in seconds since the epoch, where another
    process is writing meanwhile.
    """

    as_of: float | None = None
    #: What a server calls itself, as in "Virtuoso/07.20.3229"; "" where there is none.
    server: str = ""

    def __init__(
        self, name: str, iris: Iris, *, path: Path | None = None, read_only: bool = False
    ) -> None:
        self.name, self.iris, self.path, self.read_only = name, iris, path, read_only

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self.close()
        except StoreError:
            if error is None:  # else what went wrong first is told
                raise

    # What each kind says for itself

    @abstractmethod
    def close(self) -> None:
        """Let go of what the store holds; it cannot be used after that. Twice does no harm."""

    @abstractmethod
    def match(
        self,
        subject: ox.NamedNode | None = None,
        predicate: ox.NamedNode | None = None,
        object: Term | None = None,
        graph: ox.NamedNode | None = None,
    ) -> Iterator[ox.Quad]:
        """The quads that fit, in no order; None fits anything."""

    @abstractmethod
    def query(
        self, sparql: str, *, default_graphs: Sequence[ox.NamedNode] | None = None,
        named_graphs: Sequence[ox.NamedNode] | None = None,
    ) -> Found:
        """Ask a SPARQL query over the union of all graphs, or over what it or the caller names.

        `default_graphs` are those that patterns reach, `named_graphs` those that GRAPH does;
        with one of the two given the query's own FROM and FROM NAMED count for nothing, as the
        SPARQL Protocol has it.
        The prefixes of `kg.vocab.PREFIXES` and of the kinds of things need no declaration.
        Values from users are for `kg.query` to put in. Raises SyntaxError for what is no query.
        """

    @abstractmethod
    def _change(
        self,
        replace: Mapping[ox.NamedNode, Iterable[ox.Quad]],
        remove: Sequence[ox.Quad],
        add: Sequence[ox.Quad],
    ) -> None:
        """As `change`, in a store that may be written."""

    @abstractmethod
    def rdflib_dataset(self) -> Dataset:
        """The same store as an rdflib Dataset, whose default graph is the union of all.

        Queries given as text go to the store's engine; prepared queries and updates do not,
        and are slow.
        """

    @property
    @abstractmethod
    def size(self) -> int | None:
        """Bytes on disk; None where that is not known."""

    # Changes

    def change(
        self,
        *,
        replace: Mapping[ox.NamedNode, Iterable[ox.Quad]] | None = None,
        remove: Iterable[ox.Quad] = (),
        add: Iterable[ox.Quad] = (),
    ) -> None:
        """Change the store in one transaction: all of it is there afterwards, or none.

        `replace` gives graphs with all they are to hold from now on; with nothing, a graph is
        gone. `remove` and `add` are single quads, of other graphs than those; what is in both
        is there afterwards. Raises StoreError for a store that is open for reading only, and
        where the change cannot be made.
        """
        if self.read_only:
            raise StoreError(f"{self.name}: opened for reading only")
        self._change(replace or {}, list(remove), list(add))

    # Articles

    def put_article(self, article: Article, facts: Facts) -> None:
        """Put in what an article says, in place of what was there under its id."""
        from kg.rdf.articles import to_quads

        graph = self.iris.article_graph(article.id)
        self.change(replace={graph: to_quads(article, facts, iris=self.iris)},
                    add=self.stale_quads([article.id]))

    def remove(self, article: str) -> bool:
        """Take out the article with this id and all it says; False where there is none.

        The assembled graph is out of date then, until it is replaced.
        """
        graph = self.iris.article_graph(article)
        if next(self.match(graph=graph), None) is None:
            return False
        self.change(replace={graph: ()}, add=self.stale_quads([article]))
        return True

    def is_current(self, article: Article, extractor: str) -> bool:
        """Is this article in the store as it is, read by this version of the extractor?"""
        from kg.rdf.runs import run_iri

        graph = self.iris.article_graph(article.id)
        iri = self.iris.article(article.id)
        return (
            self._has(iri, HC.contentHash, content_hash(article), graph)
            and self._has(
                run_iri(article, extractor, self.iris), HC.extractorName, extractor, graph
            )
        )

    def article_ids(self) -> list[str]:
        """The ids of all articles, in order."""
        return sorted(id for _, id in self._pairs_of(DCTERMS.identifier))

    def has_article(self, article: str) -> bool:
        """Is there an article with this id?"""
        return next(self.match(graph=self.iris.article_graph(article)), None) is not None

    def article(self, article: str) -> tuple[Article, Facts] | None:
        """The article with this id, without its text, with its facts; None where there is none.

        Raises StoreError where what is stored of it is damaged.
        """
        from kg.rdf.articles import from_quads

        quads = list(self.match(graph=self.iris.article_graph(article)))
        if not quads:
            return None
        try:
            return from_quads(quads, iris=self.iris)
        except (ValueError, KeyError) as error:
            raise StoreError(
                f"{self.name}: what is stored of article {article!r} is damaged ({error}); "
                "remove it and build it again"
            ) from error

    def facts(self) -> Iterator[tuple[Article, Facts]]:
        """All articles, without their texts, with their facts, in order of id."""
        for name in self.article_ids():
            told = self.article(name)
            if told is not None:
                yield told

    def hash_of(self, article: str) -> str:
        """The hash of the content of the article with this id; "" where there is none."""
        return self._text(self.iris.article(article), HC.contentHash,
                          self.iris.article_graph(article)) or ""

    # What is assembled

    def replace_world(self, world: World, decision_seal: str = "") -> None:
        """Put in the assembled graph in place of the one before, made from the articles that
        are in the store now; `decision_seal` stands for the decisions it was made with."""
        from kg.rdf.world import world_quads

        seen = replace(self._seen(), decision_seal=decision_seal)
        quads = world_quads(world, iris=self.iris, seen=seen)
        self.change(replace={self.iris.world: quads})

    def is_assembled(self) -> bool:
        """Is the assembled graph that of the articles as they are now?"""
        return self.seal() is not None and not self.stale()

    def seal(self) -> str | None:
        """Stands for the articles that the assembled graph was made from; None without one."""
        return self._text(self.iris.world, HC.seal, self.iris.world)

    def stale(self) -> list[str]:
        """The ids of articles that were put in, changed or taken out since the assembled graph
        was made, in order."""
        marks = self.match(self.iris.world, node(HC.stale), None, self.iris.world)
        return sorted(quad.object.value for quad in marks if isinstance(quad.object, ox.Literal))

    def seal_quads(self, seal: str | None) -> list[ox.Quad]:
        """What says that the assembled graph was made from the articles with this seal."""
        world = self.iris.world
        return [] if seal is None else [ox.Quad(world, node(HC.seal), as_text(seal), world)]

    def stale_quads(self, articles: Iterable[str]) -> list[ox.Quad]:
        """What says that the assembled graph is out of date for these articles."""
        world = self.iris.world
        return [ox.Quad(world, node(HC.stale), as_text(name), world) for name in articles]

    def decision_seal(self) -> str:
        """Stands for the decisions that the assembled graph was made with; "" for none."""
        return self._text(self.iris.world, HC.decisionSeal, self.iris.world) or ""

    def world(self) -> World:
        """The world as it was assembled last.

        Raises StoreError where articles have changed since.
        """
        from kg.rdf.world import read_world

        return read_world(
            (
                quad for quad in self.quads()
                if quad.graph_name != self.iris.reference
            ),
            iris=self.iris,
        )

    # Quads and questions

    def quads(self) -> Iterator[ox.Quad]:
        """Every quad of the graphs that are ours, in no order."""
        return self.match()

    def info(self) -> StoreInfo:
        """Count what is in the store."""
        return StoreInfo(
            path=None if self.path is None else str(self.path),
            base=self.iris.base,
            format=FORMAT,
            size=self.size,
            articles=self._count(RDF.type, node(HC.Article)),
            relevant=self._count(HC.relevant, ox.Literal(True)),
            claims=self._count(RDF.type, node(HC.Claim)),
            institutions=self._count(RDF.type, node(HC.Institution)),
            people=self._count(RDF.type, node(HC.Person)),
            countries=len({
                quad.object for quad in
                self.match(predicate=node(HC.party), graph=self.iris.world)
            }),
            engagements=self._count(RDF.type, node(HC.Engagement)),
            links=self._count(RDF.type, node(HC.InstitutionLink)),
            quads=self._count(),
            extractors=tuple(sorted(set(self._seen().extractors))),
            models=self._models(),
            current=self.is_assembled(),
        )

    def _models(self) -> tuple[tuple[str, str, str, int], ...]:
        """Which models answered which extractors, for how many articles."""
        from kg.rdf.runs import read_use

        counts: Counter[tuple[str, str, str]] = Counter()
        for found in self.match(predicate=node(RDF.type), object=node(HC.ExtractorUse)):
            assert isinstance(found.subject, ox.NamedNode)
            assert isinstance(found.graph_name, ox.NamedNode)
            about = self.match(found.subject, graph=found.graph_name)
            use = read_use(Described(about).about(found.subject.value))
            if use.model or use.model_version:
                counts[use.extractor, use.model or "", use.model_version or ""] += 1
        return tuple((*key, counts[key]) for key in sorted(counts))

    # Within

    def _with_reference(self) -> Self:
        """Bring the reference graph up to what this version of the program holds."""
        graph = self.iris.reference
        quads, seal = _reference(self.iris.base)
        if not self._has(graph, HC.seal, seal, graph):
            self.change(replace={graph: quads})
        return self

    def _has(
        self, subject: ox.NamedNode | None, predicate: str, text: str, graph: ox.NamedNode
    ) -> bool:
        found = self.match(subject, node(predicate), as_text(text), graph)
        return next(found, None) is not None

    def _text(self, subject: ox.NamedNode, predicate: str, graph: ox.NamedNode) -> str | None:
        """The literal that `graph` gives, or None."""
        found = self.match(subject, node(predicate), None, graph)
        return next((quad.object.value for quad in found if isinstance(quad.object, ox.Literal)),
                    None)

    def _count(self, predicate: str | None = None, object: Term | None = None) -> int:
        """How many quads fit."""
        found = self.match(None, None if predicate is None else node(predicate), object)
        return sum(1 for _ in found)

    def _has_articles(self) -> bool:
        found = self.match(predicate=node(RDF.type), object=node(HC.Article))
        return next(found, None) is not None

    def _pairs_of(self, predicate: str) -> Iterator[tuple[str, str]]:
        """Subject and object of every quad with `predicate` that an article's graph holds."""
        for quad in self.match(predicate=node(predicate)):
            assert not isinstance(quad.subject, ox.Triple)
            assert not isinstance(quad.object, ox.Triple)
            if isinstance(quad.graph_name, ox.NamedNode) and (
                self.iris.is_article_graph(quad.graph_name)
            ):
                yield quad.subject.value, quad.object.value

    def _seen(self) -> Seen:
        """What the articles in the store name that a World does not hold."""
        from kg.model import JOINT
        from kg.rdf.articles import read_pair
        from kg.rdf.world import Seen, seal_of

        extractor_of = dict(self._pairs_of(HC.extractorName))
        ids = dict(self._pairs_of(DCTERMS.identifier))
        hashes = dict(self._pairs_of(HC.contentHash))
        runs = {article: run for run, article in self._pairs_of(PROV.used)}
        return Seen(
            extractors=sorted({
                name for names in extractor_of.values() for name in names.split(JOINT)
            }),
            pairs=sorted({read_pair(iri) for _, iri in self._pairs_of(HC.countryPair)}),
            offices=sorted(set(self._pairs_of(HC.officeAt))),
            posts=sorted(set(self._pairs_of(HC.office))),
            seal=seal_of(
                (id, hashes[article], extractor_of[runs[article]]) for article, id in ids.items()
            ),
        )


@lru_cache(maxsize=4)
def _reference(base: str) -> tuple[list[ox.Quad], str]:
    """The reference graph of this version of the program, and its seal."""
    from kg.rdf.reference import reference_quads

    iris = Iris(base)
    graph = iris.reference
    quads = reference_quads(iris)
    quads.append(ox.Quad(graph, node(HC.storeFormat), as_integer(FORMAT), graph))
    seal = digest(*(str(quad) for quad in quads))
    return [*quads, ox.Quad(graph, node(HC.seal), as_text(seal), graph)], seal


def to_update(
    replace: Mapping[ox.NamedNode, Iterable[ox.Quad]],
    remove: Iterable[ox.Quad] = (),
    add: Iterable[ox.Quad] = (),
) -> str:
    """A change as one SPARQL update.

    An update is the one way to take out and put in at once. Text from articles gets into
    it in the form of N-Triples only, whose escapes SPARQL reads in the same way.
    """
    steps = []
    for graph, quads in replace.items():
        steps.append(f"DROP SILENT GRAPH {graph}")
        if data := _data(quads):
            steps.append(f"INSERT DATA {{ {data} }}")
    for word, quads in (("DELETE", remove), ("INSERT", add)):
        if data := _data(quads):
            steps.append(f"{word} DATA {{ {data} }}")
    return " ;\n".join(steps)


def _data(quads: Iterable[ox.Quad]) -> str:
    """Quads as SPARQL writes them between braces; "" for none."""
    by_graph: dict[str, list[ox.Triple]] = {}
    for quad in quads:
        by_graph.setdefault(str(quad.graph_name), []).append(quad.triple)
    return "\n".join(
        f"GRAPH {graph} {{\n{n_triples(triples)}}}" for graph, triples in by_graph.items()
    )


def n_triples(triples: Iterable[ox.Triple]) -> str:
    """Triples as N-Triples, a line each."""
    written = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    assert written is not None  # it is None only where a file is written
    return written.decode("utf-8")
