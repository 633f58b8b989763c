"""Settings -> the application: which path is answered by what, and the layers around it all."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kg.serve.pages import page_routes
from kg.serve.problems import Problem, problem_response
from kg.serve.protocol import sparql
from kg.serve.security import BoundedRequests, KnownHosts, SecureHeaders
from kg.serve.service import Service, service_of
from kg.serve.settings import Settings

__all__ = ["make_app"]

_ALLOWED: Final = {404: "not-found", 405: "method-not-allowed"}
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

    app = Starlette(
        routes=[
            Route("/sparql", sparql, methods=["GET", "POST"]),
            Route("/health", health),
            *page_routes(),
        ],
        middleware=_layers(settings),
        exception_handlers={Problem: _on_problem, HTTPException: _on_http},
        lifespan=lifespan,
    )
    app.state.service = service
    return app


async def health(request: Request) -> Response:
    """Is the server up, and can it answer?"""
    pool = service_of(request).pool
    return JSONResponse({
        "status": "ok", "workers": len(pool.pids), "running": pool.running,
        "waiting": pool.waiting, "offline": pool.offline,
    }, headers={"Cache-Control": "no-store"})


def _layers(settings: Settings) -> list[Middleware]:
    layers = [
        Middleware(SecureHeaders, cors=bool(settings.cors)),
        Middleware(KnownHosts, hosts=settings.hosts),
    ]
    if settings.cors:
        layers.append(Middleware(
            CORSMiddleware, allow_origins=settings.cors, expose_headers=_EXPOSED,
            allow_methods=["GET", "HEAD", "POST"], allow_headers=["Accept", "Content-Type"],
        ))
    return [*layers, Middleware(BoundedRequests, limits=settings.limits)]


async def _on_problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return problem_response(error)


async def _on_http(request: Request, error: Exception) -> Response:
    """What the router finds no place for."""
    assert isinstance(error, HTTPException)
    kind = _ALLOWED.get(error.status_code, "bad-request")
    detail = "nothing is served there" if kind == "not-found" else error.detail
    return problem_response(Problem(kind, detail, headers=error.headers or {}))
