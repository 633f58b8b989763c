"""How far an act got, by the words that govern it.

    VerbGroup chain + operators -> Judgement(status, modality)

Words such as "called for", "is ready to", "has agreed to", "began", "suspended" are operators:
they take the act in their scope back to a wish, a plan, a beginning or an end. An act's own
verb says done, going on or due by its tense; then every operator further out is applied, and a
wish or a plan is never rounded up by a word inside it ("called for the signing" is proposed).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.extract._approval import falls_under, find_approval
from kg.extract._denial import find_rebuttals
from kg.extract._objects import longest
from kg.extract._stage import (
    BY_NOUN,
    is_held,
    is_modifier,
    is_signing,
    own_stage,
    relative_of,
    told_behind,
)
from kg.extract._values import value
from kg.extract.acts import Act
from kg.extract.clauses import Clauses, opening_end
from kg.extract.lexicon import Hits
from kg.extract.text import Document
from kg.extract.verbs import VerbGroup

__all__ = ["Judgement", "Operator", "find_operators", "is_urged", "judge_act"]

#: Operator classes of data/verbs.csv and data/status_phrases.csv -> (stage, fine status).
_STAGES: Mapping[str, tuple[str, str]] = {
    "call": ("proposed", "called-for"), "weigh": ("proposed", "under-negotiation"),
    "offer": ("proposed", "offered"), "intend": ("planned", "agreed"),
    "promise": ("planned", "agreed"), "begin": ("ongoing", "ongoing"),
    "continue": ("ongoing", "ongoing"), "finish": ("completed", "completed"),
    "stop": ("ended", "suspended"), "refuse": ("ended", "refused"),
    "lack": ("proposed", "under-negotiation"), "prepare": ("proposed", "under-negotiation"),
}

#: What these operators govern is a text that exists ("the implementation of the accord").
_PRESUMED: Mapping[str, tuple[str, str]] = {"agreement": ("signed", "signed"),
                                            "plan": ("ongoing", "ongoing")}

#: Acts that parties work towards with a text; to "work on" anything else is to do it.
_PREPARED = frozenset({"agreement", "trade", "financing"})

#: What is not done with an accord that ends.
_PROLONGING = frozenset({"renew", "extend", "prolong"})

#: Operators that leave the stage and say how the claim is put forward.
_MODALITIES = {"deny": "denied", "allege": "hypothetical"}


_NEGATIVE_SUBJECTS = frozenset({"no", "never", "nothing", "nobody", "none", "neither", "nor"})


#: So far, in tokens, a participle before a noun reaches.
_ATTRIBUTE = 3

#: So far, in tokens, a verb that ends or begins something is from what it ends or begins.
_NEAR = 9

#: So far from "called on" it is told what somebody is called on to do, in tokens.
_ASKED = 14

#: From earliest to latest: an outer operator never moves an act to the right.
_ORDER = {"proposed": 0, "planned": 1, "signed": 2, "ongoing": 3, "completed": 4}

#: Fine status of a stage that no operator has set.
_FINE = {"proposed": "called-for", "planned": "agreed", "signed": "signed",
         "ongoing": "ongoing", "completed": "completed", "ended": "suspended"}

#: To say a thing with weight is not to call for it.
_STRESSING = frozenset(
    "reiterate stress emphasise emphasize highlight underline underscore".split())

#: Words before a noun by which its act is under way, whatever is said of it.
_EXISTING = frozenset({"ongoing", "on", "existing", "long", "longstanding", "current"})

#: What is done with a promise when its object is done.
_KEEPING = frozenset({"fulfil", "fulfill", "keep", "honour", "honor", "make good on"})


@value(frozen=True, slots=True)
class Operator:
    """A word or verb group at `first:last` that says how real what follows is."""

    first: int
    last: int
    kind: str
    group: VerbGroup | None


@value(frozen=True, slots=True)
class Judgement:
    """The stage of an act, the finer status, the modality, and the words that set them; `verb`
    is the group that tells the act, where one does."""

    status: str
    detail: str
    modality: str
    spans: tuple[tuple[int, int], ...]
    rule: str
    verb: VerbGroup | None = None


def find_operators(hits: Hits, groups: Sequence[VerbGroup]) -> list[Operator]:
    """Every operator in order; a phrase of the table outranks a verb inside it."""
    phrases = [Operator(h.first, h.last, h.entry.value, None) for h in longest(hits, "status")]
    covered = {i for op in phrases for i in range(op.first, op.last)}
    operators = list(phrases)
    for index, group in enumerate(groups):
        if group.lemma == "call on" and is_urged(groups[index + 1:index + 2], group):
            operators.append(Operator(group.first, group.last, "call", group))
        if group.lemma == "undertake" and not any(
                g.tense == "base" and g.first == group.last for g in groups[index + 1:index + 2]):
            continue  # "trainings undertaken by Peru": carried out
        for name in group.classes:
            if (name in _STAGES or name in _MODALITIES) and group.head not in covered:
                operators.append(Operator(group.first, group.last, name, group))
                break
    operators.sort(key=lambda op: (op.first, op.last))
    return operators


def is_urged(following: Sequence[VerbGroup], group: VerbGroup) -> bool:
    """Is somebody called on to do something, not to talk ("called on him to discuss …")?"""
    return any(g.tense == "base" and g.first - group.last <= _ASKED
               and not {"weigh", "exchange", "say"} & set(g.classes) for g in following)


def judge_act(document: Document, act: Act, groups: Sequence[VerbGroup], clauses: Clauses,
              operators: Sequence[Operator]) -> Judgement:
    """The status of an act from its own verb and the operators around it; `groups` and
    `operators` are those of its sentence."""
    sentence = document.sentences[document.sentence_of[act.first]]
    kind = "agreement" if act.is_twin else act.type
    group = act.group
    if group is not None and document.sentence_of[group.head] != document.sentence_of[act.first]:
        group = None
    anchor = act.first if act.noun else (group.first if group is not None else act.first)
    told = told_behind(document, act, groups)
    group = told or group
    is_line = sentence.is_heading and document.keys[sentence.last - 1] != ":"
    status, rule = own_stage(document, act, group, groups, sentence.is_title or is_line)
    if told is not None and not status:
        status = "planned"  # "an accord to be signed"
    fine = _FINE[status] if status else ""
    spans: list[tuple[int, int]] = [(group.first, group.last)] if group is not None else []
    negated = group is not None and "stop" not in group.classes and (
        group.negated or _has_negative_subject(document, group, clauses, sentence.first)) and (
        not act.noun or is_signing(group) or not clauses.same(group.head, act.first)
        or group.head < act.first or act.type not in BY_NOUN)
    rebuttals = find_rebuttals(document, groups)
    if rebuttals:  # not the act is turned down, but what is said of it
        operators = [op for op in operators if not any(
            op.group is r.verb or op.group is None and r.first <= op.first < r.last
            for r in rebuttals)]
    modality = "denied" if any(op.kind == "deny" and op.group is None
                               for op in operators) else "asserted"
    if told is not None:
        chain = [op for op in operators if act.last <= op.first < told.first]
    elif group is not None and is_modifier(document, act, groups):
        since = relative_of(document, act, group)
        chain = [op for op in operators if since <= op.first < group.first]
        if act.type == "infrastructure":  # "work has begun on a clinic built by China"
            chain += [op for op in _governors(document, anchor, operators, groups, clauses, act)
                      if op.kind == "begin"]
    else:
        chain = _governors(document, anchor, operators, groups, clauses, act)
        if _is_told(document, act, group):
            chain = [op for op in chain if op.kind in _MODALITIES
                     or (op.group is None and op.kind in ("begin", "continue"))]
        elif kind == "agreement" and act.noun and group is not None and _is_signed(group):
            # "after the draft was approved, the accord was signed": only what stands between
            chain = [op for op in chain if op.kind in _MODALITIES or op.first >= group.first]
        elif kind == "agreement" and act.noun and _is_agent(document, act):
            chain = [op for op in chain if op.kind in _MODALITIES]
        elif _is_setting(document, act, groups):
            chain = [op for op in chain if op.kind in (*_MODALITIES, "stop")
                     or op.kind == "intend" and op.first < act.first]
    for op in chain:
        spans.append((op.first, op.last))
        if op.kind in _MODALITIES:
            modality = _MODALITIES[op.kind]
            continue
        if op.kind == "presume":
            if kind in _PRESUMED and rule.startswith("noun."):
                status, fine = _PRESUMED[kind]
                rule = "op.presume"
                break
            continue
        if op.kind == "prepare" and kind not in _PREPARED:
            continue
        stage, detail = _STAGES[op.kind]
        if op.kind in ("continue", "begin") and act.type == "meeting" and not (
                op.group is not None and op.group.tense in ("future", "would")):
            continue  # talks that are resumed or begun take place
        if op.kind == "stop" and op.group is not None and op.group.lemma in _RUN_OUT \
                and not op.group.passive:
            if op.group.tense != "past" and not op.group.perfect:
                continue  # "expires in 2025"
            if act.type in _TIMED:
                stage, detail = "completed", "completed"
        if op.kind == "offer" and op.group is not None and (
                op.group.tense in ("base", "future") or is_held(act, op.group)):
            continue  # "agreed to offer places": the offer is the act
        if op.kind == "promise" and kind == "agreement" and act.noun and op.group is not None \
                and op.group.lemma == "announce" and op.group.tense in ("past", "present"):
            continue  # "announced the signing of an accord", "announced a deal": it is there
        if op.kind == "weigh" and _is_known(document, act):
            continue  # to discuss "our donation" does not put it in doubt
        if op.group is not None and op.group.lemma in _STRESSING and rule.startswith("op."):
            continue  # "reiterated its commitment to": the commitment counts
        if op.kind == "begin" and op.group is None and op.last >= act.first - 2 and act.noun \
                and document.keys[op.first] in _EXISTING and not negated:
            if kind != "agreement":
                status, fine, rule = "ongoing", "ongoing", "op.begin"
            break  # "stressed the importance of the ongoing work": it goes on
        if op.group is not None and op.group.lemma in _KEEPING and rule == "op.promise" \
                and op.group.tense in ("past", "present") and not op.group.negated:
            status, fine, rule = "completed", "completed", "op.finish"
            continue  # "has fulfilled its promise to send"
        negated = negated or op.kind == "lack"
        if op.group is not None:
            if op.group.negated and op.kind in ("promise", "begin", "finish", "intend", "call"):
                negated = True
            if stage in ("ongoing", "completed") and (
                    op.group.tense in ("future", "would", "should") or op.group.due):
                stage, detail = "planned", "agreed"
            if stage == "ongoing" and op.group.tense in ("could", "may"):
                stage, detail = "proposed", "called-for"
        if status == "" or stage == "ended":
            status, fine, rule = stage, detail, f"op.{op.kind}"
        elif status == "ended":
            if stage in ("proposed", "planned") and op.kind != "promise":
                status, fine, rule = stage, detail, f"op.{op.kind}"
        elif op.kind == "promise" and rule == "verb.should":
            status, fine, rule = stage, detail, "op.promise"  # "settled that it should be done"
        elif _ORDER[stage] < _ORDER[status] or (
                stage == "ongoing" and (status in ("completed", "signed")
                                        or rule == "verb.reduced") and
                op.kind in ("begin", "continue") and act.type != "agreement"):
            status, fine, rule = stage, detail, f"op.{op.kind}"
    if rule in _PROMISED and group is not None and is_modifier(document, act, groups):
        kept = _kept(groups, group)
        if kept:
            status, fine, rule = kept, _FINE[kept], "op.kept"
    if act.type == "agreement" and rule == "noun.exists" and _still_unsigned(act, groups):
        status, fine, rule = "planned", "agreed", "sentence.unsigned"
    approval = find_approval(document, groups, sentence.first, sentence.last)
    if approval is not None and act.type not in ("meeting", "visit") \
            and falls_under(act, group, status, rule):
        status, fine, rule = "planned", "agreed", "sentence.approved"
        spans.append(approval)
    if _conditional(document, act.first, sentence.first) or (
            status in ("planned", "proposed")
            and "if" in document.keys[act.last:sentence.last]
            and document.keys[document.keys.index("if", act.last) - 1] not in ("even", "as")):
        modality = "hypothetical"
    if modality == "denied" and not status:
        status = "signed" if kind == "agreement" else "completed"  # "denied signing"
    if negated and group is not None and group.negated and act.type == "agreement" \
            and group.lemma in _PROLONGING and group.tense in ("past", "present"):
        status, fine, rule = "ended", "suspended", "verb.lapsed"  # "was not renewed"
    elif negated:
        if act.type in ("agreement", "trade") or status in ("planned", "proposed"):
            status = "proposed" if status in ("", "proposed") else "planned"
            fine, rule = _FINE[status], rule + ".negated"
            if group is not None and not _yet(document, group) and (
                    group.negated or status != "proposed" and _has_negative_subject(
                        document, group, clauses, sentence.first)):
                modality = "denied"
        else:
            modality = "denied"
    for rebuttal in rebuttals:
        if rebuttal.denies and rebuttal.first <= act.first < rebuttal.last and not (
                group is not None and is_modifier(document, act, groups)):
            # "rejected claims that it had not sent them" says no more than that it may have
            modality = "hypothetical" if negated else "denied"
            status, fine = status or "completed", fine or "completed"
            spans.append((rebuttal.verb.first, rebuttal.verb.last))
    return Judgement(status, fine, modality, tuple(spans), rule, group)


#: Rules by which something is promised, and verbs that tell that it came.
_PROMISED = frozenset({"op.pledge", "op.offer", "op.request"})
_KEPT = frozenset({"give", "supply", "arrive"})


def _kept(groups: Sequence[VerbGroup], promised: VerbGroup) -> str:
    """What became of a thing that a relative clause calls promised: "the doses that Peru had
    promised were handed over" are there. "" where the sentence does not say."""
    told = next((g for g in groups if g.first >= promised.last
                 and g.tense not in ("base", "gerund", "participle")), None)
    if told is None or told.negated or not _KEPT & set(told.classes) or not (
            told.passive or "arrive" in told.classes):
        return ""
    if told.due or told.tense in ("future", "would"):
        return "planned"
    return "completed" if told.tense == "past" or told.perfect else ""


