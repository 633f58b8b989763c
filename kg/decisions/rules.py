"""What a decision may say, and which decisions cannot stand beside each other.

    verb     targets                                   set
    merge    two or more entities, or claims           -
    split    two or more entities, or claims           -
    split    an entity, and mentions of it             into: an entity (else a new one)
    split    an entity                                 name: all mentions so worded; into
    link     two claims: their acts are one thread     -
    unlink   two claims: neither follows the other     -
    reject   claims, link claims, capacity claims,     -
             mentions, entities
    correct  a claim                                   type, status, modality, party, date, topic,
                                                       place
    correct  an entity                                 name, country, type
    confirm  claims or entities                        -

A decision that breaks this table gets a message, and so does a pair that cannot both hold.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import Final

from kg.edtf import day_bounds
from kg.ids import content_id
from kg.model import ENGAGEMENT_TYPES, INSTITUTION_TYPES, MODALITIES, STATUSES, Decision
from kg.resources import data_path

__all__ = ["CLAIM_FIELDS", "ENTITY_FIELDS", "LISTS", "NOTHING", "VERBS", "Groups", "clashes",
           "end_of_split", "faults", "is_entity", "kind_of", "moves"]

VERBS: Final = ("merge", "split", "link", "unlink", "reject", "correct", "confirm")
#: Fields of a claim that can be corrected, and those of an entity.
CLAIM_FIELDS: Final = ("type", "status", "modality", "party", "date", "topic", "place")
ENTITY_FIELDS: Final = ("name", "country", "type")
#: Fields that hold several values.
LISTS: Final = ("party", "topic")
#: The value that takes out what there was: no date, no place, no country, no topic.
NOTHING: Final = "none"

_ENTITIES: Final = ("institution", "person")
_REJECTABLE: Final = ("claim", "link-claim", "capacity-claim", "mention", *_ENTITIES)


def kind_of(target: str) -> str:
    """The kind of thing that an id names: claim, mention, institution, …"""
    return target.partition("/")[0]


def is_entity(target: str) -> bool:
    """Is it the id of an institution or person of the world?"""
    return kind_of(target) in _ENTITIES


def moves(decision: Decision) -> bool:
    """Does it take mentions out of an entity?"""
    return decision.verb == "split" and is_entity(decision.targets[0]) and (
        bool(decision.changes) or any(kind_of(one) == "mention" for one in decision.targets))


def end_of_split(decision: Decision) -> str:
    """The entity that mentions go to which a decision takes out of another."""
    changes = dict(decision.changes)
    if "into" in changes:
        return changes["into"]
    source, *mentions = decision.targets
    label = changes.get("name") or decision.ground[0].says
    return content_id(
        kind_of(source), label, "split", source, changes.get("name"), sorted(mentions))


def faults(decision: Decision) -> Iterator[str]:
    """What is wrong with one decision by itself, in words; nothing where it can stand."""
    if decision.verb not in VERBS:
        yield f"{decision.verb!r} is no decision; expected one of {', '.join(VERBS)}"
        return
    kinds = [kind_of(target) for target in decision.targets]
    if len(set(decision.targets)) < len(decision.targets):
        yield "a target stands twice"
    elif cause := _TARGETS[decision.verb](decision, kinds):
        yield cause
    if not decision.ground:
        yield 'no "ground"; kg review decide writes what a decision is made on'
    yield from _faults_of_changes(decision, kinds)
    ids = {ground.id for ground in decision.ground}
    for target in decision.targets:
        if not is_entity(target) and target not in ids:
            yield f"{target} is not among the ground; kg review decide writes it"


def _of_pairs(decision: Decision, kinds: Sequence[str]) -> str | None:
    if len(kinds) > 1 and len(set(kinds)) == 1 and kinds[0] in (*_ENTITIES, "claim"):
        return None
    return (f"{decision.verb} takes two or more institutions, people or claims, all of one kind; "
            f"found {', '.join(kinds) or 'none'}")


def _of_split(decision: Decision, kinds: Sequence[str]) -> str | None:
    names = dict(decision.changes)
    out = [target for target in decision.targets[1:] if kind_of(target) == "mention"]
    if kinds and kinds[0] in _ENTITIES and len(out) == len(kinds) - 1 and ("name" in names) != bool(
        out
    ):
        into = names.get("into")
        if into is not None and (kind_of(into) != kinds[0] or into in decision.targets):
            return f"into {into}: expected another {kinds[0]}"
        return None
    if names:
        return "name and into go with a split of one entity"
    return _of_pairs(decision, kinds)


def _of_links(decision: Decision, kinds: Sequence[str]) -> str | None:
    if list(kinds) == ["claim", "claim"]:
        return None
    return f"{decision.verb} takes two claims; found {', '.join(kinds) or 'none'}"


def _of_reject(decision: Decision, kinds: Sequence[str]) -> str | None:
    if kinds and set(kinds) <= set(_REJECTABLE):
        return None
    return f"reject takes {', '.join(_REJECTABLE)}; found {', '.join(kinds) or 'none'}"


def _of_correct(decision: Decision, kinds: Sequence[str]) -> str | None:
    if len(kinds) == 1 and kinds[0] in (*_ENTITIES, "claim"):
        return None
    return f"correct takes one claim, institution or person; found {', '.join(kinds) or 'none'}"


def _of_confirm(decision: Decision, kinds: Sequence[str]) -> str | None:
    if kinds and set(kinds) <= {*_ENTITIES, "claim"}:
        return None
    return f"confirm takes claims, institutions or people; found {', '.join(kinds) or 'none'}"


_TARGETS: Final[Mapping[str, Callable[[Decision, Sequence[str]], str | None]]] = {
    "merge": _of_pairs, "split": _of_split, "link": _of_links, "unlink": _of_links,
    "reject": _of_reject, "correct": _of_correct, "confirm": _of_confirm,
}


def _faults_of_changes(decision: Decision, kinds: Sequence[str]) -> Iterator[str]:
    if decision.verb == "split":
        known: tuple[str, ...] = ("name", "into")
    elif decision.verb == "correct":
        known = CLAIM_FIELDS if kinds == ["claim"] else ENTITY_FIELDS
        if not decision.changes:
            yield f'no "set"; expected one of {", ".join(known)} with its right value'
    else:
        known = ()
    for field, value in decision.changes:
        if field not in known:
            names = ", ".join(known) or "nothing"
            what = kinds[0] if kinds else "target"
            yield f"{decision.verb} of a {what} sets {names}, not {field!r}"
        elif decision.verb == "correct" and (cause := _fault_of_value(kinds[0], field, value)):
            yield cause


def _fault_of_value(kind: str, field: str, value: str) -> str | None:
    if field in ("date", "place", "topic") and value == NOTHING:
        return None
    if field == "country" and value == NOTHING:
        return None if kind == "institution" else "a person acts for a country"
    lists = {"status": STATUSES, "modality": MODALITIES,
             "type": ENGAGEMENT_TYPES if kind == "claim" else INSTITUTION_TYPES}
    if field in lists:
        if kind == "person":
            return "a person has no type"
        allowed = lists[field]
        return None if value in allowed else f"{field} {value!r}; expected {', '.join(allowed)}"
    if field == "date":
        return None if any(day_bounds(value)) else (
            f"date {value!r}; expected 2018, 2018-03, 2018-03-13, ../2030 or {NOTHING}")
    if field in ("country", "party"):
        wrong = [code for code in value.split() if code not in _countries()]
        return f"no country {wrong[0]!r}; expected codes as IR" if wrong or not value else None
    if field == "topic":
        wrong = [topic for topic in value.split() if topic not in _topics()]
        return f"no topic {wrong[0]!r} in data/topics.csv" if wrong or not value else None
    return None if value.strip() else f"{field} is empty"


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    with data_path("country_names.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["iso2"] for row in csv.DictReader(file))


@lru_cache(maxsize=1)
def _topics() -> frozenset[str]:
    with data_path("topics.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["id"] for row in csv.DictReader(file))


class Groups:
    """Things that were said to be one, directly or through others."""

    def __init__(self, groups: Iterable[Iterable[str]] = ()) -> None:
        self._parent: dict[str, str] = {}
        for group in groups:
            self.join(*group)

    def join(self, *names: str) -> None:
        roots = sorted({self.root(name) for name in names})
        for root in roots[1:]:
            self._parent[root] = roots[0]

    def root(self, name: str) -> str:
        """One of those that are one with `name`, the same for all of them."""
        while (parent := self._parent.get(name, name)) != name:
            self._parent[name] = name = self._parent.get(parent, parent)
        return name

    def members(self) -> dict[str, list[str]]:
        """All that are one with another, in order, by root."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for name in sorted({*self._parent, *self._parent.values()}):
            found[self.root(name)].append(name)
        return {root: names for root, names in found.items() if len(names) > 1}


