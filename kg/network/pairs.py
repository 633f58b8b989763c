"""Who is tied to whom by one engagement.

    Engagement -> pairs of countries; pairs of institutions; partner countries of an institution

The rule is the codebook's ("pairs"): countries that act together, or of which one gives and
the other receives. What one gives to many does not tie the many, nor does a summit tie all
who came.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Final

from kg.model import MAX_PARTIES, Engagement, Entity, country_pairs

__all__ = [
    "GIVING", "RECEIVING", "country_ties", "institution_ties", "is_international",
    "linked_countries", "partner_countries",
]

#: Roles on the side an act comes from, and on the side it goes to. Roles that have no side
#: (signatory, partner) tie to all.
GIVING: Final = frozenset({
    "donor", "funder", "guest", "implementer", "provider", "sender", "supplier", "visitor",
})
RECEIVING: Final = frozenset({"beneficiary", "buyer", "host", "receiver", "recipient"})


def country_ties(engagement: Engagement) -> list[tuple[str, str]]:
    """The pairs of countries that `engagement` ties, in alphabetical order.

    Giver and receiver are a pair however many there are of either. Two countries on one side
    are none: receivers of one giver have nothing to do with each other, and givers only if
    the text says that they act jointly, in which case they bear no such role. All others
    are paired up to MAX_PARTIES countries.
    """
    sides = _sides(engagement)
    across = {
        (min(a, b), max(a, b))
        for a in engagement.countries for b in engagement.countries
        if {sides.get(a), sides.get(b)} == {"giving", "receiving"}
    }
    together = {
        (a, b) for a, b in country_pairs(engagement.countries)
        if sides.get(a) is None or sides.get(a) != sides.get(b)
    }
    return sorted(across | together)


def is_international(entity: Entity) -> bool:
    """Whether `entity` is an organisation of no one country, rather than of one not known."""
    return entity.country is None and entity.type in ("international_organization", "ngo")


def partner_countries(engagement: Engagement, entity: Entity) -> list[str]:
    """The countries that `entity` has to do with through `engagement`, but for its own.

    For an institution of a country, those its country is tied to. For an international
    organisation, all parties; past MAX_PARTIES only those that give or receive, for of the
    others a text seldom says what they had to do with it. For one whose country is not
    known, none.
    """
    if entity.country is not None:
        own = entity.country
        return sorted({b if a == own else a for a, b in country_ties(engagement) if own in (a, b)})
    if not is_international(entity):
        return []
    if len(engagement.countries) <= MAX_PARTIES:
        return sorted(engagement.countries)
    sides = _sides(engagement)
    return sorted(code for code in engagement.countries if code in sides)


def institution_ties(
    engagement: Engagement, institutions: Mapping[str, Entity]
) -> list[tuple[str, str]]:
    """The pairs of `institutions` (by id) that `engagement` ties, in order of id.

    Two that take part are tied if the country of one is a partner of the other
    (`partner_countries`): never two of one country, nor two organisations of none.
    """
    present = sorted({i for i in engagement.participants if i in institutions})
    partners = {i: partner_countries(engagement, institutions[i]) for i in present}
    return [
        (a, b) for a, b in combinations(present, 2)
        if institutions[a].country in partners[b] or institutions[b].country in partners[a]
    ]


def linked_countries(a: Entity, b: Entity) -> list[tuple[str, str]]:
    """What a stated link of `a` and `b` joins: (id of one, country of the other), if anything.

    Empty where both are of one country, or where a country is needed and not known: such a
    link came to be when names were resolved, and crosses no border.
    """
    crosses = (
        a.country != b.country if a.country and b.country
        else (a.country and is_international(b)) or (b.country and is_international(a))
    )
    if not crosses:
        return []
    return [(one.id, other.country) for one, other in ((a, b), (b, a)) if other.country]


def _sides(engagement: Engagement) -> dict[str, str]:
    giving = {party for party, role in engagement.roles if role in GIVING}
    receiving = {party for party, role in engagement.roles if role in RECEIVING}
    # Who gives as well as receives stands on neither side.
    return {
        **dict.fromkeys(giving - receiving, "giving"),
        **dict.fromkeys(receiving - giving, "receiving"),
    }
