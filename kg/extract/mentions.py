"""What the steps of extraction hand to each other: stretches of tokens with a meaning.

All spans are token indices of one Document, end exclusive. Lists of mentions are in order of
(first, last). `rule` names the rule that found a thing; it ends up on every fact.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.extract._values import value

__all__ = [
    "Actor", "CountryMention", "DateMention", "NamedEntity", "NameMention",
    "QuantityMention", "TopicMention",
]


@value(frozen=True, slots=True)
class CountryMention:
    """A wording for a country. `form`: name, demonym, capital (a city that stands for its
    government or is just a place: who reads it decides), metonym (White House), compound
    (the two halves of "US-Kenya")."""

    first: int
    last: int
    code: str
    form: str
    rule: str
    confidence: float = 1.0


@value(frozen=True, slots=True)
class DateMention:
    """A date expression. `edtf` is what it says, resolved with the article's date where it is
    relative: 2018, 2018-03, 2018-03-13, 2018/2020 (range), or None for a duration that fixes
    no date. `form`: day, month, year, range, relative, duration, dateline."""

    first: int
    last: int
    edtf: str | None
    form: str
    rule: str


@value(frozen=True, slots=True)
class QuantityMention:
    """A number with what it counts: `value` a decimal numeral ("4000000" for "four million"),
    `unit` the head noun in lower case (doses, hospitals) or an ISO 4217 code for money,
    `unit_first:unit_last` where the unit's noun phrase stands (empty span for money)."""

    first: int
    last: int
    value: str
    unit: str
    qualifier: str | None
    is_money: bool
    rule: str


@value(frozen=True, slots=True)
class TopicMention:
    """A wording for a topic of data/topics.csv."""

    first: int
    last: int
    topic: str
    rule: str
    confidence: float = 1.0


@value(frozen=True, slots=True)
class NameMention:
    """A wording for entity number `entity` of Names.entities. `form`: full, alias, acronym,
    surname, office ("the minister"), generic ("the institute")."""

    first: int
    last: int
    entity: int
    form: str
    rule: str


@dataclass(slots=True)
class NamedEntity:
    """An institution or person of one article, with what the article says of it.

    `kind` is institution or person; `type` an institution type; `role` an office as worded,
    with `role_span` where it stands; `employer` the entity number of the institution that the
    office belongs to. `boilerplate` marks what is not coded: the outlet credited with the
    report, the reporter, names that stand only in credits.
    """

    kind: str
    name: str
    country: str | None
    rule: str
    type: str | None = None
    aliases: list[str] = field(default_factory=list)
    role: str | None = None
    role_span: tuple[int, int] | None = None
    employer: int | None = None
    registry_id: str | None = None
    boilerplate: bool = False
    confidence: float = 1.0


@value(frozen=True, slots=True)
class Actor:
    """A wording at `first:last` that stands for a party: a country, or an entity of it.

    `code` is None for an international organisation. `entity` is its number in
    Names.entities, or None for a bare country. `scene` marks what is only a place.
    """

    first: int
    last: int
    code: str | None
    entity: int | None
    form: str
    scene: bool = False
