"""What a decision is made on: a claim or mention as it reads in its article.

    Facts -> Grounds by id

A ground holds words for people and a hash for the program. The hash stands for what the decision
rests on: of a claim all that it says and the words it cites, of a mention its name, its country
and the words it cites. What may change without touching that (the rule, the confidence, other
facts of the article) is not in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from kg.ids import capacity_id, claim_id, digest, link_id, mention_id
from kg.model import Claim, Evidence, Facts, Ground, Institution, Person

__all__ = ["describe_claim", "describe_mention", "grounds_of", "mentions_of"]

#: A longer quote is cut in the file; the hash is of the whole.
_MOST_QUOTE: Final = 240


def grounds_of(facts: Facts) -> dict[str, Ground]:
    """All of one article that can be decided on, by id."""
    return {ground.id: ground for ground in _grounds(facts)}


def mentions_of(facts: Facts) -> list[Institution | Person]:
    """The institutions and people that an article names."""
    return [*facts.institutions, *facts.people]


def _grounds(facts: Facts) -> Iterator[Ground]:
    article = facts.article
    for claim in facts.claims:
        name = claim_id(article, claim)
        yield _ground(name, article, describe_claim(claim), claim.evidence)
    for mention in mentions_of(facts):
        yield _ground(
            mention_id(article, mention.key), article, describe_mention(mention),
            mention.evidence, mention.name, mention.country,
        )
    names = {one.key: one.name for one in facts.institutions}
    for link in facts.links:
        says = " with ".join(names.get(key, key) for key in (link.a, link.b))
        yield _ground(link_id(article, link), article, says, link.evidence)
    for capacity in facts.capacities:
        amount = capacity.quantity
        yield _ground(
            capacity_id(article, capacity), article,
            f"{capacity.country} has {amount.value} {amount.unit}", (amount.evidence,),
        )


def _ground(
    id: str, article: str, says: str, evidence: Iterable[Evidence], *more: str | None
) -> Ground:
    quotes = [each.quote for each in evidence]
    first = " ".join(quotes[0].split()) if quotes else ""
    return Ground(
        id, article, says,
        first if len(first) <= _MOST_QUOTE else first[: _MOST_QUOTE - 1] + "…",
        # All but the first have no order in a store.
        digest(id, quotes[:1], sorted(quotes[1:]), *more),
    )


def describe_claim(claim: Claim) -> str:
    """A claim in few words.

    >>> describe_claim(Claim("visit", "completed", ("CU", "KE"), (), "r", date="2018-05"))
    'visit completed CU-KE 2018-05'
    """
    words = (claim.type, claim.status, "-".join(claim.countries), claim.date or "",
             "" if claim.modality == "asserted" else claim.modality)
    return " ".join(filter(None, words))


def describe_mention(mention: Institution | Person) -> str:
    """A mention in few words: its name, with its country."""
    return f"{mention.name} ({mention.country})" if mention.country else mention.name
