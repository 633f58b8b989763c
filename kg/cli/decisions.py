"""The options that choose the decisions of people, for the commands that assemble."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.decisions import Decisions

__all__ = ["chosen_decisions", "decisions_options"]

Command = TypeVar("Command", bound=Callable[..., Any])


def decisions_options(command: Command) -> Command:
    """The options that choose the decisions file; see `chosen_decisions`."""
    options: list[Callable[[Any], Any]] = [
        click.option("--decisions", "decisions", metavar="FILE", envvar="KG_DECISIONS",
                     show_envvar=True,
                     help="Decisions of people to apply (kg review). By default "
                          "kg-decisions.jsonl beside the store, else in the working folder."),
        click.option("--no-decisions", "undecided", is_flag=True,
                     help="Apply none, whatever lies there."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def chosen_decisions(decisions: str | None, undecided: bool, store: str) -> Decisions:
    """The decisions that the options choose.

    Raises DataError for a file with a fault, UsageError for options that contradict each other.
    """
    from kg.decisions import find_file, read_decisions

    if undecided:
        if decisions is not None:
            raise UsageError("give --decisions or --no-decisions, not both")
        return read_decisions(None)
    return read_decisions(decisions if decisions is not None else find_file(store))
