"""The ontology and its closed namespaces say the same, and the common pitfalls are avoided."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib import Namespace as OpenNamespace
from rdflib.namespace import DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SH, SKOS, VANN

from kg import vocab
from kg.model import ENGAGEMENT_TYPES, INSTITUTION_TYPES, MODALITIES, STATUSES
from kg.pairs import GIVING, RECEIVING
from kg.resources import ontology_path
from kg.vocab import PREFIXES

#: As a graph of rdflib takes them: a term of kg.vocab is a string.
HC, ROLE = OpenNamespace(str(vocab.HC)), OpenNamespace(str(vocab.ROLE))
#: Vocabularies of others that rdflib lists whole, by what their terms begin with.
LISTED = {str(each): each for each in (
    DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SH, SKOS, VANN)}
PATHS = sorted(ontology_path().glob("*.ttl"))
FILES = {path.name: Graph().parse(path) for path in PATHS}
ALL = Graph()
for one in FILES.values():
    ALL += one
TERMS = FILES["health-cooperation.ttl"]
PROPERTIES = {*TERMS.subjects(RDF.type, OWL.ObjectProperty),
              *TERMS.subjects(RDF.type, OWL.DatatypeProperty)}
CLASSES = set(TERMS.subjects(RDF.type, OWL.Class))
LISTS = {
    "engagement-types.ttl": ("type", vocab.TYPE),
    "statuses.ttl": ("status", vocab.STATUS),
    "roles.ttl": ("role", vocab.ROLE),
    "modalities.ttl": ("modality", vocab.MODALITY),
    "institution-types.ttl": ("kind", vocab.KIND),
}


def names(namespace: vocab.Namespace) -> set[str]:
    return {namespace[name] for name in namespace}


def test_the_vocabulary_is_that_of_the_ontology() -> None:
    assert names(vocab.HC) == {str(term) for term in CLASSES | PROPERTIES}


@pytest.mark.parametrize("file", LISTS)
def test_each_list_has_its_namespace(file: str) -> None:
    prefix, namespace = LISTS[file]
    assert str(namespace) == PREFIXES[prefix]
    assert names(namespace) == {str(one) for one in FILES[file].subjects(RDF.type, SKOS.Concept)}


def test_a_misspelled_term_is_an_error() -> None:
    for misspelled in ("engagmentType", "Claims"):
        with pytest.raises(AttributeError):
            vocab.HC[misspelled]
        with pytest.raises(AttributeError):
            getattr(vocab.HC, misspelled)
    for namespace in (vocab.OA, vocab.SDO, vocab.SEM, vocab.STATUS, vocab.PROV, vocab.ORG):
        with pytest.raises(AttributeError):
            namespace["misspelled"]


@pytest.mark.parametrize("name", FILES)
def test_no_file_uses_a_term_that_its_vocabulary_lacks(name: str) -> None:
    """Ours and those of others: a borrowed term that is misspelled has no meaning."""
    ours = [getattr(vocab, each) for each in vocab.__all__ if each not in ("Namespace", "PREFIXES")]
    spaces = {str(namespace): names(namespace) for namespace in ours} | LISTED
    used = {term for triple in FILES[name] for term in triple if isinstance(term, URIRef)}
    used |= {
        term.datatype for triple in FILES[name] for term in triple
        if isinstance(term, Literal) and term.datatype
    }
    unknown = []
    for term in used:
        space, local = re.match(r"(.*[/#])(.*)", str(term)).groups()  # type: ignore[union-attr]
        if space in spaces and local and str(term) not in spaces[space]:
            unknown.append(str(term))
    assert unknown == []


def test_types_and_statuses_of_the_codebook_are_the_top_of_the_lists() -> None:
    expected = {"type": ENGAGEMENT_TYPES, "status": STATUSES, "modality": MODALITIES,
                "kind": INSTITUTION_TYPES}
    for file, (prefix, _) in LISTS.items():
        if prefix in expected:
            top = {str(one).removeprefix(PREFIXES[prefix])
                   for one in FILES[file].subjects(SKOS.topConceptOf)}
            assert top == set(expected[prefix])


@pytest.mark.parametrize("file", LISTS)
def test_what_is_finer_lies_below_one_of_the_top(file: str) -> None:
    graph, (prefix, _) = FILES[file], LISTS[file]
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        broader = list(graph.objects(concept, SKOS.broader))
        is_top = (concept, SKOS.topConceptOf, None) in graph
        assert len(broader) + is_top == 1, concept
        assert all((one, SKOS.topConceptOf, None) in graph for one in broader), concept
        assert str(concept) == PREFIXES[prefix] + str(graph.value(concept, SKOS.notation))
        for predicate in (SKOS.prefLabel, SKOS.definition, SKOS.example):
            assert graph.value(concept, predicate), (concept, predicate)


def test_statuses_are_ordered_from_wish_to_deed() -> None:
    graph = FILES["statuses.ttl"]
    rank = {
        str(status).rpartition("/")[2]: int(str(value))
        for status, value in graph.subject_objects(HC.rank)
    }
    fine = ["called-for", "offered", "under-negotiation", "agreed", "signed", "ongoing",
            "completed"]
    assert [rank[name] for name in fine] == [1, 2, 3, 4, 5, 6, 7]
    ordered = [rank[name] for name in STATUSES if name != "ended"]
    assert ordered == sorted(set(ordered))
    assert not rank.keys() & {"ended", "suspended", "terminated", "expired", "refused"}


def test_the_broader_role_gives_the_side() -> None:
    graph = FILES["roles.ttl"]
    def below(side: str) -> set[str]:
        return {str(one).rpartition("/")[2]
                for one in graph.subjects(SKOS.broader, ROLE[side])}
    assert below("source") == GIVING
    assert below("target") == RECEIVING


@pytest.mark.parametrize("term", sorted(CLASSES | PROPERTIES))
def test_a_term_is_explained(term: URIRef) -> None:
    for predicate in (RDFS.label, RDFS.comment, SKOS.example):
        values = list(TERMS.objects(term, predicate))
        assert len(values) == 1, (term, predicate)
        assert values[0].language == "en"  # type: ignore[attr-defined]
    comment = str(TERMS.value(term, RDFS.comment))
    assert comment.endswith("."), term
    assert comment[0].isupper(), term


def test_names_follow_one_style() -> None:
    assert [one for one in CLASSES if not re.search(r"#([A-Z][a-z]+)+$", one)] == []
    assert [one for one in PROPERTIES if not re.search(r"#[a-z]+([A-Z0-9][a-z]*)*$", one)] == []


def test_no_two_classes_and_no_two_properties_share_a_label() -> None:
    for group in (CLASSES, PROPERTIES):
        labels = Counter(str(TERMS.value(term, RDFS.label)) for term in group)
        assert [label for label, count in labels.items() if count > 1] == []


def test_domains_and_ranges_are_single_and_known() -> None:
    for term in PROPERTIES:
        for predicate in (RDFS.domain, RDFS.range):
            values = list(TERMS.objects(term, predicate))
            assert len(values) <= 1, term
            for value in values:
                assert value in CLASSES or str(value).startswith(PREFIXES["xsd"]), (term, value)
        range_ = TERMS.value(term, RDFS.range)
        is_literal = (term, RDF.type, OWL.DatatypeProperty) in TERMS
        if range_ is not None:
            assert str(range_).startswith(PREFIXES["xsd"]) == is_literal, term


def test_classes_and_properties_form_no_cycle() -> None:
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf):
        for term in set(ALL.subjects(predicate)):
            above = set(ALL.transitive_objects(ALL.value(term, predicate), predicate))
            assert term not in above, term


def test_every_term_is_used_by_data_shapes_or_other_terms() -> None:
    """An element that nothing points to is dead weight."""
    shapes = FILES["shapes.ttl"]
    source = "".join(
        path.read_text(encoding="utf-8") for part in ("rdf", "store")
        for path in (ontology_path().parent / "kg" / part).glob("*.py")
    )
    for term in CLASSES | PROPERTIES:
        name = str(term).rpartition("#")[2]
        is_used = (
            re.search(rf"\bHC\.{name}\b", source)
            or (None, None, term) in shapes
            or (None, term, None) in ALL
            or (None, RDFS.subClassOf, term) in TERMS
            or any(f"a hc:{name}, skos:Concept" in path.read_text() for path in PATHS)
        )
        assert is_used, term


@pytest.mark.parametrize(
    ("name", "iri"),
    [("health-cooperation.ttl", "ontology"), ("alignments.ttl", "alignments"),
     ("shapes.ttl", "shapes")],
)
def test_an_ontology_says_what_it_is(name: str, iri: str) -> None:
    about = URIRef(f"https://w3id.org/health-cooperation/{iri}")
    graph = FILES[name]
    assert set(graph.subjects(RDF.type, OWL.Ontology)) == {about}
    for predicate in (
        DCTERMS.title, DCTERMS.description, DCTERMS.creator, DCTERMS.license, DCTERMS.created,
        OWL.versionIRI, OWL.versionInfo, VANN.preferredNamespacePrefix, VANN.preferredNamespaceUri,
    ):
        assert len(list(graph.objects(about, predicate))) == 1, predicate
    version = str(graph.value(about, OWL.versionInfo))
    assert str(graph.value(about, OWL.versionIRI)) == f"{about}/{version}"


@pytest.mark.parametrize("name", LISTS)
def test_a_list_says_what_it_is(name: str) -> None:
    prefix, _ = LISTS[name]
    about = URIRef(PREFIXES[prefix].rstrip("/"))
    for predicate in (DCTERMS.title, DCTERMS.description, DCTERMS.creator, DCTERMS.license,
                      DCTERMS.created, OWL.versionInfo, SKOS.prefLabel):
        assert FILES[name].value(about, predicate), predicate
    assert str(FILES[name].value(about, VANN.preferredNamespaceUri)) == PREFIXES[prefix]
    assert str(FILES[name].value(about, VANN.preferredNamespacePrefix)) == prefix


@pytest.mark.parametrize("name", [name for name in FILES if name != "shapes.ttl"])
def test_no_blank_nodes_in_what_is_exported(name: str) -> None:
    assert [term for triple in FILES[name] for term in triple if isinstance(term, BNode)] == []


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_prefixes_are_those_of_the_vocabulary(path: object) -> None:
    """The same prefix means the same in every file, and none is declared in vain."""
    text = path.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    declared = dict(re.findall(r"@prefix (\S+):\s+<([^>]+)> \.", text))
    body = re.sub(r"@prefix .*", "", text)
    known = PREFIXES | {"shape": "https://w3id.org/health-cooperation/shapes#"}
    for prefix, space in declared.items():
        assert known[prefix] == space
        assert re.search(rf"\b{prefix}:", body), f"{prefix} is not used"


def test_alignments_speak_of_our_terms_only() -> None:
    graph = FILES["alignments.ttl"]
    about = set(graph.subjects()) - set(graph.subjects(RDF.type, OWL.Ontology))
    assert about <= CLASSES | PROPERTIES
    others = " ".join(map(str, graph.objects()))
    for prefix in ("prov", "oa", "org", "foaf", "schema", "dcterms", "sem", "skos"):
        assert PREFIXES[prefix] in others, prefix


def test_what_is_borrowed_is_there() -> None:
    for name in vocab.__all__:
        listed = LISTED.get(str(getattr(vocab, name)))
        if listed is not None:
            assert all(term in listed for term in names(getattr(vocab, name))), name
