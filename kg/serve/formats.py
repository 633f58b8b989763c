"""What an answer can be written in, and which of it a client asks for (RFC 9110, section 12).

    Accept header -> quality of each offered media type -> the best, or none

A client names media types with weights and wildcards; what is more precise counts before what
is less, whatever the order in the header.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

__all__ = ["DATASETS", "ROWS", "SHORT", "TRIPLES", "Wanted", "best", "media_of", "wanted"]

#: Media types of rows and of yes or no, with the name of the format; the first is the default.
ROWS: Final[Mapping[str, str]] = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
#: Media types of triples.
TRIPLES: Final[Mapping[str, str]] = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml",
}
#: Media types of several graphs.
DATASETS: Final[Mapping[str, str]] = {
    "application/trig": "trig",
    "application/n-quads": "nquads",
}
#: What a link can say instead of a header: ?format=csv.
SHORT: Final[Mapping[str, tuple[str, ...]]] = {
    "json": ("application/sparql-results+json",),
    "xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
    "turtle": ("text/turtle",),
    "ttl": ("text/turtle",),
    "ntriples": ("application/n-triples",),
    "nt": ("application/n-triples",),
    "jsonld": ("application/ld+json",),
    "rdfxml": ("application/rdf+xml",),
    "rdf": ("application/rdf+xml",),
}

_TOKEN: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_RANGE: Final = re.compile(rf"\s*({_TOKEN})/({_TOKEN})\s*((?:;[^,]*)?)\s*")
_WEIGHT: Final = re.compile(
    r";\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*(?:;|$)", re.IGNORECASE)
#: More ranges than any client sends; a header of thousands is there to cost time.
_MOST_RANGES: Final = 64


@dataclass(frozen=True, slots=True)
class Wanted:
    """The best media type of each kind, None where the client takes none of it."""

    rows: str | None
    triples: str | None
    datasets: str | None = None


def wanted(accept: str | None, format: str | None = None) -> Wanted:
    """What a client wants by its Accept header, or by `format`, a name of SHORT.

    >>> wanted("text/csv;q=0.5, text/*;q=0.4, application/xml")
    Wanted(rows='application/xml', triples='text/turtle', datasets=None)
    """
    if format is not None:
        media = SHORT.get(format, ())
        return Wanted(
            next((one for one in media if one in ROWS), None),
            next((one for one in media if one in TRIPLES), None),
        )
    return Wanted(best(accept, list(ROWS)), best(accept, list(TRIPLES)),
                  best(accept, list(DATASETS)))


def best(accept: str | None, offered: Sequence[str]) -> str | None:
    """The one of `offered`, which are in our order of preference, that the client likes best.

    No header means that anything will do. None where nothing fits.

    >>> best("*/*;q=0.1, application/ld+json", ["text/turtle", "application/ld+json"])
    'application/ld+json'
    >>> best("text/turtle;q=0", ["text/turtle"]) is None
    True
    """
    if accept is None or not accept.strip():
        return offered[0] if offered else None
    ranges = _ranges(accept)
    rated = [(_quality(media, ranges), -at, media) for at, media in enumerate(offered)]
    quality, _, media = max(rated, default=(0.0, 0, ""))
    return media if quality > 0 else None


def media_of(content_type: str | None) -> str:
    """The media type of a Content-Type header, without its parameters, in small letters.

    >>> media_of("Application/SPARQL-Query; charset=utf-8")
    'application/sparql-query'
    """
    return (content_type or "").partition(";")[0].strip().lower()


def _ranges(accept: str) -> list[tuple[str, str, float]]:
    found = []
    for part in accept.split(",")[:_MOST_RANGES]:
        match = _RANGE.fullmatch(part)
        if match:
            weight = _WEIGHT.search(match[3])
            found.append((match[1].lower(), match[2].lower(), float(weight[1]) if weight else 1.0))
    return found


def _quality(media: str, ranges: Sequence[tuple[str, str, float]]) -> float:
    kind, _, name = media.partition("/")
    fitting = [
        ((range_kind != "*") + (range_name != "*"), quality)
        for range_kind, range_name, quality in ranges
        if range_kind in ("*", kind) and range_name in ("*", name)
    ]
    if not fitting:
        return 0.0
    closest = max(precision for precision, _ in fitting)
    return max(quality for precision, quality in fitting if precision == closest)
