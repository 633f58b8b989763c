"""Places as texts word them: which two can be one.

The tables of countries and cities come in; what goes out says of two wordings whether they
contradict each other. "Nairobi" and "Kenya" do not, "Nairobi" and "Mombasa" do.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from kg.ids import digest
from kg.resolve.names import fold_institution

__all__ = ["Places", "read_places"]


class Places:
    """Names of places, each with its country and whether it is that country.

    >>> places = Places({"nairobi": ("KE", False), "mombasa": ("KE", False), "kenya": ("KE", True)})
    >>> places.contradict("Nairobi", "Kenya"), places.contradict("Nairobi", "Mombasa")
    (False, True)
    """

    def __init__(self, known: Mapping[str, tuple[str, bool]]) -> None:
        self._known = dict(known)

    @cached_property
    def digest(self) -> str:
        """Stands for all names: with one digest the same places contradict each other."""
        return digest(*sorted(self._known.items()))

    def contradict(self, a: str | None, b: str | None) -> bool:
        """Can what happened at `a` not have happened at `b`? Nothing contradicts None."""
        if a is None or b is None:
            return False
        one, other = fold_institution(a), fold_institution(b)
        if f" {one} " in f" {other} " or f" {other} " in f" {one} ":
            return False
        known_a, known_b = self._known.get(one), self._known.get(other)
        if known_a and known_b and known_a[0] != known_b[0]:
            return True
        # A country holds its own places, and may hold one that no table has.
        return not ((known_a and known_a[1]) or (known_b and known_b[1]))

    def is_country(self, place: str) -> bool:
        """Does the wording name a country as a whole?"""
        known = self._known.get(fold_institution(place))
        return bool(known and known[1])


def read_places(countries: Path, cities: Path) -> Places:
    """Read the tables of countries (name, alt_names, capital, iso2) and cities (name, iso2).

    A name that stands for places in two countries is left out: it decides nothing.
    """
    known: dict[str, set[tuple[str, bool]]] = {}
    for name, place in (*_countries(countries), *_cities(cities)):
        known.setdefault(fold_institution(name), set()).add(place)
    # A city with the name of its country (Singapore) counts as the country.
    return Places({
        name: max(found, key=lambda place: place[1])
        for name, found in known.items() if name and len({code for code, _ in found}) == 1
    })


def _countries(path: Path) -> Iterator[tuple[str, tuple[str, bool]]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in (row["name"], *row["alt_names"].split("|")):
                yield name, (row["iso2"], True)
            for capital in row["capital"].split("|"):
                yield capital, (row["iso2"], False)


def _cities(path: Path) -> Iterator[tuple[str, tuple[str, bool]]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in (row["name"], *row["alt_names"].split("|")):
                yield name, (row["iso2"], False)
