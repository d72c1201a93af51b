"""A receiver of traces as OTLP sends them over HTTP, on loopback: what arrives is kept as it is."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

from tests.doubles.loopback import serving


@dataclass(slots=True)
class Received:
    """Where it listens, and the bodies that came, by path."""

    url: str = ""
    bodies: list[tuple[str, bytes]] = field(default_factory=list)

    def traces(self) -> bytes:
        """All of them, as protobuf: the names and values in it are plain UTF-8."""
        return b"".join(body for path, body in self.bodies if path == "/v1/traces")


@contextmanager
def receiver() -> Iterator[Received]:
    found = Received()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            packed = self.headers.get("Content-Encoding") == "gzip"
            found.bodies.append((self.path, gzip.decompress(body) if packed else body))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """A test reads what was sent, not a log."""

    with serving(Handler) as port:
        found.url = f"http://127.0.0.1:{port}"
        yield found
