"""The page of an evaluation: what it holds, and what a reader sees, clicks and types in a
real browser, the network cut."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner

from kg.cli import main
from kg.evaluate import CodedAct, CodedName, Coding, Evaluation, evaluate, read_codings
from kg.evaluate.review import review_html
from kg.model import Article, Evidence
from kg.resources import data_path
from kg.sources import read_articles

ARTICLES = {one.id: one for one in read_articles([str(data_path("articles"))], pytest.fail)}


def example() -> Evaluation:
    """The two codings of the worked example in docs/evaluation.md."""
    return evaluate(*(read_codings([str(data_path(f"gold/{name}.jsonl"))], pytest.fail)
                      for name in ("example", "example-second")), samples=50)


PAYLOAD = ("</script><script>window.pwned=1</script><img src=x onerror=\"window.pwned=1\">"
           "<svg onload='window.pwned=1'></svg> \"'`{{7*7}}{% raw %}--><!-- </mark></style>")


def hostile() -> tuple[Evaluation, dict[str, Article]]:
    """The payload wherever a text or a coding can put one."""
    evidence = (Evidence(0, len(PAYLOAD), PAYLOAD), Evidence(3, 9, PAYLOAD))
    one = CodedName(PAYLOAD, (PAYLOAD,), PAYLOAD, PAYLOAD, PAYLOAD, evidence)
    act = CodedAct(PAYLOAD, PAYLOAD, (PAYLOAD, "FR"), (PAYLOAD,), PAYLOAD, PAYLOAD, evidence)
    gold = Coding(PAYLOAD, True, (PAYLOAD,), ((PAYLOAD, "FR"),), (one,), (one,), (act,),
                  (PAYLOAD,), ((PAYLOAD, PAYLOAD),))
    article = Article(PAYLOAD, PAYLOAD, PAYLOAD, publisher=PAYLOAD, url="javascript:pwned=1")
    return evaluate({PAYLOAD: gold}, {PAYLOAD: Coding(PAYLOAD)}), {PAYLOAD: article}


def test_the_same_values_give_the_same_bytes() -> None:
    assert review_html(example(), ARTICLES) == review_html(example(), ARTICLES)


def test_the_policy_allows_the_one_script_and_the_one_style() -> None:
    page = review_html(example(), ARTICLES)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    assert policy[1].startswith("default-src 'none'; ")
    for tag in ("script", "style"):
        (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy[1]
    assert not re.search(r"\s(style|on\w+)=", page)


def test_the_page_names_no_address_but_those_of_the_articles() -> None:
    page = review_html(example(), ARTICLES)
    given = {ARTICLES[one.article].url for one in example().articles}
    assert set(re.findall(r'https?://[^"\s<]+', page)) <= given


class Opened:
    """A page in the browser, and what it asked for and complained of."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def marks(self, outcome: str) -> list[str]:
        """The marked texts that a reader sees as of this outcome."""
        texts: list[str] = self.page.evaluate(
            "outcome => [...document.querySelectorAll('article:not([hidden]) mark.' + outcome)]"
            ".map(mark => mark.textContent)", outcome)
        return texts

    def rows(self, outcome: str) -> int:
        count: int = self.page.locator(
            f"article:not([hidden]) .fact[data-outcome={outcome}]:not([hidden])").count()
        return count

    def said(self) -> str:
        text: str = self.page.inner_text("#said")
        return text


