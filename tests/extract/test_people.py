"""People: who is named, with which office, and for which country."""

from __future__ import annotations

import pytest
from naming import entities_of, names_of, people_of


@pytest.mark.parametrize(("text", "expected"), [
    # Two people in a row with offices between them: each gets his own.
    ("Talks were held by French Regional Counselor for Health, Guillaume Zelt, and the Iranian"
     " deputy health minister for education Mohammad Brom.",
     {("Guillaume Zelt", "FR"), ("Mohammad Brom", "IR")}),
    ("The Kenyan ambassador to Cuba, Anthony Zelt, welcomed them.", {("Anthony Zelt", "KE")}),
    ("Amina Zelt, the ambassador of Chad to Egypt, spoke.", {("Amina Zelt", "TD")}),
    ("Iranian Health Minister Ali Zelt met his Iraqi counterpart Saleh Brom.",
     {("Ali Zelt", "IR"), ("Saleh Brom", "IQ")}),
    ("Foreign Minister Javad Zelt and Cuban President Miguel Brom spoke of Iran's plans.",
     {("Javad Zelt", "IR"), ("Miguel Brom", "CU")}),
    ("President Amina Zelt of Tanzania thanked Japan.", {("Amina Zelt", "TZ")}),
    ("The text was signed by Anna Zelt for Oman and John Brom for Kenya.",
     {("Anna Zelt", "OM"), ("John Brom", "KE")}),
    ("Dr Ali Zelt, the Minister of Health, and Dr Omar Brom, his colleague from Pretoria, met in"
     " Chad.", {("Ali Zelt", "TD"), ("Omar Brom", "ZA")}),
    ("The Brom Hospital of Chad was opened with Japan. Ali Zelt, the hospital's director, spoke.",
     {("Ali Zelt", "TD")}),
    ("The Turkish embassy in Chad paid. Ali Zelt, who represented the embassy, spoke.",
     {("Ali Zelt", "TR")}),
    ("Kenya's team spoke of the visit of President Omar Brom to Chad.", {("Omar Brom", "KE")}),
    ("Ana Zelt, Minister of Health, arrived in Havana, Cuba, on Monday. The Belizean delegation"
     " included Omar Brom, a nurse.", {("Ana Zelt", "BZ"), ("Omar Brom", "BZ")}),
    ("The Belizean delegation held talks with Vice President Omar Brom in Guyana.",
     {("Omar Brom", "GY")}),
    ("Deputy Prime Minister Ana Zelt of Chad and minister for trade Omar Brom came to Kenya.",
     {("Ana Zelt", "TD"), ("Omar Brom", "TD")}),
    ("Leading the Vietnamese delegation, deputy director Ana Zelt said so in Laos.",
     {("Ana Zelt", "VN")}),
    ("VIENTIANE – Vietnam's Ministry of Health will help the Lao nurses, said Deputy Minister Ana"
     " Zelt.", {("Ana Zelt", "VN")}),
    ("It was signed by Ana Zelt, ambassador of Japan to Chad, and Omar Brom, minister of state.",
     {("Ana Zelt", "JP"), ("Omar Brom", "TD")}),
    ("China sent nurses. Health minister Omar Brom thanked China in the name of Chad.",
     {("Omar Brom", "TD")}),
    ("Talks with the representatives of UNICEF and WHO, Ana Zelt and Omar Brom, were held in"
     " Chad.", {("Ana Zelt", None), ("Omar Brom", None)}),
    ("Qiang Zelt, General Manager Sinovac, met nurses of Pakistan.", {("Qiang Zelt", "CN")}),
    ("Dai Zelt, captain of the 6th medical team from China, came to Sudan.",
     {("Dai Zelt", "CN")}),
    ("Hans Zelt, regional director for Europe at the World Health Organization, came to Chad.",
     {("Hans Zelt", None)}),
    # One office of several, in turn.
    ("The health ministers of Oman and Greece, Ali Zelt and Nikos Brom, signed it.",
     {("Ali Zelt", "OM"), ("Nikos Brom", "GR")}),
    ("The Serbian and Russian Health Ministers, Ana Zelt and Ivan Brom, signed it.",
     {("Ana Zelt", "RS"), ("Ivan Brom", "RU")}),
    ("Health ministers from Bolivia, Ana Zelt, and Argentina, Obu Brom, signed it.",
     {("Ana Zelt", "BO"), ("Obu Brom", "AR")}),
    ("Omani Health Minister Ali Zelt met his colleagues Obu Brom of Kenya and Ovu Trum of Chad.",
     {("Ali Zelt", "OM"), ("Obu Brom", "KE"), ("Ovu Trum", "TD")}),
    # Who is met on a visit is of the country visited, who is a host is no guest's.
    ("Ana Zelt of Egypt used a visit to the Saudi capital to sign a text with Health Minister Ali"
     " Brom.", {("Ana Zelt", "EG"), ("Ali Brom", "SA")}),
    ("Israeli minister Dan Zelt and his host, Interior Minister Ali Brom, met in Morocco.",
     {("Dan Zelt", "IL"), ("Ali Brom", "MA")}),
    ("Chinese Ambassador to Nigeria Li Zelt met with the Minister of Health Ana Brom.",
     {("Li Zelt", "CN"), ("Ana Brom", "NG")}),
    ("Obu Zelt of the Mongolian Ministry of Health and Ovu Brom of the Omani embassy spoke.",
     {("Obu Zelt", "MN"), ("Ovu Brom", "OM")}),
    ("Zeltin, Indonesia's health minister, spoke.", {("Zeltin", "ID")}),
    ("Ana Zelt, Director of the Regional Office for Europe of the World Health Organization, came"
     " to Chad.", {("Ana Zelt", None)}),
    ("Nurses of Ghana were greeted by Minister of Health, Lt. Col. Omar Brom, in Barbados.",
     {("Omar Brom", "BB")}),
    ("Dr. Obuva Zelt, a Thai doctor, met nurses of Cuba.", {("Obuva Zelt", "TH")}),
    ("Zhou Zelt (the director of the Zelt Institute of Hygiene in China) came to Chad.",
     {("Zhou Zelt", "CN")}),
    ("The Kuwaiti Red Crescent Society gave ten cars to the Lebanese Red Cross. The president of"
     " the Red Cross, Ali Zelt, was glad.", {("Ali Zelt", "LB")}),
])
def test_country_is_the_one_acted_for(text: str, expected: set[tuple[str, str]]) -> None:
    assert {(name, country) for name, _, country in people_of(text)} == expected