def clashes(decisions: Sequence[Decision]) -> Iterator[tuple[int, int, str]]:
    """Pairs (places in `decisions`, the earlier first) that cannot both hold, with the cause."""
    yield from _clashes_of_values(decisions)
    yield from _clashes_of_reading(decisions)
    yield from _clashes_of_groups(decisions)


def _clashes_of_values(decisions: Sequence[Decision]) -> Iterator[tuple[int, int, str]]:
    said: dict[tuple[str, str], tuple[int, str]] = {}
    moved: dict[str, tuple[int, str]] = {}
    for at, one in enumerate(decisions):
        if one.verb == "correct":
            for field, value in one.changes:
                before = said.setdefault((one.targets[0], field), (at, value))
                if before[1] != value:
                    yield before[0], at, (
                        f"{field} of {one.targets[0]} is {before[1]!r} there and {value!r} here")
        elif one.verb == "split":
            names = dict(one.changes)
            parts = [f"{one.targets[0]} {names['name']}"] if "name" in names else [
                target for target in one.targets if kind_of(target) == "mention"]
            for part in parts:
                goes = moved.setdefault(part, (at, names.get("into", one.targets[0])))
                if goes[0] != at and goes[1] != names.get("into", one.targets[0]):
                    yield goes[0], at, f"{part} is split off twice, to different ends"


