"""The extractor that uses a spaCy pipeline which the user has installed.

    Article -> spaCy's names, sentences, parse + our countries and tables of acts -> Proposal

Names of people and organisations come from the pipeline's entity recogniser (or ruler), sentences
from its parser or sentencizer where it has one, and who takes part in an act from the subtree of
its verb where there is a parse. Acts, their status, countries, numbers and topics are read with
the tables of `kg`. So it finds names that no table and no grammar of ours knows, and is as good
as the pipeline is.
"""

from __future__ import annotations

import hashlib
import importlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from kg import __version__
from kg.errors import UsageError
from kg.extract._ground import home_of
from kg.extract.acts import Act, find_acts
from kg.extract.circumstances import date_of, quantities_of, seen_from
from kg.extract.claims import MIN_WEIGHT
from kg.extract.clauses import Clauses, find_clauses
from kg.extract.countries import find_countries
from kg.extract.dates import find_dates
from kg.extract.lexicon import Hits
from kg.extract.mentions import CountryMention
from kg.extract.plugins import Extractor, Option, Setup
from kg.extract.proposals import (
    Proposal,
    ProposedClaim,
    ProposedInstitution,
    ProposedLink,
    ProposedPerson,
    Quote,
)
from kg.extract.quantities import find_quantities
from kg.extract.relevance import health_of_sentences, may_be_relevant
from kg.extract.status import find_operators, judge_act
from kg.extract.text import Document, Sentence, by_sentence, read_document
from kg.extract.topics import find_topics
from kg.extract.verbs import VerbGroup, find_verb_groups
from kg.extractors._prompt import article_parts
from kg.model import Article, Evidence

__all__ = ["SpacyPipeline"]

#: spaCy refuses longer texts, and needs about a gigabyte for one of this length.
_LONGEST: Final = 200_000

#: Starting confidence by the strength of the trigger; lower than that of the rules, which look
#: at more than this does.
_BY_STRENGTH: Final = {1: 0.3, 2: 0.45, 3: 0.6}

#: Types of act that two institutions do together, or one for the other.
_LINKING: Final = frozenset({"agreement", "partnership", "research", "training", "cooperation"})

#: The sides of an act with a direction (ontology, roles).
_SIDES: Final = {
    "donation": ("donor", "recipient"), "response": ("donor", "recipient"),
    "financing": ("funder", "recipient"), "deployment": ("sender", "receiver"),
    "training": ("provider", "beneficiary"), "trade": ("supplier", "buyer"),
}


@dataclass(slots=True)
class _Name:
    """A person or organisation at the tokens `first:last` of the Document."""

    first: int
    last: int
    text: str
    is_person: bool
    type: str = "other"
    country: str | None = None


@dataclass(slots=True)
class _Parsed:
    """One field of an article as spaCy sees it: `start` is where it begins in the Document's
    source, `docs` its parts with where each begins in the field."""

    start: int
    docs: list[tuple[int, Any]] = field(default_factory=list)


class SpacyPipeline(Extractor):
    """Uses a spaCy pipeline that you have installed: its names, sentences and parse.

    Needs spaCy (pip install '.[spacy]') and a pipeline; none is downloaded.
    """

    version = __version__
    options = (
        # Where it lies differs between machines; name, version and a digest are recorded.
        Option("model", "A pipeline: the name of its package, or its folder.", lasting=False),
        Option("person-labels", "Labels that mean a person, parted by commas.", "PERSON,PER"),
        Option("organisation-labels", "Labels that mean an organisation, parted by commas.",
               "ORG,ORGANIZATION"),
        Option("exclude", "Components that are not loaded, parted by commas.", ""),
    )

    def __init__(self, setup: Setup) -> None:
        try:
            spacy = importlib.import_module("spacy")
        except ImportError as error:
            raise UsageError(f"{setup.name}: spaCy is not installed ({error}); "
                             "pip install '.[spacy]'") from error
        wanted = setup.text("model")
        try:
            self._nlp = spacy.load(wanted, exclude=list(setup.words("exclude")))
        except Exception as error:  # of many kinds, whatever its components raise
            raise UsageError(
                f"{setup.name}: no pipeline {wanted!r} ({' '.join(str(error).split())[:200]}); "
                "give the name of an installed one, or its folder") from error
        self._people = frozenset(setup.words("person-labels"))
        self._bodies = frozenset(setup.words("organisation-labels"))
        self._lexicon = setup.lexicon
        meta = self._nlp.meta
        self.model = f"{meta.get('lang', '')}_{meta.get('name', '')}"
        self.model_version = (f"{meta.get('version', '')}+{_digest(self._nlp.path)} "
                              f"(spaCy {spacy.__version__})")

    def propose(self, article: Article) -> Proposal:
        """What the pipeline and the tables find in one article."""
        document = read_document(article)
        hits = self._lexicon.find_hits(document)
        if not may_be_relevant(document, hits):
            return Proposal()
        return _Reading(self, article, document, hits).proposal()

    def parse(self, article: Article, document: Document) -> tuple[_Parsed, _Parsed]:
        """Title and text, each in parts that are not too long."""
        fields = _Parsed(0), _Parsed(document.body)
        for parsed, text in zip(fields, (article.title, article.text), strict=True):
            at = 0
            for part in article_parts(text, _LONGEST) if text.strip() else ():
                at = text.index(part, at)
                parsed.docs.append((at, self._nlp(part)))
                at += len(part)
        return fields

    def kind_of(self, label: str) -> bool | None:
        """Is what has this label a person (True), an organisation (False), or neither?"""
        return True if label in self._people else False if label in self._bodies else None


