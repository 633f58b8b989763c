"""The HTML of the server: a page for each kind of thing, the query page, their files.

`page_routes` says which paths are pages; `kg.serve.app` mounts them. A page asks
`kg.serve.service.service_of(request)` (`table`, `ask`, `url`, `page_path`), lets Problem go
through, and returns `kg.serve.html.render(request, "name.html.j2", …)`. Templates lie in
templates/, with autoescape; files that pages load in static/, under /static/. The content
security policy of every page is `kg.serve.security.PAGE_POLICY`: no script but from files of
ours.
"""

from __future__ import annotations

from starlette.routing import BaseRoute

__all__ = ["page_routes"]


def page_routes() -> list[BaseRoute]:
    """The paths of pages."""
    return []
