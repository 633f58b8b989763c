"""Which named institutions an article says work together.

    Candidates, entities -> [Link]

A link needs the institutions themselves, in roles that join them: signatories ("between A and
B", "A signed … with B"), partners ("A in cooperation with B"), giver and named receiver, a fund
and the hospital that it pays for, the channel and the ministry it hands over to. Whom an act
joins is read from where the names stand (`_slots`). What the act's own sentence calls "the
hospital" or leaves out is looked for in the sentences before; those are quoted as well. Two
institutions of one country make no link; to attend, to negotiate and to report make none either
(codebook, rule 14).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from kg.extract._slots import Slot, find_slots
from kg.extract.acts import Clauses
from kg.extract.claims import MIN_CONFIDENCE, Candidate
from kg.extract.mentions import NamedEntity
from kg.extract.parties import Actor
from kg.extract.text import Document
from kg.extract.verbs import VerbGroup
from kg.model import Evidence, Link

__all__ = ["find_links"]

#: Acts of partners.
_JOINT = frozenset({"agreement", "partnership", "research", "cooperation", "information", "plan",
                    "training", "conference", "trade", "care"})

#: Acts that are for somebody: the giver is linked with the place that benefits.
_FOR_SOMEBODY = frozenset({"financing", "infrastructure", "donation", "training", "deployment",
                           "response", "trade"})

#: Those that are often told apart from the house they are for.
_FOR_A_HOUSE = frozenset({"financing", "infrastructure", "donation", "training", "deployment"})

_PLACES = frozenset({"hospital", "university", "research_institute"})

#: Institutions that speak and sign for their state: a link needs the body that acts.
_VOICES = ("embassy", "parliament", "assembly", "senate", "high commission", "consulate",
           "council of ministers", "cabinet", "ministry of foreign affairs", "foreign ministry")

#: Before "with" these make partners of those who stand on its two sides.
_COMPANY = frozenset("collaboration cooperation co-operation partnership association coordination"
                     " conjunction tandem together jointly partners partner partnering partnered"
                     " collaborating collaborates collaborate collaborated cooperating cooperates"
                     " cooperate cooperated teamed alliance concert work works worked working".split())

#: Before "between" and "with" these name what joins two parties.
_TIES = frozenset("memorandum mou memoranda mous agreement agreements accord pact deal contract"
                  " protocol cooperation co-operation collaboration partnership understanding"
                  " letter intent twinning project programme program arrangement initiative"
                  " venture alliance".split())

#: So many tokens before "between" the tie is named.
_TIE_REACH = 9

#: Before "of", "from" or "by" these say that somebody gives.
_SUPPORT = frozenset("support assistance help aid grant loan loans funding funds financing finance"
                     " backing contribution donation sponsorship funded financed sponsored"
                     " supported backed donated provided supplied built equipped delivered given"
                     " sent paid through credit grants money implemented".split())

#: After a name and a hyphen: "a KOICA-funded ward".
_COMPOUNDS = frozenset("funded financed supported backed sponsored built assisted donated led"
                       " run supplied".split())

#: Nouns of institutions that "the two …" may stand for.
_KINDS = frozenset("institutions institutes universities hospitals ministries companies firms"
                   " organisations organizations agencies centres centers academies bodies"
                   " regulators".split())

_DOUBTS = frozenset({"would", "should", "could", "may", "can", "must"})

#: What connects without an act that a claim rests on is a little less sure.
_TIE_CONFIDENCE = 0.6

#: How far back the house that an act is for may be named, in sentences.
_LOOK_BACK = 6

_Found = dict[tuple[int, int], dict[Evidence, tuple[str, float]]]


def find_links(document: Document, candidates: Sequence[Candidate],
               actors: Sequence[Sequence[Actor]], groups: Sequence[Sequence[VerbGroup]],
               clauses: Clauses, health: Sequence[float], entities: Sequence[NamedEntity],
               keys: Sequence[str], blocs: Collection[str]) -> list[Link]:
    """Links in alphabetical order of their keys, each with the sentences that say so.

    `actors` and `groups` are those of each sentence, `health` how surely it is about health;
    `blocs` are names, casefolded, of groups of countries: those have members, not partners.
    """
    ignored = {n for n, e in enumerate(entities) if e.kind == "institution" and _is_voice(e, blocs)}
    bodies = [n for n, e in enumerate(entities) if e.kind == "institution" and n not in ignored]
    if len(bodies) < 2:
        return []
    return _Links(document, actors, groups, clauses, health, entities, ignored).find(
        candidates, keys)


def _is_voice(entity: NamedEntity, blocs: Collection[str]) -> bool:
    name = entity.name.casefold()
    return entity.boilerplate or name in blocs or any(voice in name for voice in _VOICES)


class _Links:
    def __init__(self, document: Document, actors: Sequence[Sequence[Actor]],
                 groups: Sequence[Sequence[VerbGroup]], clauses: Clauses, health: Sequence[float],
                 entities: Sequence[NamedEntity], ignored: set[int]) -> None:
        self.document = document
        self.keys = document.keys
        self.actors, self.groups, self.clauses = actors, groups, clauses
        self.health = health
        self.entities, self.ignored = entities, ignored
        self.found: _Found = {}
        self.titles = [i for i, s in enumerate(document.sentences) if s.is_title]
        self.slots = [find_slots(document, sentence, actors[index], groups[index], entities,
                                 ignored) if actors[index] else []
                      for index, sentence in enumerate(document.sentences)]

    def find(self, candidates: Iterable[Candidate], keys: Sequence[str]) -> list[Link]:
        for candidate in candidates:
            if candidate.judgement.status in ("", "proposed") \
                    or candidate.judgement.modality != "asserted" \
                    or candidate.confidence < MIN_CONFIDENCE:
                continue
            self._of_act(candidate)
        for index, slots in enumerate(self.slots):
            if slots and self.health[index] > 0:
                self._of_ties(index, slots)
        links = []
        for (one, other), evidences in self.found.items():
            rule, confidence = next(iter(evidences.values()))
            a, b = sorted((keys[one], keys[other]))
            links.append(Link(a, b, tuple(evidences), rule, confidence))
        return sorted(links, key=lambda link: (link.a, link.b))

    def _add(self, one: Slot | int, other: Slot | int, sentences: Sequence[int], rule: str,
             confidence: float) -> bool:
        """Note a link of two institutions, unless they are of one country."""
        a = one if isinstance(one, int) else self._entity(one)
        b = other if isinstance(other, int) else self._entity(other)
        if a == b or self.entities[a].country == self.entities[b].country:
            return False
        evidences = self.found.setdefault((min(a, b), max(a, b)), {})
        for index in sentences:
            sentence = self.document.sentences[index]
            evidences.setdefault(self.document.cite(sentence.first, sentence.last),
                                 (rule, confidence))
        return True

    def _entity(self, slot: Slot) -> int:
        assert slot.actor.entity is not None
        return slot.actor.entity

    # ---- what an act joins

    def _of_act(self, candidate: Candidate) -> None:
        act = candidate.act
        index = self.document.sentence_of[act.first]
        first, last = candidate.parties.scope
        slots = [s for s in self.slots[index] if first <= s.actor.first < last
                 and s.role != "source"]
        rule, confidence = f"link.{act.type}", candidate.confidence
        done = False
        if act.type in _JOINT:
            for one, other in self._partners(candidate, slots):
                done |= self._add(one, other, (index,), rule, confidence)
        if act.type in _FOR_SOMEBODY:
            givers, receivers = self._sides(candidate, slots)
            for giver in givers:
                for receiver in receivers:
                    done |= self._add(giver, receiver, (index,), rule, confidence)
            if not done:
                self._beneficiary(candidate, index, givers, rule, confidence)

    def _subjects(self, slots: Sequence[Slot], before: int, token: int) -> list[Slot]:
        """The subject of a verb at a token: the list of names that ends nearest before it."""
        main = self.clauses.main
        near = [s for s in slots if s.role == "subject" and s.actor.last <= before
                and main[s.actor.first] == main[token]]
        own = [s for s in near if self.clauses.same(s.actor.first, token)]
        near = own or near
        return [s for s in near if s.list_id == near[-1].list_id]

    def _partners(self, candidate: Candidate, slots: Sequence[Slot]
                  ) -> Iterator[tuple[Slot, Slot]]:
        act = candidate.act
        group = act.group
        before = group.first if group is not None else act.first
        subjects = self._subjects(slots, before, before)
        withs = [s for s in slots if s.role in ("with", "alongside")
                 and s.governor >= before and self._governs(candidate, s.governor)]
        yield from combinations(subjects, 2)
        for s in subjects:
            for w in withs:
                yield s, w
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

    def _governs(self, candidate: Candidate, token: int) -> bool:
        """Does what stands at a token behind an act belong to it, and to no other verb?"""
        act = candidate.act
        index = self.document.sentence_of[act.first]
        begin = max(act.first, act.group.first if act.group is not None else 0)
        return not any(begin < g.first < token and g is not act.group and not g.attributive
                       and g.tense not in ("base", "gerund", "participle")
                       for g in self.groups[index])

    def _sides(self, candidate: Candidate, slots: Sequence[Slot]
               ) -> tuple[list[Slot], list[Slot]]:
        """Those who give and those who receive in a sentence."""
        act = candidate.act
        group = act.group
        keys = self.keys
        before = group.first if group is not None else act.first
        subjects = self._subjects(slots, before, before)
        passive = group is not None and (group.passive or "receive" in group.classes)
        givers = [s for s in slots if s.role in ("by", "through", "via", "from")
                  or s.role == "of" and keys[s.governor - 1] in _SUPPORT
                  or keys[s.actor.last:s.actor.last + 1] == ["-"]
                  and not _COMPOUNDS.isdisjoint(keys[s.actor.last + 1:s.actor.last + 2])]
        receivers = [s for s in slots if s not in givers and (
            s.role == "to" or s.role in ("object", "for", "at", "of", "in", "into")
            and self.entities[self._entity(s)].type in _PLACES)]
        if act.type == "financing" and not givers and not subjects:
            givers = [s for s in slots if s.role == "with"
                      and not _TIES.isdisjoint(keys[max(0, s.governor - 2):s.governor])]
        if passive:
            receivers += [s for s in subjects if s not in givers]
        else:
            givers += [s for s in subjects if s not in givers]
        return givers, receivers

    def _beneficiary(self, candidate: Candidate, index: int, givers: Sequence[Slot], rule: str,
                     confidence: float) -> None:
        """The house that an act is for, named in another sentence: the one hospital, university
        or institute of the receiving side that title or text name up to there."""
        if candidate.act.type not in _FOR_A_HOUSE or not givers:
            return
        countries = set(candidate.parties.countries)
        for giver in dict.fromkeys(self._entity(s) for s in givers):
            home = self.entities[giver].country
            places = self._houses(index, countries - {home})
            if len(places) == 1:
                (place, named), = places.items()
                self._add(giver, place, (index, named), rule + ".house",
                          round(0.9 * confidence, 4))

    def _houses(self, index: int, countries: Collection[str]) -> dict[int, int]:
        """The houses of some countries named up to a sentence, with the sentence that does it
        last: those of the title, else those of the sentences before."""
        for sentences in (self.titles, range(max(0, index - _LOOK_BACK), index)):
            found: dict[int, int] = {}
            for i in sentences:
                for slot in self.slots[i]:
                    number = self._entity(slot)
                    if self.entities[number].type in _PLACES \
                            and self.entities[number].country in countries:
                        found[number] = i
            if found:
                return found
        return {}

    # ---- what words of company join

    def _of_ties(self, index: int, slots: Sequence[Slot]) -> None:
        keys = self.keys
        sentence = self.document.sentences[index]
        for slot in slots:
            at = slot.governor
            if slot.role == "with" and at > sentence.first and keys[at - 1] in _COMPANY:
                for other in self._company(slots, slot):
                    if not self._is_doubtful(index, at):
                        self._add(other, slot, (index,), "link.company", _TIE_CONFIDENCE)
            elif slot.role == "between" and not _TIES.isdisjoint(
                    keys[max(sentence.first, at - _TIE_REACH):at]) \
                    and not self._is_doubtful(index, at):
                for other in slots:
                    if other.list_id == slot.list_id and other.actor.first > slot.actor.first:
                        self._add(slot, other, (index,), "link.between", _TIE_CONFIDENCE)

    def _company(self, slots: Sequence[Slot], slot: Slot) -> list[Slot]:
        """Who does something in company with the one behind "with": the agent of a passive
        before it, else the subject of its clause."""
        main = self.clauses.main
        agents = [s for s in slots if s.role == "by" and s.actor.last <= slot.governor
                  and main[s.actor.first] == main[slot.governor]]
        if agents:
            return [s for s in agents if s.list_id == agents[-1].list_id]
        subjects = self._subjects(slots, slot.governor, slot.governor)
        if not subjects:
            subjects = [s for s in slots if s.role in ("through", "via")
                        and s.actor.last <= slot.governor
                        and main[s.actor.first] == main[slot.governor]]
        if subjects:
            return subjects
        after = [s for s in slots if s.role == "subject" and s.actor.first > slot.actor.last
                 and main[s.actor.first] == main[slot.governor]]
        return [s for s in after if s.list_id == after[0].list_id]

    def _is_doubtful(self, index: int, token: int) -> bool:
        """Does the verb nearest before a token, or the first behind it, tell no fact?"""
        groups = self.groups[index]
        before = [g for g in groups if g.last <= token]
        group = before[-1] if before else groups[0] if groups else None
        return group is not None and (
            group.negated or group.tense in _DOUBTS or not {"request", "call"}.isdisjoint(
                group.classes))
