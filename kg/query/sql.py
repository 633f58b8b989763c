"""A question to the facts table -> an Answer: SQL, where `kg.query.run` has SPARQL.

Rows become terms, so that answers of both are written in the same way: numbers, days and truth
values typed, addresses in columns called `iri` as such, lists as their entries with "; " between.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from kg.query.results import format_answer
from kg.query.run import Answer

if TYPE_CHECKING:
    from kg.table import FactsTable

__all__ = ["run_sql", "table_as_csv"]

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_NUMBER: Final = re.compile(r"-?\d{1,15}(\.\d{1,15})?")


def run_sql(
    table: FactsTable, sql: str, parameters: Mapping[str, str] | None = None
) -> Answer:
    """Answer a SELECT; $name in it stands for the parameter called so.

    A parameter that reads as a number is one. Raises UsageError for what is no SELECT, is
    ill-formed or fails.
    """
    values = {name: _value(value) for name, value in (parameters or {}).items()}
    found = table.query(sql, values)
    rows = tuple(
        tuple(_term(value, name) for name, value in zip(found.columns, row, strict=True))
        for row in found.rows
    )
    return Answer("SELECT", found.columns, rows)


def table_as_csv(table: FactsTable, name: str) -> str:
    """The whole table called `name` as CSV, in order of its columns.

    Raises UsageError for a name that is none.
    """
    known = table.table(name)
    order = ", ".join(f'"{column}"' for column in known.order)
    return format_answer(
        run_sql(table, f"SELECT * FROM {known.name} ORDER BY {order}"), "csv")


def _value(text: str) -> str | int | float:
    if not _NUMBER.fullmatch(text):
        return text
    return float(text) if "." in text else int(text)


def _term(value: Any, column: str) -> ox.NamedNode | ox.Literal | None:
    if value is None:
        return None
    if isinstance(value, bool | int | float):
        return ox.Literal(value)
    if isinstance(value, Decimal):
        return ox.Literal(f"{value:f}", datatype=ox.NamedNode(_XSD + "decimal"))
    if isinstance(value, datetime.datetime):
        return ox.Literal(value.isoformat(), datatype=ox.NamedNode(_XSD + "dateTime"))
    if isinstance(value, datetime.date):
        return ox.Literal(value.isoformat(), datatype=ox.NamedNode(_XSD + "date"))
    if isinstance(value, list | tuple):
        return ox.Literal("; ".join("" if one is None else _text(one) for one in value))
    if isinstance(value, str) and column.rpartition("_")[2] == "iri":
        try:
            return ox.NamedNode(value)
        except ValueError:
            pass  # a column of the user's that is called so
    return ox.Literal(_text(value))


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
