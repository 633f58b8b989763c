"""The command line: arguments -> one call -> output, a module per command.

stdout carries data and nothing else; progress, problems and summaries go to stderr. Exit
status: 0 done, 1 something in the data or a file failed and was named, 2 wrong usage.

The module of a command is imported when the command is called, or its help; what it needs, inside
it, so that `kg --help` is there at once.
"""

from __future__ import annotations

from typing import Final

import click

from kg import __version__
from kg.cli.common import Commands, KgGroup

__all__ = ["main"]

#: In order of the work.
_COMMANDS: Final = Commands(
    "build", "filter:filter_articles", "extract", "query", "export", "analyse", "report", "render",
    "serve", "store", "validate", "review", "explain", "info", "remove", "evaluate", "registry",
    "extractors", "demo",
)


@click.group(
    "kg",
    cls=KgGroup,
    commands=_COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="\b\nStart with:\n  kg demo\n  kg build articles/ --store graph\n  kg query --list",
)
@click.version_option(__version__, message="kg %(version)s")
@click.option("--debug", is_flag=True, help="Show where in the program an error arose.")
def main(debug: bool) -> None:
    """A knowledge graph of what countries do together in health, made from news.

    Articles in, a graph out in which every fact has its quote: build it, ask it, draw it.
    """
