"""An Answer as typed columns: what tables of numbers are made from.

    Answer, store -> Columns

A column has one type where all its values have it: numbers, truth values, days, addresses; else
it is text. An address gets a column of labels beside it, an EDTF date a column with the day where
it is precise to the day.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import pyoxigraph as ox

from kg.query.run import Answer
from kg.store import Store
from kg.vocab import DCTERMS, HC, PREFIXES, RDFS, SKOS

__all__ = ["Column", "Kind", "typed_columns"]

Kind = Literal["text", "iri", "integer", "number", "truth", "day", "moment"]

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_EDTF: Final = PREFIXES["edtf"] + "EDTF"
_KINDS: Final[dict[str, Kind]] = {
    _XSD + "boolean": "truth", _XSD + "date": "day", _XSD + "dateTime": "moment",
    **dict.fromkeys((_XSD + name for name in (
        "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger",
        "gYear")), "integer"),
    **dict.fromkeys((_XSD + name for name in ("decimal", "double", "float")), "number"),
}
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
#: Addresses that are looked up in one query.
_AT_A_TIME: Final = 500
_LARGEST: Final = 2**63

_Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, slots=True)
class Column:
    """Values of one kind, None where there is none: str, int, float, bool, date or datetime."""

    name: str
    kind: Kind
    values: Sequence[Any]


def typed_columns(answer: Answer, store: Store, *, labels: bool = True) -> list[Column]:
    """The columns of an answer, in order; of ASK one, of CONSTRUCT and DESCRIBE three.

    With `labels`, a column of addresses `x` is followed by `x_label`, taken from `store`: the
    preferred label, else the title or name. A column of EDTF dates `x` is followed by `x_day`.
    """
    if answer.form == "ASK":
        return [Column("answer", "truth", [answer.holds])]
    names, rows = answer.columns, answer.rows
    if answer.form != "SELECT":
        names = ("subject", "predicate", "object")
        rows = tuple((t.subject, t.predicate, t.object) for t in answer.triples)
    taken = set(names)
    columns: list[Column] = []
    for at, name in enumerate(names):
        terms = [row[at] for row in rows]
        column = _typed(name, terms)
        columns.append(column)
        if column.kind == "iri" and labels and f"{name}_label" not in taken:
            known = _labels(set(filter(None, column.values)), store)
            columns.append(Column(f"{name}_label", "text",
                                  [known.get(value) for value in column.values]))
        elif _is_edtf(terms) and f"{name}_day" not in taken:
            columns.append(Column(f"{name}_day", "day", list(map(_precise, column.values))))
    return columns


def _typed(name: str, terms: Sequence[_Term | None]) -> Column:
    kinds = {_kind(term) for term in terms if term is not None}
    kind: Kind = kinds.pop() if len(kinds) == 1 else \
        "number" if kinds == {"integer", "number"} else "text"
    try:
        return Column(name, kind, [_value(term, kind) for term in terms])
    except ValueError:  # the graph may say "2018-02-30"^^xsd:date, or a number without end
        return Column(name, "text", [_value(term, "text") for term in terms])


def _kind(term: _Term) -> Kind:
    if isinstance(term, ox.NamedNode):
        return "iri"
    if isinstance(term, ox.Literal) and term.language is None:
        return _KINDS.get(term.datatype.value, "text")
    return "text"


def _value(term: _Term | None, kind: Kind) -> Any:
    if term is None:
        return None
    text = term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)
    if kind == "integer":
        number = int(text)
        if not -_LARGEST <= number < _LARGEST:
            raise ValueError(text)
        return number
    if kind == "number":
        return float(text)
    if kind == "truth":
        return text in ("true", "1")
    if kind == "day":
        return datetime.date.fromisoformat(text)
    if kind == "moment":
        moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
        return moment if moment.tzinfo else moment.replace(tzinfo=datetime.timezone.utc)
    return text


def _is_edtf(terms: Iterable[_Term | None]) -> bool:
    kinds = {term.datatype.value if isinstance(term, ox.Literal) else "" for term in terms if term}
    return kinds == {_EDTF}


def _precise(expression: str | None) -> datetime.date | None:
    if expression is None or not _DAY.fullmatch(expression):
        return None
    try:
        return datetime.date.fromisoformat(expression)
    except ValueError:
        return None


def _labels(iris: set[str], store: Store) -> dict[str, str]:
    """What things are called; English before other languages, then in order of letters."""
    found: dict[str, tuple[tuple[bool, str], str]] = {}
    ordered = sorted(iris)
    names = f"<{SKOS.prefLabel}>|<{RDFS.label}>|<{DCTERMS.title}>|<{HC.name}>"
    for start in range(0, len(ordered), _AT_A_TIME):
        some = " ".join(str(ox.NamedNode(iri)) for iri in ordered[start:start + _AT_A_TIME])
        rows = store.query(
            f"SELECT ?thing ?label WHERE {{ VALUES ?thing {{ {some} }} ?thing {names} ?label }}")
        assert isinstance(rows, ox.QuerySolutions)
        for thing, label in rows:
            if isinstance(thing, ox.NamedNode) and isinstance(label, ox.Literal):
                rank = label.language not in (None, "en"), label.value
                if thing.value not in found or rank < found[thing.value][0]:
                    found[thing.value] = rank, label.value
    return {iri: label for iri, (_, label) in found.items()}
