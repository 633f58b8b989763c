"""`kg query`: questions to the graph, in SPARQL or by name."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from kg.cli.common import (
    counted,
    open_to_read,
    output_option,
    refuse_outdated,
    shown_width,
    store_option,
    write_text,
)

if TYPE_CHECKING:
    from kg.query import Answer, NamedQuery
    from kg.store import Store

__all__ = ["query"]

#: As `kg.query.FORMATS`, which is not imported for the help; a test compares them.
_FORMATS = ("table", "csv", "tsv", "json", "xml", "turtle", "ntriples")


@click.command(epilog="""\b
Examples:
  kg query --list
  kg query --name pair-timeline --param a=Cuba --param b=KE --param since=2018
  kg query --name one-sided --min-confidence 0.6
  kg query 'SELECT ?e ?status WHERE { ?e a hc:Engagement ; hc:status ?status } LIMIT 5'
  kg query --file question.rq --param who=country:IR --format csv --output answer.csv
  kg query --sql 'SELECT type, count(*) FROM engagements GROUP BY type ORDER BY 2 DESC'""")
@click.argument("sparql", required=False)
@click.option("--file", "-f", "file", metavar="FILE",
              help="Read the query from a file; - is standard input.")
@click.option("--name", "-n", metavar="NAME", help="Ask a named query.")
@click.option("--sql", metavar="SELECT",
              help="Ask the facts table, in SQL; - is standard input. 'SHOW TABLES' and "
                   "'DESCRIBE claims' tell what there is.")
@click.option("--param", "-p", "params", multiple=True, metavar="NAME=VALUE",
              help="Bind a variable to a value; may be repeated. In a query of your own the "
                   "value is read by its form: country:IR, <https://…>, 2018-03-13, 7, else "
                   "text. In SQL it is what $NAME stands for.")
@click.option("--min-confidence", type=click.FloatRange(0, 1), metavar="X",
              help="The same as --param min_confidence=X, which every named query has: only what "
                   "was found with at least this confidence, from 0 to 1.")
@click.option("--list", "list_", is_flag=True,
              help="List the named queries, a line each (with --name, explain that one), and end.")
@click.option("--format", "form", type=click.Choice(_FORMATS),
              help="How to write the answer. By default a table, for CONSTRUCT and DESCRIBE "
                   "Turtle.")
@click.option("--wide", is_flag=True, help="Do not cut tables to the width of the screen.")
@output_option
@store_option
def query(
    sparql: str | None, file: str | None, name: str | None, sql: str | None,
    params: tuple[str, ...], min_confidence: float | None, list_: bool, form: str | None,
    wide: bool, output: str | None, store: str,
) -> None:
    """Ask the graph a question.

    Give a SPARQL query as text, in a file, or one of the questions that come with the program
    by name. The default graph is the union of all graphs, and the usual prefixes (hc:, type:,
    status:, country:, topic:, skos:, …) need not be declared. A query only reads, and only
    this store: SERVICE is refused. Questions that count over everything are answered soonest
    from the facts table, in SQL.
    """
    from kg.query import (
        format_answer,
        last_day,
        named_queries,
        named_query,
        run_named,
        run_query,
        unknown_terms,
    )

    if list_:
        told = _explained(named_query(name)) if name else _listed(named_queries().values())
        write_text(told, output)
        return
    if sum(given is not None for given in (sparql, file, name, sql)) != 1:
        raise click.UsageError(
            "give one of: a query, --file, --name (kg query --list shows names), --sql")
    values = dict(map(_parameter, params))
    if min_confidence is not None:
        if "min_confidence" in values:
            raise click.UsageError("give --min-confidence or --param min_confidence, not both")
        values["min_confidence"] = f"{min_confidence:.9f}".rstrip("0").rstrip(".")
    if sql is not None and min_confidence is not None:
        raise click.UsageError("--min-confidence is for named queries; in SQL, ask confidence")
    with open_to_read(store) as opened:
        asked = None if name is not None else sql or sparql or _read(file or "-")
        refuse_outdated(opened)
        with _interruptible():
            if asked is None:
                answer = run_named(opened, name or "", values)
            elif sql is not None:
                answer = _ask_table(opened, _read("-") if sql == "-" else sql, values)
            else:
                answer = run_query(opened, asked, values)
            last = None
            if name is not None and "as_of" not in values and _has_day(name):
                last = last_day(opened)
            text = format_answer(
                answer, form, width=shown_width(output, wide), prefixes=opened.iris.prefixes()
            )
    write_text(text, output)
    if last is not None:
        click.echo(f"as of {last}, the last day of publication in the store "
                   "(--param as_of=YYYY-MM-DD for another)", err=True)
    if answer.form == "SELECT" and not answer.rows:
        # Else an empty table cannot be told from a command that did nothing.
        click.echo("no rows", err=True)
        for doubt in unknown_terms(asked) if asked and sql is None else ():
            click.echo(f"kg: {doubt}", err=True)
    elif answer.form == "SELECT" and sys.stderr is not None and sys.stderr.isatty():
        click.echo(counted(len(answer.rows), "row"), err=True)


def _ask_table(store: Store, sql: str, values: dict[str, str]) -> Answer:
    from kg.query import run_sql
    from kg.store.tables import open_tables

    with open_tables(store, on_rebuild=lambda what: click.echo(f"kg: {what}", err=True)) as table:
        return run_sql(table, sql, values)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let Ctrl-C end the process at once, as it ends one that has no handler (status 130).

    Python acts on a signal between two of its own steps, and the engine can take hours for
    one. The store is only read, so nothing is left half done.
    """
    ours = threading.current_thread() is threading.main_thread()
    if not ours or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _parameter(given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not (name and equals):
        from kg.sparql import shortened

        raise click.UsageError(
            f"--param {shortened(given)}; expected NAME=VALUE, as in --param a=IR"
        )
    return name.lstrip("?$"), value


def _read(file: str) -> str:
    from kg.errors import DataError

    try:
        with click.open_file(file, encoding="utf-8-sig") as stream:
            return str(stream.read())
    except UnicodeDecodeError as error:
        raise DataError(file, "not UTF-8; expected a query") from error


def _has_day(name: str) -> bool:
    """Does the named query `name` reckon from a day?"""
    from kg.query import named_query

    return any(parameter.name == "as_of" for parameter in named_query(name).parameters)


def _listed(queries: Iterable[NamedQuery]) -> str:
    """A line for each query, and how to see more."""
    lines = [f"{query.name:<24}{query.question}" for query in queries]
    return "\n".join([
        *lines, "", "kg query --list --name NAME tells what it takes and gives, with an example.",
        ""])


def _explained(query: NamedQuery) -> str:
    lines = [query.name, f"  {query.question}", *_wrapped(query.about, 2), ""]
    for one in query.parameters:
        needed = "optional; " if one.optional else ""
        lines += _item(f"--param {one.name}={one.example}", f"{needed}{one.about}", 30)
    lines += [line for name, about in query.columns for line in _item(name, about, 14)]
    example = " ".join(
        f"--param {one.name}={one.example}" for one in query.parameters if not one.optional
    )
    lines += ["", f"  kg query --name {query.name} {example}".rstrip(), ""]
    return "\n".join(lines)


def _item(name: str, about: str, width: int) -> list[str]:
    first, *rest = _wrapped(about, width + 4)
    return [f"    {name:<{width}}{first.lstrip()}", *rest]


def _wrapped(text: str, indent: int) -> list[str]:
    import textwrap

    space = " " * indent
    return textwrap.wrap(text, 96, initial_indent=space, subsequent_indent=space)
