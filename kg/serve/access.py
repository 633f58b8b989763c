"""Who may change the store: whoever has the token, from a program or a page of this server.

The token comes as `Authorization: Bearer TOKEN`, or as the password of Basic, for clients that
know nothing else; the name before it counts for nothing. A browser is never asked for it, and a
request that a page of another origin sends is refused, whatever it carries.
"""

from __future__ import annotations

import base64
import binascii
import hmac

from starlette.requests import Request

from kg.serve.problems import Problem
from kg.serve.service import service_of

__all__ = ["may_change"]


def may_change(request: Request) -> None:
    """Raise Problem where a request may not change the store."""
    settings = service_of(request).settings
    if settings.token is None:
        raise Problem("forbidden", "this server only reads (kg serve --write makes one that "
                      "stores)")
    origin = request.headers.get("origin")
    ours = {service_of(request).url(request, ""), *settings.cors}
    if origin is not None and origin not in ours:
        raise Problem("forbidden", "pages of other origins may not change anything here")
    given = _given(request.headers.get("authorization", ""))
    # Takes as long whatever was given, so that nobody learns the token from the time.
    if given is None or not hmac.compare_digest(given, settings.token.encode()):
        raise Problem("unauthorized", "expected the token, as Authorization: Bearer TOKEN",
                      headers={"WWW-Authenticate": "Bearer"})


def _given(header: str) -> bytes | None:
    kind, _, value = header.partition(" ")
    if kind.lower() == "bearer":
        return value.strip().encode()
    if kind.lower() == "basic":
        try:
            return base64.b64decode(value.strip(), validate=True).partition(b":")[2]
        except binascii.Error:
            return None
    return None
