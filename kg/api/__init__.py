"""kg in Python: one object for all that is asked of a graph, and pages in a notebook.

    kg.open(store) -> Opened        query, sql, graph, world, network, show
    kg.show(world or network)       a page, in a notebook
    kg.pyvis(network)               a PyVis Network

`import kg` imports nothing of this; these names do, when they are first used. docs/python.md
shows them at work.
"""

from kg.api.opened import Opened
from kg.api.opened import open_graph as open
from kg.api.views import View
from kg.api.views import pyvis_of as pyvis
from kg.api.views import view_of as show

__all__ = ["Opened", "View", "open", "pyvis", "show"]
