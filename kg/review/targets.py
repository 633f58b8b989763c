"""What a person names as the target of a decision -> ids of claims, mentions and entities.

Engagements are what people see, and claims are what decisions are about: an engagement stands for
its first claim where two are put together, for all its claims where it is judged.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.decisions.rules import kind_of
from kg.errors import UsageError
from kg.review.sight import Sight

__all__ = ["to_targets"]


def to_targets(sight: Sight, verb: str, names: Iterable[str]) -> list[str]:
    """The ids that a decision is about. Raises UsageError for an engagement that is not there, and
    for one of several reports that is to be corrected."""
    found: list[str] = []
    for given in names:
        name = given.strip().strip("<>").removeprefix(sight.store.iris.base)
        if kind_of(name) != "engagement":
            found.append(name)
            continue
        engagement = sight.engagements.get(name)
        if engagement is None:
            raise UsageError(f"no engagement is {name!r}; kg explain finds one")
        claims = [report.claim for report in engagement.reports]
        if verb in ("reject", "confirm"):
            found += claims
        elif verb == "correct" and len(claims) > 1:
            raise UsageError(f"{name} has {len(claims)} reports; correct one of "
                             f"{', '.join(claims)}")
        else:
            found.append(claims[0])
    return found
