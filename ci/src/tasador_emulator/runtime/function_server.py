"""The function in a process of its own, behind HTTP: what Lambda's runtime is to an image. Stand-alone.

    python -I -S function_server.py PORT TREE HANDLER

The tree alone is on the path, so that a dependency that was not packed is missed here as it would be there.
Each POST is one invocation; one at a time, as in one environment of Lambda.
"""

import importlib
import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


@dataclass
class Context:
    """What Lambda tells a function about its invocation."""

    function_name: str
    function_version: str
    invoked_function_arn: str
    aws_request_id: str
    memory_limit_in_mb: str
    deadline_ms: float
    log_group_name: str = ""
    log_stream_name: str = ""

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int(self.deadline_ms - time.time() * 1000))


class InvocationHandler(BaseHTTPRequestHandler):
    function: Any = None

    def do_POST(self) -> None:
        event = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
        try:
            status, result = 200, type(self).function(event, self._context())
        except Exception as error:
            traceback.print_exc(file=sys.stdout)
            status, result = 500, {"errorMessage": str(error), "errorType": type(error).__name__}
        sys.stdout.flush()
        self._answer(status, json.dumps(result).encode())

    def _context(self) -> Context:
        headers = self.headers
        return Context(
            headers.get("X-Amzn-Lambda-Function-Name", ""),
            headers.get("X-Amzn-Lambda-Function-Version", ""),
            headers.get("X-Amzn-Lambda-Function-Arn", ""),
            headers.get("X-Amzn-Lambda-Request-Id", ""),
            os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", ""),
            float(headers.get("X-Amzn-Lambda-Deadline-Ms") or (time.time() + 30) * 1000),
        )

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: what is printed here is the function's log."""


def loaded(handler: str) -> Callable[[Any, Context], Any]:
    """The handler; where it cannot be imported, one that raises why: so does every invocation on Lambda."""
    module, _, name = handler.rpartition(".")
    try:
        return getattr(importlib.import_module(module), name)  # type: ignore[no-any-return]
    except Exception as error:
        traceback.print_exc(file=sys.stdout)
        failure = error

    def fail(_event: object, _context: object) -> None:
        raise failure

    return fail


def main(port: str, tree: str, handler: str) -> None:
    sys.path.insert(0, tree)
    InvocationHandler.function = staticmethod(loaded(handler))
    HTTPServer(("127.0.0.1", int(port)), InvocationHandler).serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
