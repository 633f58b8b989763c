"""From readings of people to people: which mentions are one person.

    [Candidate], runs of capitals -> Persons

Full names come first, then titles with a surname, then bare surnames and initials; each is tied
to the person named last whose name has it. Offices are left to `_tenure`, countries to
`_allegiance`.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.extract._bodies import Mention
from kg.extract._chart import Candidate
from kg.extract._offices import OfficePhrase
from kg.extract._reading import CAP, GIVEN, Reading
from kg.extract.people import SUFFIXES

__all__ = ["Person", "Persons"]

#: Where people have no family name, and the press calls them by their own.
_BY_FIRST_NAME = frozenset({"BN", "ER", "ET", "IS", "MY", "TH"})

#: Of the people who share a word of their names, so many are tried.
_TRIED = 50
#: Whoever is named only later is farther off than anyone before.
_LATER = 10 ** 9


@dataclass(slots=True)
class Person:
    """A person while the mentions are gathered. `tokens` are the look-up words of the name;
    `weight` says how well `office` fits, `duty` where a clause stands for one; `of_country` is
    named behind the name ("of Uzbekistan"); `is_international` is who acts for no country."""

    tokens: tuple[str, ...]
    name: str
    first: int
    rule: str
    aliases: list[str] = field(default_factory=list)
    office: OfficePhrase | None = None
    weight: float = 0.0
    duty: tuple[int, int] | None = None
    role: str | None = None
    of_country: str | None = None
    country: str | None = None
    employer: int | None = None
    is_international: bool = False
    confidence: float = 1.0

    def span(self) -> tuple[int, int] | None:
        """Where the office stands."""
        if self.office is not None:
            return self.office.first, self.office.last
        return self.duty


class Persons:
    """The people of a document; `mentions[n]` are those of `people[n]`, in order of place.

    `covered` are the names of institutions and of what is neither, which hold no surname.
    """

    def __init__(self, r: Reading, candidates: Sequence[Candidate],
                 runs: Sequence[tuple[int, int]], covered: Iterable[Candidate]) -> None:
        self.r = r
        self.people: list[Person] = []
        self.mentions: list[list[Mention]] = []
        self.taken = bytearray(r.size + 1)
        self._by_token: dict[str, list[int]] = {}
        for candidate in (*candidates, *covered):
            for i in range(candidate.first, candidate.last):
                self.taken[i] = 1
        self._gather(candidates)
        self._find_surnames(runs)
        self._find_initials()
        self.order = sorted((m[0], index) for index, mentions in enumerate(self.mentions)
                            for m in mentions)

    def _gather(self, candidates: Sequence[Candidate]) -> None:
        single: list[Candidate] = []
        for candidate in candidates:
            if self._length(candidate) < 2:
                single.append(candidate)
                continue
            tokens = self._tokens(*candidate.core)
            index = self._find_full(tokens)
            if index is None:
                index = self._new(candidate, tokens)
            elif len(tokens) > len(self.people[index].tokens):
                person = self.people[index]
                person.aliases.insert(0, person.name)
                person.tokens, person.name = tokens, self._surface(candidate)
                self._post(index)
            else:
                self._alias(index, self._surface(candidate))
            self._mention(index, candidate, "full")
        for candidate in single:
            tokens = (self.r.keys[candidate.core[0]],)
            index = self._find_surname(tokens, candidate.first)
            if index is None and self._has_namesakes(tokens):
                continue
            if index is None:
                index = self._new(candidate, tokens)
            self._mention(index, candidate, "surname")

    def _has_namesakes(self, tokens: tuple[str, ...]) -> bool:
        """Do people have this surname, so that it is one of them, whichever?"""
        return any(_surname_rank(tokens, self.people[index].tokens)
                   for index in self._by_token.get(tokens[-1], ())[-_TRIED:])

    def _length(self, candidate: Candidate) -> int:
        return sum(1 for i in range(*candidate.core)
                   if self.r.flags[i] & CAP and self.r.keys[i] not in SUFFIXES)

    def _tokens(self, first: int, last: int) -> tuple[str, ...]:
        keys = (key.rstrip(".") for key in self.r.keys[first:last])
        return tuple(k for k in keys if k and k[0].isalpha() and k not in ("jr", "sr"))

    def _surface(self, candidate: Candidate) -> str:
        """The name as the text writes it; names all in capitals as others do."""
        surface = self.r.document.surface(*candidate.core)
        return surface.title() if surface.isupper() and len(surface) > 4 else surface

    def _new(self, candidate: Candidate, tokens: tuple[str, ...]) -> int:
        self.people.append(Person(tokens, self._surface(candidate), candidate.first,
                                  candidate.rule))
        self.mentions.append([])
        self._post(len(self.people) - 1)
        return len(self.people) - 1

    def _post(self, index: int) -> None:
        """Let a person be found by each word of the name."""
        for token in dict.fromkeys(self.people[index].tokens):
            posted = self._by_token.setdefault(token, [])
            if index not in posted[-1:]:
                posted.append(index)

    def _alias(self, index: int, alias: str) -> None:
        person = self.people[index]
        if alias != person.name and alias not in person.aliases:
            person.aliases.append(alias)

    def _mention(self, index: int, candidate: Candidate, form: str) -> None:
        insort(self.mentions[index], (candidate.first, candidate.last, form, candidate.rule))
        if candidate.first < candidate.core[0]:
            self._alias(index, self.r.document.surface(candidate.first, candidate.core[1]))

    def _find_full(self, tokens: tuple[str, ...]) -> int | None:
        """A person whose full name is compatible with this one."""
        for index in self._by_token.get(tokens[-1], ())[-_TRIED:]:
            if _are_compatible(tokens, self.people[index].tokens):
                return index
        return None

    def _find_surname(self, tokens: tuple[str, ...], position: int) -> int | None:
        """The person last named before `position` (else first after) whose surname this is."""
        found: list[tuple[int, int, int]] = []
        for index in self._by_token.get(tokens[-1], ())[-_TRIED:]:
            rank = _surname_rank(tokens, self.people[index].tokens)
            if not rank:
                continue
            mentions = self.mentions[index]
            at = bisect_left(mentions, (position, 0, "", ""))
            found.append((rank, position - mentions[at - 1][0] if at else _LATER, index))
        found.sort()
        if len(found) > 1 and found[0][0] == found[1][0] and self._are_close(
                position, found[0][1], found[1][1]):
            # Mehmet and Galip Zelt in one sentence, and then "Zelt said": whoever that is.
            return None
        return found[0][2] if found else None

    def _are_close(self, position: int, *distances: int) -> bool:
        """Were two people named last in one sentence, or in two that follow each other?"""
        sentence_of = self.r.document.sentence_of
        sentences = [sentence_of[position - d] for d in distances if d != _LATER]
        return len(sentences) == len(distances) and max(sentences) - min(sentences) <= 1

    def _find_surnames(self, runs: Sequence[tuple[int, int]]) -> None:
        r = self.r
        for first, last in runs:
            if self.taken[first]:
                continue
            while last - first > 1 and (self.taken[last - 1] or not r.flags[last - 1] & CAP):
                last -= 1
            tokens = self._tokens(first, last)
            if not tokens:
                continue
            index = self._find_surname(tokens, first)
            if index is None and len(tokens) > 1:
                index = self._find_full(tokens)
            if index is None:
                continue
            name = self.people[index].tokens
            if len(tokens) == 1 and len(name) > 1 and r.flags[first] & GIVEN and (
                    name[-1] != tokens[0]) and not self._is_called_so(index, first):
                # A given name alone is not how news speaks of people.
                continue
            # "Portal Miranda", where "Portal" alone would not be read as a name.
            begin, _ = r.sentence(first)
            while first > begin and not self.taken[first - 1] and (
                    (r.keys[first - 1], *tokens) == name[-len(tokens) - 1:]):
                first -= 1
                tokens = (r.keys[first], *tokens)
            self._add(index, first, last, "surname", "person.surname")

    def _is_called_so(self, index: int, position: int) -> bool:
        """Is the word at `position` the first of a name from where the second is the father's,
        and the only one who has it?"""
        r = self.r
        first, last = self.mentions[index][0][:2]
        usual = r.known.intersection(_BY_FIRST_NAME, r.usual_countries(first, last))
        key = r.keys[position]
        return bool(usual) and self.people[index].tokens[0] == key and (
            len(set(self._by_token.get(key, ()))) == 1)

    def _find_initials(self) -> None:
        """"AMLO" for Andrés Manuel López Obrador."""
        r = self.r
        initials = {"".join(t[0] for t in p.tokens): i for i, p in enumerate(self.people)
                    if len(p.tokens) > 2}
        if not initials:
            return
        for i, key in enumerate(r.keys):
            if key in initials and not self.taken[i] and r.words[i].isupper():
                self._add(initials[key], i, i + 1, "acronym", "person.initials")

    def _add(self, index: int, first: int, last: int, form: str, rule: str) -> None:
        insort(self.mentions[index], (first, last, form, rule))
        self._alias(index, self.r.document.surface(first, last))
        for i in range(first, last):
            self.taken[i] = 1

    def named_before(self, position: int, *, but: int) -> Iterable[int]:
        """The people named before `position`, the last first, without person `but`."""
        at = bisect_left(self.order, (position, 0))
        for place in range(at - 1, max(at - 1 - _TRIED, -1), -1):
            if self.order[place][1] != but:
                yield self.order[place][1]


def _are_compatible(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Can two full names be one person's: same surname, the rest of one within the other's?

    >>> _are_compatible(("jane", "ruth", "aceng"), ("ruth", "aceng"))
    True
    >>> _are_compatible(("s", "kariuki"), ("sicily", "kariuki"))
    True
    >>> _are_compatible(("john", "kariuki"), ("sicily", "kariuki"))
    False
    """
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    if short[-1] != long[-1]:
        return False
    if len(short) == len(long) > 2 and short[0] == long[0]:
        # Spellings of a middle name: Abdel, Abdul.
        return True
    if all(t in long or len(t) == 1 and any(x[0] == t for x in long) for t in short):
        return True
    return len(long[0]) == 1 and long[0] == short[0][0] or (
        len(short) > 1 and len(short[0]) == 1 and short[0] == long[0][0])


def _surname_rank(tokens: tuple[str, ...], name: tuple[str, ...]) -> int:
    """How well words serve as the short form of a name: 1 best, 0 not at all.

    >>> _surname_rank(("portal", "miranda"), ("jose", "angel", "portal", "miranda"))
    1
    >>> _surname_rank(("kang",), ("kang", "jae", "kwon"))
    3
    """
    size = len(tokens)
    if size > len(name):
        return 0
    if name[-size:] == tokens:
        return 1
    if size == len(name):
        return 0
    if any(name[start:start + size] == tokens for start in range(1, len(name) - size)):
        return 2
    return 3 if name[:size] == tokens else 0
