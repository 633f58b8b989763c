"""From readings of institutions to institutions: names, acronyms, back references, countries.

    [Candidate] -> Bodies

Readings are one institution if they share a row of the registry, a sector and country (for
ministries), or their words; then acronyms are tied to the names they stand behind, and shorter
wordings to the longer one they come from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.extract._chart import Candidate, RegistryRow
from kg.extract._context import Context
from kg.extract._reading import CAP, OPENER, SUBJECT, Reading
from kg.extract._registry import HEAD_WORDS, ministry_ids, wording_of
from kg.extract.mentions import NamedEntity

__all__ = ["Bodies", "Body", "MinisterOffice"]

#: A back reference ("the institute") looks this many sentences back.
_LOOK_BACK = 4

#: Nouns that may refer back to an institution, with the last word of its name.
_BACK_REFERENCES = {
    "hospital": ("hospital",), "institute": ("institute", "institut", "instituto"),
    "university": ("university",), "agency": ("agency",), "embassy": ("embassy",),
    "fund": ("fund",), "bank": ("bank",), "foundation": ("foundation",),
    "organization": ("organization",), "organisation": ("organisation",),
    "center": ("center",), "centre": ("centre",), "company": ("company", "ltd", "inc"),
    "council": ("council",), "brigade": ("brigade",), "army": ("army",),
    "commission": ("commission",), "academy": ("academy",), "society": ("society",),
    "department": ("department",), "parliament": ("parliament", "assembly"),
}

#: Words that do not count when names are compared.
_SMALL = frozenset({"of", "for", "and", "in", "s", "on"})

_DETERMINERS = frozenset({"the", "this", "that"})
_POSSESSIVES = frozenset({"his", "her", "its", "their"})


@dataclass(slots=True)
class MinisterOffice:
    """The office of a minister at token `first`: what "the ministry" may refer to."""

    first: int
    sector: str
    name: str
    country: str | None


@dataclass(slots=True)
class Body:
    """An institution while its mentions are gathered."""

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
    """The institutions of a document; `mentions[n]` are (first, last, form, rule) of `bodies[n]`.

    `mentions` of what was joined to another institution are empty.
    """

    def __init__(self, r: Reading, context: Context, candidates: Sequence[Candidate],
                 offices: Sequence[tuple[int, str, str]]) -> None:
        self.r = r
        self.context = context
        self.bodies: list[Body] = []
        self.mentions: list[list[tuple[int, int, str, str]]] = []
        self.by_key: dict[tuple[str, ...], int] = {}
        self.acronyms: dict[str, int] = {}
        self.covered = bytearray(r.size + 1)
        self.ministries = ministry_ids(r)
        for candidate in candidates:
            for i in range(candidate.first, candidate.last):
                self.covered[i] = 1
        parts: list[Candidate] = []
        last_added: Candidate | None = None
        for position, candidate in enumerate(candidates):
            following = candidates[position + 1] if position + 1 < len(candidates) else None
            if last_added is not None and self._is_bracketed_acronym(candidate, last_added):
                continue
            last_added = candidate
            if candidate.grade == "part" or self._is_school(candidate, following):
                parts.append(candidate)
            else:
                self._add(candidate)
        for part in parts:
            self._add_part(part)
        self._settle_ministries(offices)
        self._join_variants()
        self._find_acronyms()
        for index, body in enumerate(self.bodies):
            if body.merged is None:
                self._settle_country(index)
                self._recognise(index)
        self._join_same()

    # -- gathering ---------------------------------------------------------------------------

    def _add(self, candidate: Candidate) -> None:
        r = self.r
        rows = candidate.registry
        bracketed = self._bracketed(candidate)
        surface = r.document.surface(*candidate.core)
        if candidate.last - candidate.first == 1 and surface in self.acronyms:
            self._mention(self.acronyms[surface], candidate)
            self._alias(self.bodies[self.acronyms[surface]], surface)
            return
        if candidate.type == "ministry" and candidate.grade == "ministry":
            owners: tuple[str | None, ...] = candidate.owners or (None,)
            for owner in owners:
                index = self._body(("ministry", candidate.sector, owner or ""), candidate)
                body = self.bodies[index]
                body.sector = candidate.sector
                body.is_pair = body.is_pair or owner is None and candidate.is_plural and (
                    r.keys[max(0, candidate.first - 1)] in ("two", "both"))
                if owner and owner not in body.owners:
                    body.owners.append(owner)
                self._name(body, candidate.names[0], front=surface.startswith("Ministry"))
                self._alias(body, surface)
                self._alias(body, r.document.surface(candidate.first, candidate.last))
                self._mention(index, candidate)
                self._bracket(index, bracketed)
            return
        if rows:
            row = self._choose_row(candidate, rows)
            index = self._body(("registry", row.id), candidate)
            body = self.bodies[index]
            body.registry, body.type = row, row.type
            self._name(body, row.name)
            self._alias(body, surface)
        else:
            key = tuple(wording_of(surface))
            if candidate.grade == "state":
                key = ("state", candidate.rule, candidate.owners[0])
            known = self._registered(candidate)
            index = self._body(("registry", known.id) if known else key, candidate)
            body = self.bodies[index]
            if known:
                body.registry, body.type = known, known.type
                self._name(body, known.name)
            for name in candidate.names:
                self._name(body, name)
            self._name(body, surface)
            if candidate.place and candidate.grade == "strong":
                self._alias_with_place(body, candidate)
        body.owners += [o for o in candidate.owners if o not in body.owners]
        if candidate.place and candidate.place not in body.places:
            body.places.append(candidate.place)
        if (candidate.first, candidate.last) != candidate.core:
            self._alias(body, r.document.surface(candidate.first, candidate.last))
        self._alias_without_country(body, candidate)
        self._mention(index, candidate)
        self._bracket(index, bracketed)

    def _is_bracketed_acronym(self, candidate: Candidate, before: Candidate) -> bool:
        """Is this the acronym of the name right before it: "(MFA)", whatever else has it?"""
        r = self.r
        first = candidate.first
        if candidate.last - first != 1 or not r.is_acronym(first) or first < 2 or (
                r.words[first - 1] != "(" or before.last != first - 1):
            return False
        self.covered[first] = 0
        index = next((i for i, m in enumerate(self.mentions)
                      if m and m[-1][0] == before.first), None)
        if index is None:
            return False
        self._bracket(index, [(first, first + 1)])
        return True

    def _body(self, key: tuple[str, ...], candidate: Candidate) -> int:
        index = self.by_key.get(key)
        if index is None:
            index = self.by_key[key] = len(self.bodies)
            self.bodies.append(Body(key, candidate.first, candidate.type, candidate.grade,
                                    candidate.rule))
            self.mentions.append([])
        return index

    def _mention(self, index: int, candidate: Candidate) -> None:
        form = "acronym" if candidate.last - candidate.first == 1 and (
            self.r.is_acronym(candidate.first)) else "full" if not self.mentions[index] else "alias"
        self.mentions[index].append((candidate.first, candidate.last, form, candidate.rule))

    @staticmethod
    def _name(body: Body, name: str, *, front: bool = False) -> None:
        if name and name not in body.names:
            if front:
                body.names.insert(0, name)
            else:
                body.names.append(name)

    @staticmethod
    def _alias(body: Body, alias: str) -> None:
        if alias and alias not in body.aliases:
            body.aliases.append(alias)

    def _alias_with_place(self, body: Body, candidate: Candidate) -> None:
        """"University of Medical Sciences in Havana": with its place, as texts often say."""
        r = self.r
        _, end = r.sentence(candidate.last - 1)
        i = candidate.last
        if i + 1 < end and r.keys[i] in ("in", ",", "at"):
            j = i + 1
            if r.keys[j] == "the" and j + 1 < end:
                j += 1
            mention = r.country[j]
            stop = mention.last if mention is not None else j + 1
            self._alias(body, r.document.surface(candidate.core[0], stop))

    def _alias_without_country(self, body: Body, candidate: Candidate) -> None:
        """"German Federal Employment Agency" is also the Federal Employment Agency; "National
        Hospital of Sri Lanka" the National Hospital."""
        r = self.r
        first, last = candidate.core
        if candidate.grade in ("ministry", "state", "part"):
            return
        mention = r.country[first]
        if mention is not None and mention.last < last - 2 and mention.form in (
                "demonym", "name") and r.flags[mention.last] & CAP:
            self._alias(body, r.document.surface(mention.last, last))
        mention = r.country[last - 1]
        if mention is not None and mention.form == "name":
            stop = mention.first
            if stop > first and r.keys[stop - 1] == "the":
                stop -= 1
            if stop - 1 > first + 1 and r.keys[stop - 1] == "of":
                self._alias(body, r.document.surface(first, stop - 1))

    def _choose_row(self, candidate: Candidate, rows: tuple[RegistryRow, ...]) -> RegistryRow:
        """The row that a wording shared by several institutions means here."""
        if len(rows) == 1:
            return rows[0]
        spoken = [*candidate.owners, *([candidate.place] if candidate.place else [])]
        for code in spoken:
            for row in rows:
                if row.country == code:
                    return row
        for row in rows:
            if ("registry", row.id) in self.by_key:
                return row
        near = self.context.country_at(candidate.first)
        for row in rows:
            if row.country == near:
                return row
        shares = self.context.shares
        return max(rows, key=lambda row: shares.get(row.country or "", 0.0))

    def _registered(self, candidate: Candidate) -> RegistryRow | None:
        """The registry's row of a name that goes on behind a wording of the registry, as in
        "Gamaleya Research Institute of Epidemiology"."""
        first, last = candidate.core
        for hit in self.r.registry:
            if hit.first == first and hit.last <= last and hit.last - hit.first > 1 and (
                    hit.last - first) * 2 >= last - first:
                type_, country, name, *short = hit.entry.note.split("\t")
                if country and candidate.owners and candidate.owners[0] != country or (
                        short and country not in self.r.codes):
                    continue
                return RegistryRow(hit.entry.value, name, type_, country or None, "alias")
        return None

    def _is_school(self, candidate: Candidate, following: Candidate | None) -> bool:
        """A school, department or centre right before "of the … University" is a part of it."""
        if following is None or following.grade not in ("strong", "registry"):
            return False
        last_word = self.r.keys[candidate.core[0]:candidate.core[1]]
        if not {"school", "department", "institute", "college", "clinic"} & set(last_word):
            return False
        return following.type in ("university", "hospital") and self._is_linked(
            candidate, following)

    def _is_linked(self, part: Candidate, whole: Candidate) -> bool:
        between = self.r.keys[part.last:whole.core[0]]
        return 0 < len(between) < 4 and between[0] in ("of", "at", ",") and all(
            k in ("of", "the", "at", ",", "in") for k in between)

    def _add_part(self, part: Candidate) -> None:
        """A faculty or department is an alias of the institution that it stands before; alone
        it is one of an institution named elsewhere, or nothing."""
        r = self.r
        surface = r.document.surface(*part.core)
        for index, mentions in enumerate(self.mentions):
            for first, last, _, _ in mentions:
                gap = first - part.last
                if 0 < gap < 4 and r.keys[part.last] in ("of", "at", ",", "in"):
                    body = self.bodies[index]
                    self._alias(body, surface)
                    self._alias(body, r.document.surface(part.core[0], last))
                    mentions.append((part.first, part.last, "alias", "institution.part"))
                    return
        if part.grade != "part":
            self._add(part)

    # -- acronyms ----------------------------------------------------------------------------

    def _bracketed(self, candidate: Candidate) -> list[tuple[int, int]]:
        """The names in brackets right behind a candidate: "(Bundesagentur, BA)"."""
        r = self.r
        _, end = r.sentence(candidate.last - 1)
        i = candidate.last
        if i + 1 < end and r.words[i] == ",":
            return []
        if not (i + 2 < end and r.words[i] == "("):
            return []
        spans: list[tuple[int, int]] = []
        start = i + 1
        for j in range(i + 1, min(i + 16, end)):
            if r.words[j] in (",", ";", ")") or r.keys[j] == "or":
                if j > start:
                    spans.append((start, j))
                start = j + 1
                if r.words[j] == ")":
                    return spans
        return []

    def _bracket(self, index: int, spans: list[tuple[int, int]]) -> None:
        r = self.r
        for first, last in spans:
            if self.covered[first] or r.country[first] is not None or r.office_at[first]:
                continue
            if last - first == 1 and r.is_acronym(first):
                self.acronyms.setdefault(r.words[first], index)
                self._identify(index, first)
            elif not (r.flags[first] & CAP) or last - first > 10 or r.words[first].isdigit():
                continue
            elif last - first == 1 and r.flags[first] & (OPENER | SUBJECT):
                continue
            elif any(r.dated[i] for i in range(first, last)) or "party" in r.keys[first:last]:
                continue
            self._alias(self.bodies[index], r.document.surface(first, last))
            self.mentions[index].append((first, last, "acronym", "institution.bracket"))
            for i in range(first, last):
                self.covered[i] = 1

    def _identify(self, index: int, first: int) -> None:
        """An acronym in brackets that the registry knows tells which institution a wording
        means: "US Agency for International Development (USAID)"."""
        body = self.bodies[index]
        if body.registry is not None:
            return
        for hit in self.r.registry_at.get(first, ()):
            type_, country, name, *_ = hit.entry.note.split("\t")
            if hit.last == first + 1 and (country or None) == (
                    body.owners[0] if body.owners else None) and not (
                    body.type == "ministry" and type_ != "ministry"):
                body.registry = RegistryRow(hit.entry.value, name, type_, country or None, "alias")
                body.type = type_
                self.by_key.setdefault(("registry", hit.entry.value), index)
                return

    def _find_acronyms(self) -> None:
        """Where an acronym that the text introduced stands alone later (or earlier)."""
        r = self.r
        for i in range(r.size):
            if self.covered[i] or r.words[i] not in self.acronyms:
                continue
            index = self._root(self.acronyms[r.words[i]])
            self.mentions[index].append((i, i + 1, "acronym", "institution.acronym"))
            self._alias(self.bodies[index], r.words[i])
            self.covered[i] = 1

    # -- joining -----------------------------------------------------------------------------

    def _root(self, index: int) -> int:
        while (merged := self.bodies[index].merged) is not None:
            index = merged
        return index

    def _merge(self, index: int, into: int) -> None:
        """Join institution `index` to `into`."""
        if index == into:
            return
        body, other = self.bodies[index], self.bodies[into]
        body.merged = into
        other.first = min(other.first, body.first)
        for name in (*body.names, *body.aliases):
            self._alias(other, name)
        other.owners += [o for o in body.owners if o not in other.owners]
        other.places += [p for p in body.places if p not in other.places]
        self.mentions[into] = sorted(self.mentions[into] + self.mentions[index])
        self.mentions[index] = []

    def _settle_ministries(self, offices: Sequence[tuple[int, str, str]]) -> None:
        """A ministry without a country is the one of that sector last named with one, if it
        stands close before; else the article's own, the minister's, or by its surroundings.

        `offices` are (token, sector, country) of ministers whose country the text names.
        """
        owned = [(self.bodies[i].sector, self.bodies[i].owners[0], i)
                 for i in range(len(self.bodies))
                 if self.bodies[i].grade == "ministry" and self.bodies[i].owners]
        for index, body in enumerate(self.bodies):
            if body.grade != "ministry" or body.owners:
                continue
            same = [(country, i) for sector, country, i in owned if sector == body.sector]
            first = body.first
            if body.is_pair and len(self.context.shares) > 1:
                self._split(index)
                continue
            if same:
                earlier = [(self.mentions[i][0][0] > first, abs(self.mentions[i][0][0] - first), i)
                           for _, i in same if self.mentions[i]]
                if len(same) == 1 or not self.context.home:
                    self._merge(index, min(earlier)[2])
                    continue
            prefer = [self.context.home] if self.context.home else []
            if not prefer:
                prefer = sorted({code for _, sector, code in offices if sector == body.sector})
            country = self.context.country_at(first, prefer=prefer)
            if country is None:
                continue
            twin = next((i for c, i in same if c == country), None)
            if twin is not None:
                self._merge(index, twin)
            elif same and self._is_near(index, same):
                self._merge(index, same[0][1])
            else:
                body.owners.append(country)
                body.confidence = 0.7
                owned.append((body.sector, country, index))

    def _split(self, index: int) -> None:
        """"The two ministries of health": one of each of the two countries spoken of most."""
        body = self.bodies[index]
        shares = self.context.shares
        codes = sorted(shares, key=lambda code: (-shares[code], code))[:2]
        mentions = self.mentions[index]
        for code in codes:
            key = ("ministry", body.sector, code)
            other = self.by_key.get(key)
            if other is None:
                other = self.by_key[key] = len(self.bodies)
                self.bodies.append(Body(key, body.first, body.type, body.grade, body.rule,
                                        owners=[code], sector=body.sector, names=body.names[:],
                                        aliases=body.aliases[:], confidence=0.7))
                self.mentions.append([])
            else:
                for name in (*body.names, *body.aliases):
                    self._alias(self.bodies[other], name)
            self.mentions[other] = sorted({*self.mentions[other], *mentions})
        body.merged = self.by_key["ministry", body.sector, codes[0]]
        self.mentions[index] = []

    def _is_near(self, index: int, same: list[tuple[str, int]]) -> bool:
        sentence_of = self.r.document.sentence_of
        here = sentence_of[self.bodies[index].first]
        return any(0 <= here - sentence_of[m[0]] <= 1 for _, i in same for m in self.mentions[i])

    def _join_variants(self) -> None:
        """Join "Finlay Institute" to "Finlay Vaccine Institute": fewer words of the same name."""
        words: list[tuple[frozenset[str], tuple[str, ...]]] = []
        sets: list[list[frozenset[str]]] = []
        for body in self.bodies:
            keys = tuple(k for name in body.names[:1] for k in wording_of(name))
            words.append((frozenset(keys) - _SMALL, keys))
            sets.append([frozenset(wording_of(name)) - _SMALL
                         for name in (*body.names, *body.aliases)])
        for index, body in enumerate(self.bodies):
            if body.merged is not None or body.grade in ("ministry", "state") or not words[index][0]:
                continue
            short, order = words[index]
            aliases = {tuple(wording_of(a)) for a in body.aliases}
            hits = []
            for other, longer in enumerate(self.bodies):
                if other == index or longer.merged is not None or longer.grade in (
                        "ministry", "state"):
                    continue
                other_aliases = {tuple(wording_of(a)) for a in (*longer.aliases, *longer.names)}
                if order in other_aliases or aliases & other_aliases:
                    hits.append(other)
                elif self._is_within(sets[index], sets[other], len(short)) and (
                        self._same_head(order, words[other][1])) and (
                        not (set(body.owners) and set(longer.owners))
                        or set(body.owners) & set(longer.owners)):
                    hits.append(other)
            if len(hits) == 1 and (body.registry is None or self.bodies[hits[0]].registry is None):
                if body.registry is not None:
                    self._merge(hits[0], index)
                else:
                    self._merge(index, hits[0])

    @staticmethod
    def _is_within(shorter: list[frozenset[str]], longer: list[frozenset[str]],
                   size: int) -> bool:
        """Has one name all words of the other, in any of their wordings?"""
        return size > 1 and any(len(a) > 1 and a <= b and (a < b or len(a) > 2)
                                for a in shorter for b in longer)

    @staticmethod
    def _same_head(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
        return short[-1] == long[-1] or bool(HEAD_WORDS.intersection(short, long)) or (
            short[-1] in long and short[0] == long[0])

    def _join_same(self) -> None:
        """Join institutions that turn out to be the same row of the registry."""
        first: dict[str, int] = {}
        for index, body in enumerate(self.bodies):
            if body.merged is None and body.registry is not None:
                into = first.setdefault(body.registry.id, index)
                self._merge(index, into)

    def _recognise(self, index: int) -> None:
        """Give a ministry the row of the registry for its country and sector."""
        body = self.bodies[index]
        if body.grade == "ministry" and body.country and body.registry is None:
            row = self.ministries.get((body.country, body.sector))
            if row is None:
                for name in body.names:
                    row = self.ministries.get((body.country, name.lower()))
                    if row:
                        break
            body.registry = row

    # -- countries ---------------------------------------------------------------------------

    def _settle_country(self, index: int) -> None:
        body = self.bodies[index]
        if body.registry is not None and body.grade != "ministry":
            body.country = body.registry.country
            return
        if body.type == "international_organization":
            body.country = None
            return
        if len(body.owners) == 1:
            body.country = body.owners[0]
        elif body.owners and body.type == "agency" and {"commission", "committee",
                                                        "council"} & set(body.key):
            body.type, body.country = "international_organization", None
        elif body.places:
            body.country = body.places[0]
        elif body.owners:
            near = self.context.country_at(body.first)
            body.country = near if near in body.owners else body.owners[0]
        elif body.grade != "ministry" and self._is_international(body):
            body.country = None
        else:
            prefer, exclude = self._joined(index)
            body.country = self.context.country_at(body.first, is_place=True, prefer=prefer,
                                                   exclude=exclude)
            body.confidence = min(body.confidence, 0.7)

    def _joined(self, index: int) -> tuple[list[str], list[str]]:
        """The countries of institutions joined to this one by "and": likely its own too,
        unless the two stand behind "between"."""
        r = self.r
        prefer: list[str] = []
        exclude: list[str] = []
        for first, last, _, _ in self.mentions[index]:
            begin, _ = r.sentence(first)
            for other, body in enumerate(self.bodies):
                code = body.country or (body.registry.country if body.registry else None) or (
                    body.owners[0] if len(body.owners) == 1 else None)
                if other == index or code is None or body.merged is not None:
                    continue
                for left, right, _, _ in self.mentions[other]:
                    if not (0 <= first - right < 4 or 0 <= left - last < 4):
                        continue
                    gap = r.keys[right:first] if right <= first else r.keys[last:left]
                    start = min(first, left)
                    if "and" in gap and set(gap) <= {"and", ",", "the"}:
                        if "between" in r.keys[max(begin, start - 3):start]:
                            exclude.append(code)
                        else:
                            prefer.append(code)
        return prefer, exclude

    @staticmethod
    def _is_international(body: Body) -> bool:
        return body.key[:1] in (("international",), ("world",), ("global",), ("european",),
                                ("african",), ("asian",), ("arab",), ("islamic",)) and (
            body.type == "ngo")

    # -- back references ---------------------------------------------------------------------

    def join_back_references(self, offices: list[MinisterOffice],
                             chosen: Sequence[Candidate]) -> None:
        """Tie "the ministry", "his ministry", "the institute" to what they refer to."""
        r = self.r
        taken = bytearray(self.covered)
        for candidate in chosen:
            for i in range(candidate.first, candidate.last):
                taken[i] = 1
        for i in range(1, r.size):
            if taken[i]:
                continue
            key = r.keys[i]
            if key in ("ministry", "ministries"):
                self._refer_to_ministry(i, offices)
            elif key in _BACK_REFERENCES and r.keys[i - 1] in _DETERMINERS:
                _, end = r.sentence(i)
                if i + 1 < end and (r.keys[i + 1] == "of" or r.flags[i + 1] & CAP):
                    continue
                index = self._last_named(i, _BACK_REFERENCES[key])
                if index is not None:
                    self.mentions[index].append((i - 1, i + 1, "generic", "institution.generic"))
        for mentions in self.mentions:
            mentions.sort()

    def _last_named(self, position: int, words: tuple[str, ...]) -> int | None:
        """The institution with such a head that was named last before `position`."""
        sentence_of = self.r.document.sentence_of
        best: tuple[int, int] | None = None
        for index, body in enumerate(self.bodies):
            if body.merged is not None:
                continue
            named = {k for name in body.names for k in wording_of(name)}
            if not named.intersection(words):
                continue
            for first, _, form, _ in self.mentions[index]:
                if first < position and form != "generic" and (
                        sentence_of[position] - sentence_of[first] <= _LOOK_BACK):
                    best = max(best or (first, index), (first, index))
        return best[1] if best else None

    def _refer_to_ministry(self, i: int, offices: list[MinisterOffice]) -> None:
        r = self.r
        begin, _ = r.sentence(i)
        if i == begin:
            return
        before = r.keys[i - 1]
        first = i - 1
        owner = None
        if before in ("'s", "'") and i - 2 >= begin and r.country[i - 2] is not None:
            owner = r.country[i - 2].code  # type: ignore[union-attr]
            first = r.country[i - 2].first  # type: ignore[union-attr]
        elif r.country[i - 1] is not None and r.country[i - 1].form == "demonym":  # type: ignore[union-attr]
            owner = r.country[i - 1].code  # type: ignore[union-attr]
        elif before not in _DETERMINERS and before not in _POSSESSIVES:
            return
        index = None
        if before not in _POSSESSIVES:
            index = self._last_ministry(i, owner)
        if index is None:
            index = self._from_office(i, offices, owner)
        if index is None:
            index = self._last_ministry(i, owner)
        if index is None:
            return
        self.mentions[index].append((first, i + 1, "generic", "institution.the-ministry"))
        self._alias(self.bodies[index], r.document.surface(first, i + 1))

    def _last_ministry(self, position: int, owner: str | None) -> int | None:
        best: tuple[int, int] | None = None
        for index, body in enumerate(self.bodies):
            if body.merged is not None or body.type != "ministry" or owner not in (
                    None, body.country):
                continue
            for first, _, _, _ in self.mentions[index]:
                if first < position:
                    best = max(best or (first, index), (first, index))
        return best[1] if best else None

    def _from_office(self, position: int, offices: list[MinisterOffice],
                     owner: str | None) -> int | None:
        """The ministry of the minister last spoken of, made if the text does not name it."""
        earlier = [o for o in offices if o.first < position and o.country
                   and owner in (None, o.country)]
        if not earlier:
            return None
        office = earlier[-1]
        for index, body in enumerate(self.bodies):
            if body.merged is None and body.type == "ministry" and (
                    body.sector == office.sector and body.country == office.country):
                return index
        index = len(self.bodies)
        body = Body(("ministry", office.sector, office.country or ""), position, "ministry",
                    "ministry", "institution.the-ministry", names=[office.name],
                    owners=[office.country or ""], sector=office.sector, country=office.country,
                    confidence=0.8)
        body.registry = self.ministries.get((office.country or "", office.sector))
        self.bodies.append(body)
        self.mentions.append([])
        return index

    # -- results -----------------------------------------------------------------------------

    def last_before(self, position: int) -> int | None:
        """The institution named last before `position`."""
        best: tuple[int, int] | None = None
        for index, mentions in enumerate(self.mentions):
            for first, _, _, _ in mentions:
                if first < position:
                    best = max(best or (first, index), (first, index))
        return best[1] if best else None

    def starting_at(self, first: int) -> int | None:
        """The institution with a mention that begins at token `first`."""
        for index, mentions in enumerate(self.mentions):
            if any(m[0] == first for m in mentions):
                return index
        return None

    def at(self, first: int, last: int) -> int | None:
        """The institution with a mention inside `first:last`, the longest."""
        best: tuple[int, int] | None = None
        for index, mentions in enumerate(self.mentions):
            for begin, end, _, _ in mentions:
                if first <= begin and end <= last:
                    best = max(best or (end - begin, index), (end - begin, index))
        return best[1] if best else None

    def entity(self, index: int) -> NamedEntity:
        """Institution `index` as the other steps see it."""
        body = self.bodies[index]
        names = list(dict.fromkeys([*body.names, *body.aliases]))
        name = names[0]
        row = body.registry
        if row is not None and row.name not in names:
            names.append(row.name)
        return NamedEntity(
            "institution", name, body.country, body.rule, type=body.type,
            aliases=[n for n in names if n != name],
            registry_id=row.id if row is not None else None, confidence=body.confidence)
