"""Generated news: what the model and the gate ask of facts holds of generated ones."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from kg.extract import extract, load_lexicon
from kg.extract._ground import Ground
from kg.extract.gate import missing
from kg.model import Article, Facts, country_pairs
from kg.rdf import Iris, canonical, from_quads, to_quads
from kg.sources import find_origins

Pairs = list[tuple[Article, Facts]]
NUMBER = 120


@pytest.fixture(scope="module")
def generator() -> Iterator[Any]:
    folder = str(Path(__file__).parents[2] / "bench")
    sys.path.insert(0, folder)
    import generate

    yield generate
    sys.path.remove(folder)


@pytest.fixture(scope="module")
def templates(generator: Any) -> Any:
    return generator.read_templates()


@pytest.fixture(scope="module")
def pairs(generator: Any, templates: Any) -> Pairs:
    return list(generator.generate(NUMBER, seed=7, templates=templates))


def test_every_quote_stands_in_its_article(pairs: Pairs) -> None:
    seen = 0
    for article, facts in pairs:
        for fact in chain(facts.countries, facts.institutions, facts.people, facts.claims,
                          facts.topics, facts.links):
            for one in fact.evidence:
                assert one == article.cite(one.start, one.end, one.field)
                seen += 1
        for claim in facts.claims:
            for quantity in claim.quantities:
                one = quantity.evidence
                assert one == article.cite(one.start, one.end, one.field)
    assert seen > 10 * NUMBER


def test_every_party_is_named_in_the_quotes_of_the_claim(pairs: Pairs) -> None:
    """Countries as the extraction finds them in the article that was generated."""
    lexicon = load_lexicon()
    for article, facts in pairs[:40]:
        named = Ground(article, lexicon, "generated").named
        own = (*facts.institutions, *facts.people)
        for claim in facts.claims:
            rests_on = [(code, [*named.get(code, ()), *(
                e for one in own if one.country == code for e in one.evidence)])
                for code in claim.countries]
            assert missing(claim.evidence, rests_on) == []


def test_facts_are_whole(pairs: Pairs) -> None:
    for article, facts in pairs:
        keys = {one.key for one in (*facts.institutions, *facts.people)}
        assert all(set(claim.participants) <= keys for claim in facts.claims)
        assert all({link.a, link.b} <= keys for link in facts.links)
        assert list(facts.pairs) == sorted(set(facts.pairs))
        for claim in facts.claims:
            country_pairs(claim.countries)
            assert list(claim.countries) == sorted(set(claim.countries))
        iris = Iris()
        told, read = from_quads(to_quads(article, facts, iris=iris), iris=iris)
        assert read == canonical(facts)
        assert (told.id, told.date, told.sketch) == (article.id, article.date, article.sketch)


def test_extraction_finds_what_was_generated(pairs: Pairs) -> None:
    """Not all of it: some words mean another thing beside another name."""
    lexicon = load_lexicon()
    told: Counter[object] = Counter()
    found: Counter[object] = Counter()
    for article, facts in pairs[:40]:
        for claims, counts in ((facts.claims, told),
                               (extract(replace(article, sketch=None), lexicon).claims, found)):
            counts.update((article.id, c.type, c.status, c.countries) for c in claims)
    assert (told & found).total() > 0.7 * told.total()


def test_the_stream_looks_like_news(pairs: Pairs) -> None:
    origins = find_origins(article for article, _ in pairs)
    assert 0.6 * NUMBER < len(set(origins.values())) < 0.95 * NUMBER
    assert len({article.publisher for article, _ in pairs}) > NUMBER / 4
    counts = Counter(code for _, facts in pairs for code in {c.code for c in facts.countries})
    often = [number for _, number in counts.most_common()]
    assert sum(often[:10]) > 0.3 * sum(often)
    assert len(often) > 30


def test_the_same_seed_gives_the_same_stream(
    generator: Any, templates: Any, pairs: Pairs
) -> None:
    assert list(generator.generate(60, seed=7, templates=templates)) == pairs[:60]
    assert list(generator.generate(5, seed=8, templates=templates)) != pairs[:5]
