"""The web app: FastAPI routes the requests, hands each endpoint what it depends on, and documents both."""

from __future__ import annotations

from typing import Any, Final

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from tasador import __version__
from tasador.api.middleware import RequestMiddleware, request_state
from tasador.api.routes import ROUTES, Appraiser, Endpoints
from tasador.api.settings import ApiSettings
from tasador.errors import ProblemError

# Documentation is a page and a file of ours, made when somebody asks.
OPTIONS: Final[dict[str, Any]] = {
    "title": "Tasador",
    "version": __version__,
    "openapi_url": None,
    "docs_url": None,
    "redoc_url": None,
    "redirect_slashes": False,
}


def create_app(model: Appraiser, settings: ApiSettings) -> FastAPI:
    """The app for this model."""
    app = FastAPI(
        **OPTIONS,
        middleware=_middleware(model, settings),
        exception_handlers={HTTPException: _as_problem},
    )
    endpoints = Endpoints(model, settings)
    for path, method, operation, endpoint in ROUTES:
        methods = ["GET", "HEAD"] if method == "GET" else [method]
        app.add_api_route(
            path, getattr(endpoints, endpoint), methods=methods, operation_id=operation, response_model=None
        )
    for path, page in (("/docs", _docs), ("/docs.css", _docs_style), ("/openapi.json", _openapi)):
        app.add_route(path, page, include_in_schema=False)
    return app


def _middleware(model: Appraiser, settings: ApiSettings) -> list[Middleware]:
    requests = Middleware(RequestMiddleware, base_path=settings.base_path, version=model.version)
    if not settings.origins:
        return [requests]
    cors = Middleware(
        CORSMiddleware,
        allow_origins=settings.origins,
        allow_methods=["GET", "POST"],
        allow_headers=["content-type", "accept-language"],
        max_age=3600,
    )
    return [cors, requests]


async def _as_problem(request: Request, error: Exception) -> Response:
    """The framework's own refusals become ours; the middleware renders them."""
    assert isinstance(error, HTTPException)
    path = request_state(request.scope).path
    if error.status_code == 405:
        allowed = (error.headers or {}).get("Allow", "")
        values = {"path": path, "allowed": allowed, "got": request.method}
        raise ProblemError("method", 405, values=values, headers={"Allow": allowed})
    raise ProblemError("not-found", 404, values={"path": path})


async def _openapi(request: Request) -> Response:
    from tasador.api import openapi

    return JSONResponse(openapi.document(request.scope["root_path"] or "/"))


async def _docs(_: Request) -> Response:
    from tasador.api import docs_page

    return HTMLResponse(docs_page.page())


async def _docs_style(_: Request) -> Response:
    from tasador.api import docs_page

    return Response(docs_page.STYLE, media_type="text/css")
