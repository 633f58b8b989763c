"""What the editor and the drawings need to know: terms to complete, countries and coasts.

    terms()   classes, properties, codes, countries and topics, each with its prefixed name
    places()  countries with names and a place on the drawing, and the coasts under them

Both come from the ontology and the tables of the program, not from the graph, so they are the
same for every store of one version and are made once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from kg.network.reference import read_reference
from kg.rdf.reference import ontology_triples
from kg.vocab import HC, KIND, MODALITY, OWL, PREFIXES, RDF, RDFS, ROLE, SKOS, STATUS, TYPE

__all__ = ["ontology_terms", "places", "terms"]

#: Terms of other vocabularies that the graph uses: what completion offers beside our own.
_BORROWED: Final = {
    "class": ("oa:Annotation", "oa:TextPositionSelector", "oa:TextQuoteSelector", "org:Membership",
              "org:Post", "prov:Activity", "schema:NewsArticle", "skos:Concept",
              "skos:ConceptScheme"),
    "property": ("rdf:type", "rdfs:label", "rdfs:comment", "skos:prefLabel", "skos:altLabel",
                 "skos:broader", "skos:exactMatch", "skos:closeMatch", "skos:inScheme",
                 "skos:notation", "dcterms:identifier", "dcterms:issued", "dcterms:publisher",
                 "dcterms:title", "schema:url", "schema:inLanguage", "oa:hasSelector",
                 "oa:hasSource", "oa:hasTarget", "oa:hasBody", "oa:exact", "oa:prefix",
                 "oa:suffix", "oa:start", "oa:end", "org:holds", "org:member",
                 "org:organization", "prov:wasGeneratedBy", "prov:used",
                 "prov:wasAssociatedWith", "prov:qualifiedAssociation"),
}


@lru_cache(maxsize=1)
def ontology_terms() -> tuple[dict[str, str], ...]:
    """Classes and properties of the ontology, in order of kind and name."""
    about: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for triple in ontology_triples():
        subject, predicate = triple.subject, triple.predicate.value
        iri = getattr(subject, "value", "")
        value = getattr(triple.object, "value", "")
        if not iri.startswith(str(HC)) or not value:
            continue
        if predicate == str(RDF.type) and value.startswith(str(OWL)):
            about[iri]["kind"] = "class" if value.endswith("#Class") else "property"
        for key, term in (("label", RDFS.label), ("comment", RDFS.comment),
                          ("example", SKOS.example), ("domain", RDFS.domain),
                          ("range", RDFS.range), ("parent", RDFS.subClassOf)):
            if predicate == str(term):
                about[iri].setdefault(key, value)
    return tuple(
        {"iri": iri, "name": f"hc:{iri[len(str(HC)):]}", **found}
        for iri, found in sorted(about.items(), key=lambda pair: (pair[1].get("kind", ""), pair[0]))
        if "kind" in found
    )


@lru_cache(maxsize=1)
def terms() -> dict[str, list[dict[str, str]]]:
    """What can be completed, by where it can stand: class, property, value."""
    found: dict[str, list[dict[str, str]]] = {"class": [], "property": [], "value": []}
    for term in ontology_terms():
        found[term["kind"]].append({
            "name": term["name"], "label": term.get("label", ""),
            "comment": term.get("comment", ""),
        })
    for kind, names in _BORROWED.items():
        found[kind] += [{"name": name, "label": name.partition(":")[2]} for name in names]
    for prefix, codes in (("type", TYPE), ("status", STATUS), ("role", ROLE),
                          ("modality", MODALITY), ("kind", KIND)):
        for code in sorted(codes):
            found["value"].append(
                {"name": f"{prefix}:{code}", "label": code.replace("-", " ").replace("_", " ")})
    reference = read_reference()
    found["value"] += [{"name": f"country:{code}", "label": country.name}
                       for code, country in sorted(reference.countries.items())]
    found["value"] += [{"name": f"topic:{id}", "label": topic.label}
                       for id, topic in sorted(reference.topics.items())]
    return found


@lru_cache(maxsize=1)
def places() -> Mapping[str, Any]:
    """Countries by code: name, ISO codes, other names, place; and the coasts of the drawing."""
    from kg.page.geography import outlines, project  # it takes half a second to import

    return {
        "countries": [
            {
                "code": code, "name": country.name, "iso3": country.iso3,
                "point": list(project(*country.point)) if country.point else None,
            }
            for code, country in sorted(read_reference().countries.items())
        ],
        "outlines": outlines(),
        "prefix": PREFIXES["country"], "pair": PREFIXES["pair"],
    }
