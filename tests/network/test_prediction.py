"""Pairs that might be tied: scores against networkx, the trial against counting."""

from __future__ import annotations

from itertools import product

import networkx as nx
import pytest

from kg.errors import UsageError
from kg.network import country_network, make_network
from kg.network.prediction import _auc, predict_ties
from tests.network.test_engines import random_network
from tests.network.worlds import IRAN_FRANCE, synthetic


def test_scores_are_those_of_networkx() -> None:
    network = random_network(40, 100)
    found = predict_ties(network).pairs
    wanted = {frozenset(pair) for pair in nx.non_edges(network)
              if list(nx.common_neighbors(network, *pair))}
    assert {frozenset((one.a, one.b)) for one in found} == wanted
    for name, score in (("adamic_adar", nx.adamic_adar_index),
                        ("resource_allocation", nx.resource_allocation_index),
                        ("jaccard", nx.jaccard_coefficient),
                        ("preferential", nx.preferential_attachment)):
        for one in found:
            [(_, _, expected)] = score(network, [(one.a, one.b)])
            assert one.scores[name] == pytest.approx(expected)
    for one in found:
        assert one.through == tuple(sorted(nx.common_neighbors(network, one.a, one.b)))
    scores = [one.scores["adamic_adar"] for one in found]
    assert scores == sorted(scores, reverse=True)


def test_auc_is_the_share_of_pairs_in_the_right_order() -> None:
    positive, negative = [3.0, 1.0, 2.0], [2.0, 0.0, 1.0, 1.0]
    wins = sum((p > n) + (p == n) / 2 for p, n in product(positive, negative))
    assert _auc(positive, negative) == pytest.approx(wins / 12, abs=1e-6)
    assert _auc([], negative) is None


def test_scores_are_tried_on_the_latest_ties() -> None:
    found = predict_ties(country_network(synthetic(300)), top=5)
    assert len(found.pairs) == 5
    assert found.new > 0
    assert found.cut is not None
    # Ties by chance, of some far more than of others: only the number of partners tells.
    assert (found.auc["preferential"] or 0) > 0.6


def test_a_handful_of_new_ties_tries_nothing() -> None:
    """An area under the curve of two ties would look like a finding."""
    found = predict_ties(country_network(synthetic(25)))
    assert (found.new, set(found.auc.values())) == (0, {None})
    assert found.pairs


def test_what_is_not_dated_is_not_tried() -> None:
    found = predict_ties(random_network(20, 40))
    assert (found.new, found.cut, set(found.auc.values())) == (0, None, {None})


def test_two_modes_and_multitudes_are_refused() -> None:
    with pytest.raises(UsageError, match="within one mode"):
        predict_ties(make_network(IRAN_FRANCE, "countries:topics"))
    with pytest.raises(UsageError, match="choose a shorter"):
        predict_ties(nx.star_graph(7_000))
