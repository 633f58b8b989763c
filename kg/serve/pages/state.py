"""Which graph the pages speak of: what it was assembled from, so that a citation can say it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from kg import __version__
from kg.serve.pages.answers import Ask, as_iri, rows

__all__ = ["State", "States"]


@dataclass(frozen=True)
class State:
    """The graph as it is now. `seal` stands for the articles it was assembled from and for the
    decisions of people that it follows, "" where it was not assembled; `counts` are numbers by
    class of things."""

    seal: str
    counts: dict[str, int]
    version: str = __version__


#: What the front page counts: name in the text, class.
_COUNTED = (
    ("articles", "Article"), ("engagements", "Engagement"), ("claims", "Claim"),
    ("institutions", "Institution"), ("people", "Person"),
)


class States:
    """Remembers the counts of a graph until its seal is another one."""

    def __init__(self, world: str) -> None:
        self._world = world
        self._last: State | None = None

    async def now(self, ask: Ask) -> State:
        """The state of the graph as it is now."""
        world = as_iri(self._world)
        found = await rows(ask, (
            f"SELECT ?seal ?decisions WHERE {{ {world} hc:seal ?seal "
            f"OPTIONAL {{ {world} hc:decisionSeal ?decisions }} }}"))
        seal = ".".join(filter(None, found[0].values())) if found else ""
        if self._last is None or self._last.seal != seal or not seal:
            self._last = State(seal, await _counts(ask))
        return self._last


async def _counts(ask: Ask) -> dict[str, int]:
    results = await asyncio.gather(*(
        rows(ask, f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ ?x a hc:{class_} }}")
        for _, class_ in _COUNTED
    ))
    return {
        name: int(result[0]["n"] or 0)
        for (name, _), result in zip(_COUNTED, results, strict=True)
    }
