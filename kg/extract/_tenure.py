"""Who holds which office: names and offices paired along each sentence.

    Persons, [OfficePhrase] -> Person.office, .duty, .of_country

Of two people in a row with offices between them each should get his own, so the pairing with the
best sum is taken, not the first that fits. A clause may stand for an office ("who speaks for
the president"), and an office of the next sentence may be that of the one just named.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from kg.extract._offices import OfficePhrase, portfolio
from kg.extract._persons import Persons
from kg.extract._reading import CAP, VERB, Reading
from kg.extract.people import DEGREES, SAYING

__all__ = ["Item", "give_offices"]

#: How well an office fits a name beside it, by what stands between.
_BEFORE, _BEHIND, _IN_BRACKETS, _COMMA_BEFORE, _LOOSE, _NEXT_SENTENCE = 4.0, 2.6, 2.5, 2.2, 1.6, 1.0
_RANK = 0.5
#: A phrase that ends with its name ("the minister, Ali Musa,") is more surely in apposition.
_CLOSED = 0.3
#: A fuller wording of an office ("ambassador of Japan") is worth more than the bare title; in
#: the pairing of a sentence this much of it counts.
_SPECIFIC, _SPECIFIC_IN_PAIRING = 2.5, 0.6

_ARTICLES = frozenset({"the", "a", "an", "its", "his", "her", "their", "then", "former"})
_ACTS_AS = frozenset({"as", "is", "was", "been", "be", "became"})
_SERVING = frozenset({"capacity", "appointed", "serves", "acts", "role"})
_CLOSING = frozenset({",", ".", ")", ";", "and", ":"})
_IN_LISTS = frozenset({",", "and", "of", "the", "both"})

#: Relative clauses that tell what someone is: "who speaks for the president".
_DUTIES = frozenset(
    "speaks heads leads chairs directs coordinates represents runs acts serves holds manages"
    " oversees presides represented headed led chaired directed coordinated managed".split())
#: What is held so: "who holds the health portfolio", not "who holds a degree".
_POSTS = frozenset({"post", "position", "office", "portfolio", "rank", "chair"})
#: "who is in charge of the fund".
_CHARGES = (["is", "in", "charge"], ["is", "responsible", "for"], ["was", "in", "charge"])
#: Verbs of main clauses that do the same, where what is headed is named so soon.
_HEADING = frozenset({"heads", "chairs", "directs"})
_HEADED_REACH = 7
#: How many tokens of such a clause are taken as the office's wording.
_DUTY_REACH = 12

#: Offices by which a text speaks of someone it has just named.
_SPOKEN_OF = frozenset(
    "minister ambassador president secretary envoy premier governor commissioner director".split())


class Item(NamedTuple):
    """A name (of `person`) or an office at `first:last` of a sentence."""

    first: int
    last: int
    person: int
    office: OfficePhrase | None


def give_offices(r: Reading, persons: Persons,
                 offices: Sequence[OfficePhrase]) -> list[list[Item]]:
    """Settle the offices of all people; returns the names and offices of each sentence that
    has a name, in order."""
    sentences = _items(r, persons, offices)
    for items in sentences:
        _pair(r, persons, items)
        _read_double(r, persons, items)
        _spread(r, persons, items)
    _read_duties(r, persons)
    _adopt(r, persons, offices)
    return sentences


def _items(r: Reading, persons: Persons, offices: Sequence[OfficePhrase]) -> list[list[Item]]:
    sentence_of = r.document.sentence_of
    by_sentence: dict[int, list[Item]] = {}
    for index, mentions in enumerate(persons.mentions):
        for first, last, _, _ in mentions:
            by_sentence.setdefault(sentence_of[first], []).append(Item(first, last, index, None))
    for office in offices:
        items = by_sentence.get(sentence_of[office.first])
        if items is not None and not (office.kind == "rank" and office.first and (
                r.words[office.first - 1] == "(")):
            items.append(Item(office.outer, office.last, -1, office))
    return [sorted(by_sentence[index], key=lambda item: item[:3])
            for index in sorted(by_sentence)]


def _pair(r: Reading, persons: Persons, items: list[Item]) -> None:
    """Pair neighbours, each at most once, so that the fits add up to most."""
    best = [0.0] * (len(items) + 1)
    joined = bytearray(len(items) + 1)
    for n, item in enumerate(items, 1):
        best[n] = best[n - 1]
        if n > 1:
            office = item.office or items[n - 2].office
            fit = _fit(r, items[n - 2], item)
            if fit and office is not None and office.kind != "rank" and _is_specific(office):
                fit += _SPECIFIC_IN_PAIRING
            if fit and best[n - 2] + fit > best[n]:
                best[n] = best[n - 2] + fit
                joined[n] = 1
    n = len(items)
    used: set[int] = set()
    while n > 0:
        if joined[n]:
            a, b = items[n - 2], items[n - 1]
            used.add(id(a.office or b.office))
            _give(r, persons, a if a.office is None else b, a.office or b.office, _fit(r, a, b))
            n -= 1
        n -= 1
    # What stands right before a name is its too, even if the pairing used another; and what
    # follows a name that has a bare title before it ("Ambassador X, director for trade, …").
    for a, b in pairwise(items):
        if a.office is not None and b.office is None and a.last == b.first:
            _give(r, persons, b, a.office, _BEFORE)
        elif a.office is None and b.office is not None and id(b.office) not in used:
            fit = _fit(r, a, b)
            if fit >= _BEHIND:
                _give(r, persons, a, b.office, fit)


def _read_double(r: Reading, persons: Persons, items: list[Item]) -> None:
    """"Caricom's Secretary-General, Ambassador X": the office before a bare title."""
    for n, (a, b, name) in enumerate(zip(items, items[1:], items[2:], strict=False)):
        is_held = n and items[n - 1].office is None and r.keys[items[n - 1].last:a.first] == [","]
        if a.office is not None and b.office is not None and name.office is None and (
                not is_held and b.last == name.first and r.keys[a.last:b.first] == [","]
                and a.office.kind == "head" and (" " not in b.office.word
                                                 or b.office.kind == "rank")
                and not _is_specific(b.office)):
            _give(r, persons, name, a.office, _COMMA_BEFORE)


def _is_specific(office: OfficePhrase) -> bool:
    return bool(office.owners or office.host or office.last > office.head_last
                or office.first < office.head)


def _fit(r: Reading, a: Item, b: Item) -> float:
    """How well two neighbours, one an office and one a name, belong together; 0 if not."""
    if (a.office is None) == (b.office is None):
        return 0.0
    gap = _without_degrees(_without_brackets(r.keys[a.last:b.first]))
    if a.office is not None:
        return _fit_before(r, a.office, b, gap)
    assert b.office is not None
    return _fit_behind(r, a, b.office, gap)


def _fit_before(r: Reading, office: OfficePhrase, name: Item, gap: list[str]) -> float:
    """"Health Minister X", "the minister of health, X,", "President (X)"."""
    if office.kind == "rank":
        return 0.0 if gap else _RANK
    if not gap or gap == ["."] and office.word.endswith("."):
        return _BEFORE
    if gap[:1] == ["of"] and gap[-1] == "," and "(" in r.words[office.last:name.first] and (
            r.country[name.first - 2] is not None):
        # "the director of the Institute of Hygiene (IH) of Oman, X,"
        gap = gap[-1:]
    if gap in ([","], [":"], [",", "the"]):
        begin, end = r.sentence(name.first)
        if gap == [","] and name.last < end and r.keys[name.last] in SAYING and (
                office.first > begin + 1 and name.last - name.first == 1):
            # "… had been minister of health, X recalled."
            return 0.0
        if name.last < end and r.keys[name.last] not in _CLOSING:
            return _COMMA_BEFORE - _CLOSED
        return _COMMA_BEFORE + _CLOSED * office.has_article
    if gap == ["("]:
        return _IN_BRACKETS
    return _LOOSE if gap in ([",", "namely"], ["is"], ["was"]) else 0.0


def _fit_behind(r: Reading, name: Item, office: OfficePhrase, gap: list[str]) -> float:
    """"X, the minister of health", "X, who serves as dean", "X of Iran, the minister"."""
    if office.kind == "rank" or office.is_plural:
        return 0.0
    is_known = gap[-1:] == ["the"]
    while gap and gap[-1] in _ARTICLES:
        gap = gap[:-1]
    if not gap:
        return _LOOSE if office.last > office.head_last and (
            r.words[office.head][0].isupper()) else 0.0
    if gap in ([","], ["–"], ["-"]):
        _, end = r.sentence(name.first)
        if is_known and office.last < end and r.flags[office.last] & VERB:
            # "With the minister, X, the ambassador spoke of …"
            return _LOOSE
        return _BEHIND
    if gap == ["("]:
        return _IN_BRACKETS
    if gap[0] == "of" and len(gap) < 6 and gap[-1] == "," and (
            r.country[name.last + 1] is not None or gap[1] == "the"):
        return _BEHIND
    is_as = gap[-1] in _ACTS_AS
    if gap[:2] == [",", "who"] and len(gap) < 9 and (is_as or len(gap) == 3) or (
            is_as and (len(gap) < 3 or gap[0] == "," and len(gap) < 6)) or (
            gap[-1] == "as" and len(gap) < 6 and not _SERVING.isdisjoint(gap)):
        return _LOOSE
    return 0.0


def _give(r: Reading, persons: Persons, name: Item, office: OfficePhrase | None,
          weight: float) -> None:
    """Give the person of a name an office, unless the one held fits better."""
    assert office is not None
    if office.kind == "rank":
        weight = _RANK
    elif weight and _is_specific(office):
        weight += _SPECIFIC
    person = persons.people[name.person]
    if weight <= person.weight:
        return
    person.office, person.weight, person.role = office, weight, None
    _, end = r.sentence(name.first)
    after = name.last
    if after + 1 < end and r.keys[after] == "of":
        # "President Samia Hassan of Tanzania"
        mention = r.country[min(after + 1 + (r.keys[after + 1] == "the"), end - 1)]
        if mention is not None:
            person.of_country = mention.code
            stop = mention.last
            while stop < end and (r.flags[stop] & CAP or stop > mention.last and (
                    r.keys[stop] in ("of", "and", "for", "&") and stop + 1 < end
                    and r.flags[stop + 1] & CAP)):
                # "Counsellor X of the Chinese Embassy", "Minister X of the Peru Ministry of Health"
                stop += 1
            person.role = (f"{r.document.surface(office.first, office.last)} "
                           f"{r.document.surface(after, stop)}")


def _spread(r: Reading, persons: Persons, items: list[Item]) -> None:
    """"Foreign Ministers A and B", "A and B, members of …": a plural office is that of all the
    names in its list."""
    for position, item in enumerate(items):
        office = item.office
        if office is None or not office.is_plural:
            continue
        start = item.first
        before: list[Item] = []
        for name in reversed(items[:position][-_LONGEST_LIST:]):
            gap = _without_brackets(r.keys[name.last:start])
            if name.office is not None or not gap or not _IN_LISTS.issuperset(gap):
                break
            before.append(name)
            start = name.first
        # "President X, members of his government and …": a list of others.
        for name in before if len(before) > 1 else ():
            _give(r, persons, name, office, _BEHIND)
        stop = item.last
        for following in items[position + 1:position + 1 + _LONGEST_LIST]:
            gap = r.keys[stop:following.first]
            if following.office is not None or stop == item.last and gap not in ([], [","]) or (
                    len(gap) > 5 and not _IN_LISTS.issuperset(gap)):
                break
            _give(r, persons, following, office, _BEFORE)
            stop = following.last


#: No list of office holders is longer.
_LONGEST_LIST = 12


def _read_duties(r: Reading, persons: Persons) -> None:
    """"X, who speaks for the president", "X heads the office of UNICEF": a clause in place of an
    office."""
    for person, mentions in zip(persons.people, persons.mentions, strict=True):
        if person.office is not None and person.office.kind != "rank":
            continue
        for _, last, _, _ in mentions:
            _, end = r.sentence(last - 1)
            if last + 3 < end and r.words[last] == "," and r.keys[last + 1] == "who" and (
                    r.keys[last + 2] in _DUTIES and (
                        r.keys[last + 2] != "holds"
                        or not _POSTS.isdisjoint(r.keys[last + 3:last + 6]))
                    or r.keys[last + 2:last + 5] in _CHARGES):
                start = last + 2
            elif last + 2 < end and r.keys[last] in _HEADING and any(
                    i in r.registry_at for i in range(last + 1, min(end, last + _HEADED_REACH))):
                start = last
            else:
                continue
            stop = start + 1
            while stop < min(end, start + _DUTY_REACH) and (
                    r.words[stop][0].isalnum() or r.words[stop] in ("'s", "-", "'")):
                stop += 1
            person.duty = (start, stop)
            person.role = r.document.surface(start, stop)
            break


def _adopt(r: Reading, persons: Persons, offices: Sequence[OfficePhrase]) -> None:
    """Someone without an office holds the one that the same or the next sentence speaks of as
    known ("… by Ali Musa. The Iranian minister of culture …"), if nobody else does."""
    held = {id(p.office) for p in persons.people if p.office is not None}
    fields = {_field(r, p.office) for p in persons.people if p.office is not None}
    starts = [office.first for office in offices]
    sentence_of = r.document.sentence_of
    for person, mentions in zip(persons.people, persons.mentions, strict=True):
        if person.office is not None or person.duty is not None:
            continue
        last = mentions[0][1]
        at = bisect_right(starts, last)
        if at == len(offices):
            continue
        office = offices[at]
        field = _field(r, office)
        if sentence_of[office.first] - sentence_of[last - 1] < 2 and field[0] in _SPOKEN_OF and (
                office.kind == "head" and not office.is_plural and field not in fields
                and r.keys[office.first - 1] == "the" and id(office) not in held
                and (office.first < office.head or office.last > office.head_last)
                and not any(persons.taken[office.last:office.last + 3])):
            person.office, person.weight = office, _NEXT_SENTENCE
            held.add(id(office))
            fields.add(field)


def _field(r: Reading, office: OfficePhrase) -> tuple[str, ...]:
    """What tells an office from another: its head and its portfolio."""
    return office.word.split()[-1], *portfolio(r, office)


def _without_degrees(gap: list[str]) -> list[str]:
    """The words between two neighbours, without degrees behind the first.

    >>> _without_degrees([",", "m.d.", ","])
    [',']
    """
    while len(gap) > 1 and gap[0] == "," and gap[1].rstrip(".") in DEGREES:
        gap = gap[2:]
    return gap


def _without_brackets(gap: list[str]) -> list[str]:
    """The words between two neighbours, without "(2nd R)" and the like.

    >>> _without_brackets(["(", "2nd", "r", ")", ","])
    [',']
    """
    if "(" in gap and ")" in gap[gap.index("("):]:
        start = gap.index("(")
        return gap[:start] + gap[gap.index(")", start) + 1:]
    return gap
