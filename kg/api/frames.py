"""Typed columns as a pandas DataFrame or an Arrow table.

    Columns -> DataFrame, Table

Whole numbers are Int64, truth values boolean and text string, which all know a missing value;
days are datetime64, moments the same in UTC. In Arrow: int64, bool, string, date32, timestamp.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from kg.errors import UsageError
from kg.query.columns import Column

if TYPE_CHECKING:
    import pandas
    import pyarrow

__all__ = ["need", "to_arrow", "to_frame", "with_missing"]

#: What a kind of column is in pandas.
_DTYPES: Final = {
    "text": "string", "iri": "string", "integer": "Int64", "number": "float64",
    "truth": "boolean", "day": "datetime64[us]", "moment": "datetime64[us, UTC]",
}


def to_frame(columns: Sequence[Column], about: Mapping[str, Any]) -> pandas.DataFrame:
    """The columns as a DataFrame, with `about` in its `attrs`."""
    need("pandas")
    import pandas

    series = {}
    for column in columns:
        dtype: Any = _DTYPES[column.kind]
        if column.kind in ("day", "moment"):
            series[column.name] = pandas.Series(
                pandas.to_datetime(pandas.Series(column.values, dtype="object"),
                                   utc=column.kind == "moment", errors="coerce")).astype(dtype)
        else:
            series[column.name] = pandas.Series(column.values, dtype=dtype)
    frame: pandas.DataFrame = pandas.DataFrame(series)
    frame.attrs.update(about)
    return frame


def to_arrow(columns: Sequence[Column], about: Mapping[str, Any]) -> pyarrow.Table:
    """The columns as an Arrow table, with `about` in the metadata of its schema."""
    need("pyarrow")
    import pyarrow

    types = {
        "text": pyarrow.string(), "iri": pyarrow.string(), "integer": pyarrow.int64(),
        "number": pyarrow.float64(), "truth": pyarrow.bool_(), "day": pyarrow.date32(),
        "moment": pyarrow.timestamp("us", "UTC"),
    }
    schema = pyarrow.schema(
        [(column.name, types[column.kind]) for column in columns],
        metadata={key: str(value) for key, value in about.items()})
    return pyarrow.Table.from_arrays(
        [pyarrow.array(list(column.values), types[column.kind]) for column in columns],
        schema=schema)


def with_missing(frame: pandas.DataFrame, types: Mapping[str, str]) -> pandas.DataFrame:
    """A frame of the facts table with types that know missing values. `types` are those of its
    columns as DuckDB calls them: else a column of whole numbers with a gap would be of floats."""
    wanted: dict[str, Any] = {}
    for name, type_ in types.items():
        if type_ in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UINTEGER", "UBIGINT", "HUGEINT"):
            wanted[name] = "Int64"
        elif type_ == "BOOLEAN":
            wanted[name] = "boolean"
        elif type_ == "VARCHAR":
            wanted[name] = "string"
    attrs = frame.attrs
    frame = frame.astype(wanted)
    frame.attrs.update(attrs)
    return frame


def need(library: str) -> None:
    """Raise UsageError, with what to do, where a library is not installed."""
    if find_spec(library) is None:
        raise UsageError(f"{library} is not installed; pip install '.[frames]'")
