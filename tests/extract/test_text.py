"""Offsets are exact, and sentences end where sentences end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.text import MAX_SENTENCE, read_document, tokenize
from kg.model import Article


def sentences(text: str, title: str = "") -> list[str]:
    document = read_document(Article("a", text, title))
    return [" ".join(document.words[s.first:s.last]) for s in document.sentences]


@pytest.mark.parametrize(("text", "count"), [
    ("Dr. Ali met him. They signed.", 2),
    ("He met Dr. Ali of St. Mary's Hospital on Sept. 3 in Rome.", 1),
    ("It came to Rs. 625 million. The rest followed.", 2),
    ("MOSCOW. Aug 17 (Interfax) - Volunteers were chosen.", 2),
    ("President Joseph R. Biden Jr. met him.", 1),
    ("Odelga Med G.m.b.H, Austria, was asked.", 1),
    ("The company is Biological E Ltd. The vaccine is safe.", 2),
    ('"We agreed." He left.', 2),
    ("It costs 1.5 million. So be it.", 2),
    ("Is it so? Yes! It is.", 3),
    ("They go to the U.S. in May.", 1),
])
def test_sentences(text: str, count: int) -> None:
    assert len(sentences(text)) == count, sentences(text)


@pytest.mark.parametrize("text", ["word " * 5_000, "one, " * 5_000, "– " * 5_000])
def test_no_sentence_is_without_end(text: str) -> None:
    document = read_document(Article("a", text))
    assert max(s.last - s.first for s in document.sentences) <= 2 * MAX_SENTENCE + 1
    assert sum(s.last - s.first for s in document.sentences) == len(document.words)


def test_lines_never_share_a_sentence() -> None:
    assert sentences("Heading without a stop\n- first item\n- second item", "Title") == [
        "Title", "Heading without a stop", "- first item", "- second item"]


def test_lists_and_headings_are_told_apart() -> None:
    document = read_document(Article("a", "The two sides agreed to:\n- train nurses\n1. build"))
    assert [(s.is_heading, s.is_bullet) for s in document.sentences] == [
        (True, False), (False, True), (False, True)]


@pytest.mark.parametrize(("text", "tokens"), [
    ("U.S.-Kenya", ["U.S.", "-", "Kenya"]),
    ("Cuba’s", ["Cuba", "'s"]),
    ("N’Zérékoré", ["N'Zérékoré"]),
    ("COVID-19", ["COVID", "-", "19"]),
    ("$1.35m for 28,600", ["$", "1.35m", "for", "28,600"]),
    ("the 1990s", ["the", "1990s"]),
])
def test_tokens(text: str, tokens: list[str]) -> None:
    assert tokenize(text) == tokens


@given(title=st.text(max_size=60), text=st.text(max_size=300))
def test_every_token_is_cited_from_the_article(title: str, text: str) -> None:
    """Whatever the text: a token's offsets give back characters of the field they are in."""
    article = Article("a", text, title)
    document = read_document(article)
    for i in range(len(document.words)):
        evidence = document.cite(i, i + 1)
        whole = article.title if evidence.field == "title" else article.text
        assert whole[evidence.start:evidence.end] == evidence.quote
    assert len(document.sentence_of) == len(document.words)
    assert all(document.keys), "an empty key would be taken for the end of a wording"


def test_a_span_across_title_and_text_is_refused() -> None:
    document = read_document(Article("a", "They met.", "Talks"))
    with pytest.raises(ValueError, match="no stretch"):
        document.cite(0, 2)
