"""What holds for every article: exact quotes, references that resolve, sameness, limits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.extract import extract
from kg.extract.codebook import to_codebook, to_text
from kg.model import (
    ENGAGEMENT_TYPES,
    INSTITUTION_TYPES,
    MODALITIES,
    STATUSES,
    Article,
    Evidence,
    Facts,
)
from kg.resources import data_path
from tests.extract.reading import facts_of, lexicon

_BRIEFS = sorted(data_path("articles").glob("*.jsonl"))


def shipped() -> Iterator[Article]:
    for path in _BRIEFS:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield Article(row["id"], row["text"], row["title"], row["date"], row["publisher"],
                          row["url"])


def evidence_of(facts: Facts) -> Iterator[Evidence]:
    for group in (facts.countries, facts.institutions, facts.people, facts.claims, facts.topics,
                  facts.links):
        for fact in group:
            assert fact.evidence, fact
            yield from fact.evidence
    for claim in facts.claims:
        for quantity in claim.quantities:
            yield quantity.evidence
    for capacity in facts.capacities:
        yield capacity.quantity.evidence


def check(article: Article, facts: Facts) -> None:
    """Every promise of kg.model that a reader of facts relies on."""
    for e in evidence_of(facts):
        whole = article.title if e.field == "title" else article.text
        assert whole[e.start:e.end] == e.quote != ""
    keys = [i.key for i in facts.institutions] + [p.key for p in facts.people]
    assert len(keys) == len(set(keys))
    countries = {c.code for c in facts.countries}
    for claim in facts.claims:
        assert claim.type in ENGAGEMENT_TYPES and claim.status in STATUSES
        assert claim.modality in MODALITIES and 0 < claim.confidence <= 1
        assert set(claim.participants) <= set(keys)
        assert list(claim.countries) == sorted(set(claim.countries))
        assert set(claim.topics) <= {t.topic for t in facts.topics}
        assert claim.rule
        if claim.modality == "asserted":
            assert set(claim.countries) <= countries
    for a, b in facts.pairs:
        assert a < b and {a, b} <= countries
    for link in facts.links:
        assert link.a < link.b and {link.a, link.b} <= set(keys)
    for institution in facts.institutions:
        assert institution.type in INSTITUTION_TYPES
    if not facts.relevant:
        assert not any((facts.countries, facts.institutions, facts.people, facts.claims,
                        facts.topics, facts.links, facts.capacities, facts.pairs))


def test_promises_hold_on_every_shipped_article() -> None:
    articles = list(shipped())
    assert len(articles) >= 80
    found = [(a, extract(a, lexicon())) for a in articles]
    for article, facts in found:
        check(article, facts)
        json.dumps(to_codebook(facts))
        assert to_text(facts, article)
    assert sum(f.relevant for _, f in found) > 60


_WORDS = st.sampled_from(
    "Iran France Cuba Kenya the health minister Dr. Ali Reza signed will sign a memorandum of"
    " understanding on 50,000 doses vaccine donated to hospital in Tehran , . ; – “ ” ( ) and which"
    " not yet has been met with WHO Ministry of Health US$ 5 million on Tuesday 2019 said that if"
    " U.S.-Kenya <script> \u202e \x00 é 北京 🏥 - * #".split(" "))


@given(words=st.lists(_WORDS, max_size=80), title=st.lists(_WORDS, max_size=12))
@example(words=["Cuba", "health", "Ali", "Cuba"], title=["Ali"])  # a name on both sides
@settings(max_examples=150, deadline=None)
def test_promises_hold_on_any_text(words: list[str], title: list[str]) -> None:
    article = Article("a", " ".join(words), " ".join(title), "2023-05-24")
    check(article, extract(article, lexicon()))


@given(text=st.text(max_size=400))
@settings(max_examples=100, deadline=None)
def test_no_text_breaks_it(text: str) -> None:
    article = Article("a", text)
    check(article, extract(article, lexicon()))


def test_articles_without_their_last_full_stop() -> None:
    """What stands at the very end of a text must not reach behind it."""
    for article in shipped():
        for end in (len(article.text.rstrip(" .\n")), len(article.text) // 2,
                    len(article.text) // 3):
            cut = Article(article.id, article.text[:end], article.title, article.date,
                          article.publisher)
            check(cut, extract(cut, lexicon()))


@pytest.mark.parametrize("date", ["9999-12-31", "0001-01-01", None])
@pytest.mark.parametrize("when", ["next week", "yesterday", "on Tuesday", "two weeks ago",
                                  "900 million days ago", "tomorrow", "last month"])
def test_no_date_leaves_the_calendar(date: str | None, when: str) -> None:
    article = Article("a", f"Cuba will send doctors to Kenya {when}.", "", date)
    check(article, extract(article, lexicon()))


def test_the_hash_seed_changes_nothing() -> None:
    """Two processes with other hash seeds give the same bytes."""
    code = ("import json,sys; from tests.extract.test_extractor import shipped\n"
            "from kg.extract import extract, load_lexicon\n"
            "from kg.extract.codebook import to_codebook\n"
            "lexicon = load_lexicon()\n"
            "for a in list(shipped())[:25]: print(json.dumps(to_codebook(extract(a, lexicon))))")
    root = Path(__file__).resolve().parents[2]
    outputs = {
        subprocess.run([sys.executable, "-c", code], cwd=root, check=True, capture_output=True,
                       env={**os.environ, "PYTHONHASHSEED": seed}).stdout
        for seed in ("0", "4711")}
    assert len(outputs) == 1


@pytest.mark.parametrize("text", [
    "", " ", "\n\n\n", ".", "a" * 10_000, "(" * 5_000, "A. " * 3_000, "Iran, " * 3_000,
    "“" * 2_000, "- " * 3_000, "Ministry of " * 2_000, "will be to have been " * 1_000,
], ids=lambda value: repr(value[:12]))
def test_degenerate_texts(text: str) -> None:
    article = Article("a", text)
    check(article, extract(article, lexicon()))


def test_domestic_news_yields_nothing_but_its_verdict() -> None:
    facts = facts_of("The Ministry of Health of Kenya opened a new ward in Nairobi. Doctors there"
                     " will treat patients with malaria.")
    assert not facts.relevant
    assert not facts.claims
