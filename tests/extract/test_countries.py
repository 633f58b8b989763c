"""Which words stand for which country, and which only look as if they did."""

from __future__ import annotations

import pytest

from kg.extract.countries import find_countries, find_home, publisher_country
from kg.extract.quantities import find_quantities
from kg.extract.text import read_document
from kg.model import Article
from tests.extract.reading import lexicon


def read(text: str, title: str = "") -> list[tuple[str, str, str]]:
    """(wording, code, form) of each mention."""
    document = read_document(Article("t", text, title))
    hits = lexicon().find_hits(document)
    return [(document.surface(m.first, m.last), m.code, m.form)
            for m in find_countries(document, hits, find_quantities(document))]


def codes(text: str, title: str = "") -> list[str]:
    return [code for _, code, _ in read(text, title)]


@pytest.mark.parametrize(("text", "expected"), [
    ("Kenya thanked the Cubans.", [("Kenya", "KE", "name"), ("Cubans", "CU", "demonym")]),
    ("Emirati and Ivorian doctors met the Afghans.",
     [("Emirati", "AE", "demonym"), ("Ivorian", "CI", "demonym"), ("Afghans", "AF", "demonym")]),
    ("The U.S. and the UK met the UAE.",
     [("U.S.", "US", "name"), ("UK", "GB", "name"), ("UAE", "AE", "name")]),
    ("The US-Kenya pact", [("US", "US", "compound"), ("Kenya", "KE", "compound")]),
    ("A Sino-Tanzanian team", [("Sino", "CN", "compound"), ("Tanzanian", "TZ", "compound")]),
    ("An Indo-Iranian plan", [("Indo", "IN", "compound"), ("Iranian", "IR", "compound")]),
    ("Kyrgyz-Turkish talks", [("Kyrgyz", "KG", "compound"), ("Turkish", "TR", "compound")]),
    ("Beijing and the Kremlin agreed.", [("Beijing", "CN", "capital"),
                                         ("Kremlin", "RU", "metonym")]),
    ("A hospital in Tashkent and one in Samarkand",
     [("Tashkent", "UZ", "capital"), ("Samarkand", "UZ", "city")]),
    ("Doctors from Kerala", [("Kerala", "IN", "city")]),
    # territories with a code of their own
    ("Martinique, French Guiana and the British Virgin Islands asked the Isle of Man.",
     [("Martinique", "MQ", "name"), ("French Guiana", "GF", "name"),
      ("British Virgin Islands", "VG", "name"), ("Isle of Man", "IM", "name")]),
    ("The Democratic Republic of the Congo (DRC)",
     [("Democratic Republic of the Congo", "CD", "name"), ("DRC", "CD", "name")]),
    ("Türkiye, Côte d'Ivoire and Kosovo",
     [("Türkiye", "TR", "name"), ("Côte d'Ivoire", "CI", "name"), ("Kosovo", "XK", "name")]),
])
def test_forms(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Guinea-Bissau, Equatorial Guinea, Papua New Guinea and Guinea", ["GW", "GQ", "PG", "GN"]),
    ("The two Koreas talked.", ["KP", "KR"]),
    ("The Republic of Korea and the DPRK", ["KR", "KP"]),
    ("Korea sent doctors.", ["KR"]),
    ("Korean doctors worked in Pyongyang.", ["KP", "KP"]),
    ("The People's Republic of China paid.", ["CN"]),
    ("Sri Lanka and the Republic of China agreed on a hospital.", ["LK", "CN"]),
    ("Eswatini thanked the Republic of China (Taiwan).", ["SZ", "TW"]),
    ("Congolese doctors came from Brazzaville.", ["CG", "CG"]),
    ("Congolese doctors came from Kinshasa.", ["CD", "CD"]),
    ("Dominican nurses came.", ["DO"]),
    ("Dominican nurses came home to Dominica.", ["DM", "DM"]),
    ("Nigerien, not Nigerian, midwives", ["NE", "NG"]),
    ("Northern Ireland and New Zealand", ["GB", "NZ"]),
    ("The Gambia and the Maldives", ["GM", "MV"]),
])
def test_shared_wordings(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("It cost 12 million Kuwaiti dinars and 3 million US dollars.", []),
    ("He paid in Hong Kong dollars; the Indian rupee fell.", []),
    ("A grant of US$ 5 million", []),
    ("America gave Kenya $20 million", ["US", "KE"]),
    ("Ships crossed the Indian Ocean to the South China Sea and the Persian Gulf.", []),
    ("Latin American, South American and Pan-American bodies", []),
    ("He learned German and spoke in French.", []),
    ("The papers are in English and Spanish.", []),
    ("The Spanish team spoke to the German one.", ["ES", "DE"]),
    ("Japanese encephalitis, German measles, Spanish flu, a guinea pig", []),
    ("Japanese doctors, German nurses", ["JP", "DE"]),
    ("It was reported by the Tehran Times and Egypt Today.", []),
    ("The Paris Agreement and the Geneva Conventions", []),
    ("Officials in Paris agreed.", ["FR"]),
    ("The European Union and the African Union", []),
    ("some turkey and a bone china cup", []),
    ("They met us at noon.", []),
])
def test_what_is_no_country(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Michael Jordan met Dr Chad Brown.", []),
    ("Michael Jordan met Dr Chad Brown in Jordan and in Chad.", ["JO", "TD"]),
    ("Jordan and Chad signed a plan.", ["JO", "TD"]),
    ("President Santiago Peña of Paraguay spoke.", ["PY"]),
    ("Experts of the CDC in Atlanta, Georgia, came.", ["US", "US"]),
    ("Georgia's minister flew from Tbilisi to Baku.", ["GE", "GE", "AZ"]),
    ("Georgian doctors came to Georgia.", ["GE", "GE"]),
    ("Israel Katz, the minister, visited Israel.", ["IL"]),
    ("The nurses went to Kingston.", []),
    ("The nurses of Jamaica went to Kingston.", ["JM", "JM"]),
    ("Sheikh Dr Basel Al-Sabah received them in Basel and Sabah.", ["CH", "MY"]),
    ("Laos and Myanmar sent a note.", ["LA", "MM"]),
    ("Washington promised help.", ["US"]),
    ("The University of Washington promised help.", []),
])
def test_people_and_shared_places(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize("text", ["A Jersey for Every Nurse", "A Family Reunion in Hospital"])
def test_territories_that_sound_like_things(text: str) -> None:
    assert codes(text, text) == []


def test_headlines_write_every_word_with_a_capital() -> None:
    """A capital beside a country in a headline makes no person of it."""
    assert codes("They met.", title="Jordan Signs Health Accord With Chad In Amman") \
        == ["JO", "TD", "JO"]


@pytest.mark.parametrize(("text", "publisher", "url", "expected"), [
    ("NAIROBI, May 14 – Doctors came from Cuba.", None, None, "KE"),
    ("TEHRAN (IRNA) – Doctors left for Oman.", None, None, "IR"),
    ("Baku, April 8, AZERTAC\nDoctors left for Oman.", None, None, "AZ"),
    ("KAMPALA, April 17. /TASS/. Doctors left for Oman.", None, None, "UG"),
    ("Korea International Cooperation Agency (KOICA) built a hospital in Nepal.", None, None,
     None),
    ("Photo: a nurse\nBy Our Reporter\nHANOI, Jan. 3 (VNA) – Doctors came.", None, None, "VN"),
    ("Doses that were sent\nKenya: 200\nUganda: 300", None, None, None),
    ("Doctors left for Oman.", "Cabinet Office, Sri Lanka", None, "LK"),
    ("Doctors left for Oman.", "Mehr News Agency", None, "IR"),
    ("Cuban doctors left for Oman.", "Mehr News Agency", None, None),
    ("Cuban and Iranian doctors left for Oman.", "Mehr News Agency", None, "IR"),
    ("Doctors left for Oman.", "the star", None, "MY"),
    ("Doctors left for Oman.", "The Star of Hope", None, None),
    ("Doctors left for Oman.", None, "https://www.health.gov.za/news/1", "ZA"),
    ("Doctors left for Oman.", None, "https://someone.ch/news", None),
    ("Doctors left Switzerland for Oman.", None, "https://someone.ch/news", "CH"),
    ("Doctors left for Oman.", None, None, None),
])
def test_home(text: str, publisher: str | None, url: str | None, expected: str | None) -> None:
    document = read_document(Article("t", text, publisher=publisher, url=url))
    countries = find_countries(document, lexicon().find_hits(document))
    assert find_home(document, countries, lexicon()) == expected


def test_a_country_before_the_colon_of_the_title_is_home() -> None:
    document = read_document(Article("t", "Doctors left for Oman.", "Somalia: Doctors Leave"))
    countries = find_countries(document, lexicon().find_hits(document))
    assert find_home(document, countries, lexicon()) == "SO"


def test_publisher_names_several_countries() -> None:
    """Who publishes for two countries has no home here."""
    article = Article("t", "…", publisher="China-Africa Health Review of Kenya")
    assert publisher_country(article, lexicon()) is None
