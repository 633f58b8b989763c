"""What an institution or person is called where others stand beside it.

    World, Reference -> label of each entity

Every country has a Ministry of Health: beside others, a name that more than one bears says
too little.
"""

from __future__ import annotations

from collections import Counter

from kg.model import Entity, World
from kg.network.reference import Reference

__all__ = ["label_entities"]


def label_entities(world: World, reference: Reference) -> dict[str, str]:
    """The label of each entity of `world`, by id: its name, and where needed its country.

    The country is added to ministries and to institutions of one name, unless the name tells
    it already: "Ministry of Health (Kenya)", but "Kenyan Ministry of Health".
    """
    shared = Counter(e.name.casefold() for e in world.entities if e.kind == "institution")
    return {e.id: _label(e, reference, shared[e.name.casefold()] > 1) for e in world.entities}


def _label(entity: Entity, reference: Reference, is_shared: bool) -> str:
    if entity.kind != "institution" or entity.country is None:
        return entity.name
    if entity.type != "ministry" and not is_shared:
        return entity.name
    country = reference.country(entity.country)
    name = entity.name.casefold()
    if any(word.casefold() in name for word in (country.name, *country.aliases)):
        return entity.name
    return f"{entity.name} ({country.name})"
