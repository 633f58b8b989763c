"""A knowledge graph of bilateral health cooperation, made from diplomatic health news.

    kg.open(store) -> query, sql, graph, world, network, show

docs/python.md shows how. Importing this imports nothing else: what `kg.api` offers is there when it
is first used.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.api import Opened, View, open, pyvis, show

__all__ = ["Opened", "View", "__version__", "open", "pyvis", "show"]

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name in __all__:
        from kg import api

        return getattr(api, name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
