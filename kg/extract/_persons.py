"""From readings of people to people: one person's mentions, office and country.

    [Candidate], offices -> Persons

Full names come first, then titles with a surname, then bare surnames. Offices are tied to
the names beside them by the best pairing along the sentence, so that of two people in a row
each gets the office that is his.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.extract._bodies import Bodies, MinisterOffice
from kg.extract._chart import Candidate
from kg.extract._context import Context
from kg.extract._offices import OfficePhrase, portfolio
from kg.extract._reading import CAP, GIVEN, SUBJECT, Reading
from kg.extract._registry import sector_of
from kg.extract.mentions import NamedEntity
from kg.extract.people import DEGREES
from kg.extract.text import fold_key

__all__ = ["Person", "Persons"]

#: How well an office fits a name beside it, by what stands between.
_BEFORE, _BEHIND, _IN_BRACKETS, _COMMA_BEFORE, _LOOSE = 4.0, 2.6, 2.5, 2.2, 1.6
#: A fuller wording of an office ("ambassador of Japan") is worth more than the bare title.
_SPECIFIC = 2.5

_ARTICLES = frozenset({"the", "a", "an", "its", "his", "her", "their", "then", "former"})
_ACTS_AS = frozenset({"as", "is", "was", "been", "be", "became"})

#: Heads of those who serve in another country than their own.
_ENVOYS = frozenset(
    "ambassador envoy consul attaché attache counsellor counselor chargé charge mission high"
    .split())

#: Offices by which a text speaks of someone it has named.
_STATE_OFFICES = frozenset(
    "minister ambassador president secretary envoy premier governor commissioner director".split())

#: Titles that tell no office.
_SCHOLARS = frozenset({"professor", "prof", "doctor", "dr"})

#: What may stand between two officials of one country, and between two who face each other.
_JOINS = frozenset({"and", ",", "the", "his", "her"})
_FACES = frozenset({"and", ",", "the", "with", "met", "told", "to", "his", "her"})

#: What follows a name without being part of it when names are compared.
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii"})

#: Relative clauses that tell what someone is: "who speaks for the president".
_DUTIES = frozenset(
    "speaks heads leads chairs directs coordinates represents runs acts serves holds manages"
    " oversees presides".split())
#: How many tokens of such a clause are taken as the office's wording.
_DUTY_REACH = 12

_MINISTERS = frozenset("minister ministers secretary secretaries".split())


@dataclass(slots=True)
class Person:
    """A person while the mentions are gathered. `tokens` are the look-up words of the name."""

    tokens: tuple[str, ...]
    name: str
    first: int
    rule: str
    aliases: list[str] = field(default_factory=list)
    office: OfficePhrase | None = None
    office_weight: float = 0.0
    role: str | None = None
    of_country: str | None = None
    adjective: str | None = None
    country: str | None = None
    is_international: bool = False
    employer: int | None = None
    duty: tuple[int, int] | None = None
    confidence: float = 1.0


class Persons:
    """The people of a document; `mentions[n]` are (first, last, form, rule) of `people[n]`."""

    def __init__(self, r: Reading, context: Context, candidates: Sequence[Candidate],
                 offices: Sequence[OfficePhrase], runs: Sequence[tuple[int, int]], *,
                 covered: Iterable[Candidate]) -> None:
        self.r = r
        self.context = context
        inside = bytearray(r.size + 1)
        for candidate in candidates:
            for i in range(candidate.first, candidate.last):
                inside[i] = 1
        self.offices = [o for o in offices if not inside[o.head]]
        self.people: list[Person] = []
        self.mentions: list[list[tuple[int, int, str, str]]] = []
        self._gather(candidates)
        taken = bytearray(r.size + 1)
        for candidate in (*candidates, *covered):
            for i in range(candidate.first, candidate.last):
                taken[i] = 1
        self._find_surnames(runs, taken)
        for mentions in self.mentions:
            mentions.sort()
        self._link_offices()
        self._read_duties()
        self._adopt_offices()
        self._bodies: Bodies | None = None

    # -- who is one person -------------------------------------------------------------------

    def _gather(self, candidates: Sequence[Candidate]) -> None:
        full = [c for c in candidates if self._length(c) > 1]
        single = [c for c in candidates if self._length(c) == 1]
        for candidate in full:
            tokens = self._tokens(*candidate.core)
            index = self._find_full(tokens)
            if index is None:
                index = self._new(candidate, tokens)
            elif len(tokens) > len(self.people[index].tokens):
                person = self.people[index]
                person.aliases.insert(0, person.name)
                person.tokens, person.name = tokens, self._surface(candidate)
            else:
                self._alias(index, self._surface(candidate))
            self._mention(index, candidate, "full")
        for candidate in single:
            token = self.r.keys[candidate.core[0]]
            index = self._find_surname((token,), candidate.first)
            if index is None:
                index = self._new(candidate, (token,))
            self._mention(index, candidate, "surname")

    def _length(self, candidate: Candidate) -> int:
        return sum(1 for i in range(*candidate.core) if self.r.flags[i] & CAP and (
            self.r.keys[i] not in _SUFFIXES))

    def _tokens(self, first: int, last: int) -> tuple[str, ...]:
        keys = [self.r.keys[i].rstrip(".") for i in range(first, last)]
        return tuple(k for k in keys if k and k[0].isalpha() and k not in ("jr", "sr"))

    def _surface(self, candidate: Candidate) -> str:
        first, last = candidate.core
        surface = self.r.document.surface(first, last)
        if surface.isupper() and len(surface) > 4:
            surface = surface.title()
        if self.r.keys[last - 1] in ("jr", "sr") and last < self.r.size and (
                self.r.words[last] == "."):
            surface += "."
        return surface

    def _new(self, candidate: Candidate, tokens: tuple[str, ...]) -> int:
        self.people.append(Person(tokens, self._surface(candidate), candidate.first,
                                  candidate.rule))
        self.mentions.append([])
        return len(self.people) - 1

    def _alias(self, index: int, alias: str) -> None:
        person = self.people[index]
        if alias != person.name and alias not in person.aliases:
            person.aliases.append(alias)

    def _mention(self, index: int, candidate: Candidate, form: str) -> None:
        self.mentions[index].append((candidate.first, candidate.last, form, candidate.rule))
        if candidate.first < candidate.core[0]:
            self._alias(index, self.r.document.surface(candidate.first, candidate.core[1]))

    def _find_full(self, tokens: tuple[str, ...]) -> int | None:
        """A person whose full name is compatible: same surname, and one name within the other."""
        for index, person in enumerate(self.people):
            other = person.tokens
            if tokens == other:
                return index
            short, long = sorted((tokens, other), key=len)
            if short[-1] != long[-1]:
                continue
            rest = set(long)
            if len(tokens) == len(other) > 2 and tokens[0] == other[0]:
                return index
            if all(t in rest or len(t) == 1 and any(x[0] == t for x in long) for t in short) or (
                    len(short) > 1 and len(short[0]) == 1 and short[0][0] == long[0][0]) or (
                    len(long[0]) == 1 and long[0] == short[0][0]):
                return index
        return None

    def _find_surname(self, tokens: tuple[str, ...], position: int) -> int | None:
        """The person last named before `position` (else first after) whose surname this is."""
        found: list[tuple[int, int, int]] = []
        for index, person in enumerate(self.people):
            rank = _surname_rank(tokens, person.tokens)
            if rank:
                before = [m[0] for m in self.mentions[index] if m[0] < position]
                distance = position - before[-1] if before else 10 ** 6 + index
                found.append((rank, distance, index))
        if not found:
            return None
        return min(found)[2]

    def _find_surnames(self, runs: Sequence[tuple[int, int]], taken: bytearray) -> None:
        r = self.r
        initials = {"".join(t[0] for t in p.tokens): i for i, p in enumerate(self.people)
                    if len(p.tokens) > 2}
        for first, last in runs:
            if taken[first]:
                continue
            while last - first > 1 and (taken[last - 1] or not r.flags[last - 1] & CAP):
                last -= 1
            tokens = self._tokens(first, last)
            if not tokens:
                continue
            index = self._find_surname(tokens, first)
            while index is not None and first > 0 and not taken[first - 1] and (
                    r.keys[first - 1], *tokens) == self.people[index].tokens[-len(tokens) - 1:]:
                first -= 1
                tokens = (r.keys[first], *tokens)
            if index is None and len(tokens) > 1 and not r.is_name[first]:
                index = self._find_surname(tokens[1:], first)
            if index is None and len(tokens) > 1:
                index = self._find_full(tokens)
            if index is None:
                continue
            if last - first == 1 and r.flags[first] & GIVEN and len(
                    self.people[index].tokens) > 1 and self.people[index].tokens[-1] != tokens[-1]:
                continue
            self.mentions[index].append((first, last, "surname", "person.surname"))
            self._alias(index, r.document.surface(first, last))
            for i in range(first, last):
                taken[i] = 1
        for i in range(r.size):
            if not taken[i] and len(r.words[i]) > 2 and r.words[i].isupper():
                index = initials.get(r.keys[i])
                if index is not None:
                    self.mentions[index].append((i, i + 1, "acronym", "person.initials"))
                    self._alias(index, r.words[i])

    # -- offices -----------------------------------------------------------------------------

    def _link_offices(self) -> None:
        """Pair offices and names along each sentence so that the fits add up to most."""
        by_sentence: dict[int, list[tuple[int, int, int, OfficePhrase | None]]] = {}
        sentence_of = self.r.document.sentence_of
        for index, mentions in enumerate(self.mentions):
            for first, last, _, _ in mentions:
                by_sentence.setdefault(sentence_of[first], []).append((first, last, index, None))
        for office in self.offices:
            index = sentence_of[office.first]
            if index in by_sentence:
                by_sentence[index].append((office.first, office.last, -1, office))
        for sentence in sorted(by_sentence):
            items = sorted(by_sentence[sentence], key=lambda item: item[:3])
            # An office that lies inside a name is none ("King Hussein" the person).
            self._pair(items)
            self._spread(items)

    def _pair(self, items: list[tuple[int, int, int, OfficePhrase | None]]) -> None:
        count = len(items)
        best = [0.0] * (count + 1)
        joined = [False] * (count + 1)
        for n in range(1, count + 1):
            best[n] = best[n - 1]
            if n > 1:
                fit = self._fit(items[n - 2], items[n - 1])
                office = items[n - 1][3] or items[n - 2][3]
                if fit and office is not None and office.kind != "rank" and (
                        office.first < office.head or office.last > office.head_last):
                    fit += _SPECIFIC / 4
                if fit and best[n - 2] + fit > best[n]:
                    best[n] = best[n - 2] + fit
                    joined[n] = True
        n = count
        pairs: list[tuple[int, int]] = []
        while n > 0:
            if joined[n]:
                pairs.append((n - 2, n - 1))
                n -= 2
            else:
                n -= 1
        for a, b in reversed(pairs):
            person, office = (items[a], items[b][3]) if items[a][3] is None else (
                items[b], items[a][3])
            assert office is not None
            self._give(person[2], office, self._fit(items[a], items[b]), person)
        # What stands right before a name is its too, even if the pairing used another.
        for a, b in zip(items, items[1:]):
            if a[3] is not None and b[3] is None and a[1] == b[0]:
                self._give(b[2], a[3], _BEFORE if a[3].kind != "rank" else 0.5, b)

    def _fit(self, a: tuple[int, int, int, OfficePhrase | None],
             b: tuple[int, int, int, OfficePhrase | None]) -> float:
        """How well two neighbours, one an office and one a name, belong together; 0 if not."""
        r = self.r
        if (a[3] is None) == (b[3] is None):
            return 0.0
        gap = _without_degrees(_without_brackets(r.keys[a[1]:b[0]]))
        _, end = r.sentence(a[0])
        if a[3] is not None:
            office = a[3]
            if office.kind == "rank":
                return 0.5 if not gap else 0.0
            if not gap:
                return _BEFORE
            if gap in ([","], [":"], [",", "the"]):
                closed = b[1] >= end or r.keys[b[1]] in (",", ".", ")", ";", "and", ":")
                return _COMMA_BEFORE + (0.3 if closed and office.has_article else 0.0) - (
                    0.0 if closed else 0.3)
            if gap == ["("]:
                return _IN_BRACKETS
            if gap in ([",", "namely"], ["is"], ["was"], ["and"]) and gap != ["and"]:
                return _LOOSE
            if gap == ["."] and office.word.endswith("."):
                return _BEFORE
            return 0.0
        office = b[3]
        assert office is not None
        if office.kind == "rank":
            return 0.0
        while gap and gap[-1] in _ARTICLES:
            gap = gap[:-1]
        if not gap and r.flags[office.head] & CAP and office.last > office.head_last:
            return _LOOSE
        if gap == [","] or gap == ["–"] or gap == ["-"]:
            return _BEHIND
        if gap == ["("]:
            return _IN_BRACKETS
        if gap and gap[0] == "of" and len(gap) < 6 and gap[-1] == "," and (
                r.country[a[1] + 1] is not None or r.country[min(a[1] + 2, end - 1)] is not None):
            return _BEHIND
        if gap[:2] == [",", "who"] and len(gap) < 9 and (gap[-1] in _ACTS_AS or len(gap) == 3):
            return _LOOSE
        if len(gap) < 3 and gap and gap[-1] in _ACTS_AS:
            return _LOOSE
        if gap and gap[-1] == "as" and len(gap) < 6 and {"capacity", "appointed", "serves",
                                                         "acts", "role"} & set(gap):
            return _LOOSE
        if gap[:1] == [","] and len(gap) < 6 and gap[-1:] == ["as"]:
            return _LOOSE
        return 0.0

    def _give(self, index: int, office: OfficePhrase, weight: float,
              item: tuple[int, int, int, OfficePhrase | None]) -> None:
        """Give a person an office, unless the one it has fits better."""
        person = self.people[index]
        if office.kind == "rank":
            weight = 0.5
        elif weight and (office.owners or office.host or office.last > office.head_last
                         or office.first < office.head):
            weight += _SPECIFIC
        if weight <= person.office_weight:
            return
        person.office, person.office_weight = office, weight
        r = self.r
        _, end = r.sentence(item[0])
        after = item[1]
        if after + 1 < end and r.keys[after] == "of":
            j = after + 1
            if r.keys[j] == "the" and j + 1 < end:
                j += 1
            mention = r.country[j]
            if mention is not None:
                person.of_country = mention.code
                person.role = (f"{r.document.surface(office.first, office.last)} "
                               f"{r.document.surface(after, mention.last)}")
                return
        person.role = None

    def _spread(self, items: list[tuple[int, int, int, OfficePhrase | None]]) -> None:
        """"Foreign Ministers A and B": a plural office is also that of the names joined on."""
        for position, item in enumerate(items):
            office = item[3]
            if office is None or not office.is_plural:
                continue
            following_first = item[0]
            for earlier in reversed(items[:position]):
                if earlier[3] is not None:
                    break
                gap = _without_brackets(self.r.keys[earlier[1]:following_first])
                if not gap or not set(gap) <= {",", "and", "both", "the"}:
                    break
                self._give(earlier[2], office, _BEHIND, earlier)
                following_first = earlier[0]
            previous = item
            for following in items[position + 1:]:
                if following[3] is not None:
                    break
                gap = self.r.keys[previous[1]:following[0]]
                if previous is not item and not set(gap) <= {",", "and", "of", "the"} and (
                        len(gap) > 5):
                    break
                if previous is item and gap:
                    break
                self._give(following[2], office, _BEFORE, following)
                previous = following

    def _read_duties(self) -> None:
        """"X, who speaks for the president": a clause in place of an office."""
        r = self.r
        for index, person in enumerate(self.people):
            if person.office is not None and person.office.kind != "rank":
                continue
            for _, last, _, _ in self.mentions[index]:
                _, end = r.sentence(last - 1)
                if last + 3 < end and r.words[last] == "," and r.keys[last + 1] == "who" and (
                        r.keys[last + 2] in _DUTIES):
                    stop = last + 3
                    while stop < min(end, last + 2 + _DUTY_REACH) and (
                            r.words[stop][0].isalnum() or r.words[stop] in ("'s", "-", "'")):
                        stop += 1
                    person.role = r.document.surface(last + 2, stop)
                    person.duty = (last + 2, stop)
                    break

    def _adopt_offices(self) -> None:
        """Someone without an office is the holder of the one that the same or the next sentence
        speaks of as known ("… by Ali Mounesan. The Iranian minister of culture …"), if nobody
        else holds it."""
        held = {id(p.office) for p in self.people if p.office is not None}
        words = {p.office.word.split()[-1] for p in self.people if p.office is not None}
        sentence_of = self.r.document.sentence_of
        for index, person in enumerate(self.people):
            if person.office is not None or person.duty is not None or not self.mentions[index]:
                continue
            last = self.mentions[index][0][1]
            here = sentence_of[last - 1]
            for office in self.offices:
                if office.first <= last or sentence_of[office.first] - here > 1:
                    continue
                if office.has_article and office.kind == "head" and not office.is_plural and (
                        id(office) not in held and office.word.split()[-1] not in words
                        and self.r.keys[office.first - 1] == "the"
                        and (office.first < office.head or office.last > office.head_last)
                        and office.word.split()[-1] in _STATE_OFFICES
                        and not self._stands_by_name(office)):
                    person.office, person.office_weight = office, 1.0
                    held.add(id(office))
                    words.add(office.word.split()[-1])
                break

    def _stands_by_name(self, office: OfficePhrase) -> bool:
        return any(abs(first - office.last) < 3 or abs(office.first - last) < 3
                   for mentions in self.mentions for first, last, _, _ in mentions)

    # -- countries ---------------------------------------------------------------------------

    def settle(self, bodies: Bodies) -> None:
        """Settle role and country of everyone; see `country` of the codebook."""
        if self._bodies is not None:
            return
        self._bodies = bodies
        order = sorted(range(len(self.people)), key=lambda n: self.mentions[n][0]
                       if self.mentions[n] else (0,))
        for index in order:
            self._settle(index, bodies)

    def _settle(self, index: int, bodies: Bodies) -> None:
        r = self.r
        person = self.people[index]
        office = person.office
        if office is not None and person.role is None:
            person.role = r.document.surface(office.first, office.last)
        elif person.role is None:
            person.role = self._rank(index)
        if office is not None and office.kind == "relation":
            self._settle_relation(index, office)
            if person.country:
                return
        if office is not None and office.pronoun == "its":
            body_index = bodies.last_before(office.first)
            if body_index is not None:
                body = bodies.bodies[body_index]
                person.country, person.is_international = body.country, body.country is None
                person.employer = body_index
                if person.role and office.last == office.head_last:
                    person.role = f"{person.role} of {body.names[0]}"
                return
        elif office is not None and office.pronoun and office.kind == "head":
            self._settle_dependent(index, office)
            if person.country or person.is_international:
                return
        if person.of_country is None:
            self._read_of_country(index)
        if person.of_country:
            person.country = person.of_country
            return
        employer = self.employer_of(index, bodies)
        if employer is None and (office is None or not office.owners):
            employer = person.employer = self._body_of(index, bodies)
        if employer is not None:
            body = bodies.bodies[employer]
            if body.country is None and not (office is not None and office.is_owned_in_front):
                person.is_international = True
                return
        if office is not None and office.owners and (
                employer is None or office.is_owned_in_front
                or bodies.bodies[employer].type in ("ministry", "other")):
            person.country = self._owner_for(index, office)
            return
        if employer is not None:
            person.country = bodies.bodies[employer].country
            return
        person.country = self._adjective(index) or self._led_country(index)
        if person.country == "INT":
            person.country, person.is_international = None, True
            return
        if person.country:
            return
        person.country = self._inferred(index, bodies)
        person.confidence = 0.7

    def _rank(self, index: int) -> str | None:
        """The rank in someone's title, which stands for an office where none is named."""
        r = self.r
        for first, last, _, _ in self.mentions[index]:
            for i in range(first, last):
                office = r.offices.get(i)
                if office is not None and office.kind == "rank" and r.keys[i] not in _SCHOLARS:
                    return r.document.surface(i, office.last)
        return None

    def _inferred(self, index: int, bodies: Bodies) -> str | None:
        """The likeliest country of someone for whom the text names none."""
        r = self.r
        person = self.people[index]
        office = person.office
        exclude: list[str] = []
        prefer: list[str] = []
        if office is not None:
            if office.host:
                exclude.append(office.host)
            elif _ENVOYS.intersection(office.word.split()):
                embassies = {b.country for b in bodies.bodies if b.merged is None and b.country
                             and b.grade == "state" and "embassy" in b.rule}
                if len(embassies) == 1:
                    return embassies.pop()
                if self.context.home:
                    # Envoys are reported on where they serve.
                    exclude.append(self.context.home)
            prefer += office.peculiar
            title = self._title_countries(index)
            prefer += title
            if len(office.peculiar) == 1 or title:
                codes = set(office.peculiar) | set(title)
                if codes.isdisjoint(self.context.shares):
                    return sorted(codes)[0]
            words = portfolio(r, office)
            if len(words) > 1 and office.word.endswith("minister"):
                name = fold_key("ministry of " + " ".join(words).replace(" ,", ","))
                prefer += [c for c, key in bodies.ministries if key == name]
        joined, others = self._beside(index)
        if joined:
            return joined
        exclude += others
        position = self.mentions[index][0][0]
        if person.duty is not None:
            code = next((m.code for m in r.country[person.duty[0]:person.duty[1]]
                         if m is not None), None)
            if code:
                return code
            position = person.duty[1]
        return self.context.country_at(position, exclude=exclude, prefer=prefer)

    def _title_countries(self, index: int) -> list[str]:
        """The countries that use the title before a name: Shri, Datuk."""
        r = self.r
        return [code for first, _, _, _ in self.mentions[index]
                for code in (r.offices[first].countries if first in r.offices else ())]

    def _beside(self, index: int) -> tuple[str | None, list[str]]:
        """What the neighbours in a sentence tell of someone without a country: joined behind
        an official with one, the same ("Kenya's president A and health secretary B"); before
        one, another ("Foreign Minister A and Cuban President B")."""
        person = self.people[index]
        r = self.r
        others: list[str] = []
        for first, last, _, _ in self.mentions[index]:
            begin, end = r.sentence(first)
            own = person.office
            start = min(first, own.first) if own and begin <= own.first < first else first
            stop = max(last, own.last) if own and last <= own.first < end else last
            for other, mentions in enumerate(self.mentions):
                neighbour = self.people[other]
                office = neighbour.office
                if other == index or office is None or not office.owners or office.is_plural:
                    continue
                for left, right, _, _ in mentions:
                    if not begin <= left < end:
                        continue
                    near_start = min(left, office.first) if begin <= office.first < end else left
                    near_stop = max(right, office.last) if begin <= office.last <= end else right
                    if near_stop <= start and set(r.keys[near_stop:start]) <= _JOINS and (
                            start - near_stop < 4) and "and" in r.keys[near_stop:start]:
                        return office.owners[0], []
                    if stop <= near_start < stop + 5 and set(
                            r.keys[stop:near_start]) <= _FACES and any(
                            m is not None and m.form in ("name", "demonym")
                            for m in r.country[office.first:office.last]):
                        others.append(office.owners[0])
        for other, neighbour in enumerate(self.people):
            office = neighbour.office
            if office is not None and office.kind == "relation" and office.owners and (
                    self._named_before(other, office.first) == index):
                others.append(office.owners[0])
        return None, others

    def _led_country(self, index: int) -> str | None:
        """The country of a head of state or government, minister or head of an international
        organisation whom data/leaders.csv knows, if the article names that country at all."""
        r = self.r
        for _, last, form, _ in self.mentions[index]:
            code = r.leaders.get(last - 1)
            if code and (code == "INT" or code in r.codes or form == "full"):
                return code
        for _, last, form, _ in self.mentions[index]:
            codes = r.surnames.get(last - 1, [])
            if form == "surname" and len(codes) == 1 and len(self.people[index].tokens) == 1:
                return codes[0]
        return None

    def _read_of_country(self, index: int) -> None:
        """"Alisher Shadmanov of Uzbekistan"."""
        r = self.r
        for _, last, _, _ in self.mentions[index]:
            _, end = r.sentence(last - 1)
            if last + 1 < end and r.keys[last] in ("of", "from", "for", "("):
                j = last + 1 + (r.keys[last + 1] == "the")
                mention = r.country[j] if j < end else None
                if mention is not None and (mention.form == "name" or mention.form == "capital"
                                            and r.keys[last] == "for"):
                    self.people[index].of_country = mention.code
                    self._take_plural_office(index, mention.code)
                    return

    def _body_of(self, index: int, bodies: Bodies) -> int | None:
        """"Ursula von der Leyen of the European Commission"."""
        r = self.r
        for _, last, _, _ in self.mentions[index]:
            _, end = r.sentence(last - 1)
            if last + 1 < end and r.keys[last] in ("of", "from"):
                first = last + 1 + (r.keys[last + 1] == "the")
                found = bodies.starting_at(first)
                if found is not None:
                    return found
        return None

    def _take_plural_office(self, index: int, code: str) -> None:
        """"The health ministers of Iran and Oman … Al Saidi of Oman": one of several."""
        person = self.people[index]
        if person.role is not None:
            return
        for office in self.offices:
            if office.is_plural and code in office.owners:
                words = self.r.document.surface(office.first, office.head_last)
                person.role = words[:-1] if words.endswith("s") else words
                return

    def _owner_for(self, index: int, office: OfficePhrase) -> str:
        """Of a plural office of several countries the one whose turn it is."""
        if len(office.owners) == 1 or not office.is_plural:
            return office.owners[0]
        holders = [n for n in sorted(range(len(self.people)),
                                     key=lambda n: self.mentions[n][0] if self.mentions[n] else (0,))
                   if self.people[n].office is office]
        turn = holders.index(index)
        return office.owners[min(turn, len(office.owners) - 1)]

    def _settle_relation(self, index: int, office: OfficePhrase) -> None:
        """"his Iraqi counterpart X": the office of the one before, the other country."""
        person = self.people[index]
        before = self._named_before(index, office.first)
        if before is None:
            return
        other = self.people[before]
        if other.role and other.office is not None and office.word.rstrip("s") in (
                "counterpart", "colleague", "predecessor", "successor"):
            person.role = self._bare_role(other)
        if office.owners:
            person.country = office.owners[0]
        elif person.of_country:
            person.country = person.of_country
        elif office.word not in ("counterpart", "colleague", "counterparts", "colleagues"):
            person.country = other.country

    def _settle_dependent(self, index: int, office: OfficePhrase) -> None:
        """"his deputy", "her spokesman": of the country of whom they belong to."""
        person = self.people[index]
        before = self._named_before(index, office.first)
        if before is None:
            return
        other = self.people[before]
        person.country = other.country
        person.is_international = other.is_international
        if office.word == "deputy" and other.role:
            person.role = f"deputy {self._bare_role(other)}"
        elif other.role and office.last == office.head_last and person.role:
            person.role = f"{person.role} of the {self._bare_role(other)}"

    def _named_before(self, index: int, position: int) -> int | None:
        best: tuple[int, int] | None = None
        for other, mentions in enumerate(self.mentions):
            if other == index or self.people[other].role is None:
                continue
            for mention in mentions:
                if mention[0] < position:
                    best = max(best or (mention[0], other), (mention[0], other))
        return best[1] if best else None

    def _bare_role(self, person: Person) -> str:
        """A role without the country that it names in front."""
        office = person.office
        if office is None:
            return person.role or ""
        first = office.first
        mention = self.r.country[first]
        while mention is not None and mention.last < office.head_last:
            first = mention.last
            if first < office.head and self.r.words[first] in ("'s", "-"):
                first += 1
            mention = self.r.country[first]
        last = office.last
        if office.owners and self.r.country[last - 1] is not None:
            last = office.head_last
            if last < office.last and self.r.keys[last] == "of" and self.r.flags[
                    last + 1] & SUBJECT:
                last = last + 2
        return self.r.document.surface(first, max(last, office.head_last))

    def _adjective(self, index: int) -> str | None:
        """A country right before the name or its title: "Cuba's Ricardo Cabrisas"."""
        r = self.r
        office = self.people[index].office
        starts = [m[0] for m in self.mentions[index]]
        if office is not None:
            starts.append(office.first)
        for first in starts:
            i = first - 1
            if i > 0 and r.words[i] in ("'s", "'"):
                i -= 1
            if i >= 0 and r.country[i] is not None and r.country[i].last >= i + 1 and (  # type: ignore[union-attr]
                    r.words[first - 1] == "'s" or r.country[i].form == "demonym"):  # type: ignore[union-attr]
                return r.country[i].code  # type: ignore[union-attr]
        return None

    # -- results -----------------------------------------------------------------------------

    def offices_of(self, bodies: Bodies) -> list[MinisterOffice]:
        """The offices of ministers in order, with what ministry is theirs."""
        self.settle(bodies)
        holders = {id(p.office): p for p in self.people if p.office is not None}
        found: list[MinisterOffice] = []
        for office in self.offices:
            if not set(office.word.split()) & _MINISTERS or office.is_plural:
                continue
            words = portfolio(self.r, office)
            if not words:
                continue
            holder = holders.get(id(office))
            country = holder.country if holder else (
                office.owners[0] if office.owners else self.context.country_at(office.first))
            title = " ".join(w if w in ("and", "of", "the") else w[0].upper() + w[1:]
                             for w in words).replace(" ,", ",")
            name = "Foreign Affairs" if title == "Foreign" else title
            found.append(MinisterOffice(office.first, sector_of(words), f"Ministry of {name}",
                                        country))
        return found

    def employer_of(self, index: int, bodies: Bodies) -> int | None:
        """The institution inside the wording of a person's office."""
        person = self.people[index]
        if person.employer is not None:
            return person.employer
        if person.office is not None:
            return bodies.at(person.office.first, person.office.last)
        if person.duty is not None:
            return bodies.at(*person.duty)
        return None

    def entity(self, index: int, employer: int | None, bodies: Bodies) -> NamedEntity:
        """Person `index` as the other steps see it."""
        self.settle(bodies)
        person = self.people[index]
        office = person.office
        return NamedEntity(
            "person", person.name, person.country, person.rule, aliases=list(person.aliases),
            role=person.role, role_span=(office.first, office.last) if office else None,
            employer=employer, confidence=person.confidence)


def _without_degrees(gap: list[str]) -> list[str]:
    """
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
    for start in range(1, len(name) - size):
        if name[start:start + size] == tokens:
            return 2
    if name[:size] == tokens:
        return 3
    return 0
