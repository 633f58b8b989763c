"""A question -> rows or triples: SPARQL on a store, with parameters bound as terms.

What the user typed comes in; an Answer goes out, that `kg.query.results` writes. The default
graph of a query is the union of all graphs of the store; in it a triple that stood in two
graphs would count twice, which is why what `kg.rdf` writes stands in one graph each.

A query cannot be stopped once it runs, but with its process: there is no time limit here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kg.errors import StoreError, UsageError
from kg.query.faults import explained
from kg.query.named import NamedQuery, named_query
from kg.query.parameters import Term, guess_term, to_term
from kg.sparql import check_query, shortened, with_values
from kg.store import Found, Store

__all__ = [
    "Answer", "bound_query", "last_day", "named_terms", "run_named", "run_query", "to_answer",
]


#: The named queries that Virtuoso 7.2.5 answers as Oxigraph does, which a test compares. Others
#: meet an error of its own compiler there, or give wrong rows, or were not tried.
ON_VIRTUOSO: Final = frozenset({
    "bloc-brokers", "capacity-claims", "country-matrix", "disagreements", "donations",
    "fellowships", "furthest-status", "margin-meetings", "merged-names", "mutual-giving",
    "pair-timeline", "region-mixing", "south-south",
})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query came to. `form` is SELECT, ASK, CONSTRUCT or DESCRIBE.

    `rows` hold a term or None for each of `columns` (SELECT); `triples` are in order, each
    once (CONSTRUCT, DESCRIBE); `holds` is the answer of ASK.
    """

    form: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None, ...], ...] = ()
    triples: tuple[ox.Triple, ...] = ()
    holds: bool = False


def run_query(
    store: Store, text: str, parameters: Mapping[str, str | Term] | None = None
) -> Answer:
    """Answer the SPARQL query `text`; the usual prefixes need not be declared.

    `parameters` (variable without ? -> value) are bound as if the query began with VALUES; a
    string is read by its form (`kg.query.parameters.guess_term`). Raises UsageError for what is
    no query, is ill-formed, would reach out of the store, or fails as it runs; StoreError where
    the store is damaged, or its server gives no answer.
    """
    form = check_query(text)
    whole = bound_query(text, parameters, store.iris.prefixes()) if parameters else text
    try:
        return to_answer(form, store.query(whole))
    except (SyntaxError, RuntimeError, ValueError, OSError) as error:
        if "Corruption" in str(error):  # so the engine calls it when a checksum does not fit
            raise StoreError(
                f"{store.name}: it may be damaged ({shortened(str(error), 200)}); restore it from "
                "a copy or build it anew"
            ) from error
        raise explained(error, text, store.iris.prefixes()) from error


def run_named(store: Store, name: str, parameters: Mapping[str, str]) -> Answer:
    """Answer the named query `name`; `parameters` are as its head describes them.

    Raises UsageError for a name that is not there, a parameter that is missing, unknown or
    no value of its kind.
    """
    if store.server.startswith("Virtuoso/07") and named_query(name).name not in ON_VIRTUOSO:
        raise StoreError(
            f"{store.name}: Virtuoso 7 is not known to answer the query {name} right; restore a "
            "copy of the graph to a folder and ask that (docs/store.md)"
        )
    return run_query(store, *named_terms(name, parameters))


def last_day(store: Store) -> str | None:
    """The last day of publication of what `store` reports, from which named queries reckon."""
    answer = run_query(store, "SELECT (MAX(?day) AS ?last) WHERE { ?any hc:published ?day }")
    last = answer.rows[0][0] if answer.rows else None
    return last.value if isinstance(last, ox.Literal) else None


def bound_query(
    text: str, parameters: Mapping[str, str | Term], prefixes: Mapping[str, str]
) -> str:
    """The query `text` with `parameters` bound, as `run_query` does it."""
    terms = {
        name: guess_term(value, prefixes) if isinstance(value, str) else value
        for name, value in parameters.items()
    }
    return with_values(text, {name: str(term) for name, term in terms.items()})


def named_terms(name: str, parameters: Mapping[str, str]) -> tuple[str, dict[str, str | Term]]:
    """The text of the named query `name`, and `parameters` as terms, as `run_named` has them."""
    query = named_query(name)
    return query.text, _terms(query, parameters)


def _terms(query: NamedQuery, given: Mapping[str, str]) -> dict[str, str | Term]:
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in given:
        if name not in known:
            names = ", ".join(known) or "none"
            raise UsageError(
                f"query {query.name} has no parameter {shortened(name)!r}; it has {names}"
            )
    for parameter in query.parameters:
        if not parameter.optional and parameter.name not in given:
            example = f"--param {parameter.name}={parameter.example}"
            raise UsageError(
                f"query {query.name} needs {parameter.name} ({parameter.about}), as in {example}"
            )
    return {name: to_term(known[name].kind, value) for name, value in given.items()}


def to_answer(form: str, found: Found) -> Answer:
    """What the engine found, whole."""
    if isinstance(found, ox.QueryBoolean):
        return Answer(form, holds=bool(found))
    if not isinstance(found, ox.QuerySolutions):
        # A template can give one triple many times, and in any order.
        return Answer(form, triples=tuple(sorted(set(found), key=str)))
    columns = tuple(variable.value for variable in found.variables)
    return Answer(form, columns, tuple(map(tuple, found)))
