"""Which named institutions an article says work together.

    Candidates, entities -> [Link]

A link needs the institutions themselves, in roles that join them: signatories ("between A and
B", "A signed … with B"), partners ("A in cooperation with B"), giver and named receiver, a fund
and the hospital that it pays for, the channel and the ministry it hands over to. Whom an act
joins is read from where the names stand (`_slots`, `_sides`). What the act's own sentence calls
"the hospital" or leaves out is looked for in the sentences before; those are quoted as well. Two
institutions of one country make no link; to attend, to negotiate and to report make none either
(codebook, rule 14).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from itertools import combinations, pairwise

from kg.extract._sides import HOUSES, TIES, Sides, house_of
from kg.extract._slots import Slot, find_slots
from kg.extract.claims import MIN_WEIGHT, Candidate
from kg.extract.clauses import Clauses
from kg.extract.mentions import Actor, NamedEntity
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

#: Institutions that speak and sign for their state: a link needs the body that acts.
_VOICES = ("parliament", "assembly", "senate", "council of ministers", "cabinet",
           "ministry of foreign affairs", "foreign ministry")

#: So many tokens before "between" the tie is named.
_TIE_REACH = 9

#: Nouns of institutions that "the two …" may stand for.
_KINDS = frozenset("institutions institutes universities hospitals ministries companies firms"
                   " organisations organizations agencies centres centers academies bodies"
                   " regulators".split())

#: Nouns for a house, or works on it, that the text has named before.
_HOUSE_NOUNS = frozenset(
    "house building hospital university institute institution centre center clinic facility"
    " faculty complex construction ward project works school campus laboratory college".split())

#: Classes of verbs (data/verbs.csv) by which one gives to another, or two do something together.
_GIVING = frozenset({"give", "supply", "fund", "build", "equip", "train", "help", "sell", "allot",
                     "treat", "serve"})
_FOR_HOUSES = frozenset({"fund", "build", "equip"})
_SHARING = frozenset({"sign", "cooperate", "exchange", "research"})
#: Verbs whose class in data/verbs.csv, or lack of one, says less than links need.
_ALSO = {"transfer": ("give",), "entrust": ("give",), "lend": ("give",), "license": ("give",),
         "teach": ("train",), "lecture": ("train",), "host": ("train",), "admit": ("train",),
         "run": ("hold",), "operate": ("hold",), "manage": ("hold",), "administer": ("hold",)}
#: What several do side by side makes them partners.
_HOLDING = frozenset({"hold", "host", "begin"})
_TOGETHER = _GIVING | _SHARING | _HOLDING | {"treat", "make", "serve"}

#: So many sentences are the head of an article.
_HEAD = 3

#: Of two in one sentence, one at least acts or is acted with.
_ACTING = frozenset({"subject", "by", "with", "from", "through", "object", "between"})

_IMPLEMENTING = frozenset({"implementation", "implement", "implements", "implemented", "executed",
                           "implementing", "executing"})

#: So many quotes are kept of a link.
_MAX_EVIDENCE = 6

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
    slots = [find_slots(document, sentence, actors[index], groups[index], entities)
             if actors[index] else [] for index, sentence in enumerate(document.sentences)]
    sides = Sides(document, slots, ignored, groups, clauses, entities)
    return _Links(document, sides, clauses, health, entities).find(candidates, keys)


def _is_voice(entity: NamedEntity, blocs: Collection[str]) -> bool:
    name = entity.name.casefold()
    return entity.boilerplate or name in blocs or any(voice in name for voice in _VOICES)


class _Links:
    def __init__(self, document: Document, sides: Sides, clauses: Clauses,
                 health: Sequence[float], entities: Sequence[NamedEntity]) -> None:
        self.document = document
        self.sides = sides
        self.clauses, self.health, self.entities = clauses, health, entities
        self.found: _Found = {}
        self.is_of_one_house = self._is_of_one_house()

    def find(self, candidates: Iterable[Candidate], keys: Sequence[str]) -> list[Link]:
        funded: list[int] = []
        for candidate in candidates:
            if candidate.judgement.status in ("", "proposed") \
                    or candidate.judgement.modality != "asserted" \
                    or candidate.weight < MIN_WEIGHT:
                continue
            self._of_act(candidate)
            if candidate.act.type == "financing":
                funded.append(self.document.sentence_of[candidate.act.first])
        funded.sort()
        for index, slots in enumerate(self.sides.slots):
            if slots and self.health[index] > 0:
                self._of_ties(index, slots)
                self._of_verbs(index, slots)
                self._of_implementer(index, slots, funded)
        links = []
        for (one, other), evidences in self.found.items():
            rule, confidence = next(iter(evidences.values()))
            a, b = sorted((keys[one], keys[other]))
            links.append(Link(a, b, tuple(evidences), rule, confidence))
        return sorted(links, key=lambda link: (link.a, link.b))

    def _add(self, one: Slot | int, other: Slot | int, sentences: Sequence[int], rule: str,
             confidence: float, *, across: bool = False) -> bool:
        """Note a link of two institutions, unless they are of one country.

        `across` says that they stand on the two sides of an act of two countries: then a
        country that is only guessed for one of them does not speak against it.
        """
        a = one if isinstance(one, int) else house_of(one)
        b = other if isinstance(other, int) else house_of(other)
        if a == b or not self._may_link(a, b, across):
            return False
        evidences = self.found.setdefault((min(a, b), max(a, b)), {})
        if len(evidences) >= _MAX_EVIDENCE:
            return True
        for index in dict.fromkeys(sentences):
            sentence = self.document.sentences[index]
            evidences.setdefault(self.document.cite(sentence.first, sentence.last),
                                 (rule, confidence))
        return True

    def _may_link(self, a: int, b: int, across: bool) -> bool:
        one, other = self.entities[a], self.entities[b]
        if one.country != other.country:
            return True
        if one.country is None:
            # Not a fund and its bank, nor a commission and its union.
            return self._is_international(a) and self._is_international(b) \
                and one.name.split()[0] != other.name.split()[0]
        return across and min(one.confidence, other.confidence) < 1.0 and (
            (one.type, one.name) != (other.type, other.name))

    def _is_international(self, number: int) -> bool:
        return self.entities[number].type == "international_organization"

    # ---- what an act joins

    def _of_act(self, candidate: Candidate) -> None:
        act, sides = candidate.act, self.sides
        index = self.document.sentence_of[act.first]
        if act.group is not None and sides.is_mood(act.group):
            return
        first, last = candidate.parties.scope
        slots = [s for s in sides.slots[index] if first <= s.actor.first < last
                 and s.role != "source"]
        rule, confidence = f"link.{act.type}", candidate.weight
        across = len(candidate.parties.countries) > 1
        done = False
        if act.type in _JOINT and not slots:
            self._of_both(candidate)
        elif act.type in _JOINT:
            for one, other in sides.partners(slots, index, act.group, act.first):
                done |= self._add(one, other, (index,), rule, confidence,
                                  across=across and one.list_id != other.list_id)
            if not done:
                done = self._carried(slots, index, act.group, act.first, rule, confidence)
        if act.type in _FOR_SOMEBODY:
            givers, receivers = sides.givers_and_receivers(slots, act.group, act.first)
            if not givers and act.type == "financing":
                givers = sides.lenders(slots)
            for giver in givers:
                for receiver in receivers:
                    done |= self._add(giver, receiver, (index,), rule, confidence,
                                      across=across and giver.role in ("subject", "by", "from"))
            for giver, other in combinations(givers, 2):
                if giver.list_id == other.list_id and giver.role in ("subject", "by"):
                    self._add(giver, other, (index,), rule + ".together", confidence)
            if not done and act.type in _FOR_A_HOUSE \
                    and not self._takes_itself(index, act.group):
                self._beneficiary(index, givers, set(candidate.parties.countries), rule,
                                  confidence)
            if not givers:
                done |= self._unnamed_giver(candidate, index, receivers, rule, confidence)
        if not done and act.type in _JOINT | _FOR_SOMEBODY and act.type != "conference":
            numbers = list(dict.fromkeys(map(house_of, slots)))
            lists = {s.list_id for s in slots}
            if len(numbers) == 2 and (len(lists) > 1 or slots[0].role == "subject") \
                    and not _ACTING.isdisjoint(s.role for s in slots) \
                    and not all(map(self._is_international, numbers)):
                self._add(numbers[0], numbers[1], (index,), rule + ".two",
                          round(0.8 * confidence, 4))

    def _carried(self, slots: Sequence[Slot], index: int, group: VerbGroup | None, first: int,
                 rule: str, confidence: float) -> bool:
        """Join a lone partner ("An agreement was signed with B") with the institution that the
        sentence before has for its subject, where this one has none."""
        withs = self.sides.withs(slots, index, group, first)
        if withs and self.sides.has_subject(index):
            return False
        if not withs and group is not None and "sign" in group.classes:
            withs = [s for s in slots if s.role in ("by", "subject")]
            if len({s.entity for s in withs}) > 1:
                return False
        done = False
        for other in self.sides.about(index):
            for partner in withs:
                done |= self._add(other, partner, (index, self.sides.sentence(other)),
                                  rule + ".carried", round(0.9 * confidence, 4))
        return done

    def _unnamed_giver(self, candidate: Candidate, index: int, receivers: Sequence[Slot],
                       rule: str, confidence: float) -> bool:
        """Join those who receive with the institution of another party that the text is about,
        where a sentence does not say who gives ("Equipment was delivered to B")."""
        countries = set(candidate.parties.countries)
        countries -= {self.entities[house_of(s)].country or "" for s in receivers}
        if not receivers or any(s.actor.code in countries for s in self.sides.all[index]):
            return False
        done = False
        for giver in self.sides.about(index):
            home = self.entities[house_of(giver)].country
            for receiver in receivers:
                if home in countries and receiver.role in ("to", "object", "subject"):
                    done |= self._add(giver, receiver, (index, self.sides.sentence(giver)),
                                      rule + ".giver", round(0.8 * confidence, 4))
        return done

    def _of_both(self, candidate: Candidate) -> None:
        """Join those for whom "the two institutes" stands in a sentence that names neither: the
        two institutions of the last sentence that names just two."""
        index = self.document.sentence_of[candidate.act.first]
        if self.sides.slots[index] or not self.sides.says_two(index, _KINDS):
            return
        for before in range(index - 1, max(-1, index - 1 - _LOOK_BACK), -1):
            named = list(dict.fromkeys(map(house_of, self.sides.slots[before])))
            if len(named) == 2:
                self._add(named[0], named[1], (index, before), f"link.{candidate.act.type}.both",
                          round(0.9 * candidate.weight, 4))
                return

    def _beneficiary(self, index: int, givers: Sequence[Slot], countries: set[str] | None,
                     rule: str, confidence: float) -> None:
        """The house that an act is for, named in another sentence: the one hospital, university
        or institute of the receiving side that title or text name up to there."""
        for giver in dict.fromkeys(house_of(s) for s in givers):
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
            for s in self.sides.all[index])

    def _says_house(self, index: int) -> bool:
        """Does a sentence speak of a house known before: "the hospital", "this project"?"""
        sentence = self.document.sentences[index]
        words = self.document.keys[sentence.first:sentence.last]
        return any(one in ("the", "this", "its") and other in _HOUSE_NOUNS
                   for one, other in pairwise(words))

    def _is_of_one_house(self) -> bool:
        """Is the whole text about one house: the only one it names, and at its head?"""
        slots = self.sides.slots
        houses = {house_of(s) for found in slots for s in found
                  if self.entities[house_of(s)].type in HOUSES}
        head = {house_of(s) for found in slots[:_HEAD] for s in found}
        return len(houses) == 1 and houses <= head

    def _houses(self, index: int, home: str | None, countries: Collection[str] | None
                ) -> dict[int, int]:
        """The houses of other countries than a giver's (of `countries` only) named up to a
        sentence, with the sentence that does it last: those of the title, else those of the
        nearest sentence before that names any."""
        before = ((i,) for i in range(index - 1, max(-1, index - 1 - _LOOK_BACK), -1))
        for sentences in (self.sides.titles, *before):
            found: dict[int, int] = {}
            for i in sentences:
                for slot in self.sides.slots[i]:
                    number = house_of(slot)
                    country = self.entities[number].country
                    if self.entities[number].type in HOUSES and country is not None \
                            and country != home and (countries is None or country in countries):
                        found[number] = i
            if found:
                return found
        return {}

    # ---- what words of company, support and common deeds join

    def _of_ties(self, index: int, slots: Sequence[Slot]) -> None:
        keys, sides = self.document.keys, self.sides
        sentence = self.document.sentences[index]
        company = [s for s in sides.in_company(slots, sentence.first)
                   if not sides.is_doubtful(index, s.governor)]
        for slot in company:
            for other in sides.companions(slots, slot):
                if self._is_international(house_of(slot)) and self._is_international(
                        house_of(other)):
                    continue
                self._add(other, slot, (index, sides.sentence(other)), "link.company",
                          _TIE_CONFIDENCE)
        for slot, other in sides.linked(slots):
            self._add(slot, other, (index,), "link.joined", _TIE_CONFIDENCE, across=True)
        for slot in slots:
            at = slot.governor
            if sides.gives_support(slot):
                if not sides.is_doubtful(index, slot.actor.first):
                    self._of_support(index, slots, slot)
            elif (slot.role == "between" and not TIES.isdisjoint(
                    keys[max(sentence.first, at - _TIE_REACH):at])
                    or slot.role == "of" and keys[at - 1] in TIES) \
                    and not sides.is_doubtful(index, at):
                for other in slots:
                    if other.list_id == slot.list_id and other.actor.first > slot.actor.first:
                        self._add(slot, other, (index,), "link.between", _TIE_CONFIDENCE)

    def _of_support(self, index: int, slots: Sequence[Slot], slot: Slot) -> None:
        """Join one who gives support with the houses that its sentence names, else with the
        subject of its clause, else with the house that the sentence points back to."""
        main = self.clauses.main
        others = [s for s in slots if s.list_id != slot.list_id]
        others = [s for s in others if main[s.actor.first] == main[slot.actor.first]] or others
        helped = [s for s in others if self.entities[house_of(s)].type in HOUSES
                  and s.role in ("subject", "object", "for", "at", "of", "in", "to")]
        helped = helped or [s for s in others if s.role in ("subject", "to")]
        for other in helped:
            self._add(other, slot, (index,), "link.support", _TIE_CONFIDENCE)
        if not helped and self._says_house(index):
            self._beneficiary(index, [slot], None, "link.support", _TIE_CONFIDENCE)

    def _of_verbs(self, index: int, slots: Sequence[Slot]) -> None:
        """What verbs of giving and of working together join, whatever their object is."""
        sides = self.sides
        for group in sides.groups[index]:
            classes = {*group.classes, *_ALSO.get(group.lemma, ())}
            for left, right in combinations(sides.joined(slots, index, group), 2):
                for giver in left:
                    for receiver in right:
                        self._add(giver, receiver, (index,), "link.verb.join", _TIE_CONFIDENCE)
            if group.attributive or classes.isdisjoint(_TOGETHER) \
                    or sides.is_doubtful(index, group.first) \
                    or not classes.isdisjoint(_HOLDING) and sides.is_meeting(group):
                continue
            if not classes.isdisjoint(_GIVING):
                givers, receivers = sides.givers_and_receivers(slots, group, group.first)
                for giver in givers:
                    for receiver in receivers:
                        if receiver.role != "of":
                            self._add(giver, receiver, (index,), "link.verb.give", _TIE_CONFIDENCE)
                if not receivers and (self.is_of_one_house or self._says_house(index)
                                      and not classes.isdisjoint(_FOR_HOUSES)):
                    self._beneficiary(index, givers, None, "link.verb.give", _TIE_CONFIDENCE)
                if not receivers and sides.points_to_event(group):
                    for giver in givers:
                        for other in sides.about(index):
                            self._add(giver, other, (index, sides.sentence(other)),
                                      "link.verb.support", _TIE_CONFIDENCE)
            if group.passive:
                self._of_agents(index, slots, group)
            for one, other in sides.partners(slots, index, group, group.first):
                if (not classes.isdisjoint(_SHARING) or one.list_id == other.list_id) and not (
                        self._is_international(house_of(one))
                        and self._is_international(house_of(other))):
                    self._add(one, other, (index,), "link.verb.share", _TIE_CONFIDENCE)

    def _of_implementer(self, index: int, slots: Sequence[Slot], funded: Sequence[int]) -> None:
        """Join the one body that a sentence names as implementing something with the one that
        pays for it, named in the sentence that says so or in the title."""
        sentence = self.document.sentences[index]
        bodies = {house_of(s) for s in slots}
        if len(bodies) != 1 or not funded or _IMPLEMENTING.isdisjoint(
                self.document.keys[sentence.first:sentence.last]) \
                or slots[0].role not in ("subject", "object", "by"):
            return
        at = bisect_left(funded, index)
        nearest = min(funded[max(0, at - 1):at + 1], key=lambda i: (abs(i - index), i))
        for i in (nearest, *self.sides.titles):
            payers = {house_of(s) for s in self.sides.slots[i]} - bodies
            if len(payers) == 1:
                self._add(payers.pop(), slots[0], (i, index), "link.implementer", _TIE_CONFIDENCE)
                return

    def _of_agents(self, index: int, slots: Sequence[Slot], group: VerbGroup) -> None:
        """Join the agent of a passive with that of the next one beside it ("financed by A and
        implemented by B")."""
        agents = [s for s in slots if s.role == "by" and s.governor >= group.last]
        if not agents:
            return
        first = [s for s in agents if s.list_id == agents[0].list_id]
        for following in self.sides.groups[index]:
            if following.first > first[-1].actor.last and not following.attributive and (
                    not _TOGETHER.isdisjoint(following.classes)):
                if following.tense == "participle" or following.passive:
                    for other in agents:
                        if other.governor == following.last:
                            for one in first:
                                self._add(one, other, (index,), "link.verb.agents",
                                          _TIE_CONFIDENCE)
                return
