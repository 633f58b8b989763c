"""One POST request, with a limit on its whole time and on the length of its answer.

    address, body, headers -> Answer, or NoAnswer with the cause in plain words

The standard library serves: there is one request and no connection to keep, and what matters
here, a deadline for the whole answer, clients do not offer (theirs count from byte to byte, so
that a server that sends one now and then holds them for ever). No redirect is followed: it
would carry the key to wherever the server says.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from base64 import b64encode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from kg.errors import UsageError

__all__ = ["Answer", "NoAnswer", "post", "read_address"]


class NoAnswer(Exception):
    """No answer came; `str()` says why. `again` is whether asking once more may help."""

    def __init__(self, cause: str, *, again: bool = True) -> None:
        super().__init__(cause)
        self.again = again


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered; names of headers are in small letters."""

    status: int
    reason: str
    headers: Mapping[str, str]
    body: bytes


def read_address(url: str) -> SplitResult:
    """The parts of an address of the web. Raises UsageError for any other, and for one that
    holds a name and password: those would show up in every message."""
    try:
        parts = urlsplit(url.strip())
        _ = parts.port
    except ValueError:
        raise UsageError("that is no address; expected one as http://localhost:8080/v1") from None
    if parts.username is not None or parts.password is not None:
        raise UsageError("an address with a name or password in it; give the key by an "
                         "environment variable")
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or \
            parts.fragment or any(ord(c) <= 32 or ord(c) > 126 for c in url.strip()):
        raise UsageError(f"address {url!r}; expected one as http://localhost:8080/v1")
    return parts


def post(address: SplitResult, body: bytes, headers: Mapping[str, str], *, timeout: float,
         max_bytes: int) -> Answer:
    """Send `body` to `address`; the answer within `timeout` seconds in all, or NoAnswer.

    An answer of any status is one. Looks up proxies in the environment (https_proxy, no_proxy).
    """
    end = time.monotonic() + timeout
    late = f"no answer within {timeout:g} s"
    connection, target, more = _connection(address, timeout)
    expired = threading.Event()
    timer: threading.Timer | None = None
    try:
        connection.connect()
        sock = connection.sock

        def cut() -> None:
            expired.set()
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

        timer = threading.Timer(max(0.0, end - time.monotonic()), cut)
        timer.daemon = True
        timer.start()
        connection.request("POST", target, body, {**headers, **more})
        return _read(connection.getresponse(), max_bytes)
    except NoAnswer:
        if expired.is_set():
            raise NoAnswer(late, again=False) from None
        raise
    except TimeoutError as error:
        raise NoAnswer(late, again=False) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        if expired.is_set():
            raise NoAnswer(late, again=False) from error
        raise NoAnswer(_cause(address, error)) from error
    finally:
        if timer is not None:
            timer.cancel()
        connection.close()


def _connection(address: SplitResult, timeout: float
                ) -> tuple[http.client.HTTPConnection, str, dict[str, str]]:
    """A connection, direct or by a proxy, not opened yet; what to ask for; headers for it."""
    host = address.hostname or ""
    path = address.path or "/"
    proxy = getproxies().get(address.scheme)
    if proxy is None or proxy_bypass(host):
        if address.scheme == "https":
            return http.client.HTTPSConnection(
                host, address.port, timeout=timeout, context=ssl.create_default_context()
            ), path, {}
        return http.client.HTTPConnection(host, address.port, timeout=timeout), path, {}
    parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    own = {}
    if parts.username is not None:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        own["Proxy-Authorization"] = "Basic " + b64encode(pair.encode()).decode()
    if address.scheme == "https":
        secure = http.client.HTTPSConnection(
            parts.hostname or "", parts.port, timeout=timeout,
            context=ssl.create_default_context())
        secure.set_tunnel(host, address.port, own)
        return secure, path, {}
    plain = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=timeout)
    return plain, f"http://{address.netloc}{path}", own


def _read(response: http.client.HTTPResponse, max_bytes: int) -> Answer:
    headers = {name.lower(): value for name, value in response.getheaders()}
    if headers.get("content-encoding", "identity") != "identity":
        raise NoAnswer(f"the answer is packed ({headers['content-encoding']!r}), which was not "
                       "asked for", again=False)
    content = bytearray()
    while chunk := response.read(65536):
        content += chunk
        if len(content) > max_bytes:
            raise NoAnswer(f"the answer is longer than {max_bytes:,} bytes", again=False)
    if response.length:  # what was announced and has not come
        raise NoAnswer("the answer breaks off")
    return Answer(response.status, response.reason, headers, bytes(content))


def _cause(address: SplitResult, error: Exception) -> str:
    if isinstance(error, socket.gaierror):
        return f"the name {address.hostname} leads nowhere ({error.strerror})"
    if isinstance(error, ssl.SSLError):
        return f"no secure connection ({error.reason or error})"
    if isinstance(error, ConnectionRefusedError):
        return "nothing listens there (connection refused)"
    if isinstance(error, http.client.RemoteDisconnected):
        return "the server hangs up without an answer"
    if isinstance(error, (http.client.IncompleteRead, ConnectionResetError, BrokenPipeError)):
        return "the answer breaks off"
    if isinstance(error, (http.client.HTTPException, ValueError)):
        return f"what answers speaks no HTTP ({type(error).__name__})"
    return str(getattr(error, "strerror", None) or error or type(error).__name__)
