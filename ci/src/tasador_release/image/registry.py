"""Pushing an image with python-dxf: no docker daemon and no system package, https and plain http alike.

dxf sends a layer as one POST and one streamed PUT. That is the part of the protocol on which registries
agree: ECR answers a PATCH with 201 where the specification says 202, and its `Range` stands still after
the first one (aws/containers-roadmap 2831).
"""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, Final, TypeVar

import anyio
import anyio.to_thread
import requests
from dxf import DXF, DXFBase
from dxf.exceptions import DXFUnauthorizedError

from tasador_release.aws import Aws, failures
from tasador_release.errors import PublishError, RegistryError, RegistryUnreachable
from tasador_release.image import published
from tasador_release.image.layout import Blob, Layout
from tasador_release.image.published import Published
from tasador_release.values.artifacts import Image
from tasador_release.values.settings import Tags
from tasador_release.values.target import Registry

T = TypeVar("T")

_TIMEOUT_S: Final = 60
_PAUSES_S: Final = (1.0, 4.0, 10.0)  # before the second try, the third and the last
_LONGEST_S: Final = 60.0  # a registry that asks for a longer pause is asked again after this one
_BUSY: Final = frozenset({429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Client:
    """One repository of one registry. Each of `tokens` is a new one of ECR's."""

    registry: Registry
    repository: str
    tokens: Iterator[str]
    sleep: Callable[[float], Awaitable[None]] = anyio.sleep

    @contextmanager
    def session(self) -> Iterator["Session"]:
        """A connection that is kept, and a token that is asked for when the registry wants one."""
        kind = DXF if self.registry.secure else _LocalRegistry
        plain = not self.registry.secure
        with kind(self.registry.host, self.repository, self._authenticate, plain, timeout=_TIMEOUT_S) as dxf:
            yield Session(self.registry.url, dxf)

    def manifest(self, reference: str) -> bytes | None:
        """The manifest behind a tag or digest, byte by byte; None when there is none."""
        with self.session() as session:
            return session.manifest(reference)

    def _authenticate(self, dxf: DXFBase, refused: requests.Response) -> None:
        if hasattr(refused.request.body, "read"):
            # part of the layer was read from its stream: only a new upload sends it from the start
            raise RegistryUnreachable(f"sending to {self.registry.url}", "the token expired meanwhile")
        dxf.authenticate(authorization=f"Basic {next(self.tokens)}", response=refused)


@dataclass(frozen=True, slots=True)
class Session:
    """What is asked of a repository; every failure is a RegistryError or a RegistryUnreachable."""

    url: str
    dxf: DXF

    def manifest(self, reference: str) -> bytes | None:
        with self._failures(f"reading {reference}"):
            try:
                return self.dxf.get_manifest_and_response(reference)[1].content
            except requests.HTTPError as error:
                if error.response.status_code == 404:
                    return None
                raise

    def put_blob(self, blob: Blob, stream: IO[bytes]) -> None:
        """Send a blob, unless this repository has it already."""
        with self._failures(f"sending {blob.digest}"):
            self.dxf.push_blob(data=stream, digest=blob.digest)

    def put_manifest(self, tag: str, manifest: bytes) -> None:
        """Give a tag to a manifest whose blobs are all there."""
        with self._failures(f"tagging {tag}"):
            self.dxf.set_manifest(tag, manifest.decode())

    @contextmanager
    def _failures(self, doing: str) -> Iterator[None]:
        try:
            yield
        except DXFUnauthorizedError as error:
            raise RegistryError(doing, 401, "the token was refused") from error
        except requests.HTTPError as error:
            said, wait = error.response.text[:300], error.response.headers.get("Retry-After", "")
            raise RegistryError(doing, error.response.status_code, said, _seconds(wait)) from error
        except requests.RequestException as error:
            raise RegistryUnreachable(f"{doing} at {self.url}", str(error) or type(error).__name__) from error


class _LocalRegistry(DXF):
    """A registry that speaks http is on this machine: no proxy of the environment stands between."""

    def _base_request(self, method: str, path: str, **kwargs: Any) -> requests.Response:  # noqa: ANN401  as dxf has it
        send: Callable[..., requests.Response] = super()._base_request
        return send(method, path, proxies={"http": None}, **kwargs)


async def login(aws: Aws, registry: Registry, repository: str) -> Client:
    """A client with the token that ECR's API gives; nothing is written to disk."""
    first = await anyio.to_thread.run_sync(_token, aws)
    return Client(registry, repository, _tokens(aws, first))


def _tokens(aws: Aws, first: str) -> Iterator[str]:
    """The token at hand, then a new one each time: one lives for twelve hours at most."""
    yield first
    while True:
        yield _token(aws)


def _token(aws: Aws) -> str:
    with failures("ecr:GetAuthorizationToken"):
        data = aws.ecr.get_authorization_token()["authorizationData"]
    if not data:
        raise PublishError("ECR gave no authorisation token", "check the permissions of the role")
    return data[0]["authorizationToken"]


def _seconds(retry_after: str) -> float:
    """The header's number; its other form, a date, counts as none given."""
    return float(retry_after) if retry_after.isdigit() else 0.0


async def push(client: Client, image: Image, repository_url: str, tag: str) -> Published:
    """Verify the image, push what the registry lacks, and believe only what is read back.

    A network that fails or a registry that is busy is tried again: what has arrived is not sent twice.
    """
    before = await _again(client, lambda: client.manifest(image.digest))
    await _again(client, lambda: _push(client, image, repository_url, tag))
    return await _again(client, lambda: _read_back(client, image, repository_url, pushed=before is None))


async def _again(client: Client, work: Callable[[], T]) -> T:
    """Do the work in a thread, up to four times, with the pauses that the registry asks for."""
    for pause in _PAUSES_S:
        try:
            return await anyio.to_thread.run_sync(work)
        except RegistryUnreachable:
            wanted = 0.0
        except RegistryError as error:
            if error.status not in _BUSY:
                raise
            wanted = error.retry_after_s
        await client.sleep(min(max(pause, wanted), _LONGEST_S))
    return await anyio.to_thread.run_sync(work)


def _push(client: Client, image: Image, repository_url: str, tag: str) -> None:
    with Layout.open(image) as layout, client.session() as session:
        published.verify(repository_url, layout.manifest(), layout.config())
        # an answer may have got lost: what is stored needs no second PUT, which an immutable tag would refuse
        if session.manifest(image.digest) is None:
            for blob in layout.blobs():
                with layout.blob(blob.digest) as stream:
                    session.put_blob(blob, stream)
            session.put_manifest(tag, layout.manifest())


def _read_back(client: Client, image: Image, repository_url: str, *, pushed: bool) -> Published:
    manifest = client.manifest(image.digest)
    if manifest is None:
        raise PublishError(f"{image.digest} is not in the registry after the push", "push again")
    found = published.verify(repository_url, manifest, pushed=pushed)
    if found.digest != image.digest:
        raise PublishError(f"the registry holds {found.digest}, not {image.digest}", "push again")
    return found


async def publish(aws: Aws, tags: Tags, repository_url: str, image: Image) -> Published:
    """Push what is not there yet; the tag is made of the content and never moves."""
    client = await login(aws, aws.target.images(), repository_url.partition("/")[2])
    return await push(client, image, repository_url, Tags.of(tags.build, image.digest))
