"""The facts that several extractors found in one article, as one.

    [Facts] -> Facts

What two of them found is one fact, and its rule names both; what one alone found stays. The
first named leads: its wording, type and country of a name hold against those that follow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from kg.extract._ground import fold_name
from kg.model import JOINT, Claim, CountryFact, Facts, Institution, Link, Person, TopicFact

__all__ = ["join_claims", "unite"]

_Named = TypeVar("_Named", Institution, Person)
_Fact = TypeVar("_Fact", CountryFact, TopicFact, Link, Claim, Institution, Person)


def unite(found: Sequence[Facts]) -> Facts:
    """One Facts from those that extractors found in the same article, in order of precedence.

    The article is relevant where one of them finds it so; what the others rejected stays in
    the list. Raises ValueError for facts of different articles, and for none.
    """
    if len({facts.article for facts in found}) != 1:
        raise ValueError("expected facts of one article")
    whole = found[0]
    for other in found[1:]:
        whole = _unite(whole, other)
    return whole


def join_claims(first: Claim, second: Claim) -> Claim:
    """Two claims of one act at one stage as one; what only one of them says is added."""
    if second.confidence > first.confidence:
        first, second = second, first
    return replace(
        first,
        evidence=_both(first.evidence, second.evidence),
        participants=tuple(sorted({*first.participants, *second.participants},
                                  key=lambda key: (key[0], int(key[1:])))),
        roles=tuple(sorted({*first.roles, *second.roles})),
        topics=tuple(sorted({*first.topics, *second.topics})),
        date=first.date or second.date, place=first.place or second.place,
        detail=first.detail or second.detail,
        status_detail=first.status_detail or second.status_detail,
        quantities=tuple({(q.value, q.unit): q
                          for q in (*second.quantities, *first.quantities)}.values()),
        attribution=first.attribution or second.attribution)


def _unite(one: Facts, other: Facts) -> Facts:
    institutions, keys = _names(one.institutions, other.institutions, "i")
    people, more = _names(one.people, other.people, "p", keys)
    keys |= more
    claims = {_claim_key(claim): claim for claim in one.claims}
    for claim in other.claims:
        claim = replace(
            claim, participants=tuple(keys[key] for key in claim.participants),
            roles=tuple((keys.get(actor, actor), role) for actor, role in claim.roles))
        key = _claim_key(claim)
        if key in claims:
            claim = _with_rules(join_claims(claims[key], claim), claims[key], claim)
        claims[key] = claim
    links = {(link.a, link.b): link for link in one.links}
    for link in other.links:
        a, b = sorted((keys[link.a], keys[link.b]))
        if a != b:
            links[a, b] = _same(links.get((a, b)), replace(link, a=a, b=b))
    return Facts(
        article=one.article, relevant=one.relevant or other.relevant,
        relevance=max(one.relevance, other.relevance),
        countries=_by(one.countries, other.countries, "code"),
        pairs=tuple(sorted({*one.pairs, *other.pairs})),
        institutions=institutions, people=people, claims=tuple(claims.values()),
        topics=_by(one.topics, other.topics, "topic"),
        links=tuple(links[pair] for pair in sorted(links)),
        capacities=_both(one.capacities, other.capacities),
        rejected=_both(one.rejected, other.rejected),
        extractor=one.extractor + JOINT + other.extractor, uses=one.uses + other.uses)


def _claim_key(claim: Claim) -> tuple[str, tuple[str, ...], str, str]:
    return claim.type, claim.countries, claim.status, claim.modality


_T = TypeVar("_T")


def _both(one: tuple[_T, ...], other: tuple[_T, ...]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys([*one, *other]))


def _by(one: Sequence[_Fact], other: Sequence[_Fact], name: str) -> tuple[_Fact, ...]:
    """Facts told apart by one attribute, in its order."""
    facts = {getattr(fact, name): fact for fact in one}
    for fact in other:
        facts[getattr(fact, name)] = _same(facts.get(getattr(fact, name)), fact)
    return tuple(facts[key] for key in sorted(facts))


def _same(first: _Fact | None, second: _Fact) -> _Fact:
    """One fact that two found: the first's, with the evidence of both."""
    if first is None:
        return second
    joined = replace(first, evidence=_both(first.evidence, second.evidence),
                     confidence=max(first.confidence, second.confidence))
    return _with_rules(joined, first, second)


def _with_rules(joined: _Fact, first: _Fact, second: _Fact) -> _Fact:
    return replace(joined, rule=f"{first.rule}{JOINT}{second.rule}")


def _names(one: Sequence[_Named], other: Sequence[_Named], letter: str,
           employers: dict[str, str] | None = None
           ) -> tuple[tuple[_Named, ...], dict[str, str]]:
    """The named of both, with the keys of the first, and the key of each of the second."""
    kept = {named.key: named for named in one}
    by_name: dict[str, list[str]] = {}
    for named in one:
        for name in _wordings(named):
            by_name.setdefault(fold_name(name), []).append(named.key)
    keys: dict[str, str] = {}
    count = len(kept)
    for each in other:
        own = _moved(each, employers or {})
        known = next((key for name in _wordings(own)
                      for key in by_name.get(fold_name(name), ())
                      if _agree(kept[key].country, own.country)), None)
        if known is None:
            count += 1
            key = f"{letter}{count}"
            kept[key] = replace(own, key=key)
        else:
            key, first = known, kept[known]
            aliases = _both(first.aliases, tuple(
                alias for alias in _wordings(own) if alias != first.name))
            kept[key] = replace(_same(first, own), aliases=aliases,
                                country=first.country or own.country)
        keys[own.key] = key
    return tuple(kept.values()), keys


def _wordings(named: Institution | Person) -> tuple[str, ...]:
    return (named.name, *named.aliases)


def _moved(named: _Named, employers: dict[str, str]) -> _Named:
    """The same with the key that its institution has in the whole."""
    if isinstance(named, Person) and named.institution is not None:
        return replace(named, institution=employers[named.institution])
    return named


def _agree(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other
