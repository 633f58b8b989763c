"""Where a graph is kept: in memory, or on disk in a folder of its own.

    Store.open(folder) -> put_article, remove, replace_world -> facts, world, query, quads

The folder holds the quads in Oxigraph's own form and beside them `kg-store.json`, which says
what the folder is, in which version of the layout, and under which base its IRIs lie. An
article is replaced in one transaction, and so is the assembled graph: a crash at any moment
leaves the one before or the one after.

What is in the quads is for `kg.rdf.articles`, `kg.rdf.world` and `kg.rdf.reference` to say.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, ClassVar, Final
from weakref import WeakValueDictionary

import pyoxigraph as ox

from kg.errors import StoreError, UsageError
from kg.ids import content_hash, digest
from kg.model import JOINT, Article, Facts, World
from kg.rdf.articles import from_quads, read_pair, to_quads
from kg.rdf.iris import DEFAULT_BASE, Iris, node
from kg.rdf.quads import Described, as_text
from kg.rdf.reference import reference_quads, registry_matches
from kg.rdf.runs import read_use, run_iri
from kg.rdf.world import Seen, read_world, seal_of, world_quads
from kg.vocab import DCTERMS, HC, PROV, RDF

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["FORMAT", "Store", "StoreInfo"]

#: Version of the layout of the folder and of the graphs. A store of a later one is refused.
FORMAT: Final = 1

_MARKER: Final = "kg-store.json"
#: The marker while it is being written.
_DRAFT: Final = "kg-store.part"
_QUADS: Final = "quads"
#: Oxigraph's lock, held by the one process that writes.
_LOCK: Final = "LOCK"


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


class Store:
    """A graph in memory or on disk. One process writes at a time; make one with `open`."""

    #: The stores that this process writes, by folder. Asking the lock file instead would lose
    #: the lock: closing any handle of a file gives up what a process has locked of it.
    _written: ClassVar[WeakValueDictionary[Path, Store]] = WeakValueDictionary()

    def __init__(
        self, quads: ox.Store, iris: Iris, path: Path | None = None, *, read_only: bool = False
    ) -> None:
        self._quads, self.iris, self.path, self.read_only = quads, iris, path, read_only

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str] | None = None,
        *,
        read_only: bool = False,
        base: str | None = None,
    ) -> Store:
        """Open the store in the folder `path`, or a new one in memory.

        A folder that does not exist or is empty becomes a store, unless `read_only`: then
        there must be one. `base` is where the IRIs of things begin; a store keeps the one it
        was made with.

        Raises StoreError for a folder that is something else, is damaged, was made by a later
        version, may not be read or written, or is in use by another process.
        """
        if path is None:
            return cls(ox.Store(), Iris(base or DEFAULT_BASE))._with_reference()
        folder = Path(path)
        marker = None
        try:
            marker = _read_marker(folder)
            if marker is None:
                if read_only:
                    raise StoreError(f"{folder}: no store there; make one with kg build")
                iris = Iris(base or DEFAULT_BASE)
                folder.mkdir(parents=True, exist_ok=True)
            else:
                iris = _base_of(folder, marker, base)
            if folder.resolve() in cls._written:
                raise StoreError(f"{folder}: already open for writing in this process")
            if read_only:
                _refuse_beside_writer(folder)
                quads = ox.Store.read_only(str(folder / _QUADS))
            else:
                quads = ox.Store(str(folder / _QUADS))
        except (OSError, RuntimeError) as error:  # Oxigraph says "Corruption" by the latter
            raise _explained(folder, error, empty=marker is None) from error
        store = cls(quads, iris, folder, read_only=read_only)
        if not read_only:
            cls._written[folder.resolve()] = store
            store._with_reference()
            if marker is None:
                # Last, so that a crash before leaves a folder that counts as empty.
                _write_marker(folder, iris.base)
        return store

    def close(self) -> None:
        """Let go of the folder; the store cannot be used after that."""
        if self.path is not None and not self.read_only and hasattr(self, "_quads"):
            self._quads.flush()
            self._written.pop(self.path.resolve(), None)
        with suppress(AttributeError):
            del self._quads  # Oxigraph gives up its lock when nothing holds it any more

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # Articles

    def put_article(self, article: Article, facts: Facts) -> None:
        """Put in what an article says, in place of what was there under its id."""
        quads = to_quads(article, facts, iris=self.iris)
        self._replace(self.iris.article_graph(article.id), quads)

    def remove(self, article: str) -> bool:
        """Take out the article with this id and all it says; False where there is none.

        The assembled graph is out of date then, until it is replaced.
        """
        graph = self.iris.article_graph(article)
        if not self._quads.contains_named_graph(graph):
            return False
        self._update(f"DROP SILENT GRAPH {graph}")
        return True

    def is_current(self, article: Article, extractor: str) -> bool:
        """Is this article in the store as it is, read by this version of the extractor?"""
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
        return sorted(self._values(DCTERMS.identifier, HC.Article))

    def facts(self) -> Iterator[tuple[Article, Facts]]:
        """All articles, without their texts, with their facts, in order of id."""
        for article in self.article_ids():
            graph = self.iris.article_graph(article)
            try:
                yield from_quads(self._graph(graph), iris=self.iris)
            except (ValueError, KeyError) as error:
                raise StoreError(
                    f"{self.path}: what is stored of article {article!r} is damaged ({error}); "
                    "remove it and build it again"
                ) from error

    # What is assembled

    def replace_world(self, world: World) -> None:
        """Put in the assembled graph in place of the one before, made from the articles that
        are in the store now."""
        quads = world_quads(world, iris=self.iris, seen=self._seen(), matches=registry_matches())
        self._replace(self.iris.world, quads)

    def is_assembled(self) -> bool:
        """Is the assembled graph that of the articles as they are now?"""
        seal = self._seen().seal
        return self._has(self.iris.world, HC.seal, seal, self.iris.world)

    def world(self) -> World:
        """The world as it was assembled last.

        Raises StoreError where articles have changed since.
        """
        return read_world(
            (
                quad for quad in self._quads
                if quad.graph_name != self.iris.reference
            ),
            iris=self.iris,
        )

    # Quads and questions

    def quads(self) -> Iterator[ox.Quad]:
        """Every quad, in no order."""
        return iter(self._quads)

    def query(self, sparql: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Ask a SPARQL query over the union of all graphs.

        The prefixes of `kg.vocab.PREFIXES` and of the kinds of things need no declaration.
        Values from users are for `kg.query` to put in. Raises SyntaxError for what is no query.
        """
        return self._quads.query(
            sparql, use_default_graph_as_union=True, prefixes=self.iris.prefixes()
        )

    def rdflib_dataset(self) -> Dataset:
        """The same store as an rdflib Dataset, whose default graph is the union of all.

        Queries given as text go to Oxigraph; prepared queries and updates do not, and are slow.
        """
        from oxrdflib import OxigraphStore
        from rdflib import Dataset

        return Dataset(store=OxigraphStore(store=self._quads), default_union=True)

    def info(self) -> StoreInfo:
        """Count what is in the store."""
        return StoreInfo(
            path=None if self.path is None else str(self.path),
            base=self.iris.base,
            format=FORMAT,
            size=None if self.path is None else _size(self.path),
            articles=self._count(HC.Article),
            relevant=sum(1 for _ in self._quads.quads_for_pattern(
                None, node(HC.relevant), ox.Literal(True), None
            )),
            claims=self._count(HC.Claim),
            institutions=self._count(HC.Institution),
            people=self._count(HC.Person),
            countries=len({
                quad.object for quad in
                self._quads.quads_for_pattern(None, node(HC.party), None, self.iris.world)
            }),
            engagements=self._count(HC.Engagement),
            links=self._count(HC.InstitutionLink),
            quads=len(self._quads),
            extractors=tuple(sorted(set(self._seen().extractors))),
            models=self._models(),
            current=self.is_assembled(),
        )

    def _models(self) -> tuple[tuple[str, str, str, int], ...]:
        """Which models answered which extractors, for how many articles."""
        counts: Counter[tuple[str, str, str]] = Counter()
        for found in self._quads.quads_for_pattern(None, node(RDF.type), node(HC.ExtractorUse),
                                                   None):
            assert not isinstance(found.subject, ox.Triple)
            about = self._quads.quads_for_pattern(found.subject, None, None, found.graph_name)
            use = read_use(Described(about).about(found.subject.value))
            if use.model or use.model_version:
                counts[use.extractor, use.model or "", use.model_version or ""] += 1
        return tuple((*key, counts[key]) for key in sorted(counts))

    # Within

    def _with_reference(self) -> Store:
        """Bring the reference graph up to what this version of the program holds."""
        quads = reference_quads(self.iris)
        seal = digest(*(str(quad) for quad in quads))
        if not self._has(self.iris.reference, HC.seal, seal, self.iris.reference):
            mark = ox.Quad(
                self.iris.reference, node(HC.seal), as_text(seal), self.iris.reference
            )
            self._replace(self.iris.reference, [*quads, mark])
        return self

    def _replace(self, graph: ox.NamedNode, quads: Iterable[ox.Quad]) -> None:
        """Replace all quads of `graph` by `quads`, which are of that graph, in one transaction.

        An update is the one way to take out and put in at once. Text from articles gets into
        it in the form of N-Triples only, whose escapes SPARQL reads in the same way.
        """
        triples = ox.serialize(
            (quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES
        )
        assert triples is not None  # it is None only where a file is written
        self._update(
            f"DROP SILENT GRAPH {graph} ; "
            f"INSERT DATA {{ GRAPH {graph} {{\n{triples.decode('utf-8')}}} }}"
        )

    def _update(self, sparql: str) -> None:
        if self.read_only:
            raise StoreError(f"{self.path}: opened for reading only")
        try:
            self._quads.update(sparql)
        except (OSError, RuntimeError) as error:
            empty = not self._has_articles()
            raise _explained(self.path, error, empty=empty) from error

    def _has_articles(self) -> bool:
        found = self._quads.quads_for_pattern(None, node(RDF.type), node(HC.Article), None)
        return next(found, None) is not None

    def _graph(self, graph: ox.NamedNode) -> Iterator[ox.Quad]:
        return self._quads.quads_for_pattern(None, None, None, graph)

    def _has(
        self, subject: ox.NamedNode | None, predicate: str, text: str, graph: ox.NamedNode
    ) -> bool:
        found = self._quads.quads_for_pattern(subject, node(predicate), as_text(text), graph)
        return next(found, None) is not None

    def _count(self, class_: str) -> int:
        found = self._quads.quads_for_pattern(None, node(RDF.type), node(class_), None)
        return sum(1 for _ in found)

    def _values(self, predicate: str, class_: str) -> Iterator[str]:
        """The values of `predicate` of all that is of a class."""
        for quad in self._quads.quads_for_pattern(None, node(RDF.type), node(class_), None):
            assert not isinstance(quad.subject, ox.Triple)
            for about in self._quads.quads_for_pattern(quad.subject, node(predicate), None, None):
                assert isinstance(about.object, ox.Literal)
                yield about.object.value

    def _pairs_of(self, predicate: str) -> Iterator[tuple[str, str]]:
        """Subject and object of every quad with `predicate` that an article's graph holds."""
        for quad in self._quads.quads_for_pattern(None, node(predicate), None, None):
            assert not isinstance(quad.subject, ox.Triple)
            assert not isinstance(quad.object, ox.Triple)
            if isinstance(quad.graph_name, ox.NamedNode) and (
                self.iris.is_article_graph(quad.graph_name)
            ):
                yield quad.subject.value, quad.object.value

    def _seen(self) -> Seen:
        """What the articles in the store name that a World does not hold."""
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
            seal=seal_of(
                (id, hashes[article], extractor_of[runs[article]]) for article, id in ids.items()
            ),
        )


