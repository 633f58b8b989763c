"""Answers of services, kept on disk so that a run can be repeated without asking again.

    question (a value) -> digest -> file with the answer

A file holds one answer and is written whole or not at all; two runs may share a folder. What
makes up the question is for the extractor to say: all that the answer depends on, and no secret.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from kg.errors import DataError
from kg.files import write_file

__all__ = ["AnswerCache"]


class AnswerCache:
    """A folder of answers by the digest of the question. It is made when the first is kept."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self._folder = Path(folder)

    @staticmethod
    def digest(question: Any) -> str:
        """What stands for a question, a value that JSON can hold: 64 hexadecimal digits."""
        content = json.dumps(question, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(content.encode("ascii")).hexdigest()

    def get(self, digest: str) -> Any:
        """The answer that is kept, or None. Raises DataError for a file that is damaged."""
        path = self._path(digest)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return None
        try:
            kept = json.loads(content)
            if kept["question"] != digest:
                raise ValueError("the answer to another question")
            return kept["answer"]
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise DataError(str(path), f"a kept answer that is damaged ({error}); delete the file "
                                       "to ask again") from error

    def put(self, digest: str, answer: Any) -> None:
        """Keep an answer, a value that JSON can hold. Raises OSError where that fails."""
        path = self._path(digest)
        path.parent.mkdir(parents=True, exist_ok=True)
        content = json.dumps({"question": digest, "answer": answer}, indent=1, sort_keys=True)
        write_file(path, content.encode("ascii") + b"\n")

    def _path(self, digest: str) -> Path:
        # Some file systems grow slow with many files in one folder.
        return self._folder / digest[:2] / f"{digest}.json"
