"""What the page knows, in little room: columns instead of records, each text once.

    page_data -> packed -> the text of two blocks of the page

The records of `kg.page.data` repeat the names of their fields, and a report the title and
outlet of its article. Here each field of all acts is one list, a list of lists is two (how many
of each, and all of them), and texts stand in one list and are named by their number. The script
`data.js` reads it the same way.

Up to `PLAIN` characters a block is plain JSON, which a reader can look at and which is the same
bytes everywhere. What is larger is packed by gzip in base64, which browsers unpack themselves;
then the bytes are the same wherever the same build of zlib runs. There, long columns of numbers
stand as bytes behind the JSON, so that a browser has nothing to read of them.
"""

from __future__ import annotations

import base64
import gzip
import json
import sys
from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from kg.edtf import day_bounds

__all__ = ["PLAIN", "block_text", "packed"]

#: So many characters of JSON stay as they are: one to two thousand articles.
PLAIN: Final = 4_000_000

#: Numbers of a list as long as this stand as bytes in a packed block, up to so many each.
_COLUMN: Final = 1000
_WIDEST: Final = 4

#: Packing harder takes three times as long and wins a hundredth.
_LEVEL: Final = 6


def packed(data: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The data of `kg.page.data.page_data` in columns, -1 standing for None: what the drawing
    and the table show, and apart from it the texts that only evidence shows.

    Texts are numbered through both. Dates come first, in their order, so that their numbers
    compare as they do.
    """
    acts, actors = data["acts"], data["actors"]
    reports = [report for act in acts for report in act["reports"]]
    dates = sorted({date for date in (*(act["date"] for act in acts),
                                      *(report["published"] for report in reports)) if date})
    texts = _Texts(dates)
    actor_texts = {name: _lists(texts.all(actor[name]) for actor in actors)
                   for name in ("aliases", "roles")}
    texts.all(report["publisher"] for report in reports)
    at_once = len(texts.list)
    sources: dict[tuple[Any, ...], int] = {}
    source_of = [
        sources.setdefault(tuple(report[name] for name in _SOURCE), len(sources))
        for report in reports
    ]
    words = data["words"]
    types = _Places(word[0] for word in words["type"])
    statuses = _Places(word[0] for word in words["status"])
    modalities = _Places(word[0] for word in words["modality"])
    kinds = _Places(sorted(words["kind"]))  # as the keys of an object are written
    now = {
        **{name: value for name, value in data.items() if name not in ("acts", "actors")},
        "actors": {
            "id": [actor["id"] for actor in actors],
            "name": [actor["name"] for actor in actors],
            "isPerson": [int(actor["kind"] == "person") for actor in actors],
            "type": [kinds(actor["type"]) for actor in actors],
            "country": [_or_none(actor["country"]) for actor in actors],
            **actor_texts,
        },
        "acts": {
            # A link is named by the two that it joins.
            "id": [act["id"] for act in acts if act["type"] is not None],
            "type": [types(act["type"]) for act in acts],
            "status": [statuses(act["status"]) for act in acts],
            "modality": [modalities(act["modality"]) for act in acts],
            "date": [texts(act["date"]) for act in acts],
            "place": [texts(act["place"]) for act in acts],
            **{name: _lists(act[name] for act in acts)
               for name in ("countries", "actors", "topics")},
            "pairs": _lists(_flat(act["pairs"]) for act in acts),
            "ties": _lists(_flat(act["ties"]) for act in acts),
            "partners": _lists(
                [number for actor, countries in act["partners"] for country in countries
                 for number in (actor, country)] for act in acts),
            "roles": _lists(texts.all(_flat(act["roles"])) for act in acts),
            "amounts": _lists(texts.all(act["amounts"]) for act in acts),
            "reports": [len(act["reports"]) for act in acts],
        },
        "reports": {
            "status": [statuses(report["status"]) for report in reports],
            "modality": [modalities(report["modality"]) for report in reports],
            "origin": [report["origin"] for report in reports],
            "source": source_of,
            "quotes": _lists(texts.all(report["quotes"]) for report in reports),
            "by": [texts(report["by"]) for report in reports],
            "confidence": [report["confidence"] for report in reports],
        },
        "sources": {
            name: [texts(source[place]) for source in sources]
            for place, name in enumerate(_SOURCE)
        },
        "years": _flat(_years(date) for date in dates),
        "texts": texts.list[:at_once],
    }
    return now, {"texts": texts.list[at_once:]}


def block_text(value: Any) -> tuple[str, str]:
    """The text of a block and how it is packed: "plain" or "gzip"."""
    plain = _json(value)
    if len(plain) <= PLAIN:
        return plain, "plain"
    columns = bytearray()
    head = _json(_without_columns(value, columns)).encode("utf-8")
    head += b" " * (-len(head) % _WIDEST)
    whole = len(head).to_bytes(_WIDEST, "little") + head + columns
    squeezed = gzip.compress(whole, compresslevel=_LEVEL, mtime=0)
    return base64.b64encode(squeezed).decode("ascii"), "gzip"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _without_columns(value: Any, columns: bytearray) -> Any:
    """`value` with its long lists of whole numbers put into `columns`, little-endian, and where
    each begins, how many it has, and of how many bytes, in its place."""
    if isinstance(value, dict):
        return {name: _without_columns(part, columns) for name, part in value.items()}
    if (not isinstance(value, list) or len(value) < _COLUMN
            or not all(type(number) is int for number in value)):
        return value
    width = next(width for width in (1, 2, _WIDEST)
                 if -(1 << 8 * width - 1) <= min(value) and max(value) < 1 << 8 * width - 1)
    numbers = array({1: "b", 2: "h", _WIDEST: "i"}[width], value)
    if sys.byteorder == "big":
        numbers.byteswap()
    place = len(columns)
    columns += numbers.tobytes()
    columns += bytes(-len(columns) % _WIDEST)  # each begins where a number of any width may
    return {"at": place, "n": len(value), "width": width}


#: What the reports of one article have in common.
_SOURCE: Final = ("title", "publisher", "published", "url")


class _Texts:
    """Each text once, by number, in the order in which they come."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.list = list(texts)
        self._places = {text: place for place, text in enumerate(self.list)}

    def __call__(self, text: str | None) -> int:
        if not text:
            return -1
        place = self._places.setdefault(text, len(self.list))
        if place == len(self.list):
            self.list.append(text)
        return place

    def all(self, texts: Iterable[str]) -> list[int]:
        return [self(text) for text in texts]


class _Places:
    """The place of each word in its list; -1 for None."""

    def __init__(self, words: Iterable[str]) -> None:
        self._places = {word: place for place, word in enumerate(words)}

    def __call__(self, word: str | None) -> int:
        return -1 if word is None else self._places[word]


def _lists(lists: Iterable[Sequence[int]]) -> dict[str, list[int]]:
    """Lists as how many each has, and all that they have; empty where none has any."""
    counts: list[int] = []
    values: list[int] = []
    for one in lists:
        counts.append(len(one))
        values += one
    return {"n": counts if values else [], "all": values}


def _years(date: str) -> tuple[int, int]:
    """The first and last year that an EDTF date may mean: 0 and 9999 for an end that is open,
    -1 for what is no date."""
    first, last = day_bounds(date)
    if not first and not last:
        return -1, -1
    return int(first[:4]) if first else 0, int(last[:4]) if last else 9999


def _flat(pairs: Iterable[Sequence[Any]]) -> list[Any]:
    return [value for pair in pairs for value in pair]


def _or_none(number: int | None) -> int:
    return -1 if number is None else number
