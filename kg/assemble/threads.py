"""Engagements that belong together over time: called for, agreed, signed, carried out.

    acts of one set of countries -> Threads

One engagement carries another forward where they are of the same countries, the stages and
types fit (a promise and the same thing done; an agreement and what is done under it; a wish and
the agreement it led to), nothing they say contradicts that, and something holds them together:
an article that tells both, an institution, a subject that says more than their type, articles
that share another act. Of several that would do the nearest is taken, and none where two are
equally near: a link that is missing can be made later.

What is compared are neighbours in time that have one of these in common, not all pairs.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from kg.assemble.acts import FRAMES, Act
from kg.assemble.joining import differ
from kg.assemble.told import phase_of
from kg.decisions import NOTHING_SETTLED, Settled
from kg.ids import content_id
from kg.model import Step, Thread
from kg.resolve.places import Places

__all__ = ["to_threads"]

#: What is done under an agreement. Gifts and help in need seldom are, or under none that is named.
_UNDER: Final = frozenset({
    "care", "deployment", "financing", "information", "infrastructure", "research", "trade",
    "training",
})
#: That people met, or that countries cooperate, carries nothing forward by itself.
_NO_PART: Final = frozenset({"conference", "cooperation", "meeting", "visit"})
#: Topics that say no more than the type: any deployment is about health workers.
_OF_TYPE: Final[Mapping[str, frozenset[str]]] = {
    "care": frozenset({"medical-tourism", "patient-treatment-abroad"}),
    "deployment": frozenset({"health-workforce"}),
    "donation": frozenset({"medical-devices", "pharmaceuticals"}),
    "infrastructure": frozenset({"health-infrastructure"}),
    "response": frozenset({"disaster-humanitarian-health"}),
    "trade": frozenset({"medicines-trade", "pharmaceuticals"}),
    "training": frozenset({"health-workforce", "medical-education"}),
}

#: How long after a promise its keeping is looked for, and what is done under an agreement; and
#: how long where little holds the two together.
_LONG_DAYS: Final = 5 * 365
_SHORT_DAYS: Final = 2 * 365
#: Articles that share an act tell one story for about so long.
_STORY_DAYS: Final = 92
#: What is to come is taken to come under an agreement that is new, whatever its subject.
_FRESH_DAYS: Final = 183
#: What is done within so many days of a signing was not done under what was signed.
_AT_ONCE_DAYS: Final = 14
#: So many neighbours in time are compared, for each thing in common.
_NEXT: Final = 16


def to_threads(
    acts: Iterable[Act], places: Places, decisions: Settled = NOTHING_SETTLED
) -> list[Thread]:
    """The threads among the acts of one set of countries, in order of id.

    A thread has two engagements at least, or one that got from promise to deed.
    """
    acts = sorted(acts, key=lambda act: act.order)
    stories = _stories(acts)
    links = _decided(
        _links([act for act in acts if act.type not in _NO_PART], places, stories),
        acts, decisions)
    parent = {act.id: act.id for act in acts}

    def root(name: str) -> str:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for before, after in links:
        first, second = sorted((root(before), root(after)))
        parent[second] = first
    members: defaultdict[str, list[Act]] = defaultdict(list)
    for act in acts:
        members[root(act.id)].append(act)
    threads = (_to_thread(members[name], links) for name in sorted(members))
    return sorted((one for one in threads if _is_on_its_way(one)), key=lambda one: one.id)


def _is_on_its_way(thread: Thread) -> bool:
    """Does it hold more than one act, told once or at one stage only?"""
    return len({step.engagement for step in thread.steps}) > 1 or (
        len({phase_of(step.status) for step in thread.steps}) > 1
    )


def _stories(acts: Iterable[Act]) -> dict[str, frozenset[str]]:
    """For each article those that share an act with it, itself among them."""
    beside: defaultdict[str, set[str]] = defaultdict(set)
    for act in acts:
        names = sorted(act.articles)
        for at, name in enumerate(names):
            beside[name].update(names[max(0, at - _NEXT) : at + 1 + _NEXT])
    return {name: frozenset(others) for name, others in beside.items()}


# Which act carries which forward


def _links(
    acts: Sequence[Act], places: Places, stories: Mapping[str, frozenset[str]]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """What holds them together, for each (before, after)."""
    after: defaultdict[str, list[Act]] = defaultdict(list)
    before: defaultdict[str, list[Act]] = defaultdict(list)
    for one, other in _candidates(acts, stories):
        after[one.id].append(other)
        before[other.id].append(one)
    told = Counter(
        (name, "frame" if act.type in FRAMES else act.type) for act in acts
        for name in act.articles
    )
    found: dict[tuple[str, str], tuple[str, ...]] = {}

    def take(act: Act, others: Iterable[Act], fits: Callable[[Act, Act, _Ties], bool]) -> None:
        scored = []
        for other in others:
            first, second = sorted((act, other), key=lambda each: each.order)
            ties = _to_ties(first, second, places, stories, told)
            if not _contradict(first, second, places) and fits(first, second, ties):
                scored.append((ties.distance, first.id, second.id, ties.basis))
        scored.sort()
        if scored and (len(scored) == 1 or scored[0][0] != scored[1][0]):
            found[scored[0][1], scored[0][2]] = scored[0][3]

    for act in acts:
        if act.phases[1] < 2:
            take(act, after[act.id], _keeps)
            take(act, after[act.id], _settles)
        if act.type not in FRAMES:
            take(act, before[act.id], _frames)
            take(act, before[act.id], _is_part)
        if act.phases[1] == 3:
            take(act, before[act.id], _ends)
    return found


@dataclass(frozen=True, slots=True)
class _Ties:
    """What two acts have in common. `alone` says that an article tells both, no agreement but
    the first and nothing of its type but the second; `special` topics say more than the types;
    `days` are those from the beginning of the first to the furthest stage of the second, None
    where not known."""

    article: bool
    institution: bool
    place: bool
    story: bool
    alone: bool
    topics: int
    special: int
    days: int | None
    distance: tuple[int, ...]

    @property
    def basis(self) -> tuple[str, ...]:
        signs = (("article", self.article), ("institution", self.institution),
                 ("place", self.place), ("story", self.story), ("topic", self.topics > 0))
        return tuple(name for name, there in signs if there)

    def within(self, days: int) -> bool:
        return self.days is not None and 0 <= self.days <= days

    @property
    def strong(self) -> bool:
        """Is one undertaking meant, whatever the time between?"""
        return self.institution and self.topics > 0 or self.special > 1


def _to_ties(
    a: Act, b: Act, places: Places, stories: Mapping[str, frozenset[str]],
    told: Mapping[tuple[str, str], int],
) -> _Ties:
    topics, telling = a.topics & b.topics, a.telling & b.telling
    of_type = _OF_TYPE.get(a.type, frozenset()) | _OF_TYPE.get(b.type, frozenset())
    days = None if a.begin is None or b.reached is None else b.reached - a.begin
    here, there = a.place, b.place
    article = bool(a.articles & b.articles)
    return _Ties(
        article=article,
        institution=bool(telling),
        place=here is not None and here == there and not places.is_country(here),
        story=not article and any(stories[name] & b.articles for name in a.articles),
        alone=any(
            told.get((name, "frame"), 0) == 1 == told.get((name, b.type), 0)
            for name in a.articles & b.articles
        ),
        topics=len(topics),
        special=len(topics - of_type),
        days=days,
        distance=(not article, -len(telling), -len(topics), _LONG_DAYS if days is None else days),
    )


def _keeps(promise: Act, deed: Act, ties: _Ties) -> bool:
    """The same thing, further on. What one article tells as done beside a promise does not
    keep it; and a wish is heard only by what has its subject."""
    if (
        promise.type != deed.type or promise.phases[1] >= min(2, deed.phases[1]) or ties.article
    ):
        return False
    if ties.special or ties.strong and promise.phases[1] == 1:
        return ties.within(_LONG_DAYS)
    if ties.story:
        return ties.within(_STORY_DAYS)
    return ties.place and ties.topics > 0 and promise.phases[1] == 1 and ties.within(_SHORT_DAYS)


def _settles(wish: Act, agreement: Act, ties: _Ties) -> bool:
    """What was wished for or promised is agreed upon."""
    return (
        wish.type in _UNDER and wish.phases[1] < 2
        and agreement.type == "agreement" and agreement.phases[1] == 2
        and not ties.article and ties.strong and ties.within(_SHORT_DAYS)
    )


def _frames(frame: Act, deed: Act, ties: _Ties) -> bool:
    """What is done under an agreement that is more than a wish."""
    if (
        frame.type not in FRAMES or frame.phases[1] not in (1, 2)
        or deed.type not in _UNDER or deed.phases[1] < 1
    ):
        return False
    if not ties.article:
        return ties.within(_LONG_DAYS) if ties.strong else (
            ties.special > 0 and ties.within(_SHORT_DAYS))
    if deed.phases[0] == 1:
        # Where an article tells two agreements, or two deployments, one of which may be under
        # another arrangement, what they have in common decides.
        if ties.topics or ties.institution:
            return ties.within(_LONG_DAYS)
        return ties.alone and ties.within(_FRESH_DAYS)
    # What an article tells as done beside an agreement may have been done without it, and what
    # is over is recalled by an article on a new one.
    return deed.phases[1] == 2 and (ties.topics > 0 or ties.institution) and (
        ties.days is not None and ties.days >= (_AT_ONCE_DAYS if deed.done else 0))


def _is_part(one: Act, other: Act, ties: _Ties) -> bool:
    """Of one undertaking an article tells what is there, and what is to come."""
    return (
        one.type == other.type and ties.article and (ties.institution or ties.special > 0)
        and 3 not in (*one.phases, *other.phases)
        and 1 in one.phases + other.phases and 2 in one.phases + other.phases
    )


def _ends(deed: Act, end: Act, ties: _Ties) -> bool:
    """It was there, and is over."""
    return (
        deed.type == end.type and deed.phases[1] == 2 and not ties.article
        and (ties.topics > 0 or ties.institution)
        and ties.within(_LONG_DAYS if ties.strong or ties.special else _SHORT_DAYS)
    )


def _candidates(
    acts: Sequence[Act], stories: Mapping[str, frozenset[str]]
) -> Iterator[tuple[Act, Act]]:
    """Pairs in order of time that have something in common; `acts` are in that order."""
    index: defaultdict[tuple[str, str, str], list[Act]] = defaultdict(list)
    for act in acts:
        for topic in act.topics:
            index["topic", topic, act.type].append(act)
        for name in act.telling:
            index["institution", name, act.type].append(act)
        for article in {beside for name in act.articles for beside in stories[name]}:
            index["article", article, act.type].append(act)
    kinds: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for what, name, type_ in sorted(index):
        kinds[what, name].append(type_)
    seen = set()
    for (what, name), types in kinds.items():
        for type_a, type_b in product(types, types):
            ones, others = index[what, name, type_a], index[what, name, type_b]
            orders = [other.order for other in others]
            for one in ones:
                at = bisect_left(orders, one.order)
                # The nearest after it, and the nearest before: whichever looks for the other.
                for other in (*others[max(0, at - _NEXT) : at], *others[at : at + 1 + _NEXT]):
                    if one.order < other.order:
                        first, second = one, other
                    else:
                        first, second = other, one
                    if first is not second and (first.id, second.id) not in seen:
                        seen.add((first.id, second.id))
                        yield first, second


def _contradict(a: Act, b: Act, places: Places) -> bool:
    """Do they name other institutions of one country, other places, or other subjects?"""
    if a.type == b.type and places.contradict(a.place, b.place):
        return True
    if a.topics and b.topics and not a.topics & b.topics:
        return True
    return a.type == b.type and not a.telling & b.telling and any(
        differ(one, other) for one, other in product(a.institutions, b.institutions)
    )


def _decided(
    links: Mapping[tuple[str, str], tuple[str, ...]], acts: Sequence[Act], decisions: Settled
) -> dict[tuple[str, str], tuple[str, ...]]:
    """The links as people have decided: those they found wrong left out, theirs put in. Which of
    two comes first is told by their days."""
    act_of = {claim: act for act in acts for claim in act.claims}

    def acts_of(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        for pair in sorted(pairs):
            if act_of.keys() >= set(pair):
                first, second = sorted((act_of[name] for name in pair), key=lambda act: act.order)
                if first is not second:
                    yield first.id, second.id

    wrong = set(acts_of(decisions.unlinked))
    right = {pair: basis for pair, basis in links.items() if pair not in wrong}
    for pair in acts_of(decisions.linked):
        right[pair] = tuple(sorted({*right.get(pair, ()), "decision"}))
    return right


# What they come to


def _to_thread(
    acts: Sequence[Act], links: Mapping[tuple[str, str], tuple[str, ...]]
) -> Thread:
    """The steps of all, in order of time; none before one that it follows."""
    ids = {act.id for act in acts}
    follows: defaultdict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for (before, after), basis in sorted(links.items()):
        if after in ids:
            follows[after].append((before, basis))
    begun: dict[str, int] = {}
    depth: dict[str, int] = {}
    placed = []
    for act in acts:  # in order of time, so what an act follows is there before it
        least = max((begun[before] for before, _ in follows[act.id]), default=0)
        depth[act.id] = max((depth[before] + 1 for before, _ in follows[act.id]), default=0)
        for at, (step, day) in enumerate(zip(act.steps, act.step_days, strict=True)):
            least = max(least, least if day is None else day)
            begun.setdefault(act.id, least)
            if at == 0:
                step = Step(
                    step.engagement, step.status, step.claim, step.date, step.published,
                    tuple(before for before, _ in follows[act.id]),
                    tuple(sorted({sign for _, basis in follows[act.id] for sign in basis})),
                )
            placed.append((
                (least, depth[act.id], phase_of(step.status), act.order, at), step))
    steps = tuple(step for _, step in sorted(placed, key=lambda entry: entry[0]))
    countries = acts[0].countries
    return Thread(
        id=content_id("thread", "-".join(countries), *sorted(ids)), countries=countries,
        steps=steps,
    )
