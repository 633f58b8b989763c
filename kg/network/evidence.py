"""The one quote to show where there is room for one.

    acts -> Citation

All quotes stay reachable through the ids of acts and claims; a table cell, a summary or a
tooltip holds one. It is chosen so that a reader can check the tie with it: it names who is
tied, and speaks of the furthest stage reached.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from operator import itemgetter
from typing import Final

from kg.network.selection import STAGES, Act

__all__ = ["Citation", "best_citation"]

#: Sorts after all days.
_NO_DAY: Final = "9999"


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote and where it stands. `act` is the engagement, or the link, it speaks for.

    `headline` says that the quote is the title of its article, which a reader should not take
    for what the article says.
    """

    quote: str
    act: str
    claim: str
    status: str
    article: str
    title: str
    publisher: str | None
    published: str | None
    url: str | None
    headline: bool = False

    def source(self) -> str:
        """Outlet and day as one line: "The EastAfrican, 2018-03-13"."""
        return ", ".join(part for part in (self.publisher or self.title, self.published) if part)


def best_citation(
    acts: Iterable[Act], names: Collection[Collection[str]] = ()
) -> Citation | None:
    """The quote that speaks best for `acts`; None only where there is no act.

    `names` holds, for each of those who are tied, the names they go by. The quote that names
    most of them comes first, whatever its case; then that of the furthest status; one that is no
    headline; that of the latest origin, and of the earliest report that goes back to it: the
    others are its reprints; then the shortest, and among equals the first by id.
    """
    # "the ministry" is a wording, not a name: it would match any other.
    wanted = [[name.casefold() for name in one if name != name.lower()] for one in names]
    acts = list(acts)
    begun: dict[str, str] = {}
    for act in acts:
        for report in act.reports:
            day = report.published or _NO_DAY
            begun[report.origin] = min(day, begun.get(report.origin, day))
    found = []
    for act in acts:
        for report in act.reports:
            for evidence in report.quotes:
                text = evidence.quote.casefold()
                headline = evidence.field == "title" or _same_words(text, report.title)
                rank = (
                    -sum(any(name in text for name in one) for one in wanted),
                    -STAGES.index(report.status),
                    headline,
                    _latest_first(begun[report.origin]), report.published or _NO_DAY,
                    len(text), act.id, report.claim, evidence.start,
                )
                found.append((rank, Citation(
                    evidence.quote, act.id, report.claim, report.status, report.article,
                    report.title, report.publisher, report.published, report.url,
                    headline,
                )))
    return min(found, key=itemgetter(0))[1] if found else None


def _latest_first(day: str) -> tuple[int, ...]:
    return tuple(-ord(letter) for letter in day) if day != _NO_DAY else (0,)


def _same_words(text: str, title: str) -> bool:
    """Some sources repeat the title as the first line of the text."""
    return text.split() == title.casefold().split()
