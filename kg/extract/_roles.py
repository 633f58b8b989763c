"""Who gives and who takes, among the countries that a clause names beside an act.

    Document, Act, [Actor] -> givers, receivers

"Doses from Poland", "donated by Japan", "Cuban doctors", "gave Somalia 200 places": the
preposition before a country, the noun that its adjective belongs to and its place around the
verb tell its part. A country of which nothing tells a part is in neither list.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.acts import Act
from kg.extract.mentions import Actor
from kg.extract.text import Document
from kg.extract.verbs import VerbGroup

__all__ = ["DIRECTED", "TRANSFERS", "direction_of", "roles_of", "says_jointly"]

#: Acts with a giver and a receiver.
TRANSFERS = frozenset({"donation", "financing", "deployment", "response", "training", "care",
                       "infrastructure"})

#: Acts with two different sides: goods are bought and sold, too.
DIRECTED = TRANSFERS | {"trade"}

_GIVER, _TAKER = "giver", "taker"

#: What the preposition before a country makes of it.
_BY_PREPOSITION = {"from": _GIVER, "by": _GIVER, "to": _TAKER, "for": _TAKER, "into": _TAKER,
                   "towards": _TAKER, "in": _TAKER, "at": _TAKER}

#: Where teachers and surgeons work, learners and patients come.
_AT_HOME = frozenset({"training", "care"})

#: Verbs of learners on their way to those who teach them ("sent 50 students to Cuba").
_GOING = frozenset({"arrive", "supply"})

#: Between a preposition and the country that it governs may stand these, and capitals.
_TRANSPARENT = frozenset(
    "the a an of government governments people peoples ministry health"
    " state republic kingdom its his her authorities and region regions"
    " province provinces district districts county counties part parts"
    " area areas islands island two three four five six seven eight nine"
    " ten several many".split())

#: So far before a country its preposition may stand, in tokens.
_REACH = 7

#: Who hires brings people to their own country; who posts them does not.
_HIRING = frozenset({"hire", "recruit", "employ", "engage", "take on"})

#: What stands in brackets behind a country of a list is not longer, in tokens.
_BRACKET = 8

#: So far apart are the names of a list, in tokens: a comma, an acronym in brackets.
_LIST_GAP = 6

_GOT = frozenset({"got", "received", "gets", "receives"})

_TAKING = frozenset({"receive", "request", "buy", "study"})


def roles_of(document: Document, act: Act, actors: Sequence[Actor]
             ) -> tuple[list[str], list[str]]:
    """The countries that give and those that take, each in order; towns count as the receiver's
    where no country is one. Nothing for an act without a direction."""
    parts: dict[str, list[str]] = {_GIVER: [], _TAKER: []}
    places: list[tuple[str, str]] = []
    role, last = "", -1
    for actor in actors:
        if actor.code is None:
            continue
        if _is_counted(document, last, actor):
            role = _TAKER if parts[_TAKER] else role
        elif not _is_joined(document, last, actor):
            role = _role(document, act, actor)
        if act.type == "care" and role == _TAKER and parts[_TAKER] and not parts[_GIVER] \
                and document.keys[actor.first - 1] == "to":
            role = _GIVER  # "patients from Fiji come to Peru"
        last = actor.last
        if actor.scene and act.rule.endswith(".twin"):
            continue  # where money was signed for is not where it goes
        if actor.scene or _is_for_people(document, actor):
            places.append((actor.code, role))
        elif role and actor.code not in parts[_GIVER] and actor.code not in parts[_TAKER]:
            parts[role].append(actor.code)
    for code, role in places:
        if role and not parts[role] and code not in parts[_GIVER] + parts[_TAKER]:
            parts[role].append(code)
    return parts[_GIVER], parts[_TAKER]


def _is_counted(document: Document, last: int, actor: Actor) -> bool:
    """Does the verb of the country before serve a country and its share as well ("Fiji 200")?"""
    return last >= 0 and document.keys[actor.first - 1] in (",", "and") \
        and document.words[actor.last:actor.last + 1] != [] \
        and document.words[actor.last][0].isdigit()


def _is_joined(document: Document, last: int, actor: Actor) -> bool:
    """Does "and" or a comma join a country to the one before it, whatever stands in brackets
    between them?"""
    between = document.keys[last:actor.first] if last >= 0 else []
    if between[:1] == ["("] and ")" in between[:_BRACKET]:
        between = between[between.index(")") + 1:]
    return 1 <= len(between) <= 3 and between[0] in (",", "and") and all(
        key in (",", "and", "the", "as", "well") for key in between)


def _is_for_people(document: Document, actor: Actor) -> bool:
    """Does a country only tell whose people goods are for ("to Chad for Sudanese refugees")?"""
    return actor.form == "demonym" and document.keys[actor.first - 1] == "for"


def _role(document: Document, act: Act, actor: Actor) -> str:
    keys = document.keys
    behind = keys[actor.last:actor.last + 4]
    if behind[:1] == [","] and (behind[1:2] == ["to"] and behind[2:3] in (["which"], ["whom"])
                                or behind[1:2] in (["which"], ["who"])
                                and not _GOT.isdisjoint(behind[2:])):
        return _TAKER  # "Peru, to which doses were sent, and Chile, which got ambulances"
    preposition = _preposition(document, actor)
    thanked = _thanked(document, act, actor)
    if thanked:
        return thanked
    if preposition in ("in", "at") and act.type in _AT_HOME or (
            preposition == "to" and _is_sent_to_learn(act)):
        return _GIVER
    if preposition == "from" and act.type == "care":
        return _TAKER
    if preposition == "from" and _is_of_patients(document, actor):
        return ""
    if preposition:
        return _BY_PREPOSITION[preposition]
    if actor.scene:
        return ""
    first, last = act.object
    if actor.form == "demonym" and actor.last <= first <= actor.last + 3:
        return _TAKER if act.type in _AT_HOME else _GIVER
    if actor.form == "demonym" and first <= actor.first < last:
        return _TAKER  # "took in 38 Ukrainians"
    if act.noun and keys[actor.last:actor.last + 1] == ["'s"] and act.first <= actor.last + 4:
        return _GIVER
    group = act.group
    if group is None:
        return ""
    if actor.last <= group.first:
        if group.passive or _is_sent_to_learn(act) or act.verb_class in _TAKING \
                or "receive" in group.classes:
            return _TAKER
        return _TAKER if group.lemma in _HIRING else _GIVER
    if actor.first >= group.last and not group.passive and actor.form != "demonym" \
            and actor.first <= group.last + 3:
        # "gave Somalia 200 places", "asked India for doctors"
        return _GIVER if act.verb_class == "request" else _TAKER
    return ""


#: What is said to those who gave, and the words behind which they are named.
_THANKS = frozenset("thank thanks thanked thanking gratitude appreciation grateful thankful lauded"
                    " commended praised".split())


def _thanked(document: Document, act: Act, actor: Actor) -> str:
    """The part of a country in a sentence of thanks ("thanked Oman for its gift"): who is
    thanked gave, who thanks took; "" where the act does not stand behind "for"."""
    keys = document.keys
    first = document.sentences[document.sentence_of[act.first]].first
    at = next((i for i in range(act.first - 1, first - 1, -1) if keys[i] in _THANKS), -1)
    if at < 0 or "for" not in keys[at:act.first]:
        return ""
    if actor.last <= at:
        return _TAKER
    reason = next(i for i in range(at, act.first) if keys[i] == "for")
    return _GIVER if actor.first < reason else ""


#: People who are helped where they have come to.
_HELPED = frozenset("children child patients patient victims wounded injured refugees people"
                    " civilians survivors evacuees".split())


def _is_of_patients(document: Document, actor: Actor) -> bool:
    """Does a country behind "from" only tell where those come from who are helped?"""
    keys = document.keys
    at = next((i for i in range(actor.first - 1, max(0, actor.first - _REACH), -1)
               if keys[i] == "from"), 0)
    return keys[at - 1] in _HELPED


def _is_sent_to_learn(act: Act) -> bool:
    """Do learners go where they are taught?"""
    return act.type == "training" and act.verb_class in _GOING and act.rule.endswith(
        ("+staff", "+trainee"))


def _preposition(document: Document, actor: Actor) -> str:
    """The preposition that governs a country, or "" if a verb or another noun stands between;
    that of a city governs the country behind its comma ("in Oran, Algeria")."""
    begin = actor.first - 1
    if actor.scene and actor.form == "name" and begin > 0 and document.keys[begin] == ",":
        begin -= 1
    for i in range(begin, max(-1, begin - _REACH), -1):
        key = document.keys[i]
        if key in _BY_PREPOSITION:
            return key
        if key not in _TRANSPARENT and not document.is_capital(i):
            return ""
    return ""


def direction_of(document: Document, act: Act, actors: Sequence[Actor], codes: list[str]
               ) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who acts and who is acted for: before and after an active verb, or the other way round.

    Of an act without a direction between more than two, the one subject and its partners.
    """
    if act.group is None or len(codes) < 2 or (act.type not in TRANSFERS and len(codes) == 2):
        return (), ()
    group = act.group
    before = list(dict.fromkeys(a.code for a in actors if a.code in codes
                                and a.last <= group.first and a.code))
    if act.type in ("visit", "meeting") and len(before) > 1:
        # Several who visit one, or are received by one.
        after = [c for c in codes if c not in before]
        return ((after[0],), tuple(before)) if len(after) == 1 else ((), ())
    rest = tuple(c for c in codes if c not in before)
    if group.passive or "receive" in group.classes:
        if len(codes) == 2 and len(before) == 1:
            return rest, (before[0],)
        agents = list(dict.fromkeys(a.code for a in agents_of(document, group, actors)
                                    if a.code in codes and a.code))
        receivers = tuple(c for c in codes if c not in agents)
        return (tuple(agents), receivers) if receivers and 1 in (
            len(agents), len(receivers) if agents else 0) else ((), ())
    if len(before) == 1:
        return (before[0],), rest
    if len(rest) == 1 and act.type in TRANSFERS and not says_jointly(document, act):
        return tuple(before), rest  # several give to one, each for itself
    return (), ()


#: With these, several givers act as one.
_JOINTLY = frozenset({"jointly", "joint", "together"})


def says_jointly(document: Document, act: Act) -> bool:
    """Do several act as one?"""
    return not _JOINTLY.isdisjoint(document.keys[max(0, act.first - 3):act.last + 3])


def agents_of(document: Document, group: VerbGroup, actors: Sequence[Actor]) -> list[Actor]:
    """The actors behind the "by" of a passive verb, joined by commas and "and"."""
    keys = document.keys
    found: list[Actor] = []
    for actor in actors:
        if actor.first < group.last:
            continue
        joins = bool(found) and actor.first - found[-1].last <= _LIST_GAP \
            and not {"and", ","}.isdisjoint(keys[found[-1].last:actor.first])
        if joins or "by" in keys[actor.first - 2:actor.first]:
            found.append(actor)
        elif found and actor.first >= found[-1].last + _LIST_GAP:
            break
    return found
