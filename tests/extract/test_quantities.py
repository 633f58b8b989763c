"""Numbers with what they count, money with its currency, and what is no amount at all."""

from __future__ import annotations

import pytest

from kg.extract.capacities import find_capacities
from kg.extract.countries import find_countries
from kg.extract.quantities import find_quantities
from kg.extract.text import read_document
from kg.model import Article
from tests.extract.reading import facts_of, lexicon


def read(text: str) -> list[tuple[str, str, str | None]]:
    return [(q.value, q.unit, q.qualifier) for q in find_quantities(
        read_document(Article("t", text)))]


@pytest.mark.parametrize(("text", "expected"), [
    ("50,000 doses came", [("50000", "doses", None)]),
    ("three million Moderna vaccine doses", [("3000000", "doses", None)]),
    ("nearly 2.6 million vaccine doses", [("2600000", "doses", "about")]),
    ("half a million masks", [("500000", "masks", None)]),
    ("one hundred Cuban specialists", [("100", "specialists", None)]),
    ("two hundred and fifty nurses", [("250", "nurses", None)]),
    ("two dozen beds", [("24", "beds", None)]),
    ("over 45 universities of medicine", [("45", "universities", "over")]),
    ("some 2,400 clinics and 130 research institutes",
     [("2400", "clinics", "about"), ("130", "institutes", None)]),
    ("at least 20 doctors", [("20", "doctors", "over")]),
    ("up to 1,500 test kits", [("1500", "kits", "up to")]),
    ("20-30 doctors", [("30", "doctors", "up to")]),
    ("a 100-bed hospital", [("100", "beds", None)]),
    ("7 lakh doses", [("700000", "doses", None)]),
    ("70% of the patients", [("70", "percent", None)]),
    ("eight ambulances and 25 hospital beds", [("8", "ambulances", None), ("25", "beds", None)]),
])
def test_counts(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("US$ 5 million", [("5000000", "USD", None)]),
    ("about $1.35 million", [("1350000", "USD", "about")]),
    ("€20m and £3.5bn", [("20000000", "EUR", None), ("3500000000", "GBP", None)]),
    ("FJ$14.7 million (AU$10 million)", [("14700000", "FJD", None), ("10000000", "AUD", None)]),
    ("Rs.7,978 million for a hospital in Sri Lanka", [("7978000000", "LKR", None)]),
    ("Rs 5 crore for India", [("50000000", "INR", None)]),
    ("Yen 1,170 Mn", [("1170000000", "JPY", None)]),
    ("RMB 600 million", [("600000000", "CNY", None)]),
    ("300 million yuan", [("300000000", "CNY", None)]),
    ("12 million Kuwaiti dinars", [("12000000", "KWD", None)]),
    ("10 million Hong Kong dollars", [("10000000", "HKD", None)]),
    ("up to 3 million euros", [("3000000", "EUR", "up to")]),
])
def test_money(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize("text", [
    "COVID-19 and Soberana-02", "on May 28 and 3 June", "signed in 2015", "the 18th session",
    "on 2022-09-13", "on 13/09/2022", "at 9.47 pm", "article 6 of the treaty", "a woman aged 35",
])
def test_what_counts_nothing(text: str) -> None:
    assert read(text) == []


def capacities(text: str, home: str | None = None) -> list[tuple[str, str, str, str | None]]:
    document = read_document(Article("t", text))
    quantities = find_quantities(document)
    countries = find_countries(document, lexicon().find_hits(document), quantities)
    return [(found.country, found.quantity.value, found.quantity.unit,
             document.surface(*found.attribution) if found.attribution else None)
            for found in find_capacities(document, quantities, countries, home)]


@pytest.mark.parametrize(("text", "expected"), [
    ("There are over 45 medical universities in Turkey, the official said.",
     [("TR", "45", "universities", "the official")]),
    ("The Kenyan minister said some 2,400 clinics are operating nationwide.",
     [("KE", "2400", "clinics", "The Kenyan minister")]),
    ("Cuba has 12 medical schools.", [("CU", "12", "schools", None)]),
    ("Peru's private clinics now number 4,300.", [("PE", "4300", "clinics", None)]),
    ("Peru has many clinics. Hospitals total more than 600.", [("PE", "600", "hospitals", None)]),
    # numbers of an engagement are none of a country's means
    ("Iran donated equipment for 60 hospitals in Syria.", []),
    ("Cuba has sent 500 doctors to Kenya.", []),
    ("Cuba has 500 doctors in Kenya.", []),
    ("China will build 12 hospitals in the country.", []),
    ("The ministers agreed on 20 nurses.", []),
    ("Peru's minister of health rang number 4,300.", []),
    ("Hospitals in Peru that Ghana supplied number 20.", []),
])
def test_capacities(text: str, expected: list[tuple[str, str, str, str | None]]) -> None:
    assert capacities(text) == expected


def test_home_answers_for_the_country() -> None:
    text = "The country has 300 hospitals."
    assert capacities(text, home="LK") == [("LK", "300", "hospitals", None)]
    assert capacities(text) == []


@pytest.mark.parametrize(("text", "expected"), [
    ("USD500,000 (PHP24.5 million)", [("500000", "USD", None), ("24500000", "PHP", None)]),
    ("India handed over 13 ambulances", [("13", "ambulances", None)]),
    ("over 13 ambulances", [("13", "ambulances", "over")]),
    ("a 12-day campaign", []),
    ("one of the leading hospitals", []),
    ("Four receive scholarships", []),
])
def test_neighbours_of_a_number(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize("text", [
    "Peru has 600 hospitals, the minister said.",
    "Peru is proud of its health care. Clinics now number 4,300, the minister said.",
])
def test_the_quote_of_a_capacity_names_its_country(text: str) -> None:
    whole = f"Peru's health minister met Ghana's health minister in Accra on vaccines. {text}"
    (capacity,) = facts_of(whole).capacities
    assert capacity.country == "PE"
    assert "Peru" in capacity.quantity.evidence.quote
    assert capacity.quantity.value in capacity.quantity.evidence.quote.replace(",", "")
