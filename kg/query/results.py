"""Answers as text: a table for people, CSV, TSV, JSON and XML of the W3C, Turtle for triples.

All but the table are what the W3C lays down, with one exception: in CSV a text cell that a
spreadsheet would run as a formula gets a quote mark before it, since the text comes from
articles. TSV, JSON and XML keep every character.

The table is made for a terminal: nothing in it can move the cursor, colour the screen or turn
the direction of the line, whatever an article holds.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import pyoxigraph as ox

from kg.errors import UsageError
from kg.query.run import Answer
from kg.vocab import PREFIXES

__all__ = ["FORMATS", "csv_rows", "format_answer", "safe_text", "to_csv", "to_table"]

#: For SELECT and ASK, and for CONSTRUCT and DESCRIBE.
_ROW_FORMATS: Final = ("table", "csv", "tsv", "json", "xml")
_TRIPLE_FORMATS: Final = ("turtle", "ntriples")
FORMATS: Final = _ROW_FORMATS + _TRIPLE_FORMATS

#: A cell that begins so is run as a formula by the common spreadsheets.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS: Final = frozenset(
    _XSD + name for name in ("integer", "decimal", "double", "float", "nonNegativeInteger")
)
_NUMBER: Final = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
#: What XML 1.0 forbids: control characters but tab and line ends, surrogates, two non-characters.
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Invisible and harmless: Persian and other scripts need them between letters.
_JOINERS: Final = "\u200c\u200d"
#: No column is made narrower than this to fit a line.
_MIN_WIDTH: Final = 8

Cell = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None


def format_answer(
    answer: Answer,
    format: str | None = None,
    *,
    width: int | None = None,
    prefixes: Mapping[str, str] = PREFIXES,
) -> str:
    """Write `answer` in one of FORMATS; by default as a table, triples as Turtle.

    `width` is how many columns of the screen a table may take; None lets lines be as long as
    they are. `prefixes` shorten IRIs in tables and Turtle. Raises UsageError for a format that
    such an answer does not have.
    """
    triples = answer.form in ("CONSTRUCT", "DESCRIBE")
    fitting = _TRIPLE_FORMATS if triples else _ROW_FORMATS
    format = format or fitting[0]
    if format not in fitting:
        raise UsageError(
            f"{answer.form} gives {'triples' if triples else 'rows'}; "
            f"expected --format {' or '.join(fitting)}, not {format}"
        )
    if triples:
        return _to_rdf(answer, format, prefixes)
    if format == "table":
        return _to_text(answer, width, prefixes)
    return {"csv": _to_csv, "tsv": _to_tsv, "json": _to_json, "xml": _to_xml}[format](answer)


def to_table(
    columns: Sequence[str], rows: Sequence[Sequence[str]], *,
    right: Sequence[bool] = (), width: int | None = None,
) -> str:
    """Lay `rows` out under `columns`, aligned; cells are made safe for a terminal.

    `right` says which columns are numbers. Cells too long for `width` end in an ellipsis.
    """
    cells = [[safe_text(cell) for cell in row] for row in rows]
    heads = [safe_text(column) for column in columns]
    widths = [
        max([_width(head), *(_width(row[at]) for row in cells)]) for at, head in enumerate(heads)
    ]
    if width is not None:
        _shrink(widths, width - 2 * (len(widths) - 1))
    sides = [*right, *[False] * (len(heads) - len(right))]

    def line(row: Sequence[str]) -> str:
        return "  ".join(map(_fit, row, widths, sides)).rstrip()

    rule = "  ".join("─" * size for size in widths)
    return "\n".join([line(heads), rule, *map(line, cells)]) + "\n"


def to_csv(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Lay `rows` out as CSV (RFC 4180); None is an empty cell.

    What a spreadsheet would run as a formula gets a quote mark before it; numbers do not. A NUL,
    which CSV cannot hold and many readers stop at, becomes U+FFFD.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_safe_cell(column) for column in columns])
    writer.writerows([_safe_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def csv_rows(rows: Iterable[Sequence[Cell]]) -> str:
    """Rows of terms as CSV without the line of columns, for answers that are written in pieces."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([_safe_cell(_value(cell)) for cell in row] for row in rows)
    return out.getvalue()


def safe_text(text: str) -> str:
    """`text` on one line and without a character that a terminal would obey.

    >>> safe_text("a\\nb\\x1b[31mc\\u202ed")
    'a b�[31mc�d'
    """
    return "".join(
        char if char.isprintable() or char in _JOINERS else " " if char.isspace() else "�"
        for char in text
    )


def _to_text(answer: Answer, width: int | None, prefixes: Mapping[str, str]) -> str:
    if answer.form == "ASK":
        return "yes\n" if answer.holds else "no\n"
    rows = [[_shown(cell, prefixes) for cell in row] for row in answer.rows]
    right = [
        any(row[at] is not None for row in answer.rows)
        and all(_is_number(row[at]) for row in answer.rows if row[at] is not None)
        for at in range(len(answer.columns))
    ]
    return to_table(answer.columns, rows, right=right, width=width)


