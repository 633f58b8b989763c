"""Names for IRIs: what a reader sees instead of, or beside, an address.

What has a label goes by it; an engagement or claim by what it is, between whom and when; a pair
by its countries; a quote by its words.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from kg.serve.filters import day
from kg.serve.pages.answers import Ask, Row, page_query, rows, values

__all__ = ["MAX_IRIS", "read_labels"]

#: IRIs whose names are asked for at once.
MAX_IRIS: Final = 500
#: Characters of a quote or title that stand for it.
_LONGEST: Final = 90


async def read_labels(ask: Ask, iris: Sequence[str]) -> dict[str, str]:
    """A name for each of `iris` that has one. Raises ValueError for what is no IRI."""
    if not iris:
        return {}
    these = values("x", list(dict.fromkeys(iris))[:MAX_IRIS])
    named, acts = await asyncio.gather(*(
        rows(ask, page_query(name).replace("#these", these)) for name in ("labels", "label-acts")
    ))
    labels: dict[str, str] = {}
    for row in named:
        labels.setdefault(str(row["x"]), _short(str(row["label"])))
    parts: defaultdict[str, list[Row]] = defaultdict(list)
    for row in acts:
        parts[str(row["x"])].append(row)
    return labels | {iri: _act(found) for iri, found in parts.items()}


def _act(found: list[Row]) -> str:
    """As in "agreement, Cuba – Kenya, 14 May 2018"."""
    kind, date = found[0]["type"], found[0]["date"]
    parties = sorted({str(row["party"]) for row in found if row["party"]})
    return ", ".join(filter(None, (kind, " – ".join(parties), day(date))))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST - 1]}…"
