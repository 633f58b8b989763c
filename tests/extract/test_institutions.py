"""Institutions: what is one, what only looks like one, its extent, type and country."""

from __future__ import annotations

import pytest
from naming import entities_of, institutions_of, names_of


@pytest.mark.parametrize(("text", "expected"), [
    ("Nurses met at the Obuva Institute of Hygiene and Epidemiology in Vietnam.",
     {("Obuva Institute of Hygiene and Epidemiology", "research_institute", "VN")}),
    ("Cuba's Center for Advanced Zelt Studies sent two experts.",
     {("Center for Advanced Zelt Studies", "research_institute", "CU")}),
    ("Ana Brom, Zeltia's managing director, and Ali Brom, CEO of Brumfo, spoke in Uganda.",
     {("Zeltia", "company", "UG"), ("Brumfo", "company", "UG")}),
    ("Universitas Zelt Brom in Indonesia sent nurses.",
     {("Universitas Zelt Brom", "university", "ID")}),
    ("Zelt Ltd., a supplier from Austria, and Brom Pharma of India made offers.",
     {("Zelt Ltd.", "company", "AT"), ("Brom Pharma of India", "company", "IN")}),
    ("The Zelt Heart Center in Nairobi was opened.",
     {("Zelt Heart Center", "hospital", "KE")}),
    ("A team from the Zambian Red Crescent Society arrived.",
     {("Zambian Red Crescent Society", "ngo", "ZM")}),
    ("The drug regulator met the Zelt Medicines Regulatory Authority of Ghana.",
     {("Zelt Medicines Regulatory Authority of Ghana", "regulator", "GH")}),
    ("Kits reached the Gift of Brom Hospital in Chad.",
     {("Gift of Brom Hospital", "hospital", "TD")}),
    ("Ghana and the Council of Zeltic Speaking States met.",
     {("Council of Zeltic Speaking States", "international_organization", None)}),
    ("The Zelt Teaching Research and Referral Hospital in Kenya grew.",
     {("Zelt Teaching Research and Referral Hospital", "hospital", "KE")}),
    ("Funds of Unicef went to Chad.",
     {("United Nations Children's Fund", "international_organization", None)}),
    ("A charity in Germany known as Brom Zelt paid for it.", {("Brom Zelt", "ngo", "DE")}),
])
def test_name_by_its_head_or_cue(text: str, expected: set[tuple[str, str, str]]) -> None:
    assert institutions_of(text) == expected


@pytest.mark.parametrize("text", [
    "They landed at Jomo Kenyatta International Airport on Monday.",
    "Iranian universities and French institutes work together.",
    "The Biden Administration made a pledge.",
    "The Minister of Health of Chad spoke.",
    "The Rare Climate Working Group met again.",
    "Kenya ordered two million doses of AstraZeneca and Sputnik V.",
    "Talks were held on the sidelines of the 72nd World Health Assembly.",
    "A Joint Committee of Cooperation will be set up by Iran and Iraq.",
    "Guests met at the Zelt International Conference Center.",
    "A UN agency and EU countries helped Chad.",
    "Chad thanked the Hospital's Board of Directors.",
    "Vietnam plans to build a Neonatal Reference Centre in Hue.",
])
def test_what_is_no_institution(text: str) -> None:
    assert institutions_of(text) == set()


@pytest.mark.parametrize(("text", "name", "country"), [
    ("Japan's Ministry of Health, Labour and Welfare sent aid.",
     "Ministry of Health, Labour and Welfare", "JP"),
    ("The Guinean Health Ministry agreed.", "Ministry of Health", "GN"),
    ("The Russian Foreign Ministry agreed.", "Ministry of Foreign Affairs", "RU"),
    ("NAIROBI, March 3 – The Ministry of Health has hired more nurses.",
     "Ministry of Health", "KE"),
    ("The Ministry of Health of the Turkish Republic paid.", "Ministry of Health", "TR"),
    ("A note from the Ministry of Health and Family Welfare of Bangladesh came.",
     "Ministry of Health and Family Welfare", "BD"),
])
def test_ministry_is_named_by_its_portfolio(text: str, name: str, country: str) -> None:
    assert (name, "ministry", country) in institutions_of(text)


