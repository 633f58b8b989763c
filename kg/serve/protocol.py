"""SPARQL 1.1 Protocol: queries by GET and POST, answered in the format that the client asks for;
updates by POST, where a token allows them.

https://www.w3.org/TR/sparql11-protocol/. What the protocol leaves to the server: the default
graph is the union of all graphs, and the prefixes of the graph need no declaration.

Beyond it, requests may say `format` (json, xml, csv, …) where a link cannot set a header,
`timeout` (seconds, less than the limit), and `max-rows` for a part of a long answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from kg.serve.access import may_change
from kg.serve.description import service_description
from kg.serve.formats import media_of
from kg.serve.problems import Problem
from kg.serve.replies import answer_response, wanted_of, watched
from kg.serve.service import service_of

__all__ = ["sparql"]

_FORM: Final = "application/x-www-form-urlencoded"
_QUERY: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_NUMBER: Final = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,3})?")

#: Parameters of a request, each with its values in order.
Parameters = dict[str, list[str]]


async def sparql(request: Request) -> Response:
    """The endpoint: queries, and, where changes are allowed, updates."""
    in_address = _parsed(request.url.query)
    if request.method in ("GET", "HEAD"):
        if "update" in in_address:
            raise Problem("bad-request", "an update is sent by POST")
        if not in_address:
            return await service_description(request)
        if "query" not in in_address:
            raise Problem("bad-request", "no query; send one as the parameter query")
        return await _query(request, _one(in_address, "query"), in_address)
    media = media_of(request.headers.get("content-type"))
    if media == _FORM:
        if in_address:
            raise Problem("bad-request", "a form has all parameters in its body, and none in the "
                          "address")
        form = _parsed(await _text(request))
        if "query" in form and "update" in form:
            raise Problem("bad-request", "a query and an update in one request")
        if "update" in form:
            return await _update(request, _one(form, "update"), form)
        return await _query(request, _one(form, "query"), form)
    if "query" in in_address or "update" in in_address:
        raise Problem("bad-request", "a query or an update in the address as well as in the body")
    if media == _QUERY:
        return await _query(request, await _text(request), in_address)
    if media == _UPDATE:
        return await _update(request, await _text(request), in_address)
    accepted = f"{_FORM}, {_QUERY}, {_UPDATE}"
    raise Problem("unsupported-media-type", f"expected one of {accepted}",
                  headers={"Accept-Post": accepted})


async def _query(request: Request, query: str, given: Parameters) -> Response:
    if "using-graph-uri" in given or "using-named-graph-uri" in given:
        raise Problem("bad-request", "using-graph-uri goes with an update; a query takes "
                      "default-graph-uri and named-graph-uri")
    format = _one(given, "format") if "format" in given else None
    max_rows = _number(given, "max-rows")
    reply = await watched(request, service_of(request).ask(
        query, wanted=wanted_of(request, format),
        default_graphs=given.get("default-graph-uri"),
        named_graphs=given.get("named-graph-uri"),
        max_rows=None if max_rows is None else int(max_rows),
        seconds=_number(given, "timeout"),
    ))
    return answer_response(request, reply)


async def _update(request: Request, update: str, given: Parameters) -> Response:
    may_change(request)
    if "default-graph-uri" in given or "named-graph-uri" in given:
        raise Problem("bad-request", "default-graph-uri goes with a query; an update takes "
                      "using-graph-uri and using-named-graph-uri")
    service = service_of(request)
    await service.change(
        "update", update=update, services=sorted(service.settings.services),
        using_graphs=given.get("using-graph-uri", []),
        using_named_graphs=given.get("using-named-graph-uri", []),
    )
    return Response(status_code=204)


def _parsed(text: str) -> Parameters:
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except UnicodeDecodeError as error:
        raise Problem("bad-request", "a parameter that is not UTF-8") from error
    except ValueError as error:
        raise Problem("bad-request", "more than 1,000 parameters") from error
    found: Parameters = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def _one(given: Parameters, name: str) -> str:
    values: Sequence[str] = given.get(name, ())
    if len(values) != 1:
        raise Problem("bad-request", f"{len(values) or 'no'} parameters named {name}; expected one")
    return values[0]


def _number(given: Parameters, name: str) -> float | None:
    if name not in given:
        return None
    text = _one(given, name)
    if not _NUMBER.fullmatch(text) or not float(text):
        raise Problem("bad-request", f"{name} is no number above 0")
    return float(text)


async def _text(request: Request) -> str:
    content = await request.body()
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem("bad-request", "the body is not UTF-8") from error
