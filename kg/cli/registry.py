"""`kg registry`: institutions of the user's own, beside those that come along."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.common import (
    FAILED,
    Progress,
    counted,
    output_option,
    quiet_option,
    shown_width,
    tell,
    write_text,
)
from kg.errors import DataError, UsageError

if TYPE_CHECKING:
    from kg.registry import Index, Registered, Registry
    from kg.registry.adopt import Adopted

__all__ = ["chosen_registry", "registry", "registry_option"]

#: So many clashes are shown; the rest stands in the report.
_SHOWN = 10

#: The user's table of institutions, where no other is named.
_TABLE = "kg-registry.csv"

_FIELDS = ("id", "name", "type", "country", "acronyms", "ror", "wikidata", "status", "source")


registry_option = click.option(
    "--registry", metavar="FILE", envvar="KG_REGISTRY", show_envvar=True,
    help="A table of institutions of your own, as kg registry import makes it; none for none. By "
         "default kg-registry.csv, where it lies in the current folder.",
)


def _path(given: str | None) -> Path | None:
    """Where the user's table of institutions lies that `--registry` chooses; None for none."""
    if given is not None:
        return None if given in ("", "none") else Path(given)
    return Path(_TABLE) if Path(_TABLE).is_file() else None


def chosen_registry(given: str | None, *, quiet: bool = True) -> tuple[Registry, Index | None]:
    """The registry of institutions that `--registry` chooses, and the index of the user's table;
    which one that is, is told unless `quiet`."""
    from kg.query.results import safe_text
    from kg.registry import open_registry
    from kg.registry.index import index_path

    path = _path(given)
    progress = Progress(quiet=quiet)
    if path is not None and not index_path(path).exists():
        progress.say(f"making the index of {path}")
    registry, index = open_registry(path)
    progress.end()
    if index is not None and not quiet:
        click.echo(safe_text(f"registry: {path} ({index.count:,} institutions)"), err=True)
    return registry, index


@click.group(epilog="""\b
Examples:
  kg registry import v2.0-ror-data.zip
  kg registry list --country KE --type hospital
  kg registry show "Pasteur Institute of Iran" """)
def registry() -> None:
    """Keep institutions of your own, beside the three thousand that come along.

    They stand in a table (kg-registry.csv in the current folder, or where --registry says) that
    kg build, extract and filter read from then on; docs/registry.md describes it.
    """


@registry.command("import", epilog="""\b
Examples:
  kg registry import v2.0-2026-10-01-ror-data.zip
  kg registry import hospitals.csv --country KE --type hospital
  kg registry import thesaurus.ttl --report clashes.csv --dry-run""")
@click.argument("files", nargs=-1, required=True, metavar="FILE...",
                type=click.Path(path_type=Path))
@click.option("--kind", type=click.Choice(("ror", "list", "skos")),
              help="What the files are; by default told by their content.")
@click.option("--country", metavar="CODE",
              help="The country of what a list or vocabulary gives none; INT for international.")
@click.option("--type", "type_", metavar="TYPE", help="The type of what gives none.")
@click.option("--report", metavar="FILE",
              help="Write all clashes and differences to this file, as CSV.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and change nothing.")
