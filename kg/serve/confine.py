"""What a worker may not do: outlive its server, take memory without end, reach a network.

Each is done as far as the system goes along: limits of address space and name spaces of the
network are Linux's; elsewhere the time limit and the check of the query are what is left.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from contextlib import suppress
from typing import Final

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

__all__ = ["Confinement"]

#: Seconds between two looks at whether the server is still there.
_LOOK: Final = 1.0
_NEW_USER: Final = 0x10000000
_NEW_NET: Final = 0x40000000


class Confinement:
    """The bounds of this process; made once, before it has threads."""

    def __init__(self, *, network: bool) -> None:
        """`network` leaves the network on, for queries that may ask other servers."""
        self.offline = not network and _leave_network()
        # Ctrl-C at a terminal reaches every process there; the server ends its workers itself.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()

    def limit_memory(self, more: int | None) -> None:
        """Let this process take at most `more` bytes beyond what it has; None lifts that."""
        if resource is None or not sys.platform.startswith("linux"):
            return
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = resource.RLIM_INFINITY if more is None else _pages(0) + more
        if hard != resource.RLIM_INFINITY:
            limit = hard if more is None else min(limit, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))

    def resident(self) -> int:
        """Bytes of memory that this process holds; 0 where the system does not say."""
        return _pages(1)


def _pages(column: int) -> int:
    """A figure of /proc/self/statm (0 is address space, 1 resident), in bytes."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[column]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def _leave_network() -> bool:
    """Go into a name space without a network; False where the system does not let us."""
    if not sys.platform.startswith("linux"):
        return False
    with suppress(OSError, AttributeError):
        import ctypes

        libc = ctypes.CDLL(None, use_errno=True)
        # A user without privileges may do it in a name space of users of its own.
        return bool(libc.unshare(_NEW_USER | _NEW_NET) == 0 or libc.unshare(_NEW_NET) == 0)
    return False


def _end_with(parent: int) -> None:
    """End this process when its server is gone, also amid a query that runs for hours."""
    while os.getppid() == parent:
        time.sleep(_LOOK)
    os._exit(1)