def _clashes_of_reading(decisions: Sequence[Decision]) -> Iterator[tuple[int, int, str]]:
    """Is something rejected that another decision builds on, or confirmed and corrected?"""
    by_target: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for at, one in enumerate(decisions):
        for target in one.targets:
            by_target[target].append((at, one.verb))
    for target in sorted(by_target):
        for (a, first), (b, second) in combinations(by_target[target], 2):
            verbs = {first, second}
            if "reject" in verbs and verbs & {"merge", "link", "correct", "confirm"}:
                yield a, b, f"{target} is rejected by one, and {_built(verbs)} by the other"
            elif verbs == {"confirm", "correct"}:
                yield a, b, f"{target} is right as it is by one, and corrected by the other"


def _built(verbs: set[str]) -> str:
    words = {"merge": "merged", "link": "linked", "correct": "corrected", "confirm": "confirmed"}
    return next(words[verb] for verb in sorted(verbs) if verb in words)


def _clashes_of_groups(decisions: Sequence[Decision]) -> Iterator[tuple[int, int, str]]:
    merges = [(at, one) for at, one in enumerate(decisions) if one.verb == "merge"]
    groups = Groups(one.targets for _, one in merges)
    links: dict[tuple[str, str], tuple[int, str]] = {}
    for at, one in enumerate(decisions):
        if one.verb not in ("split", "link", "unlink"):
            continue
        apart = [target for target in one.targets if kind_of(target) != "mention"]
        for a, b in combinations(sorted(apart), 2):
            if one.verb != "unlink" and groups.root(a) == groups.root(b):
                other = next(place for place, merge in merges
                             if groups.root(merge.targets[0]) == groups.root(a))
                first, second = sorted((at, other))
                how = "two" if one.verb == "split" else "two acts of one thread"
                yield first, second, f"{a} and {b} are one by merge, and {how} by {one.verb}"
            if one.verb != "split":
                before = links.setdefault((a, b), (at, one.verb))
                if before[1] != one.verb:
                    yield before[0], at, f"{a} and {b} are linked by one, and not by the other"
