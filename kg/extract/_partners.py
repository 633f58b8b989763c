"""Whom a pronoun stands for, and who has partners of their own in one act.

    Document, Act, [Actor] -> country codes

"He had talks with the Canadians" is of the country of him who was named last; "one agreement
with Peru, another with Chile" are two agreements of somebody else.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from kg.extract.acts import Act
from kg.extract.mentions import Actor
from kg.extract.text import Document, Sentence

__all__ = ["country_of_pronoun", "lists_of", "organisation_of_pronoun", "other_end", "own_partners",
           "star_of", "told_center", "told_hub"]

#: So many sentences back a pronoun points.
_MEMORY = 3

#: The forms of an actor that names a person by name.
_PERSONAL = frozenset({"full", "surname"})

_PRONOUNS = frozenset({"he", "she"})
_BODIES = frozenset({"agency", "organisation", "organization", "bank", "fund", "alliance"})
_POSSESSIVES = frozenset({"his", "her"})

#: Between "with" and a country may stand these, and capitals.
_TRANSPARENT = frozenset("the a an of government governments republic kingdom ministry ministries"
                         " health state its".split())

#: So far before a country its "with" may stand, in tokens.
_REACH = 7

#: So many acts back a pair is remembered.
_TOLD = 12

#: So many gifts back it is remembered who gave to whom.
_FLOWS = 3

#: Acts of two sides, whichever acts.
_MUTUAL = frozenset({"agreement", "cooperation", "plan", "meeting", "partnership", "information",
                     "research", "trade"})


def country_of_pronoun(document: Document, act: Act, actors: Sequence[Actor],
                       starts: Sequence[int], sentence: Sentence) -> str | None:
    """The country of him or her who acts, where a pronoun is the subject of the act or owns it
    ("her visit"): of the person whom the sentence, or the nearest before it, names first."""
    keys = document.keys
    begin = act.group.first if act.group is not None else act.first
    at = begin - 1
    if not (at >= sentence.first and keys[at] in (_PRONOUNS if act.group else _POSSESSIVES)):
        at = act.first - 1
        if act.noun and at > sentence.first and keys[at] not in _POSSESSIVES:
            at -= 1  # "his official visit"
        if at < sentence.first or keys[at] not in _POSSESSIVES:
            return None
    index = document.sentence_of[at]
    for back in range(index, max(-1, index - 1 - _MEMORY), -1):
        first = document.sentences[back].first
        last = min(document.sentences[back].last, at)
        for actor in actors[bisect_left(starts, first):bisect_left(starts, last)]:
            if actor.form in _PERSONAL and actor.entity is not None and actor.code is not None:
                return actor.code
    return None


def organisation_of_pronoun(document: Document, act: Act, actors: Sequence[Actor],
                            starts: Sequence[int], sentence: Sentence) -> Actor | None:
    """The international organisation that "it" or "the agency" is, where such a one acts: what
    the sentence before names first."""
    index = document.sentence_of[act.first]
    group = act.group
    if group is None or group.passive or index == 0 or group.first <= sentence.first:
        return None
    word = document.keys[group.first - 1]
    if word != "it" and not (word in _BODIES and "the" in document.keys[
            max(sentence.first, group.first - 3):group.first - 1]):
        return None
    before = document.sentences[index - 1]
    actor = next(iter(actors[bisect_left(starts, before.first):
                             bisect_left(starts, before.last)]), None)
    return actor if actor is not None and actor.code is None and actor.entity is not None else None


def own_partners(document: Document, act: Act, actors: Sequence[Actor]) -> set[str]:
    """The countries of a mutual act that stand behind a "with" each of its own, if two do."""
    if act.type not in _MUTUAL:
        return set()
    found = {actor.code: at for actor in actors if actor.code is not None
             for at in (_with_before(document, actor),) if at >= 0}
    return set(found) if len(set(found.values())) > 1 else set()


def _with_before(document: Document, actor: Actor) -> int:
    """Where the "with" stands that governs a country, or -1."""
    for i in range(actor.first - 1, max(-1, actor.first - 1 - _REACH), -1):
        if document.keys[i] == "with":
            return i
        if document.keys[i] not in _TRANSPARENT and not document.is_capital(i):
            return -1
    return -1


def lists_of(document: Document, actors: Sequence[Actor]) -> list[list[str]]:
    """The countries of actors, those together that commas and "and" join; places left out."""
    runs: list[list[str]] = []
    last = -1
    for actor in actors:
        if actor.code is None or actor.scene:
            continue
        between = document.keys[last:actor.first] if last >= 0 else []
        joins = bool(between) and between[0] in (",", "and") and len(between) <= _REACH and all(
            key in (",", "and", "with") or key in _TRANSPARENT for key in between)
        if not joins:
            runs.append([])
        runs[-1].append(actor.code)
        last = actor.last
    return runs


def star_of(document: Document, act: Act, actors: Sequence[Actor], codes: Sequence[str]
            ) -> str | None:
    """The one that acts with several which make a list apart from it ("A, B and C were received
    by the ministry of D"): the only country beside the only list."""
    if len(codes) < 3:
        return None
    partners = own_partners(document, act, [a for a in actors if a.code in codes])
    if len(partners) == len(codes) - 1:
        return next(code for code in codes if code not in partners)
    if act.type not in ("meeting", "visit"):
        return None
    runs = lists_of(document, actors)
    lists = [set(run) & set(codes) for run in runs if len(set(run) & set(codes)) > 1]
    rest = set(codes) - lists[0] if len(lists) == 1 else set()
    return rest.pop() if len(rest) == 1 else None


def told_center(act: Act, codes: Sequence[str], told: Sequence[tuple[str, ...]]) -> str | None:
    """The one of several that the last acts paired with each of the others, and these with
    nobody: what they discuss is between the same two."""
    if act.type not in _MUTUAL or len(codes) < 3:
        return None
    pairs = {frozenset(pair) for pair in told[:-_TOLD - 1:-1]
             if len(pair) == 2 and set(pair) <= set(codes)}
    common = set(codes).intersection(*pairs) if len(pairs) == len(set(codes)) - 1 else set()
    return common.pop() if len(common) == 1 else None


def told_hub(told: Sequence[tuple[str, ...]]) -> str | None:
    """The country that every act of two told last has on one side, if there are two or more on
    the other: whatever else is told has it for a party."""
    pairs = {frozenset(pair) for pair in told[:-_TOLD - 1:-1] if len(pair) == 2}
    if len(pairs) < 2:
        return None
    common = frozenset.intersection(*pairs)
    return next(iter(common)) if len(common) == 1 else None


def other_end(code: str, flows: Sequence[tuple[tuple[str, ...], tuple[str, ...]]]
              ) -> list[str] | None:
    """Who stood at the other end when a country last gave or received something, if it was one
    country; `flows` are givers and receivers of what was told so far."""
    for givers, receivers in flows[:-_FLOWS - 1:-1]:
        for ours, theirs in ((givers, receivers), (receivers, givers)):
            if code in ours:
                return list(theirs) if len(theirs) == 1 else None
    return None
