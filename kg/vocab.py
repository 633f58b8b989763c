"""The terms of ontology/ and those it borrows, as closed namespaces.

A term that is misspelled (`HC.engagmentType`) raises AttributeError here, where an open
namespace would write a new, empty term into the data. A test holds this module equal to
the Turtle files of ontology/, both ways, and what is borrowed to rdflib's own lists.

    HC                                          classes and properties of this project
    TYPE, STATUS, ROLE, MODALITY, KIND          its lists, `STATUS["called-for"]`
    DCTERMS, OA, PROV, SKOS, …                  what is used of other vocabularies

A term is its IRI, a plain string: rdflib, which has a type for them, takes longer to import than
the graph to answer a question.

Countries, blocs and topics are rows of data/: their IRIs are made by `kg.rdf.iris`.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "BIBO", "DCAT", "DCTERMS", "FOAF", "HC", "KIND", "MODALITY", "Namespace", "OA", "ORG", "OWL",
    "PREFIXES", "PROV", "RDF", "RDFS", "ROLE", "SDO", "SEM", "SH", "SKOS", "STATUS",
    "TYPE", "VANN", "XSD",
]


class Namespace(type):
    """The kind of a class that is a vocabulary.

    Its terms are what the class annotates and `_codes`, those that are no names of Python. Each is
    there as `HC.party` and `HC["party"]`; iterating gives the names, `str(HC)` what all begin with.
    """

    _iri: str
    _codes: tuple[str, ...] = ()
    _names: tuple[str, ...]

    def __new__(
        cls, name: str, bases: tuple[type, ...], body: dict[str, object], *, iri: str
    ) -> Namespace:
        made = super().__new__(cls, name, bases, body)
        annotated = inspect.get_annotations(made)  # not those of this class here
        made._iri, made._names = iri, (*annotated, *made._codes)
        for term in made._names:
            setattr(made, term, iri + term)
        return made

    def __init__(cls, *arguments: object, **_: str) -> None:
        super().__init__(*arguments)

    def __getitem__(cls, name: str) -> str:
        """The term called `name`. Raises AttributeError where there is none."""
        if name not in cls._names:
            raise AttributeError(f"no term {name!r} in {cls._iri}")
        return cls._iri + name

    def __iter__(cls) -> Iterator[str]:
        return iter(cls._names)

    def __str__(cls) -> str:
        return cls._iri


class HC(metaclass=Namespace, iri="https://w3id.org/health-cooperation/ontology#"):
    """Classes and properties of the health cooperation ontology."""

    Article: str
    Outlet: str
    Origin: str
    Evidence: str
    Fact: str
    Claim: str
    LinkClaim: str
    CapacityClaim: str
    Mention: str
    InstitutionMention: str
    PersonMention: str
    CountryMention: str
    TopicMention: str
    Rejection: str
    Participation: str
    Quantity: str
    ExtractionRun: str
    Extractor: str
    ExtractorUse: str
    Actor: str
    Country: str
    Bloc: str
    Institution: str
    Person: str
    Engagement: str
    Report: str
    InstitutionLink: str
    CountryPair: str
    Thread: str
    ThreadStep: str
    Disagreement: str
    Decision: str
    Reviewer: str
    EngagementType: str
    Status: str
    Role: str
    Modality: str
    InstitutionType: str
    Topic: str

    publisherName: str
    licence: str
    contentHash: str
    sketch: str
    relevant: str
    relevance: str
    field: str
    quote: str
    start: str
    end: str
    article: str
    evidence: str
    mainEvidence: str
    rule: str
    confidence: str
    key: str
    name: str
    alias: str
    office: str
    officeAt: str
    registryId: str
    post: str
    seenFrom: str
    seenUntil: str
    refersTo: str
    extractorName: str
    modelName: str
    modelVersion: str
    promptDigest: str
    setting: str
    candidate: str
    cause: str
    engagementType: str
    detailedType: str
    status: str
    detailedStatus: str
    rank: str
    modality: str
    party: str
    participant: str
    participation: str
    actor: str
    role: str
    topic: str
    date: str
    earliestDate: str
    latestDate: str
    place: str
    attribution: str
    quantity: str
    amount: str
    number: str
    unit: str
    qualifier: str
    quantityState: str
    country: str
    institutionType: str
    institution: str
    cooperatesWith: str
    report: str
    claim: str
    published: str
    origin: str
    originCount: str
    reportCount: str
    countryPair: str
    engagementCount: str
    tieCount: str
    step: str
    position: str
    engagement: str
    follows: str
    leadsTo: str
    basis: str
    about: str
    decision: str
    verb: str
    change: str
    decided: str
    reason: str
    record: str
    isoAlpha2: str
    isoAlpha3: str
    region: str
    subregion: str
    incomeGroup: str
    memberOf: str
    storeFormat: str
    seal: str
    stale: str
    decisionSeal: str


class TYPE(metaclass=Namespace, iri="https://w3id.org/health-cooperation/type/"):
    """Types of engagement: the 17 of the codebook, and the finer ones."""

    _codes = (
        "meeting", "remote-consultation", "visit", "agreement", "memorandum", "plan",
        "roadmap-action-plan", "joint-committee", "research", "joint-research",
        "clinical-trial", "training", "training-fellowship", "deployment",
        "medical-team-deployment", "technical-assistance", "workforce-mobility", "donation",
        "financing", "grant-loan", "trade", "procurement-supply",
        "technology-transfer-production", "infrastructure", "facility-construction",
        "partnership", "twinning-partnership", "conference", "conference-exhibition",
        "response", "humanitarian-response", "care", "patient-care-abroad", "information",
        "data-surveillance", "regulatory-recognition", "cooperation",
    )


class STATUS(metaclass=Namespace, iri="https://w3id.org/health-cooperation/status/"):
    """Statuses: the six stages of the codebook, and the finer ones."""

    _codes = (
        "proposed", "called-for", "offered", "under-negotiation", "planned", "agreed", "signed",
        "renewed", "ongoing", "completed", "ended", "suspended", "terminated", "expired",
        "refused",
    )


class ROLE(metaclass=Namespace, iri="https://w3id.org/health-cooperation/role/"):
    """Roles of actors; the broader ones give the direction."""

    _codes = (
        "source", "donor", "funder", "sender", "supplier", "licensor", "provider", "adviser",
        "builder", "responder", "recogniser", "target", "recipient", "receiver", "buyer",
        "producer", "beneficiary", "advised", "affected", "recognised", "joint", "co-signatory",
        "co-chair", "research-partner", "partner", "organiser", "attendee", "implementer",
        "host", "guest", "visitor", "third-party", "mediator", "witness", "announcer",
    )


class MODALITY(metaclass=Namespace, iri="https://w3id.org/health-cooperation/modality/"):
    """How a claim is put forward."""

    _codes = (
        "asserted", "denied", "hypothetical", "historical",
    )


class KIND(metaclass=Namespace, iri="https://w3id.org/health-cooperation/institution-type/"):
    """Kinds of institution, as the codebook has them."""

    _codes = (
        "ministry", "agency", "regulator", "research_institute", "university", "hospital",
        "company", "ngo", "international_organization", "other",
    )


class BIBO(metaclass=Namespace, iri="http://purl.org/ontology/bibo/"):
    """Bibliographic Ontology: what is used of it."""

    status: str


class DCAT(metaclass=Namespace, iri="http://www.w3.org/ns/dcat#"):
    """Data Catalog Vocabulary: what is used of it."""

    Dataset: str


class OA(metaclass=Namespace, iri="http://www.w3.org/ns/oa#"):
    """Web Annotation Vocabulary: what is used of it."""

    Annotation: str
    SpecificResource: str
    TextPositionSelector: str
    TextQuoteSelector: str
    end: str
    exact: str
    hasBody: str
    hasSelector: str
    hasSource: str
    hasTarget: str
    identifying: str
    motivatedBy: str
    prefix: str
    start: str
    suffix: str


class SDO(metaclass=Namespace, iri="https://schema.org/"):
    """schema.org: what is used of it."""

    Country: str
    NewsArticle: str
    NewsMediaOrganization: str
    Organization: str
    Person: str
    QuantitativeValue: str
    inLanguage: str
    softwareVersion: str
    unitText: str
    url: str
    value: str


class SEM(metaclass=Namespace, iri="http://semanticweb.cs.vu.nl/2009/11/sem/"):
    """Simple Event Model: what is used of it."""

    Actor: str
    Event: str
    EventType: str
    Role: str
    RoleType: str
    eventType: str
    hasActor: str
    hasEarliestBeginTimeStamp: str
    hasLatestEndTimeStamp: str
    hasPlace: str
    hasTimeStamp: str
    roleType: str


class XSD(metaclass=Namespace, iri="http://www.w3.org/2001/XMLSchema#"):
    """Datatypes of XML Schema: what is used of them."""

    anyURI: str
    boolean: str
    date: str
    decimal: str
    integer: str
    nonNegativeInteger: str
    string: str


class DCTERMS(metaclass=Namespace, iri="http://purl.org/dc/terms/"):
    """DCMI Metadata Terms: what is used of it."""

    conformsTo: str
    description: str
    identifier: str
    issued: str
    publisher: str
    relation: str
    title: str


class FOAF(metaclass=Namespace, iri="http://xmlns.com/foaf/0.1/"):
    """Friend of a Friend: what is used of it."""

    homepage: str
    primaryTopic: str


class ORG(metaclass=Namespace, iri="http://www.w3.org/ns/org#"):
    """Organization Ontology: what is used of it."""

    Membership: str
    Post: str
    holds: str
    member: str
    organization: str


class OWL(metaclass=Namespace, iri="http://www.w3.org/2002/07/owl#"):
    """Web Ontology Language: what is used of it."""



class PROV(metaclass=Namespace, iri="http://www.w3.org/ns/prov#"):
    """PROV-O: what is used of it."""

    Activity: str
    Association: str
    Person: str
    SoftwareAgent: str
    agent: str
    qualifiedAssociation: str
    used: str
    wasAssociatedWith: str
    wasGeneratedBy: str
    wasInvalidatedBy: str


class RDF(metaclass=Namespace, iri="http://www.w3.org/1999/02/22-rdf-syntax-ns#"):
    """RDF: what is used of it."""

    type: str


class RDFS(metaclass=Namespace, iri="http://www.w3.org/2000/01/rdf-schema#"):
    """RDF Schema: what is used of it."""

    comment: str
    domain: str
    label: str
    range: str
    subClassOf: str


class SH(metaclass=Namespace, iri="http://www.w3.org/ns/shacl#"):
    """SHACL: what is used of it."""

    PrefixDeclaration: str
    SPARQLExecutable: str
    SPARQLSelectExecutable: str
    declare: str
    namespace: str
    prefix: str
    prefixes: str
    select: str


class SKOS(metaclass=Namespace, iri="http://www.w3.org/2004/02/skos/core#"):
    """Simple Knowledge Organization System: what is used of it."""

    Concept: str
    ConceptScheme: str
    altLabel: str
    broader: str
    closeMatch: str
    definition: str
    exactMatch: str
    example: str
    inScheme: str
    notation: str
    prefLabel: str
    topConceptOf: str


class VANN(metaclass=Namespace, iri="http://purl.org/vocab/vann/"):
    """Vocabulary for annotating vocabularies: what is used of it."""



#: The prefixes that Turtle is written with and that a query may use without declaring them.
#: Those of the things themselves (article:, claim:, …) depend on the base: `kg.rdf.iris`.
PREFIXES: Final[dict[str, str]] = {
    "hc": str(HC),
    "type": str(TYPE),
    "status": str(STATUS),
    "role": str(ROLE),
    "modality": str(MODALITY),
    "kind": str(KIND),
    "topic": "https://w3id.org/health-cooperation/topic/",
    "country": "https://w3id.org/health-cooperation/country/",
    "bloc": "https://w3id.org/health-cooperation/bloc/",
    "pair": "https://w3id.org/health-cooperation/pair/",
    "bibo": str(BIBO),
    "dcat": str(DCAT),
    "dcterms": str(DCTERMS),
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "foaf": str(FOAF),
    "oa": str(OA),
    "org": str(ORG),
    "owl": str(OWL),
    "prov": str(PROV),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "schema": str(SDO),
    "sem": str(SEM),
    "sh": str(SH),
    "skos": str(SKOS),
    "vann": str(VANN),
    "xsd": str(XSD),
}
