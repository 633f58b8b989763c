"""`kg store`: what is done to a store as a whole."""

from __future__ import annotations

import click

from kg.cli.common import counted, quiet_option, store_option

__all__ = ["store"]


@click.group(epilog="""\b
Example:
  kg store rebuild-facts --store graph""")
def store() -> None:
    """Keep a store in order."""


@store.command("rebuild-facts", epilog="""\b
Example:
  kg store rebuild-facts --store graph""")
@quiet_option
@store_option
def rebuild_facts(store: str, quiet: bool) -> None:
    """Make the facts table anew, from the graph.

    The table lies in facts/ of the store and is written together with the graph, so that this is
    needed only where its files were lost or damaged. The same graph gives the same bytes.
    """
    from kg.cli.common import open_to_read, refuse_outdated
    from kg.errors import StoreError
    from kg.store.tables import FACTS, rebuild_tables
    from kg.table import FactsTable

    with open_to_read(store) as opened:
        if opened.as_of is not None:
            raise StoreError(f"{store}: another process is writing it; it writes the table too")
        refuse_outdated(opened)
        rebuild_tables(opened)
        assert opened.path is not None  # else there were nothing to make anew
        table = FactsTable(opened.path / FACTS)
    if not quiet:
        click.echo(
            f"{counted(table.count('claims'), 'claim')}, "
            f"{counted(table.count('engagements'), 'engagement')}, "
            f"{counted(table.count('links'), 'link')}", err=True)
