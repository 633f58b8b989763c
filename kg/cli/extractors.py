"""`kg extractors`: what is installed that finds facts, and how it is set up."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from kg.cli.common import output_option, write_text

if TYPE_CHECKING:
    from kg.extract.plugins import Installed

__all__ = ["extractors"]


@click.command(epilog="""\b
Examples:
  kg extractors
  kg extractors chat
  kg extractors --format json""")
@click.argument("name", required=False)
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text",
              show_default=True, help="For people, or for programs.")
@output_option
def extractors(name: str | None, form: str, output: str | None) -> None:
    """List the extractors that are installed; with NAME, the options of one.

    An extractor proposes, and one gate decides for all: what the article does not say is turned
    away. docs/plugins.md shows how to write one.
    """
    from kg.errors import UsageError
    from kg.extract.plugins import installed

    there = installed()
    if name is not None:
        if name not in there:
            raise UsageError(
                f"no extractor is called {name!r}; installed are {', '.join(there)}")
        there = {name: there[name]}
    rows = [_row(one) for one in there.values()]
    if form == "json":
        write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", output)
    else:
        write_text("".join(_text(row, whole=name is not None) for row in rows), output)


def _row(one: Installed) -> dict[str, Any]:
    """What there is to say of one; to know its options it is imported, and that may fail."""
    import inspect

    from kg.errors import UsageError

    row: dict[str, Any] = {
        "name": one.name, "package": one.package, "version": one.version, "about": "",
        "options": [], "problem": None,
    }
    try:
        kind = one.load()
    except UsageError as error:
        return row | {"problem": str(error)}
    about = (inspect.getdoc(kind) or "").split("\n\n")[0].replace("\n", " ")
    options = [
        {"name": option.name, "default": option.default, "about": option.about}
        for option in getattr(kind, "options", ())
    ]
    return row | {"about": about, "options": options}


def _text(row: dict[str, Any], *, whole: bool) -> str:
    import textwrap

    from kg.query.results import safe_text

    lines = [f"{row['name']:<10}{row['package']} {row['version']}"]
    lines += textwrap.wrap(row["problem"] or row["about"], 88, initial_indent="  ",
                           subsequent_indent="  ")
    for option in row["options"] if whole else ():
        default = "needed" if option["default"] is None else f"default: {option['default']!r}"
        lines.append(f"  -O {option['name']}=… ({default})")
        lines += textwrap.wrap(option["about"], 84, initial_indent="      ",
                               subsequent_indent="      ")
    return "\n".join(map(safe_text, lines)) + "\n"
