"""Acts whose object is the other party: meetings, visits, working together, helping.

    Document, [VerbGroup], [Actor] -> [Act]

"Met", "received", "visited", "cooperates with" name no thing that would tell their type; what
tells it is who stands on either side of the verb. Everything else is in `acts`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import replace

from kg.extract.acts import Act
from kg.extract.clauses import Clauses
from kg.extract.mentions import Actor, NamedEntity
from kg.extract.parties import says_both
from kg.extract.status import is_urged
from kg.extract.text import Document, Sentence
from kg.extract.verbs import VerbGroup

__all__ = ["find_encounters", "is_vague", "refine_cooperation"]

#: How far from the verb the other party may begin, in tokens.
_NEAR = 14

#: So far before its country stands an office ("minister of health and sport of Peru").
_OFFICE = 7

#: People without a name who can be met or travel for their country.
_DELEGATES = frozenset(
    "delegation delegations minister ministers ambassador ambassadors president counterpart"
    " counterparts colleague colleagues official officials envoy premier representatives"
    " representative team mission guests guest experts".split())

_PRONOUNS = frozenset("he she they him her them we i who".split())

#: What a guest visits when the text does not name the host.
_HOSTS = frozenset({"country", "kingdom", "sultanate", "republic", "island", "state"})

_TOWARDS = frozenset("in at to for into through".split())

#: An outbreak or disaster makes help a response.
_EMERGENCY = frozenset(
    "covid coronavirus pandemic outbreak epidemic earthquake quake flood floods cyclone ebola"
    " cholera disaster emergency hurricane tsunami explosion blast crisis drought typhoon virus"
    " humanitarian plague mpox monkeypox marburg zika landslide landslides wildfires eruption"
    " storm".split())


def find_encounters(document: Document, groups: Sequence[VerbGroup], clauses: Clauses,
                    actors: Sequence[Actor], entities: Sequence[NamedEntity],
                    taken: Collection[int] = ()) -> list[Act]:
    """The acts of meeting, visiting, cooperating and helping, in order of their verbs. The verbs
    at the tokens `taken` have an object that tells what arrives, which is no visit."""
    starts = [a.first for a in actors]
    acts: list[Act] = []
    for index, group in enumerate(groups):
        kinds = set(group.classes)
        if group.lemma == "call on" and is_urged(groups[index + 1:index + 2], group):
            continue  # "called on Peru to sign": asked, not met
        if group.lemma == "be" and document.keys[group.last:group.last + 1] in (["in"], ["to"]):
            kinds.add("stay")  # "when he was in Harare"
        if "promise" in kinds and _by_phone(document, group):
            kinds.add("weigh")
        if not kinds & {"meet", "host", "weigh", "visit", "arrive", "attend", "cooperate", "help",
                        "stay"}:
            continue
        sentence = document.sentences[document.sentence_of[group.head]]
        inside = actors[bisect_left(starts, sentence.first):bisect_left(starts, sentence.last)]
        left = [a for a in inside if a.last <= group.first]
        right = [a for a in inside if group.last <= a.first <= group.last + _NEAR]
        act = None
        if "weigh" in kinds:
            act = _discussion(document, group, left, inside, sentence, entities)
        if kinds & {"meet", "host"} and not _is_noun(document, group, groups):
            act = _meeting(document, group, left, right, sentence, entities, kinds)
        if act is None and kinds & {"visit", "arrive", "stay"} and group.head not in taken:
            act = _visit(document, group, left, right, sentence, entities)
        if act is None and "stay" in kinds:
            act = _stay(document, group, left, right, sentence)
        if act is None and "attend" in kinds and group.head not in taken:
            act = _presence(document, group, left, right, entities)
        if act is None and "cooperate" in kinds:
            act = _cooperation(document, group, left, right, sentence, entities)
        if act is None and "help" in kinds:
            act = _help(document, group, left, right, sentence)
        if act is not None:
            acts.append(act)
    acts += _jointly(document, groups, clauses, actors, starts)
    acts.sort(key=lambda act: act.first)
    return acts


#: What is done together by two countries, by the verb.
_JOINT_WORK: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("fight", "combat", "tackle", "contain", "battle", "curb", "stem", "respond",
                     "stop", "face", "confront"), ("response", "humanitarian-response")),
    **dict.fromkeys(("monitor", "track", "watch", "detect", "screen", "observe"),
                    ("information", "data-surveillance")),
    **dict.fromkeys(("research", "study", "investigate", "explore", "examine", "analyse",
                     "analyze", "test", "trial", "develop", "discover", "evaluate"),
                    ("research", "joint-research")),
}

#: So far from its verb stands "together", in tokens.
_TOGETHER = 8


def _jointly(document: Document, groups: Sequence[VerbGroup], clauses: Clauses,
             actors: Sequence[Actor], starts: Sequence[int]) -> list[Act]:
    """What two countries do "together" or "jointly" where the verb has no frame of its own."""
    acts = []
    keys = document.keys
    for i in [i for i, key in enumerate(keys) if key in ("together", "jointly")]:
        sentence = document.sentences[document.sentence_of[i]]
        at = bisect_left(groups, sentence.first, key=lambda g: g.first)
        near = [g for g in groups[at:bisect_left(groups, sentence.last, key=lambda g: g.first)]
                if g.lemma in _JOINT_WORK and clauses.same(g.head, i)
                and g.first - 2 <= i <= g.last + _TOGETHER]
        if not near:
            continue
        subjects = actors[bisect_left(starts, sentence.first):
                          bisect_left(starts, near[0].first)]
        if len({a.code for a in subjects if a.code and not a.scene}) < 2 and not says_both(
                document, sentence.first, near[0].first):
            continue
        kind, detail = _JOINT_WORK[near[0].lemma]
        if kind == "response" and _EMERGENCY.isdisjoint(keys[sentence.first:sentence.last]):
            kind, detail = "cooperation", ""
        acts.append(_act(near[0], kind, detail or None, 2, "together"))
    return acts


def _act(group: VerbGroup, kind: str, detail: str | None, strength: int,
         rule: str) -> Act:
    return Act(group.head, group.head + 1, kind, detail, strength, group,
               (group.head, group.head + 1), False, f"encounter.{rule}")


#: What stands before a gerund that is no noun ("after meeting him", "while meeting").
_BEFORE_GERUND = frozenset(", ; : ( and or after before since on upon by of for from while when in"
                           " without despite besides about to".split())


def _is_noun(document: Document, group: VerbGroup, groups: Sequence[VerbGroup]) -> bool:
    """Is a bare gerund the noun of its form ("at a virtual meeting")? Such nouns make acts of
    their own."""
    first = document.sentences[document.sentence_of[group.first]].first
    return group.tense == "gerund" and group.first == group.head > first \
        and document.keys[group.first - 1] not in _BEFORE_GERUND \
        and not any(g.last == group.first for g in groups)


def _is_person(document: Document, actor: Actor, entities: Sequence[NamedEntity]) -> bool:
    """A named person, or a country word right before or behind people who act for it."""
    if actor.entity is not None:
        return entities[actor.entity].kind == "person"
    before = document.keys[max(0, actor.first - _OFFICE):actor.first]
    if before and before[-1] == "the":
        before.pop()
    if before and before[-1] in ("of", "from") and any(key in _DELEGATES for key in before):
        return True  # "the ambassador of Peru", "the minister of health of Peru"
    end = document.sentences[document.sentence_of[actor.first]].last
    following = document.keys[actor.last:min(actor.last + 3, end)]
    return any(key in _DELEGATES for key in following)


def _meeting(document: Document, group: VerbGroup, left: Sequence[Actor],
             right: Sequence[Actor], sentence: Sentence, entities: Sequence[NamedEntity],
             kinds: set[str]) -> Act | None:
    if "host" in kinds and not kinds & {"meet"}:
        partners = [a for a in (left if group.passive else right)[:2]
                    if _is_person(document, a, entities)
                    and '"' not in document.keys[group.last:a.first]]
        pronoun = not group.passive and document.keys[group.last:group.last + 1] in (
            ["him"], ["her"], ["them"])
        if not partners and not (pronoun and any(
                _is_person(document, a, entities) for a in left[-2:])):
            return None
    else:
        after = document.keys[group.last:group.last + 3]
        people = [a for a in right if not a.scene]
        if group.lemma in _EACH_OTHER and not group.passive and "with" not in after \
                and (_are_delegates(document, left, sentence, group, entities)
                     or _by_phone(document, group) and says_both(
                         document, max(sentence.first, group.first - 4), group.first)):
            return _act(group, "meeting", "meeting", 3, "meeting")
        if group.lemma not in ("meet", "call on") and (not people or not {"with", "to", "by"} & set(
                document.keys[group.last:group.last + 4])):
            return None
        joint = "with" in after or any(_is_person(document, a, entities) for a in people)
        before = document.keys[max(sentence.first, group.first - 3):group.first]
        together = bool(
            {"we", "they", "both"} & set(before)
            or len({a.code for a in left if a.code and not a.scene}) > 1
            or _DELEGATES & set(document.keys[sentence.first:group.first]))
        if not joint and not together:
            return None
        ours = {a.code for a in left if a.code and not a.scene}
        if people and ours == {people[0].code} and not any(
                document.keys[a.first - 1] in ("and", ",", "with") for a in people):
            return None  # a minister among the own people
        if people and not left and group.lemma == "meet" and not joint:
            return None
    return _act(group, "meeting", "meeting", 3, "meeting")


#: What people of two sides do with each other where no "with" follows.
_EACH_OTHER = frozenset({"confer", "consult", "talk", "speak", "sit down", "come together",
                         "get together", "hold talks", "gather", "exchange views"})


def _are_delegates(document: Document, left: Sequence[Actor], sentence: Sentence,
                   group: VerbGroup, entities: Sequence[NamedEntity]) -> bool:
    """Are the subjects of a verb people who act for two countries ("the Malian and the Ivorian
    ministers spoke")?"""
    near = [a for a in left if a.code and not a.scene and a.first >= group.first - _NEAR]
    return len({a.code for a in near}) == 2 and (
        not _DELEGATES.isdisjoint(document.keys[max(sentence.first, near[0].first - 4):group.first])
        or all(_is_person(document, a, entities) for a in near))


#: So far behind a verb it is told that it was done by telephone, in tokens.
_CALLED = 16


def _by_phone(document: Document, group: VerbGroup) -> bool:
    """Does "by telephone" or "over the phone" follow a verb?"""
    keys = document.keys
    return any(keys[i] in ("phone", "telephone") and not {"by", "over", "on"}.isdisjoint(
        keys[i - 2:i]) for i in range(group.last, min(group.last + _CALLED, len(keys))))


#: Verbs of people who talk about something together.
_DISCUSSING = frozenset({"discuss", "review", "debate", "explore", "mull", "probe", "talk over",
                         "go over", "talk about", "touch on", "deliberate"})


def _discussion(document: Document, group: VerbGroup, left: Sequence[Actor],
                inside: Sequence[Actor], sentence: Sentence, entities: Sequence[NamedEntity]
                ) -> Act | None:
    """Officials of two countries who discuss something have met, or spoken by telephone: "A and
    B discussed", "A discussed … with B", "the two sides discussed"."""
    if _by_phone(document, group):
        callers = {a.code for a in inside if a.code and not a.scene}
        return _act(group, "meeting", "meeting", 2, "call") if len(callers) == 2 else None
    if group.lemma not in _DISCUSSING or group.passive or not (
            group.tense == "past" or group.perfect and group.tense == "present"):
        return None
    people = [a for a in left if _is_person(document, a, entities)]
    codes = {a.code for a in left if a.code and not a.scene}
    ministers = _DELEGATES & set(document.keys[sentence.first:group.first])
    if len(codes) == 2 and (len({a.code for a in people}) == 2 or ministers):
        return _act(group, "meeting", "meeting", 2, "discussion")
    if (people or ministers) and any(
            a.first >= group.last and a.code and a.code not in codes
            and "with" in document.keys[a.first - 3:a.first]
            and _is_person(document, a, entities) for a in inside):
        return _act(group, "meeting", "meeting", 2, "discussion")
    if says_both(document, max(sentence.first, group.first - 4), group.first) \
            or document.keys[group.first - 1] == "they":
        return _act(group, "meeting", "meeting", 2, "discussion")
    return None


#: What is seen follows these at once ("toured the Kenyan laboratory").
_SEEING = frozenset({"visit", "tour", "inspect", "get acquainted with", "become acquainted with",
                     "look around"})

#: People who look at another country's institutions.
_LEARNERS = _DELEGATES | frozenset(
    "doctors physicians surgeons nurses specialists scientists researchers professionals students"
    " pharmacists managers parliamentarians lawmakers group".split())


def _visit(document: Document, group: VerbGroup, left: Sequence[Actor],
           right: Sequence[Actor], sentence: Sentence, entities: Sequence[NamedEntity]
           ) -> Act | None:
    goal = next((a for a in right if a.first <= group.last + 8 and a.code), None)
    guest = next((a for a in reversed(left) if not a.scene), None)
    if document.keys[group.last + 1:group.last + 2] and group.lemma == "visit" \
            and document.keys[group.last] in ("the", "our", "this") \
            and document.keys[group.last + 1] in _HOSTS and guest is not None \
            and _is_person(document, guest, entities):
        return _act(group, "visit", "visit", 2, "visit")  # "who is visiting the country"
    if goal is None or (group.lemma == "be" and (
            goal.first > group.last + 2 or goal.form not in ("capital", "name", "city")
            or not _is_guest(document, group, guest, entities))):
        return None
    if group.lemma == "reach" and goal.first > group.last + 1:
        return None  # "reached an agreement with …"
    before = document.keys[goal.first - 1] if goal.first > group.last else ""
    direct = "visit" in group.classes and group.lemma in _SEEING
    if not direct and before not in _TOWARDS and document.keys[goal.first - 2] not in _TOWARDS:
        return None
    if goal.entity is not None and entities[goal.entity].kind == "person":
        return None
    subject = left[-1] if left else None
    if subject is not None and not subject.scene and _is_person(document, subject, entities):
        strength = 3 if subject.code != goal.code else 0
    elif subject is not None and not subject.scene and subject.code != goal.code and (
            _DELEGATES & set(document.keys[sentence.first:subject.first])):
        strength = 3  # "a delegation of the Omani Ministry of Health"
    elif any(key in _PRONOUNS or key in _DELEGATES
             for key in document.keys[max(sentence.first, group.first - 4):group.first]):
        strength = 2
    elif direct and subject is not None and not subject.scene and subject.code != goal.code \
            and not _LEARNERS.isdisjoint(document.keys[sentence.first:group.first]):
        strength = 2
    else:
        strength = 0
    if strength == 0:
        return None
    return _act(group, "visit", "visit", strength, "visit")


def _is_guest(document: Document, group: VerbGroup, subject: Actor | None,
              entities: Sequence[NamedEntity]) -> bool:
    """Is the subject of "was in" somebody who travels ("he was in Harare", "who is in Ankara
    now", "a delegation was in Lima")?"""
    before = document.keys[max(0, group.first - 2):group.first]
    if {"he", "she", "who"} & set(before):
        return True
    sentence = document.sentences[document.sentence_of[group.first]]
    if "delegation" in document.keys[sentence.first:group.first]:
        return True
    return subject is not None and subject.entity is not None and (
        entities[subject.entity].kind == "person" and subject.last >= group.first - 1)


#: Staff who are abroad for their work.
_STAFF = frozenset("doctors physicians surgeons nurses medics specialists brigade".split())


def _stay(document: Document, group: VerbGroup, left: Sequence[Actor], right: Sequence[Actor],
          sentence: Sentence) -> Act | None:
    """Medical staff of one country who are in another work there ("30 Cuban nurses are in Peru
    on a two-year deal")."""
    place = next((a for a in right if a.code and a.first <= group.last + 2), None)
    home = next((a for a in reversed(left) if a.code and not a.scene), None)
    if place is None or home is None or home.code == place.code or _STAFF.isdisjoint(
            document.keys[max(sentence.first, group.first - _OFFICE):group.first]):
        return None
    return _act(group, "deployment", "medical-team-deployment", 2, "stay")


def _presence(document: Document, group: VerbGroup, left: Sequence[Actor],
              right: Sequence[Actor], entities: Sequence[NamedEntity]) -> Act | None:
    """Who attends or speaks in another country has travelled there."""
    subject = next((a for a in reversed(left) if _is_person(document, a, entities)), None)
    place = next((a for a in right if a.code and document.keys[a.first - 1] in ("in", "at")),
                 None)
    if subject is None or place is None or subject.code in (None, place.code):
        return None
    return _act(group, "visit", "visit", 2, "presence")


def _cooperation(document: Document, group: VerbGroup, left: Sequence[Actor],
                 right: Sequence[Actor], sentence: Sentence, entities: Sequence[NamedEntity]
                 ) -> Act | None:
    def institutions(side: Sequence[Actor]) -> set[str | None]:
        return {a.code for a in side
                if a.entity is not None and entities[a.entity].kind == "institution"}

    if group.lemma in ("work together", "partner", "pair", "twin", "interact") and not (
            left or right):
        return None
    ours, theirs = institutions(left), institutions(right)
    if _is_on_research(document, group.last):
        return _act(group, "research", "joint-research", 2, "research")
    if (ours and theirs and ours != theirs) or (not theirs and len(ours) > 1):
        return _act(group, "partnership", "twinning-partnership", 3, "partnership")
    return _act(group, "cooperation", None, 2, "cooperation")


#: So far behind "cooperate in" its subject stands, in tokens.
_SUBJECT = 7


def _is_on_research(document: Document, last: int) -> bool:
    """Does "in … research", "on … studies" follow a word for working together at `last`?"""
    keys = document.keys[last:last + _SUBJECT]
    if not keys or keys[0] not in ("in", "on"):
        return False
    stop = next((i for i, key in enumerate(keys[1:], 1) if not key.isalpha()
                 or key in ("and", "with", "in", "to", "that", "which")), len(keys))
    return stop > 1 and keys[stop - 1] in ("research", "studies", "trials", "study", "trial")


def _help(document: Document, group: VerbGroup, left: Sequence[Actor],
          right: Sequence[Actor], sentence: Sentence) -> Act | None:
    helped = next((a for a in right if a.first <= group.last + 5), None)
    helper = next((a for a in reversed(left) if not a.scene), None)
    if helped is None or helper is None or helped.code == helper.code:
        return None
    words = document.keys[sentence.first:sentence.last]
    if any(word in _EMERGENCY for word in words):
        return _act(group, "response", "humanitarian-response", 1, "response")
    return _act(group, "cooperation", "technical-assistance", 1, "help")


#: What a company brings without one of these words, it sells.
_GIFTS = frozenset("donation donations donated donate donates gift gifts gifted grant free charity"
                   " charitable aid handed gave given".split())

#: Who represents a country where they live.
_ENVOYS = frozenset("ambassador envoy commissioner consul embassy".split())


def _is_call(document: Document, act: Act) -> bool:
    """Does an envoy pay a visit to a ministry or minister?"""
    sentence = document.sentences[document.sentence_of[act.first]]
    before = document.keys[max(sentence.first, act.first - 25):act.first]
    goal = document.keys[act.last:act.last + 10]
    return not _ENVOYS.isdisjoint(before) and not {"ministry", "minister"}.isdisjoint(goal)


#: Before a meeting that is only a condition of something else.
_IF = frozenset({"once", "until", "unless", "if", "allow", "allows", "permit", "permits"})


def is_vague(document: Document, act: Act) -> bool:
    """Is an act told in such a way that only parties in its own sentence make it one of theirs:
    patients who are treated, people who are served, meetings in general, staff for "several
    states"?"""
    keys = document.keys
    if act.rule in ("act.treat+patient", "act.treat+people", "act.serve+people"):
        return True
    if act.rule == "noun.meeting":
        before = keys[max(0, act.first - 4):act.first]
        return not _IF.isdisjoint(before) or (
            keys[act.last - 1] == "meetings" and "the" not in before)
    return act.verb_class in ("supply", "give") and any(
        keys[i] in _SEVERAL and keys[i - 1] in ("to", "in") and keys[i + 1] in _LANDS
        for i in range(act.last, min(act.last + _NEAR, len(keys) - 1)))


_SEVERAL = frozenset({"several", "many", "various", "other", "some", "most"})
_LANDS = frozenset({"states", "countries", "nations", "other"})


def refine_cooperation(document: Document, act: Act, actors: Sequence[Actor],
                       entities: Sequence[NamedEntity], clauses: Clauses) -> Act:
    """What the parties make of an act: cooperation of a named institution with another
    country's side is a partnership; help without an emergency is general cooperation; a resident
    envoy's visit to a ministry is a meeting; what a company supplies is trade."""
    if act.type == "donation" and act.verb_class in ("supply", "arrive", "receive") and any(
            a.entity is not None and entities[a.entity].type == "company" for a in actors):
        sentence = document.sentences[document.sentence_of[act.first]]
        if _GIFTS.isdisjoint(document.keys[sentence.first:sentence.last]):
            return replace(act, type="trade", detail="procurement-supply",
                           rule=f"{act.rule}.company")
    if act.type == "visit" and _is_call(document, act):
        return replace(act, type="meeting", detail="meeting", rule=f"{act.rule}.call")
    if act.type == "response" and act.rule.endswith("+help"):
        sentence = document.sentences[document.sentence_of[act.first]]
        if _EMERGENCY.isdisjoint(document.keys[sentence.first:sentence.last]):
            return replace(act, type="cooperation", detail="technical-assistance")
    if act.type != "cooperation" or not act.noun:
        return act
    if _is_on_research(document, act.last):
        return replace(act, type="research", detail="joint-research", rule="noun.research")
    left = [a for a in actors if clauses.same(a.first, act.first) and a.last <= act.first
            and a.entity is not None and entities[a.entity].kind == "institution" and a.code
            and entities[a.entity].type != "ministry"]
    right = [a for a in actors if act.last <= a.first <= act.last + _NEAR
             and clauses.same(a.first, act.first) and a.code]
    if left and right and left[-1].code != right[0].code \
            and "with" in document.keys[act.last:right[0].first]:
        return replace(act, type="partnership", detail="twinning-partnership", strength=3,
                       rule="noun.partnership")
    return act
