"""Beside a writer the server answers, and takes over what is stored when that is whole."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from kg.build import remove
from kg.store import open_store

#: Seconds after which nothing comes any more.
LONG = 60


@pytest.fixture
def beside(
    own_store: Path, serving: Callable[..., Any]
) -> Iterator[tuple[Path, httpx.Client]]:
    server = serving(own_store, "--workers", "1")
    with httpx.Client(base_url=server.url, timeout=60) as client:
        yield own_store, client
    server.stop()


def articles(client: httpx.Client) -> int:
    answer = client.post(
        "/sparql", data={"query": "SELECT (COUNT(*) AS ?n) { ?a a hc:Article }"})
    assert answer.status_code == 200, answer.text
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


def until(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + LONG
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False


def test_a_change_is_seen_when_it_is_whole(beside: tuple[Path, httpx.Client]) -> None:
    folder, client = beside
    before = articles(client)
    number = client.get("/health").json()["snapshot"]
    with open_store(folder) as store:
        # Half of a change: an article is gone, and what is assembled still tells of it.
        store.remove(store.article_ids()[0])
        until(lambda: client.get("/health").json()["snapshot"] != number)
        assert articles(client) == before
    assert until(lambda: bool(client.get("/health").json()["behind"]))
    assert articles(client) == before
    with open_store(folder) as store:
        remove(store, [store.article_ids()[0]])
    assert until(lambda: articles(client) == before - 2)
    assert client.get("/health").json()["behind"] is None


def test_a_store_that_is_not_assembled_is_not_served(
    built_folder: Path, tmp_path: Path, serving: Callable[..., Any]
) -> None:
    folder = Path(shutil.copytree(built_folder, tmp_path / "store"))
    with open_store(folder) as store:
        store.remove(store.article_ids()[0])
    with pytest.raises(AssertionError, match="run kg build again"):
        serving(folder)