def _read_marker(folder: Path) -> dict[str, object] | None:
    """What the folder says it is; None where it does not exist, or holds nothing yet.

    Raises StoreError for a folder that is no store.
    """
    if folder.exists() and not folder.is_dir():
        raise StoreError(f"{folder}: a file; expected a folder for the store")
    path = folder / _MARKER
    try:
        marker = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        # A first run that was cut short has made the quads and not, or not wholly, the marker.
        if folder.is_dir() and {each.name for each in folder.iterdir()} - {_QUADS, _DRAFT}:
            raise StoreError(
                f"{folder}: not empty, and no store of kg; name another folder"
            ) from None
        return None
    except (ValueError, RecursionError) as error:
        raise _damaged(path) from error
    if not isinstance(marker, dict):
        raise _damaged(path)
    return marker


def _damaged(marker: Path) -> StoreError:
    return StoreError(f"{marker}: damaged; restore the folder from a copy or build it anew")


def _base_of(folder: Path, marker: dict[str, object], base: str | None) -> Iris:
    version, own = marker.get("format"), marker.get("base")
    if not isinstance(version, int) or not isinstance(own, str):
        raise _damaged(folder / _MARKER)
    if version > FORMAT:
        raise StoreError(
            f"{folder}: made by a later version of kg (format {version}, this one reads up to "
            f"{FORMAT}); update kg"
        )
    if base is not None and base != own:
        raise StoreError(f"{folder}: its base is {own}, not {base}; use another folder")
    try:
        return Iris(own)
    except (UsageError, ValueError) as error:
        raise _damaged(folder / _MARKER) from error


