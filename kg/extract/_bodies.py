"""From readings of institutions to institutions: which mentions are one, and whose they are.

    [Candidate] -> Bodies

Readings are one institution if they share a row of the registry, a sector and country (for
ministries), or their words; then acronyms are tied to the names they stand behind, and shorter
wordings to the longer one they come from. What only points back ("the ministry") is left to
`_references`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from kg.extract._chart import Candidate, RegistryRow
from kg.extract._context import NOTHING, Context
from kg.extract._reading import CAP, OPENER, SUBJECT, Reading
from kg.extract._registry import (
    HEAD_WORDS,
    hit_row,
    ministries_named,
    ministry_rows,
    wording_of,
    words_of,
)
from kg.extract.mentions import NamedEntity
from kg.extract.text import fold_marks

__all__ = ["GENERIC_NOUNS", "Bodies", "Body", "Mention"]

#: (first, last, form, rule) of a mention.
Mention = tuple[int, int, str, str]

#: Words that do not count when names are compared.
_SMALL = frozenset({"of", "for", "and", "in", "s", "on"})

#: Heads of parts of a university or hospital, when its name follows.
_SCHOOLS = frozenset({"school", "department", "institute", "college", "clinic"})
_PART_LINKS = frozenset({"of", "the", "at", ",", "in"})

#: Heads of bodies that belong to two countries together if their name has both.
_JOINT_BODIES = frozenset({"commission", "committee", "council"})

_PLACES = frozenset({"name", "capital", "city"})

#: Words that open the name of a charity of no country.
_SUPRANATIONAL = frozenset(
    "international world global pan inter african asian european islamic arab".split())

#: How far a name's bracket goes on, and how long a name in it may be.
_BRACKET_REACH, _LONGEST_BRACKETED = 16, 10
#: Names that share a word are compared only while that word is in so few of them.
_MOST_COMPARED = 60
#: Nouns that may point back to an institution, with the words of its name that they stand for.
GENERIC_NOUNS = {
    "ministry": ("ministry",), "hospital": ("hospital",),
    "institute": ("institute", "institut", "instituto"), "university": ("university",),
    "agency": ("agency",), "embassy": ("embassy",), "fund": ("fund",), "bank": ("bank",),
    "foundation": ("foundation",), "organization": ("organization", "organisation"),
    "organisation": ("organisation", "organization"), "center": ("center", "centre"),
    "centre": ("centre", "center"), "company": ("company", "ltd", "inc"),
    "council": ("council",), "brigade": ("brigade",), "army": ("army",),
    "commission": ("commission",), "academy": ("academy",), "society": ("society",),
    "department": ("department",), "parliament": ("parliament", "assembly"),
}
#: Of the institutions named before, so many are tried.
_TRIED = 20
#: Fewer letters are the initials of too much.
_SHORTEST_INITIALS = 3

#: A longer name with one of these more is a part's: "University of Ghana Medical School".
_OF_UNIVERSITIES = frozenset({"school", "hospital", "college"})

#: What is inferred from the surroundings is this sure.
_INFERRED = 0.7
#: Institutions that are given to and worked with, not those that do it abroad.
_SERVED = frozenset({"ministry", "hospital", "university", "regulator"})


@dataclass(slots=True)
class Body:
    """An institution while its mentions are gathered. `merged` is the number of the one that
    it turned out to be; `is_pair` stands for the ministries of both countries spoken of."""

    key: tuple[str, ...]
    first: int
    type: str
    grade: str
    rule: str
    registry: RegistryRow | None = None
    owners: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    sector: str = ""
    is_pair: bool = False
    country: str | None = None
    confidence: float = 1.0
    merged: int | None = None


class Bodies:
    """The institutions of a document; `mentions[n]` are those of `bodies[n]`, none of what was
    merged into another.

    `offices` are (token, sector, country) of ministers whose country the text names.
    """

    def __init__(self, r: Reading, context: Context, candidates: Sequence[Candidate],
                 offices: Sequence[tuple[int, str, str]]) -> None:
        self.r = r
        self.context = context
        self.bodies: list[Body] = []
        self.mentions: list[list[Mention]] = []
        self.ministries = ministry_rows(r.ministries)
        self.covered = bytearray(r.size + 1)
        self._by_key: dict[tuple[str, ...], int] = {}
        self._by_first: dict[int, int] = {}
        self._acronyms: dict[str, int] = {}
        self._gather(candidates)
        self._settle_ministries(offices)
        self._join_variants(exact=True)
        self._join_variants(exact=False)
        self._find_acronyms()
        self._settle_countries()
        self._join_same()
        self._order: list[tuple[int, int, int]] = []
        self.index_mentions()

    # -- gathering ---------------------------------------------------------------------------

    def _gather(self, candidates: Sequence[Candidate]) -> None:
        for candidate in candidates:
            for i in range(candidate.first, candidate.last):
                self.covered[i] = 1
        parts: list[Candidate] = []
        bare: list[Candidate] = []
        before: Candidate | None = None
        for position, candidate in enumerate(candidates):
            following = candidates[position + 1] if position + 1 < len(candidates) else None
            if before is not None and self._is_bracketed_acronym(candidate, before):
                continue
            before = candidate
            if candidate.grade == "bare":
                bare.append(candidate)
            elif candidate.grade == "part" or self._is_school(candidate, following):
                parts.append(candidate)
            else:
                self._add(candidate)
        for part in parts:
            self._add_part(part)
        for candidate in bare:
            self._add_bare(candidate)

    def _add_bare(self, candidate: Candidate) -> None:
        """"The Red Crescent": the one national society that the text has named, the last one if
        its sentence names no other; none if any may be meant."""
        kind = self.r.keys[candidate.core[1] - 1]
        places = sorted(
            (mention[0], index) for index, body in enumerate(self.bodies)
            if body.type == "ngo" and self._countries(index)
            and any(kind in words_of(name) for name in (*body.names, *body.aliases))
            for mention in self.mentions[index])
        known = {index for _, index in places}
        at = bisect_left(places, (candidate.first, 0))
        if len(known) > 1 and at:
            sentence_of = self.r.document.sentence_of
            last = sentence_of[places[at - 1][0]]
            known = {index for first, index in places[:at] if sentence_of[first] == last}
        if len(known) == 1:
            (index,) = known
            self._mention(index, candidate)
            _add(self.bodies[index].aliases, self.r.document.surface(*candidate.core))

    def _add(self, candidate: Candidate) -> None:
        surface = self.r.document.surface(*candidate.core)
        known = self._acronyms.get(surface)
        if known is not None and candidate.core[1] - candidate.core[0] == 1 and not (
                self._is_of_another(known, candidate.owners)):
            self._mention(known, candidate)
            _add(self.bodies[known].aliases, surface)
            return
        if candidate.grade == "ministry":
            indices = [self._add_ministry(candidate, owner, surface)
                       for owner in candidate.owners or ("",)]
        elif self._is_either(candidate):
            return
        else:
            indices = [self._add_named(candidate, surface)]
        for index in indices:
            self._mention(index, candidate)
            self._take_bracket(index, self._bracketed(candidate))

    def _is_of_another(self, index: int, owners: Collection[str]) -> bool:
        """Is what is said to be of `owners` another institution than this one of that name?"""
        mine = self._countries(index)
        return bool(owners) and bool(mine) and mine.isdisjoint(owners)

    def _add_ministry(self, candidate: Candidate, owner: str, surface: str) -> int:
        if not owner and not candidate.is_plural:
            named_so = ministries_named(candidate.names[0], self.ministries, self.r.known)
            owner = named_so[0] if len(named_so) == 1 else ""
        index = self._body(("ministry", candidate.sector, owner), candidate)
        body = self.bodies[index]
        body.sector = candidate.sector
        before = self.r.keys[candidate.first - 1] if candidate.first else ""
        body.is_pair |= not owner and candidate.is_plural and before in ("two", "both", "the")
        if owner:
            _add(body.owners, owner)
        _add(body.names, candidate.names[0], front=surface.startswith("Ministry"))
        if not candidate.is_plural or "ministries" in self.r.keys[slice(*candidate.core)]:
            _add(body.aliases, surface)
            _add(body.aliases, self.r.document.surface(candidate.first, candidate.last))
        return index

    def _add_named(self, candidate: Candidate, surface: str) -> int:
        row = self._choose_row(candidate) if candidate.registry else self._registered(candidate)
        key = tuple(wording_of(surface))
        if row is not None:
            key = ("registry", row.id)
        elif candidate.grade == "state":
            key = ("state", candidate.rule, "".join(candidate.owners[:1]))
        index = self._body(key, candidate)
        body = self.bodies[index]
        if row is not None:
            body.registry, body.type = row, row.type
            _add(body.names, row.name)
        for name in (*candidate.names, surface):
            _add(body.aliases if candidate.registry else body.names, name)
        for owner in (candidate.owners or self._of_part(candidate, row)
                      or self._by_name(candidate, surface)):
            _add(body.owners, owner)
        if candidate.place:
            _add(body.places, candidate.place)
        for alias in self._other_wordings(candidate):
            _add(body.aliases, alias)
        return index

    def _body(self, key: tuple[str, ...], candidate: Candidate) -> int:
        index = self._by_key.get(key)
        if index is None:
            index = self._new(Body(key, candidate.first, candidate.type, candidate.grade,
                                   candidate.rule))
        return index

    def _new(self, body: Body) -> int:
        index = self._by_key[body.key] = len(self.bodies)
        self.bodies.append(body)
        self.mentions.append([])
        return index

    def _mention(self, index: int, candidate: Candidate) -> None:
        form = "alias" if self.mentions[index] else "full"
        if candidate.last - candidate.first == 1 and self.r.is_acronym(candidate.first):
            form = "acronym"
        self.mentions[index].append((candidate.first, candidate.last, form, candidate.rule))
        self._by_first[candidate.first] = index

    def _other_wordings(self, candidate: Candidate) -> list[str]:
        """How else a text may call what it names here: with its possessor or its place, and
        without the country in it ("German Federal Employment Agency", "National Hospital of
        Sri Lanka")."""
        r = self.r
        surface = r.document.surface
        first, last = candidate.core
        wordings = []
        if (candidate.first, candidate.last) != candidate.core:
            wordings.append(surface(candidate.first, candidate.last))
        if candidate.grade == "state":
            return wordings
        _, end = r.sentence(last - 1)
        if candidate.place and candidate.grade == "strong" and last + 1 < end and (
                r.keys[last] in ("in", ",", "at")):
            j = last + 1 + (r.keys[last + 1] == "the")
            mention = r.country[j] if j < end else None
            wordings.append(surface(first, mention.last if mention is not None else j + 1))
        elif last + 1 < end and r.words[last] in ("-", "–") and (
                mention := r.country_from(last + 1)) is not None and mention.form in _PLACES:
            # "Department of Health – Abu Dhabi"
            wordings.append(surface(first, mention.last))
        own = r.country[first]
        if own is not None and own.last < last - 2 and own.form in ("demonym", "name") and (
                r.flags[own.last] & CAP):
            wordings.append(surface(own.last, last))
        own = r.country[last - 1]
        if own is not None and own.form == "name":
            stop = own.first - (r.keys[own.first - 1] == "the")
            if stop - 1 > first + 1 and r.keys[stop - 1] == "of":
                wordings.append(surface(first, stop - 1))
        return wordings

    def _is_either(self, candidate: Candidate) -> bool:
        """"The FDA", where the countries of two such are spoken of, and neither is named."""
        rows = candidate.registry
        if len(rows) < 2 or candidate.owners or candidate.place or any(
                ("registry", row.id) in self._by_key for row in rows):
            return False
        codes = {row.country for row in rows if row.country is not None}
        return len(codes) > 1 and self.context.is_open(candidate.first, codes)

    def _choose_row(self, candidate: Candidate) -> RegistryRow:
        """The row that a wording shared by several institutions means here: of the country that
        it is said to be of or in, else one already named, else of the nearest country."""
        rows = candidate.registry
        if len(rows) == 1:
            return rows[0]
        spoken = [*candidate.owners, *([candidate.place] if candidate.place else [])]
        for code in spoken:
            for row in rows:
                if row.country == code:
                    return row
        named = next((row for row in rows if ("registry", row.id) in self._by_key), None)
        if named is not None:
            return named
        near = self.context.country_at(candidate.first)
        shares = self.context.shares
        return max(rows, key=lambda row: (row.country == near,
                                          shares.get(row.country or "", 0.0)))

    def _registered(self, candidate: Candidate) -> RegistryRow | None:
        """The registry's row of a name that goes on behind a wording of the registry, as in
        "Gamaleya Research Institute of Epidemiology"."""
        first, last = candidate.core
        for hit in self.r.registry_at.get(first, ()):
            length = hit.last - first
            if not 1 < length <= last - first <= 2 * length:
                continue
            row = hit_row(hit)
            if length < last - first and (row.type != candidate.type or not (
                    _OF_UNIVERSITIES.isdisjoint(self.r.keys[hit.last:last]))):
                # "Makerere University Teaching Hospital"
                continue
            if not (row.country and candidate.owners and candidate.owners[0] != row.country
                    or row.form == "short" and row.country not in self.r.known):
                return row
        return None

    def _of_part(self, candidate: Candidate, row: RegistryRow | None) -> list[str]:
        """The country of an institution that a longer name begins with: "Makerere University
        Teaching Hospital"."""
        first, last = candidate.core
        if row is not None or candidate.place:
            return []
        hits = [hit for hit in self.r.registry_at.get(first, ()) if hit.last < last]
        if len(hits) == 1 and hits[0].last == first + 1:
            # "Fiocruz Global Health Center"; other letters may stand for something else.
            row = hit_row(hits[0])
            is_name = not self.r.words[first].isupper() or row.country in self.r.known
            return [row.country] if row.country is not None and is_name else []
        rows = (hit_row(hit) for hit in hits if hit.last > first + 1)
        return [r.country for r in rows if r.country is not None and r.form == "full"][:1]

    def _by_name(self, candidate: Candidate, surface: str) -> list[str]:
        """The one country spoken of whose ministry is a department of that name."""
        if candidate.grade != "department" or candidate.place:
            return []
        key = " ".join(wording_of(surface))
        codes = [code for code in sorted(self.r.known) if (code, key) in self.ministries]
        return codes if len(codes) == 1 else []

    def _is_school(self, candidate: Candidate, following: Candidate | None) -> bool:
        """A school, department or clinic right before "of the … University" is a part of it."""
        if following is None or following.type not in ("university", "hospital") or (
                candidate.registry) or (
                _SCHOOLS.isdisjoint(self.r.keys[slice(*candidate.core)])):
            return False
        between = self.r.keys[candidate.last:following.core[0]]
        return 0 < len(between) < 4 and _PART_LINKS.issuperset(between)

    def _add_part(self, part: Candidate) -> None:
        """A faculty or department is an alias of the institution that it stands before, and
        nothing without one; a school is an institution of its own then."""
        r = self.r
        if r.keys[part.last:part.last + 1] and r.keys[part.last] in _PART_LINKS and (
                r.keys[part.last:part.last + 2] != [",", "the"]):
            for first in range(part.last + 1, part.last + 4):
                index = self._by_first.get(first)
                if index is None:
                    continue
                last = next(m[1] for m in self.mentions[index] if m[0] == first)
                for start in (part.core, (part.core[0], last)):
                    _add(self.bodies[index].aliases, r.document.surface(*start))
                self.mentions[index].append((part.first, part.last, "alias", "institution.part"))
                return
        if part.grade != "part":
            self._add(part)

    # -- acronyms ----------------------------------------------------------------------------

    def _is_bracketed_acronym(self, candidate: Candidate, before: Candidate) -> bool:
        """Is this the acronym of the name right before it: "(MFA)", whatever else has it?"""
        r = self.r
        first = candidate.first
        if candidate.last - first != 1 or not r.is_acronym(first) or (
                before.last != first - 1 or r.words[first - 1] != "("):
            return False
        index = self._by_first.get(before.first)
        if index is None:
            return False
        self.covered[first] = 0
        self._take_bracket(index, [(first, first + 1)])
        return True

    def _bracketed(self, candidate: Candidate) -> list[tuple[int, int]]:
        """The names in brackets right behind a candidate: "(Bundesagentur für Arbeit, BA)"."""
        r = self.r
        _, end = r.sentence(candidate.last - 1)
        start = candidate.last + 1
        if start >= end or r.words[candidate.last] != "(":
            return []
        spans: list[tuple[int, int]] = []
        for j in range(start, min(start + _BRACKET_REACH, end)):
            if r.words[j] in (",", ";", ")") or r.keys[j] == "or":
                if j > start:
                    spans.append((start, j))
                start = j + 1
                if r.words[j] == ")":
                    return spans
        return []

    def _take_bracket(self, index: int, spans: Iterable[tuple[int, int]]) -> None:
        r = self.r
        for first, last in spans:
            if self.covered[first] or r.country[first] is not None or r.office_at[first]:
                continue
            if last - first == 1 and r.is_acronym(first):
                self._acronyms.setdefault(r.words[first], index)
                self._identify(index, first)
            elif not r.flags[first] & CAP or last - first > _LONGEST_BRACKETED or (
                    last - first == 1 and r.flags[first] & (OPENER | SUBJECT)) or (
                    any(r.dated[first:last]) or "party" in r.keys[first:last]):
                continue
            _add(self.bodies[index].aliases, r.document.surface(first, last))
            self.mentions[index].append((first, last, "acronym", "institution.bracket"))
            for i in range(first, last):
                self.covered[i] = 1

    def _identify(self, index: int, first: int) -> None:
        """An acronym in brackets that the registry knows tells which institution a wording
        means: "US Agency for International Development (USAID)"."""
        body = self.bodies[index]
        if body.registry is not None:
            return
        owner = body.owners[0] if body.owners else None
        for hit in self.r.registry_at.get(first, ()):
            row = hit_row(hit)
            if hit.last == first + 1 and row.country == owner and (
                    body.type != "ministry" or row.type == "ministry"):
                body.registry, body.type = row, row.type
                self._by_key.setdefault(("registry", row.id), index)
                return

    def _find_acronyms(self) -> None:
        """Where an acronym that the text introduced stands alone later (or earlier), or one that
        it did not introduce, of the initials of one institution named before."""
        r = self.r
        initials = self._initials()
        if not self._acronyms and not initials:
            return
        for i, word in enumerate(r.words):
            if self.covered[i]:
                continue
            if word in self._acronyms:
                index, rule = self._root(self._acronyms[word]), "institution.acronym"
                of = r.country_before(i - (r.words[i - 1] in ("'s", "'")))
                if of is not None and of.form in ("name", "demonym") and (
                        self._is_of_another(index, (of.code,))):
                    # "Rwanda's FDA", where the text has brought in that of Ghana.
                    namesake = self._of_country(word, of.code)
                    if namesake is None:
                        continue
                    index = namesake
            elif word in initials and self.bodies[initials[word]].first < i:
                index, rule = initials[word], "institution.initials"
            else:
                continue
            self.mentions[index].append((i, i + 1, "acronym", rule))
            _add(self.bodies[index].aliases, word)
            self.covered[i] = 1

    def _of_country(self, acronym: str, code: str) -> int | None:
        """The institution of a country that is called by this acronym: "Rwanda FDA"."""
        return next((
            index for index, body in enumerate(self.bodies)
            if body.merged is None and code in self._countries(index)
            and any(name.split()[-1] == acronym for name in (*body.names, *body.aliases))), None)

    def _initials(self) -> dict[str, int]:
        """The institution whose name begins its words with these letters; none for two."""
        found: dict[str, set[int]] = {}
        for index, body in enumerate(self.bodies):
            if body.merged is None and body.grade != "ministry":
                for name in (*body.names, *body.aliases):
                    letters = "".join(word[0] for word in name.split() if word[:1].isupper())
                    if len(letters) >= _SHORTEST_INITIALS:
                        found.setdefault(letters, set()).add(index)
        return {letters: min(indices) for letters, indices in found.items() if len(indices) == 1}

    # -- joining -----------------------------------------------------------------------------

    def _root(self, index: int) -> int:
        while (merged := self.bodies[index].merged) is not None:
            index = merged
        return index

    def _merge(self, index: int, into: int) -> None:
        """Join institution `index` to `into`, which keeps its name."""
        if index == into:
            return
        body, other = self.bodies[index], self.bodies[into]
        body.merged = into
        other.first = min(other.first, body.first)
        for name in (*body.names, *body.aliases):
            _add(other.aliases, name)
        for owner in body.owners:
            _add(other.owners, owner)
        for place in body.places:
            _add(other.places, place)
        self.mentions[into] = sorted(self.mentions[into] + self.mentions[index])
        self.mentions[index] = []

    def _settle_ministries(self, offices: Sequence[tuple[int, str, str]]) -> None:
        """A ministry without a country is the only other one of its sector; else the article's
        own, or the minister's, or by its surroundings."""
        owned: dict[str, list[int]] = {}
        bare: list[int] = []
        for index, body in enumerate(self.bodies):
            if body.grade == "ministry" and body.owners:
                owned.setdefault(body.sector, []).append(index)
            elif body.grade == "ministry":
                bare.append(index)
        for index in bare:
            body = self.bodies[index]
            same = [i for i in owned.get(body.sector, []) if _may_be_one(body, self.bodies[i])]
            if body.is_pair and len(self.context.shares) > 1:
                self._split(index)
                continue
            home = self.context.home
            if self.r.keys[body.first - 1:body.first] in (["its"], ["their"]):
                # "Vanuatu's disaster office and its ministry of health"
                code = self.context.last_named(body.first)
                if code is not None:
                    twin = self._by_key.get(("ministry", body.sector, code))
                    if twin is None:
                        body.owners.append(code)
                        owned.setdefault(body.sector, []).append(index)
                        self._by_key["ministry", body.sector, code] = index
                    else:
                        self._merge(index, twin)
                    continue
            if home and self.context.is_official and all(
                    self.bodies[i].owners != [home] for i in same):
                # A government's own bulletin: "the Ministry of Health" is its own.
                same = []
            named_so = ministries_named(body.names[0], self.ministries, self.r.known)
            if len(named_so) == 1:
                same = [i for i in same if self.bodies[i].owners == named_so]
            if same and (len(same) == 1 or not home):
                self._merge(index, min(same, key=lambda i: self._distance(i, body.first)))
                continue
            is_spoken_of = home in self.r.codes or self.context.is_official
            prefer = [home] if home and is_spoken_of else sorted(
                {code for _, sector, code in offices if sector == body.sector})
            country = named_so[0] if len(named_so) == 1 else self.context.country_at(
                body.first, prefer=[*prefer, *named_so], is_served=True)
            if country is None:
                continue
            if not named_so and not home and not same and self.context.is_open(
                    body.first, self.context.shares, NOTHING):
                # Either of two countries may have said so: it is nobody's.
                self.mentions[index] = []
                continue
            twin = self._by_key.get(("ministry", body.sector, country))
            if twin is not None:
                self._merge(index, twin)
            elif same and self._is_near(same, body.first):
                self._merge(index, same[0])
            else:
                body.owners.append(country)
                body.confidence = _INFERRED
                owned.setdefault(body.sector, []).append(index)
                self._by_key["ministry", body.sector, country] = index

    def _distance(self, index: int, position: int) -> tuple[bool, int, int]:
        """How far an institution is named from `position`; what stands before is nearer."""
        first = self.mentions[index][0][0]
        return first > position, abs(first - position), index

    def _is_near(self, indices: Sequence[int], position: int) -> bool:
        """Is one of these named in the sentence of `position` or the one before?"""
        sentence_of = self.r.document.sentence_of
        return any(0 <= sentence_of[position] - sentence_of[m[0]] <= 1
                   for i in indices for m in self.mentions[i])

    def _split(self, index: int) -> None:
        """"The two ministries of health": one of each of the two countries spoken of most."""
        body = self.bodies[index]
        shares = self.context.shares
        for code in sorted(shares, key=lambda code: (-shares[code], code))[:2]:
            key = ("ministry", body.sector, code)
            other = self._by_key.get(key)
            if other is None:
                other = self._new(Body(
                    key, body.first, body.type, body.grade, body.rule, owners=[code],
                    sector=body.sector, names=body.names[:], confidence=_INFERRED))
            for name in (*body.names, *body.aliases):
                _add(self.bodies[other].aliases, name)
            self.mentions[other] = sorted({*self.mentions[other], *self.mentions[index]})
            body.merged = other
        self.mentions[index] = []

    def _join_variants(self, *, exact: bool) -> None:
        """Join "General Hospital, Kandy" to "Kandy General Hospital" (`exact`: the same words),
        "Finlay Institute" to "Finlay Vaccine Institute" (fewer of them). Only if there is one
        such institution, since two might be meant else."""
        sets: list[list[frozenset[str]]] = []
        postings: dict[str, list[int]] = {}
        for index, body in enumerate(self.bodies):
            own = [words_of(name) - _SMALL for name in (*body.names, *body.aliases)]
            sets.append([words for words in own if words])
            if body.merged is None and body.grade not in ("ministry", "state"):
                for word in {word for words in own for word in words}:
                    postings.setdefault(word, []).append(index)
        for index, body in enumerate(self.bodies):
            if body.merged is not None or body.grade in ("ministry", "state"):
                continue
            hits = {other for words in sets[index] for other in self._containing(
                words, index, sets, postings, exact=exact)}
            if len(hits) != 1:
                continue
            other = hits.pop()
            if body.registry is not None and self.bodies[other].registry is not None:
                continue
            if body.registry is not None:
                self._merge(other, index)
            else:
                self._merge(index, other)

    def _containing(self, words: frozenset[str], index: int, sets: list[list[frozenset[str]]],
                    postings: dict[str, list[int]], *, exact: bool) -> list[int]:
        """The other institutions one of whose wordings has all of `words` (and no others, if
        `exact`), with the same head and no other country."""
        rarest = min((postings.get(word, []) for word in words), key=len)
        if len(rarest) > _MOST_COMPARED:
            return []
        owners = self._countries(index)
        found = []
        for other in rarest:
            body = self.bodies[other]
            if other == index or body.merged is not None or (
                    owners and (theirs := self._countries(other))
                    and owners.isdisjoint(theirs)):
                continue
            if not exact and any('"' in fold_marks(name) for name in body.names):
                # Of "University of Medicine “Ana Zelt”" there are others.
                continue
            if any(words == longer or not exact and len(words) > 1 and words < longer
                   and _OF_UNIVERSITIES.isdisjoint(longer - words)
                   and not HEAD_WORDS.isdisjoint(words & longer) for longer in sets[other]):
                found.append(other)
        return found

    def _countries(self, index: int) -> set[str]:
        """The countries that an institution is said to be of, or is known to be of."""
        body = self.bodies[index]
        known = body.registry.country if body.registry is not None else None
        return {*body.owners, known} if known is not None else set(body.owners)

    def _join_same(self) -> None:
        """Join institutions that turn out to be the same row of the registry."""
        first: dict[str, int] = {}
        for index, body in enumerate(self.bodies):
            if body.merged is None and body.registry is not None:
                self._merge(index, first.setdefault(body.registry.id, index))

    # -- countries ---------------------------------------------------------------------------

    def _settle_countries(self) -> None:
        self.index_mentions()
        firm = [bool(b.owners or b.places or b.registry) for b in self.bodies]
        # What others are joined to first, then lists from their ends: there the country stands.
        order = sorted(range(len(self.bodies)), key=lambda n: (not firm[n], -self.bodies[n].first))
        for index in order:
            body = self.bodies[index]
            if body.merged is not None:
                continue
            body.country = self._country_of(index)
            if body.grade == "ministry" and body.country and body.registry is None:
                keys = [body.sector, *(name.lower() for name in body.names)]
                body.registry = next((row for key in keys if (
                    row := self.ministries.get((body.country, key))) is not None), None)

    def _country_of(self, index: int) -> str | None:
        body = self.bodies[index]
        if body.registry is not None and body.grade != "ministry":
            return body.registry.country
        if body.type == "international_organization" or body.type == "ngo" and (
                not _SUPRANATIONAL.isdisjoint(body.key[:1])):
            return None
        if len(body.owners) == 1:
            return body.owners[0]
        if body.owners and not _JOINT_BODIES.isdisjoint(body.key):
            body.type = "international_organization"
            return None
        if body.places:
            return body.places[0]
        if body.owners:
            near = self.context.country_at(body.first)
            return near if near in body.owners else body.owners[0]
        body.confidence = _INFERRED
        prefer, exclude = self._joined(index)
        return self.context.country_at(body.first, is_place=True, prefer=prefer, exclude=exclude,
                                       is_served=body.type in _SERVED)

    def _joined(self, index: int) -> tuple[list[str], list[str]]:
        """The countries of institutions joined to this one by "and": likely its own too,
        unless the two stand behind "between"."""
        r = self.r
        prefer: list[str] = []
        exclude: list[str] = []
        for mention in self.mentions[index]:
            position = bisect_left(self._order, (mention[0], mention[1], index))
            for at in (position - 1, position + 1):
                if not 0 <= at < len(self._order):
                    continue
                first, last, other = self._order[at]
                body = self.bodies[other]
                code = body.country or (body.owners[0] if len(body.owners) == 1 else None) or (
                    body.registry.country if body.registry else None)
                left, right = (last, mention[0]) if at < position else (mention[1], first)
                gap = r.keys[left:right]
                is_list = gap in ([","], [",", "the"]) and body.type == self.bodies[index].type
                if other == index or code is None or len(gap) > 3 or not (
                        is_list or "and" in gap and {"and", ",", "the"}.issuperset(gap)):
                    continue
                start = min(first, mention[0])
                is_between = "between" in r.keys[max(0, start - 3):start]
                (exclude if is_between else prefer).append(code)
        return prefer, exclude

    # -- results -----------------------------------------------------------------------------

    def index_mentions(self) -> None:
        """Put the mentions in order, for those who ask what stands where."""
        self._order = sorted((m[0], m[1], index) for index, mentions in enumerate(self.mentions)
                             for m in mentions)

    def last_before(self, position: int) -> int | None:
        """The institution named last before token `position`."""
        at = bisect_left(self._order, (position, 0, 0))
        return self._order[at - 1][2] if at else None

    def last_named(self, noun: str, position: int) -> int | None:
        """The institution last named before token `position` that "the hospital" may mean."""
        words = GENERIC_NOUNS.get(noun, ())
        at = bisect_left(self._order, (position, 0, 0))
        for place in range(at - 1, max(at - 1 - _TRIED, -1), -1):
            index = self._order[place][2]
            if any(word in words_of(name) for name in self.bodies[index].names for word in words):
                return index
        return None

    def first_in(self, first: int, last: int) -> int | None:
        """The institution named first in `first:last`."""
        at = bisect_left(self._order, (first, 0, 0))
        if at < len(self._order) and self._order[at][1] <= last:
            return self._order[at][2]
        return None

    def starting_at(self, first: int) -> int | None:
        """The institution with a mention that begins at token `first`."""
        at = bisect_left(self._order, (first, 0, 0))
        if at < len(self._order) and self._order[at][0] == first:
            return self._order[at][2]
        return None

    def inside(self, first: int, last: int) -> int | None:
        """The institution with a mention inside `first:last`, the longest."""
        at = bisect_left(self._order, (first, 0, 0))
        best: tuple[int, int] | None = None
        while at < len(self._order) and self._order[at][0] < last:
            begin, end, index = self._order[at]
            if end <= last:
                best = max(best or (end - begin, -index), (end - begin, -index))
            at += 1
        return -best[1] if best else None

    def sole_embassy(self) -> str | None:
        """The country whose embassy the document speaks of, if of one only."""
        countries = {body.country for body in self.bodies if body.merged is None
                     and body.grade == "state" and "embassy" in body.rule}
        return countries.pop() if len(countries) == 1 else None

    def ministry_of(self, sector: str, country: str, name: str, position: int) -> int:
        """The ministry of a sector and country, made if the text has not named it."""
        for index, body in enumerate(self.bodies):
            if body.merged is None and body.type == "ministry" and (
                    (body.sector, body.country) == (sector, country)):
                return index
        body = Body(("ministry", sector, country), position, "ministry", "ministry",
                    "institution.the-ministry", names=[name], owners=[country], sector=sector,
                    country=country, confidence=0.8)
        body.registry = self.ministries.get((country, sector))
        return self._new(body)

    def refer(self, index: int, first: int, last: int, rule: str, *, alias: bool) -> None:
        """Add a mention that points back to institution `index`."""
        self.mentions[index].append((first, last, "generic", rule))
        if alias:
            _add(self.bodies[index].aliases, self.r.document.surface(first, last))

    def entity(self, index: int) -> NamedEntity:
        """Institution `index` as the other steps see it."""
        body = self.bodies[index]
        row = body.registry
        names = list(dict.fromkeys([*body.names, *body.aliases]))
        if row is not None and row.name not in names:
            names.append(row.name)
        return NamedEntity(
            "institution", names[0], body.country, body.rule, type=body.type, aliases=names[1:],
            registry_id=row.id if row is not None else None, confidence=body.confidence)


def _may_be_one(body: Body, other: Body) -> bool:
    """Has one ministry's name no field of work that the other's, in full, leaves out? "Ministry
    of Health" may be short for either of two that do not go together."""
    one, two = (words_of(b.names[0]) - _SMALL for b in (body, other))
    return one <= two or two <= one


def _add(values: list[str], value: str, *, front: bool = False) -> None:
    """Put a value into a list that has each value once."""
    if value and value not in values:
        values.insert(0 if front else len(values), value)
