"""How far an act got, by the words that govern it.

    VerbGroup chain + operators -> Judgement(status, modality)

Words such as "called for", "is ready to", "has agreed to", "began", "suspended" are operators:
they take the act in their scope back to a wish, a plan, a beginning or an end. An act's own
verb says done, going on or due by its tense; then every operator further out is applied, and a
wish or a plan is never rounded up by a word inside it ("called for the signing" is proposed).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.extract._values import value
from kg.extract.acts import Act, Clauses, longest
from kg.extract.lexicon import Hits
from kg.extract.text import Document
from kg.extract.verbs import VerbGroup

__all__ = ["Judgement", "Operator", "find_operators", "judge_act"]

#: Operator classes of data/verbs.csv and data/status_phrases.csv -> (stage, fine status).
_STAGES: Mapping[str, tuple[str, str]] = {
    "call": ("proposed", "called-for"), "weigh": ("proposed", "under-negotiation"),
    "offer": ("proposed", "offered"), "intend": ("planned", "agreed"),
    "promise": ("planned", "agreed"), "begin": ("ongoing", "ongoing"),
    "continue": ("ongoing", "ongoing"), "finish": ("completed", "completed"),
    "stop": ("ended", "suspended"), "refuse": ("ended", "refused"),
    "lack": ("proposed", "under-negotiation"),
}

#: Operators that leave the stage and say how the claim is put forward.
_MODALITIES = {"deny": "denied", "allege": "hypothetical"}

#: A verb whose object is a thing promised, offered or asked for -> what that makes of it.
_GIVEN_WORD = {"pledge": ("planned", "agreed"), "allot": ("planned", "agreed"),
               "offer": ("proposed", "offered"),
               "request": ("proposed", "called-for")}

#: What is only set apart or ordered has not yet changed hands.
_SET_APART = frozenset({"set aside", "allocate", "earmark", "order"})

_NEGATIVE_SUBJECTS = frozenset({"no", "never", "nothing", "nobody", "none", "neither", "nor"})

#: What may follow a noun that is only talked or asked for ("loan negotiations").
_TALK_NOUNS = frozenset("negotiations negotiation talks discussions request application".split())

#: So far, in tokens, a participle before a noun reaches.
_ATTRIBUTE = 3

#: So far, in tokens, a verb that ends or begins something is from what it ends or begins.
_NEAR = 9

#: From earliest to latest: an outer operator never moves an act to the right.
_ORDER = {"proposed": 0, "planned": 1, "signed": 2, "ongoing": 3, "completed": 4}

#: Fine status of a stage that no operator has set.
_FINE = {"proposed": "called-for", "planned": "agreed", "signed": "signed",
         "ongoing": "ongoing", "completed": "completed", "ended": "suspended"}

_HYPOTHETICAL = frozenset({"if", "whether", "should", "unless"})


@value(frozen=True, slots=True)
class Operator:
    """A word or verb group at `first:last` that says how real what follows is."""

    first: int
    last: int
    kind: str
    group: VerbGroup | None


@value(frozen=True, slots=True)
class Judgement:
    """The stage of an act, the finer status, the modality, and the words that set them."""

    status: str
    detail: str
    modality: str
    spans: tuple[tuple[int, int], ...]
    rule: str


def find_operators(hits: Hits, groups: Sequence[VerbGroup]) -> list[Operator]:
    """Every operator in order; a phrase of the table outranks a verb inside it."""
    phrases = [Operator(h.first, h.last, h.entry.value, None) for h in longest(hits, "status")]
    covered = {i for op in phrases for i in range(op.first, op.last)}
    operators = list(phrases)
    for group in groups:
        for name in group.classes:
            if (name in _STAGES or name in _MODALITIES) and group.head not in covered:
                operators.append(Operator(group.first, group.last, name, group))
                break
    operators.sort(key=lambda op: (op.first, op.last))
    return operators


def judge_act(document: Document, act: Act, groups: Sequence[VerbGroup], clauses: Clauses,
              operators: Sequence[Operator]) -> Judgement:
    """The status of an act from its own verb and the operators around it; `groups` and
    `operators` are those of its sentence."""
    sentence = document.sentences[document.sentence_of[act.first]]
    group = act.group
    if group is not None and document.sentence_of[group.head] != document.sentence_of[act.first]:
        group = None
    anchor = act.first if act.noun else (group.first if group is not None else act.first)
    status, rule = _own_status(document, act, group, groups, sentence.is_title)
    fine = _FINE[status] if status else ""
    spans: list[tuple[int, int]] = []
    negated = group is not None and "stop" not in group.classes and (
        group.negated or _has_negative_subject(document, group, clauses, sentence.first)) and (
        not act.noun or _is_signing(group) or not clauses.same(group.head, act.first)
        or group.head < act.first or act.type not in _BY_NOUN)
    modality = "denied" if any(op.kind == "deny" and op.group is None
                               for op in operators) else "asserted"
    chain = _governors(document, anchor, operators, groups, clauses, act)
    for op in chain:
        spans.append((op.first, op.last))
        if op.kind in _MODALITIES:
            modality = _MODALITIES[op.kind]
            continue
        stage, detail = _STAGES[op.kind]
        if op.kind == "continue" and act.type == "meeting":
            continue  # talks that are resumed take place
        if op.kind == "offer" and op.group is not None and op.group.tense in ("base", "future"):
            continue  # "agreed to offer places": the offer is the act
        if op.kind == "weigh" and _is_known(document, act):
            continue  # to discuss "our donation" does not put it in doubt
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
        elif _ORDER[stage] < _ORDER[status] or (
                stage == "ongoing" and status in ("completed", "signed") and
                op.kind in ("begin", "continue") and act.type != "agreement"):
            status, fine, rule = stage, detail, f"op.{op.kind}"
    if act.type == "agreement" and rule == "noun.exists" and _still_unsigned(act, groups):
        status, fine, rule = "planned", "agreed", "sentence.unsigned"
    approval = _approval(document, groups, sentence.first, sentence.last)
    if approval is not None and act.type not in ("meeting", "visit") \
            and _falls_under(act, group, status, rule):
        status, fine, rule = "planned", "agreed", "sentence.approved"
        spans.append(approval)
    if _conditional(document, act.first, sentence.first) or (
            status in ("planned", "proposed")
            and "if" in document.keys[act.last:sentence.last]
            and document.keys[document.keys.index("if", act.last) - 1] not in ("even", "as")):
        modality = "hypothetical"
    if negated:
        if act.type in ("agreement", "trade") or status in ("planned", "proposed"):
            status = "proposed" if status in ("", "proposed") else "planned"
            fine, rule = _FINE[status], rule + ".negated"
            if group is not None and group.negated and not _yet(document, group):
                modality = "denied"
        else:
            modality = "denied"
    return Judgement(status, fine, modality, tuple(spans), rule)


#: Nouns of the first step of works: what is done with them has begun.
_FIRST_STEPS = frozenset({"foundation", "groundbreaking", "ground", "cornerstone"})

#: A team that has come is at work (codebook, rule 3); one that has left has done its work.
_COMING = frozenset({"arrive", "land", "touch down", "reach", "come", "fly"})

#: The stage of an act that a text names as known, with nothing that says otherwise.
_BY_NOUN = {"meeting": "completed", "visit": "completed", "conference": "completed",
            "agreement": "signed", "donation": "completed", "partnership": "ongoing",
            "response": "ongoing"}

#: Before a bare participle these put it in the future ("once signed").
_NOT_YET = frozenset({"once", "when", "until", "if"})

_AHEAD = frozenset("before ahead upcoming forthcoming planned next coming scheduled".split())


_SPEECH = frozenset({"say", "call", "weigh", "offer", "intend", "promise", "begin", "continue",
                     "finish", "stop", "refuse"})


def _by_tense(group: VerbGroup) -> str:
    """The stage that the tense of a verb lends to a noun in its clause; "" where it has none."""
    if group.due or group.tense in ("future", "would", "should"):
        return "planned"
    if group.tense in ("could", "may", "can", "must"):
        return "proposed"
    if group.tense == "present" and not group.perfect:
        return "ongoing"
    return "completed" if group.tense in ("past", "present") else ""


def _is_ahead(document: Document, act: Act) -> bool:
    """Do the words before a noun put it in the future ("ahead of the talks")?"""
    return any(key in _AHEAD for key in document.keys[max(0, act.first - 4):act.first])


def _has_negative_subject(document: Document, group: VerbGroup, clauses: Clauses,
                          first: int) -> bool:
    """Is the verb denied by what stands before it: "no doctor has come", "never before"?"""
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


#: Who approves proposals: a cabinet's approval plans what the proposal asks for.
_PROPOSALS = frozenset("proposal proposals draft decision recommendation signing bill".split())
_APPROVING = frozenset({"approve", "endorse", "clear", "grant", "authorise", "authorize"})


def _approval(document: Document, groups: Sequence[VerbGroup], first: int,
              last: int) -> tuple[int, int] | None:
    """The verb group by which a proposal is approved in the sentence `first:last`, if any
    (codebook, rule 1)."""
    if not _PROPOSALS & set(document.keys[first:last]):
        return None
    for group in groups:
        if group.lemma in _APPROVING and not group.negated:
            return group.first, group.last
    return None


def _falls_under(act: Act, group: VerbGroup | None, status: str, rule: str) -> bool:
    """Is an act what an approved proposal asks for? A report of what was done before is not."""
    if rule.startswith(("op.weigh", "op.stop", "op.refuse", "noun.talks")):
        return False
    if status in ("", "proposed") or rule in ("noun.exists", "noun.governed", "noun.bare",
                                              "noun.tense"):
        return True
    return group is not None and group.tense in ("base", "gerund", "participle")


def _is_signing(group: VerbGroup) -> bool:
    return "sign" in group.classes or "draft" in group.classes


def _yet(document: Document, group: VerbGroup) -> bool:
    return "yet" in document.keys[group.first:group.last + 2]


def _conditional(document: Document, at: int, first: int) -> bool:
    """Does a conditional word open the clause that holds the token `at`?"""
    for i in range(at, max(first - 1, at - 12), -1):
        key = document.keys[i]
        if key in ("if", "unless", "whether"):
            return True
        if key == "should" and i == first:
            return True
        if key in ",;:":
            return False
    return False


#: Talks on a thing do not make it.
_TALKS = frozenset({"talks", "negotiations", "discussions", "consultations", "debate"})


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


def _own_status(document: Document, act: Act, group: VerbGroup | None, groups: Sequence[VerbGroup],
                is_title: bool) -> tuple[str, str]:
    """The stage by the verb's own form; "" where only an operator can tell."""
    done = "signed" if act.type == "agreement" or act.is_twin else "completed"
    if act.noun and act.type not in ("agreement", "plan") and not act.is_twin \
            and group is not None and "sign" in group.classes:
        return ("", "noun.content")  # what a text that is signed provides for is its subject
    if act.type == "visit" and act.noun and group is not None and group.lemma == "be" \
            and group.tense == "present":
        return ("ongoing", "noun.present")  # "is on a visit"
    if act.type == "financing" and act.noun and group is not None and group.lemma == "be":
        return ("", "noun.content")  # "the grant is worth …"
    if act.noun and act.type not in ("meeting", "visit") and _is_talked_of(document, act):
        return ("proposed", "noun.talks")
    if act.noun and _TALK_NOUNS & set(document.keys[act.last:act.last + 1]):
        return ("proposed", "noun.talks")
    if group is None or (act.noun and not _carries(act, group)):
        if _is_ahead(document, act):
            return ("planned", "noun.ahead")
        if group is not None and act.type not in _BY_NOUN and not _SPEECH & set(group.classes):
            stage = _by_tense(group)
            if stage == "completed" and document.keys[act.first] in _FIRST_STEPS:
                stage = "ongoing"
            if stage:
                return (stage, "noun.tense")
        return (_BY_NOUN.get(act.type, ""), "noun.bare" if group is None else "noun.governed")
    signing = act.type == "agreement" or act.is_twin
    if signing and not _is_signing(group) and act.noun:
        return ("signed", "noun.exists")
    if act.verb_class in _GIVEN_WORD and group.tense not in ("base", "gerund", "future"):
        return (_GIVEN_WORD[act.verb_class][0], f"op.{act.verb_class}")
    if act.verb_class == "begin" and group.tense in ("past", "present"):
        return ("ongoing", "verb.begin")
    if act.verb_class == "arrive" and act.type == "deployment" and group.lemma in _COMING:
        done = "ongoing"
    tense = group.tense
    if tense in ("past", "participle") and group.first == group.head and group.first > 0 \
            and document.keys[group.first - 1] in _NOT_YET:
        return ("planned", "verb.once")
    if group.due and tense in ("present", "past", "base"):
        return ("planned", "verb.due")
    if tense == "present" and not group.perfect and _when(document, group):
        return ("planned", "verb.when")
    if tense == "future":
        return ("planned", "verb.future")
    if tense in ("would", "should"):
        return ("planned", f"verb.{tense}")
    if tense in ("could", "may", "can", "must"):
        return ("proposed", f"verb.{tense}")
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
    if tense == "present":
        if group.passive and not group.progressive:
            return (done if act.type in ("agreement", "infrastructure") else "ongoing",
                    "verb.passive")
        if is_title:
            return (done, "title.present")
        if act.type in ("meeting", "visit", "agreement") and not group.progressive:
            return (done, "verb.present")
        return ("ongoing", "verb.present")
    if tense == "gerund":
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


