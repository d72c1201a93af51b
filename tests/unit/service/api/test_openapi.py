from __future__ import annotations

from typing import Any

import pytest
from tasador.api import openapi
from tasador.api.app import create_app
from tasador.api.routes import ROUTES
from tasador.api.settings import ApiSettings
from tasador.pricing.fields import FIELDS

from tests.paths import ROOT
from tests.unit.service.asking import post
from tests.unit.service.fake_model import FakeModel

FILE = ROOT / "service/openapi.json"


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return openapi.document()


def operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation for methods in document["paths"].values() for operation in methods.values()]


def test_the_file_is_what_the_code_says() -> None:
    assert FILE.read_text() == openapi.text(), "run: .run/venv/bin/python -m tasador.api.openapi > service/openapi.json"


def test_every_route_is_documented_under_a_tidy_name(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for operation in operations(document)]
    assert names == [operation for _, _, operation, _ in ROUTES]
    assert all(name.isalpha() for name in names)


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    found = set(references(document))
    assert found <= {f"#/components/schemas/{name}" for name in schemas}
    assert "#/components/schemas/Price" in found


def references(node: object) -> list[str]:
    if isinstance(node, dict):
        own = [str(node["$ref"])] if "$ref" in node else []
        return own + [found for value in node.values() for found in references(value)]
    return [found for item in node for found in references(item)] if isinstance(node, list) else []


def test_every_field_of_a_home_is_described_with_an_example(document: dict[str, Any]) -> None:
    for name, field in document["components"]["schemas"]["HomeRequest"]["properties"].items():
        assert field["description"], name
        assert field["examples"], name


def test_every_example_is_answered(document: dict[str, Any]) -> None:
    app = create_app(FakeModel(), ApiSettings())
    for path in ("/predict", "/predict/batch"):
        examples = document["paths"][path]["post"]["requestBody"]["content"][openapi.JSON]["examples"]
        assert examples
        for example in examples.values():
            assert post(app, path, example["value"]).status == 200


def test_every_price_says_how_it_may_be_refused(document: dict[str, Any]) -> None:
    for path in ("/predict", "/predict/batch"):
        assert set(document["paths"][path]["post"]["responses"]) == {"200", "400", "413", "415", "422"}


def test_the_two_shapes_of_requests_are_the_ones_that_are_checked(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert set(schemas["HomeRequest"]["properties"]) == set(FIELDS)
    assert schemas["BatchRequest"]["properties"]["homes"]["maxItems"] == 500
    assert schemas["BatchRequest"]["properties"]["homes"]["items"] == {"$ref": "#/components/schemas/HomeRequest"}


def test_every_route_is_in_the_readme() -> None:
    text = (FILE.parent / "README.md").read_text()
    for path, method, _, _ in ROUTES:
        assert f"`{method} {path}`" in text
