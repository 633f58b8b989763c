"""Claims as the index keeps them: all that assembling asks of a claim, in a line of JSON.

    Claim --to_json--> text --to_claim--> Claim, without what only its article needs

The quotes stay in the article's graph; of quantities they are kept, since an engagement cites the
first who gave an amount.
"""

from __future__ import annotations

import json

from kg.model import Claim, Evidence, Quantity

__all__ = ["to_claim", "to_json"]


def to_json(claim: Claim) -> str:
    """A claim as text, the same for the same claim."""
    return json.dumps([
        claim.type, claim.status, claim.countries, claim.rule, claim.detail, claim.status_detail,
        claim.participants, claim.roles, claim.topics, claim.date, claim.place,
        [[one.value, one.unit, one.qualifier, one.state, one.evidence.start, one.evidence.end,
          one.evidence.quote, one.evidence.field] for one in claim.quantities],
        claim.attribution, claim.modality, claim.confidence,
    ], separators=(",", ":"))


def to_claim(text: str) -> Claim:
    """The claim that `to_json` wrote, without its evidence."""
    (type_, status, countries, rule, detail, status_detail, participants, roles, topics, date,
     place, quantities, attribution, modality, confidence) = json.loads(text)
    return Claim(
        type_, status, tuple(countries), (), rule, detail, status_detail, tuple(participants),
        tuple((actor, role) for actor, role in roles), tuple(topics), date, place,
        tuple(Quantity(value, unit, Evidence(start, end, quote, field), qualifier, state)
              for value, unit, qualifier, state, start, end, quote, field in quantities),
        attribution, modality, confidence,
    )