class _Reading:
    """One article with all that is known of it."""

    def __init__(self, extractor: SpacyPipeline, article: Article, document: Document,
                 hits: Hits) -> None:
        self.document, self.hits = document, hits
        self.lexicon = extractor._lexicon
        self.fields = extractor.parse(article, document)
        self.quantities = find_quantities(document)
        self.countries = [m for m in find_countries(document, hits, self.quantities)
                          if m.form != "city"]
        self.countries_in = by_sentence(document, self.countries)
        self.names = self._names(extractor)
        self.sentences = self._sentences()

    def proposal(self) -> Proposal:
        bodies: dict[tuple[str, str | None], ProposedInstitution] = {}
        people: dict[str, ProposedPerson] = {}
        for name in self.names:
            quote = self._quote(self.document.cite(name.first, name.last))
            if name.is_person:
                people.setdefault(name.text, ProposedPerson(
                    name.text, None, name.country, (quote,), rule="ner.person", confidence=0.6))
            else:
                bodies.setdefault((name.text, name.country), ProposedInstitution(
                    name.text, name.type, name.country, (quote,), rule="ner.organisation",
                    confidence=0.6))
        claims, links = self._claims()
        return Proposal(tuple(bodies.values()), tuple(people.values()), tuple(claims), (),
                        tuple(links))

    # What spaCy says, in tokens of the Document

    def _tokens(self, start: int, end: int) -> tuple[int, int]:
        """The tokens that the characters `start:end` of the Document's source touch."""
        first = bisect_right(self.document.ends, start)
        return first, max(first + 1, bisect_left(self.document.starts, end))

    def _names(self, extractor: SpacyPipeline) -> list[_Name]:
        names = []
        size = len(self.document.keys)
        for parsed in self.fields:
            for at, doc in parsed.docs:
                for entity in doc.ents:
                    is_person = extractor.kind_of(entity.label_)
                    if is_person is None or not entity.text.strip():
                        continue
                    offset = parsed.start + at
                    first, last = self._tokens(offset + entity.start_char,
                                               offset + entity.end_char)
                    while first < last <= size and self.document.keys[first] == "the":
                        first += 1
                    while last - 1 > first and self.document.keys[last - 1] in ("'s", "'"):
                        last -= 1
                    if not first < last <= size or \
                            self.document.sentence_of[first] != self.document.sentence_of[last - 1]:
                        continue
                    name = _Name(first, last, self.document.surface(first, last), is_person)
                    self._describe(name)
                    names.append(name)
        return _longest(names)

    def _describe(self, name: _Name) -> None:
        """Type and country: from the registry, the head noun, the countries beside it."""
        if not name.is_person:
            inside = [h for h in self.hits.of("name.head")
                      if name.first <= h.first and h.last <= name.last]
            if inside:
                name.type = inside[-1].entry.value
        places = [m for m in self.countries_in[self.document.sentence_of[name.first]]
                  if self._is_beside(name, m)]
        if places:
            name.country = min(places, key=lambda m: (
                max(m.first - name.last, name.first - m.last, 0), m.first)).code
        rows = [h.entry.value for h in self.hits.of("institution")
                if (h.first, h.last) == (name.first, name.last)]
        known = [self.lexicon.tables["institutions"][row] for row in rows
                 if row in self.lexicon.tables["institutions"]]
        if not name.is_person and len(known) == 1:
            home = home_of(known[0])
            # A ministry of one country bears the name that all others have, too.
            if home is None or name.country in (None, home) and self._mentions(home):
                name.type, name.country = known[0]["type"], home
        if name.type == "international_organization":
            name.country = None

    def _mentions(self, country: str) -> bool:
        """Does the article name the country at all?"""
        return any(m.code == country for mentions in self.countries_in for m in mentions)

    def _is_beside(self, name: _Name, place: CountryMention) -> bool:
        """"Kenya's health minister X", "X of Kenya", "X, health minister of Kenya"."""
        keys = self.document.keys
        if not name.is_person:
            return place.first < name.last + 2 and place.last > name.first - 2
        if place.last <= name.first:
            return name.first - place.last <= 5 and "," not in keys[place.last:name.first]
        between = keys[name.last:place.first]
        return between == ["of"] or (
            len(between) <= 8 and between[:1] == [","] and between[-1] == "of"
            and between.count(",") == 1)

    def _sentences(self) -> list[tuple[int, int]]:
        """spaCy's sentences where it has any, else ours, as tokens."""
        found = []
        for parsed in self.fields:
            for at, doc in parsed.docs:
                if doc.has_annotation("SENT_START"):
                    found += [self._tokens(parsed.start + at + s.start_char,
                                           parsed.start + at + s.end_char) for s in doc.sents
                              if s.text.strip()]
        return found or [(s.first, s.last) for s in self.document.sentences]

    def _scope(self, token: int) -> tuple[int, int] | None:
        """The subtree of the verb that the token belongs to; None where there is no parse."""
        start, end = self.document.starts[token], self.document.ends[token]
        for parsed in reversed(self.fields):
            for at, doc in parsed.docs if start >= parsed.start else ():
                offset = parsed.start + at
                if not doc.has_annotation("DEP") or not 0 <= start - offset < len(doc.text):
                    continue
                span = doc.char_span(start - offset, end - offset, alignment_mode="expand")
                if span is None:
                    return None
                verb = span.root
                while verb.head is not verb and (verb.pos_ or "VERB") not in ("VERB", "AUX"):
                    verb = verb.head
                last = verb.right_edge
                return self._tokens(offset + verb.left_edge.idx,
                                    offset + last.idx + len(last.text))
        return None

    # Acts

    def _claims(self) -> tuple[list[ProposedClaim], list[ProposedLink]]:
        document = self.document
        masked = bytearray(len(document.keys) + 1)
        for name in self.names:
            masked[name.first:name.last] = b"\1" * (name.last - name.first)
        groups = find_verb_groups(document, self.lexicon.verbs, masked)
        clauses = find_clauses(document, groups)
        acts = find_acts(document, self.hits, groups, clauses, self.lexicon.frames,
                         self.quantities, masked)
        at = _Around(self, groups, clauses)
        claims: list[ProposedClaim] = []
        links: list[ProposedLink] = []
        for act in acts:
            claim = self._claim(act, at)
            if claim is not None:
                claims.append(claim)
                links += self._links(claim)
        return claims, links

    def _claim(self, act: Act, at: _Around) -> ProposedClaim | None:
        document = self.document
        index = document.sentence_of[act.first]
        health = at.health(index)
        confidence = round(_BY_STRENGTH[act.strength] * (0.4 + 0.6 * health), 4)
        if confidence < MIN_WEIGHT * 0.75:
            return None
        judgement = judge_act(document, act, at.groups_in[index], at.clauses,
                              at.operators_in[index])
        whole = self._sentence_of(act.first, document.sentences[index])
        scope = self._scope(act.first)
        codes, names = self._parties(scope or whole)
        if len(codes) < 2:
            codes, names = self._parties(whole)
        if not judgement.status or len(codes) + sum(n.type == "international_organization"
                                                    for n in names) < 2:
            return None
        words = [document.surface(*span) for span in judgement.spans
                 if whole[0] <= span[0] and span[1] <= whole[1]]
        trigger = document.surface(act.first, act.last)
        amounts = quantities_of(document, at.quantities_in[index], act)
        when = date_of(at.dates_in[index], act, judgement, at.groups_in[index], at.clauses,
                       document.article.date)
        judgement = seen_from(judgement, when, document.article.date)
        return ProposedClaim(
            type=act.type, status=judgement.status, countries=tuple(sorted(codes)),
            quotes=(self._quote(document.cite(*whole)),), trigger=trigger,
            status_words=words[0] if words else trigger,
            participants=tuple(dict.fromkeys(name.text for name in names)),
            roles=self._roles(act, codes), topics=tuple(sorted(at.topics_in[index])),
            date=when,
            amounts=tuple(document.surface(q.first, q.last) for q in amounts
                          if whole[0] <= q.first and q.last <= whole[1]),
            modality=judgement.modality, confidence=confidence,
            rule=f"{'parse' if scope else 'sentence'}.{act.rule}")

    def _sentence_of(self, token: int, own: Sentence) -> tuple[int, int]:
        """spaCy's sentence around a token, within the line that we see it in."""
        index = bisect_right(self.sentences, token, key=lambda span: span[0]) - 1
        if index >= 0 and self.sentences[index][1] > token:
            first, last = self.sentences[index]
            # A sentence of theirs may run over a heading; a quote must stay in one field.
            line = [s for s in self.document.sentences
                    if s.line == own.line and s.is_title == own.is_title] if (
                        first < own.first or last > own.last) else [own]
            return max(first, line[0].first), min(last, line[-1].last)
        return own.first, own.last

    def _parties(self, scope: tuple[int, int]) -> tuple[dict[str, int], list[_Name]]:
        """The countries in a stretch, each with its first token, and the names in it."""
        first, last = scope
        names = [n for n in self.names if first <= n.first and n.last <= last]
        codes: dict[str, int] = {}
        found = [(m.first, m.code) for m in self.countries if first <= m.first and m.last <= last]
        found += [(n.first, n.country) for n in names if n.country]
        for place, code in sorted(found):
            codes.setdefault(code, place)
        return codes, names

    @staticmethod
    def _roles(act: Act, codes: Mapping[str, int]) -> tuple[tuple[str, str], ...]:
        """Who stands before an active verb gives, who stands behind it receives."""
        sides = _SIDES.get(act.type)
        if sides is None or act.group is None or act.group.passive or len(codes) != 2:
            return ()
        before = [code for code, place in codes.items() if place < act.group.first]
        if len(before) != 1:
            return ()
        return tuple((code, sides[0] if code in before else sides[1]) for code in sorted(codes))

    def _links(self, claim: ProposedClaim) -> Iterator[ProposedLink]:
        if claim.type not in _LINKING or claim.status in ("proposed", "ended") or \
                claim.modality != "asserted":
            return
        bodies = {n.text: n for n in self.names if not n.is_person}
        own = [bodies[name] for name in claim.participants if name in bodies]
        if len(own) == 2 and own[0].country != own[1].country:
            yield ProposedLink(own[0].text, own[1].text, claim.quotes, rule=f"link.{claim.type}",
                               confidence=claim.confidence)

    @staticmethod
    def _quote(evidence: Evidence) -> Quote:
        return Quote(evidence.quote, evidence.start, evidence.field)


