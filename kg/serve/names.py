"""IRIs of things and the paths under which a server answers for them, both ways.

    <BASE>engagement/x                              /id/engagement/x
    <https://w3id.org/health-cooperation/topic/y>   /topic/y
    <https://w3id.org/health-cooperation/ontology#Z> /ontology

So the addresses of the vocabulary can be redirected to a server by one rule, whatever follows.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from kg.rdf.iris import Iris

__all__ = ["LISTS", "iri_of", "local_path"]

_ROOT: Final = "https://w3id.org/health-cooperation/"
#: Where the lists lie under the vocabulary's own address, the same for every store.
LISTS: Final = (
    "bloc", "country", "institution-type", "modality", "pair", "role", "status", "topic", "type",
)
_ID: Final = "/id/"
#: What stands in a path as it is.
_SAFE: Final = "/:@!$&'()*+,;=~"


def local_path(iri: str, iris: Iris) -> str | None:
    """The path of `iri`, percent-encoded, or None where it is not ours.

    >>> local_path("https://w3id.org/health-cooperation/status/signed", Iris())
    '/status/signed'
    """
    if iri.startswith(iris.base):
        return _ID + quote(iri[len(iris.base):], safe=_SAFE)
    if not iri.startswith(_ROOT):
        return None
    rest = iri[len(_ROOT):]
    if rest.partition("#")[0] == "ontology":
        return "/ontology"
    return "/" + quote(rest, safe=_SAFE) if rest.partition("/")[0] in LISTS else None


def iri_of(path: str, iris: Iris) -> str | None:
    """The IRI that `path` stands for, of which escapes have been decoded (once: an IRI may hold
    some itself); None where it is none of ours.

    >>> iri_of("/id/engagement/x", Iris())
    'https://w3id.org/health-cooperation/id/engagement/x'
    """
    if path.startswith(_ID) and len(path) > len(_ID):
        return iris.base + path[len(_ID):]
    if path == "/ontology":
        return _ROOT + "ontology"
    first = path.strip("/").partition("/")[0]
    return _ROOT + path[1:].rstrip("/") if first in LISTS else None
