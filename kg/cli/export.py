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
    write_bytes,
    write_text,
)

__all__ = ["export"]

#: As `kg.rdf.FORMATS` and `kg.network.FORMATS`, which are not imported for the help; a test
#: compares them.
_RDF = ("turtle", "trig", "nquads", "jsonld", "rdfxml")
_NETWORK = ("graphml", "gexf", "csv")
_SUFFIXES = {
    ".ttl": "turtle", ".trig": "trig", ".nq": "nquads", ".jsonld": "jsonld", ".rdf": "rdfxml",
    ".graphml": "graphml", ".gexf": "gexf", ".csv": "csv",
}

@click.command(epilog="""\b
Examples:
  kg export --output graph.ttl
  kg export --format nquads > graph.nq
  kg export --network institutions --since 2018 --output links.gexf
  kg export --network countries --directed --type donation --output gifts.graphml
  kg export --network institutions:countries --output ties.csv""")
@click.option("--format", "form", type=click.Choice(_RDF + _NETWORK),
              help="What to write; without it the suffix of the file decides, else turtle.")
@network_options
@filter_options
@output_option
@store_option
@click.pass_context
def export(
    ctx: click.Context, /, form: str | None, nodes: str | None, ties: str, directed: bool,
    output: str | None, store: str, **filters: Any,
) -> None:
    """Write the graph as RDF, or a network as GraphML, GEXF or CSV.

    Turtle and RDF/XML are the union of all graphs; TriG, N-Quads and JSON-LD keep a graph for
    each article. The filters choose what counts in a network; RDF is the whole graph. A network
    as CSV is two tables, its ties and beside them (ties-nodes.csv) its nodes; standard output
    gets the ties. The same store gives the same bytes.
    """
    from kg.rdf import to_bytes

    form = form or _SUFFIXES.get(Path(output or "").suffix.lower())
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
        made = chosen_network(opened.world(), nodes or "countries", ties, directed, filters)
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
        if given and option.name not in ("form", "output", "store"):
            raise click.UsageError(
                f"{option.opts[0]} is for networks, and {form} is the whole graph; "
                f"give --format {', '.join(_NETWORK[:-1])} or {_NETWORK[-1]}"
            )