def _has_negative_subject(document: Document, group: VerbGroup, clauses: Clauses,
                          first: int) -> bool:
    """Is the verb denied by what stands before it: "no doctor has come", "never before"?"""
    if document.keys[first:first + 2] == ["never", "before"] and clauses.same(
            first + 1, group.first):
        return True
    for i in range(group.first - 1, max(first, group.first - 9) - 1, -1):
        if not clauses.same(i, group.first):
            return False
        if document.keys[i] in _NEGATIVE_SUBJECTS:
            return True
    return False


def _is_known(document: Document, act: Act) -> bool:
    """Does the text take an act for granted ("our donation", "its response")?"""
    if not act.noun or act.type not in ("response", "donation", "partnership"):
        return False
    return bool({"our", "its", "their", "his", "her"} & set(
        document.keys[max(0, act.first - 3):act.first]))


def _still_unsigned(act: Act, groups: Sequence[VerbGroup]) -> bool:
    """Does the sentence go on to say that the text it names is not signed yet?"""
    return any("sign" in g.classes and (g.due or g.negated or g.tense == "future")
               for g in groups if g.first >= act.last)


def _is_told(document: Document, act: Act, group: VerbGroup | None) -> bool:
    """Is an act told by a finite verb in the past? No wish or plan has such a verb in its scope:
    "hoped that X sent" is no English."""
    if act.noun or group is None or group.due or group.negated:
        return False
    if group.tense == "past" and group.first == group.head:
        # else it may be a participle, or an infinitive ("let them set up a clinic")
        return act.object[0] >= group.first \
            and document.keys[group.head] != group.lemma.split()[0]
    return group.tense == "past" or (group.tense == "present" and group.perfect)


