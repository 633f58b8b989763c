"""The page in a real browser, the network cut: what a reader sees, clicks and types.

Every test that opens a page also sees that it asks no host and that the console stays silent
(tests/page/conftest.py), which is where a breach of the content security policy would show.
"""

import html as markup
from dataclasses import replace
from xml.etree import ElementTree

import networkx
import pytest
from axe_playwright_python.sync_playwright import Axe

from kg.model import (
    INSTITUTION_TYPES,
    STATUSES,
    Disagreement,
    Quantity,
    Step,
    Thread,
    World,
)
from kg.network import (
    Country,
    Reference,
    Topic,
    bridging_institutions,
    country_network,
    read_reference,
)
from kg.page import pack, page_html, write_page
from kg.page.data import KIND_WORDS
from tests.network.worlds import (
    IRAN_FRANCE,
    engagement,
    institution,
    link,
    person,
    report,
    synthetic,
    world,
)


def plain(locator):
    """The text of a place as a reader sees it, whatever the spaces between its parts."""
    return " ".join(locator.inner_text().split())


def click_on(opened, name):
    """Click where the drawing has `name`: on a dot by its id, on a line between two by both."""
    box = opened.page.locator("#drawing").bounding_box()
    x, y = opened.page.evaluate("name => window.kg.placeOf(name)", name)
    opened.page.mouse.click(box["x"] + x, box["y"] + y)


def test_a_click_on_a_country_shows_its_engagements_and_their_quotes(open_page):
    opened = open_page(IRAN_FRANCE)
    assert opened.heading() == "Who works with whom"
    click_on(opened, "IR")
    assert opened.heading() == "Iran"
    assert "“Larijani met Huart in Tehran on Saturday.”" in opened.quotes()


def test_a_click_on_a_line_shows_the_pair(open_page):
    opened = open_page(IRAN_FRANCE)
    click_on(opened, "FR-IR")
    assert opened.heading() == "France – Iran"
    assert len(opened.page.locator("#evidence .act").all()) == 4


def test_a_quote_stands_with_title_outlet_day_link_status_and_origins(open_page):
    opened = open_page(IRAN_FRANCE, "#pair=FR-IR")
    card = opened.page.locator("[data-act=e1]")
    assert plain(card.locator(".standing")) == "Completed · 2 independent origins"
    assert plain(card.locator(".top")) == "Meeting 13 October 2018 Tehran link to this"
    caption = card.locator("figcaption").first
    assert plain(caption).startswith(
        "Iran, France call for roadmap · Mehr News Agency · 13 October 2018 · source")
    source = caption.locator("a")
    assert source.get_attribute("href") == "https://example.org/article"
    assert source.get_attribute("rel") == "noopener noreferrer"
    assert "Guillaume Huart, Regional Counselor for Health in Middle East" in plain(card)
    # Two papers, one text.
    assert plain(opened.page.locator("[data-act=e5] .standing")) == (
        "Completed · 1 independent origin in 2 reports")
    assert opened.page.locator("[data-act=e5] .when").first.inner_text() == "reported 1 July 2021"


def test_a_country_says_on_what_and_in_which_years_it_works(open_page):
    opened = open_page(IRAN_FRANCE, "#country=IR")
    years = opened.page.locator("#evidence svg.timeline").get_attribute("aria-label")
    assert years == "Engagements by year: 2016 1, 2018 2, 2019 1, 2021 1"
    opened.page.locator("#evidence").get_by_role(
        "button", name="Blood transfusion and blood safety").first.click()
    assert opened.heading() == "Blood transfusion and blood safety"
    assert [row[0] for row in opened.rows()] == ["Partnership"]


def test_an_institution_is_called_what_it_is(open_page):
    several = world(*(institution(f"i{n}", f"House {n}", "FR", type)
                      for n, type in enumerate(INSTITUTION_TYPES)))
    opened = open_page(several)
    for n, type in enumerate(INSTITUTION_TYPES):
        opened.go(f"#actor=i{n}")
        assert plain(opened.page.locator("#evidence .lead").first) == f"{KIND_WORDS[type]}, France"


def test_wishes_are_hidden_until_asked_for_and_the_page_says_so(open_page):
    opened = open_page(IRAN_FRANCE, "#pair=FR-IR")
    assert opened.page.locator("[data-act=e2]").count() == 0
    assert "1 more engagement is hidden by the filters" in opened.page.inner_text("#evidence")
    opened.page.get_by_role("button", name="Show all").click()
    assert plain(opened.page.locator("[data-act=e2] .standing")) == (
        "Proposed · 1 independent origin")
    assert "hidden by the filters" not in opened.page.inner_text("#evidence")


