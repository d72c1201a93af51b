"""GitHub's REST API as far as a pipeline uses it: comments, deployments, pull requests of a commit; on loopback."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.doubles.loopback import serving

TOKEN = "a-token"


class FakeGitHub:
    """What was written, and the pull request that a commit merged."""

    def __init__(self) -> None:
        self.comments: list[dict[str, Any]] = []
        self.deployments: list[dict[str, Any]] = []
        self.statuses: list[tuple[int, dict[str, Any]]] = []
        self.merged: dict[str, int] = {}
        self.private = False
        self.url = ""

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: dict[str, Any]) -> tuple[int, Any]:
        known = (
            ("GET", "", lambda _: (200, {"full_name": "owner/name", "private": self.private})),
            ("GET", r"/issues/(\d+)/comments", lambda m: self._listed(self._comments_of(int(m[1])), query)),
            ("POST", r"/issues/(\d+)/comments", lambda m: self._commented(int(m[1]), body)),
            ("PATCH", r"/issues/comments/(\d+)", lambda m: self._changed(int(m[1]), body)),
            ("GET", r"/commits/(\w+)/pulls", lambda m: (200, self._pulls(m[1]))),
            ("POST", r"/deployments", lambda _: self._deployed(body)),
            ("GET", r"/deployments", lambda _: self._listed(self.deployments, query)),
            ("POST", r"/deployments/(\d+)/statuses", lambda m: self._status(int(m[1]), body)),
        )
        for verb, pattern, act in known:
            found = re.fullmatch(f"/repos/owner/name{pattern}", path)
            if verb == method and found:
                return act(found)
        return 404, {"message": "Not Found"}

    def _comments_of(self, number: int) -> list[dict[str, Any]]:
        return [comment for comment in self.comments if comment["number"] == number]

    def _listed(self, items: list[dict[str, Any]], query: dict[str, list[str]]) -> tuple[int, Any]:
        size, page = int(query["per_page"][0]), int(query["page"][0])
        return 200, items[(page - 1) * size : page * size]

    def _commented(self, number: int, body: dict[str, Any]) -> tuple[int, Any]:
        made = {"id": len(self.comments) + 1, "number": number, "body": body["body"], "html_url": "https://c.test"}
        self.comments.append(made)
        return 201, made

    def _changed(self, number: int, body: dict[str, Any]) -> tuple[int, Any]:
        self.comments[number - 1]["body"] = body["body"]
        return 200, self.comments[number - 1]

    def _pulls(self, commit: str) -> list[dict[str, int]]:
        return [{"number": self.merged[commit]}] if commit in self.merged else []

    def _deployed(self, body: dict[str, Any]) -> tuple[int, Any]:
        made = {"id": len(self.deployments) + 1, **body}
        self.deployments.append(made)
        return 201, made

    def _status(self, number: int, body: dict[str, Any]) -> tuple[int, Any]:
        if len(body["description"]) > 140:
            return 422, {"message": "description is too long"}
        self.statuses.append((number, body))
        return 201, {}


@contextmanager
def served() -> Iterator[FakeGitHub]:
    fake = FakeGitHub()

    class Handler(BaseHTTPRequestHandler):
        def respond(self) -> None:
            parts = urlsplit(self.path)
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if self.headers["Authorization"] != f"Bearer {TOKEN}":
                status, answer = 401, {"message": "Bad credentials"}
            else:
                body = json.loads(sent) if sent else {}
                status, answer = fake.answer(self.command, parts.path, parse_qs(parts.query), body)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        do_GET = do_POST = do_PATCH = respond

        def log_message(self, format: str, *args: object) -> None:
            """A test reads what was written, not a log."""

    with serving(Handler) as port:
        fake.url = f"http://127.0.0.1:{port}"
        yield fake
