"""Settings -> the application: which path is answered by what, and the layers around it all."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from kg import __version__
from kg.serve.description import void
from kg.serve.graphs import graph_store
from kg.serve.metrics import Measured
from kg.serve.names import LISTS
from kg.serve.openapi import docs, openapi
from kg.serve.pages import page_routes
from kg.serve.problems import Problem, problem_response
from kg.serve.protocol import sparql
from kg.serve.security import BoundedRequests, KnownHosts, SecureHeaders
from kg.serve.service import Service, service_of
from kg.serve.settings import Settings
from kg.serve.things import data, thing

__all__ = ["make_app"]

_ALLOWED: Final = {404: "not-found", 405: "method-not-allowed"}
#: Methods of graphs, where changes are allowed.
_WRITING: Final = ("PUT", "POST", "DELETE")
#: Headers of answers that a page of another origin may read.
_EXPOSED: Final = ("Kg-Cut", "Link", "Retry-After", "Server-Timing")


def make_app(settings: Settings, *, log: Callable[[str], None] = lambda line: None) -> Starlette:
    """The application that serves a store. Its workers live from its startup to its shutdown.

    `log` takes lines on what an operator should know. Raises StoreError for a folder that is no
    store or cannot be read.
    """
    service = Service(settings, log=log)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await service.start()
        try:
            yield
        finally:
            await service.stop()

    writes = settings.token is not None
    routes = [
        Route("/sparql", sparql, methods=["GET", "POST"]),
        Route("/graph-store", graph_store, methods=["GET", *(_WRITING if writes else ())]),
        Route("/void", void),
        Route("/.well-known/void", void),
        Route("/openapi.json", openapi),
        Route("/docs", docs),
        Route("/health", health),
        Route("/metrics", metrics),
        *page_routes(),
        Route("/data/{path:path}", data),
        Route("/ontology", thing),
        Route("/id/{path:path}", thing, methods=["GET", *(_WRITING if writes else ())]),
        Route("/id", thing),
        *(Route(f"/{kind}{rest}", thing) for kind in LISTS for rest in ("", "/{path:path}")),
    ]
    app = Starlette(
        routes=routes, middleware=_layers(settings, service, routes),
        exception_handlers={Problem: _on_problem, HTTPException: _on_http},
        lifespan=lifespan,
    )
    app.state.service = service
    return app


async def health(request: Request) -> Response:
    """Can the server answer? What it asks, and whether something newer is stored."""
    service = service_of(request)
    pool, snapshots = service.pool, service.snapshots
    return JSONResponse({
        "status": "ok" if pool.pids else "failing",
        "version": __version__,
        "snapshot": snapshots.number,
        "behind": snapshots.behind or None,
        "queries": {"running": pool.running, "waiting": pool.waiting},
        "workers": {"number": len(pool.pids), "without_network": pool.offline},
    }, 200 if pool.pids else 503, headers={"Cache-Control": "no-store"})


async def metrics(request: Request) -> Response:
    """Figures for Prometheus."""
    content, media = service_of(request).metrics.exposition()
    return Response(content, media_type=media, headers={"Cache-Control": "no-store"})


def _layers(
    settings: Settings, service: Service, routes: Sequence[BaseRoute]
) -> list[Middleware]:
    paths = frozenset(
        "/" + route.path.lstrip("/").partition("/")[0]
        for route in routes if isinstance(route, (Route, Mount)))
    layers = [
        Middleware(Measured, metrics=service.metrics, paths=paths),
        Middleware(SecureHeaders, cors=bool(settings.cors)),
        Middleware(KnownHosts, hosts=settings.hosts),
    ]
    if settings.cors:
        layers.append(Middleware(
            CORSMiddleware, allow_origins=settings.cors, expose_headers=_EXPOSED,
            allow_methods=["GET", "HEAD", "POST"], allow_headers=["Accept", "Content-Type"],
        ))
    return [*layers, Middleware(
        BoundedRequests, limits=settings.limits, log=service.log)]


async def _on_problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return problem_response(error)


async def _on_http(request: Request, error: Exception) -> Response:
    """What the router finds no place for."""
    assert isinstance(error, HTTPException)
    if error.status_code == 405 and request.method == "OPTIONS":
        return Response(status_code=204, headers=error.headers)
    kind = _ALLOWED.get(error.status_code, "bad-request")
    detail = "nothing is served there" if kind == "not-found" else error.detail
    return problem_response(Problem(kind, detail, headers=error.headers or {}))
