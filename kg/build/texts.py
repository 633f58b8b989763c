"""Which articles go back to one text, kept up to date: `kg.sources.find_origins`, a text at a time.

    article in or out --Texts--> pairs of one text --> articles whose origin is another now

Two articles are compared where a sequence of words brings them together, as `find_origins` has
it: in a long list of holders only neighbours are. So an article that comes or goes can make
strangers of two others, or neighbours; those pairs are looked at again, and no others.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations, product
from typing import Final

from kg.build.index import Index
from kg.model import Article
from kg.sources.origins import (
    ALL_PAIRS_UP_TO,
    NEIGHBOURS,
    Sketch,
    is_one_text,
    origin_order,
    read_sketch,
)

__all__ = ["Texts"]

Pair = tuple[int, int]

#: Sketches that are held in memory.
_MOST_TEXTS: Final = 4096

#: The holders of each hash in order, but no more of one than so many.
_HOLDERS: Final = """
    SELECT each.value, held.article FROM json_each(?) AS each CROSS JOIN shingle AS held
    WHERE held.hash = each.value AND held.article IN (
        SELECT article FROM shingle WHERE hash = each.value ORDER BY article LIMIT ?)"""
_BEFORE: Final = """
    SELECT article FROM shingle WHERE hash = ? AND article < ? ORDER BY article DESC LIMIT ?"""
_AFTER: Final = """
    SELECT article FROM shingle WHERE hash = ? AND article > ? ORDER BY article LIMIT ?"""


class Texts:
    """The texts in an index, while it is changed."""

    def __init__(
        self, index: Index, *, all_pairs: int = ALL_PAIRS_UP_TO, neighbours: int = NEIGHBOURS
    ) -> None:
        self._index, self._all_pairs, self._neighbours = index, all_pairs, neighbours
        #: Articles whose origin may be another now.
        self._touched: set[int] = set()
        self._texts: dict[int, tuple[Article, Sketch]] = {}

    def _text(self, article: int) -> tuple[Article, Sketch]:
        if article not in self._texts:
            if len(self._texts) >= _MOST_TEXTS:
                self._texts.clear()
            self._texts[article] = self._read(article)
        return self._texts[article]

    def _read(self, article: int) -> tuple[Article, Sketch]:
        row = self._index.one("SELECT id, day, publisher, sketch FROM article WHERE n = ?", article)
        assert row is not None  # who holds a hash is there
        name, day, publisher, sketch = row
        return Article(name, "", date=day, publisher=publisher), read_sketch(sketch)

    # Articles in and out

    def put(self, article: int) -> None:
        """Put in an article whose row is in the index, with its sketch if it has one."""
        self._touched.add(article)
        row = self._index.one("SELECT sketch FROM article WHERE n = ?", article)
        if row is None or not row[0]:
            return
        _, sketch = self._text(article)
        self._index.many(
            "INSERT INTO shingle VALUES (?, ?)", [(value, article) for value in sketch.hashes])
        together: set[Pair] = set()
        apart: set[Pair] = set()
        for value, holders in self._holders(sketch).items():
            if len(holders) <= self._all_pairs:
                together.update(_pair(article, other) for other in holders if other != article)
                continue
            if len(holders) == self._all_pairs + 1:
                # Up to now all of them were compared.
                others = [other for other in holders if other != article]
                apart.update(_pair(a, b) for (i, a), (j, b) in combinations(enumerate(others), 2)
                             if j - i >= self._neighbours)
            before, after = self._beside(value, article)
            together.update(_pair(article, other) for other in (*before, *after))
            apart.update(_straddling(before, after, self._neighbours))
        self._compare(together)
        for a, b in self._joined(apart):
            if not self._meet(a, b):
                self._index.many("DELETE FROM alike WHERE a = ? AND b = ?", [(a, b), (b, a)])
                self._touched.update((a, b))

    def drop(self, article: int) -> None:
        """Take out an article, whose row is still in the index."""
        row = self._index.one("SELECT sketch FROM article WHERE n = ?", article)
        joined = [other for other, in self._index.rows(
            "SELECT b FROM alike WHERE a = ?", article)]
        self._touched.update(joined)
        self._touched.discard(article)
        self._index.many("DELETE FROM alike WHERE a = ? AND b = ?", [
            pair for other in joined for pair in ((article, other), (other, article))])
        if row is None or not row[0]:
            return
        _, sketch = self._text(article)
        together: set[Pair] = set()
        for value, holders in self._holders(sketch).items():
            if len(holders) <= self._all_pairs:
                continue
            if len(holders) == self._all_pairs + 1:
                together.update(_pair(a, b) for a, b in combinations(
                    [other for other in holders if other != article], 2))
            else:
                before, after = self._beside(value, article)
                together.update(_straddling(before, after, self._neighbours))
        self._index.many("DELETE FROM shingle WHERE hash = ? AND article = ?", [
            (value, article) for value in sketch.hashes])
        self._texts.pop(article, None)
        self._compare(together)

    def _holders(self, sketch: Sketch) -> dict[int, list[int]]:
        """For each hash the articles that hold it, in order; of many, one more than are all
        compared."""
        holders: defaultdict[int, list[int]] = defaultdict(list)
        for value, article in self._index.rows(
            _HOLDERS, json.dumps(sorted(sketch.hashes)), self._all_pairs + 2
        ):
            holders[value].append(article)
        return {value: sorted(articles) for value, articles in holders.items()}

    def _beside(self, value: int, article: int) -> tuple[list[int], list[int]]:
        """The neighbours before and after an article among those with a hash, nearest first."""
        return (
            [other for other, in self._index.rows(
                _BEFORE, value, article, self._neighbours)],
            [other for other, in self._index.rows(
                _AFTER, value, article, self._neighbours)],
        )

    def _compare(self, pairs: Iterable[Pair]) -> None:
        found = [(a, b) for a, b in sorted(pairs)
                 for one, other in [(self._text(a), self._text(b))]
                 if is_one_text(one[0], other[0], one[1], other[1])]
        self._index.many("INSERT OR IGNORE INTO alike VALUES (?, ?)", [
            pair for a, b in found for pair in ((a, b), (b, a))])
        self._touched.update(article for pair in found for article in pair)

    def _joined(self, pairs: set[Pair]) -> Iterator[Pair]:
        """Those of `pairs` that were found to be of one text."""
        ends = {a for a, _ in pairs}
        for a, b in self._index.among(
            "SELECT a, b FROM alike WHERE a IN (SELECT value FROM json_each(?))", sorted(ends)
        ):
            if (a, b) in pairs:
                yield a, b

    def _meet(self, a: int, b: int) -> bool:
        """Does any hash bring the two together?"""
        for value in self._text(a)[1].hashes & self._text(b)[1].hashes:
            many = self._index.one(
                "SELECT count(*) FROM (SELECT 1 FROM shingle WHERE hash = ? LIMIT ?)",
                value, self._all_pairs + 1)
            between = self._index.one(
                "SELECT count(*) FROM (SELECT 1 FROM shingle "
                "WHERE hash = ? AND article > ? AND article < ? LIMIT ?)",
                value, min(a, b), max(a, b), self._neighbours)
            assert many is not None  # a count is always there
            assert between is not None
            if many[0] <= self._all_pairs or between[0] < self._neighbours:
                return True
        return False

    # What it comes to

    def settle(self) -> set[int]:
        """Bring the origins up to date. Returns the articles whose origin is another now."""
        changed: set[int] = set()
        done: set[int] = set()
        for start in sorted(self._touched):
            if start in done:
                continue
            group = self._group(start)
            done |= group
            rows = self._index.among(
                "SELECT n, id, day, origin FROM article "
                "WHERE n IN (SELECT value FROM json_each(?))", sorted(group))
            if not rows:
                continue  # it has been taken out since
            first = min(rows, key=lambda row: origin_order(row[2], row[1]))[0]
            moved = [row[0] for row in rows if row[3] != first]
            self._index.many(
                "UPDATE article SET origin = ? WHERE n = ?", [(first, n) for n in moved])
            changed.update(moved)
        self._touched.clear()
        return changed

    def _group(self, start: int) -> set[int]:
        """All articles of one text with it."""
        group, waiting = {start}, [start]
        while waiting:
            found = {other for other, in self._index.among(
                "SELECT b FROM alike WHERE a IN (SELECT value FROM json_each(?))", waiting)}
            waiting = sorted(found - group)
            group |= found
        return group


def _pair(a: int, b: int) -> Pair:
    return (a, b) if a < b else (b, a)


def _straddling(before: list[int], after: list[int], neighbours: int) -> Iterator[Pair]:
    """The pairs on both sides of an article, nearest first, that are neighbours without it and
    are not beside it."""
    for (i, a), (j, b) in product(enumerate(before, 1), enumerate(after, 1)):
        if i + j == neighbours + 1:
            yield _pair(a, b)