@pytest.mark.parametrize("text", [
    "The Kenyan and Cuban ministries of health signed it.",
    "The health ministries of Kenya and Cuba signed it.",
    "The Ministries of Health of Kenya and Cuba signed it.",
])
def test_ministries_of_two_countries_are_two(text: str) -> None:
    assert {c for _, _, c in institutions_of(text)} == {"KE", "CU"}


@pytest.mark.parametrize(("text", "expected"), [
    ("Chad's ministries of health and foreign affairs agreed.",
     {"Ministry of Health", "Ministry of Foreign Affairs"}),
    ("The Chadian foreign and health ministries agreed.",
     {"Ministry of Health", "Ministry of Foreign Affairs"}),
    ("The ministries of health and of industry of Chad agreed.",
     {"Ministry of Health", "Ministry of Industry"}),
    ("Chad's Ministry of Health and Social Affairs agreed.",
     {"Ministry of Health and Social Affairs"}),
])
def test_several_ministries_of_one_country(text: str, expected: set[str]) -> None:
    assert institutions_of(text) == {(name, "ministry", "TD") for name in expected}


def test_one_ministry_has_one_country() -> None:
    text = "The Ministry of Health of Chad and Kenya's Zelt Hospital agreed."
    assert ("Ministry of Health", "ministry", "TD") in institutions_of(text)
    assert ("Ministry of Health", "ministry", "KE") not in institutions_of(text)


def test_ministries_with_other_fields_are_two() -> None:
    text = ("Oman's Ministry of Health and Medical Industry sent a team. The Ministry of Health and"
            " Child Care received it in Zimbabwe.")
    assert {c for _, t, c in institutions_of(text) if t == "ministry"} == {"OM", "ZW"}


def test_what_an_embassy_gives_to_is_not_its_own_country_s() -> None:
    text = ("The Chinese ambassador to Chad, Zelt Brom, gave masks to the health ministry. The"
            " Chinese embassy will give more to the Brom Hospital.")
    found = institutions_of(text)
    assert {c for _, t, c in found if t in ("ministry", "hospital")} == {"TD"}


def test_place_behind_a_dash_belongs_to_a_wording() -> None:
    (body,) = entities_of("institution", "The Brom Health Authority – Abu Dhabi agreed.")
    assert body.country == "AE"
    assert "Brom Health Authority – Abu Dhabi" in body.aliases


def test_ministry_of_a_minister_is_the_ministry() -> None:
    """The text never names it, but its minister."""
    text = ("Ghana's Health Minister Ama Zelt met the press. Her ministry will train nurses with"
            " Cuba.")
    assert ("Ministry of Health", "ministry", "GH") in institutions_of(text)


def test_no_ministry_without_the_word() -> None:
    assert institutions_of("Ghana's Health Minister Ama Zelt met the press.") == set()


@pytest.mark.parametrize(("text", "name", "country"), [
    ("The Embassy of Cuba in Kenya thanked them.", "Embassy of Cuba", "CU"),
    ("Cuba's embassy in Kenya thanked them.", "Embassy of Cuba", "CU"),
    ("India's health plans grew. The Indian Embassy thanked them.", "Embassy of India", "IN"),
])
def test_embassy_is_of_its_sender(text: str, name: str, country: str) -> None:
    assert (name, "other", country) in institutions_of(text)


def test_acronym_in_brackets_is_the_name_later() -> None:
    document, names = names_of("The Zelt Development Agency (ZDA) of Kenya paid. The ZDA is new.")
    assert [e.name for e in names.entities] == ["Zelt Development Agency"]
    assert [document.words[m.first] for m in names.mentions if m.form == "acronym"] == [
        "ZDA", "ZDA"]


