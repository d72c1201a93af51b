"""The OpenAPI document: FastAPI's own, of the same routes and bodies that are served, with the answers' models.

Made only when somebody asks for it, so that no start pays for the models.
`python -m tasador.api.openapi` prints it; service/openapi.json is that output.
"""

from __future__ import annotations

import json
from typing import Any, Final

from fastapi import FastAPI
from pydantic import BaseModel

from tasador import __version__
from tasador.api.responses import Batch, Card, Places, Price, Problem, Status
from tasador.api.routes import ROUTES, Endpoints
from tasador.api.schemas import components

JSON: Final = "application/json"
PROBLEM: Final = "application/problem+json"

EXAMPLE_V2: Final = {
    "l2": "Capital Federal",
    "bedrooms": 2,
    "bathrooms": 1,
    "surface_total": 60,
    "surface_covered": 55,
}
EXAMPLE_V1: Final = {
    "lat": -34.6037,
    "lon": -58.3816,
    "l2": "Capital Federal",
    "property_type": "Departamento",
    "rooms": 2,
    "bedrooms": 1,
    "bathrooms": 1,
    "surface_total": 50,
    "surface_covered": 45,
}
EXAMPLE_LOCAL: Final = {
    "l2": "CABA",
    "barrio": "v. crespo",
    "tipo": "depto",
    "superficie_cubierta": "55,5",
    "antigüedad": 12,
    "cochera": "sí",
    "fecha": "2020-03",
}
SUMMARIES: Final[dict[str, tuple[str, type[BaseModel]]]] = {
    "getStatus": ("Is it up, and which version is it", Status),
    "getModel": ("The model's card", Card),
    "getPlaces": ("The names that requests may use, with how much is known of each place", Places),
    "predict": ("The price of one home", Price),
    "predictBatch": ("The prices of up to 500 homes: all, or none and the index of each bad row", Batch),
}
EXAMPLES: Final[dict[str, dict[str, object]]] = {
    "predict": {"short": EXAMPLE_V2, "full": EXAMPLE_V1, "as people type": EXAMPLE_LOCAL},
    "predictBatch": {"two": {"homes": [EXAMPLE_V2, EXAMPLE_V1]}},
}
BODIES: Final = {"predict": "HomeRequest", "predictBatch": "BatchRequest"}
REFUSALS: Final = {
    400: "Not JSON",
    413: "The body is too large",
    415: "The body is not said to be JSON",
    422: "A field is missing or outside its limits: all of them are named",
}
LANGUAGE: Final = {
    "name": "Accept-Language",
    "in": "header",
    "required": False,
    "description": "Spanish unless English is preferred.",
    "schema": {"type": "string", "examples": ["es", "en"]},
}


def document(server: str = "/api") -> dict[str, Any]:
    """The document of this app's routes, for a reader that calls them under this prefix."""
    app = FastAPI(
        title="Tasador",
        version=__version__,
        summary="The price of a home in Argentina, with its interval and its reasons.",
        servers=[{"url": server}],
    )
    unserved = Endpoints.__new__(Endpoints)  # without a model: only signatures are read
    for path, method, operation, endpoint in ROUTES:
        summary, shape = SUMMARIES[operation]
        app.add_api_route(
            path,
            getattr(unserved, endpoint),
            methods=[method],
            operation_id=operation,
            summary=summary,
            response_model=None,
            response_description=summary,
            responses={200: {"model": shape}, **(_refusals() if method == "POST" else {})},
            openapi_extra=_extra(operation) if method == "POST" else None,
        )
    return _finished(app.openapi())


def _refusals() -> dict[int | str, dict[str, Any]]:
    return {
        status: {"description": text, "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
        for status, text in REFUSALS.items()
    }


def _extra(operation: str) -> dict[str, Any]:
    shown = {name: {"value": value} for name, value in EXAMPLES[operation].items()}
    schema = {"$ref": f"#/components/schemas/{BODIES[operation]}"}
    body = {"required": True, "content": {JSON: {"schema": schema, "examples": shown}}}
    return {"parameters": [LANGUAGE], "requestBody": body}


def _finished(made: dict[str, Any]) -> dict[str, Any]:
    """With the bodies' components, those of `Problem`, and without what FastAPI adds for its own refusals."""
    schemas = made["components"]["schemas"] | components() | _problem()
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    made["components"]["schemas"] = dict(sorted(schemas.items()))
    found: dict[str, Any] = _tidy(made)
    return found


def _problem() -> dict[str, Any]:
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**schema.pop("$defs"), "Problem": schema}


def _tidy(node: Any, key: str = "") -> Any:  # noqa: ANN401 - any JSON
    """Without pydantic's titles (they name every generated type) and defaults of null (a missing field is fine)."""
    if isinstance(node, list):
        return [_tidy(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept_title = key in {"properties", "info"}
    return {
        name: _tidy(value, name)
        for name, value in node.items()
        if kept_title or not (name == "title" or (name == "default" and value is None))
    }


def text() -> str:
    return json.dumps(document(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    print(text(), end="")
