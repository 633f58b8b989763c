"""Mentions of people -> groups of mentions that mean one person.

One full name in one country is one person; so are two spellings of it, as transliteration
makes them, where no third person could be meant. A surname alone means someone within its
article, where the extractor has joined it to the full name; elsewhere only with a post that one
person holds at a time, if one of that name is known to have held it ("Sadikin, Indonesia's health
minister").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kg.ids import content_id
from kg.model import Entity, Person
from kg.registry.posts import is_sole, post_label, post_of
from kg.resolve.names import GIVES, fold_person, is_fuller, is_variant, skeleton, tally

__all__ = ["is_bound_person", "person_keys", "resolve_people"]

Mention = tuple[str, str]


#: Shorter words are particles and initials, or names of half a country.
_MIN_SURNAME = 3


class _Key(NamedTuple):
    """What makes mentions one: the words of a name in a country, or in an article only."""

    words: tuple[str, ...]
    country: str = ""
    article: str = ""


def resolve_people(
    mentions: Mapping[Mention, Person], counts: Mapping[Mention, int] | None = None
) -> list[Entity]:
    """Group `mentions` (by article id and key) into entities, in order of id.

    With `counts` a mention stands for so many that read the same (`kg.resolve.blocks`).
    """
    groups: defaultdict[_Key, list[Mention]] = defaultdict(list)
    for mention in sorted(mentions):
        groups[_first_key(mention, mentions[mention])].append(mention)
    groups = _with_country(groups)
    merged: defaultdict[_Key, list[Mention]] = defaultdict(list)
    same = _spellings(groups, mentions)
    holders = _holders(groups, same, mentions)
    for key in sorted(groups):
        merged[holders.get(key) or same.get(key, key)].extend(groups[key])
    entities = (
        _to_entity(key, members, mentions, counts or {}) for key, members in merged.items()
    )
    return sorted(entities, key=lambda entity: entity.id)


def _first_key(mention: Mention, found: Person) -> _Key:
    words = fold_person(found.name)
    return _Key(words, found.country or "", mention[0] if len(words) < 2 else "")


def _with_country(groups: Mapping[_Key, list[Mention]]) -> defaultdict[_Key, list[Mention]]:
    """Put those whose country no article tells to the one country that the name has."""
    countries: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for key in groups:
        if key.country and not key.article:
            countries[key.words].add(key.country)
    settled: defaultdict[_Key, list[Mention]] = defaultdict(list)
    for key, members in groups.items():
        if not key.country and not key.article and len(countries[key.words]) == 1:
            key = key._replace(country=next(iter(countries[key.words])))
        settled[key].extend(members)
    return settled


def _spellings(
    groups: Mapping[_Key, list[Mention]], mentions: Mapping[Mention, Person]
) -> dict[_Key, _Key]:
    """For each group with others that are spellings of its name: the first of them all.

    They must all be spellings of each other. "Ali Hassan" beside "Ali Reza Hassan" and "Ali
    Karim Hassan" could be either, and stays alone. Mentions that got their country from others
    are not asked how else they are called.
    """
    names = {
        key: sorted({key.words, *(
            words for mention in members if mentions[mention].country
            for words in _full_names(mentions[mention])
        )})
        for key, members in groups.items() if not key.article
    }
    # Compared are those whose ends sound alike, or who have the same words in any order: in
    # "Chen Shih-chung" and "Shih-chung Chen" which comes first is the outlet's habit.
    blocks: defaultdict[tuple[str, frozenset[str]], list[_Key]] = defaultdict(list)
    for key in sorted(names):
        for signs in {signs for words in names[key] for signs in _signs(words)}:
            blocks[key.country, signs].append(key)
    alike: defaultdict[_Key, set[_Key]] = defaultdict(set)
    for keys in blocks.values():
        for at, key in enumerate(keys):
            for other in keys[at + 1 :]:
                if any(is_variant(a, b, key.country) if key.country else is_fuller(a, b)
                       for a in names[key] for b in names[other]):
                    alike[key].add(other)
                    alike[other].add(key)
    same = {}
    for key in sorted(alike):
        group = alike[key] | {key}
        if all(alike[other] | {other} == group for other in group):
            same[key] = min(group)
    return same


def _holders(
    groups: Mapping[_Key, list[Mention]], same: Mapping[_Key, _Key],
    mentions: Mapping[Mention, Person],
) -> dict[_Key, _Key]:
    """For surnames alone: the one person of that name who is known to have held the post."""
    named: defaultdict[tuple[str, ...], set[_Key]] = defaultdict(set)
    for key, members in groups.items():
        if not key.article:
            for place in {place for each in members for place in _posts(mentions[each])}:
                named[place].add(same.get(key, key))
    found = {}
    for key, members in groups.items():
        if key.article:
            meant = {person for each in members for place in _posts(mentions[each])
                     for person in named[place]}
            if len(meant) == 1:
                (found[key],) = meant
    return found


def _posts(found: Person) -> Iterator[tuple[str, ...]]:
    """(country, post, word) for the words of a name, where the post has one holder at a time."""
    if found.country and found.role and is_sole(post := post_of(found.role)):
        # A given name tells nobody apart.
        words = fold_person(found.name)
        for word in words[1:] or words:
            if len(word) >= _MIN_SURNAME:
                yield found.country, post, word


def _full_names(found: Person) -> Iterator[tuple[str, ...]]:
    for name in (found.name, *found.aliases):
        words = fold_person(name)
        if len(words) > 1:
            yield words


def _signs(words: tuple[str, ...]) -> set[frozenset[str]]:
    """What two spellings of a name of two words or more have in common, one or the other: the
    ends, in whichever order; the words; the letters, however parted; the first two words."""
    return {
        frozenset((skeleton(words[0]), skeleton(words[-1]))), frozenset(words),
        frozenset(("".join(words),)), frozenset(("first", *map(skeleton, words[:2]))),
        frozenset(("first", *map(skeleton, words[:-1]))),
    }


# What mentions depend on each other by


def is_bound_person(found: Person) -> bool:
    """Does it hang on its article whom the mention means?"""
    return bool(_first_key(("article", ""), found).article)


def person_keys(found: Person) -> Iterator[tuple[str, ...]]:
    """What the mention shares with every other that can have to do with whom it means.

    None for one that is by itself in its article, whatever others say.
    """
    key = _first_key(("article", ""), found)
    for place in _posts(found):
        yield "post", *place
    if key.article:
        return
    if not key.country:
        yield "words", *key.words
        for signs in _signs(key.words):
            yield "signs", "", *sorted(signs)
    else:
        yield GIVES, "words", *key.words
        for words in _full_names(found):
            for signs in _signs(words):
                yield "signs", key.country, *sorted(signs)


def _to_entity(
    key: _Key, members: list[Mention], mentions: Mapping[Mention, Person],
    counts: Mapping[Mention, int],
) -> Entity:
    found = [mentions[mention] for mention in members]
    wordings = tally((mentions[each].name, counts.get(each, 1)) for each in members)
    name = min(wordings, key=lambda n: (-wordings[n], -len(n), n))
    aliases = {alias for one in found for alias in (one.name, *one.aliases)} - {name}
    country = key.country or None
    return Entity(
        id=content_id("person", " ".join(key.words), country, key.words, key.article),
        kind="person",
        name=name,
        type=None,
        country=country,
        aliases=tuple(sorted(aliases)),
        roles=tuple(sorted({post_label(one.role) for one in found if one.role})),
        mentions=tuple(sorted(members)),
    )
