"""A page opened in a real browser, with the network cut (the browser is in tests/conftest.py)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from kg.model import World
from kg.network import Reference
from kg.page import write_page


@dataclass
class Opened:
    """A page in the browser, and what it asked for and complained of since it was opened."""

    page: Any
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def go(self, hash: str) -> None:
        """Change the address within the page, as a reader does who edits it."""
        self.page.evaluate("hash => { location.hash = hash }", hash)
        # The page hears of it in a task of its own.
        self.page.evaluate("() => new Promise(done => setTimeout(done))")

    def heading(self) -> str:
        return self.page.locator("#evidence h2").inner_text()

    def quotes(self) -> list[str]:
        return self.page.locator("#evidence .act blockquote").all_inner_texts()

    def rows(self) -> list[list[str]]:
        return self.page.evaluate(
            "[...document.querySelectorAll('#table tbody tr')]"
            ".map(row => [...row.children].map(cell => cell.textContent))")

    def all_rows(self) -> list[list[str]]:
        """The rows when "Show … more rows" was clicked until it is gone."""
        self.page.evaluate("""() => {
            let more;
            while ((more = document.querySelector("#table tfoot button"))) more.click();
        }""")
        return self.rows()


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Write the page of a world and open it; at the end, see that it kept to itself."""
    contexts, opened = [], []

    def open(world: World, hash: str = "", *, reference: Reference | None = None,
             wait: str = "html[data-ready]", **context: Any) -> Opened:
        path = tmp_path / f"page-{len(opened)}.html"
        write_page(world, path, reference=reference)
        contexts.append(browser.new_context(**{"viewport": {"width": 1360, "height": 860}}
                                            | context))
        one = Opened(contexts[-1].new_page())
        one.page.on("request", lambda request: one.asked.append(request.url))
        one.page.on("console", lambda message: one.complaints.append(message.text))
        one.page.on("pageerror", lambda error: one.complaints.append(str(error)))
        one.page.goto(f"{path.as_uri()}{hash}")
        one.page.wait_for_selector(wait)
        opened.append(one)
        return one

    yield open
    for one in opened:
        hosts = [url for url in one.asked if not url.startswith(("file:", "data:", "about:",
                                                                 "blob:"))]
        assert hosts == [], "the page asked a host"
        assert one.complaints == [], "the console was not silent"
    for context in contexts:
        context.close()
