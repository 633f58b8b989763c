"""Who is who, a block at a time: what a mention means hangs only on those it shares a key with.

    mentions --to_wording--> wordings, counted --block_keys--> blocks --resolve_block--> entities

Mentions that read alike are one wording with a count, so that a name in ten thousand articles is
no more work than in ten. A block is closed: no wording outside it shares a key with one inside.
`kg.resolve.resolve` on all facts comes to the same as `resolve_block` on every block.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from kg.ids import digest
from kg.model import Entity, Institution, Person
from kg.registry import Registry
from kg.resolve.institutions import (
    institution_keys,
    is_bound_institution,
    resolve_institutions,
)
from kg.resolve.names import GIVES, fold_institution, fold_person
from kg.resolve.people import is_bound_person, person_keys, resolve_people

__all__ = ["Wording", "block_keys", "resolve_block", "to_wording"]


class Wording(NamedTuple):
    """All of a mention that what it means can hang on.

    `type` is None for a person and `role` for an institution; `article` is "" but for what means
    something in its article only.
    """

    name: str
    type: str | None
    country: str | None
    aliases: tuple[str, ...]
    registry_id: str | None
    role: str | None
    article: str

    @property
    def mention(self) -> Institution | Person:
        """The mention, as resolving looks at it."""
        if self.type is None:
            return Person("", self.name, self.role, self.country, self.aliases, (), "")
        return Institution("", self.name, self.type, self.country, self.aliases, (), "",
                           registry_id=self.registry_id)


def to_wording(found: Institution | Person, article: str, registry: Registry) -> Wording:
    """What is asked of a mention in the article with the id `article`."""
    if isinstance(found, Person):
        bound = is_bound_person(found)
        return Wording(found.name, None, found.country, tuple(sorted(set(found.aliases))), None,
                       found.role, article if bound else "")
    country_less = is_bound_institution(found, registry)
    return Wording(found.name, found.type, found.country, tuple(sorted(set(found.aliases))),
                   found.registry_id, None, article if country_less else "")


def block_keys(wording: Wording, registry: Registry) -> dict[str, bool]:
    """Whatever can make a difference to what the wording means has one of these too, or is
    joined to one that has by a chain of such.

    Of each key is said whether the wording asks by it. Two that share a key and do not ask (the
    ministries of health of two countries, where nobody speaks of one without its country) are
    not joined by that.
    """
    found = wording.mention
    kind, own = (("person", person_keys(found)) if isinstance(found, Person)
                 else ("institution", institution_keys(found, registry)))
    keys: dict[str, bool] = {}
    for key in own:
        asks = key[0] != GIVES
        name = digest(kind, *(key if asks else key[1:]))
        keys[name] = asks or keys.get(name, False)
    if wording.article:
        bare = fold_person(wording.name) if wording.type is None else fold_institution(wording.name)
        keys[digest("article", wording.article, bare)] = True
    return keys


def resolve_block(
    counts: Mapping[Wording, int], registry: Registry
) -> tuple[list[Entity], dict[Wording, str]]:
    """The entities of a block, without their mentions, and the entity of each wording."""
    named = {(wording.article, digest(*wording)): wording for wording in counts}
    institutions, people = {}, {}
    for name, wording in named.items():
        found = wording.mention
        if isinstance(found, Person):
            people[name] = found
        else:
            institutions[name] = found
    times = {name: counts[wording] for name, wording in named.items()}
    entities = [
        *resolve_institutions(institutions, registry, times), *resolve_people(people, times),
    ]
    return _without_mentions(entities), {
        named[name]: entity.id for entity in entities for name in entity.mentions
    }


def _without_mentions(entities: Iterable[Entity]) -> list[Entity]:
    return sorted((replace(one, mentions=()) for one in entities), key=lambda one: one.id)
