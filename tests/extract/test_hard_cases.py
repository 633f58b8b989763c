"""Twenty hard cases, a table each: what must be read right, and what must not be taken for it.

All sentences and people are of our own making.
"""

from __future__ import annotations

import pytest
from naming import institutions_of, people_of

from tests.extract.reading import acts_of, claims_of, facts_of


def flagged(text: str) -> set[tuple[str, str]]:
    """(type, modality) of the claims that are not asserted."""
    return {(c.type, c.modality) for c in claims_of(text) if c.modality != "asserted"}


@pytest.mark.parametrize(("text", "expected"), [
    ("Ghanaian Minister of Health Kofi Zelt and Peruvian Ambassador Rosa Brom spoke.",
     {("Kofi Zelt", "GH", "Minister of Health"), ("Rosa Brom", "PE", "Ambassador")}),
    ("Peru's health minister, Rosa Brom, and the deputy foreign minister of Ghana, Kofi Zelt,"
     " spoke.", {("Rosa Brom", "PE", "health minister"),
                 ("Kofi Zelt", "GH", "deputy foreign minister")}),
    ("Rosa Brom, Peru's health minister, received Kofi Zelt, Ghana's ambassador.",
     {("Rosa Brom", "PE", "health minister"), ("Kofi Zelt", "GH", "ambassador")}),
    # one office before two names, and one behind two
    ("The ambassador of Peru Rosa Brom and Dr Kofi Zelt of Ghana spoke.",
     {("Rosa Brom", "PE", "ambassador"), ("Kofi Zelt", "GH", "")}),
])
def test_01_two_people_in_a_row_keep_their_own_offices(
        text: str, expected: set[tuple[str, str, str]]) -> None:
    found = people_of(text)
    assert {(n, c) for n, _, c in found} == {(n, c) for n, c, _ in expected}
    roles = {n: r or "" for n, r, _ in found}
    for name, _, role in expected:
        assert role.lower() in roles[name].lower()


@pytest.mark.parametrize(("text", "expected"), [
    ("The ambassador of Peru to Ghana, Rosa Brom, praised the nurses.", "PE"),
    ("Peru's ambassador in Accra, Rosa Brom, praised the nurses.", "PE"),
    ("Rosa Brom, Ambassador of the Republic of Peru to the Republic of Ghana, came.", "PE"),
    ("The Peruvian envoy to Ghana, Rosa Brom, praised the nurses.", "PE"),
    # no sender is named: the host is not the sender
    ("Peru sent its ambassador to Ghana, Rosa Brom, to the hospital.", "PE"),
])
def test_02_an_ambassador_acts_for_the_sender(text: str, expected: str) -> None:
    assert {(n, c) for n, _, c in people_of(text)} == {("Rosa Brom", expected)}


@pytest.mark.parametrize(("text", "expected"), [
    ("The Minister of Health, Nutrition and Family Welfare of Ghana spoke.", set()),
    ("The Secretary for Labour, Youth, Sport and Culture of Kenya spoke.", set()),
    ("Ghana's Minister of Trade, Tourism and Health, Kofi Zelt, spoke.", {"Kofi Zelt"}),
    ("The Minister of Health, Kofi Zelt, and the Minister of Finance, Ama Brom, of Ghana spoke.",
     {"Kofi Zelt", "Ama Brom"}),
])
def test_03_a_portfolio_is_nobody(text: str, expected: set[str]) -> None:
    assert {n for n, _, _ in people_of(text)} == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Ghana's Ministry of Health and Social Welfare signed.",
     {("Ministry of Health and Social Welfare", "GH")}),
    ("Ghana's Ministry of Health and Ministry of Finance signed.",
     {("Ministry of Health", "GH"), ("Ministry of Finance", "GH")}),
    ("The Ministry of Health of Ghana and the Ministry of Health of Peru signed.",
     {("Ministry of Health", "GH"), ("Ministry of Health", "PE")}),
    ("The health ministries of Ghana and Peru signed.",
     {("Ministry of Health", "GH"), ("Ministry of Health", "PE")}),
])
def test_04_and_within_a_ministry_and_between_two(text: str, expected: set[tuple[str, str]]
                                                  ) -> None:
    assert {(n, c) for n, _, c in institutions_of(text)} == expected


