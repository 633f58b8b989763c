"""The addresses of the pages, and what answers at each."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from kg.errors import UsageError
from kg.markup import BASE_STYLE, safe_url
from kg.query import named_queries
from kg.serve.formats import Wanted
from kg.serve.html import render
from kg.serve.pages.addresses import Addresses
from kg.serve.pages.answers import rows
from kg.serve.pages.entities import entity_page, evidence_of, read_choice
from kg.serve.pages.help import ontology_terms, places, terms
from kg.serve.pages.labels import MAX_IRIS, read_labels
from kg.serve.pages.lists import LISTS, list_page, search_page
from kg.serve.pages.questions import ask_text, country_options, example_quads, fields
from kg.serve.pages.state import State, States
from kg.serve.problems import KINDS, Problem
from kg.serve.replies import watched
from kg.serve.service import service_of
from kg.vocab import SDO, XSD

__all__ = ["page_routes"]

_STATIC: Final = Path(__file__).parent / "static"
#: What YASGUI is made of, where `make front` has put it.
_YASGUI: Final = ("yasgui.min.js", "yasgui.min.css")
#: Seconds that somebody who asks for the explorer waits for it, before being told to.
_DRAWING: Final = 3.0
#: The path of the endpoint on this server.
_ENDPOINT: Final = "/sparql"

Handler = Callable[["_Asked"], Awaitable[Response]]


def page_routes() -> list[BaseRoute]:
    """The paths of pages."""
    pages: dict[str, Handler] = {
        "/": _home,
        "/query": _query,
        "/questions": _questions,
        "/questions/{name}.rq": _question_text,
        "/questions/{name}": _question,
        "/.well-known/sparql-examples": _examples,
        **{f"/{name}": _list for name in LISTS},
        "/search": _search,
        "/explorer": _explorer,
        "/terms": _terms_page,
        "/page/{path:path}": _entity,
        "/evidence": _evidence,
        "/terms.json": _terms,
        "/places.json": _places,
    }
    return [
        *(Route(path, _answering(handler), methods=["GET"]) for path, handler in pages.items()),
        Route("/labels", _answering(_labels), methods=["POST"]),
        Route("/static/base.css", _base_style, methods=["GET"]),
        Mount("/static", StaticFiles(directory=_STATIC), name="static"),
    ]


async def _base_style(request: Request) -> Response:
    return FileResponse(BASE_STYLE)


class _Asked:
    """A request for a page, and what helps to answer it."""

    def __init__(self, request: Request) -> None:
        self.request, self.service = request, service_of(request)
        self.addresses = Addresses(self.service.iris)

    async def ask(self, sparql: str) -> bytes:
        """The answer of the store, in JSON; raises Problem."""
        reply = await self.service.ask(
            sparql, wanted=Wanted("application/sparql-results+json", None))
        try:
            return reply.content.read()
        finally:
            reply.close()

    async def state(self) -> State:
        """The state of the graph; what was counted is kept with the application."""
        kept = self.request.app.state
        if not hasattr(kept, "page_states"):
            kept.page_states = States(self.service.iris.world.value)
        states: States = kept.page_states
        return await states.now(self.ask)

    async def page(self, template: str, /, *, status: int = 200, **values: Any) -> Response:
        """The page of a template."""
        values.setdefault("state", None)
        return render(
            self.request, template, status=status, path=self.addresses.path, **values)

    async def missing(self, detail: str) -> Response:
        """The page that says that there is no such thing."""
        return await self.page("missing.html.j2", status=404, detail=detail,
                               heading="Nothing of that name")

    @property
    def settings(self) -> dict[str, Any]:
        """What the scripts of a page need to know of the server."""
        iris = self.service.iris
        return {"endpoint": _ENDPOINT, "prefixes": iris.prefixes(), "base": iris.base}


def _answering(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """A handler whose problems (a query that took too long) are told on a page."""
    async def answer(request: Request) -> Response:
        asked = _Asked(request)
        try:
            return await handler(asked)
        except Problem as problem:
            if "text/html" not in request.headers.get("accept", ""):
                raise
            return await asked.page("missing.html.j2", status=problem.status,
                                    heading=KINDS[problem.kind][1], detail=problem.detail)
    return answer


async def _home(asked: _Asked) -> Response:
    return await asked.page("home.html.j2", state=await asked.state(), queries=named_queries())


async def _query(asked: _Asked) -> Response:
    plain = asked.request.query_params.get("editor") == "plain"
    installed = all((_STATIC / "yasgui" / name).is_file() for name in _YASGUI)
    return await asked.page(
        "query.html.j2", here="/query", state=await asked.state(), queries=named_queries(),
        yasgui=installed and not plain, installed=installed, settings=asked.settings,
    )


async def _questions(asked: _Asked) -> Response:
    return await asked.page("questions.html.j2", here="/questions", state=await asked.state(),
                            queries=named_queries())


async def _question(asked: _Asked) -> Response:
    query = named_queries().get(asked.request.path_params["name"])
    if query is None:
        return await asked.missing("No question is called so.")
    names = {one.name for one in query.parameters}
    given = {key: value for key, value in asked.request.query_params.items() if key in names}
    form = fields(query, given, await country_options(asked.ask))
    missing = [one.parameter.name for one in form if not one.parameter.optional and not one.value]
    text = ""
    if not missing and not any(one.problem for one in form):
        text = ask_text(query.name, given, asked.service.iris.prefixes())
    return await asked.page(
        "question.html.j2", here="/questions", query=query, fields=form, text=text,
        missing=missing if given else [], state=await asked.state(), settings=asked.settings,
    )


async def _question_text(asked: _Asked) -> Response:
    name = asked.request.path_params["name"]
    if name not in named_queries():
        raise Problem("not-found", "no question is called so")
    given = dict(asked.request.query_params)
    if asked.request.query_params.get("example") == "yes":
        given = {one.name: one.example for one in named_queries()[name].parameters
                 if not one.optional}
    try:
        text = ask_text(name, given, asked.service.iris.prefixes())
    except UsageError as error:
        raise Problem("bad-query", str(error)) from error
    return Response(text, media_type="application/sparql-query")


async def _examples(asked: _Asked) -> Response:
    endpoint = asked.service.url(asked.request, _ENDPOINT)
    prefixes = asked.service.iris.prefixes()
    written = ox.serialize(
        example_quads(endpoint, prefixes), format=ox.RdfFormat.TURTLE,
        prefixes={name: prefixes[name] for name in ("sh", "rdfs", "schema", "xsd")})
    return Response(written, media_type="text/turtle")


async def _list(asked: _Asked) -> Response:
    name = asked.request.url.path.rpartition("/")[2]
    page = await list_page(asked.ask, name, asked.request.query_params, await asked.state())
    return await asked.page(page.template, **page.values)


async def _search(asked: _Asked) -> Response:
    text = asked.request.query_params.get("q", "")
    page = await search_page(asked.ask, text, await asked.state())
    return await asked.page(page.template, **page.values)


async def _explorer(asked: _Asked) -> Response:
    """The page of `kg render`, under the policy that lets its own scripts run."""
    drawn = await watched(asked.request, asked.service.explorer.now(_DRAWING))
    if drawn is None:
        waiting = await asked.page("explorer-drawn.html.j2", status=202, here="/explorer")
        waiting.headers["Cache-Control"] = "no-store"
        waiting.headers["Retry-After"] = "2"
        return waiting
    headers = {"Content-Security-Policy": f"{drawn.policy}; frame-ancestors 'none'",
               "Cache-Control": "no-cache", "ETag": f'"{drawn.digest}"'}
    if headers["ETag"] in asked.request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return FileResponse(drawn.file, headers=headers, media_type="text/html")


async def _terms_page(asked: _Asked) -> Response:
    return await asked.page("terms.html.j2", terms=ontology_terms(), state=await asked.state())


async def _entity(asked: _Asked) -> Response:
    iri = asked.addresses.iri(asked.request.path_params["path"])
    if iri is None:
        return await asked.missing("No thing of this graph can have that address.")
    try:
        page = await entity_page(
            asked.ask, asked.addresses, iri, read_choice(asked.request.query_params),
            await asked.state())
    except ValueError:
        return await asked.missing("That address holds what no name of a thing can hold.")
    if page is None:
        return await asked.missing(f"This graph says nothing of <{iri}>.")
    return await asked.page(page.template, **page.values)


async def _evidence(asked: _Asked) -> Response:
    """A piece of a page: what a row of an answer rests on."""
    iri = asked.request.query_params.get("of", "")
    try:
        if asked.addresses.path(iri) is None:
            iri = await _article_at(asked, iri)
        found = await evidence_of(asked.ask, asked.addresses, iri) if iri else {"quotes": []}
    except ValueError:
        found = {"quotes": []}
    return await asked.page("evidence.html.j2", iri=iri, **found)


async def _article_at(asked: _Asked, url: str) -> str:
    """The IRI of the article that was published at `url`; "" where there is none."""
    if not safe_url(url):
        return ""
    literal = ox.Literal(url, datatype=ox.NamedNode(str(XSD.anyURI)))
    found = await rows(asked.ask, (
        f"SELECT ?x WHERE {{ ?x <{SDO.url}> {literal} ; a hc:Article }} ORDER BY ?x LIMIT 1"))
    return str(found[0]["x"]) if found else ""


async def _labels(asked: _Asked) -> Response:
    try:
        iris = json.loads(await asked.request.body())
        if not isinstance(iris, list) or not all(isinstance(one, str) for one in iris):
            raise ValueError("something else")
        names = await read_labels(asked.ask, iris[:MAX_IRIS])
    except (ValueError, RecursionError) as error:
        raise Problem("bad-request", f"expected a list of IRIs in JSON; {error}") from error
    return JSONResponse(names)


async def _terms(asked: _Asked) -> Response:
    return JSONResponse(terms(), headers={"Cache-Control": "max-age=3600"})


async def _places(asked: _Asked) -> Response:
    found = await run_in_threadpool(places)
    return JSONResponse(found, headers={"Cache-Control": "max-age=3600"})