def _to_csv(answer: Answer) -> str:
    if answer.form == "ASK":
        return to_csv(["answer"], [[str(answer.holds).lower()]])
    return to_csv(answer.columns, [[_value(cell) for cell in row] for row in answer.rows])


def _safe_cell(cell: object) -> object:
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\0", "\ufffd")
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text


def _to_json(answer: Answer) -> str:
    """SPARQL 1.1 Query Results JSON Format."""
    if answer.form == "ASK":
        return json.dumps({"head": {}, "boolean": answer.holds}) + "\n"
    bindings = [
        {
            name: _json_term(cell)
            for name, cell in zip(answer.columns, row, strict=True) if cell is not None
        }
        for row in answer.rows
    ]
    document = {"head": {"vars": answer.columns}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _json_term(cell: Cell) -> dict[str, str]:
    if isinstance(cell, ox.NamedNode):
        return {"type": "uri", "value": cell.value}
    if isinstance(cell, ox.Literal):
        term = {"type": "literal", "value": cell.value}
        if cell.language:
            return term | {"xml:lang": cell.language}
        if cell.datatype.value != f"{_XSD}string":
            return term | {"datatype": cell.datatype.value}
        return term
    return {"type": "bnode", "value": _value(cell).removeprefix("_:")}


def _to_xml(answer: Answer) -> str:
    """SPARQL Query Results XML Format; characters that XML forbids become U+FFFD."""
    from xml.etree import ElementTree

    root = ElementTree.Element("sparql", xmlns="http://www.w3.org/2005/sparql-results#")
    head = ElementTree.SubElement(root, "head")
    if answer.form == "ASK":
        ElementTree.SubElement(root, "boolean").text = str(answer.holds).lower()
    else:
        for name in answer.columns:
            ElementTree.SubElement(head, "variable", name=name)
        results = ElementTree.SubElement(root, "results")
        for row in answer.rows:
            result = ElementTree.SubElement(results, "result")
            for name, cell in zip(answer.columns, row, strict=True):
                if cell is not None:
                    term = _json_term(cell)
                    kind, value = term.pop("type"), term.pop("value")
                    binding = ElementTree.SubElement(result, "binding", name=name)
                    written = ElementTree.SubElement(binding, kind, term)
                    written.text = _NOT_XML.sub("\ufffd", value)
    # A reader of XML takes a bare carriage return for a line feed.
    text = ElementTree.tostring(root, encoding="unicode").replace("\r", "&#13;")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _to_tsv(answer: Answer) -> str:
    """SPARQL 1.1 Query Results TSV Format: terms as Turtle writes them."""
    if answer.form == "ASK":
        return f"?answer\n{str(answer.holds).lower()}\n"
    lines = ["\t".join(f"?{name}" for name in answer.columns)]
    for row in answer.rows:
        # The engine escapes line ends in its terms, and a tab is written as one here.
        cells = ("" if cell is None else str(cell).replace("\t", "\\t") for cell in row)
        lines.append("\t".join(cells))
    return "\n".join(lines) + "\n"


def _to_rdf(answer: Answer, format: str, prefixes: Mapping[str, str]) -> str:
    kind = ox.RdfFormat.TURTLE if format == "turtle" else ox.RdfFormat.N_TRIPLES
    used = " ".join(map(str, answer.triples))
    fitting = {name: iri for name, iri in sorted(prefixes.items()) if iri in used}
    written = ox.serialize(
        answer.triples, format=kind, prefixes=fitting if format == "turtle" else None
    )
    assert isinstance(written, bytes)
    return written.decode("utf-8")


def _value(cell: Cell) -> str:
    """A term as plain text: what is in it, not how RDF writes it."""
    if cell is None:
        return ""
    if isinstance(cell, ox.BlankNode):
        return f"_:{cell.value}"
    return str(cell) if isinstance(cell, ox.Triple) else cell.value


def _shown(cell: Cell, prefixes: Mapping[str, str]) -> str:
    """A term as a person reads it: what is in it, an IRI with its prefix."""
    if isinstance(cell, ox.NamedNode):
        fitting = [name for name, iri in prefixes.items() if cell.value.startswith(iri)]
        if fitting:
            name = max(fitting, key=lambda name: len(prefixes[name]))
            return f"{name}:{cell.value[len(prefixes[name]):]}"
    return _value(cell)


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, ox.Literal) and cell.datatype.value in _NUMBERS


def _width(text: str) -> int:
    """Columns of a terminal that `text` takes."""
    return sum(
        0 if unicodedata.combining(char) or char in _JOINERS
        else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def _shrink(widths: list[int], room: int) -> None:
    """Take from the widest columns until the sum fits, none below _MIN_WIDTH."""
    while sum(widths) > room and max(widths) > _MIN_WIDTH:
        widths[widths.index(max(widths))] -= 1


def _fit(text: str, width: int, right: bool) -> str:
    if _width(text) > width:
        kept, used = "", 0
        for char in text:
            if used + _width(char) > width - 1:
                break
            kept, used = kept + char, used + _width(char)
        text = kept + "…"
    space = " " * (width - _width(text))
    return space + text if right else text + space
