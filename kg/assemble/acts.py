"""Engagements as comparing them with each other needs them.

    Engagement, the claims that speak of it -> Act --to_json--> a line that --read_act--> reads back

An act stands by itself: linking acts of one set of countries to threads, and finding what was
finished twice, asks nothing else of their articles.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.assemble.engagements import stage_of
from kg.assemble.told import Days, Told
from kg.model import Engagement, Step

__all__ = ["FRAMES", "Act", "read_act", "to_act", "to_json"]

#: What other acts are done under.
FRAMES: Final = frozenset({"agreement", "partnership", "plan"})

#: A date wider than this ("in March") leaves open when it began.
_WIDE_DAYS: Final = 7


@dataclass(frozen=True, slots=True, eq=False)
class Act:
    """An engagement that somebody asserts.

    `begin` is the first day known of it, `reached` the last on which it can have got to its
    furthest stage (ordinals); `phases` are the least and the most settled of its reports, `done`
    says that all have it completed. `telling` are institutions that tell one act from another,
    `institutions` those by country that the claims name, each reading once; `claims` are those
    that assert it. `step_days` are the days of the `steps`, where known. `houses` are the
    institutions that `built`, claims that they were finished, and when, name.
    """

    id: str
    type: str
    countries: tuple[str, ...]
    place: str | None
    phases: tuple[int, int]
    begin: int | None
    reached: int | None
    done: bool
    articles: frozenset[str]
    topics: frozenset[str]
    telling: frozenset[str]
    institutions: tuple[Mapping[str, frozenset[str]], ...]
    claims: tuple[str, ...]
    steps: tuple[Step, ...]
    step_days: tuple[int | None, ...]
    houses: frozenset[str]
    built: tuple[str, ...]

    @property
    def order(self) -> tuple[int, bool, int, str]:
        """Earlier acts first; of one day frames before what fills them, and what is there
        before what is to come."""
        begin = 10**9 if self.begin is None else self.begin
        return begin, self.type not in FRAMES, -self.phases[1], self.id


def to_act(engagement: Engagement, claims: Sequence[Told]) -> Act | None:
    """The act, if anybody asserts it."""
    told = sorted(
        (each for each in claims if each.claim.modality == "asserted"),
        key=lambda each: (each.report.published or "9999", each.id),
    )
    if not told:
        return None
    phases = sorted({each.phase for each in told})
    moments = [first for each in told for first, _ in _moments(each)]
    furthest = [last for each in told if each.phase == phases[-1] for _, last in _moments(each)]
    steps = _steps(engagement, told)
    days = {each.id: first for each in told for first, _ in _moments(each)}
    named = {json.dumps(_by_country(each)): each.institutions for each in told}
    built = [each for each in told if _is_built(each)]
    return Act(
        id=engagement.id, type=engagement.type, countries=engagement.countries,
        place=engagement.place, phases=(phases[0], phases[-1]),
        begin=min(moments, default=None), reached=min(furthest, default=None),
        done=all(each.claim.status == "completed" for each in told),
        articles=frozenset(each.report.article for each in told),
        topics=frozenset(topic for each in told for topic in each.claim.topics),
        telling=frozenset(name for each in told for name in each.telling),
        institutions=tuple(named[key] for key in sorted(named)),
        claims=tuple(sorted(each.id for each in told)),
        steps=steps, step_days=tuple(days.get(step.claim) for step in steps),
        houses=frozenset(name for each in built for name in each.telling),
        built=tuple(sorted(each.id for each in built)),
    )


def _moments(told: Told) -> Iterator[Days]:
    """When the act took place, where it has, else when it was reported. When something is due
    does not tell when it was promised; and "in March" begins when March ends, or when it is
    reported before."""
    if told.phase >= 2 and told.days:
        first, last = told.days
        if told.published is not None and first <= told.published:
            last = min(last, told.published)
        yield (first if last - first <= _WIDE_DAYS else last), last
    elif told.published is not None:
        yield told.published, told.published


def _steps(engagement: Engagement, told: Sequence[Told]) -> tuple[Step, ...]:
    """The stages of one engagement, each with who told it first; what falls back is none."""
    steps: list[Step] = []
    for each in told:
        status = each.claim.status
        if not steps or status == "ended" != steps[-1].status or (
            stage_of(status) > max(stage_of(step.status) for step in steps)
        ):
            date = each.claim.date if each.phase >= 2 else None
            steps.append(Step(engagement.id, status, each.id, date, each.report.published))
    return tuple(steps)


def _is_built(told: Told) -> bool:
    """Is it told when something was finished?"""
    claim = told.claim
    return (
        claim.type == "infrastructure" and claim.status == "completed"
        and claim.modality == "asserted" and told.days is not None
    )


def _by_country(told: Told) -> list[tuple[str, list[str]]]:
    return [(country, sorted(ids)) for country, ids in sorted(told.institutions.items())]


def to_json(act: Act) -> str:
    """An act as a line of JSON, the same for the same act."""
    return json.dumps([
        act.id, act.type, act.countries, act.place, act.phases, act.begin, act.reached, act.done,
        sorted(act.articles), sorted(act.topics), sorted(act.telling),
        [[[country, sorted(ids)] for country, ids in sorted(one.items())]
         for one in act.institutions],
        act.claims,
        [[step.status, step.claim, step.date, step.published] for step in act.steps],
        act.step_days, sorted(act.houses), act.built,
    ], separators=(",", ":"))


def read_act(line: str) -> Act:
    """The act that `to_json` wrote."""
    (id, type_, countries, place, phases, begin, reached, done, articles, topics, telling,
     institutions, claims, steps, step_days, houses, built) = json.loads(line)
    return Act(
        id, type_, tuple(countries), place, (phases[0], phases[1]), begin, reached, done,
        frozenset(articles), frozenset(topics), frozenset(telling),
        tuple({country: frozenset(ids) for country, ids in one} for one in institutions),
        tuple(claims),
        tuple(Step(id, status, claim, date, published)
              for status, claim, date, published in steps),
        tuple(step_days), frozenset(houses), tuple(built),
    )
