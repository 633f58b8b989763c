"""The stage that a verb's own form gives an act, before any operator: done, going on, due.

    Act + VerbGroup -> (stage, rule); "" where only an operator can tell

"Signed" is done, "is building" goes on, "will send" is due, "may buy" is a wish. A noun takes
its stage from the verb that carries it ("talks were held", "the accord signed in 2016"), else
from what such nouns stand for. What governs the act from outside is for `status`.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.acts import Act
from kg.extract.text import Document
from kg.extract.verbs import VerbGroup

__all__ = [
    "BY_NOUN", "is_held", "is_modifier", "is_signing", "own_stage", "relative_of", "told_behind",
]

#: A verb whose object is a thing promised, offered or asked for -> what that makes of it.
_GIVEN_WORD = {"pledge": ("planned", "agreed"), "stop": ("ended", "suspended"),
               "allot": ("planned", "agreed"),
               "offer": ("proposed", "offered"),
               "request": ("proposed", "called-for")}

#: What is only set apart or ordered has not yet changed hands.
_SET_APART = frozenset({"set aside", "allocate", "earmark", "order"})

#: "Is flying to Lima on Friday": a journey that is due.
_TRAVEL = frozenset("go come travel fly head leave arrive depart return".split())

_LATER = frozenset("monday tuesday wednesday thursday friday saturday sunday tomorrow next later"
                   " soon shortly".split())

#: Behind these a noun is what something else is done with ("with the grant the ministry buys").
_MEANS = frozenset({"with", "through", "from", "via", "by", "using", "despite", "without"})

#: A text that is finalised waits for its signature.
_FINALISE = frozenset({"finalise", "finalize", "complete"})

#: What may follow a noun that is only talked or asked for ("loan negotiations").
_TALK_NOUNS = frozenset("negotiations negotiation talks discussions request application".split())

#: Nouns of the first step of works: what is done with them has begun.
_FIRST_STEPS = frozenset({"foundation", "groundbreaking", "ground", "cornerstone"})

#: A team that has come is at work (codebook, rule 3); one that has left has done its work.
_COMING = frozenset({"arrive", "land", "touch down", "reach", "come", "fly"})

#: Who leaves has done what they came for.
_GOING = frozenset({"leave", "depart", "go home", "return"})

#: The stage of an act that a text names as known, with nothing that says otherwise.
BY_NOUN = {"meeting": "completed", "visit": "completed", "conference": "completed",
            "agreement": "signed", "donation": "completed", "partnership": "ongoing",
            "response": "ongoing"}

#: "After signing …", and "thanked it for sending …": it has been done.
_SINCE = frozenset({"after", "since", "having", "upon"})
_THANKS = frozenset("thank praise commend applaud laud hail appreciate congratulate credit".split())

#: What is done in these goes on.
_STANDING = frozenset({"cooperation", "partnership", "information"})

_PERSONS = frozenset({"we", "i", "he", "she", "they", "you"})

#: Verbs of what lasts.
_LASTING = frozenset({"serve", "cooperate", "study"})

#: Acts that take place at a time; a verb that looks ahead puts them there.
_EVENTS = frozenset({"meeting", "visit", "conference"})

#: "Doses should arrive in May" is expected; "both should sign" is called for.
_EXPECTED = frozenset({"arrive", "begin", "finish", "open", "receive"})

#: What an event that was held will do later ("the visit will strengthen ties").
_EFFECTS = frozenset({"help", "improve", "allow", "plain", "promise", "call", "continue",
                      "exchange", "give", "supply", "begin"})

#: Before a bare participle these put it in the future ("once signed").
_NOT_YET = frozenset({"once", "when", "until", "if"})

_AHEAD = frozenset("before ahead upcoming forthcoming planned next coming scheduled".split())

_SPEECH = frozenset({"say", "call", "weigh", "offer", "intend", "promise", "begin", "continue",
                     "finish", "stop", "refuse"})

#: Talks on a thing do not make it.
_TALKS = frozenset({"talks", "negotiations", "discussions", "consultations", "debate"})


def _by_tense(group: VerbGroup) -> str:
    """The stage that the tense of a verb lends to a noun in its clause; "" where it has none."""
    if group.due or group.tense in ("future", "would"):
        return "planned"
    if group.tense in ("should", "could", "may", "can", "must"):
        return "proposed"
    if group.tense == "present" and not group.perfect:
        return "ongoing"
    return "completed" if group.tense in ("past", "present") else ""


def _is_ahead(document: Document, act: Act) -> bool:
    """Do the words before a noun put it in the future ("ahead of the talks")?"""
    return any(key in _AHEAD for key in document.keys[max(0, act.first - 4):act.first])


def is_signing(group: VerbGroup) -> bool:
    return "sign" in group.classes or "draft" in group.classes


def _is_talked_of(document: Document, act: Act) -> bool:
    """Is a noun the subject of talks ("talks between the two on an agreement")?"""
    before = document.keys[max(0, act.first - 10):act.first]
    talked = [i for i, key in enumerate(before) if key in _TALKS]
    return bool(talked) and bool({"on", "over", "about", "for"} & set(before[talked[-1]:])) \
        and "," not in before[talked[-1]:] and "." not in before[talked[-1]:]


def _when(document: Document, group: VerbGroup) -> bool:
    """Does a present tense stand behind "when" or "once": "when the agreement is signed"?"""
    before = document.keys[max(0, group.first - 6):group.first]
    return any(key in ("when", "once", "until") for key in before) and "," not in before


def _is_provided(group: VerbGroup, groups: Sequence[VerbGroup]) -> bool:
    """Is an infinitive what a text that is signed provides for ("a contract to buy …")?"""
    before = [g for g in groups if g.first < group.first]
    return bool(before) and "sign" in before[-1].classes and before[-1].tense in (
        "past", "present", "future")


def _main_verb(document: Document, group: VerbGroup,
               groups: Sequence[VerbGroup]) -> VerbGroup | None:
    """The finite verb that a gerund behind a comma goes with: "met him, signing a pact"."""
    if group.first == 0 or document.keys[group.first - 1] != ",":
        return None
    main = None
    for other in groups:
        if other.first >= group.first:
            break
        if other.tense not in ("base", "gerund", "participle"):
            main = other
    return main


#: Words by which a sentence sums up what was done over a long time.
_SUMS = frozenset("since total altogether decades years batches times far earlier previously ago"
                  " past once former".split())


def _is_sum(document: Document, act: Act) -> bool:
    """Does the sentence sum up missions of many years ("has sent 1,000 doctors since 1970")?"""
    sentence = document.sentences[document.sentence_of[act.first]]
    return not _SUMS.isdisjoint(document.keys[sentence.first:sentence.last])


def _done(act: Act, group: VerbGroup | None) -> str:
    """The stage of an act that its verb tells as done. A plan that was signed or adopted is
    signed; a committee that was set up or a roadmap that was drawn up is there, and goes on."""
    if act.type == "agreement" or act.is_twin:
        return "signed"
    if act.type == "plan":
        return "signed" if group is not None and "sign" in group.classes else "ongoing"
    return "completed"


def own_stage(document: Document, act: Act, group: VerbGroup | None, groups: Sequence[VerbGroup],
                is_title: bool) -> tuple[str, str]:
    """The stage by the verb's own form; "" where only an operator can tell."""
    if act.noun and group is not None and group.first >= act.last and _PERSONS & set(
            document.keys[act.last:group.first]):
        group = None  # "The Working Group. We have …": the verb has a subject of its own
    done = _done(act, group)
    if act.noun:
        itself = next((g for g in groups if g.head == act.first > g.first
                       and g.tense != "gerund"), None)
        if itself is not None:  # "to visit", "will visit": the verb, taken for a noun
            return (_by_tense(itself) or ("planned" if is_title else ""), "noun.verb")
    if act.noun and act.type not in ("agreement", "plan") and not act.is_twin \
            and group is not None and "sign" in group.classes:
        if act.type == "meeting" and "at" not in document.keys[act.last:act.last + 1] and not {
                "in", "at"}.isdisjoint(document.keys[max(0, act.first - 3):act.first]):
            return (_by_tense(group), "noun.governed")  # "was signed in a meeting between"
        return ("", "noun.content")  # what a text that is signed provides for is its subject
    if act.type == "visit" and group is not None and group.lemma == "be" \
            and group.tense == "present" and not group.perfect:
        return ("ongoing", "noun.present")  # "is on a visit", "is in Lima to see hospitals"
    if act.type == "financing" and act.noun and group is not None and group.lemma == "be":
        return ("", "noun.content")  # "the grant is worth …"
    if act.noun and act.type not in ("meeting", "visit") and _is_talked_of(document, act):
        return ("proposed", "noun.talks")
    if act.noun and _TALK_NOUNS & set(document.keys[act.last:act.last + 1]):
        return ("proposed", "noun.talks")
    if group is None or (act.noun and not (_carries(act, group) or is_held(act, group))):
        if _is_ahead(document, act):
            return ("planned", "noun.ahead")
        if act.type in _EVENTS and group is not None and _by_tense(group) == "planned" \
                and not (group.first >= act.last and _EFFECTS & set(group.classes)):
            return ("planned", "noun.due")
        if group is not None and act.type not in BY_NOUN and not _SPEECH & set(group.classes):
            stage = _by_tense(group) if _tells_of(document, act, group) else ""
            if stage == "completed" and document.keys[act.first] in _FIRST_STEPS:
                stage = "ongoing"
            if stage:
                return (stage, "noun.tense")
        return (BY_NOUN.get(act.type, ""), "noun.bare" if group is None else "noun.governed")
    signing = act.type == "agreement" or act.is_twin
    if signing and not is_signing(group) and act.noun:
        return ("signed", "noun.exists")
    if is_held(act, group):
        return ("completed", "verb.past")
    if act.verb_class in _GIVEN_WORD and group.tense not in ("base", "gerund", "future"):
        return (_GIVEN_WORD[act.verb_class][0], f"op.{act.verb_class}")
    if act.verb_class == "stop" and group.tense == "gerund" and group.passive:
        return ("ended", "op.stop")  # "the agreement having been terminated"
    if act.verb_class == "begin" and group.tense in ("past", "present") and not group.due:
        return ("ongoing", "verb.begin")
    tense = group.tense
    if act.type == "deployment" and (
            act.verb_class == "arrive" and group.lemma in _COMING
            or act.verb_class in ("supply", "receive") and not is_title
            and (group.perfect or act.verb_class == "receive")
            and not _is_sum(document, act)):
        done = "ongoing"
    if tense in ("past", "participle") and group.first == group.head and group.first > 0 \
            and document.keys[group.first - 1] in _NOT_YET:
        return ("planned", "verb.once")
    if group.due and tense in ("present", "past", "base"):
        return ("planned", "verb.due")
    if tense == "present" and not group.perfect and _when(document, group):
        return ("planned", "verb.when")
    if tense == "future":
        return ("planned", "verb.future")
    if tense == "would" or (tense == "should" and _EXPECTED & set(group.classes)):
        return ("planned", f"verb.{tense}")
    if tense in ("should", "could", "may", "can", "must"):
        return ("proposed", f"verb.{tense}")
    if signing and "draft" in group.classes and act.type != "plan":
        if group.lemma in _FINALISE and (tense == "past" or group.perfect):
            return ("planned", "verb.drafted")
        return ("proposed", "verb.draft")
    if tense == "present" and "intend" in group.classes and not signing:
        return ("planned", "verb.awaited")  # "is awaiting doses"
    if tense == "present" and group.perfect and (act.type in _STANDING or (
            _LASTING & set(group.classes)
            and "since" in document.keys[group.last:group.last + _BEHIND])):
        return ("ongoing", "verb.perfect")  # "have worked together since 2005"
    if tense == "past" or (tense == "present" and group.perfect):
        if group.lemma in _SET_APART:
            return ("planned", "verb.apart")
        if group.progressive:
            return ("ongoing", "verb.progressive")
        return (done, "verb.past")
    if tense == "participle":
        if "fund" in group.classes and any(g.tense == "future" for g in groups):
            return ("planned", "verb.participle")  # "a project funded by Korea will train"
        return (done, "verb.participle")
    if tense == "present" and act.type == "deployment" and group.progressive \
            and group.lemma in _GOING and document.keys[group.last:group.last + 1] != ["for"]:
        return ("completed", "verb.leaving")
    if tense == "present":
        if group.passive and not group.progressive:
            return (done if act.type in ("agreement", "infrastructure") else "ongoing",
                    "verb.passive")
        if group.progressive and signing:
            return ("proposed", "verb.signing")  # "are concluding": not concluded
        if group.progressive and not group.passive and (_is_handing(act, group) or (
                group.lemma in _TRAVEL and _LATER & set(
                    document.keys[group.last:group.last + _BEHIND]))):
            return ("planned", "verb.handing")
        if is_title:
            return (done, "title.present")
        if act.type in ("meeting", "visit", "agreement") and not group.progressive:
            return (done, "verb.present")
        return ("ongoing", "verb.present")
    if group.passive and act.object[1] <= group.first <= act.object[1] + 2 \
            and document.keys[group.first - 1] != "," and not act.noun:
        if tense == "base" and "to" in document.keys[group.first - 1:group.head]:
            return ("planned", "verb.reduced")  # "a clinic to be built by Peru"
        if tense == "gerund":
            return ("ongoing", "verb.reduced")  # "a clinic being built by Peru"
    if tense == "gerund":
        before = document.keys[group.first - 1] if group.first else ""
        if before in _SINCE or (before == "for" and any(
                g.lemma in _THANKS and 0 < group.first - g.last < _BEHIND for g in groups)):
            return ("ongoing" if act.type in _STANDING else done, "verb.since")
        if before == "before":
            return ("planned", "verb.before")
        main = _main_verb(document, group, groups)
        if main is not None:
            stage = _by_tense(main)
            return (done if stage == "completed" else stage, "verb.adverbial")
        return ("", "verb.gerund")
    if is_title and tense == "base":
        return ("planned", "title.infinitive")
    if tense == "base" and _is_provided(group, groups):
        return ("planned", "verb.provided")
    return ("", "verb.base")


