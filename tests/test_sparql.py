"""What a query may be, told from its tokens; and values that stay values."""

from __future__ import annotations

import itertools

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.sparql import check_query, check_update, tokens, with_values

ALLOWED = [
    ("SELECT * { ?s ?p ?o }", "SELECT"),
    ("# service\nPREFIX ex: <http://x/> SELECT * { ?s ex:service ?load }", "SELECT"),
    ("prefix service: <http://x/> select * { ?s service:load ?o }", "SELECT"),
    ('SELECT * { ?s ?p "SERVICE <http://x> { }" , \'drop\', """a "load" b""" }', "SELECT"),
    ("SELECT * { ?s <http://x/SERVICE> ?o } # LOAD <http://x>", "SELECT"),
    ("ASK { ?service ?clear $delete }", "ASK"),
    ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "CONSTRUCT"),
    ("DESCRIBE <http://x/insert>", "DESCRIBE"),
    ("BASE <http://x/> SELECT * { ?s ?p 'x'@en-load }", "SELECT"),
    ("SELECT * { ?s ?p ?o . FILTER (?o < 5 && ?o > 3) }", "SELECT"),
    ("SELECT * { ?s ex:a.service ?o }", "SELECT"),
    ("SELECT (STRLEN(?o) AS ?n) { ?s ?p ?o FILTER (?o NOT IN ('service')) }", "SELECT"),
]

REFUSED = [
    ("SELECT * { SERVICE <http://x> { ?s ?p ?o } }", "SERVICE"),
    ("SELECT * { service silent ?x { ?s ?p ?o } }", "SERVICE"),
    ("SELECT * { ?s ?p ?o.SERVICE<http://x>{} }", "SERVICE"),
    ("SELECT * { ?s ?p 'x'SERVICE <http://x> { } }", "SERVICE"),
    ("SELECT * { ?s ?p 5SERVICE <http://x> { } }", "SERVICE"),
    ("SELECT * { FILTER(1<2)SERVICE ?x { ?s ?p ?o } }", "SERVICE"),
    ('SELECT * { ?s ?p "a\\\\"SERVICE <http://x> { } }', "SERVICE"),
    ("SELECT * { # comment \n SERVICE <http://x> { } }", "SERVICE"),
    ("SELECT * { # comment \r SERVICE <http://x> { } }", "SERVICE"),
    ("SELECT * { \\u0053ERVICE <http://x> { } }", "SERVICE"),
    ("SELECT * { \\U00000053ervice <http://x> { } }", "SERVICE"),
    ("LOAD <http://x>", "LOAD changes data"),
    ("PREFIX ex: <http://x/> INSERT DATA { ex:a ex:b ex:c }", "INSERT changes data"),
    ("DELETE WHERE { ?s ?p ?o }", "DELETE changes data"),
    ("DROP ALL", "DROP changes data"),
    ("", "no query in ''"),
    ("# SELECT", "no query"),
    ("what links Iran and France?", "no query"),
]


@pytest.mark.parametrize(("text", "form"), ALLOWED)
def test_words_in_strings_names_and_comments_are_no_commands(text: str, form: str) -> None:
    assert check_query(text) == form


@pytest.mark.parametrize(("text", "cause"), REFUSED)
def test_what_reaches_out_of_the_store_or_changes_it_is_refused(text: str, cause: str) -> None:
    with pytest.raises(UsageError, match=cause):
        check_query(text)


@given(st.text(max_size=200))
def test_tokens_cover_any_text_in_order(text: str) -> None:
    places = [(token.start, token.start + len(token.text)) for token in tokens(text)]
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(places))


STORE = ox.Store()
STORE.load(
    b'@prefix : <http://x/> . :a :p "1" . :b :p "2" , "other" .', format=ox.RdfFormat.TURTLE
)

BOUND = [
    ("SELECT ?s { ?s <http://x/p> ?v }", ["http://x/b"]),
    ("SELECT ?s WHERE { ?s <http://x/p> ?o FILTER (?o = ?v) }", ["http://x/b"]),
    ("SELECT ?s { { SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?v } GROUP BY ?s } }", ["http://x/b"]),
    ("SELECT * { SELECT ?s { ?s ?p ?v } }", ["http://x/b"]),
    ("SELECT (EXISTS { ?s ?p ?v } AS ?x) ?s WHERE { ?s ?p ?v }", ["http://x/b"]),
    ("SELECT ?s { ?s ?p ?o OPTIONAL { ?s ?q ?v } FILTER (?o = ?v) }", ["http://x/b"]),
    ("SELECT DISTINCT ?s { { ?s ?p ?v } UNION { ?s ?p ?v } }", ["http://x/b"]),
    ("CONSTRUCT { ?s <http://x/q> ?v } WHERE { ?s ?p ?v }", ["http://x/b"]),
    ("CONSTRUCT { ?s <http://x/q> ?v } { ?s ?p ?v }", ["http://x/b"]),
]


@pytest.mark.parametrize(("text", "subjects"), BOUND)
def test_a_value_is_seen_wherever_the_query_names_the_variable(
    text: str, subjects: list[str]
) -> None:
    found = STORE.query(with_values(text, {"v": '"2"'}))
    assert isinstance(found, ox.QuerySolutions | ox.QueryTriples)
    assert [(row["s"] if isinstance(row, ox.QuerySolution) else row.subject).value
            for row in found] == subjects


