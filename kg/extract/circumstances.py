"""What a sentence says about its act: when it takes place, how much is given, who says so.

    Act, dates, quantities, verb groups, names of its sentence -> values of a Claim

A date belongs to the verb it stands with: the day on which something was said or agreed is none
of the act's, nor is a day that its status rules out. The day of publication only helps to read
"on Tuesday" and never stands in for a date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.edtf import day_bounds
from kg.extract.acts import Act
from kg.extract.clauses import Clauses
from kg.extract.mentions import DateMention, NamedEntity, NameMention, QuantityMention
from kg.extract.status import Judgement
from kg.extract.text import Document
from kg.extract.verbs import VerbGroup

__all__ = ["date_of", "quantities_of", "seen_from", "speaker_of"]

#: So many years after a team came its mission is over; so many years on, an act is history.
_MISSION, _HISTORY = 2, 30

#: Units that count the parties, not what they give or do.
_SIDES = frozenset("countries country sides parties nations governments ministers officials states"
                   " leaders presidents ministries institutions".split())

#: Verbs by which somebody says, asks or denies something.
_SPEECH = frozenset({"say", "deny", "allege"})

#: Verbs by which parties come to what they mean to do; their day is not the day of the deed.
_RESOLVING = frozenset({"promise", "call", "weigh", "offer", "intend", "pledge"})

#: Verbs whose day is theirs alone.
_ELSEWHERE = _SPEECH | _RESOLVING | {"sign"}


def date_of(dates: Sequence[DateMention], act: Act, judgement: Judgement,
            groups: Sequence[VerbGroup], clauses: Clauses, published: str | None) -> str | None:
    """The date (EDTF) of an act among those of its sentence, or None where none is its own.

    A date in the clause of the act's verb is the act's if no other verb has it; so is the only
    one of the sentence, but for a day of saying, agreeing or signing something else.
    `published` is the day of publication (ISO 8601): what is planned lies after it, what is done
    before.
    """
    verb = judgement.verb
    place = verb.head if verb is not None and verb is not act.group else act.first
    inside = [d for d in dates if d.edtf and d.form not in ("duration", "dateline")
              and _fits(d.edtf, judgement.status, published)]
    owners = [(d, _owner(d, groups, clauses)) for d in inside]
    own = [d for d, owner in owners if _is_own(owner, act, verb, d)]
    same = [d for d in own if clauses.same(d.first, place)]
    if same:
        return min(same, key=lambda d: (abs(d.first - place), d.first)).edtf
    if len(own) == 1:
        return own[0].edtf
    if len(owners) == 1 and not own:
        date, owner = owners[0]
        if owner is not None and not _ELSEWHERE & set(owner.classes):
            return date.edtf
    return None


def _fits(edtf: str, status: str, published: str | None) -> bool:
    """Does a date allow the stage of an act, seen from the day of publication?"""
    if published is None:
        return True
    first, last = day_bounds(edtf)
    if status in ("planned", "proposed"):
        return last is None or last >= published[:10]
    if status == "signed" and first is not None and last is not None and (
            int(last[:4]) - int(first[:4]) > 1):
        return False  # "signed an accord for 2024 to 2028"
    if status in ("signed", "completed", "ongoing"):  # "signed an accord that runs until 2030"
        return status != "signed" if first is None else first <= published[:10]
    return True


def _owner(date: DateMention, groups: Sequence[VerbGroup], clauses: Clauses) -> VerbGroup | None:
    """The verb that a date stands with: the one before it in its clause, else the next."""
    before = after = None
    for group in groups:
        if group.attributive or not clauses.same(group.first, date.first):
            continue
        if group.first < date.first:
            before = group
        else:
            after = after or group
    if before is not None and after is not None and _SPEECH & set(after.classes) \
            and 0 <= after.first - date.last <= 1:
        return after  # "…, he on Tuesday said"
    return before or after


def _is_own(owner: VerbGroup | None, act: Act, verb: VerbGroup | None,
            date: DateMention) -> bool:
    """Is the verb that a date stands with the act's, or one that carries its noun?"""
    if owner is None or owner == verb:
        return owner is None or not act.noun or _carries_date(owner, act)
    if _SPEECH & set(owner.classes):
        # "said on Tuesday that …"; behind more words the date is of what was said
        return date.first - owner.last > 2 and owner.last <= act.first < date.first
    if verb is not None and verb.tense == "base" and owner.last <= verb.first \
            and not _RESOLVING & set(owner.classes):
        return True  # "began in April to build"
    if owner.tense in ("base", "gerund", "participle"):
        return not (verb is not None and verb.first < owner.first) or act.noun
    # Another verb of the clause: the date is the act's where the act lies between them.
    return min(owner.last, date.first) <= act.first < max(owner.last, date.first) \
        and not _RESOLVING & set(owner.classes)


def _carries_date(owner: VerbGroup, act: Act) -> bool:
    """Does a verb's day count for the noun it governs? The day of a call or promise does not."""
    return not _RESOLVING & set(owner.classes) or owner.first > act.first \
        or bool({"sign", "hold", "give", "supply", "receive"} & set(owner.classes))


