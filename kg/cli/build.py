"""`kg build`: articles into a store."""

from __future__ import annotations

import click

from kg.cli.common import (
    FAILED,
    Progress,
    chosen_reader,
    counted,
    extractor_options,
    quiet_option,
    store_option,
    tell,
)
from kg.cli.decisions import chosen_decisions, decisions_options
from kg.cli.registry import chosen_registry, registry_option

__all__ = ["build"]


@click.command(epilog="""\b
Examples:
  kg build articles/ --store graph
  kg build march.jsonl april.jsonl 'archive/*.txt' --store graph
  zcat news.jsonl.gz | kg build - --store graph
  kg build news.jsonl --extractor chat -O base-url=http://localhost:8080/v1 -O model=NAME""")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--again", is_flag=True,
              help="Read also what has not changed: after a change of rules or tables.")
@extractor_options
@decisions_options
@registry_option
@store_option
@quiet_option
@click.pass_context
def build(
    ctx: click.Context, inputs: tuple[str, ...], again: bool, extractors: tuple[str, ...],
    settings: tuple[str, ...], cache: str | None, decisions: str | None, undecided: bool,
    registry: str | None,
    store: str, quiet: bool,
) -> None:
    """Read articles and bring the graph up to them.

    An INPUT is a text file (one article; its title, date and publisher are not known), a JSON
    lines file (id, title, date, publisher, url, text; an article a line), a JSON array, a
    folder, a pattern, or - for standard input. An article that is in the graph as it is, is
    not read again; one that has changed is replaced. What cannot be read is named, and the
    rest goes on: the exit status is 1 then. What is stored of an article stays until it has been
    read anew, also where a service that an extractor asks is gone.

    What people decided in review (kg review) outranks the rules. A decision whose ground has
    changed is named and not applied; built without the file, the graph is as it was before.
    """
    from kg.build import build as run
    from kg.build import count
    from kg.rdf.iris import node
    from kg.store import open_store
    from kg.vocab import HC

    decided = chosen_decisions(decisions, undecided, store)
    progress = Progress(quiet=quiet)
    known, index = chosen_registry(registry, quiet=quiet)
    with chosen_reader(extractors, settings, cache, index) as reader, open_store(store) as opened:
        try:
            summary = run(
                inputs, opened, tell, on_article=progress.step, again=again, reader=reader,
                decisions=decided,
                registry=known,
            )
        finally:
            progress.end()
        if not quiet:
            if summary.undated:
                click.echo(f"{counted(summary.undated, 'article')} without a date", err=True)
            if decided.entries and summary.assembled:
                waiting = sum(one.state == "waiting" for one in summary.pending)
                click.echo(
                    f"decisions of {decided.path}: {summary.decided} applied, "
                    f"{len(summary.pending) - waiting} stale, {waiting} waiting for articles",
                    err=True)
            elif decided.entries:
                # Nothing was assembled, so none was asked: what was applied stands there.
                held = sum(1 for _ in opened.match(predicate=node(HC.verb)))
                click.echo(
                    f"decisions of {decided.path}: {held} of {len(decided.entries)} applied "
                    "(kg review check tells of the others)", err=True)
            counts = count(opened)
            click.echo(
                f"read: {summary.stored} ({summary.relevant} on health cooperation), "
                f"unchanged: {summary.unchanged}, problems: {summary.problems}\n"
                f"in {store}: articles {counts.articles}, engagements {counts.engagements}, "
                f"countries {counts.countries}, institutions {counts.institutions}, "
                f"people {counts.people}",
                err=True,
            )
    if summary.problems:
        ctx.exit(FAILED)
