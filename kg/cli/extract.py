"""`kg extract`: the facts of each article, without a store."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING

import click

from kg.cli.common import (
    FAILED,
    Progress,
    chosen_reader,
    extractor_options,
    min_confidence_option,
    quiet_option,
    tell,
    write_text,
)
from kg.cli.registry import chosen_registry, registry_option
from kg.errors import DataError

if TYPE_CHECKING:
    from kg.model import Article, Facts

__all__ = ["extract"]

#: What differs between causes of one kind: figures, and what it is that a quote lacks. Figures
#: that say what was expected, dates and the number of a standard are of the wording.
_KIND = re.compile(
    r"(?<! than)(?<! to)(?<! as)(?<!ISO) \d+(\.\d+)?(?!-|, \d|[.\d])"
    r"|(?<= holds its) .*|[:,] ['\"].*")


@click.command(epilog="""\b
Examples:
  kg extract article.txt --format text
  kg extract articles/ > facts.jsonl
  echo 'Cuba sent 50 doctors to Kenya on Tuesday.' | kg extract -""")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--format", "form", type=click.Choice(("jsonl", "text")), default="jsonl",
              show_default=True, help="An object a line, or text for a person to read.")
@click.option("--rejected", is_flag=True,
              help="Also what was found and turned away, with the cause; counted at the end.")
@extractor_options
@registry_option
@min_confidence_option
@quiet_option
@click.pass_context
def extract(
    ctx: click.Context, inputs: tuple[str, ...], form: str, rejected: bool,
    extractors: tuple[str, ...], settings: tuple[str, ...], cache: str | None,
    registry: str | None, min_confidence: float, quiet: bool,
) -> None:
    """Print the facts of articles, each with its quote.

    Countries, institutions, people, engagements, topics, links and capacities. INPUT is as
    for kg build. Each fact has its quote and where it stands (code points of the
    article's text). An article comes out as soon as it has been read.
    """
    from kg.confidence import sure_facts
    from kg.query.results import safe_text
    from kg.sources import read_articles

    problems: list[DataError] = []
    kept, causes = 0, Counter[str]()

    def on_error(error: DataError) -> None:
        problems.append(error)
        tell(error)

    progress = Progress(quiet=quiet)
    _, index = chosen_registry(registry, quiet=quiet)
    with chosen_reader(extractors, settings, cache, index) as reader:
        for article, facts in reader.read_all(read_articles(inputs, on_error)):
            if isinstance(facts, DataError):
                on_error(facts)
                continue
            facts = sure_facts(facts, min_confidence)
            kept += len(facts.claims)
            causes.update(_KIND.sub("", one.cause) for one in facts.rejected)
            _write(facts, article, form, rejected=rejected)
            progress.step()
    progress.end()
    if rejected and not quiet:
        click.echo(f"{kept} claims, {sum(causes.values())} turned away", err=True)
        for cause, count in sorted(causes.items(), key=lambda item: (-item[1], item[0])):
            click.echo(f"{count:6}  {safe_text(cause)}", err=True)
    if problems:
        ctx.exit(FAILED)


def _write(facts: Facts, article: Article, form: str, *, rejected: bool) -> None:
    """Print the facts of one article, with those turned away if asked."""
    from kg.extract.codebook import to_codebook, to_text
    from kg.query.results import safe_text

    turned_away = facts.rejected if rejected else ()
    if form == "jsonl":
        row = to_codebook(facts)
        if rejected:
            row["rejected"] = [
                {"what": one.what, "cause": one.cause, "rule": one.rule} for one in turned_away
            ]
        write_text(json.dumps(row, ensure_ascii=False) + "\n")
        return
    lines = to_text(facts, article).splitlines()
    lines += [f"  rejected      {one.what}: {one.cause}" for one in turned_away]
    write_text("\n".join(map(safe_text, lines)) + "\n\n")
