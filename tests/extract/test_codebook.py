"""Facts in the codebook's form, and as text for a person."""

from __future__ import annotations

from kg.extract import extract
from kg.extract.codebook import to_codebook, to_text
from kg.model import Article
from tests.extract.reading import lexicon

_ARTICLE = Article(
    "brief-1", "HAVANA – The Finlay Vaccine Institute of Cuba and the Pasteur Institute of Iran"
    " signed an agreement on vaccines in Havana on 8 January 2021. Kenya has not signed a health"
    " agreement with Cuba.", "Institutes of Iran and Cuba sign", "2021-01-09")


def test_form() -> None:
    row = to_codebook(extract(_ARTICLE, lexicon()))
    assert row["article"] == "brief-1" and row["relevant"] is True
    assert [sorted(e) for e in row["institutions"]] == [sorted(
        ["name", "aliases", "type", "country", "evidence", "rule", "registry"])] * 2
    agreement = next(e for e in row["engagements"] if e["type"] == "agreement")
    assert agreement["status"] == "signed"
    assert agreement["countries"] == ["CU", "IR"]
    assert agreement["date"] == "2021-01-08"
    assert agreement["place"] == "Havana"
    assert agreement["participants"] == ["Finlay Vaccine Institute", "Pasteur Institute of Iran"]
    quote = agreement["evidence"][0]
    assert _ARTICLE.text[quote["start"]:quote["end"]] == quote["quote"]
    assert row["links"] == [["Finlay Vaccine Institute", "Pasteur Institute of Iran"]]


def test_what_is_denied_stands_apart() -> None:
    row = to_codebook(extract(_ARTICLE, lexicon()))
    assert all(e["modality"] == "asserted" for e in row["engagements"])
    assert [e["countries"] for e in row["flagged"]] == [["CU", "KE"]]
    assert "KE" not in row["countries"]


def test_text_form_quotes() -> None:
    text = to_text(extract(_ARTICLE, lexicon()), _ARTICLE)
    assert "agreement" in text and '"HAVANA – The Finlay Vaccine Institute' in text
    irrelevant = Article("n", "It rained in Havana.")
    assert "not about health cooperation" in to_text(extract(irrelevant, lexicon()), irrelevant)
