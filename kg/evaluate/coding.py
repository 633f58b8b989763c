"""What a coder, or the program, records of an article, as plain values.

A Coding holds the facts of one article in the categories of the codebook: countries, pairs,
institutions, people, engagements, topics, links. It says no more than its line in the file:
what follows from comparing two of them is for `kg.evaluate.matching`.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Evidence

__all__ = ["CodedAct", "CodedName", "Coding"]


@dataclass(frozen=True, slots=True)
class CodedName:
    """An institution or a person. Institutions have a `type`, people a `role`; `country` is
    an alpha-2 code or None. `evidence` may be empty: gold owes none."""

    name: str
    aliases: tuple[str, ...] = ()
    country: str | None = None
    type: str | None = None
    role: str | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class CodedAct:
    """An engagement: its type, its status, the countries that are parties, in any order."""

    type: str
    status: str
    countries: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    date: str | None = None
    place: str | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Coding:
    """The facts of one article as one coder recorded them.

    `article` is its id. `source` and `line` (from 1) say where the coding stands, for messages
    only. Nothing here is checked against the text: the codebook asks gold for no quotes.
    """

    article: str
    relevant: bool = False
    countries: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    institutions: tuple[CodedName, ...] = ()
    people: tuple[CodedName, ...] = ()
    engagements: tuple[CodedAct, ...] = ()
    topics: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    source: str = ""
    line: int | None = None
