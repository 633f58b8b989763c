"""`kg extract`: the facts of each article, without a store."""

from __future__ import annotations

import json
import re
from collections import Counter

import click

from kg.cli.common import FAILED, Progress, quiet_option, tell, write_text
from kg.errors import DataError

__all__ = ["extract"]

#: What differs between causes of one kind: figures, and what it is that a quote lacks.
_KIND = re.compile(r" [\d.]+|(?<= holds its) .*")


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
@quiet_option
@click.pass_context
def extract(
    ctx: click.Context, inputs: tuple[str, ...], form: str, rejected: bool, quiet: bool
) -> None:
    """Print the facts of articles, each with its quote.

    Countries, institutions, people, engagements, topics, links and capacities. INPUT is as
    for kg build. Each fact has its quote and where it stands (code points of the
    article's text). An article comes out as soon as it has been read.
    """
    from kg.build import read_facts
    from kg.extract import load_lexicon
    from kg.extract.codebook import to_codebook, to_text
    from kg.query.results import safe_text
    from kg.sources import read_articles

    problems: list[DataError] = []
    kept, causes = 0, Counter[str]()

    def on_error(error: DataError) -> None:
        problems.append(error)
        tell(error)

    lexicon = load_lexicon()
    progress = Progress(quiet=quiet)
    for article in read_articles(inputs, on_error):
        try:
            facts = read_facts(article, lexicon)
        except DataError as error:
            on_error(error)
            continue
        turned_away = facts.rejected if rejected else ()
        kept += len(facts.claims)
        causes.update(_KIND.sub("", one.cause) for one in turned_away)
        if form == "jsonl":
            row = to_codebook(facts)
            if rejected:
                row["rejected"] = [
                    {"what": one.what, "cause": one.cause, "rule": one.rule} for one in turned_away
                ]
            write_text(json.dumps(row, ensure_ascii=False) + "\n")
        else:
            lines = to_text(facts, article).splitlines()
            lines += [f"  rejected      {one.what}: {one.cause}" for one in turned_away]
            write_text("\n".join(map(safe_text, lines)) + "\n\n")
        progress.step()
    progress.end()
    if rejected and not quiet:
        click.echo(f"{kept} claims, {sum(causes.values())} turned away", err=True)
        for cause, count in sorted(causes.items(), key=lambda item: (-item[1], item[0])):
            click.echo(f"{count:6}  {safe_text(cause)}", err=True)
    if problems:
        ctx.exit(FAILED)
