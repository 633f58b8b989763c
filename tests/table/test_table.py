"""The facts table: the values of the graph, whatever happened on the way."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.errors import UsageError
from kg.model import Article, Facts, World
from kg.network import make_network
from kg.rdf import canonical
from kg.store import open_store
from kg.store.base import Store
from kg.store.tables import open_tables, rebuild_tables, stamp_of, tables_current
from kg.table import (
    TABLES,
    FactsTable,
    ask,
    read_facts,
    read_world,
    replace_tables,
    things_of,
    update_tables,
)
from kg.table import folder as layout


@pytest.fixture(scope="module")
def values(built: Store) -> tuple[list[tuple[Article, Facts]], World]:
    return list(built.facts()), built.world()


@pytest.fixture
def table(built_folder: Path) -> Iterable[FactsTable]:
    with FactsTable(built_folder / "facts") as opened:
        yield opened


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file()}


def test_it_is_written_with_the_graph(built: Store, table: FactsTable) -> None:
    assert tables_current(built)
    info = built.info()
    assert table.count("articles") == info.articles
    assert table.count("claims") == info.claims
    assert table.count("engagements") == info.engagements
    assert table.count("links") == info.links
    assert table.count("entities") == info.institutions + info.people


def test_rows_say_what_the_graph_says(built: Store, table: FactsTable) -> None:
    """Counted twice: by SPARQL and by SQL."""
    for sparql, sql in (
        ("SELECT ?e ?type ?status ?origins WHERE { ?e a hc:Engagement ; hc:originCount ?origins ; "
         "hc:engagementType/skos:notation ?type ; hc:status/skos:notation ?status }",
         "SELECT iri, type, status, origins::VARCHAR FROM engagements"),
        ("SELECT ?c ?quote WHERE { ?c a hc:Claim ; "
         "hc:mainEvidence/oa:hasSelector/oa:exact ?quote }",
         "SELECT iri, quote FROM claims"),
        ("SELECT ?e ?who WHERE { ?e a hc:Engagement ; hc:participant ?who }",
         "SELECT g.iri, e.iri FROM engagement_participants p JOIN engagements g USING (engagement) "
         "JOIN entities e USING (entity)"),
        ("SELECT ?l ?a WHERE { ?l a hc:InstitutionLink ; hc:institution/skos:prefLabel ?a }",
         "SELECT iri, a_name FROM links UNION ALL SELECT iri, b_name FROM links"),
        ("SELECT ?m ?e WHERE { ?m hc:refersTo ?e }",
         "SELECT m.iri, e.iri FROM mentions m JOIN entities e USING (entity)"),
        ("SELECT ?e ?n ?unit WHERE { ?e a hc:Engagement ; hc:quantity ?q . ?q hc:amount ?n ; "
         "hc:unit ?unit }",
         "SELECT iri, value, unit FROM engagement_quantities JOIN engagements USING (engagement)"),
        ("SELECT ?t ?e ?p WHERE { ?t a hc:Thread ; hc:step ?s . ?s hc:engagement ?e ; "
         "hc:position ?p }",
         "SELECT t.iri, e.iri, position::VARCHAR FROM thread_steps JOIN threads t USING (thread) "
         "JOIN engagements e USING (engagement)"),
    ):
        found = built.query(sparql)
        expected = sorted(tuple(term.value for term in row) for row in found)  # type: ignore[union-attr]
        assert expected, sparql
        assert sorted(table.query(sql).rows) == expected, sql


def test_every_table_has_the_columns_that_are_described(table: FactsTable) -> None:
    for one in TABLES:
        found = table.query(f"SELECT * FROM {one.name} LIMIT 0")
        assert found.columns == tuple(column.name for column in one.columns), one.name
        assert found.types == tuple(column.type for column in one.columns), one.name


def test_the_world_comes_back(
    values: tuple[list[tuple[Article, Facts]], World], table: FactsTable
) -> None:
    expected = values[1]
    articles = tuple(replace(article, sketch=None) for article in expected.articles)
    assert read_world(table) == replace(expected, articles=articles)


def test_what_articles_say_comes_back(
    values: tuple[list[tuple[Article, Facts]], World], table: FactsTable
) -> None:
    """But for what the table does not hold; review reads the one or the other."""
    expected = [replace(one, countries=(), pairs=(), topics=(), capacities=(), rejected=(), uses=())
                for _, one in values[0]]
    found = [canonical(one) for one in read_facts(table)]
    assert found == expected
    assert any(one.links for one in found)


def test_networks_of_table_and_graph_are_equal(
    values: tuple[list[tuple[Article, Facts]], World], table: FactsTable
) -> None:
    worlds = read_world(table), values[1]
    for nodes in ("countries", "institutions", "actors"):
        ours, theirs = (make_network(world, nodes) for world in worlds)
        assert ours.graph == theirs.graph
        assert list(ours.nodes(data=True)) == list(theirs.nodes(data=True))
        assert list(ours.edges(data=True)) == list(theirs.edges(data=True))


def test_made_anew_it_is_the_same_byte_for_byte(own_store: Path) -> None:
    before = content(own_store / "facts")
    for path in (own_store / "facts").rglob("*.parquet"):
        path.unlink()
    done = CliRunner().invoke(main, ["store", "rebuild-facts", "--store", str(own_store)])
    assert done.exit_code == 0, done.output
    assert content(own_store / "facts") == before


def update(folder: Path, before: World, after: World, pairs: list[tuple[Article, Facts]],
           changed: set[str], stamps: tuple[str, str]) -> None:
    """As a build that works out what has changed."""
    had, has = set(things_of(before)), set(things_of(after))
    gone, new = had - has, has - had
    assert update_tables(
        folder, before=stamps[0], stamp=stamps[1], articles=changed,
        pairs=[pair for pair in pairs if pair[0].id in changed],
        removed={layout.id_of(thing) for thing in gone}, put=new)


def test_changes_lead_to_the_same_files_as_one_go(
    tmp_path: Path, values: tuple[list[tuple[Article, Facts]], World],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With files so small that they are split and joined again."""
    monkeypatch.setattr(layout, "MAX_ROWS", 40)
    pairs, world = values

    def part(keep: set[str]) -> tuple[list[tuple[Article, Facts]], World]:
        """The world of some articles, roughly: the table does not ask how it came to be."""
        return [pair for pair in pairs if pair[0].id in keep], world if len(keep) == len(
            pairs) else replace(
            world,
            engagements=tuple(e for e in world.engagements
                              if all(report.article in keep for report in e.reports)),
            links=tuple(one for one in world.links
                        if all(report.article in keep for report in one.reports)),
            entities=tuple(e for e in world.entities
                           if all(article in keep for article, _ in e.mentions)))

    names = [article.id for article, _ in pairs]
    few, all_but = set(names[:9]), set(names[:-3])
    whole = tmp_path / "whole"
    replace_tables(whole, pairs, things_of(world), stamp="all")
    step = tmp_path / "step"
    states = [few, all_but, set(names), all_but, few]
    own, now = part(few)
    replace_tables(step, own, things_of(now), stamp="few")
    first = content(step)
    stamps = ["few", "more", "all", "more", "few"]
    for at, (old, new) in enumerate(pairwise(states)):
        own, now = part(new)
        update(step, part(old)[1], now, own, old ^ new, (stamps[at], stamps[at + 1]))
        if at == 1:
            assert content(step) == content(whole)
            assert len(list((step / "claims").iterdir())) > 4
    assert content(step) == first


