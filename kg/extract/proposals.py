"""What a plug-in may propose about an article: candidates of facts, as plain values.

A proposal names things by their names, not by keys or token numbers, and gives the words that
say so. Nothing here is believed: `kg.extract.grounding` looks every quote up in the article and
turns what passes into `kg.model.Facts`, and what does not into rejections with their cause.

Types, statuses, topics, roles are ids of the codebook; countries are ISO 3166-1 alpha-2.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Field

__all__ = [
    "Proposal", "ProposedClaim", "ProposedInstitution", "ProposedLink", "ProposedPerson",
    "ProposedTopic", "Quote",
]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the article, as they stand in it.

    With `start` (code points from 0) they must stand exactly there, in `field` (the text if
    none is given). Without it they are looked up, in the text and then in the title; quotes and
    dashes may be typographic or not, and white space may differ. They must be found once.
    """

    text: str
    start: int | None = None
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class ProposedInstitution:
    """An organisation; one of `quotes` holds its name, or one of its aliases."""

    name: str
    type: str
    country: str | None
    quotes: tuple[Quote, ...]
    aliases: tuple[str, ...] = ()
    rule: str = "institution"
    confidence: float = 0.5


@dataclass(frozen=True, slots=True)
class ProposedPerson:
    """A person; one of `quotes` holds the name. `role` is the office in the words of the text,
    `institution` the name of a proposed institution that it belongs to."""

    name: str
    role: str | None
    country: str | None
    quotes: tuple[Quote, ...]
    aliases: tuple[str, ...] = ()
    institution: str | None = None
    rule: str = "person"
    confidence: float = 0.5


@dataclass(frozen=True, slots=True)
class ProposedClaim:
    """What parties did, do or mean to do together.

    The first of `quotes` holds `trigger`, the words for what is done, and `status_words`, those
    that say how far it got; they may be the same. `participants` are names of proposed
    institutions and people, `roles` pairs of a country code or such a name with a role.
    `amounts` are words of the quotes that hold a number with its unit: number and unit are read
    from them. `date` is EDTF, of the act.
    """

    type: str
    status: str
    countries: tuple[str, ...]
    quotes: tuple[Quote, ...]
    trigger: str
    status_words: str
    participants: tuple[str, ...] = ()
    roles: tuple[tuple[str, str], ...] = ()
    topics: tuple[str, ...] = ()
    date: str | None = None
    place: str | None = None
    amounts: tuple[str, ...] = ()
    attribution: str | None = None
    modality: str = "asserted"
    rule: str = "claim"
    confidence: float = 0.5


@dataclass(frozen=True, slots=True)
class ProposedTopic:
    """A subject of the cooperation, with words that name it."""

    topic: str
    quotes: tuple[Quote, ...]
    rule: str = "topic"
    confidence: float = 0.5


@dataclass(frozen=True, slots=True)
class ProposedLink:
    """Two proposed institutions, by name, that work together; the quotes name both."""

    a: str
    b: str
    quotes: tuple[Quote, ...]
    rule: str = "link"
    confidence: float = 0.5


@dataclass(frozen=True, slots=True)
class Proposal:
    """All that a plug-in proposes about one article.

    `refused` is what it had to drop itself, as (what, cause), so that it is counted too.
    `model` and `model_version` are what answered, as it names itself; `details` more of the
    same, as pairs of words, for the record of the run.
    """

    institutions: tuple[ProposedInstitution, ...] = ()
    people: tuple[ProposedPerson, ...] = ()
    claims: tuple[ProposedClaim, ...] = ()
    topics: tuple[ProposedTopic, ...] = ()
    links: tuple[ProposedLink, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    model: str | None = None
    model_version: str | None = None
    details: tuple[tuple[str, str], ...] = ()
