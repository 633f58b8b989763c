"""What the program knows, as plain values.

    Article -> Facts (claims, mentions) -> World (entities, engagements)

An Article is what was read, untouched. Facts are what one article says: institutions,
people, topics, links, capacities, and claims that parties did, do or mean to do something
together, each with the Evidence that says so. The World is what the claims of all articles
come to: entities that are one thing each, and engagements with every report of them. A Decision
is what a person laid down about either.

Values are frozen: a stage returns new ones and never changes those it was given. Nothing
here reads a file, and nothing here imports another module of `kg` but its errors.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final, Literal

__all__ = [
    "ENGAGEMENT_TYPES", "GIVING_ROLES", "INSTITUTION_TYPES", "JOINT", "MAX_PARTIES", "MODALITIES",
    "RECEIVING_ROLES", "STATUSES",
    "Article", "Capacity", "Claim", "CountryFact", "Decision", "Disagreement", "Engagement",
    "Entity", "Evidence", "ExtractorUse", "Facts", "Ground", "Institution", "InstitutionLink",
    "Link", "Person", "Quantity", "Rejection", "Report", "Step", "Thread", "TopicFact", "World",
    "country_pairs",
]

#: The 17 engagement types of the codebook. The ontology is finer and maps up to these.
ENGAGEMENT_TYPES: Final = (
    "meeting", "visit", "agreement", "plan", "research", "training", "deployment",
    "donation", "financing", "trade", "infrastructure", "partnership", "conference",
    "response", "care", "information", "cooperation",
)

#: The six stages that coders tell apart, from wish to deed; `ended` stands outside the order.
STATUSES: Final = ("proposed", "planned", "signed", "ongoing", "completed", "ended")

INSTITUTION_TYPES: Final = (
    "ministry", "agency", "regulator", "research_institute", "university", "hospital",
    "company", "ngo", "international_organization", "other",
)

#: How a claim is put forward. Only `asserted` enters networks unless the user asks for more.
MODALITIES: Final = ("asserted", "denied", "hypothetical", "historical")

#: Roles of the side that gives, sends or supplies, and of the side that receives. Receivers of
#: one giver are no pair among each other (codebook, "pairs").
GIVING_ROLES: Final = frozenset({"donor", "funder", "sender", "provider", "supplier"})
RECEIVING_ROLES: Final = frozenset({"recipient", "receiver", "beneficiary", "buyer"})

#: With more parties than this a text seldom says who worked with whom (codebook, "pairs").
MAX_PARTIES: Final = 4

#: Between the names of several extractors, and of several rules that found one fact.
JOINT: Final = " & "

Field = Literal["text", "title"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A stretch of an article: `quote` is exactly what stands at `start:end` of `field`.

    Offsets count Unicode code points from 0, end exclusive. Made by `Article.cite`, so that
    the quote cannot differ from the text.
    """

    start: int
    end: int
    quote: str
    field: Field = "text"


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it was read. `text` and `title` are never changed.

    `id` is unique in a store; `date` is the day of publication, ISO 8601 (YYYY-MM-DD), or
    None; `url` is where it was published; `source` names the file it was read from, `line`
    (from 1) the line of a file that holds an article a line: it is for messages only, no store
    keeps it, and articles that differ in nothing else are equal.
    `sketch` stands for the text where only likeness to other texts matters: a store keeps it
    in place of the text (`kg.sources.origins.to_sketch`).
    """

    id: str
    text: str
    title: str = ""
    date: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    licence: str | None = None
    source: str | None = None
    sketch: str | None = None
    line: int | None = field(default=None, compare=False, repr=False)

    def cite(self, start: int, end: int, field: Field = "text") -> Evidence:
        """Quote the stretch `start:end` (code points, end exclusive) of `field`.

        Raises ValueError for a stretch that is empty or not inside the text.

        >>> Article("a", "Iran and France met.").cite(0, 4)
        Evidence(start=0, end=4, quote='Iran', field='text')
        """
        whole = self.title if field == "title" else self.text
        if not 0 <= start < end <= len(whole):
            raise ValueError(f"no stretch {start}:{end} in {len(whole)} characters of {field}")
        return Evidence(start, end, whole[start:end], field)


@dataclass(frozen=True, slots=True)
class CountryFact:
    """A country (ISO 3166-1 alpha-2) that is a party to a claim, with where it is named."""

    code: str
    evidence: tuple[Evidence, ...]
    rule: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Institution:
    """An organisation with a name of its own, as one article names it.

    `key` is unique within the article (i1, i2, … by first mention); claims and links refer
    to it. `country` is None for an international organisation or where it is not known.
    `registry_id` is a row of the registry of institutions, where one was recognised.
    """

    key: str
    name: str
    type: str
    country: str | None
    aliases: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    rule: str
    confidence: float = 1.0
    registry_id: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A named person. `key` is p1, p2, … by first mention; `role` is the office as worded.

    `country` is the one the person acts for; `institution` the key of the institution that
    the office belongs to, where the text says so.
    """

    key: str
    name: str
    role: str | None
    country: str | None
    aliases: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    rule: str
    confidence: float = 1.0
    institution: str | None = None


