"""Copies, restored, are the same graph; what goes wrong half way leaves what was there."""

from __future__ import annotations

import gzip
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.errors import StoreError, UsageError
from kg.store import open_snapshot, open_store
from kg.store.backup import back_up, compact, describe, migrate, restore
from kg.store.folder import size_of
from tests.rdf.values import assembled_store, example, example_world

ARTICLE, FACTS = example()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store with the example."""
    assembled_store(tmp_path / "store").close()
    return tmp_path / "store"


def contents(folder: Path) -> set[ox.Quad]:
    with open_store(folder, read_only=True) as store:
        return set(store.quads())


@pytest.mark.parametrize("name", ["copy", "copy.nq", "copy.nq.gz"])
def test_a_copy_comes_back_as_it_was(folder: Path, tmp_path: Path, name: str) -> None:
    copy, again = tmp_path / "in" / name, tmp_path / "again"
    before = contents(folder)
    with open_store(folder) as writer:  # one may be at work
        assert back_up(str(folder), copy) == len(before)
        writer.remove("af-03")
    assert restore(copy, str(again)) == len(before)
    assert contents(again) == before
    with open_store(again) as store:
        assert store.world() == example_world()
        store.put_article(ARTICLE, FACTS)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again", "in", "store"]
    assert [path.name for path in (tmp_path / "in").iterdir()] == [name]


def test_a_copy_shares_no_file_with_the_store(folder: Path, tmp_path: Path) -> None:
    back_up(str(folder), tmp_path / "copy")
    nodes = [{file.stat().st_ino for file in place.rglob("*") if file.is_file()}
             for place in (folder, tmp_path / "copy")]
    assert not nodes[0] & nodes[1]


def test_a_base_of_ones_own_comes_back(tmp_path: Path) -> None:
    base = "https://example.org/kg/"
    with open_store(tmp_path / "store", base=base) as store:
        store.put_article(ARTICLE, FACTS)
    back_up(str(tmp_path / "store"), tmp_path / "copy.nq")
    restore(tmp_path / "copy.nq", str(tmp_path / "again"))
    with open_store(tmp_path / "again") as store:
        assert (store.iris.base, store.article_ids()) == (base, ["af-03"])


def test_nothing_is_written_over(folder: Path, tmp_path: Path) -> None:
    back_up(str(folder), tmp_path / "copy")
    for attempt in (lambda: back_up(str(folder), tmp_path / "copy"),
                    lambda: restore(tmp_path / "copy", str(folder))):
        with pytest.raises(UsageError, match="is there already"):
            attempt()
    (tmp_path / "empty").mkdir()
    restore(tmp_path / "copy", str(tmp_path / "empty"))
    assert contents(tmp_path / "empty") == contents(folder)


def test_a_damaged_copy_makes_no_store(folder: Path, tmp_path: Path) -> None:
    back_up(str(folder), tmp_path / "copy.nq.gz")
    whole = (tmp_path / "copy.nq.gz").read_bytes()
    text = gzip.decompress(whole)
    for name, content in {
        "cut.nq.gz": whole[: len(whole) // 2], "cut.nq": text[: len(text) // 2 + 7],
        "other.nq.gz": b"no gzip", "empty.nq": b"",
        "foreign.nq": b'<x:a> <x:b> "c" <x:g> .\n',
    }.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(StoreError, match=f"{name}: no "):
            restore(tmp_path / name, str(tmp_path / "again"))
        assert not list(tmp_path.glob("again*"))
    back_up(str(folder), tmp_path / "copy")
    for path in (tmp_path / "copy" / "quads").glob("*.sst"):
        path.write_bytes(path.read_bytes()[:-200] + bytes(200))
    with pytest.raises(StoreError, match="may be damaged"):
        restore(tmp_path / "copy", str(tmp_path / "again"))
    assert not list(tmp_path.glob("again*"))
    with pytest.raises(StoreError, match="no store of kg"):
        restore(tmp_path, str(tmp_path / "again" / "deeper"))


def test_compacting_leaves_the_same_quads_and_no_old_bytes(folder: Path) -> None:
    secret = "a name that must be forgotten"
    with open_store(folder) as store:
        before = set(store.quads())
        store.put_article(replace(ARTICLE, id="x", publisher=secret), replace(FACTS, article="x"))
        for _ in range(30):
            store.put_article(ARTICLE, FACTS)
    with open_store(folder) as store:
        store.remove("x")
        before |= set(store.stale_quads(store.stale()))
    with open_snapshot(folder) as reader:
        large, small = compact(folder)
        assert len(set(reader.quads())) == len(before), "who reads goes on reading"
    assert contents(folder) == before
    assert small == size_of(folder / "quads") < large
    assert not any(secret.encode() in file.read_bytes()
                   for file in folder.rglob("*") if file.is_file())
    with open_store(folder) as store:
        assert store.world() == example_world()
    assert {path.name for path in folder.iterdir()} == {"kg-store.json", "quads", "snapshots"}


@pytest.mark.parametrize("step", ["part", "new", "moved", "done"])
def test_an_exchange_that_was_cut_short_is_finished(folder: Path, step: str) -> None:
    """The states that a kill between two steps of compacting leaves."""
    before = contents(folder)
    quads = folder / "quads"
    shutil.copytree(quads, folder / ("quads.part" if step == "part" else "quads.new"))
    if step in ("moved", "done"):
        quads.rename(folder / "quads.old")
    if step == "done":
        (folder / "quads.new").rename(quads)
    assert contents(folder) == before
    with open_store(folder) as store:
        assert set(store.quads()) == before
    assert {path.name for path in folder.glob("quads*")} == {"quads"}


def test_migrating_renews_what_the_program_brings(folder: Path) -> None:
    assert not migrate(str(folder))
    with open_store(folder) as store:
        store.change(replace={store.iris.reference: ()})
    assert migrate(str(folder))
    marker = folder / "kg-store.json"
    marker.write_text(json.dumps({**json.loads(marker.read_text()), "format": 99}))
    with pytest.raises(StoreError, match="later version"):
        migrate(str(folder))


def test_the_commands(folder: Path, tmp_path: Path) -> None:
    def run(*arguments: str, store: Path = folder) -> str:
        done = CliRunner().invoke(main, ["store", *arguments, "--store", str(store)])
        assert done.exit_code == 0, done.output
        return done.output

    count = len(contents(folder))
    assert f"{count:,} quads" in run("backup", str(tmp_path / "copy"))
    assert f"{count:,} quads" in run("restore", str(tmp_path / "copy"), store=tmp_path / "again")
    assert "MB now" in run("compact")
    assert run("migrate") == "format 1: up to date\n"
    told = json.loads(run("info", "--format", "json"))
    assert told == describe(str(folder))
    assert told["kind"] == "folder"
    assert told["quads_bytes"] > 100_000
    assert "quads       " in run("info")
    refused = CliRunner().invoke(main, ["store", "backup", os.devnull, "--store", str(folder)])
    assert (refused.exit_code, refused.stdout) == (2, "")
