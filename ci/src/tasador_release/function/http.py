"""One HTTP request to an Address, as a value. A refused connection is an answer too: status 0."""

import http.client
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import anyio.to_thread

from tasador_release.values.target import Address

TIMEOUT_S: Final = 35.0  # above API Gateway's own 29 s


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers in lower case, body. Redirects are not followed: they are answers."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def text(self) -> str:
        return self.body.decode(errors="replace")


async def fetch(
    address: Address,
    *,
    method: str = "GET",
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Make the request in a thread."""
    given = {**dict(address.headers), **(headers or {})}
    return await anyio.to_thread.run_sync(_fetch, address.url, method, body, given, abandon_on_cancel=True)


def _fetch(url: str, method: str, body: bytes | None, headers: dict[str, str]) -> Answer:
    parts = urlsplit(url)
    link = _connect(parts.scheme, parts.netloc)
    path = parts.path or "/"
    try:
        link.request(method, f"{path}?{parts.query}" if parts.query else path, body, headers)
        answer = link.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, found, answer.read())
    except (OSError, http.client.HTTPException) as error:
        return Answer(0, {}, f"{type(error).__name__}: {error}".encode())
    finally:
        link.close()


def _connect(scheme: str, host: str) -> http.client.HTTPConnection:
    if scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, timeout=TIMEOUT_S, context=context)
    return http.client.HTTPConnection(host, timeout=TIMEOUT_S)
