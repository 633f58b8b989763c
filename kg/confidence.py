"""What is left where only what is sure enough counts.

    Facts, minimum -> Facts        World, minimum -> World

The store keeps all that passed the gate; how sure is sure enough is asked when it is used. Of an
engagement the surer reports are left, and status, modality and number of origins are what those
come to; one without any is left out. What its claims say together (participants, topics, dates)
stays. Confidence speaks of the reading, not of the truth of the report.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TypeVar

from kg.assemble import furthest_status
from kg.errors import UsageError
from kg.model import (
    MODALITIES,
    Capacity,
    Claim,
    CountryFact,
    Engagement,
    Facts,
    Institution,
    InstitutionLink,
    Link,
    Person,
    Rejection,
    Report,
    Thread,
    TopicFact,
    World,
)

__all__ = ["check_minimum", "sure_facts", "sure_world"]

_Fact = TypeVar("_Fact", CountryFact, Institution, Person, Claim, TopicFact, Link, Capacity)


def check_minimum(minimum: float) -> float:
    """`minimum`, if it is from 0 to 1. Raises UsageError for any other number."""
    if not 0 <= minimum <= 1:
        raise UsageError(f"confidence {minimum}; expected a number from 0 to 1")
    return minimum


def sure_facts(facts: Facts, minimum: float) -> Facts:
    """The facts of one article whose confidence is at least `minimum`; the others become
    rejections. What refers to a name or topic that is gone lets go of it; a country is left if
    a claim with it is."""
    # Whoever asks for networks only would wait for the whole of extraction to be imported.
    from kg.extract.claims import claim_pairs

    if not check_minimum(minimum):
        return facts
    rejected = list(facts.rejected)

    def sure(kind: str, found: tuple[_Fact, ...]) -> tuple[_Fact, ...]:
        kept = []
        for fact in found:
            if fact.confidence >= minimum:
                kept.append(fact)
            else:
                rejected.append(Rejection(
                    f"{kind} {_label(fact)}", f"confidence {fact.confidence} below {minimum}",
                    fact.rule))
        return tuple(kept)

    institutions = sure("institution", facts.institutions)
    bodies = {one.key for one in institutions}
    people = tuple(
        one if one.institution in bodies else replace(one, institution=None)
        for one in sure("person", facts.people))
    names = bodies | {one.key for one in people}
    topics = sure("topic", facts.topics)
    known = {one.topic for one in topics}
    claims = tuple(_without(claim, names, known) for claim in sure("claim", facts.claims))
    told = [claim for claim in claims if claim.modality in ("asserted", "historical")]
    parties = {code for claim in told for code in claim.countries}
    links = tuple(link for link in sure("link", facts.links) if {link.a, link.b} <= bodies)
    return replace(
        facts, institutions=institutions, people=people, claims=claims, topics=topics,
        links=links, capacities=sure("capacity", facts.capacities),
        countries=tuple(one for one in facts.countries if one.code in parties),
        pairs=tuple(claim_pairs(told)), rejected=tuple(rejected))


def sure_world(world: World, minimum: float) -> World:
    """The world as the reports with a confidence of at least `minimum` tell it."""
    if not check_minimum(minimum):
        return world
    engagements = (_engagement(one, _reports(one.reports, minimum)) for one in world.engagements)
    links = (_link(one, _reports(one.reports, minimum)) for one in world.links)
    kept = tuple(one for one in engagements if one.reports)
    claims = {report.claim for one in kept for report in one.reports}
    threads = (_thread(one, claims) for one in world.threads)
    disagreements = (
        replace(one, claims=tuple(claim for claim in one.claims if claim in claims))
        for one in world.disagreements)
    left = {one.id for one in kept}
    return replace(
        world, engagements=kept, links=tuple(one for one in links if one.reports),
        threads=tuple(one for one in threads if len(one.steps) > 1),
        disagreements=tuple(
            one for one in disagreements
            if len(one.claims) > 1 and left.issuperset(one.engagements)))


def _thread(one: Thread, claims: Collection[str]) -> Thread:
    """The steps that a claim is left for, and what is left of what they follow."""
    steps = [step for step in one.steps if step.claim in claims]
    told = {step.engagement for step in steps}
    return replace(one, steps=tuple(
        replace(step, follows=follows, basis=step.basis if follows else ())
        for step in steps
        for follows in [tuple(name for name in step.follows if name in told)]))


def _reports(reports: tuple[Report, ...], minimum: float) -> tuple[Report, ...]:
    return tuple(report for report in reports if report.confidence >= minimum)


def _engagement(one: Engagement, reports: tuple[Report, ...]) -> Engagement:
    if not reports or reports == one.reports:
        return replace(one, reports=reports)
    return replace(
        one, reports=reports, status=furthest_status(reports),
        modality=min((report.modality for report in reports), key=MODALITIES.index),
        origins=len({report.origin for report in reports}))


def _link(one: InstitutionLink, reports: tuple[Report, ...]) -> InstitutionLink:
    return replace(one, reports=reports, origins=len({report.origin for report in reports}))


def _without(claim: Claim, names: Collection[str], topics: Collection[str]) -> Claim:
    return replace(
        claim, participants=tuple(key for key in claim.participants if key in names),
        roles=tuple(role for role in claim.roles
                    if role[0] in names or role[0] in claim.countries),
        topics=tuple(topic for topic in claim.topics if topic in topics))


def _label(fact: object) -> str:
    if isinstance(fact, Claim):
        return f"{fact.type} {fact.status} {'-'.join(fact.countries)}"
    if isinstance(fact, Link):
        return f"{fact.a} – {fact.b}"
    if isinstance(fact, Capacity):
        return f"{fact.country} {fact.quantity.value} {fact.quantity.unit}"
    return str(getattr(fact, "name", None) or getattr(fact, "topic", ""))
