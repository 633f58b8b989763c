"""The terms of ontology/ and those it borrows, as closed namespaces.

A term that is misspelled (`HC.engagmentType`) raises AttributeError here, where an open
namespace would write a new, empty term into the data. A test holds this module equal to
the Turtle files of ontology/, both ways.

    HC                                          classes and properties of this project
    TYPE, STATUS, ROLE, MODALITY, KIND          its lists, `STATUS["called-for"]`
    OA, SEM, SDO, DCAT, BIBO, XSD               vocabularies that rdflib lacks or leaves open
    DCTERMS, FOAF, ORG, PROV, SKOS, …           those that rdflib closes itself

Countries, blocs and topics are rows of data/: their IRIs are made by `kg.rdf.iris`.
"""

from __future__ import annotations

from typing import Final

from rdflib import Namespace, URIRef
from rdflib.namespace import (
    DCTERMS,
    FOAF,
    ORG,
    OWL,
    PROV,
    RDF,
    RDFS,
    SH,
    SKOS,
    VANN,
    DefinedNamespace,
)

__all__ = [
    "BIBO", "DCAT", "DCTERMS", "FOAF", "HC", "KIND", "MODALITY", "OA", "ORG", "OWL", "PREFIXES",
    "PROV", "RDF", "RDFS", "ROLE", "SDO", "SEM", "SH", "SKOS", "STATUS", "TYPE", "VANN", "XSD",
]


class HC(DefinedNamespace):
    """Classes and properties of the health cooperation ontology."""

    _NS = Namespace("https://w3id.org/health-cooperation/ontology#")
    _fail = True

    Article: URIRef
    Outlet: URIRef
    Origin: URIRef
    Evidence: URIRef
    Fact: URIRef
    Claim: URIRef
    LinkClaim: URIRef
    CapacityClaim: URIRef
    Mention: URIRef
    InstitutionMention: URIRef
    PersonMention: URIRef
    CountryMention: URIRef
    TopicMention: URIRef
    Rejection: URIRef
    Participation: URIRef
    Quantity: URIRef
    ExtractionRun: URIRef
    Extractor: URIRef
    ExtractorUse: URIRef
    Actor: URIRef
    Country: URIRef
    Bloc: URIRef
    Institution: URIRef
    Person: URIRef
    Engagement: URIRef
    Report: URIRef
    InstitutionLink: URIRef
    CountryPair: URIRef
    Thread: URIRef
    ThreadStep: URIRef
    Disagreement: URIRef
    Decision: URIRef
    Reviewer: URIRef
    EngagementType: URIRef
    Status: URIRef
    Role: URIRef
    Modality: URIRef
    InstitutionType: URIRef
    Topic: URIRef

    publisherName: URIRef
    licence: URIRef
    contentHash: URIRef
    sketch: URIRef
    relevant: URIRef
    relevance: URIRef
    field: URIRef
    quote: URIRef
    start: URIRef
    end: URIRef
    article: URIRef
    evidence: URIRef
    mainEvidence: URIRef
    rule: URIRef
    confidence: URIRef
    key: URIRef
    name: URIRef
    alias: URIRef
    office: URIRef
    officeAt: URIRef
    registryId: URIRef
    refersTo: URIRef
    extractorName: URIRef
    modelName: URIRef
    modelVersion: URIRef
    promptDigest: URIRef
    setting: URIRef
    candidate: URIRef
    cause: URIRef
    engagementType: URIRef
    detailedType: URIRef
    status: URIRef
    detailedStatus: URIRef
    rank: URIRef
    modality: URIRef
    party: URIRef
    participant: URIRef
    participation: URIRef
    actor: URIRef
    role: URIRef
    topic: URIRef
    date: URIRef
    earliestDate: URIRef
    latestDate: URIRef
    place: URIRef
    attribution: URIRef
    quantity: URIRef
    amount: URIRef
    number: URIRef
    unit: URIRef
    qualifier: URIRef
    quantityState: URIRef
    country: URIRef
    institutionType: URIRef
    institution: URIRef
    cooperatesWith: URIRef
    report: URIRef
    claim: URIRef
    published: URIRef
    origin: URIRef
    originCount: URIRef
    reportCount: URIRef
    countryPair: URIRef
    engagementCount: URIRef
    tieCount: URIRef
    step: URIRef
    position: URIRef
    engagement: URIRef
    follows: URIRef
    leadsTo: URIRef
    basis: URIRef
    about: URIRef
    decision: URIRef
    verb: URIRef
    change: URIRef
    decided: URIRef
    reason: URIRef
    record: URIRef
    isoAlpha2: URIRef
    isoAlpha3: URIRef
    region: URIRef
    subregion: URIRef
    incomeGroup: URIRef
    memberOf: URIRef
    storeFormat: URIRef
    seal: URIRef
    stale: URIRef
    decisionSeal: URIRef


