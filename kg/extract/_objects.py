"""The things that acts are done with, and which of them a verb reaches.

    Document, hits, VerbGroup -> [Hit]

"Hand over" doses or patients: the object tells what the act is. Where it stands depends on the
verb's voice; a noun behind a preposition of place or cause is none.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from kg.extract.clauses import Clauses
from kg.extract.lexicon import Entry, Hit, Hits
from kg.extract.mentions import QuantityMention
from kg.extract.text import Document
from kg.extract.verbs import VerbGroup

__all__ = ["BLOCKERS", "CARRIERS", "DIRECT", "OF_REACH", "SHORT_REACH", "find_objects", "is_worth",
           "longest", "objects_in", "objects_of"]

#: A mere promise or request of a thing names it at once.
SHORT_REACH = 9

#: How far an object may stand from its verb, in tokens: a long noun phrase and a place.
_REACH = 22

#: So far behind "of" what it depends on may stand, in tokens.
OF_REACH = 6

#: So near behind its verb the second object of "was given …" begins, in tokens.
DIRECT = 4


def longest(hits: Hits, kind: str) -> list[Hit]:
    """The hits of a kind without those inside a longer one, in order."""
    chosen: list[Hit] = []
    covered = 0
    for hit in hits.of(kind):
        if hit.first >= covered:
            chosen.append(hit)
            covered = hit.last
    return chosen


#: So far behind goods it is told what they are worth, in tokens.
_VALUED = 8

_WORTH = frozenset({"worth", "value", "valued", "costing", "cost"})


def is_worth(keys: list[str], money: QuantityMention, thing: Hit | None = None) -> bool:
    """Is an amount only what goods are worth ("equipment worth …", "… worth of masks")? `thing`
    is the object before it."""
    if keys[money.last:money.last + 1] == ["worth"]:
        return True
    return thing is not None and thing.entry.value in ("goods", "relief") \
        and 0 <= money.first - thing.last < _VALUED \
        and not _WORTH.isdisjoint(keys[max(0, money.first - 4):money.first])


def find_objects(document: Document, hits: Hits, groups: list[VerbGroup], masked: bytearray,
                  quantities: Sequence[QuantityMention],
                  named: Sequence[tuple[int, int, str]]) -> list[Hit]:
    """The things that acts are done with, in order; an amount of money is one, and so is what
    is `named` (see `find_acts`)."""
    keys = document.keys
    heads = {g.head for g in groups if not g.attributive}
    objects = [h for h in longest(hits, "object")
               if not masked[h.first] and not (h.last == h.first + 1 and h.first in heads)]
    covered = {i for h in objects for i in range(h.first, h.last)}
    starts = [h.first for h in objects]
    for q in quantities:
        if q.is_money and covered.isdisjoint(range(q.first, q.last)):
            before = bisect_left(starts, q.first)
            if not is_worth(keys, q, objects[before - 1] if before else None):
                objects.append(Hit(q.first, q.last, _MONEY))
    objects += [Hit(first, last, _NAMED[kind]) for first, last, kind in named]
    objects.sort(key=lambda h: (h.first, h.last))
    return objects


_MONEY = Entry("object", "$", "money")
#: What has no row in the table: a hospital by its name, people by their country.
_NAMED = {kind: Entry("object", "*", kind) for kind in ("site", "people")}


def objects_of(document: Document, group: VerbGroup, index: int, groups: list[VerbGroup],
                objects: list[Hit], starts: list[int], clauses: Clauses) -> list[Hit]:
    """The objects a verb may act on: to the right of an active verb, to the left of a passive
    one (or to the right, "is supplied with doses"). Coordinated objects all come back."""
    keys = document.keys
    sentence = document.sentences[document.sentence_of[group.head]]
    end = min(sentence.last, group.last + _REACH)
    for later in groups[index + 1:index + 4]:
        if later.first >= end:
            break
        if later.tense not in ("gerund", "participle") and not later.attributive:
            end = later.first
            break
    if {"pledge", "request"} & set(group.classes) and not {"give", "supply"} & set(group.classes):
        end = min(end, group.last + SHORT_REACH)
    right = [h for h in objects_in(keys, objects, starts, group.last, end)
             if _is_reached(document.keys, group, h)]
    intransitive = bool({"arrive", "serve", "study"} & set(group.classes)) and not (right and (
        {"supply", "receive"} & set(group.classes)
        or right[0].entry.value == "mission" and "hold" in group.classes
        or "treaty" in group.classes and right[0].entry.value == "document"))
    if group.passive and group.first > sentence.first and document.keys[group.first - 1] == "it":
        return []  # "it was announced": said, not given
    if group.passive and group.lemma == "commit" and document.keys[group.last:group.last + 1] == [
            "to"]:
        return []  # "is committed to": an attitude
    if not group.passive and not intransitive and group.tense != "participle":
        if not right and "help" in group.classes:
            # "Doctors from New Zealand have been helping there"
            left = objects_in(keys, objects, starts, max(sentence.first, group.first - _REACH),
                        group.first)
            return [h for h in left if h.entry.value == "staff" and clauses.same(
                h.first, group.first)][:1]
        return right or _relative_object(document, group, objects, starts, sentence.first) \
            or _begun(document, group, objects, starts, clauses, sentence.first)
    begin, first = max(sentence.first, group.first - _REACH), group.first
    is_purpose = group.tense == "base"  # "to be trained": the subject is the main verb's
    for earlier in reversed(groups[max(0, index - 4):index]):
        if earlier.last <= begin:
            break
        if earlier.last >= first - 1 and not earlier.attributive:
            first = earlier.first  # "is expected to arrive": one subject
            begin = max(sentence.first, first - _REACH)
        elif is_purpose and earlier.tense not in ("base", "gerund", "participle"):
            is_purpose = False
        elif earlier.tense not in ("base", "gerund", "participle") and not (
                {"who", "which", "that"} & set(document.keys[max(begin, earlier.first - 3):
                                                             earlier.first])):
            begin = earlier.last
            break
    subjects = [h for h in objects_in(keys, objects, starts, begin, group.first)
                if not _is_behind_preposition(document.keys, h.first, max(begin, h.first - 1)
                                              if h.entry is _MONEY else begin)
                or keys[h.last] in ("who", "which", "that") and h.last >= group.first - 2]
    left = [h for h in subjects if clauses.same(h.first, group.first)] or subjects
    if group.passive and right and {"give", "supply", "offer"} & set(group.classes) and (
            right[0].first <= group.last + DIRECT) and "," not in document.keys[
                group.last:right[0].first]:
        return right  # "hospitals were given equipment": the subject receives
    if left:
        return left[:1] if not group.passive else left[-2:]
    if "arrive" in group.classes and not CARRIERS.isdisjoint(
            keys[sentence.first:group.first]) and right and not {"with", "carrying"}.isdisjoint(
                keys[group.last:right[0].first]):
        return right  # "two planes arrived in Oran with relief goods"
    return right if group.passive or group.tense == "participle" else []


#: An object does not stand behind these: they open a place, a cause, a source.
BLOCKERS = frozenset("in at from under during through into on against by for after before since"
                      " until among about over near via because despite".split())

#: What these name stands behind "to" as the receiver, not as the thing given.
_RECEIVERS = frozenset({"facility", "site", "staff", "patient", "trainee", "people"})


def _is_reached(keys: list[str], group: VerbGroup, hit: Hit) -> bool:
    """Is the noun of a hit the verb's own object, not the noun of a place or purpose?"""
    blocked = False
    if "help" in group.classes and hit.entry.value == "training":
        return True  # "assist them in training"
    begin = group.last
    if "train" in group.classes and hit.entry.value in ("staff", "trainee") \
            and "to" in keys[begin:hit.first]:
        return BLOCKERS.isdisjoint(keys[begin:hit.first])  # "taught the method to nurses"
    if "attend" in group.classes and begin < hit.first and keys[begin] in ("in", "at"):
        begin += 1  # "take part in a congress"
    for i in range(begin, hit.first):
        if keys[i:i + 3] == ["as", "part", "of"]:
            return False
        if keys[i] in ("that", "which", "who", "whether", "how", "when", "where", "soon", ";"):
            return False
        if keys[i] == "for" and "request" in group.classes:
            continue  # "asked for doctors"
        if keys[i] in ("over", "about", "under", "around") and keys[i + 1][0].isdigit():
            continue  # "over 5,000 doses"
        if keys[i] in BLOCKERS or (keys[i] == "to" and hit.entry.value in _RECEIVERS):
            blocked = True
        elif keys[i] in (",", "with"):
            blocked = False
    return not blocked