def is_held(act: Act, group: VerbGroup | None) -> bool:
    """Is a course told as held by a school that offers it ("the course was offered by …")?"""
    return group is not None and group.lemma == "offer" and act.type == "training" \
        and group.passive and group.tense in ("past", "participle")


def _carries(act: Act, group: VerbGroup) -> bool:
    """Does the verb itself say that the noun's act takes place ("held talks", "was signed")?"""
    if act.type == "agreement":
        return True
    return bool({"hold", "sign", "receive", "give", "supply", "attend", "draft", "visit",
                 "build", "arrive", "open"} & set(group.classes)) or group.lemma in (
                     "take place", "make", "take", "have", "include")


#: So far behind a noun stands the verb that tells what became of it, in tokens.
_BEHIND = 10

#: Verbs that carry a noun from behind: what can be said to be done with such an act.
_CARRIERS = {"agreement": frozenset({"sign"}), "meeting": frozenset({"hold"}),
             "visit": frozenset({"hold"}), "conference": frozenset({"hold"}),
             "training": frozenset({"hold"}), "plan": frozenset({"sign"})}

_RELATIVE = frozenset({"which", "that", "who"})

#: Verbs that make a participle behind their object the thing wanted ("have nurses trained").
_CAUSATIVE = frozenset({"see", "have", "get", "want", "need", "like"})

