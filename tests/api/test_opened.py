"""kg.open: answers with the right types, whole pages in frames, and a light import."""

from __future__ import annotations

import datetime
import html
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pandas as pd
import pyarrow as pa
import pytest

import kg
from kg.errors import StoreError, UsageError
from kg.model import World
from kg.network import make_network
from kg.store import Store, open_store


@pytest.fixture(scope="module")
def opened(built_folder: Path) -> Iterator[kg.Opened]:
    with kg.open(built_folder) as graph:
        yield graph


VALUES = """SELECT * WHERE { VALUES (?n ?x ?yes ?day ?edtf ?when ?text ?iri ?mixed) {
    (1 1.5 true "2018-05-14"^^xsd:date "2018-05-14"^^edtf:EDTF
     "2018-05-14T10:00:00Z"^^xsd:dateTime "a" country:KE 1)
    (UNDEF UNDEF UNDEF UNDEF "2018-05"^^edtf:EDTF UNDEF UNDEF UNDEF "b") } }"""


def test_columns_have_the_types_of_their_values(opened: kg.Opened) -> None:
    frame = opened.query(VALUES)
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == {
        "n": "Int64", "x": "float64", "yes": "boolean", "day": "datetime64[us]",
        "edtf": "string", "edtf_day": "datetime64[us]", "when": "datetime64[us, UTC]",
        "text": "string", "iri": "string", "iri_label": "string", "mixed": "string"}
    first = frame.iloc[0]
    assert (first.n, first.x, first.yes, first.text, first.iri_label) == (
        1, 1.5, True, "a", "Kenya")
    assert first.day == first.edtf_day == pd.Timestamp("2018-05-14")
    second = frame.iloc[1]
    assert second.edtf == "2018-05"
    assert pd.isna(second.edtf_day)
    assert pd.isna(second.n)


def test_arrow_has_the_same_values(opened: kg.Opened) -> None:
    table = opened.query(VALUES, arrow=True)
    assert table.schema.field("n").type == pa.int64()
    assert table.schema.field("day").type == pa.date32()
    assert table.schema.field("when").type == pa.timestamp("us", "UTC")
    row = table.to_pylist()[0]
    assert (row["n"], row["day"], row["iri_label"]) == (1, datetime.date(2018, 5, 14), "Kenya")
    assert table.to_pylist()[1]["n"] is None
    assert table.schema.metadata[b"query"].decode() == VALUES


def test_values_that_no_type_holds_stay_text(opened: kg.Opened) -> None:
    frame = opened.query(
        'SELECT * WHERE { VALUES (?big ?none) { (123456789012345678901234567890 1) '
        '(1 UNDEF) } }')
    assert str(frame.dtypes["big"]) in ("string", "Int64")
    assert len(frame) == 2


@pytest.mark.parametrize(("question", "cause"), [
    ("no-such-name", "no query is called"), ("SELECT", "no query is called"),
    ("SELECT ?x WHERE {", "no well-formed SPARQL"),
    ("SELECT ?x WHERE { SERVICE <http://example.org/> { ?x ?y ?z } }", "SERVICE"),
])
def test_what_is_no_question_is_told(opened: kg.Opened, question: str, cause: str) -> None:
    with pytest.raises(UsageError, match=cause):
        opened.query(question)


def test_parameters_are_values_and_not_text(opened: kg.Opened) -> None:
    hostile = '} ?s ?p ?o . { " \\'
    frame = opened.query("SELECT ?x WHERE { ?e a hc:Engagement FILTER (BOUND(?x)) } LIMIT 1",
                         x=hostile)
    assert frame.x.tolist() == [hostile]
    frame = opened.sql("SELECT $x AS x", x="'; DROP VIEW claims; --")
    assert frame.x.tolist() == ["'; DROP VIEW claims; --"]
    assert opened.query("pair-timeline", a="CU", b="KE", since=datetime.date(2018, 1, 1)).shape[0]


def test_sql_knows_missing_numbers(opened: kg.Opened) -> None:
    frame = opened.sql("SELECT * FROM (VALUES (1, true, DATE '2018-05-14'), (NULL, NULL, NULL)) "
                       "AS t(n, yes, day)")
    assert [str(dtype) for dtype in frame.dtypes] == ["Int64", "boolean", "datetime64[us]"]
    table = opened.sql("SELECT claim, confidence, first_day FROM claims", arrow=True)
    assert table.schema.field("first_day").type == pa.date32()
    assert len(table) == opened.info().claims


def test_networks_are_those_of_the_graph(opened: kg.Opened, built: Store) -> None:
    ours = opened.network("institutions", min_confidence=0.5)
    theirs = make_network(built.world(), "institutions", min_confidence=0.5)
    assert nx.utils.graphs_equal(ours, theirs)


def test_a_page_is_shut_in_its_frame(opened: kg.Opened) -> None:
    """With text that would end the frame, or run, if it could."""
    for view in (opened.show(title='"><script>alert(1)</script>'),
                 kg.show(nx.Graph([("<b>a", '"><img src=x onerror=alert(1)>')]))):
        frame = view._repr_html_()
        found = re.fullmatch(
            r'<iframe sandbox="allow-scripts allow-downloads" srcdoc="([^"]*)" '
            r'style="[^"]*" title="[^"]*"></iframe>', frame, re.DOTALL)
        assert found
        assert html.unescape(found[1]) == view.page
        assert "<script>alert(1)" not in view.page
        assert "<img src=x" not in view.page


def test_a_view_is_kept_as_a_file(opened: kg.Opened, tmp_path: Path) -> None:
    view = opened.show()
    view.write(tmp_path / "page.html")
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == view.page


def test_what_is_not_assembled_is_not_opened(own_store: Path) -> None:
    with open_store(own_store) as store:
        store.remove(store.article_ids()[0])
    with pytest.raises(StoreError, match="kg build"):
        kg.open(own_store)
    with pytest.raises(StoreError, match="no store"):
        kg.open(own_store / "elsewhere")


def test_only_networks_and_worlds_are_drawn() -> None:
    with pytest.raises(UsageError, match="no network"):
        kg.pyvis("graph")  # type: ignore[arg-type]
    assert "<html" in kg.show(World()).page


def test_to_import_kg_imports_nothing_else() -> None:
    program = (
        "import sys, kg; assert 'kg.api' not in sys.modules; "
        "kg.open; heavy = {'pandas', 'pyarrow', 'networkx', 'duckdb', 'pyvis'}; "
        "assert not heavy & set(sys.modules), heavy & set(sys.modules); assert 'open' in dir(kg)")
    subprocess.run([sys.executable, "-c", program], check=True)
