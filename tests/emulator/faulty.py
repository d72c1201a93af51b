"""A loopback proxy that spoils the first requests it is told to: 503, throttling, a reset connection."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

from tests.doubles.handlers import Resetting

Fault: TypeAlias = Literal["503", "throttle", "reset", "lost answer"]
SLOW_DOWN = b"<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>"
THROTTLED = b'{"__type": "ThrottlingException", "message": "Rate exceeded"}'


@dataclass
class Faults:
    """Which requests are spoiled, by a part of their line ("PUT /bucket"), and how, in turn."""

    part: str = ""
    queue: list[Fault] = field(default_factory=list)
    spoiled: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next(self, line: str) -> Fault | None:
        with self.lock:
            if not self.queue or self.part not in line:
                return None
            self.spoiled += 1
            return self.queue.pop(0)


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, endpoint: str, faults: Faults) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.host, self.faults = urlsplit(endpoint).netloc, faults

    def handle_error(self, *_: object) -> None:
        """A connection that was reset on purpose is no news."""


class Handler(Resetting):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else the body waits until the head's receipt is told
    server: Server

    def do(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        match self.server.faults.next(f"{self.command} {self.path}"):
            case "503":
                self.reply(503, {"Content-Type": "application/xml"}, SLOW_DOWN)
            case "throttle":
                self.reply(400, {"Content-Type": "application/json"}, THROTTLED)
            case "reset":
                self.reset()
            case "lost answer":
                self.ask(body)
                self.reset()
            case None:
                self.reply(*self.ask(body))

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = do_PATCH = do

    def ask(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        link = http.client.HTTPConnection(self.server.host, timeout=60)
        link.request(self.command, self.path, body, dict(self.headers))
        answer = link.getresponse()
        content = answer.read()
        link.close()
        return answer.status, dict(answer.getheaders()), content

    def reply(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers.items():
            if name.lower() not in {"transfer-encoding", "connection", "content-length"}:
                self.send_header(name, value)
        size = headers.get("Content-Length") or headers.get("content-length")
        self.send_header("Content-Length", size if self.command == "HEAD" and size else str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


@contextmanager
def spoiling(endpoint: str, faults: Faults) -> Iterator[str]:
    """A proxy in front of `endpoint`; yields its own address."""
    server = Server(endpoint, faults)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
