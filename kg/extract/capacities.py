"""What a text says of a country's own means: "over 45 universities", "some 2,400 clinics".

    Document, quantities, countries -> [FoundCapacity]

A number of hospitals, doctors or places that a country has is a claim about that country and
no engagement (codebook); a number in the clause of a gift, a mission or an agreement belongs to
that. Numbers themselves are found in `quantities`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.mentions import CountryMention, QuantityMention
from kg.extract.text import Document

__all__ = ["FoundCapacity", "find_capacities", "quote_of"]


@dataclass(frozen=True, slots=True)
class FoundCapacity:
    """A claim about a country's own means: who has it, how much, and who says so.

    `attribution` is the span of the speaker's wording ("the Iranian official"), or None.
    """

    country: str
    quantity: QuantityMention
    attribution: tuple[int, int] | None
    rule: str


#: What countries count when they speak of their means in health.
_MEANS = frozenset(
    "hospitals clinics universities colleges institutes institutions centers centres laboratories"
    " labs beds doctors physicians nurses midwives specialists surgeons dentists pharmacists"
    " pharmacies factories companies plants faculties schools researchers scientists graduates"
    " facilities personnel staff professionals workers ambulances professors students".split()
)
#: Words of an engagement: a number in their clause belongs to it.
_ENGAGED = frozenset(
    "donate donated donates donating donation gift gifted sent send sends sending dispatch"
    " dispatched arrive arrived arrives arriving deliver delivered delivers hand handed build built"
    " construct constructed construction offer offered offers grant granted grants pledge pledged"
    " fund funded finance financed agreement memorandum mou signed sign deal contract hire hired"
    " recruit recruited deploy deployed train trained receive received selected admitted admit"
    " treated join joined visit visited supply supplied provide provided equip equipped launch"
    " will would plan plans planned due strike killed died destroyed".split()
)
#: Verbs before a number: their subject has it.
_HAVING = frozenset(
    "has have had boasts boast operates operate runs run possesses possess owns own houses employs"
    " maintains counts turns turn produces".split()
)
#: Words behind a number: they say that it exists.
_EXISTING = frozenset(
    "operating operate operates active functioning working exist exists available serve".split()
)
#: So many tokens may stand between a number and the word that says it is there.
_NEAR = 8
_SPEECH = frozenset(
    "said says noted notes stated added told explained stressed announced pointed recalled"
    " highlighted underlined mentioned reported according remarked emphasized emphasised".split()
)
_CLAUSE_ENDS = frozenset((",", ";", ".", "–", '"', "that"))
_FOCUS_NOUNS = frozenset("country nation republic kingdom island sultanate emirate".split())


#: So many sentences before a number its country may be named.
_BEFORE = 3


def quote_of(document: Document, found: FoundCapacity,
             countries: Sequence[CountryMention]) -> tuple[int, int]:
    """The tokens to quote for a capacity: its sentence, and those before it back to the one that
    names the country. The home country of an article may go unnamed."""
    own = document.sentence_of[found.quantity.first]
    sentence = document.sentences[own]
    begin = document.sentences[max(0, own - _BEFORE)].first
    near = countries[bisect_left(countries, begin, key=_first):
                     bisect_left(countries, sentence.last, key=_first)]
    named = [document.sentence_of[c.first] for c in near if c.code == found.country]
    nearest = max((n for n in named if not document.sentences[n].is_title), default=own)
    return document.sentences[nearest].first, sentence.last


def _first(country: CountryMention) -> int:
    return country.first


def find_capacities(document: Document, quantities: Sequence[QuantityMention],
                    countries: Sequence[CountryMention],
                    home: str | None = None) -> list[FoundCapacity]:
    """The quantities that are claims about a country's own means, not numbers of an engagement.

    The clause must say that a country has them ("Cuba has 12 schools") or that they are there
    ("there are 45 universities in Turkey", "2,400 clinics are operating nationwide"), and
    nothing of giving, sending, building or signing. `home` is the country the article is
    written in; it answers for "the country" where no other is in sight.
    """
    found: list[FoundCapacity] = []
    named = _Named(document, countries)
    for quantity in quantities:
        sentence = document.sentences[document.sentence_of[quantity.first]]
        if quantity.is_money or quantity.unit not in _MEANS or sentence.is_title:
            continue
        first, last = _clause_of(document, quantity, sentence.first, sentence.last)
        if not _ENGAGED.isdisjoint(document.keys[first:last]):
            continue
        if quantity.rule == "quantity-predicate":  # "private clinics now number 300"
            inside = named.inside(first, last)
            country = inside[0].code if inside else named.focus(first, home)
        else:
            country = (_find_haver(document, quantity, named, first, home)
                       or _find_place(document, quantity, named, first, last, home))
        if country is None:
            continue
        # A second country in the clause: "Cuba has 500 doctors in Kenya" is a deployment.
        if {c.code for c in named.inside(first, last)} - {country}:
            continue
        speaker = _find_speaker(document, sentence.first, sentence.last)
        found.append(FoundCapacity(country, quantity, speaker, "capacity-own-means"))
    return found


class _Named:
    """The mentions of countries by place: a text may have as many of them as of numbers."""

    def __init__(self, document: Document, countries: Sequence[CountryMention]) -> None:
        self.sentence_of = document.sentence_of
        self.countries = countries
        self.starts = [c.first for c in countries]

    def inside(self, first: int, last: int) -> Sequence[CountryMention]:
        """Those that begin at the tokens `first:last`."""
        return self.countries[bisect_left(self.starts, first):bisect_left(self.starts, last)]

    def focus(self, first: int, home: str | None) -> str | None:
        """Whom "the country" means: the country last named within two sentences, else home."""
        for i in range(bisect_left(self.starts, first) - 1, -1, -1):
            country = self.countries[i]
            if self.sentence_of[country.first] < self.sentence_of[first] - 2:
                break
            if country.last <= first and country.form in ("name", "demonym"):
                return country.code
        return home


def _clause_of(document: Document, quantity: QuantityMention, first: int,
               last: int) -> tuple[int, int]:
    """The stretch around a quantity up to "that", a semicolon, or a relative or joined clause."""
    keys = document.keys
    for i in range(quantity.first - 1, first - 1, -1):
        if keys[i] in (";", "that", ":", "while", "whereas", "but", "–", "said", "says"):
            first = i + 1
            break
    for i in range(quantity.last, last):
        if keys[i] in (";", ":", "while", "whereas", "but", "which", "who", "–"):
            last = i
            break
    return first, last


def _find_haver(document: Document, quantity: QuantityMention, named: _Named, first: int,
                home: str | None) -> str | None:
    """The country that is the subject of "has" before the quantity."""
    keys = document.keys
    for i in range(quantity.first - 1, max(first, quantity.first - _NEAR) - 1, -1):
        if keys[i] in _HAVING:
            subject = [c for c in named.inside(first, i) if c.form == "name"
                       and i - 3 <= c.last <= i]
            if subject:
                return subject[-1].code
            if keys[i - 1] in _FOCUS_NOUNS and i > first:
                return named.focus(first, home)
            if keys[i - 1] == "we":
                return home
            return None
    return None


def _find_place(document: Document, quantity: QuantityMention, named: _Named, first: int,
                last: int, home: str | None) -> str | None:
    """The country in which the quantity is said to be."""
    keys = document.keys
    before = keys[max(first, quantity.first - _NEAR):quantity.first]
    after = keys[quantity.last:min(quantity.last + _NEAR, last)]
    if not (("there" in before and ("are" in before or "is" in before))
            or not _EXISTING.isdisjoint(after) or "nationwide" in after):
        return None
    for i in range(quantity.last, last):
        if keys[i] in ("in", "across", "throughout") and i + 1 < last:
            inside = [c for c in named.inside(i + 1, i + 3) if c.form == "name"]
            if inside:
                return inside[0].code
            if not _FOCUS_NOUNS.isdisjoint(keys[i + 1:i + 3]):
                return named.focus(first, home)
    return named.focus(first, home) if "nationwide" in after else None


def _find_speaker(document: Document, first: int, last: int) -> tuple[int, int] | None:
    """The subject of the sentence's verb of saying, as a span."""
    keys = document.keys
    for i in range(first, last):
        if keys[i] not in _SPEECH:
            continue
        if keys[i] == "according" and keys[i + 1:i + 2] == ["to"]:
            stop = i + 2
            while stop < last and keys[stop] not in (",", ".", ";"):
                stop += 1
            return (i + 2, stop) if stop > i + 2 else None
        start = i
        while start > first and i - start < 8 and keys[start - 1] not in _CLAUSE_ENDS:
            start -= 1
        return (start, i) if start < i else None
    return None