@pytest.mark.parametrize(("text", "name", "role"), [
    ("Cuba's Minister of Public Health, Ana Zelt, spoke.", "Ana Zelt",
     "Cuba's Minister of Public Health"),
    ("Ana Zelt, who speaks for the president, told Cuban media so.", "Ana Zelt",
     "speaks for the president"),
    ("John Zelt, M.D., chief executive of Brom Pharma of India, spoke.", "John Zelt",
     "chief executive of Brom Pharma of India"),
    ("Shira Zelt, trauma coordinator at a hospital in Israel, and others came.", "Shira Zelt",
     "trauma coordinator at a hospital in Israel"),
    ("Hon. (Dr.) Amina Zelt, the Minister of Health, Nutrition and Indigenous Medicine of Sri"
     " Lanka, agreed.", "Amina Zelt", "Minister of Health, Nutrition and Indigenous Medicine of"
     " Sri Lanka"),
    ("Belarusian Healthcare Minister Ivan Brom met his Serbian colleague, Ana Zelt.", "Ana Zelt",
     "Serbian Healthcare Minister"),
    ("Ambassador Ana Zelt, Assistant Secretary-General for Trade, heads Chad's team.", "Ana Zelt",
     "Assistant Secretary-General for Trade"),
    ("With Chad's health minister, Ana Zelt, the deputy minister of trade spoke of it.",
     "Ana Zelt", "Chad's health minister"),
    ("President Ana Zelt, members of her government and nurses met Chad's team.", "Ana Zelt",
     "President"),
    ("Dr Ana Zelt (MP), Ghana's Minister for Health, agreed.", "Ana Zelt",
     "Ghana's Minister for Health"),
    ("Ana Zelt, captain of the 6th medical team, came to Chad.", "Ana Zelt",
     "captain of the 6th medical team"),
    ("Ana Zelt, Counsellor – Health Cooperation at the Embassy of Chad, agreed.", "Ana Zelt",
     "Counsellor – Health Cooperation at the Embassy of Chad"),
    ("Counsellor Ana Zelt of the Chinese Embassy came.", "Ana Zelt",
     "Counsellor of the Chinese Embassy"),
    ("Ana Zelt, director for alternative and traditional medicine in Chad, agreed.", "Ana Zelt",
     "director for alternative and traditional medicine in Chad"),
    ("Ana Zelt, Deputy Director of Tertiary and Secondary Education of Chad, agreed.", "Ana Zelt",
     "Deputy Director of Tertiary and Secondary Education of Chad"),
    ("Lao Deputy Prime Minister and Minister of Defence Ana Zelt agreed.", "Ana Zelt",
     "Lao Deputy Prime Minister and Minister of Defence"),
    ("TEHRAN – Oman's Minister of Health, Ana Zelt Brom said Iran agreed.", "Ana Zelt Brom",
     "Oman's Minister of Health"),
    ("Chad's Minister of Information, Publicity and Broadcasting Services, Ana Zelt, agreed.",
     "Ana Zelt", "Chad's Minister of Information, Publicity and Broadcasting Services"),
    ("Ana Zelt, Secretary to the Government and Chairman of the Presidential Task Force, came to"
     " Chad.", "Ana Zelt", "Secretary to the Government and Chairman of the Presidential Task"
     " Force"),
    ("Caricom's Secretary-General, Ambassador Ana Zelt, thanked India.", "Ana Zelt",
     "Caricom's Secretary-General"),
    ("The head of the IFRC Country Cluster Support Team, Ana Zelt, thanked Chad.", "Ana Zelt",
     "head of the IFRC Country Cluster Support Team"),
    ("Ana Zelt, Seychelles' Secretary of State for Trade, agreed.", "Ana Zelt",
     "Seychelles' Secretary of State for Trade"),
    ("Principal Personnel Officer Ana Zelt of Chad agreed.", "Ana Zelt",
     "Principal Personnel Officer of Chad"),
    ("Ana Zelt, who is in charge of the fund's stocks, told Chad so.", "Ana Zelt",
     "is in charge of the fund's stocks"),
    # Who recalls it does not hold it.
    ("Minister Ana Zelt met envoy Omar Brom. Brom once was minister of trade of Chad, Zelt"
     " recalled.", "Ana Zelt", "Minister"),
    # The bare title stands for the office that the text words elsewhere.
    ("Chad's Ministry of Health gave it. Minister Ana Zelt thanked Cuba.", "Ana Zelt",
     "Minister of Health"),
    # Who holds two offices has a counterpart in the one that the two share.
    ("Egypt's Vice President and Health Minister Amina Zelt met her Rwandan counterpart Sabin"
     " Brom about hospitals.", "Sabin Brom", "Rwandan Health Minister"),
])
def test_role_is_as_worded(text: str, name: str, role: str) -> None:
    assert (name, role) in {(n, r) for n, r, _ in people_of(text)}


