"""`kg demo`: the whole way once, on the articles that come with the program."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.common import FAILED, Progress, counted, quiet_option, tell, world_of, write_text

if TYPE_CHECKING:
    from kg.model import World

__all__ = ["demo"]

#: How many bridging institutions are introduced.
_BRIDGES = 5
#: Columns that a quote may take.
_WIDTH = 78


@click.command(epilog="""\b
Examples:
  kg demo
  kg demo --out tour""")
@click.option("--out", metavar="DIR", default="out", show_default=True,
              help="Where the store and the files go.")
@quiet_option
@click.pass_context
def demo(ctx: click.Context, out: str, quiet: bool) -> None:
    """Build a graph from articles that come along, and look at it.

    Writes a store, the graph as Turtle, a table of who works with whom, and a page to look at.
    A second run brings the same files; nothing else in the folder is touched.
    """
    from kg.build import build
    from kg.network import institution_network, write_network
    from kg.page import write_page
    from kg.rdf.shapes import validate
    from kg.rdf.write import write
    from kg.resources import data_path
    from kg.store import open_store

    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    store, turtle = folder / "store", folder / "graph.ttl"
    table, page = folder / "network.csv", folder / "index.html"
    progress = Progress(quiet=quiet)
    with open_store(store) as opened:
        summary = build(
            [str(data_path("articles"))], opened, tell, on_article=progress.step, again=True
        )
        progress.say("checking the graph against its shapes")
        findings = validate(opened.quads())
        progress.say("writing the files")
        write(opened.quads(), turtle, "turtle", iris=opened.iris)
        world = world_of(opened)
        triples = opened.info().quads
    files = write_network(institution_network(world), table, "csv")
    write_page(world, page)
    progress.end()
    wrong = sum(finding.severity == "violation" for finding in findings)
    parts = [
        _overview(world, triples, wrong),
        _bridges(world),
        _files([
            (page, "who works with whom: open it in a browser"),
            (files[0], f"ties between institutions (and {files[1].name}: the institutions)"),
            (turtle, "the graph as Turtle"),
            (store, "the graph, to be asked and added to"),
        ]),
        _next(store),
    ]
    write_text("\n".join(parts) + "\n")
    if summary.problems or wrong:
        ctx.exit(FAILED)


def _overview(world: World, triples: int, wrong: int) -> str:
    from kg.cli.summary import engagement_bars

    institutions = sum(entity.kind == "institution" for entity in world.entities)
    people = len(world.entities) - institutions
    countries = len({code for one in world.engagements for code in one.countries})
    reporting = {report.article for one in world.engagements for report in one.reports}
    verdict = (
        f"has {counted(wrong, 'violation')} of its shapes" if wrong else "conforms to its shapes"
    )
    return (
        f"{_heading('Health cooperation, as the news reports it')}\n\n"
        f"  {len(world.articles)} articles, {len(reporting)} of them report cooperation\n"
        f"  {countries} countries, {institutions} institutions, {people} people\n"
        f"  {len(world.engagements)} engagements in a graph of {triples:,} triples, "
        f"which {verdict}\n\n"
        + engagement_bars(world)
    )


def _bridges(world: World) -> str:
    import textwrap

    from kg.network import bridging_institutions, read_reference
    from kg.query.results import safe_text

    reference = read_reference()
    lines = [_heading("The institutions that link the most countries"), ""]
    for bridge in bridging_institutions(world)[:_BRIDGES]:
        partners = ", ".join(reference.country(one.country).name for one in bridge.partners)
        name, code = safe_text(bridge.institution.name), bridge.institution.country
        home = reference.country(code).name if code else ""
        where = "" if home in name else f" ({home})"
        lines.append(f"  {name}{where} – with {partners}")
        quote = safe_text(" ".join(bridge.tie.quote.quote.split()))
        lines += textwrap.wrap(f"“{quote}”", _WIDTH, initial_indent="    ",
                               subsequent_indent="    ")
        lines += [f"    {safe_text(bridge.tie.quote.source())}", ""]
    return "\n".join(lines)


def _files(files: list[tuple[Path, str]]) -> str:
    width = max(len(str(path)) for path, _ in files)
    rows = [f"  {path!s:<{width}}  {what}" for path, what in files]
    return "\n".join([_heading("What was written"), "", *rows, ""])


def _next(store: Path) -> str:
    kg, at = _program(), f"--store {shlex.quote(str(store))}"
    return "\n".join([
        _heading("Try next"), "",
        f"  {kg} query {at} --name pair-timeline --param a=Cuba --param b=Kenya",
        f"  {kg} analyse {at} --network countries",
        f"  echo 'Cuba sent 50 doctors to Kenya on Tuesday.' | {kg} extract - --format text",
    ])


def _program() -> str:
    """What to type for `kg`: it may run out of a venv that is not active."""
    if shutil.which("kg"):
        return "kg"
    called = os.path.abspath(sys.argv[0])
    is_script = os.path.splitext(os.path.basename(called))[0] == "kg"
    program = called if is_script else sys.executable
    near = os.path.relpath(program)
    shown = shlex.quote(program if near.startswith(os.pardir) else near)
    return shown if is_script else f"{shown} -m kg"


def _heading(text: str) -> str:
    """Bold on a terminal, unless NO_COLOR asks for plain text (https://no-color.org)."""
    plain = os.environ.get("NO_COLOR") or sys.stdout is None or not sys.stdout.isatty()
    return text if plain else click.style(text, bold=True)
