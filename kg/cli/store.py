"""`kg store`: what is done to a store as a whole."""

from __future__ import annotations

import click

from kg.cli.common import counted, output_option, quiet_option, store_option, write_text

__all__ = ["store"]


@click.group(epilog="""\b
Examples:
  kg store info --store graph
  kg store backup /backup/graph-2026-11 --store graph
  kg store restore graph.nq.gz --store https://host/sparql#graphs=/data""")
def store() -> None:
    """Keep a store in order: copies of it, its size, its format."""


@store.command(epilog="""\b
Examples:
  kg store info --store graph
  kg store info --store graph --format json""")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text",
              show_default=True, help="For people, or for programs.")
@output_option
@store_option
def info(form: str, output: str | None, store: str) -> None:
    """Say what kind of store it is, of which format, how large, and who is at it.

    What is in the graph is for kg info to say. Nothing is written, and a writer is not disturbed.
    """
    import json

    from kg.store.backup import describe

    told = describe(store)
    if form == "json":
        write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", output)
        return
    rows = [
        (name.replace("_", " "), f"{value / 1_000_000:.1f} MB" if name.endswith("bytes")
         and isinstance(value, int) else "none" if value is None else f"{value}")
        for name, value in told.items()
    ]
    write_text("".join(f"{name.removesuffix(' bytes'):<12}{value}\n" for name, value in rows),
               output)


@store.command(epilog="""\b
Examples:
  kg store backup /backup/graph-2026-11 --store graph
  kg store backup graph.nq.gz --store https://host/sparql""")
@click.argument("copy", metavar="COPY")
@quiet_option
@store_option
def backup(copy: str, quiet: bool, store: str) -> None:
    """Copy the whole graph to COPY: a new folder, or a file .nq or .nq.gz.

    A folder is the fastest to make and to restore; N-Quads are read by every triple store. Also
    beside a build: then the copy is of the graph as it was when that began. A copy is read once
    before it gets its name. What is made from the graph (the facts table) is left out.
    """
    from kg.store.backup import back_up

    quads = back_up(store, copy)
    if not quiet:
        click.echo(f"{counted(quads, 'quad')} in {copy}", err=True)


@store.command(epilog="""\b
Examples:
  kg store restore /backup/graph-2026-11 --store graph
  kg store restore graph.nq.gz --store graph
  kg store restore graph.nq.gz --store https://host/sparql#graphs=/data""")
@click.argument("copy", metavar="COPY")
@quiet_option
@store_option
def restore(copy: str, quiet: bool, store: str) -> None:
    """Make a store from COPY: what kg store backup wrote, or kg export --format nquads.

    A folder that is to become the store must be empty or not exist: no store is ever written
    over. On a server the graphs of COPY take the place of those of the same names.
    """
    from kg.store.backup import restore as run

    quads = run(copy, store)
    if not quiet:
        click.echo(f"{counted(quads, 'quad')} in {store}", err=True)


@store.command(epilog="""\b
Example:
  kg store compact --store graph""")
@quiet_option
@store_option
def compact(quiet: bool, store: str) -> None:
    """Write the files of the graph anew, in as little room as they take.

    What was removed or replaced is gone from the files then. Needs room for a second copy of
    the graph meanwhile. Nobody else may write; who reads goes on reading.
    """
    from kg.store.backup import compact as run

    before, after = run(store)
    if not quiet:
        click.echo(f"{before / 1e6:,.1f} MB before, {after / 1e6:,.1f} MB now", err=True)


@store.command(epilog="""\b
Example:
  kg store migrate --store graph""")
@quiet_option
@store_option
def migrate(quiet: bool, store: str) -> None:
    """Bring the graph to the layout of this version of kg.

    Every command that writes does so by itself; a store of a later version is left alone.
    """
    from kg.store import FORMAT
    from kg.store.backup import migrate as run

    changed = run(store)
    if not quiet:
        click.echo(f"format {FORMAT}: {'reference data renewed' if changed else 'up to date'}",
                   err=True)


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
