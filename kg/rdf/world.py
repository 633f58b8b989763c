"""What all articles come to as quads of the assembled graph, and back.

    World --world_quads--> quads            store --read_world--> World

Everything in the world is described here once: institutions, people, outlets, engagements
with a dated report for each claim, links of institutions, pairs of countries; threads and
disagreements are described by `kg.rdf.threads`. What one
article says stays in its own graph; this one points there, from a mention to what it means
(`hc:refersTo`) and from a report to its claim. So a `World` is read from both.

The graph carries a seal made from the articles it was assembled from; where the articles
have changed since, the seal no longer fits and the world is not read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from pyoxigraph import NamedNode, Quad

from kg.errors import StoreError
from kg.ids import article_name, content_id, digest
from kg.model import (
    Engagement,
    Entity,
    Evidence,
    InstitutionLink,
    Quantity,
    Report,
    World,
)
from kg.pairs import country_ties
from kg.rdf.articles import evidence_of, outlet_iri, pair_iri, read_article, read_quantity
from kg.rdf.iris import Iris, code_of, term
from kg.rdf.quads import (
    Described,
    Description,
    QuadList,
    as_date,
    as_integer,
    as_text,
)
from kg.rdf.threads import (
    add_disagreements,
    add_threads,
    read_disagreements,
    read_threads,
    report_iri,
)
from kg.vocab import DCTERMS, HC, ORG, PROV, SDO, SKOS

__all__ = ["TIE_STATUSES", "Seen", "read_world", "seal_of", "world_quads"]

#: An engagement ties its parties once it is more than a wish or a plan.
TIE_STATUSES: Final = frozenset({"signed", "ongoing", "completed"})


@dataclass(frozen=True, slots=True)
class Seen:
    """What articles name that a World does not hold, for the assembled graph to describe.

    `extractors` made the facts; `pairs` are pairs of countries that articles give; `offices`
    pair the mention of a person with that of the institution the office belongs to, both as
    IRIs; `seal` stands for all articles as they are (`seal_of`).
    """

    extractors: Sequence[str] = ()
    pairs: Sequence[tuple[str, str]] = ()
    offices: Sequence[tuple[str, str]] = ()
    seal: str = ""


def seal_of(articles: Iterable[tuple[str, str, str]]) -> str:
    """Stands for articles as they are: (id, hash of the content, extractor), in any order."""
    return digest(*sorted(articles))


def world_quads(
    world: World,
    *,
    iris: Iris | None = None,
    seen: Seen | None = None,
) -> list[Quad]:
    """The assembled graph, the same for the same values."""
    return _Writer(world, iris or Iris(), seen or Seen()).write()


def read_world(quads: Iterable[Quad], *, iris: Iris | None = None) -> World:
    """The world, from the quads of the assembled graph and of the graphs of all articles.

    Articles come without their text. What has no order comes sorted: aliases, offices, roles,
    participants, topics.

    Raises StoreError where the assembled graph is not that of these articles.
    """
    return _Reader(Described(quads), iris or Iris()).read()


class _Writer:
    """The quads of one world."""

    def __init__(self, world: World, iris: Iris, seen: Seen) -> None:
        self.world, self.iris, self.seen = world, iris, seen
        self.quads = QuadList(iris.world)
        self.entity_of = {
            self._mention(article, key): entity
            for entity in world.entities for article, key in entity.mentions
        }
        self.country_of = {entity.id: entity.country for entity in world.entities}

    def write(self) -> list[Quad]:
        quads, world = self.quads, self.world
        quads.add_text(self.iris.world, HC.seal, self.seen.seal)
        for extractor in sorted(set(self.seen.extractors)):
            self._add_extractor(extractor)
        for publisher in sorted({one.publisher for one in world.articles if one.publisher}):
            outlet = outlet_iri(self.iris, publisher)
            quads.add_types(outlet, HC.Outlet)
            quads.add_text(outlet, SKOS.prefLabel, publisher)
        for entity in world.entities:
            self._add_entity(entity)
        self._add_posts()
        for engagement in world.engagements:
            self._add_engagement(engagement)
        for link in world.links:
            self._add_link(link)
        add_threads(quads, world, self.iris)
        add_disagreements(quads, world, self.iris)
        self._add_origins()
        self._add_pairs()
        return list(quads)

    def _mention(self, article: str, key: str) -> NamedNode:
        return self.iris.thing(f"mention/{article_name(article)}.{article_name(key)}")

    def _add_extractor(self, extractor: str) -> None:
        subject = self.iris.of("extractor", extractor)
        self.quads.add_types(subject, HC.Extractor, PROV.SoftwareAgent)
        self.quads.add_text(subject, SKOS.prefLabel, extractor)
        version = extractor.partition("/")[2]
        self.quads.add_text(subject, SDO.softwareVersion, version or None)

    def _add_entity(self, entity: Entity) -> None:
        quads, subject = self.quads, self.iris.thing(entity.id)
        quads.add_types(subject, HC.Person if entity.kind == "person" else HC.Institution)
        quads.add_text(subject, DCTERMS.identifier, entity.id)
        quads.add_text(subject, SKOS.prefLabel, entity.name)
        quads.add(subject, SKOS.altLabel, *map(as_text, sorted(set(entity.aliases))))
        quads.add_code(subject, HC.institutionType, "kind", entity.type)
        quads.add_code(subject, HC.country, "country", entity.country)
        quads.add_text(subject, HC.registryId, entity.registry_id)
        quads.add(subject, SKOS.exactMatch, *(NamedNode(iri) for iri in sorted(entity.matches)))
        for office in sorted(set(entity.roles)):
            quads.add(subject, ORG.holds, self._post(entity, office))
        for article, key in sorted(set(entity.mentions)):
            quads.add(self._mention(article, key), HC.refersTo, subject)

    def _post(self, entity: Entity, office: str) -> NamedNode:
        return self.iris.thing(content_id("post", office, entity.country, office))

    def _add_posts(self) -> None:
        posts = {
            self._post(entity, office): (office, entity.country)
            for entity in self.world.entities for office in entity.roles
        }
        for post in sorted(posts, key=str):
            office, country = posts[post]
            self.quads.add_types(post, ORG.Post)
            self.quads.add_text(post, SKOS.prefLabel, office)
            self.quads.add_code(post, HC.country, "country", country)
        members = {
            (self.entity_of[person].id, self.entity_of[institution].id)
            for person, institution in (
                (NamedNode(a), NamedNode(b)) for a, b in self.seen.offices
            )
            if person in self.entity_of and institution in self.entity_of
        }
        for person_id, institution_id in sorted(members):
            membership = self.iris.thing(f"membership/{digest(person_id, institution_id)}")
            self.quads.add_types(membership, ORG.Membership)
            self.quads.add(membership, ORG.member, self.iris.thing(person_id))
            self.quads.add(membership, ORG.organization, self.iris.thing(institution_id))

    def _add_engagement(self, engagement: Engagement) -> None:
        quads, subject = self.quads, self.iris.thing(engagement.id)
        quads.add_types(subject, HC.Engagement)
        quads.add_text(subject, DCTERMS.identifier, engagement.id)
        quads.add_code(subject, HC.engagementType, "type", engagement.type)
        quads.add_code(subject, HC.detailedType, "type", engagement.detail)
        quads.add_code(subject, HC.status, "status", engagement.status)
        quads.add_code(subject, HC.modality, "modality", engagement.modality)
        quads.add_code(subject, HC.party, "country", *sorted(set(engagement.countries)))
        quads.add(subject, HC.countryPair, *map(pair_iri, country_ties(engagement)))
        quads.add(subject, HC.participant,
                  *(self.iris.thing(id) for id in sorted(set(engagement.participants))))
        quads.add_code(subject, HC.topic, "topic", *sorted(set(engagement.topics)))
        quads.add_dates(subject, engagement.date)
        quads.add_text(subject, HC.place, engagement.place)
        for actor, role in sorted(set(engagement.roles)):
            part = self.iris.thing(f"participation/{digest(engagement.id, actor, role)}")
            quads.add(subject, HC.participation, part)
            quads.add_types(part, HC.Participation)
            is_country = len(actor) == 2 and actor.isupper()
            quads.add(
                part, HC.actor, term("country", actor) if is_country else self.iris.thing(actor)
            )
            quads.add_code(part, HC.role, "role", role)
        for quantity in engagement.quantities:
            quads.add(subject, HC.quantity, self._add_quantity(engagement, quantity))
        self._add_reports(subject, engagement.id, engagement.origins, engagement.reports)

    def _add_quantity(self, engagement: Engagement, quantity: Quantity) -> NamedNode:
        evidence = quantity.evidence
        subject = self.iris.thing("quantity/" + digest(
            engagement.id, quantity.value, quantity.unit, quantity.qualifier, quantity.state,
            evidence.field, evidence.start, evidence.end, evidence.quote,
        ))
        self.quads.add_quantity(subject, quantity)
        self.quads.add_text(subject, HC.quote, evidence.quote)
        self.quads.add_text(subject, HC.field, evidence.field)
        self.quads.add(subject, HC.start, as_integer(evidence.start))
        self.quads.add(subject, HC.end, as_integer(evidence.end))
        return subject

    def _add_reports(
        self, subject: NamedNode, id: str, origins: int, reports: Sequence[Report]
    ) -> None:
        quads = self.quads
        quads.add(subject, HC.originCount, as_integer(origins))
        quads.add(subject, HC.reportCount, as_integer(len(reports)))
        for report in reports:
            node_ = report_iri(self.iris, id, report.claim)
            quads.add(subject, HC.report, node_)
            quads.add_types(node_, HC.Report)
            quads.add(node_, HC.claim, self.iris.thing(report.claim))
            quads.add(node_, HC.article, self.iris.article(report.article))
            quads.add(node_, HC.origin, self.iris.of("origin", report.origin))
            quads.add_code(node_, HC.status, "status", report.status)
            quads.add_code(node_, HC.detailedStatus, "status", report.status_detail)
            quads.add_code(node_, HC.modality, "modality", report.modality)
            quads.add_text(node_, HC.attribution, report.attribution)
            quads.add(node_, HC.published,
                      as_date(report.published) if report.published else None)

    def _link_id(self, link: InstitutionLink) -> str:
        return f"link/{digest(link.a, link.b)}"

    def _add_link(self, link: InstitutionLink) -> None:
        quads, id = self.quads, self._link_id(link)
        subject, a, b = (self.iris.thing(each) for each in (id, link.a, link.b))
        quads.add_types(subject, HC.InstitutionLink)
        quads.add(subject, HC.institution, a, b)
        quads.add(a, HC.cooperatesWith, b)
        quads.add(b, HC.cooperatesWith, a)
        countries = self._countries(link)
        if len(countries) == 2:
            quads.add(subject, HC.countryPair, pair_iri((countries[0], countries[1])))
        self._add_reports(subject, id, link.origins, link.reports)

    def _countries(self, link: InstitutionLink) -> list[str]:
        codes = (self.country_of.get(link.a), self.country_of.get(link.b))
        return sorted({code for code in codes if code})

    def _add_origins(self) -> None:
        engagements, links = self.world.engagements, self.world.links
        origins = {report.origin for one in engagements for report in one.reports}
        origins |= {report.origin for one in links for report in one.reports}
        for origin in sorted(origins):
            subject = self.iris.of("origin", origin)
            self.quads.add_types(subject, HC.Origin)
            self.quads.add_text(subject, DCTERMS.identifier, origin)

    def _add_pairs(self) -> None:
        asserted: Counter[tuple[str, str]] = Counter()
        ties: Counter[tuple[str, str]] = Counter()
        pairs = set(self.seen.pairs)
        for engagement in self.world.engagements:
            own = country_ties(engagement)
            pairs.update(own)
            if engagement.modality == "asserted":
                asserted.update(own)
                if engagement.status in TIE_STATUSES:
                    ties.update(own)
        for link in self.world.links:
            countries = self._countries(link)
            if len(countries) == 2:
                pairs.add((countries[0], countries[1]))
        for pair in sorted(pairs):
            subject = pair_iri(pair)
            self.quads.add_types(subject, HC.CountryPair)
            self.quads.add_code(subject, HC.country, "country", *pair)
            self.quads.add(subject, HC.engagementCount, as_integer(asserted[pair]))
            self.quads.add(subject, HC.tieCount, as_integer(ties[pair]))


class _Reader:
    """The world that quads stand for."""

    def __init__(self, described: Described, iris: Iris) -> None:
        self.described, self.iris = described, iris
        #: Articles by IRI.
        self.articles = {
            about.iri: read_article(about) for about in described.of_class(HC.Article)
        }
        self._check_seal()
        self.ids = {
            about.iri: about.one(DCTERMS.identifier)
            for class_ in (HC.Institution, HC.Person, HC.Origin, HC.Engagement)
            for about in described.of_class(class_)
        }

    def _check_seal(self) -> None:
        runs = {
            run.one(PROV.used): run.one(HC.extractorName)
            for run in self.described.of_class(HC.ExtractionRun)
        }
        expected = seal_of(
            (about.one(DCTERMS.identifier), about.one(HC.contentHash), runs[about.iri])
            for about in self.described.of_class(HC.Article)
        )
        world = self.described.find(self.iris.world.value)
        if self.articles and (world is None or world.get(HC.seal) != expected):
            raise StoreError(
                "the articles in the store have changed since it was last assembled; "
                "run kg build again"
            )

    def read(self) -> World:
        described = self.described
        mentions: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for class_ in (HC.InstitutionMention, HC.PersonMention):
            for mention in described.of_class(class_):
                entity = mention.get(HC.refersTo)
                if entity:
                    article = self.articles[mention.one(HC.article)]
                    mentions[entity].append((article.id, mention.one(HC.key)))
        entities = [
            self._entity("institution", about, mentions[about.iri])
            for about in described.of_class(HC.Institution)
        ] + [
            self._entity("person", about, mentions[about.iri])
            for about in described.of_class(HC.Person)
        ]
        engagements = [self._engagement(about) for about in described.of_class(HC.Engagement)]
        links = [self._link(about) for about in described.of_class(HC.InstitutionLink)]
        return World(
            articles=tuple(sorted(self.articles.values(), key=lambda one: one.id)),
            entities=tuple(sorted(entities, key=lambda one: one.id)),
            engagements=tuple(sorted(engagements, key=lambda one: one.id)),
            links=tuple(sorted(links, key=lambda one: (one.a, one.b))),
            threads=read_threads(described, self.ids, self.iris),
            disagreements=read_disagreements(described, self.ids, self.iris),
        )

    def _entity(
        self, kind: Literal["institution", "person"], about: Description,
        mentions: list[tuple[str, str]],
    ) -> Entity:
        type_, country = about.get(HC.institutionType), about.get(HC.country)
        posts = (self.described.about(iri) for iri in about.all(ORG.holds))
        return Entity(
            id=about.one(DCTERMS.identifier),
            kind=kind,
            name=about.one(SKOS.prefLabel),
            type=code_of("kind", type_) if type_ else None,
            country=code_of("country", country) if country else None,
            aliases=tuple(about.all(SKOS.altLabel)),
            roles=tuple(sorted(post.one(SKOS.prefLabel) for post in posts)),
            registry_id=about.get(HC.registryId),
            mentions=tuple(sorted(mentions)),
            matches=tuple(sorted(about.all(SKOS.exactMatch))),
        )

    def _engagement(self, about: Description) -> Engagement:
        detail = about.get(HC.detailedType)
        parts = (self.described.about(iri) for iri in about.all(HC.participation))
        return Engagement(
            id=about.one(DCTERMS.identifier),
            type=code_of("type", about.one(HC.engagementType)),
            status=code_of("status", about.one(HC.status)),
            countries=tuple(code_of("country", iri) for iri in about.all(HC.party)),
            participants=tuple(sorted(self.ids[iri] for iri in about.all(HC.participant))),
            topics=tuple(code_of("topic", iri) for iri in about.all(HC.topic)),
            date=about.get(HC.date),
            place=about.get(HC.place),
            modality=code_of("modality", about.one(HC.modality)),
            origins=int(about.one(HC.originCount)),
            reports=self._reports(about),
            detail=code_of("type", detail) if detail else None,
            roles=tuple(sorted(
                (self._actor(part.one(HC.actor)), code_of("role", part.one(HC.role)))
                for part in parts
            )),
            quantities=tuple(sorted(
                (self._quantity(iri) for iri in about.all(HC.quantity)),
                key=lambda one: (one.unit, one.value, one.qualifier or "", one.state or ""),
            )),
        )

    def _actor(self, iri: str) -> str:
        return self.ids[iri] if iri in self.ids else code_of("country", iri)

    def _quantity(self, iri: str) -> Quantity:
        about = self.described.about(iri)
        return read_quantity(about, Evidence(
            int(about.one(HC.start)), int(about.one(HC.end)), about.one(HC.quote),
            "title" if about.one(HC.field) == "title" else "text",
        ))

    def _link(self, about: Description) -> InstitutionLink:
        a, b = sorted(self.ids[iri] for iri in about.all(HC.institution))
        return InstitutionLink(a, b, int(about.one(HC.originCount)), self._reports(about))

    def _reports(self, about: Description) -> tuple[Report, ...]:
        """Every report, in order of publication, those without a day last; then of claim."""
        reports = (self._report(self.described.about(iri)) for iri in about.all(HC.report))
        return tuple(sorted(reports, key=lambda one: (one.published or "9999", one.claim)))

    def _report(self, about: Description) -> Report:
        article = self.articles[about.one(HC.article)]
        claim = self.described.about(about.one(HC.claim))
        detail = about.get(HC.detailedStatus)
        return Report(
            claim=claim.iri.removeprefix(self.iris.base),
            article=article.id,
            origin=self.ids[about.one(HC.origin)],
            status=code_of("status", about.one(HC.status)),
            modality=code_of("modality", about.one(HC.modality)),
            quotes=evidence_of(self.described, claim),
            confidence=float(claim.one(HC.confidence)),
            rule=claim.one(HC.rule),
            title=article.title,
            publisher=article.publisher,
            published=article.date,
            url=article.url,
            status_detail=code_of("status", detail) if detail else None,
            attribution=about.get(HC.attribution),
        )

