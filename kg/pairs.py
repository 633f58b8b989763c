"""Which countries one engagement ties to each other.

    Engagement -> pairs of countries

The rule is the codebook's ("pairs"): countries that act together, or of which one gives and
the other receives. What one gives to many does not tie the many, nor does a summit tie all
who came. Networks, page and dataset ask here, so that they show the same ties.
"""

from __future__ import annotations

from typing import Final

from kg.model import Engagement, country_pairs

__all__ = ["GIVING", "RECEIVING", "country_ties", "sides"]

#: Roles on the side an act comes from, and on the side it goes to: those below role:source and
#: role:target in ontology/roles.ttl. Roles that have no side (signatory, partner) tie to all.
GIVING: Final = frozenset({
    "adviser", "builder", "donor", "funder", "guest", "implementer", "licensor", "provider",
    "recogniser", "responder", "sender", "supplier", "visitor",
})
RECEIVING: Final = frozenset({
    "advised", "affected", "beneficiary", "buyer", "host", "producer", "receiver", "recipient",
    "recognised",
})


def country_ties(engagement: Engagement) -> list[tuple[str, str]]:
    """The pairs of countries that `engagement` ties, in alphabetical order.

    Giver and receiver are a pair however many there are of either. Two countries on one side
    are none: receivers of one giver have nothing to do with each other, and givers only if
    the text says that they act jointly, in which case they bear no such role. All others
    are paired up to MAX_PARTIES countries.
    """
    side_of = sides(engagement)
    across = {
        (min(a, b), max(a, b))
        for a in engagement.countries for b in engagement.countries
        if {side_of.get(a), side_of.get(b)} == {"giving", "receiving"}
    }
    together = {
        (a, b) for a, b in country_pairs(engagement.countries)
        if side_of.get(a) is None or side_of.get(a) != side_of.get(b)
    }
    return sorted(across | together)


def sides(engagement: Engagement) -> dict[str, str]:
    """On which side each actor stands: giving or receiving; the others stand on neither."""
    giving = {actor for actor, role in engagement.roles if role in GIVING}
    receiving = {actor for actor, role in engagement.roles if role in RECEIVING}
    # Who gives as well as receives stands on neither side.
    return {
        **dict.fromkeys(giving - receiving, "giving"),
        **dict.fromkeys(receiving - giving, "receiving"),
    }
