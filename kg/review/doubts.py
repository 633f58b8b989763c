"""What is doubtful in a store, worst first.

    Sight, decisions -> Doubts
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from kg.model import Decision
from kg.review.acts import doubtful_acts, doubtful_claims, doubtful_joins, doubtful_links
from kg.review.doubt import KINDS, Doubt
from kg.review.entities import doubtful_merges, near_entities, unlinked
from kg.review.sight import Sight

__all__ = ["find_doubts"]


def find_doubts(
    sight: Sight, *, kinds: Iterable[str] = KINDS, below: float = 0.7, frequent: int = 3,
    decided: Iterable[Decision] = (),
) -> list[Doubt]:
    """The doubts of some kinds, worst first; those that a person has settled are left out.

    Claims are doubtful with a confidence `below`, institutions unlinked where `frequent` articles
    and more name them. `decided` are decisions that the store was not built with yet.
    """
    wanted = set(kinds)
    finders: Mapping[str, Callable[[], Iterator[Doubt]]] = {
        "merged": lambda: doubtful_merges(sight), "apart": lambda: near_entities(sight),
        "joined": lambda: doubtful_joins(sight), "acts": lambda: doubtful_acts(sight),
        "link": lambda: doubtful_links(sight), "claim": lambda: doubtful_claims(sight, below),
        "unlinked": lambda: unlinked(sight, frequent),
    }
    settled = _Settled([*sight.world.decisions, *decided])
    found = [one for kind in KINDS if kind in wanted for one in finders[kind]()
             if not settled.covers(one)]
    return sorted(found, key=lambda one: (-round(one.score, 6), one.kind, one.id))


class _Settled:
    """What was decided, by what it is about."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self._by_target: dict[str, list[Decision]] = {}
        for one in decisions:
            for target in {*one.targets, *(ground.id for ground in one.ground)}:
                self._by_target.setdefault(target, []).append(one)

    def covers(self, doubt: Doubt) -> bool:
        """Has a person said what this doubt asks?"""
        return any(self._answers(choice.decision) for choice in doubt.choices)

    def _answers(self, choice: Decision) -> bool:
        for one in self._by_target.get(choice.targets[0], ()):
            same = set(one.targets) >= set(choice.targets)
            if same and (one.verb == choice.verb or {one.verb, choice.verb} <= {
                "merge", "split", "link", "unlink"} or {one.verb, choice.verb} <= {
                "reject", "confirm", "correct"}):
                return True
        return False
