"""What goes wrong, as an answer: problem details in JSON (RFC 9457).

Each kind of problem has a status and a title of its own; `detail` says what was found and what
helps. The type is an address relative to the server, where the problem is explained.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from starlette.responses import Response

__all__ = ["KINDS", "ClientGone", "Problem", "problem_response"]

#: Kind -> status, title. A query that takes too long is 504 and not 503: asking again, as 503
#: invites to, would take as long; 507 is for what the server has no room to work out.
KINDS: Final[Mapping[str, tuple[int, str]]] = {
    "bad-request": (400, "The request is not as the protocol has it"),
    "bad-query": (400, "The query is not answered as it stands"),
    "bad-update": (400, "The update is not made as it stands"),
    "unauthorized": (401, "A token is needed"),
    "forbidden": (403, "Not allowed here"),
    "not-found": (404, "Nothing of that name"),
    "method-not-allowed": (405, "Not a method of this address"),
    "not-acceptable": (406, "No format fits"),
    "too-slow-upload": (408, "The request took too long to arrive"),
    "too-large": (413, "The request is too large"),
    "unsupported-media-type": (415, "Not a media type of this address"),
    "misdirected": (421, "Not a name of this server"),
    "failed": (500, "The query failed"),
    "busy": (503, "Too many requests at a time"),
    "no-store": (503, "The store cannot be read"),
    "timeout": (504, "It took too long"),
    "too-much-memory": (507, "It needs too much memory"),
    "too-long-answer": (507, "The answer is too long"),
}


@dataclass
class Problem(Exception):
    """An answer that is a problem of one of KINDS. `more` are further members of the document,
    `headers` further headers."""

    kind: str
    detail: str
    more: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The HTTP status."""
        return KINDS[self.kind][0]


class ClientGone(Exception):
    """The client has closed its connection; there is nobody to answer."""


def problem_response(problem: Problem) -> Response:
    """The response that says what a problem is."""
    status, title = KINDS[problem.kind]
    document = {
        "type": f"/docs#problem-{problem.kind}", "title": title, "status": status,
        "detail": problem.detail, **problem.more,
    }
    return Response(
        json.dumps(document, ensure_ascii=False, indent=1) + "\n", status,
        headers={"Cache-Control": "no-store", **problem.headers},
        media_type="application/problem+json",
    )
