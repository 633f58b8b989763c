"""Clients and queries that mean harm: the server refuses them and answers the next one."""

from __future__ import annotations

import os
import re
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

ENGAGEMENTS = "SELECT (COUNT(?e) AS ?n) { ?e a hc:Engagement }"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c != ?i) }"
#: Seconds after which nothing comes any more.
LONG = 60


@pytest.fixture(scope="module")
def tight(built_folder: Path, serving: Callable[..., Any]) -> Any:
    """A server with little of everything."""
    return serving(built_folder, "--time-limit", "0.5", "--memory-limit", "256",
                   "--answer-limit", "1", "--request-limit", "256", "--workers", "1",
                   "--queue", "2")


@pytest.fixture(scope="module", autouse=True)
def idle(tight: Any) -> Iterator[socket.socket]:
    """A connection on which nothing is sent; made early, since what becomes of it takes time."""
    address = urlsplit(tight.url)
    with socket.create_connection((address.hostname, address.port), timeout=LONG) as connection:
        yield connection


def ask(url: str, query: str, **parameters: str) -> httpx.Response:
    return httpx.post(f"{url}/sparql", data={"query": query, **parameters}, timeout=LONG)


def answers(url: str) -> bool:
    """Is a question answered? On a busy machine half a second may be too little once or twice."""
    return any(ask(url, ENGAGEMENTS).status_code == 200 for _ in range(10))


# Queries

@pytest.mark.parametrize("query", [
    RUNAWAY,
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?a ?d",
    "SELECT (COUNT(*) AS ?n) { ?a (!<x:x>)* ?b . ?b (!<x:y>)* ?c }",
    "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?c), STR(?d)); separator='') AS ?x) "
    "{ ?a ?b ?c . ?d ?e ?f }",
    "SELECT (SHA512(GROUP_CONCAT(?x)) AS ?y) { { SELECT (CONCAT(STR(?a), STR(?d)) AS ?x) "
    "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } } }",
    "ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(REGEX(CONCAT(STR(?c), STR(?f), STR(?i)), "
    "'^(a+)+(b+)+$')) }",
    "CONSTRUCT { ?a <x:p> ?d . ?d <x:q> ?a } WHERE { ?a ?b ?c . ?d ?e ?f }",
    "DESCRIBE ?s { ?s ?p ?o }",
], ids=lambda query: query[:50])
def test_a_query_without_end_is_ended_and_the_next_is_answered(tight: Any, query: str) -> None:
    answer = ask(tight.url, query)
    assert answer.status_code in (504, 507), answer.text[:300]
    assert answer.headers["content-type"] == "application/problem+json"
    assert "limit_seconds" in answer.json() or "limit_bytes" in answer.json()
    assert answers(tight.url)


def test_the_limit_of_time_is_said(tight: Any) -> None:
    before = time.monotonic()
    answer = ask(tight.url, RUNAWAY)
    assert (answer.status_code, answer.json()["limit_seconds"]) == (504, 0.5)
    assert time.monotonic() - before >= 0.5
    assert ask(tight.url, RUNAWAY, timeout="0.2").json()["limit_seconds"] == 0.2
    assert ask(tight.url, RUNAWAY, timeout="999").json()["limit_seconds"] == 0.5


def test_an_answer_that_is_too_long_is_none(tight: Any) -> None:
    answer = ask(tight.url, "SELECT * { ?s ?p ?o }")
    assert answer.status_code == 507
    assert answer.json()["limit_bytes"] == 1 << 20
    assert "max-rows" in answer.json()["detail"]


