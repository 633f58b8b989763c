"""What every answer carries and every request must keep to, whatever it asks for.

Headers that stop a browser from guessing, framing and fetching; names that the server goes by;
the length of a request and the time it may take; the time a client may take for its answer.
These are layers around the application, in plain ASGI.
"""

from __future__ import annotations

import asyncio
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve.problems import ClientGone, Problem, problem_response
from kg.serve.settings import Limits

__all__ = ["BoundedRequests", "KnownHosts", "PAGE_POLICY", "SecureHeaders"]

#: What a page of ours may load: its own files. No script and no style stands in a page, and none
#: is made of text.
PAGE_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
#: Of an answer that is no page nothing is to be run or shown within another.
_DATA_POLICY: Final = "default-src 'none'; frame-ancestors 'none'; sandbox"
_ALWAYS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class SecureHeaders:
    """Adds to each answer what tells a browser to be careful with it."""

    def __init__(self, app: ASGIApp, *, cors: bool) -> None:
        self.app, self.cors = app, cors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers.setdefault(name, value)
                page = headers.get("content-type", "").startswith("text/html")
                headers.setdefault(
                    "Content-Security-Policy", PAGE_POLICY if page else _DATA_POLICY)
                headers.setdefault(
                    "Cross-Origin-Resource-Policy", "cross-origin" if self.cors else "same-origin")
            await send(message)

        await self.app(scope, receive, with_headers)


class KnownHosts:
    """Refuses requests for a host that is not ours.

    A page of anybody can make a name of its own point to this machine and read what a server on
    the loopback says; but it cannot ask under our name.
    """

    def __init__(self, app: ASGIApp, *, hosts: tuple[str, ...] | None) -> None:
        self.app = app
        self.hosts = None if hosts is None else {host.lower() for host in hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self.hosts is not None:
            host = _name_of(Headers(scope=scope).get("host", ""))
            if host not in self.hosts:
                problem = Problem("misdirected", "this server does not go by the name in Host; "
                                  "--public-url or --allow-host make one known")
                await problem_response(problem)(scope, receive, send)
                return
        await self.app(scope, receive, send)


class BoundedRequests:
    """Refuses a request that is too long or too slow, and drops a client that takes nothing.

    None of this holds a worker: a request is whole before one is asked, and an answer is whole
    before it is sent.
    """

    def __init__(self, app: ASGIApp, *, limits: Limits) -> None:
        self.app, self.limits = app, limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limits, size, started, whole = self.limits, 0, False, False
        deadline = asyncio.get_running_loop().time() + limits.upload

        async def bounded_receive() -> Message:
            nonlocal size, whole
            if whole:
                return await receive()
            left = deadline - asyncio.get_running_loop().time()
            try:
                message = await asyncio.wait_for(receive(), max(left, 0))
            except asyncio.TimeoutError as error:
                raise Problem("too-slow-upload",
                              f"the request was not whole after {limits.upload:g} s") from error
            if message["type"] == "http.request":
                size += len(message.get("body", b""))
                whole = not message.get("more_body", False)
                if size > limits.body:
                    raise _too_large(limits)
            return message

        async def bounded_send(message: Message) -> None:
            nonlocal started
            started = True
            # Waits while the client takes nothing; then the connection is closed.
            await asyncio.wait_for(send(message), limits.stall)

        try:
            announced = Headers(scope=scope).get("content-length", "")
            if announced.isdecimal() and int(announced) > limits.body:
                raise _too_large(limits)
            await self.app(scope, bounded_receive, bounded_send)
        except ClientGone:
            return  # nobody is there to be told
        except Problem as problem:
            if started:
                raise
            # What is left of the request is not read.
            response = problem_response(problem)
            response.headers["Connection"] = "close"
            await response(scope, receive, bounded_send)


def _too_large(limits: Limits) -> Problem:
    return Problem("too-large", f"more than {limits.body:,} bytes", {"limit_bytes": limits.body})


def _name_of(host: str) -> str:
    """The name in a Host header, without the port.

    >>> _name_of("[::1]:8000"), _name_of("LocalHost:80")
    ('[::1]', 'localhost')
    """
    host = host.strip().lower()
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0]
