"""Answers as text: every form is what its standard says, whatever the terms hold."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.query import FORMATS, Answer, format_answer
from kg.query.results import safe_text, to_csv, to_table

XSD = "http://www.w3.org/2001/XMLSchema#"
INTEGER = ox.NamedNode(f"{XSD}integer")
IRI = ox.NamedNode("https://w3id.org/health-cooperation/country/IR")
HOSTILE = [
    "plain", "=HYPERLINK(\"http://x\")", "+1+cmd", "-2+3", "@SUM(1)", "\t=1", "a,b", 'a"b', "a\nb",
    "a\r\nb", "\x1b[2J\x1b[31m", "\u202egnp.exe", "</script>", "&amp;<b>", "\x00\x0b\ufffe",
    "日本語 テスト", "می‌خواهم", "e\u0301", "a\tb", "\\", "＝1",
]


def rows_of(*values: object) -> Answer:
    return Answer("SELECT", ("value",), tuple((value,) for value in values))  # type: ignore[misc]


def literals(texts: list[str]) -> Answer:
    return rows_of(*map(ox.Literal, texts))


ANSWER = Answer("SELECT", ("who", "n", "what"), (
    (IRI, ox.Literal("7", datatype=INTEGER), ox.Literal("Iran", language="en")),
    (ox.BlankNode("b"), ox.Literal("-12", datatype=INTEGER), None),
))


def test_json_is_that_of_the_w3c() -> None:
    assert json.loads(format_answer(ANSWER, "json")) == {
        "head": {"vars": ["who", "n", "what"]},
        "results": {"bindings": [
            {"who": {"type": "uri", "value": IRI.value},
             "n": {"type": "literal", "value": "7", "datatype": f"{XSD}integer"},
             "what": {"type": "literal", "value": "Iran", "xml:lang": "en"}},
            {"who": {"type": "bnode", "value": "b"},
             "n": {"type": "literal", "value": "-12", "datatype": f"{XSD}integer"}},
        ]},
    }


@pytest.mark.parametrize("texts", [HOSTILE, []])
def test_the_engine_reads_back_every_character(texts: list[str]) -> None:
    for name, kind in [("json", ox.QueryResultsFormat.JSON), ("tsv", ox.QueryResultsFormat.TSV)]:
        read = ox.parse_query_results(format_answer(literals(texts), name).encode(), format=kind)
        assert isinstance(read, ox.QuerySolutions)
        assert [row["value"].value for row in read] == texts, name  # type: ignore[union-attr]


def test_xml_keeps_every_character_that_xml_can_hold() -> None:
    root = ElementTree.fromstring(format_answer(literals(HOSTILE), "xml"))
    read = [one.text for one in root.iter() if one.tag.endswith("literal")]
    assert read == [text.replace("\x00\x0b\ufffe", "\ufffd" * 3)
                    .replace("\x1b", "\ufffd") for text in HOSTILE]
    engine = ox.parse_query_results(
        format_answer(ANSWER, "xml").encode(), format=ox.QueryResultsFormat.XML
    )
    assert isinstance(engine, ox.QuerySolutions)
    assert [tuple(row[name] for name in ANSWER.columns) for row in engine] == list(ANSWER.rows)


def test_csv_is_read_back_and_no_cell_is_a_formula() -> None:
    written = format_answer(literals(HOSTILE), "csv")
    read = [row[0] for row in csv.reader(io.StringIO(written, newline=""))][1:]
    assert [cell.removeprefix("'") for cell in read] == [
        text.replace("\x00", "\ufffd") for text in HOSTILE]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "＝")) for cell in read)


def test_numbers_stay_numbers_in_csv() -> None:
    written = format_answer(ANSWER, "csv")
    assert written == f"who,n,what\r\n{IRI.value},7,Iran\r\n_:b,-12,\r\n"
    assert to_csv(["n"], [["-1.5e3"], ["-1+1"], [None], [3]]) == (
        "n\r\n-1.5e3\r\n'-1+1\r\n\"\"\r\n3\r\n"
    )


@given(st.text())
def test_nothing_in_a_table_can_steer_a_terminal(text: str) -> None:
    shown = format_answer(literals([text]), "table", width=60)
    assert shown.count("\n") == 3
    for char in shown.replace("\n", ""):
        assert char.isprintable() or char in "\u200c\u200d"


def test_tables_are_aligned_also_where_letters_are_wide() -> None:
    shown = to_table(["name", "n"], [["日本", "1"], ["Iran", "22"], ["e\u0301a", "3"]],
                     right=[False, True])
    assert shown.splitlines() == ["name   n", "────  ──", "日本   1", "Iran  22", "e\u0301a     3"]


def test_tables_are_cut_to_the_width_and_say_so() -> None:
    shown = to_table(["a", "b"], [["x" * 50, "short"]], width=30)
    assert all(len(line) <= 30 for line in shown.splitlines())
    assert "x…" in shown
    assert "short" in shown


def test_codes_are_shown_with_their_prefix_and_empty_cells_empty() -> None:
    assert format_answer(ANSWER).splitlines()[2:] == ["country:IR    7  Iran", "_:b         -12"]


@pytest.mark.parametrize(("form", "holds", "text"), [
    ("table", True, "yes\n"), ("table", False, "no\n"), ("csv", True, "answer\r\ntrue\r\n"),
    ("tsv", False, "?answer\nfalse\n"), ("json", True, '{"head": {}, "boolean": true}\n'),
])
def test_ask_is_answered_in_every_form(form: str, holds: bool, text: str) -> None:
    assert format_answer(Answer("ASK", holds=holds), form) == text


def test_ask_in_xml() -> None:
    root = ElementTree.fromstring(format_answer(Answer("ASK", holds=True), "xml"))
    assert [child.text for child in root if child.tag.endswith("boolean")] == ["true"]


def test_triples_are_turtle_with_prefixes_and_read_back() -> None:
    triples = tuple(ox.Triple(IRI, ox.NamedNode(f"{XSD}p"), ox.Literal(t)) for t in HOSTILE)
    answer = Answer("CONSTRUCT", triples=triples)
    for form, kind in [(None, ox.RdfFormat.TURTLE), ("ntriples", ox.RdfFormat.N_TRIPLES)]:
        written = format_answer(answer, form)
        assert {quad.triple for quad in ox.parse(written.encode(), format=kind)} == set(triples)
    assert "country:IR" in format_answer(answer)


@pytest.mark.parametrize(("form", "format"), [
    ("SELECT", "turtle"), ("ASK", "ntriples"), ("CONSTRUCT", "csv"), ("DESCRIBE", "table"),
    ("SELECT", "yaml"),
])
def test_a_form_that_does_not_fit_is_refused(form: str, format: str) -> None:
    with pytest.raises(UsageError, match=f"expected --format .*, not {format}"):
        format_answer(Answer(form), format)


def test_all_formats_are_tried_here() -> None:
    assert set(FORMATS) == {"table", "csv", "tsv", "json", "xml", "turtle", "ntriples"}


def test_safe_text_keeps_what_people_read() -> None:
    assert safe_text("Türkiye – “می‌خواهم” 日本\n\x07") == "Türkiye – “می‌خواهم” 日本 �"