@pytest.mark.parametrize(("text", "name", "country"), [
    ("Nurses came to the Zelt University Hospital in Lima, Peru.", "Zelt University Hospital",
     "PE"),
    ("Nurses came to the Zelt Institute of Hygiene, Accra.", "Zelt Institute of Hygiene", "GH"),
    ("Nurses came to the University of Lima.", "University of Lima", "PE"),
    ("Nurses came to the Accra Central Hospital on Monday.", "Accra Central Hospital", "GH"),
])
def test_05_a_place_behind_a_name(text: str, name: str, country: str) -> None:
    assert {(n, c) for n, _, c in institutions_of(text)} == {(name, country)}


@pytest.mark.parametrize(("text", "expected"), [
    ("Zelt Pharma GmbH of Germany will deliver insulin to Ghana.", {"Zelt Pharma GmbH"}),
    ("The Zelt Foundation, a German charity, gave beds to Ghana.", {"Zelt Foundation"}),
    ("Cuba's Zelt Brom Medical Brigade arrived in Ghana.", {"Zelt Brom Medical Brigade"}),
    ("A German company gave beds to a hospital in Ghana.", set()),
])
def test_06_names_without_a_usual_head(text: str, expected: set[str]) -> None:
    assert {n for n, _, _ in institutions_of(text)} == expected


@pytest.mark.parametrize(("text", "hospital", "people"), [
    ("Beds went to the Kofi Zelt Memorial Hospital in Ghana.", "Kofi Zelt Memorial Hospital",
     set()),
    ("Beds went to the King Kofi Teaching Hospital in Ghana.", "King Kofi Teaching Hospital",
     set()),
    ("Dr Kofi Zelt received the beds at the Rosa Brom Hospital in Ghana.", "Rosa Brom Hospital",
     {"Kofi Zelt"}),
    ("Beds went to the Sheikh Omar Zelt Medical City in the UAE.",
     "Sheikh Omar Zelt Medical City", set()),
])
def test_07_a_hospital_named_after_a_person(text: str, hospital: str, people: set[str]) -> None:
    assert hospital in {n for n, _, _ in institutions_of(text)}
    assert {n for n, _, _ in people_of(text)} == people


@pytest.mark.parametrize(("text", "expected"), [
    ("Ghana's health minister, K. A. Zelt, spoke.", {"K. A. Zelt"}),
    ("Oman's health minister, Hilal bin Ali Al Zelt, spoke.", {"Hilal bin Ali Al Zelt"}),
    ("Peru's health minister, María del Carmen Brom, spoke.", {"María del Carmen Brom"}),
    ("Dutch health minister Jan van der Zelt spoke to Ghana's press.", {"Jan van der Zelt"}),
    ("Vitamin K and Hepatitis B vaccines were sent to Ghana.", set()),
])
def test_08_names_of_many_traditions(text: str, expected: set[str]) -> None:
    assert {n for n, _, _ in people_of(text)} == expected


@pytest.mark.parametrize(("text", "count"), [
    ("Ghana's health minister, Kofi Zelt, met nurses from Peru. Zelt thanked them.", 1),
    ("Ghana's health minister, Kofi Zelt, met nurses from Peru. Dr. Zelt thanked them.", 1),
    ("Ghana's health minister, Kofi Zelt, met nurses from Peru. Minister Zelt thanked them.", 1),
    ("Ghana's health minister, Kofi Zelt, met Ama Zelt, a nurse from Peru.", 2),
])
def test_09_a_surname_later_on(text: str, count: int) -> None:
    assert len(people_of(text)) == count


@pytest.mark.parametrize(("text", "expected"), [
    ("Ghana will lend Togo 3 million Kuwaiti dinars for hospitals.", {"GH", "TG"}),
    ("Ghana gave Togo 5 million US dollars for hospitals.", {"GH", "TG"}),
    ("Kuwait will lend Togo 3 million dinars for hospitals.", {"KW", "TG"}),
    ("Ghana gave Togo 2 million Swiss francs for hospitals.", {"GH", "TG"}),
])
def test_10_a_currency_is_no_country(text: str, expected: set[str]) -> None:
    assert {c.code for c in facts_of(text).countries} == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("The Ghana-Peru health agreement was signed on Monday.",
     {("agreement", "signed", "GH-PE")}),
    ("A Ghanaian-Peruvian memorandum of understanding on health was signed in Accra.",
     {("agreement", "signed", "GH-PE")}),
    ("A Peru-funded hospital was opened in Ghana on Monday.",
     {("infrastructure", "completed", "GH-PE")}),
    ("The post-Ebola health agreement of Ghana and Peru was signed.",
     {("agreement", "signed", "GH-PE")}),
])
def test_11_countries_in_compounds(text: str, expected: set[tuple[str, str, str]]) -> None:
    assert expected <= acts_of(text)


