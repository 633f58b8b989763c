"""From what a plug-in proposes to facts: what the article does not say is turned away.

    Article, Proposal, lexicon -> Facts

A model may invent, mix up, or do what an article tells it to; nothing of that matters here.
Quotes must stand in the article, names in their quotes, the words for what is done and how far
it got in the quote of the claim; parties must be named by the article, in the quotes or in a
sentence that is added to them; codes and ids must be known. All that fails becomes a Rejection
with its cause. Time is linear in the article, times the number of proposals.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.edtf import day_bounds
from kg.extract._ground import MAX_EVIDENCE, MAX_LISTED, MAX_PROPOSED, Ground
from kg.extract.claims import claim_pairs
from kg.extract.clauses import Clauses, find_clauses, governing_group
from kg.extract.extractor import RuleLexicon
from kg.extract.gate import missing
from kg.extract.proposals import Proposal, ProposedClaim, ProposedLink
from kg.extract.union import join_claims
from kg.extract.verbs import VerbGroup, find_verb_groups
from kg.model import (
    ENGAGEMENT_TYPES,
    MODALITIES,
    STATUSES,
    Article,
    Claim,
    CountryFact,
    Evidence,
    Facts,
    Institution,
    Link,
    Person,
    Quantity,
    TopicFact,
)
from kg.pairs import GIVING, RECEIVING

__all__ = ["MAX_PROPOSED", "ROLES", "ground"]

#: Stages that say that something has happened: no verb that looks ahead can mean them.
_HAPPENED = frozenset({"signed", "ongoing", "completed"})
_AHEAD = frozenset({"future", "would", "should", "could", "can", "may", "must"})

#: Roles of ontology/roles.ttl, but for the four that stand for a side (a test compares them).
ROLES = GIVING | RECEIVING | {
    "announcer", "attendee", "co-chair", "co-signatory", "mediator", "organiser", "partner",
    "research-partner", "witness",
}


def ground(article: Article, proposal: Proposal, lexicon: RuleLexicon, *, name: str,
           extractor: str) -> Facts:
    """The facts of `article` among those that `proposal` holds.

    `name` of the plug-in begins the rule of every fact, `extractor` is what facts name as their
    finder. An article without a claim that is asserted or historical is not relevant, and has
    rejections alone (codebook, "relevant").
    """
    return _Gate(article, lexicon, name).facts(proposal, extractor)


class _Gate(Ground):
    """One article and what is claimed of it."""

    def __init__(self, article: Article, lexicon: RuleLexicon, name: str) -> None:
        super().__init__(article, lexicon, name)
        self._groups: tuple[list[VerbGroup], Clauses] | None = None

    def facts(self, proposal: Proposal, extractor: str) -> Facts:
        for what, cause in proposal.refused:
            self.reject(what, cause, "answer")
        self.number([body for p in self.few("institution", proposal.institutions)
                     if (body := self.institution(p))])
        self.number([person for p in self.few("person", proposal.people)
                     if (person := self.person(p))])
        topics = self._topics(proposal)
        claims = self._claims(proposal, topics)
        if claims and not self.is_on_health:
            self.reject(f"{len(claims)} claims", "the article has no word of health", "claim")
            claims = []
        told = [c for c in claims if c.modality in ("asserted", "historical")]
        if not told:
            return Facts(self.article.id, False, rejected=self.rejections(),
                         extractor=extractor)
        return Facts(
            article=self.article.id, relevant=True,
            relevance=max(claim.confidence for claim in told),
            countries=self._countries(told), pairs=tuple(claim_pairs(told)),
            institutions=tuple(self.institutions.values()), people=tuple(self.people.values()),
            claims=tuple(claims),
            topics=tuple(topics[topic] for topic in sorted(topics)),
            links=tuple(self._links(proposal.links)), rejected=self.rejections(),
            extractor=extractor)

    # Topics

    def _topics(self, proposal: Proposal) -> dict[str, TopicFact]:
        facts: dict[str, TopicFact] = {}
        for p in self.few("topic", proposal.topics):
            what = f"topic {p.topic}"
            if p.topic not in self.lexicon.tables["topics"]:
                self.reject(what, "no id of data/topics.csv", p.rule)
                continue
            evidence = self.found(what, p.quotes, p.rule)
            confidence = self.confidence(what, p.confidence, p.rule)
            if evidence and confidence is not None and p.topic not in facts:
                facts[p.topic] = TopicFact(p.topic, tuple(evidence), f"{self.name}.{p.rule}",
                                           confidence)
        return facts

    # Claims

    def _claims(self, proposal: Proposal, topics: dict[str, TopicFact]) -> list[Claim]:
        kept: dict[tuple[str, tuple[str, ...], str, str], Claim] = {}
        for p in self.few("claim", proposal.claims):
            claim = self._claim(p, topics)
            if claim is None:
                continue
            key = (claim.type, claim.countries, claim.status, claim.modality)
            if key in kept and len(kept[key].evidence) + len(claim.evidence) > MAX_LISTED:
                self.reject(f"{claim.type} {claim.status} {'-'.join(claim.countries)}",
                            f"more than {MAX_LISTED} quotes of one claim", p.rule)
            elif key in kept:
                kept[key] = join_claims(kept[key], claim)
            else:
                kept[key] = claim
        return list(kept.values())

    def _claim(self, p: ProposedClaim, topics: dict[str, TopicFact]) -> Claim | None:
        what = f"{p.type} {p.status} {'-'.join(p.countries)}"
        for word, known, kind in ((p.type, ENGAGEMENT_TYPES, "type"),
                                  (p.status, STATUSES, "status"),
                                  (p.modality, MODALITIES, "modality")):
            if word not in known:
                self.reject(what, f"{kind} {word!r} is not of the codebook", p.rule)
                return None
        p = replace(
            p, countries=self.listed(what, "countries", p.countries, p.rule),
            participants=self.listed(what, "participants", p.participants, p.rule),
            roles=self.listed(what, "roles", p.roles, p.rule),
            topics=self.listed(what, "topics", p.topics, p.rule))
        found = self.found(what, p.quotes, p.rule)
        confidence = self.confidence(what, p.confidence, p.rule)
        if not found or confidence is None:
            return None
        codes = self._party_codes(what, p)
        participants = self._participants(what, p, found)
        evidence = self._with_parties(what, p, codes, participants, found)
        if evidence is None or not self._is_told(what, p, found):
            return None
        if len(codes) + sum(self._is_international(key) for key in participants) < 2:
            self.reject(what, "fewer than two parties", p.rule)
            return None
        return Claim(
            type=p.type, status=p.status, countries=codes, evidence=evidence,
            rule=f"{self.name}.{p.rule}", participants=participants,
            roles=self._claim_roles(what, p, codes, participants),
            topics=self._claim_topics(what, p, topics, found),
            date=self._date(what, p), place=self._worded(what, "place", p.place, p.rule),
            quantities=self._amounts(what, p, found),
            attribution=self._worded(what, "attribution", p.attribution, p.rule),
            modality=p.modality, confidence=confidence)

    def _party_codes(self, what: str, p: ProposedClaim) -> tuple[str, ...]:
        codes = []
        for code in sorted(set(p.countries)):
            if code in self.lexicon.tables["country_names"]:
                codes.append(code)
            else:
                self.reject(f"{what}: party {code}",
                             "no ISO 3166-1 alpha-2 code of a country", p.rule)
        return tuple(codes)

    def _participants(self, what: str, p: ProposedClaim, found: Sequence[Evidence]
                      ) -> tuple[str, ...]:
        keys = set()
        for name in p.participants:
            called = self.who(name, p.countries)
            meant = [key for key in called if self._names(found, self.get(key))]
            keys.update(meant)
            if not meant:
                cause = "no quote of the claim names it" if called else \
                    "no institution or person that passed"
                self.reject(f"{what}: participant {name!r}", cause, p.rule)
        return tuple(sorted(keys, key=lambda key: (key[0], int(key[1:]))))

    def _names(self, quotes: Sequence[Evidence], one: Institution | Person) -> bool:
        return any(self.quotes.within(quote, wording) for quote in quotes
                   for wording in (one.name, *one.aliases))

    def _is_international(self, key: str) -> bool:
        one = self.institutions.get(key)
        return one is not None and one.country is None and one.type in (
            "international_organization", "ngo")

    def _with_parties(self, what: str, p: ProposedClaim, codes: Sequence[str],
                      participants: Sequence[str], found: list[Evidence]
                      ) -> tuple[Evidence, ...] | None:
        """The quotes, with a sentence for each party that they leave out; None, and a
        rejection, where the article names a party nowhere."""
        evidence = list(found)
        for code in codes:
            own = [self.get(key) for key in participants]
            stretches = self.named.get(code, []) + [
                e for one in own if one.country == code for e in one.evidence]
            if not missing(evidence, [(code, stretches)]):
                continue
            if any(self.quotes.within(quote, one.name) for one in own if one.country == code
                   for quote in evidence):
                continue
            if not self.named.get(code):
                if code == self.home:
                    continue  # a government's own bulletin leaves its country out
                self.reject(what, f"the article does not name the party {code}", p.rule)
                return None
            evidence.append(self._sentence(self._nearest(self.named[code], found[0])))
        return tuple(dict.fromkeys(evidence))

    def _nearest(self, stretches: Sequence[Evidence], quote: Evidence) -> Evidence:
        """The last before the quote in its field, as a reader would have it; else the first."""
        starts = [(e.field == "text", e.start) for e in stretches]
        at = bisect_left(starts, (quote.field == "text", quote.start))
        return stretches[max(0, at - 1)]

    def _token(self, place: Evidence) -> int:
        start = place.start + (0 if place.field == "title" else self.document.body)
        return max(0, bisect_right(self.document.starts, start) - 1)

    def _sentence(self, place: Evidence) -> Evidence:
        document = self.document
        sentence = document.sentences[document.sentence_of[self._token(place)]]
        return document.cite(sentence.first, sentence.last)

    def _is_told(self, what: str, p: ProposedClaim, found: Sequence[Evidence]) -> bool:
        """Does the first quote hold the words for the act, and a quote those for its status,
        and do their verbs allow it?"""
        act = self.quotes.within(found[0], p.trigger)
        if act is None:
            self.reject(what, f"the quote does not hold the words for the act, {p.trigger!r}",
                         p.rule)
            return False
        status = next((e for quote in found if (e := self.quotes.within(quote, p.status_words))),
                      None)
        if status is None:
            self.reject(what, f"no quote holds the words for its status, {p.status_words!r}",
                         p.rule)
            return False
        if not (_has_letter(act) and _has_letter(status)):
            self.reject(what, "the words for it hold no letter", p.rule)
            return False
        if p.modality not in ("asserted", "historical"):
            return True
        groups = [*self._verbs(act), *self._verbs(status)] or [
            *self._governors(act), *self._governors(status)]
        if p.status in _HAPPENED and groups and all(map(self._looks_ahead, groups)):
            self.reject(what, f"its verb looks ahead; that is not {p.status}", p.rule)
            return False
        if p.status != "ended" and any(g.negated for g in groups):
            self.reject(what, "its verb is denied", p.rule)
            return False
        return True

    def _looks_ahead(self, group: VerbGroup) -> bool:
        """A headline may leave out the verb before "to": "Portugal to send doctors"."""
        document = self.document
        return group.due or group.tense in _AHEAD or (
            group.tense == "base" and document.keys[group.first] == "to"
            and document.sentences[document.sentence_of[group.first]].is_title)

    def _read_verbs(self) -> tuple[list[VerbGroup], Clauses]:
        if self._groups is None:
            groups = find_verb_groups(self.document, self.lexicon.verbs,
                                      bytearray(len(self.document.keys) + 1))
            self._groups = groups, find_clauses(self.document, groups)
        return self._groups

    def _span(self, words: Evidence) -> tuple[int, int]:
        """The tokens of these words, first and behind the last."""
        body = 0 if words.field == "title" else self.document.body
        return self._token(words), bisect_left(self.document.starts, words.end + body)

    def _verbs(self, words: Evidence) -> Iterator[VerbGroup]:
        """The verbs that stand in these words."""
        return self._within(*self._span(words))

    def _within(self, first: int, last: int) -> Iterator[VerbGroup]:
        groups, _ = self._read_verbs()
        # Groups are in order and do not overlap.
        at = bisect_right(groups, first, key=lambda group: group.last)
        while at < len(groups) and groups[at].first < last:
            yield groups[at]
            at += 1

    def _governors(self, words: Evidence) -> Iterator[VerbGroup]:
        """The verb that words without one hang on, in their sentence: a quote may be cut so
        short that it leaves the verb out. Who said so is no verb of the act."""
        first, last = self._span(words)
        sentence = self.document.sentences[self.document.sentence_of[first]]
        groups = [group for group in self._within(sentence.first, sentence.last)
                  if "say" not in group.classes]
        group = governing_group(self.document, first, last, groups, self._read_verbs()[1])
        if group is not None:
            yield group

    def _claim_roles(self, what: str, p: ProposedClaim, codes: Sequence[str],
                     participants: Sequence[str]) -> tuple[tuple[str, str], ...]:
        roles: set[tuple[str, str]] = set()
        for party, role in p.roles:
            actors = [party] if party in codes else [
                key for key in self.who(party) if key in participants]
            if role in ROLES and actors:
                roles.update((actor, role) for actor in actors)
            else:
                self.reject(f"{what}: {party} as {role}", "no role of a party to it", p.rule)
        return tuple(sorted(roles))

    def _claim_topics(self, what: str, p: ProposedClaim, topics: dict[str, TopicFact],
                      found: Sequence[Evidence]) -> tuple[str, ...]:
        """The ids that are known; one that was not proposed by itself rests on the claim."""
        known = []
        for topic in sorted(set(p.topics)):
            if topic in self.lexicon.tables["topics"]:
                known.append(topic)
                topics.setdefault(topic, TopicFact(
                    topic, (found[0],), f"{self.name}.{p.rule}", p.confidence))
            else:
                self.reject(f"{what}: topic {topic}", "no id of data/topics.csv", p.rule)
        return tuple(known)

    def _date(self, what: str, p: ProposedClaim) -> str | None:
        if p.date is None or day_bounds(p.date) != (None, None):
            return p.date
        self.reject(f"{what}: date {p.date!r}", "no date as 2018, 2018-03, 2018-03-13", p.rule)
        return None

    def _worded(self, what: str, kind: str, words: str | None, rule: str) -> str | None:
        if not words or self.quotes.occurs(words):
            return words or None
        self.reject(f"{what}: {kind} {words!r}", "does not stand in the article", rule)
        return None

    def _amounts(self, what: str, p: ProposedClaim, found: Sequence[Evidence]
                 ) -> tuple[Quantity, ...]:
        """The numbers that the rules read in the words given as amounts."""
        amounts: dict[tuple[str, str], Quantity] = {}
        state = {"planned": "pledged", "completed": "delivered"}.get(p.status)
        for words in p.amounts[:MAX_EVIDENCE * 4]:
            place = next((e for quote in found if (e := self.quotes.within(quote, words))), None)
            read = [] if place is None else [
                q for q in self.quantities if (cited := self.document.cite(q.first, q.last))
                and cited.field == place.field and cited.start < place.end
                and place.start < cited.end]
            if not read:
                cause = "no quote holds the amount" if place is None else "no number with a unit"
                self.reject(f"{what}: amount {words!r}", cause, p.rule)
            for q in read:
                amounts.setdefault((q.value, q.unit), Quantity(
                    q.value, q.unit, self.document.cite(q.first, q.last), q.qualifier, state))
        return tuple(amounts.values())

    # Links, countries

    def _links(self, proposed: Sequence[ProposedLink]) -> Iterator[Link]:
        seen = set()
        for p in self.few("link", proposed):
            what = f"link {p.a!r} – {p.b!r}"
            ends = [[self.institutions[key] for key in self.who(name) if key in self.institutions]
                    for name in (p.a, p.b)]
            pairs = [(one, other) for one in ends[0] for other in ends[1] if one is not other]
            if not pairs:
                self.reject(what, "not two institutions that passed", p.rule)
                continue
            pairs = [(one, other) for one, other in pairs if one.country != other.country]
            if not pairs:
                self.reject(what, "two institutions of one country", p.rule)
                continue
            found = self.found(what, p.quotes, p.rule)
            confidence = self.confidence(what, p.confidence, p.rule)
            if not found or confidence is None:
                continue
            pairs = [pair for pair in pairs if all(self._names(found, end) for end in pair)]
            if not pairs:
                self.reject(what, "the quotes do not name both", p.rule)
                continue
            a, b = sorted(end.key for end in pairs[0])
            if (a, b) not in seen:
                seen.add((a, b))
                yield Link(a, b, tuple(found), f"{self.name}.{p.rule}", confidence)

    def _countries(self, claims: Iterable[Claim]) -> tuple[CountryFact, ...]:
        best: dict[str, Claim] = {}
        for claim in claims:
            for code in claim.countries:
                if code not in best or claim.confidence > best[code].confidence:
                    best[code] = claim
        return tuple(
            CountryFact(code, tuple(self.named.get(code, [])[:MAX_EVIDENCE])
                        or best[code].evidence[:1],
                        f"country.{self.forms[code].form}" if code in self.forms
                        else "country.inferred", best[code].confidence)
            for code in sorted(best))


def _has_letter(words: Evidence) -> bool:
    return any(map(str.isalpha, words.quote))