def seen_from(judgement: Judgement, edtf: str | None, published: str | None) -> Judgement:
    """The judgement of an act as seen on the day of publication, given its date: who came years
    ago is no longer there, and what was done long ago is history."""
    last = day_bounds(edtf)[1] if edtf else None
    if last is None or published is None:
        return judgement
    years = int(published[:4]) - int(last[:4])
    if judgement.status == "ongoing" and judgement.rule == "verb.past" and years >= _MISSION:
        judgement = replace(judgement, status="completed", detail="completed", rule="date.past")
    if judgement.status == "completed" and judgement.modality == "asserted" \
            and years >= _HISTORY:
        judgement = replace(judgement, modality="historical")
    return judgement


#: So far behind "of" the number of what came may stand, in tokens.
_OF_REACH = 3


def quantities_of(document: Document, quantities: Sequence[QuantityMention],
                  act: Act) -> list[QuantityMention]:
    """The amounts of an act among those of its sentence: those that end in its object, or
    money beside its trigger."""
    if act.noun and act.type not in ("financing", "donation", "deployment"):
        return []
    first, last = min(act.first, act.object[0]), max(act.last, act.object[1])
    found = []
    for q in quantities:
        if q.unit in _SIDES or not first - 12 <= q.first <= last + 8:
            continue
        until = act.object[1]
        if document.keys[until:until + 1] == ["of"]:
            until += _OF_REACH  # "a brigade of some 60 Peruvian nurses"
        touches = q.first <= until and q.last >= act.object[0] - 3
        if touches or (q.is_money and act.type in ("financing", "infrastructure", "trade")):
            found.append(q)
    return found


#: Bodies and texts that speak without a name of their own.
_SPEAKERS = frozenset(
    "ministry embassy government cabinet parliament presidency department office agency"
    " authority authorities officials official minister ambassador spokesman spokeswoman"
    " spokesperson statement release communiqué communique report sources source media newspaper"
    " agency website minister president envoy consul secretary director hospital university"
    " ministers delegation sides".split())

#: A speaker's wording begins behind one of these.
_EDGES = frozenset({",", ";", ".", ":", "–", '"', "that", "but", "while", "when", "which", "who",
                    "because", "although", "(", ")"})

#: What joins a speaker to whose it is ("a statement of the ministry").
_OWNERS = frozenset({"of", "from", "by", "at", "in", "for", "to"})

#: The longest wording of a speaker, in tokens.
_WORDING = 14


def speaker_of(document: Document, act: Act, groups: Sequence[VerbGroup],
               names: Sequence[NameMention], entities: Sequence[NamedEntity]) -> str | None:
    """Who says what the act's sentence says, as worded: a name, "the embassy", "officials".

    None where the outlet speaks itself. `groups` and `names` are those of the sentence. A verb of
    saying in a relative clause, or one that is the act itself, names no speaker.
    """
    sentence = document.sentences[document.sentence_of[act.first]]
    keys = document.keys
    for i in range(sentence.first, sentence.last - 2):
        if keys[i] == "according" and keys[i + 1] == "to":
            return _wording(document, i + 2, sentence.last, names, entities)
    for group in groups:
        if "say" not in group.classes or group == act.group or group.passive \
                or group.tense not in ("past", "present") \
                or keys[group.first - 1] in ("who", "which") and group.first > sentence.first:
            continue
        behind = _wording(document, group.last, min(group.last + _WORDING, sentence.last),
                          names, entities) if group.first > sentence.first and (
                              keys[group.first - 1] in (",", '"')) else None
        return behind or _subject(document, group, sentence.first, names, entities)
    return None


def _subject(document: Document, group: VerbGroup, first: int, names: Sequence[NameMention],
             entities: Sequence[NamedEntity]) -> str | None:
    """The wording before a verb of saying that stands for its subject."""
    keys = document.keys
    end = group.first
    people = [n for n in names if n.last <= end and end - n.last <= _WORDING
              and entities[n.entity].kind == "person"]
    if keys[end - 1] == "," and people and end > first:  # "Kofi Mensah, its minister, said"
        return document.surface(people[-1].first, people[-1].last)
    start = end
    while start > first and end - start < _WORDING and keys[start - 1] not in _EDGES:
        start -= 1
    inside = [n for n in names if start <= n.first and n.last <= end]
    if inside:
        named = next((n for n in reversed(inside) if entities[n.entity].kind == "person"),
                     inside[-1])
        return document.surface(named.first, named.last)
    if any(key in _SPEAKERS for key in keys[start:end]):
        return document.surface(start, end)
    return None


def _wording(document: Document, first: int, end: int, names: Sequence[NameMention],
             entities: Sequence[NamedEntity]) -> str | None:
    """The wording of a speaker that begins at `first`: the first name in it, or the phrase."""
    keys = document.keys
    last = first
    while last < end and last - first < _WORDING and keys[last] not in _EDGES:
        last += 1
    inside = [n for n in names if first <= n.first < last]
    if inside:
        named = next((n for n in inside if entities[n.entity].kind == "person"), inside[0])
        return document.surface(named.first, named.last)
    head = next((i for i in range(first, last) if keys[i] in _SPEAKERS), None)
    if head is None:
        return None
    return document.surface(first, last if keys[head + 1] in _OWNERS else head + 1)
