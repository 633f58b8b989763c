"""All readings of what may be a name, and the best set of them that do not overlap.

    [Candidate] -> [Candidate]

Names of people and institutions compete for the same words ("King Hussein Cancer Center"), and
one name for several extents ("Ministry of Health and Population"). Each reading comes with a
score; a sentence is read as the set of readings with the highest sum, found exactly by dynamic
programming over the ends of the readings.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

__all__ = ["Candidate", "RegistryRow", "choose"]


class RegistryRow(NamedTuple):
    """What the registry knows of an institution; `country` is None for international ones.

    `form` tells how its wording was made: full, acronym, short (without its place), or brought
    (by the user: it may be any of these, see `_brought`)."""

    id: str
    name: str
    type: str
    country: str | None
    form: str


@dataclass(slots=True, eq=False)
class Candidate:
    """One reading of the tokens `first:last`.

    `kind` is institution, person or other (a name that is neither, such as an airport's: it
    takes part so that nothing else is read into its words). `core` is the name itself, without
    a possessor before it ("Iran's") or titles. The rest is for institutions: `owners` are
    countries that the wording names, `place` the country that it lies in by what follows.
    """

    first: int
    last: int
    kind: str
    score: float
    rule: str
    core: tuple[int, int]
    type: str = "other"
    grade: str = ""
    owners: tuple[str, ...] = ()
    place: str | None = None
    registry: tuple[RegistryRow, ...] = ()
    names: list[str] = field(default_factory=list)
    sector: str = ""
    is_plural: bool = False


def choose(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The set of candidates without overlap whose scores add up to most, in order.

    A tie goes to the set whose last member ends first, then to the candidate given first, so
    that the outcome never depends on anything but the text.
    """
    ordered = sorted(candidates, key=lambda c: (c.last, c.first))
    if len(ordered) < 2:
        return ordered
    ends = [c.last for c in ordered]
    best = [0.0] * (len(ordered) + 1)
    before = [0] * len(ordered)
    taken = bytearray(len(ordered))
    for index, candidate in enumerate(ordered):
        before[index] = bisect_right(ends, candidate.first, 0, index)
        total = best[before[index]] + candidate.score
        if total > best[index]:
            best[index + 1] = total
            taken[index] = 1
        else:
            best[index + 1] = best[index]
    chosen: list[Candidate] = []
    index = len(ordered) - 1
    while index >= 0:
        if taken[index]:
            chosen.append(ordered[index])
            index = before[index] - 1
        else:
            index -= 1
    chosen.reverse()
    return chosen
