"""Which claims speak of one act.

    claims of one set of countries -> groups, each of one act

Two claims are joined where nothing they say contradicts the other (type, countries, people,
institutions, place, time) and there is reason to think of one act: they are close in time, go
back to one text, name the same actors where no time is known, or stand in articles that share
another act. Where that is open they stay two: an engagement counted twice can be seen and
joined later, two that were made one cannot be told apart any more.

Pairs are not all compared: only those that an index of days, origins, actors or shared acts
brings together. What is one hangs only on the claims that are beside each other (`are_beside`),
on what their articles say else, and on what is beside that; so claims that no chain of these
connects may be joined by themselves (`kg.build.claims`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import Final

from kg.assemble.told import Days, Told
from kg.decisions import NOTHING_SETTLED, Settled
from kg.model import GIVING_ROLES, RECEIVING_ROLES, Claim
from kg.resolve.places import Places

__all__ = ["REACH_DAYS", "are_beside", "contradict", "differ", "gap", "join"]

#: Outlets date one act by days that differ, and report it days apart.
_CLOSE_DAYS: Final = 7
#: What was due on a day takes place some days later; and of the same people or institutions
#: papers go on to write for weeks.
_SLIP_DAYS: Final = 14
_SAME_ACTORS_DAYS: Final = 31
#: What the same people promised on the same subject may come this much later than it was due.
_DELAY_DAYS: Final = 62
#: What two institutions promised each other, without a day, may be kept as late as this.
_KEPT_DAYS: Final = 550
#: Where an article has no date at all, so many actors in common stand in for the time.
_TELLING_ACTORS: Final = 2
#: A date as wide as this ("in 2018") says little about which act is meant.
_WIDE_DAYS: Final = 31
#: Of a group as large as a campaign, articles are compared with so many that follow.
_NEXT: Final = 12

#: Claims of other texts, both with a time, are beside each other only where a day of the one is no
#: further than this from a day of the other.
REACH_DAYS: Final = max(_SAME_ACTORS_DAYS, _DELAY_DAYS)

#: Acts that are what certain people do: other people, another act. Elsewhere they only speak.
_OF_PEOPLE: Final = frozenset({"agreement", "conference", "meeting", "plan", "visit"})

_Pair = tuple[Told, Told]


def join(
    block: Iterable[Told], places: Places, decisions: Settled = NOTHING_SETTLED
) -> list[list[Told]]:
    """Part the claims of one set of countries into groups that each speak of one act.

    Each type is joined by itself first. Articles that were found to share an act are then
    taken to tell one story: what they say of another act, without a date, is joined as well.
    What a person joined is one from the start, and what a person parted stays apart, whatever
    the rules say.
    """
    by_type: defaultdict[str, list[Told]] = defaultdict(list)
    for told in sorted(block, key=lambda told: told.id):
        by_type[told.claim.type].append(told)
    joiners = {type_: _Joiner(by_type[type_], places, decisions) for type_ in sorted(by_type)}
    for type_, joiner in joiners.items():
        joiner.add(pair for pair in _neighbours(by_type[type_]) if _is_near(*pair))
    stories = _stories(group for joiner in joiners.values() for group in joiner.groups())
    for type_, joiner in joiners.items():
        joiner.add(_of_one_story(by_type[type_], stories))
    return [group for joiner in joiners.values() for group in joiner.groups()]


def are_beside(a: Told, b: Told, places: Places) -> bool:
    """Is there reason to think that two claims of one type and set of countries speak of one act,
    by themselves? Where they do, it is because of that or of what their articles say else."""
    return _is_near(a, b) and not contradict(a, b, places)


class _Joiner:
    """Groups of claims of one type and set of countries, the most alike joined first.

    A claim joins a group only if it contradicts none of its members: joined pair by pair, a
    chain of small differences would make one act of a year's visits.
    """

    def __init__(self, claims: Sequence[Told], places: Places, decisions: Settled) -> None:
        self._places, self._parted = places, decisions.parted
        self._group_of = {told.id: [told] for told in claims}
        for a, b in sorted(decisions.joined):
            if a in self._group_of and b in self._group_of:
                self._join(self._group_of[a], self._group_of[b])

    def add(self, pairs: Iterable[_Pair]) -> None:
        """Join what `pairs`, in any order and some more than once, have reason to be one."""
        ordered = {}
        for pair in pairs:
            a, b = sorted(pair, key=lambda told: told.id)
            if (a.id, b.id) not in ordered and not self._contradict(a, b):
                ordered[a.id, b.id] = _unlikeness(a, b)
        for _, (name_a, name_b) in sorted((rank, names) for names, rank in ordered.items()):
            one, other = self._group_of[name_a], self._group_of[name_b]
            if one is not other and not any(
                self._contradict(a, b) for a, b in product(one, other)
            ):
                self._join(one, other)

    def _contradict(self, a: Told, b: Told) -> bool:
        return (min(a.id, b.id), max(a.id, b.id)) in self._parted or contradict(
            a, b, self._places)

    def _join(self, one: list[Told], other: list[Told]) -> None:
        if one is not other:
            joined = one + other
            for told in joined:
                self._group_of[told.id] = joined

    def groups(self) -> list[list[Told]]:
        return list({id(group): group for group in self._group_of.values()}.values())


# Which pairs are looked at


def _neighbours(claims: Sequence[Told]) -> Iterator[_Pair]:
    """The pairs of one type that can be near each other at all, some more than once: those
    within reach of each other in time, those of one origin, those with actors in common where
    a time is not known or a promise may have been kept."""
    dated = sorted(
        ((day, told.id, told) for told in claims for day in sorted(told.moments())),
        key=lambda entry: entry[:2],
    )
    for at, (day, _, told) in enumerate(dated):
        for later, _, other in dated[at + 1 :]:
            if later - day > _DELAY_DAYS:
                break
            if later - day <= _SAME_ACTORS_DAYS or told.is_promise or other.is_promise:
                yield told, other
    for same in _indexed(claims, lambda told: [told.report.origin]):
        yield from combinations(same, 2)
    for same in _indexed(claims, lambda told: told.participants):
        yield from product([told for told in same if not told.moments()], same)
    for same in _indexed(claims, lambda told: sorted(told.telling)):
        promised = [told for told in same if told.is_promise and not told.days]
        yield from product(promised, [told for told in same if not told.is_promise])


def _indexed(
    claims: Iterable[Told], keys: Callable[[Told], Iterable[str]]
) -> Iterator[list[Told]]:
    """The claims that have a key in common, key by key."""
    index: defaultdict[str, list[Told]] = defaultdict(list)
    for told in claims:
        for key in keys(told):
            index[key].append(told)
    for key in sorted(index):
        if len(index[key]) > 1:
            yield index[key]


def _stories(groups: Iterable[Sequence[Told]]) -> set[tuple[str, str]]:
    """Pairs of articles, in order, that were written apart and share an act."""
    found = set()
    for group in groups:
        ordered = sorted(group, key=lambda told: (told.published or 0, told.id))
        for at, one in enumerate(ordered):
            for other in ordered[at + 1 : at + 1 + _NEXT]:
                if one.report.origin != other.report.origin:
                    a, b = sorted((one.report.article, other.report.article))
                    found.add((a, b))
    return found


def _of_one_story(claims: Sequence[Told], stories: Iterable[tuple[str, str]]) -> Iterator[_Pair]:
    """The pairs of one type that articles of one story tell, where it is clear which is which:
    each article has one such act, or one with that status; at least one has no date."""
    by_article: defaultdict[str, list[Told]] = defaultdict(list)
    for told in claims:
        by_article[told.report.article].append(told)
    for name_a, name_b in sorted(stories):
        ours, theirs = by_article.get(name_a, []), by_article.get(name_b, [])
        if len(ours) == len(theirs) == 1:
            pairs = [(ours[0], theirs[0])]
        else:
            pairs = [
                (a, b) for a, b in product(ours, theirs)
                if [each.rank for each in ours].count(b.rank) == 1
                and [each.rank for each in theirs].count(a.rank) == 1 and a.rank == b.rank
            ]
        for a, b in pairs:
            if not (a.days and b.days) and _is_told_alike(a, b):
                yield a, b


# What keeps two claims apart


def contradict(a: Told, b: Told, places: Places) -> bool:
    """Do the claims say things that cannot be said of one act?"""
    if a.report.article == b.report.article:
        # The extractor has joined what one article says of one act; what it left apart (the
        # part that was delivered, the part that is promised) are two.
        return True
    if (a.claim.modality == "hypothetical") != (b.claim.modality == "hypothetical"):
        return True
    if (a.claim.modality == "historical") != (b.claim.modality == "historical") and not (
        a.days and b.days
    ):
        return True  # "the agreement of old" is the new one only where both are dated alike
    if a.days and b.days and gap(a.days, b.days) > _tolerance(a, b):
        return True
    if places.contradict(a.claim.place, b.claim.place):
        return True
    if _face_each_other(a.claim, b.claim):
        return True
    if a.report.origin == b.report.origin:
        # Two hands at one text spell its names in two ways.
        return False
    if differ(a.institutions, b.institutions) or (
        a.claim.type in _OF_PEOPLE and differ(a.people, b.people)
    ):
        return True
    return bool(a.claim.topics and b.claim.topics and not _share_actors(a, b)
                and not _share_topics(a, b))


def _tolerance(a: Told, b: Told) -> int:
    """By how many days two dates may differ: more where one tells what is due, one what was;
    and more still where those who promised it say, later, that it came later."""
    first, second = sorted((a, b), key=lambda told: told.days or (0, 0))
    if (
        first.is_promise and first.published and second.published
        and first.published < second.published
        and _share_actors(a, b) and _share_topics(a, b)
    ):
        return _DELAY_DAYS
    return _SLIP_DAYS if a.is_promise != b.is_promise else _CLOSE_DAYS


def differ(a: Mapping[str, frozenset[str]], b: Mapping[str, frozenset[str]]) -> bool:
    """Do both name actors for one country, and none of them the same?"""
    return any(not a[country] & b[country] for country in a.keys() & b.keys())


def _face_each_other(a: Claim, b: Claim) -> bool:
    """Does a country give in one claim and only receive in the other? Doctors whom Cuba sends
    to Kenya and doctors whom Kenya sends to Cuba are two missions."""
    return _gives_where_other_takes(a, b) or _gives_where_other_takes(b, a)


def _gives_where_other_takes(a: Claim, b: Claim) -> bool:
    giving = _with_role(a, GIVING_ROLES)
    return not giving.isdisjoint(_with_role(b, RECEIVING_ROLES) - _with_role(b, GIVING_ROLES))


def _with_role(claim: Claim, roles: frozenset[str]) -> set[str]:
    return {name for name, role in claim.roles if role in roles and name in claim.countries}


def _share_actors(a: Told, b: Told) -> bool:
    return not set(a.participants).isdisjoint(b.participants)


def _share_topics(a: Told, b: Told) -> bool:
    return not set(a.claim.topics).isdisjoint(b.claim.topics)


# What brings two claims together


def _is_near(a: Told, b: Told) -> bool:
    """Is there reason to think that the claims speak of one act, if nothing contradicts it?"""
    if a.report.origin == b.report.origin:
        return True
    shared = _share_actors(a, b)
    if len(a.claim.countries) < 2 and not shared:
        return False  # "a grant for Fiji" may come from anyone
    if not _is_told_alike(a, b):
        return False
    if not (a.moments() and b.moments()):
        return len(set(a.participants) & set(b.participants)) >= _TELLING_ACTORS or (
            bool(a.telling & b.telling) and _share_topics(a, b)
        )
    reach = _SAME_ACTORS_DAYS if shared else _CLOSE_DAYS
    if a.days and b.days and not (_is_wide(a.days) or _is_wide(b.days)):
        return True  # no further apart than `contradict` lets pass
    if a.published is not None and b.published is not None and (
        abs(a.published - b.published) <= reach
    ):
        return True
    return _dates_report(a, b, reach) or _dates_report(b, a, reach) or _is_kept(a, b)


def _is_told_alike(a: Told, b: Told) -> bool:
    """A wish is the act that came about only if an actor or a subject is the same: many are
    expressed, and few come about. Nor is a promise the deed where one alone tells who gives: it
    may have been the other way round."""
    wish, deed = sorted((a, b), key=lambda told: told.rank)
    far = wish.phase == 0 and deed.phase == 2
    one_sided = wish.phase != deed.phase and bool(a.claim.roles) != bool(b.claim.roles)
    return not (far or one_sided) or _share_actors(a, b) or _share_topics(a, b)


def _is_kept(a: Told, b: Told) -> bool:
    """Did two institutions do, within reach, what they had promised each other without a day?"""
    promise, deed = sorted((a, b), key=lambda told: told.rank)
    done = deed.days[0] if deed.days else deed.published
    return (
        promise.phase <= 1 and deed.phase == 2 and promise.days is None
        and promise.published is not None and done is not None
        and 0 <= done - promise.published <= _KEPT_DAYS
        and len(a.telling & b.telling) >= _TELLING_ACTORS and _share_topics(a, b)
    )


def _dates_report(a: Told, b: Told, reach: int) -> bool:
    """Was `b`, which has no date, published about the time when `a` took place?"""
    return (
        a.days is not None and b.days is None and b.published is not None
        and not _is_wide(a.days) and gap(a.days, (b.published, b.published)) <= reach
    )


def _is_wide(days: Days) -> bool:
    return days[1] - days[0] > _WIDE_DAYS


def gap(a: Days, b: Days) -> int:
    """Days between two stretches of time, 0 where they meet."""
    return max(0, a[0] - b[1], b[0] - a[1])


def _unlikeness(a: Told, b: Told) -> tuple[int, ...]:
    """How much two claims differ, for joining the most alike first: smaller is more alike."""
    return (
        a.report.origin != b.report.origin,
        abs(a.rank - b.rank),
        -len(set(a.participants) & set(b.participants)),
        gap(a.days, b.days) if a.days and b.days else _SAME_ACTORS_DAYS,
        a.claim.place != b.claim.place,
        -len(set(a.claim.topics) & set(b.claim.topics)),
        abs(a.published - b.published) if a.published and b.published else _SAME_ACTORS_DAYS,
    )
