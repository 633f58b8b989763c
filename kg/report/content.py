"""What a report holds: the results, in the order in which they are told.

    World, filters -> Report

The institutions that link countries come first; then the network of countries, its groups and
brokers, its communities, topics that go together, and change over time.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from kg import __version__
from kg import network as net
from kg.model import STATUSES, World
from kg.network.labels import label_entities
from kg.network.selection import Selection, acts_of
from kg.network.tables import (
    Table,
    backbone_table,
    bridge_table,
    broker_table,
    change_table,
    community_table,
    figure_table,
    group_table,
    node_table,
    partner_table,
    standing_table,
    told,
)
from kg.network.windows import Change
from kg.report.drawings import Drawing, bars, columns, heat, ring

if TYPE_CHECKING:
    import networkx as nx
    from typing_extensions import Unpack

__all__ = ["Report", "Section", "compile_report"]

#: A ring with more names than this cannot be read.
_ON_RING: Final = 48
#: Past so many years only those are shown that have an act.
_YEARS: Final = 100
#: How many bars a drawing has.
_BARS: Final = 12


@dataclass(frozen=True, slots=True)
class Section:
    """A question, what answers it, and how it was found. `method` is plain text;
    `whole` that all rows belong on the page."""

    id: str
    heading: str
    table: Table
    method: tuple[str, ...]
    drawing: Drawing | None = None
    caption: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """All sections, tables that are only files (`files`), and what the whole rests on."""

    title: str
    sections: tuple[Section, ...]
    files: tuple[Table, ...]
    basis: str
    filters: dict[str, str]
    articles: int
    first: str | None
    last: str | None
    runs: int
    seed: int
    window: int
    versions: dict[str, str] = field(default_factory=dict)


def compile_report(
    world: World, *, title: str = "Who works with whom in health", by: str = "region",
    blocs: tuple[str, ...] = net.BLOCS, runs: int = 100, seed: int = 1, window: int = 5,
    **filters: Unpack[net.Filters],
) -> Report:
    """Compute a report on `world`; `filters` are the fields of `kg.network.Selection`.

    `by` (and `blocs`) choose the groups, `runs` the size of the null model, `seed` all that is
    drawn, `window` how many years are taken together.
    """
    reference = net.read_reference()
    countries = net.make_network(world, "countries", reference=reference, **filters)
    bridges = net.bridging_institutions(world, reference=reference, **filters)
    groups = (net.group_nodes(countries, by, blocs=blocs, reference=reference)
              if len(countries) else {})
    measures = net.measure(countries, seed=seed)
    change = net.change_over_windows(
        world, "countries", width=window, by=by, blocs=blocs, seed=seed, reference=reference,
        **filters)
    sections = [
        _bridge_section(bridges, label_entities(world, reference), reference),
        _year_section(world, countries, filters),
        _node_section(measures, countries, groups),
        _figure_section(countries, groups, runs, seed),
        _group_section(countries, groups, by),
        _broker_section(countries, groups, by),
        _community_section(countries, seed),
        _topic_section(world, reference, filters),
        _change_section(change),
    ]
    versions = {"kg": __version__, "Python": ".".join(map(str, sys.version_info[:3])),
                "networkx": version("networkx")}
    if measures.basis.engine.startswith("igraph"):
        versions["igraph"] = version("igraph")
    dates = sorted(article.date for article in world.articles if article.date)
    return Report(
        title=title, sections=tuple(sections),
        files=(partner_table(bridges, world, reference), standing_table(change)),
        basis=told(measures.basis), filters=dict(measures.basis.filters),
        articles=len(world.articles), first=dates[0] if dates else None,
        last=dates[-1] if dates else None, runs=runs, seed=seed, window=window, versions=versions)


def _bridge_section(
    bridges: list[net.Bridge], labels: dict[str, str], reference: net.Reference
) -> Section:
    rows = [(labels[bridge.institution.id], float(len(bridge.partners)))
            for bridge in bridges[:_BARS]]
    parting = sum(bool(bridge.parts) for bridge in bridges)
    return Section(
        "bridges", "Which institutions link countries?", bridge_table(bridges, reference),
        (f"An institution links its country to those that the country is tied to by an act that "
         f"it takes part in; an international organisation links those it works with. Found: "
         f"{len(bridges)}; {parting} of them take part in every act that ties some pair of "
         "countries (parts), so that nothing in the data would tie these without them.",
         "With each country, since when, on what, with what status and evidence: partners.csv."),
        bars("Institutions by number of countries they link",
             f"Bars of the {len(rows)} institutions with most partner countries; the table below "
             "holds the same numbers.", rows) if rows else None,
        "Partner countries of the institutions that have most.")


def _year_section(
    world: World, countries: nx.Graph[str], filters: net.Filters
) -> Section:
    selection = Selection(**filters)
    counts: Counter[tuple[int, str]] = Counter()
    undated = 0
    for _, act in acts_of(world, selection):
        if act.year is None:
            undated += 1
        else:
            counts[act.year, act.status] += 1
    statuses = [one for one in STATUSES if one in selection.statuses]
    known = sorted({year for year, _ in counts})
    years = range(known[0], known[-1] + 1) if known else range(0)
    # One act of the year 999 would make a drawing of a thousand columns.
    shown = years if len(years) <= _YEARS else known
    rows = [(str(year), [counts[year, status] for status in statuses]) for year in shown]
    table = Table(
        "years", told(net.basis_of(countries)),
        tuple({"year": int(label), **dict(zip(statuses, values, strict=True)),
               "engagements": sum(values)} for label, values in rows))
    return Section(
        "years", "When?", table,
        ("Engagements by the year in which they began; where only the end is known, by the year of "
         "that, and where no text gives a date, by the year of "
         f"the first report. Without any date: {undated}. Years with few articles look quiet.",),
        columns("Engagements by year", "Stacked columns, a column for each year, parted by status; "
                "the table below holds the same numbers.", rows, statuses) if rows else None,
        "Engagements by year and by how far they got.", whole=True)


def _node_section(
    measures: net.Measures, countries: nx.Graph[str], groups: dict[str, str | None]
) -> Section:
    shown = [row.node for row in measures.nodes[:_ON_RING]]
    names = sorted({groups.get(node) or "no group" for node in shown})
    by_group = [(name, [node for node in shown if (groups.get(node) or "no group") == name])
                for name in names]
    ties = {(a, b): int(about["weight"]) for a, b, about in countries.edges(data=True)}
    labels = {node: about["label"] for node, about in countries.nodes(data=True)}
    return Section(
        "countries", "Which countries are central?", node_table(measures),
        ("Degree: with how many a country is tied; strength: by how many acts. All other measures "
         "take ties alike, however many acts they stand for: betweenness (Freeman 1977), "
         "closeness scaled for networks in several parts (Wasserman and Faust 1994), eigenvector "
         "within the largest part (Bonacich 1972), k-core (Seidman 1983), constraint and "
         "effective size (Burt 1992), articulation points.", *measures.basis.notes),
        ring("Countries and their ties", f"A ring of the {len(shown)} countries with most acts, "
             "group by group, with their ties as arcs; the table below lists them.",
             by_group, ties, labels) if shown else None,
        f"The {len(shown)} countries with most acts; arcs are the wider the more acts they stand "
        "for.")


def _figure_section(
    countries: nx.Graph[str], groups: dict[str, str | None], runs: int, seed: int
) -> Section:
    table = figure_table(net.describe(countries, groups=groups, runs=runs, seed=seed))
    return Section(
        "figures", "What is the network like, beside chance?", table,
        (f"Beside each figure stand mean and standard deviation of {runs} random networks in "
         "which each country has as many ties as here (ties swapped at random, Maslov and "
         f"Sneppen 2002; seed {seed}). z: how many deviations the figure is above their mean; p: "
         "how often chance lies as far off, on either side. Density and degrees are the same in "
         "all of them. With many figures some p are small by chance." if runs else
         "No null model was asked for.",), whole=True)


def _group_section(
    countries: nx.Graph[str], groups: dict[str, str | None], by: str
) -> Section:
    mixing = net.mix(countries, groups)
    names = [one.group for one in mixing.groups]
    cells: dict[tuple[str, str], int] = {}
    for (a, b), count in mixing.between.items():
        cells[a, b] = cells[b, a] = count
    return Section(
        "groups", f"Do ties stay within groups ({by})?", group_table(countries, mixing, by),
        ("E-I index (Krackhardt and Stern 1988): (external - internal) / all, from -1 to 1; beside "
         "it what it would be if ties fell on all pairs alike, since a small group has few pairs "
         "within. Assortativity (Newman 2003) goes by ends of ties; adjusted for unequal groups "
         "as in Karimi and Oliveira (2023). Groups are as of today.",),
        heat("Ties between groups", "A square of numbers of ties between groups, darker where "
             "there are more.", names, cells) if names else None,
        "Ties between and within groups, each tie once.")


def _broker_section(
    countries: nx.Graph[str], groups: dict[str, str | None], by: str
) -> Section:
    brokers = net.broker_roles(countries, groups)
    table = broker_table(countries, brokers, by)
    rows = [(one.label, float(one.total)) for one in brokers[:_BARS]]
    return Section(
        "brokers", f"Who mediates between whom ({by})?", table,
        ("Gould and Fernandez (1989): a country mediates between two that it is tied to and that "
         "are not tied to each other. Coordinator: all three of one group; itinerant: the two "
         "others of one group; gatekeeper and representative: one of the others of its own; "
         "liaison: all of different groups. Each pair counts both ways. between_unlinked: groups "
         "of which no members are tied in the data.",),
        bars("Countries by pairs they mediate between", "Bars of the countries that mediate "
             "between most pairs; the table below holds the same numbers.", rows)
        if rows else None, "Ordered pairs that a country mediates between.")


def _community_section(countries: nx.Graph[str], seed: int) -> Section:
    found = net.find_communities(countries, seed=seed)
    return Section(
        "communities", "Who belongs together?", community_table(countries, found),
        (f"The Louvain method (Blondel et al. 2008), by number of acts; the best of {found.runs} "
         f"runs from seed {seed}. The runs agree by a mean normalised mutual information of "
         f"{found.nmi:.2f} and a mean adjusted Rand index of {found.ari:.2f} (1: all the same). "
         "Sureness: in what share of the runs a country is with those of its community.",))


def _topic_section(world: World, reference: net.Reference, filters: net.Filters) -> Section:
    network = net.make_network(world, "topics:engagements", reference=reference, **filters)
    found = net.backbone(net.incidence_of(network))
    labels = {node: str(about["label"]) for node, about in network.nodes(data=True)}
    table = backbone_table(found, labels, told(net.basis_of(network)))
    return Section(
        "topics", "Which topics go together more than by chance?", table,
        (f"The stochastic degree sequence model (Neal 2014) on {found.agents} topics and "
         f"{found.events} engagements; p is one-sided, p adjusted by Holm's correction for all "
         "pairs of topics.",))


def _change_section(change: Change) -> Section:
    rows: list[tuple[str, list[int]]] = [
        (f"{one.since}–{one.until}", [one.kept or 0, one.new if one.new is not None
                                      else one.overall.basis.ties])
        for one in change.windows]
    return Section(
        "change", "How did the network change?", change_table(change),
        ("Windows of years, the last ending with the last year that is dated. kept, new, gone: "
         "ties against the window before; jaccard: kept as a share of all three. Where each "
         "country stands in each window: standings.csv.",),
        columns("Ties by window", "Stacked columns, a column for each window, parted into ties "
                "kept from the window before and new ones.", rows, ("kept", "new"))
        if rows else None, "Ties of each window, kept from the one before and new.", whole=True)
