"""A snapshot is the graph of one moment, for as long as it is held, and then it is gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import main
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


WRITER = (
    "import sys\nfrom kg.store import open_store\nwith open_store(sys.argv[1]) as store:\n"
    "  for line in sys.stdin:\n    eval(line); print(line, end='', flush=True)\n"
)


@contextmanager
def writer(folder: Path) -> Iterator[Callable[[str], None]]:
    """A process that writes the store in `folder`, and does as it is told."""
    with subprocess.Popen([sys.executable, "-c", WRITER, folder], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, text=True) as process:
        def tell(what: str) -> None:
            assert process.stdin
            assert process.stdout
            print(what, file=process.stdin, flush=True)
            assert process.stdout.readline() == f"{what}\n"

        tell("'begin'")
        yield tell
        process.kill()


def test_beside_a_writer_one_reads_what_it_has_published(tmp_path: Path) -> None:
    assembled_store(tmp_path).close()
    for _ in range(2):  # the second comes after one that was killed
        with take_snapshot(tmp_path) as before, writer(tmp_path) as tell:
            assert before.is_outdated()
            tell("store.remove('af-03')")
            with take_snapshot(tmp_path) as one, open_store(one.folder, read_only=True) as store:
                assert store.world() == example_world()
                assert one.as_of is not None
                assert not one.is_outdated()
                with open_store(tmp_path, read_only=True) as other:
                    assert other.as_of == one.as_of
                told = CliRunner().invoke(main, ["info", "--articles", "-s", str(tmp_path)])
                assert told.stdout == "af-03\n"
                assert "another process is writing it; this is the graph as of 2" in told.stderr
                tell("store.publish()")
                assert one.is_outdated()
            with open_store(tmp_path, read_only=True) as store, open_snapshot(tmp_path) as other:
                assert store.article_ids() == other.article_ids() == []
                assert other.as_of is not None
        with open_store(tmp_path) as store:
            assert store.article_ids() == []
            store.put_article(ARTICLE, FACTS)
        with open_snapshot(tmp_path) as store:
            assert store.as_of is None


def test_of_a_store_that_is_being_made_there_is_nothing_to_read(tmp_path: Path) -> None:
    with writer(tmp_path / "store"):
        for attempt in (take_snapshot, partial(open_store, read_only=True)):
            with pytest.raises(StoreError, match="writing it, and there is nothing to read yet"):
                attempt(tmp_path / "store")


def test_it_tells_when_there_is_something_newer(tmp_path: Path) -> None:
    assembled_store(tmp_path).close()
    with take_snapshot(tmp_path) as one:
        assert not one.is_outdated()
        with open_store(tmp_path) as store, take_snapshot(tmp_path) as two:
            assert not two.is_outdated()
            store.put_article(*OTHER)
            assert two.is_outdated()
        assert one.is_outdated()


def test_there_must_be_a_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store there"):
        take_snapshot(tmp_path / "none")
    assert list(tmp_path.iterdir()) == []
