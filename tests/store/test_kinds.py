"""All kinds of stores do the same: in memory, in a folder, on our server, on that of others."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from pyoxigraph import Literal, NamedNode, Quad

from kg.cli import main
from kg.errors import StoreError
from kg.model import Article, Facts, World
from kg.query import named_queries, run_named, run_query
from kg.query.run import ON_VIRTUOSO
from kg.rdf import Iris, canonical
from kg.resources import data_path
from kg.store import FORMAT, MEMORY, Store, open_store
from kg.store.connection import Connection, read_endpoint
from kg.store.remote import RemoteStore
from kg.vocab import HC
from tests.conftest import Serving
from tests.rdf.values import example, example_world, read_articles
from tests.store.servers import virtuoso

ARTICLE, FACTS = example()
OTHER = replace(ARTICLE, id="af-04", publisher="Other"), replace(FACTS, article="af-04")
KINDS = ("memory", "folder", "served", "virtuoso")
TOKEN = "only-for-these-tests-" * 2

#: Each test has a base of its own on a server.
NUMBERS = itertools.count()


@pytest.fixture(scope="session")
def virtuoso_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a Virtuoso answers to all that is asked with the right credentials."""
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as url:
        yield f"{url}/sparql-auth#graphs=/sparql-graph-crud-auth"


@pytest.fixture(scope="session")
def served_url(
    tmp_path_factory: pytest.TempPathFactory, serving: Callable[..., Serving]
) -> str:
    """Where `kg serve --write` answers, and takes changes with the token."""
    folder = tmp_path_factory.mktemp("served") / "store"
    open_store(folder).close()
    return f"{serving(folder, '--write', KG_TOKEN=TOKEN).url}/sparql#graphs=/graph-store"


