"""`kg analyse`: who links countries, who is central, who brokers, and what chance would give."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import click

from kg.cli.common import (
    chosen_filters,
    chosen_network,
    counted,
    filter_options,
    network_options,
    open_to_read,
    output_option,
    shown_width,
    store_option,
    world_of,
    write_text,
)

if TYPE_CHECKING:
    import networkx as nx

    from kg.model import World
    from kg.network.tables import Row, Table

__all__ = ["GROUPINGS", "TABLES", "analyse"]

#: What has a table of its own; every other measure is a column of the table of nodes.
TABLES: Final = ("bridges", "partners", "figures", "groups", "brokers", "communities", "backbone",
                 "predictions", "change", "standings")
#: As in `kg.network`, which is not imported for the help; a test compares them.
MEASURES: Final = (
    "degree", "strength", "betweenness", "closeness", "eigenvector", "core", "constraint",
    "effective_size", "articulation", "component",
    "in_degree", "out_degree", "in_strength", "out_strength",
)
GROUPINGS: Final = ("region", "income", "south", "bloc", "country", "type")

#: An address cut short is none, and ids and evidence in full are for programs.
_FOR_PROGRAMS: Final = ("url", "headline", "id", "id_a", "id_b", "kind", "type", "acts")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the options say, but for the filters."""

    nodes: str | None
    ties: str
    directed: bool
    measures: tuple[str, ...]
    by: str
    blocs: tuple[str, ...]
    null: int
    seed: int
    alpha: float
    window: int
    engine: str
    pivots: int | None
    top: int | None


@click.command(epilog="""\b
Examples:
  kg analyse
  kg analyse --measure bridges --topic vaccines --top 20
  kg analyse --measure partners --format csv --output partners.csv
  kg analyse --nodes institutions --measure betweenness --measure constraint
  kg analyse --nodes countries --directed --type donation --measure figures --null 1000
  kg analyse --measure brokers --by bloc --bloc EU --bloc AFU --bloc GCC
  kg analyse --measure groups --by income --since 2015 --min-origins 2
  kg analyse --measure communities --nodes institutions --seed 7
  kg analyse --measure backbone --nodes topics
  kg analyse --measure change --window 5 --by south --format csv
  kg analyse --measure predictions --nodes countries --top 15
  kg analyse --nodes countries --ties co-mention
  kg analyse --matrix matrices/ --type agreement""")
@click.option("--measure", "measures", type=click.Choice(TABLES + MEASURES), multiple=True,
              metavar="MEASURE",
              help="Only this; may be repeated. Of nodes: " + ", ".join(MEASURES[:-4])
              + ", and with --directed " + ", ".join(MEASURES[-4:]) + ". Tables of their own: "
              "bridges (institutions that link countries), partners (each of them with each "
              "country), figures (the network as a whole), groups (E-I index, assortativity), "
              "brokers (Gould and Fernandez), communities, backbone (pairs beyond chance), "
              "predictions, change and standings (from window to window). By default bridges and "
              "the nodes of countries and of institutions, or all measures of --network.")
@network_options
@click.option("--by", type=click.Choice(GROUPINGS), default="region", show_default=True,
              help="The groups of groups, brokers, figures and change; south: countries of high "
                   "income against all others.")
@click.option("--bloc", "blocs", multiple=True, metavar="BLOC",
              help="With --by bloc: these (ids of data/country_blocs.csv), a country standing "
                   "with the first it is in; by default regional ones that share no member.")
@click.option("--null", type=click.IntRange(0), default=0, metavar="N", show_default=True,
              help="For figures: compare with N random networks of the same degrees (z and p).")
@click.option("--seed", type=int, default=1, show_default=True,
              help="Of all that is drawn: the same seed gives the same result.")
@click.option("--alpha", type=click.FloatRange(0, 1), default=0.05, show_default=True, metavar="P",
              help="For backbone: which p still counts.")
@click.option("--window", type=click.IntRange(1), default=5, show_default=True, metavar="YEARS",
              help="For change and standings: how many years are taken together.")
@click.option("--engine", type=click.Choice(("auto", "networkx", "igraph")), default="auto",
              show_default=True, help="What computes; auto is igraph (kg[large]), if installed, "
                                      "from 5,000 nodes on. Both give the same figures.")
@click.option("--pivots", type=click.IntRange(0), metavar="N",
              help="Estimate betweenness and closeness from so many nodes; 0 follows all paths. "
                   "By default 500 where all would take too long, and the result says so.")
