"""Where a text speaks of an act of cooperation: the trigger, its verb and its object.

    Document, [Hit], [VerbGroup] -> [Act]

An act is found in one of three ways: a verb with an object that together mean a type of
engagement ("hand over" + doses: donation; "hand over" + patients: care), as
data/act_frames.csv says; a verb's noun with an object ("provision of equipment"), by the same
table; or a noun that names the act itself ("memorandum of understanding", "clinical trial"),
from data/act_nouns.csv. What became of the act is for `status`, and who did it for `parties`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.extract._values import value
from kg.extract.lexicon import Entry, Hit, Hits
from kg.extract.mentions import QuantityMention
from kg.extract.text import Document, by_sentence
from kg.extract.verbs import VerbGroup

__all__ = ["Act", "Clauses", "act_entries", "find_acts", "find_clauses", "frame_table",
           "governing_group", "is_worth", "longest", "opening_end"]

#: How far the object of a noun may stand from it ("provision of … equipment"), in tokens.
_NOUN_REACH = 12

#: A mere promise or request of a thing names it at once.
_SHORT_REACH = 9

#: How far an object may stand from its verb, in tokens: a long noun phrase and a place.
_REACH = 22

#: So far behind "of" what it depends on may stand, in tokens.
_OF_REACH = 6

#: So near behind its verb the second object of "was given …" begins, in tokens.
_DIRECT = 4

#: How long an aside between two dashes may be, in tokens.
_ASIDE = 25

#: Words that begin a clause of its own within a sentence.
_CLAUSE_WORDS = frozenset(
    "which who whom whose where when while after before because although though since if unless"
    " until whereas once".split())
#: What parts clauses or, as a comma, stands before what does.
_PARTING = _CLAUSE_WORDS | {"–", ";", ":", ","}


@value(frozen=True, slots=True)
class Act:
    """A trigger at the tokens `first:last` and what it means.

    `group` is the verb group that carries the act, or that governs its noun (None where no
    verb does); `object` the span of the object of a verb, empty for a noun.
    `strength` is 1 (weak: needs health words near), 2, or 3. `noun` tells the two ways apart;
    `verb_class` is the class of the verb that made the act; `is_twin` marks a financing that
    is the money side of an agreement.
    """

    first: int
    last: int
    type: str
    detail: str | None
    strength: int
    group: VerbGroup | None
    object: tuple[int, int]
    noun: bool
    rule: str
    verb_class: str = ""
    is_twin: bool = False


@dataclass(frozen=True, slots=True)
class Clauses:
    """For each token the number of its clause; clauses never cross sentences.

    `main` numbers only the clauses that stand side by side ("…, while …", "…; …"): a relative
    or "when" clause has the number of the one that it depends on.
    """

    of: list[int]
    main: list[int]

    def same(self, i: int, j: int) -> bool:
        return self.of[i] == self.of[j]


def _plural(wording: str) -> str:
    word = wording.split()[-1]
    if word.endswith(("s", "x", "ch", "sh")) and not word.endswith("ss"):
        return wording if word.endswith("s") else wording + "es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return wording[:-1] + "ies"
    return wording + "s"


def act_entries(tables: Mapping[str, Mapping[str, Mapping[str, str]]]) -> Iterator[Entry]:
    """The wordings of objects, of nouns that name acts, and of operators that are no verbs."""
    for wording, row in tables["act_objects"].items():
        yield Entry("object", wording, row["class"], cased=wording.isupper())
        if not wording.isupper() and _plural(wording) not in tables["act_objects"]:
            yield Entry("object", _plural(wording), row["class"])
    for wording, row in tables["act_nouns"].items():
        cased = wording.isupper() or wording in ("MoU", "MoUs")
        yield Entry("act_noun", wording, row["type"], cased, f"{row['detail']}|{row['strength']}")
    for wording, row in tables["act_nominals"].items():
        yield Entry("nominal", wording, row["verb_class"])
    for wording, row in tables["status_phrases"].items():
        yield Entry("status", wording, row["class"])


class Frames(dict[tuple[str, str], tuple[str, str, int]]):
    """(verb class, object class) -> (type, detail, strength); `verbs` are the first ones."""

    def __init__(self, frames: Mapping[tuple[str, str], tuple[str, str, int]]) -> None:
        super().__init__(frames)
        self.verbs = frozenset(verb for verb, _ in frames)


def frame_table(tables: Mapping[str, Mapping[str, Mapping[str, str]]]) -> Frames:
    """The frames of data/act_frames.csv."""
    frames = {}
    for name, row in tables["act_frames"].items():
        verb, _, thing = name.partition("+")
        if row["strength"] != "0":
            frames[verb, thing] = (row["type"], row["detail"], int(row["strength"]))
    return Frames(frames)


def find_clauses(document: Document, groups: list[VerbGroup]) -> Clauses:
    """Number the clauses: they part at ; : dashes, relative words, and at ", and" or ", but"
    when a finite verb follows. What stands between two dashes, or in a relative clause that a
    comma or a second finite verb closes, is left again: the sentence goes on in the clause it
    was in."""
    of: list[int] = []
    main: list[int] = []
    keys = document.keys
    finite = [g.first for g in groups if g.tense not in ("base", "gerund", "participle")]
    opens = set(finite)
    number = side = 0
    # A clause may begin at a mark or word that parts, and behind a comma.
    parting = {i + (key == ",") for i, key in enumerate(keys) if key in _PARTING}
    closers = _second_verbs(document, groups, sorted(parting))
    parting |= closers
    inside: list[list[int]] = [[] for _ in document.sentences]
    for i in sorted(parting):
        if i < len(keys):
            inside[document.sentence_of[i]].append(i)
    for sentence, places in zip(document.sentences, inside, strict=True):
        number += 1
        side += 1
        outer, relative, dash = number, False, -1
        current = number
        for i in places:
            key = keys[i]
            if i == sentence.first:
                continue
            of += [current] * (i - len(of))
            main += [side] * (i - len(main))
            if key == "–":
                if dash >= 0:
                    current, dash = outer, -1
                else:
                    follows = "–" in keys[i + 1:min(i + _ASIDE + 1, sentence.last)]
                    number += 1
                    outer, current = current, number
                    dash = i if follows else -1
                    side += not follows
            elif (key == ":" or key in _CLAUSE_WORDS
                    or (key == ";" and _finite_between(finite, i, sentence.last))
                    or (keys[i - 1] == "," and key in ("and", "but", "as", "with")
                        and _finite_between(finite, i, sentence.last))):
                if not relative:
                    outer = current
                relative = key in _CLAUSE_WORDS
                number += 1
                current = number
                side += key == ";" or key in ("while", "whereas", "and", "but")
            elif relative and (i in closers or (i in opens and keys[i - 1] == ",")):
                current, relative = outer, False
        of += [current] * (sentence.last - len(of))
        main += [side] * (sentence.last - len(main))
    return Clauses(of, main)


#: Between two verbs of one clause stands one of these.
_JOINTS = frozenset({",", "and", "or", "but", "that", ";", "–", ":", '"'}) | _CLAUSE_WORDS


def _second_verbs(document: Document, groups: list[VerbGroup], parting: list[int]) -> set[int]:
    """Where the second finite verb behind a relative word stands, with nothing that joins it
    to the first: it is the verb of the sentence ("a grant with which beds can be bought *was
    announced*")."""
    finite = [g for g in groups if g.tense not in ("base", "gerund", "participle")]
    starts = [g.first for g in finite]
    keys, found = document.keys, set()
    for i in parting:
        if i >= len(keys) or keys[i] not in _RELATIVES:
            continue
        at = bisect_left(starts, i)
        if at + 1 < len(finite) and document.sentence_of[starts[at + 1]] == \
                document.sentence_of[i] and not {"say", "promise", "call"} & set(
                    finite[at].classes) and _JOINTS.isdisjoint(keys[i + 1:starts[at + 1]]):
            found.add(starts[at + 1])
    return found


_RELATIVES = frozenset({"which", "who", "whom", "whose", "where"})


def _finite_between(finite: list[int], first: int, last: int) -> bool:
    position = bisect_left(finite, first)
    return position < len(finite) and finite[position] < min(last, first + 16)


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


def _find_objects(document: Document, hits: Hits, groups: list[VerbGroup], masked: bytearray,
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


def find_acts(document: Document, hits: Hits, groups: list[VerbGroup], clauses: Clauses,
              frames: Frames,
              quantities: Sequence[QuantityMention], masked: bytearray,
              named: Sequence[tuple[int, int, str]] = ()) -> list[Act]:
    """All acts, in order of their triggers. Tokens with a mark in `masked` (names) hold none;
    `named` are the token spans of hospitals that are named ("site") and of peoples ("people":
    "25 Gambians"), which can be objects too."""
    objects = _find_objects(document, hits, groups, masked, quantities, named)
    headless = {h.first for h in objects if h.entry.value == "none"}
    nouns = [h for h in longest(hits, "act_noun") if not masked[h.first]]
    starts = [h.first for h in objects]
    acts: list[Act] = []
    inside = by_sentence(document, groups)
    for index, group in enumerate(groups):
        if frames.verbs.isdisjoint(group.classes):
            continue
        acts += _treated_away(document, group, objects, starts, clauses)
        for found in _objects_of(document, group, index, groups, objects, starts, clauses):
            frame = _frame(frames, group, found.entry.value)
            if frame is None:
                continue
            verb_class, (kind, detail, strength) = frame
            if verb_class == "help" and found.entry.value == "staff" and found.first > group.last:
                continue  # to support staff sends none
            if verb_class == "finish" and kind == "visit":
                staff = next((h for h in objects[bisect_left(starts, document.sentences[
                    document.sentence_of[group.head]].first):bisect_left(starts, group.first)]
                    if h.entry.value == "staff"), None)
                if staff is not None:  # "the medical team has completed its mission"
                    kind, detail = "deployment", "medical-team-deployment"
            if verb_class == "stop" and kind == "agreement":
                about = bisect_left(starts, found.last)
                for staff in objects[about:about + 1]:
                    if staff.entry.value == "staff" and staff.first < found.last + _OF_REACH:
                        kind, detail, found = "deployment", "medical-team-deployment", staff
            if group.lemma == "invite" and kind == "deployment" and not _ATTENDING.isdisjoint(
                    document.keys[found.last:found.last + _SHORT_REACH]):
                continue  # guests, not staff
            if verb_class in ("make", "research", "license") and group.tense == "participle" \
                    and found.entry.value == "goods" and found.last <= group.first:
                continue  # "the vaccine developed by …" only tells which vaccine
            if verb_class in ("make", "license", "research") and group.first == group.head \
                    and document.words[group.first - 1] == "-":
                continue  # "Japanese-made ambulances"
            if group.tense == "gerund" and _is_defining(document, group):
                continue
            if group.tense == "participle" and (
                    verb_class == "install" or verb_class == "study" and kind == "training"
                    or verb_class == "exchange" and found.first >= group.last):
                continue  # "specialised staff", "shared tools": nothing is told
            if verb_class == "buy" and found.entry.value == "goods" and _is_funded(
                    document, group):
                continue
            if verb_class == "make" and not _is_produced(document.keys, group, found):
                continue
            if kind == "deployment" and verb_class in ("supply", "arrive", "host") \
                    and _is_for_training(document.keys, objects, starts, found, group):
                kind, detail, strength = "training", "training-fellowship", 2
            if kind == "care" and found.entry.value == "people" \
                    and verb_class in ("supply", "arrive") and _TREATED.isdisjoint(
                        document.keys[group.last:group.last + _PURPOSE]):
                continue
            if group.lemma == "study" and found.entry.wording in _SCHOLARS:
                kind, detail = "research", "joint-research"
            if found.entry.value == "info" and kind == "information" and _is_taught(
                    document.keys, objects, starts, found):
                kind, detail, strength = "training", "training-fellowship", 2
            acts.append(Act(group.head, group.head + 1, kind, detail if detail != "-" else None,
                            strength, group, (found.first, found.last), False,
                            f"act.{verb_class}+{found.entry.value}", verb_class))
    for hit in nouns:
        detail, _, weight = hit.entry.note.partition("|")
        if weight == "0" or hit.last in headless:
            continue  # "press conference", "emergency response system": another thing
        governor = governing_group(document, hit.first, hit.last,
                                   inside[document.sentence_of[hit.first]], clauses)
        if hit.entry.value in ("visit", "meeting") and governor is not None \
                and governor.first >= hit.last:
            before = document.keys[max(0, hit.first - 3):hit.last]
            if "at" in before or not _DURING.isdisjoint(before) and not (
                    _is_to_come(governor) and not _NEXT.isdisjoint(
                        document.keys[hit.first:governor.last + _PURPOSE])):
                governor = None  # "during the visit … signed": it has its own stage
        if hit.entry.value == "deployment" and document.keys[hit.last - 1:hit.last] == ["of"] \
                and _is_of_craft(document.keys, hit.last):
            continue  # "the deployment of six planes"
        if hit.entry.value == "visit" and governor is not None and "sign" in governor.classes:
            governor = None  # what is signed is no visit
        acts.append(Act(hit.first, hit.last, hit.entry.value, detail or None, int(weight),
                        governor, (hit.first, hit.last), True, f"noun.{hit.entry.value}"))
    for hit in longest(hits, "nominal"):
        if masked[hit.first] or document.keys[hit.last:hit.last + 1] not in (["of"], ["for"]):
            continue
        end = min(document.sentences[document.sentence_of[hit.first]].last, hit.last + _NOUN_REACH)
        governor = governing_group(document, hit.first, hit.last,
                                   inside[document.sentence_of[hit.first]], clauses)
        if _is_under_money(document.keys, objects, starts, hit, clauses) or _is_matter(
                document.keys, objects, starts, hit):
            continue
        for found in _joined(document.keys, _run(document.keys, objects, starts,
                                                  hit.last + 1, end)):
            meaning = frames.get((hit.entry.value, found.entry.value))
            if (hit.entry.value, found.entry.value) == ("finish", "visit"):
                continue  # "after the completion of its mission": told elsewhere
            if meaning is not None and not _BLOCKERS & set(document.keys[hit.last + 1:found.first]):
                kind, name, strength = meaning
                acts.append(Act(hit.first, hit.last, kind, name if name != "-" else None,
                                max(1, strength - (hit.entry.value == "supply")), governor,
                                (found.first, found.last), True,
                                f"nominal.{hit.entry.value}+{found.entry.value}"))
    acts.sort(key=lambda act: (act.first, act.last, act.type))
    return acts


#: Bodies that are told by what they are for ("a mechanism for buying vaccines").
_MECHANISMS = frozenset("mechanism facility alliance organisation organization initiative platform"
                        " network body agency institution company partnership scheme".split())

#: For what guests are invited.
_ATTENDING = frozenset({"attend", "participate", "course", "conference", "congress", "workshop",
                        "forum", "training", "seminar", "symposium", "meeting"})

#: So far before a gerund the body stands that it defines, in tokens.
_DEFINED = 9


def _is_defining(document: Document, group: VerbGroup) -> bool:
    """Does a gerund only say what a body is for: ", a global mechanism for developing and
    procuring …"?"""
    keys = document.keys
    first = max(document.sentences[document.sentence_of[group.first]].first,
                group.first - _DEFINED)
    at = next((i for i in range(group.first - 1, first, -1) if keys[i] == "for"), -1)
    return at > 0 and keys[at - 1] in _MECHANISMS and not {"a", "an", "the"}.isdisjoint(
        keys[max(first, at - 4):at])  and "," in keys[max(0, at - 6):at]


def _is_of_craft(keys: list[str], first: int) -> bool:
    """Are ships or planes what is deployed?"""
    return not _CARRIERS.isdisjoint(keys[first:first + _DIRECT])


def _is_under_money(keys: list[str], objects: list[Hit], starts: list[int], hit: Hit,
                    clauses: Clauses) -> bool:
    """Is a noun what money is given for ("a grant for the provision of …")? Then the money is
    the act (codebook, rule 2)."""
    if hit.first < 2 or "for" not in keys[hit.first - 2:hit.first]:
        return False
    at = bisect_left(starts, hit.first)
    return any(h.entry.value == "money" and clauses.same(h.first, hit.first)
               for h in objects[max(0, at - 4):at])


def _is_taught(keys: list[str], objects: list[Hit], starts: list[int], hit: Hit) -> bool:
    """Is knowledge passed on to staff or students?"""
    at = bisect_left(starts, hit.last)
    after = objects[at:at + 2]
    return any(h.entry.value in ("staff", "trainee") and h.first < hit.last + _SHORT_REACH
               and "to" in keys[hit.last:h.first] for h in after)


#: So far behind those who leave it is told that they leave to learn, in tokens.
_PURPOSE = 9

_LEARNING = (["for", "training"], ["to", "study"], ["to", "learn"], ["to", "specialise"],
             ["to", "specialize"])
_TO_LEARN = (["for"], ["to", "attend"], ["to", "undergo"], ["to", "receive"], ["to", "take"],
             ["on"])


def _is_for_training(keys: list[str], objects: list[Hit], starts: list[int], staff: Hit,
                     group: VerbGroup) -> bool:
    """Do those who are sent or arrive come to be trained ("were sent to Lima for a course")?"""
    behind = max(staff.last, group.last)
    if any(keys[i:i + 2] in _LEARNING or keys[i:i + 3] == ["to", "be", "trained"]
           for i in range(behind, behind + _PURPOSE)):
        return True
    for hit in objects[bisect_left(starts, behind):bisect_left(starts, behind + _PURPOSE)]:
        if hit.entry.value == "training":
            before = keys[max(behind, hit.first - 4):hit.first]
            return any(before[i:i + len(words)] == words for words in _TO_LEARN
                       for i in range(len(before)))
    return False


def _is_to_come(group: VerbGroup) -> bool:
    """Does a verb tell what is still to come ("will sign", "are expected to")?"""
    return group.tense == "future" or group.due or "intend" in group.classes


#: What stands before an act that is only the time of another.
_DURING = frozenset({"during", "after", "following"})
#: What says that a visit is still to come.
_NEXT = frozenset({"next", "tomorrow", "coming", "upcoming", "forthcoming", "planned"})


def _treated_away(document: Document, group: VerbGroup, objects: list[Hit], starts: list[int],
                  clauses: Clauses) -> list[Act]:
    """Care abroad as the purpose of a way: "go to Quito for eye operations". What brings goods
    brings no patients."""
    if _MOVING.isdisjoint(group.classes) or group.tense == "participle":
        return []
    keys = document.keys
    first = document.sentences[document.sentence_of[group.head]].first
    at = bisect_left(starts, group.last)
    if any(h.entry.value not in ("people", "patient") for h in objects[bisect_left(
            starts, first):at]):
        return []
    for hit in objects[at:at + 3]:
        if hit.first >= group.last + _PURPOSE or not clauses.same(hit.first, group.first):
            break
        if hit.entry.value == "surgery" and not _FOR.isdisjoint(keys[max(
                group.last, hit.first - 3):hit.first]):
            return [Act(group.head, group.head + 1, "care", "patient-care-abroad", 2, group,
                        (hit.first, hit.last), False, "act.refer+surgery", "refer")]
        if hit.entry.value not in ("people", "patient"):
            break
    return []


_MOVING = frozenset({"arrive", "visit", "supply", "refer"})
_FOR = frozenset({"for", "undergo", "receive"})

#: Where people are brought to be treated.
_TREATED = frozenset("hospital hospitals clinic clinics treatment surgery care operation operations"
                     " dialysis rehabilitation transplant".split())

#: Words for money that is given: what is bought with it is not bought from the giver.
_FUNDED = frozenset("grant grants funding funded funds donation donated donations financed"
                    " financing aid gift loan".split())


def _is_funded(document: Document, group: VerbGroup) -> bool:
    """Are goods procured with given money, as its sentence or the one before tells (codebook,
    rule 2)?"""
    if group.lemma not in ("procure", "purchase", "buy", "acquire"):
        return False
    index = document.sentence_of[group.head]
    sentence = document.sentences[index]
    return not _FUNDED.isdisjoint(document.keys[sentence.first:sentence.last])


#: Whose studies are research, not lessons.
_SCHOLARS = frozenset({"scientist", "scientists", "researcher", "researchers", "virologist",
                       "virologists", "epidemiologist", "epidemiologists", "microbiologist",
                       "microbiologists"})


def _is_produced(keys: list[str], group: VerbGroup, goods: Hit) -> bool:
    """Is what somebody "makes" a product, not a gift or a thing made possible?"""
    return group.lemma != "make" or group.last <= goods.first and not group.passive \
        and goods.entry.wording not in ("gift", "gifts", "test", "tests") \
        and _MADE_SO.isdisjoint(keys[group.last:goods.last + 3])


_MADE_SO = frozenset("available possible accessible affordable easier sure mandatory use safe"
                     " public contribution donation donations progress payment order".split())


def _joined(keys: list[str], objects: list[Hit]) -> list[Hit]:
    """The first object of a noun, and the second if "and" or a comma joins it to the first."""
    if len(objects) > 1:
        between = set(keys[objects[0].last:objects[1].first])
        if not {"and", ",", "or"} & between or {"between", "among", "with", "from"} & between:
            return objects[:1]
    return objects[:2]


def _is_matter(keys: list[str], objects: list[Hit], starts: list[int], hit: Hit) -> bool:
    """Is a noun only what views or knowledge are exchanged about?"""
    at = bisect_left(starts, hit.first)
    if at == 0 or objects[at - 1].entry.value not in ("info", "none"):
        return False
    between = keys[objects[at - 1].last:hit.first]
    return len(between) < 6 and between[:1] in (["on"], ["about"], ["regarding"], ["concerning"])


def _frame(frames: Mapping[tuple[str, str], tuple[str, str, int]], group: VerbGroup,
           object_class: str) -> tuple[str, tuple[str, str, int]] | None:
    """The strongest frame of a verb's classes with an object, and the class it came by."""
    best: tuple[str, tuple[str, str, int]] | None = None
    for verb_class in group.classes:
        frame = frames.get((verb_class, object_class))
        if frame is not None and (best is None or frame[2] > best[1][2]):
            best = (verb_class, frame)
    return best


def _objects_of(document: Document, group: VerbGroup, index: int, groups: list[VerbGroup],
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
        end = min(end, group.last + _SHORT_REACH)
    right = [h for h in _run(keys, objects, starts, group.last, end)
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
            left = _run(keys, objects, starts, max(sentence.first, group.first - _REACH),
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
    subjects = [h for h in _run(keys, objects, starts, begin, group.first)
                if not _is_behind_preposition(document.keys, h.first, max(begin, h.first - 1)
                                              if h.entry is _MONEY else begin)
                or keys[h.last] in ("who", "which", "that") and h.last >= group.first - 2]
    left = [h for h in subjects if clauses.same(h.first, group.first)] or subjects
    if group.passive and right and {"give", "supply", "offer"} & set(group.classes) and (
            right[0].first <= group.last + _DIRECT) and "," not in document.keys[
                group.last:right[0].first]:
        return right  # "hospitals were given equipment": the subject receives
    if left:
        return left[:1] if not group.passive else left[-2:]
    if "arrive" in group.classes and not _CARRIERS.isdisjoint(
            keys[sentence.first:group.first]) and right and not {"with", "carrying"}.isdisjoint(
                keys[group.last:right[0].first]):
        return right  # "two planes arrived in Oran with relief goods"
    return right if group.passive or group.tense == "participle" else []


#: An object does not stand behind these: they open a place, a cause, a source.
_BLOCKERS = frozenset("in at from under during through into on against by for after before since"
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
        return _BLOCKERS.isdisjoint(keys[begin:hit.first])  # "taught the method to nurses"
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
        if keys[i] in _BLOCKERS or (keys[i] == "to" and hit.entry.value in _RECEIVERS):
            blocked = True
        elif keys[i] in (",", "with"):
            blocked = False
    return not blocked


#: What comes with these is what arrives ("a plane with aid").
_CARRIERS = frozenset(
    "plane planes ship ships flight flights aircraft convoy truck trucks jet".split())


def _is_behind_preposition(keys: list[str], i: int, first: int) -> bool:
    """Does the noun phrase that ends before token i's noun open with a preposition ("vacancies
    for nurses")? "of" joins it to its head ("a team of doctors") and does not count."""
    for j in range(i - 1, max(first, i - 5) - 1, -1):
        if keys[j] in ("with", "carrying") and keys[j - 1] in _CARRIERS:
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
    if group.last < len(keys) and keys[group.last].isalpha() and keys[group.last] not in _BLOCKERS:
        return []  # an object that is no thing of ours follows
    left = _run(keys, objects, starts, max(first, group.first - _REACH), group.first)
    return [h for h in left if h.entry.value in _EVENTS and clauses.same(h.first, group.first)
            and not _is_behind_preposition(keys, h.first, first)][:1]


def _relative_object(document: Document, group: VerbGroup, objects: list[Hit],
                     starts: list[int], first: int) -> list[Hit]:
    """The noun before "that" or "which" when the verb of the relative clause has no object of
    its own: "the talks that he had held"."""
    for i in range(group.first - 1, max(first, group.first - 8), -1):
        if document.keys[i] in ("that", "which", "whom"):
            found = _run(document.keys, objects, starts, max(first, i - 3), i)
            return found[-1:] if found and found[-1].last >= i - 1 else []
    return []


#: An object whose wording ends with these ("a study on") is no part of the noun behind it.
_LINKS = frozenset({"on", "into", "of"})


def _run(keys: list[str], objects: list[Hit], starts: list[int], first: int,
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
                  and keys[found[-1].last] == "of" and hit.first - found[-1].last < _OF_REACH
                  and "," not in keys[found[-1].last:hit.first]):
            # "the capacity of hospitals": the first noun is the head; of a delegation of
            # doctors both count.
            found.append(hit)
    return [hit for hit in found if hit.entry.value != "none"][:3]


#: Words that open a clause with a verb of its own before the main one.
_OPENERS = frozenset(
    "after before when while as since once although though because whereas".split())


def opening_end(document: Document, groups: Sequence[VerbGroup]) -> int:
    """The token behind the clause that opens a sentence ("After the draft had been approved, …"),
    whose verbs govern nothing behind it; 0 where no such clause is there. `groups` are those
    of the sentence."""
    if not groups:
        return 0
    keys = document.keys
    sentence = document.sentences[document.sentence_of[groups[0].first]]
    if keys[sentence.first] not in _OPENERS:
        return 0
    finite = [g for g in groups if g.tense not in ("base", "gerund", "participle")]
    for this, following in pairwise(finite):
        if "," in keys[this.last:following.first]:
            return keys.index(",", this.last) + 1
    return 0


def governing_group(document: Document, first: int, last: int, groups: Sequence[VerbGroup],
                    clauses: Clauses) -> VerbGroup | None:
    """The verb group that a noun at `first:last` hangs on: the nearest to its left in its
    clause, else the first finite one to its right, as its subject or in a relative clause.
    `groups` are those of its sentence."""
    left: VerbGroup | None = None
    opened = opening_end(document, groups)
    for group in groups:
        if group.head < opened <= first:
            continue
        # A verb inside the noun is the noun itself, taken for one ("further training").
        if group.head < first and not group.attributive and not (
                group.tense in ("base", "gerund") and "," in document.keys[group.last:first]):
            left = group  # an infinitive before a comma is a purpose told first
    if left is not None and clauses.same(left.head, first):
        return left
    right = [g for g in groups if g.first >= last and not g.attributive
             and g.tense not in ("participle", "gerund", "base")]
    # "The grant, with which beds can be bought, was announced": the main verb tells.
    return next((g for g in right if clauses.same(g.first, first)),
                right[0] if right else left)
