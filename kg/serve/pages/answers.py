"""Questions of the pages to the store, and the rows that come back.

    SPARQL text --Ask--> SPARQL results JSON --rows--> [{"label": Term, …}, …]

What asks is handed in by the server: it runs queries in processes that it can stop. The
queries of the pages lie in queries/, a file each; what they are about is bound as `?x`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from functools import lru_cache
from importlib import resources
from typing import Any, Final, cast

__all__ = ["Ask", "Row", "Term", "as_iri", "bound", "page_query", "rows", "values"]

#: A query as text goes in, an answer in the SPARQL 1.1 Query Results JSON Format comes out.
Ask = Callable[[str], Awaitable[bytes]]

_X: Final = re.compile(r"\?x\b")
_FORBIDDEN: Final = frozenset('<>"{}|^`\\')


class Term(str):
    """What is in a term of RDF; `kind` is uri, literal or bnode, `datatype` an IRI or ""."""

    __slots__ = ("datatype", "kind")

    kind: str
    datatype: str

    def __new__(cls, value: str, kind: str = "literal", datatype: str = "") -> Term:
        term = super().__new__(cls, value)
        term.kind, term.datatype = kind, datatype
        return term


#: Every column of the query is there, None where it is not bound.
Row = Mapping[str, Term | None]


async def rows(ask: Ask, sparql: str) -> list[Row]:
    """The rows of a SELECT."""
    answer: dict[str, Any] = json.loads(await ask(sparql))
    names = cast("list[str]", answer["head"]["vars"])
    return [
        {name: _term(binding.get(name)) for name in names}
        for binding in answer["results"]["bindings"]
    ]


def _term(cell: dict[str, str] | None) -> Term | None:
    if cell is None:
        return None
    return Term(cell["value"], cell["type"], cell.get("datatype", ""))


@lru_cache(maxsize=128)
def page_query(name: str) -> str:
    """The text of the file queries/`name`.rq."""
    return (resources.files("kg.serve.pages") / "queries" / f"{name}.rq").read_text("utf-8")


def bound(text: str, iri: str) -> str:
    """`text` with `iri` in the place of `?x`.

    Not by VALUES: the engine would first find all that the branches of a UNION have for any ?x.
    Raises ValueError for what is no IRI: the address of a page must not become SPARQL.
    """
    return _X.sub(lambda match: as_iri(iri), text)


def values(name: str, iris: list[str]) -> str:
    """`VALUES ?name { <…> <…> }`."""
    return f"VALUES ?{name} {{ {' '.join(map(as_iri, iris))} }}"


def as_iri(iri: str) -> str:
    """`<iri>`; raises ValueError for a string that cannot stand so."""
    if not iri or any(char in _FORBIDDEN or char <= " " for char in iri) or ":" not in iri:
        raise ValueError(f"{iri!r} is no IRI")
    return f"<{iri}>"
