"""The tables of names and terms, and one pass that finds them all in a document.

    Entry -> Lexicon (a trie over tokens) ; Document -> [Hit]

Every kind of fact brings its own entries (`country_entries`, `topic_entries`, …); this module
only stores and finds them. Time is linear in the tokens of a document, whatever the number of
names; overlapping hits are all returned, and the choice among them is left to those who know.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from kg.extract._values import value
from kg.extract.text import Document, fold_key, tokenize

__all__ = ["Entry", "Hit", "Hits", "Lexicon"]


@value(frozen=True, slots=True)
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


class Hit(NamedTuple):
    """`entry` stands at the tokens `first:last` (end exclusive) of a document."""

    first: int
    last: int
    entry: Entry


#: A hit without its name, for the kinds of which an article has a hundred: (first, last, entry).
PlainHit = tuple[int, int, Entry]


class Hits:
    """What was found in a document, by kind: who looks for topics need not walk past the verbs.

    All of them, in order of (first, longest first), come out of a loop over the whole.

    Of MARKS only the wordings of several words are among them: what class a word is of, `marks`
    says by its look-up form. `memo` is for what is worked out from that, once for all documents.
    """

    def __init__(self, kinds: dict[str, int], found: list[list[PlainHit]],
                 marks: Mapping[str, tuple[Entry, ...]], memo: dict[str, Any]) -> None:
        self._kinds = kinds
        self._found = found
        self.marks = marks
        self.memo = memo
        self._named: dict[str, list[Hit]] = {}

    def plain(self, kind: str) -> Sequence[PlainHit]:
        """The hits of a kind, in order of (first, longest first), together with those of the
        kinds that are written like it up to a hyphen: "topic-class" stands among "topic"."""
        number = self._kinds.get(kind)
        return () if number is None else self._found[number]

    def of(self, kind: str) -> Sequence[Hit]:
        """As `plain`, with names."""
        hits = self._named.get(kind)
        if hits is None:
            hits = self._named[kind] = [Hit(*hit) for hit in self.plain(kind)]
        return hits

    def add(self, kind: str, hits: Iterable[Hit]) -> None:
        """Put hits of names that are kept elsewhere among those of a kind."""
        more = list(hits)
        if more:
            number = self._kinds[kind]
            self._found[number] = sorted([*self._found[number], *more],
                                         key=lambda hit: (hit[0], -hit[1]))
            self._named.pop(kind, None)

    def __iter__(self) -> Iterator[Hit]:
        return iter(sorted((Hit(*hit) for hits in self._found for hit in hits),
                           key=lambda hit: (hit.first, -hit.last)))


#: Classes of words, which are so many that a hit for each would take long.
MARKS = frozenset({"name.word", "name.verb"})


class _Node:
    """A place in the trie: the entries whose last word leads here, the last added first, each
    with the number of its kind and the words that it must have; and where further words lead.
    """

    __slots__ = ("entries", "nodes")

    def __init__(self) -> None:
        self.entries: tuple[tuple[int, Entry, list[str] | None], ...] = ()
        self.nodes: dict[str, _Node] | None = None


class Lexicon:
    """All entries in one trie over token keys, and the tables that the entries come from.

    `tables[name]` is a table of data/ as {id: row}, for those who need more than the id.
    """

    def __init__(self, entries: Iterable[Entry],
                 tables: dict[str, dict[str, dict[str, str]]] | None = None) -> None:
        self.tables = tables or {}
        self._kinds: dict[str, int] = {}
        self._root: dict[str, _Node] = {}
        self._marks: dict[str, tuple[Entry, ...]] = {}
        #: What is worked out once from the entries, by who needs it.
        self._memo: dict[str, Any] = {}
        #: What is known of publishers by name: see `countries.publisher_country`.
        self.publishers: dict[str, tuple[str | None, str | None]] = {}
        root = _Node()
        root.nodes = self._root
        # Wordings share most of their words.
        folded: dict[str, str] = {}
        for entry in entries:
            words = tokenize(entry.wording)
            if not words:
                continue
            keys = []
            for word in words:
                key = folded.get(word)
                if key is None:
                    key = folded[word] = fold_key(word)
                keys.append(key)
            if entry.kind in MARKS and len(keys) == 1 and not entry.cased:
                self._marks[keys[0]] = (entry, *self._marks.get(keys[0], ()))
                continue
            node = root
            for key in keys:
                if node.nodes is None:
                    node.nodes = {}
                following = node.nodes.get(key)
                if following is None:
                    following = node.nodes[key] = _Node()
                node = following
            kind = self._kinds.setdefault(entry.kind.partition("-")[0], len(self._kinds))
            node.entries = ((kind, entry, words if entry.cased else None), *node.entries)

    def find_hits(self, document: Document) -> Hits:
        """Every entry in the document. No hit crosses the end of a sentence.

        >>> from kg.extract.text import read_document
        >>> from kg.model import Article
        >>> lexicon = Lexicon([Entry("country", "Guinea", "GN"),
        ...                    Entry("country", "Equatorial Guinea", "GQ")])
        >>> document = read_document(Article("a", "In Equatorial Guinea."))
        >>> [(h.first, h.last, h.entry.value) for h in lexicon.find_hits(document).of("country")]
        [(1, 3, 'GQ'), (2, 3, 'GN')]
        """
        found: list[list[PlainHit]] = [[] for _ in self._kinds]
        keys, words, sentence_of = document.keys, document.words, document.sentence_of
        for first, node in enumerate(map(self._root.get, keys)):
            if node is None:
                continue
            last = first + 1
            if node.nodes is not None and last < len(keys) and keys[last] in node.nodes:
                # Some longer wording may begin here: down to its end, and back up.
                path = [node]
                end = document.sentences[sentence_of[first]].last
                following: _Node | None = node
                while following is not None and following.nodes is not None and last < end:
                    following = following.nodes.get(keys[last])
                    if following is not None:
                        path.append(following)
                        last += 1
                for longer in range(len(path) - 1, 0, -1):
                    last = first + longer + 1
                    for kind, entry, exact in path[longer].entries:
                        if exact is None or exact == words[first:last]:
                            found[kind].append((first, last, entry))
                last = first + 1
            for kind, entry, exact in node.entries:
                if exact is None or exact[0] == words[first]:
                    found[kind].append((first, last, entry))
        return Hits(self._kinds, found, self._marks, self._memo)
