"""Where the words that somebody quotes stand in an article.

    Article, Quote -> Evidence, or why there is none

Models write quotes and dashes in their own way and squeeze white space; words they do not
change without inventing. So marks are folded one for one and white space matches any white
space, but no letter may differ. What is found is cited from the article, not from the quote.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from kg.extract.proposals import Quote
from kg.extract.text import fold_marks
from kg.model import Article, Evidence, Field

__all__ = ["MAX_QUOTE", "QuoteFinder"]

#: Characters. Longer quotes show nothing: a reader would have to search them again.
MAX_QUOTE = 2000


class QuoteFinder:
    """The title and text of one article, ready to be searched."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._folded: dict[Field, str] = {
            "text": fold_marks(article.text), "title": fold_marks(article.title)}

    def find(self, quote: Quote) -> Evidence | str:
        """The stretch that is quoted, or the cause why there is no such one.

        >>> finder = QuoteFinder(Article("a", "“Yes”, said  Kenya. “Yes”, said Cuba."))
        >>> finder.find(Quote('"Yes", said Kenya'))
        Evidence(start=0, end=18, quote='“Yes”, said  Kenya', field='text')
        >>> finder.find(Quote("said"))
        'the quote stands at several places of the text'
        """
        if _is_empty(quote.text):
            return "an empty quote"
        if len(quote.text) > MAX_QUOTE:
            return f"a quote of {len(quote.text)} characters; expected up to {MAX_QUOTE}"
        if quote.start is not None:
            return self._at(quote, quote.start)
        for field in (quote.field,) if quote.field else ("text", "title"):
            found = list(islice(_pattern(quote.text).finditer(self._folded[field]), 2))
            if len(found) > 1:
                return f"the quote stands at several places of the {field}"
            if found:
                return self._article.cite(*found[0].span(), field)
        return f"the quote does not stand in the article: {_short(quote.text)}"

    def _at(self, quote: Quote, start: int) -> Evidence | str:
        field: Field = quote.field or "text"
        whole = self._article.title if field == "title" else self._article.text
        end = start + len(quote.text)
        if start < 0 or whole[start:end] != quote.text:
            return f"the quote is not what stands at {start} of the {field}: {_short(quote.text)}"
        return self._article.cite(start, end, field)

    def within(self, quote: Evidence, words: str) -> Evidence | None:
        """Where `words` stand in `quote` first, as whole words; None where they do not."""
        if _is_empty(words) or len(words) > MAX_QUOTE:
            return None
        found = _pattern(words).search(self._folded[quote.field], quote.start, quote.end)
        return self._article.cite(*found.span(), quote.field) if found else None

    def occurs(self, words: str) -> bool:
        """Do these words stand anywhere in the article?"""
        if _is_empty(words) or len(words) > MAX_QUOTE:
            return False
        pattern = _pattern(words)
        return any(pattern.search(folded) for folded in self._folded.values())


@lru_cache(maxsize=256)
def _pattern(words: str) -> re.Pattern[str]:
    """Literal words with any white space between them, not in the middle of longer words.

    No part of it can match in two ways, so the time is linear in the text.
    """
    parts = fold_marks(words).split()
    return re.compile(r"(?<!\w)" * parts[0][0].isalnum() + r"\s+".join(map(re.escape, parts))
                      + r"(?!\w)" * parts[-1][-1].isalnum())


def _is_empty(words: str) -> bool:
    """Is there nothing but white space, of whatever width?"""
    return not fold_marks(words).strip()


def _short(text: str) -> str:
    words = " ".join(text.split())
    return repr(words if len(words) <= 80 else words[:77] + "…")