@pytest.fixture
def open_review(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Open the page of an evaluation; at the end, see that it kept to itself."""
    contexts, opened = [], []

    def open(evaluation: Evaluation | None = None, texts: dict[str, Article] | None = None,
             **context: Any) -> Opened:
        path = tmp_path / f"review-{len(opened)}.html"
        path.write_text(review_html(evaluation or example(), ARTICLES if texts is None else texts),
                        encoding="utf-8")
        contexts.append(browser.new_context(**{"viewport": {"width": 1300, "height": 850}}
                                            | context))
        one = Opened(contexts[-1].new_page())
        one.page.goto(path.as_uri())
        one.page.wait_for_selector("html[data-ready]")
        opened.append(one)
        return one

    yield open
    for one in opened:
        assert [url for url in one.asked if not url.startswith(("file:", "data:"))] == []
        assert one.complaints == [], "the console was not silent"
    for context in contexts:
        context.close()


def test_every_text_stands_there_whole(open_review: Callable[..., Opened]) -> None:
    opened = open_review()
    bodies = opened.page.locator("article .body")
    titles = opened.page.locator("article h3")
    for place, one in enumerate(example().articles):
        assert bodies.nth(place).evaluate("e => e.textContent") == ARTICLES[one.article].text
        assert titles.nth(place).evaluate("e => e.textContent") == ARTICLES[one.article].title


def test_quotes_are_marked_by_what_became_of_them(open_review: Callable[..., Opened]) -> None:
    opened = open_review()
    assert any("A modern laboratory" in text for text in opened.marks("missed"))
    assert "Nothing has been settled about the hiring of Cuban doctors for Uganda" in (
        opened.marks("right"))
    assert any("on their way to Dubai" in text for text in opened.marks("differs"))
    assert "World Health Organization" in opened.marks("missed"), "names are marked, too"


def test_outcomes_are_told_apart_without_colour(open_review: Callable[..., Opened]) -> None:
    """By sign, and by the line below."""
    opened = open_review(*both_sides())
    looks = opened.page.evaluate(
        "outcomes => outcomes.map(outcome => { const mark = document.querySelector("
        "'mark[class=' + outcome + ']:not([data-sign=\"\"])'); return ["
        "getComputedStyle(mark, '::before').content, "
        "getComputedStyle(mark).borderBottomStyle] })",
        ["right", "differs", "missed", "spurious"])
    assert looks == [['"✓"', "solid"], ['"≠"', "double"], ['"−"', "dashed"], ['"+"', "dotted"]]


def both_sides() -> tuple[Evaluation, dict[str, Article]]:
    """An article with a fact of each outcome."""
    text = "Ada met Bo. Cy met Di."
    gold, found = (Coding("a", True, people=tuple(CodedName(name, country=country)
                                                  for name, country in people))
                   for people in ((("Ada", "KE"), ("Bo", "KE"), ("Cy", "KE")),
                                  (("Ada", "KE"), ("Bo", "CU"), ("Di", "KE"))))
    return evaluate({"a": gold}, {"a": found}), {"a": Article("a", text)}


def test_filters_hide_rows_and_marks(open_review: Callable[..., Opened]) -> None:
    opened = open_review()
    assert opened.said().endswith("facts in 4 articles shown"), "one article is without facts"
    before = opened.rows("missed")
    for outcome in ("right", "differs", "spurious"):
        opened.page.locator(f"#by-outcome input[value={outcome}]").uncheck()
    assert (opened.rows("right"), opened.rows("missed")) == (0, before)
    assert opened.marks("right") == []
    opened.page.locator("#by-type input[value=institutions]").uncheck()
    assert "World Health Organization" not in opened.marks("missed")
    opened.page.get_by_role("button", name="Show all").click()
    assert opened.rows("right") > 0
    assert opened.said().endswith("in 5 articles shown")


def test_an_article_is_found_by_id_and_title(open_review: Callable[..., Opened]) -> None:
    opened = open_review()
    for wanted in ("as-01", "kazakh vaccine due"):
        opened.page.fill("#find", wanted)
        assert opened.said().endswith("in 1 article shown")
        assert opened.page.locator("#list li:visible").inner_text().startswith("as-01")


def test_the_keyboard_alone_leads_from_a_fact_to_its_place(
    open_review: Callable[..., Opened]
) -> None:
    opened = open_review()
    button = opened.page.get_by_role("button", name=re.compile(r"show training AE-KE"))
    button.focus()
    opened.page.keyboard.press("Enter")
    assert button.get_attribute("aria-pressed") == "true"
    assert opened.page.evaluate(
        "[...document.querySelectorAll('mark.here')].map(m => m.textContent).join('')"
    ).startswith("who declared his government willing")
    opened.page.keyboard.press("Escape")
    assert opened.page.locator(".here").count() == 0
    assert button.get_attribute("aria-pressed") == "false"


def test_a_mark_leads_to_its_facts(open_review: Callable[..., Opened]) -> None:
    opened = open_review(*both_sides())
    opened.page.locator("mark", has_text="Bo").click()
    assert opened.page.locator(".fact.here").inner_text().split() == [
        "≠", "differs", ":", "show", "Bo", "(KE)", "in", "the", "text", "Bo", "(KE)", "Bo", "(CU)"]


def test_hostile_text_stays_text(open_review: Callable[..., Opened]) -> None:
    evaluation, texts = hostile()
    for given in (texts, {}):
        page = open_review(evaluation, given).page
        assert page.evaluate("window.pwned") is None
        assert page.locator("img, iframe, object, embed, base, svg, [onerror], [onload]"
                            ).count() == 0
        assert page.locator("article h2").inner_text() == PAYLOAD
        assert page.locator("article a").count() == 0
    assert page.locator("script").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_rule_of_accessibility_is_broken(
    open_review: Callable[..., Opened], scheme: str
) -> None:
    for given in ((), both_sides()):
        opened = open_review(*given, color_scheme=scheme, bypass_csp=True)
        broken = Axe().run(opened.page).response["violations"]
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in broken] == []


@pytest.mark.parametrize("context", [
    {"viewport": {"width": 390, "height": 800}}, {"forced_colors": "active"}], ids=str)
def test_small_and_forced(open_review: Callable[..., Opened], context: dict[str, Any]) -> None:
    opened = open_review(**context)
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_command_writes_the_page(tmp_path: Path) -> None:
    gold = data_path("gold/example.jsonl")
    target = tmp_path / "review.html"
    arguments = ["evaluate", str(gold), str(gold), "--html", str(target)]
    result = CliRunner().invoke(main, [*arguments, "--articles", str(data_path("articles"))])
    assert (result.exit_code, result.stderr) == (0, f"{target}: open it in a browser\n")
    assert "A modern laboratory" in target.read_text(encoding="utf-8")
    for wrong in (arguments, ["evaluate", str(gold), str(gold), "--articles", "x"],
                  [*arguments[:3], "--articles", str(gold), "--html", "-"]):
        assert CliRunner().invoke(main, wrong).exit_code == 2
