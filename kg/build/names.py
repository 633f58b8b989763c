"""Who is who, kept up to date: what changes where wordings come and go.

    wordings with other counts --Names--> their blocks, resolved anew --> articles concerned

A block is found by its keys (`kg.resolve.blocks`); all others stay as they are.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, Literal

from kg.build.index import Index
from kg.ids import number
from kg.model import Entity, Facts, Institution, Person
from kg.registry import Registry
from kg.resolve.blocks import Wording, block_keys, resolve_block, to_wording

__all__ = ["Names"]

#: Who shares a key with one of some wordings, where either asks by it.
_BY_KEY: Final = """
    SELECT also.wording FROM wording_key AS own JOIN wording_key AS also
    ON also.key = own.key AND also.asks >= 1 - own.asks
    WHERE own.wording IN (SELECT value FROM json_each(?))"""


_ENTITY: Final = (
    "entity.id, entity.kind, entity.type, entity.country, entity.row, entity.content")


class Names:
    """The wordings in an index, while it is changed."""

    def __init__(self, index: Index, registry: Registry) -> None:
        self._index, self._registry = index, registry
        #: How many more mentions a wording has, or fewer.
        self._more: Counter[int] = Counter()
        self._wordings: dict[int, Wording] = {}
        #: Entities of wordings that are gone.
        self._gone: set[str] = set()
        #: Entities of which a mention came or went, by id; None for those that are gone.
        self.entities: dict[str, Entity | None] = {}

    def put(self, article: int, facts: Facts) -> None:
        """Put in the mentions of an article."""
        rows = []
        mentions: list[Institution | Person] = [*facts.institutions, *facts.people]
        for found in mentions:
            wording = to_wording(found, facts.article, self._registry)
            n = number("wording", *wording)
            self._wordings[n] = wording
            self._more[n] += 1
            rows.append((article, found.key, n))
        self._index.many("INSERT INTO mention VALUES (?, ?, ?)", rows)

    def drop(self, article: int) -> None:
        """Take out the mentions of an article."""
        for n, in self._index.rows("SELECT wording FROM mention WHERE article = ?", article):
            self._more[n] -= 1
        self._index.do("DELETE FROM mention WHERE article = ?", article)

    def mentions(self, entity: str) -> tuple[tuple[str, str], ...]:
        """The mentions of an entity, by id of the article and key."""
        return tuple(sorted(self._index.rows(
            "SELECT article.id, mention.key FROM wording "
            "JOIN mention ON mention.wording = wording.n "
            "JOIN article ON article.n = mention.article WHERE wording.entity = ?", entity)))

    def settle(self) -> set[int]:
        """Resolve what has changed. Returns the articles of which a mention means another entity
        now, or one of another kind, type or country."""
        touched = set(self._more)
        blocks = self._count(touched)
        found: dict[str, Entity] = {}
        moved: set[int] = set()
        before: set[str] = set(self._gone)
        done: set[int] = set()
        for start in sorted(blocks):
            if start in done:
                continue
            block = self._block(start)
            done |= block
            rows = self._index.among(
                "SELECT n, content, times, entity FROM wording "
                "WHERE n IN (SELECT value FROM json_each(?))", sorted(block))
            wordings = {_from_json(content): n for n, content, _, _ in rows}
            times = {_from_json(content): count for _, content, count, _ in rows}
            entities, mapping = resolve_block(times, self._registry)
            found |= {entity.id: entity for entity in entities}
            was = {n: entity for n, _, _, entity in rows}
            before.update(entity for entity in was.values() if entity)
            now = {wordings[wording]: entity for wording, entity in mapping.items()}
            other = [n for n in sorted(now) if now[n] != was[n]]
            self._index.many(
                "UPDATE wording SET entity = ? WHERE n = ?", [(now[n], n) for n in other])
            moved.update(other)
        concerned = self._articles(moved)
        concerned |= self._exchange(before, found)
        self._more.clear()
        self._wordings.clear()
        return concerned

    def _count(self, touched: set[int]) -> set[int]:
        """Write the new counts; wordings whose blocks are to be resolved."""
        counts: dict[int, int] = dict(self._index.among(
            "SELECT n, times FROM wording WHERE n IN (SELECT value FROM json_each(?))",
            sorted(touched)))
        now = {n: counts.get(n, 0) + self._more[n] for n in touched}
        gone = sorted(n for n in touched if now[n] == 0)
        # Who shared a key with one that is gone may stand apart now.
        beside = {n for n, in self._index.among(_BY_KEY, gone)} - set(gone)
        self._gone = {entity for entity, in self._index.among(
            "SELECT entity FROM wording WHERE n IN (SELECT value FROM json_each(?))", gone)
            if entity}
        self._index.many("DELETE FROM wording WHERE n = ?", [(n,) for n in gone])
        keys = [(key, n) for n, key in self._index.among(
            "SELECT wording, key FROM wording_key "
            "WHERE wording IN (SELECT value FROM json_each(?))", gone)]
        self._index.many("DELETE FROM wording_key WHERE key = ? AND wording = ?", keys)
        new = sorted(n for n in touched if n not in counts and now[n])
        self._index.many("INSERT INTO wording VALUES (?, ?, ?, NULL)", [
            (n, json.dumps(self._wordings[n]), now[n]) for n in new])
        self._index.many("INSERT INTO wording_key VALUES (?, ?, ?)", [
            (number(key), n, int(asks)) for n in new
            for key, asks in sorted(block_keys(self._wordings[n], self._registry).items())])
        self._index.many("UPDATE wording SET times = ? WHERE n = ?", [
            (now[n], n) for n in sorted(touched & counts.keys()) if now[n]])
        steady = {n for n in touched & counts.keys() if now[n]}
        return beside | set(new) | (steady - self._as_ever(steady))

    def _as_ever(self, steady: set[int]) -> set[int]:
        """Those of `steady`, wordings that have but more mentions or fewer, whose number makes no
        difference: they mean a row of the registry, which has its name and kind from there."""
        rows = self._index.among(f"""
            SELECT wording.n, {_ENTITY} FROM wording JOIN entity ON entity.id = wording.entity
            WHERE wording.n IN (SELECT value FROM json_each(?)) AND entity.row IS NOT NULL""",
            sorted(steady))
        self.entities |= {row[1]: _to_entity(*row[1:]) for row in rows}
        return {row[0] for row in rows}

    def _block(self, start: int) -> set[int]:
        block, waiting = {start}, [start]
        while waiting:
            found = {n for n, in self._index.among(_BY_KEY, waiting)}
            waiting = sorted(found - block)
            block |= found
        return block

    def _articles(self, wordings: Iterable[int]) -> set[int]:
        return {article for article, in self._index.among(
            "SELECT DISTINCT article FROM mention "
            "WHERE wording IN (SELECT value FROM json_each(?))", sorted(wordings))}

    def _exchange(self, before: set[str], found: Mapping[str, Entity]) -> set[int]:
        """Write the entities. Returns the articles whose mentions mean one with other features."""
        rows = self._index.among(
            "SELECT id, kind, type, country FROM entity "
            "WHERE id IN (SELECT value FROM json_each(?))", sorted({*before, *found}))
        old = {id: features for id, *features in rows}
        gone = sorted(before - found.keys())
        self._index.many("DELETE FROM entity WHERE id = ?", [(id,) for id in gone])
        self.entities |= dict.fromkeys(gone) | dict(found)
        other = set()
        for id in sorted(found):
            one = found[id]
            features = [one.kind, one.type, one.country]
            if old.get(id) != features:
                other.add(id)
            self._index.do(
                "INSERT OR REPLACE INTO entity VALUES (?, ?, ?, ?, ?, ?)", id, *features,
                one.registry_id, json.dumps([one.name, one.aliases, one.roles, one.matches]))
        known = sorted(other & old.keys())
        return self._articles(n for n, in self._index.among(
            "SELECT n FROM wording WHERE entity IN (SELECT value FROM json_each(?))", known))


def _to_entity(
    id: str, kind: Literal["institution", "person"], type_: str | None, country: str | None,
    row: str | None, content: str,
) -> Entity:
    """An entity from its row in the index, without its mentions."""
    name, aliases, roles, matches = json.loads(content)
    return Entity(id, kind, name, type_, country, tuple(aliases), tuple(roles), row,
                  matches=tuple(matches))


def _from_json(content: str) -> Wording:
    name, type_, country, aliases, registry_id, role, article = json.loads(content)
    return Wording(name, type_, country, tuple(aliases), registry_id, role, article)
