"""Claims of many articles -> the world they speak of.

    Facts, Articles, entities, origins -> World

Claims that speak of one act become one engagement, with every one of them as a dated report
of its status. Two claims are joined where nothing they say contradicts the other (type,
countries, people, institutions, place, time) and they are close in time or go back to one
text. Where that is open they stay two: an engagement counted twice can be seen and joined
later, two that were made one cannot be told apart any more.

Who is who is settled before (`kg.resolve`), and so is which articles go back to one text
(`kg.sources.origins`). The order of articles makes no difference.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations, product
from typing import Final

from kg.edtf import day_bounds
from kg.ids import claim_id, content_id, link_id
from kg.model import (
    MODALITIES,
    STATUSES,
    Article,
    Claim,
    Engagement,
    Entity,
    Facts,
    InstitutionLink,
    Link,
    Quantity,
    Report,
    World,
)
from kg.resolve.places import Places

__all__ = ["assemble", "furthest_status"]

Mapped = Mapping[tuple[str, str], str]

#: Outlets date one act by days that differ, and report it days apart.
_CLOSE_DAYS: Final = 7
#: What was due on a day takes place some days later; and of the same people or institutions
#: papers go on to write for weeks.
_SLIP_DAYS: Final = 14
_SAME_ACTORS_DAYS: Final = 31
#: Where an article has no date at all, so many actors in common stand in for the time.
_TELLING_ACTORS: Final = 2
#: A date as wide as this ("in 2018") says little about which act is meant.
_WIDE_DAYS: Final = 31


def assemble(
    facts: Iterable[Facts],
    articles: Iterable[Article],
    entities: Iterable[Entity],
    mapping: Mapped,
    origins: Mapping[str, str],
    *,
    places: Places | None = None,
) -> World:
    """Assemble the world from the facts of all articles.

    `mapping` gives the entity of each (article id, key), `origins` the origin of each article
    (`kg.resolve.resolve`, `kg.sources.find_origins`). Without `places` two wordings of a place
    contradict each other unless one holds the other.
    """
    by_id = {article.id: article for article in articles}
    kinds = {entity.id: entity for entity in entities}
    claims: list[_Told] = []
    links: list[tuple[tuple[str, str], Report]] = []
    for one in sorted(facts, key=lambda each: each.article):
        article = by_id[one.article]
        origin = origins.get(article.id, article.id)
        told = list({
            name: _to_told(name, claim, article, origin, mapping, kinds)
            for claim in one.claims for name in [claim_id(article.id, claim)]
        }.values())
        claims.extend(told)
        links.extend(_tell_links(one, article, origin, mapping, told))
    engagements = [
        _to_engagement(group) for group in _group(claims, places or Places({}))
    ]
    return World(
        articles=tuple(by_id[name] for name in sorted(by_id)),
        entities=tuple(kinds[name] for name in sorted(kinds)),
        engagements=tuple(sorted(engagements, key=lambda engagement: engagement.id)),
        links=_to_links(links),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    """A claim with what comparing and reporting it needs.

    `people` and `institutions` are entity ids by country ("" where they have none); `days` are
    the first and last day (ordinals) that its date allows, `published` is one, too.
    """

    id: str
    claim: Claim
    report: Report
    participants: tuple[str, ...]
    roles: tuple[tuple[str, str], ...]
    people: Mapping[str, frozenset[str]]
    institutions: Mapping[str, frozenset[str]]
    days: tuple[int, int] | None
    published: int | None

    @property
    def rank(self) -> int:
        return STATUSES.index(self.claim.status)


def _to_told(
    name: str,
    claim: Claim,
    article: Article,
    origin: str,
    mapping: Mapped,
    kinds: Mapping[str, Entity],
) -> _Told:
    participants = sorted({mapping[article.id, key] for key in claim.participants})
    actors: dict[str, defaultdict[str, set[str]]] = {
        "person": defaultdict(set), "institution": defaultdict(set)
    }
    for participant in participants:
        entity = kinds[participant]
        actors[entity.kind][entity.country or ""].add(participant)
    return _Told(
        id=name,
        claim=claim,
        report=_to_report(name, claim, article, origin),
        participants=tuple(participants),
        roles=tuple(sorted({
            (mapping.get((article.id, actor), actor), role) for actor, role in claim.roles
        })),
        people={country: frozenset(ids) for country, ids in actors["person"].items()},
        institutions={country: frozenset(ids) for country, ids in actors["institution"].items()},
        days=_days(claim.date),
        published=date.fromisoformat(article.date).toordinal() if article.date else None,
    )


def _to_report(name: str, claim: Claim, article: Article, origin: str) -> Report:
    return Report(
        claim=name,
        article=article.id,
        origin=origin,
        status=claim.status,
        modality=claim.modality,
        quotes=claim.evidence,
        confidence=claim.confidence,
        rule=claim.rule,
        title=article.title,
        publisher=article.publisher,
        published=article.date,
        url=article.url,
        status_detail=claim.status_detail,
        attribution=claim.attribution,
    )


def _days(expression: str | None) -> tuple[int, int] | None:
    """The first and last day that a date allows; None where it is open at an end."""
    first, last = day_bounds(expression) if expression else (None, None)
    if first is None or last is None:
        return None
    return date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()


# Which claims speak of one act


def _group(claims: Sequence[_Told], places: Places) -> list[list[_Told]]:
    """Part `claims` into groups that each speak of one act."""
    blocks: defaultdict[tuple[str, tuple[str, ...]], list[_Told]] = defaultdict(list)
    for told in sorted(claims, key=lambda told: told.id):
        blocks[told.claim.type, tuple(sorted(told.claim.countries))].append(told)
    return [group for block in blocks.values() for group in _group_block(block, places)]


def _group_block(block: Sequence[_Told], places: Places) -> list[list[_Told]]:
    """Join the claims of one type and set of countries, the most alike first.

    A claim joins a group only if it contradicts none of its members: joined pair by pair, a
    chain of small differences would make one act of a year's visits.
    """
    by_id = {told.id: told for told in block}
    neighbours = {(min(a.id, b.id), max(a.id, b.id)) for a, b in _neighbours(block)}
    pairs = []
    for name_a, name_b in neighbours:
        a, b = by_id[name_a], by_id[name_b]
        # Two of one article, and so a claim and itself, contradict each other.
        if not _contradict(a, b, places) and _is_near(a, b):
            pairs.append((_unlikeness(a, b), name_a, name_b))
    group_of = {told.id: [told] for told in block}
    for _, name_a, name_b in sorted(pairs):
        one, other = group_of[name_a], group_of[name_b]
        if one is not other and not any(_contradict(x, y, places) for x, y in product(one, other)):
            joined = one + other
            for told in joined:
                group_of[told.id] = joined
    return list({id(group): group for group in group_of.values()}.values())


def _neighbours(block: Sequence[_Told]) -> Iterator[tuple[_Told, _Told]]:
    """The pairs that can be near each other at all, some more than once: those within reach of
    each other in time, those of one origin, and any with those whose time is not known."""
    dated = sorted(
        ((day, told.id, told) for told in block for day in sorted(_days_of(told))),
        key=lambda entry: entry[:2],
    )
    for at, (day, _, told) in enumerate(dated):
        for later, _, other in dated[at + 1 :]:
            if later - day > _SAME_ACTORS_DAYS:
                break
            yield told, other
    by_origin: defaultdict[str, list[_Told]] = defaultdict(list)
    for told in block:
        by_origin[told.report.origin].append(told)
    for same in by_origin.values():
        yield from combinations(same, 2)
    yield from product([told for told in block if not _days_of(told)], block)


def _days_of(told: _Told) -> set[int]:
    return {day for day in (*(told.days or ()), told.published) if day is not None}


def _contradict(a: _Told, b: _Told, places: Places) -> bool:
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
    if a.days and b.days and _gap(a.days, b.days) > _tolerance(a, b):
        return True
    if places.contradict(a.claim.place, b.claim.place):
        return True
    if a.report.origin == b.report.origin:
        # Two hands at one text spell its names in two ways.
        return False
    if _differ(a.people, b.people) or _differ(a.institutions, b.institutions):
        return True
    return bool(a.claim.topics and b.claim.topics and not _share_actors(a, b)
                and set(a.claim.topics).isdisjoint(b.claim.topics))


def _tolerance(a: _Told, b: _Told) -> int:
    """By how many days two dates may differ: more where one tells what is due, one what was."""
    due = STATUSES.index("planned")
    return _SLIP_DAYS if (a.rank <= due) != (b.rank <= due) else _CLOSE_DAYS


def _differ(a: Mapping[str, frozenset[str]], b: Mapping[str, frozenset[str]]) -> bool:
    """Do both name actors for one country, and none of them the same?"""
    return any(not a[country] & b[country] for country in a.keys() & b.keys())


def _share_actors(a: _Told, b: _Told) -> bool:
    return not set(a.participants).isdisjoint(b.participants)


def _is_near(a: _Told, b: _Told) -> bool:
    """Is there reason to think that the claims speak of one act, if nothing contradicts it?"""
    if a.report.origin == b.report.origin:
        return True
    shared = _share_actors(a, b)
    if len(a.claim.countries) < 2 and not shared:
        return False  # "a grant for Fiji" may come from anyone
    if not (_days_of(a) and _days_of(b)):
        return len(set(a.participants) & set(b.participants)) >= _TELLING_ACTORS
    reach = _SAME_ACTORS_DAYS if shared else _CLOSE_DAYS
    if a.days and b.days and not (_is_wide(a.days) or _is_wide(b.days)):
        return True  # no further apart than _contradict lets pass
    if a.published is not None and b.published is not None and (
        abs(a.published - b.published) <= reach
    ):
        return True
    return _dates_report(a, b, reach) or _dates_report(b, a, reach)


def _dates_report(a: _Told, b: _Told, reach: int) -> bool:
    """Was `b`, which has no date, published about the time when `a` took place?"""
    return (
        a.days is not None and b.days is None and b.published is not None
        and not _is_wide(a.days) and _gap(a.days, (b.published, b.published)) <= reach
    )


def _is_wide(days: tuple[int, int]) -> bool:
    return days[1] - days[0] > _WIDE_DAYS


def _gap(a: tuple[int, int], b: tuple[int, int]) -> int:
    """Days between two stretches of time, 0 where they meet."""
    return max(0, a[0] - b[1], b[0] - a[1])


def _unlikeness(a: _Told, b: _Told) -> tuple[int, ...]:
    """How much two claims differ, for joining the most alike first: smaller is more alike."""
    return (
        a.report.origin != b.report.origin,
        abs(a.rank - b.rank),
        -len(set(a.participants) & set(b.participants)),
        _gap(a.days, b.days) if a.days and b.days else _SAME_ACTORS_DAYS,
        a.claim.place != b.claim.place,
        -len(set(a.claim.topics) & set(b.claim.topics)),
        abs(a.published - b.published) if a.published and b.published else _SAME_ACTORS_DAYS,
    )


# What the claims of a group come to


def _to_engagement(group: Sequence[_Told]) -> Engagement:
    by_time = sorted(group, key=lambda told: _when(told.report))
    reports = tuple(told.report for told in by_time)
    # What the furthest report says of time and place was written when most was known.
    telling = sorted(group, key=lambda told: (
        MODALITIES.index(told.claim.modality), -_stage(told.claim.status), told.id
    ))
    first, claim = by_time[0], by_time[0].claim
    label = "-".join((claim.type, *sorted(claim.countries)))
    return Engagement(
        id=content_id("engagement", label, first.id),
        type=claim.type,
        status=furthest_status(reports),
        countries=tuple(sorted(claim.countries)),
        participants=tuple(sorted({name for told in group for name in told.participants})),
        topics=tuple(sorted({topic for told in group for topic in told.claim.topics})),
        date=_most_precise(telling),
        place=next((told.claim.place for told in telling if told.claim.place), None),
        modality=telling[0].claim.modality,
        origins=len({report.origin for report in reports}),
        reports=reports,
        detail=_most_frequent(told.claim.detail for told in telling),
        roles=tuple(sorted({role for told in group for role in told.roles})),
        quantities=_quantities(by_time),
    )


def _when(report: Report) -> tuple[str, str]:
    """In order of publication, those without a day last; then of claim."""
    return report.published or "9999", report.claim


def _stage(status: str) -> int:
    """How far a status is along the way; `ended` stands outside it and never counts as far."""
    return -1 if status == "ended" else STATUSES.index(status)


def furthest_status(reports: Sequence[Report]) -> str:
    """The furthest stage of the asserted reports, or `ended` where the latest say so.

    Where none is asserted, all are taken as they are: the modality tells what they are worth.
    """
    asserted = [report for report in reports if report.modality == "asserted"] or list(reports)
    latest = max((report.published for report in asserted if report.published), default=None)
    last = [report for report in asserted if report.published == latest]
    if any(report.status == "ended" for report in last):
        return "ended"
    return max((report.status for report in asserted), key=_stage)


def _most_precise(telling: Sequence[_Told]) -> str | None:
    """The date that leaves fewest days open; of several, that of the most telling claim."""
    dated = [
        (told.days[1] - told.days[0] if told.days else 10**6, at, told.claim.date)
        for at, told in enumerate(telling) if told.claim.date
    ]
    return min(dated)[2] if dated else None


def _most_frequent(values: Iterable[str | None]) -> str | None:
    counts = Counter(value for value in values if value)
    return min(counts, key=lambda value: (-counts[value], value), default=None)


def _quantities(by_time: Sequence[_Told]) -> tuple[Quantity, ...]:
    """Each amount once, with the evidence of who gave it first."""
    found: dict[tuple[str, str, str, str], Quantity] = {}
    for told in by_time:
        for one in told.claim.quantities:
            key = (one.unit, one.value, one.qualifier or "", one.state or "")
            found.setdefault(key, one)
    return tuple(found[key] for key in sorted(found))


# Links between institutions


def _tell_links(
    facts: Facts, article: Article, origin: str, mapping: Mapped, claims: Sequence[_Told]
) -> Iterator[tuple[tuple[str, str], Report]]:
    for link in facts.links:
        a, b = sorted((mapping[article.id, link.a], mapping[article.id, link.b]))
        if a == b:
            continue  # two names of one institution, as other articles have told since
        yield (a, b), _link_report(link, article, origin, claims)


def _link_report(
    link: Link, article: Article, origin: str, claims: Sequence[_Told]
) -> Report:
    """A link as a report; its status is that of the claim that makes it.

    That is the furthest one that rests on the same words; one in which both take part comes
    first. The extractor links institutions by asserted acts that are more than proposed, so no
    other claim can be it. Where none is left, the words tell of a relation and not how far it
    got: it is there, `ongoing`.
    """
    name = link_id(article.id, link)
    made_by = min(
        (told for told in claims
         if told.claim.modality == "asserted" and told.claim.status != "proposed"
         and set(told.claim.evidence) & set(link.evidence)),
        key=lambda told: (
            not {link.a, link.b} <= set(told.claim.participants),
            -_stage(told.claim.status), told.id,
        ),
        default=None,
    )
    least = Claim("cooperation", "ongoing", (), link.evidence, link.rule)
    report = _to_report(name, made_by.claim if made_by else least, article, origin)
    return replace(
        report, quotes=link.evidence, confidence=link.confidence, rule=link.rule
    )


def _to_links(told: Iterable[tuple[tuple[str, str], Report]]) -> tuple[InstitutionLink, ...]:
    reports: defaultdict[tuple[str, str], dict[str, Report]] = defaultdict(dict)
    for ends, report in told:
        reports[ends][report.claim] = report
    return tuple(
        InstitutionLink(
            *ends,
            origins=len({report.origin for report in reports[ends].values()}),
            reports=tuple(sorted(reports[ends].values(), key=_when)),
        )
        for ends in sorted(reports)
    )
