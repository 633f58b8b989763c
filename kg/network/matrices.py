"""Country-by-country matrices for each year, with attributes, as other programs read them.

    World -> matrices and attribute table -> files

All matrices of one folder have the same countries in the same order, so that they can be stacked
for temporal ERGM, SAOM, QAP or MRQAP. Cells count acts; whoever wants 0 and 1 tests for > 0.
"""

from __future__ import annotations

import csv
import io
import os
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.errors import UsageError
from kg.files import is_stream
from kg.model import World
from kg.network.assembling import orient
from kg.network.reference import Reference, read_reference
from kg.network.selection import (
    Filters,
    Selection,
    acts_of,
    with_known_beginnings,
)
from kg.network.write import write_whole
from kg.pairs import country_ties

if TYPE_CHECKING:
    from typing_extensions import Unpack

__all__ = ["Matrices", "country_matrices", "write_matrices"]

Pair = tuple[str, str]

_README: Final = """\
Country-by-country matrices of health cooperation, made by kg.

ties-YEAR.csv   acts that began in the year (an act of several years is counted once; one of which
                only the end is known, in the year of that; one that no text dates, in the year
                of its first report). Row names and header: ISO 3166-1
                alpha-3. {direction} The diagonal is 0.
ties-all.csv    the same of all years, and of acts without any date
ties.csv        the same as a list: year, source, target, acts, origins, undated (how many of the
                acts stand in the year of a report). A row without a year counts acts without
                any date: the rows of a pair add up to its cell in ties-all.csv
countries.csv   the same countries in the same order: codes, names, region, income group, place,
                engagements and origins, and a column of 0 and 1 for each bloc

Filters: {filters}.
In R:

  ties <- as.matrix(read.csv("ties-all.csv", row.names = 1, check.names = FALSE))
  countries <- read.csv("countries.csv", na.strings = "", encoding = "UTF-8")
  stopifnot(identical(rownames(ties), countries$iso3), identical(colnames(ties), countries$iso3))
  net <- network::network(1 * (ties > 0), directed = {directed})
  network::set.vertex.attribute(net, "region", countries$region)
  ergm::ergm(net ~ edges + nodematch("region"))
  sna::netlogit(1 * (ties > 0), outer(countries$region, countries$region, "=="), nullhyp = "qap")

A cell of 0 means that no such act was found in the articles, not that there was none.
"""


@dataclass(frozen=True, slots=True)
class Matrices:
    """Acts by year (None: all) and pair; `countries` are alpha-2 codes in order of their ISO-3
    codes. Without direction both (a, b) and (b, a) are there."""

    countries: tuple[str, ...]
    cells: dict[int | None, dict[Pair, int]]
    attributes: tuple[dict[str, Any], ...]
    list: tuple[dict[str, Any], ...]
    directed: bool
    filters: dict[str, str]

    @property
    def years(self) -> tuple[int, ...]:
        """The years from the first to the last, also those without an act."""
        known = [year for year in self.cells if year is not None]
        return tuple(range(min(known), max(known) + 1)) if known else ()


def country_matrices(
    world: World, *, directed: bool = False, reference: Reference | None = None,
    **filters: Unpack[Filters],
) -> Matrices:
    """The matrices of the countries of `world`; `filters` are the fields of Selection.

    `directed`: from who gives, sends or visits (rows) to who receives (columns).
    """
    reference = reference or read_reference()
    selection = Selection(**filters)
    cells: dict[int | None, dict[Pair, int]] = {None: defaultdict(int)}
    origins: dict[tuple[int | None, Pair], set[str]] = defaultdict(set)
    undated: dict[tuple[int | None, Pair], int] = defaultdict(int)
    engagements: dict[str, int] = defaultdict(int)
    sources: dict[str, set[str]] = defaultdict(set)
    for engagement, act in acts_of(with_known_beginnings(world), selection):
        for code in engagement.countries:
            engagements[code] += 1
            sources[code] |= act.origins
        year = act.year
        for pair in country_ties(engagement):
            arc = orient(engagement, pair, pair) if directed else pair
            if arc is None:
                continue
            for when in {year, None}:
                row = cells.setdefault(when, defaultdict(int))
                row[arc] += 1
                if not directed:
                    row[arc[1], arc[0]] += 1
            origins[year, arc] |= act.origins
            undated[year, arc] += not act.dated
    codes = sorted(engagements, key=lambda code: iso3(code, reference))
    return Matrices(
        countries=tuple(codes), cells={when: dict(row) for when, row in cells.items()},
        attributes=tuple(_attributes(code, engagements[code], len(sources[code]), reference)
                         for code in codes),
        list=tuple(
            {"year": year, "source": iso3(pair[0], reference), "target": iso3(pair[1], reference),
             "acts": cells[year][pair], "origins": len(found), "undated": undated[year, pair]}
            for (year, pair), found in sorted(
                origins.items(), key=lambda item: (item[0][0] or 0, item[0][1]))),
        directed=directed, filters=selection.as_record(),
    )


def iso3(code: str, reference: Reference) -> str:
    """The ISO-3 code; what has none goes by its alpha-2 code."""
    return reference.country(code).iso3 or code


def write_matrices(
    matrices: Matrices, folder: str | os.PathLike[str], reference: Reference | None = None
) -> list[Path]:
    """Write the matrices into `folder`, which is made where there is none; returns the files.

    UTF-8, line ends of one character. Raises UsageError for a file or stream in place of a
    folder, OSError where a file cannot be written.
    """
    folder = Path(folder)
    if is_stream(folder) or (folder.exists() and not folder.is_dir()):
        raise UsageError(f"{folder} is no folder; matrices are several files")
    folder.mkdir(parents=True, exist_ok=True)
    reference = reference or read_reference()
    names = [iso3(code, reference) for code in matrices.countries]
    texts = {}
    for when in (*matrices.years, None):
        row = matrices.cells.get(when, {})
        lines = [["", *names]] + [
            [name, *(row.get((a, b), 0) for b in matrices.countries)]
            for name, a in zip(names, matrices.countries, strict=True)]
        texts[f"ties-{when or 'all'}.csv"] = _csv(lines)
    texts["ties.csv"] = _table(matrices.list, (
        "year", "source", "target", "acts", "origins", "undated"))
    texts["countries.csv"] = _table(matrices.attributes, ("iso3", "iso2", "name"))
    filters = "; ".join(f"{name.replace('_', ' ')}: {value}"
                        for name, value in matrices.filters.items())
    texts["README.txt"] = _README.format(
        direction="From row to column: who gives, sends or visits, and who receives."
        if matrices.directed else "Symmetric.",
        directed="TRUE" if matrices.directed else "FALSE", filters=filters)
    for name, text in texts.items():
        write_whole(folder / name, text)
    return [folder / name for name in texts]


def _attributes(
    code: str, engagements: int, origins: int, reference: Reference
) -> dict[str, Any]:
    country = reference.country(code)
    lon, lat = country.point or (None, None)
    return {
        "iso3": iso3(code, reference), "iso2": code, "name": country.name,
        "region": country.region, "income": country.income, "lon": lon, "lat": lat,
        "engagements": engagements, "origins": origins,
        **{f"bloc_{bloc.id}": int(code in bloc.members)
           for bloc in reference.blocs.values() if bloc.members},
    }


def _table(rows: Iterable[dict[str, Any]], least: tuple[str, ...]) -> str:
    rows = list(rows)
    header = list(rows[0]) if rows else list(least)
    return _csv([header, *([row[name] for name in header] for row in rows)])


def _csv(lines: Iterable[Iterable[Any]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(lines)
    return out.getvalue()