def test_the_institutions_that_link_most_countries_come_first_each_with_a_quote(open_page):
    opened = open_page(IRAN_FRANCE)
    rows = opened.page.locator("#evidence .list > li")
    assert [row.locator("button").first.inner_text() for row in rows.all()] == [
        bridge.institution.name for bridge in bridging_institutions(IRAN_FRANCE)]
    assert rows.nth(1).locator("blockquote").inner_text() == (
        "“French institutes work with the IBTO and with the Pasteur Institute of Iran.”")
    rows.nth(1).locator("button").first.click()
    assert opened.heading() == "Pasteur Institute of Iran"
    assert "also PII" in opened.page.inner_text("#evidence")


@pytest.mark.parametrize(("typed", "name", "heading"), [
    ("iran", "Iran", "Iran"), ("persian", "Iran", "Iran"), ("FRA", "France", "France"),
    ("ibto", "Iranian Blood Transfusion Organization", "Iranian Blood Transfusion Organization"),
    ("etablissement", "Établissement français du sang", "Établissement français du sang"),
    ("larij", "Mohammad Baqer Larijani", "Mohammad Baqer Larijani"),
])
def test_search_finds_names_and_aliases(open_page, typed, name, heading):
    opened = open_page(IRAN_FRANCE)
    opened.page.fill("#find", typed)
    assert opened.page.locator("#found [role=option]").first.inner_text().startswith(name)
    opened.page.keyboard.press("Enter")
    assert opened.heading() == heading


def test_search_finds_a_topic(open_page):
    opened = open_page(IRAN_FRANCE)
    opened.page.fill("#find", "vaccin")
    opened.page.locator("#found [role=option]").first.click()
    assert opened.heading() == "Vaccines"
    assert [row[0] for row in opened.rows()] == ["Donation"]
    assert opened.page.evaluate("window.kg.drawn()") == {
        "dots": ["FR", "IR", "TN"], "lines": ["FR-IR", "FR-TN"]}
    opened.page.get_by_role("button", name="Pairs of countries").click()
    assert [row[0] for row in opened.rows()] == ["France – Iran", "France – Tunisia"]
    opened.page.locator("#trail button").last.click()
    assert opened.heading() == "Medicines, vaccines and devices"
    assert "France gave vaccines" in opened.page.inner_text("#evidence")


@pytest.mark.parametrize(("typed", "name"), [
    ("tunesia", "Tunisia"), ("irna blood", "Iranian Blood Transfusion Organization"),
    ("institue of pastuer", "Institut Pasteur"), ("huatr", "Guillaume Huart"),
    ("vacines", "Vaccines"),
])
def test_search_forgives_slips(open_page, typed, name):
    opened = open_page(IRAN_FRANCE)
    opened.page.fill("#find", typed)
    assert opened.page.locator("#found [role=option]").first.inner_text().startswith(name)


def test_search_says_that_there_is_nothing(open_page):
    opened = open_page(IRAN_FRANCE)
    opened.page.fill("#find", "atlantis")
    assert opened.page.inner_text("#found") == "Nothing of that name"


def pairs_of(network):
    return {
        f"{network.nodes[a]['label']} – {network.nodes[b]['label']}": (
            str(tie["weight"]), str(tie["origins"]))
        for a, b, tie in network.edges(data=True)
    }


FILTERS = {
    "": {},
    "#status=proposed,planned,signed,ongoing,completed,ended": {"statuses": STATUSES},
    "#status=signed": {"statuses": ["signed"]},
    "#type=meeting,donation,training": {"types": ["meeting", "donation", "training"]},
    "#topic=vaccines,malaria": {"topics": ["vaccines", "malaria"]},
    "#topic=communicable-diseases": {
        "topics": read_reference().narrower("communicable-diseases")},
    "#from=2005&until=2012": {"since": 2005, "until": 2012},
    "#origins=2": {"min_origins": 2},
    "#also=denied": {"modalities": ["asserted", "denied"]},
}


