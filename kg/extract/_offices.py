"""Offices as a text words them: "the Iranian deputy health minister for educational affairs".

    Reading, institution readings -> [OfficePhrase]

A phrase is a head ("minister"), what stands before it (rank, portfolio, country, institution)
and the of-, for-, to-, in- and at-phrases behind it. It ends where a person's name may begin.
Who holds the office is settled later, when people are known.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.extract._chart import Candidate
from kg.extract._reading import (
    BLOCKER,
    CAP,
    GIVEN,
    MODIFIER,
    SUBJECT,
    TASK,
    VERB,
    Office,
    Reading,
)
from kg.extract._registry import sector_of

__all__ = ["DIPLOMATS", "OfficePhrase", "find_offices", "minister_offices", "portfolio"]

#: Heads that are sent by one country to another.
DIPLOMATS = frozenset(
    "ambassador ambassadors envoy consul attaché attache counselor counsellor representative"
    " commissioner delegate chargé charge secretary".split())

_PREPOSITIONS = frozenset("of for to in at on with".split())
_DETERMINERS = frozenset("the a an its his her their our this that".split())
_POSSESSIVES = frozenset("his her its their".split())

#: Words that cannot be inside an office behind a preposition.
_STOPS = frozenset(
    "who which that when while as after before during since until by from into upon over about"
    " against between among he she it they we i you him them is are was were be been being am has"
    " have had will would shall should can could may might must do does did not also said says"
    " told tells met meets held holds spoke speaks made makes gave gives took takes went came saw"
    " put led leads led sent began begun became thanked signed or but if because so yet then there"
    " here where how why what yesterday today tomorrow now late earlier later according amid under"
    " recently currently earlier visited visits visit arrived left during following including"
    " both respectively welcomed discussed expressed wants wanted hopes hoped plans planned"
    " informed called calls added noted stressed".split())

_PLURALS = frozenset(
    "ministers presidents ambassadors directors heads chairmen secretaries commissioners"
    " representatives advisers advisors governors mayors leaders members officers experts"
    " co-chairs first_ladies premiers deputies senators coordinators managers specialists".split())

#: Readings of institutions that are less sure than this are no part of an office.
_LEAST_SCORE = 2.0

#: Heads that no international organisation has: "at the G7 President Biden spoke".
_NATIONAL = frozenset("president minister king queen premier prince ambassador senator".split())

#: Fields of work that are ranks before an office.
_RANKS = frozenset(
    "chief deputy general state federal national administrative special political permanent union"
    " central".split())

#: At most so many tokens behind the head belong to an office.
_REACH = 16
#: Unknown capitals directly behind a preposition are a place's or body's name up to this many.
_UNKNOWN_RUN = 3
#: At most so many words that no table has qualify an office.
_SMALL_WORDS = 5


@dataclass(slots=True, eq=False)
class OfficePhrase:
    """An office at the tokens `first:last`, its head at `head:head_last`.

    `kind` is head, rank (an academic or military title) or relation ("his counterpart").
    `owners` are countries it is of, `host` the country a diplomat is sent to. `has_article`
    tells of a determiner before it, `pronoun` of a possessive one. `spans` are the institutions'
    readings that it contains. `peculiar` are the countries that alone have such an office.
    `outer` is where "the hospital's" before it begins, else `first`.
    """

    first: int
    last: int
    head: int
    head_last: int
    kind: str
    word: str
    is_plural: bool
    has_article: bool
    pronoun: str
    owners: tuple[str, ...]
    host: str | None
    spans: tuple[tuple[int, int], ...]
    peculiar: tuple[str, ...] = ()
    is_owned_in_front: bool = False
    outer: int = 0


class _Known:
    """The readings of institutions by where they end and begin, the longest of each place.

    `inner` marks the tokens of names that say of themselves where they are from ("US Agency for
    …"), `venues` where an international organisation ends that something takes place at.
    """

    def __init__(self, r: Reading, institutions: Iterable[Candidate]) -> None:
        self.ends: dict[int, int] = {}
        self.starts: dict[int, int] = {}
        self.inner = bytearray(r.size)
        self.venues: set[int] = set()
        for candidate in institutions:
            if candidate.kind != "institution" or candidate.score < _LEAST_SCORE:
                continue
            first, last = candidate.first, candidate.last
            self.ends[last] = min(self.ends.get(last, r.size), first)
            for start in (first, candidate.core[0]):
                self.starts[start] = max(self.starts.get(start, 0), last)
            if candidate.type == "international_organization" and first > 1 and (
                    r.keys[first - 1] == "the" and r.keys[first - 2] in ("at", "in")):
                self.venues.add(last)
            if candidate.grade not in ("ministry", "state") and last - first > 1:
                core = candidate.core
                self.inner[core[0]:core[1]] = b"\1" * (core[1] - core[0])


def find_offices(r: Reading, institutions: Iterable[Candidate]) -> list[OfficePhrase]:
    """The offices of a document in order, without overlap: of two joined by a preposition
    ("spokesman of the president") the first takes in the second."""
    known = _Known(r, institutions)
    phrases: list[OfficePhrase] = []
    covered = 0
    for head in sorted(r.offices):
        office = r.offices[head]
        if office.kind == "honorific" or head < covered:
            continue
        _, end = r.sentence(head)
        if r.flags[office.last - 1] & MODIFIER and _is_office_ahead(r, office.last, end):
            continue
        if any(k in r.offices and r.offices[k].last > office.last
               and r.offices[k].kind == "head" for k in range(head + 1, office.last)):
            # "Assistant Secretary-General"
            continue
        adjoining = r.offices.get(office.last)
        if adjoining is not None and adjoining.kind == "head" and office.kind == "head":
            continue
        phrase = _read(r, head, office, known, covered)
        if phrases and _continues(r, phrases[-1], phrase):
            phrases[-1].last = phrase.last
            phrases[-1].spans += phrase.spans
            if not phrases[-1].owners:
                phrases[-1].owners, phrases[-1].host = phrase.owners, phrase.host
        else:
            phrases.append(phrase)
        covered = phrase.last
    return phrases


def _continues(r: Reading, before: OfficePhrase, phrase: OfficePhrase) -> bool:
    """"Deputy Prime Minister and Minister for Finance" of one man: behind a name, or without an
    article of its own and in one breath before a name."""
    between = r.keys[before.last:phrase.first]
    if between == [","] and phrase.word == before.word and phrase.first == phrase.head and (
            phrase.last == phrase.head_last):
        # "U.S. Ambassador to Samoa, Ambassador Tom Udall"
        return True
    if between not in (["and"], ["cum"], ["&"], ["and", "the"]) or before.is_plural or (
            phrase.kind != "head" or before.kind != "head"):
        return False
    begin, end = r.sentence(before.first)
    i = before.first - 1
    if i >= begin and r.keys[i] in _DETERMINERS:
        i -= 1
    behind_name = i - 1 >= begin and r.words[i] == "," and (
        bool(r.flags[i - 1] & CAP) or r.words[i - 1] == ")")
    before_name = phrase.last < end and bool(r.flags[phrase.last] & CAP)
    if behind_name:
        return not before_name
    # "Lao Deputy Prime Minister and Minister of Defence X"
    return before_name and not phrase.owners and bool(
        r.flags[before.head] & r.flags[phrase.head] & CAP)


def _read(r: Reading, head: int, office: Office, known: _Known, covered: int) -> OfficePhrase:
    head_last, word, kind, _ = office
    if kind == "rank" and r.keys[head_last:head_last + 1] == ["of"]:
        # "captain of the medical team", "professor of surgery"
        kind = "head"
    starts, inner = known.starts, known.inner
    barred = known.venues if word.split()[-1].lower() in _NATIONAL else set()
    begin, end = r.sentence(head)
    begin = max(begin, covered)
    is_capital = bool(r.flags[head] & CAP)
    first = _left(r, head, begin, known.ends, barred, is_capital=is_capital)
    if not is_capital:
        first = _small_left(r, first, begin)
    last = _right(r, head_last, end, starts, kind=kind,
                  is_capital=is_capital and r.keys[first - 1] not in _DETERMINERS)
    while first < head and r.words[first] in ("'s", "'", "-", "and", "&", ","):
        first += 1
    article, pronoun = False, ""
    i = first - 1
    if i >= begin and r.keys[i] in _DETERMINERS:
        article = r.keys[i] not in ("a", "an")
        pronoun = r.keys[i] if r.keys[i] in _POSSESSIVES else ""
    outer = first
    if i - 2 >= begin and i == first - 1 and r.words[i] == "'s" and r.keys[i - 2] in _DETERMINERS:
        outer, article = i - 2, True
    owners, host = _countries(r, first, head, head_last, last, word, inner)
    if kind == "relation" and not owners and last + 1 < end and r.keys[last] == "from":
        # "his colleague from Pretoria"
        mention = r.country_from(last + 1 + (r.keys[last + 1] == "the"))
        owners = (mention.code,) if mention is not None else ()
    spans = tuple((i, starts[i]) for i in range(first, last) if starts.get(i, last + 1) <= last)
    return OfficePhrase(first, last, head, head_last, kind, word.lower(),
                        r.keys[head_last - 1] in _PLURALS, article, pronoun, owners, host, spans,
                        _peculiar(r, first, head),
                        _is_owned_in_front(r, first, head, inner), outer)


def _is_owned_in_front(r: Reading, first: int, head: int, inner: bytearray) -> bool:
    """"Iran's WHO envoy" is Iran's, "USAID Madagascar director" is USAID's."""
    for i in range(first, head):
        if inner[i]:
            return False
        if r.country[i] is not None:
            return True
    return False


def _peculiar(r: Reading, first: int, head: int) -> tuple[str, ...]:
    """The countries that alone have such an office; "Union" opens those of India and Myanmar."""
    if "union" in r.keys[first:head]:
        return "IN", "MM"
    return r.offices[head].countries


def _left(r: Reading, head: int, begin: int, ends: dict[int, int], barred: set[int], *,
          is_capital: bool) -> int:
    """Where the words that qualify an office's head begin. They go on beyond no institution
    that ends at one of `barred`."""
    words, keys, flags = r.words, r.keys, r.flags
    i = head
    unknown = 0
    while i > begin:
        j = i - 1
        bits = flags[j]
        known = ends.get(i)
        if i in barred:
            break
        mention = r.country[j]
        if known is not None and known >= begin and not bits & SUBJECT:
            i = known
        elif mention is not None and mention.last == i and mention.first >= begin:
            i = mention.first
        elif words[j] in ("and", ",") and keys[head] in _PLURALS and (
                other := r.country_before(j)) is not None and r.country_from(i) is not None and (
                other.form == "demonym" and other.first >= begin):
            # "the Serbian and Russian Health Ministers"
            i = other.first
        elif r.office_at[j] and not bits & (MODIFIER | SUBJECT) and not (
                j in r.offices and r.offices[j].kind == "head" and r.offices[j].last == i):
            break
        elif bits & (SUBJECT | MODIFIER) and keys[j] not in ("then", "late") and (
                keys[j] != "under" or keys[i] in ("secretary", "-")):
            i = j
        elif j > begin and flags[j - 1] & CAP and (
                words[j] == "'s" or words[j] == "'" and words[j - 1].endswith("s")):
            i = j
        elif words[j] in ("and", "&") and j > begin and i < head and flags[i] & SUBJECT and (
                flags[j - 1] & SUBJECT) and r.country[j - 1] is None:
            i = j
        elif words[j] == "-" and j > begin and r.touches(j) and r.touches(i):
            i = j
        elif r.office_at[j] and j in r.offices and r.offices[j].kind == "head" and (
                r.offices[j].last == i):
            i = j
        elif words[j] == ")" and j - 2 > begin and words[j - 2] == "(" and r.is_acronym(j - 1):
            # "US Agency for International Development (USAID) Mission Director"
            known = ends.get(j - 2)
            if known is None or known < begin:
                break
            i = known
        elif words[j] == "." and j > begin and keys[j - 1] in ("addl", "asst", "dy", "jt"):
            i = j - 1
        elif words[j] == "," and j > begin and i < head and flags[i] & SUBJECT & CAP and (
                flags[j - 1] & SUBJECT) and is_capital and r.country[j - 1] is None:
            i = j
        elif bits & CAP and r.is_acronym(j) and r.country[j] is None:
            i = j
        elif bits & CAP and is_capital and r.is_name[j] and not bits & GIVEN and unknown < 3 and (
                not r.dated[j]) and not (unknown == 0 and _is_in_name(r, j, begin)):
            unknown += 1
            i = j
        elif bits & BLOCKER and not bits & CAP and i == head and not is_capital:
            i = j
        else:
            break
    return i


def _small_left(r: Reading, first: int, begin: int) -> int:
    """Words before a small head that no table has, between it and a comma or determiner:
    ", logistics and operations manager", "the trauma coordinator"."""
    i = first
    while i > begin and first - i < _SMALL_WORDS:
        key = r.keys[i - 1]
        if key in (",", ";") or key in _DETERMINERS:
            return i
        if not r.words[i - 1].isalpha() or r.flags[i - 1] & CAP or key in _STOPS or (
                key in _PREPOSITIONS) or key.endswith(("ed", "ly")):
            return first
        i -= 1
    return first


def _is_in_name(r: Reading, j: int, begin: int) -> bool:
    """Do the capitals that end at `j` hold a given name, so that they are a person's?"""
    i = j
    while i >= begin and r.flags[i] & CAP and j - i < 5:
        if r.flags[i] & GIVEN or r.office_at[i] and r.offices.get(i) is not None and (
                r.offices[i].kind == "honorific"):
            return True
        i -= 1
    return False


def _right(r: Reading, head_last: int, end: int, starts: dict[int, int], *, kind: str,
           is_capital: bool) -> int:
    """The end of the prepositional phrases behind an office's head."""
    words, keys, flags = r.words, r.keys, r.flags
    j = head_last
    if kind == "rank":
        return j
    in_phrase = False
    if is_capital and starts.get(j, 0) > j and flags[j] & CAP and not flags[j] & GIVEN and (
            kind == "head" and j in r.registry_at):
        # "General Manager Sinovac", as South Asia's newspapers write.
        return min(starts[j], end)
    if is_capital and j + 1 < end and words[j] in ("–", "-") and not r.touches(j) and (
            flags[j + 1] & CAP and flags[j + 1] & SUBJECT):
        # "Counsellor – Health Cooperation"
        j += 1
        in_phrase = True
    limit = min(end, head_last + _REACH)
    is_start = in_phrase
    unknown = 0
    while j < limit:
        key = keys[j]
        bits = flags[j]
        if words[j] == "(" and j + 2 < end and r.is_acronym(j + 1) and words[j + 2] == ")" and (
                r.country[j + 1] is None):
            j += 3
            continue
        if words[j] in ("a.i.", "ad") and key in ("a.i.", "ad") and not in_phrase:
            j += 1 + (keys[j + 1:j + 2] == ["interim"])
            continue
        if in_phrase and key == "from" and (source := r.country_from(
                j + 1 + (keys[j + 1:j + 2] == ["the"]))) is not None:
            # "captain of the medical team from China"
            j = source.last
            break
        if not in_phrase and key not in _PREPOSITIONS:
            break
        if in_phrase and j in starts and not (is_start is False and bits & GIVEN):
            j = _unit_end(r, min(starts[j], end), end)
            is_start, unknown = False, 9
            continue
        if key in _PREPOSITIONS and not bits & CAP:
            following = j + 1
            if following >= end or keys[following] in _STOPS or r.dated[following] or (
                    not words[following][0].isalpha() or keys[following].endswith("ing")
                    and not flags[following] & SUBJECT):
                break
            after = following + (keys[following] == "the")
            if in_phrase and key in ("in", "on", "at", "to", "with") and (
                    after >= end or not flags[after] & (CAP | SUBJECT)):
                break
            in_phrase = is_start = True
            unknown = 0
            j = following
            continue
        mention = r.country[j]
        if mention is not None:
            if mention.form == "demonym" and not is_start and j + 1 < end and (
                    r.office_at[j + 1]):
                break
            j = mention.last
            is_start, unknown = False, 9
            if mention.form == "demonym" and j < end and flags[j] & CAP and not (
                    flags[j] & GIVEN):
                # "head of the Chinese Delegation"
                unknown = 1
            continue
        if bits & CAP:
            if r.dated[j]:
                break
            if r.office_at[j]:
                if not is_start and keys[j - 1] not in ("the", "'s", "deputy", "vice", "prime"):
                    break
            elif bits & (SUBJECT | MODIFIER | BLOCKER | TASK) or j in r.heads or r.is_acronym(j):
                if bits & GIVEN and not is_start:
                    break
                # "Task Force": what a task goes on with.
                unknown = bool(bits & TASK)
            elif is_start:
                unknown = 1
                if bits & GIVEN and j + 1 < end and flags[j + 1] & CAP:
                    break
            elif 0 < unknown < _UNKNOWN_RUN and not bits & GIVEN:
                unknown += 1
            else:
                break
            j += 1
            is_start = False
            continue
        if is_start and (key in _DETERMINERS or words[j][0].isdigit() and key.endswith(
                ("st", "nd", "rd", "th"))):
            j += 1
            continue
        if words[j] in ("'s", "'"):
            j += 1
            continue
        if words[j] == "-" and r.touches(j + 1):
            j += 1
            continue
        if words[j] in ("and", ",") and j + 1 < end and r.country[j - 1] is not None and (
                r.country[j + 1] is not None) and keys[head_last - 1] in _PLURALS:
            # "the health ministers of Azerbaijan, Kazakhstan and Uzbekistan"
            j = r.country[j + 1].last  # type: ignore[union-attr]
            continue
        if words[j] in ("and", ",") and j + 1 < end and j + 1 in starts and (
                keys[head_last - 1] in _PLURALS and starts.get(j - 1, 0) == j):
            # "the representatives of UNICEF, WHO and WFP"
            j += 1
            is_start = False
            continue
        if words[j] in ("and", "&", ",") and j + 1 < end:
            previous = flags[j - 1]
            following_bits = flags[j + 1]
            if words[j] == "," and previous & following_bits & CAP and _list_closes(r, j + 1, end):
                joins = bool(previous & SUBJECT)
            elif previous & CAP:
                closes = words[j] == "and" and words[j - 2] == ","
                joins = bool((previous & SUBJECT or closes)
                             and following_bits & (SUBJECT | BLOCKER))
            else:
                # "alternative and traditional medicine": no table has every adjective.
                joins = bool(following_bits & SUBJECT and (
                    previous & SUBJECT or j + 2 < end and flags[j + 2] & SUBJECT))
            if joins and not r.office_at[j + 1] and (
                    bool(previous & CAP) == bool(following_bits & CAP)) and (
                    words[j] != "," or _list_closes(r, j + 1, end)) and not (
                    _is_office_ahead(r, j + 1, end)):
                j += 1
                continue
            break
        if words[j][0].isalpha() and key not in _STOPS and not key.endswith(("ed", "ing")) and (
                unknown != 1) and (is_start or not bits & VERB or bits & SUBJECT):
            if r.office_at[j] and not is_start and keys[j - 1] not in _DETERMINERS:
                break
            j += 1
            is_start = False
            continue
        break
    if j == head_last and is_capital and j + 1 < end and words[j] == "," and j + 1 in starts and (
            not flags[j + 1] & GIVEN and r.country[j + 1] is None):
        # "Additional Secretary, Union Health Ministry"
        return min(starts[j + 1], end)
    while j > head_last and (keys[j - 1] in _PREPOSITIONS or keys[j - 1] in _DETERMINERS
                             or words[j - 1] in ("and", "&", ",", "-", "'")):
        j -= 1
    return j


def _unit_end(r: Reading, i: int, end: int) -> int:
    """"Head of the IFRC Country Cluster Support Team,": past the capitals between the name of
    an institution that ends at `i` and a comma; `i` if something else follows them."""
    j = i
    while j < end and j - i < _SMALL_WORDS and r.flags[j] & CAP and not r.flags[j] & GIVEN and (
            not r.office_at[j]):
        j += 1
    return j if i < j < end and r.words[j] in (",", ".") else i


def _list_closes(r: Reading, i: int, end: int) -> bool:
    """In "Health, Nutrition and Indigenous Medicine": is the comma at `i - 1` inside a list?"""
    for j in range(i, min(i + 9, end - 1)):
        if r.words[j] in ("and", "&"):
            return bool(r.flags[j + 1] & SUBJECT) and not _is_office_ahead(r, j + 1, end)
        if not (r.flags[j] & SUBJECT or r.words[j] in (",", "-") or r.flags[j] & CAP and not (
                r.flags[j] & GIVEN) and r.country[j] is None and r.words[j + 1] in (",", "and")):
            return False
    return False


def _is_office_ahead(r: Reading, i: int, end: int) -> bool:
    """Do the portfolio words that begin at `i` belong to another office ("and Foreign
    Minister")?"""
    for j in range(i, min(i + 4, end)):
        if r.office_at[j] and not r.flags[j] & SUBJECT:
            office = r.offices.get(j)
            return office is None or office.kind != "honorific"
        if not r.flags[j] & (SUBJECT | MODIFIER):
            return False
    return False


def _countries(r: Reading, first: int, head: int, head_last: int, last: int,
               word: str, inner: bytearray) -> tuple[tuple[str, ...], str | None]:
    """The countries that an office is of, and the host of a diplomat; those in the names of
    institutions (`inner`) are the institution's."""
    owners: list[str] = []
    host: str | None = None
    for i in range(first, head):
        mention = r.country_from(i)
        if mention is not None and not inner[i]:
            owners.append(mention.code)
    is_diplomat = any(part in DIPLOMATS for part in word.lower().split())
    i = head_last
    while i < last:
        mention = r.country_from(i)
        if mention is not None and not inner[i]:
            before = i - 1
            if r.keys[before] == "the":
                before -= 1
            preposition = r.keys[before]
            if is_diplomat and preposition in ("to", "in", "at", "for"):
                host = mention.code
            elif preposition in ("of", "'s", "and", ",", "from") and (
                    not owners or r.keys[head_last - 1] in _PLURALS):
                owners.append(mention.code)
            elif mention.form == "demonym" and not owners:
                owners.append(mention.code)
            elif not owners and not is_diplomat and preposition in ("for", "in") and (
                    "minister" in word.lower()):
                owners.append(mention.code)
            i = mention.last
        else:
            i += 1
    _, end = r.sentence(head)
    if not owners and last + 1 < end and r.words[last] == ",":
        # "Minister of Health, Oman, thanked …"
        mention = r.country[last + 1]
        if mention is not None and mention.form == "name" and not (
                mention.last < end and r.keys[mention.last] in ("'s", "and", "'")):
            owners.append(mention.code)
    return tuple(dict.fromkeys(owners)), host


def portfolio(r: Reading, office: OfficePhrase) -> list[str]:
    """The words for a minister's field of work: ["Public", "Health"]."""
    words: list[str] = []
    i = office.head_last
    if i < office.last and r.keys[i] in ("of", "for"):
        i += 1
        while i < office.last and (r.flags[i] & SUBJECT or r.words[i] in ("and", "&", ",")) and (
                r.country[i] is None):
            words.append(r.words[i])
            i += 1
    if not words:
        words = [r.words[i] for i in range(office.first, office.head)
                 if r.flags[i] & SUBJECT and r.country[i] is None and r.keys[i] not in _RANKS]
    while words and not words[-1][0].isalpha():
        words.pop()
    return words


def minister_offices(r: Reading, offices: Iterable[OfficePhrase]) -> list[tuple[int, str, str]]:
    """(token, sector, country) of the ministers whose country the text names."""
    found = []
    for office in offices:
        owners = office.owners or tuple(c for c in office.peculiar if c in r.codes)[:1]
        if owners and {"minister", "secretary"} & set(office.word.split()):
            words = portfolio(r, office)
            if words:
                found.append((office.first, sector_of(words), owners[0]))
    return found
