"""Which institutions one engagement ties, and to which countries.

    Engagement -> pairs of institutions; partner countries of an institution

An institution is tied to the countries that its own is tied to (`kg.pairs`), an organisation
of no country to those it works with.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from kg.model import MAX_PARTIES, Engagement, Entity
from kg.pairs import country_ties, sides

__all__ = ["institution_ties", "is_international", "linked_countries", "partner_countries"]


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
    side_of = sides(engagement)
    return sorted(code for code in engagement.countries if code in side_of)


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
