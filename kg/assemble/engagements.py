"""What the claims of one act come to.

    claims of one act -> Engagement

Each claim stays a dated report; what they say together is chosen by rules that do not ask in
which order they were read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from kg.assemble.told import Told
from kg.ids import content_id
from kg.model import MODALITIES, STATUSES, Engagement, Quantity, Report

__all__ = ["furthest_status", "stage_of", "to_engagement", "when"]


def to_engagement(group: Sequence[Told]) -> Engagement:
    by_time = sorted(group, key=lambda told: when(told.report))
    reports = tuple(told.report for told in by_time)
    # What the furthest report says of time and place was written when most was known.
    telling = sorted(group, key=lambda told: (
        MODALITIES.index(told.claim.modality), -stage_of(told.claim.status), told.id
    ))
    first, claim = by_time[0], by_time[0].claim
    label = "-".join((claim.type, *sorted(claim.countries)))
    return Engagement(
        id=content_id("engagement", label, first.id),
        type=claim.type,
        status=furthest_status(reports),
        countries=tuple(sorted(claim.countries)),
        participants=tuple(sorted({name for told in group for name in told.participants})),
        topics=tuple(sorted({topic for told in group for topic in told.claim.topics})),
        date=_most_precise(telling),
        place=next((told.claim.place for told in telling if told.claim.place), None),
        modality=telling[0].claim.modality,
        origins=len({report.origin for report in reports}),
        reports=reports,
        detail=_most_frequent(told.claim.detail for told in telling),
        roles=tuple(sorted({role for told in group for role in told.roles})),
        quantities=_quantities(by_time),
    )


def when(report: Report) -> tuple[str, str]:
    """In order of publication, those without a day last; then of claim."""
    return report.published or "9999", report.claim


def stage_of(status: str) -> int:
    """How far a status is along the way; `ended` stands outside it and never counts as far."""
    return -1 if status == "ended" else STATUSES.index(status)


def furthest_status(reports: Sequence[Report]) -> str:
    """The furthest stage of the asserted reports, or `ended` where the latest say so.

    Where none is asserted, all are taken as they are: the modality tells what they are worth.
    """
    asserted = [report for report in reports if report.modality == "asserted"] or list(reports)
    latest = max((report.published for report in asserted if report.published), default=None)
    last = [report for report in asserted if report.published == latest]
    if any(report.status == "ended" for report in last):
        return "ended"
    return max((report.status for report in asserted), key=stage_of)


def _most_precise(telling: Sequence[Told]) -> str | None:
    """The date that leaves fewest days open; of several, that of the most telling claim."""
    dated = [
        (told.days[1] - told.days[0] if told.days else 10**6, at, told.claim.date)
        for at, told in enumerate(telling) if told.claim.date
    ]
    return min(dated)[2] if dated else None


def _most_frequent(values: Iterable[str | None]) -> str | None:
    counts = Counter(value for value in values if value)
    return min(counts, key=lambda value: (-counts[value], value), default=None)


def _quantities(by_time: Sequence[Told]) -> tuple[Quantity, ...]:
    """Each amount once, with the evidence of who gave it first."""
    found: dict[tuple[str, str, str, str], Quantity] = {}
    for told in by_time:
        for one in told.claim.quantities:
            key = (one.unit, one.value, one.qualifier or "", one.state or "")
            found.setdefault(key, one)
    return tuple(found[key] for key in sorted(found))
