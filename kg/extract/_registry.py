"""The registry of institutions as wordings to look up, and ministries by country and sector.

    tables -> [Entry] ; Entry -> RegistryRow

A wording may stand for several rows ("Ministry of Health" for half the world): such are left to
grammar, or to the reader of the text around them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from kg.extract._chart import RegistryRow
from kg.extract._reading import Reading, Tables
from kg.extract.lexicon import Entry
from kg.extract.text import fold_key, tokenize

__all__ = [
    "HEAD_WORDS", "institution_entries", "ministry_ids", "registry_row", "sector_of",
    "wording_of",
]

#: Two letters stand for too many things, unless they are these.
_SHORT_ACRONYMS = frozenset({"EU", "UN", "AU", "G7", "G5"})

#: Wordings of the registry that are more often a common word.
_DROPPED = frozenset({"FIND", "Rotary", "Hope", "Aspen", "Spark", "Vector", "MAP", "MS"})

#: The last or first words of names that tell what kind of institution it is.
HEAD_WORDS = frozenset(
    "hospital hospitals institute institut instituto university agency fund bank foundation"
    " organization organisation center centre centers centres company council commission academy"
    " society department brigade army association authority administration college school clinic"
    " laboratory board office bureau service group corporation union alliance ltd embassy".split())


def institution_entries(tables: Tables) -> Iterator[Entry]:
    """The registry's wordings, and one entry that holds the ministries of all countries.

    Wordings such as "Ministry of Health" are shared by half the world and left to grammar;
    which row of the registry is meant follows from the country (`ministry_ids`).
    """
    ministries: list[str] = []
    for id_, row in tables.get("institutions", {}).items():
        name, _, _ = row["name"].partition(" (")
        if not name.startswith(("Ministry", "Department")) or row["type"] != "ministry":
            name = row["name"]
        country = "" if row["country"] in ("INT", "") else row["country"]
        note = f"{row['type']}\t{country}\t{name}"
        if row["type"] == "ministry":
            ministries.append(f"{country}\t{id_}\t{name}")
        wordings = [name, *row["aliases"].split("|")]
        places = tables.get("country_names", {}).get(country, {})
        shorts = {_without_country(wording, places) for wording in wordings} - set(wordings)
        wordings += sorted(shorts)
        for wording in dict.fromkeys(wordings):
            if not wording or wording in _DROPPED or row["type"] == "ministry" and (
                    _is_left_to_grammar(wording)):
                continue
            is_word = " " not in wording and not wording.isupper()
            yield Entry("institution", wording, id_, cased=wording.isupper() or is_word,
                        note=f"{note}\tshort" if wording in shorts else note)
            if wording.startswith("The "):
                yield Entry("institution", wording[4:], id_, note=note)
        acronym = row["acronym"]
        if acronym and acronym not in wordings and acronym not in _DROPPED and (
                len(acronym) > 2 or acronym in _SHORT_ACRONYMS):
            yield Entry("institution", acronym, id_, cased=True, note=note)
    for word in ("ministry", "ministries", "department", "secretariat"):
        yield Entry("name.ministries", word, "", note="\n".join(ministries))


def _without_country(name: str, country: Mapping[str, str]) -> str:
    """"Pasteur Institute" for "Pasteur Institute of Iran": what a text of that country may say."""
    for place in (country.get("name", ""), *country.get("alt_names", "").split("|"),
                  country.get("capital", "")):
        for link in (" of ", " of the ", ", ", " de ", " du ", " d'"):
            if place and name.endswith(link + place):
                short = name[:-len(link + place)]
                return short if " " in short else ""
    return ""


def _is_left_to_grammar(wording: str) -> bool:
    words = set(fold_key(wording).split())
    return bool(words & {"ministry", "department"})


@lru_cache(maxsize=8)
def _ministry_table(note: str) -> dict[tuple[str, str], RegistryRow]:
    table: dict[tuple[str, str], RegistryRow] = {}
    for line in note.split("\n"):
        country, id_, name = line.split("\t")
        row = RegistryRow(id_, name, "ministry", country, "full")
        table.setdefault((country, fold_key(name)), row)
        if sector_of(name.split()) == "health":
            table.setdefault((country, "health"), row)
    return table


def ministry_ids(reading: Reading) -> dict[tuple[str, str], RegistryRow]:
    """The registry's ministries by (country, sector); empty where the text names none."""
    return _ministry_table(reading.ministries.note) if reading.ministries else {}


@lru_cache(maxsize=4096)
def registry_row(entry: Entry) -> RegistryRow:
    type_, country, name, *short = entry.note.split("\t")
    form = "short" if short else "acronym" if entry.cased else "full"
    return RegistryRow(entry.value, name, type_, country or None, form)


def sector_of(words: list[str]) -> str:
    """What a ministry is for, as a key: `health` for all ministries of health, else its words.

    >>> sector_of(["Ministry", "of", "Public", "Health"]), sector_of(["foreign", "affairs"])
    ('health', 'foreign')
    """
    keys = [fold_key(w) for w in words]
    if any(k in ("health", "healthcare", "saude", "salud", "sante", "kesihatan") for k in keys):
        return "health"
    skipped = {"ministry", "ministries", "department", "of", "for", "the", "affairs", "and", "&",
               "federal", "state", "'s"}
    kept = [k for k in keys if k not in skipped]
    if "foreign" in kept:
        return "foreign"
    return " ".join("defence" if k == "defense" else k for k in kept)


def wording_of(words: str) -> list[str]:
    """The look-up words of a name, for comparing names.

    >>> wording_of("The Finlay Vaccine Institute")
    ['finlay', 'vaccine', 'institute']
    """
    keys = [fold_key(w) for w in tokenize(words)]
    return [k for k in keys if k.isalnum() and k not in ("the",)]