def test_the_page_counts_as_the_exported_network_does(open_page):
    """Pairs, engagements, origins and bridges of 200 engagements, under each kind of filter."""
    many = synthetic(200)
    opened = open_page(many)
    for hash, filters in FILTERS.items():
        opened.go(hash)
        opened.page.get_by_role("button", name="Pairs of countries", exact=True).click()
        assert {row[0]: (row[1], row[2]) for row in opened.all_rows()} == pairs_of(
            country_network(many, **filters)), hash
        opened.page.get_by_role("button", name="Institutions", exact=True).click()
        assert {row[0]: (row[3], row[4], row[5]) for row in opened.all_rows()} == {
            bridge.institution.name: (
                str(len(bridge.partners)), str(len(bridge.tie.acts)), str(bridge.tie.origins))
            for bridge in bridging_institutions(many, **filters)
        }, hash


def test_filters_of_status_type_topic_and_years(open_page):
    opened = open_page(IRAN_FRANCE)
    page = opened.page

    def engagements():
        return {row[0]: row[1] for row in opened.rows()}

    assert engagements() == {"France – Iran": "4", "France – Tunisia": "2", "Iran – Tunisia": "1"}
    page.locator("#by-status").get_by_text("Completed").click()
    assert engagements() == {"France – Iran": "2", "France – Tunisia": "1", "Iran – Tunisia": "1"}
    page.locator("#by-status").get_by_text("Proposed").click()
    assert engagements()["France – Iran"] == "3"
    page.get_by_role("button", name="Reset filters").click()
    assert engagements()["France – Iran"] == "4"
    page.get_by_text("Type (any)").click()
    page.locator("#by-type").get_by_text("Donation").click()
    assert engagements() == {"France – Iran": "1", "France – Tunisia": "1"}
    assert page.inner_text("#type-note") == "(1 chosen)"
    page.get_by_role("button", name="Reset filters").click()
    page.fill("#from", "2019")
    assert engagements() == {"France – Iran": "1", "France – Tunisia": "1"}
    page.fill("#from", "2000")
    page.fill("#until", "2017")
    assert engagements() == {"France – Iran": "1", "France – Tunisia": "1", "Iran – Tunisia": "1"}


def test_filters_of_region_outlet_and_confidence(open_page):
    unsure = tuple(
        replace(act, reports=tuple(replace(one, confidence=0.4) for one in act.reports))
        if act.id == "e4" else act for act in IRAN_FRANCE.engagements)
    opened = open_page(replace(IRAN_FRANCE, engagements=unsure))

    def engagements():
        return {row[0]: row[1] for row in opened.rows()}

    page = opened.page
    page.get_by_text("Region or bloc (any)").click()
    page.locator("#by-region").get_by_text("African Union").click()
    assert engagements() == {"France – Iran": "2", "France – Tunisia": "2", "Iran – Tunisia": "1"}
    assert "region=AFU" in page.url
    page.get_by_role("button", name="Reset filters").click()
    page.get_by_text("Outlet (any)").click()
    page.locator("#by-outlet").get_by_text("IRNA").click()
    assert engagements() == {"France – Iran": "1"}
    assert opened.page.locator("#evidence").get_by_text("independent origins").count() == 1
    page.get_by_role("button", name="Reset filters").click()
    page.locator("summary", has_text="Evidence").click()
    page.fill("#confidence", "0.5")
    assert engagements() == {"France – Iran": "3", "France – Tunisia": "1"}
    # An institution that only the unsure report ties is gone with it.
    page.get_by_role("button", name="Institutions", exact=True).click()
    assert "Institut Pasteur de Tunis" not in [row[0] for row in opened.rows()]


PROMISE = replace(
    IRAN_FRANCE,
    threads=(Thread("thread/fr-ir.1", ("FR", "IR"), (
        Step("e4", "signed", "c1", "2016-05", "2016-05-02"),
        Step("e2", "proposed", "c2", None, "2018-10-13", ("e4",), ("topic",)),
        Step("e3", "ongoing", "c3", None, "2018-10-13", ("e2",), ("article", "institution")),
    )),),
    disagreements=(Disagreement("d", "status", ("e1",), (
        IRAN_FRANCE.engagements[0].reports[0].claim,
        IRAN_FRANCE.engagements[0].reports[1].claim)),),
)


