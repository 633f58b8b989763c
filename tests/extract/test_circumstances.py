"""When an act takes place, how much is given, and who says so. Articles are of Wednesday,
24 May 2023."""

from __future__ import annotations

import pytest

from tests.extract.reading import claims_of


@pytest.mark.parametrize(("text", "kind", "expected"), [
    # the date stands with the act's verb
    ("Peru donated ten ambulances to Ghana on 3 March 2021.", "donation", "2021-03-03"),
    ("On Tuesday Peru donated ten ambulances to Ghana.", "donation", "2023-05-23"),
    ("Peru donated ten ambulances to Ghana last Tuesday.", "donation", "2023-05-23"),
    ("Peru donated ten ambulances to Ghana in 2019.", "donation", "2019"),
    ("Peru donated ten ambulances to Ghana in March 2019.", "donation", "2019-03"),
    ("In April Peru began to build a hospital in Ghana.", "infrastructure", "2023-04"),
    ("Peru is expected to send doctors to Ghana on Friday.", "deployment", "2023-05-26"),
    ("Peru agreed to send doctors to Ghana in July.", "deployment", "2023-07"),
    # no finer and no surer than the text
    ("Peru will build a hospital in Ghana by 2030.", "infrastructure", "../2030"),
    ("Peru has been sending doctors to Ghana since 2010.", "deployment", "2010/.."),
    ("Doctors from Peru worked in Ghana from 2015 to 2018.", "deployment", "2015/2018"),
    ("Peru trained nurses from Ghana in the 1990s.", "training", "199X"),
    # a day of saying or of agreeing is none of the act's
    ("Peru will build a hospital in Ghana, its minister said on Tuesday.", "infrastructure", None),
    ("Peru's minister said on Tuesday that it would build a hospital in Ghana.",
     "infrastructure", None),
    ("Peru agreed on Tuesday to build a hospital in Ghana.", "infrastructure", None),
    ("On Tuesday Peru promised to send doctors to Ghana.", "deployment", None),
    ("Peru's minister asked on Tuesday for a meeting with the health minister of Ghana.",
     "meeting", None),
    # nor is a day that the stage rules out
    ("Under an agreement signed in 2015, Peru will build a hospital in Ghana.",
     "infrastructure", None),
    ("Peru signed a health agreement with Ghana that runs until 2030.", "agreement", None),
    # nor ever the day of publication
    ("Peru donated ten ambulances to Ghana.", "donation", None),
    ("ACCRA, May 24 – Peru donated ten ambulances to Ghana.", "donation", None),
])
def test_date_of_the_act(text: str, kind: str, expected: str | None) -> None:
    assert [c.date for c in claims_of(text) if c.type == kind] == [expected]


def test_without_a_day_of_publication_a_relative_date_is_none() -> None:
    claims = claims_of("Peru donated ten ambulances to Ghana on Tuesday.", date=None)
    assert [c.date for c in claims] == [None]


def test_two_acts_of_a_sentence_have_a_date_each() -> None:
    claims = claims_of("Peru donated ten ambulances to Ghana in 2019, and in 2021 it sent doctors"
                       " to Ghana.")
    assert {(c.type, c.date) for c in claims} == {("donation", "2019"), ("deployment", "2021")}


@pytest.mark.parametrize(("text", "kind", "expected"), [
    ("Peru donated 50,000 doses of vaccine to Ghana.", "donation",
     [("50000", "doses", None, "delivered")]),
    ("Peru pledged more than 50,000 doses of vaccine to Ghana.", "donation",
     [("50000", "doses", "over", "pledged")]),
    ("Peru will give US$ 5 million to hospitals in Ghana.", "financing",
     [("5000000", "USD", None, "pledged")]),
    ("Peru sent a brigade of 60 nurses to Ghana.", "deployment",
     [("60", "nurses", None, "delivered")]),
    ("A brigade of some 60 Peruvian nurses will arrive in Ghana.", "deployment",
     [("60", "nurses", "about", "pledged")]),
    ("Peru trained 200 midwives from Ghana.", "training", [("200", "midwives", None, "delivered")]),
    # what is asked for is neither pledged nor delivered
    ("Ghana asked Peru to donate 50,000 doses of vaccine.", "donation",
     [("50000", "doses", None, None)]),
    # a number of something else
    ("The health ministers of 12 countries saw Peru donate ambulances to Ghana.", "donation", []),
])
def test_quantities_of_the_act(text: str, kind: str,
                               expected: list[tuple[str, str, str | None, str | None]]) -> None:
    assert [(q.value, q.unit, q.qualifier, q.state) for c in claims_of(text) if c.type == kind
            for q in c.quantities] == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Peru will send doctors to Ghana, Kofi Mensah said.", "Kofi Mensah"),
    ("Ghana's health minister, Kofi Mensah, said that Peru would send doctors.", "Kofi Mensah"),
    ("Kofi Mensah, the health minister of Ghana, said Peru would send doctors.", "Kofi Mensah"),
    ("Peru will send doctors to Ghana, said Kofi Mensah, the health minister.", "Kofi Mensah"),
    ("Peru will send doctors to Ghana, according to the Ministry of Health of Ghana.",
     "Ministry of Health of Ghana"),
    ("The Peruvian embassy said that doctors would be sent to Ghana.", "Peruvian embassy"),
    ("Peru will send doctors to Ghana, officials said.", "officials"),
    ("According to a statement Peru will send doctors to Ghana.", "a statement"),
    # the outlet speaks itself
    ("Peru will send doctors to Ghana.", None),
    ("Peru, which says little of such things, will send doctors to Ghana.", None),
    ("Kofi Mensah, who told reporters of his youth, will send doctors from Ghana to Peru.", None),
])
def test_who_says_it(text: str, expected: str | None) -> None:
    found = [c.attribution for c in claims_of(text) if c.type == "deployment"]
    assert [a and a.removeprefix("The ").removeprefix("the ") for a in found] == [expected]


@pytest.mark.parametrize(("text", "expected"), [
    ("Doctors from Peru arrived in Ghana on Monday.", ("ongoing", "asserted")),
    ("Doctors from Peru arrived in Ghana in 2019.", ("completed", "asserted")),
    ("Doctors from Peru worked in Ghana in the 1970s.", ("completed", "historical")),
    ("Doctors from Peru have been working in Ghana since the 1970s.", ("ongoing", "asserted")),
])
def test_what_was_long_ago_is_over(text: str, expected: tuple[str, str]) -> None:
    assert [(c.status, c.modality) for c in claims_of(text)] == [expected]
