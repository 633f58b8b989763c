"""Where a graph is kept: in memory, in a folder of its own, or on a server.

    open_store(target) -> Store: put_article, remove, replace_world -> facts, world, query, quads

All kinds do the same, and are told apart by what opens them alone. What is in the quads is for
`kg.rdf` to say; what is asked of them, for `kg.query`.

    take_snapshot, open_snapshot    the graph of a folder as it is now, beside whoever writes
"""

from kg.store.base import FORMAT, Found, Store, StoreInfo
from kg.store.folder import open_snapshot, take_snapshot
from kg.store.opening import MEMORY, open_store
from kg.store.snapshots import Snapshot

__all__ = [
    "FORMAT", "MEMORY", "Found", "Snapshot", "Store", "StoreInfo", "open_snapshot", "open_store",
    "take_snapshot",
]
