"""The one quote to show where there is room for one.

    acts -> Citation

All quotes stay reachable through the ids of acts and claims; a table cell, a summary or a
tooltip holds one. It is chosen so that a reader can check the tie with it: it names who is
tied, and speaks of the furthest stage reached.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kg.model import STATUSES
from kg.network.selection import Act

__all__ = ["Citation", "best_citation"]


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote and where it stands. `act` is the engagement, or the link, it speaks for."""

    quote: str
    act: str
    claim: str
    status: str
    article: str
    title: str
    publisher: str | None
    published: str | None
    url: str | None

    def source(self) -> str:
        """Outlet and day as one line: "The EastAfrican, 2018-03-13"."""
        return ", ".join(part for part in (self.publisher or self.title, self.published) if part)


def best_citation(acts: Iterable[Act], names: Collection[str] = ()) -> Citation | None:
    """The quote that speaks best for `acts`; None only where there is no act.

    First those that hold one of `names` (any case), then those of the furthest status, the
    latest, the shortest; among equals, the first by id.
    """
    wanted = [name.casefold() for name in names if name]
    found = [
        (
            not any(name in evidence.quote.casefold() for name in wanted),
            -STATUSES.index(report.status),
            _latest_first(report.published),
            len(evidence.quote),
            act.id, report.claim, evidence.start,
            Citation(
                evidence.quote, act.id, report.claim, report.status, report.article,
                report.title, report.publisher, report.published, report.url,
            ),
        )
        for act in acts for report in act.reports for evidence in report.quotes
    ]
    return min(found, key=lambda row: row[:-1])[-1] if found else None


def _latest_first(day: str | None) -> tuple[int, ...]:
    return tuple(-ord(letter) for letter in day) if day else (0,)
