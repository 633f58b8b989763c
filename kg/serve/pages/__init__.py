"""The HTML of the server: pages to ask, to read the answer, and to walk through the graph without
SPARQL.

`page_routes` says which paths are pages; `kg.serve.app` mounts them. Whatever a page shows is
asked of the store through `kg.serve.service`, under the server's limits. Templates lie in
templates/, with autoescape; the queries of the pages in queries/; files that pages load in static/,
under /static/. No page asks another host.

The editor YASGUI is not ours and not in the repository: `make front` puts it into
static/yasgui/, and a server that has none there shows a plain editor instead.
"""

from kg.serve.pages.routes import page_routes

__all__ = ["page_routes"]
