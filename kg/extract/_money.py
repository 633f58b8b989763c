"""Acts and the money in their sentences: what is given with it, worth it, bought or lent.

    Document, [Act], quantities -> [Act]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.extract._objects import is_worth
from kg.extract.acts import Act
from kg.extract.mentions import QuantityMention
from kg.extract.text import Document, by_sentence

__all__ = ["financing_twins", "money_named", "sales_named"]


def money_named(document: Document, acts: Sequence[Act],
                quantities: Sequence[QuantityMention]) -> list[Act]:
    """The acts, with gifts that stand behind an amount of money read as financing: "gave $5
    million for vaccines" (codebook, rule 2)."""
    money = by_sentence(document, (q for q in quantities
                                   if q.is_money and not is_worth(document.keys, q)))
    read = []
    for act in acts:
        group = act.group if not act.noun else None
        if group is not None and act.type in ("donation", "response", "training") and any(
                group.last <= q.first < act.object[0]
                for q in money[document.sentence_of[act.first]]):
            act = replace(act, type="financing", detail="grant-loan", rule=f"{act.rule}.money")
        read.append(act)
    return read


_SALE_WORDS = frozenset("contract contracts ordered purchase purchased purchases bought buy buying"
                        " price sale sold commercial import imports export exports".split())


def sales_named(document: Document, acts: Sequence[Act]) -> list[Act]:
    """The acts, with supplies that the sentence calls bought read as trade."""
    read = []
    for act in acts:
        if act.type == "donation" and act.verb_class in ("supply", "receive"):
            sentence = document.sentences[document.sentence_of[act.first]]
            if _SALE_WORDS & set(document.keys[sentence.first:sentence.last]):
                act = replace(act, type="trade", detail="procurement-supply",
                              rule=f"{act.rule}.sale")
        read.append(act)
    return read


_MONEY_WORDS = frozenset("grant loan loans funding financing fund credit".split())


def financing_twins(document: Document, acts: Sequence[Act],
                    quantities: Sequence[QuantityMention]) -> list[Act]:
    """For every agreement to lend or grant, the financing that it is as well, with the same
    trigger and so the same status (codebook, rule 2)."""
    twins = []
    money = by_sentence(document, (q for q in quantities if q.is_money))
    for act in acts:
        if act.type != "agreement":
            continue
        sentence = document.sentence_of[act.first]
        words = document.keys[max(0, act.object[0] - 3):act.object[1] + 1]
        if _MONEY_WORDS & set(words) or any(
                abs(q.first - act.object[1]) < 16 for q in money[sentence]):
            twins.append(replace(act, type="financing", detail="grant-loan",
                                 rule=f"{act.rule}.twin", is_twin=True))
    return twins
