"""Pushing an image with the registry protocol itself: no docker, https and plain http alike.

Written here because no client on PyPI pushes an OCI layout, docker and skopeo need a daemon or a
system package, and Dagger's publish cannot speak http to an emulated registry. It takes four verbs.
"""

import contextlib
import http.client
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import IO, Final
from urllib.parse import urljoin, urlsplit

import anyio
import anyio.to_thread

from tasador_release.aws import Aws, call
from tasador_release.errors import PublishError, RegistryError, RegistryUnreachable
from tasador_release.image import published
from tasador_release.image.layout import Layout
from tasador_release.image.published import DOCKER_MANIFEST, OCI_MANIFEST, Published
from tasador_release.values.artifacts import Image
from tasador_release.values.target import Registry

_TIMEOUT_S: Final = 60
_PAUSES_S: Final = (1.0, 4.0)  # before the second and the third try
_BUSY: Final = frozenset({429, 500, 502, 503, 504})
_ACCEPT: Final = f"{DOCKER_MANIFEST}, {OCI_MANIFEST}"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Client:
    """One repository of one registry."""

    registry: Registry
    repository: str
    authorization: str = ""
    sleep: Callable[[float], Awaitable[None]] = anyio.sleep

    def manifest(self, reference: str) -> bytes | None:
        """The manifest behind a tag or digest, byte by byte; None when there is none."""
        answer = self._ask("GET", self._path(f"manifests/{reference}"), {"Accept": _ACCEPT})
        if answer.status == 404:
            return None
        return _expect(answer, 200, f"reading {reference}").body

    def has(self, digest: str) -> bool:
        return self._ask("HEAD", self._path(f"blobs/{digest}")).status == 200

    def put_blob(self, digest: str, size: int, stream: IO[bytes]) -> None:
        """Begin, send, finish: the three requests every client makes."""
        begun = _expect(self._ask("POST", self._path("blobs/uploads/")), 202, "beginning an upload")
        headers = {"Content-Type": "application/octet-stream", "Content-Length": str(size)}
        sent = self._ask("PATCH", self._location(begun), headers, stream)
        _expect(sent, 202, f"sending {digest}")
        place = self._location(sent)
        end = f"{place}{'&' if '?' in place else '?'}digest={digest}"
        _expect(self._ask("PUT", end, {"Content-Length": "0"}), 201, f"finishing {digest}")

    def put_manifest(self, tag: str, manifest: bytes, media_type: str) -> None:
        headers = {"Content-Type": media_type, "Content-Length": str(len(manifest))}
        _expect(self._ask("PUT", self._path(f"manifests/{tag}"), headers, manifest), 201, f"tagging {tag}")

    def _path(self, rest: str) -> str:
        return f"/v2/{self.repository}/{rest}"

    def _location(self, answer: Answer) -> str:
        parts = urlsplit(urljoin(self.registry.url, answer.headers["location"]))
        return f"{parts.path}?{parts.query}" if parts.query else parts.path

    def _ask(
        self,
        verb: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | IO[bytes] | None = None,
    ) -> Answer:
        own = {"Authorization": self.authorization} if self.authorization else {}
        return _request(self.registry, verb, path, {**own, **(headers or {})}, body)


async def login(aws: Aws, registry: Registry, repository: str) -> Client:
    """A client with the token that ECR's API gives; no docker CLI, nothing written to disk."""
    answer = await call("ecr:GetAuthorizationToken", aws.ecr.get_authorization_token)
    data = answer["authorizationData"]
    if not data:
        raise PublishError("ECR gave no authorisation token", "check the permissions of the role")
    return Client(registry, repository, f"Basic {data[0]['authorizationToken']}")


async def push(client: Client, image: Image, repository_url: str, tag: str) -> Published:
    """Judge the image, push what the registry lacks, and believe only what is read back.

    A network that fails or a registry that is busy is tried again: what has arrived is not sent twice.
    """
    for pause in _PAUSES_S:
        try:
            return await anyio.to_thread.run_sync(_push, client, image, repository_url, tag)
        except (RegistryUnreachable, RegistryError) as error:
            if isinstance(error, RegistryError) and error.status not in _BUSY:
                raise
        await client.sleep(pause)
    return await anyio.to_thread.run_sync(_push, client, image, repository_url, tag)


def _push(client: Client, image: Image, repository_url: str, tag: str) -> Published:
    with Layout.open(image) as layout:
        local = published.verify(repository_url, layout.manifest(), layout.config())
        there = client.manifest(image.digest)
        if there is None:
            _send(client, layout)
            client.put_manifest(tag, layout.manifest(), local.media_type)
    return _read_back(client, image, repository_url, pushed=there is None)


def _send(client: Client, layout: Layout) -> None:
    for blob in layout.blobs():
        if not client.has(blob.digest):
            with layout.blob(blob.digest) as stream:
                client.put_blob(blob.digest, blob.size, stream)


def _read_back(client: Client, image: Image, repository_url: str, *, pushed: bool) -> Published:
    manifest = client.manifest(image.digest)
    if manifest is None:
        raise PublishError(f"{image.digest} is not in the registry after the push", "push again")
    found = published.verify(repository_url, manifest, pushed=pushed)
    if found.digest != image.digest:
        raise PublishError(f"the registry holds {found.digest}, not {image.digest}", "push again")
    return found


def _request(
    registry: Registry, verb: str, path: str, headers: Mapping[str, str], body: bytes | IO[bytes] | None
) -> Answer:
    link = _connect(registry)
    try:
        link.request(verb, path, body=body, headers=dict(headers))
        answer = link.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, found, answer.read())
    except (OSError, http.client.HTTPException) as error:
        raise RegistryUnreachable(f"{verb} {registry.url}", str(error) or type(error).__name__) from error
    finally:
        link.close()


def _connect(registry: Registry) -> http.client.HTTPConnection:
    if registry.secure:
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(registry.host, timeout=_TIMEOUT_S, context=context)
    return http.client.HTTPConnection(registry.host, timeout=_TIMEOUT_S)


def _expect(answer: Answer, status: int, doing: str) -> Answer:
    if answer.status != status:
        raise RegistryError(doing, answer.status, answer.body[:300].decode(errors="replace"))
    return answer


async def keep(aws: Aws, uri: str, tag: str) -> None:
    """Tag an image that was released, so that no lifecycle rule for builds removes it."""
    host, _, rest = uri.partition("/")
    repository, _, digest = rest.partition("@")
    if host and digest:
        await call("ecr:PutImage", _keep, aws, repository, digest, tag)


def _keep(aws: Aws, repository: str, digest: str, tag: str) -> None:
    found = aws.ecr.batch_get_image(repositoryName=repository, imageIds=[{"imageDigest": digest}])["images"]
    if not found:
        raise PublishError(f"{digest} is not in {repository}", "publish it again")
    with contextlib.suppress(
        aws.ecr.exceptions.ImageAlreadyExistsException, aws.ecr.exceptions.ImageTagAlreadyExistsException
    ):
        aws.ecr.put_image(
            repositoryName=repository,
            imageManifest=found[0]["imageManifest"],
            imageManifestMediaType=found[0].get("imageManifestMediaType", DOCKER_MANIFEST),
            imageTag=tag,
        )
