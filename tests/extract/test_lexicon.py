"""One pass finds every wording, exact case where it matters."""

from __future__ import annotations

import pytest

from kg.extract.lexicon import Entry, Lexicon
from kg.extract.text import read_document
from kg.model import Article

_LEXICON = Lexicon([
    Entry("body", "World Health Organization", "who"), Entry("body", "WHO", "who", cased=True),
    Entry("country", "United States", "US"), Entry("country", "U.S.", "US"),
    Entry("country", "US", "US", cased=True), Entry("topic", "COVID-19", "covid-19"),
    Entry("country", "Côte d’Ivoire", "CI"),
])


@pytest.mark.parametrize(("text", "values"), [
    ("The WHO said", ["who"]), ("those who said", []), ("tell us", []), ("the US said", ["US"]),
    ("U.S.-Kenya talks", ["US"]), ("Covid-19 cases", ["covid-19"]),
    ("in Cote d'Ivoire", ["CI"]), ("the world health organization", ["who"]),
    ("World Health. Organization", []),
])
def test_hits(text: str, values: list[str]) -> None:
    document = read_document(Article("a", text))
    assert [hit.entry.value for hit in _LEXICON.find_hits(document)] == values