def test_a_promise_is_followed_to_its_delivery(open_page):
    opened = open_page(PROMISE, "#pair=FR-IR")
    listed = opened.page.locator("#evidence .list > li").filter(has_text="→")
    assert plain(listed.locator(".under")) == "Signed → Proposed → Ongoing"
    listed.get_by_role("button").click()
    assert opened.heading() == "Agreement, plan or committee and partnership"
    # The wish counts here, though the filters hide it everywhere else.
    assert [row[:3] for row in opened.rows()] == [
        ["Agreement", "May 2016", " Signed"],
        ["Plan or committee", "reported 13 October 2018", " Proposed"],
        ["Partnership", "reported 13 October 2018", " Ongoing"]]
    assert [row[3:] for row in opened.rows()] == [
        ["", ""], ["Agreement", "topic"], ["Plan or committee", "article, institution"]]
    assert opened.page.evaluate("window.kg.drawn()") == {
        "dots": ["step 0", "step 1", "step 2"],
        "lines": ["step 0 step 1", "step 1 step 2"]}
    assert "A roadmap is what Paris and Tehran ask for." in " ".join(opened.quotes())
    again = open_page(PROMISE, f"#{opened.page.url.split('#')[1]}")
    assert again.rows() == opened.rows()


def test_reports_that_disagree_stand_side_by_side(open_page):
    opened = open_page(PROMISE, "#pair=FR-IR")
    conflict = opened.page.locator("[data-act=e1] .conflict")
    assert conflict.locator("h5").inner_text() == "Reports disagree on the status"
    assert conflict.locator("blockquote").all_inner_texts() == [
        "“Larijani met Huart in Tehran on Saturday.”", "“Huart was received by Larijani.”"]


def test_the_way_from_one_institution_to_another(open_page):
    opened = open_page(IRAN_FRANCE, "#actor=i-ipt")
    opened.page.get_by_role("button", name="Path to another").click()
    opened.page.keyboard.type("IBTO")
    opened.page.keyboard.press("Enter")
    assert opened.heading() == (
        "Institut Pasteur de Tunis to Iranian Blood Transfusion Organization")
    assert [row[:3] for row in opened.rows()] == [
        ["Institut Pasteur de Tunis", "Pasteur Institute of Iran", "1"],
        ["Pasteur Institute of Iran", "Iranian Blood Transfusion Organization", "1"]]
    assert len(opened.quotes()) == 0
    assert opened.page.locator("#evidence blockquote").count() == 2
    assert opened.page.evaluate("window.kg.drawn()")["lines"] == [
        "actor i-ipt actor i-pii", "actor i-pii actor i-ibto"]
    again = open_page(IRAN_FRANCE, f"#{opened.page.url.split('#')[1]}&status=proposed")
    assert "No chain under these filters" in again.page.inner_text("#evidence")


def saved(opened, button):
    with opened.page.expect_download() as download:
        opened.page.locator(button).click()
    return download.value.path().read_bytes()


def test_the_network_is_saved_as_the_command_line_exports_it(open_page):
    many = synthetic(300)
    opened = open_page(many)
    read = networkx.parse_graphml(saved(opened, "#graphml").decode())
    told = country_network(many)
    assert {frozenset((a, b)): (tie["acts"], tie["origins"])
            for a, b, tie in read.edges(data=True)} == {
        frozenset((a, b)): (tie["weight"], tie["origins"]) for a, b, tie in told.edges(data=True)}
    assert {node: about["label"] for node, about in read.nodes(data=True)} == {
        node: about["label"] for node, about in told.nodes(data=True)}