#: Verbs whose subject is what stands before them, also where they have no auxiliary.
_OWN_SUBJECT = frozenset({"arrive", "serve", "study", "visit", "begin", "finish", "stop"})


def is_modifier(document: Document, act: Act, groups: Sequence[VerbGroup]) -> bool:
    """Does a verb with its object only say which thing is meant ("the clinic built by China",
    "the doses that Japan gave")? What the sentence says of the thing is then said of it as done.

    `groups` are those of the act's sentence, in order.
    """
    group = act.group
    if act.noun or group is None or group.attributive or act.object[1] > group.first \
            or "fund" in group.classes:
        return False  # money follows the fate of what it is for
    between = document.keys[act.object[1]:group.first]
    if _RELATIVE & set(between):
        since = relative_of(document, act, group)
        # "the doses that Peru promised *were handed over*": the second verb is the sentence's
        return group.tense not in ("base", "gerund") and not any(
            g.first > since and g.last <= group.first
            and g.tense not in ("base", "gerund", "participle")
            and {"and", "or", ",", "but"}.isdisjoint(document.keys[g.last:group.first])
            for g in groups)
    if group.first != group.head or group.tense not in ("past", "participle") \
            or document.keys[group.first - 1] in ("and", ",", ";", ":"):
        return False
    if group.tense == "past" and (group.passive or _OWN_SUBJECT & set(group.classes)):
        return False
    if group.tense == "participle" and _OWN_SUBJECT & set(group.classes):
        return False
    before = [g for g in groups if g.last <= act.object[0]]
    return not (before and before[-1].lemma in _CAUSATIVE
                and act.object[0] - before[-1].last < _BEHIND)


