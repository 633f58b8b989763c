"""What points back to an institution: "the ministry", "his ministry", "the institute".

    Bodies, offices of ministers -> more mentions in Bodies

A reference goes to the institution of that kind named last, "his ministry" to that of the
minister spoken of last, which the text need not have named at all.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract._bodies import GENERIC_NOUNS, Bodies
from kg.extract._reading import CAP, Reading
from kg.extract._registry import words_of

__all__ = ["MinisterOffice", "join_references"]

#: A reference looks so many sentences back.
_LOOK_BACK = 4
#: Of the ministries named before, so many are tried.
_TRIED = 30

#: The words that may point back, and those that they may point to.
_POINTING = frozenset((*GENERIC_NOUNS, "ministry", "ministries"))
_NAMED_BY = frozenset(word for words in GENERIC_NOUNS.values() for word in words)
_DETERMINERS = frozenset({"the", "this", "that"})
_POSSESSIVES = frozenset({"his", "her", "its", "their"})
_MINISTERS = frozenset({"minister", "secretary", "counterpart"})
#: So far before "minister" the country may stand ("the Omani deputy health minister").
_BEFORE_MINISTER = 4


@dataclass(slots=True)
class MinisterOffice:
    """The office of a minister at token `first`: what "the ministry" may stand for."""

    first: int
    sector: str
    name: str
    country: str | None


def join_references(r: Reading, bodies: Bodies, offices: Sequence[MinisterOffice],
                    taken: bytearray, home: str | None) -> None:
    """Add the references of a document to its institutions. `taken` marks the tokens of names,
    `home` is the country that the article is written in."""
    _References(r, bodies, offices, home).join(taken)


class _References:
    def __init__(self, r: Reading, bodies: Bodies, offices: Sequence[MinisterOffice],
                 home: str | None) -> None:
        self.r = r
        self.bodies = bodies
        self.offices = offices
        self.home = home
        #: Where institutions with a word in their name are mentioned: (token, number).
        self.named: dict[str, list[tuple[int, int]]] = {}
        self.ministries: list[tuple[int, int]] = []

    def join(self, taken: bytearray) -> None:
        r = self.r
        for number, body in enumerate(self.bodies.bodies):
            words = {word for name in body.names for word in words_of(name)} & _NAMED_BY
            for first, _, _, _ in self.bodies.mentions[number]:
                for word in words:
                    self.named.setdefault(word, []).append((first, number))
                if body.type == "ministry":
                    self.ministries.append((first, number))
        for places in self.named.values():
            places.sort()
        self.ministries.sort()
        for i in [i for i, key in enumerate(r.keys) if key in _POINTING]:
            if taken[i] or i == 0:
                continue
            key = r.keys[i]
            if key in ("ministry", "ministries"):
                self._ministry(i)
            elif key in GENERIC_NOUNS and r.keys[i - 1] in _DETERMINERS:
                _, end = r.sentence(i)
                if i + 1 < end and (r.keys[i + 1] == "of" or r.flags[i + 1] & CAP):
                    continue
                index = self._last_named(i, GENERIC_NOUNS[key])
                if index is not None:
                    self.bodies.refer(index, i - 1, i + 1, "institution.generic", alias=False)
        for mentions in self.bodies.mentions:
            mentions.sort()
        self.bodies.index_mentions()

    def _last_named(self, position: int, words: tuple[str, ...]) -> int | None:
        """The institution with such a word in its name that was named last; none where another
        was named in the same sentence, and either may be meant."""
        sentence_of = self.r.document.sentence_of
        best: tuple[int, int] | None = None
        for word in words:
            places = self.named.get(word, [])
            at = bisect_left(places, (position, 0)) - 1
            if at >= 0 and sentence_of[position] - sentence_of[places[at][0]] <= _LOOK_BACK:
                best = max(best or places[at], places[at])
        if best is None:
            return None
        begin, _ = self.r.sentence(best[0])
        for word in words:
            places = self.named.get(word, [])
            for place in places[bisect_left(places, (begin, 0)):bisect_left(places, (position, 0))]:
                if place[1] != best[1] and sentence_of[place[0]] == sentence_of[best[0]]:
                    return None
        return best[1]

    def _ministry(self, i: int) -> None:
        r = self.r
        begin, _ = r.sentence(i)
        if i == begin:
            return
        before = r.keys[i - 1]
        first, owner = i - 1, None
        possessor = r.country_before(i - 1) if before in ("'s", "'") else r.country_before(i)
        if possessor is not None and possessor.first >= begin and (
                before in ("'s", "'") or possessor.form == "demonym"):
            first, owner = possessor.first, possessor.code
        elif before not in _DETERMINERS and before not in _POSSESSIVES:
            return
        elif self._is_of_both(i):
            return
        elif r.flags[i] & CAP and self.home and before == "the":
            # "the Ministry" with a capital is how a house speaks of its own.
            owner = self.home if self._last_ministry(i, self.home) is not None else None
        if owner is None and before in _DETERMINERS and self._is_either(i):
            return
        index = None if before in _POSSESSIVES else self._last_ministry(i, owner)
        if index is None and r.keys[i] == "ministry":
            index = self._of_minister(i, owner)
            if index is not None and before in _POSSESSIVES and self._is_of_others(i, index):
                return
        if index is None:
            index = self._last_ministry(i, owner)
        if index is not None:
            self.bodies.refer(index, first, i + 1, "institution.the-ministry", alias=True)

    def _is_of_both(self, position: int) -> bool:
        """Were the last ministries named in one breath: "both ministries of health"?"""
        at = bisect_left(self.ministries, (position, 0))
        return at > 1 and self.ministries[at - 1][0] == self.ministries[at - 2][0]

    def _is_either(self, position: int) -> bool:
        """Were two ministries named last in one sentence, so that each may be meant?"""
        at = bisect_left(self.ministries, (position, 0))
        sentence_of = self.r.document.sentence_of
        last = self.ministries[at - 1:at]
        if not last or sentence_of[last[0][0]] == sentence_of[position]:
            return False
        sentence = sentence_of[last[0][0]]
        named = {number for first, number in self.ministries[max(0, at - _TRIED):at]
                 if sentence_of[first] == sentence}
        bodies = [self.bodies.bodies[number] for number in named]
        return len({(body.sector, body.country) for body in bodies}) > 1 and all(
            body.country != self.home for body in bodies)

    def _is_of_others(self, position: int, index: int) -> bool:
        """Does the sentence speak of another country's minister, who may be meant by "his"?"""
        r = self.r
        begin, _ = r.sentence(position)
        country = self.bodies.bodies[index].country
        return any(
            mention is not None and mention.code != country and mention.last <= head
            for head in range(begin + 1, position) if r.keys[head] in _MINISTERS
            for mention in r.country[max(begin, head - _BEFORE_MINISTER):head])

    def _last_ministry(self, position: int, owner: str | None) -> int | None:
        at = bisect_left(self.ministries, (position, 0)) - 1
        for place in range(at, max(at - _TRIED, -1), -1):
            index = self.ministries[place][1]
            if owner in (None, self.bodies.bodies[index].country):
                return index
        return None

    def _of_minister(self, position: int, owner: str | None) -> int | None:
        """The ministry of the minister last spoken of."""
        at = bisect_left(self.offices, position, key=lambda office: office.first) - 1
        for place in range(at, max(at - _TRIED, -1), -1):
            office = self.offices[place]
            if office.country and owner in (None, office.country):
                index = self.bodies.ministry_of(office.sector, office.country, office.name,
                                                position)
                self.ministries.append((position, index))
                return index
        return None