def _carries(act: Act, group: VerbGroup) -> bool:
    """Does the verb itself say that the noun's act takes place ("held talks", "was signed")?"""
    if act.type == "agreement":
        return True
    return bool({"hold", "sign", "receive", "give", "supply", "attend", "draft", "visit",
                 "build", "arrive", "open"} & set(group.classes)) or group.lemma in (
                     "take place", "make", "take", "have", "include")


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
    for op in reversed(operators):
        if op.first >= anchor:
            continue
        if op.group is not None and op.group.head == act.first and not act.noun:
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
        if op.first < act.last:
            continue
        if not clauses.same(op.first, anchor):
            break
        if finite is not None and finite.first < op.first and finite is not op.group \
                and finite.lemma not in ("be", "remain", "become"):
            break  # the act is the subject of another verb
        if op.group is None:
            if _is_predicate(document, act, groups, op):
                chain.append(op)
            break
        if act.noun and (op.group.passive or op.kind in ("begin", "stop", "finish")):
            chain.append(op)
        break
    return chain


def _is_predicate(document: Document, act: Act, groups: Sequence[VerbGroup], op: Operator) -> bool:
    """Does a phrase stand as what is said of the subject ("the talks are under way"), or
    right behind the act ("a memorandum, so far unsigned")?"""
    if act.last <= op.first <= act.last + 2 + 3 * (op.kind == "intend") and op.kind in (
            "intend", "stop", "refuse", "begin") and document.keys[op.first - 1] in (",", "("):
        return True
    if document.keys[op.first] in ("is", "are", "was", "were"):
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