@pytest.mark.parametrize(("text", "expected"), [
    ("Georgia and Armenia signed a health agreement in Tbilisi.", {"AM", "GE"}),
    ("Doctors in Atlanta, Georgia, trained nurses from Armenia, the US ministry said.",
     {"AM", "US"}),
    ("The health ministers of Jordan and Chad signed a health agreement.", {"JO", "TD"}),
    ("Peru's health minister, Michael Jordan, met the health minister of Chad.", {"PE", "TD"}),
])
def test_12_wordings_that_are_a_country_at_times(text: str, expected: set[str]) -> None:
    assert {c.code for c in facts_of(text).countries} == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Beijing sent a medical team to Ghana in May.", {"CN", "GH"}),
    ("Moscow and Accra signed a health agreement.", {"GH", "RU"}),
    ("Havana has agreed to send 40 doctors to Ghana.", {"CU", "GH"}),
    # where something takes place says nothing of who does it
    ("At a congress in Vienna the health ministers of Ghana and Peru signed a health agreement.",
     {"GH", "PE"}),
    ("Ghana and Peru signed a health agreement in Geneva.", {"GH", "PE"}),
])
def test_13_a_capital_for_its_government(text: str, expected: set[str]) -> None:
    assert {c.code for c in facts_of(text).countries} == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Ghana's health minister visited Peru. The two countries signed a health agreement.",
     ("agreement", "signed", "GH-PE")),
    ("Ghana's health minister came to Lima, Peru. Both sides agreed to exchange health data.",
     ("information", "planned", "GH-PE")),
    ("Ghana's health minister met his Peruvian counterpart on vaccines.",
     ("meeting", "completed", "GH-PE")),
    ("The health ministers of Ghana and Peru met in Lima. They signed a health agreement there.",
     ("agreement", "signed", "GH-PE")),
])
def test_14_the_two_countries_are_those_named_before(text: str, expected: tuple[str, str, str]
                                                     ) -> None:
    assert expected in acts_of(text)
    named = [c for c in claims_of(text) if (c.type, c.status) == expected[:2]]
    quotes = " ".join(e.quote for e in named[0].evidence)
    assert "Ghana" in quotes and "Peru" in quotes


@pytest.mark.parametrize(("text", "publisher", "expected"), [
    ("The Cabinet approved the proposal to sign a Memorandum of Understanding with Peru on"
     " health.", "Cabinet Office of Sri Lanka", {("agreement", "planned", "LK-PE")}),
    ("Approval was granted to enter into an agreement on health with the Republic of Peru.",
     "Ministry of Health of Ghana", {("agreement", "planned", "GH-PE")}),
    ("The health minister received the ambassador of Peru to speak about nurses.",
     "Ministry of Health of Ghana", {("meeting", "completed", "GH-PE")}),
    # without a publisher nobody knows whose cabinet it is
    ("The Cabinet approved the proposal to sign a Memorandum of Understanding with Peru on"
     " health.", None, set()),
])
def test_15_the_home_country_of_a_bulletin(text: str, publisher: str | None,
                                           expected: set[tuple[str, str, str]]) -> None:
    assert acts_of(text, publisher=publisher) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Ghana's cabinet approved the proposal to enter into a health agreement with Peru.",
     {"planned"}),
    ("Ghana's parliament authorised the government to sign a health agreement with Peru.",
     {"planned"}),
    ("Ghana approved a plan to begin negotiations on a health agreement with Peru.",
     {"proposed"}),
    ("Ghana and Peru signed a health agreement that the cabinet had approved.", {"signed"}),
    ("Ghana's parliament ratified the health agreement with Peru.", {"signed"}),
    ("A health agreement between Ghana and Peru will be signed after the cabinet's approval.",
     {"planned"}),
    ("Ghana's minister called on the cabinet to approve a health agreement with Peru.",
     {"proposed"}),
])
def test_16_the_outermost_word_wins(text: str, expected: set[str]) -> None:
    assert {s for k, s, _ in acts_of(text) if k == "agreement"} == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("The health ministers of Ghana and Peru met in Lima on Monday. The two countries signed a"
     " health agreement in 2016.", {("meeting", "2023-05-22"), ("agreement", "2016")}),
    ("The health ministers of Ghana and Peru met in Lima on Monday to speak about the health"
     " agreement that they signed in March 2019.",
     {("meeting", "2023-05-22"), ("agreement", "2019-03")}),
    ("Peru donated ten ambulances to Ghana on Monday. In 2020 it had sent doctors to Ghana.",
     {("donation", "2023-05-22"), ("deployment", "2020")}),
    # one act, told twice
    ("The health ministers of Ghana and Peru met in Lima on Monday. Their meeting in Lima on"
     " Monday was about vaccines.", {("meeting", "2023-05-22")}),
])
def test_17_an_old_act_has_its_own_date(text: str, expected: set[tuple[str, str]]) -> None:
    assert {(c.type, c.date) for c in claims_of(text)} == expected


