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
_VOICES = ("parliament", "assembly", "senate", "council of ministers", "cabinet",
           "ministry of foreign affairs", "foreign ministry")

#: Before "with" these make partners of those who stand on its two sides.
_COMPANY = frozenset("collaboration cooperation co-operation partnership association coordination"
                     " conjunction tandem together jointly partners partner partnering partnered"
                     " collaborating collaborates collaborate collaborated cooperating cooperates"
                     " cooperate cooperated teamed alliance concert"
                     " work works worked working".split())

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
                     " sent paid credit grants money implemented gift present subsidy"
                     " patronage".split())

#: After a name and a hyphen: "a KOICA-funded ward".
_COMPOUNDS = frozenset("funded financed supported backed sponsored built assisted donated led"
                       " run supplied".split())

#: Nouns of institutions that "the two …" may stand for.
_KINDS = frozenset("institutions institutes universities hospitals ministries companies firms"
                   " organisations organizations agencies centres centers academies bodies"
                   " regulators".split())

#: Nouns for a house, or works on it, that the text has named before.
_HOUSES = frozenset("house building hospital university institute institution centre center clinic"
                    " facility faculty complex construction ward project works school campus"
                    " laboratory college".split())

_DOUBTS = frozenset({"would", "should", "could", "may", "can", "must"})

