"""The world, from the facts table.

    FactsTable -> World

It is the World that the quads give (`kg.rdf.read_world`), but for the sketches of articles, which
only stand for their texts, and for the decisions of people, whose effects are in all the rest;
networks and pages take the one or the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from kg.model import (
    Article,
    Disagreement,
    Engagement,
    Entity,
    Evidence,
    InstitutionLink,
    Quantity,
    Report,
    Step,
    Thread,
    World,
)

if TYPE_CHECKING:
    from kg.table.ask import FactsTable

__all__ = ["read_world"]

_Row = Mapping[str, Any]


def read_world(table: FactsTable) -> World:
    """The world as the table holds it."""
    return _Reader(table).read()


class _Reader:
    def __init__(self, table: FactsTable) -> None:
        self.table = table
        self.articles = {row["article"]: Article(
            row["article"], "", row["title"] or "", _day(row["published"]), row["publisher"],
            row["url"], row["language"], row["licence"],
        ) for row in self._rows("articles", "article title published publisher url language "
                                "licence")}
        self.quotes: dict[str, tuple[Evidence, ...]] = {}
        for name in ("claims", "link_claims"):
            for row in self._rows(name, "claim evidence"):
                self.quotes[row["claim"]] = tuple(map(_evidence, row["evidence"]))

    def read(self) -> World:
        return World(
            articles=tuple(self.articles[name] for name in sorted(self.articles)),
            entities=_ordered(self._entity(row) for row in self._rows("entities")),
            engagements=_ordered(self._engagement(row) for row in self._rows("engagements")),
            links=tuple(sorted(
                (InstitutionLink(row["a"], row["b"], row["origins"], self._reports(row))
                 for row in self._rows("links")), key=lambda one: (one.a, one.b))),
            threads=_ordered(
                Thread(row["thread"], tuple(row["countries"]), tuple(map(_step, row["step_list"])))
                for row in self._rows("threads")),
            disagreements=_ordered(
                Disagreement(row["disagreement"], row["about"], tuple(row["engagements"]),
                             tuple(row["claims"]))
                for row in self._rows("disagreements")),
        )

    def _rows(self, stored: str, columns: str = "") -> Iterable[_Row]:
        what = ", ".join(f'"{name}"' for name in columns.split()) or "*"
        found = self.table.query(f"SELECT {what} FROM stored.{stored}")
        return (dict(zip(found.columns, row, strict=True)) for row in found.rows)

    def _entity(self, row: _Row) -> Entity:
        return Entity(
            row["entity"], row["kind"], row["name"], row["type"], row["country"],
            tuple(row["aliases"]), tuple(row["offices"]), row["registry_id"],
            tuple((one["article"], one["key"]) for one in row["mention_list"]),
            tuple(row["same_as"]))

    def _engagement(self, row: _Row) -> Engagement:
        return Engagement(
            row["engagement"], row["type"], row["status"], tuple(row["countries"]),
            tuple(row["participants"]), tuple(row["topics"]), row["date"], row["place"],
            row["modality"], row["origins"], self._reports(row), row["type_detail"],
            tuple((one["actor"], one["role"]) for one in row["roles"]),
            tuple(Quantity(one["value"], one["unit"], _evidence(one), one["qualifier"],
                           one["state"]) for one in row["quantities"]))

    def _reports(self, row: _Row) -> tuple[Report, ...]:
        reports = []
        for one in row["report_list"]:
            article = self.articles[one["article"]]
            reports.append(Report(
                one["claim"], article.id, one["origin"], one["status"], one["modality"],
                self.quotes[one["claim"]], one["confidence"], one["rule"], article.title,
                article.publisher, article.date, article.url, one["status_detail"],
                one["attribution"]))
        return tuple(reports)


def _ordered(things: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(sorted(things, key=lambda one: str(one.id)))


def _evidence(one: _Row) -> Evidence:
    return Evidence(one["start"], one["end"], one["quote"], one["field"])


def _step(one: _Row) -> Step:
    return Step(one["engagement"], one["status"], one["claim"], one["date"],
                _day(one["published"]), tuple(one["follows"]), tuple(one["basis"]))


def _day(day: Any) -> str | None:
    return None if day is None else str(day.isoformat())
