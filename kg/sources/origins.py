"""Independent origins: which articles go back to one text.

Ten outlets that print one wire story are one witness. Articles come in, and for each the
id of its origin goes out: that of the earliest article of the same text. Two signs are used:

- likeness: of the word sequences of the shorter text, the share that the longer one holds;
- credit: "(Xinhua)", "IRNA reported", "Credit: The Nation", the name of the publisher. It
  makes less likeness enough, since an outlet that names its source rewrites it.

A store keeps no text, so an article is reduced to a sketch first: one line of ASCII with
the credits and a sample of the hashes of the word sequences. Each hash is in every sample
or in none, by its own value; so two samples can be compared, whenever they were taken.

Two reports on one event that were written apart are two origins: whether they speak of the
same engagement is `kg.assemble`'s to say.
"""

from __future__ import annotations

import csv
import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from kg.errors import DataError
from kg.ids import article_number
from kg.model import Article

__all__ = [
    "ALL_PAIRS_UP_TO", "NEIGHBOURS", "Agencies", "Sketch", "find_origins", "is_one_text",
    "origin_order", "read_agencies", "read_sketch", "to_sketch",
]

#: Words in a sequence. Of reprints in the development data 0.94 and more of the sequences of
#: four are shared, of accounts of one event that were written apart less than 0.2.
_SHINGLE_WORDS: Final = 4
#: A sketch holds at most this many hashes; of a longer text every second, fourth, … is taken.
_MAX_HASHES: Final = 256
#: Below this many sequences a likeness is chance: "The minister thanked all for coming".
_MIN_HASHES: Final = 8

#: The share of the shorter text that makes two texts one, whoever printed them.
_SAME_TEXT: Final = 0.8
#: … where one outlet printed both: it writes its own story forth and changes some of it.
_SAME_OUTLET: Final = 0.5
#: … where one credits the other or both the same source, within _CREDIT_DAYS of each other.
_SAME_CREDIT: Final = 0.2
_CREDIT_DAYS: Final = 7

#: Sequences that more texts hold are boilerplate, or the texts one: neighbours in the list (by
#: `kg.ids.article_number`) are compared then, not all pairs, so that time does not grow with the
#: square.
ALL_PAIRS_UP_TO: Final = 40
NEIGHBOURS: Final = 8

#: Credits stand in the first or the last lines; further in, an agency is named as a source.
_HEAD_CHARACTERS: Final = 200
_TAIL_CHARACTERS: Final = 160

# Scripts that put no space between words count by the character.
_WORD: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")
_SOURCE_LINE: Final = re.compile(
    r"^\W*(?:source|credit|courtesy|via)s?\s*[::]\s*(?P<name>[^\n:;|]{2,60}?)[\s.)\]]*$",
    re.IGNORECASE | re.MULTILINE,
)
_LAST_BRACKET: Final = re.compile(r"[(\[](?P<name>[^()\[\]\n]{2,60})[)\]]\W*\Z")

_SAID_BEFORE: Final = re.compile(r"(?:according to|quoted by|cited by)\s+(?:the\s+)?$", re.I)
_SAID_AFTER: Final = re.compile(r"\)?,? (?:has |have )?(?:report(?:s|ed)\b|quot(?:es|ed|ing)\b)")
_DATELINE: Final = re.compile(r"\)?\s*[–—-]\s")


