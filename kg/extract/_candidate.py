"""An act with all that was found about it, before it is a claim or is turned away.

    Act + Judgement + Parties + what stands near -> Candidate
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.extract.acts import Act
from kg.extract.mentions import QuantityMention, TopicMention
from kg.extract.parties import Parties
from kg.extract.status import Judgement

__all__ = ["Candidate"]

#: Starting weight by the strength of the trigger (data/act_frames.csv, act_nouns.csv).
_BY_STRENGTH = {1: 0.40, 2: 0.60, 3: 0.75}

#: How much is left when the parties were not in the act's clause.
_BY_PARTIES = {"clause": 1.0, "list": 0.9, "sentence": 0.85, "focus.both": 0.9, "focus.one": 0.8,
               "focus.none": 0.6}


@dataclass(slots=True)
class Candidate:
    """An act with all that was found about it; `health` is how surely it is about health
    (0 to 1). `support` are the sentences that name parties its own leaves out, `unnamed` the
    parties that nothing in the article names."""

    act: Act
    judgement: Judgement
    parties: Parties
    health: float
    topics: list[TopicMention] = field(default_factory=list)
    place: str | None = None
    date: str | None = None
    quantities: list[QuantityMention] = field(default_factory=list)
    attribution: str | None = None
    support: list[int] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)
    _weight: float = field(default=-1.0, init=False, repr=False)

    @property
    def weight(self) -> float:
        """How much speaks for the candidate, 0 to 1. It orders candidates; how often those of
        a weight are right, the table of confidences says (`calibration`)."""
        if self._weight < 0:
            self._weight = self._weigh()
        return self._weight

    def _weigh(self) -> float:
        base = _BY_STRENGTH[self.act.strength]
        base *= _BY_PARTIES[self.parties.rule]
        if self.act.noun and self.act.type in ("meeting", "visit") \
                and self.parties.rule in ("focus.one", "focus.none"):
            base *= 0.75
        if self.parties.rule == "focus.none" and self.act.type in ("information", "research"):
            base *= 0.7
        if self.act.type == "care" and self.parties.rule.startswith("focus"):
            base *= 0.6  # every country treats its own patients
        return round(base * (0.4 + 0.6 * self.health), 4)