def _is_signed(group: VerbGroup) -> bool:
    """Does a finite verb in the past say that a text was signed? No wish has it in its scope."""
    return "sign" in group.classes and not (group.due or group.negated) and (
        group.tense == "past" and (group.first != group.head or not group.passive)
        or group.tense == "present" and group.perfect)


def _is_agent(document: Document, act: Act) -> bool:
    """Is it an agreement that something is done by ("are encouraged by the accord to …")?"""
    before = document.keys[max(0, act.first - 3):act.first]
    return "by" in before and not {"for", "to", "signing", "concluding"} & set(before)


#: Verbs that a thing that runs its time is said to do, and acts that have their time.
_RUN_OUT = frozenset({"end", "expire", "lapse", "close", "come to an end", "draw to a close"})
_TIMED = frozenset({"training", "deployment", "visit", "meeting", "conference", "care", "research",
                    "response", "infrastructure"})


def _is_setting(document: Document, act: Act, groups: Sequence[VerbGroup]) -> bool:
    """Is a meeting or visit only where something was said ("agreed on this at a meeting")?"""
    if not act.noun or act.type not in ("meeting", "visit", "conference"):
        return False
    at = next((i for i in range(act.last - 1, max(-1, act.first - 5), -1)
               if document.keys[i] in _AT), None)
    return at is not None and not any(at <= g.head < act.first for g in groups)


