"""Which subjects a text names, and which of them the cooperation is about."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kg.extract.text import read_document
from kg.extract.topic_choice import choose_topics
from kg.extract.topics import find_topics, topic_entries
from kg.model import Article
from tests.extract.reading import lexicon


def topics(text: str, title: str = "") -> set[str]:
    document = read_document(Article("t", text, title))
    return {m.topic for m in find_topics(document, lexicon().find_hits(document))}


@pytest.mark.parametrize(("text", "expected"), [
    # wordings of their own, in either spelling and number
    ("They discussed paediatric oncology.", {"cancer", "child-health"}),
    ("They agreed on tuberculosis and TB control.", {"tuberculosis"}),
    ("They agreed on telemedicine and e-health.", {"telemedicine", "digital-health"}),
    ("They agreed on organ transplants.", {"organ-transplantation"}),
    # what is given, made, built and taught
    ("China handed over ventilators and masks.", {"medical-devices"}),
    ("China donated 50,000 doses of coronavirus vaccine.", {"vaccines", "covid-19"}),
    ("The vaccine will be manufactured in Iran.", {"vaccines", "local-production"}),
    ("Turkey built a hospital in Bishkek.", {"health-infrastructure"}),
    ("Kenyan doctors will be trained in Havana.", {"medical-education"}),
    ("Fifty doctors from Cuba arrived on Tuesday.", {"health-workforce"}),
    ("Germany recruits nurses from Kerala.", {"health-workforce", "nursing-midwifery"}),
    ("A phase III trial of the vaccine began.", {"clinical-trials", "vaccines"}),
    ("A laboratory was built and its staff trained.", {"laboratory-services"}),
    # lists share a noun
    ("They will fight infectious and non-communicable diseases.",
     {"communicable-diseases", "noncommunicable-diseases"}),
    ("They will work on maternal, child and newborn health.", {"maternal-health", "child-health"}),
    ("They will recognise each other's vaccination certificates.", {"border-health"}),
])
def test_named(text: str, expected: set[str]) -> None:
    assert topics(text) >= expected


with (Path(__file__).parent / "topics.csv").open(encoding="utf-8", newline="") as _table:
    _NAMED = [(row["text"], set(row["topics"].split())) for row in csv.DictReader(_table)]


with (Path(__file__).parent / "no_topics.csv").open(encoding="utf-8", newline="") as _table:
    _NOTHING = [row["text"] for row in csv.DictReader(_table)]


@pytest.mark.parametrize("text", _NOTHING)
def test_no_topic_in_what_only_sounds_like_one(text: str) -> None:
    assert topics(text) == set()


@pytest.mark.parametrize(("text", "expected"), _NAMED)
def test_topics_in_plain_sentences(text: str, expected: set[str]) -> None:
    assert topics(text) >= expected


@pytest.mark.parametrize(("text", "absent"), [
    ("They discussed the health sector, health and medicine.", None),
    ("The Ministry of Health and Medical Education met the Drug Authority.", "medical-education"),
    ("The Iranian Blood Transfusion Organization met them.", "blood-transfusion"),
    ("They fight non-communicable diseases.", "communicable-diseases"),
    ("They fight drug trafficking.", "pharmaceuticals"),
    ("The research institute has a new head.", "research-innovation"),
    ("He spoke of a health system close to collapse.", "health-systems"),
    ("First aids for the trip", "hiv-aids"),
    ("The Germany-based pharmaceutical company spoke.", "pharmaceuticals"),
])
def test_almost(text: str, absent: str | None) -> None:
    found = topics(text)
    assert found == set() if absent is None else absent not in found


def chosen(text: str, claimed: list[int], title: str = "") -> set[str]:
    """The topics that are left when the sentences numbered `claimed` (title not counted) hold
    the claims."""
    document = read_document(Article("t", text, title))
    mentions = find_topics(document, lexicon().find_hits(document))
    body = [s for s in document.sentences if not s.is_title]
    spans = [(body[i].first, body[i].last) for i in claimed]
    return {m.topic for m in choose_topics(document, mentions, spans)}


def test_a_subject_far_from_every_claim_of_a_long_text_is_background() -> None:
    text = ("Cuba and Kenya signed an accord on malaria. The talks were long. Both praised it."
            " Some 500 people died of cholera in another year.")
    assert chosen(text, [0]) == {"malaria", "cholera"}
    assert chosen(text + " The day was hot." * 20, [0]) == {"malaria"}


@pytest.mark.parametrize(("text", "expected", "absent"), [
    # wide words are subjects among others
    ("They cover malaria, human resources, equipment and research.",
     {"malaria", "health-workforce", "medical-devices", "research-innovation"}, ""),
    ("They fight dengue, and they hope that research helps.", {"dengue"}, "research-innovation"),
    ("They brought surgeons, ophthalmologists and neurologists.",
     {"surgery", "eye-health", "neurological-disorders"}, ""),
    ("The equipment of the office and its research are old.", set(), "research-innovation"),
    # what is done with goods leaves the goods a subject
    ("They agreed on joint production of pharmaceuticals.",
     {"local-production", "pharmaceuticals"}, ""),
    ("They agreed on the regulation of medical devices.",
     {"regulation-quality", "medical-devices"}, ""),
    # an object of its own stands between a verb and a house
    ("The ministry will expand services at hospitals.", set(), "health-infrastructure"),
    ("Oman will expand two hospitals.", {"health-infrastructure"}, ""),
    ("The programme is run from a hospital.", set(), "hospital-management"),
    ("The hospital will be managed by Qatar.", {"hospital-management"}, ""),
    ("The operating room of the hospital was shown.", set(), "hospital-management"),
    # goods of a country, and its art
    ("India sent Chinese medicines.", {"pharmaceuticals"}, "traditional-medicine"),
    ("They agreed on Chinese medicine.", {"traditional-medicine"}, ""),
    ("They will vaccinate two million children.", {"immunization"}, ""),
    ("Doctors treated the victims of the earthquake.", {"disaster-humanitarian-health"}, ""),
    ("Fijian children will be operated on in Australia.", {"patient-treatment-abroad"}, ""),
    ("They exchanged views on medicine and health.", set(), "pharmaceuticals"),
])
def test_lists_goods_and_houses(text: str, expected: set[str], absent: str) -> None:
    found = topics(text)
    assert found >= expected
    assert absent not in found


def test_the_pandemic_is_that_of_its_years() -> None:
    def found(date: str, text: str) -> set[str]:
        document = read_document(Article("t", text, "", date))
        return {m.topic for m in find_topics(document, lexicon().find_hits(document))}
    text = "Serbia helped Armenia against the pandemic."
    assert "covid-19" in found("2021-04-01", text)
    assert "covid-19" not in found("2010-04-01", text)


@pytest.mark.parametrize(("text", "is_abroad"), [
    ("Patients from Chad are treated in Cairo.", True),
    ("Forty Gambians were taken to Turkey for surgery.", True),
    ("Wounded Iraqi soldiers arrived in Tehran for treatment.", True),
    ("Cuban doctors treated the wounded in Angola.", False),
    ("Kenyan children were treated in Nairobi.", False),
    ("Talks on the treatment of cancer were held in Oman by Fijian officials.", False),
])
def test_patients_who_are_treated_in_another_country(text: str, is_abroad: bool) -> None:
    assert ("patient-treatment-abroad" in topics(text)) == is_abroad


def test_a_pattern_stands_for_all_its_wordings() -> None:
    tables = {
        "topics": {"cholera": {"label": "Cholera", "synonyms": ""}},
        "topic_wordings": {"cholera": {"wordings": "cholera {kit/bed} {stock/}", "in_lists": "",
                                       "too_wide": ""}},
    }
    found = {entry.wording for entry in topic_entries(tables)}
    assert {"cholera kit stock", "cholera kits", "cholera bed"} <= found


def test_a_pandemic_that_only_dates_something_is_background() -> None:
    text = "Eye treatment was suspended because of COVID-19, and Cuba resumes it."
    assert "covid-19" not in chosen(text, [0])
    assert "covid-19" in chosen("Cuba helps to fight COVID-19.", [0])


def test_a_service_stands_for_the_disease_it_treats() -> None:
    found = chosen("India gave a linear accelerator for cancer patients.", [0])
    assert "oncology-services" in found and "cancer" not in found


def test_order_of_mentions_is_fixed() -> None:
    text = "Masks, vaccines and training of doctors; a lab was built."
    document = read_document(Article("t", text))
    mentions = find_topics(document, lexicon().find_hits(document))
    assert mentions == sorted(mentions, key=lambda m: (m.first, m.last, m.topic, m.rule))
    assert len(mentions) > 3


def test_every_wording_belongs_to_a_topic_of_the_thesaurus() -> None:
    tables = lexicon().tables
    known = set(tables["topics"]) | {""}
    assert {e.value for e in topic_entries(tables) if e.kind == "topic"} <= known
    assert set(tables["topic_wordings"]) <= known
