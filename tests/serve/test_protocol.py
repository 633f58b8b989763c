"""SPARQL 1.1 Protocol and Graph Store Protocol, case by case.

In our own words after the W3C's test suites for both, against a server process: what they test
of queries, of updates, and of graphs by name and at their address.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pyoxigraph as ox
import pytest

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
JSON = "application/sparql-results+json"
G1, G2, G3 = "http://example.org/g1", "http://example.org/g2", "http://example.org/g3"


@pytest.fixture
def client(writer: httpx.Client) -> httpx.Client:
    """A store in which three graphs say one thing each, and nothing else of ours."""
    parts = " ".join(
        f"GRAPH <{graph}> {{ <x:s{at}> <x:in> <{graph}> }}"
        for at, graph in enumerate((G1, G2, G3), 1))
    clear = f"DROP SILENT GRAPH <{G1}> ; DROP SILENT GRAPH <{G2}> ; DROP SILENT GRAPH <{G3}> ; "
    stored = writer.post(
        "/sparql", data={"update": f"{clear} CLEAR DEFAULT ; INSERT DATA {{ {parts} }}"})
    assert stored.status_code == 204, stored.text
    return writer


def holds(client: httpx.Client, pattern: str) -> bool:
    answer = client.post("/sparql", data={"query": f"ASK {{ {pattern} }}"})
    return bool(answer.json()["boolean"])


def subjects(answer: httpx.Response) -> set[str]:
    assert answer.status_code == 200, answer.text
    return {row["s"]["value"] for row in answer.json()["results"]["bindings"]}


IN = "SELECT ?s { ?s <x:in> ?g }"
IN_NAMED = "SELECT ?s { GRAPH ?g { ?s <x:in> ?any } }"


# Queries

def test_a_query_by_get(client: httpx.Client) -> None:
    assert subjects(client.get("/sparql", params={"query": IN})) == {"x:s1", "x:s2", "x:s3"}


def test_a_query_by_post_in_a_form(client: httpx.Client) -> None:
    assert len(subjects(client.post("/sparql", data={"query": IN}))) == 3


@pytest.mark.parametrize("media", [QUERY, f"{QUERY}; charset=utf-8", QUERY.upper()])
def test_a_query_by_post_alone(client: httpx.Client, media: str) -> None:
    answer = client.post("/sparql", content=IN, headers={"Content-Type": media})
    assert len(subjects(answer)) == 3


@pytest.mark.parametrize(("query", "accept", "media"), [
    (IN, JSON, JSON), ("ASK {}", JSON, JSON),
    ("SELECT * {}", "application/sparql-results+xml", "application/sparql-results+xml"),
    ("CONSTRUCT WHERE { ?s <x:in> ?g }", "text/turtle", "text/turtle"),
    ("DESCRIBE <x:s1>", "application/rdf+xml", "application/rdf+xml"),
])
def test_the_media_type_is_that_of_the_form(
    client: httpx.Client, query: str, accept: str, media: str
) -> None:
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, media)


@pytest.mark.parametrize("way", ["get", "form", "alone"])
@pytest.mark.parametrize(("query", "default", "named", "expected"), [
    (IN, [G1], [], {"x:s1"}),
    (IN, [G1, G2], [], {"x:s1", "x:s2"}),
    (IN_NAMED, [], [G2, G3], {"x:s2", "x:s3"}),
    (IN, [], [G2, G3], set()),
    (f"SELECT ?s {{ {{ ?s <x:in> <{G1}> }} UNION {{ GRAPH ?g {{ ?s <x:in> <{G2}> }} }} }}",
     [G1], [G2], {"x:s1", "x:s2"}),
    (f"SELECT ?s FROM <{G1}> {{ ?s <x:in> ?g }}", [G3], [], {"x:s3"}),
    (f"SELECT ?s FROM NAMED <{G1}> {{ GRAPH ?g {{ ?s <x:in> ?any }} }}", [], [G3], {"x:s3"}),
])
def test_the_request_names_the_data_set(
    client: httpx.Client, way: str, query: str, default: list[str], named: list[str],
    expected: set[str],
) -> None:
    graphs: dict[str, Any] = {"default-graph-uri": default, "named-graph-uri": named}
    if way == "get":
        answer = client.get("/sparql", params={"query": query, **graphs})
    elif way == "form":
        answer = client.post("/sparql", data={"query": query, **graphs})
    else:
        answer = client.post("/sparql", params=graphs, content=query,
                             headers={"Content-Type": QUERY})
    assert subjects(answer) == expected


@pytest.mark.parametrize(("method", "path", "content", "media", "status"), [
    ("GET", "query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D", None, None, 400),
    ("POST", "", "query=ASK%20%7B%7D&query=ASK%20%7B%7D", FORM, 400),
    ("PUT", "query=ASK%20%7B%7D", None, None, 405),
    ("POST", "", "query=ASK%20%7B%7D", "text/plain", 415),
    ("POST", "", "query=ASK%20%7B%7D", None, 415),
    ("POST", "", "ASK {}", None, 415),
    ("POST", "", "ASK {}", UPDATE, 400),
    ("POST", "", b"ASK { ?s ?p \"\xe9\" }", QUERY, 400),
    ("POST", "", "query=ASK+%7B+%3Fs+%3Fp+%22%E9%22+%7D", FORM, 400),
    ("GET", "query=ASK%20%7B", None, None, 400),
    ("GET", "query=", None, None, 400),
    ("GET", "other=1", None, None, 400),
    ("POST", "", "other=1", FORM, 400),
    ("POST", "query=ASK%20%7B%7D", "query=ASK%20%7B%7D", FORM, 400),
    ("POST", "query=ASK%20%7B%7D", "ASK {}", QUERY, 400),
    ("POST", "", "query=ASK%20%7B%7D&update=CLEAR%20DEFAULT", FORM, 400),
    ("GET", "query=ASK%20%7B%7D&default-graph-uri=no%20iri", None, None, 400),
    ("GET", "query=ASK%20%7B%7D&using-graph-uri=x:g", None, None, 400),
    ("GET", "query=ASK%20%7B%7D&timeout=-1", None, None, 400),
    ("GET", "query=ASK%20%7B%7D&max-rows=1e9", None, None, 400),
    ("GET", "query=ASK%20%7B%7D&format=pdf", None, None, 400),
    ("GET", "update=CLEAR%20DEFAULT", None, None, 400),
])
def test_what_is_no_request_for_a_query_is_told_so(
    client: httpx.Client, method: str, path: str, content: Any, media: str | None, status: int
) -> None:
    headers = {} if media is None else {"Content-Type": media}
    answer = client.request(method, f"/sparql?{path}", content=content, headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


# Updates

def test_an_update_by_post_in_a_form(client: httpx.Client) -> None:
    assert client.post(
        "/sparql", data={"update": "INSERT DATA { <x:f> <x:p> 1 }"}).status_code == 204
    assert holds(client, "<x:f> <x:p> 1")


def test_an_update_by_post_alone(client: httpx.Client) -> None:
    answer = client.post("/sparql", content="INSERT DATA { <x:d> <x:p> 'é' }".encode(),
                         headers={"Content-Type": UPDATE})
    assert answer.status_code == 204
    assert holds(client, "<x:d> <x:p> 'é'")


def test_an_update_has_its_own_base(client: httpx.Client) -> None:
    update = "BASE <http://example.org/> INSERT DATA { GRAPH <g1> { <s> <p> <test> } }"
    assert client.post("/sparql", data={"update": update}).status_code == 204
    assert holds(client, f"GRAPH <{G1}> {{ ?s ?p <http://example.org/test> }}")


@pytest.mark.parametrize("way", ["form", "alone"])
@pytest.mark.parametrize(("update", "using", "named", "expected"), [
    ("INSERT { ?s <x:new> 1 } WHERE { ?s <x:in> ?g }", [G1], [], {"x:s1"}),
    ("INSERT { ?s <x:new> 1 } WHERE { ?s <x:in> ?g }", [G1, G2], [], {"x:s1", "x:s2"}),
    ("INSERT { ?s <x:new> 1 } WHERE { GRAPH ?g { ?s <x:in> ?any } }", [], [G2, G3],
     {"x:s2", "x:s3"}),
    (f"INSERT {{ ?s <x:new> 1 }} WHERE {{ {{ ?s <x:in> ?g }} UNION "
     f"{{ GRAPH <{G2}> {{ ?s <x:in> ?g }} }} }}", [G1], [G2], {"x:s1", "x:s2"}),
    ("INSERT { ?s <x:new> 1 } WHERE { ?s <x:in> ?g } ; # and\n"
     "DELETE { ?s <x:old> 1 } INSERT { ?s <x:new> 1 } WHERE { ?s <x:in> ?g }", [G3], [],
     {"x:s3"}),
])
def test_the_request_names_what_an_update_reads(
    client: httpx.Client, way: str, update: str, using: list[str], named: list[str],
    expected: set[str],
) -> None:
    graphs: dict[str, Any] = {"using-graph-uri": using, "using-named-graph-uri": named}
    if way == "form":
        answer = client.post("/sparql", data={"update": update, **graphs})
    else:
        answer = client.post("/sparql", params=graphs, content=update,
                             headers={"Content-Type": UPDATE})
    assert answer.status_code == 204, answer.text
    found = client.get("/sparql", params={"query": "SELECT ?s { ?s <x:new> 1 }"})
    assert subjects(found) == expected


@pytest.mark.parametrize(("method", "path", "content", "media", "status"), [
    ("GET", "update=CLEAR%20DEFAULT", None, None, 400),
    ("POST", "", "update=CLEAR%20DEFAULT&update=CLEAR%20ALL", FORM, 400),
    ("POST", "", "update=CLEAR%20DEFAULT", "text/plain", 415),
    ("POST", "", "CLEAR DEFAULT", None, 415),
    ("POST", "", b"INSERT DATA { <x:s> <x:p> \"\xe9\" }", UPDATE, 400),
    ("POST", "", "CLEAR XYZ", UPDATE, 400),
    ("POST", "", "INSERT DATA { <x:s> ?p 1 }", UPDATE, 400),
    ("POST", "", "", UPDATE, 204),
    ("POST", "", "ASK {}", UPDATE, 400),
    ("POST", "default-graph-uri=x:g", "CLEAR DEFAULT", UPDATE, 400),
    ("POST", "using-graph-uri=no%20iri", "CLEAR DEFAULT", UPDATE, 400),
    ("POST", "using-graph-uri=x:g", "WITH <x:a> DELETE {} WHERE { ?s ?p ?o }", UPDATE, 400),
    ("POST", "using-named-graph-uri=x:g", "INSERT {} USING <x:a> WHERE { }", UPDATE, 400),
    ("POST", "", "LOAD <http://127.0.0.1:9/x>", UPDATE, 400),
    ("POST", "", "LOAD <file:///etc/passwd>", UPDATE, 400),
])
def test_what_is_no_request_for_an_update_is_told_so(
    client: httpx.Client, method: str, path: str, content: Any, media: str | None, status: int
) -> None:
    headers = {} if media is None else {"Content-Type": media}
    answer = client.request(method, f"/sparql?{path}", content=content, headers=headers)
    assert answer.status_code == status
    assert holds(client, f"GRAPH <{G1}> {{ <x:s1> <x:in> <{G1}> }}")


def test_an_update_is_made_whole_or_not_at_all(client: httpx.Client) -> None:
    failing = "INSERT DATA { <x:half> <x:p> 1 } ; CREATE GRAPH <x:g> ; CREATE GRAPH <x:g>"
    assert client.post("/sparql", data={"update": failing}).status_code == 400
    assert not holds(client, "<x:half> ?p ?o")


# Graphs by name and at their own address

NEW = "http://example.org/new%20graph/ü?x=1&y=2"


def at(graph: str | None) -> str:
    return "/graph-store?default" if graph is None else f"/graph-store?graph={quote(graph, '')}"


def graph_of(client: httpx.Client, address: str) -> set[str]:
    answer = client.get(address, headers={"Accept": "application/n-triples"})
    assert answer.status_code == 200, answer.text
    return set(answer.text.splitlines())


TURTLE = {"Content-Type": "text/turtle"}


@pytest.mark.parametrize("graph", [NEW, None])
def test_a_graph_from_beginning_to_end(client: httpx.Client, graph: str | None) -> None:
    address = at(graph)
    first = client.put(address, content="<x:a> <x:p> 1 .", headers=TURTLE)
    assert first.status_code == (201 if graph else 204)
    assert graph_of(client, address) == {
        '<x:a> <x:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .'}
    assert client.put(address, content="<x:b> <x:p> <x:o> .", headers=TURTLE).status_code == 204
    assert graph_of(client, address) == {"<x:b> <x:p> <x:o> ."}
    added = client.post(address, content='{"@id": "x:c", "x:p": {"@id": "x:o"}}',
                        headers={"Content-Type": "application/ld+json"})
    assert added.status_code == 204
    assert graph_of(client, address) == {"<x:b> <x:p> <x:o> .", "<x:c> <x:p> <x:o> ."}
    head = client.head(address, headers={"Accept": "text/turtle"})
    assert (head.status_code, head.content) == (200, b"")
    assert client.delete(address).status_code == 204
    if graph is None:
        assert graph_of(client, address) == set()
    else:
        assert client.get(address).status_code == 404
        assert client.delete(address).status_code == 404


def test_an_empty_graph_is_there(client: httpx.Client) -> None:
    address = at("x:empty")
    assert client.put(address, content="", headers=TURTLE).status_code == 201
    assert graph_of(client, address) == set()
    assert client.delete(address).status_code == 204


def test_what_is_added_to_no_graph_is_there(client: httpx.Client) -> None:
    address = at("x:fresh")
    assert client.post(address, content="<x:a> a <x:C> .", headers=TURTLE).status_code == 201
    assert len(graph_of(client, address)) == 1
    client.delete(address)


def test_a_graph_without_a_name_gets_one(client: httpx.Client) -> None:
    answer = client.post("/graph-store", content="<x:a> a <x:Unnamed> .", headers=TURTLE)
    assert answer.status_code == 201
    assert len(graph_of(client, answer.headers["location"])) == 1
    client.delete(answer.headers["location"])


def test_relative_addresses_are_relative_to_the_graph(client: httpx.Client) -> None:
    client.put(at("http://example.org/here/graph"), content="<> <x:p> <there> .", headers=TURTLE)
    assert graph_of(client, at("http://example.org/here/graph")) == {
        "<http://example.org/here/graph> <x:p> <http://example.org/here/there> ."}
    client.delete(at("http://example.org/here/graph"))


def test_a_graph_of_ours_is_written_at_its_own_address(client: httpx.Client) -> None:
    own = "https://w3id.org/health-cooperation/id/graph/notes"
    assert client.put("/id/graph/notes", content="<x:a> a <x:Note> .",
                      headers=TURTLE).status_code == 201
    assert graph_of(client, at(own)) == graph_of(client, "/id/graph/notes")
    assert client.delete("/id/graph/notes").status_code == 204
    assert client.get("/id/graph/notes", headers={"Accept": "text/turtle"}).status_code == 404


def test_blank_nodes_of_two_graphs_stay_two(client: httpx.Client) -> None:
    for _ in range(2):
        client.post(at("x:blank"), content="_:b <x:p> 1 .", headers=TURTLE)
    assert len(graph_of(client, at("x:blank"))) == 2
    client.delete(at("x:blank"))


def test_files_of_a_form_are_merged(client: httpx.Client) -> None:
    turtle = '_:b <x:says> "é\\r\\n--x" , """two\nlines""" .'.encode()
    answer = client.post(at("x:form"), files=[
        ("one", ("one.ttl", turtle, "text/turtle; charset=utf-8")),
        ("two", ("two.nt", b"_:b <x:says> \"again\" .\n")),
        ("three", ("three.rdf", b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
                   b'/>', "application/rdf+xml")),
    ])
    assert answer.status_code == 201
    lines = "\n".join(graph_of(client, at("x:form")))
    triples = [quad.triple for quad in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)]
    assert len(triples) == 3
    assert len({triple.subject for triple in triples}) == 2, "blank nodes of two files are two"
    assert {"é\r\n--x", "two\nlines", "again"} == {
        triple.object.value for triple in triples if isinstance(triple.object, ox.Literal)}
    client.delete(at("x:form"))


@pytest.mark.parametrize(("method", "path", "content", "media", "status"), [
    ("PUT", "graph=x:g", "<x:a> <x:p> ", "text/turtle", 400),
    ("PUT", "graph=x:g", "<x:a> <x:p> 1 .", "application/json", 415),
    ("PUT", "graph=x:g", "<x:a> <x:p> 1 .", None, 415),
    ("PUT", "graph=x:g", "--x\r\n\r\n--x--", "multipart/form-data; boundary=x", 415),
    ("POST", "graph=x:g", "--x\r\n\r\n--x--", "multipart/form-data; boundary=x", 415),
    ("POST", "graph=x:g", "<x:a> <x:p> 1 .", "multipart/form-data; boundary=x", 400),
    ("POST", "graph=x:g", "<x:a> <x:p> 1 .", "multipart/form-data", 400),
    ("POST", "graph=x:g", "--x\r\nContent-Type: text/turtle\r\n\r\n<x:a> <x:p> \r\n--x--",
     "multipart/form-data; boundary=x", 400),
    ("POST", "graph=x:g", "--x\r\nContent-Type: text/turtle\r\n\r\n<x:a> <x:p> 1 .\r\n",
     "multipart/form-data; boundary=x", 400),
    ("PUT", "", "<x:a> <x:p> 1 .", "text/turtle", 400),
    ("PUT", "graph=relative", "<x:a> <x:p> 1 .", "text/turtle", 400),
    ("PUT", "graph=x:%20y", "<x:a> <x:p> 1 .", "text/turtle", 400),
    ("PUT", "graph=x:g", b"\xff\xfe", "text/turtle", 400),
    ("PUT", "graph=x:g", '{"@context": "http://127.0.0.1:9/", "@id": "x:a"}',
     "application/ld+json", 400),
    ("DELETE", "graph=x:nothing", None, None, 404),
    ("DELETE", "", None, None, 400),
    ("PATCH", "graph=x:g", "CLEAR ALL", UPDATE, 405),
])
def test_what_is_no_graph_is_told_so(
    client: httpx.Client, method: str, path: str, content: Any, media: str | None, status: int
) -> None:
    headers = {} if media is None else {"Content-Type": media}
    answer = client.request(method, f"/graph-store?{path}", content=content, headers=headers)
    assert answer.status_code == status
    assert client.get(at("x:g")).status_code == 404


def test_entities_of_xml_do_not_multiply(client: httpx.Client) -> None:
    levels = "".join(
        f'<!ENTITY e{level} "{f"&e{level - 1};" * 10}">' for level in range(1, 12))
    bomb = (f'<!DOCTYPE r [<!ENTITY e0 "aaaaaaaaaa">{levels}]><rdf:RDF xmlns:rdf='
            '"http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="x:a">'
            '<p xmlns="x:">&e11;</p></rdf:Description></rdf:RDF>')
    answer = client.put(at("x:bomb"), content=bomb,
                        headers={"Content-Type": "application/rdf+xml"})
    assert answer.status_code in (400, 504, 507)
    assert client.get(at("x:bomb")).status_code == 404
    # The writer may have been ended for it, and is there again.
    for _ in range(100):
        if client.put(at("x:ok"), content="", headers=TURTLE).status_code == 201:
            break
    assert client.delete(at("x:ok")).status_code == 204


# Who may

CHANGES = [
    ("POST", "/sparql", urlencode({"update": "CLEAR ALL"}), FORM),
    ("POST", "/sparql", "CLEAR ALL", UPDATE),
    ("PUT", f"/graph-store?graph={quote(G1)}", "", "text/turtle"),
    ("POST", f"/graph-store?graph={quote(G1)}", "", "text/turtle"),
    ("POST", "/graph-store", "", "text/turtle"),
    ("DELETE", f"/graph-store?graph={quote(G1)}", "", "text/turtle"),
    ("PUT", "/id/graph/world", "", "text/turtle"),
    ("DELETE", "/id/graph/reference", "", "text/turtle"),
]


NO_TOKENS = [
    None, "Bearer", "Bearer another-token-of-that-length", "Bearer a-token", "Basic !",
    "Basic eDp5", "a-token-that-is-long-enough", "Digest a-token-that-is-long-enough",
]


@pytest.mark.parametrize(("method", "path", "content", "media"), CHANGES)
def test_without_the_token_nothing_changes(
    client: httpx.Client, method: str, path: str, content: str, media: str
) -> None:
    with httpx.Client(base_url=client.base_url) as other:
        for authorization in NO_TOKENS:
            headers = {"Content-Type": media}
            if authorization is not None:
                headers["Authorization"] = authorization
            answer = other.request(method, path, content=content, headers=headers)
            assert answer.status_code == 401, authorization
            assert answer.headers["www-authenticate"] == "Bearer"
    assert holds(client, f"GRAPH <{G1}> {{ <x:s1> ?p ?o }}")


@pytest.mark.parametrize(("method", "path", "content", "media"), CHANGES)
def test_a_page_of_another_origin_changes_nothing(
    client: httpx.Client, method: str, path: str, content: str, media: str
) -> None:
    answer = client.request(method, path, content=content, headers={
        "Content-Type": media, "Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert holds(client, f"GRAPH <{G1}> {{ <x:s1> ?p ?o }}")


def test_the_token_may_come_as_a_password(client: httpx.Client) -> None:
    token = client.headers["authorization"].removeprefix("Bearer ")
    with httpx.Client(base_url=client.base_url, auth=("anybody", token)) as other:
        answer = other.post("/sparql", data={"update": "INSERT DATA { <x:basic> <x:p> 1 }"})
    assert answer.status_code == 204


def test_a_server_that_only_reads_takes_no_change(served: Any) -> None:
    headers = {"Authorization": "Bearer a-token-that-is-long-enough"}
    with httpx.Client(base_url=served.url, headers=headers) as client:
        for method, path, content, media in CHANGES:
            answer = client.request(method, path, content=content, headers={"Content-Type": media})
            assert answer.status_code in (403, 405), (method, path)


def test_the_description_says_that_it_takes_updates(client: httpx.Client) -> None:
    answer = client.get("/sparql", headers={"Accept": "text/turtle"})
    languages = {quad.object.value for quad in ox.parse(answer.content, format=ox.RdfFormat.TURTLE)
                 if quad.predicate.value.endswith("supportedLanguage")
                 and isinstance(quad.object, ox.NamedNode)}
    assert {name.rpartition("#")[2] for name in languages} == {"SPARQL11Query", "SPARQL11Update"}