@registry_option
@quiet_option
@click.pass_context
def import_(
    ctx: click.Context, files: tuple[Path, ...], kind: str | None, country: str | None,
    type_: str | None, report: str | None, dry_run: bool, registry: str | None, quiet: bool,
) -> None:
    """Take in organisations from other registers.

    A FILE is a data dump of ROR (schema 2, JSON or the zip), a list (CSV, TSV, or results of a
    query of Wikidata, in CSV or JSON), or a SKOS vocabulary (Turtle, RDF/XML, …). What is known
    by name and country, or by identifier, is not doubled: it gets the names and identifiers that
    it lacks. A record with a fault is named and left out, and the rest goes in; the exit status
    is 1 then.
    """
    from kg.model import INSTITUTION_TYPES
    from kg.query.results import to_csv
    from kg.registry import open_registry
    from kg.registry.importing import import_files
    from kg.registry.records import country_code
    from kg.registry.table import INTERNATIONAL

    if country is not None and country != INTERNATIONAL and country_code(country) is None:
        raise UsageError(f"--country {country!r}; expected a code, a name, or {INTERNATIONAL}")
    if type_ is not None and type_ not in INSTITUTION_TYPES:
        raise UsageError(f"--type {type_!r}; expected one of {', '.join(INSTITUTION_TYPES)}")
    if registry in ("", "none"):
        raise UsageError("--registry none; expected a file to import into")
    table = _path(registry) or Path(_TABLE)
    problems: list[DataError] = []

    def on_error(error: DataError) -> None:
        problems.append(error)
        tell(error)

    shipped, _ = open_registry()
    adopted = import_files(files, table, shipped, on_error, kind=kind, country=country,
                           type_=type_, write=not dry_run)
    if adopted.rows and not dry_run:
        # Made now, it makes nobody wait later.
        open_registry(table)
    if report is not None:
        write_text(to_csv(("kind", "source", "record", "name", "detail"), [
            (one.kind, one.source, one.key, one.name, one.detail) for one in adopted.notes
        ]), report)
    if not quiet:
        _summarise(adopted, table, len(problems), is_written=not dry_run, report=report)
    if problems:
        ctx.exit(FAILED)


def _summarise(adopted: Adopted, table: Path, faults: int, *, is_written: bool,
               report: str | None) -> None:
    from kg.query.results import safe_text

    clashes = [one for one in adopted.notes if one.kind == "clash"]
    for one in clashes[:_SHOWN]:
        click.echo(safe_text(f"clash: {one.source}: {one.name} ({one.key}): {one.detail}"),
                   err=True)
    if len(clashes) > _SHOWN and report is None:
        click.echo(f"{len(clashes) - _SHOWN} more clashes; --report FILE gives all", err=True)
    click.echo(
        f"read: {adopted.read} ({adopted.joined} are among those that come along, "
        f"{adopted.inactive} inactive, {adopted.withdrawn} withdrawn), faults: {faults}, "
        f"clashes: {len(clashes)}\n"
        f"{'in' if is_written else 'would be in'} {table}: "
        f"{counted(len(adopted.rows), 'institution')} ({adopted.added} new, {adopted.changed} "
        f"changed, {adopted.unchanged} unchanged)", err=True)


@registry.command("list", epilog="""\b
Examples:
  kg registry list --country IR
  kg registry list --name "red crescent" --all
  kg registry list --source v2.0-ror-data.zip --format csv --output ror.csv""")
@click.option("--country", metavar="CODE", help="Only of this country; INT for international.")
@click.option("--type", "type_", metavar="TYPE", help="Only of this type.")
@click.option("--name", "part", metavar="TEXT", help="Only with this in a name.")
@click.option("--source", metavar="NAME", help="Only from this file.")
@click.option("--all", "is_all", is_flag=True, help="Also those that come along.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most so many.")
@click.option("--format", "form", type=click.Choice(("table", "csv", "json")), default="table",
              show_default=True, help="For people, or for programs.")
@registry_option
@output_option
def list_(
    country: str | None, type_: str | None, part: str | None, source: str | None, is_all: bool,
    limit: int | None, form: str, registry: str | None, output: str | None,
) -> None:
    """List the institutions of the user's table, in order of id."""
    from kg.query.results import to_csv, to_table
    from kg.registry import fold_institution

    wanted = fold_institution(part) if part else ""
    rows = []
    for row in _rows(registry, is_all=is_all):
        if (country in (None, row.country or "INT") and type_ in (None, row.type)
                and (source is None or source in row.source.split("|"))
                and (not wanted or any(wanted in fold_institution(name) for name in row.names))):
            rows.append(_cells(row))
            if limit is not None and len(rows) >= limit:
                break
    if form == "json":
        write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", output)
        return
    cells = [[_joined(row[name]) for name in _FIELDS] for row in rows]
    text = to_csv(_FIELDS, cells) if form == "csv" else to_table(
        _FIELDS, cells, width=shown_width(output, False))
    write_text(text, output)


@registry.command("show", epilog="""\b
Examples:
  kg registry show ke-kemri
  kg registry show "Institut Pasteur"
  kg registry show https://ror.org/01f80g185 --format json""")
@click.argument("wanted", metavar="ID|NAME")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text",
              show_default=True, help="For people, or for programs.")
