"""The clauses of a sentence, and which verb a noun hangs on.

    Document, [VerbGroup] -> Clauses

A clause parts at marks and relative words; what stands in it belongs together. What an act is,
`acts` reads from it; how far it got, `status`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.extract.text import Document
from kg.extract.verbs import VerbGroup

__all__ = ["Clauses", "find_clauses", "governing_group", "opening_end"]

#: How long an aside between two dashes may be, in tokens.
_ASIDE = 25

#: Words that begin a clause of its own within a sentence.
_CLAUSE_WORDS = frozenset(
    "which who whom whose where when while after before because although though since if unless"
    " until whereas once".split())
#: What parts clauses or, as a comma, stands before what does.
_PARTING = _CLAUSE_WORDS | {"–", ";", ":", ","}


@dataclass(frozen=True, slots=True)
class Clauses:
    """For each token the number of its clause; clauses never cross sentences.

    `main` numbers only the clauses that stand side by side ("…, while …", "…; …"): a relative
    or "when" clause has the number of the one that it depends on.
    """

    of: list[int]
    main: list[int]

    def same(self, i: int, j: int) -> bool:
        return self.of[i] == self.of[j]


def find_clauses(document: Document, groups: list[VerbGroup]) -> Clauses:
    """Number the clauses: they part at ; : dashes, relative words, and at ", and" or ", but"
    when a finite verb follows. What stands between two dashes, or in a relative clause that a
    comma or a second finite verb closes, is left again: the sentence goes on in the clause it
    was in."""
    of: list[int] = []
    main: list[int] = []
    keys = document.keys
    finite = [g.first for g in groups if g.tense not in ("base", "gerund", "participle")]
    opens = set(finite)
    number = side = 0
    # A clause may begin at a mark or word that parts, and behind a comma.
    parting = {i + (key == ",") for i, key in enumerate(keys) if key in _PARTING}
    closers = _second_verbs(document, groups, sorted(parting))
    parting |= closers
    inside: list[list[int]] = [[] for _ in document.sentences]
    for i in sorted(parting):
        if i < len(keys):
            inside[document.sentence_of[i]].append(i)
    for sentence, places in zip(document.sentences, inside, strict=True):
        number += 1
        side += 1
        outer, relative, dash = number, False, -1
        current = number
        for i in places:
            key = keys[i]
            if i == sentence.first:
                continue
            of += [current] * (i - len(of))
            main += [side] * (i - len(main))
            if key == "–":
                if dash >= 0:
                    current, dash = outer, -1
                else:
                    follows = "–" in keys[i + 1:min(i + _ASIDE + 1, sentence.last)]
                    number += 1
                    outer, current = current, number
                    dash = i if follows else -1
                    side += not follows
            elif (key == ":" or key in _CLAUSE_WORDS
                    or (key == ";" and _finite_between(finite, i, sentence.last))
                    or (keys[i - 1] == "," and key in ("and", "but", "as", "with")
                        and _finite_between(finite, i, sentence.last))):
                if not relative:
                    outer = current
                relative = key in _CLAUSE_WORDS
                number += 1
                current = number
                side += key == ";" or key in ("while", "whereas", "and", "but")
            elif relative and (i in closers or (i in opens and keys[i - 1] == ",")):
                current, relative = outer, False
        of += [current] * (sentence.last - len(of))
        main += [side] * (sentence.last - len(main))
    return Clauses(of, main)


#: Between two verbs of one clause stands one of these.
_JOINTS = frozenset({",", "and", "or", "but", "that", ";", "–", ":", '"'}) | _CLAUSE_WORDS


def _second_verbs(document: Document, groups: list[VerbGroup], parting: list[int]) -> set[int]:
    """Where the second finite verb behind a relative word stands, with nothing that joins it
    to the first: it is the verb of the sentence ("a grant with which beds can be bought *was
    announced*")."""
    finite = [g for g in groups if g.tense not in ("base", "gerund", "participle")]
    starts = [g.first for g in finite]
    keys, found = document.keys, set()
    for i in parting:
        if i >= len(keys) or keys[i] not in _RELATIVES:
            continue
        at = bisect_left(starts, i)
        if at + 1 < len(finite) and document.sentence_of[starts[at + 1]] == \
                document.sentence_of[i] and not {"say", "promise", "call"} & set(
                    finite[at].classes) and _JOINTS.isdisjoint(keys[i + 1:starts[at + 1]]):
            found.add(starts[at + 1])
    return found


_RELATIVES = frozenset({"which", "who", "whom", "whose", "where"})


def _finite_between(finite: list[int], first: int, last: int) -> bool:
    position = bisect_left(finite, first)
    return position < len(finite) and finite[position] < min(last, first + 16)


#: Words that open a clause with a verb of its own before the main one.
_OPENERS = frozenset(
    "after before when while as since once although though because whereas".split())


def opening_end(document: Document, groups: Sequence[VerbGroup]) -> int:
    """The token behind the clause that opens a sentence ("After the draft had been approved, …"),
    whose verbs govern nothing behind it; 0 where no such clause is there. `groups` are those
    of the sentence."""
    if not groups:
        return 0
    keys = document.keys
    sentence = document.sentences[document.sentence_of[groups[0].first]]
    if keys[sentence.first] not in _OPENERS:
        return 0
    finite = [g for g in groups if g.tense not in ("base", "gerund", "participle")]
    for this, following in pairwise(finite):
        if "," in keys[this.last:following.first]:
            return keys.index(",", this.last) + 1
    return 0


def governing_group(document: Document, first: int, last: int, groups: Sequence[VerbGroup],
                    clauses: Clauses) -> VerbGroup | None:
    """The verb group that a noun at `first:last` hangs on: the nearest to its left in its
    clause, else the first finite one to its right, as its subject or in a relative clause.
    `groups` are those of its sentence."""
    left: VerbGroup | None = None
    opened = opening_end(document, groups)
    for group in groups:
        if group.head < opened <= first:
            continue
        # A verb inside the noun is the noun itself, taken for one ("further training").
        if group.head < first and not group.attributive and not (
                group.tense in ("base", "gerund") and "," in document.keys[group.last:first]):
            left = group  # an infinitive before a comma is a purpose told first
    if left is not None and clauses.same(left.head, first):
        return left
    right = [g for g in groups if g.first >= last and not g.attributive
             and g.tense not in ("participle", "gerund", "base")]
    # "The grant, with which beds can be bought, was announced": the main verb tells.
    return next((g for g in right if clauses.same(g.first, first)),
                right[0] if right else left)
