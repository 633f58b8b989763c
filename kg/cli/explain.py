"""`kg explain`: why something in the graph is as it is."""

from __future__ import annotations

import click

from kg.cli.common import open_to_read, output_option, shown_width, store_option, write_text

__all__ = ["explain"]


@click.command(epilog="""\b
Examples:
  kg explain 'Pasteur Institute of Iran' --store graph
  kg explain Kenya
  kg explain https://w3id.org/health-cooperation/id/article/af-03
  kg explain engagement/agreement-cu-ke.761d20aa0a9eeaff --format json""")
@click.argument("name", metavar="(IRI | ID | NAME)")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text",
              show_default=True, help="For people, or for programs.")
@output_option
@store_option
def explain(name: str, form: str, output: str | None, store: str) -> None:
    """Tell in words why a thing is one, and why it is as it is, with quotes.

    Of an institution or person: which mentions and wordings were taken for it, and why; who is
    like it and was kept apart. Of an engagement, a link or a claim: its reports, why they are of
    one act, its status, confidence and number of origins, and what nearly was the same. Countries,
    posts, threads, disagreements, origins, articles, mentions and decisions, too.
    """
    from kg.review import Sight, format_account
    from kg.review import explain as run

    with open_to_read(store) as opened:
        account = run(Sight(opened), name)
    write_text(format_account(account, form, shown_width(output, wide=False)), output)
