"""The explorer that a server offers: the page of kg render, drawn once for a state of the graph."""

from __future__ import annotations

import re
import time
from typing import Any

import httpx
import pytest

from kg.page import page_html
from kg.serve.security import PAGE_POLICY
from tests.network.worlds import IRAN_FRANCE
from tests.serve.test_pages_browser import opened


def drawn(site: httpx.Client) -> httpx.Response:
    """The explorer, once it has been drawn."""
    for _ in range(300):
        answer = site.get("/explorer", headers={"Accept": "text/html"})
        if answer.status_code != 202:
            return answer
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Security-Policy"] == PAGE_POLICY
        assert "being drawn" in answer.text
        time.sleep(0.1)
    raise AssertionError("it was never drawn")


@pytest.fixture(scope="module")
def site(served: Any) -> Any:
    with httpx.Client(base_url=served.url, timeout=60) as client:
        yield client


def test_it_is_the_page_of_kg_render_under_its_own_policy(site: Any, built: Any) -> None:
    answer = drawn(site)
    assert answer.status_code == 200
    page = page_html(built.world(), site=True)
    assert answer.text == page
    policy = answer.headers["Content-Security-Policy"]
    assert policy == re.search(r'Policy" content="([^"]*)"', page)[1] + "; frame-ancestors 'none'"
    assert "unsafe" not in policy
    again = site.get("/explorer", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert site.head("/explorer").headers["Content-Length"] == str(len(answer.content))


def test_nothing_of_the_server_is_in_the_page_of_kg_render() -> None:
    page = page_html(IRAN_FRANCE)
    assert "data-site" not in page.partition("<script")[0]
    assert 'href="/"' not in page


@pytest.mark.parametrize("start", ["country/CU", "pair/CU-KE", "topic/vaccines"])
def test_from_a_page_to_the_explorer_and_back(browser: Any, served: Any, site: Any,
                                              start: str) -> None:
    drawn(site)
    with opened(browser, served.url, f"/page/{start}") as page:
        name = page.inner_text("h1")
        page.locator("main a[href^='/explorer#']").first.click()
        page.wait_for_selector("html[data-ready]")
        assert page.inner_text("#evidence h2") == name
        # To an institution or a person, and to the page on it.
        page.locator("#evidence .act .who button").last.click()
        name = page.inner_text("#evidence h2")
        page.get_by_role("link", name="Its page: data, questions, how to cite").click()
        page.wait_for_selector("footer.site")
        assert page.inner_text("h1") == name
        page.get_by_role("navigation").get_by_role("link", name="Explorer").click()
        page.wait_for_selector("html[data-ready]")
        page.get_by_role("link", name="Pages and queries").click()
        page.wait_for_url(f"{served.url}/")


def test_it_is_drawn_anew_when_the_graph_is_another(writer: Any) -> None:
    before = drawn(writer)
    assert before.status_code == 200
    graph = "https://w3id.org/health-cooperation/id/graph/explorer"
    put = writer.put("/graph-store", params={"graph": graph}, content="<urn:a> <urn:b> <urn:c> .",
                     headers={"Content-Type": "text/turtle"})
    assert put.status_code in (200, 201, 204)
    after = drawn(writer)
    # What was edited by hand is no assembled world, or one in which nothing has changed.
    assert after.status_code in (200, 503)
    assert (after.status_code == 200) == (after.text == before.text)
    writer.delete("/graph-store", params={"graph": graph})
