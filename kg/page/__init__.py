"""One HTML page that shows who works with whom, and on what evidence.

    World -> write_page

Importing this package imports PyVis and networkx.
"""

from kg.page.page import DEFAULT_TITLE, page_html, write_page

__all__ = ["DEFAULT_TITLE", "page_html", "write_page"]
