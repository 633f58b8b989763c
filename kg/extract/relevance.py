"""Is an article about cooperation in health between actors of two countries, or of a country and
an international organisation?

    Document, hits -> bool (a sure no)        Document, what was found, claims -> Relevance

Two stages: a cheap one on the hits of the lexicon turns away what names no health subject or no
second actor; the final one weighs the claims, and how much of the text is about health. What
the cooperation is, the claims say; here only whether the article has any.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.extract.countries import KIND as COUNTRY
from kg.extract.lexicon import Entry, Hit
from kg.extract.mentions import CountryMention, TopicMention
from kg.extract.text import Document
from kg.model import Claim

__all__ = ["Relevance", "health_of_sentences", "judge", "may_be_relevant", "relevance_entries"]

_Tables = Mapping[str, Mapping[str, Mapping[str, str]]]

HEALTH = "health"

#: An article at or above this score is relevant (chosen on the learning half of the gold).
THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Relevance:
    """The verdict, its score from 0 to 1, the tokens that speak most for it, and the rule."""

    relevant: bool
    score: float
    span: tuple[int, int] | None
    rule: str


def relevance_entries(tables: _Tables) -> Iterator[Entry]:
    """The words of health_terms.csv: of health (strong or weak), of acts, and wordings that only
    hold such a word ("drug trafficking")."""
    for wording, row in tables.get("health_terms", {}).items():
        yield Entry(HEALTH, wording, row["weight"])


def may_be_relevant(document: Document, hits: Sequence[Hit]) -> bool:
    """False only where the answer is surely no: no word of health, or no country or body."""
    has_health = has_actor = False
    for hit in hits:
        kind = hit.entry.kind
        if kind == HEALTH:
            has_health = has_health or hit.entry.value in ("strong", "weak")
        elif kind == "topic":
            has_health = True
        else:
            has_actor = has_actor or kind == COUNTRY or kind == "institution"
        if has_health and has_actor:
            return True
    return False


def health_of_sentences(document: Document, hits: Sequence[Hit]) -> list[float]:
    """For each sentence, how much it speaks of health: 1 for a sure word, 0.5 for one that may
    mean something else, 0 for none."""
    health = [0.0] * len(document.sentences)
    covered = 0
    for hit in hits:
        if hit.entry.kind == HEALTH and hit.first >= covered:
            weight = hit.entry.value
            if weight == "mask":
                covered = hit.last
            elif weight in ("strong", "weak"):
                index = document.sentence_of[hit.first]
                health[index] = max(health[index], 1.0 if weight == "strong" else 0.5)
    return health


def judge(document: Document, hits: Sequence[Hit], countries: Sequence[CountryMention],
          topics: Sequence[TopicMention], claims: Sequence[Claim] = ()) -> Relevance:
    """The verdict on an article, from its claims where there are any, else from its sentences."""
    health = health_of_sentences(document, hits)
    if claims:
        return Relevance(True, 1.0, None, "relevance-claims")
    return _judge_sentences(document, hits, countries, health)


def _judge_sentences(document: Document, hits: Sequence[Hit],
                     countries: Sequence[CountryMention], health: Sequence[float]) -> Relevance:
    """Without claims: two countries, a word of health and an act within two sentences."""
    acts = {document.sentence_of[hit.first] for hit in hits
            if hit.entry.kind == HEALTH and hit.entry.value == "act"}
    named: dict[int, set[str]] = {}
    for mention in countries:
        named.setdefault(document.sentence_of[mention.first], set()).add(mention.code)
    best, span = 0.0, None
    for index, sentence in enumerate(document.sentences):
        if not health[index] or index not in acts:
            continue
        codes = named.get(index, set())
        around = codes | named.get(index - 1, set()) | named.get(index + 1, set())
        score = health[index] * (1.0 if len(codes) > 1 else 0.6 if len(around) > 1 else 0.0)
        if score > best:
            best, span = score, (sentence.first, sentence.last)
    return Relevance(best >= THRESHOLD, best, span, "relevance-sentences")
