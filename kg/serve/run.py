"""A server on an address, until it is told to end.

uvicorn speaks HTTP; SIGTERM and SIGINT let requests end that run, for some seconds.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.errors import UsageError
from kg.serve.app import make_app
from kg.serve.settings import Settings

__all__ = ["LOOPBACK", "listen", "serve"]

#: Names that a server on the loopback goes by.
LOOPBACK: Final = ("localhost", "127.0.0.1", "[::1]")
#: Seconds that requests get to end when the server is told to.
_GRACE: Final = 10
_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
#: Connections at a time; more are refused with 503.
_CONNECTIONS: Final = 1000
#: Seconds until the first request on a connection must have come, up to the end of its headers.
_FIRST: Final = 10
#: Seconds an idle connection stays open.
_IDLE: Final = 15


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on `host`; port 0 takes a free one.

    Raises UsageError for an address that cannot be had.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        raise UsageError(f"{host}:{port}: cannot listen there ({error.strerror})") from error
    return listener


def serve(
    settings: Settings, listener: socket.socket, *, started: Callable[[], None],
    log: Callable[[str], None],
) -> None:
    """Serve on `listener` until SIGTERM or SIGINT. `started` is called when requests can come.

    Raises StoreError for a folder that is no store or cannot be read.
    """
    app = make_app(settings, log=log)
    config = uvicorn.Config(
        app, server_header=False, date_header=True, access_log=False, log_level=logging.WARNING,
        proxy_headers=False, limit_concurrency=_CONNECTIONS, timeout_keep_alive=_IDLE,
        timeout_graceful_shutdown=_GRACE, ws="none", lifespan="off", http=_Connection,
    )

    async def run() -> None:
        # Not left to uvicorn, which would tell a store that cannot be served as a traceback.
        async with app.router.lifespan_context(app):
            await _Server(config, started).serve(sockets=[listener])

    asyncio.run(run())


class _Connection(H11Protocol):
    """uvicorn's, that closes a connection on which no request comes."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._first = self.loop.call_later(_FIRST, self._close_unused)

    def connection_lost(self, exc: Exception | None) -> None:
        self._first.cancel()
        super().connection_lost(exc)

    def _close_unused(self) -> None:
        # A cycle is a request and its answer; there is none before the first header is whole.
        if self.cycle is None:
            self.transport.close()


class _Server(uvicorn.Server):
    """uvicorn's, that says when it is there, and ends without a signal to its own process."""

    def __init__(self, config: uvicorn.Config, on_start: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_start = on_start

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._on_start()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Let the first signal end the server in order, and the second at once."""
        before = {one: signal.signal(one, self.handle_exit) for one in _SIGNALS}
        try:
            yield
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)
