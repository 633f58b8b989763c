"""A server that takes changes; those who change it say what they need to be there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

TOKEN = "a-token-that-is-long-enough"
HEADERS = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(scope="session")
def writable(tmp_path_factory: pytest.TempPathFactory, serving: Callable[..., Any]) -> Any:
    """A server of a store of its own, which has no articles, that takes changes."""
    store: Path = tmp_path_factory.mktemp("writable") / "store"
    server = serving(store, "--write", "--workers", "1", KG_TOKEN=TOKEN)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def writer(writable: Any) -> Iterator[httpx.Client]:
    """A client of it that has the token."""
    with httpx.Client(base_url=writable.url, headers=HEADERS, timeout=60) as client:
        yield client
