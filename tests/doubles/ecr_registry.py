"""A registry on loopback that answers as ECR does, where ECR differs from the distribution specification.

Sources: aws/containers-roadmap 2831 (a PATCH answers 201; `Range` stands still after the first one), jdx/mise
11376 and openai/tart 273 (the same 201), the ECR user guide on tag immutability, quotas and tokens. It is https, as ECR
is, and it takes nothing without a token. What a second PATCH sends is dropped: the report reads so, its author
later found the bytes stored and only `Range` wrong; a client must get through either way.
"""

from __future__ import annotations

import base64
import hashlib
import json
import ssl
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Literal, TypeAlias
from urllib.parse import parse_qs, urlsplit

import trustme
from tasador_release.values.target import Registry

from tests.doubles.handlers import Resetting

Fault: TypeAlias = Literal["429", "500", "500 after it was stored", "reset", "token expires"]
AFTER_S = 7


def token(number: int) -> str:
    return base64.b64encode(f"AWS:token-{number}".encode()).decode()


@dataclass
class Upload:
    content: bytes = b""
    patches: int = 0


@dataclass
class Ecr:
    """What the registry holds, which requests it spoils (by a part of their line), and what it was asked."""

    repositories: set[str]
    part: str = ""
    faults: list[Fault] = field(default_factory=list)
    absolute: bool = True
    valid: int = 1
    blobs: dict[tuple[str, str], bytes] = field(default_factory=dict)
    manifests: dict[tuple[str, str], bytes] = field(default_factory=dict)
    tags: dict[tuple[str, str], str] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    registry: Registry = field(default_factory=lambda: Registry("nowhere"))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def tokens(self) -> Iterator[str]:
        """What `GetAuthorizationToken` gives: the one that is valid now."""
        while True:
            yield token(self.valid)

    def fault(self, line: str) -> Fault | None:
        with self.lock:
            self.asked.append(line)
            return self.faults.pop(0) if self.faults and self.part in line else None


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, ecr: Ecr, context: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.ecr = ecr
        self.socket = context.wrap_socket(self.socket, server_side=True)

    def handle_error(self, *_: object) -> None:
        """A connection that was reset on purpose is no news."""


class Handler(Resetting):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else the body waits until the head's receipt is told
    server: Server

    @property
    def ecr(self) -> Ecr:
        return self.server.ecr

    def do(self) -> None:
        fault = self.ecr.fault(f"{self.command} {self.path}")
        size = int(self.headers.get("Content-Length") or 0)
        if fault == "token expires":
            self.ecr.valid += 1
        if fault == "reset":
            self.rfile.read(size // 2)
            return self.reset()
        self.body = self.rfile.read(size)
        if self.headers.get("Authorization") != f"Basic {token(self.ecr.valid)}":
            return self.refuse(401, "UNAUTHORIZED", {"WWW-Authenticate": f'Basic realm="{self.url()}"'})
        if fault == "429":
            return self.refuse(429, "TOOMANYREQUESTS", {"Retry-After": str(AFTER_S)})
        if fault == "500":
            return self.refuse(500, "UNKNOWN")
        self.hidden = fault == "500 after it was stored"
        return self.routed()

    do_GET = do_PUT = do_POST = do_HEAD = do_PATCH = do

    def routed(self) -> None:
        path = urlsplit(self.path).path
        for kind in ("/blobs/uploads/", "/blobs/", "/manifests/"):
            name, found, last = path.removeprefix("/v2/").partition(kind)
            if found:
                break
        if name not in self.ecr.repositories:
            return self.refuse(404, "NAME_UNKNOWN")
        match self.command, kind:
            case "POST", "/blobs/uploads/":
                return self.begin(name)
            case "PATCH", "/blobs/uploads/":
                return self.patch(name, last)
            case "PUT", "/blobs/uploads/":
                return self.complete(name, last)
            case "HEAD", "/blobs/":
                return self.send_content(self.ecr.blobs.get((name, last)), "BLOB_UNKNOWN", last)
            case "PUT", "/manifests/":
                return self.tag(name, last)
            case (("GET" | "HEAD"), "/manifests/"):
                digest = self.ecr.tags.get((name, last), last)
                return self.send_content(self.ecr.manifests.get((name, digest)), "MANIFEST_UNKNOWN", digest)
        return self.refuse(405, "UNSUPPORTED")

    def begin(self, name: str) -> None:
        """A blob of another repository is not mounted: the upload goes on as any other (202)."""
        number = str(uuid.uuid4())
        self.ecr.uploads[number] = Upload()
        self.answer(202, {**self.location(name, number), "Range": "0-0"})

    def patch(self, name: str, number: str) -> None:
        upload = self.ecr.uploads.get(number)
        if upload is None:
            return self.refuse(404, "BLOB_UPLOAD_UNKNOWN")
        upload.patches += 1
        if upload.patches == 1:
            upload.content = self.body
        return self.answer(201, {**self.location(name, number), "Range": f"0-{len(upload.content) - 1}"})

    def complete(self, name: str, number: str) -> None:
        upload = self.ecr.uploads.pop(number, None)
        if upload is None:
            return self.refuse(404, "BLOB_UPLOAD_UNKNOWN")
        content, wanted = upload.content + self.body, parse_qs(urlsplit(self.path).query)["digest"][0]
        if sha256(content) != wanted:
            return self.refuse(400, "DIGEST_INVALID")
        self.ecr.blobs[name, wanted] = content
        return self.answer(201, {"Location": f"/v2/{name}/blobs/{wanted}", "Docker-Content-Digest": wanted})

    def tag(self, name: str, tag: str) -> None:
        parsed, digest = json.loads(self.body), sha256(self.body)
        needed = [part["digest"] for part in (*parsed["layers"], parsed["config"])]
        if any((name, blob) not in self.ecr.blobs for blob in needed):
            return self.refuse(404, "BLOB_UNKNOWN")
        if (name, tag) in self.ecr.tags:  # also with the same digest: ImageAlreadyExistsException
            return self.refuse(400, "TAG_INVALID")
        self.ecr.manifests[name, digest] = self.body
        self.ecr.tags[name, tag] = digest
        return self.answer(201, {"Docker-Content-Digest": digest})

    def send_content(self, content: bytes | None, absent: str, digest: str) -> None:
        if content is None:
            return self.refuse(404, absent)
        return self.answer(200, {"Docker-Content-Digest": digest}, content)

    def location(self, name: str, number: str) -> dict[str, str]:
        path = f"/v2/{name}/blobs/uploads/{number}"
        return {"Location": self.url() + path if self.ecr.absolute else path, "Docker-Upload-Uuid": number}

    def url(self) -> str:
        return self.ecr.registry.url

    def refuse(self, status: int, code: str, headers: dict[str, str] | None = None) -> None:
        self.hidden = False
        body = json.dumps({"errors": [{"code": code, "message": code.lower()}]}).encode()
        self.answer(status, {**(headers or {}), "Content-Type": "application/json"}, body)

    def answer(self, status: int, headers: dict[str, str], body: bytes = b"") -> None:
        self.send_response_only(500 if self.hidden else status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def sha256(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()


@contextmanager
def serving(ecr: Ecr, certificates: Path) -> Iterator[Path]:
    """The registry behind a certificate of its own; yields the file of the authority to trust."""
    authority = trustme.CA()
    trusted = certificates / "authority.pem"
    authority.cert_pem.write_to_path(str(trusted))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    server = Server(ecr, context)
    ecr.registry = Registry(f"127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield trusted
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
