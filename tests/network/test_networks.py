"""The three networks of a world whose ties are counted by hand (tests/network/worlds.py)."""

import pytest

from kg.model import STATUSES
from kg.network import actor_network, country_network, institution_network
from tests.network.worlds import IRAN_FRANCE, engagement, institution, link, report, world


def ties(network):
    return {f"{a} {b}": about["acts"] for a, b, about in network.edges(data=True)}


def test_countries():
    """e5 gives to two, which ties them not; e6 is a summit; e2 is only called for."""
    network = country_network(IRAN_FRANCE)
    assert ties(network) == {
        "FR IR": ("e1", "e3", "e4", "e5"), "FR TN": ("e4", "e5"), "IR TN": ("e4",),
    }
    assert list(network) == ["DE", "FR", "IR", "TN", "US"]
    assert network.nodes["IR"] == {
        "label": "Iran", "kind": "country", "iso3": "IRN", "region": "Asia",
        "income": "upper-middle", "engagements": 5, "origins": 6,
    }


def test_what_stands_on_a_tie():
    tie = country_network(IRAN_FRANCE).edges["FR", "IR"]
    assert tie["weight"] == 4
    # e1 from two papers, e3 and e4 from one each, e5 from two that share a text
    assert tie["origins"] == 5
    assert list(tie["statuses"].items()) == [("signed", 1), ("ongoing", 1), ("completed", 2)]
    assert tie["types"] == {"agreement": 1, "donation": 1, "meeting": 1, "partnership": 1}
    assert tie["topics"] == {"blood-transfusion": 1, "rabies": 1, "vaccines": 1}
    assert (tie["first"], tie["last"], tie["undated"]) == ("2016-05", "2021-07-01", 2)
    assert len(tie["claims"]) == 6
    assert tie["quote"].quote == "France gave vaccines to Tunisia and Iran through the WHO."
    assert tie["quote"].source() == "AFP, 2021-07-01"


def test_what_a_network_rests_on():
    assert country_network(IRAN_FRANCE, since=2018).graph == {
        "kind": "countries", "engagements": 4, "links": 0, "origins": 5,
        "first": "2018-10-13", "last": "2021-07-01",
        "filters": {
            "statuses": "signed, ongoing, completed", "types": "any", "topics": "any",
            "since": "2018", "until": "any", "min_origins": "1", "modalities": "asserted",
            "min_confidence": "any",
        },
    }


def test_wishes_are_ties_only_if_asked_for():
    assert "e2" not in ties(country_network(IRAN_FRANCE))["FR IR"]
    assert "e2" in ties(country_network(IRAN_FRANCE, statuses=STATUSES))["FR IR"]


def test_institutions():
    """e3 names Iranian institutes only; IBTO and EFS are tied by a stated link alone."""
    network = institution_network(IRAN_FRANCE)
    assert ties(network) == {
        "i-efs i-ibto": ("i-efs i-ibto",), "i-ip i-ipt": ("e4",), "i-ip i-pii": ("e4",),
        "i-ipt i-pii": ("e4",),
    }
    assert (network.graph["engagements"], network.graph["links"]) == (1, 1)
    assert network.nodes["i-pii"] == {
        "label": "Pasteur Institute of Iran", "kind": "institution",
        "type": "research_institute", "country": "IR", "country_name": "Iran",
        "engagements": 1, "origins": 1,
    }


WHO = institution("who", "World Health Organization", None, "international_organization")
UNICEF = institution("unicef", "UNICEF", None, "international_organization")
FR1, FR2 = institution("fr1", "CHU de Lyon", "FR"), institution("fr2", "Inserm", "FR")
IR1, TN1 = institution("ir1", "Razi", "IR"), institution("tn1", "Hôpital Charles Nicolle", "TN")
UNKNOWN = institution("un", "Some Hospital", None, "hospital")


@pytest.mark.parametrize(("countries", "roles", "expected"), [
    ("FR IR TN", (), ["fr1 ir1", "fr1 tn1", "fr1 who", "fr2 ir1", "fr2 tn1", "fr2 who",
                      "ir1 tn1", "ir1 who", "tn1 who"]),
    ("FR IR TN", (("FR", "donor"), ("IR", "recipient"), ("TN", "recipient")),
     ["fr1 ir1", "fr1 tn1", "fr1 who", "fr2 ir1", "fr2 tn1", "fr2 who", "ir1 who", "tn1 who"]),
    ("DE FR IR TN US", (), []),
    ("FR", (), ["fr1 who", "fr2 who"]),
], ids=["together", "receivers of one giver", "a summit", "a country and an organisation"])
def test_institutions_of_one_engagement(countries, roles, expected):
    """Two of one country are not tied, nor two organisations, nor one of no known country."""
    present = (WHO, FR1, FR2, IR1, TN1, UNKNOWN)
    network = institution_network(world(*present, engagement(
        "e", "agreement", countries, report("Signed.", "signed"), roles=roles,
        participants=tuple(e.id for e in present))))
    assert sorted(ties(network)) == expected


def test_a_link_counts_once_with_the_engagement_it_was_read_from():
    network = institution_network(world(
        FR1, IR1, link("fr1", "ir1", report("They work together.", "ongoing")),
        engagement("e", "partnership", "FR IR", report("They work together.", "ongoing"),
                   participants=("fr1", "ir1"))))
    assert ties(network) == {"fr1 ir1": ("e",)}


def test_links_that_resolving_made_domestic_are_no_ties():
    said = report("They work together.", "ongoing")
    network = institution_network(world(
        FR1, FR2, WHO, UNICEF, link("fr1", "fr2", said), link("unicef", "who", said)))
    assert not network.edges


def test_actors():
    network = actor_network(IRAN_FRANCE)
    engagements = [n for n, about in network.nodes(data=True) if about["bipartite"] == 1]
    assert engagements == ["e1", "e3", "e4", "e5", "e6"]
    assert sorted(network["e1"]) == ["FR", "IR", "p-huart", "p-larijani"]
    assert network.edges["FR", "e5"] == {"weight": 1, "role": ("donor",)}
    assert network.nodes["e5"]["label"] == "donation: France – Iran – Tunisia"
    assert network.nodes["p-huart"]["country_name"] == "France"
    assert all(network.nodes[a]["bipartite"] != network.nodes[b]["bipartite"]
               for a, b in network.edges)


def test_names_in_one_text_make_no_tie():
    """Both countries and both institutes stand in one article, in two acts apart."""
    network = country_network(world(
        FR1, IR1,
        engagement("e1", "visit", "FR US", report("France and the US, not Iran.", "completed",
                                                  article="one")),
        engagement("e2", "visit", "IR US", report("Iran and the US, not France.", "completed",
                                                  article="one"))))
    assert sorted(ties(network)) == ["FR US", "IR US"]


@pytest.mark.parametrize("make", [country_network, institution_network, actor_network])
def test_an_empty_world(make):
    network = make(world())
    assert (len(network), network.graph["engagements"]) == (0, 0)
