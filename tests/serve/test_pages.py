"""The pages of a real server, as a program gets them: what is there, what is not, what is said."""

from __future__ import annotations

import json
import re
from typing import Any

import httpx
import pyoxigraph as ox
import pytest

from kg.query import named_queries
from kg.serve.security import PAGE_POLICY

ID = "https://w3id.org/health-cooperation/id/"


@pytest.fixture(scope="module")
def site(served: Any) -> Any:
    with httpx.Client(base_url=served.url, timeout=60) as client:
        yield client


def select(site: httpx.Client, query: str) -> list[dict[str, str]]:
    answer = site.post("/sparql", data={"query": query},
                       headers={"Accept": "application/sparql-results+json"})
    assert answer.status_code == 200, answer.text
    return [{name: term["value"] for name, term in row.items()}
            for row in answer.json()["results"]["bindings"]]


def page_of(site: httpx.Client, class_: str) -> str:
    """The path of the page of one thing of a class."""
    iri = select(site, f"SELECT ?x WHERE {{ ?x a hc:{class_} }} ORDER BY ?x LIMIT 1")[0]["x"]
    return "/page/" + (f"id/{iri[len(ID):]}" if iri.startswith(ID)
                       else iri.removeprefix("https://w3id.org/health-cooperation/"))


@pytest.mark.parametrize("path", [
    "/", "/query", "/query?editor=plain", "/questions", "/countries", "/institutions?q=pasteur",
    "/people", "/topics?q=vacc", "/articles?page=1", "/search?q=iran", "/terms",
    *(f"/questions/{name}" for name in named_queries()),
])
def test_a_page_is_there_under_the_policy(site: Any, path: str) -> None:
    answer = site.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert answer.headers["Content-Security-Policy"] == PAGE_POLICY
    assert "'unsafe-inline'" not in PAGE_POLICY
    assert "<h1>" in answer.text
    # All that the policy would block: scripts and styles that stand in the page.
    assert not re.search(r"<script(?![^>]*(src=|application/json))|<style|\sstyle=|\son\w+=",
                         answer.text)


@pytest.mark.parametrize("class_", [
    "Country", "CountryPair", "Institution", "Person", "Topic", "Article", "Engagement",
    "InstitutionLink", "Claim", "Report", "Thread", "Disagreement", "Outlet", "Evidence",
    "InstitutionMention", "CapacityClaim", "Bloc", "Status",
])
def test_every_kind_of_thing_has_a_page_that_can_be_cited(site: Any, class_: str) -> None:
    path = page_of(site, class_)
    answer = site.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    iri = re.search(r'<link rel="canonical" href="([^"]+)"', answer.text)
    assert iri
    assert select(site, f"SELECT ?class WHERE {{ <{iri[1]}> a ?class }}")
    assert 'type="text/turtle"' in answer.text
    assert "How to cite" in answer.text


def test_a_pair_has_every_report_with_quote_and_status(site: Any) -> None:
    text = site.get("/page/pair/FR-IR").text
    reports = select(site, """
        SELECT DISTINCT ?quote ?status WHERE { ?e a hc:Engagement ; hc:countryPair pair:FR-IR ;
          hc:report ?r . ?r hc:claim/hc:mainEvidence/oa:hasSelector/oa:exact ?quote ;
          hc:status/skos:prefLabel ?status }""")
    assert reports
    for report in reports:
        start = re.sub(r"[&<>\"'].*", "", report["quote"])[:60]
        assert start in text
    assert "independent origin" in text


def test_what_is_not_there_is_said(site: Any) -> None:
    for path in ("/page/country/XX", "/page/id/engagement/none", "/page/nothing/x",
                 '/page/id/x"> <y', "/questions/none"):
        answer = site.get(path, headers={"Accept": "text/html"})
        assert answer.status_code == 404
        assert "Nothing of that name" in answer.text


def test_what_a_reader_types_is_text(site: Any) -> None:
    for typed in ('"', "\\", '") } DROP', "<script>alert(1)</script>", "ü", "}" * 300):
        for path in ("/search", "/institutions", "/articles"):
            answer = site.get(path, params={"q": typed})
            assert answer.status_code == 200
            assert "<script>alert" not in answer.text


def test_a_wrong_value_of_a_question_is_told_at_its_field(site: Any) -> None:
    text = site.get("/questions/pair-timeline", params={"a": "Frannce", "b": "IR"}).text
    assert "did you mean france" in text
    assert 'aria-invalid="true" aria-describedby="e-a"' in text
    assert 'id="text">""<' in text
    assert "Needed for this question" in site.get("/questions/pair-timeline?a=FR").text


def test_the_text_of_a_question_runs_anywhere(site: Any, built: Any) -> None:
    """It declares its prefixes: an engine that knows none of ours gives the same rows."""
    text = site.get("/questions/pair-timeline.rq", params={"a": "Iran", "b": "FR"}).text
    quads = ox.Store()
    quads.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in built.quads())
    rows = list(quads.query(text))  # type: ignore[arg-type]
    assert len(rows) == len(select(site, text)) > 0
    assert site.get("/questions/pair-timeline.rq?a=Iran").status_code == 400


def test_questions_are_published_as_executables(site: Any) -> None:
    """As SIB's editors ask for them; each runs as it stands."""
    store = ox.Store()
    store.load(site.get("/.well-known/sparql-examples").content, ox.RdfFormat.TURTLE)
    found = list(store.query("""
        PREFIX sh: <http://www.w3.org/ns/shacl#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT DISTINCT ?sq ?comment ?query WHERE {
          ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ;
            sh:select|sh:ask|sh:construct|sh:describe ?query } ORDER BY ?sq"""))
    assert len(found) == len(named_queries())
    for row in found:  # type: ignore[union-attr]
        ox.Store().query(row["query"].value)
    prefixes = list(store.query("""
        PREFIX sh: <http://www.w3.org/ns/shacl#>
        SELECT ?prefix ?namespace WHERE { [] sh:namespace ?namespace ; sh:prefix ?prefix }"""))
    assert "hc" in {row["prefix"].value for row in prefixes}  # type: ignore[union-attr]


def test_labels_of_acts_say_what_between_whom_and_when(site: Any) -> None:
    iri = select(site, "SELECT ?x WHERE { ?x a hc:Engagement ; hc:countryPair pair:FR-IR ; "
                 "hc:date ?date ; hc:engagementType type:agreement } ORDER BY ?x LIMIT 1")[0]["x"]
    answer = site.post("/labels", content=json.dumps([iri, f"{ID}none", ID[:-3] + "country/IR"]))
    assert answer.json() == {iri: "agreement, France – Iran, 8 May 2016",
                             f"{ID[:-3]}country/IR": "Iran"}
    for wrong in (b"", b"{}", b'["no iri"]', b"[1]", b"[" * 100_000):
        assert site.post("/labels", content=wrong).status_code == 400


def test_evidence_of_an_article_is_found_by_its_address_too(site: Any) -> None:
    one = select(site, "SELECT ?x ?url WHERE { ?x a hc:Article ; schema:url ?url ; hc:relevant "
                 "true } ORDER BY ?x LIMIT 1")[0]
    by_iri, by_url = (site.get("/evidence", params={"of": one[key]}).text for key in ("x", "url"))
    assert by_iri == by_url
    assert "<blockquote>" in by_iri
    assert "No words" in site.get("/evidence", params={"of": "javascript:alert(1)"}).text
