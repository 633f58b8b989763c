"""Which engagements count."""

import pytest

from kg.errors import UsageError
from kg.model import STATUSES
from kg.network.selection import Selection, acts_of, dates_of, link_acts_of
from tests.network.worlds import IRAN_FRANCE, engagement, link, report, world


def ids(world_, **filters):
    return [act.id for _, act in acts_of(world_, Selection(**filters))]


@pytest.mark.parametrize(("filters", "expected"), [
    ({}, "e1 e3 e4 e5 e6"),
    ({"statuses": STATUSES}, "e1 e2 e3 e4 e5 e6"),
    ({"statuses": ["proposed"]}, "e2"),
    ({"types": ["meeting", "donation"]}, "e1 e5"),
    ({"topics": ["rabies", "vaccines"]}, "e4 e5"),
    ({"topics": ["no-such-topic"]}, ""),
    ({"since": 2018}, "e1 e3 e5 e6"),
    ({"until": "2018"}, "e1 e3 e4"),
    ({"since": "2016-05-20", "until": "2016-05-25"}, "e4"),
    ({"since": "2016-06"}, "e1 e3 e5 e6"),
    ({"since": "2018-10-14", "until": "2018"}, ""),
    ({"min_origins": 2}, "e1"),
    ({"modalities": ["denied"], "statuses": STATUSES}, "e7"),
    ({"modalities": ["asserted", "denied"], "statuses": STATUSES}, "e1 e2 e3 e4 e5 e6 e7"),
], ids=str)
def test_filters(filters, expected):
    assert ids(IRAN_FRANCE, **filters) == expected.split()


def test_the_first_report_dates_what_no_text_dates():
    """Else a filter by years would drop most of what is reported."""
    acts = {act.id: act for _, act in acts_of(IRAN_FRANCE, Selection())}
    assert (acts["e4"].first, acts["e4"].dated) == ("2016-05", True)
    assert (acts["e5"].first, acts["e5"].last, acts["e5"].dated) == (
        "2021-07-01", "2021-07-01", False)


def test_what_has_no_date_at_all_is_in_no_period():
    undated = world(engagement("e", "visit", "FR IR", report("They came.", "completed", None)))
    assert ids(undated) == ["e"]
    assert ids(undated, since=1900) == []


def test_reports_of_other_modalities_are_no_evidence():
    """A denial by another outlet must not raise the count of origins."""
    mixed = world(engagement(
        "e", "visit", "FR IR", report("They came.", "completed"),
        report("They did not come.", "completed", modality="denied")))
    [(_, act)] = acts_of(mixed, Selection())
    assert [r.quotes[0].quote for r in act.reports] == ["They came."]
    assert ids(mixed, min_origins=2) == []


@pytest.mark.parametrize(("statuses", "expected"), [
    (["proposed", "ongoing"], "ongoing"),
    (["ongoing", "proposed"], "ongoing"),
    (["ongoing", "ended"], "ended"),
    (["ended", "ongoing"], "ongoing"),
])
def test_status_of_a_link(statuses, expected):
    reports = [report(f"No {i}.", status) for i, status in enumerate(statuses)]
    [(_, act)] = link_acts_of(world(link("a", "b", *reports)), Selection(statuses=STATUSES))
    assert act.status == expected


def test_a_filter_by_type_or_topic_leaves_links_out():
    assert len(link_acts_of(IRAN_FRANCE, Selection())) == 1
    assert link_acts_of(IRAN_FRANCE, Selection(types=["partnership"])) == []
    assert link_acts_of(IRAN_FRANCE, Selection(topics=["vaccines"])) == []


@pytest.mark.parametrize(("filters", "message"), [
    ({"since": 2020, "until": 2010}, "since 2020 is after until 2010"),
    ({"statuses": ["sgined"]}, "status 'sgined'; expected one of proposed, planned, signed"),
    ({"types": ["memo"]}, "type 'memo'; expected one of meeting, visit"),
    ({"modalities": ["true"]}, "modality 'true'; expected one of asserted"),
    ({"since": "March 2018"}, "since 'March 2018'; expected a date as 2018, 2018-03, 2018-03-13"),
    ({"until": 18}, "until 18; expected a date as"),
    ({"until": "2018-13"}, "until '2018-13'; expected a date as"),
    ({"min_origins": 0}, "min_origins 0; expected 1 or more"),
    ({"statuses": "signed"}, "status 'signed'; expected several words"),
])
def test_wrong_filters_are_named(filters, message):
    with pytest.raises(UsageError) as error:
        Selection(**filters)
    assert str(error.value).startswith(message)


@pytest.mark.parametrize(("date", "dates"), [
    ("2018", ("2018", "2018")), ("2018-03-13", ("2018-03-13", "2018-03-13")),
    ("2016/2018-05", ("2016", "2018-05")), ("2018~", ("2018", "2018")),
    ("2018/..", ("2018", None)), ("/2018", (None, "2018")), ("soon", (None, None)),
    ("2018-02-31", (None, None)),
])
def test_dates(date, dates):
    """What is no date is none; the ends of a period keep the precision of the text."""
    assert dates_of(date) == dates


@pytest.mark.parametrize(("date", "passes"), [
    ("2018", True), ("2018-03", True), ("2018-03-10", True), ("2018-02-28", False),
    ("2019", False), ("2016/2017", False), ("2016/2019", True), ("2016/..", True),
    ("../2017", False), ("soon", False),
])
def test_what_may_have_been_in_march_2018_is_in_it(date, passes):
    one = world(engagement("e", "visit", "FR IR", report("They came.", "completed", None),
                           date=date))
    assert (ids(one, since="2018-03", until="2018-03") == ["e"]) is passes
