"""Which named institutions an article says work together.

    Candidates, entities -> [Link]

A link needs the institutions themselves: signatories, partners, giver and named receiver. They
stand on the two sides of the act's verb, or are two that one act joins; those in one list are
on one side. A giver is also linked with the hospital or university that the act is for. Two
institutions of one country make no link; to attend, to negotiate and to report make none either
(codebook, rule 14).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from kg.extract.claims import MIN_CONFIDENCE, Candidate
from kg.extract.mentions import NamedEntity
from kg.extract.parties import Actor
from kg.extract.text import Document
from kg.model import Evidence, Link

__all__ = ["find_links"]

_LINKING = frozenset({"agreement", "partnership", "research", "training", "donation", "financing",
                      "trade", "infrastructure", "cooperation", "information", "deployment",
                      "plan", "care", "response"})

#: Acts that are for somebody: the giver is linked with the place that benefits.
_FOR_SOMEBODY = frozenset({"financing", "infrastructure", "donation", "training", "deployment"})

_GIVERS = frozenset({"agency", "company", "ngo", "international_organization", "university",
                     "hospital", "research_institute"})

_PLACES = frozenset({"hospital", "university", "research_institute"})

#: Institutions that speak and sign for their state: a link needs the body that acts.
_VOICES = ("embassy", "parliament", "assembly", "senate", "high commission", "consulate",
           "council of ministers", "cabinet", "ministry of foreign affairs", "foreign ministry")


def find_links(document: Document, candidates: Sequence[Candidate],
               actors: Sequence[Sequence[Actor]], entities: Sequence[NamedEntity],
               keys: Sequence[str], blocs: Collection[str]) -> list[Link]:
    """Links in alphabetical order of their keys, each with the sentences that say so.

    `actors` are those of each sentence; `blocs` are names, casefolded, of groups of countries:
    those have members, not partners.
    """
    found: dict[tuple[str, str], dict[Evidence, tuple[str, float]]] = {}
    for candidate in candidates:
        act = candidate.act
        if act.type not in _LINKING or candidate.judgement.status in ("", "proposed") \
                or candidate.judgement.modality != "asserted" \
                or candidate.confidence < MIN_CONFIDENCE:
            continue
        sentence = document.sentences[document.sentence_of[act.first]]
        evidence = document.cite(sentence.first, sentence.last)
        first, last = candidate.parties.scope
        inside = [a for a in actors[document.sentence_of[act.first]] if first <= a.first < last
                  and a.entity is not None and entities[a.entity].kind == "institution"
                  and not _is_voice(entities[a.entity], blocs)]
        for one, other in _pairs(candidate, inside, entities):
            if entities[one].country == entities[other].country:
                continue
            pair = (min(keys[one], keys[other]), max(keys[one], keys[other]))
            found.setdefault(pair, {}).setdefault(
                evidence, (f"link.{act.type}", candidate.confidence))
    links = []
    for (a, b), evidences in sorted(found.items()):
        rule, confidence = next(iter(evidences.values()))
        links.append(Link(a, b, tuple(evidences), rule, confidence))
    return links


def _is_voice(entity: NamedEntity, blocs: Collection[str]) -> bool:
    name = entity.name.casefold()
    return entity.boilerplate or name in blocs or any(voice in name for voice in _VOICES)


def _pairs(candidate: Candidate, bodies: Sequence[Actor], entities: Sequence[NamedEntity]
           ) -> Iterator[tuple[int, int]]:
    """The entity numbers that an act joins; `bodies` are the institutions of its sentence."""
    act = candidate.act
    numbers = list(dict.fromkeys(a.entity for a in bodies if a.entity is not None))
    group = act.group
    if len(numbers) == 2:
        yield numbers[0], numbers[1]
    elif group is not None:
        left = {a.entity for a in bodies if a.last <= group.first and a.entity is not None}
        right = {a.entity for a in bodies if a.first >= group.last and a.entity is not None}
        for one in sorted(left):
            for other in sorted(right - left):
                yield one, other
    if act.type in _FOR_SOMEBODY:
        for giver in numbers:
            if entities[giver].type in _GIVERS:
                for place in _places(candidate, giver, numbers, entities):
                    yield giver, place


def _places(candidate: Candidate, giver: int, numbers: Sequence[int],
            entities: Sequence[NamedEntity]) -> list[int]:
    """The hospitals and universities of another party that an act is for, named in its
    sentence: what another sentence names would not stand in the quote."""
    countries = set(candidate.parties.countries) - {entities[giver].country}
    return [n for n in numbers if n != giver and entities[n].type in _PLACES
            and entities[n].country in countries]
