"""Where on this server the page of a thing is.

    <base>engagement/x                /page/id/engagement/x
    …/health-cooperation/country/IR   /page/country/IR

The name of a thing is its IRI, whatever server shows it: pages say it as their canonical
address, and the server leads from the one to the other (`kg.serve.names`).
"""

from __future__ import annotations

from kg.rdf import Iris
from kg.serve.names import iri_of, local_path
from kg.vocab import HC

__all__ = ["Addresses"]


class Addresses:
    """The pages of the things of one store."""

    def __init__(self, iris: Iris) -> None:
        self._iris = iris

    def path(self, iri: str) -> str | None:
        """The path of the page of `iri`, None where it has none here.

        >>> Addresses(Iris()).path("https://w3id.org/health-cooperation/country/IR")
        '/page/country/IR'
        """
        if iri.startswith(str(HC)):
            return f"/terms#{iri[len(str(HC)):]}"
        local = local_path(iri, self._iris)
        return f"/page{local}" if local else None

    def iri(self, path: str) -> str | None:
        """The IRI whose page is at /page/`path`; None where there can be none.

        >>> Addresses(Iris()).iri("country/IR")
        'https://w3id.org/health-cooperation/country/IR'
        """
        return iri_of(f"/{path}", self._iris)

    def kind(self, iri: str) -> str:
        """What sort of thing `iri` names, by its path: "engagement", "country", …; "" for an IRI
        of elsewhere.

        >>> Addresses(Iris()).kind("https://w3id.org/health-cooperation/id/person/x")
        'person'
        """
        local = (local_path(iri, self._iris) or "").removeprefix("/id")
        return local.strip("/").partition("/")[0]
