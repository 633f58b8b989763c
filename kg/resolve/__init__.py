"""Mentions -> entities: which wordings of all articles mean one institution or person.

Facts of any number of articles come in, in any order; entities go out, and for each mention
the entity it was resolved to. Merging is conservative: where a name could mean two, they stay
two. Facts are not changed; a mention keeps the wording of its source.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.model import Entity, Facts
from kg.registry import Registered, Registry, read_registry, to_registry
from kg.resolve.institutions import resolve_institutions
from kg.resolve.people import resolve_people

__all__ = ["Registered", "Registry", "read_registry", "resolve", "to_registry"]


def resolve(
    facts: Iterable[Facts], registry: Registry
) -> tuple[tuple[Entity, ...], dict[tuple[str, str], str]]:
    """Resolve every mention in `facts`.

    Returns the entities in order of id, and the id of the entity for each (article id, key).
    Each mention has exactly one.
    """
    institutions, people = {}, {}
    for one in facts:
        institutions.update({(one.article, found.key): found for found in one.institutions})
        people.update({(one.article, found.key): found for found in one.people})
    entities = sorted(
        resolve_institutions(institutions, registry) + resolve_people(people),
        key=lambda entity: entity.id,
    )
    return tuple(entities), {
        mention: entity.id for entity in entities for mention in entity.mentions
    }