@pytest.mark.parametrize(("text", "asserted", "other"), [
    ("Ghana denied that Peru had sent doctors.", set(), {("deployment", "denied")}),
    ("If Peru sends doctors, Ghana will pay for them.", set(), {("deployment", "hypothetical")}),
    ("Ghana has not received any vaccine doses from Peru.", set(), {("donation", "denied")}),
    ("Peru never sent doctors to Ghana.", set(), {("deployment", "denied")}),
    ("Peru's health minister has called off a visit to hospitals in Ghana.",
     {("visit", "ended")}, set()),
    ("Ghana hopes that Peru will send doctors.", {("deployment", "proposed")}, set()),
    # almost: "not only", and a denial of something else
    ("Peru not only sent doctors to Ghana but also gave it ambulances.",
     {("deployment", "completed"), ("donation", "completed")}, set()),
    ("Peru, which denied a shortage at home, sent doctors to Ghana.",
     {("deployment", "completed")}, set()),
])
def test_18_hope_denial_condition(text: str, asserted: set[tuple[str, str]],
                                  other: set[tuple[str, str]]) -> None:
    assert {(k, s) for k, s, _ in acts_of(text)} == asserted
    assert flagged(text) == other


@pytest.mark.parametrize(("text", "expected"), [
    ("Peru donated vaccines to Ghana amid crises in Yemen and Sudan.", {"GH", "PE"}),
    ("Peru donated vaccines to Ghana, where patients from Togo are treated as well.",
     {"GH", "PE"}),
    ("Unlike Togo, Ghana signed a health agreement with Peru.", {"GH", "PE"}),
    ("Peru donated vaccines to Ghana and Togo.", {"GH", "PE", "TG"}),
])
def test_19_bystanders_are_no_parties(text: str, expected: set[str]) -> None:
    assert {c for claim in claims_of(text) if claim.type in ("donation", "agreement")
            for c in claim.countries} == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Ghana and Peru signed the following documents in Accra:\n"
     "- Memorandum of understanding on nursing\n- Agreement on the exchange of health data\n",
     {("agreement", "signed", "GH-PE")}),
    ("Peru has donated vaccine doses to the following countries:\n- Ghana: 10,000\n"
     "- Togo: 20,000\n", {("donation", "completed", "GH-PE-TG")}),
    ("Peru will donate vaccine doses to these countries:\n- Ghana\n- Togo\n",
     {("donation", "planned", "GH-PE-TG")}),
    # an item that tells an act of its own keeps it
    ("Peru donated vaccine doses to Ghana. In other news:\n- Chad signed a health agreement with"
     " Togo.\n", {("donation", "completed", "GH-PE"), ("agreement", "signed", "TD-TG")}),
])
def test_20_items_of_a_list_have_what_stands_above(text: str, expected: set[tuple[str, str, str]]
                                                   ) -> None:
    assert acts_of(text) == expected
