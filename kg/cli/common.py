"""What the commands share: the store option, errors as one line, output, progress.

Here alone a KgError becomes a line on stderr and an exit status.
"""

from __future__ import annotations

import errno
import sys
import time
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from kg.errors import DataError, KgError, StoreError, UsageError
from kg.files import write_file

if TYPE_CHECKING:
    import networkx as nx

    from kg.extract.reader import Reader
    from kg.model import World
    from kg.registry import Index
    from kg.store import Store

__all__ = [
    "FAILED", "Commands", "KgGroup", "Progress", "chosen_filters", "chosen_network",
    "chosen_reader", "counted", "extractor_options", "filter_options", "min_confidence_option",
    "network_options", "open_to_read", "output_option", "quiet_option", "refuse_outdated",
    "shown_width", "store_option", "tell", "world_of", "write_bytes", "write_text",
]

#: Exit status where something in the data failed, and was named.
FAILED: Final = 1

Command = TypeVar("Command", bound=Callable[..., Any])


class _Failure(click.ClickException):
    """An error of data or files, told in one line."""

    exit_code = FAILED

    def show(self, file: Any = None) -> None:
        _say(f"kg: {self.message}")


class _Misuse(_Failure):
    """An error of the call."""

    exit_code = 2


class Commands(MutableMapping[str, click.Command]):
    """Commands by name, each a module of kg/cli that is imported when it is asked for."""

    def __init__(self, *names: str) -> None:
        """`names` are of modules; of a function in it, where that is called otherwise."""
        self._names = {name.partition(":")[0]: name for name in names}
        self._commands: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._commands:
            module, _, function = self._names[name].partition(":")
            self._commands[name] = getattr(import_module(f"kg.cli.{module}"), function or module)
        return self._commands[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._names[name], self._commands[name] = name, command

    def __delitem__(self, name: str) -> None:
        del self._names[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class KgGroup(click.Group):
    """The group of all commands; commands are listed in the order of the work."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (KgError, OSError) as error:
            # A reader that closed its end (kg … | head) is click's to handle.
            closed = isinstance(error, OSError) and error.errno == errno.EPIPE
            if closed or ctx.params.get("debug"):
                raise
            if isinstance(error, OSError):
                place = f"{error.filename}: " if error.filename else ""
                raise _Failure(f"{place}{error.strerror or error}") from error
            failure = _Misuse if isinstance(error, UsageError) else _Failure
            raise failure(str(error)) from error


store_option = click.option(
    "--store", "-s", metavar="STORE", default="kg-store", show_default=True, envvar="KG_STORE",
    show_envvar=True, help="Where the graph is: a folder, or the address of a SPARQL server "
                           "(https://…, see docs/store.md).",
)
quiet_option = click.option("--quiet", "-q", is_flag=True, help="No progress and no summary.")
output_option = click.option(
    "--output", "-o", metavar="FILE", help="Write to this file, not to standard output."
)


min_confidence_option = click.option(
    "--min-confidence", type=click.FloatRange(0, 1), default=0.0, metavar="X",
    help="Only what was found with at least this confidence, from 0 to 1.",
)


def extractor_options(command: Command) -> Command:
    """The options that choose and set up the extractors; see `chosen_reader`."""
    options: list[Callable[[Any], Any]] = [
        click.option("--extractor", "-e", "extractors", multiple=True, metavar="NAME",
                     default=("rules",), show_default=True,
                     help="What finds the facts (kg extractors lists what is installed); may be "
                          "repeated: then what any of them finds counts, and the first leads."),
        click.option("--extractor-option", "-O", "settings", multiple=True,
                     metavar="[NAME.]KEY=VALUE",
                     help="An option of an extractor; may be repeated. No secrets: those are "
                          "taken from environment variables."),
        click.option("--cache", metavar="DIR",
                     help="Keep the answers of services in this folder, and take them from it "
                          "instead of asking again."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def chosen_reader(
    extractors: tuple[str, ...], settings: tuple[str, ...], cache: str | None,
    brought: Index | None = None,
) -> Reader:
    """The reader that the options choose; `brought` is the user's table of institutions. Raises
    UsageError where they do not fit."""
    from kg.extract import load_lexicon
    from kg.extract.cache import AnswerCache
    from kg.extract.reader import open_reader, split_options

    return open_reader(
        extractors, split_options(extractors, settings), lexicon=load_lexicon(brought),
        cache=AnswerCache(cache, lambda error: _say(f"kg: {error}"))
        if cache is not None else None,
    )


def filter_options(command: Command) -> Command:
    """The options that choose which engagements count in a network."""
    options: list[Callable[[Any], Any]] = [
        click.option("--since", metavar="DATE", help="Not before this year, month or day."),
        click.option("--until", metavar="DATE", help="Not after this year, month or day."),
        click.option("--type", "types", multiple=True, metavar="TYPE",
                     help="Only engagements of this type (donation, agreement, …); may be "
                          "repeated."),
        click.option("--topic", "topics", multiple=True, metavar="TOPIC",
                     help="Only on this topic (an id of data/topics.csv) or a narrower one; "
                          "may be repeated."),
        click.option("--status", "statuses", multiple=True, metavar="STATUS",
                     help="Only at this stage; may be repeated. By default signed, ongoing and "
                          "completed."),
        click.option("--min-origins", type=click.IntRange(1), default=1, show_default=True,
                     help="Reported by so many independent origins."),
        min_confidence_option,
    ]
    for option in reversed(options):
        command = option(command)
    return command


def network_options(command: Command) -> Command:
    """The options that choose who is tied, and by what; see `chosen_network`."""
    options: list[Callable[[Any], Any]] = [
        click.option("--network", "--nodes", "nodes", metavar="NODES",
                     help="Who is tied: countries, institutions, people, topics, actors (all who "
                          "take part, with the engagements); or two kinds of countries, "
                          "institutions, people, topics and engagements, as "
                          "institutions:topics."),
        click.option("--ties", type=click.Choice(("acts", "co-mention")), default="acts",
                     show_default=True,
                     help="What ties: what was done together, or being named in one article, "
                          "which is a network of its own."),
        click.option("--directed", is_flag=True,
                     help="From who gives, sends or visits to who receives; leaves out what has "
                          "no direction."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def chosen_filters(options: dict[str, Any]) -> dict[str, Any]:
    """The filter options as the keywords of `kg.network`; what is not given is left out, and
    topics bring those below them."""
    from kg.network.choice import with_narrower
    from kg.network.reference import read_reference

    filters = {name: value for name, value in options.items() if value not in (None, ())}
    if filters.get("min_confidence") == 0:
        del filters["min_confidence"]
    if "topics" in filters:
        filters["topics"] = with_narrower(filters["topics"], read_reference())
    return filters


def chosen_network(
    world: World, nodes: str, ties: str, directed: bool, options: dict[str, Any]
) -> nx.Graph[str]:
    """The network that network and filter options choose."""
    from kg.network import make_network

    return make_network(
        world, nodes, ties=ties, directed=directed, **chosen_filters(options))


@contextmanager
def open_to_read(store: str) -> Iterator[Store]:
    """Open a store for reading; where another process is writing it, say what is read instead."""
    from kg.store import open_store

    with open_store(store, read_only=True) as opened:
        if opened.as_of is not None:
            since = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(opened.as_of))
            _say(f"kg: {store}: another process is writing it; this is the graph as of {since}")
        yield opened


def world_of(store: Store) -> World:
    """The world of a store; where its facts table has to be made anew for that, say so."""
    from kg.store.tables import world_of

    return world_of(store, on_rebuild=lambda what: _say(f"kg: {what}"))


def refuse_outdated(store: Store) -> None:
    """Raise StoreError where articles have changed since the graph was assembled, or a build
    was interrupted before it: what is then found would be half of one state and half of
    another."""
    if not store.is_assembled() and store.article_ids():
        raise StoreError(
            f"{store.name}: the articles in the store have changed since it was last assembled; "
            "run kg build again"
        )


def tell(error: DataError) -> None:
    """Name a problem of the data on stderr, in one line; with --debug, where it arose, too."""
    _say(f"kg: {error}")
    if click.get_current_context().find_root().params.get("debug") and error.__cause__:
        import traceback

        traceback.print_exception(error.__cause__)


def _say(line: str) -> None:
    from kg.query.results import safe_text

    click.echo(safe_text(line), err=True)


def write_bytes(content: bytes, output: str | None) -> None:
    """Write data to the file `output`, whole or not at all, or to standard output."""
    if output is None or output == "-":
        if sys.stdout is None:
            raise DataError("standard output", "closed; name a file with --output")
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    if sys.stdout is not None:
        sys.stdout.flush()
    write_file(output, content)


def write_text(text: str, output: str | None = None) -> None:
    """Write text as UTF-8, whatever the locale says; data must be the same everywhere."""
    write_bytes(text.encode("utf-8", errors="replace"), output)


def counted(count: int, what: str) -> str:
    """A number with its noun.

    >>> counted(1, "tie"), counted(1200, "tie")
    ('1 tie', '1,200 ties')
    """
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def shown_width(output: str | None, wide: bool) -> int | None:
    """How wide a table may be: as the terminal, or as it likes where it goes to a file."""
    if wide or output is not None or sys.stdout is None or not sys.stdout.isatty():
        return None
    import shutil

    return shutil.get_terminal_size().columns


class Progress:
    """A count on stderr while a person looks on; silent in a pipe, in a log, and if asked."""

    #: Seconds between two writes: more often, and the terminal takes longer than the work.
    _EVERY: Final = 0.1

    def __init__(self, *, quiet: bool) -> None:
        self._count, self._next, self._shown = 0, 0.0, 0
        self._on = not quiet and sys.stderr is not None and sys.stderr.isatty()

    def step(self, _: object = None) -> None:
        """One more article is done."""
        self._count += 1
        if self._on and time.monotonic() >= self._next:
            self._next = time.monotonic() + self._EVERY
            self.say(f"{counted(self._count, 'article')} read")

    def say(self, what: str) -> None:
        """Show what is being done, in place of what was shown before."""
        if self._on:
            click.echo(f"\r{what:<{self._shown}}", err=True, nl=False)
            self._shown = len(what)

    def end(self) -> None:
        """Leave the line to what comes next."""
        if self._shown:
            click.echo(f"\r{'':<{self._shown}}\r", err=True, nl=False)
            self._shown = 0