def relative_of(document: Document, act: Act, group: VerbGroup) -> int:
    """The token at which the clause begins that says which object is meant: a relative word
    before its verb, else the end of the object."""
    keys = document.keys
    return next((i for i in range(group.first - 1, act.object[1] - 1, -1)
                 if keys[i] in _RELATIVE), act.object[1])


def told_behind(document: Document, act: Act, groups: Sequence[VerbGroup]) -> VerbGroup | None:
    """The verb right behind a noun that tells what became of it, whatever the sentence says of it
    otherwise: "implement the accord signed in 2016", "praised the talks that were held". None
    where there is none, or where the noun is the subject of the sentence.

    `groups` are those of the act's sentence, in order.
    """
    carriers = _CARRIERS.get("agreement" if act.is_twin else act.type) if act.noun else None
    if carriers is None:
        return None
    keys = document.keys
    group = next((g for g in groups if g.first >= act.last and not g.attributive
                  and g.lemma not in ("expect", "schedule", "due", "plan")), None)
    if group is None or group.first - act.last > _BEHIND or not carriers & set(group.classes):
        return None
    between = keys[act.last:group.first]
    if between and between[-1] in _NOT_YET:
        return group  # "the accord, once signed, will …"
    if "and" in between[-2:] or keys[group.first - 1] in (",", ";", ":"):
        return None  # "discussed the accord, and signed …": another act
    if _RELATIVE & set(between) or group.tense == "participle":
        return group
    if group.tense == "base":  # "an accord to be signed", but "asked that it be signed"
        return group if group.passive and keys[group.first] == "to" else None
    # "the accord signed last year": what is signed does not sign.
    return group if group.tense == "past" and group.first == group.head and not (
        group.passive or "," in between) else None


def _is_handing(act: Act, group: VerbGroup) -> bool:
    """Is something handed over once, so that "is giving doses" announces it? Help, training and
    care take their time."""
    return act.type in ("donation", "deployment") and bool(
        {"give", "supply"} & set(group.classes))


def _tells_of(document: Document, act: Act, group: VerbGroup) -> bool:
    """Does a verb in the clause of a noun say anything of how far the noun's act has got? "The
    training was a further subject" and "with the grant it buys vans" do not."""
    before = document.keys[max(0, act.first - 4):act.first]
    if _MEANS & set(before) and group.first >= act.last:
        return False
    return group.lemma != "be" or group.due or group.tense not in ("past", "present")
