"""Where reports of one act do not agree: on its status, its date, an amount.

    engagements, with the claims that speak of them -> Disagreements

Nothing is decided here: what was reported stays as it was reported, side by side, and a
disagreement names the claims to look at. That a promise was kept later, or a day is given for a
month, is no disagreement; nor are reprints of one text, whose differences are slips.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from itertools import combinations
from typing import Final

from kg.assemble.acts import Act
from kg.assemble.joining import gap
from kg.assemble.told import Told
from kg.ids import content_id
from kg.model import Disagreement, Engagement, Quantity
from kg.resolve.places import Places

__all__ = ["find_disagreements", "find_twice_built"]

#: "About" is off by so much of a number at most.
_MOST: Final = Decimal("0.1")


def find_disagreements(engagement: Engagement, claims: Sequence[Told]) -> list[Disagreement]:
    """What the reports on one engagement disagree on, in order of id: at most one disagreement
    on each of status, date and amount."""
    told = [each for each in claims if each.claim.modality in ("asserted", "denied")]
    answers = [(about, _told_apart(told, differ)) for about, differ in _QUESTIONS]
    found = [
        _to_disagreement(about, [engagement.id], names)
        for about, names in (*answers, ("amount", _counted_apart(told))) if names
    ]
    return sorted(found, key=lambda one: one.id)


def find_twice_built(acts: Iterable[Act], places: Places) -> list[Disagreement]:
    """The dates that acts of one set of countries disagree on, which would be one but for that:
    the same building finished twice. In order of id."""
    found = [
        _to_disagreement("date", [a.id, b.id], {*a.built, *b.built})
        for a, b in _twice_built(acts, places)
    ]
    return sorted(found, key=lambda one: one.id)


def _to_disagreement(
    about: str, engagements: Iterable[str], claims: Iterable[str]
) -> Disagreement:
    ids, names = tuple(sorted(engagements)), tuple(sorted(claims))
    return Disagreement(content_id("disagreement", about, about, ids, names), about, ids, names)


def _told_apart(told: Sequence[Told], differ: Callable[[Told, Told], bool]) -> set[str]:
    """The claims that another one of another origin contradicts."""
    return {
        each.id for a, b in combinations(told, 2)
        if a.report.origin != b.report.origin and differ(a, b) for each in (a, b)
    }


def _differ_in_status(a: Told, b: Told) -> bool:
    """Does one affirm what the other denies, or the later fall behind the earlier?"""
    if a.claim.modality != b.claim.modality:
        return True
    if a.published is None or b.published is None:
        return False
    first, second = sorted((a, b), key=lambda each: (each.published or 0, -each.phase))
    if first.phase <= second.phase:
        return False
    # What is due on the day is done by the evening.
    return first.published != second.published or not (
        second.phase == 1 and second.days and second.days[0] <= (first.published or 0)
    )


def _differ_in_date(a: Told, b: Told) -> bool:
    """Do both date the same stage, and no day fits both?"""
    return bool(a.days and b.days and a.phase == b.phase and gap(a.days, b.days))


_QUESTIONS: Final = (("status", _differ_in_status), ("date", _differ_in_date))


def _counted_apart(told: Sequence[Told]) -> set[str]:
    """All claims that count what is counted differently: who is right, or in between, too."""
    by_unit: defaultdict[str, list[tuple[Told, list[Quantity]]]] = defaultdict(list)
    for each in told:
        for unit in sorted({one.unit for one in each.claim.quantities}):
            counts = [one for one in each.claim.quantities if one.unit == unit]
            by_unit[unit].append((each, counts))
    return {
        each.id for counted in by_unit.values()
        if any(a.report.origin != b.report.origin and _differ_in_amount(ours, theirs)
               for (a, ours), (b, theirs) in combinations(counted, 2))
        for each, _ in counted
    }


def _differ_in_amount(ours: Sequence[Quantity], theirs: Sequence[Quantity]) -> bool:
    """Has each a number that fits none of the other? One may tell parts, the other the sum."""
    return (
        any(not any(_fit(one, other) for other in theirs) for one in ours)
        and any(not any(_fit(one, other) for other in ours) for one in theirs)
    )


def _fit(a: Quantity, b: Quantity) -> bool:
    """Can both numbers be said of one amount? What is promised and what has come may differ."""
    if a.state and b.state and a.state != b.state:
        return True
    try:
        low, high = sorted((a, b), key=lambda one: Decimal(one.value))
        less, more = Decimal(low.value), Decimal(high.value)
    except InvalidOperation:
        return a.value == b.value
    if less == more or low.qualifier == "over" or high.qualifier in ("under", "up to"):
        return True
    loose = [Decimal(one.value) for one in (a, b) if one.qualifier == "about"]
    return any(more - less <= _looseness(value) for value in loose)


def _looseness(value: Decimal) -> Decimal:
    """By how much "about" can be off: half of the last figure that is no nought, but no more
    than a tenth. "About 14 million" is not said of 14.7."""
    exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int)  # a numeral is no infinity
    return min(Decimal(5).scaleb(exponent - 1), _MOST * abs(value))


# One building, finished twice


def _twice_built(acts: Iterable[Act], places: Places) -> Iterator[tuple[Act, Act]]:
    """Pairs of acts that finished the same hospital at different times."""
    by_house: defaultdict[str, list[Act]] = defaultdict(list)
    for act in acts:
        for name in sorted(act.houses):
            by_house[name].append(act)
    seen = set()
    for name in sorted(by_house):
        ordered = sorted(by_house[name], key=lambda act: act.id)
        for a, b in combinations(ordered, 2):
            if (a.id, b.id) not in seen and not places.contradict(a.place, b.place):
                seen.add((a.id, b.id))
                yield a, b