def test_the_drawing_is_saved_as_a_picture(open_page):
    opened = open_page(IRAN_FRANCE)
    assert saved(opened, "#png").startswith(b"\x89PNG\r\n")
    picture = ElementTree.fromstring(saved(opened, "#svg"))
    texts = [text.text for text in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert sorted(texts) == ["France", "Germany", "Iran", "Tunisia", "United States"]
    assert len(list(picture.iter("{http://www.w3.org/2000/svg}circle"))) == 5


def test_names_of_those_who_take_part_are_marked_in_a_quote(open_page):
    opened = open_page(IRAN_FRANCE, "#pair=FR-IR")
    assert opened.page.locator("[data-act=e3] mark").all_inner_texts() == [
        "French", "IBTO", "Pasteur Institute of Iran"]


def test_an_open_end_of_a_date_is_no_year(open_page):
    dated = {"e1": "2016/..", "e3": "../2019"}
    opened = open_page(replace(IRAN_FRANCE, engagements=tuple(
        replace(act, date=dated.get(act.id, act.date)) for act in IRAN_FRANCE.engagements)))
    scope = plain(opened.page.locator("#scope"))
    assert scope.endswith(", 2015–2021"), scope
    assert "9999" not in opened.page.inner_text("body")


def test_the_drawing_and_the_table_are_in_step(open_page):
    opened = open_page(IRAN_FRANCE)
    assert opened.page.evaluate("window.kg.drawn()") == {
        "dots": ["DE", "FR", "IR", "TN", "US"], "lines": ["FR-IR", "FR-TN", "IR-TN"]}
    opened.go("#type=donation")
    assert opened.page.evaluate("window.kg.drawn()") == {
        "dots": ["FR", "IR", "TN"], "lines": ["FR-IR", "FR-TN"]}
    assert [row[0] for row in opened.rows()] == ["France – Iran", "France – Tunisia"]
    opened.go("#country=IR")
    assert opened.page.evaluate("window.kg.drawn()")["dots"] == sorted([
        "IR", "FR", "TN", "actor i-ibto", "actor i-pii", "actor i-who", "actor i-ip",
        "actor i-efs", "actor i-ipt"])


def test_the_table_sorts(open_page):
    opened = open_page(IRAN_FRANCE)
    header = opened.page.locator("#table thead th")
    opened.page.get_by_role("button", name="Engagements", exact=True).click()
    assert header.nth(1).get_attribute("aria-sort") == "descending"
    assert [row[1] for row in opened.rows()] == ["4", "2", "1"]
    opened.page.keyboard.press("Enter")
    assert header.nth(1).get_attribute("aria-sort") == "ascending"
    assert [row[1] for row in opened.rows()] == ["1", "2", "4"]
    opened.page.get_by_role("button", name="Countries", exact=True).click()
    assert [row[0] for row in opened.rows()] == [
        "France – Iran", "France – Tunisia", "Iran – Tunisia"]


def test_the_table_is_saved_without_formulas(open_page):
    bad = world(institution("i", '=cmd|"/c calc"!A1', "FR"), engagement(
        "e", "visit", "FR IR", report("They came.", "completed"), participants=("i",)))
    opened = open_page(bad, "#actor=i")
    with opened.page.expect_download() as download:
        opened.page.get_by_role("button", name="CSV").click()
    text = download.value.path().read_text("utf-8-sig")
    assert text.splitlines()[0] == (
        '"Engagement","Date","Status","Origins","Countries","Institutions and people"')
    assert '''"'=cmd|""/c calc""!A1"''' in text


@pytest.mark.parametrize(("hash", "heading"), [
    ("#country=IR&status=proposed", "Iran"),
    ("#pair=FR-TN&type=donation", "France – Tunisia"),
    ("#actor=i-pii&from=2017", "Pasteur Institute of Iran"),
    ("#pair=IR-FR", "France – Iran"),
])
def test_a_link_into_the_page_restores_what_it_showed(open_page, hash, heading):
    opened = open_page(IRAN_FRANCE, hash)
    assert opened.heading() == heading


def test_what_the_reader_does_is_in_the_link(open_page):
    opened = open_page(IRAN_FRANCE)
    opened.page.locator("#table").get_by_role("button", name="France – Iran").click()
    opened.page.locator("#by-status").get_by_text("Completed").click()
    opened.page.locator("[data-act=e3] .anchor").click()
    hash = opened.page.url.split("#")[1]
    assert hash == "pair=FR-IR&act=e3&status=signed%2Congoing"
    quotes = opened.quotes()
    again = open_page(IRAN_FRANCE, f"#{hash}")
    assert again.quotes() == quotes
    assert again.page.locator(".act.here").get_attribute("data-act") == "e3"
    assert again.page.evaluate("document.activeElement.dataset.act") == "e3"


def test_the_page_is_no_longer_than_the_window(open_page):
    """Else the header is scrolled away as soon as an engagement is shown."""
    opened = open_page(synthetic(300))
    assert opened.page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    opened.page.locator("#table tbody button").first.click()
    opened.page.locator(".act .anchor").last.click()
    assert opened.page.evaluate("scrollY") == 0
    card = opened.page.locator(".act.here").bounding_box()
    panel = opened.page.locator("#evidence").bounding_box()
    assert panel["y"] <= card["y"] < panel["y"] + panel["height"]


def test_a_link_is_not_shown_beside_the_engagement_it_was_read_from(open_page):
    a, b, c = (institution(x, f"Institute {x}", country)
               for x, country in (("a", "FR"), ("b", "IR"), ("c", "TN")))
    said = report("They work together.", "ongoing")
    opened = open_page(world(
        a, b, c, link("a", "b", said), link("a", "c", said),
        engagement("e", "partnership", "FR IR", said, participants=("a", "b"))), "#actor=a")
    assert [card.get_attribute("data-act") for card in opened.page.locator(".act").all()] == [
        "e", "a c"]  # of one day: the engagement first
    assert plain(opened.page.locator(".stats")).startswith("engagements 1 links 1")


@pytest.mark.parametrize(("reports", "drawn"), [(1, 0), (2, 1)])
@pytest.mark.parametrize("hash", ["#pair=FR-IR", "#actor=i"])
def test_a_timeline_has_a_heading_and_a_heading_a_timeline(open_page, hash, reports, drawn):
    said = [report(f"They met, {year}.", "ongoing", f"{year}-01-01") for year in (2019, 2020)]
    opened = open_page(world(
        institution("i", "Institute", "FR"),
        engagement("e", "meeting", "FR IR", *said[:reports], participants=("i",))), hash)
    assert opened.page.locator(".act").count() == 1
    assert opened.page.get_by_role("heading", name="What was reported when").count() == drawn
    assert opened.page.locator(".timeline").count() == drawn


def test_a_quote_that_stands_right_above_is_folded(open_page):
    both, other = (report(quote, "signed") for quote in ("They signed both.", "They met."))
    opened = open_page(world(*(
        engagement(id, "agreement", "FR IR", said)
        for id, said in (("e1", both), ("e2", both), ("e3", both), ("e4", other), ("e5", both))
    )), "#pair=FR-IR")

    def visible():
        return [card.get_attribute("data-act") for card in opened.page.locator(".act").all()
                if card.locator("blockquote").is_visible()]

    assert visible() == ["e1", "e4", "e5"]
    opened.page.locator("[data-act=e3]").get_by_text("In the words quoted above").click()
    assert visible() == ["e1", "e3", "e4", "e5"]
    opened.page.locator("[data-act=e2] .anchor").click()
    assert visible() == ["e1", "e2", "e4", "e5"], "the one that a link leads to is not folded"


def test_links_of_institutions_are_counted_apart(open_page):
    """e7 is denied: of the engagements, six count, and they are what the filters count."""
    opened = open_page(IRAN_FRANCE)
    assert "6 engagements and 1 link of institutions from" in opened.page.inner_text("#scope")

    def beside_the_filter():
        return dict(zip(
            opened.page.locator("#by-status .name").all_inner_texts(),
            map(int, opened.page.locator("#by-status .count").all_inner_texts()), strict=True))

    assert beside_the_filter() == {"Proposed": 1, "Planned": 0, "Signed": 1, "Ongoing": 1,
                                   "Completed": 3, "Ended": 0}
    assert plain(opened.page.locator(".stats")).startswith("engagements 5 links 1")
    opened.page.locator("#by-status").get_by_text("Ongoing").click()
    assert beside_the_filter()["Ongoing"] == 1
    opened.go("#actor=i-ibto")
    assert opened.page.inner_text("#links-title") == "Engagements and links (2)"
    opened.go("#pair=FR-IR")
    assert opened.page.inner_text("#links-title") == "Engagements (4)"
    opened.go("#actor=i-efs&status=signed")
    assert "1 more link of institutions is hidden" in opened.page.inner_text("#evidence")
    opened.go("#actor=i-ibto&status=signed")
    assert ("1 more engagement and 1 link of institutions are hidden"
            in opened.page.inner_text("#evidence"))


def test_back_and_forward(open_page):
    opened = open_page(IRAN_FRANCE)
    opened.page.locator("#table").get_by_role("button", name="France – Iran").click()
    opened.page.locator("#trail").get_by_role("button", name="Iran").click()
    assert opened.heading() == "Iran"
    opened.page.go_back()
    assert opened.heading() == "France – Iran"
    opened.page.go_back()
    assert opened.heading() == "Who works with whom"
    opened.page.go_forward()
    assert opened.heading() == "France – Iran"


def test_a_broken_link_does_no_harm(open_page):
    opened = open_page(IRAN_FRANCE, "#country=XX")
    for hash in ("#pair=FR", "#pair=FR-XX", "#actor=nobody", "#act=none", "#from=soon", "#%",
                 "#status=sgined", "#type=constructor&topic=__proto__&country=toString"):
        opened.go(hash)
        assert opened.heading() == "Who works with whom", hash


def press_until(opened, key, test, most=60):
    for _ in range(most):
        opened.page.keyboard.press(key)
        if opened.page.evaluate(test):
            return
    raise AssertionError(f"{most} times {key} did not lead to {test}")


def test_the_keyboard_alone_reaches_the_evidence(open_page):
    opened = open_page(IRAN_FRANCE)
    press_until(opened, "Tab", "document.activeElement.id === 'find'")
    opened.page.keyboard.type("iran")
    opened.page.keyboard.press("Enter")
    assert opened.heading() == "Iran"
    press_until(opened, "Tab", "document.activeElement.textContent === 'France'")
    opened.page.keyboard.press("Enter")
    assert opened.heading() == "France – Iran"
    press_until(opened, "Tab", "document.activeElement.rel === 'noopener noreferrer'")
    assert opened.page.evaluate("document.activeElement.href") == "https://example.org/article"


def test_arrow_keys_walk_the_drawing(open_page):
    opened = open_page(IRAN_FRANCE)
    opened.page.focus("#drawing")
    for key, said in (("ArrowRight", "France: 5 engagements"),
                      ("ArrowUp", "Germany: 1 engagement"),
                      ("ArrowLeft", "France: 5 engagements"),
                      ("ArrowDown", "Tunisia: 3 engagements")):
        opened.page.keyboard.press(key)
        assert opened.page.inner_text("#said") == said
    opened.page.keyboard.press("Enter")
    assert opened.heading() == "Tunisia"
    opened.page.keyboard.press("Escape")
    assert opened.heading() == "Who works with whom"


PAYLOAD = ("</script><script>window.pwned=1</script><img src=x onerror=\"window.pwned=1\">"
           "<svg onload='window.pwned=1'></svg> href \"'`${window.pwned=1}{{7*7}}--><!--")


def hostile_world():
    """The payload in every field that an article can fill, and in those it should not reach."""
    said = report(PAYLOAD, "signed", "2020-01-01", title=PAYLOAD, publisher=PAYLOAD,
                  url="javascript:window.pwned=1", article=PAYLOAD, origin=PAYLOAD,
                  attribution=PAYLOAD, status_detail=PAYLOAD)
    with_link = replace(said, url="https://example.org/\"onmouseover=\"window.pwned=1",
                        claim="2", origin="2")
    return world(
        institution(f"i1{PAYLOAD}", f"A{PAYLOAD}", "FR", aliases=[f"B{PAYLOAD}"]),
        institution("i2", PAYLOAD, "IR"),
        institution("o", PAYLOAD, None, "international_organization"),
        person("p", PAYLOAD, "IR", PAYLOAD),
        engagement(f"e{PAYLOAD}", "agreement", "FR IR", said, with_link, place=PAYLOAD,
                   topics=(PAYLOAD,), detail=PAYLOAD, roles=(("FR", PAYLOAD),),
                   participants=(f"i1{PAYLOAD}", "i2", "o", "p"),
                   quantities=(Quantity(PAYLOAD, PAYLOAD, said.quotes[0], PAYLOAD, PAYLOAD),)),
        link(f"i1{PAYLOAD}", "i2", said),
    )


HOSTILE_NAMES = Reference(
    {"FR": Country("FR", PAYLOAD, PAYLOAD, (PAYLOAD,), PAYLOAD, PAYLOAD, (2.0, 46.0)),
     "IR": Country("IR", f"Z{PAYLOAD}")},
    {PAYLOAD: Topic(PAYLOAD, PAYLOAD, None, (PAYLOAD,))},
)


@pytest.mark.parametrize("reference", [None, HOSTILE_NAMES], ids=["articles", "tables too"])
def test_hostile_text_stays_text(open_page, reference):
    opened = open_page(hostile_world(), reference=reference)
    page = opened.page
    everything = "#status=proposed,planned,signed,ongoing,completed,ended"
    for hash in ("", everything, "#country=FR", "#pair=FR-IR", "#actor=i2", "#actor=o",
                 "#actor=p"):
        opened.go(hash)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        if hash.startswith(("#pair", "#actor=i2")):
            assert f"“{PAYLOAD}”" in opened.quotes()
            assert PAYLOAD in page.inner_text("#evidence")
        page.fill("#find", "script")
        assert PAYLOAD in page.inner_text("#found")
        page.fill("#find", "")
        page.mouse.move(600, 300)
        for name in page.evaluate("window.kg.drawn().dots"):
            x, y = page.evaluate("name => window.kg.placeOf(name)", name)
            box = page.locator("#drawing").bounding_box()
            page.mouse.move(box["x"] + x, box["y"] + y)
        assert page.evaluate("window.pwned") is None
        assert page.locator("img, iframe, object, embed, form, base, [onerror], [onload]"
                            ).count() == 0
        for address in page.evaluate("[...document.links].map(link => link.protocol)"):
            assert address in ("https:", "file:")


def test_a_title_can_be_hostile_too(browser, tmp_path):
    path = tmp_path / "page.html"
    write_page(IRAN_FRANCE, path, title=PAYLOAD)
    page = browser.new_context().new_page()
    page.goto(path.as_uri())
    assert page.title() == page.inner_text("h1") == PAYLOAD
    assert page.evaluate("window.pwned") is None
    page.context.close()


def test_the_script_makes_no_link_of_what_is_no_address_of_the_web(browser, tmp_path):
    """`safe_url` drops it before; a page whose data were changed later holds all the same."""
    path = tmp_path / "page.html"
    path.write_text(page_html(IRAN_FRANCE).replace(
        "https://example.org/article", "javascript:window.pwned=1"), "utf-8")
    page = browser.new_context().new_page()
    page.goto(f"{path.as_uri()}#pair=FR-IR")
    assert page.locator("#evidence .act blockquote").count() >= 4
    assert page.locator("#evidence figcaption a").count() == 0
    page.context.close()


def test_it_works_in_the_frame_of_a_notebook(open_page, tmp_path, browser):
    """A frame made of text has no address of its own: history cannot be written there."""
    outer = tmp_path / "outer.html"
    outer.write_text(f'<iframe sandbox="allow-scripts" width="1300" height="800" '
                     f'srcdoc="{markup.escape(page_html(IRAN_FRANCE))}"></iframe>', "utf-8")
    page = browser.new_context().new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(outer.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("#table button", has_text="France – Iran").click()
    assert frame.locator("#evidence h2").inner_text() == "France – Iran"
    assert errors == []
    page.context.close()


@pytest.mark.parametrize("context", [
    {"color_scheme": "dark"}, {"viewport": {"width": 390, "height": 800}},
    {"reduced_motion": "reduce"}, {"forced_colors": "active"},
], ids=str)
def test_dark_small_and_forced(open_page, context):
    opened = open_page(IRAN_FRANCE, "#pair=FR-IR", **context)
    assert len(opened.quotes()) >= 4
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_rule_of_accessibility_is_broken(open_page, scheme):
    opened = open_page(PROMISE, color_scheme=scheme, bypass_csp=True)
    for hash in ("", "#country=IR", "#pair=FR-IR", "#actor=i-pii", "#on=vaccines",
                 "#thread=thread/fr-ir.1", "#path=i-ipt&end=i-ibto"):
        opened.go(hash)
        opened.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        broken = Axe().run(opened.page).response["violations"]
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in broken] == [], hash


def test_an_empty_world(open_page):
    opened = open_page(World())
    assert "None under these filters" in opened.page.inner_text("#evidence")
    assert opened.rows() == []


def test_a_packed_page_shows_what_a_plain_one_shows(open_page, monkeypatch):
    """Its evidence is read after the first picture, and then stands where it should."""
    many = synthetic(400)
    seen = []
    for most in (pack.PLAIN, 1000):
        monkeypatch.setattr(pack, "PLAIN", most)
        opened = open_page(many)
        opened.page.wait_for_selector("#evidence blockquote")
        seen.append([])
        for hash in ("", "#country=IR", "#pair=FR-IR", "#actor=o1", "#on=vaccines",
                     "#also=denied&confidence=0.5&origins=2&from=2001&region=Africa"):
            opened.go(hash)
            seen[-1].append((opened.all_rows(), opened.page.inner_text("#evidence"),
                             opened.page.evaluate("window.kg.drawn()")))
        again = open_page(many, "#actor=o1")
        seen[-1].append(again.quotes())
        assert again.quotes()
    assert seen[0] == seen[1]


def test_two_thousand_engagements_are_drawn_and_listed(open_page):
    opened = open_page(synthetic(2000))
    drawn = opened.page.evaluate("window.kg.drawn()")
    assert len(drawn["dots"]) > 100
    assert len(drawn["lines"]) == 160
    assert len(opened.rows()) == 60
    opened.page.eval_on_selector("#links .scroll", "box => box.scrollTop = box.scrollHeight")
    opened.page.wait_for_function("document.querySelectorAll('#table tbody tr').length > 60")
    assert len(opened.all_rows()) == len(country_network(synthetic(2000)).edges)
    busiest = opened.rows()[0][0]
    opened.page.locator("#table tbody button").first.click()
    assert opened.heading() == busiest
    assert opened.quotes()