@registry_option
@output_option
def show(wanted: str, form: str, registry: str | None, output: str | None) -> None:
    """Show all that is known of an institution: by id, identifier, or name."""
    from kg.query.results import safe_text

    known = _open(registry)
    found = _found(wanted, known, registry)
    if not found:
        raise UsageError(f"no institution with the id or name {wanted!r}; kg registry list --all "
                         "--name TEXT looks for a part of a name")
    rows = [_cells(row, whole=True) for row in found]
    if form == "json":
        write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", output)
        return
    blocks = []
    for row in rows:
        lines = [f"{row['id']}: {row['name']}"]
        lines += [f"  {name:<10} {_joined(value, ', ')}" for name, value in row.items()
                  if name not in ("id", "name") and value]
        blocks.append("\n".join(map(safe_text, lines)) + "\n")
    write_text("\n".join(blocks), output)


@registry.command("remove", epilog="""\b
Examples:
  kg registry remove ror-01f80g185
  kg registry remove --source hospitals.csv""")
@click.argument("ids", nargs=-1, metavar="[ID...]")
@click.option("--source", "sources", multiple=True, metavar="NAME",
              help="All that came from this file alone; may be repeated.")
@registry_option
@quiet_option
def remove(
    ids: tuple[str, ...], sources: tuple[str, ...], registry: str | None, quiet: bool
) -> None:
    """Take institutions out of the user's table.

    Those that come along cannot be taken out; a row that adds to one of them can.
    """
    from kg.registry import open_registry
    from kg.registry.importing import remove_rows

    if not ids and not sources:
        raise UsageError("nothing to remove; give ids, or --source")
    table = _table(registry)
    gone = remove_rows(table, ids, sources)
    _, index = open_registry(table)
    if not quiet:
        assert index is not None
        click.echo(f"{len(gone)} removed, {index.count} left", err=True)


def _table(registry: str | None) -> Path:
    """The user's table. Raises UsageError where there is none."""
    table = _path(registry)
    if table is None or not table.is_file():
        raise UsageError(f"no table of institutions at {table or _TABLE}; kg registry import "
                         "makes one")
    return table


def _open(registry: str | None) -> Registry:
    from kg.registry import open_registry

    return open_registry(_path(registry))[0]


def _rows(registry: str | None, *, is_all: bool) -> Iterator[Registered]:
    """The rows of the user's table in order of id; with `is_all` the shipped ones before them,
    each with what the user's adds."""
    from kg.registry.table import read_rows

    path = _path(registry)
    if is_all:
        yield from _open(registry)
        if path is None:
            return
    shipped = {row.id for row in _open("none")} if is_all else set()
    for row in read_rows(_table(registry)):
        if row.id not in shipped:
            yield row


def _found(wanted: str, known: Registry, registry: str | None) -> list[Registered]:
    from kg.registry import fold_institution

    row = known.get(wanted)
    if row is not None:
        return [row]
    if wanted.startswith(("https://", "http://")) or wanted[:1] == "Q" and wanted[1:].isdigit():
        is_all = True
        return [row for row in _rows(registry, is_all=is_all)
                if wanted in (*row.matches, row.wikidata)]
    ids = sorted(id_ for _, id_ in known.holders(fold_institution(wanted)))
    return [row for id_ in ids if (row := known.get(id_)) is not None]


def _cells(row: Registered, *, whole: bool = False) -> dict[str, Any]:
    cells: dict[str, Any] = {
        "id": row.id, "name": row.names[0], "type": row.type, "country": row.country or "INT",
        "acronyms": list(row.acronyms), "ror": row.ror, "wikidata": row.wikidata,
        "status": row.status, "source": row.source or "kg",
    }
    if whole:
        cells["aliases"] = [one for one in row.names[1:] if one not in row.acronyms]
        cells["parents"] = list(row.parents)
        cells["former"] = [f"{name} ({since}–{until})" for name, since, until in _former(row.id)]
    return cells


def _former(id_: str) -> tuple[tuple[str, str, str], ...]:
    from kg.registry.table import read_former_names
    from kg.resources import data_path

    return read_former_names(data_path("institution_names.csv")).get(id_, ())


def _joined(value: object, mark: str = "|") -> str:
    return mark.join(value) if isinstance(value, list) else str(value)