_AT = frozenset("in at during after following sidelines margins".split())

def _yet(document: Document, group: VerbGroup) -> bool:
    return "yet" in document.keys[group.first:group.last + 2]


def _conditional(document: Document, at: int, first: int) -> bool:
    """Does a conditional word open the clause that holds the token `at`, or the sentence, in
    which the clause of the act then comes behind the next comma?"""
    if document.keys[first] in ("if", "unless") and document.keys[first:at].count(",") == 1:
        return True
    for i in range(at, max(first - 1, at - 12), -1):
        key = document.keys[i]
        if key in ("if", "unless", "whether"):
            return True
        if key == "should" and i == first:
            return True
        if key in ",;:":
            return False
    return False


def _governors(document: Document, anchor: int, operators: Sequence[Operator],
               groups: Sequence[VerbGroup], clauses: Clauses, act: Act) -> list[Operator]:
    """The operators whose scope holds the token `anchor`, innermost first.

    An operator governs what follows it up to the end of its clause, and beyond where "that"
    or an infinitive joins the next clause to it. One that follows the act governs it when the
    act is its subject ("the talks were suspended", "training is under way").
    """
    keys = document.keys
    chain: list[Operator] = []
    reach = anchor
    opened = opening_end(document, groups)
    for op in reversed(operators):
        if op.first < opened <= anchor:
            break
        if op.first >= anchor or (op.group is None and act.noun and op.last > act.first):
            continue
        if op.group is not None and op.group.head == act.first and not act.noun:
            continue
        if op.group is not None and (_is_sibling(keys, op.group, act)
                                     or _is_opener(document, op.group, reach)):
            continue
        if clauses.same(op.first, reach) or (op.kind != "begin" and _joined(keys, op, reach)):
            if _finite_parts(groups, op, reach, keys):
                break
            if op.kind in ("stop", "finish", "begin") and reach - op.last > _NEAR:
                continue
            if op.group is not None and op.group.attributive and reach - op.last > _ATTRIBUTE:
                continue  # "the proposed plan": what it stands before, and no more
            chain.append(op)
            reach = op.first
        else:
            break
    finite = next((g for g in groups if g.first >= act.last
                   and g.tense not in ("base", "gerund", "participle")), None)
    for op in operators:
        if op.first < act.last or op.kind in ("presume", "prepare") or (
                op.group is not None and op.group.lemma == "remain"):
            continue
        if not clauses.same(op.first, anchor):
            break
        if finite is not None and finite.first < op.first and finite is not op.group \
                and op.first >= finite.last and finite.lemma not in ("be", "remain", "become"):
            break  # the act is the subject of another verb
        if _is_effect(document, act, groups, op):
            break
        if op.group is None:
            if _is_predicate(document, act, groups, op):
                chain.append(op)
            break
        if act.noun and (op.group.passive or op.kind in ("begin", "stop", "finish")):
            chain.append(op)
        break
    return chain


