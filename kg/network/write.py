"""A network as a file that other programs read.

    network -> GraphML, GEXF (Gephi), CSV (two tables: ties and nodes)

The same network is the same bytes in every run. What a cell or an attribute cannot hold (a
table of counts, a list) becomes text; what a spreadsheet would take for a formula, and what
XML forbids, is made harmless: both can come from an article.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter
from networkx.readwrite.graphml import GraphMLWriter

from kg.errors import UsageError
from kg.files import is_stream, write_file
from kg.model import STATUSES
from kg.network.evidence import Citation

__all__ = ["FORMATS", "rows_to_csv", "to_csv", "to_gexf", "to_graphml", "write_network",
           "write_whole"]

FORMATS: Final = ("graphml", "gexf", "csv")

#: What XML 1.0 forbids: control characters but tab and line ends, surrogates, two non-characters.
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

#: A cell that begins so is run as a formula by the common spreadsheets.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write_network(network: nx.Graph[str], path: str | os.PathLike[str], format: str) -> list[Path]:
    """Write a network made by `kg.network` and return the files written.

    `format` is one of FORMATS. GraphML and GEXF are one file. CSV is two: ties in `path`,
    nodes beside it (ties.csv, ties-nodes.csv), UTF-8, a header each; a device or a pipe gets
    the ties alone.

    Raises UsageError for another format, OSError where a file cannot be written.
    """
    path = Path(path)
    if format == "csv":
        ties, nodes = to_csv(network)
        texts = {path: ties}
        if not is_stream(path):
            texts[path.with_name(f"{path.stem}-nodes{path.suffix}")] = nodes
    elif format == "graphml":
        texts = {path: to_graphml(network)}
    elif format == "gexf":
        texts = {path: to_gexf(network)}
    else:
        raise UsageError(f"format {format!r}; expected one of {', '.join(FORMATS)}")
    for file, text in texts.items():
        write_whole(file, text)
    return list(texts)


def to_graphml(network: nx.Graph[str]) -> str:
    """The network as GraphML."""
    return _xml(GraphMLWriter(graph=_flat(network)))


def to_gexf(network: nx.Graph[str]) -> str:
    """The network as GEXF 1.2, the form Gephi reads."""
    writer = GEXFWriter(graph=_flat(network))
    # networkx signs with its version and the day: other bytes tomorrow, or elsewhere.
    meta = writer.xml.find("meta")
    meta.attrib.clear()
    meta.find("creator").text = "kg"
    return _xml(writer)


def to_csv(network: nx.Graph[str]) -> tuple[str, str]:
    """The ties and the nodes of the network as two tables."""
    ends = network.nodes
    ties = (
        {"source": a, "target": b, "source_label": ends[a]["label"],
         "target_label": ends[b]["label"], **dict(_columns(about))}
        for a, b, about in network.edges(data=True)
    )
    nodes = ({"id": node, **dict(_columns(about))} for node, about in ends(data=True))
    return rows_to_csv(ties), rows_to_csv(nodes)


def write_whole(path: str | os.PathLike[str], text: str) -> None:
    """Write `text` as UTF-8 to `path`, which a reader sees as it was or as it is to be.

    Lone surrogates, which a broken source can hold and UTF-8 cannot, become question marks.
    """
    write_file(path, text.encode("utf-8", errors="replace"))


def _flat(network: nx.Graph[str]) -> nx.Graph[str]:
    """A copy whose attributes are all text or numbers that XML can hold."""
    flat: nx.Graph[str] = (nx.DiGraph if network.is_directed() else nx.Graph)(
        name=network.graph["kind"])
    for node, about in network.nodes(data=True):
        flat.add_node(_xml_text(node), **{k: _xml_text(v) for k, v in _columns(about)})
    for a, b, about in network.edges(data=True):
        flat.add_edge(_xml_text(a), _xml_text(b), **{k: _xml_text(v) for k, v in _columns(about)})
    flat.graph.update((k, _xml_text(v)) for k, v in _columns(network.graph))
    return flat


def _columns(about: Mapping[str, Any]) -> Iterator[tuple[str, str | int | float]]:
    """Attributes as columns of plain values; what is not known is left out."""
    for name, value in about.items():
        if isinstance(value, Citation):
            yield name, value.quote
            yield f"{name}_status", value.status
            yield f"{name}_article", value.article
            yield f"{name}_source", value.source()
            yield f"{name}_headline", int(value.headline)
            if value.url:
                yield f"{name}_url", value.url
        elif name == "statuses":
            for status in STATUSES:
                yield status, value.get(status, 0)
        elif isinstance(value, Mapping):
            yield name, "; ".join(f"{key}: {count}" for key, count in value.items())
        elif isinstance(value, tuple):
            yield name, "; ".join(value)
        elif isinstance(value, bool):
            yield name, int(value)
        elif value is not None:
            yield name, value


def _xml_text(value: Any) -> Any:
    return _NOT_XML.sub("", value) if isinstance(value, str) else value


def _xml(writer: GraphMLWriter | GEXFWriter) -> str:
    writer.indent(writer.xml)
    text = ElementTree.tostring(writer.xml, encoding="unicode").rstrip()
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def rows_to_csv(rows: Iterable[dict[str, Any]]) -> str:
    """Rows as a table with a header; what a spreadsheet would run is made harmless."""
    table = list(rows)
    # Rows of one table may lack what is not known of them; all their columns are kept, in the
    # order in which they first come.
    header = list(dict.fromkeys(column for row in table for column in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, header, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows({column: _cell(value) for column, value in row.items()} for row in table)
    return out.getvalue()


def _cell(value: Any) -> Any:
    """`value`, with a quote mark before text that a spreadsheet would run."""
    if not isinstance(value, str):
        return value
    # A lone carriage return ends a row for some readers, quoted or not.
    text = _NOT_XML.sub("", value).replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text.startswith(_FORMULA) else text
