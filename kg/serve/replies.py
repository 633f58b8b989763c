"""What handlers share: the format that a request wants, and answers as responses."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterable, Mapping
from typing import IO, Final, TypeVar

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from kg.serve.formats import SHORT, TRIPLES, Wanted, wanted
from kg.serve.pool import Reply
from kg.serve.problems import ClientGone, Problem

__all__ = ["answer_response", "triples_response", "wanted_of", "watched"]

Value = TypeVar("Value")

_PIECE: Final = 1 << 16
_RDF: Final = {
    "turtle": ox.RdfFormat.TURTLE, "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD, "rdfxml": ox.RdfFormat.RDF_XML,
}


def wanted_of(request: Request, format: str | None = None) -> Wanted:
    """What a request wants by its header Accept, or by `format`, by default the parameter of that
    name in its address. Raises Problem for a name that is none."""
    format = format or request.query_params.get("format")
    if format is not None and format not in SHORT:
        raise Problem("bad-request", f"no such format; expected one of {', '.join(SHORT)}")
    return wanted(request.headers.get("accept"), format)


def answer_response(request: Request, reply: Reply) -> Response:
    """An answer of a worker."""
    headers = {
        "Content-Length": str(reply.size),
        "Vary": "Accept",
        "Cache-Control": "no-cache",
        "Server-Timing": f"query;dur={reply.end['seconds'] * 1000:.1f}",
    }
    if "cut" in reply.end:
        headers["Kg-Cut"] = f"rows={reply.end['cut']}"
    if request.method == "HEAD":
        reply.close()
        return Response(headers=headers, media_type=_with_charset(reply.media))
    return StreamingResponse(
        _pieces(reply.content), headers=headers, media_type=_with_charset(reply.media))


def triples_response(
    request: Request, triples: Iterable[ox.Triple], prefixes: Mapping[str, str],
    asked: Wanted | None = None,
) -> Response:
    """Triples that the server makes itself. Raises Problem where the client takes none."""
    media = (asked or wanted_of(request)).triples
    if media is None:
        raise Problem("not-acceptable", f"expected one of {', '.join(TRIPLES)}")
    ordered = sorted(set(triples), key=str)
    text = " ".join(map(str, ordered))
    used = {name: space for name, space in prefixes.items() if f"<{space}" in text}
    content = ox.serialize(ordered, format=_RDF[TRIPLES[media]], prefixes=used)
    return Response(content, media_type=_with_charset(media),
                    headers={"Vary": "Accept", "Cache-Control": "no-cache"})


async def watched(request: Request, work: Awaitable[Value]) -> Value:
    """What `work` comes to. Raises ClientGone when the client goes away meanwhile; the work is
    cancelled then."""
    task = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise ClientGone
        return task.result()
    finally:
        for one in (task, gone):
            one.cancel()


async def _gone(request: Request) -> None:
    await request.body()
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _pieces(content: IO[bytes]) -> AsyncIterator[bytes]:
    with content:
        while piece := content.read(_PIECE):
            yield piece


def _with_charset(media: str) -> str:
    return f"{media}; charset=utf-8" if media.startswith("text/") else media
