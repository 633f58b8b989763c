"""Queries that would take all time and memory are ended, and the next one is answered."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

ENGAGEMENTS = "SELECT (COUNT(?e) AS ?n) { ?e a hc:Engagement }"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c != ?i) }"


@pytest.fixture(scope="module")
def tight(built_folder: Path, serving: Callable[..., Any]) -> Any:
    """A server with little of everything."""
    return serving(built_folder, "--time-limit", "1", "--memory-limit", "256",
                   "--answer-limit", "1", "--workers", "1", "--queue", "2")


def ask(url: str, query: str, **parameters: str) -> httpx.Response:
    return httpx.post(f"{url}/sparql", data={"query": query, **parameters}, timeout=60)


def test_a_query_without_end_is_ended_and_the_next_is_answered(tight: Any) -> None:
    before = time.monotonic()
    answer = ask(tight.url, RUNAWAY)
    took = time.monotonic() - before
    assert (answer.status_code, answer.headers["content-type"]) == (504, "application/problem+json")
    assert answer.json()["limit_seconds"] == 1
    assert took >= 1
    assert ask(tight.url, ENGAGEMENTS).json()["results"]["bindings"]


def test_a_query_that_takes_all_memory_is_ended(tight: Any) -> None:
    answer = ask(tight.url, "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?a ?d")
    # Whichever of the two it meets first, on this machine.
    assert answer.status_code in (504, 507)
    assert ask(tight.url, ENGAGEMENTS).status_code == 200


def test_an_answer_that_is_too_long_is_none(tight: Any) -> None:
    answer = ask(tight.url, "SELECT * { ?s ?p ?o }")
    assert answer.status_code == 507
    assert answer.json()["limit_bytes"] == 1 << 20


def test_workers_end_with_their_server(built_folder: Path, serving: Callable[..., Any]) -> None:
    server = serving(built_folder, "--workers", "1")
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
    if not children.exists():
        pytest.skip("the system does not list children")
    pids = [int(pid) for pid in children.read_text().split()]
    assert len(pids) == 2  # one, and a spare
    server.process.kill()
    deadline = time.monotonic() + 30
    while any(Path(f"/proc/{pid}").exists() for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()], os.listdir("/proc")
