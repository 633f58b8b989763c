"""Mentions of institutions -> groups of mentions that mean one institution.

The registry decides where it knows the name; else one name in one country is one
institution, and so are two names of which an article says that they are one. Where a name
could mean two, nothing is merged: a merge that is missing can be made later, one that is
wrong has spoilt every count before it is seen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from kg.ids import content_id
from kg.model import INSTITUTION_TYPES, Entity, Institution
from kg.registry import Registry, fold_institution
from kg.resolve.names import GIVES, tally

__all__ = ["institution_keys", "is_bound_institution", "resolve_institutions"]

Mention = tuple[str, str]

#: Kinds whose names are told apart by more than a country: one Pfizer, one Red Crescent
#: Federation. A ministry of health without its country may be anyone's.
_OWN_NAME_TYPES: Final = frozenset({"company", "ngo", "international_organization"})
#: With this many words a name is hardly that of two: "Livingstone General Hospital".
_TELLING_WORDS: Final = 3
#: An acronym of two letters stands for too much.
_MIN_ACRONYM: Final = 3
#: In the place of a country: whoever bears the name, it is one.
_ANYWHERE: Final = "*"


class _Key(NamedTuple):
    """What makes mentions one: a row, or a name in a country, or a name in an article."""

    row: str = ""
    name: str = ""
    country: str = ""
    article: str = ""


def resolve_institutions(
    mentions: Mapping[Mention, Institution], registry: Registry,
    counts: Mapping[Mention, int] | None = None,
) -> list[Entity]:
    """Group `mentions` (by article id and key) into entities, in order of id.

    With `counts` a mention stands for so many that read the same (`kg.resolve.blocks`).
    """
    first = {mention: _first_key(mention, found, registry) for mention, found in mentions.items()}
    settled = _with_country(first, mentions, registry)
    groups: defaultdict[_Key, list[Mention]] = defaultdict(list)
    for mention in sorted(settled):
        groups[settled[mention]].append(mention)
    joined = _join_by_alias(groups, first, mentions, registry)
    merged: defaultdict[_Key, list[Mention]] = defaultdict(list)
    for key in sorted(groups):
        merged[joined.get(key, key)].extend(groups[key])
    entities = (
        _to_entity(key, names, mentions, registry, counts or {}) for key, names in merged.items()
    )
    return sorted(entities, key=lambda entity: entity.id)


def _first_key(mention: Mention, found: Institution, registry: Registry) -> _Key:
    if found.registry_id is not None and registry.get(found.registry_id) is not None:
        return _Key(row=found.registry_id)
    if found.country or found.type == "international_organization":
        names = (found.name, *(alias for alias in found.aliases if not _is_acronym(alias)))
        rows = {registry.find(fold_institution(name), found.country) for name in names}
        rows.discard(None)
        if len(rows) == 1:
            return _Key(row=rows.pop() or "")
        return _Key(name=fold_institution(found.name), country=found.country or _ANYWHERE)
    return _Key(name=fold_institution(found.name), article=mention[0])


def _with_country(
    keys: Mapping[Mention, _Key], mentions: Mapping[Mention, Institution], registry: Registry
) -> dict[Mention, _Key]:
    """Settle mentions without a country: by the one country that the name has elsewhere."""
    elsewhere: defaultdict[str, set[_Key]] = defaultdict(set)
    for key in keys.values():
        if key.country:
            elsewhere[key.name].add(key)
    settled = {}
    for mention, key in keys.items():
        if key.article:
            elsewhere[key.name].update(
                _Key(row=row) for _, row in registry.holders(key.name))
            found = mentions[mention]
            if len(elsewhere[key.name]) == 1 and _can_settle(found):
                key = next(iter(elsewhere[key.name]))
            elif _has_own_name(found) and not elsewhere[key.name]:
                key = _Key(name=key.name, country=_ANYWHERE)
        settled[mention] = key
    return settled


def _has_own_name(found: Institution) -> bool:
    return found.type in _OWN_NAME_TYPES


def _can_settle(found: Institution) -> bool:
    """Can what bears this name elsewhere be meant, if that is one?"""
    telling = len(fold_institution(found.name).split()) >= _TELLING_WORDS
    return _has_own_name(found) or (telling and not _is_office(found))


def _is_office(found: Institution) -> bool:
    """Of a government: its name tells what it is for, and each country has one of them."""
    return found.type in ("ministry", "agency", "regulator")


def _join_by_alias(
    groups: Mapping[_Key, list[Mention]],
    first: Mapping[Mention, _Key],
    mentions: Mapping[Mention, Institution],
    registry: Registry,
) -> dict[_Key, _Key]:
    """For groups whose name another one in the same country has as its alias: that other one.

    A name that several claim, or that claims several, stays where it is. Mentions that got their
    country from others are not asked: what they call it might be said of another country.
    """
    named: defaultdict[tuple[str, str], set[_Key]] = defaultdict(set)
    claimed: defaultdict[tuple[str, str], set[_Key]] = defaultdict(set)
    for key, members in groups.items():
        if key.article:
            continue
        row = registry.get(key.row) if key.row else None
        country = (row.country or _ANYWHERE) if row else key.country
        for found in (mentions[each] for each in members
                      if not first[each].article or key.country == _ANYWHERE):
            named[fold_institution(found.name), country].add(key)
            for alias in _claims(found):
                claimed[alias, country].add(key)
    joined = {}
    for name in sorted(claimed):
        owners, claimants = named[name], claimed[name] - named[name]
        if len(owners) == 1 and len(claimants) == 1:
            (owner,), (claimant,) = owners, claimants
            # Two rows of the registry are two, whatever an article calls them.
            if not (owner.row and claimant.row):
                kept, gone = (owner, claimant) if owner.row else (claimant, owner)
                joined[gone] = kept
    return {gone: _end_of(gone, joined) for gone in joined}


def _claims(found: Institution) -> Iterator[str]:
    """The aliases that say which other one it is, folded."""
    for alias in found.aliases:
        if not _is_acronym(alias) or len(alias) >= _MIN_ACRONYM:
            yield fold_institution(alias)


def _end_of(key: _Key, joined: Mapping[_Key, _Key]) -> _Key:
    """Where a chain of aliases ends; of a ring of them, the first by name."""
    path = [key]
    while path[-1] in joined:
        after = joined[path[-1]]
        if after in path:
            return min(path[path.index(after):])
        path.append(after)
    return path[-1]


def _is_acronym(name: str) -> bool:
    return " " not in name and sum(map(str.isupper, name)) > len(name) / 2


# What mentions depend on each other by


def is_bound_institution(found: Institution, registry: Registry) -> bool:
    """Does it hang on its article what the mention means?"""
    return bool(_first_key(("article", ""), found, registry).article)


def institution_keys(found: Institution, registry: Registry) -> Iterator[tuple[str, ...]]:
    """What the mention shares with every other that can have to do with what it means.

    None for one that is by itself in its article, whatever others say.
    """
    key = _first_key(("article", ""), found, registry)
    if key.row:
        yield "row", key.row
        row = registry.get(key.row)
        country = (row.country or _ANYWHERE) if row else _ANYWHERE
    elif key.country:
        yield GIVES, "name", key.name
        country = key.country
    else:
        rows = {row for _, row in registry.holders(key.name)}
        if not _can_settle(found) or len(rows) > 1:
            return
        yield "name", key.name
        for row_id in rows:
            yield "row", row_id
        country = _ANYWHERE
    for name in (fold_institution(found.name), *_claims(found)):
        yield "named", name, country


def _to_entity(
    key: _Key, members: list[Mention], mentions: Mapping[Mention, Institution],
    registry: Registry, counts: Mapping[Mention, int],
) -> Entity:
    found = [mentions[mention] for mention in members]
    row = registry.get(key.row) if key.row else None
    weights = [counts.get(mention, 1) for mention in members]
    wordings = tally(zip((one.name for one in found), weights, strict=True))
    name = row.names[0] if row else min(wordings, key=lambda n: (-wordings[n], -len(n), n))
    types = tally(zip((one.type for one in found), weights, strict=True))
    countries = tally(
        (one.country, weight) for one, weight in zip(found, weights, strict=True) if one.country
    )
    country = row.country if row else min(countries, key=lambda c: (-countries[c], c), default=None)
    aliases = {alias for one in found for alias in (one.name, *one.aliases)} - {name}
    return Entity(
        id=f"institution/{key.row}" if key.row else content_id(
            "institution", key.name, country, key.name, key.article
        ),
        kind="institution",
        name=name,
        type=row.type if row else min(
            types, key=lambda t: (-types[t], INSTITUTION_TYPES.index(t))
        ),
        country=country,
        aliases=tuple(sorted(aliases)),
        registry_id=key.row or None,
        mentions=tuple(sorted(members)),
        matches=tuple(sorted(row.matches)) if row else (),
    )
