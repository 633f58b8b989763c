"""Tables of institutions: data/institutions.csv, and a user's own in the same columns and more.

    CSV <-> rows

`COLUMNS` are those of the shipped table; a user's has `USER_COLUMNS`. Several values in a cell
are parted by "|".
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.errors import DataError
from kg.model import INSTITUTION_TYPES

__all__ = [
    "COLUMNS", "INTERNATIONAL", "LONGEST_CELL", "USER_COLUMNS", "Registered", "is_ror",
    "is_wikidata", "read_former_names", "read_rows", "to_csv",
]

#: What a table has in the place of a country for an organisation of many.
INTERNATIONAL: Final = "INT"

COLUMNS: Final = (
    "id", "name", "type", "country", "acronym", "aliases", "ror_id", "wikidata_id",
)
USER_COLUMNS: Final = (*COLUMNS, "parents", "status", "source")

#: No cell is longer, in characters; the csv module alone would stop at an eighth of a megabyte.
LONGEST_CELL: Final = 1 << 24
#: A cell that begins so is run as a formula by the common spreadsheets: it gets a quote mark
#: before it, which reading takes off.
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_MARKED: Final = re.compile(r"'+[=+\-@\t\r＝＋－＠]")

_ROR: Final = re.compile(r"https://ror\.org/(0[0-9a-hjkmnp-tv-z]{6})([0-9]{2})")
_WIKIDATA: Final = re.compile(r"Q[1-9][0-9]{0,11}")
_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,199}")
#: The alphabet of ROR ids, without i, l, o and u (Crockford's base 32).
_DIGITS: Final = {char: value for value, char in enumerate("0123456789abcdefghjkmnpqrstvwxyz")}


@dataclass(frozen=True, slots=True)
class Registered:
    """A row: `names` are all it goes by, acronyms and aliases among them, its own name first.

    `ror` is the address of its record in ROR, `wikidata` its item there, `parents` are ids of
    rows or addresses in ROR. `status` is active or inactive; `source` names where a row of a
    user's table was read from.
    """

    id: str
    type: str
    country: str | None
    names: tuple[str, ...]
    acronyms: tuple[str, ...] = ()
    ror: str = ""
    wikidata: str = ""
    parents: tuple[str, ...] = ()
    status: str = "active"
    source: str = ""

    @property
    def matches(self) -> tuple[str, ...]:
        """What it is elsewhere: addresses in ROR and Wikidata."""
        wikidata = f"http://www.wikidata.org/entity/{self.wikidata}" if self.wikidata else ""
        return tuple(filter(None, (self.ror, wikidata)))


def is_ror(address: str) -> bool:
    """Is this the address of a record in ROR? Its last two digits are a check on the others
    (ISO 7064, mod 97-10, of the number that they are in base 32).

    >>> is_ror("https://ror.org/01f80g185"), is_ror("https://ror.org/01f80g158")
    (True, False)
    """
    match = _ROR.fullmatch(address)
    if match is None:
        return False
    number = 0
    for char in match[1]:
        number = number * 32 + _DIGITS[char]
    return 98 - number * 100 % 97 == int(match[2])


def is_wikidata(item: str) -> bool:
    """Has this the form of an item of Wikidata, Q and a number?"""
    return _WIKIDATA.fullmatch(item) is not None


def read_rows(path: Path) -> Iterator[Registered]:
    """The rows of a table, in their order.

    Raises DataError for a fault in one (an id that stands twice, a type or identifier that is
    none), and for a file that is no such table.
    """
    seen: set[str] = set()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(str(path), f"not UTF-8 ({error.reason}); expected a table") from error
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = [name for name in COLUMNS[:4] if name not in (reader.fieldnames or ())]
    if missing:
        raise DataError(str(path), f"no column {', '.join(missing)}; expected a table of "
                                   f"institutions ({', '.join(COLUMNS)})", line=1)
    try:
        for cells in reader:
            fault = _fault(cells, seen)
            if fault is not None:
                raise DataError(str(path), fault, line=reader.line_num)
            seen.add(cells["id"])
            yield _to_row({name: cell[1:] if _MARKED.match(cell) else cell
                           for name, cell in cells.items()})
    except csv.Error as error:
        raise DataError(str(path), f"no table ({error})", line=reader.line_num) from error


def _fault(cells: dict[str, str], seen: set[str]) -> str | None:
    id_ = cells["id"] or ""
    if None in cells or None in cells.values():
        return f"{len(cells)} cells and more or fewer; expected as many as there are columns"
    if not _ID.fullmatch(id_):
        return f'id "{id_}"; expected small letters, digits and hyphens'
    if id_ in seen:
        return f'id "{id_}" stands twice'
    if not cells["name"]:
        return f'no name for "{id_}"'
    if cells["type"] not in INSTITUTION_TYPES:
        return f'type "{cells["type"]}"; expected one of {", ".join(INSTITUTION_TYPES)}'
    if not re.fullmatch(f"[A-Z]{{2}}|{INTERNATIONAL}|", cells["country"]):
        return f'country "{cells["country"]}"; expected an ISO 3166-1 alpha-2 code or INT'
    if cells.get("ror_id") and not is_ror(cells["ror_id"]):
        return f'ROR id "{cells["ror_id"]}" does not check; expected https://ror.org/0…'
    if cells.get("wikidata_id") and not is_wikidata(cells["wikidata_id"]):
        return f'Wikidata item "{cells["wikidata_id"]}"; expected Q and a number'
    return None


def _to_row(cells: dict[str, str]) -> Registered:
    acronyms = _values(cells.get("acronym"))
    return Registered(
        cells["id"], cells["type"],
        None if cells["country"] in ("", INTERNATIONAL) else cells["country"],
        tuple(dict.fromkeys((cells["name"], *acronyms, *_values(cells.get("aliases"))))),
        acronyms, cells.get("ror_id") or "", cells.get("wikidata_id") or "",
        _values(cells.get("parents")), cells.get("status") or "active", cells.get("source") or "",
    )


def _values(cell: str | None) -> tuple[str, ...]:
    return tuple(filter(None, (cell or "").split("|")))


def read_former_names(path: Path) -> dict[str, tuple[tuple[str, str, str], ...]]:
    """(name, since, until) of the names that institutions had before, by id; the years as the
    table has them, an empty one where it is not known."""
    found: dict[str, tuple[tuple[str, str, str], ...]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for cells in csv.DictReader(file):
            known = (cells["name"], cells["since"], cells["until"])
            found[cells["id"]] = (*found.get(cells["id"], ()), known)
    return found


def to_csv(rows: Iterable[Registered]) -> bytes:
    """A user's table of `rows`, in order of id."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(USER_COLUMNS)
    for row in sorted(rows, key=lambda one: one.id):
        aliases = [name for name in row.names[1:] if name not in row.acronyms]
        cells = [
            row.id, row.names[0], row.type, row.country or INTERNATIONAL, "|".join(row.acronyms),
            "|".join(aliases), row.ror, row.wikidata, "|".join(row.parents), row.status,
            row.source,
        ]
        writer.writerow([f"'{cell}" if _FORMULA.match(cell) else cell for cell in cells])
    return out.getvalue().encode("utf-8")
