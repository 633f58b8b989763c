"""Which claims are one act, kept up to date: what changes where claims come, go or mean others.

    claims in and out, those of other entities or origins --Claims--> groups joined anew

What a claim is joined with hangs on the claims beside it (`kg.assemble.joining`), on what their
articles say else of the same countries, and so on: a circle that an index by type, countries, day
and actor finds without looking at others. Each circle is joined by the function that joins all.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kg.assemble.joining import REACH_DAYS, are_beside, join
from kg.assemble.told import Told, to_told
from kg.build.content import to_claim, to_json
from kg.build.index import Index
from kg.ids import number
from kg.model import Article, Claim, Entity
from kg.resolve.places import Places

__all__ = ["Claims", "Joined"]

#: How a claim stands to time, in the table of actors: without any, promised without a day, more
#: than promised. Only such claims are found by their actors; all others by their days.
_TIMELESS: Final = 1
_OPEN: Final = 2
_KEPT: Final = 4

_BY_DAY: Final = "SELECT claim FROM moment WHERE cell = ? AND day BETWEEN ? AND ?"
_BY_ACTOR: Final = """
    SELECT claim FROM actor WHERE cell = ? AND actor IN (SELECT value FROM json_each(?))
    AND (standing & ? OR ?)"""
_BY_ORIGIN: Final = """
    SELECT claim.n FROM article JOIN claim ON claim.article = article.n
    WHERE article.origin = ? AND claim.cell = ?"""
_TELL: Final = """
    SELECT claim.n, claim.id, claim.content, article.n, article.id, article.day, origin.id
    FROM claim JOIN article ON article.n = claim.article
    JOIN article AS origin ON origin.n = article.origin
    WHERE claim.n IN (SELECT value FROM json_each(?))"""


@dataclass(frozen=True, slots=True)
class Joined:
    """What was joined anew of a block, the claims of one set of countries: the acts that they
    were reports of `before`, and the `groups` that are one act each now."""

    block: int
    before: frozenset[str]
    groups: Sequence[Sequence[Told]]


@dataclass
class _Touched:
    """What has changed in a block: claims that are new or not as they were, those that stood
    beside one that is gone, the acts of which one went."""

    claims: set[int] = field(default_factory=set)
    left: set[int] = field(default_factory=set)
    acts: set[str] = field(default_factory=set)


class Claims:
    """The claims in an index, while it is changed."""

    def __init__(self, index: Index, places: Places) -> None:
        self._index, self._places = index, places
        self._touched: defaultdict[int, _Touched] = defaultdict(_Touched)
        #: Of the block at hand: claims as assembling looks at them, and the origin of each.
        self._told: dict[int, Told] = {}
        self._origin: dict[int, int] = {}
        self._kinds: dict[str, Entity] = {}

    def put(self, article: int, claims: Mapping[str, Claim]) -> None:
        """Put in the claims of an article, by id."""
        rows = []
        for id, claim in claims.items():
            n, block = number(id), number("block", *sorted(claim.countries))
            rows.append((n, id, article, block, number(block, claim.type), to_json(claim)))
            self._touched[block].claims.add(n)
        self._index.many("INSERT INTO claim VALUES (?, ?, ?, ?, ?, NULL, '', ?)", rows)

    def drop(self, article: int) -> None:
        """Take out the claims of an article."""
        rows = self._index.rows(
            "SELECT n, block, cell, signs, act FROM claim WHERE article = ?", article)
        for n, block, cell, signs, act in rows:
            touched = self._touched[block]
            touched.left |= self._part(n)
            touched.acts.update([act] if act else [])
            self._erase(n, cell, signs)
        self._index.do("DELETE FROM claim WHERE article = ?", article)
        for n, block, *_ in rows:
            self._touched[block].left.discard(n)
            self._touched[block].claims.discard(n)

    def touch(self, articles: Iterable[int]) -> None:
        """Say that the claims of these articles have other entities or another origin."""
        for n, block in self._index.among(
            "SELECT n, block FROM claim WHERE article IN (SELECT value FROM json_each(?))",
            sorted(articles),
        ):
            self._touched[block].claims.add(n)

    def settle(self) -> Iterator[Joined]:
        """Join what has changed anew, block by block, in order."""
        for block in sorted(self._touched):
            yield self._settle(block, self._touched[block])
            self._told.clear()
            self._origin.clear()
        self._touched.clear()
        self._kinds.clear()

    def _settle(self, block: int, touched: _Touched) -> Joined:
        left = touched.left - touched.claims
        for n in sorted(touched.claims):
            left |= self._part(n)
        self._write_signs(sorted(touched.claims))
        self._find_beside(sorted(touched.claims))
        circles = self._circles(touched.claims | left)
        concerned = sorted(n for circle in circles for n in circle)
        self._tell(concerned)
        acts = {act for act, in self._index.among(
            "SELECT DISTINCT act FROM claim WHERE act IS NOT NULL "
            "AND n IN (SELECT value FROM json_each(?))", concerned)}
        return Joined(block, frozenset(acts | touched.acts), [
            group for circle in circles
            for group in join((self._told[n] for n in circle), self._places)])

    def assign(self, act: str, group: Sequence[Told]) -> None:
        """Say of which act the claims of a group are reports."""
        self._index.many("UPDATE claim SET act = ? WHERE n = ? AND act IS NOT ?", [
            (act, number(told.id), act) for told in group])

    # Which claims are beside each other

    def _part(self, n: int) -> set[int]:
        """Take back what stands beside a claim. Returns who did."""
        others = {other for other, in self._index.rows("SELECT b FROM beside WHERE a = ?", n)}
        if others:
            self._index.many("DELETE FROM beside WHERE a = ? AND b = ?", [
                pair for other in others for pair in ((n, other), (other, n))])
        return others

    def _erase(self, n: int, cell: int, signs: str) -> None:
        if signs:
            days, actors, _ = json.loads(signs)
            self._index.many("DELETE FROM moment WHERE cell = ? AND day = ? AND claim = ?", [
                (cell, day, n) for day in days])
            self._index.many("DELETE FROM actor WHERE cell = ? AND actor = ? AND claim = ?", [
                (cell, actor, n) for actor in actors])

    def _write_signs(self, claims: Sequence[int]) -> None:
        """Write by what claims are found, where that is not as it was."""
        self._tell(claims)
        moments, actors, signs = [], [], []
        for n, cell, was in self._index.among(
            "SELECT n, cell, signs FROM claim WHERE n IN (SELECT value FROM json_each(?))", claims
        ):
            told = self._told[n]
            days, names = sorted(told.moments()), [number(name) for name in told.participants]
            now = json.dumps([days, names, _standing(told)])
            if now != was:
                self._erase(n, cell, was)
                moments += [(cell, day, n) for day in days]
                actors += [(cell, name, n, _standing(told)) for name in names]
                signs.append((now, n))
        self._index.many("INSERT INTO moment VALUES (?, ?, ?)", moments)
        self._index.many("INSERT INTO actor VALUES (?, ?, ?, ?)", actors)
        self._index.many("UPDATE claim SET signs = ? WHERE n = ?", signs)

    def _find_beside(self, claims: Sequence[int]) -> None:
        pairs: set[tuple[int, int]] = set()
        for n, cell in self._index.among(
            "SELECT n, cell FROM claim WHERE n IN (SELECT value FROM json_each(?))", claims
        ):
            told, others = self._told[n], set()
            for day in told.moments():
                others.update(self._index.rows(_BY_DAY, cell, day - REACH_DAYS, day + REACH_DAYS))
            if told.participants:
                standing = _standing(told)
                wanted = _TIMELESS | (_KEPT if standing & _OPEN else 0) | (
                    _OPEN if standing & _KEPT else 0)
                others.update(self._index.rows(
                    _BY_ACTOR, cell, json.dumps([number(name) for name in told.participants]),
                    wanted, standing & _TIMELESS))
            others.update(self._index.rows(_BY_ORIGIN, self._origin[n], cell))
            pairs.update((min(n, other), max(n, other)) for other, in others if other != n)
        self._tell(n for pair in pairs for n in pair)
        self._index.many("INSERT INTO beside VALUES (?, ?)", [
            pair for a, b in sorted(pairs)
            if are_beside(self._told[a], self._told[b], self._places)
            for pair in ((a, b), (b, a))])

    def _circles(self, start: set[int]) -> list[list[int]]:
        """The claims that a chain connects with those at the start, chain by chain."""
        found: list[list[int]] = []
        done: set[int] = set()
        for first in sorted(start):
            if first in done:
                continue
            circle, waiting = {first}, [first]
            while waiting:
                named = json.dumps(waiting)
                near = {n for n, in self._index.rows("""
                    SELECT b FROM beside WHERE a IN (SELECT value FROM json_each(?))
                    UNION ALL
                    SELECT also.n FROM claim AS own JOIN claim AS also
                    ON also.article = own.article AND also.block = own.block
                    WHERE own.n IN (SELECT value FROM json_each(?))""", named, named)}
                waiting = sorted(near - circle)
                circle |= near
            done |= circle
            found.append(sorted(circle))
        return found

    # Claims as assembling looks at them

    def _tell(self, claims: Iterable[int]) -> None:
        """Read those of `claims` that are not at hand."""
        wanted = sorted(set(claims) - self._told.keys())
        if not wanted:
            return
        rows = self._index.among(_TELL, wanted)
        articles = {n: name for _, _, _, n, name, _, _ in rows}
        mapping = {
            (articles[n], key): entity for n, key, entity in self._index.among("""
                SELECT mention.article, mention.key, wording.entity
                FROM mention JOIN wording ON wording.n = mention.wording
                WHERE mention.article IN (SELECT value FROM json_each(?))""", sorted(articles))
        }
        missing = sorted(set(mapping.values()) - self._kinds.keys())
        for id, kind, type_, country in self._index.among(
            "SELECT id, kind, type, country FROM entity "
            "WHERE id IN (SELECT value FROM json_each(?))", missing
        ):
            self._kinds[id] = Entity(id, kind, "", type_, country)
        for n, id, content, _, name, day, origin in rows:
            self._told[n] = to_told(
                id, to_claim(content), Article(name, "", date=day), origin, mapping, self._kinds)
            self._origin[n] = number("article", origin)


def _standing(told: Told) -> int:
    return (
        (0 if told.moments() else _TIMELESS)
        | (_OPEN if told.is_promise and not told.days else 0)
        | (0 if told.is_promise else _KEPT)
    )
