"""Pages in a notebook: what is drawn stays apart from the notebook and asks no host.

    World, network -> View

A View shows itself in Jupyter as a frame with the whole page in it, so that a notebook that is
sent to others shows it too. The frame may run its own scripts and save files, and nothing else: it
cannot reach the notebook.
"""

from __future__ import annotations

import html
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError
from kg.model import World

if TYPE_CHECKING:
    import networkx as nx
    from pyvis.network import Network  # type: ignore[import-untyped]

__all__ = ["View", "pyvis_of", "view_of"]


@dataclass(frozen=True, repr=False)
class View:
    """A page, `height` pixels high where it is shown. `page` is its HTML."""

    page: str
    height: int = 720

    def __repr__(self) -> str:
        return f"<page of {len(self.page.encode()):,} bytes; write(path) keeps it>"

    def _repr_html_(self) -> str:
        return (
            f'<iframe sandbox="allow-scripts allow-downloads" srcdoc="{html.escape(self.page)}" '
            f'style="width: 100%; height: {self.height}px; border: 1px solid #8888" '
            'title="health cooperation"></iframe>'
        )

    def write(self, path: str | os.PathLike[str]) -> None:
        """Keep the page as a file that opens in any browser, without a network."""
        from kg.files import write_file

        write_file(Path(path), self.page.encode("utf-8", "replace"))


def view_of(
    what: World | nx.Graph[Any], *, title: str | None = None, height: int = 720
) -> View:
    """The page of a world, or a plain drawing of a network, to be looked at in a notebook.

    Raises UsageError for a network with too many nodes to be drawn.
    """
    from kg.page import DEFAULT_TITLE, page_html

    if isinstance(what, World):
        return View(page_html(what, title=title or DEFAULT_TITLE), height)
    return View(pyvis_of(what, title or "").generate_html(), height)


def pyvis_of(network: nx.Graph[Any], heading: str = "") -> Network:
    """A network as a PyVis Network with fixed places, whose page asks no host and runs nothing
    that stands in a text. Raises UsageError where it has too many nodes, or is no network."""
    from kg.page import pyvis_network

    if not hasattr(network, "edges"):
        raise UsageError(f"a {type(network).__name__} is no network; kg.open(…).network() is one")
    return pyvis_network(network, heading)
