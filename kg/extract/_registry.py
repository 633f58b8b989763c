"""The registry of institutions as wordings to look up, and ministries by country and sector.

    tables -> [Entry] ; Entry -> RegistryRow

A wording may stand for several rows ("Ministry of Health" for half the world): such are left to
grammar, or to the reader of the text around them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from kg.extract._chart import RegistryRow
from kg.extract._reading import Tables
from kg.extract.lexicon import Entry, Hit
from kg.extract.text import fold_key, tokenize

__all__ = [
    "HEAD_WORDS", "hit_row", "institution_entries", "ministries_named", "ministry_rows",
    "registry_row", "sector_of", "wording_of", "words_of",
]

#: Two characters stand for too many things, unless they are these.
_SHORT_ACRONYMS = frozenset({"EU", "UN", "AU", "G7", "G5"})

#: Shorter acronyms than this are not written as words, save those that the table has so.
_LONGEST_SPELLED = 4

#: Wordings of the registry that are more often a common word.
_DROPPED = frozenset({"FIND", "Rotary", "Hope", "Aspen", "Spark", "Vector", "MAP", "MS"})

#: Words of a name that tell what kind of institution it is.
HEAD_WORDS = frozenset(
    "hospital hospitals institute institut instituto university agency fund bank foundation"
    " organization organisation center centre centers centres company council commission academy"
    " society department brigade army association authority administration college school clinic"
    " laboratory board office bureau service group corporation union alliance ltd embassy"
    " federation confederation network committee directorate school faculty".split())

#: A word is usual in names that institutions of so many countries have in theirs.
_USUAL_IN = 5

#: Kings, queens and saints whose hospitals and schools stand in many countries.
_NAMESAKES = frozenset(
    "king queen prince princess saint st st. san santa elizabeth victoria george edward alexandra"
    " charlotte mary margaret anne john joseph james luke paul peter michael francis thomas mark"
    " holy trinity mercy good hope shepherd samaritan sacred heart memorial jubilee".split())

#: From so many words on a ministry's name tells whose it is.
_TELLING_WORDS = 5

#: A ministry for so many fields is known by some of their names.
_TELLING_FIELDS = 3

#: What links a name to its place: "Institut Pasteur de Dakar", "Pasteur Institute of Iran".
_PLACE_LINKS = (" of ", " of the ", ", ", " de ", " du ", " d'")

#: American and British spellings of what names of institutions are made of, both ways.
_SPELLINGS = {
    one.title() if capital else one: other.title() if capital else other
    for a, b in (pair.split("/") for pair in (
        "center/centre centers/centres organization/organisation organizations/organisations"
        " program/programme programs/programmes defense/defence labor/labour"
        " pediatric/paediatric pediatrics/paediatrics gynecology/gynaecology"
        " orthopedic/orthopaedic hematology/haematology specialized/specialised"
        " standardization/standardisation &/and").split())
    for one, other in ((a, b), (b, a)) if one != "and" for capital in (False, True)}

#: Words that make a ministry one of health, and those that name no sector.
_HEALTH = frozenset({"health", "healthcare", "saude", "salud", "sante", "kesihatan", "sanita"})
_NO_SECTOR = frozenset(
    "ministry ministries department of for the affairs and & federal state 's".split())


def institution_entries(tables: Tables) -> Iterator[Entry]:
    """The registry's wordings, and entries that hold the ministries of all countries.

    Wordings such as "Ministry of Health" are left to grammar; which row of the registry is
    meant follows from the country (`ministry_rows`).
    """
    ministries: list[str] = []
    usual = _usual_words(tables)
    for id_, row in tables.get("institutions", {}).items():
        is_ministry = row["type"] == "ministry"
        name = row["name"].partition(" (")[0] if is_ministry else row["name"]
        country = "" if row["country"] == "INT" else row["country"]
        note = f"{row['type']}\t{country}\t{name}"
        if is_ministry:
            others = [a for a in row["aliases"].split("|") if a.startswith("Ministry of ")]
            ministries.append("\t".join([country, id_, name, *others]))
        wordings = dict.fromkeys(w for w in (name, *row["aliases"].split("|")) if w)
        places = tables.get("country_names", {}).get(country, {})
        shorts = {_without_place(w, places) for w in wordings} - {"", *wordings}
        for wording in (*wordings, *sorted(shorts)):
            if wording in _DROPPED or is_ministry and _is_left_to_grammar(wording):
                continue
            is_word = " " not in wording
            is_vague = wording in shorts or not is_word and country and all(
                key in usual or not key.isalpha() for key in _keys(wording))
            for spelling in (wording, *_other_spelling(wording, wordings)):
                yield Entry("institution", spelling, id_, cased=is_word or wording.isupper(),
                            note=f"{note}\tshort" if is_vague else note)
            if wording.startswith("The "):
                yield Entry("institution", wording[4:], id_, note=note)
        acronym = row["acronym"]
        if acronym and acronym not in wordings and acronym not in _DROPPED and (
                len(acronym) > 2 or acronym in _SHORT_ACRONYMS):
            yield Entry("institution", acronym, id_, cased=True, note=note)
        as_word = _as_word(acronym)
        if as_word and as_word not in wordings and as_word not in _DROPPED:
            yield Entry("institution", as_word, id_, cased=True, note=note)
    for word in ("ministry", "ministries", "department", "secretariat"):
        yield Entry("name.ministries", word, "", note="\n".join(ministries))


def _keys(wording: str) -> list[str]:
    return [fold_key(token) for token in tokenize(wording)]


def _usual_words(tables: Tables) -> set[str]:
    """The words that names of several countries have: a name made of these alone ("National
    Institute of Public Health") may be any country's."""
    countries: dict[str, set[str]] = {}
    for row in tables.get("institutions", {}).values():
        if row["country"] != "INT":
            for wording in (row["name"], *row["aliases"].split("|")):
                for key in _keys(wording):
                    countries.setdefault(key, set()).add(row["country"])
    return {key for key, codes in countries.items() if len(codes) >= _USUAL_IN} | _NAMESAKES


def _other_spelling(wording: str, known: Collection[str]) -> Iterator[str]:
    """The wording as the other side of the Atlantic spells it, unless the table has it so."""
    words = [_SPELLINGS.get(word, word) for word in wording.split()]
    other = " ".join(words)
    if other != wording and other not in known:
        yield other


def _as_word(acronym: str) -> str:
    """"Unicef" for UNICEF: how some newspapers write what can be spoken as a word; else empty."""
    vowels = sum(acronym.count(vowel) for vowel in "AEIOU")
    if len(acronym) > _LONGEST_SPELLED and vowels > 1 and acronym.isalpha() and acronym.isupper():
        return acronym.capitalize()
    return ""


def _without_place(name: str, country: Mapping[str, str]) -> str:
    """"Pasteur Institute" for "Pasteur Institute of Iran": what a text of that country may say.
    Empty where nothing of two words is left."""
    for place in (country.get("name", ""), *country.get("alt_names", "").split("|"),
                  country.get("capital", "")):
        for link in _PLACE_LINKS:
            if place and name.endswith(link + place):
                short = name[:-len(link + place)]
                return short if " " in short else ""
    return ""


def _is_left_to_grammar(wording: str) -> bool:
    return not {"ministry", "department"}.isdisjoint(fold_key(wording).split())


@lru_cache(maxsize=4096)
def registry_row(entry: Entry) -> RegistryRow:
    """The row that an entry of kind `institution` stands for."""
    type_, country, name, *special = entry.note.split("\t")
    form = special[0] if special else "acronym" if entry.cased else "full"
    return RegistryRow(entry.value, name, type_, country or None, form)


def hit_row(hit: Hit) -> RegistryRow:
    """The row of a hit of kind `institution`."""
    return registry_row(hit.entry)


def ministry_rows(entry: Entry | None) -> dict[tuple[str, str], RegistryRow]:
    """The registry's ministries by (country, sector) and (country, name in small letters);
    none for a document without the word, whose `entry` is None."""
    return _ministry_table(entry.note) if entry is not None else {}


@lru_cache(maxsize=8)
def _ministry_table(note: str) -> dict[tuple[str, str], RegistryRow]:
    table: dict[tuple[str, str], RegistryRow] = {}
    for line in note.split("\n"):
        country, id_, name, *others = line.split("\t")
        row = RegistryRow(id_, name, "ministry", country, "full")
        for wording in (name, *others):
            table.setdefault((country, fold_key(wording)), row)
        table.setdefault((country, sector_of(name.split())), row)
    return table


def ministries_named(name: str, ministries: Mapping[tuple[str, str], RegistryRow],
                     codes: Collection[str]) -> list[str]:
    """Those of `codes` whose ministry is called so ("Ministry of Health and Child Care"), or so
    and more where it has three fields, in order; none for a plain name, which any country's
    ministry may be called by."""
    key = fold_key(name.replace(" ,", ","))
    if len(key.split()) < _TELLING_WORDS:
        return []
    exact = [code for code in sorted(codes) if (code, key) in ministries]
    words = words_of(name) - _NO_SECTOR
    if exact or len(words) < _TELLING_FIELDS:
        return exact
    return sorted({code for (code, wording) in ministries
                   if code in codes and words <= words_of(wording)})


def sector_of(words: list[str]) -> str:
    """What a ministry is for, as a key: `health` for all ministries of health, else its words.

    >>> sector_of(["Ministry", "of", "Public", "Health"]), sector_of(["foreign", "affairs"])
    ('health', 'foreign')
    """
    keys = [fold_key(w) for w in words]
    if not _HEALTH.isdisjoint(keys):
        return "health"
    if "foreign" in keys:
        return "foreign"
    return " ".join("defence" if k == "defense" else k for k in keys if k not in _NO_SECTOR)


def wording_of(words: str) -> list[str]:
    """The look-up words of a name, for comparing names.

    >>> wording_of("The Finlay Vaccine Institute")
    ['finlay', 'vaccine', 'institute']
    """
    return [k for k in map(fold_key, tokenize(words)) if k.isalnum() and k != "the"]


@lru_cache(maxsize=4096)
def words_of(name: str) -> frozenset[str]:
    """The look-up words of a name as a set. An article has few names, and compares them often."""
    return frozenset(wording_of(name))
