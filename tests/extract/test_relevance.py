"""Cooperation in health between two countries' actors, or not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.extract import extract, is_relevant
from kg.extract.countries import find_countries
from kg.extract.relevance import health_of_sentences, judge, may_be_relevant, telling_words
from kg.extract.text import fold_marks, look_up_words, read_document
from kg.model import Article
from kg.resources import data_path
from tests.extract.reading import claims_of, facts_of, lexicon


@pytest.mark.parametrize(("text", "expected"), [
    ("Cuba and Kenya signed an agreement on malaria.", True),
    ("The ministry of health signed an agreement with the World Health Organization.", True),
    ("Cuba and Kenya signed an agreement on fisheries.", False),
    ("The hospital opened a new ward.", False),
])
def test_the_cheap_stage_turns_away_only_what_is_sure(text: str, expected: bool) -> None:
    document = read_document(Article("t", text))
    assert may_be_relevant(document, lexicon().find_hits(document)) is expected


@pytest.mark.parametrize("text", [
    "Cuba sent 50 doctors to Kenya under an agreement on health.",
    "India donated 20,000 doses of vaccine to Nepal.",
    "Cholera is back in Malawi. Nurses are busy. From the World Health Organization (WHO) the"
    " country has received 700,000 doses of vaccine.",
    "Kenya's cabinet approved an agreement with the World Health Organization on malaria.",
    "The health ministers of Iran and Oman met in Muscat and discussed medical tourism.",
    "Ministers from Spain and Peru discussed trade and energy. Spain will also give Peru"
    " 10 ambulances.",
])
def test_relevant(text: str) -> None:
    assert facts_of(text).relevant


@pytest.mark.parametrize("text", [
    "The health ministry of Kenya opened a hospital in Mombasa on Friday. Patients were pleased.",
    "Spain and Peru signed an agreement on trade and energy.",
    "Spanish and Colombian police signed a plan against drug trafficking. Two officers were taken"
    " to hospital.",
    "Vietnam and Thailand signed a memorandum of understanding on rice and tourism and wished each"
    " other good health.",
    "Brazil will play Argentina on Sunday without its captain, who is injured, the team doctor"
    " said.",
    "The former president of Ukraine died in a hospital in Germany. Poland sent condolences.",
])
def test_irrelevant(text: str) -> None:
    facts = facts_of(text)
    assert not facts.relevant and not facts.claims and not facts.topics


def test_words_that_only_hold_a_word_of_health() -> None:
    document = read_document(Article("t", "Police fight drug trafficking. Doctors treat patients."
                                          " Drugs came."))
    assert health_of_sentences(document, lexicon().find_hits(document)) == [0.0, 1.0, 0.5]


def test_without_claims_the_sentences_decide() -> None:
    document = read_document(Article("t", "Cuban doctors were sent to Kenya."))
    hits = lexicon().find_hits(document)
    verdict = judge(document, hits, find_countries(document, hits), [])
    assert verdict.relevant and verdict.span == (0, len(document.words))
    assert verdict.rule == "relevance-sentences"


def test_the_filter_agrees_with_extraction() -> None:
    """On the articles that come along, and on a day's other news."""
    news = Path(__file__).parents[2] / "bench" / "news.jsonl"
    rows = [json.loads(line) for path in (*sorted(data_path("articles").glob("*.jsonl")), news)
            for line in path.read_text(encoding="utf-8").splitlines()]
    articles = [Article(row["id"], row["text"], row["title"], row["date"], row.get("publisher"))
                for row in rows]
    found = {a.id for a in articles if extract(a, lexicon()).relevant}
    assert {a.id for a in articles if is_relevant(a, lexicon())} == found
    assert found and not any(id_.startswith("news-") for id_ in found)


@pytest.mark.parametrize(("title", "text", "expected"), [
    ("", "Cuba and Kenya signed a Covid‑19 agreement.", True),
    ("", "Çuba and Kenya met. MÉDICAL teams from Cuba arrived in Kenya to treat pátients.", True),
    ("Kenya and Cuba agree on hospitals", "The two countries signed in Nairobi.", True),
    ("", "Cuba and Kenya signed an agreement on drug trafficking.", False),
    ("", "Cuba and Kenya signed an agreement on care for forests.", False),
])
def test_the_filter_reads_words_as_extraction_does(title: str, text: str, expected: bool) -> None:
    article = Article("t", text, title)
    assert is_relevant(article, lexicon()) is expected
    assert extract(article, lexicon()).relevant is expected


def test_every_sure_wording_has_a_telling_word() -> None:
    telling = telling_words(lexicon().tables)
    for wording, row in lexicon().tables["health_terms"].items():
        if row["weight"] == "strong":
            assert not telling.isdisjoint(look_up_words(fold_marks(wording.upper()))), wording


@pytest.mark.parametrize("text", [
    # sides that meet in sport
    "Peru beat Ghana 3-0 in Lima. The striker scored twice, and the coach sent him to a"
    " hospital. His doctor saw him there. Doctors hope that he can play. Peru and"
    " Ghana will meet again in June.",
    # the health of what has none
    "Peru and Ghana signed an agreement on cocoa on Monday. It would serve the health of the"
    " Ghanaian economy, the ministers said.",
    # measures against each other
    "Peru's president said that he would impose tariffs on pharmaceutical imports. The European"
    " Union said it would retaliate. Shares of companies that export medicines to Peru fell.",
])
def test_words_of_health_alone_make_no_cooperation(text: str) -> None:
    assert not facts_of(text).relevant


@pytest.mark.parametrize("text", [
    "Peru and Ghana signed an agreement on sport and on the health of children on Monday.",
    "The coach and the striker watched in Lima as Peru donated medicines to Ghana.",
])
def test_what_is_on_health_stays_so_beside_sport_and_trade(text: str) -> None:
    assert facts_of(text).relevant


def test_the_hurt_of_a_clash_are_nobody_s_cooperation() -> None:
    clash = ("Peru and Ghana held talks over a clash in which four soldiers were hurt and treated"
             " in hospital.")
    assert "care" not in {c.type for c in claims_of(clash)}
    gift = "Soldiers of Ghana who were hurt in a clash were treated by doctors from Peru in Lima."
    assert "care" in {c.type for c in claims_of(gift)}
