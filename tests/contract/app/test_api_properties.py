"""Whatever a caller makes up, the API answers as its document says, and never with an error of its own."""

from __future__ import annotations

from typing import Any

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tasador.api.app import create_app
from tasador.api.settings import ApiSettings

from tests.unit.service.fake_model import FakeModel

schema = schemathesis.openapi.from_asgi("/openapi.json", create_app(FakeModel(), ApiSettings()))
checks = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@schema.parametrize()
@settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
def test_the_api_answers_as_its_document_says(case: schemathesis.Case[Any]) -> None:
    assert faults(case) == []


def faults(case: schemathesis.Case[Any]) -> list[str]:
    """What its answer breaks of the document, one line each with the request that showed it."""
    try:
        case.call_and_validate(checks=checks)
    except FailureGroup as found:
        return [str(one) for one in (found, *found.exceptions)]
    return []