def test_ask_and_describe_take_values() -> None:
    assert bool(STORE.query(with_values("ASK { ?s ?p ?v }", {"v": '"2"'})))
    assert not bool(STORE.query(with_values("ASK { ?s ?p ?v }", {"v": '"3"'})))
    assert len(list(STORE.query(  # type: ignore[arg-type]
        with_values("DESCRIBE ?s { ?s ?p ?v }", {"v": '"2"'})))) == 2


@pytest.mark.parametrize(("text", "cause"), [
    ("SELECT * { ?s ?p ?o }", r"no variable \?v in the query; it has \?o, \?p, \?s"),
    ("DESCRIBE ?v", "need a query with a pattern"),
    ("CONSTRUCT WHERE { ?s ?p ?v }", "need a query with a pattern"),
    ("SELECT * { ?s ?p ?v", "need a query with a pattern"),
])
def test_where_nothing_can_be_bound_is_said(text: str, cause: str) -> None:
    with pytest.raises(UsageError, match=cause):
        with_values(text, {"v": '"2"'})


HOSTILE = ['2" } UNION { ?s ?p ?o', "\\", '\\"', "'''", '"""', "\n}\n", "\x00", "\u202e", "?v",
           "SERVICE <http://x> {}", "<http://x/b>", "{", "#"]


@given(st.sampled_from(HOSTILE) | st.text(max_size=40))
def test_whatever_a_value_holds_it_stays_one_value(value: str) -> None:
    store = ox.Store()
    subject, predicate = ox.NamedNode("http://x/s"), ox.NamedNode("http://x/p")
    store.add(ox.Quad(subject, predicate, ox.Literal(value)))
    store.add(ox.Quad(ox.NamedNode("http://x/t"), predicate, ox.Literal(value + "x")))
    text = with_values("SELECT ?s ?v { ?s ?p ?v }", {"v": str(ox.Literal(value))})
    found = store.query(text)
    assert isinstance(found, ox.QuerySolutions)
    assert [(row["s"], row["v"]) for row in found] == [(subject, ox.Literal(value))]


@pytest.mark.parametrize("text", [
    "SELECT * { SERVICE <http://ok.org/sparql> { } }",
    "SELECT * { SERVICE SILENT <https://OK.org:8080/sparql?x> { } }",
    "ASK { SERVICE <http://ok.org> { SERVICE <http://ok.org?q> { } } }",
])
def test_hosts_on_the_list_may_be_asked(text: str) -> None:
    assert check_query(text, hosts={"ok.org"}) in ("SELECT", "ASK")
    check_update(f"INSERT {{ ?s ?p ?o }} WHERE {{ {text} }}", hosts={"ok.org"})


@pytest.mark.parametrize("address", [
    "<http://evil.org/sparql>", "?where", "ok:sparql", "<//ok.org/>", "<sparql>", "", "'ok.org'",
    "<http://ok.org@evil.org/>", "<http://ok.org:80@evil.org/>", "<http://evil.org/ok.org>",
    "<http://evil.org#ok.org/>", "<http://ok.org.evil.org/>", "<http://ok.org#@evil.org/>",
    "<file:///ok.org/etc>", "<http:ok.org>", "<http://ok.org%2eevil.org/>", "<http://%6fk.org/>",
    "<http://ok.org\\u0040evil.org/>", "<http://\\u006Fk.org/>", "<ftp://ok.org/>",
])
def test_whatever_else_an_address_may_be_taken_for_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match=r"not on the list|without an address|asks another"):
        check_query(f"PREFIX ok: <http://ok.org/> SELECT * {{ SERVICE {address} {{ }} }}",
                    hosts={"ok.org"})
    with pytest.raises(UsageError, match=r"not on the list|without an address|asks another"):
        check_update(f"LOAD {address} INTO GRAPH <x:g>", hosts={"ok.org"})


@pytest.mark.parametrize(("text", "cause"), [
    ("SELECT * {}", "SELECT is a query"),
    ("# INSERT\nASK {}", "ASK is a query"),
    ("LOAD <http://x/>", "LOAD asks another server"),
    ("INSERT {} WHERE { SERVICE <http://x/> {} }", "SERVICE asks another server"),
    ("INSERT DATA {} ; LOAD SILENT <http://x/>", "LOAD asks another server"),
    ("DELETE WHERE " + "{" * 300, "nested deeper"),
    ("INSERT DATA { " + "[ <x:p> " * 300 + "1" + "]" * 300 + " }", "nested deeper"),
    ("INSERT {} WHERE { FILTER(1" + "+1" * 3000 + " < 2) }", "more than 2,000"),
    ("INSERT DATA {} ; INSERT {} WHERE { FILTER(1" + "+1" * 3000 + " < 2) }", "more than 2,000"),
])
def test_an_update_that_is_none_or_too_much_is_refused(text: str, cause: str) -> None:
    with pytest.raises(UsageError, match=cause):
        check_update(text)


@pytest.mark.parametrize("text", [
    "INSERT DATA { " + "<x:s> <x:p> 1 , 2 ; a <x:c> .\n" * 5000 + "}",
    "INSERT DATA { GRAPH <x:g> { " + "<x:s> <x:p> 1 .\n" * 5000 + "} }",
    "DELETE DATA { <x:s> <x:p> 1 } ;" * 5000,
    "DELETE WHERE { ?s ?p ?o } ;" * 2000,
])
def test_data_may_be_as_long_as_it_is(text: str) -> None:
    check_update(text)
    ox.Store().update(text)