@dataclass(frozen=True, slots=True)
class TopicFact:
    """A subject of the cooperation: an id of data/topics.csv."""

    topic: str
    evidence: tuple[Evidence, ...]
    rule: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, as a text gives it.

    `value` is a decimal numeral in a string, since stores do not keep the form of numbers;
    `unit` is a word (doses, hospitals, places) or an ISO 4217 code; `qualifier` is one of
    about, over, under, up to, or None; `state` is pledged, delivered, or None.
    """

    value: str
    unit: str
    evidence: Evidence
    qualifier: str | None = None
    state: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One article says that parties did, do, or mean to do something together in health.

    `type` is one of ENGAGEMENT_TYPES, `detail` a finer type of the ontology or None;
    `status` is one of STATUSES, `status_detail` a finer status or None. `countries` are
    alpha-2 codes in alphabetical order. `participants` are keys of institutions and people of
    the same Facts. `roles` pairs a country code or key with a role of the ontology (donor,
    recipient, host, …). `date` is EDTF (2018, 2018-03, 2018-03-13, ../2030) of the act, never of
    the publication; `attribution` is who says it, as worded. `evidence` has at least one entry,
    the first being the sentence that holds the trigger.
    """

    type: str
    status: str
    countries: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    rule: str
    detail: str | None = None
    status_detail: str | None = None
    participants: tuple[str, ...] = ()
    roles: tuple[tuple[str, str], ...] = ()
    topics: tuple[str, ...] = ()
    date: str | None = None
    place: str | None = None
    quantities: tuple[Quantity, ...] = ()
    attribution: str | None = None
    modality: str = "asserted"
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Link:
    """Two institutions (keys, in alphabetical order) that an article says work together."""

    a: str
    b: str
    evidence: tuple[Evidence, ...]
    rule: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Capacity:
    """What is said of a country's own means ("over 45 universities"): not an engagement."""

    country: str
    quantity: Quantity
    rule: str
    attribution: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Rejection:
    """A candidate that did not pass the gate: what it was, and why it was turned away."""

    what: str
    cause: str
    rule: str


