"""`kg render`: one HTML page."""

from __future__ import annotations

import click

from kg.cli.common import (
    min_confidence_option,
    open_to_read,
    quiet_option,
    store_option,
    world_of,
    write_text,
)

__all__ = ["render"]


@click.command(epilog="""\b
Examples:
  kg render --output cooperation.html
  kg render --title 'Cuban doctors abroad' --store cuba --output cuba.html""")
@click.option("--output", "-o", metavar="FILE", default="kg.html", show_default=True,
              help="The page; - is standard output.")
@click.option("--title", metavar="TEXT", help="What the page is headed with.")
@min_confidence_option
@store_option
@quiet_option
def render(
    output: str, title: str | None, min_confidence: float, store: str, quiet: bool
) -> None:
    """Draw the graph as one HTML page.

    Any browser opens it, without a network. It shows the countries and the institutions that
    link them, and on a click the quotes with article, outlet and date.
    """
    from kg.page import DEFAULT_TITLE, page_html

    with open_to_read(store) as opened:
        world = world_of(opened)
    page = page_html(world, title=title or DEFAULT_TITLE, min_confidence=min_confidence)
    write_text(page, output)
    if output != "-" and not quiet:
        click.echo(f"{output}: open it in a browser", err=True)