@pytest.mark.parametrize("query", [
    "ASK " + "{" * 20_000 + "}" * 20_000,
    "ASK { FILTER(" + "(" * 20_000 + "1" + ")" * 20_000 + ") }",
    "ASK { ?s <x:p>" + "/<x:p>" * 9_000 + " ?o }",
    "ASK { " + "OPTIONAL{?s ?p ?o}" * 3_000 + " }",
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { S\\u0045RVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "INSERT DATA { <x:a> <x:b> 1 }",
    "\0", "SELECT", "{" * 60_000, "'" * 60_000, "\ud7ff\U0010ffff",
], ids=lambda query: repr(query[:30]))
def test_what_the_engine_would_not_survive_is_refused(tight: Any, query: str) -> None:
    answer = ask(tight.url, query)
    assert answer.status_code == 400
    assert len(answer.text) < 2000
    assert answers(tight.url)


@pytest.mark.parametrize("query", [
    "SELECT * FROM <http://127.0.0.1:{port}/data> {{ ?s ?p ?o }}",
    "SELECT * FROM NAMED <http://127.0.0.1:{port}/data> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "SELECT * {{ GRAPH <http://127.0.0.1:{port}/data> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE SILENT <http://127.0.0.1:{port}/sparql> {{ ?s ?p ?o }} }}",
    "DESCRIBE <http://127.0.0.1:{port}/data>",
])
def test_nothing_is_fetched(tight: Any, query: str) -> None:
    asked: list[str] = []
    with recording(asked) as port:
        answer = ask(tight.url, query.format(port=port))
        assert answer.status_code in (200, 400)
        graph = f"http://127.0.0.1:{port}/data"
        httpx.post(f"{tight.url}/sparql", data={
            "query": "SELECT * { ?s ?p ?o }", "default-graph-uri": graph})
        httpx.get(f"{tight.url}/graph-store", params={"graph": graph})
    assert asked == []


@pytest.fixture(scope="module")
def lenient(built_folder: Path, serving: Callable[..., Any]) -> Any:
    """A server that lets one host be asked, and one origin read."""
    return serving(built_folder, "--allow-service", "127.0.0.1", "--cors", "https://app.example",
                   "--workers", "1")


def test_a_host_on_the_list_is_asked_and_no_other(lenient: Any) -> None:
    asked: list[str] = []
    server = lenient
    with recording(asked) as port:
        query = f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/sparql> {{ ?s ?p ?o }} }}"
        answer = ask(server.url, query)
        assert answer.json()["results"]["bindings"] == [{"s": {"type": "uri", "value": "x:far"}}]
        assert ask(server.url, query.replace("127.0.0.1", "localhost")).status_code == 400
    assert asked == ["/sparql"]


class recording:
    """A server that writes down which paths it is asked for, and has one row for everybody."""

    def __init__(self, asked: list[str]) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked.append(self.path)
                self.rfile.read(int(self.headers.get("content-length", 0)))
                body = (b'{"head": {"vars": ["s"]}, "results": {"bindings": '
                        b'[{"s": {"type": "uri", "value": "x:far"}}]}}')
                self.send_response(200)
                self.send_header("Content-Type", "application/sparql-results+json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST

            def log_message(self, format: str, *values: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)

    def __enter__(self) -> int:
        Thread(target=self.server.serve_forever, daemon=True).start()
        return int(self.server.server_address[1])

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


# Requests

def test_a_body_that_is_too_long_is_not_read(tight: Any) -> None:
    answer = ask(tight.url, "ASK {} #" + "x" * (257 << 10))
    assert (answer.status_code, answer.json()["limit_bytes"]) == (413, 256 << 10)

    def endless() -> Any:
        for _ in range(100):
            yield b"query=ASK+{}" + b"x" * 4096

    try:
        answer = httpx.post(f"{tight.url}/sparql", content=endless(), timeout=LONG, headers={
            "Content-Type": "application/x-www-form-urlencoded"})
        assert answer.status_code == 413
    except (httpx.WriteError, httpx.ReadError, httpx.RemoteProtocolError):
        pass  # the connection was closed before all was sent
    assert answers(tight.url)


@pytest.mark.parametrize("lines", [
    "GET /sparql?query=ASK%20{} HTTP/1.1\r\nHost: evil.example\r\n",
    "GET /sparql?query=ASK%20{} HTTP/1.1\r\nHost: 127.0.0.1, evil.example\r\n",
    "GET /sparql?query=ASK%20{} HTTP/1.1\r\nHost: \"><script>\r\n",
    "GET /sparql HTTP/1.1\r\n",
    "POST /sparql HTTP/1.1\r\nHost: {host}\r\nContent-Length: -1\r\n",
    "POST /sparql HTTP/1.1\r\nHost: {host}\r\nContent-Length: 9999999999999999999\r\n",
    "POST /sparql HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n"
    "Content-Length: 5\r\n",
    "GET /" + "x" * 100_000 + " HTTP/1.1\r\nHost: {host}\r\n",
    "GET /id/x\0y HTTP/1.1\r\nHost: {host}\r\n",
    "\x16\x03\x01\x02\x00",
], ids=lambda lines: repr(lines[:60]))
def test_a_request_that_is_none_is_refused(tight: Any, lines: str) -> None:
    host = urlsplit(tight.url).netloc
    reply = raw(tight.url, (lines.replace("{host}", host) + "\r\n").encode("latin-1"))
    assert reply == b"" or reply.split()[1][:1] == b"4", reply[:200]
    assert b"<script>" not in reply
    assert answers(tight.url)


@pytest.mark.parametrize("path", [
    "/static/../../../../../etc/passwd", "/static/%2e%2e/%2e%2e/%2e%2e/kg/cli/serve.py",
    "/static/..%2f..%2f..%2f..%2f..%2fetc%2fpasswd", "/static//etc/passwd",
    "/static/%00/etc/passwd", "/data/../../../etc/passwd", "/id/graph/../../../../etc/passwd",
    "/page/../static/../../serve.py", "//etc/passwd", "/..%5c..%5cwindows",
    "/questions/..%2f..%2fsecret", "/questions/..%2f..%2fsecret.rq",
])
def test_no_path_leads_out(tight: Any, path: str) -> None:
    host = urlsplit(tight.url).netloc
    reply = raw(tight.url, get(path, host))
    assert reply.split()[1] in (b"404", b"400", b"303", b"307"), reply[:200]
    assert b"root:" not in reply
    assert b"import " not in reply


@pytest.mark.parametrize("place", [
    "/id/x%0d%0aSet-Cookie:%20a=b", "/country/CU%0aX", "/data/id/%0d%0aX:%20y",
    "/sparql?query=ASK%20{}&format=x%0d%0aSet-Cookie:%20a=b",
    "/graph-store?graph=x:%0d%0aSet-Cookie:%20a=b", "/page?iri=x:%0d%0aSet-Cookie:%20a=b",
])
def test_no_header_can_be_put_into_an_answer(tight: Any, place: str) -> None:
    host = urlsplit(tight.url).netloc
    reply = raw(tight.url, get(place, host))
    head = reply.partition(b"\r\n\r\n")[0].lower()
    assert reply.startswith(b"HTTP/1.1 ")
    assert b"\r\nset-cookie" not in head
    assert b"\nx" not in head.replace(b"\r\nx-content-type-options", b"").replace(
        b"\r\nx-frame-options", b"")


def get(path: str, host: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()


def raw(url: str, request: bytes) -> bytes:
    """What the server says to bytes as they are, until it closes or says no more."""
    address = urlsplit(url)
    with socket.create_connection((address.hostname, address.port), timeout=5) as connection:
        reply = b""
        try:
            connection.sendall(request)
            while piece := connection.recv(65536):
                reply += piece
                head, end, body = reply.partition(b"\r\n\r\n")
                length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
                if end and length and len(body) >= int(length[1]):
                    # The answer is whole; a second one would come at once.
                    connection.settimeout(0.2)
        except OSError:
            pass
    return reply


# Clients that go, or take nothing

def test_a_client_that_goes_away_frees_its_worker(tight: Any) -> None:
    def ended() -> float:
        figures = httpx.get(f"{tight.url}/metrics").text.splitlines()
        return sum(float(line.rpartition(" ")[2]) for line in figures
                   if line.startswith('kg_workers_lost_total{cause="gone"}'))

    before = ended()
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(f"{tight.url}/sparql", data={"query": RUNAWAY}, timeout=0.3)
    deadline = time.monotonic() + LONG
    while ended() == before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert ended() == before + 1
    assert answers(tight.url)


def test_a_client_that_takes_nothing_holds_no_worker(tight: Any) -> None:
    address = urlsplit(tight.url)
    query = "SELECT * { ?s ?p ?o } LIMIT 3000"
    request = (f"GET /sparql?query={query.replace(' ', '%20')} HTTP/1.1\r\nHost: "
               f"{address.netloc}\r\n\r\n").encode()
    lazy = [socket.create_connection((address.hostname, address.port)) for _ in range(5)]
    try:
        for connection in lazy:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            connection.sendall(request)
            connection.recv(1)
        # More than there are workers take nothing, and others are answered.
        assert answers(tight.url)
    finally:
        for connection in lazy:
            connection.close()


def test_a_request_that_does_not_end_holds_no_worker(tight: Any, idle: socket.socket) -> None:
    address = urlsplit(tight.url)
    slow = [socket.create_connection((address.hostname, address.port)) for _ in range(5)]
    try:
        for connection in slow:
            connection.sendall(
                f"POST /sparql HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Type: "
                "application/sparql-query\r\nContent-Length: 100\r\n\r\nASK".encode())
        assert answers(tight.url)
        # One that sends nothing at all is let go after a while.
        assert idle.recv(1) == b""
    finally:
        for connection in slow:
            connection.close()


def test_who_cannot_wait_is_told_to_come_again(tight: Any) -> None:
    with ThreadPoolExecutor(8) as threads:
        got = list(threads.map(lambda _: ask(tight.url, RUNAWAY), range(8)))
    assert {answer.status_code for answer in got} == {503, 504}
    for answer in got:
        if answer.status_code == 503:
            assert int(answer.headers["retry-after"]) > 0
    assert answers(tight.url)


# Browsers

def test_answers_tell_a_browser_to_be_careful(served: Any) -> None:
    for path in ("/sparql?query=ASK%20%7B%7D", "/nothing", "/health", "/docs", "/void"):
        headers = httpx.get(f"{served.url}{path}").headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert "server" not in headers


def test_pages_of_other_origins_read_nothing_unless_they_may(served: Any, lenient: Any) -> None:
    origin = {"Origin": "https://app.example"}
    query = {"query": "ASK {}"}
    answer = httpx.get(f"{served.url}/sparql", params=query, headers=origin)
    assert "access-control-allow-origin" not in answer.headers
    answer = httpx.get(f"{lenient.url}/sparql", params=query, headers=origin)
    assert answer.headers["access-control-allow-origin"] == "https://app.example"
    assert "origin" in answer.headers["vary"].lower()
    preflight = httpx.options(f"{lenient.url}/sparql", headers={
        **origin, "Access-Control-Request-Method": "POST"})
    assert preflight.headers["access-control-allow-origin"] == "https://app.example"
    other = httpx.get(f"{lenient.url}/sparql", params=query, headers={"Origin": "https://evil"})
    assert "access-control-allow-origin" not in other.headers


# The end

def test_workers_end_with_their_server(built_folder: Path, serving: Callable[..., Any]) -> None:
    server = serving(built_folder, "--workers", "1")
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
    if not children.exists():
        pytest.skip("the system does not list children")
    pids = [int(pid) for pid in children.read_text().split()]
    assert len(pids) == 2  # one, and a spare
    server.process.kill()
    deadline = time.monotonic() + LONG
    while any(Path(f"/proc/{pid}").exists() for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()], os.listdir("/proc")


def test_a_server_ends_in_order(lenient: Any) -> None:
    assert answers(lenient.url)
    assert lenient.stop() == ""
    assert lenient.process.returncode == 0
