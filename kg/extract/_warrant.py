"""What a claim rests on, word by word, and which of it the claim's quotes lack.

    Document, Candidate, actors -> the sentences to quote, what they lack

A claim rests on its trigger (verb and object, or noun), on the words that set its status, on a
wording for each party, and on the names of those who take part. The first sentence quoted holds
the trigger; others name parties that it leaves out ("the two countries") or hold words for the
status that stand elsewhere (a cabinet's approval). `kg.extract.gate` decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extract._candidate import Candidate
from kg.extract.gate import missing
from kg.extract.mentions import Actor
from kg.extract.text import Document
from kg.model import Evidence

__all__ = ["lacking", "sentences_of"]


def sentences_of(document: Document, candidate: Candidate) -> list[int]:
    """The sentences that a candidate quotes, by index: that of its trigger first."""
    spans = candidate.judgement.spans
    return list(dict.fromkeys([
        document.sentence_of[candidate.act.first], *candidate.support,
        *(document.sentence_of[first] for first, _ in spans)]))


def lacking(document: Document, candidate: Candidate, actors: Sequence[Sequence[Actor]],
            home: str | None) -> list[str]:
    """What a candidate rests on and none of its quotes holds: "trigger", "status", the code of a
    country, or the number of a participant. `actors` are those of each sentence; `home`, the
    country whose government publishes the article, may go unnamed."""
    quoted = sentences_of(document, candidate)
    if _stands_in(quoted, document, candidate, actors, home):
        return []
    inside = [document.sentences[s] for s in quoted]
    quotes = [document.cite(s.first, s.last) for s in inside]
    return missing(quotes, _grounds(document, candidate, actors, home))


def _stands_in(quoted: Sequence[int], document: Document, candidate: Candidate,
               actors: Sequence[Sequence[Actor]], home: str | None) -> bool:
    """Do the sentences `quoted` hold all that a candidate rests on? A short way to the answer
    that nearly all come to; the words themselves are asked where it is no."""
    act, parties, sentence_of = candidate.act, candidate.parties, document.sentence_of
    if any(sentence_of[first] not in quoted or sentence_of[last - 1] != sentence_of[first]
           for first, last in ((act.first, act.last), act.object, *candidate.judgement.spans)):
        return False
    codes = {a.code for s in quoted for a in actors[s]}
    entities = {a.entity for s in quoted for a in actors[s]}
    return entities.issuperset(parties.participants) and all(
        code in codes or code == home and code in candidate.unnamed for code in parties.countries)


def _grounds(document: Document, candidate: Candidate, actors: Sequence[Sequence[Actor]],
             home: str | None) -> Iterator[tuple[str, list[Evidence]]]:
    act, parties = candidate.act, candidate.parties
    yield "trigger", [document.cite(act.first, act.last)]
    yield "trigger", [document.cite(*act.object)]
    for first, last in candidate.judgement.spans:
        yield "status", [document.cite(first, last)]
    named = [a for s in sentences_of(document, candidate) for a in actors[s]]
    for code in parties.countries:
        if code != home or code not in candidate.unnamed:
            yield code, [document.cite(a.first, a.last) for a in named if a.code == code]
    for number in parties.participants:
        yield f"participant {number}", [document.cite(a.first, a.last) for a in named
                                        if a.entity == number]
