"""Quads -> files that other programs read, the same bytes for the same quads.

    turtle, rdfxml      the union of all graphs, each triple once
    trig, nquads, jsonld     with the graphs

Quads come in any order and are sorted here. Nothing has a blank node and nothing asks the
clock, so two exports can be compared line by line. A file is written beside its place and
moved there when it is whole.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import IO, Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from kg.errors import UsageError
from kg.files import write_file
from kg.rdf.iris import Iris
from kg.vocab import RDF

__all__ = ["FORMATS", "to_bytes", "write"]

#: Names of formats, as `kg export --format` takes them.
FORMATS: Final[dict[str, RdfFormat]] = {
    "turtle": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}

_TYPE: Final = str(RDF.type)
#: What XML 1.0 cannot hold, not even escaped.
_NOT_XML: Final = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]")


def write(
    quads: Iterable[Quad],
    target: str | os.PathLike[str] | IO[bytes],
    format: str,
    *,
    iris: Iris | None = None,
) -> None:
    """Write `quads` to a file, or to a stream of bytes such as sys.stdout.buffer.

    Raises UsageError for an unknown format and for a file that cannot be written.
    """
    content = to_bytes(quads, format, iris=iris)
    if not isinstance(target, (str, os.PathLike)):
        target.write(content)
        return
    try:
        write_file(target, content)
    except OSError as error:
        name = os.fspath(target)
        raise UsageError(f"{name}: cannot be written ({error.strerror})") from error


def to_bytes(quads: Iterable[Quad], format: str, *, iris: Iris | None = None) -> bytes:
    """`quads` in one of FORMATS, in UTF-8.

    RDF/XML cannot hold control characters: each is written as U+FFFD there, and there alone.

    Raises UsageError for an unknown format.
    """
    if format not in FORMATS:
        raise UsageError(f"no format {format!r}; expected one of {', '.join(FORMATS)}")
    kind = FORMATS[format]
    prefixes = (iris or Iris()).prefixes()
    if kind.supports_datasets:
        ordered: list[Quad] | list[Triple] = sorted(quads, key=_quad_order)
        used = _used(prefixes, ordered)
    else:
        triples = {quad.triple for quad in quads}
        if kind == RdfFormat.RDF_XML:
            triples = {_for_xml(triple) for triple in triples}
        ordered = sorted(triples, key=_triple_order)
        used = _used(prefixes, ordered)
    content = serialize(ordered, format=kind, prefixes=used)
    assert content is not None  # it is None only where a file is written
    if kind == RdfFormat.RDF_XML:
        # A reader of XML takes a bare carriage return for a line end.
        return content.replace(b"\r", b"&#xD;")
    if kind in (RdfFormat.TURTLE, RdfFormat.TRIG):
        return _with_space(content)
    return content


def _triple_order(triple: Triple | Quad) -> tuple[str, bool, str, str]:
    # What a thing is comes first; the rest by predicate.
    assert not isinstance(triple.subject, Triple)
    predicate = triple.predicate.value
    return triple.subject.value, predicate != _TYPE, predicate, str(triple.object)


def _quad_order(quad: Quad) -> tuple[str, tuple[str, bool, str, str]]:
    return str(quad.graph_name), _triple_order(quad)


def _used(prefixes: dict[str, str], quads: Iterable[Quad | Triple]) -> dict[str, str]:
    """Those of `prefixes` that `quads` have a name in."""
    spaces = {space: prefix for prefix, space in prefixes.items()}
    found = set()
    for quad in quads:
        for term in quad:
            name = term.datatype if isinstance(term, Literal) else term
            if isinstance(name, NamedNode) and name.value != _TYPE:  # which is written "a"
                end = max(name.value.rfind("/"), name.value.rfind("#")) + 1
                found.add(name.value[:end])
    return {spaces[space]: space for space in sorted(found & spaces.keys())}


def _for_xml(triple: Triple) -> Triple:
    literal = triple.object
    if not isinstance(literal, Literal) or not _NOT_XML.search(literal.value):
        return triple
    text = _NOT_XML.sub("\ufffd", literal.value)
    if literal.language:
        clean = Literal(text, language=literal.language)
    else:
        clean = Literal(text, datatype=literal.datatype)
    return Triple(triple.subject, triple.predicate, clean)


def _with_space(content: bytes) -> bytes:
    """An empty line between things, spaces for tabs, prefixes in order.

    No literal is touched: line ends and tabs in them are escaped, so what stands bare is
    between terms.
    """
    content = content.replace(b" .\n", b" .\n\n").replace(b"\t", b"    ")
    head = re.match(rb"(?:@prefix [^\n]*\n\n)*", content)
    assert head is not None  # the pattern fits any bytes
    prefixes = b"\n".join(sorted(head[0].split(b"\n\n"))).lstrip() + b"\n"
    return prefixes + b"\n" + content[head.end():].rstrip(b"\n") + b"\n"