@dataclass(frozen=True, slots=True)
class Agencies:
    """News agencies by the names that credits use. Made by `read_agencies`."""

    names: Mapping[str, str]
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is left of a text: its credits, and the hashes divisible by 2 ** `halvings`."""

    credits: frozenset[str]
    halvings: int
    hashes: frozenset[int]


def read_agencies(path: Path) -> Agencies:
    """Read the table of news agencies (columns id, name, aliases parted by "|").

    Raises DataError where a name stands for two agencies: which one is meant would hang on
    the order of the rows.
    """
    names: dict[str, str] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), 2):
            for name in (row["name"], *filter(None, row["aliases"].split("|"))):
                if names.setdefault(name, row["id"]) != row["id"]:
                    cause = f'"{name}" is {names[name]} and {row["id"]}; expected one agency'
                    raise DataError(str(path), cause, line=line)
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return Agencies(names, re.compile("|".join(map(re.escape, longest_first)) or r"(?!)"))


def to_sketch(article: Article, agencies: Agencies) -> str:
    """Reduce an article to what its likeness to others needs: a line of ASCII, under 3 kB.

    It is made of the text and the publisher alone, and is the same in every run.
    """
    words = [word.casefold() for word in _WORD.findall(unicodedata.normalize("NFKC", article.text))]
    starts = range(max(1, len(words) - _SHINGLE_WORDS + 1))
    hashes = {_hash(" ".join(words[at : at + _SHINGLE_WORDS])) for at in starts}
    halvings = 0
    while len(hashes) > _MAX_HASHES:
        halvings += 1
        hashes = {value for value in hashes if value % 2**halvings == 0}
    credits = ",".join(sorted(_find_credits(article, agencies)))
    return f"{credits}|{halvings}|{''.join(f'{value:08x}' for value in sorted(hashes))}"


def find_origins(
    articles: Iterable[Article], *, all_pairs: int = ALL_PAIRS_UP_TO, neighbours: int = NEIGHBOURS
) -> dict[str, str]:
    """Say for each article (by id) which article its text goes back to: often itself.

    `articles` carry the sketch that `to_sketch` made; their order does not matter. An
    article without a sketch is its own origin. The origin of a group is its earliest article,
    by date of publication, then by id; articles without a date come last. Of the articles that
    share a sequence of words up to `all_pairs` are all compared, of more each with the
    `neighbours` before and after it.
    """
    ordered = sorted(articles, key=lambda article: origin_order(article.date, article.id))
    sketches = {a.id: read_sketch(a.sketch) for a in ordered if a.sketch}
    by_id = {article.id: article for article in ordered}
    rank = {article.id: place for place, article in enumerate(ordered)}
    origin = {article.id: article.id for article in ordered}

    def root(name: str) -> str:
        while origin[name] != name:
            origin[name] = origin[origin[name]]
            name = origin[name]
        return name

    for a, b in _candidates(sketches, all_pairs, neighbours):
        first, second = sorted((root(a), root(b)), key=rank.__getitem__)
        if first != second and is_one_text(by_id[a], by_id[b], sketches[a], sketches[b]):
            origin[second] = first
    return {article.id: root(article.id) for article in ordered}


def origin_order(day: str | None, id: str) -> tuple[str, str]:
    """Of the articles of one text the first by this is the origin: the earliest; those without a
    day come last."""
    return day or "9999", id


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8"), digest_size=4).digest(), "big")


def read_sketch(sketch: str) -> Sketch:
    """A sketch as `to_sketch` wrote it."""
    credits, halvings, hashes = sketch.split("|")
    return Sketch(
        credits=frozenset(filter(None, credits.split(","))),
        halvings=int(halvings),
        hashes=frozenset(int(hashes[at : at + 8], 16) for at in range(0, len(hashes), 8)),
    )


def _candidates(
    sketches: Mapping[str, Sketch], all_pairs: int, neighbours: int
) -> list[tuple[str, str]]:
    """Pairs of articles that share a sequence of words, in order."""
    holders: defaultdict[int, list[str]] = defaultdict(list)
    for name in sorted(sketches, key=article_number):
        for value in sketches[name].hashes:
            holders[value].append(name)
    pairs: set[tuple[str, str]] = set()
    for names in holders.values():
        reach = len(names) if len(names) <= all_pairs else neighbours
        for at, name in enumerate(names):
            pairs.update((name, other) for other in names[at + 1 : at + 1 + reach])
    return sorted(pairs)


def is_one_text(a: Article, b: Article, sketch_a: Sketch, sketch_b: Sketch) -> bool:
    """Does one of the two go back to the other, or both to a third?"""
    likeness = _likeness(sketch_a, sketch_b)
    if likeness >= _SAME_TEXT:
        return True
    if likeness >= _SAME_OUTLET and a.publisher and _outlet(a.publisher) == _outlet(b.publisher):
        return True
    if likeness < _SAME_CREDIT or not _is_close(a.date, b.date):
        return False
    sources_a = sketch_a.credits | {_outlet(a.publisher)}
    sources_b = sketch_b.credits | {_outlet(b.publisher)}
    # The same publisher on both sides is no credit: outlets repeat their own phrases.
    shared = (sketch_a.credits & sources_b) | (sketch_b.credits & sources_a)
    return bool(shared - {""})


def _likeness(a: Sketch, b: Sketch) -> float:
    """The share of the shorter text's sequences that the longer text holds, 0 to 1."""
    halvings = max(a.halvings, b.halvings)
    left, right = (
        sketch.hashes if sketch.halvings == halvings
        else {value for value in sketch.hashes if value % 2**halvings == 0}
        for sketch in (a, b)
    )
    shorter = min(len(left), len(right))
    if shorter < _MIN_HASHES:
        return 1.0 if left == right and a.halvings == b.halvings else 0.0
    return len(left & right) / shorter


