"""Networks by choice: who, by what, in which direction; ties counted by hand."""

from __future__ import annotations

import networkx as nx
import pytest

from kg.errors import UsageError
from kg.network import country_network, make_network, two_mode_network
from tests.network.worlds import (
    IRAN_FRANCE,
    engagement,
    institution,
    link,
    person,
    report,
    world,
)

DONE = report("It was done.", "completed")


def ties(network: nx.Graph[str]) -> dict[str, tuple[str, ...]]:
    return {f"{a} {b}": about["acts"] for a, b, about in network.edges(data=True)}


def test_people_are_tied_across_countries_only() -> None:
    network = make_network(IRAN_FRANCE, "people")
    assert ties(network) == {"p-huart p-larijani": ("e1",)}
    assert network.nodes["p-huart"]["country_name"] == "France"
    two = world(person("a", "A", "KE", "minister"), person("b", "B", "KE", "doctor"),
                engagement("e", "meeting", "KE UG", DONE, participants=("a", "b")))
    assert ties(make_network(two, "people")) == {}


def test_topics_are_tied_by_engagements_on_both() -> None:
    both = engagement("e", "training", "KE UG", DONE, topics=("malaria", "vaccines"))
    alone = engagement("f", "training", "KE UG", DONE, topics=("rabies",))
    network = make_network(world(both, alone), "topics")
    assert ties(network) == {"malaria vaccines": ("e",)}
    assert list(network) == ["malaria", "rabies", "vaccines"]
    assert network.nodes["malaria"]["label"] == "Malaria"


def test_direction_is_from_who_gives_to_who_receives() -> None:
    """e5 alone has roles; the other three acts that tie countries have none."""
    network = make_network(IRAN_FRANCE, "countries", directed=True)
    assert network.is_directed()
    assert ties(network) == {"FR IR": ("e5",), "FR TN": ("e5",)}
    assert network.graph["undirected_acts"] == 3
    assert list(network) == list(country_network(IRAN_FRANCE))


def test_institutions_stand_where_their_countries_stand_unless_a_text_says_otherwise() -> None:
    cu, ke = institution("cu", "Finlay", "CU"), institution("ke", "KEMRI", "KE")
    gift = engagement("e", "donation", "CU KE", DONE, participants=("cu", "ke"),
                      roles=(("CU", "donor"), ("KE", "recipient")))
    back = engagement("f", "training", "CU KE", DONE, participants=("cu", "ke"),
                      roles=(("ke", "provider"), ("cu", "beneficiary")))
    joint = engagement("g", "research", "CU KE", DONE, participants=("cu", "ke"))
    network = make_network(world(cu, ke, gift, back, joint, link("cu", "ke", DONE)),
                           "institutions", directed=True)
    assert ties(network) == {"cu ke": ("e",), "ke cu": ("f",)}
    # The joint act, and the link.
    assert network.graph["undirected_acts"] == 2


@pytest.mark.parametrize(("modes", "expected"), [
    ("institutions:countries", {
        "i-efs IR", "i-ibto FR", "i-ip IR", "i-ip TN", "i-ipt FR", "i-ipt IR", "i-pii FR",
        "i-pii TN", "i-who FR", "i-who IR", "i-who TN"}),
    ("countries:topics", {
        "FR blood-transfusion", "IR blood-transfusion", "FR rabies", "IR rabies", "TN rabies",
        "FR vaccines", "IR vaccines", "TN vaccines"}),
    ("people:engagements", {"p-huart e1", "p-larijani e1"}),
    ("institutions:topics", {
        "i-ibto blood-transfusion", "i-pii blood-transfusion", "i-ip rabies", "i-ipt rabies",
        "i-pii rabies", "i-who vaccines"}),
])
def test_two_modes(modes: str, expected: set[str]) -> None:
    network = make_network(IRAN_FRANCE, modes)
    assert set(ties(network)) == expected
    sides = {about["bipartite"] for _, about in network.nodes(data=True)}
    assert sides == {0, 1}
    assert nx.is_bipartite(network)
    assert network.graph["kind"] == modes


def test_the_other_way_round_is_the_same_network() -> None:
    one = two_mode_network(IRAN_FRANCE, "institutions", "countries")
    other = two_mode_network(IRAN_FRANCE, "countries", "institutions")
    assert {frozenset(tie) for tie in one.edges} == {frozenset(tie) for tie in other.edges}
    assert all(one.edges[a, b]["acts"] == other.edges[b, a]["acts"] for a, b in one.edges)


def test_topics_bring_those_below_them() -> None:
    network = make_network(IRAN_FRANCE, topics=["blood-transplant-advanced"])
    assert ties(network) == {"FR IR": ("e3",)}


def test_comention_is_a_network_of_articles_whatever_was_done() -> None:
    """The summit and the denied training name countries together; no act ties them."""
    network = make_network(IRAN_FRANCE, "countries", ties="co-mention")
    assert network.has_edge("DE", "US")
    assert network.graph["kind"] == "countries, named together"
    assert network.graph["engagements"] == 0
    pair = network.edges["IR", "TN"]
    # An article each on rabies, the summit and the training that was denied, two of one origin
    # on the gift.
    assert (pair["weight"], pair["origins"]) == (5, 4)
    assert "acts" not in pair
    assert make_network(IRAN_FRANCE, "countries", ties="co-mention", since=2021).number_of_edges(
        ) == 3
    assert make_network(IRAN_FRANCE, "countries", ties="co-mention", min_origins=4).has_edge(
        "IR", "TN")
    assert not make_network(IRAN_FRANCE, "countries", ties="co-mention",
                            min_origins=5).has_edge("IR", "TN")


@pytest.mark.parametrize(("nodes", "options", "told"), [
    ("cities", {}, "expected one of countries"),
    ("countries:countries", {}, "with a colon"),
    ("countries:actors", {}, "with a colon"),
    ("topics", {"directed": True}, "no direction"),
    ("countries", {"ties": "friendship"}, "expected one of acts"),
    ("countries", {"ties": "co-mention", "types": ["donation"]}, "types do not go together"),
    ("countries", {"ties": "co-mention", "directed": True}, "direction do not go together"),
    ("countries", {"topics": ["weather"]}, "data/topics.csv"),
])
def test_what_does_not_go_together_is_refused(
    nodes: str, options: dict[str, object], told: str
) -> None:
    with pytest.raises(UsageError, match=told):
        make_network(IRAN_FRANCE, nodes, **options)
