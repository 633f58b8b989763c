"""Lists of organisations as tables: our own form, and what the Wikidata query service gives.

    CSV, TSV, or JSON of a SPARQL SELECT -> Record | DataError

Columns are known by many names (`_COLUMNS`); others are passed over. Several values in a cell are
parted by "|"; Wikidata's aliases by ", ", as its label service writes them. Rows with one item
are one organisation: a query gives one for each value.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from kg.errors import DataError
from kg.registry.records import Record, country_code
from kg.registry.table import INTERNATIONAL, LONGEST_CELL, is_ror, is_wikidata

__all__ = ["read_list"]

#: What a column may be called, without case, blanks and underscores.
_COLUMNS: Final = {
    "id": "id",
    "item": "wikidata", "wikidata": "wikidata", "wikidataid": "wikidata", "qid": "wikidata",
    "name": "name", "label": "name", "itemlabel": "name", "title": "name", "preflabel": "name",
    "organisation": "name", "organization": "name", "institution": "name",
    "aliases": "aliases", "alias": "aliases", "altlabel": "aliases", "altlabels": "aliases",
    "itemaltlabel": "aliases", "alsoknownas": "aliases", "othernames": "aliases",
    "officialname": "aliases", "nativelabel": "aliases", "formernames": "aliases",
    "acronym": "acronym", "acronyms": "acronym", "shortname": "acronym",
    "abbreviation": "acronym",
    "type": "type", "typelabel": "type", "class": "type", "classlabel": "type",
    "instanceof": "type", "instanceoflabel": "type", "kind": "type",
    "country": "country", "countrycode": "country", "countrylabel": "country", "iso": "country",
    "iso2": "country", "iso3": "country", "alpha2": "country", "alpha3": "country",
    "ror": "ror", "rorid": "ror",
    "parent": "parents", "parents": "parents", "parentorganization": "parents",
    "status": "status",
}
_NO_RESULT: Final = ("no result of a query in JSON; expected the results of a SPARQL SELECT")
_ITEM: Final = re.compile(r"(?:https?://www\.wikidata\.org/(?:entity|wiki)/)?(Q[1-9]\d*)")


def read_list(path: Path, *, country: str | None = None, kind: str | None = None
              ) -> Iterator[Record | DataError]:
    """The organisations of a list, and the faults in it, in their order.

    `country` (a code, or INT) and `kind` stand for what a row leaves empty. Raises DataError for
    a file that holds no such list at all.
    """
    groups: dict[str, Record] = {}
    for line, cells in _rows(path):
        if isinstance(cells, str):
            yield DataError(str(path), cells, line=line)
            continue
        try:
            record = _to_record(cells, line, country, kind)
        except ValueError as error:
            yield DataError(str(path), str(error), line=line)
            continue
        known = groups.get(record.key)
        groups[record.key] = record if known is None else _one(known, record)
    yield from groups.values()


def _rows(path: Path) -> Iterator[tuple[int, dict[str, list[str]] | str]]:
    """Line, and the values of each column that is known, by our name for it; or what is wrong
    with it."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(str(path), f"not UTF-8 ({error.reason}); expected a table") from error
    if text.lstrip()[:1] in ("{", "["):
        yield from _bindings(path, text)
        return
    first = text.split("\n", 1)[0]
    separator = max("\t;,", key=first.count)
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        header = next(reader, [])
        columns = [_column(name) for name in header]
        if "name" not in columns:
            raise DataError(str(path), f"no column of names among {', '.join(header) or 'none'}; "
                                       "expected one called name, label or itemLabel", line=1)
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, _cells(header, columns, row)
    except csv.Error as error:
        raise DataError(str(path), f"no table ({error})", line=reader.line_num) from error


def _column(name: str) -> str:
    return _COLUMNS.get(re.sub(r"[\s_-]", "", name).casefold(), "")


