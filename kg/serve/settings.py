"""What a server is told when it starts: the store, the address, the limits."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Limits", "Settings"]

_MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What a request may cost. Seconds, bytes and numbers of requests.

    `seconds` is how long a query may run, `memory` how much a process may take beyond what it
    has when the query begins, `answer` how long an answer may be. `workers` queries run at a
    time, `queue` more wait, each at most `patience`; others are told to come again. `body` is
    the longest request, which must be there within `upload`; a client that takes nothing of
    its answer for `stall` is let go.
    """

    seconds: float = 30.0
    memory: int = 1024 * _MIB
    answer: int = 256 * _MIB
    workers: int = 2
    spares: int = 1
    queue: int = 64
    patience: float = 30.0
    body: int = 4 * _MIB
    upload: float = 30.0
    stall: float = 60.0


@dataclass(frozen=True, slots=True)
class Settings:
    """How a store is served.

    `public_url` is the address that clients see, where that is not what they ask for by Host
    (behind a proxy); without a slash at its end. `hosts` are the names that a Host header may
    give, None for any. `cors` are origins whose pages may read answers, "*" for all.
    `services` are hosts that a query may ask by SERVICE. `token` allows changes; None allows
    none. Whether the store has changed is looked at every `fresh` seconds.
    """

    store: Path
    public_url: str | None = None
    hosts: tuple[str, ...] | None = None
    cors: tuple[str, ...] = ()
    services: frozenset[str] = frozenset()
    token: str | None = field(default=None, repr=False)
    fresh: float = 2.0
    limits: Limits = Limits()
