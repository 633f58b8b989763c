"""The page of doubts: what it holds, and what is decided in a real browser, the network cut."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from kg.decisions import decision_of, read_decisions
from kg.model import Decision, Ground
from kg.review import Choice, Doubt, Quoted, Side, doubts_html

PAYLOAD = ("</script><script>window.pwned=1</script><img src=x onerror=\"window.pwned=1\">"
           "<svg onload='window.pwned=1'></svg> \"'`{{7*7}}{% raw %}--><!-- </style>\u202e\x1b[1m")
HASH = "0123456789abcdef"


def ground(id: str, words: str = "A quote.") -> Ground:
    return Ground(id, "a1", "agreement signed CU-KE", words, HASH)


def doubt(kind: str, *ids: str, words: str = "A quote.") -> Doubt:
    verbs = {"claim": ("confirm", "reject"), "joined": ("merge", "split")}[kind]
    return Doubt(
        kind, f"{words}?",
        tuple(Side(id, words, ("CU and KE", words),
                   (Quoted(words, "a1", words, words, "2020-01-01", "javascript:pwned=1"),))
              for id in ids),
        ((0.4, f"read with little confidence: {words}"),), 2,
        tuple(Choice(f"To {verb}: {words}", Decision(
            verb, ids, tuple(ground(id, words) for id in ids), "", "")) for verb in verbs))


DOUBTS = [doubt("claim", "claim/a1.1", words="Doctors came."),
          doubt("joined", "claim/a1.2", "claim/a2.3", words="Vaccine was given.")]


def test_the_same_doubts_give_the_same_bytes_and_one_script_and_style_may_run() -> None:
    page = doubts_html(DOUBTS, store="graph")
    assert page == doubts_html(DOUBTS, store="graph")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    assert policy[1].startswith("default-src 'none'; ")
    for tag in ("script", "style"):
        (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy[1]
    assert not re.search(r"\s(style|on\w+)=", page)
    assert not re.findall(r"https?://", page)


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Open the page of some doubts; at the end, see that it kept to itself."""
    contexts, asked, complaints = [], [], []

    def open(doubts: list[Doubt], **context: Any) -> Any:
        path = tmp_path / "review.html"
        path.write_text(doubts_html(doubts, store="graph"), encoding="utf-8")
        contexts.append(browser.new_context(**{"viewport": {"width": 1300, "height": 850}}
                                            | context))
        page = contexts[-1].new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path.as_uri())
        page.wait_for_selector("html[data-ready]")
        return page

    yield open
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert complaints == [], "the console was not silent"
    for context in contexts:
        context.close()


def test_what_is_chosen_becomes_lines_that_the_file_takes(
    opened: Callable[..., Any], tmp_path: Path
) -> None:
    page = opened(DOUBTS)
    assert page.is_disabled("#save")
    page.get_by_label("To split: Vaccine was given. (split)").check()
    assert page.input_value("#lines") == "", "nobody has signed yet"
    page.fill("#who", "Ana Silva")
    page.fill("#when", "2026-11-23")
    page.locator("article").nth(1).get_by_label("Why", exact=True).fill("Two “gifts”.")
    page.get_by_label("It should read otherwise (correct)").check()
    page.get_by_label("status").select_option("planned")
    page.get_by_label("party").fill("KE, CU")
    page.get_by_label("date").fill("none")
    with page.expect_download() as download:
        page.click("#save")
    saved = tmp_path / "kg-decisions.jsonl"
    download.value.save_as(saved)
    assert download.value.suggested_filename == "kg-decisions.jsonl"
    assert saved.read_text(encoding="utf-8") == page.input_value("#lines")
    split, correct = sorted(read_decisions(saved).entries, key=lambda one: one.verb, reverse=True)
    assert split == Decision(
        "split", ("claim/a1.2", "claim/a2.3"),
        (ground("claim/a1.2", "Vaccine was given."), ground("claim/a2.3", "Vaccine was given.")),
        "Ana Silva", "2026-11-23", "Two “gifts”.")
    assert correct.changes == (("date", "none"), ("party", "CU KE"), ("status", "planned"))
    assert "2 decided." in page.inner_text("#counted")


def test_filters_and_the_keyboard(opened: Callable[..., Any]) -> None:
    page = opened(DOUBTS)

    def shown() -> list[str]:
        texts: list[str] = page.locator("article:visible h2").all_inner_texts()
        return texts

    assert shown() == ["Doctors came.?", "Vaccine was given.?"]
    page.fill("#find", "vaccine")
    assert shown() == ["Vaccine was given.?"]
    page.fill("#find", "")
    page.get_by_role("checkbox", name=re.compile("little confidence")).uncheck()
    assert shown() == ["Vaccine was given.?"]
    page.locator("article:visible input[type=radio]").first.focus()
    page.keyboard.press("ArrowDown")
    assert page.get_by_label("To merge: Vaccine was given. (merge)").is_checked()
    page.get_by_label("Only those not decided yet").check()
    assert shown() == []


def test_hostile_words_stay_words(opened: Callable[..., Any]) -> None:
    page = opened([doubt("claim", "claim/a1.1", words=PAYLOAD),
                   doubt("joined", "claim/a1.2", "claim/a2.3", words=PAYLOAD)])
    assert page.evaluate("window.pwned") is None
    assert page.locator("img, svg, a[href^=javascript]").count() == 0
    page.fill("#who", PAYLOAD)
    page.locator("article input[type=radio][value='0']").first.check()
    (line,) = page.input_value("#lines").splitlines()
    assert decision_of(line).ground[0].quote == PAYLOAD
    assert json.loads(line)["who"] == PAYLOAD.strip()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_readers_out(opened: Callable[..., Any], scheme: str) -> None:
    page = opened(DOUBTS, color_scheme=scheme, bypass_csp=True)
    page.get_by_label("It should read otherwise (correct)").check()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_it_fits_a_narrow_screen_and_says_when_nothing_is_doubtful(
    opened: Callable[..., Any]
) -> None:
    page = opened(DOUBTS, viewport={"width": 340, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 340
    assert "Nothing is doubtful" in opened([]).inner_text("main")
