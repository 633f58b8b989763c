"""Templates -> pages, with every value escaped."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse

from kg.markup import environment
from kg.serve.filters import FILTERS
from kg.serve.service import service_of

__all__ = ["render"]


@lru_cache(maxsize=1)
def _templates() -> Environment:
    folder = Path(__file__).parent / "pages" / "templates"
    templates = environment(folder)
    templates.filters.update(FILTERS)
    return templates


def render(request: Request, template: str, /, *, status: int = 200, **values: Any) -> HTMLResponse:
    """The page that a template of kg/serve/pages/templates makes of `values`.

    Templates have `url(path)`, the address of a path as clients see it, and `page(iri)`, the
    address of the page on a thing. Headers, among them the content security policy, are added
    to every answer by `kg.serve.security`.
    """
    service = service_of(request)
    content = _templates().get_template(template).render(
        url=lambda path: service.url(request, path),
        page=lambda iri: service.url(request, service.page_path(iri)), **values,
    )
    return HTMLResponse(content, status, headers={"Cache-Control": "no-cache"})