def _is_close(a: str | None, b: str | None) -> bool:
    """Published within _CREDIT_DAYS, or at a time that is not known."""
    if a is None or b is None:
        return True
    return abs((date.fromisoformat(a) - date.fromisoformat(b)).days) <= _CREDIT_DAYS


def _find_credits(article: Article, agencies: Agencies) -> set[str]:
    """The sources that the article credits: ids of agencies, else names as `_outlet` has them."""
    text = article.text.strip()
    found = {
        agencies.names[match[0]]
        for match in _whole_words(agencies.pattern, text)
        if _is_credit(text, match.start(), match.end())
    }
    tail = text[-_TAIL_CHARACTERS:]
    for match in _SOURCE_LINE.finditer(tail):
        found.add(agencies.names.get(match["name"]) or _outlet(match["name"]))
    bracket = _LAST_BRACKET.search(tail)
    # A bracket that ends a text may hold anything; a credit has it on a line of its own.
    if bracket and _begins_line(tail, bracket) and bracket["name"][:1].isupper():
        found.add(agencies.names.get(bracket["name"]) or _outlet(bracket["name"]))
    for match in _whole_words(agencies.pattern, article.publisher or ""):
        found.add(agencies.names[match[0]])
    return found - {""}


def _whole_words(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    for match in pattern.finditer(text):
        if not (text[: match.start()][-1:].isalnum() or text[match.end() :][:1].isalnum()):
            yield match


def _is_credit(text: str, start: int, end: int) -> bool:
    """Does the agency's name at `start:end` say whose report this is?

    In "(Xinhua)" and "- AFP" it does where a text begins or ends, in "IRNA reported" and
    "according to TASS" anywhere; "the head of Reuters met" is no credit.
    """
    before, after = text[max(0, start - 20) : start], text[end : end + 24]
    if _SAID_BEFORE.search(before) or _SAID_AFTER.match(after):
        return True
    if start < _HEAD_CHARACTERS and _DATELINE.match(after) and before[-1:] in ("", " ", "(", "/"):
        return True
    if start >= _HEAD_CHARACTERS and end <= len(text) - _TAIL_CHARACTERS:
        return False
    if before[-1:] in ("(", "[", "/") and after[:1] in (")", "]", "/"):
        return True
    return after.strip(" .)]") == "" and before.rstrip()[-1:] in ("–", "—", "-", "/")


def _begins_line(text: str, match: re.Match[str]) -> bool:
    return text[: match.start()].rpartition("\n")[2].strip() == ""


def _outlet(name: str | None) -> str:
    """A name as credits and publishers can share it: "The Nation (Nairobi)" -> "nation nairobi".

    >>> _outlet("The Nation, Nairobi")
    'nation nairobi'
    """
    text = unicodedata.normalize("NFKD", name or "").casefold()
    words = re.findall(r"[a-z0-9]+", text.encode("ascii", "ignore").decode())
    return " ".join(words[1:] if words[:1] == ["the"] else words)