def test_a_table_of_another_state_is_not_updated(
    tmp_path: Path, values: tuple[list[tuple[Article, Facts]], World]
) -> None:
    pairs, world = values
    replace_tables(tmp_path / "facts", pairs[:3], (), stamp="one")
    before = content(tmp_path / "facts")
    assert not update_tables(tmp_path / "facts", before="two", stamp="three", articles=(),
                             pairs=pairs)
    assert content(tmp_path / "facts") == before
    assert world.engagements


def test_after_a_change_of_the_graph_alone_it_is_made_anew(own_store: Path) -> None:
    with open_store(own_store) as store:
        store.replace_world(store.world(), "decided otherwise")
        assert not tables_current(store)
    told: list[str] = []
    with open_store(own_store, read_only=True) as store:
        with open_tables(store, on_rebuild=told.append) as table:
            assert table.manifest.stamp == stamp_of(store)
        assert len(told) == 1
        with open_tables(store, on_rebuild=told.append):
            assert len(told) == 1


@pytest.mark.parametrize("what", ["missing", "later", "cut", "empty", "gone"])
def test_a_table_that_cannot_be_read_is_made_anew(own_store: Path, what: str) -> None:
    manifest = own_store / "facts" / "manifest.json"
    before = content(own_store / "facts")
    if what == "missing":
        shutil.rmtree(own_store / "facts")
    elif what in ("cut", "empty", "gone"):
        for path in (own_store / "facts").rglob("*.parquet"):
            if what == "gone":
                path.unlink()
            else:
                os.truncate(path, 100 if what == "cut" else 0)
    else:
        manifest.write_text('{"format": 99}')
    with open_store(own_store, read_only=True) as store, open_tables(store) as table:
        assert table.query("SELECT count(*) FROM claims").rows[0][0] > 0
    assert content(own_store / "facts") == before


