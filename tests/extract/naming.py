"""What the tests of names share: a text read down to its institutions and people."""

from __future__ import annotations

from reading import lexicon

from kg.extract.countries import find_countries, find_home, publisher_country
from kg.extract.dates import find_dates
from kg.extract.mentions import NamedEntity
from kg.extract.names import Names, find_names
from kg.extract.quantities import find_quantities
from kg.extract.text import Document, read_document
from kg.model import Article


def names_of(text: str, *, title: str = "",
             publisher: str | None = None) -> tuple[Document, Names]:
    """The names of a text, with the document that their spans belong to."""
    article = Article("t", text, title, "2023-05-24", publisher)
    document = read_document(article)
    hits = lexicon().find_hits(document)
    countries = find_countries(document, hits, find_quantities(document))
    home = find_home(document, countries, lexicon())
    return document, find_names(document, hits, countries, find_dates(document), home=home,
                                publisher=publisher_country(article, lexicon()))


def entities_of(kind: str, text: str, **article: str | None) -> list[NamedEntity]:
    _, names = names_of(text, **article)  # type: ignore[arg-type]
    return [e for e in names.entities if e.kind == kind]


def institutions_of(text: str, **article: str | None) -> set[tuple[str, str | None, str | None]]:
    """(name, type, country) of the institutions of a text."""
    return {(e.name, e.type, e.country) for e in entities_of("institution", text, **article)}


def people_of(text: str, **article: str | None) -> set[tuple[str, str | None, str | None]]:
    """(name, role, country) of the people of a text."""
    return {(e.name, e.role, e.country) for e in entities_of("person", text, **article)}