def test_shorter_wording_joins_the_longer() -> None:
    text = "Experts of the Brom Vaccine Institute came to Cuba. The Brom Institute is old."
    (body,) = entities_of("institution", text)
    assert "Brom Institute" in body.aliases


def test_faculty_is_a_part_of_its_university() -> None:
    text = "The Faculty of Health Sciences of the Zelt University of Sri Lanka was opened."
    assert {c for _, _, c in institutions_of(text)} == {"LK"}
    assert len(institutions_of(text)) == 1


def test_institutions_between_two_countries_keep_their_own() -> None:
    text = "An accord between Zelt University of Korea and Brom University of Ghana was signed."
    assert {c for _, _, c in institutions_of(text)} == {"KR", "GH"}


def test_international_organisation_has_no_country() -> None:
    found = institutions_of("The World Health Organization (WHO) sent Kenya two experts.")
    assert found == {("World Health Organization", "international_organization", None)}


def test_part_of_a_university_is_of_its_country() -> None:
    text = "The UK paid. Makerere University Teaching Hospital was glad."
    assert ("Makerere University Teaching Hospital", "hospital", "UG") in institutions_of(text)


def test_sentence_that_says_where_it_plays_holds_for_the_next() -> None:
    text = ("Russia made a vaccine. In Chad, nurses waited for it. The health ministry approved the"
            " Russian vaccine.")
    assert ("Ministry of Health", "ministry", "TD") in institutions_of(text)


def test_acronym_of_an_outlet_is_no_body_s() -> None:
    assert institutions_of("Chad, March 3/Zelt Media Agency (AMA)/ Nurses came from Cuba.") == set()


@pytest.mark.parametrize(("text", "name", "country"), [
    ("Chad's Brom district hospital was equipped by Japan.", "Brom district hospital", "TD"),
    ("The Brom children's hospital of Chad was opened.", "Brom children's hospital of Chad", "TD"),
    ("Patients lay in City Hospital No. 4 in Nairobi.", "City Hospital No. 4", "KE"),
    ("The St John of Brom Hospital in Malawi was opened.", "St John of Brom Hospital", "MW"),
    ("Chad's Infectious Diseases, AIDS and Immunology Research Center was opened.",
     "Infectious Diseases, AIDS and Immunology Research Center", "TD"),
    ("The Brom Hospital Complex in Guyana got beds from Cuba.", "Brom Hospital Complex", "GY"),
    ("Zelt State Medical University hospital in Russia took patients.",
     "Zelt State Medical University hospital", "RU"),
    ("Queen Zelt Central and Brom Central hospitals in Malawi got beds.",
     "Queen Zelt Central Hospital", "MW"),
    # What a list ends with holds for those before; who equips is not where they stand.
    ("The Brom Hospital, the Zelt Hospital and the National Heart Institute of Chad were equipped"
     " by Japan.", "Brom Hospital", "TD"),
])
def test_names_of_hospitals(text: str, name: str, country: str) -> None:
    assert (name, country) in {(n, c) for n, _, c in institutions_of(text)}


@pytest.mark.parametrize(("text", "expected"), [
    ("KINSHASA, March 3 – The minister gave Parliament an account of what Cuba sent.",
     {("Parliament", "other", "CD")}),
    ("The Lagos State Ministry of Health in Nigeria met Cuba.",
     {("Lagos State Ministry of Health", "ministry", "NG")}),
    ("Talks were held at Chad's Ministry of the Presidency.",
     {("Ministry of the Presidency", "ministry", "TD")}),
    ("The masks were sewn by the Brom Zelt company in Chad.", {("Brom Zelt", "company", "TD")}),
    ("The Proposed Hospital Complex for patients of Chad was discussed.", set()),
])
def test_what_is_named_by_its_surroundings(
        text: str, expected: set[tuple[str, str, str]]) -> None:
    assert institutions_of(text) == expected


