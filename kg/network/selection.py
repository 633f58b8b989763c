"""Which engagements a network rests on.

    World + Filters -> acts

An act is an engagement, or a link between institutions that no engagement stands for, that
passed the filters: with the reports that speak for it, and the years it is dated to. Every
network, measure and table of `kg.network` starts here, so that one filter means one thing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Final, TypedDict

from kg.confidence import check_minimum, sure_world
from kg.edtf import day_bounds
from kg.errors import UsageError
from kg.model import (
    ENGAGEMENT_TYPES,
    MODALITIES,
    STATUSES,
    Engagement,
    InstitutionLink,
    Report,
    World,
)

__all__ = ["FIRM", "STAGES", "Act", "Filters", "Selection", "acts_of", "dates_of", "link_acts_of",
           "with_known_beginnings"]

#: A tie is what was signed, goes on or was done; a wish or a plan is not yet one.
FIRM: Final = ("signed", "ongoing", "completed")

#: Statuses by how far an act has come. What ended may never have begun.
STAGES: Final = ("ended", *(status for status in STATUSES if status != "ended"))

#: What a user may ask for: a year, a month or a day.
_DATE: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


class Filters(TypedDict, total=False):
    """The keywords that every function of `kg.network` takes. See Selection."""

    statuses: Collection[str]
    types: Collection[str] | None
    topics: Collection[str] | None
    since: str | int | None
    until: str | int | None
    min_origins: int
    modalities: Collection[str]
    min_confidence: float


@dataclass(frozen=True, slots=True)
class Selection:
    """What an engagement must be to count. None means any.

    `statuses`, `types`, `modalities` are words of the codebook; `topics` are ids of
    data/topics.csv, of which one is enough (`Reference.narrower` adds those below an id).
    `since` and `until` are inclusive, each a year, month or day (2018, "2018-03",
    "2018-03-13"); an engagement counts if it may have been in the period, so that one of
    "2018" is in any part of 2018. `min_origins` is how many independent origins must report
    it; `min_confidence`, from 0 to 1, which reports count at all (`kg.confidence`).

    Raises UsageError for a word that is not of the codebook: a misspelt filter would give an
    empty network that looks like a finding.
    """

    statuses: Collection[str] = FIRM
    types: Collection[str] | None = None
    topics: Collection[str] | None = None
    since: str | int | None = None
    until: str | int | None = None
    min_origins: int = 1
    modalities: Collection[str] = ("asserted",)
    min_confidence: float = 0.0

    def __post_init__(self) -> None:
        _check("status", self.statuses, STATUSES)
        _check("type", self.types or (), ENGAGEMENT_TYPES)
        _check("modality", self.modalities, MODALITIES)
        for name, value in (("since", self.since), ("until", self.until)):
            if value is not None and not (
                    _DATE.fullmatch(str(value)) and day_bounds(str(value))[0]):
                raise UsageError(f"{name} {value!r}; expected a date as 2018, 2018-03, 2018-03-13")
        if (self.since is not None and self.until is not None
                and _days(str(self.since), None)[0] > _days(None, str(self.until))[1]):
            raise UsageError(
                f"since {self.since} is after until {self.until}; nothing is in between")
        if self.min_origins < 1:
            raise UsageError(f"min_origins {self.min_origins}; expected 1 or more")
        check_minimum(self.min_confidence)

    def as_record(self) -> dict[str, str]:
        """The filters as words, in a fixed order, for the record kept with a result."""
        return {
            "statuses": ", ".join(s for s in STATUSES if s in self.statuses) or "none",
            "types": ", ".join(sorted(self.types)) if self.types else "any",
            "topics": ", ".join(sorted(self.topics)) if self.topics else "any",
            "since": str(self.since) if self.since is not None else "any",
            "until": str(self.until) if self.until is not None else "any",
            "min_origins": str(self.min_origins),
            "modalities": ", ".join(m for m in MODALITIES if m in self.modalities) or "none",
            "min_confidence": f"{self.min_confidence:g}" if self.min_confidence else "any",
        }

    def in_period(self, first: str | None, last: str | None) -> bool:
        """Whether what began not before `first` and ended not after `last` may be in it."""
        if self.since is None and self.until is None:
            return True
        if first is None and last is None:
            return False
        begun, ended = _days(first, last)
        since, until = _days(
            *(None if year is None else str(year) for year in (self.since, self.until)))
        return ended >= since and begun <= until


@dataclass(frozen=True, slots=True)
class Act:
    """An engagement, or a link without one, that counts, and what speaks for it.

    `id` is the engagement's, or the two institutions' ids for a link. `first` and `last` are
    EDTF; `dated` is False where the texts give no day of the act and the first report of it
    stands in. `reports` are those of the wanted modalities. A link has no `type`.
    """

    id: str
    status: str
    type: str | None
    topics: tuple[str, ...]
    first: str | None
    last: str | None
    dated: bool
    reports: tuple[Report, ...]

    @property
    def year(self) -> int | None:
        """The year in which it began; where only its end is known, the year of that."""
        day = (day_bounds(self.first)[0] if self.first else None) or (
            day_bounds(self.last)[1] if self.last else None)
        return int(day[:4]) if day else None

    @property
    def origins(self) -> frozenset[str]:
        """The independent origins that report it."""
        return frozenset(report.origin for report in self.reports)


def acts_of(world: World, selection: Selection) -> list[tuple[Engagement, Act]]:
    """The engagements of `world` that pass `selection`, in the order of the world."""
    found = []
    for engagement in sure_world(world, selection.min_confidence).engagements:
        reports = _wanted(engagement.reports, selection)
        if engagement.modality not in selection.modalities or not reports:
            continue
        first, last = dates_of(engagement.date) if engagement.date else _published(reports)
        act = Act(
            id=engagement.id, status=engagement.status, type=engagement.type,
            topics=engagement.topics, first=first, last=last,
            dated=engagement.date is not None, reports=reports,
        )
        if _passes(act, selection):
            found.append((engagement, act))
    return found


def link_acts_of(world: World, selection: Selection) -> list[tuple[InstitutionLink, Act]]:
    """The links between institutions that pass `selection`, in the order of the world.

    A link has neither type nor topic: a filter by either leaves it out. Its status is that of
    the latest report if that says `ended`, else the furthest that one of its reports gives.
    """
    found = []
    for link in sure_world(world, selection.min_confidence).links:
        reports = _wanted(link.reports, selection)
        if not reports or selection.types or selection.topics:
            continue
        first, last = _published(reports)
        status = max((r.status for r in reports), key=STAGES.index)
        act = Act(
            id=f"{link.a} {link.b}", first=first, last=last, dated=False, reports=reports,
            status="ended" if reports[-1].status == "ended" else status, type=None, topics=(),
        )
        if _passes(act, selection):
            found.append((link, act))
    return found


def with_known_beginnings(world: World) -> World:
    """`world` with the acts of which only the end is known (EDTF ../2022) dated to that end.

    Such an act may have been in any year before, so that it counts in every period that is asked
    for; where one period is set against another it would make ties in years that nobody reports.
    """
    def known(engagement: Engagement) -> Engagement:
        first, slash, last = (engagement.date or "").partition("/")
        is_open = slash and first in ("", "..") and last not in ("", "..")
        return replace(engagement, date=last) if is_open else engagement

    return replace(world, engagements=tuple(map(known, world.engagements)))


def dates_of(date: str) -> tuple[str | None, str | None]:
    """The first and last year, month or day that an EDTF date names; None is unbounded.

    >>> dates_of("2018-03")
    ('2018-03', '2018-03')
    >>> dates_of("2016/2018~")
    ('2016', '2018')
    """
    first, slash, last = date.partition("/")
    ends = [end.rstrip("~?%") for end in (first, last if slash else first)]
    earliest, latest = (end if day_bounds(end)[0] else None for end in ends)
    return earliest, latest


def _wanted(reports: Iterable[Report], selection: Selection) -> tuple[Report, ...]:
    return tuple(report for report in reports if report.modality in selection.modalities)


def _published(reports: Iterable[Report]) -> tuple[str | None, str | None]:
    # What is not dated began no later than it was first reported; how long it went on after
    # that, no later report of the same act can say.
    day = min((report.published for report in reports if report.published), default=None)
    return day, day


def _passes(act: Act, selection: Selection) -> bool:
    return (
        len(act.origins) >= selection.min_origins
        and act.status in selection.statuses
        and (not selection.types or act.type in selection.types)
        and (not selection.topics or not set(selection.topics).isdisjoint(act.topics))
        and selection.in_period(act.first, act.last)
    )


def _check(name: str, words: Collection[str], known: tuple[str, ...]) -> None:
    if isinstance(words, str):
        raise UsageError(f"{name} {words!r}; expected several words, each one of its own")
    for word in sorted(words):
        if word not in known:
            raise UsageError(f"{name} {word!r}; expected one of {', '.join(known)}")


def _days(first: str | None, last: str | None) -> tuple[str, str]:
    """The first and last day from `first` to `last`, in ISO 8601, which sorts as text; an end
    that is open, or no date, sorts before or after all days."""
    return (
        (day_bounds(first)[0] if first else None) or "0000",
        (day_bounds(last)[1] if last else None) or "9999-12-31",
    )
