"""The tables of names and terms, and one pass that finds them all in a document.

    Entry -> Lexicon (a trie over tokens) ; Document -> [Hit]

Every kind of fact brings its own entries (`country_entries`, `topic_entries`, …); this module
only stores and finds them. Time is linear in the tokens of a document, whatever the number of
names; overlapping hits are all returned, and the choice among them is left to those who know.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kg.extract.text import Document, fold_key, tokenize

__all__ = ["Entry", "Hit", "Lexicon"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A wording and what it stands for.

    `kind` says which table it is of (country, demonym, institution, topic, office, …), `value`
    the id there (a country code, a topic id, …). A `cased` wording must stand exactly so in the
    text: acronyms ("WHO", "US") and names that are common words. `note` is free for the owner
    of the kind.
    """

    kind: str
    wording: str
    value: str
    cased: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """`entry` stands at the tokens `first:last` (end exclusive) of a document."""

    first: int
    last: int
    entry: Entry


class Lexicon:
    """All entries in one trie over token keys, and the tables that the entries come from.

    `tables[name]` is a table of data/ as {id: row}, for those who need more than the id.
    """

    def __init__(self, entries: Iterable[Entry],
                 tables: dict[str, dict[str, dict[str, str]]] | None = None) -> None:
        self.tables = tables or {}
        self._root: dict[str, Any] = {}
        for entry in entries:
            node = self._root
            words = tokenize(entry.wording)
            for word in words:
                node = node.setdefault(fold_key(word), {})
            if words:
                node.setdefault("", []).append((entry, words if entry.cased else None))

    def find_hits(self, document: Document) -> list[Hit]:
        """Every entry in the document, in order of (first, longest first). No hit crosses the
        end of a sentence.

        >>> from kg.extract.text import read_document
        >>> from kg.model import Article
        >>> lexicon = Lexicon([Entry("country", "Guinea", "GN"),
        ...                    Entry("country", "Equatorial Guinea", "GQ")])
        >>> document = read_document(Article("a", "In Equatorial Guinea."))
        >>> [(h.first, h.last, h.entry.value) for h in lexicon.find_hits(document)]
        [(1, 3, 'GQ'), (2, 3, 'GN')]
        """
        hits: list[Hit] = []
        keys, words, root = document.keys, document.words, self._root
        for sentence in document.sentences:
            end = sentence.last
            for first in range(sentence.first, end):
                node = root.get(keys[first])
                if node is None:
                    continue
                found: list[Hit] = []
                position = first
                while node is not None:
                    position += 1
                    for entry, exact in node.get("", ()):
                        if exact is None or exact == words[first:position]:
                            found.append(Hit(first, position, entry))
                    node = node.get(keys[position]) if position < end else None
                if found:
                    found.reverse()
                    hits += found
        return hits
