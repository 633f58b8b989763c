"""The named queries: questions that come with the program.

A file of kg/query/named/ is a query with a head of comments that says what it answers:

    # Which engagements link two countries in a period?
    # Longer explanation, as many lines as it takes.
    #
    # param  a      country  IR    one of the two countries
    # param  since  from     2018  the first day, if any                [optional]
    # column day    when it happened, as precisely as the articles tell

The name of the file is the name of the query. Running it is left to `kg.query.run`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

from kg.errors import UsageError
from kg.sparql import shortened

__all__ = ["NamedQuery", "Parameter", "named_queries", "named_query"]

_PARAM: Final = re.compile(r"param\s+(\w+)\s+(\w+)\s+(\S+)\s+(.+?)(\s+\[optional\])?")
_COLUMN: Final = re.compile(r"column\s+(\w+)\s+(.+)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: `kind` is one of `kg.query.parameters.KINDS`, `example` a value that works."""

    name: str
    kind: str
    example: str
    about: str
    optional: bool


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A question with its SPARQL. `columns` are name and meaning, in order."""

    name: str
    question: str
    about: str
    parameters: tuple[Parameter, ...]
    columns: tuple[tuple[str, str], ...]
    text: str


@lru_cache(maxsize=1)
def named_queries() -> Mapping[str, NamedQuery]:
    """All named queries by name, in order of name."""
    folder = resources.files("kg.query").joinpath("named")
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return {
        name: _read(name, file.read_text(encoding="utf-8"))
        for file in files if file.name.endswith(".rq") for name in [file.name[:-3]]
    }


def named_query(name: str) -> NamedQuery:
    """The query called `name`. Raises UsageError, with the names there are, for any other."""
    try:
        return named_queries()[name]
    except KeyError:
        names = ", ".join(named_queries())
        raise UsageError(f"no query is called {shortened(name)!r}; there are {names}") from None


def _read(name: str, text: str) -> NamedQuery:
    head: list[str] = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        head.append(line.removeprefix("#").strip())
    parameters, columns, prose = [], [], []
    for line in head:
        if match := _PARAM.fullmatch(line):
            variable, kind, example, about, optional = match.groups()
            parameters.append(Parameter(variable, kind, example, about, bool(optional)))
        elif match := _COLUMN.fullmatch(line):
            columns.append((match[1], match[2]))
        else:
            prose.append(line)
    return NamedQuery(
        name, prose[0], " ".join(filter(None, prose[1:])), tuple(parameters), tuple(columns), text
    )
