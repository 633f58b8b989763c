"""`kg analyse`: who links countries, and who is central."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from kg.cli.common import (
    chosen_filters,
    chosen_network,
    counted,
    filter_options,
    open_to_read,
    output_option,
    shown_width,
    store_option,
    write_text,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import World
    from kg.network import Bridge, Measures

__all__ = ["analyse"]

Row = dict[str, Any]

_BRIDGES = "bridges"


@click.command(epilog="""\b
Examples:
  kg analyse
  kg analyse --network institutions --topic vaccines --top 20
  kg analyse --network countries --since 2018 --format csv --output countries.csv""")
@click.option("--network", type=click.Choice((_BRIDGES, "countries", "institutions", "actors")),
              help="Only this: the institutions that link countries, or the measures of a "
                   "network. By default bridges, countries and institutions.")
@click.option("--top", type=click.IntRange(1), metavar="N",
              help="Only the first N of each; by default 10 in a table, all elsewhere.")
@click.option("--format", "form", type=click.Choice(("table", "csv", "json")), default="table",
              show_default=True, help="CSV holds one table: name it with --network.")
@click.option("--wide", is_flag=True, help="Do not cut tables to the width of the screen.")
@filter_options
@output_option
@store_option
def analyse(
    network: str | None, top: int | None, form: str, wide: bool, output: str | None, store: str,
    **filters: Any,
) -> None:
    """Show which institutions link countries, and who is central.

    A tie is an engagement that was signed, goes on or was completed, or what the filters say.
    degree: how many one is tied to; strength: over how many engagements; betweenness: the share
    of shortest paths between others that pass through; component: the part of the network, the
    largest being 1. Origins are independent sources: reprints count once.
    """
    from kg.network import bridging_institutions, measure

    with open_to_read(store) as opened:
        world = opened.world()
    if form == "csv" and network is None:
        network = _BRIDGES
    if form == "table" and top is None:
        top = 10
    wanted = [network] if network else [_BRIDGES, "countries", "institutions"]
    tables: list[tuple[str, list[Row]]] = []
    record: dict[str, Any] = {}
    for kind in wanted:
        if kind == _BRIDGES:
            bridges = bridging_institutions(world, **chosen_filters(filters))
            rows = _bridge_rows(bridges[:top], world)
            record[kind] = rows
            about = f"{counted(len(bridges), 'institution')} link" + (
                "s countries" if len(bridges) == 1 else " countries")
        else:
            measures = measure(chosen_network(world, kind, "acts", False, filters))
            rows = _measure_rows(measures, top)
            record[kind] = {"basis": _basis(measures), "nodes": rows}
            about = _about(kind, measures)
        tables.append((about, rows))
    if form == "json":
        write_text(json.dumps(record if network is None else record[wanted[0]],
                              ensure_ascii=False, indent=1) + "\n", output)
    elif form == "csv":
        write_text(_csv(tables[0][1]), output)
    else:
        width = shown_width(output, wide)
        write_text("\n".join(_table(about, rows, width) for about, rows in tables), output)


def _bridge_rows(bridges: Sequence[Bridge], world: World) -> list[Row]:
    from kg.network import read_reference

    reference = read_reference()
    rows = []
    for bridge in bridges:
        entity, tie = bridge.institution, bridge.tie
        home = reference.country(entity.country).name if entity.country else ""
        rows.append({
            "institution": entity.name, "type": entity.type, "country": home,
            "links": len(bridge.partners), "engagements": len(tie.acts), "origins": tie.origins,
            "first": tie.first, "last": tie.last, "furthest": tie.furthest,
            "with": ", ".join(reference.country(one.country).name for one in bridge.partners),
            "quote": tie.quote.quote, "source": tie.quote.source(), "url": tie.quote.url,
            "headline": int(tie.quote.headline), "id": entity.id,
        })
    return rows


def _measure_rows(measures: Measures, top: int | None) -> list[Row]:
    return [
        {
            "name": one.label, "kind": one.kind, **one.values, "id": one.node,
        }
        for one in measures.nodes[:top]
    ]


def _basis(measures: Measures) -> Row:
    basis = measures.basis
    return {
        "nodes": basis.nodes, "ties": basis.ties, "components": basis.components,
        "engagements": basis.engagements, "links": basis.links, "origins": basis.origins,
        "first": basis.first, "last": basis.last, "filters": dict(basis.filters),
    }


def _about(kind: str, measures: Measures) -> str:
    basis = measures.basis
    period = f", {basis.first} to {basis.last}" if basis.first else ""
    return (
        f"{kind}: {counted(basis.nodes, 'node')}, {counted(basis.ties, 'tie')} in "
        f"{counted(basis.components, 'part')}; from {counted(basis.engagements, 'engagement')} "
        f"and {counted(basis.links, 'link')} of "
        f"{counted(basis.origins, 'independent origin')}{period}"
    )


def _table(about: str, rows: Sequence[Row], width: int | None) -> str:
    from kg.query.results import to_table

    if not rows:
        return f"{about}\n"
    # An address cut short is none, and the id is for programs.
    columns = [name for name in rows[0] if name not in ("url", "headline", "id", "kind", "type")]
    right = [isinstance(rows[0][name], (int, float)) for name in columns]
    cells = [["" if row[name] is None else str(row[name]) for name in columns] for row in rows]
    return f"{about}\n\n{to_table(columns, cells, right=right, width=width)}"


def _csv(rows: Sequence[Row]) -> str:
    from kg.query.results import to_csv

    return to_csv(list(rows[0]) if rows else [], [list(row.values()) for row in rows])
