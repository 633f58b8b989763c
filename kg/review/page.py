"""Doubts as one HTML page to decide in: it needs nothing but a browser, and sends nothing.

    Doubts -> doubts_html

All of it is in the page without a script: questions, both sides, quotes, and how to decide on the
command line. The script filters, and writes the lines for the decisions file from what is chosen.
The content security policy allows that script and style alone, by their hashes; words of articles
are escaped by the template.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from kg.decisions import to_line
from kg.decisions.rules import CLAIM_FIELDS
from kg.markup import environment, safe_url, sha256_source, styled
from kg.model import ENGAGEMENT_TYPES, MODALITIES, STATUSES
from kg.review.doubt import KINDS, Doubt
from kg.review.show import counts

__all__ = ["doubts_html"]

_HERE: Final = Path(__file__).parent
#: What a field of a claim can be, where that is a list.
_LISTS: Final = {"type": ENGAGEMENT_TYPES, "status": STATUSES, "modality": MODALITIES}
_HINTS: Final = {
    "party": "codes, as CU KE", "date": "2018, 2018-03 or 2018-03-13; none for no date",
    "topic": "ids of topics, as vaccines; none for none", "place": "none for no place",
}


def doubts_html(doubts: Sequence[Doubt], *, store: str = "") -> str:
    """The page of `doubts` of a graph called `store`. The same values give the same bytes."""
    style = styled(_HERE / "review.css")
    script = (_HERE / "review.js").read_text(encoding="utf-8")
    return environment(_HERE).get_template("review.html.j2").render(
        doubts=doubts, store=store, kinds=KINDS, counts=counts(doubts),
        choices={one.id: _choices(one) for one in doubts}, safe_url=safe_url,
        fields=[(name, _LISTS.get(name), _HINTS.get(name, "")) for name in CLAIM_FIELDS],
        style=style, script=script, style_hash=sha256_source(style),
        script_hash=sha256_source(script),
    )


def _choices(doubt: Doubt) -> list[dict[str, Any]]:
    """What each choice puts into the file, but for who, when and why."""
    return [json.loads(to_line(one.decision)) for one in doubt.choices]
