"""What templates write values with: dates as people write them, addresses that may be followed.

`web` gives an address of the web or None: nothing else that an article holds becomes a link.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import quote

from kg.edtf import day_bounds
from kg.markup import safe_url

__all__ = ["FILTERS", "day"]

_MONTHS: Final = ("January February March April May June July August September October "
                  "November December").split()


def day(text: str | None) -> str:
    """A date as people write it, with the precision that it has.

    >>> day("2018-05-14"), day("2018-05"), day("2018"), day("2016/..")
    ('14 May 2018', 'May 2018', '2018', 'from 2016')
    """
    if not text:
        return ""
    begin, slash, end = str(text).partition("/")
    if not slash:
        return _point(begin)
    if end in ("", ".."):
        return f"from {_point(begin)}"
    return f"until {_point(end)}" if begin in ("", "..") else f"{_point(begin)} to {_point(end)}"


def _point(text: str) -> str:
    parts = text.split("-")
    if not day_bounds(text)[0] or len(parts) > 3 or not all(part.isdigit() for part in parts):
        return text  # as the store has it: about, uncertain, a season
    if len(parts) == 1 or not 1 <= int(parts[1]) <= 12:
        return text
    month = f"{_MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return month if len(parts) == 2 else f"{int(parts[2])} {month}"


#: By their names in templates. `address` is for a part of a query string, `code` the last part
#: of an IRI.
FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    "web": safe_url,
    "day": day,
    "address": lambda text: quote(str(text), safe=""),
    "code": lambda iri: str(iri).rpartition("/")[2],
    "number": lambda n: f"{int(n):,}",
}