@pytest.mark.parametrize(("text", "name"), [
    ("Vietnam’s Central Military Hospital 108 trained nurses of Laos.",
     "Central Military Hospital 108"),
    ("The al-Zelt Baptist Hospital in Gaza was hit.", "al-Zelt Baptist Hospital"),
    ("Ana Zelt of the Pacific Community’s Public Health Division spoke in Tonga.",
     "Pacific Community"),
])
def test_edges_of_names(text: str, name: str) -> None:
    assert name in {n for n, _, _ in institutions_of(text)}


@pytest.mark.parametrize(("text", "expected"), [
    ("Vanuatu's disaster office and its ministry of health directed the team from Fiji.",
     {("Ministry of Health", "ministry", "VU")}),
    ("A Joint Commission on Zelt Cooperation (JCZC) of Chad and Kenya will meet.",
     {("Joint Commission on Zelt Cooperation", "international_organization", None)}),
    ("Chad spoke at the World Health Assembly.", set()),
    ("The organization Israeli Zelt Brom sent nurses to Chad.",
     {("Israeli Zelt Brom", "ngo", "IL")}),
])
def test_what_the_words_around_it_tell(text: str, expected: set[tuple[str, str, str]]) -> None:
    assert institutions_of(text) == expected


def test_school_of_a_university_is_another() -> None:
    text = ("The University of Ghana Medical School (UGMS) has 60 students of the University of"
            " Ghana from Chad.")
    assert {n for n, _, _ in institutions_of(text)} == {
        "University of Ghana Medical School", "University of Ghana"}


def test_bulletin_of_a_government_speaks_of_its_own_ministry() -> None:
    text = ("Fiji's Ministry of Health tested all. The cost was borne through the Ministry of"
            " Health and Medical Services. The Solomon Islands thank Fiji.")
    found = institutions_of(text, publisher="Solomon Islands Government")
    assert {c for _, t, c in found if t == "ministry"} == {"FJ", "SB"}


@pytest.mark.parametrize(("text", "expected"), [
    ("The Mexican pharmaceutical company Zeltia Brom bought doses from Russia.",
     {("Zeltia Brom", "company", "MX")}),
    ("Namibia's Ministry of Finance and Public Enterprises agreed.",
     {("Ministry of Finance and Public Enterprises", "ministry", "NA")}),
    ("They met in the Department of Zeltia in Paraguay.", set()),
    ("The meeting of the Joint Commission took place in Chad.", set()),
    ("The Zelt Mission Hospital & Research Centre in India signed it.",
     {("Zelt Mission Hospital & Research Centre", "hospital", "IN")}),
    ("Memoranda between the Ministries of Health were signed by Chad and Kenya.", {
        ("Ministry of Health", "ministry", "TD"), ("Ministry of Health", "ministry", "KE")}),
])
def test_what_real_reports_name(text: str, expected: set[tuple[str, str, str]]) -> None:
    assert institutions_of(text) == expected


def test_embassy_with_its_host() -> None:
    (body,) = entities_of("institution", "The Embassy of Japan in the Maldives paid.")
    assert "Embassy of Japan in the Maldives" in body.aliases


def test_an_acronym_of_the_initials_of_what_was_named() -> None:
    text = ("Iran's Food and Drug Administration will help Syria. Syria gets a list of drugs from"
            " the FDA.")
    (body,) = entities_of("institution", text)
    assert body.registry_id == "ir-ifda"
    assert "FDA" in body.aliases


def test_the_ministry_is_neither_of_two_of_one_sentence() -> None:
    text = ("The ministry of health of Kenya and the ministry of health of Cuba met in Geneva."
            " Talks went well. The ministry was glad.")
    for body in entities_of("institution", text):
        assert "The ministry" not in body.aliases


