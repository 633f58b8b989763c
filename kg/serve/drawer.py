"""A process that draws the explorer of a graph once, and ends.

    python -m kg.serve.drawer    a request on stdin, a reply on stdout (kg.serve.frames)

The request names the snapshot to draw and the file to write. Drawing a large graph takes seconds
and memory that neither the server nor a worker should have to spare; what it took is free when it
ends.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from pathlib import Path
from typing import Any, Final

from kg.errors import KgError
from kg.model import World
from kg.serve.confine import Confinement
from kg.serve.frames import END, FAILED, READY, REQUEST, reply
from kg.store import open_store
from kg.store.tables import FACTS, stamp_of
from kg.table import FactsTable, read_manifest, read_world

__all__ = ["main"]

#: What a browser can still be given in one page; the page of 50,000 takes it under a second.
_MOST_ACTS: Final = 200_000
_POLICY: Final = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')


def _drawn(request: dict[str, Any]) -> dict[str, Any]:
    # Imported here, so that a process that cannot be started says so at once.
    from kg.page import page_html

    world = _world(Path(request["snapshot"]), Path(request["store"]))
    acts = len(world.engagements) + len(world.links)
    if acts > _MOST_ACTS:
        return {"kind": "too-long-answer", "detail":
                f"{acts:,} engagements and links are more than one page holds ({_MOST_ACTS:,}); "
                "kg render --min-confidence draws the surest of them"}
    html = page_html(world, site=True)
    policy = _POLICY.search(html)
    assert policy is not None, "a page without a policy"
    content = html.encode("utf-8")
    Path(request["output"]).write_bytes(content)
    return {"policy": policy[1], "digest": hashlib.sha256(content).hexdigest()}


def _world(snapshot: Path, store: Path) -> World:
    """The world in `snapshot`: from the facts table that `store` keeps, where it is of the same
    state, else from the quads."""
    with open_store(snapshot, read_only=True) as opened:
        wanted, facts = stamp_of(opened), store / FACTS
        if wanted and _is_of(facts, wanted):
            with FactsTable(facts) as table:
                world = read_world(table)
            if _is_of(facts, wanted):  # nobody has replaced it meanwhile
                return world
        return opened.world()


def _is_of(facts: Path, stamp: str) -> bool:
    manifest = read_manifest(facts)
    return manifest is not None and manifest.stamp == stamp


def main() -> None:
    """Answer one request."""
    # What is printed by mistake must not become part of the reply.
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    confinement = Confinement(network=False)
    pipe.write(reply(READY, {"pid": os.getpid(), "offline": confinement.offline}))
    pipe.flush()
    head = sys.stdin.buffer.read(REQUEST.size)
    if not head:
        return
    request = json.loads(sys.stdin.buffer.read(REQUEST.unpack(head)[0]))
    confinement.limit_memory(request["memory"])
    try:
        said = _drawn(request)
    except MemoryError:
        said = {"kind": "too-much-memory", "detail": "the page of this graph needs more memory "
                "than the server gives it"}
    except (KgError, OSError) as error:
        said = {"kind": "no-store", "detail": str(error)}
    pipe.write(reply(FAILED if "kind" in said else END, said))
    pipe.flush()


if __name__ == "__main__":
    main()
