"""What one needs who reads, searches, prints and goes back: the page in a real browser."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.model import Step, Thread, World
from kg.network import read_reference
from tests.network.worlds import IRAN_FRANCE, engagement, report, synthetic, world


def test_the_title_says_where_one_is(open_page: Callable[..., Any]) -> None:
    opened = open_page(IRAN_FRANCE)
    whole = opened.page.title()
    opened.go("#pair=FR-IR")
    assert opened.page.title() == f"France, Iran · {whole}"
    opened.go("#")
    assert opened.page.title() == whole


def test_a_filter_can_be_taken_back(open_page: Callable[..., Any]) -> None:
    opened = open_page(IRAN_FRANCE, "#pair=FR-IR")
    before = opened.rows()
    opened.page.get_by_label("Proposed").check()
    assert len(opened.rows()) == len(before) + 1
    opened.page.go_back()
    opened.page.wait_for_function("!location.hash.includes('status')")
    assert opened.rows() == before
    assert not opened.page.get_by_label("Proposed").is_checked()


def test_the_overview_says_what_the_filters_hide(open_page: Callable[..., Any]) -> None:
    opened = open_page(IRAN_FRANCE)
    shown = int(opened.page.inner_text("#evidence .stats dd >> nth=0"))
    [said] = [p for p in opened.page.locator("#evidence p").all_inner_texts() if "hidden" in p]
    hidden = int(said.split()[0])
    assert hidden > 0
    opened.page.get_by_role("button", name="Show all").click()
    assert int(opened.page.inner_text("#evidence .stats dd >> nth=0")) == shown + hidden


@pytest.mark.parametrize(("typed", "found"), [
    ("iran france", "France – Iran"), ("Iran, fra", "France – Iran"), ("i.r.n.", "Iran"),
    ("IR FR", "France – Iran"),
])
def test_a_pair_and_a_dotted_name_are_found(
    open_page: Callable[..., Any], typed: str, found: str
) -> None:
    opened = open_page(IRAN_FRANCE, reference=read_reference())
    opened.page.fill("#find", typed)
    first = opened.page.locator("#found [role=option]").first
    name = set(first.locator("bdi").first.inner_text().split(" – "))
    assert name == set(found.split(" – "))
    opened.page.press("#find", "Enter")
    assert opened.heading() == found


def test_only_a_code_as_it_is_written_is_marked(open_page: Callable[..., Any]) -> None:
    quote = "Nurses are sent by the UAE (ARE) to Iran."
    opened = open_page(
        world(engagement("e", "deployment", "AE IR", report(quote, "ongoing"))), "#pair=AE-IR",
        reference=read_reference())
    assert opened.page.locator("#evidence mark").all_inner_texts() == ["UAE", "ARE", "Iran"]


def test_a_quote_of_an_article_without_a_head_names_the_article(
    open_page: Callable[..., Any]
) -> None:
    bare = report("They came.", "completed", None, title="", publisher=None, url=None)
    opened = open_page(world(engagement("e", "visit", "FR IR", bare)), "#pair=FR-IR")
    caption = opened.page.inner_text("#evidence figcaption")
    assert caption.startswith(f"article {bare.article}")
    assert "·  ·" not in caption


def promised() -> World:
    """A thread of which the step that came first was reported last."""
    one = engagement("e1", "financing", "FR IR", report("One.", "planned", "2020-02-01"))
    two = engagement("e2", "agreement", "FR IR", report("Two.", "signed", "2020-03-01"))
    return World(engagements=(one, two), threads=(Thread("t", ("FR", "IR"), (
        Step("e1", "planned", "c1", follows=("e2",), basis=("topic",), published="2020-02-01"),
        Step("e2", "signed", "c2", published="2020-03-01"))),))


def test_a_thread_is_drawn_with_its_lines_whatever_was_told_first(
    open_page: Callable[..., Any]
) -> None:
    opened = open_page(promised(), "#thread=t")
    assert opened.page.evaluate("window.kg.drawn()") == {
        "dots": ["step 0", "step 1"], "lines": ["step 1 step 0"]}


def test_stages_differ_by_form_in_the_drawing(open_page: Callable[..., Any]) -> None:
    """Without its colours: a quarter of the circle of what is planned is full, a half of what is
    signed."""
    opened = open_page(promised(), "#thread=t")
    opened.page.wait_for_timeout(100)
    dark = opened.page.evaluate("""() => {
        const canvas = document.querySelector("#canvas canvas"), ctx = canvas.getContext("2d");
        const ratio = canvas.width / document.getElementById("canvas").clientWidth;
        const { data } = ctx.getImageData(0, 0, canvas.width, canvas.height);
        return ["step 0", "step 1"].map(id => {
            const [x, y] = window.kg.placeOf(id).map(at => Math.round(at * ratio));
            let dark = 0;
            for (let dy = -5; dy <= 5; dy++)
                for (let dx = -5; dx <= 5; dx++) {
                    const i = 4 * ((y + dy) * canvas.width + x + dx);
                    if (data[i + 3] && data[i] < 128) dark += 1;
                }
            return dark / 121;
        }) }""")
    assert 0.1 < dark[0] < 0.4 < dark[1] < 0.7


def test_paper_gets_the_drawing_all_rows_and_all_reports(open_page: Callable[..., Any]) -> None:
    opened = open_page(synthetic(200))
    opened.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    opened.page.emulate_media(media="print")
    assert opened.page.locator("#printed svg circle").count() > 3
    assert opened.page.locator("#printed svg").is_visible()
    assert not opened.page.locator("#drawing").is_visible()
    assert opened.page.locator("#table tfoot").count() == 0
    assert opened.page.locator("#evidence details:not([open])").count() == 0
    opened.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert opened.page.locator("#printed svg").count() == 0


def test_the_picture_is_fine_enough_for_paper(
    open_page: Callable[..., Any], tmp_path: Path
) -> None:
    opened = open_page(IRAN_FRANCE, "#pair=FR-IR")
    with opened.page.expect_download() as saved:
        opened.page.click("#png")
    assert saved.value.suggested_filename == "france-iran.png"
    saved.value.save_as(tmp_path / "map.png")
    width, height = struct.unpack(">II", (tmp_path / "map.png").read_bytes()[16:24])
    box = opened.page.locator("#canvas").bounding_box()
    assert (width, height) == (3 * int(box["width"]), 3 * int(box["height"]))


def test_on_a_phone_the_filters_are_folded_above_the_drawing(open_page: Callable[..., Any]) -> None:
    opened = open_page(IRAN_FRANCE, viewport={"width": 400, "height": 800})
    summary = opened.page.get_by_text("Filters", exact=True)
    assert summary.bounding_box()["y"] < opened.page.locator("#drawing").bounding_box()["y"]
    assert not opened.page.get_by_label("Proposed").is_visible()
    summary.click()
    assert opened.page.get_by_label("Proposed").is_visible()