def _write_marker(folder: Path, base: str) -> None:
    draft = folder / _DRAFT
    try:
        with draft.open("w", encoding="utf-8") as file:
            file.write(json.dumps({"format": FORMAT, "base": base}) + "\n")
            file.flush()
            # Else the new name may be on disk before what it names.
            os.fsync(file.fileno())
        draft.replace(folder / _MARKER)
    except OSError as error:
        raise _explained(folder, error, empty=True) from error


def _refuse_beside_writer(folder: Path) -> None:
    """Raise StoreError while another process writes: Oxigraph promises nothing to a reader
    beside it, neither that files stay nor that a transaction is whole."""
    try:
        import fcntl
    except ImportError:
        return  # Windows: Oxigraph itself refuses there
    with suppress(OSError), (folder / _QUADS / _LOCK).open("rb+") as lock:
        try:
            fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StoreError(
                f"{folder}: another kg process is writing it; try again when that is done"
            ) from error


def _explained(folder: Path | None, error: Exception, *, empty: bool = False) -> StoreError:
    """What the system or Oxigraph says, in plain words; `empty` says that no article is stored."""
    text = str(error)
    if re.search(r"\block\b", text, re.IGNORECASE):
        return StoreError(f"{folder}: in use by another kg process; try again when that is done")
    if isinstance(error, PermissionError) or "permission denied" in text.lower():
        return StoreError(f"{folder}: no permission; check who owns the folder and its files")
    if isinstance(error, NotADirectoryError) and folder is not None:
        file = next((each for each in folder.parents if each.is_file()), folder)
        return StoreError(f"{folder}: {file} is a file; expected a folder for the store")
    if "no space left" in text.lower():
        rest = "nothing is stored yet" if empty else "what was stored before is safe"
        return StoreError(f"{folder}: the disk is full; {rest}")
    return StoreError(
        f"{folder}: cannot be opened or written, it may be damaged ({text.strip()}); "
        "restore it from a copy or build it anew"
    )


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
