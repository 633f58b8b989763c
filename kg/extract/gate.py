"""What every fact must pass, whoever proposes it: its quotes hold the words it rests on.

    Evidence, what the fact rests on -> what is missing

The rules cite stretches of tokens and plug-ins propose quotes (`kg.extract.grounding`); both
ask here, so that one answer decides for all. Nothing here knows how a fact was found.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from kg.model import Evidence

__all__ = ["holds", "missing"]


def holds(quote: Evidence, words: Evidence) -> bool:
    """Does the stretch `quote` hold the stretch `words`?

    >>> from kg.model import Article
    >>> article = Article("a", "Cuba sent doctors to Kenya.")
    >>> holds(article.cite(0, 17), article.cite(0, 4))
    True
    >>> holds(article.cite(0, 17), article.cite(21, 26))
    False
    """
    return quote.field == words.field and quote.start <= words.start and words.end <= quote.end


def missing(evidence: Collection[Evidence],
            rests_on: Iterable[tuple[str, Sequence[Evidence]]]) -> list[str]:
    """What a fact rests on and none of its quotes holds, in the order given.

    Each of `rests_on` is a name for people to read and the stretches that would do, of which
    one is enough: a party may be named at several places.

    >>> from kg.model import Article
    >>> article = Article("a", "Cuba sent doctors to Kenya.")
    >>> quotes = [article.cite(0, 17)]
    >>> missing(quotes, [("CU", [article.cite(0, 4)]), ("KE", [article.cite(21, 26)])])
    ['KE']
    """
    return [what for what, stretches in rests_on
            if not any(holds(quote, words) for quote in evidence for words in stretches)]
