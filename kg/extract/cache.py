"""Answers of services, kept on disk so that a run can be repeated without asking again.

    question (a value) -> digest -> file with the answer

A file holds one answer and is written whole or not at all; two runs may share a folder. A folder
that cannot be read or written costs no run: that is told once, and the answers are asked for. What
makes up the question is for the extractor to say: all that the answer depends on, and no secret.
"""

from __future__ import annotations

import hashlib
import json
import os
import warnings
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Any

from kg.errors import DataError, KgError, StoreError, UsageError
from kg.files import write_file

__all__ = ["AnswerCache"]


class AnswerCache:
    """A folder of answers by the digest of the question. It is made when the first is kept.

    `tell` gets what is wrong with the folder or an answer in it, from any thread; without it
    that is a warning. Raises UsageError where there is something else in the folder's place.
    """

    def __init__(self, folder: str | os.PathLike[str],
                 tell: Callable[[KgError], None] | None = None) -> None:
        self._folder = Path(folder)
        if not self._folder.is_dir() and os.path.lexists(self._folder):
            raise UsageError(f"{self._folder} is no folder; answers cannot be kept there")
        self._tell = tell or _warn
        self._told: set[str] = set()
        self._lock = Lock()

    @staticmethod
    def digest(question: Any) -> str:
        """What stands for a question, a value that JSON can hold: 64 hexadecimal digits."""
        content = json.dumps(question, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(content.encode("ascii")).hexdigest()

    def get(self, digest: str) -> Any:
        """The answer that is kept; None where there is none, or none that can be read."""
        path = self._path(digest)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            self._fault("kept answers cannot be read", error)
            return None
        try:
            kept = json.loads(content)
            if kept["question"] != digest:
                raise ValueError("the answer to another question")
            return kept["answer"]
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            self.reject(digest, str(error))
            return None

    def reject(self, digest: str, cause: str) -> None:
        """Tell that a kept answer is not what it should be; the next `put` replaces it."""
        self._tell(DataError(str(self._path(digest)), f"a kept answer that is damaged ({cause}); "
                                                      "asking again"))

    def put(self, digest: str, answer: Any) -> None:
        """Keep an answer, a value that JSON can hold, if the folder can be written."""
        path = self._path(digest)
        content = json.dumps({"question": digest, "answer": answer}, indent=1, sort_keys=True)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_file(path, content.encode("ascii") + b"\n")
        except OSError as error:
            self._fault("answers cannot be kept", error)

    def _fault(self, what: str, error: OSError) -> None:
        with self._lock:
            if what in self._told:
                return
            self._told.add(what)
        self._tell(StoreError(f"{self._folder}: {what} ({error.strerror or error}); the run goes "
                              "on without"))

    def _path(self, digest: str) -> Path:
        # Some file systems grow slow with many files in one folder.
        return self._folder / digest[:2] / f"{digest}.json"


def _warn(error: KgError) -> None:
    warnings.warn(str(error), stacklevel=2)
