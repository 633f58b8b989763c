"""`kg validate`: the graph against its shapes."""

from __future__ import annotations

import json

import click

from kg.cli.common import (
    FAILED,
    open_to_read,
    output_option,
    quiet_option,
    refuse_outdated,
    store_option,
    write_text,
)

__all__ = ["validate"]


@click.command(epilog="""\b
Examples:
  kg validate --store graph
  kg validate --store graph --format json --output report.json""")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text",
              show_default=True, help="A finding a line, or JSON.")
@output_option
@store_option
@quiet_option
@click.pass_context
def validate(
    ctx: click.Context, form: str, output: str | None, store: str, quiet: bool
) -> None:
    """Check the graph against the shapes of the ontology (SHACL).

    Each finding says what is at fault and how to repair it. The exit status is 1 where the
    data do not conform: warnings and notes do not count.
    """
    from dataclasses import asdict

    from kg.query.results import safe_text
    from kg.rdf.shapes import validate as check

    with open_to_read(store) as opened:
        refuse_outdated(opened)
        findings = check(opened.quads())
    if form == "json":
        rows = [asdict(finding) for finding in findings]
        write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", output)
    elif findings:
        write_text("".join(f"{safe_text(str(finding))}\n" for finding in findings), output)
    violations = sum(finding.severity == "violation" for finding in findings)
    if not quiet:
        other = len(findings) - violations
        rest = f", {other} warnings and notes" if other else ""
        verdict = f"{violations} violations" if violations else "conforms"
        click.echo(f"{store}: {verdict}{rest}", err=True)
    if violations:
        ctx.exit(FAILED)
