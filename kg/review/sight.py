"""A store as review looks at it: the assembled world, and what articles say of each thing in it.

    Store -> Sight

The world is read once; what one article says is read when it is asked for, and what all say where
many are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Final

from kg.assemble.told import Told, to_told
from kg.decisions import decision_of, grounds_of
from kg.decisions.ground import mentions_of
from kg.decisions.rules import kind_of
from kg.decisions.settle import corrected
from kg.errors import StoreError, UsageError
from kg.ids import article_name, claim_id, decision_id, mention_id
from kg.model import (
    Article,
    Claim,
    Decision,
    Engagement,
    Entity,
    Facts,
    Ground,
    Institution,
    Person,
    Report,
)
from kg.rdf.articles import from_quads
from kg.rdf.iris import node
from kg.resolve.places import Places, read_places
from kg.resources import data_path
from kg.store import Store
from kg.store.tables import facts_of, world_of
from kg.vocab import HC

__all__ = ["Sight"]

Mention = tuple[str, str]

#: So many articles are read one by one; who asks for more will ask for most.
_MOST_ALONE: Final = 20


class Sight:
    """The world of a store, by id, and the facts behind it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.world = replace(world_of(store), decisions=_decisions(store))
        self.articles: Mapping[str, Article] = {one.id: one for one in self.world.articles}
        self.entities: Mapping[str, Entity] = {one.id: one for one in self.world.entities}
        self.engagements: Mapping[str, Engagement] = {
            one.id: one for one in self.world.engagements}
        self.engagement_of: Mapping[str, str] = {
            report.claim: one.id for one in self.world.engagements for report in one.reports}
        self._read: dict[str, Facts] = {}
        self._grounds: dict[str, Mapping[str, Ground]] = {}
        self._claims: dict[str, Mapping[str, Claim]] = {}
        self._mentions: dict[str, Mapping[str, Institution | Person]] = {}

    @cached_property
    def mapping(self) -> Mapping[Mention, str]:
        """The entity of each (article id, key)."""
        return {mention: one.id for one in self.world.entities for mention in one.mentions}

    @cached_property
    def taking_part(self) -> Mapping[str, list[str]]:
        """The engagements that each entity takes part in, by id."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for one in self.world.engagements:
            for name in one.participants:
                found[name].append(one.id)
        return found

    @cached_property
    def decisions_on(self) -> Mapping[str, list[Decision]]:
        """The decisions that rest on a claim or mention, by its id."""
        found: defaultdict[str, list[Decision]] = defaultdict(list)
        for one in self.world.decisions:
            for name in sorted({ground.id for ground in one.ground}):
                found[name].append(one)
        return found

    @cached_property
    def places(self) -> Places:
        """The places that assembling compares."""
        return read_places(data_path("country_names.csv"), data_path("cities.csv"))

    def facts(self, article: str) -> Facts:
        """What an article says; where many are asked for, without what none of them is asked for
        here (`kg.store.tables.facts_of`). Raises UsageError for one that is not in the store."""
        if article not in self._read:
            if article not in self.articles:
                raise UsageError(f"no article {article!r} in the store")
            if len(self._read) == _MOST_ALONE:
                for one in facts_of(self.store):
                    self._read.setdefault(one.article, one)
                return self._read[article]
            graph = self.store.iris.article_graph(article)
            try:
                _, self._read[article] = from_quads(
                    self.store.match(graph=graph), iris=self.store.iris)
            except (ValueError, KeyError) as error:
                raise StoreError(f"what is stored of article {article!r} is damaged: "
                                 f"{error}") from error
        return self._read[article]

    def grounds(self, article: str) -> Mapping[str, Ground]:
        """All of an article that can be decided on, by id."""
        if article not in self._grounds:
            self._grounds[article] = grounds_of(self.facts(article))
        return self._grounds[article]

    def mention(self, mention: Mention) -> Institution | Person:
        """How an article names an entity."""
        article, key = mention
        if article not in self._mentions:
            self._mentions[article] = {one.key: one for one in mentions_of(self.facts(article))}
        return self._mentions[article][key]

    def wordings(self, entity: Entity) -> Mapping[str, list[Mention]]:
        """The mentions of an entity by the name they have."""
        found: defaultdict[str, list[Mention]] = defaultdict(list)
        for mention in entity.mentions:
            found[self.mention(mention).name].append(mention)
        return found

    def article_of(self, id: str) -> str | None:
        """The article that a claim or mention with this id is of; None where none is."""
        _, _, rest = id.partition("/")
        return self._article_names.get(rest.rpartition(".")[0])

    @cached_property
    def _article_names(self) -> Mapping[str, str]:
        return {article_name(name): name for name in self.articles}

    def claim(self, id: str) -> Claim | None:
        """A claim as its article was read, by id."""
        article = self.article_of(id)
        if article is None or kind_of(id) != "claim":
            return None
        if article not in self._claims:
            self._claims[article] = {
                claim_id(article, one): one for one in self.facts(article).claims}
        return self._claims[article].get(id)

    def told(self, report: Report) -> Told:
        """A claim as it was compared with others, as a person corrected it where one did."""
        claim = self.claim(report.claim)
        assert claim is not None, f"a report of a claim that is not there: {report.claim}"
        for one in self.decisions_on.get(report.claim, ()):
            if one.verb == "correct" and one.targets[0] == report.claim:
                claim = corrected(claim, dict(one.changes))
        return to_told(report.claim, claim, self.articles[report.article], report.origin,
                       self.mapping, self.entities)

    def context(self, ground: Ground) -> str:
        """The quote of a ground; of a name, the shortest quote of the article that holds it."""
        if kind_of(ground.id) != "mention":
            return ground.quote
        facts = self.facts(ground.article)
        found = next((one for one in mentions_of(facts)
                      if mention_id(ground.article, one.key) == ground.id), None)
        if found is None or not found.evidence:
            return ground.quote
        place = found.evidence[0]
        cited = [each for claim in facts.claims for each in claim.evidence]
        cited += [each for link in facts.links for each in link.evidence]
        around = [
            each for each in cited
            if each.field == place.field and each.start <= place.start and place.end <= each.end
        ]
        return min((" ".join(each.quote.split()) for each in around),
                   key=lambda quote: (len(quote), quote), default=ground.quote)

    def entity_of(self, mention: str) -> str | None:
        """The entity that a mention, by its id, is of."""
        article = self.article_of(mention)
        return None if article is None else next(
            (self.mapping.get((article, one.key)) for one in mentions_of(self.facts(article))
             if mention_id(article, one.key) == mention), None)


def _decisions(store: Store) -> tuple[Decision, ...]:
    """The decisions that the assembled graph was made with, in order of id."""
    records = store.match(predicate=node(HC.record), graph=store.iris.world)
    found = (decision_of(getattr(quad.object, "value", "")) for quad in records)
    return tuple(sorted(found, key=decision_id))
