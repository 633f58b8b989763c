"""Which decisions hold of the facts as they are, and what they come to.

    Decisions, Facts, the entity of each mention --settle--> Settled

A decision is applied where all it was made on reads as it did. Where an article of its ground is
not there it waits; where the article is there and says otherwise, or its targets are no longer
what they were, it is stale: both are reported, and neither is applied. To know that of one
decision takes the facts of its own articles and what their mentions were resolved to, nothing
else, so that what a decision does is told by the blocks it names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Final

from kg.decisions.file import Decisions
from kg.decisions.ground import grounds_of, mentions_of
from kg.decisions.rules import NOTHING, Groups, end_of_split, is_entity, kind_of, moves
from kg.ids import claim_id, decision_id, mention_id
from kg.model import Claim, Decision, Facts, Ground

__all__ = ["NOTHING_SETTLED", "Outcome", "Settled", "corrected", "settle"]

Mention = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A decision that is not applied: `state` is waiting or stale, `cause` says why."""

    decision: Decision
    state: str
    cause: str


@dataclass(frozen=True, slots=True)
class Settled:
    """What the decisions that hold come to; `seal` stands for the file they are from.

    `rejected` are ids of claims, link claims and mentions. `corrections` gives, by id of claim,
    the fields to set. Pairs are of claim ids, in order: `joined` speak of one act, `parted` of
    two; `linked` are of one thread, `unlinked` do not follow each other.
    """

    applied: tuple[Decision, ...] = ()
    pending: tuple[Outcome, ...] = ()
    seal: str = ""
    rejected: frozenset[str] = frozenset()
    corrections: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    joined: frozenset[tuple[str, str]] = frozenset()
    parted: frozenset[tuple[str, str]] = frozenset()
    linked: frozenset[tuple[str, str]] = frozenset()
    unlinked: frozenset[tuple[str, str]] = frozenset()

    def claim(self, name: str, claim: Claim) -> Claim | None:
        """The claim with the id `name` as it was corrected; None where it was rejected.

        Its id stays the one it had: it names what the article says.
        """
        if name in self.rejected:
            return None
        changes = self.corrections.get(name)
        return corrected(claim, changes) if changes else claim


NOTHING_SETTLED: Final = Settled()


def corrected(claim: Claim, changes: Mapping[str, str]) -> Claim:
    """`claim` with some fields set by a person. What was finer than a field that changes goes,
    and so do roles of countries that are no party any more."""
    for name, value in changes.items():
        if name == "party":
            countries = tuple(sorted(value.split()))
            gone = set(claim.countries) - set(countries)
            roles = tuple(role for role in claim.roles if role[0] not in gone)
            claim = replace(claim, countries=countries, roles=roles)
        elif name == "topic":
            claim = replace(claim, topics=() if value == NOTHING else tuple(value.split()))
        elif name == "type":
            claim = replace(claim, type=value, detail=None)
        elif name == "status":
            claim = replace(claim, status=value, status_detail=None)
        elif name == "modality":
            claim = replace(claim, modality=value)
        elif name == "date":
            claim = replace(claim, date=None if value == NOTHING else value)
        else:
            claim = replace(claim, place=None if value == NOTHING else value)
    return claim


def settle(
    decisions: Decisions, facts: Iterable[Facts], mapping: Mapping[Mention, str],
    entities: Collection[str],
) -> Settled:
    """Find out which of `decisions` hold.

    `mapping` gives the entity of each (article id, key) by the rules alone, `entities` are the ids
    of all of them.
    """
    if not decisions.entries:
        return NOTHING_SETTLED
    wanted = {ground.article for one in decisions.entries for ground in one.ground}
    read = _Read([one for one in facts if one.article in wanted], mapping, entities)
    outcomes: list[Outcome] = []
    applied: list[Decision] = []

    def sort(candidates: Iterable[Decision], world: _Entities) -> None:
        for one in candidates:
            outcome = read.of_ground(one) or read.of_targets(one, world)
            if outcome is None:
                applied.append(one)
            else:
                outcomes.append(outcome)

    # Splits are of what the rules made, merges of what that leaves, the rest of what comes out; and
    # whether two claims can be one act is asked of them as they were corrected.
    splits = [one for one in decisions.entries if moves(one)]
    merges = [one for one in decisions.entries
              if one.verb == "merge" and is_entity(one.targets[0])]
    corrections = [one for one in decisions.entries if one.verb == "correct"]
    done = {decision_id(one) for one in (*splits, *merges, *corrections)}
    world = _Entities(read.entity_of, frozenset(entities), Groups())
    sort(splits, world)
    world = world.after_splits(applied)
    sort(merges, replace(world, groups=Groups(one.targets for one in merges)))
    world = replace(world, groups=Groups(one.targets for one in applied if one.verb == "merge"))
    sort(corrections, world)
    read.correct(one for one in applied if one.verb == "correct")
    sort((one for one in decisions.entries if decision_id(one) not in done), world)
    return _to_settled(applied, outcomes, decisions.seal)


