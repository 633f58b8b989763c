"""Where reports of one act do not agree: on its status, its date, an amount.

    engagements, with the claims that speak of them -> Disagreements

Nothing is decided here: what was reported stays as it was reported, side by side, and a
disagreement names the claims to look at. That a promise was kept later, or a day is given for a
month, is no disagreement; nor are reprints of one text, whose differences are slips.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from itertools import combinations
from typing import Final

from kg.assemble.acts import Act
from kg.assemble.joining import gap
from kg.assemble.told import Days, Told
from kg.ids import content_id
from kg.model import Disagreement, Engagement, Quantity
from kg.resolve.places import Places

__all__ = ["find_disagreements", "find_twice_built", "to_occasions"]

#: "About" is off by so much of a number at most.
_MOST: Final = Decimal("0.1")

#: What is done where officials meet, who meet for it.
_CEREMONIAL: Final = frozenset({"agreement", "donation"})
_ENCOUNTERS: Final = frozenset({"meeting", "visit"})
#: News of a meeting appears within so many days of it.
_NEWS_DAYS: Final = 3


def find_disagreements(
    engagement: Engagement, claims: Sequence[Told], occasions: Mapping[str, Days]
) -> list[Disagreement]:
    """What the reports on one engagement disagree on, in order of id: at most one disagreement
    on each of status, date and amount. `occasions` is what `to_occasions` made of all claims of
    its countries."""
    told = [each for each in claims if each.claim.modality in ("asserted", "denied")]

    def differ_in_date(a: Told, b: Told) -> bool:
        return _differ_in_date(a, b, _days_of(a, occasions), _days_of(b, occasions))

    answers = [("status", _told_apart(told, _differ_in_status)),
               ("date", _told_apart(told, differ_in_date))]
    found = [
        _to_disagreement(about, [engagement.id], names)
        for about, names in (*answers, ("amount", _counted_apart(told))) if names
    ]
    return sorted(found, key=lambda one: one.id)


def to_occasions(claims: Iterable[Told]) -> dict[str, Days]:
    """The day of the meeting or visit that an article reports, where it dates one of a set of
    countries, and one only, to the days before it appeared. `claims` are of these countries."""
    days: defaultdict[str, set[Days]] = defaultdict(set)
    for told in claims:
        if (
            told.claim.type in _ENCOUNTERS and told.phase == 2 and told.days is not None
            and told.claim.modality == "asserted"
        ):
            days[told.report.article].add(told.days)
    return {
        told.report.article: day for told in claims
        for day in days.get(told.report.article, ()) if len(days[told.report.article]) == 1
        and told.published is not None and 0 <= told.published - day[1] <= _NEWS_DAYS
        and day[0] == day[1]
    }


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


def _differ_in_date(a: Told, b: Told, days_a: Days | None, days_b: Days | None) -> bool:
    """Do both date the same stage, and no day fits both?"""
    if not days_a or not days_b or a.phase != b.phase or not gap(days_a, days_b):
        return False
    if a.claim.status == b.claim.status == "ongoing":
        return False  # it was there on the one day and on the other
    if a.days is None and b.days is None:
        return False
    (first, was), (_, later) = sorted(((days_a, a), (days_b, b)), key=lambda each: each[0])
    # What was due and has not come is told again with a new day: late, and no disagreement.
    return not (
        was.is_promise and later.published is not None and first[1] < later.published)


def _days_of(told: Told, occasions: Mapping[str, Days]) -> Days | None:
    """When it took place: what is given or signed as an article tells, without a day, was so at
    the meeting that the article is about."""
    if told.days is None and told.claim.type in _CEREMONIAL and told.phase == 2:
        return occasions.get(told.report.article)
    return told.days


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
