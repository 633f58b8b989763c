"""Offices as texts word them -> the post that is held.

    "Iranian Minister of Health and Medical Education", "health minister" -> "minister of health"

A post is one whoever holds it: the health minister of Iran in 2018 and in 2023 are two people in
one post. Offices that many hold at a time (directors, advisers, ambassadors to somewhere) are posts
too where their wording is the same, and only there; what one country has one holder of at a time
`is_sole` knows.
"""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from typing import Final

from kg.registry.names import fold
from kg.resources import data_path

__all__ = ["is_sole", "post_label", "post_of"]

#: Heads of offices that a minister may have, as one word for each.
_MINISTERS: Final = {
    "minister": "minister", "ministers": "minister", "cabinet secretary": "minister",
    "secretary for": "minister", "secretary of state": "minister",
}
#: Words before a minister that make another post of it.
_RANKS: Final = frozenset(
    "deputy vice assistant first second junior state associate parliamentary under undersecretary"
    " permanent principal secretary general adviser advisor special counterpart colleague"
    " spokesman spokesperson spokeswoman office wife".split())
#: What comes and goes before an office, and tells of time or courtesy.
_PASSING: Final = frozenset(
    "the a an his her its their our then former ex late outgoing incoming new current acting"
    " interim caretaker hon honourable honorable federal union national excellency".split())
#: Fields of ministers, by a word that is in each of their names; the first that fits counts.
_FIELDS: Final = (
    ("health", "health"), ("healthcare", "health"), ("prime", "prime"), ("foreign", "foreign"),
    ("external", "foreign"), ("defence", "defence"), ("defense", "defence"),
    ("finance", "finance"), ("education", "education"), ("science", "science"),
    ("interior", "interior"), ("trade", "trade"), ("agriculture", "agriculture"),
)
_SOLE: Final = frozenset({"president", "prime minister", "first vice president", "king", "emir"})


@lru_cache(maxsize=16384)
def post_of(office: str) -> str:
    """The post that an office is, whoever's country it is of; its own folded wording where it is
    none that has several wordings.

    >>> post_of("Health Minister"), post_of("Minister of Health and Medical Education")
    ('minister of health', 'minister of health')
    >>> post_of("Deputy Health Minister"), post_of("Cabinet Secretary for Health")
    ('deputy health minister', 'minister of health')
    >>> post_of("President of Madagascar"), post_of("president of KOICA")
    ('president', 'president of koica')
    """
    words = [word for word in _without_countries(fold(office)).split() if word not in _PASSING]
    while words and words[-1] in ("of", "for", "to"):
        words = words[:-1]
    text = " ".join(words)
    if re.search(r"\bprime minister\b", text) and _RANKS.isdisjoint(words):
        return "prime minister"
    minister = next((one for wording, one in _MINISTERS.items()
                     if re.search(rf"\b{wording}\b", text)), None)
    rank = _RANKS - {"state", "secretary"} if "secretary" in words else _RANKS
    if minister and rank.isdisjoint(words):
        field = next((field for word, field in _FIELDS if word in words), None)
        if field is not None and field != "prime":
            return f"minister of {field}"
    return text


@lru_cache(maxsize=1)
def _countries() -> re.Pattern[str]:
    """Names of countries and of what is theirs, folded, longest first."""
    names: set[str] = set()
    with data_path("country_names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for column in ("name", "alt_names", "demonyms"):
                names.update(fold(name) for name in row[column].split("|"))
    longest = sorted(names - {""}, key=lambda name: (-len(name), name))
    return re.compile(r"\b(?:" + "|".join(map(re.escape, longest)) + r")\b")


def _without_countries(office: str) -> str:
    return _countries().sub(" ", office)


def post_label(office: str) -> str:
    """The post as it is shown: one name where its wordings are many, else the wording.

    >>> post_label("Iranian health minister"), post_label("Director of the Pasteur Institute")
    ('Minister of Health', 'Director of the Pasteur Institute')
    """
    post = post_of(office)
    if not is_sole(post):
        return office
    label = " ".join(word if word == "of" else word.capitalize() for word in post.split())
    return label + " Affairs" if label.endswith("Foreign") else label


def is_sole(post: str) -> bool:
    """Has a country one holder of this post at a time?"""
    return post in _SOLE or post.startswith("minister of ")
