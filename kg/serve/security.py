"""What every answer carries and every request must keep to, whatever it asks for.

Headers that stop a browser from guessing, framing and fetching; names that the server goes by;
the length of a request and the time it may take; the time a client may take for its answer.
These are layers around the application, in plain ASGI.
"""

from __future__ import annotations

import asyncio
import re
import traceback
from collections.abc import Callable
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve.problems import ClientGone, Problem, problem_response
from kg.serve.settings import Limits
from kg.sparql import shortened

__all__ = ["PAGE_POLICY", "BoundedRequests", "KnownHosts", "SecureHeaders"]

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


#: What can stand in a Host header: a name or an address, and a port.
_HOST: Final = re.compile(
    r"([a-z0-9._-]{1,255}|\[[0-9a-f:.]{2,45}\])(?::[0-9]{1,5})?", re.IGNORECASE)


class KnownHosts:
    """Refuses requests for a host that is not ours, or that is none.

    A page of anybody can make a name of its own point to this machine and read what a server on
    the loopback says; but it cannot ask under our name.
    """

    def __init__(self, app: ASGIApp, *, hosts: tuple[str, ...] | None) -> None:
        self.app = app
        self.hosts = None if hosts is None else {host.lower() for host in hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            match = _HOST.fullmatch(Headers(scope=scope).get("host", ""))
            if match is None:
                problem = Problem("bad-request", "the header Host names no host")
            elif self.hosts is not None and match[1].lower() not in self.hosts:
                problem = Problem("misdirected", "this server does not go by the name in Host; "
                                  "--public-url or --allow-host make one known")
            else:
                await self.app(scope, receive, send)
                return
            await problem_response(problem)(scope, receive, send)
            return
        await self.app(scope, receive, send)


class BoundedRequests:
    """Refuses a request that is too long or too slow, and drops a client that takes nothing.

    None of this holds a worker: a request is whole before one is asked, and an answer is whole
    before it is sent.
    """

    def __init__(self, app: ASGIApp, *, limits: Limits, log: Callable[[str], None]) -> None:
        self.app, self.limits, self.log = app, limits, log

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
        except Exception as error:
            if started:
                raise
            problem = error if isinstance(error, Problem) else self._unforeseen(scope, error)
            # What is left of the request is not read.
            response = problem_response(problem)
            response.headers["Connection"] = "close"
            await response(scope, receive, bounded_send)

    def _unforeseen(self, scope: Scope, error: Exception) -> Problem:
        """A mistake of ours: the operator gets to see it, and the client that there was one."""
        where = "".join(traceback.format_exception(error))
        self.log(f"{scope['method']} {shortened(scope['path'], 200)} failed:\n{where}")
        return Problem("failed", "a mistake in the server; its log says more")


def _too_large(limits: Limits) -> Problem:
    return Problem("too-large", f"more than {limits.body:,} bytes", {"limit_bytes": limits.body})
