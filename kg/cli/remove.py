"""`kg remove`: articles out of a store."""

from __future__ import annotations

import click

from kg.cli.common import quiet_option, store_option
from kg.cli.decisions import chosen_decisions, decisions_options
from kg.cli.registry import chosen_registry, registry_option

__all__ = ["remove"]


@click.command(epilog="""\b
Examples:
  kg remove af-03 --store graph
  kg info --articles --store graph    # the ids""")
@click.argument("articles", nargs=-1, required=True, metavar="ID...")
@decisions_options
@registry_option
@store_option
@quiet_option
def remove(
    articles: tuple[str, ...], decisions: str | None, undecided: bool, registry: str | None,
    store: str, quiet: bool,
) -> None:
    """Take articles out of the graph, with all they alone said.

    What other articles say stays, and engagements are assembled anew from it. Where one of the
    ids is not in the graph, nothing is taken out. The files of the store keep old bytes: where
    an article must be gone from the disk, run kg store compact afterwards.
    """
    from kg.build import count
    from kg.build import remove as run
    from kg.store import open_store

    decided = chosen_decisions(decisions, undecided, store)
    with open_store(store) as opened:
        run(opened, articles, decided, chosen_registry(registry)[0])
        if not quiet:
            click.echo(f"{len(set(articles))} removed, {count(opened).articles} left", err=True)
