"""Who takes part: named parties, those the text leaves out, and bystanders."""

from __future__ import annotations

import pytest

from kg.extract.claims import claim_pairs
from kg.model import Claim, Evidence
from tests.extract.reading import acts_of, claims_of, facts_of


@pytest.mark.parametrize(("text", "expected"), [
    ("Iran and Oman signed a health agreement.", ("agreement", "signed", "IR-OM")),
    ("Iranian doctors will be trained in France.", ("training", "planned", "FR-IR")),
    ("Health Minister Bahram Einollahi of Iran met Omani Health Minister Hilal Al Sabti.",
     ("meeting", "completed", "IR-OM")),
    # the place of a city is no party
    ("Iranian Health Minister Bahram Einollahi met his Omani counterpart Hilal Al Sabti in Geneva,"
     " Switzerland.", ("meeting", "completed", "IR-OM")),
    # "the two countries" are those named before
    ("Iran and Oman share a long border at sea, officials said. The two countries signed a"
     " memorandum of understanding on health.", ("agreement", "signed", "IR-OM")),
])
def test_parties(text: str, expected: tuple[str, str, str]) -> None:
    found = acts_of(text)
    assert expected in found
    assert {countries for kind, _, countries in found if kind == expected[0]} == {expected[2]}


def test_one_who_meets_three_has_three_meetings() -> None:
    text = ("Cuban Health Minister Jose Angel Portal Miranda met with his counterparts from Iran,"
            " Malawi and Qatar to expand cooperation in health.")
    assert {a for a in acts_of(text) if a[0] == "meeting"} == {
        ("meeting", "completed", "CU-IR"), ("meeting", "completed", "CU-MW"),
        ("meeting", "completed", "CU-QA")}


def test_receivers_of_one_giver_are_no_pair() -> None:
    facts = facts_of("China donated medicines to Kenya, Uganda and Tanzania.")
    assert facts.pairs == (("CN", "KE"), ("CN", "TZ"), ("CN", "UG"))


def test_the_unnamed_home_country_of_a_cabinet() -> None:
    text = ("The proposal made by the Minister of Health to sign a memorandum of understanding on"
            " health with Japan was approved by the Cabinet.")
    assert ("agreement", "planned", "JP-LK") in acts_of(text, publisher="Cabinet of Sri Lanka")


def test_an_organisation_that_acts_needs_no_second_country() -> None:
    facts = facts_of("The World Health Organization donated 20 ventilators to Kenya's hospitals.")
    assert {(c.type, c.countries) for c in facts.claims} == {("donation", ("KE",))}


def test_directions_are_roles() -> None:
    roles = {c.type: dict(c.roles) for c in claims_of(
        "India donated 50,000 doses of vaccine to Nepal.")}
    assert roles["donation"] == {"IN": "donor", "NP": "recipient"}


def claim(*countries: str, roles: tuple[tuple[str, str], ...] = ()) -> Claim:
    return Claim("donation", "completed", tuple(sorted(countries)), (Evidence(0, 1, "x"),), "r",
                 roles=roles)


def test_pairs_of_claims() -> None:
    assert claim_pairs([claim("FR", "IR")]) == [("FR", "IR")]
    assert claim_pairs([claim("FR")]) == []
    many = claim("CN", "KE", "UG", "TZ", "RW", "BI",
                 roles=(("CN", "donor"), ("KE", "recipient")))
    assert claim_pairs([many]) == [("BI", "CN"), ("CN", "KE"), ("CN", "RW"), ("CN", "TZ"),
                                   ("CN", "UG")]
    assert claim_pairs([claim("A1"[0] + "E", "KE", "UG", "TZ", "RW")]) == []


