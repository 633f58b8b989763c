"""A doubt: both sides, their quotes, how pressing it is, and the ways to settle it.

The score of a doubt is how likely it is that something is wrong (from 0 to 1, put together from
named signs) times how much hangs on it (1 and the binary logarithm of 1 + the engagements, reports
and links that would change). Both are given with every doubt, so that nobody has to believe a
number. The weights of the signs are judgement, not measured: they order work, they state nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log2, prod
from typing import Final

from kg.decisions.rules import faults
from kg.ids import digest
from kg.model import Decision, Ground
from kg.review.sight import Sight

__all__ = ["KINDS", "Choice", "Doubt", "Quoted", "Side", "choice", "quoted", "weigh"]

#: The kinds of doubt, with what each asks.
KINDS: Final[Mapping[str, str]] = {
    "merged": "Names that were taken for one institution or person",
    "apart": "Institutions or people that are alike and were kept apart",
    "joined": "Reports that were taken for one act",
    "acts": "Acts that are alike and were kept apart",
    "link": "Acts of which one is said to follow the other",
    "claim": "Claims that were read with little confidence",
    "unlinked": "Institutions that many articles name and the registry does not know",
}


@dataclass(frozen=True, slots=True)
class Quoted:
    """A stretch of an article, with what a reader needs to find it."""

    quote: str
    article: str
    title: str = ""
    publisher: str | None = None
    published: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things that are compared: its id, what it is, what is known of it, its quotes."""

    id: str
    label: str
    known: tuple[str, ...] = ()
    quotes: tuple[Quoted, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to settle a doubt. `decision` is complete but for who decides, when and why."""

    label: str
    decision: Decision


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to look at. `signs` are weight and words of each sign, `reach` what hangs on it."""

    kind: str
    question: str
    sides: tuple[Side, ...]
    signs: tuple[tuple[float, str], ...]
    reach: int
    choices: tuple[Choice, ...] = ()

    @property
    def id(self) -> str:
        """The same for the same kind and sides."""
        return digest(self.kind, [side.id for side in self.sides])[:8]

    @property
    def doubt(self) -> float:
        """How likely something is wrong, from 0 to 1: as if signs were independent."""
        return 1 - prod(1 - weight for weight, _ in self.signs)

    @property
    def score(self) -> float:
        """What doubts are ordered by."""
        return weigh(self.doubt, self.reach)

    @property
    def explained(self) -> str:
        """The score in words."""
        signs = "; ".join(f"{weight:.2f} {words}" for weight, words in self.signs)
        things = "1 thing hangs" if self.reach == 1 else f"{self.reach} things hang"
        return (f"{self.score:.2f} = {self.doubt:.2f} doubt ({signs}) "
                f"× {1 + log2(1 + self.reach):.2f}, since {things} on it")


def weigh(doubt: float, reach: int) -> float:
    """How pressing a doubt is.

    >>> weigh(0.5, 0), weigh(0.5, 3)
    (0.5, 1.5)
    """
    return doubt * (1 + log2(1 + reach))


def choice(
    label: str, verb: str, targets: Sequence[str], grounds: Iterable[Ground],
    changes: Mapping[str, str] | None = None,
) -> Iterator[Choice]:
    """A way to settle a doubt, if the rules of decisions let it stand."""
    by_id = {ground.id: ground for ground in grounds}
    made = Decision(verb, tuple(targets), tuple(by_id[name] for name in sorted(by_id)), "", "",
                    "", tuple(sorted((changes or {}).items())))
    if next(faults(made), None) is None:
        yield Choice(label, made)


def quoted(sight: Sight, ground: Ground) -> Quoted:
    """A ground as a reader sees it: of a mention, words around it that something else cites."""
    article = sight.articles[ground.article]
    return Quoted(sight.context(ground), article.id, article.title, article.publisher, article.date,
                  article.url)
