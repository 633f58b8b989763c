"""The few kinds of error that are the user's to mend, not ours.

Each says where, what was found and what was expected. One place in `kg.cli` turns a
KgError into a line on stderr and an exit status; anything else is a bug and keeps its
traceback.
"""

from __future__ import annotations

__all__ = ["DataError", "GaveUp", "KgError", "ServiceError", "StoreError", "UsageError"]


class KgError(Exception):
    """Something outside the program is at fault. `str()` is the line the user reads."""


class DataError(KgError):
    """An input does not hold what it should.

    `source` names the file, `line` (from 1) the place in it where that is known, `cause`
    what was found and what was expected.

    >>> str(DataError("articles.jsonl", 'no "text"; expected a string', line=3))
    'articles.jsonl:3: no "text"; expected a string'
    """

    def __init__(self, source: str, cause: str, *, line: int | None = None) -> None:
        self.source, self.line, self.cause = source, line, cause
        place = source if line is None else f"{source}:{line}"
        super().__init__(f"{place}: {cause}")


class ServiceError(DataError):
    """A service that an extractor asks gave no answer for one article: not the article's fault,
    and the next one may fare no better."""


class GaveUp(KgError):
    """Too many articles in a row failed for a reason that is none of theirs."""


class StoreError(KgError):
    """A store cannot be opened, read or written; the message says why and what helps."""


class UsageError(KgError):
    """The call itself is wrong: an unknown name, a parameter that is missing."""