@dataclass(frozen=True, slots=True)
class ExtractorUse:
    """How an extractor that can be set up in several ways was used on one article.

    `extractor` is its name with version and digest; `model` and `model_version` what it says
    answered it, `prompt` a digest of what it asked, `settings` pairs of option and value in
    order of option. Secrets are never among them.
    """

    extractor: str
    model: str | None = None
    model_version: str | None = None
    prompt: str | None = None
    settings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """All that one article yields. Not relevant: every collection but `rejected` is empty.

    `extractor` names what found the facts, with its version (rules/0.1.0); several are joined
    by " & ". `uses` says more of those that can be set up.
    """

    article: str
    relevant: bool
    relevance: float = 0.0
    countries: tuple[CountryFact, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    institutions: tuple[Institution, ...] = ()
    people: tuple[Person, ...] = ()
    claims: tuple[Claim, ...] = ()
    topics: tuple[TopicFact, ...] = ()
    links: tuple[Link, ...] = ()
    capacities: tuple[Capacity, ...] = ()
    rejected: tuple[Rejection, ...] = ()
    extractor: str = "rules"
    uses: tuple[ExtractorUse, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """An institution or person of the world, told apart from all others.

    `id` is made from content (kind, country, name or registry id), so that it is the same in
    every run. `mentions` are (article id, key within the article). `matches` are the addresses
    of the same thing in ROR and Wikidata, where its row of the registry has them.
    """

    id: str
    kind: Literal["institution", "person"]
    name: str
    type: str | None
    country: str | None
    aliases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    registry_id: str | None = None
    mentions: tuple[tuple[str, str], ...] = ()
    matches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """One article's claim as a report of an engagement, with what a reader needs to cite it.

    `claim` is the claim's id; `origin` names the independent origin that the article belongs
    to: reprints of one text share it. `published` is the day of publication.
    """

    claim: str
    article: str
    origin: str
    status: str
    modality: str
    quotes: tuple[Evidence, ...]
    confidence: float
    rule: str
    title: str = ""
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    status_detail: str | None = None
    attribution: str | None = None


@dataclass(frozen=True, slots=True)
class Engagement:
    """The act in the world that one or many claims speak of.

    `status` is the furthest stage any asserted report gives, by the order of STATUSES, or
    `ended` where the latest says so. `participants` are ids of entities. `origins` counts
    independent origins. `reports` are in order of publication, then of claim id.
    """

    id: str
    type: str
    status: str
    countries: tuple[str, ...]
    participants: tuple[str, ...]
    topics: tuple[str, ...]
    date: str | None
    place: str | None
    modality: str
    origins: int
    reports: tuple[Report, ...]
    detail: str | None = None
    roles: tuple[tuple[str, str], ...] = ()
    quantities: tuple[Quantity, ...] = ()


@dataclass(frozen=True, slots=True)
class InstitutionLink:
    """Two institutions (entity ids, in order) that work together, with every report of it."""

    a: str
    b: str
    origins: int
    reports: tuple[Report, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A stage that an engagement of a thread reached, as `claim` (an id) told it first.

    `date` is EDTF and given for what has taken place only: when something is due is no day of
    the promise. `published` is the day of that report. The first step of an engagement names
    the engagements that it `follows` in its thread, and on what `basis` (article, institution,
    place, story, topic, or decision of a person).
    """

    engagement: str
    status: str
    claim: str
    date: str | None = None
    published: str | None = None
    follows: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Thread:
    """A promise on its way: called for, agreed, signed, carried out. `steps` are in order."""

    id: str
    countries: tuple[str, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Claims (ids) of different origins that do not agree `about` status, date or amount.

    They speak of one engagement, or of two that would be one if they agreed.
    """

    id: str
    about: str
    engagements: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """A claim or mention that a decision was made on, as it read then.

    `id` is that of the claim, the link claim, the capacity claim or the mention, `article` the
    id of its article; `says` puts it in words, `quote` is its main evidence (cut where long), and
    `hash` stands for all that must still be so for the decision to hold.
    """

    id: str
    article: str
    says: str
    quote: str
    hash: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided in review, which outranks the rules (`kg.decisions`).

    `verb` is merge, split, link, unlink, reject, correct or confirm; `targets` are ids of
    entities, claims or mentions; `changes` pair a field with its value, of several values parted
    by spaces. `when` is a day (YYYY-MM-DD). `ground` is never empty.
    """

    verb: str
    targets: tuple[str, ...]
    ground: tuple[Ground, ...]
    who: str
    when: str
    why: str = ""
    changes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class World:
    """What the claims of all articles come to. Every collection is in order of id.

    `decisions` are those of people that it was assembled with.
    """

    articles: tuple[Article, ...] = ()
    entities: tuple[Entity, ...] = ()
    engagements: tuple[Engagement, ...] = ()
    links: tuple[InstitutionLink, ...] = ()
    threads: tuple[Thread, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    decisions: tuple[Decision, ...] = ()


def country_pairs(countries: Collection[str]) -> list[tuple[str, str]]:
    """Pair the countries that are parties to one engagement.

    `countries` are ISO 3166-1 alpha-2 codes in any order. Each pair comes back once; its
    codes and the list are in alphabetical order, so that two runs write the same bytes.
    One party makes no pair. More than MAX_PARTIES make none either: pairs that such a
    text names itself are the extractor's to find (codebook, "pairs").

    Raises ValueError for what is not two capital letters: a name that slipped past the
    resolver would become a country of its own.

    >>> country_pairs({"IR", "FR"})
    [('FR', 'IR')]
    """
    for code in countries:
        if not (len(code) == 2 and code.isascii() and code.isalpha() and code.isupper()):
            raise ValueError(f"{code!r} is no ISO 3166-1 alpha-2 code")
    ordered = sorted(set(countries))
    if len(ordered) > MAX_PARTIES:
        return []
    return [(a, b) for i, a in enumerate(ordered) for b in ordered[i + 1:]]
