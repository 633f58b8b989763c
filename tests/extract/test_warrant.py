"""Every claim's quotes hold what it rests on: trigger, status, parties, participants."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.extract import extract
from kg.extract._candidate import Candidate
from kg.extract.actors import find_actors
from kg.extract.acts import Act
from kg.extract.claims import make_claims
from kg.extract.countries import find_countries, find_home, publisher_country
from kg.extract.dates import find_dates
from kg.extract.mentions import Actor
from kg.extract.names import find_names
from kg.extract.parties import Parties
from kg.extract.quantities import find_quantities
from kg.extract.status import Judgement
from kg.extract.text import Document, by_sentence, read_document
from kg.model import Article
from kg.resources import data_path
from tests.extract.reading import lexicon

_GOLD = Path(__file__).resolve().parents[3] / "shared" / "gold"
_TEXT = "Peru is far from Ghana. The two countries signed a health agreement. It is new."


def actors_of(article: Article) -> tuple[Document, list[Actor], str | None]:
    """The wordings of an article that may stand for a party, and its home country."""
    document = read_document(article)
    hits = lexicon().find_hits(document)
    countries = find_countries(document, hits, find_quantities(document))
    home = find_home(document, countries, lexicon())
    names = find_names(document, hits, countries, find_dates(document), home=home,
                       publisher=publisher_country(article, lexicon()))
    return document, find_actors(document, countries, names.entities, names.mentions,
                                 lexicon().blocs), home


def outcome(*, act: tuple[int, int] = (9, 10), thing: tuple[int, int] = (11, 13),
            support: tuple[int, ...] = (0,), status: tuple[int, int] = (9, 10),
            unnamed: tuple[str, ...] = (), home: str | None = None) -> list[str]:
    """The quotes of the claim that the second sentence makes, or why it is turned away."""
    document, actors, _ = actors_of(Article("t", _TEXT))
    candidate = Candidate(
        Act(*act, "agreement", None, 3, None, thing, False, "act.sign+document"),
        Judgement("signed", "signed", "asserted", (status,), "verb.past"),
        Parties(("GH", "PE"), (), (), ()), health=1.0, support=list(support),
        unnamed=list(unnamed))
    claims, rejected = make_claims(document, [candidate], [], by_sentence(document, actors), home)
    return [e.quote for c in claims for e in c.evidence] + [r.cause for r in rejected]


_FIRST, _SECOND, _THIRD = "Peru is far from Ghana.", \
    "The two countries signed a health agreement.", "It is new."


@pytest.mark.parametrize(("changed", "expected"), [
    ({}, [_SECOND, _FIRST]),
    # without the sentence that names them the parties stand in no quote
    ({"support": ()}, ["no quote holds its GH, PE"]),
    ({"support": (2,)}, ["no quote holds its GH, PE"]),
    # the home country of a government's own bulletin may go unnamed, and only that
    ({"support": (), "home": "PE", "unnamed": ("PE",)}, ["no quote holds its GH"]),
    # what the verb does it with must stand in the quote
    ({"thing": (14, 16)}, ["no quote holds its trigger"]),
    # words for the status that stand elsewhere are quoted too
    ({"status": (15, 16)}, [_SECOND, _FIRST, _THIRD]),
])
def test_a_claim_quotes_what_it_rests_on(changed: dict[str, object], expected: list[str]) -> None:
    assert outcome(**changed) == expected  # type: ignore[arg-type]


def _articles() -> Iterator[Article]:
    paths = sorted(data_path("articles").glob("*.jsonl"))
    if _GOLD.exists():
        paths += sorted(_GOLD.glob("*/*articles.jsonl"))
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield Article(row["id"], row["text"], row.get("title") or "", row.get("date"),
                          row.get("publisher"), row.get("url"))


def test_every_party_is_named_in_a_quote() -> None:
    """Of the articles that come along, and of the gold where it lies beside the checkout."""
    claims = 0
    for article in _articles():
        facts = extract(article, lexicon())
        document, actors, home = actors_of(article)
        for claim in facts.claims:
            claims += 1
            for e in claim.evidence:
                whole = article.title if e.field == "title" else article.text
                assert whole[e.start:e.end] == e.quote
            for code in claim.countries:
                named = [document.cite(a.first, a.last) for a in actors if a.code == code]
                assert any(e.field == q.field and e.start <= q.start and q.end <= e.end
                           for q in named for e in claim.evidence) or (
                               code == home and not named), (article.id, claim)
    assert claims > 100
