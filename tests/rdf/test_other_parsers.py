"""What we write is read back unchanged by parsers of others: rapper (C), N3.js (JavaScript)."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kg.rdf import to_bytes
from kg.store import Store

RAPPER = shutil.which("rapper")

#: What is most easily written so that another reads something else.
HOSTILE = (
    '"""', "'''", "\\", "\\u0022", '"\\', "ends in a backslash\\", "\r\n\t", "\r", "a\n",
    "\x01\x08",
    "\x0b\x0c\x1b\x7f\x85", "<a&b>", "]]>", "\u2028\u2029", "\u202eright to left", "\ufeffmark",
    "\U0001f3e5", "a\u0301", "{{}}", "# no comment", "^^<x>", "@en", "", " ", "a" * 5000,
)


def hostile_quads() -> list[Quad]:
    graph = NamedNode("https://a.example/graph")
    subject, text = NamedNode("https://a.example/s-1.a~b"), NamedNode("https://a.example/text")
    return [
        Quad(subject, text, literal, graph)
        for value in HOSTILE for literal in (
            Literal(value), Literal(value, language="en"),
            Literal(value, datatype=NamedNode("https://a.example/type")))
    ] + [
        Quad(NamedNode(f"https://a.example/{name}"), text, NamedNode(f"https://a.example/{name}"),
             graph) for name in ("a.", "a.b-c_d", "1", "-", "%20", "é", "a,b", "a/b", "a?b=c&d",
                           "x~y")
    ]


@pytest.fixture(params=["built", "hostile"])
def quads(request: pytest.FixtureRequest, built: Store) -> list[Quad]:
    """What was really built, and hostile text."""
    if request.param == "built":
        return list(built.quads())
    return hostile_quads()


def read_again(written: bytes, form: RdfFormat) -> set[Quad | Triple]:
    found = parse(written, form)
    return set(found) if form == RdfFormat.N_QUADS else {quad.triple for quad in found}


def expected_of(quads: list[Quad], form: str) -> set[Quad | Triple]:
    return set(quads) if form == "nquads" else {quad.triple for quad in quads}


@pytest.mark.parametrize("form", ["turtle", "nquads"])
def test_rapper_reads_the_same(quads: list[Quad], form: str, tmp_path: Path) -> None:
    if RAPPER is None and not os.environ.get("CI"):
        pytest.skip("no rapper on this machine (Debian: apt install raptor2-utils)")
    assert RAPPER, "CI is set and there is no rapper; install raptor2-utils"
    path = tmp_path / "graph"
    path.write_bytes(to_bytes(quads, form))
    out = "nquads" if form == "nquads" else "ntriples"
    done = subprocess.run([RAPPER, "-q", "-i", form, "-o", out, path.as_uri(),
                           "https://base.example/"], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    read = read_again(done.stdout, RdfFormat.N_QUADS if form == "nquads" else RdfFormat.N_TRIPLES)
    assert read == expected_of(quads, form)


@pytest.mark.parametrize("form", ["turtle", "nquads"])
def test_n3_reads_the_same(quads: list[Quad], form: str, javascript: Path) -> None:
    done = subprocess.run(
        ["node", javascript / "parse.mjs", "N-Quads" if form == "nquads" else "Turtle"],
        input=to_bytes(quads, form), capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    expected = expected_of(quads, form)
    # Triples in no graph are N-Quads, too.
    found = parse(done.stdout, RdfFormat.N_QUADS)
    assert {quad if form == "nquads" else quad.triple for quad in found} == expected
