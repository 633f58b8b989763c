"""SPARQL servers for the tests, as processes of their own on this machine."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_INI = """
[Database]
DatabaseFile = v.db
ErrorLogFile = v.log
LockFile = v.lck
TransactionFile = v.trx
xa_persistent_file = v.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = t.db
TransactionFile = t.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 10
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 5
ServerRoot = .
[SPARQL]
"""


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """Virtuoso 7 with an empty database in `folder`: its address, without a slash at the end.

    Its user is dba with the password dba, and only this machine reaches it.
    """
    program = shutil.which("virtuoso-t")
    if program is None and not os.environ.get("CI"):
        pytest.skip("no Virtuoso on this machine (Debian: apt install virtuoso-opensource-7-bin)")
    assert program, "CI is set and there is no Virtuoso; install virtuoso-opensource-7-bin"
    sql, http_ = _free_ports(2)
    (folder / "virtuoso.ini").write_text(_INI.format(sql=sql, http=http_), encoding="utf-8")
    with subprocess.Popen(
        [program, "+configfile", "virtuoso.ini", "+foreground"], cwd=folder,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as process:
        try:
            _await(http_, process)
            yield f"http://127.0.0.1:{http_}"
        finally:
            process.kill()


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        assert process.poll() is None, f"the server ended with {process.returncode}"
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/sparql?query=ASK%20%7B%7D")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise AssertionError("the server did not begin to answer in a minute")
