"""A real article and its facts as a template: what is replaced, and what moves with it.

    Article, Facts -> Template ; Template, Cast -> Article, Facts

Names of countries, people and institutions and dates become slots, in the text and in the facts
alike; all other words stay. Each stretch of evidence is kept as a place among the pieces, so that
it is found again whatever the slots come to: `quote == text[start:end]` by construction. Where a
stretch begins or ends inside a slot, the words stay as they are.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from kg.model import (
    Article,
    Capacity,
    Claim,
    CountryFact,
    Evidence,
    Facts,
    Institution,
    Link,
    Person,
    Quantity,
    Rejection,
    TopicFact,
)
from kg.resources import data_path

__all__ = ["Cast", "Country", "InstitutionSlot", "PersonSlot", "Template", "read_countries"]

MONTHS: Final = ("January", "February", "March", "April", "May", "June", "July", "August",
                 "September", "October", "November", "December")
_MONTH: Final = "|".join(MONTHS)
_DATE: Final = re.compile(
    rf"\b(?:(?P<d1>[0-3]?\d) (?P<m1>{_MONTH})(?:,? (?P<y1>(?:19|20)\d\d))?"
    rf"|(?P<m2>{_MONTH}) (?P<d2>[0-3]?\d)(?!\d)(?:, (?P<y2>(?:19|20)\d\d))?"
    rf"|(?P<m3>{_MONTH}) (?P<y3>(?:19|20)\d\d)"
    rf"|(?<=[Ii]n )(?P<m4>{_MONTH})"
    rf"|(?P<y5>(?:19|20)\d\d))\b(?![.,]\d|%)")

#: Types of institution whose names are replaced. Others ("Ministry of Health of Kenya") change
#: with the country that they name, or are known the world over.
_NAMED: Final = frozenset({"university", "hospital", "research_institute", "company", "agency",
                           "regulator", "ngo"})

#: Before the form of a wording of a city or region. It stands for its country only where the
#: country is named too: many are the name of something else.
_PLACE: Final = "place "

#: What stands in a slot: its kind and what of it. `name`, `demonym`, `people`, `capital`,
#: `dateline` and `code` are of a country (by place in the cast), `given` and `surname` of a
#: person, `institution` and `acronym` of an institution (by key), `when` is a date as it stood.
Slot = tuple[str, object]
Span = tuple[int, int, Slot]
#: A piece of a wording: words that stay, or the number of a slot.
Piece = str | int


@dataclass(frozen=True, slots=True)
class Country:
    """A country with the words for it."""

    code: str
    name: str
    demonym: str
    capital: str


@dataclass(frozen=True, slots=True)
class InstitutionSlot:
    """An institution to be cast: its key, type, and the country, by place in the cast."""

    key: str
    type: str
    country: int


@dataclass(frozen=True, slots=True)
class PersonSlot:
    """A person to be cast; `office` is as worded, "" where the text gives none."""

    key: str
    office: str
    country: int | None


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays in an article. `people` are given name and surname, `institutions` name and
    acronym, both by key; `published` is the day of publication, and all dates move with it."""

    countries: Sequence[Country]
    people: dict[str, tuple[str, str]]
    institutions: dict[str, tuple[str, str]]
    published: date


def read_countries() -> dict[str, Country]:
    """The countries that have a name, a demonym and a capital of plain words, by code."""
    with data_path("country_names.csv").open(encoding="utf-8", newline="") as file:
        rows = [Country(row["iso2"], row["name"], row["demonyms"].split("|")[0], row["capital"])
                for row in csv.DictReader(file)]
    return {row.code: row for row in rows if row.demonym and row.capital
            and all(re.fullmatch(r"[\w' .-]+", words)
                    for words in (row.name, row.demonym, row.capital))}


