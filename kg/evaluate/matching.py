"""Two codings of one article -> what of one is in the other, fact type by fact type.

Which facts count as the same is the codebook's: names without accents, case and leading
article, by any of their wordings; people by surname and given names that do not contradict
each other; engagements by type and pair of countries, however they were split or joined.
Matching is one to one and greedy, the strictest test first, in the order of the lines.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from kg.evaluate.coding import CodedAct, CodedName, Coding

__all__ = [
    "ATTRIBUTES", "FACT_TYPES", "Matching", "acts_by_parties", "judge_attributes", "match_codings",
    "normal_form",
]

#: What precision and recall are counted of.
FACT_TYPES: Final = (
    "relevant", "countries", "pairs", "institutions", "people", "engagements",
    "engagements+status", "topics", "links",
)

#: What is judged only of institutions and people that matched, and that the gold gives.
ATTRIBUTES: Final = ("institution.country", "institution.type", "person.country", "person.role")

#: Parties of an act: a pair of the article, or all its countries, in alphabetical order.
Parties = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matching:
    """The facts of one type in one article. An item is a code, an id, a tuple of words or a
    CodedName, by fact type; `pairs` are (gold, found)."""

    type: str
    pairs: tuple[tuple[Any, Any], ...]
    missed: tuple[Any, ...]
    spurious: tuple[Any, ...]


def match_codings(gold: Coding, found: Coding) -> tuple[Matching, ...]:
    """Compare two codings of one article; one Matching per fact type, in their order."""
    def same(a: object, b: object) -> bool:
        return a == b

    def of(type_: str, a: Iterable[Any], b: Iterable[Any], *tests: Callable[..., bool]) -> Matching:
        return Matching(type_, *_match(a, b, tests or (same,)))

    return (
        of("relevant", ["relevant"] * gold.relevant, ["relevant"] * found.relevant),
        of("countries", sorted(set(gold.countries)), sorted(set(found.countries))),
        of("pairs", sorted(_pairs(gold)), sorted(_pairs(found))),
        of("institutions", gold.institutions, found.institutions,
           lambda a, b: _share_a_name(a, b) and a.country == b.country, _share_a_name),
        of("people", gold.people, found.people, _may_be_one_person),
        of("engagements", _act_keys(gold), _act_keys(found)),
        of("engagements+status", _act_keys(gold, status=True), _act_keys(found, status=True)),
        of("topics", sorted(set(gold.topics)), sorted(set(found.topics))),
        of("links", gold.links, found.links, _link_test(gold, found)),
    )


def _match(
    gold: Iterable[Any], found: Iterable[Any], tests: Iterable[Callable[..., bool]]
) -> tuple[tuple[tuple[Any, Any], ...], tuple[Any, ...], tuple[Any, ...]]:
    pairs, missed, left = [], list(gold), list(found)
    for test in tests:
        for item in list(missed):
            at = next((i for i, other in enumerate(left) if test(item, other)), None)
            if at is not None:
                pairs.append((item, left.pop(at)))
                missed.remove(item)
    return tuple(pairs), tuple(missed), tuple(left)


@lru_cache(maxsize=65536)
def normal_form(name: str) -> str:
    """A name without accents, case, punctuation and leading article.

    >>> normal_form("The Université d’Abomey-Calavi")
    'universite d abomey calavi'
    """
    text = unicodedata.normalize("NFKD", name)
    text = "".join(char for char in text if not unicodedata.combining(char)).casefold()
    text = re.sub(r"['’]s\b", "", text)
    text = re.sub(r"[^\w]+", " ", text).strip()
    return re.sub(r"^the ", "", text)


@lru_cache(maxsize=65536)
def _names(named: CodedName) -> frozenset[str]:
    return frozenset(map(normal_form, (named.name, *named.aliases))) - {""}


def _share_a_name(a: CodedName, b: CodedName) -> bool:
    return not _names(a).isdisjoint(_names(b))


def _may_be_one_person(a: CodedName, b: CodedName) -> bool:
    """Same surname, and given names that do not contradict each other."""
    for x in _names(a):
        for y in _names(b):
            if x == y:
                return True
            short, long = sorted((x.split(), y.split()), key=len)
            if short[-1] == long[-1] and (
                len(short) == 1 or set(short) <= set(long) or short[0][0] == long[0][0]
            ):
                return True
    return False


def _pairs(coding: Coding) -> set[Parties]:
    return {tuple(sorted(pair)) for pair in coding.pairs}


def acts_by_parties(coding: Coding) -> Iterator[tuple[str, Parties, CodedAct]]:
    """Type and parties of each engagement, once for each of the article's pairs that it holds.

    So one gift to three countries equals three gifts. An engagement that holds no pair comes
    once, with all its countries.
    """
    pairs = sorted(_pairs(coding))
    for act in coding.engagements:
        countries = set(act.countries)
        for parties in [pair for pair in pairs if countries.issuperset(pair)] or [
                tuple(sorted(countries))]:
            yield act.type, parties, act


def _act_keys(coding: Coding, *, status: bool = False) -> list[tuple[Any, ...]]:
    return sorted({
        (type_, parties, act.status) if status else (type_, parties)
        for type_, parties, act in acts_by_parties(coding)
    })


def _link_test(gold: Coding, found: Coding) -> Callable[[Any, Any], bool]:
    """Do two links hold the same two institutions, in whichever order?"""
    def wordings(coding: Coding) -> Callable[[str], frozenset[str]]:
        def of(name: str) -> frozenset[str]:
            wanted = normal_form(name)
            return next((_names(one) for one in coding.institutions if wanted in _names(one)),
                        frozenset({wanted}))
        return of

    of_gold, of_found = wordings(gold), wordings(found)

    def same(link: tuple[str, str], other: tuple[str, str]) -> bool:
        a, b = map(of_gold, link)
        x, y = map(of_found, other)
        return bool((a & x and b & y) or (a & y and b & x))

    return same


def judge_attributes(matching: Matching) -> Iterator[tuple[str, bool, CodedName, CodedName]]:
    """Attribute, whether it is right, gold and found, for each that the gold gives."""
    for gold, found in matching.pairs:
        if matching.type == "institutions":
            if gold.country:
                yield "institution.country", gold.country == found.country, gold, found
            if gold.type:
                yield "institution.type", gold.type == found.type, gold, found
        elif matching.type == "people":
            if gold.country:
                yield "person.country", gold.country == found.country, gold, found
            if gold.role:
                yield "person.role", _roles_agree(gold.role, found.role), gold, found


def _roles_agree(gold: str, found: str | None) -> bool:
    """Is at least half of the gold role's words in the found role?"""
    words = set(normal_form(gold).split())
    return bool(words) and 2 * len(words & set(normal_form(found or "").split())) >= len(words)
