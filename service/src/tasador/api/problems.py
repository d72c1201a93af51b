"""Problems as answers: application/problem+json (RFC 9457), in the language asked for."""

from __future__ import annotations

import json
from typing import Any, Final
from urllib.parse import quote

from starlette.responses import Response

from tasador.api import messages
from tasador.api.messages import Language
from tasador.errors import Fault, ProblemError

MEDIA_TYPE: Final = "application/problem+json"
TYPE_PREFIX: Final = "urn:problem-type:tasador:"
NOTHING: Final = {"es": "nada", "en": "nothing"}
WHOLE: Final = {"es": "el cuerpo", "en": "the body"}


def render(problem: ProblemError, language: Language, path: str) -> Response:
    """The answer for this problem."""
    return Response(
        json.dumps(content(problem, language, path), ensure_ascii=False).encode(),
        problem.status,
        {"Content-Language": language, "Vary": "Accept-Language", "Cache-Control": "no-store", **problem.headers},
        MEDIA_TYPE,
    )


def content(problem: ProblemError, language: Language, path: str) -> dict[str, Any]:
    errors = [_error(fault, language) for fault in problem.faults]
    values = {"first": errors[0]["detail"] if errors else "", "path": path, **problem.values}
    detail = "several" if len(errors) > 1 else "malformed-at" if "at" in problem.values else problem.kind
    body: dict[str, Any] = {
        "type": TYPE_PREFIX + problem.kind,
        "title": messages.text(messages.PROBLEMS, problem.kind, language),
        "status": problem.status,
        "detail": messages.text(messages.DETAILS, detail, language, **values),
        "instance": quote(path),
    }
    if errors:
        body["errors"] = errors
    if "rows" in problem.values:
        body["rows"] = problem.values["rows"]
    return body


def _error(fault: Fault, language: Language) -> dict[str, Any]:
    where = fault.field or WHOLE[language]
    if fault.row is not None:
        where = f"homes[{fault.row}]" + (f".{fault.field}" if fault.field else "")
    got = NOTHING[language] if fault.got is None else fault.got
    limit = messages.bounds(fault.limit, language)
    return {
        "field": fault.field,
        "index": fault.row,
        "pointer": _pointer(fault),
        "code": fault.code,
        "limit": fault.limit,
        "got": fault.got,
        "detail": messages.fault(fault.code, language, field=where, limit=limit, got=got),
    }


def _pointer(fault: Fault) -> str:
    """A JSON pointer (RFC 6901) into the request, as a URI fragment."""
    steps = [] if fault.row is None else ["homes", str(fault.row)]
    return "#" + "".join(f"/{step}" for step in (*steps, *([fault.field] if fault.field else [])))
