"""The program as a process: exit statuses, pipes, terminals, seeds, locales, what it loads."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import Any

import pytest

from kg.resources import data_path

KG = [sys.executable, "-m", "kg"]
ROOT = Path(__file__).parents[2]
ARTICLES = data_path("articles")
ONE = {"id": "x1", "date": "2021-05-04",
       "text": "Cuba sent 50 doctors to Kenya on Monday, the health ministry said."}
MEANS = {"id": "x2", "date": "2021-05-05", "title": "Cuba on its health system",
         "text": "HAVANA - Cuba has 12 medical universities and over 90,000 doctors, the health "
                 "minister said. Cuba and Kenya signed a health agreement on Tuesday."}
#: Seconds after which a process hangs, and does not merely work on a slow machine.
LONG = 300


def environment(**extra: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **extra}


def kg(
    *arguments: object, stdin: bytes = b"", **extra: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*KG, *map(str, arguments)], input=stdin, capture_output=True,
                          env=environment(**extra), check=False, timeout=LONG)


def heed_interruption() -> None:
    """A shell starts what runs in its background with SIGINT ignored, and children inherit it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def running(command: list[str], **streams: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A process to talk to. One that hangs is killed, so that no read or wait lasts for ever."""
    streams.setdefault("env", environment())
    with subprocess.Popen(command, preexec_fn=heed_interruption, **streams) as process:
        watch = Timer(LONG, process.kill)
        watch.start()
        try:
            yield process
            process.wait()
        finally:
            watch.cancel()
            process.kill()


def test_exit_statuses(tmp_path: Path, built_folder: Path) -> None:
    good, bad = tmp_path / "good.jsonl", tmp_path / "bad.jsonl"
    good.write_text(json.dumps(ONE))
    bad.write_text("{")
    assert kg("extract", good).returncode == 0
    assert kg("extract", bad).returncode == 1
    assert kg("info", "--store", tmp_path / "none").returncode == 1
    assert kg("extract").returncode == 2
    assert kg("query", "DROP ALL", "--store", built_folder).returncode == 2


def test_articles_come_out_while_others_are_still_to_come() -> None:
    """Through a pipe: the facts of the first are there before the second is sent."""
    with running([*KG, "extract", "-"], stdin=subprocess.PIPE,
                 stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        for name in ("a", "b"):
            process.stdin.write(json.dumps({**ONE, "id": name}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["article"] == name
        process.stdin.close()
        assert process.wait() == 0


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    with running([*KG, "extract", str(ARTICLES)], stdout=subprocess.PIPE,
                 stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read()
        assert process.wait() >= 0, "killed"
    assert b"Traceback" not in errors


def test_an_interruption_is_told_without_a_traceback_and_the_next_build_goes_on(
    tmp_path: Path,
) -> None:
    with running([*KG, "build", "-", "--store", str(tmp_path / "store")],
                 stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stderr
        process.stdin.write(json.dumps(ONE).encode() + b"\n")
        process.stdin.flush()
        store = tmp_path / "store" / "kg-store.json"
        while process.poll() is None and not store.exists():
            signal.sigtimedwait([], 0.05)
        process.send_signal(signal.SIGINT)
        errors = process.stderr.read()
        assert process.wait() == 1
    assert b"Traceback" not in errors
    assert kg("build", "-", "--store", tmp_path / "store",
              stdin=json.dumps(ONE).encode()).returncode == 0


@pytest.fixture(scope="module")
def two_stores(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The same articles: once in order, once the other way round, file by file, article by
    article, each under a hash seed of its own."""
    folder = tmp_path_factory.mktemp("seeds")
    every = [line for path in sorted(ARTICLES.glob("*.jsonl"))
             for line in path.read_text(encoding="utf-8").splitlines()]
    # Cuba's, which many articles tell of in common, and some of the others.
    lines = [line for number, line in enumerate(every) if "Cuba" in line or number % 5 == 0]
    plain = folder / "articles.jsonl"
    plain.write_text("\n".join(lines), encoding="utf-8")
    # None of the articles speaks of a country's own means: one that does goes with them.
    means = folder / "means.jsonl"
    means.write_text(json.dumps(MEANS), encoding="utf-8")
    lines.insert(0, json.dumps(MEANS))
    turned = folder / "turned"
    turned.mkdir()
    for number, start in enumerate(range(0, len(lines), 12)):
        part = lines[start : start + 12]
        (turned / f"{9 - number}.jsonl").write_text("\n".join(reversed(part)), encoding="utf-8")
    stores = [folder / "first", folder / "second"]
    assert kg("build", plain, means, "--store", stores[0], PYTHONHASHSEED="1").returncode == 0
    assert kg("build", turned, "--store", stores[1], PYTHONHASHSEED="2").returncode == 0
    return stores


@pytest.mark.parametrize("command", [
    *(["export", "--format", form] for form in ("turtle", "trig", "nquads", "jsonld", "rdfxml")),
    *(["export", "--format", form, "--network", network] for form in ("graphml", "gexf", "csv")
      for network in ("countries", "institutions", "actors")),
    ["render", "--output", "-"],
    ["analyse", "--format", "json"],
    ["query", "--name", "pair-timeline", "-p", "a=CU", "-p", "b=KE", "--format", "json"],
    ["query", "--name", "furthest-status", "--format", "csv"],
    ["query", "--name", "linking-institutions", "-p", "a=CU", "-p", "b=IR", "--format", "tsv"],
    ["query", "--name", "one-sided", "--format", "xml"],
    ["query", "--name", "capacity-claims"],
], ids=" ".join)
def test_the_same_articles_give_the_same_bytes_in_any_order_and_under_any_seed(
    two_stores: list[Path], command: list[str]
) -> None:
    first, second = (
        kg(*command, "--store", store, PYTHONHASHSEED=seed)
        for store, seed in zip(two_stores, ("3", "4"), strict=True)
    )
    assert (first.returncode, first.stderr) == (0, b"")
    assert len(first.stdout) > 200
    assert first.stdout == second.stdout


@pytest.mark.parametrize("locale", [
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"PYTHONIOENCODING": "cp1252"},
])
def test_output_is_utf_8_whatever_the_locale(built_folder: Path, locale: dict[str, str]) -> None:
    text = "SELECT ?l { country:TR skos:prefLabel ?l }"
    result = kg("query", text, "--store", built_folder, "--format", "csv", **locale)
    assert result.stdout == "l\r\nTürkiye\r\n".encode()
    table = kg("info", "--store", built_folder, **locale)
    assert (table.returncode, "█".encode() in table.stdout) == (0, True)