@lru_cache(maxsize=1)
def _country_words() -> tuple[re.Pattern[str], dict[str, list[tuple[str, str]]]]:
    """What names a country, and for each wording the codes and the form."""
    known: dict[str, list[tuple[str, str]]] = {}
    with data_path("country_names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names = [row["name"], *row["alt_names"].split("|")]
            demonyms = row["demonyms"].split("|")
            for form, wordings in (("name", names), ("demonym", demonyms),
                                   ("people", [f"{word}s" for word in demonyms if word]),
                                   ("capital", [row["capital"]]),
                                   ("dateline", [row["capital"].upper()])):
                for word in filter(None, wordings):
                    if word[0].isupper():
                        known.setdefault(word, []).append((row["iso2"], form))
    with data_path("cities.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for word in filter(None, (row["name"], *row["alt_names"].split("|"))):
                if word[0].isupper():
                    form = "capital" if row["kind"] == "city" else "name"
                    known.setdefault(word, []).append((row["iso2"], _PLACE + form))
    longest = sorted(known, key=lambda word: (-len(word), word))
    return re.compile(r"(?<![\w$])(?:" + "|".join(map(re.escape, longest)) + r")(?![\w$])"), known


@dataclass(frozen=True, slots=True)
class _When:
    """A date in words: `day` and `month` 0 and `year` 0 where not given; `form` rebuilds it."""

    year: int
    month: int
    day: int
    form: str


class _Shift:
    """How dates move from one day of publication to another: days by whole weeks, so that
    weekdays stay true; months and years as the month and year of publication do."""

    def __init__(self, old: date, new: date) -> None:
        self.old = old
        self.days = timedelta(days=(new - old).days // 7 * 7)
        self.published = old + self.days
        self.years = self.published.year - old.year
        self.months = 12 * self.years + self.published.month - old.month

    def month(self, year: int, month: int) -> tuple[int, int]:
        total = 12 * year + month - 1 + self.months
        return total // 12, total % 12 + 1

    def words(self, when: _When) -> str:
        year, month, day = when.year, when.month, when.day
        if day:
            moved = date(year, month, day) + self.days
            year, month, day = moved.year, moved.month, moved.day
        elif month:
            year, month = self.month(year, month)
        else:
            year += self.years
        return when.form.format(y=year, m=MONTHS[month - 1], d=day)

    def edtf(self, expression: str) -> str:
        return re.sub(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", self._point, expression)

    def _point(self, match: re.Match[str]) -> str:
        year, month, day = (int(part or 0) for part in match.groups())
        if day:
            return (date(year, month, day) + self.days).isoformat()
        if 1 <= month <= 12:
            return "{:04}-{:02}".format(*self.month(year, month))
        return f"{year + self.years:04}" + match[0][4:]


class Template:
    """One article, ready to be told again with others. Made by `Template(article, facts)`."""

    def __init__(self, article: Article, facts: Facts) -> None:
        self.article, self.facts = article, facts
        self.day = date.fromisoformat(article.date or "2015-06-15")
        self._slots: dict[Slot, int] = {}
        self._codes = self._rank_codes()
        self._keep: set[str] = set()
        while True:
            spans = {"title": self._cut(article.title, "title"),
                     "text": self._cut(article.text, "text")}
            if not self._torn(spans):
                break
        self._fields = {field: _Field(whole, spans[field], self._number)
                        for field, whole in (("title", article.title), ("text", article.text))}
        self.institutions = tuple(
            InstitutionSlot(i.key, i.type, self._codes[i.country]) for i in facts.institutions
            if i.country and self._is_replaced(i))
        self.people = tuple(
            PersonSlot(p.key, p.role or "", self._codes[p.country] if p.country else None)
            for p in facts.people)
        self.countries = len(self._codes)
        self.words = len(article.text.split())
        self._tell = self._compile()

    # Cutting

    def _rank_codes(self) -> dict[str, int]:
        """The places of the countries in a cast: parties first, those named most before others."""
        facts = self.facts
        parties = Counter(code for claim in facts.claims for code in claim.countries)
        named: Counter[str] = Counter()
        pattern, known = _country_words()
        for match in pattern.finditer(f"{self.article.title}\n{self.article.text}"):
            codes = [code for code, form in known[match[0]] if not form.startswith(_PLACE)]
            if codes:
                named[next((code for code in codes if code in parties), codes[0])] += 1
        every = {*named, *parties, *(c.code for c in facts.countries),
                 *(c.country for c in facts.capacities),
                 *(one.country for one in (*facts.institutions, *facts.people) if one.country)}
        ordered = sorted(every, key=lambda code: (-parties[code], -named[code], code))
        return {code: place for place, code in enumerate(ordered)}

    def _is_replaced(self, one: Institution) -> bool:
        return (one.type in _NAMED and one.country is not None and one.key not in self._keep
                and one.name[0].isupper() and not self._names_country(one.name))

    def _names_country(self, words: str) -> bool:
        pattern, known = _country_words()
        return any(code in self._codes for match in pattern.finditer(words)
                   for code, _ in known[match[0]])

    def _cut(self, whole: str, field: str = "") -> list[Span]:
        """The slots of a wording, in order, none inside another."""
        spans: list[Span] = []
        taken = bytearray(len(whole) + 1)

        def add(start: int, end: int, slot: Slot) -> None:
            if start < end and not any(taken[start:end]):
                taken[start:end] = b"\x01" * (end - start)
                spans.append((start, end, slot))

        for one in self.facts.institutions:
            if self._is_replaced(one):
                for wording in sorted({one.name, *one.aliases}, key=lambda w: (-len(w), w)):
                    if wording[0].isupper():
                        kind = "acronym" if wording.isupper() and len(wording) < 8 else \
                            "institution"
                        for match in _whole(wording).finditer(whole):
                            add(*match.span(), (kind, one.key))
        for person in self.facts.people:
            given, _, surname = person.name.rpartition(" ")
            for match in _whole(person.name).finditer(whole):
                add(match.start(), match.start() + len(given), ("given", person.key))
                add(match.end() - len(surname), match.end(), ("surname", person.key))
            if surname[:1].isupper() and not _country_words()[0].fullmatch(surname):
                for match in _whole(surname).finditer(whole):
                    add(*match.span(), ("surname", person.key))
        for match in _DATE.finditer(whole):
            when = self._when(match)
            if when is not None:
                add(*match.span(), ("when", when))
        pattern, known = _country_words()
        for match in pattern.finditer(whole):
            code, form = next((pair for pair in known[match[0]] if pair[0] in self._codes),
                              known[match[0]][0])
            if code in self._codes:
                add(*match.span(), (form.removeprefix(_PLACE), self._codes[code]))
        if field:
            self._add_other_words(field, add, taken)
        return sorted(spans, key=lambda span: span[:2])

    def _add_other_words(self, field: str, add: Callable[[int, int, Slot], None],
                         taken: bytearray) -> None:
        """What else the facts take for a country: "the Kremlin", "Americans"."""
        others = [(e.start, e.end) for one in (*self.facts.institutions, *self.facts.people)
                  for e in one.evidence if e.field == field]
        for fact in self.facts.countries:
            for e in fact.evidence:
                if (e.field == field and e.quote[0].isupper() and not any(taken[e.start:e.end])
                        and not any(a < e.end and e.start < b for a, b in others)):
                    add(e.start, e.end, ("name", self._codes[fact.code]))

    def _when(self, match: re.Match[str]) -> _When | None:
        parts = match.groupdict()
        first = lambda letter: next(  # noqa: E731
            (parts[name] for name in parts if name[0] == letter and parts[name]), None)
        year, month, day = first("y"), first("m"), first("d")
        form = match[0].replace("{", "{{").replace("}", "}}")
        if year:
            form = form.replace(year, "{y}")
        if month:
            form = form.replace(month, "{m}")
        if day:
            form = re.sub(rf"(?<!\d){day}(?!\d)", "{d}", form, count=1)
        number = MONTHS.index(month) + 1 if month else 0
        if year:
            full = int(year)
        else:  # the one that comes nearest to the day of publication
            near = [date(self.day.year + by, number, 15) for by in (-1, 0, 1)]
            full = min(near, key=lambda each: abs((each - self.day).days)).year
        if day:
            try:
                date(full, number, int(day))
            except ValueError:
                return None
        return _When(full, number, int(day or 0), form)

    def _torn(self, spans: dict[str, list[Span]]) -> bool:
        """Does evidence begin or end inside an institution's name? Then that name is kept. Other
        slots that are torn so are left out, just there."""
        for evidence in _all_evidence(self.facts):
            field = spans[evidence.field]
            for start, end, slot in list(field):
                if start < evidence.start < end or start < evidence.end < end:
                    if slot[0] in ("institution", "acronym"):
                        self._keep.add(str(slot[1]))
                        return True
                    field.remove((start, end, slot))
        return False

    def _number(self, slot: Slot) -> int:
        return self._slots.setdefault(slot, len(self._slots))

    def _wording(self, words: str | None) -> list[Piece] | None:
        return None if words is None else _pieces(words, self._cut(words), self._number)

    def _codes_in(self, words: str) -> list[Piece]:
        spans: list[Span] = [
            (*match.span(), ("code", self._codes[match[0]]))
            for match in re.finditer(r"\b[A-Z]{2}\b", words) if match[0] in self._codes]
        return _pieces(words, spans, self._number)

    # Filling

    def fill(self, cast: Cast) -> tuple[Article, Facts]:
        """The article with this cast, and its facts. What is put behind the text changes nothing.

        The day of publication is that of the cast or up to six days before it: weekdays stay.
        """
        shift = _Shift(self.day, cast.published)
        values = [_value(slot, cast, shift) for slot in self._slots]
        title, title_starts = self._fields["title"].fill(values)
        text, text_starts = self._fields["text"].fill(values)
        article = Article(
            self.article.id, text, title, shift.published.isoformat(), self.article.publisher,
            self.article.url, self.article.language, self.article.licence)
        return article, self._tell(article, cast, shift, values, title_starts, text_starts)

    def _compile(self) -> Callable[..., Facts]:
        """What makes the facts: everything that is the same in all of them is worked out here."""
        facts, codes = self.facts, self._codes
        stretches = {evidence: number for number, evidence
                     in enumerate(dict.fromkeys(_all_evidence(facts)))}
        places = [(e.field == "title", *self._fields[e.field].place(e.start),
                   *self._fields[e.field].place(e.end), e.field) for e in stretches]

        def many(evidence: Iterable[Evidence]) -> list[int]:
            return [stretches[each] for each in evidence]

        word = self._wording
        bodies = [(i, word(i.name), [word(a) for a in i.aliases], many(i.evidence),
                   None if i.country is None else codes[i.country]) for i in facts.institutions]
        people = [(p, word(p.name), word(p.role), [word(a) for a in p.aliases], many(p.evidence),
                   None if p.country is None else codes[p.country]) for p in facts.people]
        claims = [(c, [codes[code] for code in c.countries], many(c.evidence),
                   [(codes.get(who, who), role) for who, role in c.roles], word(c.place),
                   [(q, stretches[q.evidence]) for q in c.quantities], word(c.attribution))
                  for c in facts.claims]
        countries = [(c, codes[c.code], many(c.evidence)) for c in facts.countries]
        pairs = [(codes[a], codes[b]) for a, b in facts.pairs]
        topics = [(t, many(t.evidence)) for t in facts.topics]
        links = [(link, many(link.evidence)) for link in facts.links]
        capacities = [(c, codes[c.country], stretches[c.quantity.evidence], word(c.attribution))
                      for c in facts.capacities]
        rejected = [(r, self._codes_in(r.what)) for r in facts.rejected]

        def tell(article: Article, cast: Cast, shift: _Shift, values: list[str],
                 title_starts: list[int], text_starts: list[int]) -> Facts:
            def said(pieces: list[Piece] | None) -> str | None:
                if pieces is None:
                    return None
                return "".join([values[p] if p.__class__ is int else p for p in pieces])

            cited = []
            for in_title, piece, offset, last, last_offset, field in places:
                starts, whole = (title_starts, article.title) if in_title else (
                    text_starts, article.text)
                start, end = starts[piece] + offset, starts[last] + last_offset
                cited.append(Evidence(start, end, whole[start:end], field))
            iso = [country.code for country in cast.countries]

            def cite(numbers: list[int]) -> tuple[Evidence, ...]:
                return tuple([cited[number] for number in numbers])

            def other(names: list[str | None], name: str | None) -> tuple[str, ...]:
                return tuple(each for each in dict.fromkeys(names) if each and each != name)

            return Facts(
                article.id, facts.relevant, facts.relevance,
                tuple(sorted((CountryFact(iso[code], cite(at), c.rule, c.confidence)
                              for c, code, at in countries), key=lambda fact: fact.code)),
                tuple(sorted((iso[a], iso[b]) if iso[a] < iso[b] else (iso[b], iso[a])
                             for a, b in pairs)),
                tuple(Institution(
                    i.key, called := said(name) or "", i.type,
                    None if code is None else iso[code], other(list(map(said, aliases)), called),
                    cite(at), i.rule, i.confidence,
                    i.registry_id if code is None else
                    _registry().get((called.casefold(), iso[code])))
                    for i, name, aliases, at, code in bodies),
                tuple(Person(
                    p.key, called := said(name) or "", said(role),
                    None if code is None else iso[code], other(list(map(said, aliases)), called),
                    cite(at), p.rule, p.confidence, p.institution)
                    for p, name, role, aliases, at, code in people),
                tuple(Claim(
                    c.type, c.status, tuple(sorted([iso[p] for p in parties])), cite(at), c.rule,
                    c.detail, c.status_detail, c.participants,
                    tuple(sorted((iso[who] if who.__class__ is int else who, role)
                                 for who, role in roles)),
                    c.topics, shift.edtf(c.date) if c.date else None, said(place),
                    tuple(Quantity(q.value, q.unit, cited[n], q.qualifier, q.state)
                          for q, n in quantities),
                    said(attribution), c.modality, c.confidence)
                    for c, parties, at, roles, place, quantities, attribution in claims),
                tuple(TopicFact(t.topic, cite(at), t.rule, t.confidence) for t, at in topics),
                tuple(Link(link.a, link.b, cite(at), link.rule, link.confidence)
                      for link, at in links),
                tuple(Capacity(
                    iso[code], Quantity(c.quantity.value, c.quantity.unit, cited[n],
                                        c.quantity.qualifier, c.quantity.state),
                    c.rule, said(attribution), c.confidence)
                    for c, code, n, attribution in capacities),
                tuple(Rejection(said(what) or "", r.cause, r.rule) for r, what in rejected),
                facts.extractor)

        return tell


class _Field:
    """Title or text in pieces."""

    def __init__(self, whole: str, spans: list[Span], number: Callable[[Slot], int]) -> None:
        self.pieces = _pieces(whole, spans, number)
        lengths = []
        ends = {start: end for start, end, _ in spans}
        at = 0
        self._starts: list[int] = []
        for piece in self.pieces:
            self._starts.append(at)
            at = ends[at] if isinstance(piece, int) else at + len(piece)
            lengths.append(at)
        self._starts.append(at)

    def place(self, offset: int) -> tuple[int, int]:
        """The piece that the offset lies in, and how far."""
        piece = max(n for n, start in enumerate(self._starts) if start <= offset)
        return piece, offset - self._starts[piece]

    def fill(self, values: list[str]) -> tuple[str, list[int]]:
        """The words, and where each piece begins in them."""
        starts, parts, at = [], [], 0
        for piece in self.pieces:
            words = values[piece] if piece.__class__ is int else piece
            starts.append(at)
            parts.append(words)
            at += len(words)
        starts.append(at)
        return "".join(parts), starts


def _pieces(words: str, spans: list[Span], number: Callable[[Slot], int]) -> list[Piece]:
    pieces: list[Piece] = []
    at = 0
    for start, end, slot in spans:
        if at < start:
            pieces.append(words[at:start])
        pieces.append(number(slot))
        at = end
    if at < len(words):
        pieces.append(words[at:])
    return pieces


def _value(slot: Slot, cast: Cast, shift: _Shift) -> str:
    kind, what = slot
    if kind == "when":
        return shift.words(what)
    if kind in ("given", "surname"):
        return cast.people[what][kind == "surname"]
    if kind in ("institution", "acronym"):
        return cast.institutions[what][kind == "acronym"]
    country = cast.countries[what]
    if kind == "people":
        return f"people of {country.name}"
    if kind == "dateline":
        return country.capital.upper()
    return str(getattr(country, kind))


def _all_evidence(facts: Facts) -> list[Evidence]:
    found = [e for many in (facts.countries, facts.institutions, facts.people, facts.claims,
                            facts.topics, facts.links) for one in many for e in one.evidence]
    found += [q.evidence for claim in facts.claims for q in claim.quantities]
    return found + [c.quantity.evidence for c in facts.capacities]


@lru_cache(maxsize=4096)
def _whole(wording: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(wording)}(?!\w)")


@lru_cache(maxsize=1)
def _registry() -> dict[tuple[str, str], str]:
    """Rows of the registry of institutions by name in small letters and country."""
    known: dict[tuple[str, str], str] = {}
    with data_path("institutions.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in (row["name"], *row["aliases"].split("|")):
                known.setdefault((name.casefold(), row["country"]), row["id"])
    return known
