"""The assembled graph brought up to the articles: what they touch is made anew, the rest stays.

    stale articles --> rows of the index --> origins, names, blocks of claims, links
                   --> things that changed --> one change of the store

Every step works on blocks that an index finds, so that an article costs what it touches, however
many others there are; and every block is made by the functions that make all of them
(`assemble_all`), so that the graph is the same bytes whichever way it came about. All articles
are stale where the index does not fit the store.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

import pyoxigraph as ox

from kg import __version__
from kg.assemble import assemble_acts
from kg.assemble.acts import Act, read_act, to_act, to_json
from kg.assemble.disagreements import find_disagreements, to_occasions
from kg.assemble.engagements import to_engagement
from kg.assemble.links import link_report, to_links
from kg.assemble.told import to_report
from kg.build.claims import Claims, Joined
from kg.build.graph import Graph, Share
from kg.build.index import Index
from kg.build.names import Names
from kg.build.texts import Texts
from kg.ids import article_number, claim_id, digest, link_id, number
from kg.model import (
    JOINT,
    Article,
    Claim,
    Engagement,
    Facts,
    Report,
)
from kg.pairs import country_ties
from kg.rdf.things import Things, link_countries, link_name
from kg.rdf.world import TIE_STATUSES, as_seal, share_of_seal
from kg.registry import Registry
from kg.registry.posts import post_label
from kg.resolve.places import Places
from kg.store import Store
from kg.table import Thing

__all__ = ["Changes", "update"]

#: Goes up when the same articles come to other quads, or the index gets other tables.
_VERSION: Final = 4


@dataclass
class Changes:
    """What an update changed, for whoever keeps the same in another form.

    `articles` are those that were put in or taken out; `removed` are the ids of things that are
    gone or were replaced, `put` those that are new, with reports that hold no quotes and nothing
    of what their article says of itself. Entities are among them also where no more than their
    mentions changed. `whole` says that all is new: what was put is all there is.
    """

    whole: bool = False
    articles: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)
    put: list[Thing] = field(default_factory=list)

    def add(self, more: Changes) -> None:
        """Take in what changed after."""
        self.whole |= more.whole
        self.articles |= more.articles
        self.removed |= more.removed
        self.put += more.put


def update(
    store: Store,
    index: Index,
    registry: Registry,
    places: Places,
    *,
    known: Mapping[str, tuple[Article, Facts]] | None = None,
    listener: Callable[[Changes], None] | None = None,
) -> None:
    """Bring the assembled graph of `store` up to its articles, with the index that is kept of it.

    `known` are articles with their facts, as the store gives them back, that need not be read
    again. `listener` is told what changed, where that is much in several calls.
    """
    made_with = digest(
        __version__, _VERSION, store.iris.base, registry.digest, places.digest)
    whole = store.decision_seal() != "" or not index.fits(made_with, store.seal())
    stale: Iterable[str] = store.stale()
    if whole:
        index.clear()
        stale = store.article_ids()
    index.begin()
    try:
        _Update(store, index, registry, places, known or {}, listener, whole).run(
            stale, made_with)
    except BaseException:
        index.rollback()
        raise


class _Update:
    """One update."""

    def __init__(
        self, store: Store, index: Index, registry: Registry, places: Places,
        known: Mapping[str, tuple[Article, Facts]],
        listener: Callable[[Changes], None] | None, whole: bool,
    ) -> None:
        self.store, self.index, self.places, self.known = store, index, places, known
        self.texts, self.names = Texts(index), Names(index, registry)
        self.claims = Claims(index, places)
        self.things = Things(store.iris)
        self.graph = Graph(index, self.things, self._hand_on)
        self.listener, self.whole = listener, whole
        self.changes = Changes()
        #: What is to be made anew: what the acts of a block come to, links by their ends.
        self.blocks: set[int] = set()
        self.ends: set[str] = set()
        self._seal = store.seal()
        self._changed = False

    def run(self, stale: Iterable[str], made_with: str) -> None:
        """Carry it out."""
        if self.whole:
            self.index.doubt()
            self.store.change(replace={self.store.iris.world: ()})
            self._seal = None
            self._changed = True
        stale = list(stale)
        total = int(self._seal or "0", 16)
        for name in stale:
            total += self._exchange(name)
        moved = self.texts.settle()
        concerned = self.names.settle()
        own = {article_number(name) for name in stale}
        self.claims.touch(moved | concerned | own)
        self._touch_links(moved | concerned | own)
        self._entities()
        self._articles(concerned | own)
        for joined in self.claims.settle():
            self._joined(joined)
            self._pause()
        for block in sorted(self.blocks):
            self._block(block)
            self._pause()
        for ends in sorted(self.ends):
            self._link(ends)
            self._pause()
        self.graph.settle()
        self.changes.articles.update(stale)
        self._finish(stale, as_seal(total))
        self.index.commit(made_with, as_seal(total))

    # Handing on

    def _hand_on(self, remove: Sequence[ox.Quad], add: Sequence[ox.Quad]) -> None:
        """Change the store before the end: from then on it is out of date until the end."""
        if not self._changed:
            self.index.doubt()
            self._changed = True
            remove = [*remove, *self.store.seal_quads(self._seal)]
            self._seal = None
        self.store.change(remove=remove, add=add)
        self._tell()

    def _pause(self) -> None:
        self.graph.pause()

    def _tell(self) -> None:
        if self.listener is not None:
            self.changes.removed |= {id for id in self.graph.removed if ":" not in id}
            self.changes.whole = self.whole
            self.listener(self.changes)
        self.graph.removed.clear()
        self.changes = Changes()

    def _say(self, thing: Thing) -> None:
        if self.listener is not None:
            self.changes.put.append(thing)

    def _finish(self, stale: Sequence[str], seal: str) -> None:
        """The last change, with the seal; what was stale is not any more."""
        self.index.doubt()
        remove, add = self.graph.take()
        quads = self.store.seal_quads
        self.store.change(
            remove=[*remove, *quads(self._seal), *self.store.stale_quads(stale)],
            add=[*add, *quads(seal)])
        self._tell()

    # Rows of articles

    def _exchange(self, name: str) -> int:
        """Put the rows of an article in the place of its old ones. Returns by how much the sum
        of shares grows."""
        n, index = article_number(name), self.index
        was = index.one("SELECT id, share FROM article WHERE n = ?", n)
        grows = 0
        if was is not None:
            assert was[0] == name, f"two articles with one number: {was[0]!r}, {name!r}"
            grows -= int(was[1], 16)
            self.texts.drop(n)
            self.names.drop(n)
            self.claims.drop(n)
            self.ends.update(ends for ends, in index.rows(
                "SELECT ends FROM link WHERE article = ?", n) if ends)
            index.do("DELETE FROM link WHERE article = ?", n)
            index.do("DELETE FROM article WHERE n = ?", n)
        told = self.known.get(name) or self.store.article(name)
        if told is not None:
            grows += self._put(n, *told)
        return grows

    def _put(self, n: int, article: Article, facts: Facts) -> int:
        index = self.index
        extractors = facts.extractor.split(JOINT)
        offices = [[one.key, one.institution] for one in facts.people if one.institution]
        posts = [[one.key, post_label(one.role)] for one in facts.people if one.role]
        share = share_of_seal(
            (article.id, self.store.hash_of(article.id), facts.extractor))
        index.do(
            "INSERT INTO article VALUES (?, ?, ?, ?, ?, ?, ?, ?)", n, article.id, article.date,
            article.publisher, article.sketch,
            json.dumps([extractors, facts.pairs, offices, posts]), f"{share:x}", n)
        self.texts.put(n)
        self.names.put(n, facts)
        claims = {claim_id(article.id, claim): claim for claim in facts.claims}
        self.claims.put(n, claims)
        index.many("INSERT INTO link VALUES (?, ?, ?, ?, ?, NULL)", [
            (link_id(article.id, link), n, link.a, link.b,
             _report_json(link_report(link, article, "", claims)))
            for link in facts.links])
        return share

    # What is to be made anew

    def _touch_links(self, articles: Iterable[int]) -> None:
        """Find the ends of the links that these articles tell; old ones and new are touched."""
        rows = self.index.among("""
            SELECT link.id, link.ends, one.entity, other.entity FROM link
            JOIN mention AS a ON a.article = link.article AND a.key = link.a
            JOIN mention AS b ON b.article = link.article AND b.key = link.b
            JOIN wording AS one ON one.n = a.wording JOIN wording AS other ON other.n = b.wording
            WHERE link.article IN (SELECT value FROM json_each(?))""", sorted(articles))
        changed = []
        for id, was, *entities in rows:
            # Two names of one institution, as other articles tell, are no link.
            ends = json.dumps(sorted(entities)) if entities[0] != entities[1] else None
            self.ends.update(each for each in (was, ends) if each)
            if ends != was:
                changed.append((ends, id))
        self.index.many("UPDATE link SET ends = ? WHERE id = ?", changed)

    # Things

    def _entities(self) -> None:
        for id, entity in sorted(self.names.entities.items()):
            if entity is None:
                self.graph.drop(id)
                continue
            shares = [Share("post", json.dumps([office, entity.country]))
                      for office in sorted(set(entity.roles))]
            self.graph.put(id, _mark(entity), partial(self.things.entity, entity), shares)
            if self.listener is not None:
                self.changes.put.append(replace(entity, mentions=self.names.mentions(id)))

    def _articles(self, articles: Iterable[int]) -> None:
        """What the mentions of articles mean, and what else articles have a part in."""
        for n in sorted(articles):
            row = self.index.one(
                "SELECT id, day, publisher, content FROM article WHERE n = ?", n)
            if row is None:
                self.graph.drop(f"article:{n}")
                continue
            name, day, publisher, content = row
            extractors, pairs, offices, posts = json.loads(content)
            rows = self.index.rows(
                "SELECT key, entity, entity.country FROM mention "
                "JOIN wording ON wording.n = mention.wording "
                "JOIN entity ON entity.id = wording.entity WHERE article = ?", n)
            meant: dict[str, str] = {key: entity for key, entity, _ in rows}
            country = {key: code for key, _, code in rows}
            shares = [Share("extractor", each) for each in sorted(set(extractors))]
            shares += [Share("outlet", publisher)] if publisher else []
            shares += [Share("pair", json.dumps(pair)) for pair in pairs]
            shares += [Share("membership", each, day=day) for each in sorted({
                json.dumps([meant[person], meant[body]]) for person, body in offices})]
            shares += [Share("holding", each, day=day) for each in sorted({
                json.dumps([meant[person], office, country[person]])
                for person, office in posts})]
            self.graph.put(f"article:{n}", digest(shares, sorted(meant.items())),
                           partial(self._references, name, meant), shares)
            self._pause()

    def _references(self, article: str, meant: Mapping[str, str]) -> list[ox.Quad]:
        return [quad for key in sorted(meant)
                for quad in self.things.reference(article, key, meant[key])]

    def _joined(self, joined: Joined) -> None:
        """Exchange the engagements of what was joined anew, and what their reports disagree on."""
        made: dict[str, tuple[Thing, Callable[[], list[ox.Quad]], list[Share], int]] = {}
        acts: dict[str, Act] = {}
        engagements = set()
        # All that an article says of a block is joined anew together.
        occasions = to_occasions([told for group in joined.groups for told in group])
        for group in joined.groups:
            one = to_engagement(group)
            owner = number("act", one.id)
            engagements.add(one.id)
            self.claims.assign(one.id, group)
            made[one.id] = one, partial(self.things.engagement, one), _shares(one), owner
            told = {report.claim: one.id for report in one.reports}
            for each in find_disagreements(one, group, occasions):
                made[each.id] = each, partial(self.things.disagreement, each, told), [], owner
            act = to_act(one, group)
            if act is not None:
                acts[act.id] = act
        self._exchange_things(
            {number("act", id) for id in joined.before | engagements}, made)
        self._exchange_acts(joined.block, joined.before, acts)

    def _exchange_acts(self, block: int, before: Iterable[str], acts: Mapping[str, Act]) -> None:
        """Write the acts of a joined. What comes of a block's is made anew where one changed."""
        names = sorted({*before, *acts})
        was: dict[str, str] = dict(self.index.among(
            "SELECT id, content FROM act WHERE id IN (SELECT value FROM json_each(?))", names))
        now = {id: to_json(act) for id, act in acts.items()}
        if was != now:
            self.blocks.add(block)
            self.index.many("DELETE FROM act WHERE id = ?", [
                (id,) for id in sorted(was.keys() - now.keys())])
            self.index.many("INSERT OR REPLACE INTO act VALUES (?, ?, ?)", [
                (id, block, line) for id, line in sorted(now.items()) if was.get(id) != line])

    def _block(self, block: int) -> None:
        """Exchange what all acts of a block come to."""
        acts = [read_act(line) for line, in self.index.rows(
            "SELECT content FROM act WHERE block = ?", block)]
        threads, disagreements = assemble_acts(acts, self.places)
        told = {claim: act.id for act in acts for claim in act.built}
        made: dict[str, tuple[Thing, Callable[[], list[ox.Quad]], list[Share], int]] = {
            one.id: (one, partial(self.things.thread, one), [], block) for one in threads
        }
        for one in disagreements:
            made[one.id] = one, partial(self.things.disagreement, one, told), [], block
        self._exchange_things([block], made)

    def _exchange_things(
        self, owners: Iterable[int],
        made: Mapping[str, tuple[Thing, Callable[[], list[ox.Quad]], list[Share], int]],
    ) -> None:
        """Put what was made in the place of what these owned."""
        for id in sorted(self.graph.of_owners(sorted(owners)) - made.keys()):
            self.graph.drop(id)
        for id, (thing, quads, shares, owner) in made.items():
            if self.graph.put(id, _mark(thing), quads, shares, owner=owner):
                self._say(thing)

    def _link(self, ends: str) -> None:
        """Exchange a link of two institutions."""
        a, b = json.loads(ends)
        told = [
            ((a, b), to_report(id, _status(content), Article(name, "", date=day), origin))
            for id, content, name, day, origin in self.index.rows("""
                SELECT link.id, link.content, article.id, article.day, origin.id
                FROM link JOIN article ON article.n = link.article
                JOIN article AS origin ON origin.n = article.origin
                WHERE link.ends = ?""", ends)
        ]
        id = link_name(a, b)
        if not told:
            self.graph.drop(id)
            return
        link, = to_links(told)
        codes: dict[str, str | None] = dict(self.index.rows(
            "SELECT id, country FROM entity WHERE id IN (?, ?)", a, b))
        countries = link_countries(codes[a], codes[b])
        shares = _origins(link.reports)
        if len(countries) == 2:
            shares.append(Share("pair", json.dumps(countries)))
        if self.graph.put(id, digest(_mark(link), countries),
                          partial(self.things.link, link, countries), shares):
            self._say(link)


def _mark(thing: Thing) -> str:
    return hashlib.blake2b(repr(thing).encode("utf-8", "surrogatepass"),
                           digest_size=16).hexdigest()


def _origins(reports: Iterable[Report]) -> list[Share]:
    return [Share("origin", name) for name in sorted({report.origin for report in reports})]


def _shares(engagement: Engagement) -> list[Share]:
    asserted = engagement.modality == "asserted"
    tie = asserted and engagement.status in TIE_STATUSES
    parties = [Share("party", code) for code in sorted(set(engagement.countries))]
    return _origins(engagement.reports) + parties + [
        Share("pair", json.dumps(pair), int(asserted), int(tie))
        for pair in country_ties(engagement)
    ]


def _report_json(report: Report) -> str:
    """What the report of a link says itself."""
    return json.dumps([report.status, report.status_detail, report.modality, report.attribution,
                       report.confidence, report.rule])


def _status(content: str) -> Claim:
    """What `_report_json` wrote, as the claim that it was made from."""
    status, detail, modality, attribution, confidence, rule = json.loads(content)
    return Claim("cooperation", status, (), (), rule, status_detail=detail, modality=modality,
                 attribution=attribution, confidence=confidence)
