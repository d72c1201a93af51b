"""The function: tells its callers apart, and answers them.

Importing it makes the environment ready: the model is loaded and one home priced, at the full speed
that Lambda gives to an import. A warm-up is answered before the web app sees it.
"""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import Mapping
from typing import Any, Final, cast

from mangum import Mangum
from mangum.types import LambdaContext

from tasador import __version__, logs, metrics
from tasador.api.app import create_app
from tasador.api.settings import ApiSettings
from tasador.errors import ModelError, UnknownEventError
from tasador.pricing import artifact
from tasador.pricing.fields import Home
from tasador.pricing.model import Model

WARMUP_HEADER: Final = "x-warmup"
MAX_KEYS: Final = 20
FIRST_HOME: Final = Home(
    l2="Capital Federal",
    locality=None,
    property_type="Departamento",
    rooms=2,
    bedrooms=1,
    bathrooms=1,
    surface_total=50,
    surface_covered=45,
    lat=-34.6037,
    lon=-58.3816,
)

Event = dict[str, Any]


def _load() -> Model:
    """The model, proved by a first price; its absence is one clear line in the log, then the end."""
    try:
        loaded = artifact.load()
        loaded.appraise(FIRST_HOME)
    except ModelError as error:
        logs.write(logs.ERROR, error=type(error).__name__, detail=str(error))
        raise ModelError(str(error)) from None
    return loaded


_started: Final = time.perf_counter()
_model: Final = _load()
app: Final = create_app(_model, ApiSettings.from_environment())
# Mangum runs each request on the current loop, and takes it as given that there is one.
_loop: Final = asyncio.new_event_loop()
asyncio.set_event_loop(_loop)
# Any other type would leave here in base64, which the gateway does not undo.
TEXTS: Final = ["text/", "application/json", "application/problem+json"]
_adapter: Final = Mangum(app, lifespan="off", text_mime_types=TEXTS)
logs.write(
    logs.INIT,
    version=__version__,
    model=_model.version,
    ready_ms=round((time.perf_counter() - _started) * 1000, 1),
)


def handler(event: Event, context: object) -> dict[str, Any]:
    """Answers a warm-up or an API Gateway request; raises UnknownEventError at anything else."""
    source = warmup_source(event)
    if source is not None:
        return _warm(source, context)
    if not _is_request(event):
        raise _unknown(event, context)
    asyncio.set_event_loop(_loop)
    return _adapter(event, cast(LambdaContext, context))


def warmup_source(event: Event) -> str | None:
    """Who warms: `header`, a gateway request that carries x-warmup; `event`, EventBridge itself; None, nobody."""
    if not isinstance(event, dict):
        return None
    if WARMUP_HEADER in _header_names(event) or WARMUP_HEADER in {str(key).lower() for key in event}:
        return "header"
    return "event" if _is_bare(event) else None


def _header_names(event: Event) -> set[str]:
    found = [event.get("headers"), event.get("multiValueHeaders")]
    return {str(name).lower() for headers in found if isinstance(headers, Mapping) for name in headers}


def _is_bare(event: Event) -> bool:
    """EventBridge without an API destination: its scheduled event, or the rule's constant body (a home)."""
    if "requestContext" in event:
        return False
    return event.get("source") == "aws.events" or "l2" in event


def _is_request(event: Event) -> bool:
    """A REST event (format 1.0), or an HTTP one (2.0), with what Mangum reads of it."""
    if not isinstance(event, dict) or not isinstance(event.get("requestContext"), dict) or not _is_readable(event):
        return False
    context = event["requestContext"]
    if event.get("version") == "2.0":
        return {"method", "path", "sourceIp"} <= set(context.get("http") or {})
    return {"httpMethod", "path", "resource"} <= set(event)


def _is_readable(event: Event) -> bool:
    """Has no body, or a text, which is base64 where it says so."""
    body = event.get("body") or ""
    if not isinstance(body, str):
        return False
    try:
        return not event.get("isBase64Encoded") or base64.b64decode(body) is not None
    except ValueError:
        return False


def _warm(source: str, context: object) -> dict[str, Any]:
    """Prices a home of our own, whatever came: the alarm on `CheckedPrice` knows what that home costs."""
    price = round(_model.appraise(FIRST_HOME).price, 2)
    body = {"status": "warm", "version": __version__, "model": _model.version, "price": price}
    logs.write(logs.WARMUP, source=source, request_id=_request_id(context), **body)
    metrics.emit(_model.version, {"WarmUp": 1, "CheckedPrice": price})
    return {
        "statusCode": 200,
        "headers": {"content-type": "application/json"},
        "body": json.dumps(body),
        "isBase64Encoded": False,
    }


def _unknown(event: object, context: object) -> UnknownEventError:
    """The error for an event of nobody we know. Keys only: the values may be anybody's."""
    keys = tuple(sorted(str(key)[:40] for key in event)[:MAX_KEYS]) if isinstance(event, dict) else ()
    error = UnknownEventError(keys)
    logs.write(logs.UNKNOWN_EVENT, request_id=_request_id(context), error=type(error).__name__, detail=str(error))
    metrics.emit(_model.version, {"UnknownEvent": 1})
    return error


def _request_id(context: object) -> str | None:
    return getattr(context, "aws_request_id", None)