#: Classes of verbs (data/verbs.csv) by which one gives to another, or two do something together.
_GIVING = frozenset({"give", "supply", "fund", "build", "equip", "train", "help", "sell", "allot"})
_FOR_HOUSES = frozenset({"fund", "build", "equip"})
_SHARING = frozenset({"sign", "cooperate", "exchange", "research"})

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
        #: The places of all parties of each sentence, and of its institutions.
        self.all = [find_slots(document, sentence, actors[index], groups[index], entities)
                    if actors[index] else [] for index, sentence in enumerate(document.sentences)]
        self.slots = [[s for s in slots if s.entity is not None and s.entity not in ignored
                       and entities[s.entity].kind == "institution"] for slots in self.all]

    def find(self, candidates: Iterable[Candidate], keys: Sequence[str]) -> list[Link]:
        for candidate in candidates:
            if candidate.judgement.status in ("", "proposed") \
                    or candidate.judgement.modality != "asserted" \
                    or candidate.confidence < MIN_CONFIDENCE:
                continue
            self._of_act(candidate)
        for index, slots in enumerate(self.slots):
            if len(slots) > 1 and self.health[index] > 0:
                self._of_ties(index, slots)
                self._of_verbs(index, slots)
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
        assert slot.entity is not None
        return slot.entity

    # ---- what an act joins

    def _of_act(self, candidate: Candidate) -> None:
        act = candidate.act
        index = self.document.sentence_of[act.first]
        if act.group is not None and act.group.tense in _DOUBTS:
            return
        first, last = candidate.parties.scope
        slots = [s for s in self.slots[index] if first <= s.actor.first < last
                 and s.role != "source"]
        rule, confidence = f"link.{act.type}", candidate.confidence
        done = False
        if act.type in _JOINT and not slots:
            self._of_both(candidate)
        elif act.type in _JOINT:
            for one, other in self._partners(slots, index, act.group, act.first):
                done |= self._add(one, other, (index,), rule, confidence)
            if not done:
                done = self._carried(slots, index, act.group, act.first, rule, confidence)
        if act.type in _FOR_SOMEBODY:
            givers, receivers = self._sides(slots, index, act.group, act.first)
            if not givers and act.type == "financing":
                givers = self._lenders(slots)
            for giver in givers:
                for receiver in receivers:
                    done |= self._add(giver, receiver, (index,), rule, confidence)
            if not done and act.type in _FOR_A_HOUSE \
                    and not self._takes_itself(index, act.group):
                self._beneficiary(index, givers, set(candidate.parties.countries), rule,
                                  confidence)
        if not done and act.type in _JOINT | _FOR_SOMEBODY:
            numbers = list(dict.fromkeys(self._entity(s) for s in slots))
            lists = {s.list_id for s in slots}
            if len(numbers) == 2 and (len(lists) > 1 or slots[0].role == "subject"):
                self._add(numbers[0], numbers[1], (index,), rule + ".two",
                          round(0.8 * confidence, 4))

    def _subjects(self, slots: Sequence[Slot], before: int, token: int) -> list[Slot]:
        """The subject of a verb at a token: the list of names that ends nearest before it."""
        main = self.clauses.main
        near = [s for s in slots if s.role == "subject" and s.actor.last <= before
                and main[s.actor.first] == main[token]]
        own = [s for s in near if self.clauses.same(s.actor.first, token)]
        near = own or near
        if not near:
            return self._pronoun(slots, before)
        return [s for s in near if s.list_id == near[-1].list_id]

    def _pronoun(self, slots: Sequence[Slot], before: int) -> list[Slot]:
        """Whom "it" or "they" stands for as the subject of a verb that begins at a token."""
        sentence = self.document.sentence_of[before]
        first = self.document.sentences[sentence].first
        if before - 1 >= first and self.keys[before - 1] in ("it", "they") and not any(
                s.actor.last <= before for s in self.all[sentence]):
            return self._subject_before(sentence)
        return []

    def _partners(self, slots: Sequence[Slot], index: int, group: VerbGroup | None, first: int
                  ) -> Iterator[tuple[Slot, Slot]]:
        """The pairs that an act joins whose trigger is token `first`, with its verb."""
        before = group.first if group is not None else first
        subjects = self._subjects(slots, before, before)
        withs = self._withs(slots, index, group, first)
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

    def _withs(self, slots: Sequence[Slot], index: int, group: VerbGroup | None, first: int
               ) -> list[Slot]:
        """The partners behind an act that no other verb has for its own."""
        before = group.first if group is not None else first
        begin = max(first, before)
        found = []
        for s in slots:
            if s.role in ("with", "alongside") and s.governor >= before and not any(
                    begin < g.first < s.governor and g is not group and not g.attributive
                    and g.tense not in ("base", "gerund", "participle")
                    for g in self.groups[index]):
                found.append(s)
        return found

    def _carried(self, slots: Sequence[Slot], index: int, group: VerbGroup | None, first: int,
                 rule: str, confidence: float) -> bool:
        """Join a lone partner ("An agreement was signed with B") with the institution that the
        sentence before has for its subject, where this one has none."""
        withs = self._withs(slots, index, group, first)
        if not withs or any(s.role in ("subject", "by") for s in self.all[index]):
            return False
        done = False
        for other in self._subject_before(index):
            for partner in withs:
                done |= self._add(other, partner, (index, self._sentence(other)),
                                  rule + ".carried", round(0.9 * confidence, 4))
        return done

    def _subject_before(self, index: int) -> list[Slot]:
        """The institutions that the sentence before is about: its subject, else its agent or
        giver."""
        if index == 0:
            return []
        slots = self.slots[index - 1]
        for roles in (("subject",), ("by", "from", "through")):
            found = [s for s in slots if s.role in roles]
            if found:
                return [s for s in found if s.list_id == found[0].list_id]
        return []

    def _sentence(self, slot: Slot) -> int:
        return self.document.sentence_of[slot.actor.first]

    def _sides(self, slots: Sequence[Slot], index: int, group: VerbGroup | None, first: int
               ) -> tuple[list[Slot], list[Slot]]:
        """Those who give and those who receive in a sentence."""
        keys = self.keys
        before = group.first if group is not None else first
        subjects = self._subjects(slots, before, before)
        passive = group is not None and (group.passive or "receive" in group.classes)
        givers = [s for s in slots if s.role in ("by", "through", "via", "from")
                  or s.role == "of" and keys[s.governor - 1] in _SUPPORT
                  or keys[s.actor.last:s.actor.last + 1] == ["-"]
                  and not _COMPOUNDS.isdisjoint(keys[s.actor.last + 1:s.actor.last + 2])]
        receivers = [s for s in slots if s not in givers and (
            s.role == "to" or s.role in ("object", "for", "at", "of", "in", "into")
            and self.entities[self._entity(s)].type in _PLACES)]
        if passive:
            receivers += [s for s in subjects if s not in givers]
        else:
            givers += [s for s in subjects if s not in givers]
        return givers, receivers

    def _lenders(self, slots: Sequence[Slot]) -> list[Slot]:
        """Those with whom an agreement on money is made."""
        return [s for s in slots if s.role == "with" and not _TIES.isdisjoint(
            self.keys[max(0, s.governor - 2):s.governor])]

    def _beneficiary(self, index: int, givers: Sequence[Slot], countries: set[str] | None,
                     rule: str, confidence: float) -> None:
        """The house that an act is for, named in another sentence: the one hospital, university
        or institute of the receiving side that title or text name up to there."""
        for giver in dict.fromkeys(self._entity(s) for s in givers):
            home = self.entities[giver].country
            places = self._houses(index, home, countries)
            if len(places) == 1:
                (place, named), = places.items()
                self._add(giver, place, (index, named), rule + ".house",
                          round(0.9 * confidence, 4))

    def _takes_itself(self, index: int, group: VerbGroup | None) -> bool:
        """Is it a country that receives ("Fiji has obtained … from"), for what it likes?"""
        return group is not None and "receive" in group.classes and any(
            s.role == "subject" and s.entity is None and s.actor.last <= group.first
            for s in self.all[index])

    def _says_house(self, index: int) -> bool:
        """Does a sentence speak of a house known before: "the hospital", "this project"?"""
        sentence = self.document.sentences[index]
        return any(one in ("the", "this", "its") and other in _HOUSES for one, other in pairwise(
            self.keys[sentence.first:sentence.last]))

    def _houses(self, index: int, home: str | None, countries: Collection[str] | None
                ) -> dict[int, int]:
        """The houses of other countries than a giver's (of `countries` only) named up to a
        sentence, with the sentence that does it last: those of the title, else those of the
        sentences before."""
        for sentences in (self.titles, range(max(0, index - _LOOK_BACK), index)):
            found: dict[int, int] = {}
            for i in sentences:
                for slot in self.slots[i]:
                    number = self._entity(slot)
                    country = self.entities[number].country
                    if self.entities[number].type in _PLACES and country is not None \
                            and country != home and (countries is None or country in countries):
                        found[number] = i
            if found:
                return found
        return {}

    # ---- what words of company join

    def _of_both(self, candidate: Candidate) -> None:
        """Join those for whom "the two institutes" stands in a sentence that names neither: the
        two institutions of the last sentence that names just two."""
        index = self.document.sentence_of[candidate.act.first]
        sentence = self.document.sentences[index]
        words = self.keys[sentence.first:sentence.last]
        if self.slots[index] or not any(one in ("two", "both") and other in _KINDS
                                        for one, other in pairwise(words)):
            return
        for before in range(index - 1, max(-1, index - 1 - _LOOK_BACK), -1):
            named = list(dict.fromkeys(map(self._entity, self.slots[before])))
            if len(named) == 2:
                self._add(named[0], named[1], (index, before), f"link.{candidate.act.type}.both",
                          round(0.9 * candidate.confidence, 4))
                return

    def _of_ties(self, index: int, slots: Sequence[Slot]) -> None:
        keys = self.keys
        sentence = self.document.sentences[index]
        for slot in slots:
            at = slot.governor
            if slot.role == "with" and at > sentence.first and keys[at - 1] in _COMPANY:
                for other in self._company(slots, slot):
                    if not self._is_doubtful(index, at):
                        self._add(other, slot, sorted({index, self._sentence(other)},
                                                      reverse=True),
                                  "link.company", _TIE_CONFIDENCE)
            elif slot.role in ("of", "from", "by") and at > sentence.first \
                    and keys[at - 1] in _SUPPORT or keys[slot.actor.last:slot.actor.last + 1] \
                    == ["-"] and not _COMPOUNDS.isdisjoint(
                        keys[slot.actor.last + 1:slot.actor.last + 2]):
                if not self._is_doubtful(index, slot.actor.first):
                    self._of_support(index, slots, slot)
            elif slot.role == "between" and not _TIES.isdisjoint(
                    keys[max(sentence.first, at - _TIE_REACH):at]) \
                    and not self._is_doubtful(index, at):
                for other in slots:
                    if other.list_id == slot.list_id and other.actor.first > slot.actor.first:
                        self._add(slot, other, (index,), "link.between", _TIE_CONFIDENCE)

    def _of_support(self, index: int, slots: Sequence[Slot], slot: Slot) -> None:
        """Join one who gives support with the houses that its sentence names, else with the
        subject of its clause, else with the house that the sentence points back to."""
        main = self.clauses.main
        others = [s for s in slots if s.list_id != slot.list_id
                  and main[s.actor.first] == main[slot.actor.first]]
        helped = [s for s in others if self.entities[self._entity(s)].type in _PLACES
                  and s.role in ("subject", "object", "for", "at", "of", "in", "to")]
        helped = helped or [s for s in others if s.role in ("subject", "to")]
        for other in helped:
            self._add(other, slot, (index,), "link.support", _TIE_CONFIDENCE)
        if not helped and self._says_house(index):
            self._beneficiary(index, [slot], None, "link.support", _TIE_CONFIDENCE)

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
        if after:
            return [s for s in after if s.list_id == after[0].list_id]
        index = self._sentence(slot)
        if any(s.role in ("subject", "by") for s in self.all[index]):
            return []
        return self._subject_before(index)

    def _of_verbs(self, index: int, slots: Sequence[Slot]) -> None:
        """What verbs of giving and of working together join, whatever their object is."""
        for group in self.groups[index]:
            if group.attributive or self._is_doubtful(index, group.first):
                continue
            classes = set(group.classes)
            if not classes.isdisjoint(_GIVING):
                givers, receivers = self._sides(slots, index, group, group.first)
                for giver in givers:
                    for receiver in receivers:
                        if receiver.role != "of":
                            self._add(giver, receiver, (index,), "link.verb.give", _TIE_CONFIDENCE)
                if not receivers and not classes.isdisjoint(_FOR_HOUSES) \
                        and self._says_house(index):
                    self._beneficiary(index, givers, None, "link.verb.give", _TIE_CONFIDENCE)
            if not classes.isdisjoint(_SHARING):
                for one, other in self._partners(slots, index, group, group.first):
                    self._add(one, other, (index,), "link.verb.share", _TIE_CONFIDENCE)

    def _is_doubtful(self, index: int, token: int) -> bool:
        """Does the verb that what stands at a token depends on tell no fact: the nearest before
        it, or the first behind it, and for an infinitive the verb before that?"""
        groups = self.groups[index]
        before = [g for g in groups if g.first <= token]
        for group in before[:-4:-1] or groups[:1]:
            if group.negated or group.tense in _DOUBTS \
                    or not {"request", "call"}.isdisjoint(group.classes):
                return True
            if group.tense not in ("base", "gerund", "participle"):
                return False
        return False
