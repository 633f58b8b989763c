"""A cabinet's approval: what it approves is planned, in whatever tense (codebook, rule 1).

    [VerbGroup] of a sentence -> the tokens of its approval
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.acts import Act
from kg.extract.text import Document
from kg.extract.verbs import VerbGroup

__all__ = ["APPROVING", "falls_under", "find_approval"]

#: Who approves proposals: a cabinet's approval plans what the proposal asks for.
_PROPOSALS = frozenset("proposal proposals draft decision recommendation signing bill".split())
APPROVING = frozenset({"approve", "endorse", "clear", "grant", "authorise", "authorize"})
_APPROVALS = frozenset("approval nod clearance concurrence consent permission go-ahead".split())

#: Verbs by which a text gets an approval or a body gives it, and how far behind it stands.
_OBTAINING = frozenset({"get", "receive", "obtain", "win", "secure", "give", "grant"})
_OBJECT = 6
_BODIES = frozenset("cabinet ministers parliament government council".split())


def find_approval(document: Document, groups: Sequence[VerbGroup], first: int,
              last: int) -> tuple[int, int] | None:
    """The verb group by which a proposal is approved in the sentence `first:last`, if any
    (codebook, rule 1)."""
    words = document.keys[first:last]
    for group in groups:  # "approval has been given by the cabinet to the accord"
        if group.lemma in ("give", "grant") and group.passive and not group.negated \
                and group.tense != "future" and document.keys[group.first - 1] in _APPROVALS \
                and (_BODIES & set(words)
                     or document.keys[group.last:group.last + 1] in (["to"], ["for"])):
            return group.first - 1, group.last
    if {"cabinet", "parliament"} & set(words) or "council of ministers" in " ".join(words):
        for group in groups:  # "received the cabinet's nod", "passed Cabinet"
            behind = document.keys[group.last:min(group.last + _OBJECT, last)]
            if group.negated or group.tense == "future":
                continue
            if group.lemma in _OBTAINING and not group.passive and (
                    _APPROVALS & set(behind) or ("green" in behind and "light" in behind)):
                return group.first, group.last
            if group.lemma == "pass" and {"cabinet", "parliament"} & set(behind):
                return group.first, group.last
    if not _PROPOSALS & set(words):
        return None
    for group in groups:
        if group.lemma in APPROVING and not group.negated:
            return group.first, group.last
    return None


def falls_under(act: Act, group: VerbGroup | None, status: str, rule: str) -> bool:
    """Is an act what an approved proposal asks for? A report of what was done before is not."""
    if rule.startswith(("op.weigh", "op.stop", "op.refuse", "noun.talks")):
        return False
    if status in ("", "proposed") or rule in ("noun.exists", "noun.governed", "noun.bare",
                                              "noun.tense"):
        return True
    return group is not None and group.tense in ("base", "gerund", "participle")