#: What comes with these is what arrives ("a plane with aid").
CARRIERS = frozenset(
    "plane planes ship ships flight flights aircraft convoy truck trucks jet".split())


def _is_behind_preposition(keys: list[str], i: int, first: int) -> bool:
    """Does the noun phrase that ends before token i's noun open with a preposition ("vacancies
    for nurses")? "of" joins it to its head ("a team of doctors") and does not count."""
    for j in range(i - 1, max(first, i - 5) - 1, -1):
        if keys[j] in ("with", "carrying") and keys[j - 1] in CARRIERS:
            return False
        if keys[j] in ("for", "with", "by", "at", "from", "to", "on", "against", "in", "among"):
            return True
        if keys[j] in ("the", "a", "an", "of", ",", "and", "who", "that", "which", "whom"):
            return False
    return False


#: What begins, opens or ends by itself: "the workshop opened", "talks concluded".
_EVENTS = frozenset({"event", "training", "talks", "facility", "plant", "research", "surgery"})


def _begun(document: Document, group: VerbGroup, objects: list[Hit], starts: list[int],
           clauses: Clauses, first: int) -> list[Hit]:
    """The subject of a verb that tells of its beginning, opening or end."""
    if {"begin", "open", "finish"}.isdisjoint(group.classes):
        return []
    keys = document.keys
    if group.last < len(keys) and keys[group.last].isalpha() and keys[group.last] not in BLOCKERS:
        return []  # an object that is no thing of ours follows
    left = objects_in(keys, objects, starts, max(first, group.first - _REACH), group.first)
    return [h for h in left if h.entry.value in _EVENTS and clauses.same(h.first, group.first)
            and not _is_behind_preposition(keys, h.first, first)][:1]


