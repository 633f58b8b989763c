"""On which side of an act the institutions of a sentence stand.

    Slots of all sentences -> partners, givers and receivers of an act

Signatories and partners are two lists on the two sides of a verb, or the members of one list
("between A and B"); a giver is the subject of an active verb, stands behind "by", "from" or
"through", or gives its support. Where a sentence leaves its subject out or has "it" for it, the
institution that the sentence before is about stands in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from kg.extract._slots import Slot
from kg.extract.clauses import Clauses
from kg.extract.mentions import NamedEntity
from kg.extract.text import Document
from kg.extract.verbs import VerbGroup

__all__ = ["COMPANY", "HOUSES", "TIES", "Sides", "house_of"]

#: Types of institutions that things are given to, built for and done at.
HOUSES = frozenset({"hospital", "university", "research_institute"})

#: Before "with" these make partners of those who stand on its two sides.
COMPANY = frozenset(
    "collaboration cooperation co-operation partnership association coordination conjunction"
    " tandem together jointly partners partner partnering partnered collaborating collaborates"
    " collaborate collaborated cooperating cooperates cooperate cooperated teamed alliance concert"
    " work works worked working".split())

#: Before "between" and "with" these name what joins two parties.
TIES = frozenset(
    "memorandum mou memoranda mous agreement agreements accord pact deal contract protocol"
    " cooperation co-operation collaboration partnership understanding letter intent twinning"
    " project programme program arrangement initiative venture alliance".split())

#: Before "of", "from" or "by" these say that somebody gives.
_SUPPORT = frozenset(
    "support assistance help aid grant loan loans funding funds financing finance backing"
    " contribution donation sponsorship funded financed sponsored supported backed donated provided"
    " supplied built equipped delivered given sent paid credit grants money implemented gift"
    " present subsidy patronage".split())

#: After a name and a hyphen: "a KOICA-funded ward".
_COMPOUNDS = frozenset("funded financed supported backed sponsored built assisted donated led"
                       " run supplied".split())

#: "A, in close cooperation with B": so many tokens lie between the two.
_BESIDE = 6

#: "under an agreement with": so many tokens, and the words that make it a frame.
_FRAME = 5
_FRAMES = frozenset("under within through framework following thanks has have had".split())

_CONCLUDED = frozenset({"signed", "concluded", "reached", "made"})

#: Verbs that join their objects, and nouns for those who are joined.
_JOINERS = frozenset({"link", "unite", "connect", "twin", "pair", "combine"})
_JOINING = frozenset("links link linking connects connecting unites uniting pairs pairing twins"
                     " twinning joins joining".split())
_JOINED = frozenset({"partners", "signatories", "parties", "members", "implementers", "organisers",
                     "organizers"})

#: What "supported it" may stand for, in the sentence before.
_EVENTS = frozenset("it them meeting workshop training project programme program campaign event"
                    " initiative mission exercise course effort activity response scheme".split())

#: So many sentences back what a sentence is about may be named.
_MEMORY = 2

_HELP = frozenset("help support assistance funding expertise advice backing".split())

_MEETINGS = frozenset("meeting meetings talks consultations ceremony reception session negotiations"
                      " discussions conversation dialogue forum conference summit".split())

#: More institutions than this in one sentence are a roll of names.
_MANY = 12

#: Moods of verbs that tell no fact.
_DOUBTS = frozenset({"would", "should", "could", "may", "can", "must"})


def house_of(slot: Slot) -> int:
    """The institution at a slot that is known to have one."""
    assert slot.entity is not None
    return slot.entity


class Sides:
    """The slots of a document by sentence: `all` of them, and in `slots` those of institutions
    that can be linked."""

    def __init__(self, document: Document, slots: list[list[Slot]], ignored: set[int],
                 groups: Sequence[Sequence[VerbGroup]], clauses: Clauses,
                 entities: Sequence[NamedEntity]) -> None:
        self.document = document
        self.keys = document.keys
        self.groups, self.clauses, self.entities = groups, clauses, entities
        self.all = slots
        self.slots = [[s for s in found if s.entity is not None and s.entity not in ignored
                       and entities[s.entity].kind == "institution"] for found in slots]
        # A roll of names is no act of them all, and pairing them all would take its time.
        self.slots = [found if len({s.entity for s in found}) <= _MANY else []
                      for found in self.slots]
        self.titles = [i for i, s in enumerate(document.sentences) if s.is_title]

    def sentence(self, slot: Slot) -> int:
        """The sentence of a slot."""
        return self.document.sentence_of[slot.actor.first]

    def is_doubtful(self, index: int, token: int) -> bool:
        """Does the verb that what stands at a token depends on tell no fact: the nearest before
        it, or the first behind it, and for an infinitive the verb before that?"""
        groups = self.groups[index]
        before = [g for g in groups if g.first <= token]
        for group in before[:-4:-1] or groups[:1]:
            if group.negated or self.is_mood(group) \
                    or not {"request", "call"}.isdisjoint(group.classes):
                return True
            if group.tense not in ("base", "gerund", "participle"):
                return False
        return False

    @staticmethod
    def is_mood(group: VerbGroup) -> bool:
        """"should sign", "could help": no fact."""
        return group.tense in _DOUBTS

    # ---- who stands in for whom

    def about(self, index: int, *, titled: bool = True) -> list[Slot]:
        """The institutions that the sentence before one is about: its subject, else its agent or
        giver, else what the title names (if `titled`)."""
        back = next((i for i in range(index - 1, max(-1, index - 1 - _MEMORY), -1)
                     if self.slots[i]), None)
        if back is None:
            return []
        before = self.slots[back]
        for roles in (("subject",), ("by", "from", "through")):
            found = [s for s in before if s.role in roles]
            found = [s for s in found if s.list_id == found[0].list_id]
            if found and (roles[0] == "subject" or len({s.entity for s in found}) == 1):
                return found
        named = [s for i in self.titles for s in self.slots[i]] if titled else []
        return named if len({s.entity for s in named}) == 1 else []

    def subjects(self, slots: Sequence[Slot], before: int) -> list[Slot]:
        """The subject of a verb that begins at a token: the list of names that ends nearest
        before it; for "it" and "they" what the sentence before is about."""
        main = self.clauses.main
        near = [s for s in slots if s.role == "subject" and s.actor.last <= before
                and main[s.actor.first] == main[before]]
        own = [s for s in near if self.clauses.same(s.actor.first, before)]
        near = own or near
        if near:
            return [s for s in slots if s.list_id == near[-1].list_id and s.actor.last <= before]
        index = self.document.sentence_of[before]
        if self.keys[before - 1] in ("it", "they") and not any(
                s.actor.last <= before for s in self.all[index]):
            return self.about(index, titled=False)
        return []

    def has_subject(self, index: int) -> bool:
        """Does a sentence name who acts, be it a country?"""
        return any(s.role in ("subject", "by") for s in self.all[index])

    # ---- two sides of an act

    def partners(self, slots: Sequence[Slot], index: int, group: VerbGroup | None, first: int
                 ) -> Iterator[tuple[Slot, Slot]]:
        """The pairs that an act joins whose trigger is token `first`, with its verb."""
        before = group.first if group is not None else first
        subjects = self.subjects(slots, before)
        withs = self.withs(slots, index, group, first)
        yield from combinations(subjects, 2)
        for s in subjects:
            for w in withs:
                yield s, w
        if group is not None and "sign" in group.classes:
            yield from combinations([s for s in slots if s.role in ("for", "behalf")], 2)
        lists: dict[int, list[Slot]] = {}
        for s in slots:
            if s.role in ("between", "among") or s.role == "by" and group is not None \
                    and group.passive and s.governor >= group.last:
                lists.setdefault(s.list_id, []).append(s)
        for members in lists.values():
            yield from combinations(members, 2)
            if members[0].role == "by":
                for s in members:
                    for w in withs:
                        yield s, w

    def withs(self, slots: Sequence[Slot], index: int, group: VerbGroup | None, first: int
              ) -> list[Slot]:
        """The partners behind an act that no other verb has for its own."""
        before = group.first if group is not None else first
        begin = max(first, before)
        return [s for s in slots if s.role in ("with", "alongside") and s.governor >= before
                and not any(begin < g.first < s.governor and g is not group and not g.attributive
                            and g.tense not in ("base", "gerund", "participle")
                            for g in self.groups[index])]

    def givers_and_receivers(self, slots: Sequence[Slot], group: VerbGroup | None, first: int
                             ) -> tuple[list[Slot], list[Slot]]:
        """Those who give and those who receive in a sentence."""
        before = group.first if group is not None else first
        subjects = self.subjects(slots, before)
        passive = group is not None and (group.passive or "receive" in group.classes)
        givers = [s for s in slots if s.role in ("by", "through", "via", "from")
                  or self.gives_support(s)]
        receivers = [s for s in slots if s not in givers and (
            s.role == "to" or s.role in ("object", "for", "at", "of", "in", "into")
            and self.entities[house_of(s)].type in HOUSES)]
        if passive:
            receivers += [s for s in subjects if s not in givers]
        else:
            givers += [s for s in subjects if s not in givers]
        return givers, receivers

    def gives_support(self, slot: Slot) -> bool:
        """"with support from A", "funded by A", "an A-funded ward"."""
        keys, last = self.keys, slot.actor.last
        return slot.role in ("of", "from", "by") and slot.governor > 0 \
            and keys[slot.governor - 1] in _SUPPORT or keys[last:last + 1] == ["-"] \
            and not _COMPOUNDS.isdisjoint(keys[last + 1:last + 2])

    def lenders(self, slots: Sequence[Slot]) -> list[Slot]:
        """Those with whom an agreement on money is made."""
        return [s for s in slots if s.role == "with" and not TIES.isdisjoint(
            self.keys[max(0, s.governor - 2):s.governor])]

    def in_company(self, slots: Sequence[Slot], begin: int) -> list[Slot]:
        """Those behind "in cooperation with", also behind a second "with" of the same list, in
        a sentence that begins at a token."""
        found: list[Slot] = []
        for slot in slots:
            at = slot.governor
            if slot.role != "with" or at <= begin:
                continue
            before = self.keys[max(begin, at - _FRAME):at]
            is_framed = not _FRAMES.isdisjoint(before)
            if before[-1] in COMPANY or before[-1] in ("and", ",") and found \
                    or is_framed and (before[-1] in TIES or before[-1] in _CONCLUDED) \
                    or self.keys[slot.actor.last:slot.actor.last + 2] in (
                        ["as", "partner"], ["as", "partners"]):
                found.append(slot)
        return found

    def companions(self, slots: Sequence[Slot], slot: Slot) -> list[Slot]:
        """Who does something in company with the one behind "with": who stands right before it
        ("A, together with B,"), the agent of a passive, else the subject of its clause."""
        main = self.clauses.main

        def listed(roles: tuple[str, ...], *, behind: bool = False) -> list[Slot]:
            near = [s for s in slots if s.role in roles
                    and main[s.actor.first] == main[slot.governor]
                    and (s.actor.first > slot.actor.last if behind
                         else s.actor.last <= slot.governor)]
            one = near[0 if behind else -1].list_id if near else -1
            return [s for s in near if s.list_id == one]

        beside = [s for s in slots if 0 < slot.governor - s.actor.last < _BESIDE]
        if beside and "," in self.keys[beside[-1].actor.last:slot.governor]:
            return [s for s in beside if s.list_id == beside[-1].list_id]
        found = listed(("by",)) or self.subjects(slots, slot.governor) \
            or listed(("through", "via")) or listed(("subject",), behind=True)
        index = self.sentence(slot)
        return found or ([] if self.has_subject(index) else self.about(index))

    def joined(self, slots: Sequence[Slot], index: int, group: VerbGroup) -> list[list[Slot]]:
        """The sides that a verb like "links A with B", "brings A and B together" or "the partners
        are A and B" joins."""
        keys = self.keys
        start = self.document.sentences[index].first
        if group.lemma == "be":
            if _JOINED.isdisjoint(keys[start:group.first]) or any(
                    s.actor.last <= group.first for s in slots):
                return []
        elif group.lemma not in _JOINERS and "together" not in keys[group.last:group.last + 1]:
            return []
        objects = [s for s in slots if s.role == "object" and s.governor < group.last
                   and s.governor >= group.first]
        if "together" in keys[group.last:group.last + 1]:
            objects = [s for s in slots if s.actor.first > group.last
                       and s.role in ("object", "subject")]
        if not objects:
            return []
        objects = [s for s in objects if s.list_id == objects[0].list_id]
        last = objects[-1].actor.last
        withs = [s for s in slots if s.role in ("with", "to") and s.governor >= last]
        return [[s] for s in objects] if not withs else [objects, withs]

    def linked(self, slots: Sequence[Slot]) -> Iterator[tuple[Slot, Slot]]:
        """"links A with B", where the verb may look like a noun."""
        for number, slot in enumerate(slots):
            first = slot.actor.first
            if not _JOINING.isdisjoint(self.keys[max(0, first - 2):first]):
                for other in slots[number + 1:]:
                    if other.role in ("with", "to") and other.governor >= slot.actor.last:
                        yield slot, other

    def points_to_event(self, group: VerbGroup) -> bool:
        """"supported it", "funded the workshop", "gave technical help": something that the
        sentence before tells."""
        following = self.keys[group.last:group.last + 3]
        return following[:1] == ["it"] or len(following) > 1 and (
            following[0] in ("the", "this") and following[1] in _EVENTS
            or "give" in group.classes and not _HELP.isdisjoint(following))

    def is_meeting(self, group: VerbGroup) -> bool:
        """"held talks", "hosted a reception": to meet is no tie yet."""
        return not _MEETINGS.isdisjoint(self.keys[max(0, group.first - 4):group.last + 5])

    def says_two(self, index: int, nouns: frozenset[str]) -> bool:
        """Does a sentence speak of "the two institutes"?"""
        sentence = self.document.sentences[index]
        return any(one in ("two", "both") and other in nouns for one, other in pairwise(
            self.keys[sentence.first:sentence.last]))
