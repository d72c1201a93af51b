"""An image in a tarball of OCI layout: its manifest, and its blobs as streams."""

import json
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, Self

from tasador_release.errors import ArtifactError
from tasador_release.values.artifacts import Image


@dataclass(frozen=True, slots=True)
class Blob:
    """One blob a manifest refers to."""

    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The open tarball."""

    archive: tarfile.TarFile
    digest: str

    @classmethod
    @contextmanager
    def open(cls, image: Image) -> Iterator[Self]:
        with tarfile.open(image.tarball) as archive:
            yield cls(archive, image.digest)

    def manifest(self) -> bytes:
        with self.blob(self.digest) as stream:
            return stream.read()

    def config(self) -> bytes:
        with self.blob(str(self._parsed()["config"]["digest"])) as stream:
            return stream.read()

    def blobs(self) -> tuple[Blob, ...]:
        """Layers first, then the config: the order in which docker pushes them."""
        parsed = self._parsed()
        parts: list[Mapping[str, Any]] = [*parsed["layers"], parsed["config"]]
        return tuple(dict.fromkeys(Blob(str(part["digest"]), int(part["size"])) for part in parts))

    def blob(self, digest: str) -> IO[bytes]:
        algorithm, _, name = digest.partition(":")
        try:
            stream = self.archive.extractfile(f"blobs/{algorithm}/{name}")
        except KeyError:
            stream = None
        if stream is None:
            raise ArtifactError(f"the image lacks its blob {digest}", "export the image again")
        return stream

    def _parsed(self) -> dict[str, Any]:
        parsed: dict[str, Any] = json.loads(self.manifest())
        return parsed
