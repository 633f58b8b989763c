"""What a server that only reads answers: to queries, for graphs, at the addresses of things."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest

from kg.rdf import Iris
from kg.store import open_store

WORLD = Iris().world.value
SELECT = "SELECT ?e ?status { ?e a hc:Engagement ; hc:status ?status } ORDER BY ?e LIMIT 3"
ASK = "ASK { ?e a hc:Engagement }"
CONSTRUCT = "CONSTRUCT { ?c a hc:Country } WHERE { ?c a hc:Country } LIMIT 3"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"


@pytest.fixture(scope="module")
def client(served: Any) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served.url, timeout=60) as client:
        yield client


def url(client: httpx.Client, path: str) -> str:
    return str(client.base_url).rstrip("/") + path


def ask(client: httpx.Client, query: str, accept: str | None = None,
        **parameters: str) -> httpx.Response:
    headers = {} if accept is None else {"Accept": accept}
    return client.get("/sparql", params={"query": query, **parameters}, headers=headers)


RDF = {
    "text/turtle": ox.RdfFormat.TURTLE, "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD, "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/trig": ox.RdfFormat.TRIG, "application/n-quads": ox.RdfFormat.N_QUADS,
}


def read(answer: httpx.Response) -> list[ox.Quad]:
    media = answer.headers["content-type"].partition(";")[0]
    return list(ox.parse(answer.content, format=RDF[media]))


# Formats

ROWS: list[tuple[str, Callable[[bytes], int]]] = [
    (JSON, lambda body: len(json.loads(body)["results"]["bindings"])),
    ("application/json", lambda body: len(json.loads(body)["results"]["bindings"])),
    (XML, lambda body: len(ElementTree.fromstring(body).findall("*/{*}result"))),
    ("text/csv", lambda body: len(list(csv.DictReader(io.StringIO(body.decode()))))),
    ("text/tab-separated-values", lambda body: body.decode().count("\n") - 1),
]


@pytest.mark.parametrize(("media", "count"), ROWS, ids=[media for media, _ in ROWS])
def test_rows_come_in_the_format_that_is_asked_for(
    client: httpx.Client, media: str, count: Callable[[bytes], int]
) -> None:
    answer = ask(client, SELECT, media)
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media
    assert answer.headers["vary"] == "Accept"
    assert count(answer.content) == 3


@pytest.mark.parametrize("media", list(RDF)[:4])
def test_triples_come_in_the_format_that_is_asked_for(client: httpx.Client, media: str) -> None:
    answer = ask(client, CONSTRUCT, media)
    assert answer.headers["content-type"].partition(";")[0] == media
    assert len(read(answer)) == 3


@pytest.mark.parametrize(("query", "accept", "media"), [
    (SELECT, None, JSON),
    (SELECT, "*/*", JSON),
    (SELECT, "", JSON),
    (SELECT, "text/*", "text/csv"),
    (SELECT, "text/csv;q=0.4, application/sparql-results+xml;q=0.5", XML),
    (SELECT, "text/html, application/xhtml+xml, */*;q=0.8", JSON),
    (SELECT, "application/sparql-results+json;q=0, */*", "application/json"),
    (SELECT, "application/json;q=0.2;charset=utf-8, text/csv;q=0.1", "application/json"),
    (SELECT, "TEXT/CSV", "text/csv"),
    (SELECT, "text/csv;q=0.9;x=1, text/tab-separated-values ; q=0.91", "text/tab-separated-values"),
    (ASK, "text/turtle, application/sparql-results+xml;q=0.1", XML),
    (CONSTRUCT, None, "text/turtle"),
    (CONSTRUCT, "application/sparql-results+json, */*;q=0.1", "text/turtle"),
    (CONSTRUCT, "application/n-triples;q=0.3, application/ld+json;q=0.7", "application/ld+json"),
])
def test_weights_decide_and_the_most_precise_counts(
    client: httpx.Client, query: str, accept: str | None, media: str
) -> None:
    answer = ask(client, query, accept)
    assert answer.headers["content-type"].partition(";")[0] == media


@pytest.mark.parametrize(("query", "accept"), [
    (SELECT, "text/html"), (SELECT, "text/turtle"), (SELECT, "application/json;q=0"),
    (SELECT, "nonsense"), (CONSTRUCT, JSON), (CONSTRUCT, "image/png, text/csv"),
    (ASK, "text/plain"),
])
def test_where_no_format_fits_it_is_said(client: httpx.Client, query: str, accept: str) -> None:
    answer = ask(client, query, accept)
    assert answer.status_code == 406
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(("format", "query", "media"), [
    ("csv", SELECT, "text/csv"), ("json", SELECT, JSON), ("xml", SELECT, XML),
    ("xml", CONSTRUCT, "application/rdf+xml"), ("ttl", CONSTRUCT, "text/turtle"),
    ("jsonld", CONSTRUCT, "application/ld+json"),
])
def test_a_link_can_name_the_format(
    client: httpx.Client, format: str, query: str, media: str
) -> None:
    answer = ask(client, query, "text/html", format=format)
    assert answer.headers["content-type"].partition(";")[0] == media


def test_an_answer_is_that_of_the_command_line(client: httpx.Client, built_folder: Path) -> None:
    with open_store(built_folder, read_only=True) as store:
        from kg.query import run_query

        expected = run_query(store, SELECT).rows
    rows = ask(client, SELECT).json()["results"]["bindings"]
    assert [(row["e"]["value"], row["status"]["value"]) for row in rows] == [
        (entity.value, status.value) for entity, status in expected]


HOSTILE = 'VALUES ?x { "=1+1" "a,\\"b\\"\\r\\nc\\td" "\\u0001\\uFFFE<&\\u202E" }'


@pytest.mark.parametrize("media", [media for media, _ in ROWS])
def test_text_that_would_break_a_format_does_not(client: httpx.Client, media: str) -> None:
    body = ask(client, f"SELECT ?x {{ {HOSTILE} }}", media).content
    if media.endswith("json"):
        values = [row["x"]["value"] for row in json.loads(body)["results"]["bindings"]]
        assert values == ["=1+1", 'a,"b"\r\nc\td', "\x01\ufffe<&\u202e"]
    elif media == XML:
        found = ElementTree.fromstring(body).findall(".//{*}literal")
        assert [one.text for one in found] == ["=1+1", 'a,"b"\r\nc\td', "\ufffd\ufffd<&\u202e"]
    elif media == "text/csv":
        rows = list(csv.reader(io.StringIO(body.decode(), newline="")))
        assert rows[1:] == [["'=1+1"], ['a,"b"\r\nc\td'], ["\x01\ufffe<&\u202e"]]
    else:
        assert body.decode().split("\n")[1:3] == ['"=1+1"', '"a,\\"b\\"\\r\\nc\\td"']


# A part of an answer

@pytest.mark.parametrize(("query", "rows", "cut"), [
    ("SELECT ?c { ?c a hc:Country }", "5", True),
    ("SELECT ?c { ?c a hc:Country } LIMIT 5", "5", False),
    ("CONSTRUCT WHERE { ?c a hc:Country }", "5", True),
    ("CONSTRUCT WHERE { ?c a hc:Country } LIMIT 4", "5", False),
])
def test_who_asks_for_a_part_is_told_that_it_is_one(
    client: httpx.Client, query: str, rows: str, cut: bool
) -> None:
    answer = ask(client, query, **{"max-rows": rows})
    assert answer.status_code == 200
    assert answer.headers.get("kg-cut") == (f"rows={rows}" if cut else None)
    if query.startswith("SELECT"):
        document = answer.json()
        assert len(document["results"]["bindings"]) == 5
        assert ("kg" in document) == cut
    else:
        assert len(read(answer)) == (5 if cut else 4)


# Several graphs

@pytest.mark.parametrize(("query", "graphs", "expected"), [
    ("SELECT (COUNT(*) AS ?n) { ?e a hc:Engagement }", {}, "some"),
    ("SELECT (COUNT(*) AS ?n) { ?e a hc:Engagement }", {"default-graph-uri": WORLD}, "some"),
    ("SELECT (COUNT(*) AS ?n) { ?e a hc:Engagement }", {"default-graph-uri": "x:none"}, "0"),
    ("SELECT (COUNT(*) AS ?n) { ?e a hc:Engagement }", {"named-graph-uri": WORLD}, "0"),
    ("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?e a hc:Engagement } }", {}, "some"),
    ("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?e a hc:Engagement } }",
     {"named-graph-uri": WORLD}, "some"),
    ("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?e a hc:Engagement } }",
     {"default-graph-uri": WORLD}, "0"),
    ("SELECT (COUNT(*) AS ?n) FROM <x:none> { ?e a hc:Engagement }", {}, "0"),
    (f"SELECT (COUNT(*) AS ?n) FROM <{WORLD}> {{ ?e a hc:Engagement }}", {}, "some"),
    (f"SELECT (COUNT(*) AS ?n) FROM NAMED <{WORLD}> {{ ?e a hc:Engagement }}", {}, "0"),
    ("SELECT (COUNT(*) AS ?n) FROM <x:none> { ?e a hc:Engagement }",
     {"default-graph-uri": WORLD}, "some"),
    (f"SELECT (COUNT(*) AS ?n) FROM <{WORLD}> {{ ?e a hc:Engagement }}",
     {"default-graph-uri": "x:none"}, "0"),
])
def test_what_the_request_names_goes_before_from(
    client: httpx.Client, query: str, graphs: dict[str, str], expected: str
) -> None:
    answer = client.post("/sparql", data={"query": query, **graphs})
    count = answer.json()["results"]["bindings"][0]["n"]["value"]
    assert count == "0" if expected == "0" else int(count) > 100


# Graph Store Protocol

def test_a_graph_is_read_by_name_and_at_its_own_address(
    client: httpx.Client, built_folder: Path
) -> None:
    with open_store(built_folder, read_only=True) as store:
        expected = {quad.triple for quad in store.match(graph=store.iris.world)}
    for answer in (
        client.get("/graph-store", params={"graph": WORLD}),
        client.get("/graph-store", params={"graph": WORLD, "format": "nt"}),
        client.get("/id/graph/world", headers={"Accept": "application/rdf+xml"}),
    ):
        assert answer.status_code == 200
        assert {quad.triple for quad in read(answer)} == expected
    head = client.head("/graph-store", params={"graph": WORLD, "format": "nt"})
    assert head.status_code == 200
    assert int(head.headers["content-length"]) > 100_000
    assert not head.content


@pytest.mark.parametrize(("query", "status"), [
    ("graph=x:none", 404), ("default", 200), ("", 400), ("graph=world", 400),
    (f"graph={WORLD}&default", 400), (f"graph={WORLD}&graph=x:b", 400),
    ("graph=x:%20y%3Cz", 400), (f"graph={WORLD}&format=csv", 406),
])
def test_what_names_no_graph_is_told_so(client: httpx.Client, query: str, status: int) -> None:
    answer = client.get(f"/graph-store?{query}")
    assert answer.status_code == status
    if status != 200:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == status


# Addresses of things

@pytest.mark.parametrize(("path", "accept", "place"), [
    ("/country/CU", "text/turtle", "/data/country/CU"),
    ("/country/CU", None, "/data/country/CU"),
    ("/country/CU", "text/html,application/xhtml+xml,*/*;q=0.8", "/page/country/CU"),
    ("/status/signed", "application/ld+json", "/data/status/signed"),
    ("/status", "text/turtle", "/data/status"),
    ("/id/institution/x.1", "text/html", "/page/id/institution/x.1"),
    ("/ontology", "text/turtle", "/data/ontology"),
    ("/ontology", "text/html", "/terms"),
    ("/id/a%3Cb%3E%09x%2520y", "text/turtle", "/data/id/a%3Cb%3E%09x%2520y"),
    ("/id/..%2f..%2fetc/passwd", "text/turtle", "/data/id/../../etc/passwd"),
])
def test_a_thing_points_to_a_page_or_to_data(
    client: httpx.Client, path: str, accept: str | None, place: str
) -> None:
    answer = client.get(path, headers={"Accept": accept} if accept else {})
    assert answer.status_code == 303
    assert answer.headers["location"] == url(client, place)


def test_data_on_a_thing_says_what_points_to_it_as_well(client: httpx.Client) -> None:
    answer = client.get("/data/country/CU", headers={"Accept": "text/turtle"})
    quads = read(answer)
    cuba = ox.NamedNode("https://w3id.org/health-cooperation/country/CU")
    assert any(quad.subject == cuba for quad in quads)
    assert any(quad.object == cuba for quad in quads)
    assert 'rel="describes"' in answer.headers["link"]
    named = read(client.get("/data/country/CU", headers={"Accept": "application/trig"}))
    assert {quad.graph_name for quad in named} > {Iris().world, Iris().reference}
    assert {quad.triple for quad in named} == {quad.triple for quad in quads}


@pytest.mark.parametrize("path", ["/data/country/XX", "/data/id/x", "/data/elsewhere/x", "/nothing",
                                  "/data/id/%00", "/data/", "/id", "/id/a%0d%0aSet-Cookie:%20x"])
def test_nothing_is_said_of_what_is_not_there(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_ontology_is_there_as_data(client: httpx.Client) -> None:
    quads = read(client.get("/ontology", follow_redirects=True))
    assert len(quads) > 1000


# What the server says of itself

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"


def objects(quads: list[ox.Quad], predicate: str) -> set[str]:
    return {quad.object.value for quad in quads
            if quad.predicate.value == predicate and not isinstance(quad.object, ox.Triple)}


def test_the_endpoint_describes_itself(client: httpx.Client) -> None:
    quads = read(client.get("/sparql", headers={"Accept": "application/rdf+xml"}))
    assert objects(quads, f"{SD}endpoint") == {url(client, "/sparql")}
    assert objects(quads, f"{SD}supportedLanguage") == {f"{SD}SPARQL11Query"}
    assert f"{SD}UnionDefaultGraph" in objects(quads, f"{SD}feature")
    assert WORLD in objects(quads, f"{SD}name")
    page = client.get("/sparql", headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["location"]) == (303, url(client, "/query"))


@pytest.mark.parametrize("path", ["/void", "/.well-known/void"])
def test_counts_of_void_are_those_of_queries(client: httpx.Client, path: str) -> None:
    quads = read(client.get(path))
    count = ask(client, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").json()
    assert count["results"]["bindings"][0]["n"]["value"] in objects(quads, f"{VOID}triples")
    assert "82" in objects(quads, f"{VOID}documents")
    assert objects(quads, f"{VOID}sparqlEndpoint") == {url(client, "/sparql")}
    assert objects(quads, f"{VOID}uriSpace") == {Iris().base}


def test_the_interface_is_described_whole(client: httpx.Client) -> None:
    document = client.get("/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    for path, operations in document["paths"].items():
        for method in operations:
            answer = client.request(method, path.replace("{path}", "country/CU"))
            assert answer.status_code not in (404, 405, 500), (method, path)
    page = client.get("/docs")
    assert page.headers["content-type"].startswith("text/html")
    assert "problem-too-long-answer" in page.text


def test_health_and_figures_tell_what_was_asked(client: httpx.Client) -> None:
    assert client.get("/health").json()["status"] == "ok"

    def answered() -> float:
        lines = client.get("/metrics").text.splitlines()
        name = 'kg_queries_total{outcome="answered"} '
        return sum(float(line.removeprefix(name)) for line in lines if line.startswith(name))

    before = answered()
    ask(client, ASK)
    assert answered() == before + 1
    figures = client.get("/metrics").text
    assert "kg_workers_resident_bytes" in figures
    client.get("/%3Cscript%3E")
    assert "script" not in client.get("/metrics").text


# Methods

@pytest.mark.parametrize(("method", "path", "status"), [
    ("OPTIONS", "/sparql", 204), ("OPTIONS", "/graph-store", 204), ("OPTIONS", "/void", 204),
    ("HEAD", "/sparql", 200), ("HEAD", "/void", 200), ("HEAD", "/health", 200),
    ("PUT", "/sparql", 405), ("DELETE", "/graph-store?default", 405), ("POST", "/void", 405),
    ("PUT", "/id/graph/world", 405), ("BREW", "/sparql", 405),
])
def test_methods(client: httpx.Client, method: str, path: str, status: int) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status
    if status in (204, 405):
        assert "GET" in answer.headers["allow"]
    assert method not in ("OPTIONS", "HEAD") or not answer.content


def test_head_tells_what_get_would(client: httpx.Client) -> None:
    got = ask(client, SELECT)
    head = client.head("/sparql", params={"query": SELECT})
    assert head.headers["content-length"] == str(len(got.content))
    assert head.headers["content-type"] == got.headers["content-type"]


def test_a_mistake_in_a_query_has_a_place(client: httpx.Client) -> None:
    problem = ask(client, "SELECT *\nWHERE { ?s ?p }").json()
    assert (problem["status"], problem["line"]) == (400, 2)
    assert problem["column"] > 1
