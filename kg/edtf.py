"""First and last day that a date of the Extended Date/Time Format allows.

`2018-06` allows 1 to 30 June. The bounds serve comparison only: what is kept as the date is
the expression itself, with no more precision than the text had.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache
from typing import Final

__all__ = ["day_bounds"]

# Level 0, and of level 1 the qualifiers (2018~), unspecified digits (201X), seasons and
# intervals that are open on one side.
_POINT: Final = re.compile(
    r"(?P<year>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX)"
    r"(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?[~?%]?"
)

#: How an interval that is open at an end writes that end.
_OPEN: Final = ("", "..")

#: The months that seasons 21 to 24 reach over; winter is left to the whole year, since texts
#: mean either end of it.
_SEASONS: Final = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (1, 12)}


@lru_cache(maxsize=1024)
def day_bounds(expression: str) -> tuple[str | None, str | None]:
    """The first and the last day that `expression` allows, as ISO 8601; None is unbounded.

    What is no date of that format is (None, None).

    >>> day_bounds("2018-02"), day_bounds("2016/2018-03"), day_bounds("soon")
    (('2018-02-01', '2018-02-28'), ('2016-01-01', '2018-03-31'), (None, None))
    """
    first, slash, last = expression.partition("/")
    if not slash:
        last = first
    earliest = None if first in _OPEN else _point(first)
    latest = None if last in _OPEN else _point(last)
    if (first not in _OPEN and earliest is None) or (last not in _OPEN and latest is None):
        return None, None
    return earliest[0] if earliest else None, latest[1] if latest else None


def _point(expression: str) -> tuple[str, str] | None:
    match = _POINT.fullmatch(expression)
    if not match:
        return None
    first_year, last_year = (int(match["year"].replace("X", digit)) for digit in "09")
    month, day = match["month"], match["day"]
    first_month, last_month = (1, 12) if month in (None, "XX") else (int(month), int(month))
    if first_month in _SEASONS:
        first_month, last_month = _SEASONS[first_month]
    try:
        if day not in (None, "XX") and month != "XX":
            whole = date(first_year, first_month, int(day)), date(last_year, last_month, int(day))
        else:
            end = calendar.monthrange(last_year, last_month)[1]
            whole = date(first_year, first_month, 1), date(last_year, last_month, end)
    except (ValueError, calendar.IllegalMonthError):
        return None  # the calendar has no such day
    return whole[0].isoformat(), whole[1].isoformat()
