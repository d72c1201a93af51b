"""One port in front of the emulated CloudFront, for a browser that knows no other name than localhost."""

import http.client
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

PATIENCE_S = 35.0
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "host", "content-length", "date", "server"}


def forwarder_to(upstream: str, name: str) -> type[BaseHTTPRequestHandler]:
    """A handler that passes each request on under the distribution's own name."""

    class Forwarder(BaseHTTPRequestHandler):
        def pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP_BY_HOP}
            # TLS ends in front of the emulator: this header says so
            headers |= {"Host": name, "X-Forwarded-Proto": "https"}
            self.give(*ask(upstream, self.command, self.path, body, headers))

        do_GET = do_HEAD = do_POST = do_OPTIONS = pass_on

        def give(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
            self.send_response(status)
            for header, value in headers:
                if header.lower() not in HOP_BY_HOP:
                    self.send_header(header, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """The emulator has its own log."""

    return Forwarder


def ask(
    upstream: str, verb: str, path: str, body: bytes, headers: dict[str, str]
) -> tuple[int, list[tuple[str, str]], bytes]:
    link = http.client.HTTPConnection(urlsplit(upstream).netloc, timeout=PATIENCE_S)
    try:
        link.request(verb, path, body, headers)
        answer = link.getresponse()
        return answer.status, answer.getheaders(), answer.read()
    except (OSError, http.client.HTTPException) as error:
        return 502, [("Content-Type", "text/plain")], f"{upstream}: {error}\n".encode()
    finally:
        link.close()


def serve(upstream: str, name: str, port: int) -> None:
    """Until the process ends."""
    ThreadingHTTPServer(("", port), forwarder_to(upstream, name)).serve_forever()
