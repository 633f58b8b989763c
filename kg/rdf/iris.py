"""The IRIs of things, made from their ids, and back.

    id of kg.ids ("claim/af-03.3f2a…") --base--> <https://w3id.org/health-cooperation/id/claim/…>
    code of a list ("signed", "IR")    --------> <https://w3id.org/health-cooperation/status/signed>

Things that users' articles speak of lie under a base that can be set; lists, countries,
blocs and topics are the same for everybody and lie under the vocabulary's own address.
Nothing gets a blank node: what has no name of its own is named by its content.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from pyoxigraph import NamedNode

from kg.errors import UsageError
from kg.ids import article_name, digest, slug
from kg.vocab import PREFIXES

__all__ = ["DEFAULT_BASE", "Iris", "code_of", "node", "term"]

DEFAULT_BASE: Final = "https://w3id.org/health-cooperation/id/"

#: Kinds of things under the base; each is a prefix in Turtle, so that names stay short.
_KINDS: Final = (
    "article", "capacity-claim", "claim", "country-mention", "decision", "disagreement",
    "engagement",
    "evidence", "extractor", "extractor-use", "institution", "link", "link-claim", "membership",
    "mention",
    "origin", "outlet", "participation", "person", "post", "quantity", "rejection", "report",
    "reviewer", "run", "selector", "annotation", "step", "thread", "topic-mention",
)

_ID: Final = re.compile(r"[a-z][a-z-]*/[A-Za-z0-9](?:[A-Za-z0-9._~-]*[A-Za-z0-9_~-])?")
_CODE: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?")
_BASE: Final = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]*[/#]", re.IGNORECASE)


@lru_cache(maxsize=4096)
def node(iri: str) -> NamedNode:
    """The node of a term of `kg.vocab`."""
    return NamedNode(str(iri))


@lru_cache(maxsize=4096)
def term(prefix: str, code: str) -> NamedNode:
    """The IRI of a code of one of the lists, as in `term("status", "signed")`.

    `prefix` is one of `kg.vocab.PREFIXES`. Raises ValueError for a code with characters that
    no list has: a wording that slipped past the extractor would become a concept.
    """
    if not _CODE.fullmatch(code):
        raise ValueError(f"{code!r} is no code of the list {prefix!r}")
    return NamedNode(PREFIXES[prefix] + code)


def code_of(prefix: str, iri: str) -> str:
    """The code that `term` made `iri` from. Raises ValueError for an IRI of another list."""
    namespace = PREFIXES[prefix]
    if not iri.startswith(namespace):
        raise ValueError(f"<{iri}> is not in the list {prefix!r}")
    return iri[len(namespace):]


class Iris:
    """The IRIs of things under one base.

    >>> Iris().thing("claim/af-03.3f2a")
    <NamedNode value=https://w3id.org/health-cooperation/id/claim/af-03.3f2a>
    """

    def __init__(self, base: str = DEFAULT_BASE) -> None:
        """Raises UsageError for a base that is no absolute IRI ending in / or #."""
        if not _BASE.fullmatch(base):
            raise UsageError(
                f"base {base!r} cannot begin the address of a thing; expected an absolute "
                f"IRI that ends in / or #, as in {DEFAULT_BASE}"
            )
        self.base = base
        self.world = NamedNode(f"{base}graph/world")
        self.reference = NamedNode(f"{base}graph/reference")
        self._article_graphs = f"{base}graph/article/"
        kinds = {kind: f"{base}{kind}/" for kind in _KINDS}
        self._prefixes = PREFIXES | kinds | {"graph": f"{base}graph/"}

    def thing(self, id: str) -> NamedNode:
        """The IRI of a thing by its id, of the form kind/name.

        An id of another form is made one of that form first; it is read back from
        dcterms:identifier then, which everything with an id of its own has.
        """
        if _ID.fullmatch(id):
            return NamedNode(self.base + id)
        kind, _, name = id.rpartition("/")
        return NamedNode(f"{self.base}{slug(kind) or 'thing'}/{slug(name)}~{digest(id)}")

    def of(self, kind: str, name: str) -> NamedNode:
        """The IRI of the thing `name` of a kind; any string is a name."""
        return NamedNode(f"{self.base}{kind}/{article_name(name)}")

    def article(self, article: str) -> NamedNode:
        """The IRI of the article with this id."""
        return self.of("article", article)

    def article_graph(self, article: str) -> NamedNode:
        """The name of the graph that holds what the article with this id says."""
        return NamedNode(self._article_graphs + article_name(article))

    def is_article_graph(self, graph: NamedNode) -> bool:
        """Does this name belong to the graph of an article?"""
        return graph.value.startswith(self._article_graphs)

    def prefixes(self) -> dict[str, str]:
        """All prefixes that Turtle is written with: those of the vocabularies and the kinds."""
        return dict(self._prefixes)
