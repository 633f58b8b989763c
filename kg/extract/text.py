"""An article as tokens and sentences whose offsets are exact.

    Article -> Document (words, keys, starts, ends, sentences)

Title and text are read as one token sequence, the title first, so that later steps need no
second path; `Document.cite` turns token spans back into Evidence of the field they stand in.
Quotes and dashes are folded to ASCII one for one, so every offset is an offset of the article.

This module knows no names and no grammar: only where tokens, sentences and lines end.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from kg.extract._values import value
from kg.model import Article, Evidence

__all__ = [
    "Document", "Sentence", "by_sentence", "fold_key", "fold_marks", "look_up_words",
    "read_document", "tokenize",
]

#: Same-length folding: typographic quotes, dashes and spaces to ASCII.
_FOLD = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u02bb`\u00b4", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2212", "-"),
    **dict.fromkeys("\u2014\u2015", "\u2013"),  # every dash longer than a hyphen is one dash
    **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u200a\u200b\u202f\ufeff\t", " "),
}

_TOKEN = re.compile(
    r"(?!\s)(?:"
    r"[A-Za-z][a-z]+(?![\w'])"                      # most words; the rest only takes longer
    r"|(?:[^\W\d_]\.){2,}[^\W\d_]?(?!\w)"         # U.S.  G.m.b.H
    r"|[A-Z]\.(?= ?[A-Z][\w'.])"                    # an initial inside a name: J. K. Kariuki
    # 28,600  9.47  7th  1.35m: an ending belongs to the number, but "1990s" is a word. What has
    # more parts is no number, and looking for its end again from each part would take long.
    r"|\d+(?:[.,:]\d+){0,15}(?:st|nd|rd|th|mn|bn|m|b|k)?(?![^\W_])(?![.,:]\d)"
    r"|'s(?!\w)"                                    # the possessive is a token of its own
    r"|[^\W_]+(?:'(?!s(?!\w))[^\W_]+)*"             # words, N'Zérékoré, H1N1
    r"|.)"
)

#: After these a full stop does not end a sentence (titles, months, "No. 7", companies).
_ABBREVIATIONS = frozenset(
    "dr dra mr mrs ms msc prof engr ing lic hon gen col lt maj capt sgt sen rep gov amb st no vs"
    " etc eg ie rs messrs"
    " jan feb mar apr jun jul aug sep sept oct nov dec dept est approx inc ltd co corp jr sr h.e"
    " pvt fr rev eng addl asst dy jt univ govt dir mt ft ave".split()
)

#: Abbreviations that may well be the last word of a sentence.
_MAY_END = frozenset("inc ltd co corp jr sr etc".split())

#: A "sentence" longer than this, in tokens, is a list or no prose; it is parted at the next
#: comma or dash, or anywhere at twice the length, so that no step can be made to look at very
#: long stretches again and again.
MAX_SENTENCE = 300

_RUN, _ASCII_RUN = re.compile(r"[^\W_]+"), re.compile(r"[a-z0-9]+")

#: Marks that may end a sentence.
_ENDS = frozenset(".!?")

_BULLET = re.compile(r"\s*(?:[-*•·–▪◦]|\(?\d{1,2}[.)]|\(?[a-z]\)|[ivx]+\))\s+")


def fold_marks(text: str) -> str:
    """`text` with typographic quotes, dashes and spaces as ASCII, one for one: offsets stay."""
    if text.isascii():
        return text.replace("`", "'").replace("\t", " ")
    # Most of the marks stand in no text at all, and those that do stand in few places.
    for mark, plain in _FOLD.items():
        text = text.replace(mark, plain)
    return text


def fold_key(word: str) -> str:
    """The form in which a word is looked up: casefolded, without accents.

    >>> fold_key("Türkiye")
    'turkiye'
    """
    if word.isascii():
        return word.lower()
    split = unicodedata.normalize("NFKD", word)
    # A lone accent has no letter to fold to: it stays, since no key may be empty.
    return "".join(c for c in split if not unicodedata.combining(c)).casefold() or word


def tokenize(text: str) -> list[str]:
    """The tokens of a phrase, as a Document would hold them.

    >>> tokenize("the U.S.-Kenya pact, Cuba’s 28,600 doses")
    ['the', 'U.S.', '-', 'Kenya', 'pact', ',', 'Cuba', "'s", '28,600', 'doses']
    """
    if text.isascii() and text.replace(" ", "").isalpha():
        return text.split()
    return _TOKEN.findall(fold_marks(text))


def look_up_words(text: str) -> set[str]:
    """The letters and digits that stand together in a text, in their look-up form: far cheaper
    than its tokens, of which they are parts.

    >>> sorted(look_up_words("Côte d’Ivoire’s COVID-19"))
    ['19', 'cote', 'covid', 'd', 'ivoire', 's']
    """
    if text.isascii():
        return set(_ASCII_RUN.findall(text.lower()))
    return {word.lower() if word.isascii() else fold_key(word)
            for word in set(_RUN.findall(text))}


@value(frozen=True, slots=True)
class Sentence:
    """Tokens `first:last` (end exclusive). `line` counts lines of title and text together.

    `is_title` marks the article's title, `is_bullet` an item of a list, `is_heading` a short
    line without a verb's full stop that others may stand under.
    """

    first: int
    last: int
    line: int
    is_title: bool = False
    is_bullet: bool = False
    is_heading: bool = False


@dataclass(slots=True)
class Document:
    """An article as parallel lists over its tokens; see `read_document`.

    `words` are folded surface forms, `keys` their look-up forms, `starts` and `ends` code
    point offsets in `source` (title, two line ends, text). `sentence_of[i]` is the index of the
    sentence that token i is in, `numbers` are the tokens that begin with a digit.
    """

    article: Article
    source: str
    body: int
    words: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    sentence_of: list[int] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    _cited: dict[tuple[int, int], Evidence] = field(default_factory=dict, repr=False)
    _counts: Counter[str] = field(default_factory=Counter, repr=False)

    def cite(self, first: int, last: int) -> Evidence:
        """The Evidence for the tokens `first:last`. Raises ValueError for an empty span, or
        one that begins in the title and ends in the text."""
        evidence = self._cited.get((first, last))
        if evidence is None:
            start, end = self.starts[first], self.ends[last - 1]
            if start < self.body:
                evidence = self.article.cite(start, end, "title")
            else:
                evidence = self.article.cite(start - self.body, end - self.body)
            # What is quoted once is quoted by each fact that rests on it.
            self._cited[first, last] = evidence
        return evidence

    def surface(self, first: int, last: int) -> str:
        """The words `first:last` as the article writes them, white space squeezed."""
        evidence = self.cite(first, last)
        return " ".join(evidence.quote.split())

    def count(self, key: str) -> int:
        """How many tokens have the look-up form `key`."""
        if not self._counts:
            self._counts.update(self.keys)
        return self._counts[key]

    def is_capital(self, i: int) -> bool:
        """Does token `i` begin with a capital letter?"""
        return self.words[i][0].isupper()


def read_document(article: Article) -> Document:
    """Split an article into tokens and sentences.

    A line never shares a sentence with the next: headings, bullets and paragraphs end there.

    >>> d = read_document(Article("a", "Dr. Ali met him. They signed.", title="Talks"))
    >>> [d.words[s.first:s.last] for s in d.sentences]
    [['Talks'], ['Dr', '.', 'Ali', 'met', 'him', '.'], ['They', 'signed', '.']]
    """
    body = len(article.title) + 2
    source = fold_marks(f"{article.title}\n\n{article.text}")
    document = Document(article, source, body)
    words, starts, ends = document.words, document.starts, document.ends
    offset = end = 0
    for number, line in enumerate(source.split("\n")):
        found = _TOKEN.findall(line)
        if found:
            # Between two tokens there is nothing but white space.
            for word in found:
                start = source.find(word, end)
                end = start + len(word)
                starts.append(start)
                ends.append(end)
            first = len(words)
            words += found
            document.keys += _keys_of(found)
            _split_line(document, first, number, line, is_title=offset < body - 2)
        end = offset = offset + len(line) + 1
    sentence_of = document.sentence_of
    for index, sentence in enumerate(document.sentences):
        sentence_of.extend([index] * (sentence.last - sentence.first))
    document.numbers = [i for i, key in enumerate(document.keys) if key[0].isdigit()]
    return document


def _keys_of(words: list[str]) -> list[str]:
    """The look-up forms of words that hold no line end."""
    line = "\n".join(words)
    keys = line.lower().split("\n")
    if not line.isascii():
        for i, word in enumerate(words):
            if not word.isascii():
                keys[i] = fold_key(word)
    return keys


class _Placed(Protocol):
    """Anything that stands at tokens of a document."""

    @property
    def first(self) -> int: ...


_T = TypeVar("_T", bound=_Placed)


def by_sentence(document: Document, items: Iterable[_T]) -> list[list[_T]]:
    """The items of each sentence, in the order given; what looks at one sentence must not walk
    through those of all.
    """
    groups: list[list[_T]] = [[] for _ in document.sentences]
    for item in items:
        groups[document.sentence_of[item.first]].append(item)
    return groups


def _split_line(document: Document, first: int, number: int, line: str, *,
                is_title: bool) -> None:
    """Append the sentences of one line, whose tokens begin at `first`."""
    words, last = document.words, len(document.words)
    is_bullet = not is_title and _BULLET.match(line) is not None
    begin = first
    marks = [i for i, word in enumerate(words[first:], first) if word in _ENDS]
    if last - first > MAX_SENTENCE:
        marks = list(range(first, last))
    for i in marks:
        if i - begin >= MAX_SENTENCE and (words[i] in ",;–" or i - begin >= 2 * MAX_SENTENCE):
            document.sentences.append(Sentence(begin, i + 1, number, is_title, is_bullet))
            begin = i + 1
        if words[i] in _ENDS and _ends_sentence(document, i, last):
            end = i + 1
            while end < last and words[end] in "\"')”" and _touch(document, end):
                end += 1
            if end > begin:
                document.sentences.append(Sentence(begin, end, number, is_title, is_bullet))
                begin = end
    if begin < last:
        is_heading = (not is_title and not is_bullet and begin == first
                      and last - begin <= 25)
        document.sentences.append(Sentence(begin, last, number, is_title, is_bullet, is_heading))


def _touch(document: Document, i: int) -> bool:
    """Does token `i` follow the one before it without a space?"""
    return document.starts[i] == document.ends[i - 1]


def _ends_sentence(document: Document, i: int, last: int) -> bool:
    """Does the mark at token `i` end a sentence?"""
    words = document.words
    j = i + 1
    while j < last and words[j] in "\"')”" and _touch(document, j):
        j += 1
    if j >= last:
        return True
    if _touch(document, j):
        return False
    following = words[j]
    if not (following[0].isupper() or following[0].isdigit() or following in "\"'(*-–•["):
        return False
    if words[i] != "." or i == 0:
        return True
    before = document.keys[i - 1]
    if before in _ABBREVIATIONS:
        if before in ("no", "mar") and following[0].isupper():
            return True
        return before in _MAY_END and following[0].isupper() and following.lower() in _STARTERS
    return True


#: Words that begin a sentence rather than go on with a name.
_STARTERS = frozenset(
    "the a an in on at it he she they this that these those as for but and both under with after"
    " during according his her their its we i".split()
)
