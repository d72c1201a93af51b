"""Stands in for Lambda around the image, in a rehearsal. Run by the image's own Python: standard library only.

    python3 log_recorder.py HANDLER PORT

Starts the image as Lambda would and, at PORT, takes one invocation at a time (an environment serves one)
and hands it to the image's runtime interface emulator. What the function writes is kept, and told at
`/log?after=N`: Lambda would send it to CloudWatch Logs, here the rehearsal does.
"""

import http.client
import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

ENTRYPOINT = "/lambda-entrypoint.sh"
EMULATOR_PORT = 8080
PATIENCE_S = 60.0
LINES: list[str] = []
ONE_AT_A_TIME = threading.Lock()


def follow(process: "subprocess.Popen[str]") -> None:
    """Keep what it writes, and write it again where the engine sees it."""
    for line in process.stdout or ():
        LINES.append(line.rstrip("\n"))
        print(line, end="", flush=True)


class Invocations(BaseHTTPRequestHandler):
    """POST invokes the image, GET tells its log."""

    def do_GET(self) -> None:
        after = int(parse_qs(urlsplit(self.path).query).get("after", ["0"])[0])
        self.answer(200, json.dumps(LINES[after:]).encode())

    def do_POST(self) -> None:
        event = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with ONE_AT_A_TIME:
            self.answer(*invoke(self.path, event))

    def answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """The function's own lines are what is read here."""


def invoke(path: str, event: bytes) -> tuple[int, bytes]:
    link = http.client.HTTPConnection("127.0.0.1", EMULATOR_PORT, timeout=PATIENCE_S)
    try:
        link.request("POST", path, event, {"Content-Type": "application/json"})
        answer = link.getresponse()
        body = answer.read()
        # Lambda tells a function that raised from one that answered; the emulator leaves that to the body
        return (500 if failed(body) else answer.status), body
    except (OSError, http.client.HTTPException) as error:
        return 502, json.dumps({"errorMessage": str(error), "errorType": "Unreachable"}).encode()
    finally:
        link.close()


def failed(body: bytes) -> bool:
    try:
        answer = json.loads(body)
    except ValueError:
        return True
    return isinstance(answer, dict) and "errorMessage" in answer and "statusCode" not in answer


def main(handler: str, port: int) -> int:
    process = subprocess.Popen([ENTRYPOINT, handler], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    threading.Thread(target=follow, args=(process,), daemon=True).start()
    server = ThreadingHTTPServer(("", port), Invocations)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
