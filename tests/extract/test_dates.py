"""What a text says of time, no finer than it says it. Articles are of Tuesday, 22 June 2021."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.dates import find_dates, shift_months
from kg.extract.text import read_document
from kg.model import Article


def read(text: str, published: str | None = "2021-06-22") -> list[tuple[str, str | None]]:
    """(wording, EDTF) of each expression."""
    document = read_document(Article("t", text, date=published))
    return [(document.surface(m.first, m.last), m.edtf) for m in find_dates(document)]


def values(text: str, published: str | None = "2021-06-22") -> list[str | None]:
    return [edtf for _, edtf in read(text, published)]


@pytest.mark.parametrize(("text", "expected"), [
    ("It opened on 28 October 2015.", "2015-10-28"),
    ("It opened on October 28, 2015.", "2015-10-28"),
    ("It opened on the 28th of October 2015.", "2015-10-28"),
    ("It opened on 2015-10-28.", "2015-10-28"),
    ("It opened on 2015-10-28T10:00.", "2015-10-28"),
    ("It opened at 2015-10-28T23:30:00-14:00.", "2015-10-28"),
    ("It opened on 28/10/2015.", "2015-10-28"),
    ("It opened on 05/10/2015.", "2015"),
    ("It opened in October 2015.", "2015-10"),
    ("It opened in December, 2015.", "2015-12"),
    ("It opened in 2015.", "2015"),
    ("It ran in the 1990s.", "199X"),
    ("The budget of FY 2022 was cut.", "2022"),
    ("It ran from 2019 to 2021.", "2019/2021"),
    ("It ran between 2020 and 2021.", "2020/2021"),
    ("It ran in 2019-2021.", "2019/2021"),
    ("It ran in 2019/20.", "2019/2020"),
    ("It opened on 28.10.2015.", "2015-10-28"),
    ("It opened on 28-10-2015.", "2015-10-28"),
    ("It ran between March and May 2020.", "2020-03/2020-05"),
    ("It ran between November and May 2020.", "2019-11/2020-05"),
    ("It was founded in the 19th century.", "18XX"),
    # a deadline is no day, and a beginning not the whole time
    ("It will be built by 2030.", "../2030"),
    ("It will be built no later than 2030.", "../2030"),
    ("It will stay open until at least the end of 2025.", "../2025"),
    ("It has been open since 2010.", "2010/.."),
    ("It has been open since the 1960s.", "196X/.."),
    ("It was renamed after 2015.", "2015/.."),
    ("The tour lasted from May 5 to 8.", "2021-05-05/2021-05-08"),
    ("They landed on 7 to 8 February 2020.", "2020-02-07/2020-02-08"),
])
def test_absolute(text: str, expected: str) -> None:
    assert values(text) == [expected]


@pytest.mark.parametrize(("text", "expected"), [
    ("The ministers met today.", "2021-06-22"),
    ("The ministers met yesterday.", "2021-06-21"),
    ("The ministers meet tomorrow.", "2021-06-23"),
    ("The ministers met on Tuesday.", "2021-06-22"),
    ("The ministers met on Wednesday.", "2021-06-16"),
    ("The ministers met last Tuesday.", "2021-06-15"),
    ("The ministers will meet on Friday.", "2021-06-25"),
    ("The vaccine should be here on Friday, 25 June.", "2021-06-25"),
    ("The vaccine should be here on Friday.", "2021-06-25"),
    ("The group spent Wednesday of last week in Baku.", "2021-06-16"),
    ("By Saturday, 100 people had been treated.", "../2021-06-19"),
    ("The ministers met the day before yesterday.", "2021-06-20"),
    ("The ministers will meet this Friday.", "2021-06-25"),
    ("It will open by the end of the year.", "../2021"),
    ("It opened at the beginning of this month.", "2021-06"),
    ("It has been open since last week.", "2021-06-14/.."),
    ("The ministers met last week.", "2021-06-14/2021-06-20"),
    ("The ministers met earlier this month.", "2021-06"),
    ("The ministers met last month.", "2021-05"),
    ("The ministers met last year.", "2020"),
    ("The ministers met in March.", "2021-03"),
    ("The ministers met in October.", "2020-10"),
    ("The ministers will meet in October.", "2021-10"),
    ("The ministers met last October.", "2020-10"),
    ("The ministers met in May last year.", "2020-05"),
    ("The ministers met on 8 January.", "2021-01-08"),
    ("The ministers met on 23 December.", "2020-12-23"),
    ("The ministers will meet on 28 June.", "2021-06-28"),
    ("The ministers met two years ago.", "2019"),
    ("The ministers met three months ago.", "2021-03"),
    ("The ministers met two days ago.", "2021-06-20"),
    ("The ministers met over the weekend.", "2021-06-19/2021-06-20"),
])
def test_relative(text: str, expected: str) -> None:
    assert values(text) == [expected]


def test_years_of_an_account_carry_over() -> None:
    """A day without a year has the year of the day told just before."""
    text = "Parliament voted on 18 April 2019, and the law was signed on 28 May of the same year."
    assert values(text) == ["2019-04-18", "2019-05-28"]


@pytest.mark.parametrize("text", [
    "The ministers met on Saturday.", "The ministers met last month.", "The ministers met today.",
    "The ministers met in March.", "The ministers met on 8 January.",
])
def test_nothing_is_invented_without_a_day_of_publication(text: str) -> None:
    assert values(text, published=None) == [None]


@pytest.mark.parametrize(("text", "wording", "edtf"), [
    ("NAIROBI, March 13 – The president left.", "March 13", "2021-03-13"),
    ("TEHRAN, Sept. 13 (MNA) – The minister left.", "Sept. 13", "2020-09-13"),
    ("CAIRO - 27 May 2019: The minister left.", "27 May 2019", "2019-05-27"),
    ("MOSCOW. Aug 17 (Interfax) - The vaccine was sent.", "Aug 17", "2020-08-17"),
])
def test_datelines(text: str, wording: str, edtf: str) -> None:
    document = read_document(Article("t", text, date="2021-06-22"))
    first = find_dates(document)[0]
    assert (document.surface(first.first, first.last), first.edtf, first.form) \
        == (wording, edtf, "dateline")


def test_dateline_stands_in_for_the_day_of_publication() -> None:
    assert values("BISHKEK, July 28, 2021 – Doses were handed over today.", published=None) \
        == ["2021-07-28", "2021-07-28"]


@pytest.mark.parametrize("text", [
    "Helen Sauls-August spoke.", "They may sign it.", "They march for health.",
    "The sixth and last year of study is spent at home.", "2050 doses were given.",
    "Egypt Today reported it.", "He sat on the board.",
])
def test_what_is_no_date(text: str) -> None:
    assert values(text) == []


def test_durations_fix_no_date() -> None:
    assert read("It was closed for three years.") == [("three years", None)]


@given(st.dates(date(1990, 1, 1), date(2059, 12, 31)))
def test_every_day_is_read_as_it_is_written(day: date) -> None:
    text = f"It opened on {day.day} {day:%B} {day.year}."
    assert values(text) == [day.isoformat()]


@given(st.text(max_size=200))
def test_no_text_makes_a_date_that_the_calendar_lacks(text: str) -> None:
    """Whatever stands in a text: a day of the result is a day of the calendar."""
    for edtf in values(text):
        for part in (edtf or "").split("/"):
            if len(part) == 10 and part[4] == "-":
                date.fromisoformat(part)


@given(st.integers(1900, 2100), st.integers(1, 12), st.integers(-60, 60))
def test_months_shift_back_and_forth(year: int, month: int, by: int) -> None:
    assert shift_months(*shift_months(year, month, by), -by) == (year, month)
