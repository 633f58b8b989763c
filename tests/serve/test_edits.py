"""What is edited by hand is not called assembled, nor read: marks of the store stay true."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest

from kg.errors import UsageError
from kg.rdf import Iris
from kg.serve.edits import ANY, with_dataset, with_marks, written_graphs
from kg.store import open_store

TOKEN = "a-token-that-is-long-enough"
HEADERS = {"Authorization": f"Bearer {TOKEN}"}

IRIS = Iris()
WORLD, REFERENCE = IRIS.world.value, IRIS.reference.value
ARTICLE = IRIS.article_graph("af-01").value

WRITTEN: list[tuple[str, set[str]]] = [
    ("INSERT DATA { <x:a> <x:b> 1 }", set()),
    ("INSERT DATA { GRAPH <x:g> { <x:a> <x:b> 1 } }", {"x:g"}),
    (f"DELETE DATA {{ GRAPH <{WORLD}> {{ <x:a> <x:b> 1 }} GRAPH <x:g> {{ }} }}", {WORLD, "x:g"}),
    (f"INSERT {{ GRAPH <x:g> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{WORLD}> {{ ?s ?p ?o }} }}",
     {"x:g"}),
    (f"INSERT {{ ?s ?p ?o }} USING <{WORLD}> WHERE {{ ?s ?p ?o }}", set()),
    (f"WITH <{WORLD}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}", {WORLD}),
    (f"DELETE WHERE {{ GRAPH <{ARTICLE}> {{ ?s ?p ?o }} }}", {ARTICLE}),
    ("DELETE WHERE { GRAPH ?g { ?s ?p ?o } }", {ANY}),
    ("DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }", {ANY}),
    ("INSERT { <x:a> <x:b> ?o } WHERE { GRAPH ?g { ?s ?p ?o } }", set()),
    (f"CLEAR GRAPH <{WORLD}>", {WORLD}),
    ("CLEAR DEFAULT", set()),
    ("CLEAR NAMED", {ANY}),
    ("DROP SILENT ALL", {ANY}),
    (f"DROP SILENT GRAPH <{ARTICLE}>", {ARTICLE}),
    ("CREATE GRAPH <x:g>", {"x:g"}),
    (f"COPY <{WORLD}> TO <x:g>", {"x:g"}),
    (f"ADD SILENT GRAPH <x:g> TO GRAPH <{WORLD}>", {WORLD}),
    (f"MOVE <{WORLD}> TO <x:g>", {WORLD, "x:g"}),
    (f"MOVE DEFAULT TO <{ARTICLE}>", {ARTICLE}),
    ("COPY <x:g> TO DEFAULT", set()),
    (f"LOAD <http://ok.org/> INTO GRAPH <{WORLD}>", {WORLD}),
    ("LOAD <http://ok.org/>", set()),
    ("INSERT DATA { GRAPH graph:world { <x:a> <x:b> 1 } }", {WORLD}),
    (f"PREFIX g: <{IRIS.base}graph/> INSERT DATA {{ GRAPH g:world {{ <x:a> <x:b> 1 }} }}", {WORLD}),
    (f"BASE <{IRIS.base}> INSERT DATA {{ GRAPH <graph/world> {{ <x:a> <x:b> 1 }} }}", {ANY}),
    (f"BASE <{IRIS.base}> PREFIX g: <graph/> INSERT DATA {{ GRAPH g:world {{ }} }}", {ANY}),
    (f"PREFIX g: <{IRIS.base}> INSERT DATA {{ GRAPH g:graph\\/world {{ }} }}", {ANY}),
    ("INSERT DATA { \\u0047RAPH <x:g> { <x:a> <x:b> 1 } }", {ANY}),
    (f"INSERT DATA {{ GRAPH <{IRIS.base}graph/w\\u006Frld> {{ }} }}", {ANY}),
    (f"INSERT DATA {{ <x:a> <x:b> 1 }} ; CLEAR GRAPH <{WORLD}>", {WORLD}),
    (f"INSERT DATA {{ <x:a> <x:b> 'GRAPH <{WORLD}>' }} # CLEAR ALL", set()),
    ("INSERT { GRAPH <x:g> { ?s ?p ?o } } WHERE { { SELECT * WHERE { GRAPH ?g { ?s ?p ?o } } } }",
     {"x:g"}),
]


@pytest.mark.parametrize(("update", "graphs"), WRITTEN, ids=[text for text, _ in WRITTEN])
def test_which_graphs_an_update_may_write(update: str, graphs: set[str]) -> None:
    found = written_graphs(update, IRIS)
    assert found == graphs or (ANY in graphs and ANY in found)


@pytest.mark.parametrize("update", [text for text, _ in WRITTEN if "LOAD" not in text])
def test_an_update_writes_no_graph_that_was_not_foreseen(update: str) -> None:
    """As the engine has it: all graphs hold something, and the update is run."""
    def state() -> dict[str, set[ox.Triple]]:
        return {graph: {quad.triple for quad in store.quads_for_pattern(
            None, None, None, ox.NamedNode(graph))} for graph in names}

    names = [WORLD, REFERENCE, ARTICLE, "x:g", "x:other"]
    store = ox.Store()
    store.extend(ox.Quad(ox.NamedNode("x:a"), ox.NamedNode("x:b"), ox.Literal(name),
                         ox.NamedNode(name)) for name in names)
    before = state()
    try:
        store.update(update, prefixes=IRIS.prefixes())
    except (SyntaxError, RuntimeError):
        return  # not all that is judged is well-formed, or can be done
    after = state()
    written = {name for name in names if before[name] != after[name]}
    foreseen = written_graphs(update, IRIS)
    assert ANY in foreseen or written <= foreseen


@pytest.mark.parametrize("update", [
    "INSERT DATA { <x:a> <x:b> 1 } # and no more",
    f"PREFIX hc: <x:> CLEAR SILENT GRAPH <{ARTICLE}> ; # here",
    "DROP ALL",
    f"INSERT DATA {{ GRAPH <{WORLD}> {{ <x:a> <x:b> 1 }} }}",
    "BASE <x:> PREFIX : <> DELETE WHERE { GRAPH ?g { ?s ?p ?o } }",
])
def test_an_update_is_one_with_its_marks(update: str) -> None:
    ox.Store().update(with_marks(update, IRIS), prefixes=IRIS.prefixes())


@pytest.mark.parametrize(("update", "expected"), [
    ("INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
     "INSERT { ?s ?p 1 }  USING <x:g> USING NAMED <x:n> WHERE { ?s ?p ?o }"),
    ("DELETE WHERE { ?s ?p ?o }",
     "DELETE { ?s ?p ?o } USING <x:g> USING NAMED <x:n> WHERE { ?s ?p ?o }"),
    ("INSERT DATA { <x:where> <x:p> 'WHERE' }", "INSERT DATA { <x:where> <x:p> 'WHERE' }"),
])
def test_the_data_set_of_a_request_goes_into_each_operation(update: str, expected: str) -> None:
    assert with_dataset(update, ["x:g"], ["x:n"]) == expected
    with pytest.raises(UsageError, match="USING in the update"):
        with_dataset("INSERT { } USING <x:a> WHERE { }", ["x:g"], [])


# A store that was built, and is edited

@pytest.fixture(scope="module")
def edited(
    built_folder: Path, tmp_path_factory: pytest.TempPathFactory, serving: Callable[..., Any],
) -> Iterator[tuple[Path, httpx.Client, Any]]:
    import shutil

    store = Path(shutil.copytree(built_folder, tmp_path_factory.mktemp("edited") / "store"))
    server = serving(store, "--write", "--workers", "1", KG_TOKEN=TOKEN)
    with httpx.Client(base_url=server.url, headers=HEADERS, timeout=60) as client:
        yield store, client, server


def change(client: httpx.Client, update: str) -> None:
    answer = client.post("/sparql", data={"update": update})
    assert answer.status_code == 204, answer.text


def rows(client: httpx.Client, query: str) -> list[str]:
    bindings = client.post("/sparql", data={"query": query}).json()["results"]["bindings"]
    return sorted(value["value"] for row in bindings for value in row.values())


READERS = "SELECT DISTINCT ?by { ?run a hc:ExtractionRun ; hc:extractorName ?by }"
SEAL = f"SELECT ?seal {{ GRAPH <{WORLD}> {{ <{WORLD}> hc:seal ?seal }} }}"


def test_marks_stay_true_step_by_step(edited: tuple[Path, httpx.Client, Any]) -> None:
    store, client, server = edited
    seal, readers = rows(client, SEAL), rows(client, READERS)
    assert len(seal) == len(readers) == 1

    # A graph of one's own breaks nothing, though it is asked with the others.
    change(client, "INSERT DATA { GRAPH <x:mine> { <x:note> <x:on> country:CU } }")
    assert rows(client, "SELECT ?s { ?s <x:on> country:CU }") == ["x:note"]
    assert rows(client, SEAL) == seal
    assert client.get("/health").json()["behind"] is None

    # An article that is edited was not read so.
    change(client, f"DELETE WHERE {{ GRAPH <{ARTICLE}> {{ ?claim hc:status ?status }} }}")
    assert rows(client, SEAL) == []
    assert rows(client, READERS) == [readers[0], f"{readers[0]} & hand"]
    assert "kg build" in client.get("/health").json()["behind"]
    run = f"SELECT ?by {{ GRAPH <{ARTICLE}> {{ ?run a hc:ExtractionRun ; hc:extractorName ?by }} }}"
    assert rows(client, run) == [f"{readers[0]} & hand"]

    # Twice is marked once.
    change(client, f"INSERT DATA {{ GRAPH <{ARTICLE}> {{ <x:a> <x:b> 1 }} }}")
    assert rows(client, run) == [f"{readers[0]} & hand"]

    # What cannot be told marks all.
    change(client, "DELETE WHERE { GRAPH ?g { ?s hc:relevance ?o } }")
    assert rows(client, READERS) == [f"{readers[0]} & hand"]

    assert client.delete("/graph-store", params={"graph": ARTICLE}).status_code == 204
    said = server.stop()
    assert said == ""
    with open_store(store, read_only=True) as opened:
        assert not opened.is_assembled()
        assert "af-01" not in opened.article_ids()
        assert len(opened.article_ids()) == 81
    assert not list((store / "snapshots").iterdir())
    assert json.loads((store / "kg-store.json").read_text(encoding="utf-8"))
