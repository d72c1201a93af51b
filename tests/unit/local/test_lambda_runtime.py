"""Around the image in a rehearsal: the recorder that stands for Lambda, and the gateway that a browser asks."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

import pytest
from tasador_emulator.runtime import gateway, log_recorder

from tests.doubles.loopback import serving


@dataclass(slots=True)
class Upstream:
    """Whatever stands behind: answers with what the test says, remembers what it was asked."""

    status: int = 200
    body: bytes = b"{}"
    seen: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def upstream() -> Iterator[tuple[Upstream, int]]:
    behind = Upstream()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            behind.seen.append((self.command, self.path, dict(self.headers.items()), body))
            self.send_response(behind.status)
            self.send_header("Content-Length", str(len(behind.body)))
            self.send_header("X-Own", "kept")
            self.end_headers()
            self.wfile.write(behind.body)

        do_GET = do_POST = answer

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    with serving(Handler) as port:
        yield behind, port


def ask(port: int, verb: str, path: str, body: bytes | None = None) -> tuple[int, bytes, str]:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        link.request(verb, path, body, {"Host": "localhost"})
        answer = link.getresponse()
        return answer.status, answer.read(), answer.getheader("X-Own", "")
    finally:
        link.close()


@pytest.fixture
def recorded(upstream: tuple[Upstream, int], monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Upstream, int]]:
    behind, port = upstream
    monkeypatch.setattr(log_recorder, "EMULATOR_PORT", port)
    monkeypatch.setattr(log_recorder, "LINES", [])
    with serving(log_recorder.Invocations) as port_:
        yield behind, port_


def test_an_invocation_reaches_the_image_as_it_came(recorded: tuple[Upstream, int]) -> None:
    behind, port = recorded
    behind.body = b'{"statusCode": 200}'
    assert ask(port, "POST", "/2015-03-31/functions/function/invocations", b'{"a": 1}')[:2] == (200, behind.body)
    assert behind.seen[0][0:2] == ("POST", "/2015-03-31/functions/function/invocations")
    assert behind.seen[0][3] == b'{"a": 1}'


@pytest.mark.parametrize(
    "body", [b'{"errorMessage": "no model", "errorType": "ModelError"}', b"not JSON at all", b"\xff"]
)
def test_a_function_that_raised_is_told_from_one_that_answered(recorded: tuple[Upstream, int], body: bytes) -> None:
    behind, port = recorded
    behind.body = body
    assert ask(port, "POST", "/x", b"{}")[0] == 500


def test_an_answer_that_speaks_of_an_error_is_still_an_answer(recorded: tuple[Upstream, int]) -> None:
    behind, port = recorded
    behind.body = b'{"statusCode": 422, "errorMessage": "in a body of its own"}'
    assert ask(port, "POST", "/x", b"{}")[0] == 200


def test_an_image_that_does_not_answer_is_an_error_of_the_invocation(
    recorded: tuple[Upstream, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_recorder, "EMULATOR_PORT", 1)
    status, body, _ = ask(recorded[1], "POST", "/x", b"{}")
    assert status == 502
    assert json.loads(body)["errorType"] == "Unreachable"


def test_the_log_is_told_from_a_line_on(recorded: tuple[Upstream, int]) -> None:
    log_recorder.LINES.extend(["one", "two", "three"])
    assert json.loads(ask(recorded[1], "GET", "/log?after=1")[1]) == ["two", "three"]
    assert json.loads(ask(recorded[1], "GET", "/log")[1]) == ["one", "two", "three"]


def test_the_gateway_asks_in_the_distribution_s_name(upstream: tuple[Upstream, int]) -> None:
    behind, port = upstream
    behind.body = b"<html>"
    forwarder_to = gateway.forwarder_to(f"http://127.0.0.1:{port}", "d123.cloudfront.net")
    with serving(forwarder_to) as port_:
        assert ask(port_, "GET", "/index.html?a=1") == (200, b"<html>", "kept")
    verb, path, headers, _ = behind.seen[0]
    assert (verb, path, headers["Host"]) == ("GET", "/index.html?a=1", "d123.cloudfront.net")
    assert headers["X-Forwarded-Proto"] == "https"


def test_the_gateway_hands_on_what_was_posted(upstream: tuple[Upstream, int]) -> None:
    behind, port = upstream
    behind.status = 422
    with serving(gateway.forwarder_to(f"http://127.0.0.1:{port}", "d123")) as port_:
        assert ask(port_, "POST", "/api/predict", b"{}")[0] == 422
    assert behind.seen[0][3] == b"{}"


def test_the_gateway_says_when_nobody_is_behind_it() -> None:
    with serving(gateway.forwarder_to("http://127.0.0.1:1", "d123")) as port_:
        assert ask(port_, "GET", "/")[0] == 502
