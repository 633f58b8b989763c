"""A process that answers questions from a graph it only reads, one at a time.

    python -m kg.serve.worker    requests on stdin, replies on stdout (kg.serve.frames)

The server ends it when a question takes too long; what it has allocated is free then. It takes
no more memory for a question than the request allows, and where the system lets it, it has no
network (kg.serve.confine).
"""

from __future__ import annotations

import os
import re
import sys
import time
from typing import Any, BinaryIO, Final

from kg.errors import UsageError
from kg.serve.answers import AnswerTooLong, Asked, NotAcceptable, Output, answer
from kg.serve.confine import Confinement
from kg.serve.frames import END, FAILED, READY, REQUEST, reply
from kg.serve.readings import READINGS

__all__ = ["main"]

#: How the engine tells where in a query something is wrong: line and column, from 1.
_PLACE: Final = re.compile(r"error at ([0-9]+):([0-9]+)")


class _Worker:
    """What a worker holds: the graph it has open, and the pipe to the server."""

    def __init__(self, pipe: BinaryIO, confinement: Confinement) -> None:
        self.pipe, self.confinement = pipe, confinement
        self.asked: Asked | None = None

    def send(self, kind: bytes, content: bytes | dict[str, Any]) -> None:
        self.pipe.write(reply(kind, content))
        self.pipe.flush()

    def handle(self, request: dict[str, Any]) -> None:
        started = time.perf_counter()
        try:
            if self.asked is None or self.asked.folder != request["snapshot"]:
                self.asked = None  # lets go of the files of the one before
                self.asked = Asked(request["snapshot"], request["base"])
            self.confinement.limit_memory(request.get("memory"))
            output = Output(self.send, request.get("answer"))
            read = READINGS.get(request["op"], answer)
            more = read(self.asked, request, output)
            output.flush()
        except NotAcceptable as error:
            self.send(FAILED, {"kind": "not-acceptable", "detail": str(error)})
        except UsageError as error:
            place = _PLACE.search(str(error))
            self.send(FAILED, {
                "kind": "bad-query", "detail": str(error),
                **({"line": int(place[1]), "column": int(place[2])} if place else {})})
        except AnswerTooLong as error:
            self.send(FAILED, {"kind": "too-long-answer", "detail": str(error)})
        except MemoryError:
            self.send(FAILED, {"kind": "too-much-memory", "detail": ""})
        except LookupError as error:
            self.send(FAILED, {"kind": "not-found", "detail": str(error.args[0])})
        except OSError as error:
            self.send(FAILED, {"kind": "no-store", "detail": str(error)})
        else:
            seconds = time.perf_counter() - started
            self.send(END, {**more, "seconds": seconds, "resident": self.confinement.resident()})
        finally:
            self.confinement.limit_memory(None)


def main() -> None:
    """Answer until the server closes the pipe, or is gone."""
    import json

    # The engine may print; the pipe is for replies alone.
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    confinement = Confinement(network="--network" in sys.argv[1:])
    worker = _Worker(pipe, confinement)
    worker.send(READY, {"pid": os.getpid(), "offline": confinement.offline})
    requests = sys.stdin.buffer
    while head := requests.read(REQUEST.size):
        content = requests.read(REQUEST.unpack(head)[0])
        try:
            worker.handle(json.loads(content))
        except BrokenPipeError:
            return


if __name__ == "__main__":
    main()