@pytest.mark.parametrize(("text", "pairs"), [
    # each giver with each receiver, none among themselves
    ("Japan, South Korea and Australia pledged vaccines to Vietnam.",
     [("AU", "VN"), ("JP", "VN"), ("KR", "VN")]),
    ("Vietnam received 500,000 vaccine doses from Poland and 300,000 from Hungary.",
     [("HU", "VN"), ("PL", "VN")]),
    ("Patients from Oman, Yemen and Iraq are treated in Indian hospitals.",
     [("IN", "IQ"), ("IN", "OM"), ("IN", "YE")]),
    ("Germany took in 70 French and Italian patients during the first wave.",
     [("DE", "FR"), ("DE", "IT")]),
    # a town stands for its country where no other receiver is named
    ("Two planes carrying medical aid from Saudi Arabia and the UAE landed in Khartoum on Friday.",
     [("AE", "SD"), ("SA", "SD")]),
    # who talks about it takes no part, nor does the place of a meeting
    ("Doctors from Cuba will work in Mexico, President López Obrador said, as the United States"
     " criticised the programme.", [("CU", "MX")]),
    ("Kenya's health minister, in India for a summit, met his counterparts from Bangladesh and"
     " Nepal.", [("BD", "KE"), ("KE", "NP")]),
    # who makes a thing is no party to its gift
    ("Ghana gave Peru 5,000 doses of a vaccine developed by Cuba.", [("GH", "PE")]),
    # "them" are those of the sentence before; who gives was told before
    ("Peru stands by Ghana and Laos, which have Ebola. Peru will provide them with medical"
     " supplies.", [("GH", "PE"), ("LA", "PE")]),
    # a capital behind "with" is its government
    ("Peru signed health agreements with Ghana and Laos. Under the memorandum with Accra the two"
     " sides will exchange nurses.", [("GH", "PE"), ("LA", "PE")]),
    # several guests of one host
    ("Delegations from Peru, Ghana and Laos were received by the Korean health ministry.",
     [("GH", "KR"), ("KR", "LA"), ("KR", "PE")]),
])
def test_who_gives_and_who_takes(text: str, pairs: list[tuple[str, str]]) -> None:
    assert list(facts_of(text).pairs) == pairs


@pytest.mark.parametrize(("publisher", "text", "pairs"), [
    # a local outlet need not name its country, a news agency does
    ("Ghana News", "The government has signed an agreement with Cuba to recruit 300 doctors.",
     [("CU", "GH")]),
    ("Xinhua", "The government has signed an agreement with Cuba to recruit 300 doctors.", []),
])
def test_an_outlet_s_own_country(publisher: str, text: str,
                                 pairs: list[tuple[str, str]]) -> None:
    assert list(facts_of(text, publisher=publisher).pairs) == pairs


