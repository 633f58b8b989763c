"""A data dump of ROR, schema 2, as records.

    JSON array, JSON lines, or the zip that ROR publishes -> Record | DataError

A dump has some 110,000 records in 250 MB; it is read one record at a time. Withdrawn records are
left to the caller, who counts them; their names belong to what took their place.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final

from kg.errors import DataError
from kg.registry.records import Record, country_code
from kg.registry.table import is_ror, is_wikidata

__all__ = ["read_ror"]

_CHUNK: Final = 1 << 20
#: No record is longer; what is, is no JSON.
_LONGEST: Final = 1 << 24
#: What is raised by an archive that is damaged, locked, or packed as nobody else does.
_DAMAGE: Final = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError)
_BLANK: Final = re.compile(r"[\s,]*")


def read_ror(path: Path) -> Iterator[Record | DataError]:
    """The records of a dump, and the faults in it, in their order.

    Raises DataError for a file that holds no dump at all.
    """
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            names = sorted(name for name in archive.namelist() if name.endswith(".json"))
            # Older archives hold both schemas.
            wanted = [name for name in names if "schema_v2" in name] or names
            if not wanted:
                raise DataError(str(path), "no .json in the archive; expected a data dump of ROR")
            for name in wanted:
                try:
                    with archive.open(name) as file:
                        yield from _read(file, f"{path}:{name}")
                except _DAMAGE as error:
                    yield DataError(f"{path}:{name}", f"the archive cannot be read ({error}); "
                                                      "the rest of it is left out")
        return
    with path.open("rb") as file:
        yield from _read(file, str(path))


def _read(file: IO[bytes], source: str) -> Iterator[Record | DataError]:
    seen: set[str] = set()
    for number, value in enumerate(_values(file, source), 1):
        if isinstance(value, DataError):
            yield value
            continue
        try:
            record = _to_record(value, number)
        except _Fault as fault:
            name = value.get("id") if isinstance(value, dict) else None
            called = f" ({name})" if isinstance(name, str) else ""
            yield DataError(source, f"record {number}{called}: {fault}")
            continue
        if record.key in seen:
            yield DataError(source, f"record {number} ({record.key}): its id stands twice")
            continue
        seen.add(record.key)
        yield record


def _values(file: IO[bytes], source: str) -> Iterator[Any]:
    """The values of a JSON array or of JSON lines, one at a time."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace")
    decode = json.JSONDecoder().raw_decode
    buffer, at, is_end, line = "", 0, False, 1
    begun = False
    while True:
        match = _BLANK.match(buffer, at)
        assert match is not None
        at = match.end()
        if not begun and at < len(buffer):
            begun = True
            if buffer[at] == "[":
                at += 1
                continue
        if at < len(buffer) and buffer[at] == "]":
            return
        value: Any = None
        if at < len(buffer):
            try:
                value, end = decode(buffer, at)
            except (ValueError, RecursionError) as error:
                if is_end or len(buffer) - at > _LONGEST:
                    line += buffer.count("\n", 0, at)
                    message = "nested too deeply" if isinstance(error, RecursionError) else (
                        getattr(error, "msg", None) or "a number of too many digits")
                    yield DataError(source, f"no valid JSON ({message}); the rest of the file "
                                            "is left out", line=line)
                    return
            else:
                # A number may go on in what has not been read yet.
                if end < len(buffer) or is_end or isinstance(value, dict):
                    yield value
                    at = end
                    continue
        elif is_end:
            return
        more = text.read(_CHUNK)
        line += buffer.count("\n", 0, at)
        buffer, at, is_end = buffer[at:] + more, 0, not more


class _Fault(Exception):
    """What is wrong with a record."""


def _to_record(value: Any, number: int) -> Record:
    if not isinstance(value, dict):
        raise _Fault("expected an object")
    id_ = value.get("id")
    if not isinstance(id_, str) or not is_ror(id_):
        raise _Fault(f'id {id_!r} does not check; expected https://ror.org/0…')
    if "names" not in value and "name" in value:
        raise _Fault("it is in schema 1, which ROR has given up; expected schema 2")
    names, acronyms = _names(value.get("names"))
    country = _country(value.get("locations"))
    wikidata = _wikidata(value.get("external_ids"))
    parents = sorted(
        one["id"] for one in _objects(value, "relationships")
        if one.get("type") == "parent" and isinstance(one.get("id"), str) and is_ror(one["id"]))
    status = value.get("status")
    if status not in ("active", "inactive", "withdrawn"):
        raise _Fault(f"status {status!r}; expected active, inactive or withdrawn")
    types = value.get("types")
    if not isinstance(types, list) or not all(isinstance(one, str) for one in types):
        raise _Fault("no types; expected an array of strings")
    return Record(id_, number, names, tuple(types), country, acronyms, id_, wikidata,
                  tuple(parents), status)


def _names(value: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All names, the one to show first, and acronyms apart."""
    if not isinstance(value, list) or not value:
        raise _Fault("no names; expected an array of objects")
    shown: list[str] = []
    others: list[str] = []
    acronyms: list[str] = []
    for one in value:
        if not isinstance(one, dict) or not isinstance(one.get("value"), str):
            raise _Fault("a name without a value; expected a string")
        name, kinds = " ".join(one["value"].split()), one.get("types") or []
        if not isinstance(kinds, list):
            raise _Fault(f"types {kinds!r} of a name; expected an array of strings")
        if not name:
            continue
        if "ror_display" in kinds:
            shown.append(name)
        elif "acronym" in kinds:
            acronyms.append(name)
        elif one.get("lang") == "en":
            others.insert(0, name)
        else:
            others.append(name)
    if not shown:
        raise _Fault("none of its names is the one to show (ror_display)")
    return tuple(dict.fromkeys((*shown, *others))), tuple(dict.fromkeys(acronyms))


def _country(value: Any) -> str:
    for place in value if isinstance(value, list) else ():
        details = place.get("geonames_details") if isinstance(place, dict) else None
        code = details.get("country_code") if isinstance(details, dict) else None
        if isinstance(code, str):
            known = country_code(code)
            if known is None:
                raise _Fault(f'country "{code}" is not among those of data/country_names.csv')
            return known
    raise _Fault("no country; expected locations with geonames_details")


def _wikidata(value: Any) -> str:
    """Its one item in Wikidata; empty where there are several and none is preferred."""
    for one in value if isinstance(value, list) else ():
        if isinstance(one, dict) and one.get("type") == "wikidata":
            every = one.get("all") or []
            if not isinstance(every, list):
                raise _Fault(f"all {every!r} of an external id; expected an array of strings")
            all_ = [item for item in every if isinstance(item, str)]
            item = one.get("preferred") or (all_[0] if len(all_) == 1 else "")
            return item if isinstance(item, str) and is_wikidata(item) else ""
    return ""


def _objects(value: dict[str, Any], key: str) -> list[dict[str, Any]]:
    found = value.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
