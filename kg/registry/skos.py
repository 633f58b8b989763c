"""A SKOS vocabulary of organisations as records.

    Turtle, N-Triples, RDF/XML, JSON-LD -> Record | DataError

A concept (or an org:Organization, a foaf:Organization, a schema:Organization) with a name is an
organisation. Read are skos:prefLabel, altLabel, hiddenLabel and notation (an acronym, where it is
written as one), rdfs:label, schema:name, exactMatch and sameAs to ROR and Wikidata, broader,
org:subOrganizationOf and schema:parentOrganization, and for country and type what `_COUNTRY` and
`_TYPE` list.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from kg.errors import DataError
from kg.registry.records import Record, country_code
from kg.registry.table import INTERNATIONAL, is_ror, is_wikidata

__all__ = ["SKOS_FORMATS", "read_skos"]

SKOS_FORMATS: Final = {
    ".ttl": RdfFormat.TURTLE, ".nt": RdfFormat.N_TRIPLES, ".rdf": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML, ".owl": RdfFormat.RDF_XML, ".jsonld": RdfFormat.JSON_LD,
    ".trig": RdfFormat.TRIG, ".nq": RdfFormat.N_QUADS,
}

_SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
_SCHEMA: Final = ("https://schema.org/", "http://schema.org/")
_HC: Final = "https://w3id.org/health-cooperation/ontology#"
_RDF_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

_THINGS: Final = frozenset((
    f"{_SKOS}Concept", "http://www.w3.org/ns/org#Organization",
    "http://www.w3.org/ns/org#FormalOrganization", "http://xmlns.com/foaf/0.1/Organization",
    f"{_HC}Institution", *(f"{base}Organization" for base in _SCHEMA)))
_SHOWN: Final = (f"{_SKOS}prefLabel", "http://www.w3.org/2000/01/rdf-schema#label",
                 *(f"{base}name" for base in _SCHEMA), "http://xmlns.com/foaf/0.1/name")
_OTHER: Final = (f"{_SKOS}altLabel", f"{_SKOS}hiddenLabel",
                 *(f"{base}alternateName" for base in _SCHEMA))
_SAME: Final = (f"{_SKOS}exactMatch", "http://www.w3.org/2002/07/owl#sameAs",
                *(f"{base}sameAs" for base in _SCHEMA))
_PARENT: Final = (f"{_SKOS}broader", "http://www.w3.org/ns/org#subOrganizationOf",
                  *(f"{base}parentOrganization" for base in _SCHEMA))
_COUNTRY: Final = (f"{_HC}country", "http://purl.org/dc/terms/spatial",
                   *(f"{base}addressCountry" for base in _SCHEMA),
                   "http://www.wikidata.org/prop/direct/P17",
                   "http://www.w3.org/2006/vcard/ns#country-name")
_TYPE: Final = (f"{_HC}institutionType", "http://purl.org/dc/terms/type",
                "http://www.w3.org/ns/org#classification")
_WIKIDATA: Final = ("http://www.wikidata.org/entity/", "https://www.wikidata.org/entity/",
                    "https://www.wikidata.org/wiki/")

#: The declaration of an entity, its value in either kind of quotation marks; neither for a file's.
_ENTITY: Final = re.compile(rb"""<!ENTITY\s[^"'>]*(?:"([^"]*)"|'([^']*)')?""")
_REFERENCE: Final = re.compile(rb"&(?!#|lt;|gt;|amp;|quot;|apos;)|%")
_LONGEST_ENTITY: Final = 1000
#: Before a value: the mark of a parameter entity, the words before a file's address.
_OUTSIDE: Final = re.compile(rb"%|SYSTEM|PUBLIC")

_Values = dict[str, list[NamedNode | Literal]]


def read_skos(path: Path, *, country: str | None = None, kind: str | None = None
              ) -> Iterator[Record | DataError]:
    """The organisations of a vocabulary in order of IRI, and the faults in it.

    `country` (a code, or INT) and `kind` stand for what a concept does not say. Of a file that
    breaks off, what was read before goes in.
    """
    things: defaultdict[str, _Values] = defaultdict(lambda: defaultdict(list))
    if SKOS_FORMATS[path.suffix.lower()] == RdfFormat.RDF_XML:
        _refuse_nested_entities(path)
    try:
        for quad in parse(path=str(path), format=SKOS_FORMATS[path.suffix.lower()]):
            if isinstance(quad.subject, NamedNode) and isinstance(
                    quad.object, (NamedNode, Literal)) and not isinstance(quad.object, BlankNode):
                things[quad.subject.value][quad.predicate.value].append(quad.object)
    except SyntaxError as error:
        yield DataError(str(path), f"{error.msg}; the rest of the file is left out",
                        line=error.lineno)
    except ValueError as error:
        yield DataError(str(path), f"{error}; the rest of the file is left out")
    for number, iri in enumerate(sorted(things), 1):
        values = things[iri]
        if _THINGS.isdisjoint(one.value for one in values.get(_RDF_TYPE, ())) and (
                _SHOWN[0] not in values):
            continue
        try:
            yield _to_record(iri, number, values, country, kind)
        except ValueError as error:
            yield DataError(str(path), f"<{iri}>: {error}")


def _refuse_nested_entities(path: Path) -> None:
    """Entities that stand for short texts are how editors write namespaces. Those that hold other
    entities, or long texts, grow a small file until no memory is left.

    Raises DataError for such a file.
    """
    content = path.read_bytes()
    for encoding in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
        if "<!ENTITY".encode(encoding) in content:
            raise DataError(str(path), "entities in an encoding of wide characters; expected UTF-8")
    for match in _ENTITY.finditer(content):
        value = match[1] or match[2]
        if value is None or len(value) > _LONGEST_ENTITY or _REFERENCE.search(value) or (
                _OUTSIDE.search(match[0][:-len(value) - 2])):
            raise DataError(str(path), "an entity that holds others, a long text or a file; "
                                       "expected RDF/XML without them")


def _to_record(iri: str, number: int, values: _Values, country: str | None, kind: str | None
               ) -> Record:
    shown = _texts(values, _SHOWN)
    if not shown:
        raise ValueError("no name; expected skos:prefLabel")
    acronyms = [name for name in _texts(values, (f"{_SKOS}notation", *_OTHER)) if _is_acronym(name)]
    same = [iri, *(one.value for predicate in _SAME for one in values.get(predicate, ()))]
    given = next(iter(_codes(values)), country or "")
    code = None if given == INTERNATIONAL else country_code(given)
    if code is None and given != INTERNATIONAL:
        raise ValueError(f'country "{given}" is not known; expected a code or a name' if given
                         else "no country; give one with --country")
    types = [one.value.rstrip("/").rpartition("/")[2].rpartition("#")[2]
             for predicate in _TYPE for one in values.get(predicate, ())]
    return Record(
        iri, number,
        tuple(dict.fromkeys(name for name in (*shown, *_texts(values, _OTHER))
                            if name not in acronyms)),
        tuple(types) or ((kind,) if kind else ()), code, tuple(dict.fromkeys(acronyms)),
        next((one for one in same if is_ror(one)), ""),
        next((item for one in same for item in [_item(one)] if is_wikidata(item)), ""),
        tuple(sorted(one.value for predicate in _PARENT for one in values.get(predicate, ()))))


def _texts(values: _Values, predicates: Iterable[str]) -> list[str]:
    """Literals, those in English first, else in the order of the predicates."""
    found = [one for predicate in predicates for one in values.get(predicate, ())
             if isinstance(one, Literal) and one.value.strip()]
    found.sort(key=lambda one: (not (one.language or "").startswith("en"), one.language or ""))
    return list(dict.fromkeys(" ".join(one.value.split()) for one in found))


def _codes(values: _Values) -> Iterator[str]:
    for predicate in _COUNTRY:
        for one in values.get(predicate, ()):
            yield one.value if isinstance(one, Literal) else one.value.rstrip("/").rpartition(
                "/")[2].rpartition("#")[2]


def _item(iri: str) -> str:
    for base in _WIKIDATA:
        if iri.startswith(base):
            return iri[len(base):]
    return ""


def _is_acronym(name: str) -> bool:
    return " " not in name and name.isupper() and 1 < len(name) < 12