@dataclass(frozen=True, slots=True)
class _Entities:
    """Which entity mentions (by id) belong to at one step, which entities there are, and which
    of them are one."""

    of: Mapping[str, str]
    there: frozenset[str]
    groups: Groups

    def after_splits(self, splits: Iterable[Decision]) -> _Entities:
        moved = {
            ground.id: end_of_split(one) for one in splits for ground in one.ground
            if self.of.get(ground.id) == one.targets[0]
        }
        return replace(self, of={**self.of, **moved}, there=self.there | set(moved.values()))


class _Read:
    """The facts that decisions were made on, as they read now."""

    def __init__(
        self, facts: Sequence[Facts], mapping: Mapping[Mention, str], entities: Collection[str]
    ) -> None:
        self.articles = {one.article for one in facts}
        self.grounds: dict[str, Ground] = {}
        self.claims: dict[str, Claim] = {}
        self.entity_of: dict[str, str] = {}
        for one in facts:
            self.grounds |= grounds_of(one)
            self.claims |= {claim_id(one.article, claim): claim for claim in one.claims}
            for mention in mentions_of(one):
                entity = mapping.get((one.article, mention.key))
                if entity is not None:
                    self.entity_of[mention_id(one.article, mention.key)] = entity

    def of_ground(self, decision: Decision) -> Outcome | None:
        """Does all it was made on read as it did? None where it does."""
        missing = sorted({one.article for one in decision.ground} - self.articles)
        if missing:
            return Outcome(decision, "waiting", f"no article {missing[0]!r} in the store")
        for ground in decision.ground:
            now = self.grounds.get(ground.id)
            if now is None:
                return Outcome(decision, "stale", (
                    f"{ground.article} no longer says {ground.says!r}: {ground.id} is gone"))
            if now.hash != ground.hash:
                return Outcome(decision, "stale", (
                    f"{ground.id} reads {now.says!r} now, “{now.quote}”; it was decided on "
                    f"{ground.says!r}, “{ground.quote}”"))
        return None

    def of_targets(self, decision: Decision, world: _Entities) -> Outcome | None:
        """Are its targets still what it was made on? None where they are."""
        cause = next(self._causes(decision, world), None)
        return None if cause is None else Outcome(decision, "stale", cause)

    def _causes(self, decision: Decision, world: _Entities) -> Iterator[str]:
        entities = [target for target in decision.targets if is_entity(target)]
        if entities:
            yield from self._causes_of_entities(decision, entities, world)
        elif decision.verb in ("merge", "link"):
            claims = [self.claims[target] for target in decision.targets]
            if len({tuple(sorted(claim.countries)) for claim in claims}) > 1:
                yield "the claims are of different countries; correct their party first"
            if decision.verb == "merge" and len({claim.type for claim in claims}) > 1:
                yield "the claims are of different types; correct their type first"

    def _causes_of_entities(
        self, decision: Decision, entities: Sequence[str], world: _Entities
    ) -> Iterator[str]:
        for target in entities:
            if target not in world.there:
                yield f"no entity is {target} any more"
        into = dict(decision.changes).get("into")
        if decision.verb == "split" and into is not None and into not in world.there:
            yield f"no entity is {into} any more"
        named = {world.groups.root(target) for target in entities}
        for ground in decision.ground:
            entity = world.of.get(ground.id)
            if entity is None:
                yield f"{ground.id} ({ground.says}) is no mention of an entity any more"
            elif world.groups.root(entity) not in named:
                yield f"{ground.says} in {ground.article} is {entity} now"

    def correct(self, corrections: Iterable[Decision]) -> None:
        """Read claims from now on as they were corrected."""
        for one in corrections:
            claim = self.claims.get(one.targets[0])
            if claim is not None:
                self.claims[one.targets[0]] = corrected(claim, dict(one.changes))


def _to_settled(
    applied: Sequence[Decision], pending: Sequence[Outcome], seal: str
) -> Settled:
    rejected: set[str] = set()
    corrections: defaultdict[str, dict[str, str]] = defaultdict(dict)
    pairs: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for one in applied:
        if one.verb == "reject":
            rejected.update(target for target in one.targets if not is_entity(target))
        elif one.verb == "correct" and kind_of(one.targets[0]) == "claim":
            corrections[one.targets[0]].update(one.changes)
        elif one.verb in ("merge", "split", "link", "unlink") and kind_of(
            one.targets[0]
        ) == "claim":
            for a, b in combinations(sorted(one.targets), 2):
                pairs[one.verb].add((a, b))
    return Settled(
        tuple(sorted(applied, key=decision_id)),
        tuple(sorted(pending, key=lambda outcome: decision_id(outcome.decision))), seal,
        frozenset(rejected), dict(corrections), frozenset(pairs["merge"]),
        frozenset(pairs["split"]), frozenset(pairs["link"]), frozenset(pairs["unlink"]),
    )
