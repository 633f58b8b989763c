"""Which named institutions an article says work together.

    Candidates, entities -> [Link]

A link needs the institutions themselves in the clause of the act: signatories, giver and named
receiver, partners. Two institutions of one country make none; to attend, to negotiate and to
report make none either (codebook, rule 14).
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.claims import Candidate
from kg.extract.mentions import NamedEntity
from kg.extract.text import Document
from kg.model import Evidence, Link

__all__ = ["find_links"]

_LINKING = frozenset({"agreement", "partnership", "research", "training", "donation", "financing",
                      "trade", "infrastructure", "cooperation", "information", "deployment",
                      "plan", "care", "response"})

#: Institutions that speak and sign for their state: a link needs the body that acts.
_VOICES = ("embassy", "parliament", "assembly", "senate", "high commission", "consulate")


def find_links(document: Document, candidates: Sequence[Candidate],
               entities: Sequence[NamedEntity], keys: Sequence[str]) -> list[Link]:
    """Links in alphabetical order of their keys, each with the sentences that say so."""
    found: dict[tuple[str, str], dict[Evidence, tuple[str, float]]] = {}
    for candidate in candidates:
        act = candidate.act
        if act.type not in _LINKING or candidate.judgement.status in ("", "proposed") \
                or candidate.judgement.modality != "asserted" \
                or candidate.parties.rule != "clause" or candidate.health < 0.4:
            continue
        sides = [n for n in candidate.parties.participants
                 if entities[n].kind == "institution"
                 and not any(v in entities[n].name.lower() for v in _VOICES)]
        sentence = document.sentences[document.sentence_of[act.first]]
        evidence = document.cite(sentence.first, sentence.last)
        for i, one in enumerate(sides):
            for other in sides[i + 1:]:
                if entities[one].country == entities[other].country:
                    continue
                pair = (keys[one], keys[other])
                pair = (min(pair), max(pair))
                found.setdefault(pair, {}).setdefault(
                    evidence, (f"link.{act.type}", candidate.confidence))
    links = []
    for (a, b), evidences in sorted(found.items()):
        rule, confidence = next(iter(evidences.values()))
        links.append(Link(a, b, tuple(evidences), rule, confidence))
    return links
