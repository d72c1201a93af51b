"""The event by which a release invokes the function as API Gateway does, and what the log says of its start. Pure."""

import json
import re
from typing import Any, Final

# AWS's own report of a cold start, else the line that the service writes at its own
_INITS: Final = (re.compile(r"Init Duration: ([0-9.]+) ms"), re.compile(r'"ready_ms": ?([0-9.]+)'))


def post_event(path: str, body: object) -> dict[str, Any]:
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
        "body": json.dumps(body),
        "isBase64Encoded": False,
    }


def init_ms(tail: str) -> float | None:
    """The init time in the tail of a log, if this invocation had one."""
    found = next((match for init in _INITS if (match := init.search(tail))), None)
    return float(found.group(1)) if found else None