#: Verbs by which an event itself is looked forward to ("the visit is expected to take place").
_HAPPENING = frozenset({"take", "happen", "occur", "begin", "start", "be", "open", "last",
                        "resume", "come"})


def _is_effect(document: Document, act: Act, groups: Sequence[VerbGroup], op: Operator) -> bool:
    """Is it what an event will bring that an operator behind it looks forward to ("the visit is
    expected to strengthen ties")?"""
    if not act.noun or act.type not in ("meeting", "visit", "conference") \
            or op.kind not in ("intend", "call", "promise"):
        return False
    told = next((g for g in groups if g.head >= op.last - 1 and g is not op.group), None)
    return told is not None and told.tense == "base" and told.first <= op.last \
        and not told.passive and told.lemma not in _HAPPENING


def _is_opener(document: Document, group: VerbGroup, reach: int) -> bool:
    """Does an infinitive or gerund with its own comma open the sentence ("To prepare it, …")?"""
    first = document.sentences[document.sentence_of[group.first]].first
    return group.tense in ("base", "gerund") and group.first == first \
        and "," in document.keys[group.last:reach]


def _is_sibling(keys: list[str], group: VerbGroup, act: Act) -> bool:
    """Do two infinitives stand in one list ("to keep …, to train …")?"""
    own = act.group
    return not act.noun and own is not None and own.tense == "base" and group.tense == "base" \
        and group.last <= own.first and keys[own.first] == "to" == keys[group.first] \
        and keys[own.first - 1] in (",", "and", ";", "or")