class TYPE(DefinedNamespace):
    """Types of engagement: the 17 of the codebook, and the finer ones."""

    _NS = Namespace("https://w3id.org/health-cooperation/type/")
    _fail = True
    _extras = [  # noqa: RUF012 - the form that DefinedNamespace asks for
        "meeting", "remote-consultation", "visit", "agreement", "memorandum", "plan",
        "roadmap-action-plan", "joint-committee", "research", "joint-research",
        "clinical-trial", "training", "training-fellowship", "deployment",
        "medical-team-deployment", "technical-assistance", "workforce-mobility", "donation",
        "financing", "grant-loan", "trade", "procurement-supply",
        "technology-transfer-production", "infrastructure", "facility-construction",
        "partnership", "twinning-partnership", "conference", "conference-exhibition",
        "response", "humanitarian-response", "care", "patient-care-abroad", "information",
        "data-surveillance", "regulatory-recognition", "cooperation",
    ]


class STATUS(DefinedNamespace):
    """Statuses: the six stages of the codebook, and the finer ones."""

    _NS = Namespace("https://w3id.org/health-cooperation/status/")
    _fail = True
    _extras = [  # noqa: RUF012 - the form that DefinedNamespace asks for
        "proposed", "called-for", "offered", "under-negotiation", "planned", "agreed", "signed",
        "renewed", "ongoing", "completed", "ended", "suspended", "terminated", "expired",
        "refused",
    ]


class ROLE(DefinedNamespace):
    """Roles of actors; the broader ones give the direction."""

    _NS = Namespace("https://w3id.org/health-cooperation/role/")
    _fail = True
    _extras = [  # noqa: RUF012 - the form that DefinedNamespace asks for
        "source", "donor", "funder", "sender", "supplier", "licensor", "provider", "adviser",
        "builder", "responder", "recogniser", "target", "recipient", "receiver", "buyer",
        "producer", "beneficiary", "advised", "affected", "recognised", "joint", "co-signatory",
        "co-chair", "research-partner", "partner", "organiser", "attendee", "implementer",
        "host", "guest", "visitor", "third-party", "mediator", "witness", "announcer",
    ]


class MODALITY(DefinedNamespace):
    """How a claim is put forward."""

    _NS = Namespace("https://w3id.org/health-cooperation/modality/")
    _fail = True
    _extras = [  # noqa: RUF012 - the form that DefinedNamespace asks for
        "asserted", "denied", "hypothetical", "historical",
    ]


class KIND(DefinedNamespace):
    """Kinds of institution, as the codebook has them."""

    _NS = Namespace("https://w3id.org/health-cooperation/institution-type/")
    _fail = True
    _extras = [  # noqa: RUF012 - the form that DefinedNamespace asks for
        "ministry", "agency", "regulator", "research_institute", "university", "hospital",
        "company", "ngo", "international_organization", "other",
    ]


class BIBO(DefinedNamespace):
    """Bibliographic Ontology: what is used of it."""

    _NS = Namespace("http://purl.org/ontology/bibo/")
    _fail = True

    status: URIRef


class DCAT(DefinedNamespace):
    """Data Catalog Vocabulary: what is used of it."""

    _NS = Namespace("http://www.w3.org/ns/dcat#")
    _fail = True

    Dataset: URIRef


class OA(DefinedNamespace):
    """Web Annotation Vocabulary: what is used of it."""

    _NS = Namespace("http://www.w3.org/ns/oa#")
    _fail = True

    Annotation: URIRef
    SpecificResource: URIRef
    TextPositionSelector: URIRef
    TextQuoteSelector: URIRef
    end: URIRef
    exact: URIRef
    hasBody: URIRef
    hasSelector: URIRef
    hasSource: URIRef
    hasTarget: URIRef
    identifying: URIRef
    motivatedBy: URIRef
    prefix: URIRef
    start: URIRef
    suffix: URIRef


class SDO(DefinedNamespace):
    """schema.org: what is used of it."""

    _NS = Namespace("https://schema.org/")
    _fail = True

    Country: URIRef
    NewsArticle: URIRef
    NewsMediaOrganization: URIRef
    Organization: URIRef
    Person: URIRef
    QuantitativeValue: URIRef
    inLanguage: URIRef
    softwareVersion: URIRef
    unitText: URIRef
    url: URIRef
    value: URIRef


class SEM(DefinedNamespace):
    """Simple Event Model: what is used of it."""

    _NS = Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/")
    _fail = True

    Actor: URIRef
    Event: URIRef
    EventType: URIRef
    Role: URIRef
    RoleType: URIRef
    eventType: URIRef
    hasActor: URIRef
    hasEarliestBeginTimeStamp: URIRef
    hasLatestEndTimeStamp: URIRef
    hasPlace: URIRef
    hasTimeStamp: URIRef
    roleType: URIRef


class XSD(DefinedNamespace):
    """Datatypes of XML Schema: what is used of them."""

    _NS = Namespace("http://www.w3.org/2001/XMLSchema#")
    _fail = True

    anyURI: URIRef
    boolean: URIRef
    date: URIRef
    decimal: URIRef
    integer: URIRef
    nonNegativeInteger: URIRef
    string: URIRef


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