def test_files_that_hold_something_else_are_told_and_made_anew(
    own_store: Path, tmp_path: Path
) -> None:
    before = content(own_store / "facts")
    (claims, *_) = (own_store / "facts" / "claims").glob("*.parquet")
    for path in (own_store / "facts" / "engagements").glob("*.parquet"):
        shutil.copy(claims, path)
    told = CliRunner().invoke(main, ["info", "--store", str(own_store)])
    assert told.exit_code == 1
    assert "the facts table is damaged" in told.stderr
    assert "kg store rebuild-facts" in told.stderr
    more = tmp_path / "more.jsonl"
    more.write_text('{"id": "more", "text": "Cuba sent 50 doctors to Kenya on Monday."}')
    built = CliRunner().invoke(main, ["build", str(more), "--store", str(own_store)])
    assert built.exit_code == 0, built.output
    removed = CliRunner().invoke(main, ["remove", "more", "--store", str(own_store)])
    assert removed.exit_code == 0, removed.output
    assert content(own_store / "facts") == before


def test_killed_while_it_is_written_it_is_what_it_was(own_store: Path) -> None:
    before = content(own_store / "facts")
    program = (
        "import sys, time, kg.table.folder as layout\n"
        "from kg.store import open_store\n"
        "from kg.store.tables import rebuild_tables\n"
        "write = layout._write_manifest\n"
        "def wait(*_):\n"
        "    print('ready', flush=True)\n"
        "    time.sleep(60)\n"
        "layout._write_manifest = wait\n"
        "with open_store(sys.argv[1], read_only=True) as store:\n"
        "    layout.MAX_ROWS = 50\n"
        "    rebuild_tables(store)\n")
    process = subprocess.Popen([sys.executable, "-c", program, str(own_store)],
                               stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    with FactsTable(own_store / "facts") as table:
        assert table.query("SELECT count(*) FROM claims").rows[0][0] == table.count("claims")
    with open_store(own_store, read_only=True) as store:
        assert tables_current(store)
        rebuild_tables(store)
    assert content(own_store / "facts") == before


@pytest.mark.parametrize("sql", [
    "SELECT * FROM read_text('/etc/passwd')", "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM read_csv('https://example.org/x.csv')", "SELECT * FROM glob('/etc/*')",
    "COPY (SELECT 1) TO 'out.csv'", "COPY claims TO 'claims.parquet'",
    "ATTACH 'other.db'", "INSTALL httpfs", "LOAD httpfs", "SET threads = 1", "RESET threads",
    "CREATE TABLE x AS SELECT 1", "DROP VIEW claims", "DELETE FROM claims", "PRAGMA version",
    "EXPORT DATABASE 'x'", "CALL pragma_version()", "SELECT 1; SELECT 2", "", ";",
    "EXPLAIN ANALYZE COPY (SELECT 1) TO 'x'", "SELECT getenv('HOME')", "SELECT * FROM outside",
])
def test_a_question_reads_the_tables_and_nothing_else(table: FactsTable, sql: str) -> None:
    outside = [1]  # the engine would take a variable of ours for a table
    before = content(table.folder)
    with pytest.raises(UsageError):
        table.query(sql)
    assert content(table.folder) == before
    assert outside


@pytest.mark.parametrize("largest", [None, 0], ids=["held in memory", "too large for that"])
def test_asked_again_a_table_answers_the_same(
    table: FactsTable, monkeypatch: pytest.MonkeyPatch, largest: int | None
) -> None:
    """Order of rows and types of columns as well: the second answer comes from memory."""
    if largest is not None:
        monkeypatch.setattr(ask, "_LARGEST_HELD", largest)
    for name in (known.name for known in TABLES):
        answers = [table.query(f"SELECT * FROM {name}") for _ in range(3)]
        assert answers[0] == answers[1] == answers[2], name
        assert table.query(f"DESCRIBE {name}").rows
    assert len(table.query("SHOW TABLES").rows) == len(TABLES)
    held = table.query("SELECT table_name FROM information_schema.tables "
                       "WHERE table_schema = 'main' AND table_type = 'BASE TABLE'").rows
    assert len(held) == (len(TABLES) if largest is None else 0)


def test_sql_on_the_command_line(built_folder: Path) -> None:
    def ask(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, ["query", "--store", str(built_folder), *words])
        return done.exit_code, (done.stdout_bytes or done.stderr_bytes).decode()

    status, text = ask("--sql", "SELECT country, name FROM countries WHERE country = $a",
                       "--param", "a=IR", "--format", "csv")
    assert (status, text) == (0, "country,name\r\nIR,Iran\r\n")
    status, text = ask("--sql", "SELECT iri FROM engagements WHERE origins >= $n LIMIT 1",
                       "--param", "n=1", "--format", "json")
    assert status == 0
    assert '"type": "uri"' in text
    status, text = ask("--sql", "SELECT nothing FROM claims")
    assert status == 2
    assert "nothing" in text
    assert ask("--sql", "SELECT 1", "--name", "one-sided")[0] == 2


def test_tables_are_exported(built_folder: Path, tmp_path: Path) -> None:
    def export(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, ["export", "--store", str(built_folder), *words])
        return done.exit_code, done.stdout_bytes.decode()

    assert export("--format", "parquet", "--output", str(tmp_path / "all")) == (0, "")
    assert {path.stem for path in (tmp_path / "all").iterdir()} == {one.name for one in TABLES}
    first = content(tmp_path / "all")
    assert export("--format", "parquet", "--output", str(tmp_path / "all")) == (0, "")
    assert content(tmp_path / "all") == first
    assert export("--table", "links", "--output", str(tmp_path / "links.csv"))[0] == 0
    status, text = export("--table", "links")
    assert status == 0
    assert text.encode() == (tmp_path / "links.csv").read_bytes()
    assert text.startswith("link,iri,a,b,")
    assert export("--table", "nothing", "--output", str(tmp_path / "x.csv"))[0] == 2
    assert export("--table", "links", "--format", "turtle")[0] == 2
    assert export("--table", "links", "--since", "2018")[0] == 2