@pytest.mark.parametrize("text", [
    "Talks on City Planning, Water Supply and Higher Education went on in Sri Lanka.",
    "They landed at Jomo Kenyatta International Airport in Nairobi.",
    "Doses of Sputnik V came to Addis Ababa and Buenos Aires.",
    "The Grant Aid Signing Ceremony took place in Japan.",
    "By Jane Doe\nNo one else is named in this report from Kenya.",
    "Kenya and Cuba signed. (Xinhua/Li Na)",
])
def test_what_is_nobody(text: str) -> None:
    assert people_of(text) == set()


@pytest.mark.parametrize(("text", "name"), [
    ("Chad's Federal Minister of Health Zelt signed it.", "Zelt"),
    ("The chargé d'affaires of Japan, ITO Takeshi, signed it.", "ITO Takeshi"),
    ("Zelti Brahad Brumfo, the province's Minister for Trade, came to Chad.",
     "Zelti Brahad Brumfo"),
    ("Chad thanked President von der Zelt.", "von der Zelt"),
    ("Kuwait's minister, Meshal Al-Ahmad Al-Jaber Al-Zelt, came to Chad.",
     "Meshal Al-Ahmad Al-Jaber Al-Zelt"),
    ("Park Zelt-suk, ambassador of Korea, came to Chad.", "Park Zelt-suk"),
    ("Cuba's minister of health, José Ángel Portal, came to Chad.", "José Ángel Portal"),
    ("Cuba's Minister of Public Health José Ángel Portal Miranda came to Chad.",
     "José Ángel Portal Miranda"),
    ("Korea gave Chad masks. Ambassador Park Zelt-Suk came.", "Park Zelt-Suk"),
    ("Moohen Brumfo of UNICEF came to Chad.", "Moohen Brumfo"),
    ("Jan Zelt, the ambassador of Poland, came to Chad.", "Jan Zelt"),
    ("Zeltia Brumfo said nurses of Chad were glad.", "Zeltia Brumfo"),
    ("The Division of Trade and Development Affairs sent Korea's Zelt Hye-jin.", "Zelt Hye-jin"),
    ("Myanmar's Deputy Minister for Health Dr Zeltin Tun came to Chad.", "Zeltin Tun"),
    ("The director of Cuba's regulator, MSc. Zelta Brumfo, came to Chad.", "Zelta Brumfo"),
])
def test_how_names_are_written(text: str, name: str) -> None:
    assert name in {n for n, _, _ in people_of(text)}


