"""How far a fact can be trusted: what the rules think of it -> how often such facts were right.

    Facts with the weights of rules, table of shares -> Facts with confidences

While an article is read, facts carry a weight: strength of the trigger, how the parties were
found, whether a country had to be guessed. Weights order facts; they are no probabilities.
data/confidence.csv holds how often facts of each weight and each rule were right in articles
that coders have read (`tests/quality/calibrate.py` counts, and says how). Here the two are
brought together, last of all: no decision of the extraction hangs on a confidence.

Two rows speak of a fact, one for its weight and one for its rule; each moves the share of its
kind by its own log-odds. A claim is right with type, parties and stage. Its weight speaks for
act and parties, so the rule that counts is the one that set its stage.

A rule without a row of its own falls to its family, and that to its kind: verb.past.negated to
verb.past, verb, claim. A kind that no coder records has no row: UNKNOWN.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from kg.model import Capacity, Claim, CountryFact, Facts, Institution, Link, Person, TopicFact

__all__ = ["UNKNOWN", "Calibration", "families", "rule_key", "weight_key"]

#: The confidence of what nobody has counted.
UNKNOWN = 0.5

#: Nothing is certain, and nothing that a rule lets pass is impossible.
_LEAST, _MOST = 0.01, 0.99

_Fact = TypeVar("_Fact", CountryFact, Institution, Person, TopicFact, Link, Capacity)


def rule_key(kind: str, rule: str) -> str:
    """The row of a rule of one kind of fact; of a claim's act/status/parties, of the second.

    >>> rule_key("institution", "institution.head.hospital")
    'institution/head.hospital'
    >>> rule_key("claim", "act.give+goods/verb.past/clause")
    'claim/verb.past'
    """
    if kind == "claim":
        rule = rule.split("/")[1]
    return f"{kind}/{rule.removeprefix(kind).lstrip('.-')}"


def weight_key(kind: str, weight: float) -> str:
    """The row of a weight, which holds all up to the next twentieth.

    >>> weight_key("claim", 0.6375)
    'claim/weight/0.60'
    """
    return f"{kind}/weight/{math.floor(weight * 20 + 1e-6) / 20:.2f}"


def families(key: str) -> list[str]:
    """The rows that stand for a rule: its own, those of its families, and its kind.

    >>> families("claim/verb.past.negated")
    ['claim/verb.past.negated', 'claim/verb.past', 'claim/verb', 'claim']
    """
    found = [key]
    while (cut := max(map(key.rfind, "/.+-"))) > 0:
        key = key[:cut]
        found.append(key)
    return found


class Calibration:
    """The shares of data/confidence.csv by row (kind, kind/rule or kind/weight/lower bound).

    Without any row, facts keep their weights: so they are counted.
    """

    def __init__(self, shares: Mapping[str, float]) -> None:
        self._shares = dict(shares)
        self._weights: dict[str, list[tuple[float, float]]] = {}
        for key, share in sorted(shares.items()):
            kind, _, bound = key.partition("/weight/")
            if bound:
                self._weights.setdefault(kind, []).append((float(bound), share))
        self._known: dict[tuple[str, float, str], float] = {}

    @classmethod
    def from_table(cls, rows: Mapping[str, Mapping[str, str]]) -> Calibration:
        """From {row: its cells}, as a lexicon holds its tables."""
        return cls({key: float(row["confidence"]) for key, row in rows.items()})

    def confidence(self, kind: str, weight: float, rule: str) -> float:
        """How often facts of this kind, weight and rule were right, from 0.01 to 0.99, with two
        decimals."""
        known = self._known.get((kind, weight, rule))
        if known is None:
            share = min(max(self._of(kind, weight, rule), _LEAST), _MOST)
            known = self._known[kind, weight, rule] = round(share, 2)
        return known

    def apply(self, facts: Facts) -> Facts:
        """The same facts, with confidences for weights."""
        if not self._shares:
            return facts

        def sure(kind: str, found: tuple[_Fact, ...]) -> tuple[_Fact, ...]:
            return tuple(replace(one, confidence=self.confidence(kind, one.confidence, one.rule))
                         for one in found)

        claims: tuple[Claim, ...] = tuple(
            replace(one, confidence=self.confidence("claim", one.confidence, one.rule))
            for one in facts.claims)
        return replace(
            facts, claims=claims, countries=sure("country", facts.countries),
            institutions=sure("institution", facts.institutions),
            people=sure("person", facts.people), topics=sure("topic", facts.topics),
            links=sure("link", facts.links), capacities=sure("capacity", facts.capacities))

    def _share(self, key: str) -> float:
        return next((self._shares[one] for one in families(key) if one in self._shares), UNKNOWN)

    def _of(self, kind: str, weight: float, rule: str) -> float:
        whole = self._shares.get(kind)
        if whole is None:
            return UNKNOWN
        odds = _log_odds(whole)
        moved = _log_odds(self._share(rule_key(kind, rule)))
        bounds = self._weights.get(kind)
        if bounds:
            least = bounds[0][1]
            share = max((s for bound, s in bounds if bound <= weight + 1e-6), default=least)
            moved += _log_odds(share) - odds
        return 1 / (1 + math.exp(-moved))


def _log_odds(share: float) -> float:
    share = min(max(share, _LEAST), _MOST)
    return math.log(share / (1 - share))
