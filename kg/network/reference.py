"""The names behind the codes: what a World calls IR and cell-therapy.

    data/country_names.csv, country_places.csv, country_blocs.csv, topics.csv -> Reference

A World holds codes of countries and ids of topics alone. Networks and pages show names, and
a map needs places; both take a Reference, so that a test can hand in a small one.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from kg.resources import data_path

__all__ = ["Bloc", "Country", "Reference", "Topic", "read_reference"]


@dataclass(frozen=True, slots=True)
class Country:
    """A country by its ISO 3166-1 codes.

    `point` is longitude and latitude in degrees (east and north positive), or None where the
    country has no place on the map.
    """

    code: str
    name: str
    iso3: str | None = None
    aliases: tuple[str, ...] = ()
    region: str | None = None
    income: str | None = None
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject of cooperation; `broader` is the id of the topic it belongs under, if any."""

    id: str
    label: str
    broader: str | None = None
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bloc:
    """Countries (alpha-2 codes) that have joined: EU, African Union, BRICS."""

    id: str
    name: str
    members: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reference:
    """Countries by alpha-2 code, topics and blocs by id."""

    countries: Mapping[str, Country] = field(default_factory=dict)
    topics: Mapping[str, Topic] = field(default_factory=dict)
    blocs: Mapping[str, Bloc] = field(default_factory=dict)

    def country(self, code: str) -> Country:
        """The country of `code`; one the tables do not hold goes by its code."""
        return self.countries.get(code) or Country(code, code)

    def topic(self, topic_id: str) -> Topic:
        """The topic of `topic_id`; one the tables do not hold goes by its id."""
        return self.topics.get(topic_id) or Topic(topic_id, topic_id.replace("-", " "))

    def narrower(self, topic_id: str) -> tuple[str, ...]:
        """`topic_id` and the ids of all topics below it, in alphabetical order."""
        below = {topic_id}
        grown = True
        while grown:
            more = {t.id for t in self.topics.values() if t.broader in below} - below
            grown = bool(more)
            below |= more
        return tuple(sorted(below))


@lru_cache(maxsize=1)
def read_reference() -> Reference:
    """Read the tables that come with the program."""
    places = {row["iso2"]: row for row in _rows("country_places.csv")}
    countries = {}
    for row in _rows("country_names.csv"):
        place = places.get(row["iso2"], {})
        countries[row["iso2"]] = Country(
            code=row["iso2"],
            name=row["name"],
            iso3=row["iso3"] or None,
            aliases=_list(row["alt_names"]) + _list(row["demonyms"]),
            region=place.get("region") or None,
            income=place.get("income_group") or None,
            point=(float(place["lon"]), float(place["lat"])) if place.get("lon") else None,
        )
    topics = {
        row["id"]: Topic(row["id"], row["label"], row["broader"] or None, _list(row["synonyms"]))
        for row in _rows("topics.csv")
    }
    blocs = {
        row["id"]: Bloc(row["id"], row["name"], frozenset(_list(row["members_iso2"])))
        for row in _rows("country_blocs.csv") if row["members_iso2"]
    }
    return Reference(countries, topics, blocs)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with data_path(name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())
