"""Where --output goes: files whole or not at all, links, modes, devices and pipes as they are."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from kg.files import is_stream, write_file

ROOT = Path(__file__).parents[2]
#: Seconds after which a process hangs, and does not merely work on a slow machine.
LONG = 300


def kg(command: str, folder: Path, store: Path) -> subprocess.CompletedProcess[bytes]:
    """Run `kg …` in a shell, with what a shell does about descriptors."""
    program = f"'{sys.executable}' -m kg"
    return subprocess.run(
        ["sh", "-c", command.replace("kg ", f"{program} ")], cwd=folder, capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "KG_STORE": str(store)}, check=False,
        timeout=LONG, stdin=subprocess.DEVNULL,
    )


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_file_has_the_mode_that_files_have_here(tmp_path: Path) -> None:
    (tmp_path / "other").touch()
    write_file(tmp_path / "new", b"1")
    assert mode(tmp_path / "new") == mode(tmp_path / "other")


def test_a_replaced_file_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_bytes(b"old and longer")
    path.chmod(0o600)
    write_file(path, b"new")
    assert (path.read_bytes(), mode(path)) == (b"new", 0o600)


@pytest.mark.parametrize("there", [True, False])
def test_links_are_followed(tmp_path: Path, there: bool) -> None:
    (tmp_path / "far").mkdir()
    target, link = tmp_path / "far" / "target", tmp_path / "link"
    if there:
        target.write_bytes(b"old")
    link.symlink_to("far/target")
    write_file(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert sorted(os.listdir(tmp_path / "far")) == ["target"]


def test_nothing_else_in_the_folder_is_touched(tmp_path: Path) -> None:
    (tmp_path / "graph.ttl.part").write_bytes(b"mine")
    write_file(tmp_path / "graph.ttl", b"new")
    assert (tmp_path / "graph.ttl.part").read_bytes() == b"mine"
    assert sorted(os.listdir(tmp_path)) == ["graph.ttl", "graph.ttl.part"]


def test_the_longest_name_that_a_file_may_have(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 255)
    write_file(path, b"1")
    assert path.read_bytes() == b"1"


@pytest.mark.parametrize("name", ["absent/x", "folder", "new/", "file/x", "loop"])
def test_what_cannot_be_written_is_named_as_the_user_named_it(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "loop").symlink_to("loop")
    before = sorted(os.listdir(tmp_path))
    given = f"{tmp_path}/{name}"
    with pytest.raises(OSError, match=r"\w") as raised:
        write_file(given, b"1")
    assert raised.value.filename == given
    assert raised.value.strerror
    assert sorted(os.listdir(tmp_path)) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write what is protected")
def test_a_protected_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    path.write_bytes(b"old")
    path.chmod(0o444)
    with pytest.raises(PermissionError):
        write_file(path, b"new")
    assert path.read_bytes() == b"old"


def test_what_is_a_stream(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").touch()
    streams = ["/dev/null", "/dev/stdout", "/dev/fd/1", str(tmp_path / "pipe")]
    assert [name for name in streams if not is_stream(name)] == []
    assert [name for name in ("file", "absent", ".") if is_stream(tmp_path / name)] == []


QUERY = "kg query 'SELECT (1 AS ?n) {}' --format csv"


@pytest.mark.parametrize(("command", "expected"), [
    (f"{QUERY} -o /dev/stdout", b"n\r\n1\r\n"),
    (f"{QUERY} -o /dev/stdout | cat", b"n\r\n1\r\n"),
    (f"{QUERY} -o /dev/fd/3 3>&1", b"n\r\n1\r\n"),
    (f"mkfifo p; cat p & {QUERY} -o p; wait; test -p p && echo kept", b"n\r\n1\r\nkept\n"),
    (f"echo old > f; {QUERY} -o /dev/stdout >> f; cat f", b"old\nn\r\n1\r\n"),
    (f"(echo head; {QUERY} -o /dev/stdout; echo foot) > f; cat f", b"head\nn\r\n1\r\nfoot\n"),
    (f"ln -s /dev/null n; {QUERY} -o n; test -L n && ls", b"n\n"),
    ("kg export --format csv -o /dev/stdout | head -c 6", b"source"),
])
def test_devices_and_pipes_are_written_into(
    tmp_path: Path, built_folder: Path, command: str, expected: bytes
) -> None:
    result = kg(command, tmp_path, built_folder)
    assert (result.stdout, result.stderr) == (expected, b"")


def test_a_full_device_is_told_by_its_name(tmp_path: Path, built_folder: Path) -> None:
    result = kg(f"{QUERY} -o /dev/full", tmp_path, built_folder)
    assert result.returncode == 1
    assert result.stderr == b"kg: /dev/full: No space left on device\n"
