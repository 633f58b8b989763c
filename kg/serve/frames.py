"""How the server and a worker speak: frames on two pipes.

    server -> worker    length, a request in JSON
    worker -> server    kind, length, content: what the answer is (HEAD), pieces of it (DATA),
                        that it is whole (END), or what went wrong (FAILED)

An answer counts only once END has come; of a worker that ends before, nothing is used.
"""

from __future__ import annotations

import json
import struct
from typing import Any, Final

__all__ = ["DATA", "END", "FAILED", "HEAD", "READY", "REPLY", "REQUEST", "reply", "request"]

REQUEST: Final = struct.Struct(">I")
REPLY: Final = struct.Struct(">cI")

READY: Final = b"R"
HEAD: Final = b"H"
DATA: Final = b"D"
END: Final = b"E"
FAILED: Final = b"F"


def request(document: dict[str, Any]) -> bytes:
    """A request as a frame."""
    content = json.dumps(document).encode("ascii")
    return REQUEST.pack(len(content)) + content


def reply(kind: bytes, content: bytes | dict[str, Any]) -> bytes:
    """A reply as a frame; a dict becomes JSON."""
    if isinstance(content, dict):
        content = json.dumps(content).encode("ascii")
    return REPLY.pack(kind, len(content)) + content