def _is_predicate(document: Document, act: Act, groups: Sequence[VerbGroup], op: Operator) -> bool:
    """Does a phrase stand as what is said of the subject ("the talks are under way"), or
    right behind the act ("a memorandum, so far unsigned")?"""
    if act.last <= op.first <= act.last + 2 + 3 * (op.kind == "intend") and op.kind in (
            "intend", "stop", "refuse", "begin") and document.keys[op.first - 1] in (",", "("):
        return True
    if document.keys[op.first] in ("is", "are", "was", "were") or any(
            g.first < op.first < g.last <= op.last for g in groups):
        return True  # the phrase brings its own verb ("is stuck")
    return any(op.first - 2 <= g.last <= op.first and g.lemma in ("be", "remain", "become")
               for g in groups if g.first < op.first)


def _joined(keys: list[str], op: Operator, reach: int) -> bool:
    """Is the clause after an operator its complement ("agreed that", "hoped to")?"""
    return "that" in keys[op.last:min(op.last + 3, reach)] or "to" in keys[op.last:op.last + 1]


def _finite_parts(groups: Sequence[VerbGroup], op: Operator, reach: int, keys: list[str]) -> bool:
    """Does a finite verb with a subject of its own stand between, not joined by "that"?"""
    for group in groups:
        if group.first >= reach:
            return False
        if group.first >= op.last and group.tense in ("past", "present", "future") \
                and group.lemma not in ("be", "have") and group.last <= reach:
            if "that" in keys[op.last:group.first] or group.classes[:1] == ("say",):
                continue
            return "," in keys[op.last:group.first] or "and" in keys[op.last:group.first]
    return False