@pytest.fixture(params=KINDS)
def target(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """What --store would name."""
    if request.param == "memory":
        yield MEMORY
    elif request.param == "folder":
        yield str(tmp_path / "store")
    else:
        sign(monkeypatch)
        base = f"https://example.org/{next(NUMBERS)}/"
        url = request.getfixturevalue(f"{request.param}_url")
        with emptied(f"{url}&base={base}") as target:
            if request.param == "served":
                monkeypatch.setenv("KG_STORE_TOKEN", TOKEN)
            yield target


def sign(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the credentials of the servers of these tests."""
    monkeypatch.setenv("KG_STORE_USER", "dba")
    monkeypatch.setenv("KG_STORE_PASSWORD", "dba")


@contextmanager
def emptied(target: str) -> Iterator[str]:
    """`target`, which holds nothing of the test any more when that is over."""
    try:
        yield target
    finally:
        connection = Connection(read_endpoint(target))
        store = RemoteStore(connection, Iris(str(connection.endpoint.base)))
        store.change(replace=dict.fromkeys(store._graphs(), ()))
        store.close()


@pytest.fixture
def store(target: str) -> Iterator[Store]:
    """A new store of each kind."""
    with open_store(target) as opened:
        yield opened


def contents(store: Store) -> set[Quad]:
    return set(store.quads())


def same_in_memory(store: Store, *articles: tuple[Article, Facts], world: World | None = None
                   ) -> set[Quad]:
    """What a store in memory holds with these articles."""
    other = open_store(base=store.iris.base)
    for article, facts in articles:
        other.put_article(article, facts)
    if world is not None:
        other.replace_world(world)
    return contents(other)


def test_it_holds_what_it_was_given(store: Store) -> None:
    store.put_article(ARTICLE, FACTS)
    store.put_article(*OTHER)
    store.replace_world(example_world())
    given = (ARTICLE, FACTS), OTHER
    assert contents(store) == same_in_memory(store, *given, world=example_world())
    assert [facts for _, facts in store.facts()] == [canonical(FACTS), canonical(OTHER[1])]
    assert store.article_ids() == ["af-03", "af-04"]
    assert store.world().engagements == example_world().engagements
    info = store.info()
    assert (info.articles, info.claims, info.engagements, info.current) == (2, 4, 2, True)
    assert info.quads == len(contents(store))


def test_an_article_takes_the_place_of_the_one_before_and_goes_without_a_trace(
    store: Store
) -> None:
    store.put_article(*OTHER)
    before = contents(store)
    store.put_article(ARTICLE, FACTS)
    changed = replace(ARTICLE, title="Fifty doctors"), replace(FACTS, countries=())
    store.put_article(*changed)
    assert contents(store) == same_in_memory(store, OTHER, changed)
    assert store.is_current(changed[0], FACTS.extractor)
    assert not store.is_current(ARTICLE, FACTS.extractor)
    assert store.remove("af-03")
    assert contents(store) - set(store.stale_quads(["af-03"])) == before
    assert not store.remove("af-03")


def test_it_knows_that_the_world_is_out_of_date(store: Store) -> None:
    store.put_article(ARTICLE, FACTS)
    store.replace_world(example_world())
    assert store.is_assembled()
    store.put_article(*OTHER)
    assert not store.is_assembled()
    store.replace_world(example_world())
    assert store.is_assembled()


@settings(max_examples=5, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(read_articles())
def test_any_article_comes_back_as_it_was(store: Store, one: tuple[Article, Facts]) -> None:
    """Hostile text among them: quotes, braces, control characters, other scripts."""
    store.put_article(*one)
    (found,) = [facts for article, facts in store.facts() if article.id == one[0].id]
    assert found == canonical(one[1])
    assert store.remove(one[0].id)


def test_quads_and_graphs_change_together(store: Store) -> None:
    graph, other = store.iris.article_graph("a"), store.iris.article_graph("b")

    def quad(text: str, where: NamedNode) -> Quad:
        return Quad(NamedNode("https://a.example/s"), NamedNode("https://a.example/p"),
                    Literal(text), where)

    store.change(replace={graph: [quad("1", graph), quad("2", graph)]}, add=[quad("x", other)])
    store.change(replace={graph: [quad("3", graph)]}, remove=[quad("x", other), quad("y", other)],
                 add=[quad("y", other)])
    assert set(store.match(graph=graph)) == {quad("3", graph)}
    assert set(store.match(NamedNode("https://a.example/s"))) == {
        quad("3", graph), quad("y", other)}
    assert set(store.match(object=Literal("y"))) == {quad("y", other)}
    assert list(store.match(object=Literal("y"), graph=graph)) == []
    store.change(replace={graph: ()}, remove=[quad("y", other)])
    assert contents(store) == same_in_memory(store)
    store.change()


def test_a_change_too_large_for_one_update_is_made_whole(store: Store) -> None:
    graph = store.iris.article_graph("large")
    quads = [Quad(NamedNode(f"https://a.example/{n}"), NamedNode("https://a.example/p"),
                  Literal("ä" * (n % 7) + str(n)), graph) for n in range(4_000)]
    quads.append(Quad(graph, NamedNode(str(HC.seal)), Literal("x"), graph))
    store.change(replace={graph: quads[:2]})
    store.change(replace={graph: quads})
    assert set(store.match(graph=graph)) == set(quads)
    store.change(remove=quads[:2_000], add=[
        Quad(quad.subject, quad.predicate, Literal("new"), graph) for quad in quads[2_000:3_500]])
    assert store._count() == len(same_in_memory(store)) + 4_001 - 2_000 + 1_500


def test_questions_reach_all_graphs_or_those_they_name(store: Store) -> None:
    store.put_article(ARTICLE, FACTS)
    store.replace_world(example_world())
    count = "SELECT (COUNT(DISTINCT ?s) AS ?n) {} {{ ?s a hc:Engagement }}"
    for named, expected in (("", "2"), ("FROM graph:world", "2"), ("FROM graph:reference", "0")):
        (row,) = run_query(store, count.format(named)).rows
        assert row[0] is not None
        assert row[0].value == expected, named
    (row,) = store.query(count.format(""), default_graphs=[store.iris.reference])  # type: ignore[misc]
    assert row["n"].value == "0"
    assert run_query(store, "ASK { ?s a hc:Engagement }").holds
    assert not run_query(store, "ASK { ?s a hc:Engagement . FILTER(false) }").holds
    built = run_query(store, "CONSTRUCT { ?s hc:party ?o } { ?s a hc:Engagement ; hc:party ?o }")
    assert len(built.triples) == 4
    flags = run_query(store, "SELECT DISTINCT ?o { ?s hc:relevant ?o }").rows
    assert flags == ((Literal(True),),)
    hostile = {"name": '"} ; DROP ALL # \\'}
    assert run_query(store, "SELECT ?s { ?s hc:name ?name }", hostile).rows == ()
    with pytest.raises(Exception, match=r"no well-formed SPARQL"):
        run_query(store, "SELECT * { ?s ?p }")


def test_what_is_open_for_reading_is_not_written(target: str) -> None:
    if target == MEMORY:
        pytest.skip("there is nothing to open again")
    with pytest.raises(StoreError, match="make one with kg build"):
        open_store(target, read_only=True)
    with open_store(target) as store:
        store.put_article(ARTICLE, FACTS)
    with open_store(target, read_only=True) as store:
        assert store.article_ids() == ["af-03"]
        with pytest.raises(StoreError, match="for reading only"):
            store.remove("af-03")


def test_a_store_of_a_later_version_is_refused(target: str, tmp_path: Path) -> None:
    if target == MEMORY:
        pytest.skip("there is nothing to open again")
    with open_store(target) as store:
        graph = store.iris.reference
        old = list(store.match(predicate=NamedNode(str(HC.storeFormat)), graph=graph))
        store.change(remove=old, add=[
            Quad(graph, old[0].predicate, Literal(FORMAT + 1), graph)])
    for marker in tmp_path.glob("store/kg-store.json"):
        marker.write_text(json.dumps({**json.loads(marker.read_text()), "format": FORMAT + 1}))
    for read_only in (True, False):
        with pytest.raises(StoreError, match=rf"later version of kg \(format {FORMAT + 1}"):
            open_store(target, read_only=read_only)


def rows_of(store: Store, name: str) -> object:
    """The rows of a named query with its examples: their texts, for Oxigraph alone gives what
    GROUP_CONCAT makes of labels a language."""
    query = named_queries()[name]
    values = {one.name: one.example for one in query.parameters if not one.optional}
    return sorted(
        ["" if cell is None or isinstance(cell, ox.Triple) else cell.value for cell in row]
        for row in run_named(store, name, values).rows
    )


def test_named_queries_answer_the_same_everywhere(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, built: Store
) -> None:
    sign(monkeypatch)
    with emptied(f"{request.getfixturevalue('virtuoso_url')}&base={built.iris.base}") as target:
        with open_store(target) as store:
            for graph, quads in by_graph(built).items():
                store.change(replace={graph: quads})
            assert store._count() == built._count()
        with open_store(target, read_only=True) as store:
            for name in sorted(ON_VIRTUOSO):
                assert rows_of(store, name) == rows_of(built, name), name
            for name in named_queries().keys() - ON_VIRTUOSO:
                with pytest.raises(StoreError, match="Virtuoso 7 is not known to answer"):
                    rows_of(store, name)


def by_graph(store: Store) -> dict[NamedNode, list[Quad]]:
    graphs: dict[NamedNode, list[Quad]] = {}
    for quad in store.quads():
        assert isinstance(quad.graph_name, NamedNode)
        graphs.setdefault(quad.graph_name, []).append(quad)
    return graphs


def test_commands_take_it(target: str, tmp_path: Path) -> None:
    if target == MEMORY or "graph-store" in target:
        pytest.skip("one folder and one server are enough for the command line")
    lines = data_path("articles").joinpath("africa.jsonl").read_text().splitlines()[:3]
    articles = tmp_path / "three.jsonl"
    articles.write_text("\n".join(lines))

    def run(*arguments: str) -> str:
        done = CliRunner().invoke(main, [*arguments, "--store", target])
        assert done.exit_code == 0, done.output
        return done.stdout

    run("build", str(articles))
    ids = run("info", "--articles").splitlines()
    assert len(ids) == 3
    assert json.loads(run("info", "--format", "json"))["articles"] == 3
    (count,) = run("query", "--format", "csv",
                   "SELECT (COUNT(*) AS ?n) { ?a a hc:Article }").splitlines()[1:]
    assert int(count) == 3
    quads = list(ox.parse(run("export", "--format", "nquads").encode(), ox.RdfFormat.N_QUADS))
    with open_store(target, read_only=True) as store:
        assert set(quads) == contents(store)
    assert "unchanged: 3" in CliRunner().invoke(
        main, ["build", str(articles), "--store", target]).stderr
    run("remove", ids[0])
    assert run("info", "--articles").splitlines() == ids[1:]
