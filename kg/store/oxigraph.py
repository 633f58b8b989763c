"""A store that Oxigraph keeps in this process: in memory, or in a folder (kg.store.folder)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.errors import StoreError
from kg.rdf.iris import Iris
from kg.sparql import SHORT, names_dataset
from kg.store.base import Found, Store, Term, to_update

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["OxigraphStore"]


class OxigraphStore(Store):
    """A graph that Oxigraph keeps. `engine` is its store, for what this class does not offer."""

    engine: ox.Store

    def __init__(
        self, engine: ox.Store, iris: Iris, *, name: str = "memory:", path: Path | None = None,
        read_only: bool = False,
    ) -> None:
        super().__init__(name, iris, path=path, read_only=read_only)
        self.engine = engine

    def close(self) -> None:
        """Let go of the quads; those in memory are gone."""
        with suppress(AttributeError):
            del self.engine  # Oxigraph gives up its lock when nothing holds it any more

    def match(
        self,
        subject: ox.NamedNode | None = None,
        predicate: ox.NamedNode | None = None,
        object: Term | None = None,
        graph: ox.NamedNode | None = None,
    ) -> Iterator[ox.Quad]:
        """The quads that fit, in no order; None fits anything."""
        return self.engine.quads_for_pattern(subject, predicate, object, graph)

    def query(
        self, sparql: str, *, default_graphs: Sequence[ox.NamedNode] | None = None,
        named_graphs: Sequence[ox.NamedNode] | None = None,
    ) -> Found:
        """Ask a SPARQL query over the union of all graphs, or of what it or the caller names."""
        given = default_graphs is not None or named_graphs is not None
        prefixes, has_dataset = _kept_needs(sparql, self.iris) if len(sparql) <= SHORT else \
            _needs(sparql, self.iris)
        return self.engine.query(
            sparql,
            prefixes=prefixes,
            # The engine would put all graphs in place of those that FROM names.
            use_default_graph_as_union=not given and not has_dataset,
            default_graph=None if default_graphs is None else list(default_graphs),
            named_graphs=None if named_graphs is None else list(named_graphs),
        )

    def rdflib_dataset(self) -> Dataset:
        """The same store as an rdflib Dataset, whose default graph is the union of all."""
        from oxrdflib import OxigraphStore as RdflibStore
        from rdflib import Dataset

        return Dataset(store=RdflibStore(store=self.engine), default_union=True)

    @property
    def size(self) -> int | None:
        """Nothing on disk."""
        return None

    def _change(
        self,
        replace: Mapping[ox.NamedNode, Iterable[ox.Quad]],
        remove: Sequence[ox.Quad],
        add: Sequence[ox.Quad],
    ) -> None:
        graphs = {graph: list(quads) for graph, quads in replace.items()}
        try:
            if remove or any(map(self.engine.contains_named_graph, graphs)):
                self.engine.update(to_update(graphs, remove, add))
            else:  # a transaction, too, and twice as fast where there is nothing to take out
                self.engine.extend(chain(*graphs.values(), add))
        except (OSError, RuntimeError) as error:
            raise self._explained(error) from error

    def _explained(self, error: Exception) -> StoreError:
        return StoreError(f"{self.name}: cannot be written ({error})")

    def _count(self, predicate: str | None = None, object: Term | None = None) -> int:
        if predicate is None and object is None:
            return len(self.engine)
        return super()._count(predicate, object)


def _needs(sparql: str, iris: Iris) -> tuple[dict[str, str], bool]:
    """The prefixes that a query may use, and whether it says which graphs it is asked of.

    The engine reads each prefix that it is given, and all take longer than a look-up.
    """
    prefixes = iris.prefixes()
    if "\\" not in sparql:  # else a name may be written with escapes
        prefixes = {name: iri for name, iri in prefixes.items() if f"{name}:" in sparql}
    return prefixes, names_dataset(sparql)


_kept_needs: Final = lru_cache(maxsize=256)(_needs)
