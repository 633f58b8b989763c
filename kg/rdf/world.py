"""What all articles come to as quads of the assembled graph, and back.

    World --world_quads--> quads            store --read_world--> World

Everything in the world is described here once: institutions, people, outlets, engagements
with a dated report for each claim, links of institutions, pairs of countries; threads,
disagreements and decisions of people too, each as `kg.rdf.things` has it. What one article says
stays in its own graph; this one points there, from a mention to what it means (`hc:refersTo`) and
from a report to its claim. So a `World` is read from both.

The graph carries a seal made from the articles it was assembled from; where the articles
have changed since, the seal no longer fits and the world is not read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from pyoxigraph import Quad

from kg.errors import StoreError
from kg.ids import digest, mention_id
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
from kg.rdf.articles import evidence_of, read_article, read_quantity
from kg.rdf.decisions import read_decisions
from kg.rdf.iris import Iris, code_of
from kg.rdf.quads import Described, Description, QuadList
from kg.rdf.things import Things, link_countries
from kg.rdf.threads import read_disagreements, read_threads
from kg.registry.posts import post_label
from kg.vocab import DCTERMS, HC, ORG, PROV, SKOS

__all__ = [
    "TIE_STATUSES", "Seen", "as_seal", "read_world", "seal_of", "share_of_seal", "world_quads",
]

#: An engagement ties its parties once it is more than a wish or a plan.
TIE_STATUSES: Final = frozenset({"signed", "ongoing", "completed"})


@dataclass(frozen=True, slots=True)
class Seen:
    """What articles name that a World does not hold, for the assembled graph to describe.

    `extractors` made the facts; `pairs` are pairs of countries that articles give; `offices`
    pair the mention of a person with that of the institution the office belongs to, both as
    IRIs; `posts` pair the IRI of the mention of a person with the office as worded; `seal` stands
    for all articles as they are (`seal_of`), `decision_seal` for the decisions of people, empty
    where there are none.
    """

    extractors: Sequence[str] = ()
    pairs: Sequence[tuple[str, str]] = ()
    offices: Sequence[tuple[str, str]] = ()
    posts: Sequence[tuple[str, str]] = ()
    seal: str = ""
    decision_seal: str = ""


def seal_of(articles: Iterable[tuple[str, str, str]]) -> str:
    """Stands for articles as they are: (id, hash of the content, extractor), in any order.

    It is the sum of what stands for each, so that it is brought up to date by what has changed.
    """
    return as_seal(sum(map(share_of_seal, articles)))


def share_of_seal(article: tuple[str, str, str]) -> int:
    """What an article adds to the seal."""
    return int(digest(*article), 16)


def as_seal(total: int) -> str:
    """The seal for a sum of shares."""
    return f"{total % 2**64:016x}"


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
        self.things = Things(iris)
        self.quads = QuadList(iris.world)
        self.country_of = {entity.id: entity.country for entity in world.entities}

    def write(self) -> list[Quad]:
        quads, world, things = self.quads, self.world, self.things
        quads.add_text(self.iris.world, HC.seal, self.seen.seal)
        quads.add_text(self.iris.world, HC.decisionSeal, self.seen.decision_seal or None)
        for extractor in sorted(set(self.seen.extractors)):
            quads += things.extractor(extractor)
        for publisher in sorted({one.publisher for one in world.articles if one.publisher}):
            quads += things.outlet(publisher)
        for entity in world.entities:
            quads += things.entity(entity)
            for article, key in sorted(set(entity.mentions)):
                quads += things.reference(article, key, entity.id)
        self._add_posts()
        told = {report.claim: one.id for one in world.engagements for report in one.reports}
        for engagement in world.engagements:
            quads += things.engagement(engagement)
        for link in world.links:
            quads += things.link(link, self._countries(link))
        for thread in world.threads:
            quads += things.thread(thread)
        for one in world.disagreements:
            quads += things.disagreement(one, told)
        if world.decisions:
            became = told | {mention_id(*mention): entity.id for entity in world.entities
                             for mention in entity.mentions}
            for decision in world.decisions:
                quads += things.decision(decision, became)
            for reviewer in sorted({decision.who for decision in world.decisions}):
                quads += things.reviewer(reviewer)
        for origin in sorted({report.origin for made in (world.engagements, world.links)
                              for each in made for report in each.reports}):
            quads += things.origin(origin)
        self._add_pairs()
        return list(quads)

    def _add_posts(self) -> None:
        days = {article.id: article.date for article in self.world.articles}
        entity_of, day_of = {}, {}
        for entity in self.world.entities:
            for article, key in entity.mentions:
                mention = self.things.mention(article, key).value
                entity_of[mention], day_of[mention] = entity.id, days.get(article)
        for office, country in sorted({
            (office, entity.country or "") for entity in self.world.entities
            for office in entity.roles
        }):
            self.quads += self.things.post(office, country or None)
        members: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for person, institution in self.seen.offices:
            if person in entity_of and institution in entity_of:
                members[entity_of[person], entity_of[institution]].update(
                    filter(None, [day_of[person]]))
        for (person, institution), seen in sorted(members.items()):
            self.quads += self.things.membership(
                person, institution, min(seen, default=None), max(seen, default=None))
        holders: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for person, office in self.seen.posts:
            if person in entity_of:
                holders[entity_of[person], post_label(office)].update(
                    filter(None, [day_of[person]]))
        for (person, office), seen in sorted(holders.items()):
            self.quads += self.things.holding(
                person, office, self.country_of[person], min(seen, default=None),
                max(seen, default=None))

    def _countries(self, link: InstitutionLink) -> list[str]:
        return link_countries(self.country_of.get(link.a), self.country_of.get(link.b))

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
            self.quads += self.things.pair(pair, asserted[pair], ties[pair])


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
            decisions=read_decisions(described),
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

