"""A Report as one HTML page, and its tables as files.

    Report -> report_html; Report -> CSV files

The page has no script and asks no host: its content security policy allows the one style that is
in it, by its hash. Text of articles goes through a template that escapes it; what becomes a link
begins with http.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from kg.markup import environment, safe_url, sha256_source
from kg.network.tables import Table, columns_of
from kg.network.write import rows_to_csv, write_whole
from kg.report.content import Report

__all__ = ["report_html", "write_tables"]

_HERE: Final = Path(__file__).parent

#: Not on the page: what is for programs, and what stands in a cell of its own.
_HIDDEN: Final = ("id", "id_a", "id_b", "url", "headline", "source", "acts", "kind", "type")


def report_html(report: Report, *, top: int = 20, tables: str = "") -> str:
    """The report as one page with the first `top` rows of each table; the same report is the
    same bytes. `tables` is the folder of the CSV files, as the page names it."""
    templates = environment(_HERE)
    templates.filters["cell"] = _cell
    templates.filters["words"] = lambda name: str(name).replace("_", " ")
    style = (_HERE / "report.css").read_text(encoding="utf-8")
    return templates.get_template("report.html.j2").render(
        report=report, top=top, tables=tables, style=style, style_hash=sha256_source(style),
        columns=lambda rows: columns_of(rows, _HIDDEN), link=_link, is_number=_is_number)


def write_tables(report: Report, folder: str | os.PathLike[str]) -> list[Path]:
    """Write every table of `report`, whole, as CSV (UTF-8) into `folder`; returns the files.

    Raises OSError where a file cannot be written.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    every: Sequence[Table] = (*(section.table for section in report.sections), *report.files)
    for table in every:
        files.append(folder / f"{table.name}.csv")
        write_whole(files[-1], rows_to_csv(table.rows))
    return files


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def _is_number(rows: Sequence[dict[str, Any]], name: str) -> bool:
    return any(isinstance(row[name], (int, float)) for row in rows)


def _link(row: dict[str, Any]) -> str:
    """The address of a row's evidence, if it is one of the web."""
    return safe_url(row.get("url")) or ""