@click.option("--matrix", metavar="DIR",
              help="Write a country-by-country matrix for each year, and a table of attributes, "
                   "with ISO-3 codes, for R (ERGM, QAP); a README there shows how to read them.")
@click.option("--top", type=click.IntRange(1), metavar="N",
              help="Only the first N of each; by default 10 in a table, all elsewhere.")
@click.option("--format", "form", type=click.Choice(("table", "csv", "json")), default="table",
              show_default=True, help="CSV holds one table: name it with --measure; what it was "
                                      "computed on then goes to stderr.")
@click.option("--wide", is_flag=True, help="Do not cut tables to the width of the screen.")
@filter_options
@output_option
@store_option
def analyse(
    form: str, wide: bool, matrix: str | None, top: int | None, output: str | None, store: str,
    **options: Any,
) -> None:
    """Show which institutions link countries, who is central, who brokers, beside chance.

    A tie is an engagement that was signed, goes on or was completed, or what the filters say.
    Every table says what it was computed on: engagements, independent origins (reprints count
    once), dates, filters. docs/analysis.md explains each measure, what it cannot tell, and how to
    cite it.
    """
    if form == "table" and top is None:
        top = 10
    asked = _Asked(top=top, **{name: options.pop(name) for name in (
        "nodes", "ties", "directed", "measures", "by", "blocs", "null", "seed", "alpha", "window",
        "engine", "pivots")})
    with open_to_read(store) as opened:
        world = world_of(opened)
    if matrix is not None:
        _write_matrices(matrix, world, asked, options)
        return
    if form == "csv" and not asked.measures and asked.nodes is None:
        asked = _with_measures(asked, ("bridges",))
    tables = _tables(world, asked, options)
    if form == "json":
        record = {name: table.record() for name, table in tables}
        only = next(iter(record.values())) if len(record) == 1 else record
        write_text(json.dumps(only, ensure_ascii=False, indent=1) + "\n", output)
    elif form == "csv":
        if len(tables) > 1:
            names = ", ".join(name for name, _ in tables)
            raise click.UsageError(f"CSV holds one table, and these are several: {names}")
        _, table = tables[0]
        for line in (table.about, *table.notes):
            _tell(line)
        write_text(_csv(table.rows), output)
    else:
        width = shown_width(output, wide)
        write_text("\n".join(_text(table, width) for _, table in tables), output)


def _with_measures(asked: _Asked, measures: tuple[str, ...]) -> _Asked:
    from dataclasses import replace

    return replace(asked, measures=measures)


def _tables(world: World, asked: _Asked, options: dict[str, Any]) -> list[tuple[str, Table]]:
    """The tables that are asked for, with the names they have in JSON."""
    from kg.network import measure
    from kg.network.tables import node_table

    def nodes_of(kind: str, measures: tuple[str, ...] | None) -> Table:
        network = chosen_network(world, kind, asked.ties, asked.directed, options)
        return node_table(measure(network, measures, engine=asked.engine, pivots=asked.pivots,
                                  seed=asked.seed), top=asked.top)

    found: list[tuple[str, Table]] = []
    if not asked.measures and asked.nodes is None and asked.ties == "acts":
        found.append(("bridges", _table("bridges", world, asked, options)))
        return found + [(kind, nodes_of(kind, None)) for kind in ("countries", "institutions")]
    nodes = asked.nodes or "countries"
    columns = tuple(name for name in asked.measures if name in MEASURES)
    if columns or not asked.measures:
        found.append((nodes, nodes_of(nodes, columns or None)))
    return found + [(name, _table(name, world, asked, options))
                    for name in dict.fromkeys(asked.measures) if name in TABLES]


