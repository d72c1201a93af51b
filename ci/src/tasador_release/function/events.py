"""Events and payloads a release sends to the service to see it work. Pure."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

V1: Final[Mapping[str, Any]] = {
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
V2: Final[Mapping[str, Any]] = {
    "l2": "Bs.As. G.B.A. Zona Norte",
    "bedrooms": 2,
    "bathrooms": 1,
    "surface_total": 80,
    "surface_covered": 70,
}
# AWS's own report of a cold start, else the line that the service writes at its own
_INITS: Final = (re.compile(r"Init Duration: ([0-9.]+) ms"), re.compile(r'"ready_ms": ?([0-9.]+)'))


def predict_event(payload: Mapping[str, Any]) -> dict[str, Any]:
    """What API Gateway hands to the function for POST /predict."""
    return post_event("/predict", payload)


def post_event(path: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    """What API Gateway (REST, proxy integration) hands to the function for a POST of JSON to `path`."""
    return {
        "resource": "/{proxy+}",
        "path": path,
        "httpMethod": "POST",
        "headers": {"Content-Type": "application/json", "Host": "release"},
        "multiValueHeaders": {"Content-Type": ["application/json"], "Host": ["release"]},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": {"proxy": path.lstrip("/")},
        "stageVariables": None,
        "requestContext": {
            "resourcePath": "/{proxy+}",
            "httpMethod": "POST",
            "path": path,
            "stage": "release",
            "requestId": "release",
            "identity": {"sourceIp": "127.0.0.1", "userAgent": "tasador-release"},
        },
        "body": json.dumps(payload),
        "isBase64Encoded": False,
    }


def price_in(body: str | bytes) -> float:
    """The price in an answer of /predict; ValueError says what is wrong with it."""
    try:
        answer = json.loads(body)
    except ValueError as error:
        raise ValueError("the answer is not JSON") from error
    price = answer.get("precio_predicho") if isinstance(answer, dict) else None
    if isinstance(price, bool) or not isinstance(price, int | float):
        raise ValueError("the answer has no precio_predicho")
    if not 0 < price < float("inf"):
        raise ValueError(f"the price is {price}")
    if answer.get("moneda") != "USD":
        raise ValueError(f"the currency is {answer.get('moneda')!r}")
    return float(price)


def price_in_result(result: bytes) -> float:
    """The price in what the function returns to API Gateway."""
    try:
        envelope = json.loads(result)
    except ValueError as error:
        raise ValueError("the function's result is not JSON") from error
    status = envelope.get("statusCode") if isinstance(envelope, dict) else None
    if status != 200:
        raise ValueError(f"the function answered {status}")
    return price_in(envelope.get("body") or "")


def init_ms(tail: str) -> float | None:
    """The init time in the tail of a log, if this invocation had one."""
    found = next((match for init in _INITS if (match := init.search(tail))), None)
    return float(found.group(1)) if found else None
