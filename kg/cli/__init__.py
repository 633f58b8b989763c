"""The command line: arguments -> one call -> output, a module per command.

stdout carries data and nothing else; progress, problems and summaries go to stderr. Exit
status: 0 done, 1 something in the data or a file failed and was named, 2 wrong usage.

What a command needs is imported inside it, so that `kg --help` is there at once.
"""

from __future__ import annotations

import click

from kg import __version__
from kg.cli.analyse import analyse
from kg.cli.build import build
from kg.cli.common import KgGroup
from kg.cli.demo import demo
from kg.cli.evaluate import evaluate
from kg.cli.explain import explain
from kg.cli.export import export
from kg.cli.extract import extract
from kg.cli.extractors import extractors
from kg.cli.filter import filter_articles
from kg.cli.info import info
from kg.cli.query import query
from kg.cli.registry import registry
from kg.cli.remove import remove
from kg.cli.render import render
from kg.cli.report import report
from kg.cli.review import review
from kg.cli.serve import serve
from kg.cli.store import store
from kg.cli.validate import validate

__all__ = ["main"]


@click.group(
    "kg",
    cls=KgGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="\b\nStart with:\n  kg demo\n  kg build articles/ --store graph\n  kg query --list",
)
@click.version_option(__version__, message="kg %(version)s")
@click.option("--debug", is_flag=True, help="Show where in the program an error arose.")
def main(debug: bool) -> None:
    """A knowledge graph of what countries do together in health, made from news.

    Articles in, a graph out in which every fact has its quote: build it, ask it, draw it.
    """


for _command in (
    build, filter_articles, extract, query, export, analyse, report, render, serve, store,
    validate, review, explain, info, remove, evaluate, registry, extractors, demo,
):
    main.add_command(_command)
