"""Doubts about acts: what was joined, what was not, what follows what, and what was misread."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from kg.assemble.joining import gap
from kg.assemble.told import Told
from kg.model import Engagement, Ground, Report, Step
from kg.network.reference import read_reference
from kg.pairs import country_ties
from kg.review.doubt import Doubt, Side, choice, quoted
from kg.review.reasons import apart, joined
from kg.review.sight import Sight

__all__ = ["doubtful_acts", "doubtful_claims", "doubtful_joins", "doubtful_links"]

#: How much each difference between joined reports leaves in doubt (judgement).
_NO_ACTOR: Final = 0.2
_NO_TOPIC: Final = 0.15
_OTHER_DATE: Final = 0.25
_NO_DATE: Final = 0.1
_OTHER_PLACE: Final = 0.15
_ONE_SIDED: Final = 0.3
_OTHER_STAGE: Final = 0.15
#: How much speaks for one act where a single reason kept two apart.
_KEPT: Final = {"date": 0.45, "institutions": 0.4, "people": 0.4, "topic": 0.35, "place": 0.35}
_NOTHING: Final = 0.3
#: Acts further apart than this, in days, are not worth a look; nor are more than so many that
#: follow one.
_NEAR_DAYS: Final = 31
_NEXT: Final = 8
#: What each basis of a link leaves open; of several, as if they were independent.
_BASIS: Final = {"institution": 0.25, "place": 0.6, "article": 0.5, "story": 0.6, "topic": 0.6}
_LONG_DAYS: Final = 365
_LONG: Final = 0.15
#: Acts that one country does for the other.
_GIVING: Final = frozenset({"deployment", "donation", "financing", "response", "training"})
_FIRM: Final = ("signed", "ongoing", "completed")


def doubtful_joins(sight: Sight) -> Iterator[Doubt]:
    """Engagements whose least alike reports differ in something."""
    for one in sight.world.engagements:
        told = [sight.told(report) for report in _one_an_origin(one.reports)]
        pairs = [(signs, a, b) for a, b in combinations(told, 2)
                 if (signs := _signs_of_join(a, b))]
        if not pairs:
            continue
        signs, a, b = max(pairs, key=lambda pair: (
            sum(weight for weight, _ in pair[0]), pair[1].id, pair[2].id))
        grounds = [_ground(sight, each.id) for each in (a, b)]
        yield Doubt(
            "joined", "Are these reports of one act?",
            tuple(_side(sight, each) for each in (a, b)), tuple(signs), _reach(one),
            (*choice("One act", "merge", [a.id, b.id], grounds),
             *choice("Two acts", "split", [a.id, b.id], grounds)))


def _one_an_origin(reports: Sequence[Report]) -> list[Report]:
    """The first report of each origin: copies of one text are of one act."""
    found: dict[str, Report] = {}
    for report in reports:
        found.setdefault(report.origin, report)
    return list(found.values())


def _signs_of_join(a: Told, b: Told) -> list[tuple[float, str]]:
    spoke = {name for name, _ in joined(a, b)}
    signs = []
    if a.days and b.days and gap(a.days, b.days):
        signs.append((_OTHER_DATE, f"dated {a.claim.date} and {b.claim.date}"))
    elif not (a.days and b.days):
        signs.append((_NO_DATE, "not both are dated"))
    if "actors" not in spoke:
        signs.append((_NO_ACTOR, "nobody is named in both"))
    if "topic" not in spoke:
        signs.append((_NO_TOPIC, "no subject in common"))
    if a.claim.place and b.claim.place and a.claim.place != b.claim.place:
        signs.append((_OTHER_PLACE, f"in {a.claim.place} and in {b.claim.place}"))
    if a.phase != b.phase:
        signs.append((_OTHER_STAGE, f"{a.claim.status} in one, {b.claim.status} in the other"))
    if a.claim.type in _GIVING and bool(a.claim.roles) != bool(b.claim.roles):
        signs.append((_ONE_SIDED, "only one tells who gives and who receives"))
    return signs if len(signs) > 1 else []


def doubtful_acts(sight: Sight) -> Iterator[Doubt]:
    """Pairs of acts of one type, countries and time that one reason, or none, kept apart."""
    blocks: defaultdict[tuple[str, tuple[str, ...]], list[tuple[int, Engagement]]] = defaultdict(
        list)
    for one in sight.world.engagements:
        day = _day(sight.told(one.reports[0]))
        if day is not None and one.modality == "asserted":
            blocks[one.type, one.countries].append((day, one))
    for key in sorted(blocks):
        placed = sorted(blocks[key], key=lambda entry: (entry[0], entry[1].id))
        for at, (day, one) in enumerate(placed):
            for later, other in placed[at + 1 : at + 1 + _NEXT]:
                if later - day <= _NEAR_DAYS:
                    yield from _near(sight, one, other)


def _near(sight: Sight, one: Engagement, other: Engagement) -> Iterator[Doubt]:
    pairs = [(apart(a, b, sight.places), a, b)
             for a in map(sight.told, one.reports) for b in map(sight.told, other.reports)]
    causes, a, b = min(pairs, key=lambda pair: (len(pair[0]), pair[1].id, pair[2].id))
    if len(causes) > 1 or not {name for name, _ in causes} <= _KEPT.keys():
        return
    signs = [(_KEPT[name], words) for name, words in causes] or [
        (_NOTHING, "nothing speaks against it, and too little for it")]
    spoke = [sentence for name, sentence in joined(a, b) if name in ("actors", "topic", "place")]
    if not spoke:
        return
    signs.append((0.1 * len(spoke), ", ".join(spoke)))
    grounds = [_ground(sight, each.id) for each in (a, b)]
    yield Doubt(
        "acts", "Are these one act or two?", tuple(_side(sight, each) for each in (a, b)),
        tuple(signs), min(_reach(one), _reach(other)),
        (*choice("One act", "merge", [a.id, b.id], grounds),
         *choice("Two acts", "split", [a.id, b.id], grounds)))


def _day(told: Told) -> int | None:
    return told.days[0] if told.days else told.published


def doubtful_links(sight: Sight) -> Iterator[Doubt]:
    """Steps of threads and what they follow."""
    for thread in sight.world.threads:
        for step in thread.steps:
            for before in step.follows:
                if step.basis and "decision" not in step.basis:
                    yield _link(sight, before, step)


def _link(sight: Sight, before: str, step: Step) -> Doubt:
    first, second = sight.engagements[before], sight.engagements[step.engagement]
    a, b = (sight.told(next((report for report in one.reports if report.modality == "asserted"),
                            one.reports[0])) for one in (first, second))
    open_ = 1.0
    for name in step.basis:
        open_ *= _BASIS[name]
    signs = [(round(open_, 2), f"linked by {', '.join(step.basis)}")]
    days = _days_between(a, b)
    if days is not None and days > _LONG_DAYS:
        signs.append((_LONG, f"{days} days apart"))
    grounds = [_ground(sight, each.id) for each in (a, b)]
    return Doubt(
        "link", "Does the second follow from the first?",
        tuple(_side(sight, each) for each in (a, b)), tuple(signs),
        min(_reach(first), _reach(second)),
        (*choice("It does", "link", [a.id, b.id], grounds),
         *choice("It does not", "unlink", [a.id, b.id], grounds)))


def _days_between(a: Told, b: Told) -> int | None:
    first, second = _day(a), _day(b)
    return None if first is None or second is None else abs(second - first)


def doubtful_claims(sight: Sight, below: float) -> Iterator[Doubt]:
    """Asserted claims that were read with a confidence below a limit."""
    for one in sight.world.engagements:
        for report in one.reports:
            if report.modality != "asserted" or report.confidence >= below:
                continue
            signs = [(1 - report.confidence, f"read with confidence {report.confidence:.2f} by "
                      f"{report.rule}")]
            alone = one.origins == 1
            told = sight.told(report)
            ground = _ground(sight, report.claim)
            # What a single report carries falls with it: the act, and the ties it makes.
            reach = (1 + len(country_ties(one)) if alone and one.status in _FIRM else 1)
            yield Doubt(
                "claim", "Was this read rightly?", (_side(sight, told),), tuple(signs), reach,
                (*choice("It is right", "confirm", [report.claim], [ground]),
                 *choice("It is wrong", "reject", [report.claim], [ground])))


def _reach(one: Engagement) -> int:
    return len(one.reports)


def _ground(sight: Sight, claim: str) -> Ground:
    article = sight.article_of(claim)
    assert article is not None
    return sight.grounds(article)[claim]


def _side(sight: Sight, told: Told) -> Side:
    claim, report = told.claim, told.report
    names = [read_reference().country(code).name for code in claim.countries]
    label = f"{claim.type} of {' and '.join(names) or 'no country'}"
    known = [claim.status]
    if claim.date:
        known.append(f"dated {claim.date}")
    if report.published:
        known.append(f"published {report.published}")
    if claim.place:
        known.append(f"in {claim.place}")
    actors = [sight.entities[name].name for name in told.participants if name in sight.entities]
    known += [", ".join(actors)] if actors else []
    known += [", ".join(claim.topics)] if claim.topics else []
    known += [" ".join(filter(None, (one.qualifier, one.value, one.unit)))
              for one in claim.quantities[:3]]
    known.append(sight.engagement_of.get(told.id, told.id))
    return Side(told.id, label, tuple(known), (quoted(sight, _ground(sight, told.id)),))
