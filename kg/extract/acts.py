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

from kg.extract._objects import (
    BLOCKERS,
    CARRIERS,
    DIRECT,
    OF_REACH,
    SHORT_REACH,
    find_objects,
    longest,
    objects_in,
    objects_of,
)
from kg.extract._values import value
from kg.extract.clauses import Clauses, governing_group
from kg.extract.lexicon import Entry, Hit, Hits
from kg.extract.mentions import QuantityMention
from kg.extract.text import Document, by_sentence
from kg.extract.verbs import VerbGroup

__all__ = ["Act", "act_entries", "find_acts", "frame_table"]

#: How far the object of a noun may stand from it ("provision of … equipment"), in tokens.
_NOUN_REACH = 12

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


def find_acts(document: Document, hits: Hits, groups: list[VerbGroup], clauses: Clauses,
              frames: Frames,
              quantities: Sequence[QuantityMention], masked: bytearray,
              named: Sequence[tuple[int, int, str]] = ()) -> list[Act]:
    """All acts, in order of their triggers. Tokens with a mark in `masked` (names) hold none;
    `named` are the token spans of hospitals that are named ("site") and of peoples ("people":
    "25 Gambians"), which can be objects too."""
    objects = find_objects(document, hits, groups, masked, quantities, named)
    headless = {h.first for h in objects if h.entry.value == "none"}
    nouns = [h for h in longest(hits, "act_noun") if not masked[h.first]]
    starts = [h.first for h in objects]
    acts: list[Act] = []
    inside = by_sentence(document, groups)
    for index, group in enumerate(groups):
        if frames.verbs.isdisjoint(group.classes):
            continue
        acts += _treated_away(document, group, objects, starts, clauses)
        for found in objects_of(document, group, index, groups, objects, starts, clauses):
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
                    if staff.entry.value == "staff" and staff.first < found.last + OF_REACH:
                        kind, detail, found = "deployment", "medical-team-deployment", staff
            if group.lemma == "invite" and kind == "deployment" and not _ATTENDING.isdisjoint(
                    document.keys[found.last:found.last + SHORT_REACH]):
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
        for found in _joined(document.keys, objects_in(document.keys, objects, starts,
                                                  hit.last + 1, end)):
            meaning = frames.get((hit.entry.value, found.entry.value))
            if (hit.entry.value, found.entry.value) == ("finish", "visit"):
                continue  # "after the completion of its mission": told elsewhere
            if meaning is not None and not BLOCKERS & set(document.keys[hit.last + 1:found.first]):
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
    return not CARRIERS.isdisjoint(keys[first:first + DIRECT])


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
    return any(h.entry.value in ("staff", "trainee") and h.first < hit.last + SHORT_REACH
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
