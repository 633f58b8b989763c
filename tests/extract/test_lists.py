"""Receivers in a list below the sentence of the act."""

from __future__ import annotations

from tests.extract.reading import claims_of, facts_of


def test_bullets_below_a_lead_in_are_receivers() -> None:
    text = ("China has donated vaccine doses as follows:\n- Kenya: 100,000 doses\n"
            "- Uganda: 50,000 doses\n- Zambia: 20,000 doses\n\nThe programme goes on.")
    facts = facts_of(text)
    assert {(c.type, c.status, c.countries) for c in facts.claims} == {
        ("donation", "completed", ("CN", "KE", "UG", "ZM"))}
    assert facts.pairs == (("CN", "KE"), ("CN", "UG"), ("CN", "ZM"))
    quotes = [e.quote for e in facts.claims[0].evidence]
    assert quotes[0].startswith("China has donated") and "- Zambia: 20,000 doses" in quotes


def test_the_lead_in_says_how_far_it_got() -> None:
    text = "China plans to send vaccine doses to the following countries:\n- Kenya\n- Uganda"
    assert {(c.type, c.status) for c in claims_of(text)} == {("donation", "planned")}


def test_a_table_in_one_line_is_a_list() -> None:
    text = ("To date, China has donated vaccine doses as follows:\n\n"
            "<td>Kenya</td> <td>100</td> <td>Uganda</td> <td>50</td> <td>Zambia</td> <td>20</td>"
            " <td>Malawi</td> <td>10</td>")
    assert {c.countries for c in claims_of(text)} == {("CN", "KE", "MW", "UG", "ZM")}


def test_items_that_tell_acts_of_their_own_are_no_receivers() -> None:
    text = ("China and its partners will give vaccine doses:\n"
            "- Japan will contribute $41 million for hospitals in Laos.\n"
            "- Kenya: 100,000 doses")
    donations = [c for c in claims_of(text) if c.type == "donation"]
    assert all("JP" not in c.countries for c in donations)
