"""Full disks, missing permission, damage: a clear error, and nothing lost that was there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.errors import StoreError
from kg.store import open_store
from kg.store.backup import back_up, compact, restore
from tests.rdf.values import assembled_store

#: Puts articles into the store argv[1] until it cannot; no file may grow beyond argv[2] bytes
#: (0: as large as it likes). Prints how many went in, and the error.
FILL = """
import resource, signal, sys
from dataclasses import replace
from kg.errors import StoreError
from kg.store import open_store
from tests.rdf.values import example
article, facts = example()
limit = int(sys.argv[2])
if limit:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
count = 0
try:
    with open_store(sys.argv[1]) as store:
        for count in range(2000):
            store.put_article(replace(article, id=f"a{count}"), replace(facts, article=f"a{count}"))
except StoreError as error:
    print(count, error, sep="\\n")
"""

#: Says what is in the store argv[1].
READ = """
import sys
from kg.store import open_store
from tests.rdf.values import example
from kg.rdf import canonical
_, facts = example()
with open_store(sys.argv[1], read_only=True) as store:
    found = list(store.facts())
assert all(one.claims == canonical(facts).claims for _, one in found)
print(len(found))
"""


def run(code: str, *arguments: object, before: tuple[str, ...] = ()) -> list[str]:
    done = subprocess.run([*before, sys.executable, "-c", code, *map(str, arguments)],
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_where_a_file_may_not_grow_what_is_in_stays(tmp_path: Path) -> None:
    count, error = run(FILL, tmp_path / "store", 8_000_000)
    assert error == (f"{tmp_path / 'store'}: a file may not grow any more (ulimit -f); "
                     "what was stored before is safe")
    assert int(count) > 5
    assert run(READ, tmp_path / "store") == [count]
    with open_store(tmp_path / "store") as store:
        assert len(store.article_ids()) == int(count), "and it can be written again"
        assert store.remove("a0")


def test_where_nothing_fits_there_is_nothing_yet(tmp_path: Path) -> None:
    count, error = run(FILL, tmp_path / "store", 500_000)
    assert (count, error.partition("; ")[2]) == ("0", "nothing is stored yet")
    with open_store(tmp_path / "store") as store:
        assert store.article_ids() == []


def test_on_a_full_disk_what_is_in_stays_and_can_be_read(tmp_path: Path) -> None:
    """On a small file system of its own, which a user may mount in a namespace of one's own."""
    alone = ("unshare", "--user", "--map-root-user", "--mount")
    mount = ("sh", "-c", 'mount -t tmpfs -o size=14m none "$0" && exec "$@"', str(tmp_path))
    if shutil.which("unshare") is None or subprocess.run(
            [*alone, *mount, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here; the limit on files stands for it")
    both = f"""
import subprocess, sys
for code, more in (({FILL!r}, ["0"]), ({READ!r}, [])):
    subprocess.run([sys.executable, "-c", code, sys.argv[1], *more], check=True)
"""
    count, error, found = run(both, tmp_path / "store", before=(*alone, *mount))
    assert error == f"{tmp_path / 'store'}: the disk is full; what was stored before is safe"
    assert int(count) > 5
    assert found == count


#: As another user (root may do anything), opens the store argv[1] for reading, then for writing.
STRANGER = """
import fcntl, os, sys
import kg.store.folder
from kg.errors import StoreError
from kg.store import open_store
if os.geteuid() == 0:
    os.setuid(65534)
for read_only in (True, False):
    try:
        with open_store(sys.argv[1], read_only=read_only) as store:
            print(store.article_ids())
    except StoreError as error:
        print(error)
"""


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that other users can reach."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        yield Path(name)


def test_what_one_may_only_read_is_read(public: Path) -> None:
    assembled_store(public / "store").close()
    for path in (public / "store", *(public / "store").rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        refused = f"{public / 'store'}: no permission; check who owns the folder and its files"
        assert run(STRANGER, public / "store") == ["['af-03']", refused]
        (public / "store" / "quads").chmod(0)
        assert run(STRANGER, public / "store") == [refused, refused]
    finally:
        for path in (public / "store", public / "store" / "quads"):
            path.chmod(0o755)
    with open_store(public / "store", read_only=True) as store:
        assert store.article_ids() == ["af-03"]


def test_damage_within_the_quads_is_named_wherever_it_is_met(tmp_path: Path) -> None:
    """Each block has a checksum: nothing is read that is not what was written."""
    folder = tmp_path / "store"
    assembled_store(folder).close()
    compact(folder)
    back_up(str(folder), tmp_path / "copy")
    for path in (folder / "quads").glob("*.sst"):
        content = bytearray(path.read_bytes())
        if len(content) > 50_000:  # the first blocks of each table, so that it still opens
            for at in range(300, len(content) // 2, 997):
                content[at] ^= 0xFF
            path.write_bytes(content)
    damaged = "it may be damaged .* restore it from a copy"
    with open_store(folder, read_only=True) as store:
        for ask in (lambda: list(store.quads()), lambda: list(store.facts()), store.world):
            with pytest.raises(StoreError, match=damaged):
                ask()
    with pytest.raises(StoreError, match=damaged), open_store(folder) as store:
        list(store.quads())
    for command in (["query", "SELECT * { ?s ?p ?o }"], ["export"], ["info"]):
        done = CliRunner().invoke(main, [*command, "--store", str(folder)])
        assert done.exit_code == 1, done.output
        assert "damaged" in done.stderr
        assert done.stdout == ""
    shutil.rmtree(folder)
    restore(tmp_path / "copy", str(folder))
    with open_store(folder) as store:
        assert store.article_ids() == ["af-03"]
