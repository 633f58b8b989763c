"""Which quote stands for a tie: body text, of the report that the others copied."""

from __future__ import annotations

import csv
import io

import pytest

from kg.model import Evidence, Report
from kg.network import best_citation, country_network, to_csv
from kg.network.selection import Selection, acts_of
from tests.network.worlds import engagement, report, world

LONG = "Cuba sent forty doctors to Kenya, both health ministries said on Monday."
SHORT = "Cuba sent doctors to Kenya."
TITLE = "Cuban doctors reach Kenya"


def headline(published: str, **other: object) -> Report:
    return report(TITLE, "completed", published,
                  quotes=(Evidence(0, len(TITLE), TITLE, "title"),), **other)


@pytest.mark.parametrize(("reports", "published", "is_headline"), [
    # A later reprint is no better source, were it shorter.
    ([report(LONG, "completed", "2021-05-02", origin="wire"),
      report(SHORT, "completed", "2021-05-04", origin="wire")], "2021-05-02", False),
    ([report(LONG, "completed", None, origin="wire"),
      report(SHORT, "completed", "2021-05-04", origin="wire")], "2021-05-04", False),
    # Of two origins, the later one.
    ([report(LONG, "completed", "2021-05-02"), report(LONG, "completed", "2021-05-04")],
     "2021-05-04", False),
    # An origin is as old as its first report, whatever was printed when.
    ([report(LONG, "completed", "2021-05-02", origin="wire"),
      report(LONG, "completed", "2021-05-09", origin="wire"),
      report(LONG, "completed", "2021-05-04", origin="own")], "2021-05-04", False),
    ([report(LONG, "completed", "2021-05-04"), headline("2021-05-05")], "2021-05-04", False),
    # The title again as the first line of the text.
    ([report(LONG, "completed", "2021-05-04"),
      report(SHORT, "completed", "2021-05-05", title=f"{SHORT} ".upper())], "2021-05-04", False),
    # What is furthest stays first, and a headline is better than nothing.
    ([report(LONG, "planned", "2021-05-04"), headline("2021-05-05")], "2021-05-05", True),
    ([headline("2021-05-05")], "2021-05-05", True),
])
def test_the_quote_is_text_and_of_the_report_that_others_copied(
    reports: list[Report], published: str, is_headline: bool
) -> None:
    for order in (reports, reports[::-1]):
        made = world(engagement("e", "deployment", "CU KE", *order, status="completed"))
        cited = best_citation([act for _, act in acts_of(made, Selection())])
        assert cited is not None
        assert (cited.published, cited.headline) == (published, is_headline)


def test_tables_say_where_a_quote_is_a_headline() -> None:
    made = world(engagement("e", "deployment", "CU KE", headline("2021-05-05")),
                 engagement("f", "deployment", "CU IR", report(LONG, "completed")))
    rows = csv.DictReader(io.StringIO(to_csv(country_network(made))[0]))
    assert [(row["target"], row["quote"], row["quote_headline"]) for row in rows] == [
        ("IR", LONG, "0"), ("KE", TITLE, "1")]
