"""What a source says of an organisation, before it is a row: the same for all kinds of source.

    reader of a source -> Record | DataError

Types of other registers are mapped to those of the codebook here; a name says more than a
register's type where it begins with "Ministry of" or ends in "Hospital".
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kg.model import INSTITUTION_TYPES
from kg.registry.names import fold
from kg.resources import data_path

__all__ = ["Record", "country_code", "is_telling", "type_of"]


@dataclass(frozen=True, slots=True)
class Record:
    """An organisation as a source has it.

    `key` is what the source calls it, `place` where it stands there (a line, or a record by
    number), for messages. `names` begin with the one to show; `acronyms` are not among them.
    `types` are words of the source. `country` is an alpha-2 code, or None for an international
    body. `parents` are keys of the same source or addresses in ROR.
    """

    key: str
    place: int
    names: tuple[str, ...]
    types: tuple[str, ...] = ()
    country: str | None = None
    acronyms: tuple[str, ...] = ()
    ror: str = ""
    wikidata: str = ""
    parents: tuple[str, ...] = ()
    status: str = "active"
    id: str = ""


#: Words of names, in the languages that registers write them in, with what they make of it. The
#: first that fits counts; the head of a name is its first or last word far more often than not.
_BY_NAME: Final = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in (
    ("ministry", r"\A(the )?((federal|national|royal|state|union) )*(ministry|minist[eèé]re|"
                 r"minist[eé]rio|ministero|ministerium|ministerstvo)\b|\bministry of [\w ]+\Z|"
                 r"\A(u\.?s\.? |united states )?department of (health|state|foreign)\b"),
    ("hospital", r"\b(hospital|h[oôó]pital|hospitais|ospedale|krankenhaus|klinikum|spital|clinic|"
                 r"cl[ií]nica|infirmary|sanatorium|medical cent(er|re))( [\w-]+)?\Z|"
                 r"\A(hospital|h[oôó]pital|ospedale|cl[ií]nica|centre hospitalier)\b"),
    ("university", r"\b(university|universit[eéäày]t?|universidade?|universitas|universiteit|"
                   r"polytechnic|college)\b"),
    ("regulator", r"\b(medicines?|drugs?|food and drug|pharmac\w+) [\w ]*(agency|authority|"
                  r"administration|board)\b"),
    ("company", r"\b(ltd|limited|inc|llc|gmbh|s\.?a\.?|s\.?p\.?a\.?|b\.?v\.?|plc|corp|corporation|"
                r"co\.|pvt|ag|oy|ab|a/s|kk)\.?\Z"),
    ("research_institute", r"\b(institutes?|instituto?|institut|istituto|laborator(y|ies)|"
                           r"research cent(er|re))\b"),
))

#: Types of other registers. ROR has nine; lists from Wikidata have classes by name.
_TYPES: Final = {
    "healthcare": "hospital", "education": "university", "company": "company",
    "facility": "research_institute", "government": "agency", "nonprofit": "ngo",
    "archive": "other", "other": "other", "funder": "other",
    "business": "company", "enterprise": "company", "pharmaceutical company": "company",
    "public company": "company", "manufacturer": "company",
    "nonprofit organization": "ngo", "non-governmental organization": "ngo", "charity": "ngo",
    "foundation": "ngo", "charitable organization": "ngo", "learned society": "ngo",
    "government agency": "agency", "executive agency": "agency", "public body": "agency",
    "government organization": "agency", "national public health institute": "agency",
    "health ministry": "ministry", "ministry of health": "ministry",
    "government department": "ministry", "regulatory agency": "regulator",
    "regulatory authority": "regulator", "medicines regulator": "regulator",
    "research institute": "research_institute", "research center": "research_institute",
    "research centre": "research_institute", "laboratory": "research_institute",
    "institute": "research_institute", "public university": "university",
    "private university": "university", "college": "university", "medical school": "university",
    "higher education institution": "university", "academic institution": "university",
    "university hospital": "hospital", "teaching hospital": "hospital", "clinic": "hospital",
    "medical center": "hospital", "health facility": "hospital",
    "international organisation": "international_organization",
    "intergovernmental organization": "international_organization",
    "intergovernmental organisation": "international_organization",
    "specialized agency of the united nations": "international_organization",
    "united nations agency": "international_organization",
    **{kind: kind for kind in INSTITUTION_TYPES},
    **{kind.replace("_", " "): kind for kind in INSTITUTION_TYPES},
}

#: Of several types of a register the first of these counts: a university that funds research
#: is a university, and what gives money and is nothing else is "other".
_RANK: Final = (
    "ministry", "international_organization", "regulator", "hospital", "university",
    "research_institute", "company", "agency", "ngo", "other",
)
#: Where a name may say what a register's type does not.
_REFINED: Final = {
    "agency": frozenset({"ministry", "regulator", "hospital", "university",
                         "research_institute"}),
    "other": frozenset(INSTITUTION_TYPES),
    "university": frozenset({"hospital"}),
    "ngo": frozenset({"hospital", "research_institute"}),
    "research_institute": frozenset({"hospital"}),
}


def type_of(types: tuple[str, ...], name: str) -> str:
    """The codebook's type of an organisation with these types of a register.

    >>> type_of(("government", "funder"), "Ministério da Saúde")
    'ministry'
    >>> type_of(("nonprofit",), "Wellcome Trust"), type_of(("education",), "Makerere University")
    ('ngo', 'university')
    """
    known = {_TYPES[word] for word in map(_plain, types) if word in _TYPES}
    kind = next((one for one in _RANK if one in known), "other")
    for better, pattern in _BY_NAME:
        if better in _REFINED.get(kind, ()) and pattern.search(name):
            return better
    return kind


def _plain(word: str) -> str:
    return " ".join(word.casefold().replace("_", " ").split())


def is_telling(name: str) -> bool:
    """Can an organisation be told by this name? Not by a number, a letter, a country, or a word
    that articles are made of.

    >>> [is_telling(name) for name in ("icipe", "Mtomba", "Kenya", "of the", "signed", "50", "A")]
    [True, True, False, False, False, False, False]
    """
    words = fold(name).split()
    if sum(map(str.isalpha, name)) < _FEWEST_LETTERS or country_code(name) is not None:
        return False
    common = _common_words()
    return any(word not in _SMALL_WORDS for word in words) and not (
        len(words) == 1 and words[0] in common and not (name.isupper() and len(name) > 2))


#: A name of fewer letters tells nothing.
_FEWEST_LETTERS: Final = 2
_SMALL_WORDS: Final = frozenset(
    "a an and as at by de del des di du el for from in into la le les los of on or the to und"
    " with y".split())
_DAYS: Final = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may"
    " june july august september october november december today yesterday tomorrow".split())


@lru_cache(maxsize=1)
def _common_words() -> frozenset[str]:
    """Words with a part of their own in the rules: fields of work, heads of names, verbs."""
    found = set(_SMALL_WORDS | _DAYS)
    for table, columns in (("name_words.csv", ("word",)), ("institution_heads.csv", ("head",)),
                           ("verbs.csv", ("lemma", "past", "participle"))):
        with data_path(table).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found.update(fold(row[column]) for column in columns)
                lemma = row.get("lemma", "").removesuffix("e")
                found.update(lemma + ending for ending in ("ed", "ing", "es", "s") if lemma)
    return frozenset(found)


def country_code(wording: str) -> str | None:
    """The alpha-2 code of a country that is given by code or name; None for what is none.

    >>> country_code("KEN"), country_code("kenya"), country_code("Atlantis")
    ('KE', 'KE', None)
    """
    return _countries().get(wording.strip().casefold())


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    found: dict[str, str] = {}
    with data_path("country_names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in (row["name"], *row["alt_names"].split("|"), row["iso3"], row["iso2"]):
                if name:
                    found[name.casefold()] = row["iso2"]
    return found
