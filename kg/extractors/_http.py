"""One POST request, with a limit on its whole time and on the length of its answer.

    address, body, headers -> Answer, or NoAnswer with the cause in plain words

The standard library serves: there is one request and no connection to keep, and what matters
here, a deadline for the whole answer, clients do not offer (theirs count from byte to byte, so
that a server that sends one now and then holds them for ever). No redirect is followed: it
would carry the key to wherever the server says.
"""

from __future__ import annotations

import http.client
import ipaddress
import os
import socket
import ssl
import threading
from base64 import b64encode
from collections.abc import Mapping
from concurrent.futures import Future, wait
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from kg.errors import UsageError

__all__ = ["Answer", "NoAnswer", "find_proxy", "is_here", "post", "read_address"]


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
    holds a name and password: those would show up in every message. The error never repeats
    the address, which may hold a key in a place that was not meant for one."""
    expected = "expected one as http://localhost:8080/v1"
    try:
        parts = urlsplit(url.strip())
        _ = parts.port
    except ValueError:
        raise UsageError(f"that is no address; {expected}") from None
    if parts.username is not None or parts.password is not None:
        raise UsageError("an address with a name or password in it; give the key by an "
                         "environment variable")
    if parts.scheme not in ("http", "https"):
        raise UsageError(f"an address without http:// or https://; {expected}")
    if not parts.hostname or any(ord(c) <= 32 or ord(c) > 126 for c in url.strip()):
        raise UsageError(f"that is no address; {expected}")
    if parts.query or parts.fragment:
        raise UsageError(f"an address with something after '?' or '#'; {expected}")
    return parts


def is_here(host: str) -> bool:
    """Does this name mean the machine itself?"""
    host = host.rstrip(".")
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def find_proxy(address: SplitResult) -> SplitResult | None:
    """The proxy that the environment names for `address`, None where it is asked directly.

    This machine is never asked by a proxy: what is meant to stay here would leave it. Raises
    UsageError for a proxy that cannot be used; it never repeats what may hold a password.
    """
    host = address.hostname or ""
    proxy = None if is_here(host) else getproxies().get(address.scheme)
    if not proxy or proxy_bypass(host):
        return None
    name = f"{address.scheme}_proxy"
    variable = name if name in os.environ or name.upper() not in os.environ else name.upper()
    try:
        parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        _ = parts.port
    except ValueError:
        parts = urlsplit("")
    if parts.scheme and parts.scheme != "http":
        raise UsageError(f"the proxy that {variable} names is not asked by http://, the only "
                         "kind that can be used")
    if any(ord(c) <= 32 or ord(c) > 126 for c in parts.hostname or " "):
        raise UsageError(f"the proxy that {variable} names is no address; expected one as "
                         "http://proxy.example:3128")
    return parts


def post(address: SplitResult, body: bytes, headers: Mapping[str, str], *, timeout: float,
         max_bytes: int) -> Answer:
    """Send `body` to `address`; the answer within `timeout` seconds in all, or NoAnswer.

    An answer of any status is one. Looks up proxies in the environment (https_proxy, no_proxy);
    raises UsageError for one that cannot be used.
    """
    proxy = find_proxy(address)
    connection, target, more = _connection(address, proxy, timeout)
    over = threading.Event()
    outcome: Future[Answer] = Future()

    def ask() -> None:
        try:
            connection.connect()
            if over.is_set():  # nobody waits: the key and the article stay here
                raise TimeoutError
            connection.request("POST", target, body, {**headers, **more})
            outcome.set_result(_read(connection.getresponse(), max_bytes))
        except BaseException as error:
            outcome.set_exception(error)
        finally:
            connection.close()

    # In a thread, since neither the look-up of a name nor a handshake can be broken off from
    # within, and a daemon, since the program must not wait for it when it ends.
    threading.Thread(target=ask, daemon=True).start()
    try:
        wait([outcome], timeout)
        if not outcome.done():
            raise TimeoutError
        return outcome.result()
    except NoAnswer:
        raise
    except TimeoutError as error:
        raise NoAnswer(f"no answer within {timeout:g} s", again=False) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        cause = _cause(address if proxy is None else proxy, error)
        raise NoAnswer(cause if proxy is None else f"by the proxy: {cause}") from error
    finally:
        over.set()
        sock = connection.sock
        if sock is not None and not outcome.done():
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)


def _connection(address: SplitResult, proxy: SplitResult | None, timeout: float
                ) -> tuple[http.client.HTTPConnection, str, dict[str, str]]:
    """A connection, direct or by a proxy, not opened yet; what to ask for; headers for it."""
    host = address.hostname or ""
    path = address.path or "/"
    if proxy is None:
        if address.scheme == "https":
            return http.client.HTTPSConnection(
                host, address.port, timeout=timeout, context=ssl.create_default_context()
            ), path, {}
        return http.client.HTTPConnection(host, address.port, timeout=timeout), path, {}
    own = {}
    if proxy.username is not None:
        pair = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
        own["Proxy-Authorization"] = "Basic " + b64encode(pair.encode()).decode()
    # Without a port it is that of http: also where what goes through it is https.
    port = proxy.port or http.client.HTTP_PORT
    if address.scheme == "https":
        secure = http.client.HTTPSConnection(
            proxy.hostname or "", port, timeout=timeout, context=ssl.create_default_context())
        secure.set_tunnel(host, address.port, own)
        return secure, path, {}
    plain = http.client.HTTPConnection(proxy.hostname or "", port, timeout=timeout)
    return plain, f"http://{address.netloc}{path}", own


def _read(response: http.client.HTTPResponse, max_bytes: int) -> Answer:
    headers = {name.lower(): value for name, value in response.getheaders()}
    if headers.get("content-encoding", "identity") != "identity":
        raise NoAnswer(f"the answer is packed ({headers['content-encoding']}), which was not "
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