def _table(name: str, world: World, asked: _Asked, options: dict[str, Any]) -> Table:
    """The table of one of TABLES."""
    import kg.network as net
    from kg.network import tables

    reference = net.read_reference()
    if name in ("bridges", "partners"):
        bridges = net.bridging_institutions(world, **chosen_filters(options))
        if name == "bridges":
            return tables.bridge_table(bridges, reference, top=asked.top)
        return tables.partner_table(bridges, world, reference, top=asked.top)
    nodes = asked.nodes or "countries"
    if name == "backbone":
        return _backbone(world, nodes, asked, options)
    if name in ("change", "standings"):
        change = net.change_over_windows(
            world, nodes, width=asked.window, by=asked.by if _grouped(nodes) else None,
            blocs=asked.blocs or net.BLOCS, ties=asked.ties, directed=asked.directed,
            seed=asked.seed, **chosen_filters(options))
        return tables.change_table(change) if name == "change" else tables.standing_table(change)
    network = chosen_network(world, nodes, asked.ties, asked.directed, options)
    if name == "communities":
        found = net.find_communities(network, seed=asked.seed, engine=asked.engine)
        return tables.community_table(network, found, top=asked.top)
    if name == "predictions":
        return tables.prediction_table(network, net.predict_ties(network), top=asked.top)
    groups = _groups(network, nodes, asked, needed=name != "figures")
    if name == "figures":
        return tables.figure_table(net.describe(
            network, groups=groups, runs=asked.null, seed=asked.seed, engine=asked.engine))
    if name == "groups":
        return tables.group_table(network, net.mix(network, groups or {}), asked.by)
    return tables.broker_table(
        network, net.broker_roles(network, groups or {}), asked.by, top=asked.top)


def _grouped(nodes: str) -> bool:
    """Whether all nodes can have a country."""
    return nodes in ("countries", "institutions", "people")


def _groups(
    network: nx.Graph[str], nodes: str, asked: _Asked, *, needed: bool
) -> dict[str, str | None] | None:
    from kg.network import BLOCS, group_nodes

    if not needed and (not _grouped(nodes) or (nodes == "countries" and asked.by == "type")):
        return None
    return group_nodes(network, asked.by, blocs=asked.blocs or BLOCS)


def _backbone(world: World, nodes: str, asked: _Asked, options: dict[str, Any]) -> Table:
    """Pairs of `nodes` that meet in engagements, or in articles, more often than by chance; of
    two modes, pairs of the first that share one of the second."""
    from kg.network import backbone, basis_of, incidence_of, read_reference
    from kg.network.comention import named_in_articles
    from kg.network.labels import label_entities
    from kg.network.tables import backbone_table, told

    if asked.ties == "co-mention":
        network = chosen_network(world, nodes, asked.ties, False, options)
        incidence: dict[str, set[str]] = {node: set() for node in network}
        named = named_in_articles(
            world, nodes, since=options.get("since"), until=options.get("until"))
        for article, names in named.items():
            for node in names:
                if node in incidence:
                    incidence[node].add(article)
    else:
        two = nodes if ":" in nodes else f"{nodes}:engagements"
        network = chosen_network(world, two, asked.ties, asked.directed, options)
        incidence = incidence_of(network)
    reference = read_reference()
    labels = {node: about.get("label", node) for node, about in network.nodes(data=True)}
    labels |= {node: label for node, label in label_entities(world, reference).items()
               if node in labels}
    return backbone_table(backbone(incidence), labels, told(basis_of(network)),
                          alpha=asked.alpha, top=asked.top)


def _write_matrices(
    folder: str, world: World, asked: _Asked, options: dict[str, Any]
) -> None:
    from kg.network import country_matrices, write_matrices

    if asked.nodes not in (None, "countries") or asked.ties != "acts" or asked.measures:
        raise click.UsageError("--matrix is of countries and their acts; give it without "
                               "--measure, --network and --ties")
    files = write_matrices(
        country_matrices(world, directed=asked.directed, **chosen_filters(options)), folder)
    _tell(f"{counted(len(files), 'file')} in {folder}: {files[0].name} … {files[-1].name}")


def _text(table: Table, width: int | None) -> str:
    from kg.network.tables import columns_of
    from kg.query.results import safe_text, to_table

    cut = (f"the first {counted(len(table.rows), 'row')} of {table.total:,}; --top shows more",
           ) if 0 < len(table.rows) < table.total else ()
    notes = "".join(f"{safe_text(note)}\n" for note in (*table.notes, *cut))
    if not table.rows:
        return f"{table.about}\n{notes}"
    columns = columns_of(table.rows, _FOR_PROGRAMS)
    right = [any(isinstance(row[name], (int, float)) for row in table.rows) for name in columns]
    cells = [[_cell(row[name]) for name in columns] for row in table.rows]
    return f"{table.about}\n{notes}\n{to_table(columns, cells, right=right, width=width)}"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    # Six digits are for programs.
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _csv(rows: tuple[Row, ...]) -> str:
    from kg.query.results import to_csv

    return to_csv(list(rows[0]) if rows else [], [list(row.values()) for row in rows])


def _tell(line: str) -> None:
    from kg.query.results import safe_text

    click.echo(safe_text(line), err=True)
