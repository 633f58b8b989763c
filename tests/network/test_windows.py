"""Change from window to window."""

from __future__ import annotations

import pytest

from kg.errors import UsageError
from kg.model import World
from kg.network import make_network
from kg.network.windows import change_over_windows
from tests.network.worlds import IRAN_FRANCE, engagement, report, synthetic, world


def dated(*rows: tuple[str, str]) -> World:
    return world(*(
        engagement(f"e{k}", "meeting", countries, report("They met.", "completed", f"{date}-01-01"),
                   date=date) for k, (countries, date) in enumerate(rows)))


def test_ties_that_are_kept_new_and_gone() -> None:
    made = dated(("KE UG", "2010"), ("KE TZ", "2011"), ("KE UG", "2013"), ("UG RW", "2014"),
                 ("KE UG", "2017"))
    found = change_over_windows(made, width=3)
    assert [(w.since, w.until) for w in found.windows] == [
        (2010, 2011), (2012, 2014), (2015, 2017)]
    assert [(w.kept, w.new, w.gone) for w in found.windows] == [
        (None, None, None), (1, 1, 1), (1, 0, 1)]
    assert [w.jaccard for w in found.windows] == [None, pytest.approx(1 / 3), pytest.approx(1 / 2)]
    assert [w.overall["ties"].value for w in found.windows] == [2, 2, 1]


def test_windows_may_overlap_and_begin_where_one_likes() -> None:
    made = dated(("KE UG", "2010"), ("KE TZ", "2012"), ("KE UG", "2013"))
    found = change_over_windows(made, width=2, step=1, since=2011)
    assert [(w.since, w.until) for w in found.windows] == [
        (2011, 2012), (2012, 2013)]


def test_each_window_is_the_network_of_its_years() -> None:
    made = synthetic(120)
    for window in change_over_windows(made, width=8, by="south").windows:
        network = make_network(made, since=window.since, until=window.until)
        assert window.overall.basis.ties == network.number_of_edges()
        assert {one.node for one in window.standings} == set(network)
        assert window.mixing is not None
        assert {g.group for g in window.mixing.groups} <= {"North", "South"}


def test_who_moved() -> None:
    """KE, UG and TZ stay together; RW leaves them for BI and CD."""
    rows = [(pair, "2010") for pair in ("KE UG", "KE TZ", "UG TZ", "KE RW", "UG RW", "BI CD")]
    rows += [(pair, "2011") for pair in ("KE UG", "KE TZ", "UG TZ", "BI CD", "BI RW", "CD RW")]
    last = change_over_windows(dated(*rows), width=1).windows[-1]
    stayed = {one.node: one.stayed for one in last.standings}
    assert stayed["KE"] == stayed["BI"] == 1 or stayed["BI"] == 0.5
    assert stayed["RW"] == 0


def test_no_dates_no_windows() -> None:
    assert change_over_windows(world()).windows == ()
    with pytest.raises(UsageError, match="expected 1 or more"):
        change_over_windows(IRAN_FRANCE, width=0)


def test_an_act_of_which_only_the_end_is_known_is_in_the_window_of_that() -> None:
    """It may have begun at any time, but nobody reports a tie in those years."""
    made = dated(("KE UG", "2001"), ("KE TZ", "../2017"), ("KE UG", "2016"))
    found = change_over_windows(made, width=5)
    assert [w.overall["ties"].value for w in found.windows] == [1, 0, 0, 2]
    assert make_network(made, since=2003, until=2004).number_of_edges() == 1  # it may have been
