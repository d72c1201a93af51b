"""The OpenAPI document: made only when somebody asks for it, so that no cold start pays for it.

`python -m tasador.api.openapi` prints it; service/openapi.json is that output.
"""

from __future__ import annotations

import json
from typing import Any, Final

from pydantic.json_schema import models_json_schema

from tasador import __version__
from tasador.api.app import ROUTES
from tasador.api.responses import Batch, Card, Places, Price, Problem, Status
from tasador.api.schemas import BatchRequest, HomeRequest

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
    "l2": "Capital Federal",
    "locality": "Palermo",
    "property_type": "Departamento",
    "surface_covered": 55,
}


SHAPES: Final = (HomeRequest, BatchRequest, Status, Price, Batch, Places, Card, Problem)


def document(server: str = "/api") -> dict[str, Any]:
    """The document of this app's routes, for a reader that calls them under this prefix."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Tasador",
            "version": __version__,
            "summary": "The price of a home in Argentina, with its interval and its reasons.",
        },
        "servers": [{"url": server}],
        "paths": {
            path: {method.lower(): {"operationId": operation, **_DESCRIPTIONS[operation]}}
            for path, method, operation, _ in ROUTES
        },
        "components": {"schemas": _schemas()},
    }


def _schemas() -> dict[str, Any]:
    _, top = models_json_schema(
        [(shape, "validation") for shape in SHAPES], ref_template="#/components/schemas/{model}"
    )
    schemas: dict[str, Any] = _tidy(top["$defs"])
    surfaces = [
        {"type": "object", "required": [surface], "properties": {surface: {"type": "number"}}}
        for surface in ("surface_total", "surface_covered")
    ]
    # Inside allOf, so that generated types read "a home and one of these surfaces".
    schemas["HomeRequest"]["allOf"] = [{"anyOf": surfaces}]
    return schemas


def _tidy(node: Any, inside_properties: bool = False) -> Any:  # noqa: ANN401 - any JSON
    """Without pydantic's titles (they name every generated type) and defaults of null (a missing field is fine)."""
    if isinstance(node, list):
        return [_tidy(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: _tidy(value, inside_properties=key == "properties")
        for key, value in node.items()
        if inside_properties or not (key == "title" or (key == "default" and value is None))
    }


def _answer(shape: str, description: str) -> dict[str, Any]:
    return {"description": description, "content": {JSON: {"schema": _reference(shape)}}}


def _reference(shape: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{shape}"}


def _problem(description: str) -> dict[str, Any]:
    return {"description": description, "content": {PROBLEM: {"schema": _reference("Problem")}}}


_LANGUAGE: Final = {
    "name": "Accept-Language",
    "in": "header",
    "required": False,
    "description": "Spanish unless English is preferred.",
    "schema": {"type": "string", "examples": ["es", "en"]},
}
_REFUSALS: Final = {
    "400": _problem("Not JSON"),
    "413": _problem("The body is too large"),
    "415": _problem("The body is not said to be JSON"),
    "422": _problem("A field is missing or outside its limits: all of them are named"),
}


def _reading(shape: str, summary: str) -> dict[str, Any]:
    return {"summary": summary, "responses": {"200": _answer(shape, summary)}}


def _pricing(request: str, shape: str, summary: str, examples: dict[str, object]) -> dict[str, Any]:
    shown = {name: {"value": value} for name, value in examples.items()}
    return {
        "summary": summary,
        "parameters": [_LANGUAGE],
        "requestBody": {
            "required": True,
            "content": {JSON: {"schema": _reference(request), "examples": shown}},
        },
        "responses": {"200": _answer(shape, summary), **_REFUSALS},
    }


_DESCRIPTIONS: Final[dict[str, dict[str, Any]]] = {
    "getStatus": _reading("Status", "Is it up, and which version is it"),
    "getModel": _reading("Card", "The model's card"),
    "getPlaces": _reading("Places", "The names that requests may use, with how much is known of each place"),
    "predict": _pricing(
        "HomeRequest",
        "Price",
        "The price of one home",
        {"short": EXAMPLE_V2, "full": EXAMPLE_V1, "by locality": EXAMPLE_LOCAL},
    ),
    "predictBatch": _pricing(
        "BatchRequest",
        "Batch",
        "The prices of up to 500 homes: all, or none and the index of each bad row",
        {"two": {"homes": [EXAMPLE_V2, EXAMPLE_V1]}},
    ),
}


def text() -> str:
    return json.dumps(document(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    print(text(), end="")
