"""The institutions that link countries."""

from dataclasses import replace

import networkx as nx

from kg.model import STATUSES
from kg.network import bridging_institutions, country_network
from tests.network.worlds import (
    IRAN_FRANCE,
    engagement,
    institution,
    link,
    report,
    synthetic,
    world,
)


def found(world_, **filters):
    return {
        bridge.institution.id: {p.country: p.tie.acts for p in bridge.partners}
        for bridge in bridging_institutions(world_, **filters)
    }


def test_bridges():
    assert found(IRAN_FRANCE) == {
        "i-who": {"FR": ("e5",), "IR": ("e5",), "TN": ("e5",)},
        "i-pii": {"FR": ("e3", "e4"), "TN": ("e4",)},
        "i-ip": {"IR": ("e4",), "TN": ("e4",)},
        "i-ipt": {"FR": ("e4",), "IR": ("e4",)},
        "i-ibto": {"FR": ("e3",)},
        "i-efs": {"IR": ("i-efs i-ibto",)},
    }


def test_those_with_most_partners_come_first_then_with_most_acts():
    assert list(found(IRAN_FRANCE)) == ["i-who", "i-pii", "i-ip", "i-ipt", "i-ibto", "i-efs"]


def test_since_when_on_what_with_what_status_and_on_what_evidence():
    [pii] = [b for b in bridging_institutions(IRAN_FRANCE) if b.institution.id == "i-pii"]
    assert pii.countries == 3
    assert (pii.tie.first, pii.tie.last) == ("2016-05", "2018-10-13")
    france, tunisia = pii.partners
    assert (france.country, france.institutions) == ("FR", ("i-ip",))
    assert france.tie.statuses == {"signed": 1, "ongoing": 1}
    assert france.tie.furthest == "ongoing"
    assert france.tie.topics == {"blood-transfusion": 1, "rabies": 1}
    assert "Pasteur Institute of Iran" in france.tie.quote.quote
    assert "French" in france.tie.quote.quote
    assert (tunisia.country, tunisia.institutions) == ("TN", ("i-ipt",))
    assert "Tunis" in tunisia.tie.quote.quote


WHO = institution("who", "World Health Organization", None, "international_organization")
HOSPITAL = institution("h", "Some Hospital", None, "hospital")
SAID = report("It was done.", "completed")


def test_an_organisation_with_one_country_links_none():
    one = engagement("e1", "training", "KE", SAID, participants=("who",))
    two = engagement("e2", "training", "UG", SAID, participants=("who",))
    assert found(world(WHO, one)) == {}
    assert found(world(WHO, one, two)) == {"who": {"KE": ("e1",), "UG": ("e2",)}}


def test_one_of_no_known_country_links_none():
    both = engagement("e", "care", "KE UG", SAID, participants=("h", "who"))
    assert list(found(world(WHO, HOSPITAL, both))) == ["who"]


def test_a_link_is_no_second_act_where_they_share_an_engagement():
    ke, ug = institution("ke", "KEMRI", "KE"), institution("ug", "UVRI", "UG")
    shared = engagement("e", "research", "KE UG", SAID, participants=("ke", "ug"))
    assert found(world(ke, ug, shared, link("ke", "ug", SAID))) == {
        "ke": {"UG": ("e",)}, "ug": {"KE": ("e",)}}


def test_wishes_link_only_if_asked_for():
    ke = institution("ke", "KEMRI", "KE")
    wish = engagement("e", "research", "KE UG", report("May it be.", "proposed"),
                      participants=("ke",))
    assert found(world(ke, wish)) == {}
    assert found(world(ke, wish), statuses=STATUSES) == {"ke": {"UG": ("e",)}}


def test_two_links_with_one_country_are_two():
    ke = institution("ke", "KEMRI", "KE")
    ugs = institution("u1", "UVRI", "UG"), institution("u2", "Mulago Hospital", "UG")
    [bridge, *_] = bridging_institutions(world(
        ke, *ugs, link("ke", "u1", SAID), link("ke", "u2", SAID)))
    [partner] = bridge.partners
    assert (partner.institutions, partner.tie.acts) == (("u1", "u2"), ("ke u1", "ke u2"))


def parting(*things):
    return {bridge.institution.id: (bridge.parts, bridge.cuts_off)
            for bridge in bridging_institutions(world(*things))}


def test_bridges_whose_removal_parts_two_countries():
    ke, ug = institution("ke", "KEMRI", "KE"), institution("ug", "UVRI", "UG")
    through = engagement("e", "research", "KE UG", SAID, participants=("ke", "ug"))
    assert parting(ke, ug, through) == {
        "ke": ((("KE", "UG"),), ("UG",)), "ug": ((("KE", "UG"),), ("UG",))}
    # An act of the two countries in which it has no part: they stay tied.
    assert parting(ke, ug, through, engagement("f", "meeting", "KE UG", SAID))["ke"] == ((), ())


def test_countries_may_keep_a_chain_when_their_tie_goes():
    ke = institution("ke", "KEMRI", "KE")
    ties = [engagement(f"e{k}", "meeting", pair, SAID)
            for k, pair in enumerate(("KE TZ", "TZ UG", "UG RW"))]
    through = engagement("f", "research", "KE UG", SAID, participants=("ke",))
    assert parting(ke, through, *ties)["ke"] == ((("KE", "UG"),), ())
    assert parting(ke, through, *ties[1:])["ke"] == ((("KE", "UG"),), ("KE",))


def test_a_link_holds_together_what_no_engagement_does():
    ke, ug = institution("ke", "KEMRI", "KE"), institution("ug", "UVRI", "UG")
    other = institution("o", "Makerere University", "UG", "university")
    assert parting(ke, ug, link("ke", "ug", SAID))["ug"] == ((("KE", "UG"),), ("UG",))
    both = parting(ke, ug, other, link("ke", "ug", SAID), link("ke", "o", SAID))
    assert (both["ke"][0], both["ug"][0]) == ((("KE", "UG"),), ())


def test_what_an_institution_alone_holds_together_is_gone_without_it():
    """The definition followed to the letter: take its acts away, one institution at a time."""
    whole = replace(synthetic(90), links=())
    before = country_network(whole)
    parted = 0
    for bridge in bridging_institutions(whole):
        left = before.copy()
        left.remove_edges_from(list(left.edges))
        left.add_edges_from(country_network(replace(whole, engagements=tuple(
            one for one in whole.engagements
            if bridge.institution.id not in one.participants))).edges)
        gone = {tuple(sorted(tie)) for tie in before.edges if not left.has_edge(*tie)}
        assert set(bridge.parts) == gone
        lost = set()
        for part in nx.connected_components(before):
            most = max(len(piece) for piece in nx.connected_components(left.subgraph(part)))
            lost |= {one for one in part
                     if len(nx.node_connected_component(left, one)) < most}
        assert lost <= set(bridge.cuts_off)  # of pieces as large as each other one counts as left
        parted += bool(gone)
    assert parted > 5
