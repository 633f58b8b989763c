"""A claim with what comparing it with others needs.

    Claim, its Article, who its names are -> Told

Everything that joining, status and threads ask of a claim more than once is worked out here:
the entities by country, the days that its date allows, the report it becomes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from kg.edtf import day_bounds
from kg.model import STATUSES, Article, Claim, Entity, Report

__all__ = ["Days", "Mapped", "Told", "ordinal", "phase_of", "to_report", "to_told"]

#: The entity of each (article id, key within the article).
Mapped = Mapping[tuple[str, str], str]

#: First and last day, as ordinals.
Days = tuple[int, int]

#: Kinds of institution that take part in so much that one in common tells nothing.
_EVERYWHERE: Final = frozenset({"ministry", "international_organization"})

#: Stages that no report can take back without disagreeing: asked for, promised, there, over.
#: Whether what was signed is in force, or done with, is a matter of words.
_PHASES: Final = {"proposed": 0, "planned": 1, "signed": 2, "ongoing": 2, "completed": 2,
                  "ended": 3}


_PLANNED: Final = STATUSES.index("planned")


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """A claim with what comparing and reporting it needs.

    `people` and `institutions` are entity ids by country ("" where they have none); `days` are
    the first and last day (ordinals) that its date allows, `published` is one, too. `telling`
    are the institutions that tell one act from another: no ministries, nothing international.
    """

    id: str
    claim: Claim
    report: Report
    participants: tuple[str, ...]
    roles: tuple[tuple[str, str], ...]
    people: Mapping[str, frozenset[str]]
    institutions: Mapping[str, frozenset[str]]
    telling: frozenset[str]
    days: tuple[int, int] | None
    published: int | None

    @property
    def rank(self) -> int:
        return STATUSES.index(self.claim.status)

    @property
    def phase(self) -> int:
        """0 asked for, 1 promised, 2 there, 3 over."""
        return phase_of(self.claim.status)

    @property
    def is_promise(self) -> bool:
        """Is it planned at most?"""
        return self.rank <= _PLANNED

    def moments(self) -> set[int]:
        """The days by which the claim can be found in time: of the act, and of the report."""
        return {day for day in (*(self.days or ()), self.published) if day is not None}


def to_told(
    name: str,
    claim: Claim,
    article: Article,
    origin: str,
    mapping: Mapped,
    kinds: Mapping[str, Entity],
) -> Told:
    participants = sorted({
        # A mention that a person rejected has no entity.
        mapping[article.id, key] for key in claim.participants if (article.id, key) in mapping
    })
    actors: dict[str, defaultdict[str, set[str]]] = {
        "person": defaultdict(set), "institution": defaultdict(set)
    }
    for participant in participants:
        entity = kinds[participant]
        actors[entity.kind][entity.country or ""].add(participant)
    return Told(
        id=name,
        claim=claim,
        report=to_report(name, claim, article, origin),
        participants=tuple(participants),
        roles=tuple(sorted({
            (mapping.get((article.id, actor), actor), role) for actor, role in claim.roles
            if (article.id, actor) in mapping or (len(actor) == 2 and actor.isupper())
        })),
        people={country: frozenset(ids) for country, ids in actors["person"].items()},
        institutions={country: frozenset(ids) for country, ids in actors["institution"].items()},
        telling=frozenset(
            each for each in participants
            if kinds[each].kind == "institution" and kinds[each].type not in _EVERYWHERE
        ),
        days=_days(claim.date),
        published=ordinal(article.date) if article.date else None,
    )


def to_report(name: str, claim: Claim, article: Article, origin: str) -> Report:
    return Report(
        claim=name,
        article=article.id,
        origin=origin,
        status=claim.status,
        modality=claim.modality,
        quotes=claim.evidence,
        confidence=claim.confidence,
        rule=claim.rule,
        title=article.title,
        publisher=article.publisher,
        published=article.date,
        url=article.url,
        status_detail=claim.status_detail,
        attribution=claim.attribution,
    )


def _days(expression: str | None) -> tuple[int, int] | None:
    """The first and last day that a date allows; None where it is open at an end."""
    first, last = day_bounds(expression) if expression else (None, None)
    if first is None or last is None:
        return None
    return ordinal(first), ordinal(last)


def ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def phase_of(status: str) -> int:
    """How settled a stage is: 0 asked for, 1 promised, 2 there, 3 over."""
    return _PHASES[status]
