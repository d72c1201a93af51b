"""One port in front of the emulated CloudFront, for a browser that knows no other name than localhost."""

import http.client
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import urlsplit

PATIENCE_S = 35.0
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "host", "content-length"}


class Door(BaseHTTPRequestHandler):
    """Passes each request on under the distribution's own name."""

    upstream: ClassVar[str]
    name: ClassVar[str]

    def pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP_BY_HOP}
        # TLS ends in front of the emulator: this header says so
        headers |= {"Host": self.name, "X-Forwarded-Proto": "https"}
        link = http.client.HTTPConnection(urlsplit(self.upstream).netloc, timeout=PATIENCE_S)
        link.request(self.command, self.path, body, headers)
        answer = link.getresponse()
        self.give(answer.status, answer.getheaders(), answer.read())

    do_GET = do_HEAD = do_POST = do_OPTIONS = pass_on

    def give(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers:
            if name.lower() not in HOP_BY_HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def serve(upstream: str, name: str, port: int) -> None:
    """Until the process ends."""
    Door.upstream, Door.name = upstream, name
    ThreadingHTTPServer(("", port), Door).serve_forever()
