"""What the page knows, in little room: columns instead of records, each text once.

    page_data -> packed -> the text of a block of the page

The records of `kg.page.data` repeat the names of their fields, and a report the title and
outlet of its article. Here each field of all acts is one list, a list of lists is two (how many
of each, and all of them), and texts stand in one list and are named by their number. The script
`data.js` reads it the same way.

Up to `PLAIN` characters a block is plain JSON, which a reader can look at and which is the same
bytes everywhere. What is larger is packed by gzip in base64, which browsers unpack themselves;
then the bytes are the same wherever the same build of zlib runs.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

__all__ = ["PLAIN", "block_text", "packed"]

#: So many characters of JSON stay as they are: one to two thousand articles.
PLAIN: Final = 4_000_000

#: Packing harder takes three times as long and wins a hundredth.
_LEVEL: Final = 6


def packed(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data of `kg.page.data.page_data` in columns; -1 stands for None."""
    texts = _Texts()
    acts, actors = data["acts"], data["actors"]
    reports = [report for act in acts for report in act["reports"]]
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
    return {
        **{name: value for name, value in data.items() if name not in ("acts", "actors")},
        "actors": {
            "id": [actor["id"] for actor in actors],
            "name": [actor["name"] for actor in actors],
            "isPerson": [int(actor["kind"] == "person") for actor in actors],
            "type": [kinds(actor["type"]) for actor in actors],
            "country": [_or_none(actor["country"]) for actor in actors],
            "aliases": _lists(texts.all(actor["aliases"]) for actor in actors),
            "roles": _lists(texts.all(actor["roles"]) for actor in actors),
        },
        "acts": {
            # A link is named by the two that it joins.
            "id": [act["id"] for act in acts if act["type"] is not None],
            "type": [types(act["type"]) for act in acts],
            "status": [statuses(act["status"]) for act in acts],
            "modality": [modalities(act["modality"]) for act in acts],
            "date": [texts(act["date"]) for act in acts],
            "years": _lists(act["years"] or [] for act in acts),
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
        "texts": texts.list,
    }


def block_text(value: Any) -> tuple[str, str]:
    """The text of a block and how it is packed: "plain" or "gzip"."""
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    if len(plain) <= PLAIN:
        return plain, "plain"
    squeezed = gzip.compress(plain.encode("utf-8"), compresslevel=_LEVEL, mtime=0)
    return base64.b64encode(squeezed).decode("ascii"), "gzip"


#: What the reports of one article have in common.
_SOURCE: Final = ("title", "publisher", "published", "url")


class _Texts:
    """Each text once, by number, in the order in which they come."""

    def __init__(self) -> None:
        self.list: list[str] = []
        self._places: dict[str, int] = {}

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


def _flat(pairs: Iterable[Sequence[Any]]) -> list[Any]:
    return [value for pair in pairs for value in pair]


def _or_none(number: int | None) -> int:
    return -1 if number is None else number
