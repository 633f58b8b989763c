"""HTTP with a SPARQL server: addresses, credentials, time limits, and errors in plain words.

    https://host/sparql#update=/update&graphs=/data --read_endpoint--> Endpoint
    Connection(endpoint): ask, update, put_graph

What is sent is what all servers take: queries and updates as forms by POST, graphs by PUT of the
Graph Store Protocol. Credentials come from the environment or .netrc, never from the address,
which people paste into logs and papers; they go over https, or stay on this machine, but for a
digest, which any line may carry.
"""

from __future__ import annotations

import math
import netrc
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, urljoin, urlsplit, urlunsplit

from kg.errors import StoreError, UsageError

if TYPE_CHECKING:
    import requests

__all__ = ["Connection", "Endpoint", "is_address", "read_endpoint"]

#: Seconds to wait for a connection, and for an answer where KG_STORE_TIMEOUT gives no others.
_CONNECT: Final = 10.0
_ANSWER: Final = 300.0
#: How often a request is made where the server is busy or hangs up, and how long to wait between
#: two, in seconds, at most. All requests may be repeated: none adds to what is there.
_TRIES: Final = 4
_LONGEST_PAUSE: Final = 10.0
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a server takes queries, updates and whole graphs ("" where it takes none).

    `union` names the graph that is the union of all, on servers whose default graph is another;
    `base` is where the IRIs of things begin, None where the server is to be asked.
    """

    query: str
    update: str
    graphs: str = ""
    union: str = ""
    base: str | None = None

    @property
    def name(self) -> str:
        """The address for messages: without what may be secret in it."""
        return urlunsplit((*urlsplit(self.query)[:3], "", ""))


def is_address(target: str) -> bool:
    """Does `target` name a server, and no folder?"""
    return target.lower().startswith(("http://", "https://"))


def read_endpoint(target: str) -> Endpoint:
    """Read the address of a server.

    Behind # may stand, joined by &: update= and graphs=, where updates and the Graph Store
    Protocol have addresses of their own (those without a host are on the same); union= and
    base= as in `Endpoint`.

    >>> read_endpoint("http://localhost:3030/ds/query#update=/ds/update").update
    'http://localhost:3030/ds/update'

    Raises UsageError for what is no such address, and for one with a password.
    """
    query, _, rest = target.partition("#")
    try:
        given = dict(parse_qsl(rest, keep_blank_values=True, strict_parsing=True)) if rest else {}
    except ValueError:
        given = {"": ""}
    if unknown := sorted(given.keys() - {"update", "graphs", "union", "base"}):
        raise UsageError(
            f"{_shown(target)}: behind # stands {unknown[0] or rest!r}; expected update=, graphs=, "
            "union= or base=, joined by &"
        )
    addresses = [query, *(urljoin(query, given.get(name, "")) for name in ("update", "graphs"))]
    for address in addresses:
        _check(address, target)
    return Endpoint(
        query, addresses[1], addresses[2] if given.get("graphs") else "", given.get("union", ""),
        given.get("base"),
    )


def _check(address: str, target: str) -> None:
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise UsageError(f"{_shown(target)}: no address of a server ({error})") from error
    if not is_address(address) or not host:
        raise UsageError(f"{_shown(target)}: no address of a server; expected http(s)://host/…")
    if parts.username is not None or parts.password is not None:
        raise UsageError(
            f"{_shown(target)}: leave name and password out of the address, and give them as "
            "KG_STORE_USER and KG_STORE_PASSWORD or in .netrc"
        )


def _shown(target: str) -> str:
    """`target` without what may be secret in it."""
    before, _, after = target.partition("://")
    return f"{before}://{after.partition('?')[0].partition('#')[0].rpartition('@')[2]}"


class Connection:
    """The requests to one server. Not for several threads at once."""

    def __init__(self, endpoint: Endpoint, environ: Mapping[str, str] = os.environ) -> None:
        """Raises StoreError for credentials that would be sent in the clear, UsageError for a
        KG_STORE_TIMEOUT that is no number of seconds."""
        import requests

        self.endpoint = endpoint
        #: What the server calls itself, once it has answered.
        self.server = ""
        self._timeout = (_CONNECT, _seconds(environ))
        self._session = requests.Session()
        host = urlsplit(endpoint.query).hostname or ""
        # A proxy sees nothing of this machine.
        self._session.trust_env = host not in _LOOPBACK
        self._signers = _credentials(endpoint, environ)
        self._session.auth = self._signers.pop(0)
        self._session.headers["User-Agent"] = "kg"

    def close(self) -> None:
        """Let go of the connections that are kept open."""
        self._session.close()

    def ask(
        self, sparql: str, accept: str, *, default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> tuple[bytes, str]:
        """The answer to a query, and its media type.

        Raises SyntaxError where the server finds fault with the query, StoreError for the rest.
        """
        fields = [("query", sparql), *(("default-graph-uri", iri) for iri in default_graphs),
                  *(("named-graph-uri", iri) for iri in named_graphs)]
        response = self._send("POST", self.endpoint.query, fields=fields, accept=accept)
        if response.status_code == 400:
            raise SyntaxError(_first_line(response) or "refused by the server")
        self._require_success(response)
        media = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        return response.content, media

    def update(self, sparql: str) -> None:
        """Make the server carry out an update. Raises StoreError where it does not."""
        self._require_success(
            self._send("POST", self.endpoint.update, fields=[("update", sparql)])
        )

    def put_graph(self, graph: str, n_triples: bytes) -> None:
        """Put triples in place of all that a graph holds (Graph Store Protocol)."""
        # All servers read Turtle, and N-Triples is Turtle.
        self._require_success(self._send(
            "PUT", self.endpoint.graphs, params={"graph": graph}, body=n_triples,
            media="text/turtle",
        ))

    def _send(
        self, method: str, url: str, *, fields: list[tuple[str, str]] | None = None,
        params: dict[str, str] | None = None, body: bytes | None = None, media: str | None = None,
        accept: str = "*/*",
    ) -> requests.Response:
        import requests

        headers = {"Accept": accept}
        if media is not None:
            headers["Content-Type"] = media
        for left in reversed(range(_TRIES)):
            try:
                response = self._session.request(
                    method, url, data=body if fields is None else fields, params=params,
                    headers=headers, timeout=self._timeout, allow_redirects=False,
                )
            except requests.Timeout as error:
                raise StoreError(
                    f"{self.endpoint.name}: no answer in {self._timeout[1]:g} seconds; "
                    "KG_STORE_TIMEOUT sets how long to wait"
                ) from error
            except requests.RequestException as error:
                if left and _hung_up(error):
                    continue
                raise StoreError(f"{self.endpoint.name}: {_cause(error)}") from error
            self.server = response.headers.get("Server", "")
            if response.status_code == 401 and self._signers:
                self._session.auth = self._signers.pop(0)
            elif response.status_code == 503 and left:
                time.sleep(_pause(response))
            else:
                return response
        raise AssertionError("unreachable")

    def _require_success(self, response: requests.Response) -> None:
        status, name = response.status_code, self.endpoint.name
        if 200 <= status < 300:
            return
        if 300 <= status < 400:
            where = _shown(response.headers.get("Location", "another address"))
            raise StoreError(f"{name}: has moved to {where}; give that address instead")
        if status in (401, 403):
            raise StoreError(
                f"{name}: not allowed ({status}); set KG_STORE_USER and KG_STORE_PASSWORD, or "
                "KG_STORE_TOKEN, or check what they may do there"
            )
        if status in (404, 405):
            raise StoreError(
                f"{name}: nothing there takes this request ({status}); check the addresses for "
                "queries, updates and graphs (docs/store.md)"
            )
        cause = _first_line(response)
        raise StoreError(f"{name}: the server answers {status}{f' ({cause})' if cause else ''}")


def _seconds(environ: Mapping[str, str]) -> float:
    given = environ.get("KG_STORE_TIMEOUT", "")
    try:
        seconds = float(given) if given else _ANSWER
    except ValueError:
        seconds = 0
    if not (math.isfinite(seconds) and seconds > 0):
        raise UsageError(f"KG_STORE_TIMEOUT {given!r}; expected a number of seconds")
    return seconds


def _credentials(endpoint: Endpoint, environ: Mapping[str, str]) -> list[Any]:
    """What signs requests, as the library takes it; where the first is refused, the second does."""
    addresses = [urlsplit(url) for url in (endpoint.query, endpoint.update, endpoint.graphs) if url]
    private = all(url.scheme == "https" or url.hostname in _LOOPBACK for url in addresses)
    token = environ.get("KG_STORE_TOKEN")
    if token:
        if not private:
            raise StoreError(
                f"{endpoint.name}: KG_STORE_TOKEN is not sent over plain http; use https"
            )
        return [_signed(f"Bearer {token}")]
    user, password = environ.get("KG_STORE_USER"), environ.get("KG_STORE_PASSWORD", "")
    if user is None:
        try:
            found = netrc.netrc(environ.get("NETRC")).authenticators(addresses[0].hostname or "")
        except FileNotFoundError:
            found = None
        except (netrc.NetrcParseError, OSError) as error:
            raise StoreError(f".netrc: cannot be read ({error})") from error
        if found is None:
            return [_signed(None)]
        user, password = found[0], found[2] or ""
    return _by_password(user, password, private=private)


def _signed(line: str | None) -> Any:
    def sign(request: Any) -> Any:
        if line is not None:
            request.headers["Authorization"] = line
        return request

    return sign


def _by_password(user: str, password: str, *, private: bool) -> list[Any]:
    """Name and password as they are where nobody can listen, then, or else only, by digest."""
    from requests.auth import HTTPBasicAuth, HTTPDigestAuth

    digest = HTTPDigestAuth(user, password)
    return [HTTPBasicAuth(user.encode(), password.encode()), digest] if private else [digest]


def _hung_up(error: Exception) -> bool:
    """Has the server closed a connection that was kept open, so that another may do?"""
    text = repr(error)
    return "RemoteDisconnected" in text or "ConnectionReset" in text or "BrokenPipe" in text


def _cause(error: Exception) -> str:
    """What went wrong, without what the library says of its own insides."""
    text = repr(error)
    if "Connection refused" in text:
        return "nobody answers there; is the server running?"
    if "NameResolution" in text or "Name or service" in text or "nodename" in text:
        return "no such host"
    if "CERTIFICATE_VERIFY" in text:
        return "its certificate is not trusted (REQUESTS_CA_BUNDLE names a file of others)"
    return f"the connection failed ({type(error).__name__})"


def _pause(response: requests.Response) -> float:
    """How long to wait before asking a busy server again, in seconds."""
    given = response.headers.get("Retry-After", "")
    return min(float(given) if given.isdigit() else 1.0, _LONGEST_PAUSE)


def _first_line(response: requests.Response) -> str:
    """What the server says of its own, in one line."""
    try:
        told = response.json()
        text = str(told.get("detail") or told.get("message") or told.get("title") or "")
    except (ValueError, AttributeError):
        text = response.text
    lines = (" ".join(line.split()) for line in text.splitlines())
    return next(filter(None, lines), "")[:300]
