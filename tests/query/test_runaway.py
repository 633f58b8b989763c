"""Queries that fail as they run, that would end the process, or that run for ever."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import UsageError
from kg.query import run_query
from kg.sparql import check_query
from kg.store import open_store

ROOT = Path(__file__).parents[2]
#: Seconds after which a process hangs, and does not merely work on a slow machine.
LONG = 300
MANY = 20_000

TOO_MUCH = [
    "ASK " + "{" * MANY + "}" * MANY,
    "ASK " + "{" * MANY,
    "ASK { FILTER(" + "(" * MANY + "1" + ")" * MANY + ") }",
    "ASK { " + "[ <x:p> " * MANY + "1" + "]" * MANY + " }",
    "ASK { " + "FILTER EXISTS { " * 300 + "}" * 300 + " }",
    "ASK \\u007B" + "\\u007B" * MANY,
    "ASK { FILTER(" + "!" * MANY + "true) }",
    "ASK { FILTER(" + "! " * MANY + "true) }",
    "ASK { FILTER(?a" + "||?a" * MANY + ") }",
    "ASK { FILTER(1" + "+1" * MANY + " < 2) }",
    "ASK { ?s <x:p>" + "/<x:p>" * MANY + " ?o }",
    "ASK { ?s <x:p> 1" + ", 1" * MANY + " }",
    "ASK { {}" + "UNION{}" * MANY + " }",
    "ASK { " + "OPTIONAL{?s a ?o}" * MANY + " }",
    "ASK { " + "FILTER(?x) " * MANY + " }",
    "ASK { " + "<<" * MANY + "?s ?p ?o" + ">>" * MANY + " ?p ?o }",
    "ASK { (" + "1 " * MANY + ") ?p ?o }",
]

#: As much as is let through, in the forms that cost the engine most.
AS_MUCH = [
    "ASK " + "{" * 200 + "}" * 200,
    "ASK { FILTER(" + "(" * 198 + "1" + ")" * 198 + ") }",
    "ASK { " + "FILTER EXISTS { " * 199 + "}" * 199 + " }",
    "ASK { " + "FILTER EXISTS { " * 198 + "FILTER(" + "!" * 1200 + "true)" + "}" * 198 + " }",
    "ASK { FILTER(" + "!" * 1900 + "true) }",
    "ASK { FILTER(?a" + "||?a" * 990 + ") }",
    "ASK { FILTER(1" + "+1" * 1900 + " < 2) }",
    "ASK { {}" + "UNION{}" * 600 + " }",
    "ASK { " + "FILTER(?x) " * 1900 + " }",
    "ASK { VALUES ?x { " + "<x:a> " * MANY + "} }",
    "ASK { VALUES (?x ?y) { " + "('1'^^<x:t> UNDEF) " * MANY + "} }",
    "ASK { FILTER(1 IN (2" + ", 2" * MANY + ")) }",
]


@pytest.mark.parametrize("text", TOO_MUCH)
def test_what_the_engine_would_not_survive_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=r"nested deeper than 200|has more than 2,000"):
        check_query(text)


@pytest.mark.parametrize("text", AS_MUCH)
def test_what_is_let_through_the_engine_survives(text: str) -> None:
    assert check_query(text) == "ASK"
    code = "import sys, pyoxigraph; print(bool(pyoxigraph.Store().query(sys.stdin.read())))"
    done = subprocess.run([sys.executable, "-c", code], input=text, capture_output=True,
                          text=True, check=False, timeout=LONG)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("text", [
    "SELECT (<x:f>(1) AS ?x) {}",
    "SELECT ?x { BIND(<x:f>(1) AS ?x) }",
    "ASK { FILTER(<x:f>(1)) }",
    "CONSTRUCT { ?s <x:p> 1 } WHERE { BIND(<x:f>(1) AS ?s) }",
])
def test_what_fails_as_it_runs_is_told_in_a_line(text: str) -> None:
    with open_store() as store, pytest.raises(UsageError) as raised:
        run_query(store, text)
    assert str(raised.value).startswith("the query cannot be answered: ")
    assert "<x:f>" in str(raised.value)


def kg(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kg", *map(str, arguments)], capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False, timeout=LONG,
    )


@pytest.mark.parametrize("arguments", [
    ["SELECT (<x:f>(1) AS ?x) {}"],
    ["ASK " + "{" * MANY],
    ["ASK {}", "-p", "a=" + "x" * 60_000],
    ["ASK {}", "-p", "x" * 60_000 + "=a"],
    ["ASK {}", "-p", "x" * 60_000],
    ["--name", "x" * 60_000],
    *(["--name", "pair-timeline", "-p", "b=KE", "-p", f"{given}"]
      for given in ("a=" + "x" * 60_000, "x" * 60_000 + "=a")),
    ["--name", "pair-timeline", "-p", "a=CU", "-p", "b=KE", "-p", "since=" + "1" * 60_000],
], ids=lambda arguments: " ".join(arguments)[:40])
def test_a_message_is_a_line_that_can_be_read(built_folder: Path, arguments: list[str]) -> None:
    result = kg("query", *arguments, "--store", built_folder)
    assert (result.returncode, result.stdout) == (2, "")
    assert "Traceback" not in result.stderr
    assert 10 < len(result.stderr) < 400


@pytest.mark.parametrize("command", [
    ["query", "ASK {}"], ["query", "--name", "furthest-status"], ["export"],
    ["export", "--format", "gexf"], ["validate"], ["analyse"],
], ids=" ".join)
@pytest.mark.parametrize("change", ["changed", "never assembled"])
def test_what_is_out_of_date_gives_no_answer(own_store: Path, command: list[str],
                                             change: str) -> None:
    if change == "changed":
        with open_store(own_store) as store:
            assert store.remove(store.article_ids()[0])
    else:
        graph = open_store(own_store, read_only=True)
        world = graph.iris.world
        graph.close()
        quads = ox.Store(str(own_store / "quads"))
        quads.update(f"DROP GRAPH {world}")
        quads.flush()
        del quads
    result = kg(*command, "--store", own_store)
    assert (result.returncode, result.stdout) == (1, "")
    assert "have changed since it was last assembled; run kg build again\n" in result.stderr
    assert result.stderr.count("\n") == 1


def heed_interruption() -> None:
    """A shell starts what runs in its background with SIGINT ignored, and children inherit it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_an_interruption_ends_a_query_that_would_run_for_ever(built_folder: Path) -> None:
    cross = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c != ?i) }"
    with subprocess.Popen(
        [sys.executable, "-m", "kg", "query", cross, "--store", str(built_folder)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=heed_interruption,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:
        try:
            # Long enough for it to be within the engine; it is ended wherever it is.
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(5)
            process.send_signal(signal.SIGINT)
            out, errors = process.communicate(timeout=60)
        finally:
            process.kill()
    # A shell shows an end by this signal as 130.
    assert process.returncode == -signal.SIGINT
    assert (out, errors) == (b"", b"")