class _Around:
    """What stands in each sentence, sorted once."""

    def __init__(self, reading: _Reading, groups: list[VerbGroup], clauses: Clauses) -> None:
        document, hits = reading.document, reading.hits
        self.clauses = clauses
        self.groups_in = by_sentence(document, groups)
        self.operators_in = by_sentence(document, find_operators(hits, groups))
        self.dates_in = by_sentence(document, find_dates(document))
        self.quantities_in = by_sentence(document, reading.quantities)
        self.topics_in = [{m.topic for m in found}
                          for found in by_sentence(document, find_topics(document, hits))]
        self._health = health_of_sentences(document, hits)

    def health(self, index: int) -> float:
        """How surely a sentence is about health: by its own words, or its neighbours'."""
        if self.topics_in[index]:
            return 1.0
        return max(self._health[index], *(0.7 * h for h in self._health[max(0, index - 1):
                                                                       index + 2]))


def _longest(names: Sequence[_Name]) -> list[_Name]:
    """The names in order, of those that overlap the longest."""
    kept: list[_Name] = []
    for name in sorted(names, key=lambda n: (n.first, -n.last)):
        if not kept or name.first >= kept[-1].last:
            kept.append(name)
    return kept


def _digest(path: object) -> str:
    """Stands for the files of a pipeline; spaCy gives no fingerprint of its own."""
    digest = hashlib.sha256()
    if isinstance(path, Path):
        for file in sorted(path.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(file.relative_to(path).as_posix().encode() + b"\0")
                with file.open("rb") as stream:
                    while chunk := stream.read(1 << 20):
                        digest.update(chunk)
    return digest.hexdigest()[:12]
