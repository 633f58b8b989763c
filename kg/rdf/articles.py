"""One article and its facts as quads of its own graph, and back.

    Article, Facts --to_quads--> quads --from_quads--> Article (without its text), Facts

Whatever the article says stands in its graph, and nothing else does: the same name in two
articles is two mentions, so one article can be taken out without harm to another. What is
the same in the world is described once, by `kg.rdf.world`.

Aliases, participants, roles, topics and countries have no order in RDF, nor do the facts of
an article: they come back in the order that `canonical` gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final, TypeVar

from pyoxigraph import NamedNode, Quad

from kg.ids import (
    article_name,
    capacity_id,
    claim_id,
    content_hash,
    content_id,
    digest,
    evidence_name,
    link_id,
    quantity_name,
)
from kg.model import (
    Article,
    Capacity,
    Claim,
    CountryFact,
    Evidence,
    Facts,
    Field,
    Institution,
    Link,
    Person,
    Quantity,
    Rejection,
    TopicFact,
)
from kg.rdf.iris import Iris, code_of, node, term
from kg.rdf.quads import (
    Described,
    Description,
    QuadList,
    as_address,
    as_date,
    as_decimal,
    as_flag,
    as_integer,
    as_text,
    natural,
)
from kg.rdf.runs import add_run, read_run, run_iri
from kg.vocab import DCTERMS, HC, OA, PROV, SDO

__all__ = ["canonical", "evidence_of", "from_quads", "outlet_iri", "pair_iri", "to_quads"]

#: Code points of the text before and after a quote that are kept with it, so that the quote
#: is found again in a copy whose offsets differ. As much as annotation tools keep.
CONTEXT: Final = 32

#: Decimals of a confidence that are kept.
_DECIMALS: Final = 6


def to_quads(article: Article, facts: Facts, *, iris: Iris | None = None) -> list[Quad]:
    """All that an article says, as quads of its graph, the same for the same values.

    The text is not among them, but its hash is, and its sketch where the article has one
    (`kg.sources.to_sketch`). Raises ValueError where facts
    are those of another article, where a quote is not what stands at its offsets, and where a
    code is in no list: such facts are a fault of the extractor's.
    """
    if facts.article != article.id:
        raise ValueError(f"facts of {facts.article!r} given with article {article.id!r}")
    return _Writer(article, canonical(facts), iris or Iris()).write()


def from_quads(quads: Iterable[Quad], *, iris: Iris | None = None) -> tuple[Article, Facts]:
    """The article, without its text, and its facts, from the quads of its graph.

    `from_quads(to_quads(article, facts))` gives `canonical(facts)`. Raises ValueError where
    the quads are not such as `to_quads` writes.
    """
    return _Reader(Described(quads), iris or Iris()).read()


def canonical(facts: Facts) -> Facts:
    """The same facts in the one order that does not depend on how they were found.

    Collections are sorted: institutions and people by key, the others by where they stand in
    the article. Of two claims that say the same, the surer is kept. Confidences are rounded
    to six decimals.
    """
    return replace(
        facts,
        relevance=round(facts.relevance, _DECIMALS),
        countries=_distinct(facts.countries, lambda fact: fact.code),
        pairs=tuple(sorted({(min(pair), max(pair)) for pair in facts.pairs})),
        institutions=tuple(sorted(
            (_with_aliases(one) for one in facts.institutions), key=lambda one: natural(one.key)
        )),
        people=tuple(sorted(
            (_with_aliases(one) for one in facts.people), key=lambda one: natural(one.key)
        )),
        claims=_distinct(
            (_canonical_claim(claim) for claim in facts.claims),
            lambda claim: claim_id(facts.article, claim),
        ),
        topics=_distinct(facts.topics, lambda fact: fact.topic),
        links=_distinct(
            (replace(link, a=min(link.a, link.b), b=max(link.a, link.b)) for link in facts.links),
            lambda link: link_id(facts.article, link),
        ),
        capacities=_distinct(
            facts.capacities, lambda capacity: capacity_id(facts.article, capacity)
        ),
        rejected=tuple(sorted(set(facts.rejected), key=_rejection_order)),
        uses=tuple(sorted(
            (replace(use, settings=tuple(sorted(set(use.settings)))) for use in facts.uses),
            key=lambda use: use.extractor,
        )),
    )


Fact = TypeVar("Fact", CountryFact, TopicFact, Claim, Link, Capacity)
Named = TypeVar("Named", Institution, Person)


def _distinct(facts: Iterable[Fact], identity: Callable[[Fact], str]) -> tuple[Fact, ...]:
    """`facts` in order of their first evidence, of those with one identity the surest."""
    kept: dict[str, Fact] = {}
    for fact in facts:
        fact = _rounded(fact)
        name = identity(fact)
        if name not in kept or (fact.confidence, fact.rule) > (kept[name].confidence,
                                                               kept[name].rule):
            kept[name] = fact
    return tuple(
        kept[name] for name in sorted(kept, key=lambda name: (_where(kept[name]), name))
    )


def _rounded(fact: Fact) -> Fact:
    fact = replace(fact, confidence=round(fact.confidence, _DECIMALS))
    if isinstance(fact, Capacity):
        return fact
    return replace(fact, evidence=_in_order(fact.evidence))


def _where(fact: CountryFact | TopicFact | Claim | Link | Capacity) -> tuple[bool, int, int]:
    return _place(fact.quantity.evidence if isinstance(fact, Capacity) else fact.evidence[0])


def _place(evidence: Evidence) -> tuple[bool, int, int]:
    return evidence.field == "text", evidence.start, evidence.end  # the title comes first


def _in_order(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """The first stays the first: it is the one to quote. The others have no order."""
    if not evidence:
        raise ValueError("a fact without evidence; expected at least one quote")
    first, *others = evidence
    return first, *sorted(set(others) - {first}, key=_place)


def _with_aliases(mention: Named) -> Named:
    return replace(
        mention,
        aliases=tuple(sorted(set(mention.aliases))),
        evidence=_in_order(mention.evidence),
        confidence=round(mention.confidence, _DECIMALS),
    )


def _canonical_claim(claim: Claim) -> Claim:
    return replace(
        claim,
        countries=tuple(sorted(set(claim.countries))),
        participants=tuple(sorted(set(claim.participants), key=natural)),
        roles=tuple(sorted(set(claim.roles), key=lambda pair: (natural(pair[0]), pair[1]))),
        topics=tuple(sorted(set(claim.topics))),
        quantities=tuple(sorted(set(claim.quantities), key=_quantity_order)),
    )


def _quantity_order(quantity: Quantity) -> tuple[tuple[bool, int, int], str, str, str, str]:
    return (
        _place(quantity.evidence), quantity.value, quantity.unit,
        quantity.qualifier or "", quantity.state or "",
    )


def _rejection_order(rejection: Rejection) -> tuple[str, str, str]:
    return rejection.rule, rejection.what, rejection.cause


def pair_iri(pair: tuple[str, str]) -> NamedNode:
    """The IRI of a pair of countries, alpha-2 codes in alphabetical order."""
    a, b = (code_of("country", term("country", code).value) for code in pair)
    return term("pair", f"{a}-{b}")


def outlet_iri(iris: Iris, publisher: str) -> NamedNode:
    """The IRI of an outlet by the name it is credited with."""
    return iris.thing(content_id("outlet", publisher, publisher))


class _Writer:
    """The quads of one article."""

    def __init__(self, article: Article, facts: Facts, iris: Iris) -> None:
        self.article, self.facts, self.iris = article, facts, iris
        self.name = article_name(article.id)
        self.iri = iris.article(article.id)
        self.run = run_iri(article, facts.extractor, iris)
        self.quads = QuadList(iris.article_graph(article.id))
        self.keys = {one.key for one in facts.institutions} | {one.key for one in facts.people}
        #: What rests on each stretch of the article.
        self.bodies: dict[Evidence, list[NamedNode]] = {}

    def write(self) -> list[Quad]:
        self._add_article()
        facts = self.facts
        for country in facts.countries:
            mention = self._thing("country-mention", country.code)
            self._add_fact(mention, HC.CountryMention, country)
            self.quads.add_code(mention, HC.country, "country", country.code)
        for topic in facts.topics:
            mention = self._thing("topic-mention", topic.topic)
            self._add_fact(mention, HC.TopicMention, topic)
            self.quads.add_code(mention, HC.topic, "topic", topic.topic)
        for institution in facts.institutions:
            self._add_institution(institution)
        for person in facts.people:
            self._add_person(person)
        for claim in facts.claims:
            self._add_claim(claim)
        for link in facts.links:
            node_ = self.iris.thing(link_id(self.article.id, link))
            self._add_fact(node_, HC.LinkClaim, link)
            self.quads.add(node_, HC.institution, self._mention(link.a), self._mention(link.b))
        for capacity in facts.capacities:
            self._add_capacity(capacity)
        for rejection in facts.rejected:
            self._add_rejection(rejection)
        for evidence, bodies in self.bodies.items():
            self._add_evidence(evidence, bodies)
        return list(self.quads)

    def _thing(self, kind: str, name: str) -> NamedNode:
        return self.iris.thing(f"{kind}/{self.name}.{article_name(name)}")

    def _mention(self, key: str) -> NamedNode:
        if key not in self.keys:
            raise ValueError(f"article {self.article.id!r} has no institution or person {key!r}")
        return self._thing("mention", key)

    def _add_article(self) -> None:
        article, quads, iri = self.article, self.quads, self.iri
        quads.add_types(iri, HC.Article, SDO.NewsArticle)
        quads.add_text(iri, DCTERMS.identifier, article.id)
        quads.add_text(iri, DCTERMS.title, article.title)
        quads.add(iri, DCTERMS.issued, as_date(article.date) if article.date else None)
        if article.publisher is not None:
            quads.add(iri, DCTERMS.publisher, outlet_iri(self.iris, article.publisher))
            quads.add_text(iri, HC.publisherName, article.publisher)
        quads.add(iri, SDO.url, as_address(article.url) if article.url is not None else None)
        quads.add_text(iri, SDO.inLanguage, article.language)
        quads.add_text(iri, HC.licence, article.licence)
        quads.add_text(iri, HC.contentHash, content_hash(article))
        quads.add_text(iri, HC.sketch, article.sketch)
        quads.add(iri, HC.relevant, as_flag(self.facts.relevant))
        quads.add(iri, HC.relevance, as_decimal(self.facts.relevance))
        quads.add(iri, HC.countryPair, *(pair_iri(pair) for pair in self.facts.pairs))
        add_run(quads, article, self.facts, self.iris)

    def _add_fact(
        self,
        subject: NamedNode,
        class_: str,
        fact: CountryFact | TopicFact | Institution | Person | Claim | Link,
    ) -> None:
        self._add_found(subject, class_, fact.rule, fact.confidence, fact.evidence)

    def _add_found(
        self,
        subject: NamedNode,
        class_: str,
        rule: str,
        confidence: float,
        evidence: tuple[Evidence, ...],
    ) -> None:
        """What every fact has: article, rule, confidence, run, evidence."""
        quads = self.quads
        quads.add_types(subject, class_)
        quads.add(subject, HC.article, self.iri)
        quads.add_text(subject, HC.rule, rule)
        quads.add(subject, HC.confidence, as_decimal(confidence))
        quads.add(subject, PROV.wasGeneratedBy, self.run)
        quads.add(subject, HC.mainEvidence, self._cite(evidence[0]))
        for each in evidence:
            quads.add(subject, HC.evidence, self._cite(each))
            self.bodies.setdefault(each, []).append(subject)

    def _cite(self, evidence: Evidence) -> NamedNode:
        whole = self.article.title if evidence.field == "title" else self.article.text
        if whole[evidence.start:evidence.end] != evidence.quote:
            raise ValueError(
                f"article {self.article.id!r}: {evidence.field} {evidence.start}:{evidence.end} "
                f"is not the quote {evidence.quote!r}"
            )
        return self.iris.thing(f"evidence/{evidence_name(self.article.id, evidence)}")

    def _add_institution(self, institution: Institution) -> None:
        mention = self._mention(institution.key)
        self._add_fact(mention, HC.InstitutionMention, institution)
        self._add_names(mention, institution)
        self.quads.add_code(mention, HC.institutionType, "kind", institution.type)
        self.quads.add_text(mention, HC.registryId, institution.registry_id)

    def _add_person(self, person: Person) -> None:
        mention = self._mention(person.key)
        self._add_fact(mention, HC.PersonMention, person)
        self._add_names(mention, person)
        self.quads.add_text(mention, HC.office, person.role)
        if person.institution is not None:
            self.quads.add(mention, HC.officeAt, self._mention(person.institution))

    def _add_names(self, mention: NamedNode, named: Institution | Person) -> None:
        self.quads.add_text(mention, HC.key, named.key)
        self.quads.add_text(mention, HC.name, named.name)
        self.quads.add(mention, HC.alias, *(as_text(alias) for alias in named.aliases))
        self.quads.add_code(mention, HC.country, "country", named.country)

    def _add_claim(self, claim: Claim) -> None:
        quads = self.quads
        subject = self.iris.thing(claim_id(self.article.id, claim))
        self._add_fact(subject, HC.Claim, claim)
        quads.add_code(subject, HC.engagementType, "type", claim.type)
        quads.add_code(subject, HC.detailedType, "type", claim.detail)
        quads.add_code(subject, HC.status, "status", claim.status)
        quads.add_code(subject, HC.detailedStatus, "status", claim.status_detail)
        quads.add_code(subject, HC.modality, "modality", claim.modality)
        quads.add_code(subject, HC.party, "country", *claim.countries)
        quads.add(subject, HC.participant, *(self._mention(key) for key in claim.participants))
        quads.add_code(subject, HC.topic, "topic", *claim.topics)
        quads.add_dates(subject, claim.date)
        quads.add_text(subject, HC.place, claim.place)
        quads.add_text(subject, HC.attribution, claim.attribution)
        for party, role in claim.roles:
            part = self._thing("participation", digest(subject.value, party, role))
            quads.add(subject, HC.participation, part)
            quads.add_types(part, HC.Participation)
            quads.add(part, HC.actor, self._actor(party))
            quads.add_code(part, HC.role, "role", role)
        for quantity in claim.quantities:
            quads.add(subject, HC.quantity, self._add_quantity(quantity))

    def _actor(self, party: str) -> NamedNode:
        if len(party) == 2 and party.isupper():
            return term("country", party)
        return self._mention(party)

    def _add_capacity(self, capacity: Capacity) -> None:
        subject = self.iris.thing(capacity_id(self.article.id, capacity))
        evidence = (capacity.quantity.evidence,)
        self._add_found(subject, HC.CapacityClaim, capacity.rule, capacity.confidence, evidence)
        self.quads.add_code(subject, HC.country, "country", capacity.country)
        self.quads.add_text(subject, HC.attribution, capacity.attribution)
        self.quads.add(subject, HC.quantity, self._add_quantity(capacity.quantity))

    def _add_quantity(self, quantity: Quantity) -> NamedNode:
        subject = self.iris.thing(f"quantity/{quantity_name(self.article.id, quantity)}")
        evidence = quantity.evidence
        if evidence not in self.bodies or subject not in self.bodies[evidence]:
            self.quads.add_quantity(subject, quantity)
            self.quads.add(subject, HC.evidence, self._cite(evidence))
            self.bodies.setdefault(evidence, []).append(subject)
        return subject

    def _add_rejection(self, rejection: Rejection) -> None:
        subject = self._thing("rejection", digest(*_rejection_order(rejection)))
        self.quads.add_types(subject, HC.Rejection)
        self.quads.add(subject, HC.article, self.iri)
        self.quads.add_text(subject, HC.candidate, rejection.what)
        self.quads.add_text(subject, HC.cause, rejection.cause)
        self.quads.add_text(subject, HC.rule, rejection.rule)
        self.quads.add(subject, PROV.wasGeneratedBy, self.run)

    def _add_evidence(self, evidence: Evidence, bodies: list[NamedNode]) -> None:
        quads, name = self.quads, evidence_name(self.article.id, evidence)
        target = self._cite(evidence)
        quote = self.iris.thing(f"selector/{name}.quote")
        position = self.iris.thing(f"selector/{name}.position")
        quads.add_types(target, HC.Evidence, OA.SpecificResource)
        quads.add(target, HC.article, self.iri)
        quads.add(target, OA.hasSource, self.iri)
        quads.add_text(target, HC.field, evidence.field)
        quads.add(target, OA.hasSelector, quote, position)
        whole = self.article.title if evidence.field == "title" else self.article.text
        quads.add_types(quote, OA.TextQuoteSelector)
        quads.add_text(quote, OA.exact, evidence.quote)
        quads.add_text(quote, OA.prefix, whole[max(0, evidence.start - CONTEXT):evidence.start])
        quads.add_text(quote, OA.suffix, whole[evidence.end:evidence.end + CONTEXT])
        quads.add_types(position, OA.TextPositionSelector)
        quads.add(position, OA.start, as_integer(evidence.start))
        quads.add(position, OA.end, as_integer(evidence.end))
        annotation = self.iris.thing(f"annotation/{name}")
        quads.add_types(annotation, OA.Annotation)
        quads.add(annotation, OA.motivatedBy, node(OA.identifying))
        quads.add(annotation, OA.hasTarget, target)
        quads.add(annotation, OA.hasBody, *bodies)


class _Reader:
    """The values that the quads of one article stand for."""

    def __init__(self, described: Described, iris: Iris) -> None:
        self.described, self.iris = described, iris
        articles = list(described.of_class(HC.Article))
        if len(articles) != 1:
            raise ValueError(f"{len(articles)} articles in one graph; expected one")
        self.about = articles[0]
        self.keys = {
            mention.iri: mention.one(HC.key)
            for class_ in (HC.InstitutionMention, HC.PersonMention)
            for mention in described.of_class(class_)
        }

    def read(self) -> tuple[Article, Facts]:
        about, described = self.about, self.described
        article = read_article(about)
        extractor, uses = read_run(described, article.id)
        facts = Facts(
            article=article.id,
            relevant=about.one(HC.relevant) == "true",
            relevance=float(about.one(HC.relevance)),
            extractor=extractor,
            uses=uses,
            countries=tuple(
                CountryFact(code_of("country", one.one(HC.country)), *self._found(one))
                for one in described.of_class(HC.CountryMention)
            ),
            pairs=tuple(read_pair(iri) for iri in about.all(HC.countryPair)),
            institutions=tuple(
                self._institution(one) for one in described.of_class(HC.InstitutionMention)
            ),
            people=tuple(self._person(one) for one in described.of_class(HC.PersonMention)),
            claims=tuple(self._claim(one) for one in described.of_class(HC.Claim)),
            topics=tuple(
                TopicFact(code_of("topic", one.one(HC.topic)), *self._found(one))
                for one in described.of_class(HC.TopicMention)
            ),
            links=tuple(self._link(one) for one in described.of_class(HC.LinkClaim)),
            capacities=tuple(self._capacity(one) for one in described.of_class(HC.CapacityClaim)),
            rejected=tuple(
                Rejection(one.one(HC.candidate), one.one(HC.cause), one.one(HC.rule))
                for one in described.of_class(HC.Rejection)
            ),
        )
        return article, canonical(facts)

    def _found(self, one: Description) -> tuple[tuple[Evidence, ...], str, float]:
        """What every fact has, in the order that the values of `kg.model` ask for it."""
        return (
            evidence_of(self.described, one), one.one(HC.rule), float(one.one(HC.confidence)),
        )

    def _institution(self, one: Description) -> Institution:
        evidence, rule, confidence = self._found(one)
        return Institution(
            one.one(HC.key), one.one(HC.name), code_of("kind", one.one(HC.institutionType)),
            _code("country", one.get(HC.country)), tuple(one.all(HC.alias)), evidence, rule,
            confidence, one.get(HC.registryId),
        )

    def _person(self, one: Description) -> Person:
        evidence, rule, confidence = self._found(one)
        employer = one.get(HC.officeAt)
        return Person(
            one.one(HC.key), one.one(HC.name), one.get(HC.office),
            _code("country", one.get(HC.country)), tuple(one.all(HC.alias)), evidence, rule,
            confidence, self.keys[employer] if employer else None,
        )

    def _claim(self, one: Description) -> Claim:
        evidence, rule, confidence = self._found(one)
        parts = [self.described.about(iri) for iri in one.all(HC.participation)]
        return Claim(
            type=code_of("type", one.one(HC.engagementType)),
            detail=_code("type", one.get(HC.detailedType)),
            status=code_of("status", one.one(HC.status)),
            status_detail=_code("status", one.get(HC.detailedStatus)),
            modality=code_of("modality", one.one(HC.modality)),
            countries=tuple(code_of("country", iri) for iri in one.all(HC.party)),
            participants=tuple(self.keys[iri] for iri in one.all(HC.participant)),
            roles=tuple(
                (self._actor(part.one(HC.actor)), code_of("role", part.one(HC.role)))
                for part in parts
            ),
            topics=tuple(code_of("topic", iri) for iri in one.all(HC.topic)),
            date=one.get(HC.date),
            place=one.get(HC.place),
            attribution=one.get(HC.attribution),
            quantities=tuple(self._quantity(iri) for iri in one.all(HC.quantity)),
            evidence=evidence,
            rule=rule,
            confidence=confidence,
        )

    def _actor(self, iri: str) -> str:
        return self.keys[iri] if iri in self.keys else code_of("country", iri)

    def _link(self, one: Description) -> Link:
        a, b = sorted(self.keys[iri] for iri in one.all(HC.institution))
        return Link(a, b, *self._found(one))

    def _capacity(self, one: Description) -> Capacity:
        return Capacity(
            code_of("country", one.one(HC.country)), self._quantity(one.one(HC.quantity)),
            one.one(HC.rule), one.get(HC.attribution), float(one.one(HC.confidence)),
        )

    def _quantity(self, iri: str) -> Quantity:
        one = self.described.about(iri)
        evidence = read_evidence(self.described, one.one(HC.evidence))
        return read_quantity(one, evidence)


def read_article(about: Description) -> Article:
    """The article, without its text, from what its graph says of it."""
    return Article(
        id=about.one(DCTERMS.identifier),
        text="",
        title=about.one(DCTERMS.title),
        date=about.get(DCTERMS.issued),
        publisher=about.get(HC.publisherName),
        url=about.get(SDO.url),
        language=about.get(SDO.inLanguage),
        licence=about.get(HC.licence),
        sketch=about.get(HC.sketch),
    )


def read_pair(iri: str) -> tuple[str, str]:
    """The two codes of a pair of countries."""
    a, b = code_of("pair", iri).split("-")
    return a, b


def evidence_of(described: Described, fact: Description) -> tuple[Evidence, ...]:
    """What a fact rests on, the stretch to quote first before the others."""
    first = fact.one(HC.mainEvidence)
    return _in_order(tuple(
        read_evidence(described, iri)
        for iri in (first, *(each for each in fact.all(HC.evidence) if each != first))
    ))


def read_evidence(described: Described, iri: str) -> Evidence:
    """A stretch of an article from its two selectors."""
    target = described.about(iri)
    selectors = [described.about(each) for each in target.all(OA.hasSelector)]
    quote = next(each for each in selectors if each.get(OA.exact) is not None)
    position = next(each for each in selectors if each.get(OA.start) is not None)
    field: Field = "title" if target.one(HC.field) == "title" else "text"
    return Evidence(
        int(position.one(OA.start)), int(position.one(OA.end)), quote.one(OA.exact), field
    )


def read_quantity(one: Description, evidence: Evidence) -> Quantity:
    """A quantity from what is said of it."""
    return Quantity(
        one.one(HC.amount), one.one(HC.unit), evidence, one.get(HC.qualifier),
        one.get(HC.quantityState),
    )


def _code(prefix: str, iri: str | None) -> str | None:
    return None if iri is None else code_of(prefix, iri)
