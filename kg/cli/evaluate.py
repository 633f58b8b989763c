"""`kg evaluate`: facts against gold, or one coder against another."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.common import FAILED, counted, output_option, quiet_option, tell, write_text
from kg.errors import DataError, UsageError
from kg.files import is_stream

if TYPE_CHECKING:
    from kg.evaluate import Evaluation

__all__ = ["evaluate"]

#: Ids named in a message; the number says how many there are.
_IDS_SHOWN = 5


@click.command(epilog="""\b
Examples:
  kg extract articles/ > facts.jsonl
  kg evaluate gold.jsonl facts.jsonl
  kg evaluate gold.jsonl facts.jsonl --articles articles/ --html review.html
  kg evaluate anna.jsonl ben.jsonl --common
  kg evaluate gold.jsonl facts.jsonl --misses engagements --min relevant=0.95""")
@click.argument("gold")
@click.argument("facts")
@click.option("--gold", "more_gold", multiple=True, metavar="FILE",
              help="More gold: a file, folder or pattern; may be repeated.")
@click.option("--facts", "more_facts", multiple=True, metavar="FILE",
              help="More facts: a file, folder or pattern; may be repeated.")
@click.option("--common", is_flag=True,
              help="Only articles that both have: for two coders who shared part of the work.")
@click.option("--samples", type=click.IntRange(0, 1_000_000), metavar="N",
              help="Bootstrap samples for the intervals; 0 for none.  [default: 2000]")
@click.option("--seed", type=int, metavar="N", help="Of the bootstrap samples.  [default: 1]")
@click.option("--per-article", is_flag=True, help="Also the counts of each article.")
@click.option("--misses", "listed", multiple=True, metavar="TYPE",
              help="Also list what was missed and what is spurious of this fact type; may be "
                   "repeated.")
@click.option("--min", "minimums", multiple=True, metavar="TYPE=F1",
              help="Exit with status 1 where the F1 of this fact type is lower; also "
                   "TYPE.precision, TYPE.recall and attributes; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="JSON, not tables.")
@click.option("--articles", multiple=True, metavar="INPUT",
              help="The texts, as for kg build; may be repeated.")
@click.option("--html", metavar="FILE",
              help="Also write a page that shows each article with its facts, right, missed and "
                   "spurious ones marked in the text; needs --articles.")
@output_option
@quiet_option
@click.pass_context
def evaluate(
    ctx: click.Context, gold: str, facts: str, more_gold: tuple[str, ...],
    more_facts: tuple[str, ...], common: bool, samples: int | None, seed: int | None,
    per_article: bool, listed: tuple[str, ...], minimums: tuple[str, ...], as_json: bool,
    articles: tuple[str, ...], html: str | None, output: str | None, quiet: bool,
) -> None:
    """Compare facts with gold: precision, recall, F1, agreement.

    GOLD is what careful coders recorded, FACTS what is to be judged: the output of kg extract,
    of another program, or of another coder. Both are JSON lines in the form that
    docs/evaluation.md describes: files, folders, patterns, or - for standard input. An
    article that FACTS lacks counts as one of which nothing was found.
    """
    from kg.evaluate import SAMPLES, SEED, read_codings
    from kg.evaluate import evaluate as compare
    from kg.evaluate.report import misses, per_article_text, to_json, to_text
    from kg.query.results import safe_text

    floors = _floors(minimums)
    _known(listed)
    if "" in (html, output):
        raise UsageError("the name of an output is empty; expected a file or -")
    if bool(html) != bool(articles):
        raise UsageError("--html shows the texts that --articles gives; expected both or neither")
    if html == "-" and output in (None, "-"):
        raise UsageError("--html - would run into the figures; expected --output FILE for these")
    if [gold, *more_gold, facts, *more_facts, *articles].count("-") > 1:
        raise UsageError("standard input can be read once only")
    _refuse_overwriting([gold, *more_gold, facts, *more_facts], articles, output, html)
    problems: list[DataError] = []

    def on_error(error: DataError) -> None:
        problems.append(error)
        tell(error)

    evaluation = compare(
        read_codings([gold, *more_gold], on_error), read_codings([facts, *more_facts], on_error),
        common=common, samples=SAMPLES if samples is None else samples,
        seed=SEED if seed is None else seed)
    if as_json:
        shown = to_json(evaluation, per_article=per_article, listed=listed)
    else:
        shown = to_text(evaluation)
        if per_article:
            shown += "\n" + per_article_text(evaluation)
        for type_ in dict.fromkeys(listed):
            shown += f"\n{type_}\n"
            shown += "".join(f"  {outcome:9}{safe_text(article)}  {safe_text(what)}\n"
                             for outcome, article, what in misses(evaluation, type_))
        shown = "".join(f"{safe_text(line)}\n" for line in shown.split("\n")[:-1])
    write_text(shown, output)
    if html:
        from kg.evaluate.review import review_html
        from kg.sources import read_articles

        texts = {article.id: article for article in read_articles(articles, on_error)}
        write_text(review_html(evaluation, texts), html)
    if not quiet:
        left_out = "left out" if common else "counted as without facts"
        _tell_ids(evaluation.without_output, f"in GOLD only, {left_out}")
        _tell_ids(evaluation.not_in_gold, "in FACTS only, left out")
        if html and html != "-":
            click.echo(f"{html}: open it in a browser", err=True)
    low = _below(floors, evaluation)
    for line in low:
        click.echo(f"kg: {line}", err=True)
    if problems or low:
        ctx.exit(FAILED)


def _refuse_overwriting(
    codings: Iterable[str], articles: Iterable[str], output: str | None, html: str | None
) -> None:
    """Raise UsageError where an output would replace an input or the other output."""
    places = [place for place in (output, html) if place and place != "-"]
    places = [place for place in places if not is_stream(place)]
    if len(places) > len({os.path.realpath(place) for place in places}):
        raise UsageError(f"{places[0]}: --output and --html name the same file")
    existing = [place for place in places if os.path.exists(place)]
    if not existing:
        return
    for path in (*_files(codings, (".jsonl", ".ndjson")), *_files(articles, None)):
        for place in existing:
            if os.path.isfile(path) and os.path.samefile(path, place):
                raise UsageError(f"{place}: an input, which the output would replace")


def _files(inputs: Iterable[str], suffixes: tuple[str, ...] | None) -> Iterator[str]:
    """The files that inputs name; of a folder, those whose name ends so."""
    from kg.sources.files import files_below

    for given in inputs:
        if os.path.isdir(given):
            for path in files_below(Path(given))[0]:
                if suffixes is None or path.suffix.lower() in suffixes:
                    yield str(path)
        elif os.path.exists(given):
            yield given
        elif glob.has_magic(given):
            for name in glob.iglob(given, recursive=True):
                if os.path.isdir(name):
                    yield from map(str, files_below(Path(name))[0])
                else:
                    yield name


def _floors(minimums: tuple[str, ...]) -> dict[str, float]:
    from kg.evaluate import ATTRIBUTES, FACT_TYPES

    floors = {}
    for given in minimums:
        name, _, number = given.partition("=")
        try:
            floors[name] = float(number)
        except ValueError:
            raise UsageError(f"--min {given}: expected TYPE=F1, as in engagements=0.7") from None
        if not 0 <= floors[name] <= 1:
            raise UsageError(f"--min {given}: expected a number from 0 to 1")
        type_ = name.partition(".")[0]
        if name not in ATTRIBUTES and not (
            type_ in FACT_TYPES and name in (type_, f"{type_}.precision", f"{type_}.recall")
        ):
            raise UsageError(
                f"--min {given}: no figure {name!r}; expected one of "
                f"{', '.join((*FACT_TYPES, *ATTRIBUTES))}, or a fact type with .precision or "
                ".recall")
    return floors


def _known(types: tuple[str, ...]) -> None:
    from kg.evaluate import FACT_TYPES

    for type_ in types:
        if type_ not in FACT_TYPES:
            raise UsageError(f"--misses {type_}: expected one of {', '.join(FACT_TYPES)}")


def _tell_ids(ids: tuple[str, ...], what: str) -> None:
    from kg.query.results import safe_text

    if ids:
        more = ", …" if len(ids) > _IDS_SHOWN else ""
        named = safe_text(", ".join(ids[:_IDS_SHOWN]))
        click.echo(f"{counted(len(ids), 'article')} {what}: {named}{more}", err=True)


def _below(floors: dict[str, float], evaluation: Evaluation) -> list[str]:
    """A line for each floor that is not reached. What cannot be measured reaches none."""
    lines = []
    for name, floor in floors.items():
        value = evaluation.figure(name).value
        if value is None:
            lines.append(f"{name}: nothing to measure; expected at least {floor:g}")
        elif value < floor:
            lines.append(f"{name}: {value:.4f}; expected at least {floor:g}")
    return lines
