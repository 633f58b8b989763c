"""The backbone of a projection: probabilities against what defines them, p-values against every
outcome there is."""

from __future__ import annotations

import random
from itertools import product
from math import log

import pytest

from kg.errors import UsageError
from kg.network import make_network
from kg.network.backbone import backbone, incidence_of, link_probabilities
from tests.network.worlds import IRAN_FRANCE


def random_incidence(agents: int, events: int, seed: int) -> dict[str, set[str]]:
    chance = random.Random(seed)
    return {f"a{i}": {f"e{k}" for k in range(events) if chance.random() < (i + 1) / (agents + 3)}
            for i in range(agents)}


def degrees(incidence: dict[str, set[str]]) -> tuple[dict[str, int], dict[str, int]]:
    agents = {agent: len(events) for agent, events in incidence.items()}
    names = {event for events in incidence.values() for event in events}
    return agents, {event: sum(event in events for events in incidence.values())
                    for event in names}


@pytest.mark.parametrize("seed", range(4))
def test_expected_degrees_are_those_of_the_network(seed: int) -> None:
    agents, events = degrees(random_incidence(12, 40, seed))
    p = link_probabilities(agents, events)
    for m in filter(None, agents.values()):
        assert sum(p[m, n] for n in events.values()) == pytest.approx(m, rel=1e-6)
    for n in events.values():
        assert sum(p[m, n] for m in agents.values() if m) == pytest.approx(n, rel=1e-6)


def test_the_odds_are_a_product_which_is_what_greatest_entropy_means() -> None:
    """log p/(1-p) of agent and event is a sum of one number for either: no pair is special."""
    agents, events = degrees(random_incidence(9, 30, 7))
    p = link_probabilities(agents, events)
    odds = {pair: log(q / (1 - q)) for pair, q in p.items() if 0 < q < 1}
    for (m, n), one in odds.items():
        for (k, h), other in odds.items():
            assert one + other == pytest.approx(odds[m, h] + odds[k, n], abs=1e-6)


def test_who_takes_part_in_everything_is_certain() -> None:
    incidence = {"all": set("wxyz"), "some": {"w", "x"}, "one": {"y"}, "none": set()}
    p = link_probabilities(*degrees(incidence))
    assert all(p[4, n] == 1 for n in degrees(incidence)[1].values())
    # z has one place, which is taken; of w, x and y "some" is in two of three, "one" in one.
    assert [(tie.a, tie.b, tie.shared, round(tie.p, 6)) for tie in backbone(incidence).ties] == [
        ("all", "one", 1, round(19 / 27, 6)), ("all", "some", 2, round(20 / 27, 6))]


def test_p_values_are_those_of_every_outcome() -> None:
    """The ways in which two agents may share events, each with its probability, added up."""
    incidence = random_incidence(5, 9, 2)
    agents, events = degrees(incidence)
    p = link_probabilities(agents, events)
    for tie in backbone(incidence).ties:
        chances = [p[agents[tie.a], n] * p[agents[tie.b], n] for n in events.values()]
        total = 0.0
        for outcome in product((0, 1), repeat=len(chances)):
            if sum(outcome) >= tie.shared:
                weight = 1.0
                for happened, chance in zip(outcome, chances, strict=True):
                    weight *= chance if happened else 1 - chance
                total += weight
        assert tie.p == pytest.approx(total, rel=1e-9)
        assert tie.expected == pytest.approx(sum(chances), abs=1e-6)


def test_a_small_p_is_not_lost_in_rounding() -> None:
    """Two who share all their 40 events of 4000, and no others: p far below 1e-16."""
    incidence = {"a": {f"s{k}" for k in range(40)}, "b": {f"s{k}" for k in range(40)}}
    incidence |= {f"c{k}": {f"c{k}.{j}" for j in range(44)} for k in range(90)}
    [tie] = backbone(incidence).ties
    assert 0 < tie.p < 1e-30


def test_circles_are_found_and_nothing_across() -> None:
    """Two circles of ten, who meet in their own fifteen times as often as in the other's."""
    chance = random.Random(4)
    incidence = {
        f"{circle}{k}": {f"{at}{e}" for at in "AB" for e in range(300)
                         if chance.random() < (0.3 if at == circle else 0.02)}
        for circle in "AB" for k in range(10)}
    kept = backbone(incidence).within(0.05)
    assert len(kept) > 45
    assert all(tie.a[0] == tie.b[0] for tie in kept)
    assert all(tie.shared > tie.expected for tie in kept)


def test_holm_is_never_below_p_and_never_falls() -> None:
    ties = backbone(random_incidence(10, 30, 3)).ties
    assert all(tie.p <= tie.adjusted <= 1 for tie in ties)
    assert [tie.adjusted for tie in ties] == sorted(tie.adjusted for tie in ties)
    # Of 45 pairs the first counts 45 times.
    assert ties[0].adjusted == pytest.approx(min(1, 45 * ties[0].p))


def test_incidence_of_a_network() -> None:
    network = make_network(IRAN_FRANCE, "countries:topics")
    assert incidence_of(network)["TN"] == {"rabies", "vaccines"}
    assert incidence_of(network, side=1)["rabies"] == {"FR", "IR", "TN"}
    with pytest.raises(UsageError, match="expected two"):
        incidence_of(make_network(IRAN_FRANCE))


def test_nothing_has_no_backbone() -> None:
    assert backbone({}).ties == ()
    assert backbone({"a": {"x"}, "b": {"y"}}).ties == ()
