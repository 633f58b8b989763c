"""`kg filter`: of a stream of news, the articles that are about cooperation in health."""

from __future__ import annotations

import json

import click

from kg.cli.common import (
    FAILED,
    Progress,
    quiet_option,
    tell,
    write_text,
)
from kg.cli.registry import chosen_registry, registry_option
from kg.errors import DataError

__all__ = ["filter_articles"]

#: What of an article is passed on, if it has it, in this order.
_FIELDS = ("id", "title", "date", "publisher", "url", "language", "licence", "text")


@click.command("filter", epilog="""\b
Examples:
  kg filter news/ > relevant.jsonl
  zcat day.jsonl.gz | kg filter - | kg build - --store graph""")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@registry_option
@quiet_option
@click.pass_context
def filter_articles(
    ctx: click.Context, inputs: tuple[str, ...], registry: str | None, quiet: bool
) -> None:
    """Pass on the articles that are about cooperation in health.

    As JSON lines, which every command reads; the others are left out. The verdict is that of
    kg extract, which takes far longer to say no. INPUT is as for kg build.
    """
    from kg.extract import is_relevant, load_lexicon
    from kg.sources import read_articles

    problems: list[DataError] = []

    def on_error(error: DataError) -> None:
        problems.append(error)
        tell(error)

    _, index = chosen_registry(registry, quiet=quiet)
    lexicon = load_lexicon(index)
    progress = Progress(quiet=quiet)
    for article in read_articles(inputs, on_error):
        if is_relevant(article, lexicon):
            row = {name: getattr(article, name) for name in _FIELDS}
            row = {name: value for name, value in row.items() if value}
            write_text(json.dumps(row, ensure_ascii=False) + "\n")
        progress.step()
    progress.end()
    if problems:
        ctx.exit(FAILED)
