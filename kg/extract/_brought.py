"""Which hits of the names that a user brings may be trusted in a document.

    Reading -> Reading, without the hits that may be something else

A register of a hundred thousand organisations has names that are ordinary words, acronyms of
three letters by the thousand, and a "St. Mary's Hospital" in forty countries. So a name that was
brought counts only where the article names its country, stands in capitals as a whole, is not
part of a longer name, and is told from ordinary words; an acronym, only beside its country or
where the article gives the name that it is short for.
"""

from __future__ import annotations

from collections.abc import Collection

from kg.extract._chart import RegistryRow
from kg.extract._heads import place_after, possessor
from kg.extract._reading import (
    BLOCKER,
    BRAND,
    CAP,
    GIVEN,
    GLOBAL,
    JOINT,
    MODIFIER,
    OPENER,
    PRODUCT,
    SUBJECT,
    SUFFIX,
    TASK,
    VENUE,
    VERB,
    Reading,
)
from kg.extract._registry import HEAD_WORDS, hit_row
from kg.extract.lexicon import Hit

__all__ = ["BROUGHT", "drop_doubtful"]

#: The form of rows that a user brought.
BROUGHT = "brought"

#: Words of these classes are found in names of many institutions, or are no names.
_ORDINARY = (SUBJECT | MODIFIER | BLOCKER | OPENER | SUFFIX | VERB | TASK | VENUE | JOINT | GLOBAL
             | BRAND | PRODUCT)

#: A shorter word may be written small inside a name ("of", "und", "para").
_LONG_WORD = 4
#: A place and a noun alone ("Kenya Hospital") are no name yet.
_PLACED = 3
#: With so many words of its own a name needs no head noun to be one.
_TELLING = 2


def drop_doubtful(r: Reading) -> None:
    """Take the hits that cannot be trusted out of `r.registry` and `r.registry_at`."""
    brought = [hit for hit in r.registry if hit_row(hit).form == BROUGHT]
    if not brought:
        return
    known = {(hit.first, hit.last) for hit in r.registry if hit_row(hit).form != BROUGHT}
    trusted = {hit for hit in brought if " " in hit.entry.wording
               and (hit.first, hit.last) not in known and _is_trusted(r, hit)}
    named = {hit.entry.value for hit in trusted}
    named |= {hit_row(hit).id for hit in r.registry if hit_row(hit).form != BROUGHT}
    trusted |= {hit for hit in brought if " " not in hit.entry.wording
                and (hit.first, hit.last) not in known and _is_acronym_of(r, hit, named)}
    trusted = _of_one(trusted)
    doubtful = set(brought) - trusted
    r.registry = [hit for hit in r.registry if hit not in doubtful]
    for first in {hit.first for hit in doubtful}:
        r.registry_at[first] = [hit for hit in r.registry_at[first] if hit not in doubtful]
        if not r.registry_at[first]:
            del r.registry_at[first]


def _is_trusted(r: Reading, hit: Hit) -> bool:
    """Is this the name of an organisation, and of the one that is meant?"""
    first, last = hit.first, hit.last
    row = hit_row(hit)
    if not _is_of(r, row, first, last) or not _is_whole(r, first, last):
        return False
    if any(not r.flags[i] & CAP and len(r.words[i]) >= _LONG_WORD for i in range(first, last)):
        return False
    own = [i for i in range(first, last) if r.flags[i] & CAP and not _is_ordinary(r, i)]
    # "Tehran University of Medical Sciences": its own place tells as much as a word of its own.
    is_placed = last - first >= _PLACED and any(
        mention is not None and mention.code == row.country for mention in r.country[first:last])
    if not own and not is_placed:
        return False
    if any(i in r.heads or r.keys[i] in HEAD_WORDS for i in range(first, last)):
        return True
    # Without a noun that says what it is: no person's name, and no headline's capitals.
    return (len(own) >= _TELLING and not r.titled[r.document.sentence_of[first]]
            and not any(r.flags[i] & GIVEN for i in range(first, last)))


def _is_of(r: Reading, row: RegistryRow, first: int, last: int) -> bool:
    """Is the row's country the one that the words around name, or one that the article does?"""
    if row.country is None:
        return True
    _, owner = possessor(r, first)
    told = owner or place_after(r, last)
    return row.country == told if told else row.country in r.known


def _is_whole(r: Reading, first: int, last: int) -> bool:
    """Does the name end where the hit ends: no "Hospital" behind it, no "Royal" before?"""
    begin, end = r.sentence(first)
    if last < end and r.flags[last] & CAP and r.country[last] is None and not r.office_at[last]:
        return False
    if last + 1 < end and r.keys[last] in ("of", "for", "-") and r.flags[last + 1] & CAP and (
            r.country[last + 1] is None):
        return False
    before = first - 1
    return before < begin or not (
        r.flags[before] & CAP and r.is_name[before] and r.country[before] is None
        and not r.office_at[before] and before not in r.offices)


def _is_ordinary(r: Reading, i: int) -> bool:
    """A word that names nobody by itself."""
    return bool(r.flags[i] & _ORDINARY or i in r.heads or r.country[i] is not None
                or r.dated[i] or r.keys[i] in r.small or len(r.words[i]) == 1)


def _is_acronym_of(r: Reading, hit: Hit, named: set[str]) -> bool:
    """Is an acronym spelled out in the article, or said to be its country's ("Iran's PII")?"""
    row = hit_row(hit)
    if r.shouted[r.document.sentence_of[hit.first]]:
        return False
    if row.id in named:
        return True
    begin, owner = possessor(r, hit.first)
    # Behind an adjective or a name of a country "US" or "AIDS" are words like others.
    is_owned = owner is not None and begin < hit.first and r.words[hit.first - 1] in ("'s", "'")
    return row.country is not None and (
        is_owned and owner == row.country or place_after(r, hit.last) == row.country
        and r.words[hit.last] in (",", "("))


def _of_one(hits: Collection[Hit]) -> set[Hit]:
    """Without those of which two rows that fit have the same words in one country."""
    rows: dict[tuple[int, int, str | None], set[str]] = {}
    for hit in hits:
        rows.setdefault((hit.first, hit.last, hit_row(hit).country), set()).add(hit.entry.value)
    return {hit for hit in hits if len(rows[hit.first, hit.last, hit_row(hit).country]) == 1}