@pytest.mark.parametrize(("text", "pairs"), [
    # a pronoun is the person named before, not the country that the news is about
    ("Zambia's Health Minister Elijah Muchima explained the end of the Cuban medical mission to"
     " reporters on Monday. Cuba had 30 Cuban doctors there. He held talks on health with the"
     " Canadian government.", [("CA", "ZM")]),
    # several who are received by one have business with it alone
    ("Health delegations from Chile, Peru and Bolivia that had come to Spain were received by the"
     " Spanish Ministry of Health.", [("BO", "ES"), ("CL", "ES"), ("ES", "PE")]),
    # each partner with a "with" of its own
    ("Chile signed two memoranda of understanding on health, one with Peru and the other with the"
     " Republic of Ghana.", [("CL", "GH"), ("CL", "PE")]),
    # those who receive, told by a relative clause
    ("India has given medicines to the Pacific, the Indian government says. First came Fiji, to"
     " which 500 doses of vaccine were delivered, and Tonga, which got 300.",
     [("FJ", "IN"), ("IN", "TO")]),
    # a list of receivers with their shares in brackets, and with one verb for all
    ("India gave vaccine doses to Fiji (200), Tonga (300) and Samoa.",
     [("FJ", "IN"), ("IN", "TO"), ("IN", "WS")]),
    ("Fiji received 200 doses of vaccine from India, Tonga 300 and Samoa 100.",
     [("FJ", "IN"), ("IN", "TO"), ("IN", "WS")]),
    # the list goes on below the gift
    ("India donated 200 doses of vaccine to Fiji on Monday. Tonga (300) and Samoa (100) had got"
     " theirs before.", [("FJ", "IN"), ("IN", "TO"), ("IN", "WS")]),
    # who pays for what an organisation hands over
    ("Ambulances bought with funding from the governments of Chile, Peru and Spain were handed over"
     " to two provinces of Kenya by the United Nations Population Fund.",
     [("CL", "KE"), ("ES", "KE"), ("KE", "PE")]),
    # a city of one of those who meet takes none of them away
    ("The health ministers of Kenya, Uganda and Tanzania met in Arusha.",
     [("KE", "TZ"), ("KE", "UG"), ("TZ", "UG")]),
    # examples of receivers receive
    ("Norway has sent medicines to ten countries, including Fiji, Tonga and Peru.",
     [("FJ", "NO"), ("NO", "PE"), ("NO", "TO")]),
    # whom a minister meets, none of them is from home
    ("Mongolia's health minister S. Enkhbold opened a hospital on Monday. The minister then met the"
     " ambassadors of Chile and Peru to discuss health.", [("CL", "MN"), ("MN", "PE")]),
    # what is discussed with each of two is between the same two
    ("Kuwait's health minister Ahmad Al-Awadhi met the ambassador of Jordan and the ambassador of"
     " Egypt to discuss cooperation in health.", [("EG", "KW"), ("JO", "KW")]),
    # a list of many behind an organisation that passes the money on
    ("Sweden donated 1 million euros through the WHO to fight Ebola in Guinea, Liberia and Sierra"
     " Leone.", [("GN", "SE"), ("LR", "SE"), ("SE", "SL")]),
    # where patients go is where they are treated
    ("Patients from Iraq and Libya come to Turkey for treatment, the Turkish Health Ministry said.",
     [("IQ", "TR"), ("LY", "TR")]),
    # a capital where surgeons work
    ("A Czech medical team operated on 60 patients in Amman.", [("CZ", "JO")]),
    # several who give as one
    ("Germany and France jointly donated 500,000 vaccine doses to Namibia.",
     [("DE", "FR"), ("DE", "NA"), ("FR", "NA")]),
    # refugees are named after where they come from
    ("Norway donated medicines for Syrian refugees in Jordan.", [("JO", "NO")]),
])
def test_the_pairs_of_a_text(text: str, pairs: list[tuple[str, str]]) -> None:
    assert [pair for pair in facts_of(text).pairs if pair != ("CU", "ZM")] == pairs


def test_an_organisation_that_signs_in_a_list_of_three() -> None:
    text = ("Nairobi - A health agreement was signed in Nairobi today by the Oswaldo Cruz"
            " Foundation, the Ministry of Health of Brazil and the World Health Organization.")
    assert facts_of(text).pairs == ()


def test_a_local_outlet_s_country_that_only_an_official_stands_for() -> None:
    text = ("Medicines were presented to the Ministry of Health yesterday by the Indian high"
            " commissioner. Danny Faure, the Minister of Health, thanked India; the ship had"
            " called at Madagascar and the Comoros before.")
    assert ("IN", "SC") in facts_of(text, publisher="Seychelles Nation").pairs


@pytest.mark.parametrize(("text", "parties"), [
    # "it" is the organisation that the sentence before is about
    ("The World Health Organization is alarmed by cholera in Chad, where Chad's hospitals are full."
     " It will send doctors and nurses.", {("deployment", ("TD",))}),
    # what an organisation is given is for the country that the news comes from
    ("ISLAMABAD: UNICEF was given a donation of medicines worth $2 million by the Government of"
     " Norway for hospitals, officials said in Pakistan.", {("donation", ("NO", "PK"))}),
    # a dateline without a dash is no party
    ("BAKU, Azerbaijan, January 31. UNICEF delivered medicines to Georgia's Ministry of Health.",
     {("donation", ("GE",))}),
])
def test_one_country_with_an_organisation(text: str, parties: set[tuple[str, tuple[str, ...]]]
                                          ) -> None:
    found = {(c.type, c.countries) for c in facts_of(text).claims}
    assert parties <= found
    assert {countries for _, countries in found} == {countries for _, countries in parties}
