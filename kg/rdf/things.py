"""The things of the assembled graph as quads: each by itself, from what it is made of.

    Entity, Engagement, Thread, … --Things--> quads

No quad belongs to two things. So the assembled graph is the union of its things, and where one of
them changes its quads alone are exchanged (`kg.build`). `kg.rdf.world` writes all of them at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pyoxigraph import NamedNode, Quad

from kg.ids import content_id, digest, mention_id
from kg.model import (
    Decision,
    Disagreement,
    Engagement,
    Entity,
    InstitutionLink,
    Quantity,
    Report,
    Thread,
)
from kg.pairs import country_ties
from kg.rdf.articles import outlet_iri, pair_iri
from kg.rdf.decisions import decision_quads, reviewer_quads
from kg.rdf.iris import Iris, term
from kg.rdf.quads import QuadList, as_date, as_integer, as_text
from kg.rdf.threads import disagreement_quads, report_iri, thread_quads
from kg.vocab import DCTERMS, HC, ORG, PROV, SDO, SKOS

__all__ = ["Things", "link_countries", "link_name"]


class Things:
    """Describes the things of one assembled graph."""

    def __init__(self, iris: Iris) -> None:
        self.iris = iris

    def _quads(self) -> QuadList:
        return QuadList(self.iris.world)

    # What articles are from

    def extractor(self, name: str) -> list[Quad]:
        """What found facts: `name/version`."""
        quads, subject = self._quads(), self.iris.of("extractor", name)
        quads.add_types(subject, HC.Extractor, PROV.SoftwareAgent)
        quads.add_text(subject, SKOS.prefLabel, name)
        quads.add_text(subject, SDO.softwareVersion, name.partition("/")[2] or None)
        return quads

    def outlet(self, publisher: str) -> list[Quad]:
        """Who publishes articles."""
        quads, subject = self._quads(), outlet_iri(self.iris, publisher)
        quads.add_types(subject, HC.Outlet)
        quads.add_text(subject, SKOS.prefLabel, publisher)
        return quads

    def origin(self, article: str) -> list[Quad]:
        """Where the texts of reports go back to: the article with this id."""
        quads, subject = self._quads(), self.iris.of("origin", article)
        quads.add_types(subject, HC.Origin)
        quads.add_text(subject, DCTERMS.identifier, article)
        return quads

    # Who is who

    def mention(self, article: str, key: str) -> NamedNode:
        """The IRI of what an article calls `key`."""
        return self.iris.thing(mention_id(article, key))

    def reference(self, article: str, key: str, entity: str) -> list[Quad]:
        """That a mention of an article means an entity."""
        quads = self._quads()
        quads.add(self.mention(article, key), HC.refersTo, self.iris.thing(entity))
        return quads

    def entity(self, entity: Entity) -> list[Quad]:
        """An institution or person; what mentions it is said by `reference`."""
        quads, subject = self._quads(), self.iris.thing(entity.id)
        quads.add_types(subject, HC.Person if entity.kind == "person" else HC.Institution)
        quads.add_text(subject, DCTERMS.identifier, entity.id)
        quads.add_text(subject, SKOS.prefLabel, entity.name)
        quads.add(subject, SKOS.altLabel, *map(as_text, sorted(set(entity.aliases))))
        quads.add_code(subject, HC.institutionType, "kind", entity.type)
        quads.add_code(subject, HC.country, "country", entity.country)
        quads.add_text(subject, HC.registryId, entity.registry_id)
        quads.add(subject, SKOS.exactMatch, *(NamedNode(iri) for iri in sorted(entity.matches)))
        for office in sorted(set(entity.roles)):
            quads.add(subject, ORG.holds, self._post(office, entity.country))
        return quads

    def _post(self, office: str, country: str | None) -> NamedNode:
        return self.iris.thing(content_id("post", office, country, office))

    def post(self, office: str, country: str | None) -> list[Quad]:
        """An office that people hold."""
        quads, subject = self._quads(), self._post(office, country)
        quads.add_types(subject, ORG.Post)
        quads.add_text(subject, SKOS.prefLabel, office)
        quads.add_code(subject, HC.country, "country", country)
        return quads

    def membership(
        self, person: str, institution: str, first: str | None, last: str | None
    ) -> list[Quad]:
        """That a person's office is one of an institution; articles of the days from `first` to
        `last` say so."""
        quads = self._quads()
        subject = self.iris.thing(f"membership/{digest(person, institution)}")
        quads.add(subject, ORG.organization, self.iris.thing(institution))
        self._add_member(quads, subject, person, first, last)
        return quads

    def holding(
        self, person: str, office: str, country: str | None, first: str | None, last: str | None
    ) -> list[Quad]:
        """That a person holds or held a post; articles of the days from `first` to `last` say so,
        and when it was taken up or left is not known."""
        quads = self._quads()
        subject = self.iris.thing(f"membership/{digest(person, office, country)}")
        quads.add(subject, HC.post, self._post(office, country))
        self._add_member(quads, subject, person, first, last)
        return quads

    def _add_member(
        self, quads: QuadList, subject: NamedNode, person: str, first: str | None, last: str | None
    ) -> None:
        quads.add_types(subject, ORG.Membership)
        quads.add(subject, ORG.member, self.iris.thing(person))
        quads.add(subject, HC.seenFrom, as_date(first) if first else None)
        quads.add(subject, HC.seenUntil, as_date(last) if last else None)

    # What they do

    def engagement(self, engagement: Engagement) -> list[Quad]:
        """An engagement with its reports."""
        quads, subject = self._quads(), self.iris.thing(engagement.id)
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
            quads.add(subject, HC.quantity, self._add_quantity(quads, engagement, quantity))
        self._add_reports(quads, subject, engagement.id, engagement.origins, engagement.reports)
        return quads

    def _add_quantity(
        self, quads: QuadList, engagement: Engagement, quantity: Quantity
    ) -> NamedNode:
        evidence = quantity.evidence
        subject = self.iris.thing("quantity/" + digest(
            engagement.id, quantity.value, quantity.unit, quantity.qualifier, quantity.state,
            evidence.field, evidence.start, evidence.end, evidence.quote,
        ))
        quads.add_quantity(subject, quantity)
        quads.add_text(subject, HC.quote, evidence.quote)
        quads.add_text(subject, HC.field, evidence.field)
        quads.add(subject, HC.start, as_integer(evidence.start))
        quads.add(subject, HC.end, as_integer(evidence.end))
        return subject

    def _add_reports(
        self, quads: QuadList, subject: NamedNode, id: str, origins: int,
        reports: Sequence[Report],
    ) -> None:
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

    def link(self, link: InstitutionLink, countries: Sequence[str]) -> list[Quad]:
        """Two institutions that work together; `countries` are those of both."""
        quads, id = self._quads(), link_name(link.a, link.b)
        subject, a, b = (self.iris.thing(each) for each in (id, link.a, link.b))
        quads.add_types(subject, HC.InstitutionLink)
        quads.add(subject, HC.institution, a, b)
        quads.add(a, HC.cooperatesWith, b)
        quads.add(b, HC.cooperatesWith, a)
        if len(countries) == 2:
            quads.add(subject, HC.countryPair, pair_iri((countries[0], countries[1])))
        self._add_reports(quads, subject, id, link.origins, link.reports)
        return quads

    def pair(self, pair: tuple[str, str], engagements: int, ties: int) -> list[Quad]:
        """Two countries, how many engagements are asserted of both, and how many tie them."""
        quads, subject = self._quads(), pair_iri(pair)
        quads.add_types(subject, HC.CountryPair)
        quads.add_code(subject, HC.country, "country", *pair)
        quads.add(subject, HC.engagementCount, as_integer(engagements))
        quads.add(subject, HC.tieCount, as_integer(ties))
        return quads

    def thread(self, thread: Thread) -> list[Quad]:
        """A thread with its steps, and which engagement leads to which."""
        return thread_quads(thread, self.iris)

    def disagreement(self, one: Disagreement, told: Mapping[str, str]) -> list[Quad]:
        """Where reports do not agree; `told` gives the engagement of each claim."""
        return disagreement_quads(one, told, self.iris)

    # What people decided

    def decision(self, one: Decision, became: Mapping[str, str]) -> list[Quad]:
        """A decision, and what points to it; `became` gives the entity of mentions and the
        engagement of claims, by id."""
        return decision_quads(one, became, self.iris)

    def reviewer(self, name: str) -> list[Quad]:
        """Who decided."""
        return reviewer_quads(name, self.iris)


def link_name(a: str, b: str) -> str:
    """The id of the link of two institutions, by their ids in order."""
    return f"link/{digest(a, b)}"


def link_countries(*codes: str | None) -> list[str]:
    """The countries of the ends of a link, each once, in order."""
    return sorted({code for code in codes if code})
