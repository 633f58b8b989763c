"""`kg report`: the networks as one page for readers, with method, and the tables as CSV."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli.common import (
    chosen_filters,
    filter_options,
    open_to_read,
    quiet_option,
    store_option,
    world_of,
    write_text,
)

__all__ = ["report"]


@click.command(epilog="""\b
Examples:
  kg report --output report.html
  kg report --by income --null 1000 --seed 7 --since 2015 --output report.html
  kg report --by bloc --bloc EU --bloc AFU --topic vaccines --output vaccines.html""")
@click.option("--output", "-o", metavar="FILE", default="report.html", show_default=True,
              help="The page; - is standard output, and then no tables are written.")
@click.option("--tables", metavar="DIR",
              help="Where the tables go as CSV; by default beside the page (report-tables).")
@click.option("--title", metavar="TEXT", default="Who works with whom in health",
              show_default=True, help="What the page is headed with.")
@click.option("--by", type=click.Choice(("region", "income", "south", "bloc")), default="region",
              show_default=True, help="The groups of countries.")
@click.option("--bloc", "blocs", multiple=True, metavar="BLOC",
              help="With --by bloc: these (ids of data/country_blocs.csv).")
@click.option("--null", "runs", type=click.IntRange(0), default=100, metavar="N",
              show_default=True, help="How many random networks the figures stand beside.")
@click.option("--seed", type=int, default=1, show_default=True,
              help="Of all that is drawn: the same seed gives the same report.")
@click.option("--window", type=click.IntRange(1), default=5, show_default=True, metavar="YEARS",
              help="How many years are taken together to see change.")
@click.option("--top", type=click.IntRange(1), default=20, show_default=True, metavar="N",
              help="How many rows of a table are on the page; the CSV files have all.")
@filter_options
@store_option
@quiet_option
def report(
    output: str, tables: str | None, title: str, by: str, blocs: tuple[str, ...], runs: int,
    seed: int, window: int, top: int, store: str, quiet: bool, **filters: Any,
) -> None:
    """Write a report on the networks: one HTML page with figures, tables and method.

    Which institutions link countries, when, who is central and who mediates, whether ties stay
    within groups, what chance would give, which topics go together, how it changed. It needs no
    network and no script, and prints well; the same store, options and versions give the same
    bytes.
    """
    from kg.network import BLOCS
    from kg.report import compile_report, report_html, write_tables

    with open_to_read(store) as opened:
        world = world_of(opened)
    made = compile_report(
        world, title=title, by=by, blocs=blocs or BLOCS, runs=runs, seed=seed, window=window,
        **chosen_filters(filters))
    path = Path(output)
    folder = None if output == "-" else Path(tables) if tables else path.with_name(
        f"{path.stem}-tables")
    write_text(report_html(made, top=top, tables=folder.name if folder else ""), output)
    if folder:
        files = write_tables(made, folder)
        if not quiet:
            click.echo(f"{output}: open it in a browser; {len(files)} tables in {folder}",
                       err=True)
