"""Which of the subjects that a document names the cooperation is about.

    mentions, spans of claims -> chosen [TopicMention]

A short article is about what it names; in a long one the sentences that hold a claim, and those
beside them, tell the subjects from the background.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.mentions import TopicMention
from kg.extract.text import Document

__all__ = ["choose_topics"]

#: What stands before the pandemic when it only dates or explains something else.
_CIRCUMSTANCE = frozenset(
    "during amid amidst since before after because due owing despite wake height peak once when"
    " while post until throughout following outbreak peaked".split()
)
#: What makes the disease the subject all the same.
_AGAINST = frozenset(
    "fight fighting against combat combating contain containing response respond tackle tackling"
    " prevent preventing prevention control overcome overcoming defeat battle battling struggle"
    " curb stop end ending confront confronting vaccine vaccines address addressing mitigate"
    " efforts spread help support cope".split()
)


#: Services, and the disease that they treat.
_SERVES = {"oncology-services": "cancer", "cardiology-services": "cardiovascular-diseases"}
#: Narrower subjects of other branches of the thesaurus, and those that take in others.
_NARROWER = {"medicines-trade": ("pharmaceuticals",), "organ-transplantation": ("surgery",),
             "paediatric-services": ("child-health",), "rmnch": ("maternal-health", "child-health")}

#: How much a mention speaks for its topic, by where it stands; a topic is chosen from CHOSEN on.
BESIDE, LEAD, ELSEWHERE, CUED, AGAIN, CHOSEN = 0.5, 0.5, 0.4, 0.2, 0.2, 0.6

#: An article of so few sentences keeps to its subject: what it names is what it is about.
_SHORT = 20
#: Unless so many subjects of its title and its claims are known.
_SETTLED = 3


def choose_topics(document: Document, mentions: Sequence[TopicMention],
                  claim_spans: Sequence[tuple[int, int]]) -> list[TopicMention]:
    """The mentions of those topics that the cooperation is about.

    `claim_spans` are the sentences that hold a claim; without any, every sentence counts, and so
    it does in a short article. A parent beside its child is kept: coders name both.
    """
    sentences = document.sentence_of
    claimed = {sentences[first] for first, _ in claim_spans}
    for index, sentence in enumerate(document.sentences):
        # Items of a list go on with what the sentence before them says.
        if (sentence.is_bullet or sentence.is_heading) and index - 1 in claimed:
            claimed.add(index)
    is_short = sum(not sentence.is_title for sentence in document.sentences) <= _SHORT
    lead = next((i for i, sentence in enumerate(document.sentences) if not sentence.is_title), 0)
    scores: dict[str, float] = {}
    seen: dict[str, set[int]] = {}
    for mention in mentions:
        if _is_circumstance(document, mention):
            continue
        index = sentences[mention.first]
        if document.sentences[index].is_title or index in claimed or not claimed:
            score = 1.0
        elif index - 1 in claimed or index + 1 in claimed:
            score = CHOSEN if is_short else BESIDE
        elif index == lead:
            score = LEAD
        else:
            score = ELSEWHERE
        if mention.rule != "topic-name":
            score += CUED
        scores[mention.topic] = max(scores.get(mention.topic, 0.0), score)
        seen.setdefault(mention.topic, set()).add(index)
    settled = sum(score >= 1.0 for score in scores.values()) >= _SETTLED
    enough = CHOSEN if settled or not is_short else ELSEWHERE
    chosen = {topic for topic, score in scores.items()
              if score + AGAIN * (len(seen[topic]) - 1) >= enough}
    for topic in sorted(chosen):
        # What is named only beside a narrower subject of another branch adds nothing to it.
        if any(_SERVES.get(other) == topic
               or (topic in _NARROWER.get(other, ()) and seen[topic] <= seen[other])
               for other in chosen):
            chosen.discard(topic)
    return [m for m in mentions if m.topic in chosen]


def _is_circumstance(document: Document, mention: TopicMention) -> bool:
    """Does the pandemic only say when or why something else happened?"""
    if mention.topic != "covid-19":
        return False
    keys = document.keys
    sentence = document.sentences[document.sentence_of[mention.first]]
    for i in range(mention.first - 1, max(mention.first - 7, sentence.first) - 1, -1):
        if keys[i] in _AGAINST:
            return False
        if keys[i] in _CIRCUMSTANCE:
            return True
        if keys[i] in (",", ";"):
            return False
    return False
