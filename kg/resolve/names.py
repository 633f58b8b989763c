"""Names as they can be compared: folded, and for people as bare consonants.

Wordings come in, keys to compare them by go out. What two equal keys mean is for the
modules that use them: equal keys are a sign and never proof.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from kg.registry.names import fold, fold_institution

__all__ = [
    "GIVES", "fold_institution", "fold_person", "is_fuller", "is_variant", "skeleton", "tally",
]

#: Begins a key of mentions that only tell others something by it: two of them have nothing to do
#: with each other, while no mention asks.
GIVES: Final = "gives"

#: Words that are written or left out, with or without a hyphen, in one and the same name.
_PARTICLES: Final = frozenset(
    {"al", "el", "bin", "ibn", "bint", "ben", "de", "da", "dos", "van", "von"}
)
_TITLES: Final = frozenset(
    "dr prof professor mr mrs ms h e sir hon sheikh shaikh sheikha shaikha dato datuk tan sri"
    " seri eng engr".split())

#: Arabic "servant of the": with what follows one name, which many write as two words.
_SERVANT: Final = frozenset({"abd", "abdal", "abdel", "abdil", "abdol", "abdul", "abdur", "abdus"})

#: Where a person has two family names, of which the first counts.
_TWO_FAMILY_NAMES: Final = frozenset(
    "AR BO CL CO CR CU DO EC ES GQ GT HN MX NI PA PE PR PY SV UY VE".split())

#: Letters that transliteration interchanges; the rest of the difference is vowels.
_SOUNDS: Final = (
    (re.compile(r"ph"), "f"), (re.compile(r"sch"), "sh"), (re.compile(r"[kc]h"), "h"),
    (re.compile(r"gh"), "q"), (re.compile(r"(?<=[tdb])h"), ""), (re.compile(r"ck|[qc]"), "k"),
    (re.compile(r"w"), "v"), (re.compile(r"dj|zh"), "j"), (re.compile(r"(?<=.)h\Z"), ""),
)

#: So many words are a whole name, whatever a longer one adds behind them.
_TELLING_WORDS: Final = 3

#: A shorter word leaves too little to tell a spelling from another word.
_MIN_LETTERS: Final = 5


@lru_cache(maxsize=65536)
def fold_person(name: str) -> tuple[str, ...]:
    """The words of a person's name in their order, without titles. What some write as one word
    and others as two is one.

    >>> fold_person("Dr. Nkosazana Dlamini-Zuma")
    ('nkosazana', 'dlamini', 'zuma')
    >>> fold_person("Khaled Abdel Ghaffar") == fold_person("Khaled AbdelGhaffar")
    True
    """
    words = fold(name).split()
    while len(words) > 1 and words[0] in _TITLES:
        words = words[1:]
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] in _SERVANT and word not in _PARTICLES:
            joined[-1] += word
        else:
            joined.append(word)
    return tuple(joined)


@lru_cache(maxsize=65536)
def _spoken(word: str) -> str:
    """A folded word with one letter for each sound that transliterations write in several ways."""
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    return word


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """What is left of a folded word when vowels and interchangeable letters are made alike.

    >>> skeleton("obeid") == skeleton("obaid"), skeleton("anthony") == skeleton("antony")
    (True, True)
    >>> skeleton("hassan") == skeleton("hossein"), skeleton("baqer") == skeleton("bagher")
    (True, True)
    """
    word = _spoken(word).replace("g", "k")
    bare = word[:1].translate(str.maketrans("eiouy", "aaaaa")) + re.sub("[aeiouy]", "", word[1:])
    return re.sub(r"(.)\1+", r"\1", bare)


def is_variant(a: tuple[str, ...], b: tuple[str, ...], country: str = "") -> bool:
    """Can two folded names of people of `country` be spellings of one? Both need two words at
    least.

    They can where first and last word sound alike and differ in few letters, and the shorter
    name has no word of its own: names between are left out, particles come and go, and so does
    the space in a given name of two words. Where people have two family names, the second of
    them may be missing, and anywhere what follows three words of a name.

    >>> is_variant(("obeid", "al", "balushi"), ("obaid", "rahmat", "al", "balushi"))
    True
    >>> is_variant(("hassan", "rouhani"), ("hossein", "rouhani"))
    False
    >>> is_variant(("abdul", "bari", "omar"), ("abdulbari", "omar"))
    True
    >>> is_variant(("roberto", "morales"), ("roberto", "morales", "ojeda"), "CU")
    True
    >>> is_variant(("jane", "ruth", "aceng"), ("jane", "ruth", "aceng", "ocero"))
    True
    """
    if sorted(a) == sorted(b):
        return len(a) > 1
    if len(a) > 1 < len(b) and len(a) != len(b) and "".join(a) == "".join(b):
        return True
    if country in _TWO_FAMILY_NAMES and _lacks_second(*sorted((a, b), key=len)):
        return True
    a, b = (tuple(w for w in name if w not in _PARTICLES) for name in (a, b))
    if len(a) > len(b):
        a, b = b, a
    if len(a) >= _TELLING_WORDS and _lacks_second(a, b):
        return True
    if len(a) < 2 or not (_is_alike(a[0], b[0]) and _is_alike(a[-1], b[-1])):
        return False
    rest = list(b[1:-1])
    for word in a[1:-1]:
        match = next((other for other in rest if _is_alike(word, other)), None)
        if match is None:
            return False
        rest.remove(match)
    return True


def is_fuller(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Has one of two folded names the same ends as the other, and more between?

    For people of whom no country is known, so that spellings tell less.

    >>> is_fuller(("hans", "kluge"), ("hans", "henri", "p", "kluge"))
    True
    >>> is_fuller(("hans", "kluge"), ("hanns", "kluge"))
    False
    """
    a, b = sorted((a, b), key=len)
    return 1 < len(a) < len(b) and (a[0], a[-1]) == (b[0], b[-1]) and set(a) <= set(b)


def _lacks_second(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Is `a` the name `b` without its last word, a second family name?"""
    return 1 < len(a) == len(b) - 1 and all(
        one == other or _is_alike(one, other) for one, other in zip(a, b[:-1], strict=True))


def _is_alike(a: str, b: str) -> bool:
    """One spoken word in two spellings: the consonants agree, and few letters differ."""
    if a == b:
        return True
    # Chen and Chan are two families, Maria and Mario two people.
    if min(len(a), len(b)) < _MIN_LETTERS or {a[-1], b[-1]} == {"a", "o"}:
        return False
    return skeleton(a) == skeleton(b) and _edits(_spoken(a), _spoken(b)) <= (
        1 if min(len(a), len(b)) < 6 else 2)


def _edits(a: str, b: str) -> int:
    """Levenshtein's distance: letters to put in, take out or change."""
    row = list(range(len(b) + 1))
    for at, char in enumerate(a, 1):
        before, row[0] = row[0], at
        for to, other in enumerate(b, 1):
            before, row[to] = row[to], min(row[to] + 1, row[to - 1] + 1, before + (char != other))
    return row[-1]


def tally(wordings: Iterable[tuple[str, int]]) -> Counter[str]:
    """How often each was used, from how often each time.

    >>> tally([("WHO", 2), ("World Health Organization", 1), ("WHO", 1)])["WHO"]
    3
    """
    counts: Counter[str] = Counter()
    for wording, times in wordings:
        counts[wording] += times
    return counts