def _relative_object(document: Document, group: VerbGroup, objects: list[Hit],
                     starts: list[int], first: int) -> list[Hit]:
    """The noun before "that" or "which" when the verb of the relative clause has no object of
    its own: "the talks that he had held"."""
    for i in range(group.first - 1, max(first, group.first - 8), -1):
        if document.keys[i] in ("that", "which", "whom"):
            found = objects_in(document.keys, objects, starts, max(first, i - 3), i)
            return found[-1:] if found and found[-1].last >= i - 1 else []
    return []


#: An object whose wording ends with these ("a study on") is no part of the noun behind it.
_LINKS = frozenset({"on", "into", "of"})


def objects_in(keys: list[str], objects: list[Hit], starts: list[int], first: int,
         last: int) -> list[Hit]:
    """The objects inside `first:last`, compounds reduced to their last part, at most three;
    those whose head is no object ("the drug market") are left out."""
    found: list[Hit] = []
    for hit in objects[bisect_left(starts, first):bisect_left(starts, last)]:
        if hit.last > last:
            break
        if found and found[-1].last == hit.first and keys[hit.first - 1] not in _LINKS:
            found[-1] = hit  # "vaccine technology": the last noun is the head
        elif found and hit.entry is _MONEY and found[-1].entry.value == "help" \
                and keys[found[-1].last] in ("of", "worth", "totalling", "amounting"):
            found[-1] = hit  # "aid of five million": money
        elif not (found and found[-1].entry.value != "visit"
                  and keys[found[-1].last] == "of" and hit.first - found[-1].last < OF_REACH
                  and "," not in keys[found[-1].last:hit.first]):
            # "the capacity of hospitals": the first noun is the head; of a delegation of
            # doctors both count.
            found.append(hit)
    return [hit for hit in found if hit.entry.value != "none"][:3]