@pytest.mark.parametrize("text", [
    "Kamuzu Central Hospital and Mzuzu Central Hospital in Malawi are partners of China. Nurses of"
    " the hospital will go abroad.",
    "Both ministries of health, of Kenya and Cuba, agreed. The Ministry said so.",
])
def test_what_may_be_either_of_two_is_neither(text: str) -> None:
    for body in entities_of("institution", text):
        assert not {"the hospital", "The Ministry"} & set(body.aliases)


def alias_of(text: str, alias: str) -> set[tuple[str, str | None]]:
    """(name, country) of the institutions that a text calls so."""
    return {(body.name, body.country) for body in entities_of("institution", text)
            if alias in (body.name, *body.aliases)}


@pytest.mark.parametrize(("text", "alias", "expected"), [
    # "The Red Cross" is the national society that the text has named.
    ("The Kuwaiti Red Crescent Society gave cars to the Lebanese Red Cross. The Red Cross was"
     " glad.", "Red Cross", {("Lebanese Red Cross", "LB")}),
    ("The Jordan Red Crescent and the Kuwait Red Crescent met. Guests of the Red Crescent left.",
     "Red Crescent", set()),
    # An acronym that is said to be another's.
    ("The Ghana Food and Drugs Authority (FDA) trained staff. Rwanda's FDA is younger.", "FDA",
     {("Food and Drugs Authority", "GH"), ("Rwanda Food and Drugs Authority", "RW")}),
    ("Staff of Ghana went to Rwanda. The Food and Drugs Authority was glad.",
     "Food and Drugs Authority", set()),
    # A ministry that only one country calls so.
    ("Argentina's Ministry of Health sent doses to the Ministry of Health and Sports in La Paz,"
     " Bolivia said.", "Ministry of Health and Sports", {("Ministry of Health and Sports", "BO")}),
    ("The Emirates sent nurses to the Ministry of Health, Solidarity and Social Cohesion, the"
     " Comoros said.", "Ministry of Health, Solidarity and Social Cohesion",
     {("Ministry of Health, Solidarity and Social Cohesion", "KM")}),
    ("Singapore received the Philippines. A team of the Department of Health came along.",
     "Department of Health", {("Department of Health", "PH")}),
    # Two societies of two countries are two, however alike their names are.
    ("Kuwait Red Crescent Society (KRCS) met the Jordanian National Red Crescent Society (JNRCS).",
     "JNRCS", {("Jordanian National Red Crescent Society", "JO")}),
    # The other side of the Atlantic spells it so.
    ("Uganda met the Africa Centers for Disease Control and Prevention.",
     "Africa Centers for Disease Control and Prevention",
     {("Africa Centres for Disease Control and Prevention", None)}),
    # A list is one only before an "and".
    ("Serbia's minister spoke of cooperation with Germany, Serbia's Ministry of Health said.",
     "Serbia's Ministry of Health", {("Ministry of Health", "RS")}),
    ("Hue's University of Medicine in Vietnam works with the University of Medicine \"Ana Zelt\""
     " Bucharest.", "University of Medicine \"Ana Zelt\" Bucharest",
     {("University of Medicine \"Ana Zelt\" Bucharest", "RO")}),
])
def test_which_of_several_is_meant(text: str, alias: str,
                                   expected: set[tuple[str, str | None]]) -> None:
    assert alias_of(text, alias) == expected


def test_a_ministry_of_either_of_two_countries_is_nobody_s() -> None:
    text = "Oman works with Iraq, and Iraq works with Oman. The Ministry of Health said so."
    assert not alias_of(text, "Ministry of Health")


def test_his_ministry_is_nobody_s_where_two_ministers_speak() -> None:
    text = ("The health minister of Bangladesh came. The Indian minister told his Bangladeshi"
            " counterpart of the work of his ministry.")
    assert not alias_of(text, "his ministry")
