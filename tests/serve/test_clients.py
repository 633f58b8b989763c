"""Programs of others talk to the endpoint: SPARQLWrapper, rdflib, sparql-http-client, curl."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest

COUNTRIES = (
    "PREFIX hc: <https://w3id.org/health-cooperation/ontology#> "
    "SELECT ?code { ?c a hc:Country ; hc:isoAlpha2 ?code } ORDER BY ?code LIMIT 3"
)
FIRST = ["AD", "AE", "AF"]


@pytest.mark.parametrize("method", ["GET", "POST", "POSTDIRECTLY"])
@pytest.mark.parametrize("form", ["json", "xml", "csv"])
def test_sparqlwrapper_asks(served: Any, method: str, form: str) -> None:
    from SPARQLWrapper import SPARQLWrapper

    client = SPARQLWrapper(f"{served.url}/sparql")
    client.setMethod("POST" if method.startswith("POST") else "GET")
    if method == "POSTDIRECTLY":
        client.setRequestMethod("postdirectly")
    client.setQuery(COUNTRIES)
    client.setReturnFormat(form)
    answer = client.query().convert()
    if form == "json":
        codes = [row["code"]["value"] for row in answer["results"]["bindings"]]
    elif form == "xml":
        codes = [node.firstChild.data for node in answer.getElementsByTagName("literal")]
    else:
        codes = [row["code"] for row in csv.DictReader(io.StringIO(answer.decode()))]
    assert codes == FIRST


def test_sparqlwrapper_changes_with_the_token(writable: Any, writer: httpx.Client) -> None:
    from SPARQLWrapper import SPARQLWrapper

    client = SPARQLWrapper(f"{writable.url}/sparql")
    client.setCredentials("anybody", writer.headers["authorization"].removeprefix("Bearer "))
    client.setMethod("POST")
    client.setQuery("INSERT DATA { GRAPH <x:wrapper> { <x:a> <x:b> 1 } }")
    client.query()
    assert writer.get("/graph-store", params={"graph": "x:wrapper"}).status_code == 200


def test_rdflib_asks(served: Any) -> None:
    from rdflib import Graph, URIRef
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    store = SPARQLStore(f"{served.url}/sparql", context_aware=False)
    graph = Graph(store=store)
    assert [str(row["code"]) for row in graph.query(COUNTRIES)] == FIRST
    cuba = URIRef("https://w3id.org/health-cooperation/country/CU")
    label = URIRef("http://www.w3.org/2004/02/skos/core#prefLabel")
    assert [str(name) for name in graph.objects(cuba, label)] == ["Cuba"]


def test_rdflib_changes_with_the_token(writable: Any, writer: httpx.Client) -> None:
    from rdflib import Graph, Literal, URIRef
    from rdflib.plugins.stores.sparqlstore import SPARQLUpdateStore

    token = writer.headers["authorization"].removeprefix("Bearer ")
    address = f"{writable.url}/sparql"
    store = SPARQLUpdateStore(address, address, auth=("anybody", token))
    graph = Graph(store=store, identifier=URIRef("x:rdflib"))
    graph.add((URIRef("x:a"), URIRef("x:b"), Literal("ü \"quoted\"\n")))
    assert [str(text) for text in graph.objects(URIRef("x:a"), None)] == ['ü "quoted"\n']


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl on this machine")
def test_curl_asks_as_the_help_has_it(served: Any) -> None:
    done = subprocess.run(
        ["curl", "--silent", "--show-error", "--fail", "-H", "Accept: text/csv",
         f"{served.url}/sparql", "--data-urlencode", f"query={COUNTRIES}"],
        capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == ["code", *FIRST]


def node(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["node", *arguments], cwd=folder, capture_output=True, text=True,
                          check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_client_in_javascript_asks_and_changes(
    javascript: Path, writable: Any, writer: httpx.Client
) -> None:
    endpoint = f"{writable.url}/sparql"
    asked = node(javascript, "query.mjs", endpoint, COUNTRIES)
    assert [json.loads(line)["code"] for line in asked.splitlines()] == FIRST
    token = writer.headers["authorization"].removeprefix("Bearer ")
    node(javascript, "update.mjs", endpoint, token, "INSERT DATA { <x:js> <x:p> 'ü' }")
    told = node(javascript, "query.mjs", endpoint, "SELECT ?o { <x:js> <x:p> ?o }")
    assert json.loads(told) == {"o": "ü"}
