"""A snapshot is the graph of one moment, for as long as it is held, and then it is gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.store import open_snapshot, open_store, take_snapshot
from tests.rdf.values import assembled_store, example, example_world

ARTICLE, FACTS = example()
OTHER = replace(ARTICLE, id="af-04"), replace(FACTS, article="af-04")

HOLDER = (
    "import sys, time; from kg.store import take_snapshot; "
    "one = take_snapshot(sys.argv[1]); print(one.folder, flush=True); time.sleep(60)"
)


def test_it_stays_as_it_was_beside_a_writer_and_leaves_nothing(tmp_path: Path) -> None:
    assembled_store(tmp_path).close()
    with open_snapshot(tmp_path) as reader:
        before = set(reader.quads())
        with open_store(tmp_path) as writer:
            writer.put_article(*OTHER)
            with open_snapshot(tmp_path) as later:
                assert later.article_ids() == ["af-03", "af-04"]
            writer.remove("af-03")
            assert set(reader.quads()) == before
        assert reader.world() == example_world()
        assert reader.read_only
        assert (reader.name, reader.path) == (str(tmp_path), tmp_path)
    assert list((tmp_path / "snapshots").iterdir()) == []


def test_many_processes_may_read_one(tmp_path: Path) -> None:
    assembled_store(tmp_path).close()
    code = (
        "import sys; from kg.store import open_store; "
        "print(open_store(sys.argv[1], read_only=True).article_ids())"
    )
    with take_snapshot(tmp_path) as snapshot, open_store(tmp_path) as writer:
        writer.remove("af-03")
        done = subprocess.run([sys.executable, "-c", code, snapshot.folder],
                              capture_output=True, text=True, check=True)
    assert done.stdout == "['af-03']\n"


def test_what_a_killed_process_left_is_cleared_away(tmp_path: Path) -> None:
    assembled_store(tmp_path).close()
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, tmp_path], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout
        left = Path(holder.stdout.readline().strip())
        with take_snapshot(tmp_path):
            assert left.is_dir(), "it is still held"
        os.kill(holder.pid, signal.SIGKILL)
    assert left.is_dir()
    with take_snapshot(tmp_path) as other:
        assert list(left.parent.iterdir()) == [other.folder]


def test_there_must_be_a_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store there"):
        take_snapshot(tmp_path / "none")
    assert list(tmp_path.iterdir()) == []
