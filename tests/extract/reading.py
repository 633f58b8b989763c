"""What the tests of extraction share: the lexicon of the shipped tables, read once."""

from __future__ import annotations

from functools import cache

from kg.extract import RuleLexicon, extract, load_lexicon
from kg.model import Article, Claim, Facts


@cache
def lexicon() -> RuleLexicon:
    """The lexicon made from data/."""
    return load_lexicon()


def facts_of(text: str, *, title: str = "", date: str | None = "2023-05-24",
             publisher: str | None = None) -> Facts:
    """The facts of a text read as an article of 24 May 2023, a Wednesday."""
    return extract(Article("t", text, title, date, publisher), lexicon())


def acts_of(text: str, **article: str | None) -> set[tuple[str, str, str]]:
    """(type, status, countries joined by "-") of the asserted claims of a text."""
    return {(c.type, c.status, "-".join(c.countries)) for c in claims_of(text, **article)
            if c.modality == "asserted"}


def claims_of(text: str, **article: str | None) -> tuple[Claim, ...]:
    return facts_of(text, **article).claims  # type: ignore[arg-type]
