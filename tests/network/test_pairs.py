"""Who is tied to whom by one engagement (codebook, "pairs")."""

import pytest

from kg.network.pairs import partner_countries
from kg.pairs import country_ties
from tests.network.worlds import engagement, institution, report


def act(countries, *roles):
    return engagement("e", "donation", countries, report("It was done.", "completed"),
                      roles=roles)


@pytest.mark.parametrize(("countries", "roles", "ties"), [
    pytest.param("FR IR", [], ["FR IR"], id="two act together"),
    pytest.param("FR", [], [], id="one makes no pair"),
    pytest.param("AF IQ IR PK", [], ["AF IQ", "AF IR", "AF PK", "IQ IR", "IQ PK", "IR PK"],
                 id="four act together"),
    pytest.param("AF FR IQ IR PK", [], [], id="five are a crowd"),
    pytest.param("FR IR TN", [("FR", "donor"), ("IR", "recipient"), ("TN", "recipient")],
                 ["FR IR", "FR TN"], id="receivers of one giver make no pair"),
    pytest.param("FR IR TN", [("x", "donor"), ("IR", "recipient"), ("TN", "recipient")],
                 ["FR IR", "FR TN"], id="nor do those of one organisation"),
    pytest.param("FR IR TN", [("FR", "donor"), ("TN", "donor"), ("IR", "recipient")],
                 ["FR IR", "IR TN"], id="givers make no pair unless they act jointly"),
    pytest.param("FR IR TN", [("FR", "donor"), ("IR", "recipient")],
                 ["FR IR", "FR TN", "IR TN"], id="who has no role ties to all"),
    pytest.param("DZ EG ER SD SO US",
                 [("US", "sender"), *((c, "receiver") for c in ("DZ", "EG", "ER", "SD", "SO"))],
                 ["DZ US", "EG US", "ER US", "SD US", "SO US"], id="one giver, five receivers"),
    pytest.param("FR IR TN", [("FR", "donor"), ("FR", "recipient"), ("IR", "recipient"),
                              ("TN", "recipient")],
                 ["FR IR", "FR TN"], id="who gives and receives is on no side"),
    pytest.param("FR GH RW", [("FR", "visitor"), ("GH", "visitor"), ("RW", "host")],
                 ["FR RW", "GH RW"], id="two who visit a third"),
])
def test_ties(countries, roles, ties):
    assert country_ties(act(countries, *roles)) == [tuple(tie.split()) for tie in ties]


@pytest.mark.parametrize(("entity", "countries", "roles", "partners"), [
    (institution("i", "Institut", "FR"), "FR IR", [], ["IR"]),
    (institution("i", "Institut", "IR"), "FR IR TN",
     [("FR", "donor"), ("IR", "recipient"), ("TN", "recipient")], ["FR"]),
    (institution("i", "Institut", "US"), "FR IR", [], []),
    (institution("i", "WHO", None, "international_organization"), "FR IR", [], ["FR", "IR"]),
    (institution("i", "MSF", None, "ngo"), "FR", [], ["FR"]),
    (institution("i", "Some Hospital", None, "hospital"), "FR IR", [], []),
    (institution("i", "WHO", None, "international_organization"), "AF FR IQ IR PK", [], []),
    (institution("i", "WHO", None, "international_organization"), "AF FR IQ IR PK",
     [("FR", "donor"), ("IR", "recipient")], ["FR", "IR"]),
], ids=[
    "the other country", "the giver, not the other receiver", "its country is no party",
    "an organisation: all parties", "a charity of no country", "country not known",
    "a summit", "a summit, of which two have a role",
])
def test_partner_countries(entity, countries, roles, partners):
    assert partner_countries(act(countries, *roles), entity) == partners
