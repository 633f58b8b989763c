"""One HTML page that shows who works with whom, and on what evidence; plain drawings of networks.

    World -> write_page
    networkx graph -> pyvis_network; country_map, a figure for print

Importing this package imports PyVis and networkx.
"""

from kg.page.figure import country_map
from kg.page.page import DEFAULT_TITLE, page_html, write_page
from kg.page.plain import MOST_NODES, pyvis_network

__all__ = ["DEFAULT_TITLE", "MOST_NODES", "country_map", "page_html", "pyvis_network", "write_page"]