def test_surname_and_title_are_the_person_named_before() -> None:
    text = ("Jamaica's Health Minister Dr Ana Zelt Brom met nurses from Cuba. Dr Brom thanked"
            " them. Zelt Brom will return.")
    (person,) = entities_of("person", text)
    assert person.name == "Ana Zelt Brom"
    assert {"Dr Brom", "Zelt Brom"} <= set(person.aliases)


def test_two_people_of_one_surname_stay_two() -> None:
    text = "Kenyan officials Anna Zelt, a nurse, and Peter Zelt, a doctor, told Cuban media so."
    assert len(people_of(text)) == 2


def test_speaker_label_in_capitals_is_a_person() -> None:
    text = "PRESIDENT ZELT: Kenya thanks Cuba.\nPRESIDENT BROM: So do we."
    assert {name.title() for name, _, _ in people_of(text)} == {"Zelt", "Brom"}


def test_a_surname_of_two_in_one_sentence_is_neither() -> None:
    text = "Kenyan officials Anna Zelt and Peter Zelt came to Cuba. Zelt was glad."
    for person in entities_of("person", text):
        assert "Zelt" not in person.aliases


def test_a_surname_of_two_is_neither_s_also_with_a_title() -> None:
    text = "Kenyan officials Anna Zelt and Peter Zelt came to Cuba. Mr Zelt was glad."
    assert {name for name, _, _ in people_of(text)} == {"Anna Zelt", "Peter Zelt"}


@pytest.mark.parametrize(("text", "alias"), [
    # Where people have no family name, the first word is how they are called.
    ("Malaysian Health Minister Khairy Zelt came to Chad. Khairy was glad.", "Khairy"),
    ("Dato Dr Isham Zelt, Brunei's minister, came to Chad. Dato Isham was glad.", "Dato Isham"),
])
def test_called_by_the_first_name(text: str, alias: str) -> None:
    (person,) = entities_of("person", text)
    assert alias in person.aliases


def test_a_first_name_alone_is_nobody_where_people_have_surnames() -> None:
    (person,) = entities_of("person", "British minister Anna Zelt came to Chad. Anna was glad.")
    assert "Anna" not in person.aliases


@pytest.mark.parametrize(("text", "employer"), [
    ("KOICA gave vehicles to the Ghana Health Service. Anna Zelt, its director, was glad.",
     "Korea International Cooperation Agency"),
    ("The WHO gave Chad masks. Anna Zelt heads the office of UNICEF in Chad.",
     "United Nations Children's Fund"),
])
def test_whom_somebody_works_for(text: str, employer: str) -> None:
    _, names = names_of(text)
    (person,) = (e for e in names.entities if e.kind == "person")
    assert person.employer is not None
    row = names.entities[person.employer]
    assert employer in (row.name, *row.aliases)
