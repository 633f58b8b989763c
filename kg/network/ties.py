"""What several acts come to as one tie.

    acts -> Tie
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from kg.model import STATUSES
from kg.network.evidence import Citation, best_citation
from kg.network.selection import STAGES, Act

__all__ = ["Tie", "tie_of"]


@dataclass(frozen=True, slots=True)
class Tie:
    """Acts that join the same two, summed up.

    `acts` and `claims` are the ids to look each of them up by. `origins` counts independent
    origins over all acts, each once. `first` and `last` are EDTF dates; of `undated` acts no
    text gives the day, and the first report of them stands in. `statuses` (in the order of
    the codebook), `types` and `topics` count acts. `quote` is the one to check the tie by.
    """

    acts: tuple[str, ...]
    claims: tuple[str, ...]
    origins: int
    first: str | None
    last: str | None
    undated: int
    statuses: Mapping[str, int]
    types: Mapping[str, int]
    topics: Mapping[str, int]
    quote: Citation

    @property
    def furthest(self) -> str:
        """The furthest stage that one of the acts reached; `ended` only if all have."""
        return max(self.statuses, key=STAGES.index)


def tie_of(acts: Iterable[Act], names: Collection[Collection[str]] = ()) -> Tie:
    """Sum up `acts`, of which there is one at least; `names` as `best_citation` takes them."""
    acts = list(acts)
    quote = best_citation(acts, names)
    if quote is None:
        raise ValueError("a tie rests on at least one act")
    statuses = Counter(act.status for act in acts)
    return Tie(
        acts=tuple(act.id for act in acts),
        claims=tuple(sorted({report.claim for act in acts for report in act.reports})),
        origins=len({origin for act in acts for origin in act.origins}),
        first=min((act.first for act in acts if act.first), default=None),
        last=max((act.last for act in acts if act.last), default=None),
        undated=sum(not act.dated for act in acts),
        statuses={status: statuses[status] for status in STATUSES if statuses[status]},
        types=_counts(act.type for act in acts if act.type),
        topics=_counts(topic for act in acts for topic in act.topics),
        quote=quote,
    )


def _counts(words: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(words).items()))
