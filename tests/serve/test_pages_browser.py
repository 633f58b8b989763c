"""The pages in a real browser, of a real server, the network cut: what a reader sees and does.

Every test also sees that no other host is asked and that the console stays silent, which is where
a breach of the content security policy would show.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest
from axe_playwright_python.sync_playwright import Axe

from kg.build import build
from kg.store import open_store

YASGUI = Path(__file__).parents[2] / "kg/serve/pages/static/yasgui/yasgui.min.js"

VACCINES = """SELECT ?engagement ?status ?date WHERE {
  ?engagement a hc:Engagement ; hc:status ?status ; hc:topic topic:vaccines .
  OPTIONAL { ?engagement hc:date ?date }
} ORDER BY ?engagement"""


@contextmanager
def opened(browser: Any, url: str, path: str, *, expect: str = "", **context: Any) -> Iterator[Any]:
    """A page of the server at `url`; `expect` is what the console may say."""
    asked: list[str] = []
    said: list[str] = []
    one = browser.new_context(**{"viewport": {"width": 1280, "height": 900},
                                 "base_url": url, **context})
    try:
        page = one.new_page()
        page.set_default_timeout(15_000)
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(path)
        yield page
        assert [each for each in asked if not each.startswith((url, "blob:", "data:"))] == []
        assert [each for each in said if not (expect and expect in each)] == []
    finally:
        one.close()


def run(page: Any, query: str) -> None:
    """Put a query into the plain editor, and wait for what comes of it."""
    page.fill("#sparql", query)
    page.press("#sparql", "Control+Enter")
    page.wait_for_selector("#answer .told, #answer .problem")


def cells(page: Any, nth: int) -> list[str]:
    """The first lines of the nth column of the answer."""
    return page.evaluate(
        "nth => [...document.querySelectorAll('#answer tbody tr:not(.opened)')]"
        ".map(row => row.cells[nth].innerText.split('\\n')[0])", nth)


def press_until(page: Any, key: str, test: str, most: int = 60) -> None:
    for _ in range(most):
        page.keyboard.press(key)
        if page.evaluate(test):
            return
    raise AssertionError(f"{most} times {key} did not lead to {test}")


def test_an_answer_has_labels_evidence_order_filter_and_a_link(browser: Any, served: Any) -> None:
    with opened(browser, served.url, "/query?editor=plain") as page:
        run(page, VACCINES)
        told = page.inner_text("#answer .told")
        page.wait_for_selector("#answer tbody a:has-text('Cuba – Iran')")
        assert told == f"{len(cells(page, 1))} rows"
        assert "engagement:" in page.inner_text("#answer tbody tr")
        page.click("#answer thead button:has-text('status')")
        statuses = cells(page, 2)
        assert statuses == sorted(statuses)
        assert page.get_attribute("#answer thead th:nth-child(3)", "aria-sort") == "ascending"
        page.fill("#answer input[type=search]", "iran completed")
        kept = cells(page, 1)
        assert kept
        assert all("Iran" in each for each in kept)
        assert set(cells(page, 2)) == {"completed"}
        page.click("#answer tbody button:has-text('Evidence')")
        page.wait_for_selector("#answer .opened blockquote")
        source = page.locator("#answer .opened figcaption a:has-text('source')").first
        assert source.get_attribute("href").startswith("http")
        assert source.get_attribute("rel") == "noopener noreferrer"
        link = page.url
    assert "filter=iran%20completed" in link
    with opened(browser, served.url, link) as page:
        page.wait_for_selector("#answer tbody a:has-text('Iran')")
        assert cells(page, 1) == kept


def test_what_is_wrong_is_shown_at_its_line(browser: Any, served: Any) -> None:
    with opened(browser, served.url, "/query?editor=plain", expect="400") as page:
        run(page, "SELECT * WHERE {\n  ?a hc:party country:IR .\n  ?a foo ?b\n}")
        assert "not answered" in page.inner_text("#answer .problem h2")
        assert page.inner_text("#lines b") == "3"
        assert page.inner_text("#wrong").startswith("Line 3")
        page.click("#answer button:has-text('Go to line 3')")
        assert page.evaluate("document.activeElement.id") == "sparql"
        before = page.evaluate("document.activeElement.value.slice(0, "
                               "document.activeElement.selectionStart)")
        assert before.count("\n") == 2
        run(page, "ASK { ?a hc:party country:IR }")
        assert page.inner_text("#answer .told") == "Yes"
        run(page, "SELECT * WHERE { ?a hc:party <http://none> }")
        assert "No rows" in page.inner_text("#answer")
        run(page, "CONSTRUCT { ?a hc:party ?b } WHERE { ?a hc:party ?b } LIMIT 3")
        assert page.inner_text("#answer .told") == "3 triples"


def test_an_answer_is_saved_whole_and_without_formulas(browser: Any, served: Any) -> None:
    odd = r"""SELECT ?a ?b ?c WHERE { VALUES (?a ?b ?c) {
      ("=1+1" -5 "say \"yes\",\nthen {{a}}") ("ü"@de 2.5 <http://example.org/>) } }"""
    with opened(browser, served.url, "/query?editor=plain") as page:
        run(page, odd)
        saved = {}
        for name in ("CSV", "TSV", "JSON"):
            with page.expect_download() as download:
                page.click(f"#answer button:has-text('{name}')")
            saved[name] = download.value.path().read_bytes().decode()
        assert saved["CSV"] == ('a,b,c\r\n\'=1+1,-5,"say ""yes"",\nthen {{a}}"\r\n'
                                'ü,2.5,http://example.org/\r\n')
        integer = "^^<http://www.w3.org/2001/XMLSchema#integer>"
        assert saved["TSV"].splitlines()[1] == (
            f'"=1+1"\t"-5"{integer}\t"say \\"yes\\",\\nthen {{{{a}}}}"')
        assert len(json.loads(saved["JSON"])["results"]["bindings"]) == 2
        run(page, "SELECT ?s ?p WHERE { ?s ?p ?o } LIMIT 10500")
        assert "Only the first 10,000 rows are here" in page.inner_text("#answer .limits")
        with page.expect_download() as download:
            page.click("#answer button:has-text('CSV')")
        assert download.value.path().read_text().count("\n") == 10501


def test_a_long_query_can_be_stopped(browser: Any, served: Any) -> None:
    with opened(browser, served.url, "/query?editor=plain") as page:
        page.fill("#sparql", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
        page.click("#plain button.main")
        page.click("#answer button:has-text('Stop')")
        assert page.inner_text("#answer .problem h2") == "Stopped"


def test_countries_dates_and_links_are_drawn(browser: Any, served: Any) -> None:
    with opened(browser, served.url, "/questions/furthest-status") as page:
        page.wait_for_selector("#answer .told")
        pairs = {tuple(pair) for pair in page.evaluate(
            "[...document.querySelectorAll('#answer tbody tr')]"
            ".map(row => [row.cells[1].innerText, row.cells[2].innerText])")}
        page.click("[data-view=map]")
        arcs = page.locator("#answer .map [aria-label*=' – ']")
        assert arcs.count() >= len(pairs)
        name = arcs.last.get_attribute("aria-label")
        arcs.last.focus()
        page.keyboard.press("Enter")
        assert page.inner_text("#answer .picked").startswith(name)
        rows = int(name.rpartition(": ")[2].split()[0])
        page.click("#answer .picked button")
        assert len(cells(page, 1)) == rows
        page.click("[data-view=network]")
        page.wait_for_selector("#answer .drawing circle")
        assert page.locator("#answer .drawing circle").count() >= len({x for p in pairs for x in p})
        places = page.evaluate("document.querySelector('#answer .drawing svg').innerHTML")
        page.click("[data-view=table]")
        page.click("[data-view=network]")
        page.wait_for_selector("#answer .drawing circle")
        assert page.evaluate("document.querySelector('#answer .drawing svg').innerHTML") == places
    with opened(browser, served.url, "/questions/pair-timeline?a=IR&b=CU") as page:
        page.wait_for_selector("#answer .told")
        dated = len([each for each in cells(page, 1) if each])
        page.click("[data-view=timeline]")
        assert page.locator("#answer .mark").count() == dated
        page.locator("#answer .timeline .hit").first.click()
        page.click("#answer .picked button:has-text('Evidence')")
        page.wait_for_selector("#answer .picked blockquote")


def test_the_snippets_run(browser: Any, served: Any) -> None:
    """With every mark in the query that a shell or Python could take for its own."""
    pytest.importorskip("SPARQLWrapper")
    query = "# it's \"$HOME\" `id` \\\nSELECT (\"\"\"a'b \\\\ \"c\" $x\"\"\" AS ?x) WHERE { }"
    with opened(browser, served.url, "/query?editor=plain") as page:
        run(page, query)
        page.click("#answer button:has-text('Python, curl')")
        _, wrapper, curl = page.locator("#answer .snippets pre").all_inner_texts()
    value = 'a\'b \\ "c" $x'
    told = subprocess.run([sys.executable, "-c", wrapper], capture_output=True, text=True,
                          timeout=60, check=True).stdout
    assert told.strip() == str({"x": value})
    told = subprocess.run(["sh", "-c", f"{curl.rstrip()} --silent --show-error"],
                          capture_output=True, text=True, timeout=60, check=True).stdout
    assert told.splitlines() == ["x", '"a\'b \\ ""c"" $x"']


def test_the_keyboard_alone_leads_from_the_start_to_the_source(browser: Any, served: Any) -> None:
    with opened(browser, served.url, "/") as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
        press_until(page, "Tab", "document.activeElement.textContent === 'Questions'")
        page.keyboard.press("Enter")
        page.wait_for_url("**/questions")
        press_until(page, "Tab", "document.activeElement.href?.endsWith('/pair-timeline')")
        page.keyboard.press("Enter")
        page.wait_for_selector("html[data-ready]")
        press_until(page, "Tab", "document.activeElement.id === 'p-a'")
        page.keyboard.type("Iran")
        page.keyboard.press("Tab")
        page.keyboard.type("Cuba")
        press_until(page, "Tab", "document.activeElement.textContent === 'Ask'")
        page.keyboard.press("Enter")
        page.wait_for_selector("#answer tbody button")
        assert page.url.endswith("?a=IR&b=CU")
        press_until(page, "Tab", "document.activeElement.textContent === 'Evidence'")
        page.keyboard.press("Enter")
        page.wait_for_selector("#answer .opened .act")
        press_until(page, "Tab", "document.activeElement.textContent === 'source'")
        assert page.evaluate("document.activeElement.href").startswith("http")


PAGES = ("/", "/query?editor=plain", "/questions/pair-timeline?a=FR&b=IR", "/countries",
         "/page/country/IR", "/page/pair/CU-IR", "/topics", "/articles", "/search?q=iran")


def broken(page: Any, *rules: str) -> list[tuple[str, str]]:
    """The rules of accessibility that a page breaks, each with a place."""
    options = {"runOnly": list(rules)} if rules else {}
    found = Axe().run(page, options=options).response["violations"]
    return [(each["id"], each["nodes"][0]["html"]) for each in found]


def test_no_rule_of_accessibility_is_broken(browser: Any, served: Any) -> None:
    with opened(browser, served.url, "/", bypass_csp=True) as page:
        for path in ("/query?editor=plain", "/countries", "/page/pair/FR-IR"):
            page.goto(path)
            assert broken(page) == [], path
        page.goto("/questions/pair-timeline?a=FR&b=IR")
        page.click("#answer tbody button")
        page.wait_for_selector("#answer .opened .act")
        assert broken(page) == []
        page.emulate_media(color_scheme="dark")
        assert broken(page, "color-contrast") == []


def test_a_phone_needs_no_scrolling_sideways(browser: Any, served: Any) -> None:
    with opened(browser, served.url, "/", viewport={"width": 390, "height": 800}) as page:
        for path in PAGES:
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


PAYLOAD = "</script><script>window.pwned=1</script><img src=x onerror=window.pwned=1>{{7*7}}"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, serving: Callable[..., Any]) -> Any:
    """A server of a graph that was built from an article which means harm."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "bad.jsonl").write_text(json.dumps({
        "id": PAYLOAD, "title": f"Kenya and Cuba sign protocol {PAYLOAD}", "date": "2018-05-15",
        "publisher": f"Daily {PAYLOAD}", "url": "javascript:window.pwned=1",
        "text": f"Kenya and Cuba signed a protocol on malaria {PAYLOAD} in Nairobi on 14 May 2018. "
                f"Kenya's Ministry of Health will work with the Finlay Institute {PAYLOAD}.",
    }) + "\n", encoding="utf-8")
    with open_store(folder / "store") as store:
        build([str(folder / "bad.jsonl")], store, pytest.fail)
    return serving(folder / "store")


def test_hostile_text_stays_text(browser: Any, hostile: Any) -> None:
    with opened(browser, hostile.url, "/articles") as page:
        paths = ["/", "/articles", f"/search?q={quote('<script>')}", "/page/pair/CU-KE",
                 "/page/country/KE", page.get_attribute("tbody a", "href"),
                 "/questions/pair-timeline?a=KE&b=CU", "/questions/pair-timeline?a=KE&b="
                 + quote(PAYLOAD), "/query?editor=plain#query=" + quote(
                     "SELECT ?s ?o WHERE { ?s dcterms:title|hc:publisherName|schema:url ?o }")]
        seen = ""
        for path in paths:
            page.goto(path)
            if path.startswith(("/questions/pair-timeline?a=KE&b=CU", "/query")):
                page.wait_for_selector("#answer .told")
                for button in page.locator("#answer tbody button").all()[:2]:
                    button.click()
                if path.startswith("/questions"):
                    page.wait_for_selector("#answer .opened .act")
                for view in page.locator("#answer [data-view]").all():
                    view.click()
            seen += page.inner_text("main")
            assert page.evaluate("window.pwned") is None, path
            assert page.locator("main img, main iframe, [onerror]").count() == 0
            assert page.evaluate("[...document.links].every(link => link.protocol === 'http:')")
        assert PAYLOAD in seen


@pytest.fixture
def yasgui() -> None:
    """The editor that `make front` installs."""
    if YASGUI.is_file():
        return
    assert not os.environ.get("CI"), "CI is set and YASGUI is not installed; run make front"
    pytest.skip("YASGUI is not installed (make front, which needs npm): only the plain editor is "
                "tested")


@pytest.mark.usefixtures("yasgui")
def test_yasgui_completes_from_our_ontology_and_runs(browser: Any, served: Any) -> None:
    with opened(browser, served.url, "/query") as page:
        page.wait_for_selector("html[data-ready]")
        page.evaluate("() => { kg.yasgui.getTab().setQuery('') }")
        page.locator(".CodeMirror textarea").focus()
        page.keyboard.type("SELECT * { ?engagement a hc:Engageme")
        page.wait_for_selector(".CodeMirror-hint:first-child:has-text('hc:Engagement')")
        page.keyboard.press("Enter")
        page.keyboard.type(" ; hc:party country:iran")
        # By key, and once the list is that of the whole word: a click takes the focus for a moment.
        page.wait_for_selector(".CodeMirror-hint:only-child:has-text('country:IR Iran')")
        page.keyboard.press("Enter")
        page.keyboard.type(" }")
        text = page.evaluate("kg.yasgui.getTab().getQuery()")
        assert "PREFIX hc: <https://w3id.org/health-cooperation/ontology#>" in text
        assert "prefix.cc" not in page.content()
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("#answer .told")
        first = page.inner_text("#answer .told")
        assert f"query={text[:6]}" in unquote(page.url)
        page.click("button:has-text('New tab')")
        assert page.inner_text("#answer") == ""
        page.evaluate("() => { kg.yasgui.getTab().setQuery('ASK { ?s ?p ?o }') }")
        page.click(".tools button.main")
        page.wait_for_selector("#answer .told:has-text('Yes')")
        page.locator(".tabsList a[role=tab]").first.click()
        assert page.inner_text("#answer .told") == first
        # Escape, then Tab: out of the editor, into the links below.
        page.locator(".tabPanel.active .CodeMirror textarea").focus()
        page.keyboard.press("Escape")
        press_until(page, "Tab", "!document.activeElement.closest('.CodeMirror')", most=2)


@pytest.mark.usefixtures("yasgui")
def test_yasgui_breaks_no_rule_of_accessibility(browser: Any, served: Any) -> None:
    with opened(browser, served.url, "/query", bypass_csp=True) as page:
        page.wait_for_selector("html[data-ready]")
        page.click("[data-question=margin-meetings]")
        page.wait_for_selector("#answer .told")
        assert broken(page) == []
        page.emulate_media(color_scheme="dark")
        assert broken(page, "color-contrast") == []
        page.set_viewport_size({"width": 390, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.usefixtures("yasgui")
def test_yasgui_shows_an_error_of_the_server_at_its_line(browser: Any, served: Any) -> None:
    wrong = quote("SELECT * WHERE {\n ?a a hc:Engagement .\n ?a foo }")
    with opened(browser, served.url, f"/query#query={wrong}", expect="400") as page:
        page.click("#answer button:has-text('Go to line')")
        line = page.evaluate("kg.yasgui.getTab().getYasqe().getCursor().line")
        assert "foo" in page.evaluate(
            "line => kg.yasgui.getTab().getYasqe().getLine(line)", line)
        assert page.locator(".wrong-line").count() == 1
