"""What is told only to be denied: the content of a report, claim or rumour that somebody rejects.

    Document, verb groups of a sentence -> [Rebuttal]

To reject an offer is to refuse it; to reject a report is to deny what it says, however surely
its own verb says it ("rejected reports that X had signed …").
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract._values import value
from kg.extract.text import Document
from kg.extract.verbs import VerbGroup

__all__ = ["Rebuttal", "find_rebuttals"]

#: What says something, so that to turn it down is to deny what it says.
_REPORTS = frozenset(
    "accusation accusations allegation allegations assertion assertions assumption assumptions"
    " charge charges claim claims conjecture fabrication fabrications falsehood falsehoods gossip"
    " hearsay hint hints hypothesis impression innuendo insinuation insinuations lie lies"
    " misconception misconceptions misinformation disinformation myth myths narrative narratives"
    " perception perceptions report reports reporting rumor rumors rumour rumours speculation"
    " speculations statement statements story stories talk theory theories".split())

#: What says something only where "that" follows: an idea of doing something is a proposal.
_THOUGHTS = frozenset("idea ideas information news notion notions suggestion suggestions".split())

#: What is said against a thing that exists.
_GRIEVANCES = frozenset("complaint complaints concern concerns criticism criticisms fear fears"
                        " objection objections worries doubts".split())

#: So many tokens may stand between the verb and what it turns down ("as false several media").
_REACH = 6

#: After a comma these words open what is said for itself.
_RETURNS = frozenset("saying adding stating insisting stressing noting explaining clarifying"
                     " but while although though whereas".split())


@value(frozen=True, slots=True)
class Rebuttal:
    """The verb group `verb` turns down what the tokens `first:last` say; where `denies` is
    False it turns down what is said against them, which leaves them as they are."""

    verb: VerbGroup
    first: int
    last: int
    denies: bool


def find_rebuttals(document: Document, groups: Sequence[VerbGroup]) -> list[Rebuttal]:
    """Every report that a verb of denying or refusing turns down; `groups` are those of one
    sentence."""
    found: list[Rebuttal] = []
    for group in groups:
        if group.negated or not ("deny" in group.classes or "refuse" in group.classes):
            continue
        sentence = document.sentences[document.sentence_of[group.head]]
        if group.passive and group.tense in ("past", "present", "future"):
            noun = _report(document, sentence.first, group.first, sentence.last)
            if noun is not None and document.keys[group.first - 1] not in ("which", "who"):
                found.append(Rebuttal(group, noun, group.first, True))
            continue
        until = min(group.last + _REACH, sentence.last)
        end = _end(document, group, sentence.first, sentence.last)
        noun = _report(document, group.last, until, end)
        if noun is not None:
            found.append(Rebuttal(group, noun, end, True))
            continue
        for i in range(group.last, until):
            if document.keys[i] in _GRIEVANCES:
                found.append(Rebuttal(group, i, end, False))
                break
    return found


def _report(document: Document, first: int, until: int, end: int) -> int | None:
    """The token of the first noun in `first:until` that says something."""
    keys = document.keys
    for i in range(first, until):
        if keys[i] in _REPORTS and keys[i + 1:i + 2] != ["to"] or (
                keys[i] in _THOUGHTS and keys[i + 1:min(i + 2, end)] == ["that"]):
            return i
        if keys[i] in ("that", ";", ":"):
            return None
    return None


def _end(document: Document, group: VerbGroup, first: int, last: int) -> int:
    """Where what is turned down ends: with its sentence, or where the text speaks for itself
    again; at its comma where it opens the sentence ("Rejecting claims that …, X sent …")."""
    keys = document.keys
    opens = group.tense == "gerund" and group.first <= first + 1
    for i in range(group.last, last):
        if keys[i] == ";" or keys[i] == "," and (opens or keys[i + 1:i + 2] and (
                keys[i + 1] in _RETURNS)):
            return i
        if keys[i] == "but":
            return i
    return last