def _cells(header: list[str], columns: list[str], row: list[str]) -> dict[str, list[str]]:
    cells: dict[str, list[str]] = {}
    for name, column, cell in zip(header, columns, row, strict=False):
        if column and cell.strip():
            parted = re.split(r"\||, " if "AltLabel" in name else r"\|", cell)
            cells.setdefault(column, []).extend(
                value for part in parted if (value := " ".join(part.split())))
    return cells


def _bindings(path: Path, text: str) -> Iterator[tuple[int, dict[str, list[str]] | str]]:
    """The rows of a SPARQL result in JSON, numbered from 1; also the short form that the query
    service calls JSON."""
    try:
        content = json.loads(text)
        rows = content["results"]["bindings"] if isinstance(content, dict) else content
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DataError(str(path), _NO_RESULT) from error
    if not isinstance(rows, list) or rows and not any(isinstance(row, dict) for row in rows):
        raise DataError(str(path), _NO_RESULT)
    for number, row in enumerate(rows, 1):
        cells = _texts(row, is_plain=isinstance(content, list))
        if cells is None:
            yield number, "a binding without a text; expected {variable: {\"value\": \"…\"}}"
            continue
        header = list(cells)
        yield number, _cells(header, [_column(name) for name in header], list(cells.values()))


def _texts(row: Any, *, is_plain: bool) -> dict[str, str] | None:
    """The texts of a binding by variable; None where one is none."""
    if not isinstance(row, dict):
        return None
    if is_plain:
        return {key: str(value) for key, value in row.items() if value is not None}
    found = {}
    for key, cell in row.items():
        value = cell.get("value") if isinstance(cell, dict) else None
        if not isinstance(value, str):
            return None
        found[key] = value
    return found


def _to_record(cells: dict[str, list[str]], line: int, country: str | None, kind: str | None
               ) -> Record:
    names = [*cells.get("name", [])[:1], *cells.get("aliases", ()), *cells.get("name", [])[1:]]
    if not cells.get("name"):
        raise ValueError("no name")
    item = _ITEM.fullmatch(cells["wikidata"][0]) if "wikidata" in cells else None
    if "wikidata" in cells and (item is None or not is_wikidata(item[1])):
        raise ValueError(f'Wikidata item "{cells["wikidata"][0]}"; expected Q and a number')
    if item is not None and _ITEM.fullmatch(names[0]):
        raise ValueError(f"{item[1]} has no name in the language of the list")
    ror = cells.get("ror", [""])[0]
    if ror and not ror.startswith("https://"):
        ror = f"https://ror.org/{ror.removeprefix('http://').removeprefix('ror.org/')}"
    if ror and not is_ror(ror):
        raise ValueError(f'ROR id "{ror}" does not check; expected https://ror.org/0…')
    given = next(iter(cells.get("country", ())), country or "")
    code = None if given == INTERNATIONAL else country_code(given)
    types = tuple(cells.get("type", ())) or ((kind,) if kind else ())
    if code is None and given != INTERNATIONAL:
        raise ValueError(f'country "{given}" is not known; expected a code, a name, or '
                         f"{INTERNATIONAL} for an international body" if given else
                         "no country; give one in the list or with --country")
    status = cells.get("status", ["active"])[0].casefold()
    if status not in ("active", "inactive", "withdrawn"):
        raise ValueError(f'status "{status}"; expected active, inactive or withdrawn')
    id_ = cells.get("id", [""])[0]
    key = item[1] if item else ror or id_ or f"{names[0]}\n{given}"
    return Record(key, line, tuple(dict.fromkeys(names)), types, code,
                  tuple(dict.fromkeys(cells.get("acronym", ()))), ror, item[1] if item else "",
                  tuple(cells.get("parents", ())), status, id_)


def _one(known: Record, more: Record) -> Record:
    """One organisation that stands in several rows."""
    return replace(
        known, names=tuple(dict.fromkeys((*known.names, *more.names))),
        types=tuple(dict.fromkeys((*known.types, *more.types))),
        acronyms=tuple(dict.fromkeys((*known.acronyms, *more.acronyms))),
        ror=known.ror or more.ror,
        parents=tuple(dict.fromkeys((*known.parents, *more.parents))))
