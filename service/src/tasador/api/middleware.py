"""The app's middleware: every request passes it once.

It knows the prefix under which the request came, reads the body up to its limit, turns every error
into problem+json, and writes the access line and the metrics.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, Final

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tasador import logs, metrics
from tasador.api import messages, problems
from tasador.api.messages import Language
from tasador.errors import ProblemError
from tasador.pricing.places.usual import Unusual

MAX_BODY: Final = 16 * 1024
MAX_BATCH_BODY: Final = 512 * 1024
BATCH: Final = "/predict/batch"
MAX_LOGGED_PATH: Final = 100
LOCAL: Final = "local"


class RequestState:
    """What is learned about one request on its way. (A dataclass would cost every cold start 2 ms.)"""

    __slots__ = ("body", "language", "path", "prices", "problem", "request_id", "status", "unusual", "warnings")

    def __init__(self, path: str, language: Language, request_id: str) -> None:
        self.path = path
        self.language = language
        self.request_id = request_id
        self.status = 500
        self.body = b""
        self.prices: list[float] = []
        self.unusual: list[Unusual] = []
        self.warnings = 0
        self.problem: ProblemError | None = None


def request_state(scope: Mapping[str, Any]) -> RequestState:
    """What the middleware has put into this request."""
    found = scope["tasador.state"]
    assert isinstance(found, RequestState)
    return found


class RequestMiddleware:
    """ASGI middleware; the innermost but for FastAPI's own."""

    def __init__(self, app: ASGIApp, *, base_path: str, version: str) -> None:
        self.app = app
        self.sampler = logs.Sampler()
        self.base_path = base_path.rstrip("/")
        self.version = version
        self.cold = True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        state = _initial_state(scope)
        try:
            await self._serve(scope, receive, send, state)
        except Exception as error:
            await _error_response(error, state)(scope, receive, _recording_status(send, state))
        finally:
            self._record(scope, state, (time.perf_counter() - started) * 1000)

    async def _serve(self, scope: Scope, receive: Receive, send: Send, state: RequestState) -> None:
        root, state.path = split(scope["path"], self.base_path)
        inner = {
            **scope,
            "root_path": root or _stage(scope),
            "path": root + state.path,
            "tasador.state": state,
        }
        if scope["method"] == "POST":
            state.body = await _body(scope, receive, state.path)
        await self.app(inner, receive, _recording_status(send, state))

    def _record(self, scope: Scope, state: RequestState, ms: float) -> None:
        cold, self.cold = self.cold, False
        self._access(scope, state, ms, cold)
        metrics.emit(self.version, _measured(state, ms, cold))

    def _access(self, scope: Scope, state: RequestState, ms: float, cold: bool) -> None:
        """Under a flood one line in some, which says for how many it stands; what went wrong is always written."""
        weight = self.sampler.weight()
        if not weight and state.status < 400:
            return
        fields: dict[str, object] = {"problem": state.problem.kind} if state.problem else {}
        if weight > 1 and state.status < 400:
            fields["stands_for"] = weight
        logs.write(
            logs.ACCESS,
            request_id=state.request_id,
            method=scope["method"],
            path=state.path[:MAX_LOGGED_PATH],
            status=state.status,
            ms=round(ms, 2),
            language=state.language,
            cold=cold,
            **fields,
        )


def split(path: str, base_path: str) -> tuple[str, str]:
    """The prefix, if the request came with it, and the route, without a slash at its end."""
    root = base_path if base_path and (path == base_path or path.startswith(base_path + "/")) else ""
    return root, path[len(root) :].rstrip("/") or "/"


def _initial_state(scope: Scope) -> RequestState:
    headers = _headers(scope)
    context = scope.get("aws.context")
    return RequestState(
        path=scope["path"],
        language=messages.preferred(headers.get("accept-language")),
        request_id=getattr(context, "aws_request_id", None) or LOCAL,
    )


def _headers(scope: Scope) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


def _stage(scope: Scope) -> str:
    """The gateway's stage, which its own URL carries and its event's path does not: `/prod`."""
    event = scope.get("aws.event") or {}
    path, full = event.get("path"), event.get("requestContext", {}).get("path")
    return full.removesuffix(path) if path and full and full.endswith(path) else ""


async def _body(scope: Scope, receive: Receive, path: str) -> bytes:
    headers = _headers(scope)
    limit = MAX_BATCH_BODY if path == BATCH else MAX_BODY
    declared = headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limit:
        raise _too_large(limit, int(declared))
    body = await _read(receive, limit)
    _require_json(headers.get("content-type"))
    return body


async def _read(receive: Receive, limit: int) -> bytes:
    """The whole body, however it comes, but never more than the limit and one piece of it."""
    body = bytearray()
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > limit:
            raise _too_large(limit, len(body))
    return bytes(body)


def _too_large(limit: int, got: int) -> ProblemError:
    return ProblemError("too-large", 413, values={"limit": limit, "got": got})


def _require_json(content_type: str | None) -> None:
    """A missing type passes, as it always did; a wrong one does not."""
    if content_type is None:
        return
    media = content_type.partition(";")[0].strip().lower()
    if media != "application/json" and not (media.startswith("application/") and media.endswith("+json")):
        raise ProblemError("media-type", 415, values={"got": media[:MAX_LOGGED_PATH] or '""'})


def _recording_status(send: Send, state: RequestState) -> Send:
    async def recording(message: Message) -> None:
        if message["type"] == "http.response.start":
            state.status = message["status"]
        await send(message)

    return recording


def _error_response(error: Exception, state: RequestState) -> Response:
    """The answer to an error; one that nobody foresaw is logged with its place, without its values."""
    if not isinstance(error, ProblemError):
        logs.write(
            logs.ERROR,
            request_id=state.request_id,
            path=state.path[:MAX_LOGGED_PATH],
            error=type(error).__name__,
            frames=logs.frames(error.__traceback__),
        )
        error = ProblemError("internal", 500, values={"request_id": state.request_id})
    state.problem = error
    return problems.render(error, state.language, state.path)


def _measured(state: RequestState, ms: float, cold: bool) -> dict[str, metrics.Value]:
    values: dict[str, metrics.Value] = {
        "Latency": round(ms, 2),
        "Requests": 1,
        "Rejected": int(400 <= state.status < 500),
        "Errors": int(state.status >= 500),
        "ColdStart": int(cold),
        "Warnings": state.warnings,
    }
    if state.prices:
        values["Price"] = [round(price, 2) for price in state.prices]
    if state.unusual:
        values["PriceUnusual"] = [int(one.price) for one in state.unusual]
        values["SurfaceUnusual"] = [int(one.surface) for one in state.unusual]
    return values
