"""The assembled graph as things in the index, and how the one in the store is brought up to it.

    thing --put, drop--> what to take out of the store, what to put in

A thing is what a block comes to: an entity, an engagement, a pair of countries. No quad belongs
to two. What several have a part in (an outlet, an origin, a pair of countries with its counts)
is there while anybody has, and its counts are sums of shares.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple

import pyoxigraph as ox

from kg.build.index import Index
from kg.ids import digest
from kg.rdf.things import Things

__all__ = ["Graph", "Share"]

#: Fast, and a tenth is left of what repeats itself so much.
_LEVEL: Final = 1
#: With more quads than this a change is handed to the store in parts.
_MOST_QUADS: Final = 200_000
#: What is held by somebody, for as long as articles say so.
_DATED: Final = frozenset({"holding", "membership"})


class Share(NamedTuple):
    """What a thing has a part in: its kind and name; to a pair of countries it may add one to the
    number of engagements and of ties, to who holds an office the `day` of an article. A party is
    counted only: countries are known beforehand."""

    what: str
    name: str
    engagements: int = 0
    ties: int = 0
    day: str | None = None


class Graph:
    """The things in an index, while it is changed. `change` takes quads out of the store and
    puts others in, now or later."""

    def __init__(
        self, index: Index, things: Things,
        change: Callable[[Sequence[ox.Quad], Sequence[ox.Quad]], None],
    ) -> None:
        self._index, self._things, self._change = index, things, change
        self._remove: list[ox.Quad] = []
        self._add: list[ox.Quad] = []
        self._tallies: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
        self._days: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        #: Ids of things that are gone or were exchanged, since `flush`.
        self.removed: set[str] = set()

    def put(
        self, id: str, mark: str, quads: Callable[[], Iterable[ox.Quad]],
        shares: Sequence[Share] = (), *, owner: int | None = None,
    ) -> bool:
        """Put in a thing in place of the one with this id; `mark` stands for what it is made
        from. False where it is there as it is, and nothing was done."""
        was = self._index.one("SELECT digest, shares, quads FROM thing WHERE id = ?", id)
        if was is not None and was[0] == mark:
            return False
        made = _lines(quads())
        before: set[bytes] = set()
        if was is not None:
            self._take_back(was[1])
            before = set(zlib.decompress(was[2]).splitlines(keepends=True))
            self._remove += self._read(before - made.keys())
            self.removed.add(id)
        self._add += [quad for line, quad in made.items() if line not in before]
        for share in shares:
            self._count(share, 1)
        self._index.do(
            "INSERT OR REPLACE INTO thing VALUES (?, ?, ?, ?, ?)", id, owner, mark,
            json.dumps(shares) if shares else "", zlib.compress(b"".join(made), _LEVEL))
        return True

    def drop(self, id: str) -> None:
        """Take out a thing, if it is there."""
        was = self._index.one("SELECT shares, quads FROM thing WHERE id = ?", id)
        if was is None:
            return
        self._take_back(was[0])
        self._remove += self._read(zlib.decompress(was[1]).splitlines(keepends=True))
        self._index.do("DELETE FROM thing WHERE id = ?", id)
        self.removed.add(id)

    def of_owners(self, owners: Iterable[int]) -> set[str]:
        """The ids of the things that these own."""
        return {id for id, in self._index.among(
            "SELECT id FROM thing WHERE owner IN (SELECT value FROM json_each(?))", owners)}

    def _read(self, lines: Iterable[bytes]) -> list[ox.Quad]:
        text = b"".join(sorted(lines))
        return [
            ox.Quad(triple.subject, triple.predicate, triple.object, self._things.iris.world)
            for triple in ox.parse(text, format=ox.RdfFormat.N_TRIPLES)
        ]

    def _take_back(self, shares: str) -> None:
        for share in json.loads(shares) if shares else ():
            self._count(Share(*share), -1)

    def _count(self, share: Share, times: int) -> None:
        counts = self._tallies[share.what, share.name]
        for at, number in enumerate((1, share.engagements, share.ties)):
            counts[at] += times * number
        if share.day is not None:
            self._days[share.what, share.name][share.day] += times

    def pause(self) -> None:
        """Hand on what is to be changed, if it is much. To be called where all that was taken
        out and will be put in again is in."""
        if len(self._remove) + len(self._add) >= _MOST_QUADS:
            self.flush()

    def flush(self) -> None:
        """Hand on what is to be changed."""
        remove, add = self.take()
        if remove or add:
            self._change(remove, add)

    def take(self) -> tuple[list[ox.Quad], list[ox.Quad]]:
        """What is to be taken out of the store and put in, for whoever calls to do so."""
        remove, add, self._remove, self._add = self._remove, self._add, [], []
        return remove, add

    def settle(self) -> None:
        """Bring what others have a part in up to its counts."""
        for (what, name), more in sorted(self._tallies.items()):
            days = {day: times for day, times in self._days[what, name].items() if times}
            if not any(more) and not days:
                continue
            was = self._index.one(
                "SELECT users, engagements, ties FROM tally WHERE what = ? AND name = ?",
                what, name)
            users, engagements, ties = (
                old + new for old, new in zip(was or (0, 0, 0), more, strict=True))
            id = f"{what}:{name}"
            if not users:
                self._index.do("DELETE FROM tally WHERE what = ? AND name = ?", what, name)
                self._index.do("DELETE FROM seen WHERE what = ? AND name = ?", what, name)
                self.drop(id)
                continue
            self._index.do(
                "INSERT OR REPLACE INTO tally VALUES (?, ?, ?, ?, ?)",
                what, name, users, engagements, ties)
            if what == "party":
                continue
            if what in _DATED:
                span = self._span(what, name, days)
                self.put(id, digest(*span), partial(self._held, what, name, *span))
            else:
                self.put(id, digest(engagements, ties),
                         partial(self._shared, what, name, engagements, ties))
        self._tallies.clear()
        self._days.clear()

    def _span(
        self, what: str, name: str, days: Mapping[str, int]
    ) -> tuple[str | None, str | None]:
        """The first and the last day of what is held, after a change."""
        for day, times in sorted(days.items()):
            self._index.do(
                "INSERT INTO seen VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE "
                "SET times = times + excluded.times", what, name, day, times)
            self._index.do("DELETE FROM seen WHERE what = ? AND name = ? AND day = ? AND times = 0",
                           what, name, day)
        found = self._index.one(
            "SELECT (SELECT min(day) FROM seen WHERE what = ?1 AND name = ?2), "
            "(SELECT max(day) FROM seen WHERE what = ?1 AND name = ?2)", what, name)
        assert found is not None  # two values are always there
        return found[0], found[1]

    def _held(
        self, what: str, name: str, first: str | None, last: str | None
    ) -> list[ox.Quad]:
        """The quads of who holds what, from the first day to the last that articles say so."""
        if what == "membership":
            person, institution = json.loads(name)
            return self._things.membership(person, institution, first, last)
        person, office, country = json.loads(name)
        return self._things.holding(person, office, country, first, last)

    def _shared(self, what: str, name: str, engagements: int, ties: int) -> list[ox.Quad]:
        """The quads of what others have a part in."""
        things = self._things
        if what == "extractor":
            return things.extractor(name)
        if what == "outlet":
            return things.outlet(name)
        if what == "origin":
            return things.origin(name)
        a, b = json.loads(name)
        if what == "post":
            return things.post(a, b)
        assert what == "pair", what
        return things.pair((a, b), engagements, ties)


def _lines(quads: Iterable[ox.Quad]) -> dict[bytes, ox.Quad]:
    """Quads by their triples as lines of N-Triples, whose line ends inside are escaped."""
    quads = list(quads)
    written = ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES)
    assert written is not None  # it is None only where a file is written
    return dict(zip(written.splitlines(keepends=True), quads, strict=True))
