"""For which country and institution each person acts, and under what role.

    Persons with offices, Bodies, Context -> Person.country, .role, .employer

What the wording itself says comes first: the country of the office, of whoever's counterpart
or deputy someone is, of the employer; then what is known of the world (leaders, offices that
only one country has); and last what stands around the name, marked by its lower confidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kg.extract._bodies import GENERIC_NOUNS, Bodies
from kg.extract._context import Context
from kg.extract._offices import OfficePhrase, portfolio
from kg.extract._persons import Person, Persons
from kg.extract._reading import CAP, SUBJECT, Reading
from kg.extract._references import MinisterOffice
from kg.extract._registry import sector_of
from kg.extract._tenure import Item
from kg.extract.mentions import NamedEntity
from kg.extract.people import SAYING
from kg.extract.text import fold_key

__all__ = ["Allegiance"]

#: What is inferred from the surroundings is this sure.
_INFERRED = 0.7

#: Heads of those who serve in another country than their own.
_ENVOYS = frozenset(
    "ambassador envoy consul attaché attache counsellor counselor chargé charge mission high"
    .split())
_MINISTERS = frozenset("minister secretary".split())

#: Heads of those whom envoys of other countries come to see.
_AT_HOME = frozenset({"minister", "secretary", "governor", "mayor", "superintendent", "dean"})

#: Those who hold the same office on the other side, and those who held it on the same.
_PEERS = frozenset({"counterpart", "counterparts", "colleague", "colleagues"})
_SAME_OFFICE = _PEERS | {"predecessor", "successor"}

_LISTING = frozenset({",", ";", "and"})

#: "The Belizean delegation included X, Y and Z"; "… held talks with X".
_GROUPS = frozenset({"delegation", "team", "side", "mission", "party"})
_INCLUDING = frozenset(
    "included includes including comprised comprises comprising consisted consists was were led"
    " headed".split())
_LEADING = frozenset({"leading", "heading"})
_GROUP_REACH = 4
#: So many tokens a list of its members may be long.
_LIST_REACH = 120
#: Verbs of those who come from elsewhere, and how far behind them the place may stand.
_COMING = frozenset(
    "arrived arrives visited visits visiting travelled traveled travels flew toured".split())
_COMING_REACH = 8
_THANKING = frozenset({"thanked", "thanks", "praised", "congratulated", "commended", "lauded"})

_VISITS = frozenset({"visit", "trip", "travel"})
_WELCOMED = frozenset({"greeted", "welcomed", "received", "hosted"})
#: Words before whoever is met.
_MET = frozenset({"with", "met", "meets", "by"})

#: What may stand between two officials of one country, and between two who face each other.
_JOINS = frozenset({"and", ",", "the", "his", "her"})
_FACES = frozenset({"and", ",", "the", "with", "met", "told", "to", "his", "her"})
_NEAR = 5

#: A ministry's name with more spaces than this tells whose it is.
_TELLING = 3

#: Titles that tell no office.
_SCHOLARS = frozenset({"professor", "prof", "doctor", "dr"})

#: Employers whose staff act for the country that their office names.
_OF_A_STATE = frozenset({"ministry", "other"})

#: So many mentions of a person are looked at.
_TRIED = 5

#: How data/leaders.csv marks those who act for no country.
_NO_COUNTRY = "INT"


class Allegiance:
    """Settles the roles and countries of all people when it is made.

    `sentences` are the names and offices of each sentence, as `give_offices` returns them.
    """

    def __init__(self, r: Reading, context: Context, persons: Persons, bodies: Bodies,
                 offices: Sequence[OfficePhrase], sentences: Sequence[Sequence[Item]]) -> None:
        self.r = r
        self.context = context
        self.persons = persons
        self.people = persons.people
        self.bodies = bodies
        self.offices = offices
        self.plural = [o for o in offices if o.is_plural and o.owners]
        self.turns: dict[int, int] = {}
        self.joined: dict[int, str] = {}
        self.listed: dict[int, int] = {}
        self.facing: dict[int, list[str]] = {}
        for index, person in enumerate(self.people):
            if person.office is not None and person.role is None:
                person.role = r.document.surface(person.office.first, person.office.last)
            elif person.role is None:
                person.role = self._rank(index)
        for items in sentences:
            self._compare_neighbours(items)
        self._compare_peers()
        order = sorted(range(len(self.people)), key=lambda n: persons.mentions[n][0])
        for index in order:
            self._settle(index)
        self._word_fully()

    # -- what neighbours tell ----------------------------------------------------------------

    def _compare_neighbours(self, items: Sequence[Item]) -> None:
        """Joined behind an official with a country, the same ("Kenya's president A and health
        secretary B"); before one, another ("Foreign Minister A and Cuban President B")."""
        r = self.r
        groups: list[tuple[int, int, int]] = []
        for at, item in enumerate(items):
            if item.office is not None:
                continue
            start, stop = item.first, item.last
            office = self.people[item.person].office
            if office is not None and at and items[at - 1].office is office:
                start = office.first
            if office is not None and at + 1 < len(items) and items[at + 1].office is office:
                stop = office.last
            groups.append((start, stop, item.person))
        for (_, stop, a), (start, _, b) in pairwise(groups):
            gap = r.keys[stop:start]
            if a == b or len(gap) >= _NEAR:
                continue
            before, behind = self.people[a].office, self.people[b].office
            if before is not None and behind is not None and _LISTING.issuperset(gap) and (
                    "and" not in gap or _ENVOYS.isdisjoint(
                        [*before.word.split(), *behind.word.split()])):
                self.listed.setdefault(b, a)
            if before is not None and before.owners and not before.is_plural and (
                    "and" in gap and _JOINS.issuperset(gap)):
                if _ENVOYS.isdisjoint(before.word.split()):
                    self.joined.setdefault(b, before.owners[0])
                else:
                    # "signed by the ambassador of Japan, A, and the minister of health, B"
                    self.facing.setdefault(b, []).append(before.owners[0])
            if behind is not None and behind.owners and not behind.is_plural and (
                    _FACES.issuperset(gap) and any(
                        m is not None and m.form in ("name", "demonym")
                        for m in r.country[behind.first:behind.last])):
                self.facing.setdefault(a, []).append(behind.owners[0])

    def _compare_peers(self) -> None:
        """Whose counterpart is of one country is of another."""
        for index, person in enumerate(self.people):
            office = person.office
            if office is not None and office.kind == "relation" and office.owners and (
                    office.word in _PEERS):
                before = self._official_before(index, office.first)
                if before is not None:
                    self.facing.setdefault(before, []).append(office.owners[0])

    def _official_before(self, index: int, position: int) -> int | None:
        """Whoever with a role was named last before `position`."""
        return next((other for other in self.persons.named_before(position, but=index)
                     if self.people[other].role is not None), None)

    # -- one person --------------------------------------------------------------------------

    def _settle(self, index: int) -> None:
        person = self.people[index]
        office = person.office
        if office is not None and self._settle_by_another(index, person, office):
            return
        if person.of_country is None:
            self._read_of_country(index, person)
        if person.of_country:
            person.country = person.of_country
            return
        span = person.span()
        employer = self.bodies.inside(*span) if span is not None else None
        if employer is None and not (office is not None and office.owners):
            employer = self._body_behind(index)
            if employer is None and span is not None:
                start = office.outer if office is not None else span[0]
                employer = self._spoken_of(start, span[1])
        person.employer = employer
        is_owned = office is not None and office.is_owned_in_front
        if employer is not None and not is_owned:
            body = self.bodies.bodies[employer]
            if body.country is None:
                person.is_international = True
                return
            if body.type not in _OF_A_STATE or office is None or not office.owners:
                person.country = body.country
                return
        if office is not None and office.owners:
            person.country = self._owner(office)
            return
        known = self._adjective(index, office) or self._led_country(index)
        if known == _NO_COUNTRY:
            person.is_international = True
            return
        person.country = known or self._inferred(index, person)
        if not known:
            person.confidence = _INFERRED

    def _rank(self, index: int) -> str | None:
        """The rank in someone's title, which stands for an office where none is named."""
        r = self.r
        for first, last, _, _ in self.persons.mentions[index]:
            for i in range(first, last):
                office = r.offices.get(i)
                if office is not None and office.kind == "rank" and r.keys[i] not in _SCHOLARS:
                    return r.document.surface(i, office.last)
        return None

    def _settle_by_another(self, index: int, person: Person, office: OfficePhrase) -> bool:
        """"his Iraqi counterpart X", "her deputy, X", "its director, X": by whom or what the
        pronoun stands for. False if that settles no country."""
        r = self.r
        if office.pronoun == "its":
            body_index = self._body_of(office.first)
            if body_index is None:
                return False
            body = self.bodies.bodies[body_index]
            person.employer = body_index
            person.country, person.is_international = body.country, body.country is None
            if office.last == office.head_last:
                person.role = f"{person.role} of {body.names[0]}"
            return True
        if office.kind != "relation" and not office.pronoun:
            return False
        before = self._official_before(index, office.first)
        if before is None:
            return False
        other = self.people[before]
        if office.kind == "relation":
            if office.word in _SAME_OFFICE and other.office is not None:
                front = r.document.surface(office.first, office.head) if (
                    office.is_owned_in_front) else ""
                person.role = f"{front} {self._bare_role(other, last_of_several=True)}".strip()
            if office.owners or person.of_country:
                person.country = person.of_country or office.owners[0]
            elif office.word not in _PEERS:
                person.country = other.country
            return person.country is not None
        person.country, person.is_international = other.country, other.is_international
        if office.word == "deputy":
            person.role = f"deputy {self._bare_role(other)}"
        elif office.last == office.head_last:
            person.role = f"{person.role} of the {self._bare_role(other)}"
        return person.country is not None or person.is_international

    def _body_of(self, position: int) -> int | None:
        """The institution that "its" at `position` stands for: the last one named in its own
        sentence, else what the sentence before speaks of first."""
        last = self.bodies.last_before(position)
        begin, _ = self.r.sentence(position)
        if last is None or begin == 0 or self.bodies.first_in(begin, position) is not None:
            return last
        before, _ = self.r.sentence(begin - 1)
        first = self.bodies.first_in(before, begin)
        return last if first is None else first

    def _bare_role(self, person: Person, *, last_of_several: bool = False) -> str:
        """A role without its country: "Health Minister" of "the Turkish Health Minister".

        Who holds two offices is somebody's counterpart in one: with `last_of_several` only the
        last one counts, as a portfolio stands behind the rank ("Vice President and Minister of
        Health").
        """
        r = self.r
        office = person.office
        if office is None:
            return person.role or ""
        first, last = office.first, office.last
        while (mention := r.country_from(first)) is not None and mention.last < office.head_last:
            first = mention.last
            if first < office.head and r.words[first] in ("'s", "-"):
                first += 1
        if office.owners and r.country[last - 1] is not None:
            last = office.head_last
            if r.keys[last:last + 1] == ["of"] and r.flags[last + 1] & SUBJECT:
                last += 2
        if last_of_several:
            heads = [i for i in range(first, last)
                     if i in r.offices and r.offices[i].kind == "head"]
            if len(heads) > 1:
                first = next((i + 1 for i in range(heads[-1], heads[-2], -1)
                              if r.keys[i] in ("and", ",")), first)
        return r.document.surface(first, max(last, office.head_last))

    def _owner(self, office: OfficePhrase) -> str:
        """The country of an office; of a plural one of several countries, that whose turn it
        is."""
        turn = 0
        if office.is_plural:
            turn = self.turns.get(id(office), 0)
            self.turns[id(office)] = turn + 1
        return office.owners[min(turn, len(office.owners) - 1)]

    def _read_of_country(self, index: int, person: Person) -> None:
        """"Alisher Shadmanov of Uzbekistan", "Musa (Oman)", "signed by Musa for Oman"; he may
        be one of several spoken of before ("the health ministers of Oman and Uzbekistan")."""
        r = self.r
        for _, last, _, _ in self.persons.mentions[index]:
            _, end = r.sentence(last - 1)
            if last + 1 >= end or r.keys[last] not in ("of", "from", "for", "("):
                continue
            j = last + 1 + (r.keys[last + 1] == "the")
            mention = r.country[j] if j < end else None
            if mention is None or mention.form != "name" and not (
                    mention.form == "capital" and r.keys[last] == "for"):
                continue
            person.of_country = mention.code
            for office in self.plural if person.role is None else ():
                if mention.code in office.owners:
                    person.role = r.document.surface(office.first, office.head_last)
                    person.role = person.role.removesuffix("s")
                    break
            return

    def _body_behind(self, index: int) -> int | None:
        """"Ursula von der Leyen of the European Commission"."""
        r = self.r
        for _, last, _, _ in self.persons.mentions[index]:
            _, end = r.sentence(last - 1)
            if last + 1 < end and r.keys[last] in ("of", "from"):
                found = self.bodies.starting_at(last + 1 + (r.keys[last + 1] == "the"))
                if found is not None:
                    return found
        return None

    def _spoken_of(self, first: int, last: int) -> int | None:
        """The institution that an office at `first:last` points back to: "the hospital's
        director", "officer in the ministry"."""
        r = self.r
        for i in range(first + 1, last):
            if r.keys[i] in GENERIC_NOUNS and r.keys[i - 1] in ("the", "this") and (
                    r.keys[i + 1:i + 2] != ["of"]):
                return self.bodies.last_named(r.keys[i], i)
        return None

    def _adjective(self, index: int, office: OfficePhrase | None) -> str | None:
        """A country right before the name or its title: "Cuba's Ricardo Cabrisas"."""
        r = self.r
        starts = [m[0] for m in self.persons.mentions[index]]
        if office is not None:
            starts.append(office.first)
        for first in starts:
            has_possessor = r.words[first - 1] in ("'s", "'") if first else False
            mention = r.country_before(first - has_possessor)
            if mention is not None and (has_possessor or mention.form == "demonym"):
                return mention.code
        for _, last, _, _ in self.persons.mentions[index]:
            # "X, a Thai doctor, …"
            _, end = r.sentence(last - 1)
            if last + 3 < end and r.words[last] == "," and r.keys[last + 1] in ("a", "an"):
                mention = r.country_from(last + 2)
                if mention is not None and mention.form == "demonym" and not (
                        r.flags[mention.last] & CAP):
                    return mention.code
        return None

    def _led_country(self, index: int) -> str | None:
        """The country of someone whom data/leaders.csv knows; of a bare surname only if the
        article names that country too."""
        r = self.r
        mentions = self.persons.mentions[index]
        for _, last, form, _ in mentions:
            code = r.leaders.get(last - 1)
            if code and (code == _NO_COUNTRY or code in r.codes or form == "full"):
                return code
        if len(self.people[index].tokens) == 1:
            for _, last, form, _ in mentions:
                codes = r.surnames.get(last - 1, [])
                if form == "surname" and len(codes) == 1:
                    return codes[0]
        return None

    def _inferred(self, index: int, person: Person) -> str | None:
        """The likeliest country of someone for whom the text names none."""
        r = self.r
        office = person.office
        mentions = self.persons.mentions[index]
        titles = [code for m in mentions for code in (
            r.offices[m[0]].countries if m[0] in r.offices else ())]
        prefer = [*titles, *(office.peculiar if office is not None else ())]
        named = sorted(r.codes.intersection(prefer))
        if len(named) == 1:
            return named[0]
        if prefer and not named and (titles or len(prefer) == 1):
            return min(prefer)
        exclude = list(self.facing.get(index, ()))
        for _, last, _, _ in mentions:
            # "the visit of President X to Vietnam"
            _, end = r.sentence(last - 1)
            host = r.country_from(last + 1) if last + 1 < end and r.keys[last] == "to" else None
            if host is not None:
                exclude.append(host.code)
        if office is not None and office.host:
            exclude.append(office.host)
        elif office is not None and not _ENVOYS.isdisjoint(office.word.split()):
            embassy = self.bodies.sole_embassy()
            if embassy:
                return embassy
            home = self.context.home
            usual_in = r.codes.intersection(r.usual_countries(*mentions[0][:2]))
            if home and usual_in != {home}:
                # Envoys are reported on where they serve, save by their own country's press.
                exclude.append(home)
        exclude += self._received(index, office)
        visited = self._host(index, person)
        if visited is not None:
            return visited
        exclude += self._guests(index)
        of_group, faced = self._group(index)
        if of_group is not None:
            return of_group
        exclude += [*faced, *self._visited(index)]
        if office is not None and not _AT_HOME.isdisjoint(office.word.split()):
            exclude += sorted(self.context.envoys)
        if office is not None and office.word.endswith("minister"):
            words = portfolio(r, office)
            name = fold_key("ministry of " + " ".join(words).replace(" ,", ","))
            named_so = [c for c in sorted(r.known)
                        if len(words) > 1 and (c, name) in self.bodies.ministries]
            if len(named_so) == 1 and name.count(" ") > _TELLING:
                return named_so[0]
            prefer += named_so
        if index in self.joined:
            return self.joined[index]
        in_list = self.people[self.listed[index]].country if index in self.listed else None
        if in_list:
            # "A, minister of health, B, minister of trade": officials of one government.
            prefer.append(in_list)
        position = mentions[0][0]
        usual: dict[str, int] = {}
        for first, last, form, _ in mentions:
            if form == "full" or len(person.tokens) == 1:
                usual = r.usual_countries(first, last)
                break
        if person.duty is not None:
            code = next((m.code for m in r.country[slice(*person.duty)] if m is not None), None)
            if code:
                return code
            position = person.duty[1] - 1
        start = min(position, office.outer) if office is not None else position
        side = self._side(start) if r.keys[start - 1] in SAYING else None
        if side is not None:
            return side
        return self.context.country_at(position, exclude=exclude, prefer=prefer, usual=usual)

    def _word_fully(self) -> None:
        """"Minister Zelt" holds the office that the text words elsewhere for nobody else, or
        that of the one ministry of that country."""
        r = self.r
        held = {id(p.office) for p in self.people}
        #: By country: the free offices of ministers by portfolio, and its ministries by sector.
        offices: dict[str | None, dict[tuple[str, ...], OfficePhrase]] = {}
        for o in self.offices:
            words = portfolio(r, o)
            if o.word == "minister" and words and id(o) not in held and not o.is_plural and (
                    o.kind == "head") and len(o.owners) < 2:
                owner = o.owners[0] if o.owners else self.context.home
                offices.setdefault(owner, {})[tuple(sorted(map(fold_key, words)))] = o
        named: dict[str | None, dict[str, str]] = {}
        for body in self.bodies.bodies:
            if body.merged is None and body.grade == "ministry":
                named.setdefault(body.country, {})[body.sector] = body.names[0]
        for person in self.people:
            office = person.office
            if office is None or person.country is None or office.word != "minister" or (
                    office.last - office.first > 1 or person.role != r.words[office.head]):
                continue
            fuller = offices.get(person.country, {})
            ministries = named.get(person.country, {})
            if len(fuller) == 1:
                found = next(iter(fuller.values()))
                person.role = r.document.surface(found.first, found.last)
            elif not fuller and len(ministries) == 1:
                (name,) = ministries.values()
                person.role = "Minister" + name.removeprefix("Ministry")

    def _group(self, index: int) -> tuple[str | None, list[str]]:
        """The country of a delegation that someone is said to be in, and of those whom a
        delegation met."""
        r = self.r
        first = self.persons.mentions[index][0][0]
        office = self.people[index].office
        start = office.outer if office is not None and office.outer < first else first
        begin = max(r.sentence(first)[0], first - _LIST_REACH)
        for i in range(begin, start):
            if r.keys[i] not in _GROUPS:
                continue
            mention = r.country_before(i - (r.words[i - 1] == "'s"))
            if mention is None or mention.form not in ("name", "demonym"):
                continue
            if not _INCLUDING.isdisjoint(r.keys[i + 1:min(i + _GROUP_REACH, start)]) or (
                    not _LEADING.isdisjoint(r.keys[max(begin, mention.first - 2):mention.first])):
                return mention.code, []
            if "with" in r.keys[i + 1:start]:
                return None, [mention.code]
        return None, []

    def _host(self, index: int, person: Person) -> str | None:
        """The country that another official of the sentence is said to come to, or serves in,
        for a minister whom he meets there: "on a visit to Peru, X of Chile met the health
        minister, Y"."""
        r = self.r
        office = person.office
        if office is None or _AT_HOME.isdisjoint(office.word.split()):
            return None
        start = min(self.persons.mentions[index][0][0], office.outer)
        begin, _ = r.sentence(start)
        before = r.keys[max(begin, start - 2):start]
        if _MET.isdisjoint(before):
            return None
        for other in self.offices:
            if begin <= other.first < start and other.host is not None and (
                    not _ENVOYS.isdisjoint(other.word.split())):
                return other.host
        for i in range(begin, start):
            if r.keys[i] in _VISITS and r.keys[i + 1:i + 2] == ["to"]:
                found = [m.code for m in r.country[i + 2:i + 5] if m is not None]
                if found and any(m is not None and m.code != found[0]
                                 for m in r.country[begin:start]):
                    return found[0]
        return None

    def _received(self, index: int, office: OfficePhrase | None) -> list[str]:
        """The countries whose people a minister is said to welcome: "nurses of Ghana were greeted
        by the minister, X"."""
        r = self.r
        if office is None or _AT_HOME.isdisjoint(office.word.split()):
            return []
        start = min(self.persons.mentions[index][0][0], office.outer)
        begin, _ = r.sentence(start)
        if "by" not in r.keys[max(begin, start - 2):start] or _WELCOMED.isdisjoint(
                r.keys[max(begin, start - _GROUP_REACH):start]):
            return []
        return [m.code for m in r.country[begin:start] if m is not None]

    def _guests(self, index: int) -> list[str]:
        """The country of the official whose host someone is said to be ("his host, X")."""
        r = self.r
        first = self.persons.mentions[index][0][0]
        office = self.people[index].office
        start = office.outer if office is not None and office.outer < first else first
        begin, _ = r.sentence(start)
        if "host" not in r.keys[max(begin, start - 2):start]:
            return []
        guest = self._official_before(index, start)
        country = self.people[guest].country if guest is not None else None
        return [country] if country is not None else []

    def _side(self, position: int) -> str | None:
        """The country whose ministry opens the sentence that goes on with "said X" at
        `position`."""
        begin, _ = self.r.sentence(position)
        index = self.bodies.first_in(begin, position)
        if index is None:
            return None
        body = self.bodies.bodies[index]
        opens = any(begin <= m[0] < begin + _GROUP_REACH for m in self.bodies.mentions[index])
        return body.country if opens and body.type == "ministry" else None

    def _visited(self, index: int) -> list[str]:
        """The countries that someone is said to come to, or to thank: not his own."""
        r = self.r
        found: list[str] = []
        for _, last, _, _ in self.persons.mentions[index][:_TRIED]:
            _, end = r.sentence(last - 1)
            thanked = r.country[last + 1] if last + 1 < end and r.keys[last] in _THANKING else None
            if thanked is not None:
                found.append(thanked.code)
            for i in range(last, min(last + _COMING_REACH, end)):
                if r.keys[i] in _COMING:
                    found += [m.code for m in r.country[i + 1:min(i + _GROUP_REACH + 1, end)]
                              if m is not None and m.form in ("name", "capital", "city")][:1]
                    break
        return found

    # -- results -----------------------------------------------------------------------------

    def minister_offices(self) -> list[MinisterOffice]:
        """The offices of ministers in order, with what ministry is theirs."""
        holders = {id(p.office): p for p in self.people if p.office is not None}
        found: list[MinisterOffice] = []
        for office in self.offices:
            words = portfolio(self.r, office)
            if _MINISTERS.isdisjoint(office.word.split()) or office.is_plural or not words:
                continue
            holder = holders.get(id(office))
            country = holder.country if holder is not None else (
                office.owners[0] if office.owners else self.context.country_at(office.first))
            title = " ".join(w if w in ("and", "of", "the") else w[0].upper() + w[1:]
                             for w in words).replace(" ,", ",")
            name = "Foreign Affairs" if title == "Foreign" else title
            found.append(MinisterOffice(office.first, sector_of(words), f"Ministry of {name}",
                                        country))
        return found

    def entity(self, index: int, employer: int | None) -> NamedEntity:
        """Person `index` as the other steps see it; `employer` is the number of the entity."""
        person = self.people[index]
        return NamedEntity(
            "person", person.name, person.country, person.rule, aliases=list(person.aliases),
            role=person.role, role_span=person.span(), employer=employer,
            confidence=person.confidence)