def test_help_loads_nothing_heavy() -> None:
    """The start is what a user waits for; rdflib, networkx and PyVis take most of a second."""
    code = ("import sys, click.testing, kg.cli\n"
            "assert click.testing.CliRunner().invoke(kg.cli.main, ['--help']).exit_code == 0\n"
            "print(*sorted({name.partition('.')[0] for name in sys.modules}))")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                          env=environment(), timeout=LONG)
    loaded = set(done.stdout.split())
    assert "kg" in loaded
    assert not loaded & {"rdflib", "pyoxigraph", "oxrdflib", "pyshacl", "networkx", "pyvis",
                         "jinja2", "IPython"}


def on_terminal(command: list[object], *, stream: str, **extra: str) -> bytes:
    """What a command writes to the terminal that is its `stream` (stdout or stderr)."""
    ours, theirs = pty.openpty()
    streams: dict[str, int] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with running([*map(str, command)], env=environment(**extra), **(streams | {stream: theirs})):
        os.close(theirs)
        shown = b""
        while True:
            try:
                more = os.read(ours, 4096)
            except OSError:  # Linux tells the end of a terminal so
                break
            if not more:
                break
            shown += more
        os.close(ours)
        return shown


def test_progress_is_for_people_only(tmp_path: Path) -> None:
    articles = tmp_path / "one.jsonl"
    articles.write_text(json.dumps(ONE))
    build = [*KG, "build", articles, "--store"]
    assert b"\r1 article read" in on_terminal([*build, tmp_path / "a"], stream="stderr")
    assert on_terminal([*build, tmp_path / "b", "--quiet"], stream="stderr") == b""
    piped = kg("build", articles, "--store", tmp_path / "c")
    assert b"\r" not in piped.stderr


def test_headings_are_bold_on_a_terminal_unless_no_color_is_set() -> None:
    code = "from kg.cli.demo import _heading; print(_heading('x'))"
    command: list[object] = [sys.executable, "-c", code]
    assert on_terminal(command, stream="stdout") == b"\x1b[1mx\x1b[0m\r\n"
    assert on_terminal(command, stream="stdout", NO_COLOR="1") == b"x\r\n"
    piped = subprocess.run([*map(str, command)], capture_output=True, env=environment(), check=True,
                           timeout=LONG)
    assert piped.stdout == b"x\n"


def test_no_error_message_steers_the_terminal(tmp_path: Path) -> None:
    name = "\x1b[31m\x07evil\u202e.txt"
    (tmp_path / name).write_bytes(b"")
    result = kg("extract", tmp_path)
    assert result.returncode == 1
    assert b"\x1b" not in result.stderr
    assert b"empty; expected an article" in result.stderr


def test_closed_streams_are_told_and_lose_nothing(built_folder: Path, tmp_path: Path) -> None:
    def run(command: str) -> subprocess.CompletedProcess[str]:
        shell = f"{sys.executable} -m kg {command}"
        return subprocess.run(["sh", "-c", shell], capture_output=True, text=True, check=False,
                              env=environment(KG_STORE=str(built_folder)), timeout=LONG)

    out = run("info >&-")
    assert (out.returncode, out.stderr) == (
        1, "kg: standard output: closed; name a file with --output\n")
    named = run(f"export --output {tmp_path / 'g.nq'} >&-")
    assert (named.returncode, (tmp_path / "g.nq").stat().st_size > 0) == (0, True)
    standard = run("extract - <&-")
    assert standard.returncode == 1
    assert "kg: standard input: closed" in standard.stderr
    assert run("info 2>&-").returncode == 0
