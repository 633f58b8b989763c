"""Dates that say no more than before or since when: "by 2030", "until May", "since 2010".

    DateMention -> DateMention with an interval that is open at one end (EDTF ../2030, 2010/..)

A deadline is no day on which something happens, and a beginning is not the whole time.
"""

from __future__ import annotations

from kg.extract.mentions import DateMention
from kg.extract.text import Document

__all__ = ["bounded"]

#: Words before a date that make it the end, or the beginning, of a time.
_DEADLINE = frozenset({"by", "until", "till", "before", "through"})
_ONWARDS = frozenset({"since", "after"})

#: Words that may stand between those and the date.
_BETWEEN = frozenset("the end of early late mid beginning start middle - at least around about year"
                     " years month summer".split())

#: How many such words there may be.
_REACH = 5


def bounded(document: Document, mention: DateMention, first: int) -> DateMention:
    """The mention, open at one end where the words before it in its sentence say so; `first` is
    the sentence's first token. What fixes no date, or is a time from one day to another,
    comes back as it is."""
    edtf = mention.edtf
    if edtf is None or mention.form in ("dateline", "duration") or mention.rule.endswith(
            ("years", "-range")):
        return mention
    i = mention.first - 1
    while i >= first and mention.first - i <= _REACH and document.keys[i] in _BETWEEN:
        i -= 1
    if i < first:
        return mention
    word = document.keys[i]
    two = document.keys[i - 1:i + 1] if i > first else []
    begin, _, end = edtf.partition("/")
    if word in _DEADLINE or two in (["later", "than"], ["up", "to"], ["prior", "to"]):
        edtf = f"../{end or begin}"
    elif word in _ONWARDS:
        edtf = f"{begin}/.."
    else:
        return mention
    return DateMention(mention.first, mention.last, edtf, "range", f"{mention.rule}-open")
