"""What several folders of tests share: a store that was really built, once; a real server of
it; a real browser.

Tests in the browser are skipped where there is no Chromium, so that `make test` passes on a
machine without one; not so where CI is set, for there nobody would notice.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from kg.store import Store


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """A text in the name of a test is cut, and a set stands in order: processes that share the
    tests compare their names."""
    if isinstance(val, (set, frozenset)):
        val = "{" + ", ".join(sorted(map(repr, val))) + "}"
    return val[:60] if isinstance(val, str) else None


@pytest.fixture(scope="session")
def built_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store on disk, built from the articles that come along. Only to be read."""
    # Here, so that tests of other parts load only what they test.
    from kg.build import build
    from kg.resources import data_path
    from kg.store import open_store

    folder = tmp_path_factory.mktemp("built") / "store"
    with open_store(folder) as store:
        build([str(data_path("articles"))], store, pytest.fail)
    return folder


@pytest.fixture(scope="session")
def built(built_folder: Path) -> Iterator[Store]:
    """The same, opened for reading."""
    from kg.store import open_store

    with open_store(built_folder, read_only=True) as store:
        yield store


@pytest.fixture
def own_store(built_folder: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return Path(shutil.copytree(built_folder, tmp_path / "own-store"))


CHROMIUM = next(filter(None, map(shutil.which, (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium with the network cut, but for servers of ours."""
    if CHROMIUM is None and not os.environ.get("CI"):
        pytest.skip("no Chromium on this machine: the page is not tested in a browser")
    assert CHROMIUM, "CI is set and there is no Chromium; install it (Debian: apt install chromium)"
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[
            "--no-sandbox", "--disable-gpu", "--disable-background-networking",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        ])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def serving() -> Iterator[Callable[..., Serving]]:
    """Starts `kg serve` on a store, in a process of its own, on a free port:

    serving(folder, "--time-limit", "2") -> Serving. What is started is ended with the session.
    """
    started: list[Serving] = []

    def start(store: Path, *arguments: str, **environment: str) -> Serving:
        started.append(Serving(store, arguments, environment))
        return started[-1].wait()

    yield start
    for one in started:
        one.stop()


@pytest.fixture(scope="session")
def served(built_folder: Path, serving: Callable[..., Serving]) -> Serving:
    """A server of the built store with the limits it has by default. Only to be asked."""
    return serving(built_folder)


def _end_with_parent() -> None:
    """A run of tests that is stopped leaves no server behind, where the system helps (Linux)."""
    if sys.platform.startswith("linux"):
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


class Serving:
    """A server that runs: `url` ends without a slash, `process` is the server's own."""

    url: str

    def __init__(
        self, store: Path, arguments: Sequence[str], environment: Mapping[str, str]
    ) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kg", "serve", "--store", str(store), "--port", "0", *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, **environment}, preexec_fn=_end_with_parent,
        )

    def wait(self) -> Serving:
        """Until it says where it is."""
        assert self.process.stdout and self.process.stderr
        line = self.process.stdout.readline()
        assert line, self.process.stderr.read()
        self.url = line.strip().rstrip("/")
        return self

    def stop(self) -> str:
        """End it as Ctrl-C would; what it said on stderr."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        _, said = self.process.communicate(timeout=60)
        return said


@pytest.fixture(scope="session")
def javascript() -> Path:
    """The folder tests/js with the packages that its lock file names installed."""
    folder = Path(__file__).parent / "js"
    if not (shutil.which("npm") and shutil.which("node")) and not os.environ.get("CI"):
        pytest.skip("no node and npm on this machine: clients in JavaScript are not tested")
    lock, done = folder / "package-lock.json", folder / "node_modules" / ".package-lock.json"
    with lock.open("rb") as held:
        with suppress(ImportError):  # elsewhere two processes would not test at once
            import fcntl

            fcntl.flock(held, fcntl.LOCK_EX)
        if not done.exists() or done.stat().st_mtime < lock.stat().st_mtime:
            ran = subprocess.run(["npm", "ci", "--silent"], cwd=folder, capture_output=True,
                                 text=True, check=False)
            if ran.returncode and not os.environ.get("CI"):
                pytest.skip("npm cannot install what the tests in JavaScript need")
            assert ran.returncode == 0, ran.stderr
    return folder
