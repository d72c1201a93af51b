"""Asks an ASGI app without a server: one request in, one whole answer out."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from starlette.types import Message

JSON = {"content-type": "application/json"}
V2: dict[str, Any] = {
    "l2": "Capital Federal",
    "bedrooms": 2,
    "bathrooms": 1,
    "surface_total": 60,
    "surface_covered": 55,
}
V1: dict[str, Any] = {
    "lat": -34.6037,
    "lon": -58.3816,
    "l2": "Capital Federal",
    "property_type": "Departamento",
    "rooms": 2,
    "bedrooms": 1,
    "bathrooms": 1,
    "surface_total": 50,
    "surface_covered": 45,
}


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:  # noqa: ANN401 - any JSON
        return json.loads(self.body)


def ask(
    app: FastAPI,
    method: str,
    path: str,
    body: bytes | Iterable[bytes] = b"",
    headers: Mapping[str, str] | None = None,
    query: bytes = b"",
) -> Reply:
    """The app's answer; a body in pieces arrives piece by piece, as a server would hand it on."""
    pieces = [body] if isinstance(body, bytes) else list(body)
    incoming = [
        {"type": "http.request", "body": piece, "more_body": number < len(pieces)}
        for number, piece in enumerate(pieces, 1)
    ]
    sent: list[Message] = []

    async def receive() -> Message:
        return incoming.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(app(_scope(method, path, headers or {}, query), receive, send))
    found = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return Reply(sent[0]["status"], found, b"".join(message.get("body", b"") for message in sent[1:]))


def post(app: FastAPI, path: str, body: object, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return ask(app, "POST", path, json.dumps(body).encode(), {**JSON, **named})


def _scope(method: str, path: str, headers: Mapping[str, str], query: bytes) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query,
        "scheme": "http",
        "server": ("localhost", 80),
        "client": ("203.0.113.7", 1),
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()],
    }


def lines(out: str, event: str | None = None) -> list[dict[str, Any]]:
    """The log's lines, every one of which has to be a JSON object."""
    found = [json.loads(line) for line in out.splitlines()]
    return [line for line in found if event is None or line["event"] == event]
