"""A graph that is open for questions.

    open(store) -> Opened: query, sql, graph, world, network, show

What is opened is only read. It stays as it was when it was opened where another process writes it
meanwhile.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal, overload

from kg.api.frames import need, to_arrow, to_frame, with_missing
from kg.api.views import View, view_of
from kg.errors import StoreError, UsageError
from kg.query import named_queries, run_named, run_query
from kg.query.columns import typed_columns
from kg.store import Store, open_store

if TYPE_CHECKING:
    import networkx as nx
    import pandas
    import pyarrow
    import rdflib
    from typing_extensions import Self, Unpack

    from kg.model import World
    from kg.network import Filters
    from kg.store import StoreInfo
    from kg.table import FactsTable

__all__ = ["Opened", "open_graph"]


def open_graph(store: str | os.PathLike[str]) -> Opened:
    """Open the graph that `store` names, as `--store` does on the command line, for reading.

    Raises StoreError where there is none, and where its articles have changed since it was
    assembled last (then `kg build` mends it).
    """
    opened = open_store(store, read_only=True)
    try:
        return Opened(opened)
    except BaseException:
        opened.close()
        raise


class Opened:
    """A graph that is open for questions; close it, or use it in a `with`.

    `store` is the store itself (`kg.store.Store`), for what is not offered here.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._closing = ExitStack()
        self._closing.callback(store.close)
        if not store.is_assembled() and store.article_ids():
            raise StoreError(
                f"{store.name}: the articles in the store have changed since it was last "
                "assembled; run kg build again")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"kg.open({self.store.name!r})"

    def close(self) -> None:
        """Let go of the store. Twice does no harm."""
        self._closing.close()

    def info(self) -> StoreInfo:
        """What is in the graph, counted."""
        return self.store.info()

    # Questions

    @overload
    def query(self, question: str, *, arrow: Literal[False] = False, labels: bool = True,
              **parameters: object) -> pandas.DataFrame: ...

    @overload
    def query(self, question: str, *, arrow: Literal[True], labels: bool = True,
              **parameters: object) -> pyarrow.Table: ...

    def query(self, question: str, *, arrow: bool = False, labels: bool = True,
              **parameters: object) -> pandas.DataFrame | pyarrow.Table:
        """Answer a SPARQL query, or the named query that `question` is the name of.

        `parameters` are bound to the variables of those names; a day or a number may be given as
        such. Columns are typed; addresses have a column of labels beside them (`x_label`),
        EDTF dates one with the day where they are precise to it (`x_day`). ASK gives one row, with
        the column `answer`; CONSTRUCT and DESCRIBE the columns subject, predicate, object. What was
        asked is in `attrs` of the frame, or the metadata of the Arrow table.

        Raises UsageError for what is no query, or a parameter that it does not have.
        """
        values = {name: _text(value) for name, value in parameters.items() if value is not None}
        named = named_queries().get(question.strip())
        if named is not None:
            answer = run_named(self.store, named.name, values)
        elif question.replace("-", "").isalnum():
            names = ", ".join(named_queries())
            raise UsageError(f"no query is called {question!r}; there are {names}")
        else:
            answer = run_query(self.store, question, values)
        about = {"query": named.text if named else question, "store": self.store.name,
                 "name": named.name if named else "", "parameters": values}
        columns = typed_columns(answer, self.store, labels=labels)
        return to_arrow(columns, about) if arrow else to_frame(columns, about)

    @overload
    def sql(self, select: str, *, arrow: Literal[False] = False,
            **parameters: object) -> pandas.DataFrame: ...

    @overload
    def sql(self, select: str, *, arrow: Literal[True],
            **parameters: object) -> pyarrow.Table: ...

    def sql(self, select: str, *, arrow: bool = False,
            **parameters: object) -> pandas.DataFrame | pyarrow.Table:
        """Answer a SELECT over the facts table (docs/facts-table.md); `parameters` are what $name
        stands for. Typed as `query`, with what was asked in `attrs`.

        Raises UsageError for what is no SELECT, is ill-formed or fails.
        """
        need("pyarrow" if arrow else "pandas")
        if arrow:
            table = self.table.to_arrow(select, parameters)
            return table.replace_schema_metadata({"query": select, "store": self.store.name})
        frame, types = self.table.to_frame(select, parameters)
        frame.attrs.update(query=select, store=self.store.name, parameters=dict(parameters))
        return with_missing(frame, types)

    @cached_property
    def table(self) -> FactsTable:
        """The facts table of the graph, made anew first where it is of another state."""
        from kg.store.tables import open_tables

        return self._closing.enter_context(open_tables(self.store))

    # The whole

    def graph(self) -> rdflib.Dataset:
        """The graph as an rdflib Dataset over the same store, the union of all graphs its default.

        Queries given to it as text go to the store's engine; prepared queries do not, and are slow.
        """
        return self.store.rdflib_dataset()

    def world(self) -> World:
        """What all articles come to (`kg.model.World`): entities, engagements with their reports,
        links, threads, disagreements."""
        from kg.table import read_world

        return read_world(self.table)

    def network(
        self, nodes: str = "countries", *, ties: str = "acts", directed: bool = False,
        **filters: Unpack[Filters],
    ) -> nx.Graph[str]:
        """A network of who works with whom; see `kg.network.make_network`.

        `filters` are since, until, types, topics, statuses, min_origins, modalities and
        min_confidence. Raises UsageError for what does not go together or is of no codebook.
        """
        from kg.network import make_network

        return make_network(self.world(), nodes, ties=ties, directed=directed, **filters)

    def show(self, *, title: str | None = None, height: int = 720) -> View:
        """The page of the graph, to be looked at in a notebook, `height` pixels high."""
        return view_of(self.world(), title=title, height=height)


def _text(value: object) -> str:
    """A parameter as it would be typed on the command line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, float):
        return f"{value:.9f}".rstrip("0").rstrip(".")
    return str(value)
