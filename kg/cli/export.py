"""`kg export`: the graph, or a network of it, as files that other programs read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from kg.cli.common import (
    chosen_network,
    filter_options,
    network_options,
    open_to_read,
    output_option,
    refuse_outdated,
    store_option,
    world_of,
    write_bytes,
    write_text,
)

__all__ = ["export"]

#: As `kg.rdf.FORMATS` and `kg.network.FORMATS`, which are not imported for the help; a test
#: compares them.
_RDF = ("turtle", "trig", "nquads", "jsonld", "rdfxml")
_NETWORK = ("graphml", "gexf", "csv")
_TABLE = ("parquet", "csv")
_SUFFIXES = {
    ".parquet": "parquet",
    ".ttl": "turtle", ".trig": "trig", ".nq": "nquads", ".jsonld": "jsonld", ".rdf": "rdfxml",
    ".graphml": "graphml", ".gexf": "gexf", ".csv": "csv",
}

@click.command(epilog="""\b
Examples:
  kg export --output graph.ttl
  kg export --format nquads > graph.nq
  kg export --network institutions --since 2018 --output links.gexf
  kg export --network countries --directed --type donation --output gifts.graphml
  kg export --network institutions:countries --output ties.csv
  kg export --format parquet --output tables/
  kg export --table engagements --table countries --format csv --output tables/
  kg export --table claims --output claims.csv""")
@click.option("--format", "form", type=click.Choice((*_RDF, *_NETWORK, "parquet")),
              help="What to write; without it the suffix of the file decides, else turtle.")
@click.option("--table", "tables", multiple=True, metavar="NAME",
              help="A table of the facts table (all: every one), as Parquet or CSV; may be "
                   "repeated, then --output is a folder.")
@network_options
@filter_options
@output_option
@store_option
@click.pass_context
def export(
    ctx: click.Context, /, form: str | None, tables: tuple[str, ...], nodes: str | None,
    ties: str, directed: bool, output: str | None, store: str, **filters: Any,
) -> None:
    """Write the graph as RDF or as tables, or a network as GraphML, GEXF or CSV.

    Turtle and RDF/XML are the union of all graphs; TriG, N-Quads and JSON-LD keep a graph for
    each article. The filters choose what counts in a network; RDF is the whole graph. A network
    as CSV is two tables, its ties and beside them (ties-nodes.csv) its nodes; standard output
    gets the ties. Tables are those of the facts table (docs/facts-table.md), for R, Stata,
    pandas or a spreadsheet. The same store gives the same bytes.
    """
    from kg.rdf import to_bytes

    form = form or _SUFFIXES.get(Path(output or "").suffix.lower())
    if tables or form == "parquet":
        _refuse_choices(ctx, "a table")
        _export_tables(store, tables or ("all",), form or "csv", output)
        return
    if form is None and output not in (None, "-"):
        suffixes = ", ".join(_SUFFIXES)
        raise click.UsageError(f"{output}: give --format, or a name that ends in {suffixes}")
    form = form or "turtle"
    if form in _RDF:
        _refuse_choices(ctx, form)
    with open_to_read(store) as opened:
        if form in _RDF:
            refuse_outdated(opened)
            write_bytes(to_bytes(opened.quads(), form, iris=opened.iris), output)
            return
        made = chosen_network(world_of(opened), nodes or "countries", ties, directed, filters)
    if output not in (None, "-"):
        from kg.network import write_network

        write_network(made, output, form)
        return
    from kg.network import to_csv, to_gexf, to_graphml

    write_text({"graphml": to_graphml, "gexf": to_gexf}[form](made) if form != "csv"
               else to_csv(made)[0])


def _refuse_choices(ctx: click.Context, form: str) -> None:
    """Whoever chooses a network would take the whole graph for it."""
    for option in ctx.command.params:
        given = ctx.get_parameter_source(option.name or "") is ParameterSource.COMMANDLINE
        if given and option.name not in ("form", "output", "store", "tables"):
            raise click.UsageError(
                f"{option.opts[0]} is for networks, and {form} is the whole graph; "
                f"give --format {', '.join(_NETWORK[:-1])} or {_NETWORK[-1]}"
            )


def _export_tables(store: str, names: tuple[str, ...], form: str, output: str | None) -> None:
    """Write tables of the facts table: one to a file or to standard output, several to a folder."""
    from kg.query.sql import table_as_csv
    from kg.store.tables import open_tables
    from kg.table import TABLES, FactsTable

    if form not in _TABLE:
        raise click.UsageError(f"tables are written as {' or '.join(_TABLE)}, not as {form}")
    if "all" in names:
        names = tuple(table.name for table in TABLES)
    for name in names:
        FactsTable.table(name)
    to_file = output not in (None, "-")
    single = len(names) == 1 and not (to_file and Path(output or "").is_dir())
    if not to_file and (not single or form == "parquet"):
        raise click.UsageError("give --output: a folder for several tables, a file for one")
    with open_to_read(store) as opened:
        refuse_outdated(opened)
        with open_tables(opened) as facts:
            for name in names:
                path = Path(output or "") if single else Path(output or "") / f"{name}.{form}"
                if to_file and not single:
                    path.parent.mkdir(parents=True, exist_ok=True)
                if form == "csv":
                    write_text(table_as_csv(facts, name), str(path) if to_file else None)
                else:
                    facts.write(name, path)
