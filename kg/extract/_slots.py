"""Where the institutions of a sentence stand: subject, object, or behind which preposition.

    Document, actors and verb groups of one sentence -> [Slot]

Members of one list share the place of its first ("between A, B and C"), and who speaks or signs
for a house stands where the house does ("signed by X, rector of A"). No parser: from each name
the tokens before it are walked back to the word that governs it, so time is linear.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.mentions import Actor, NamedEntity
from kg.extract.text import Document, Sentence
from kg.extract.verbs import VerbGroup

__all__ = ["Slot", "find_slots"]

#: So many tokens before a name the word that governs it is looked for.
_REACH = 14

_PREPOSITIONS = frozenset(
    "with between among by to for from through via at in into under within of on over against"
    " alongside including like during after before since near behalf about as".split())

#: What opens a sentence before its subject.
_ADVERBIALS = _PREPOSITIONS | {"together", "jointly", "along", "thanks"}

#: Before "of" or "from" these stand for the institution itself.
_SPEAKERS = frozenset(
    "representative representatives delegation delegates delegate official officials officer"
    " officers director directors head heads chief chiefs president presidents rector rectors dean"
    " deans chairman chairwoman chairperson chair chancellor principal minister ministers"
    " secretary manager managers ceo member members team teams staff expert experts specialist"
    " specialists doctor doctors scientist scientists researcher researchers leader leaders"
    " leadership management board side part department departments faculty faculties school"
    " branch section division unit office offices arm subsidiary laboratory centre center"
    " institute coordinator professor vice-president superintendent founder executive commissioner"
    " ambassador ambassadors envoy envoys governor counsellor resident surgeons nurses physicians"
    " technicians engineers students colleagues lecturers lecturer teachers teacher trainers"
    " trainer instructors professors volunteers midwives medics graduates academics scholars"
    " pharmacists dentists".split())

_JOINTS = frozenset({",", "and", "&", "/", "plus", "or"})

#: A clause of its own begins here: the name behind it is its subject.
_OPENERS = frozenset("which that who while where when whereas if because although but".split())

_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june"
    " july august september october november december today yesterday last".split())

#: An institution that is merely the source of what is told.
_SOURCES = frozenset({"according", "told", "informed", "report", "reports", "study", "statement",
                      "survey", "article", "release", "published", "quoted"})


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a party: `role` is subject, object, or the preposition before it.

    `entity` is the number of the institution that is meant, None for a country or a person of
    no house; `governor` the token of the preposition or verb (-1 for a subject), `list_id` the
    same number for members of one list.
    """

    actor: Actor
    entity: int | None
    role: str
    governor: int
    list_id: int


def find_slots(document: Document, sentence: Sentence, actors: Sequence[Actor],
               groups: Sequence[VerbGroup], entities: Sequence[NamedEntity]) -> list[Slot]:
    """The places of the parties of a sentence, in its order."""
    ends: dict[int, Slot] = {}
    verbs = {i: group for group in groups if not group.attributive
             for i in range(group.first, group.last)}
    slots: list[Slot] = []
    for number, actor in enumerate(actors):
        role, governor, list_id = _place(document, sentence, actor, number, ends, verbs)
        house = actor.entity
        if house is not None and entities[house].kind == "person":
            house = entities[house].employer
        slot = Slot(actor, house, role, governor, list_id)
        ends[actor.last - 1] = slot
        slots.append(slot)
    return slots


def _place(document: Document, sentence: Sentence, actor: Actor, number: int,
           ends: dict[int, Slot], verbs: dict[int, VerbGroup]) -> tuple[str, int, int]:
    keys = document.keys
    i = actor.first - 1
    same = ends.get(actor.last - 1)
    if same is not None and same.actor.first <= actor.first:
        return same.role, same.governor, same.list_id
    joint = parted = anded = False
    stop = max(sentence.first, actor.first - _REACH)
    while i >= stop:
        key = keys[i]
        before = ends.get(i)
        if before is not None and before.actor.first < actor.first:
            if joint and before.entity is None and before.governor > sentence.first \
                    and actor.entity is not None and before.governor - 1 in ends:
                # "Ambassador of A to B, and …": the list goes on with who stands before "to B".
                before = ends[before.governor - 1]
            if joint or before.actor.entity is not None and key != "'s":
                if parted and not anded and keys[sentence.first] in _ADVERBIALS and not any(
                        i < actor.first and group.tense != "participle"
                        for i, group in verbs.items()) and _acts(document, sentence, actor, verbs):
                    return "subject", -1, number  # "With help from A, B opened"
                return before.role, before.governor, before.list_id
            i = before.actor.first - 1
            continue
        if key == ";" or key in _OPENERS:
            return "subject", -1, number
        group = verbs.get(i)
        if group is not None:
            if joint:
                return "subject", -1, number
            return key if key in _PREPOSITIONS else "object", i, number  # "turned over to"
        if key in _PREPOSITIONS:
            if key in ("of", "from", "at", "for") and i > stop and keys[i - 1] in _SPEAKERS:
                i -= 2
                joint = False
                continue
            between = keys[i + 1:actor.first]
            if {"the", "a", "an"} & set(between[1:]) and not {"of", "and"} & set(between):
                return "subject", -1, number  # "During the forum the ministry …"
            if between and not _DAYS.isdisjoint(between) and all(
                    word in _DAYS or word[0].isdigit() or word in ("the", "to") for word in between
                    ) or (
                    (parted or between and keys[sentence.first] in _PREPOSITIONS
                     and not any(v < actor.first for v in verbs))
                    and _acts(document, sentence, actor, verbs)):
                return "subject", -1, number
            role = key
            if i > stop and keys[i - 1] in _SOURCES:
                role = "source"
            elif i > stop and keys[i - 1] == "behalf":
                role = "behalf"
            return role, i, number
        joint = key in _JOINTS or joint and key in ("(", ")")
        parted = parted or key == ","
        anded = anded or key in ("and", "&")
        i -= 1
    return "subject", -1, number


def _acts(document: Document, sentence: Sentence, actor: Actor, verbs: dict[int, VerbGroup]
          ) -> bool:
    """Does a verb follow a name, but for an acronym in brackets and a place?"""
    keys, i = document.keys, actor.last
    if i < sentence.last and keys[i] == "(":
        while i < sentence.last and keys[i] != ")":
            i += 1
        i += 1
    if i + 1 < sentence.last and keys[i] in ("in", "of"):
        i += 1 + (keys[i + 1] == "the")
        while i < sentence.last and document.is_capital(i):
            i += 1
    group = verbs.get(i)
    return group is not None and group.tense not in ("participle", "gerund", "base")
