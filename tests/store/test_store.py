"""The store keeps what it is given, whole articles at a time, and says what is wrong with it."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad

from kg.errors import StoreError
from kg.model import Article, Facts, World
from kg.rdf import canonical
from kg.store import FORMAT, Store, open_store
from kg.store.marker import explained
from kg.vocab import HC
from tests.rdf.values import assembled_store, example, example_world, hostile, read_articles

ARTICLE, FACTS = example()
OTHER = replace(ARTICLE, id="af-04", publisher="Other"), replace(FACTS, article="af-04")


def contents(store: Store) -> set[ox.Quad]:
    return set(store.quads())


def run(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run Python code in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True,
        check=False,
    )


def test_what_is_put_in_is_there_after_opening_again(tmp_path: Path) -> None:
    with open_store(tmp_path / "new" / "store") as store:
        store.put_article(ARTICLE, FACTS)
        before = contents(store)
    for read_only in (True, False):
        with open_store(tmp_path / "new" / "store", read_only=read_only) as store:
            assert contents(store) == before
            assert list(store.facts()) == [(replace(ARTICLE, text=""), canonical(FACTS))]


def test_putting_in_twice_changes_nothing() -> None:
    store = assembled_store(None)
    before = contents(store)
    store.put_article(ARTICLE, FACTS)
    store.replace_world(example_world())
    assert contents(store) == before


def test_an_article_takes_the_place_of_the_one_before() -> None:
    store = open_store()
    store.put_article(ARTICLE, FACTS)
    changed = replace(ARTICLE, title="Fifty doctors"), replace(FACTS, countries=())
    store.put_article(*changed)
    assert [article.title for article, _ in store.facts()] == ["Fifty doctors"]
    fresh = open_store()
    fresh.put_article(*changed)
    assert contents(store) == contents(fresh)


def test_an_article_is_taken_out_without_a_trace_or_harm() -> None:
    store = open_store()
    store.put_article(*OTHER)
    before = contents(store)
    store.put_article(ARTICLE, FACTS)
    assert store.article_ids() == ["af-03", "af-04"]
    assert store.stale() == ["af-03", "af-04"]
    assert store.remove("af-03")
    assert contents(store) - set(store.stale_quads(["af-03"])) == before
    assert not store.remove("af-03")
    assert not store.remove("no such article")


SHARED = open_store()


@settings(max_examples=40, deadline=None)
@given(read_articles(), read_articles(), st.booleans())
def test_any_articles_are_kept_apart(
    one: tuple[Article, Facts], other: tuple[Article, Facts], removed: bool
) -> None:
    store = SHARED
    for article in store.article_ids():
        assert store.remove(article)
    store.put_article(*one)
    expected = {one[0].id: canonical(one[1])}
    store.put_article(*other)
    expected[other[0].id] = canonical(other[1])
    if removed:
        store.remove(one[0].id)
        del expected[one[0].id]
    assert {article.id: facts for article, facts in store.facts()} == expected


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs",))) | hostile)
def test_text_cannot_leave_its_literal(text: str) -> None:
    """An update is written as text: whatever an article says stays a string in it."""
    store = SHARED
    for article in store.article_ids():
        store.remove(article)
    store.put_article(ARTICLE, FACTS)
    claims = (replace(FACTS.claims[0], place=text, attribution=text * 2),)
    store.put_article(OTHER[0], replace(OTHER[1], claims=claims))
    (_, first), (_, second) = store.facts()
    assert first == canonical(FACTS)
    assert second.claims[0].place == text


def test_it_knows_what_it_has_read_already() -> None:
    store = open_store()
    assert not store.is_current(ARTICLE, FACTS.extractor)
    store.put_article(ARTICLE, FACTS)
    assert store.is_current(ARTICLE, FACTS.extractor)
    moved = replace(ARTICLE, source="elsewhere.jsonl", sketch=None)
    assert store.is_current(moved, FACTS.extractor)
    for other in ("rules/0.2.0", "rules/0.1.0", "chat/1+0a1b"):
        assert not store.is_current(ARTICLE, other), "both had read it, not one alone"
    assert not store.is_current(replace(ARTICLE, text=ARTICLE.text + " "), FACTS.extractor)
    assert not store.is_current(replace(ARTICLE, date=None), FACTS.extractor)
    assert not store.is_current(OTHER[0], FACTS.extractor)


def test_the_world_comes_back_as_it_was_put_in(tmp_path: Path) -> None:
    with assembled_store(tmp_path) as store:
        assert store.world() == example_world()
    with open_store(tmp_path, read_only=True) as store:
        assert store.world() == example_world()


def test_an_empty_store_has_an_empty_world() -> None:
    assert open_store().world() == World()


def test_a_world_that_is_out_of_date_is_not_read() -> None:
    store = assembled_store(None)
    assert store.is_assembled()
    store.put_article(*OTHER)
    assert not store.is_assembled()
    with pytest.raises(StoreError, match="have changed since it was last assembled"):
        store.world()
    store.remove("af-04")
    assert store.world() == example_world(), "it fits again"


def test_no_triple_stands_in_two_graphs() -> None:
    """Oxigraph counts such a triple twice in the union (stated of 0.5.13)."""
    store = assembled_store(None)
    triples = [quad.triple for quad in store.quads()]
    assert len(triples) == len(set(triples))
    counted = next(iter(store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")))  # type: ignore[arg-type]
    assert int(counted["n"].value) == len(triples)


def test_questions_reach_all_graphs_and_need_no_prefixes() -> None:
    store = assembled_store(None)
    rows = store.query(
        "SELECT ?quote ?label { ?e a hc:Engagement ; hc:report/hc:claim ?claim ; "
        "hc:party/skos:prefLabel ?label . ?claim hc:mainEvidence/oa:hasSelector/oa:exact ?quote . "
        "?e hc:engagementType type:agreement } ORDER BY ?label"
    )
    found = [(row["label"].value, row["quote"].value) for row in rows]  # type: ignore[union-attr]
    assert [label for label, _ in found] == ["Cuba", "Kenya"]
    assert all(quote.endswith("signed a protocol") for _, quote in found)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's own
def test_rdflib_sees_the_union() -> None:
    from rdflib import Literal, URIRef

    store = assembled_store(None)
    dataset = store.rdflib_dataset()
    assert len(list(dataset.subjects(URIRef(HC.name), Literal("Sicily Kariuki")))) == 1
    answer = dataset.query(f"SELECT ?s {{ ?s a <{HC.Engagement}> }}")
    assert len(answer) == 2


def test_info_counts(tmp_path: Path) -> None:
    with assembled_store(tmp_path / "store") as store:
        info = store.info()
        assert (info.articles, info.relevant, info.claims, info.engagements) == (1, 1, 2, 2)
        assert (info.institutions, info.people, info.links, info.countries) == (2, 1, 1, 2)
        assert info.extractors == ("chat/1+0a1b", "rules/0.1.0")
        assert info.models == (("chat/1+0a1b", "small", "fp_1", 1),)
        assert info.quads == len(contents(store))
        assert info.current
        assert info.size
        assert info.format == FORMAT
        assert info.path == str(tmp_path / "store")


# What can be wrong with a folder


WRITER = (
    "import sys, time; from kg.store import open_store; store = open_store(sys.argv[1]); "
    "print('open', flush=True); time.sleep(60)"
)


def test_one_process_writes_and_the_others_are_told(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    assembled_store(folder).close()
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, folder], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout
        assert writer.stdout.readline() == "open\n"
        try:
            with pytest.raises(StoreError, match="in use by another kg process"):
                open_store(folder)
            with open_store(folder, read_only=True) as store:
                assert store.world() == example_world()
                assert store.as_of is not None
        finally:
            writer.kill()
    with open_store(folder) as store:
        assert store.world() == example_world()


def test_a_writer_in_the_same_process_is_told_apart(tmp_path: Path) -> None:
    with open_store(tmp_path):
        for read_only in (True, False):
            with pytest.raises(StoreError, match="already open for writing in this process"):
                open_store(tmp_path, read_only=read_only)
        # The attempts must not have given up the lock.
        code = "import sys; from kg.store import open_store; open_store(sys.argv[1])"
        assert "in use by another kg process" in run(code, tmp_path).stderr
    open_store(tmp_path).close()


def test_many_may_read_at_once(tmp_path: Path) -> None:
    assembled_store(tmp_path).close()
    with open_store(tmp_path, read_only=True) as one, open_store(tmp_path, read_only=True) as two:
        assert contents(one) == contents(two)


def test_what_is_open_for_reading_is_not_written(tmp_path: Path) -> None:
    assembled_store(tmp_path).close()
    with open_store(tmp_path, read_only=True) as store:
        for change in (
            lambda: store.put_article(*OTHER), lambda: store.remove("af-03"),
            lambda: store.replace_world(World()),
        ):
            with pytest.raises(StoreError, match="for reading only"):
                change()


def test_a_folder_that_is_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    for read_only in (True, False):
        with pytest.raises(StoreError, match="not empty, and no store of kg"):
            open_store(tmp_path, read_only=read_only)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
    with pytest.raises(StoreError, match="a file; expected a folder"):
        open_store(tmp_path / "thesis.txt")


def test_reading_makes_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store there; make one with kg build"):
        open_store(tmp_path / "none", read_only=True)
    assert not (tmp_path / "none").exists()


def test_a_store_of_a_later_version_is_refused(tmp_path: Path) -> None:
    assembled_store(tmp_path).close()
    marker = tmp_path / "kg-store.json"
    marker.write_text(json.dumps({**json.loads(marker.read_text()), "format": FORMAT + 1}))
    for read_only in (True, False):
        with pytest.raises(StoreError, match=r"later version of kg \(format 2.*update kg"):
            open_store(tmp_path, read_only=read_only)


@pytest.mark.parametrize("text", [
    "", "{", "[]", "{}", "[" * 100_000, '{"format": "1", "base": 3}',
    '{"format": 1, "base": ""}', '{"format": 1, "base": "no address"}',
    '{"format": 1, "base": "https://["}', '{"format": 1, "base": "https://a.example/[/"}',
    '{"format": 1, "base": "https://a.example/\\ud800/"}',
], ids=range(11))
def test_a_damaged_marker_is_named(tmp_path: Path, text: str) -> None:
    assembled_store(tmp_path).close()
    (tmp_path / "kg-store.json").write_text(text)
    for read_only in (True, False):
        with pytest.raises(StoreError) as caught:
            open_store(tmp_path, read_only=read_only)
        assert str(caught.value) == (
            f"{tmp_path / 'kg-store.json'}: damaged; "
            "restore the folder from a copy or build it anew"
        )


@pytest.mark.parametrize("pattern", ["CURRENT", "MANIFEST-*"])
def test_damaged_quads_are_named(tmp_path: Path, pattern: str) -> None:
    assembled_store(tmp_path).close()
    for path in (tmp_path / "quads").glob(pattern):
        path.write_bytes(b"garbage")
    for read_only in (True, False):
        with pytest.raises(StoreError, match=r"may be damaged .* restore it from a copy"):
            open_store(tmp_path, read_only=read_only)


def test_a_damaged_article_is_named() -> None:
    store = assembled_store(None)
    store.change(remove=store.match(predicate=NamedNode(str(HC.rule))))
    with pytest.raises(StoreError, match="article 'af-03' is damaged"):
        list(store.facts())


def test_a_first_run_that_was_cut_short_can_be_repeated(tmp_path: Path) -> None:
    assembled_store(tmp_path).close()
    (tmp_path / "kg-store.json").unlink()
    with open_store(tmp_path) as store:
        assert store.article_ids() == ["af-03"]


@pytest.mark.parametrize("draft", ["", '{"format": 1, "ba'])
def test_a_marker_that_was_cut_short_is_written_again(tmp_path: Path, draft: str) -> None:
    open_store(tmp_path).close()
    (tmp_path / "kg-store.json").unlink()
    (tmp_path / "kg-store.part").write_text(draft)
    with pytest.raises(StoreError, match="no store there; make one with kg build"):
        open_store(tmp_path, read_only=True)
    open_store(tmp_path).close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kg-store.json", "quads"]
    open_store(tmp_path, read_only=True).close()


def test_a_store_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis").write_text("mine")
    for folder in (tmp_path / "thesis" / "store", tmp_path / "thesis" / "in" / "store"):
        for read_only in (True, False):
            with pytest.raises(StoreError) as caught:
                open_store(folder, read_only=read_only)
            assert str(caught.value) == (
                f"{folder}: {tmp_path / 'thesis'} is a file; expected a folder for the store"
            )


@pytest.mark.parametrize(
    ("empty", "rest"), [(True, "nothing is stored yet"), (False, "what was stored before is safe")]
)
def test_on_a_full_disk_it_is_told_what_is_safe(empty: bool, rest: str) -> None:
    error = OSError(errno.ENOSPC, "No space left on device")
    message = str(explained(Path("store"), error, empty=empty))
    assert message == f"store: the disk is full; {rest}"


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (OSError("IO error: While lock file: x/LOCK: Resource temporarily unavailable"),
         "in use by another kg process"),
        (PermissionError(errno.EACCES, "Permission denied"), "no permission"),
        (OSError("IO error: No space left on device: While appending"), "the disk is full"),
        (RuntimeError("Corruption: bad block"), r"may be damaged \(Corruption: bad block\)"),
    ],
    ids=["lock", "permission", "disk", "damage"],
)
def test_what_the_system_says_is_put_in_plain_words(error: Exception, cause: str) -> None:
    with pytest.raises(StoreError, match=f"store: .*{cause}"):
        raise explained(Path("store"), error)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(StoreError, match="no permission"):
            open_store(tmp_path / "store")
    finally:
        tmp_path.chmod(0o700)


def test_a_store_keeps_its_base(tmp_path: Path) -> None:
    base = "https://example.org/kg/"
    with open_store(tmp_path, base=base) as store:
        store.put_article(ARTICLE, FACTS)
    with open_store(tmp_path) as store:
        assert store.iris.base == base
        assert store.article_ids() == ["af-03"]
    with pytest.raises(StoreError, match=r"its base is \S+/kg/, not \S+other"):
        open_store(tmp_path, base="https://other.org/")


def test_a_copy_of_the_folder_is_a_store(tmp_path: Path) -> None:
    assembled_store(tmp_path / "one").close()
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    with open_store(tmp_path / "two") as store:
        assert store.world() == example_world()


def test_reference_data_follow_the_program(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        expected = contents(store)
        graph = store.iris.reference
        old = [quad for quad in store.match(graph=graph) if str(HC.seal) in str(quad)]
        store.change(remove=old, add=[Quad(
            NamedNode("x:a"), NamedNode("x:b"), NamedNode("x:c"), graph)])
    with open_store(tmp_path) as store:
        assert contents(store) == expected


@pytest.mark.parametrize("query", [
    "SELECT (COUNT(*) AS ?n) FROM graph:world { ?s a hc:Engagement }",
    "SELECT (COUNT(*) AS ?n) FROM NAMED graph:world { GRAPH ?g { ?s a hc:Engagement } }",
    "SELECT (COUNT(*) AS ?n) { ?s a hc:Engagement } # FROM graph:reference",
])
def test_a_query_may_name_the_graphs_it_asks(query: str) -> None:
    store = assembled_store(None)
    (row,) = store.query(query)  # type: ignore[misc]
    assert row["n"].value == "2"
    (row,) = store.query(query.replace("graph:world", "graph:reference"))  # type: ignore[misc]
    assert row["n"].value == ("2" if "#" in query else "0")
