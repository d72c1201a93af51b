"""Images small enough to be made in a test."""

import gzip
import hashlib
import io
import json
import tarfile
from pathlib import Path

DOCKER = "application/vnd.docker.distribution.manifest.v2+json"
CONFIG = "application/vnd.docker.container.image.v1+json"
LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip"


def a_manifest(*, config: str = CONFIG, layer: str = LAYER, kind: str = DOCKER, size: int = 10) -> bytes:
    return json.dumps(
        {
            "schemaVersion": 2,
            "mediaType": kind,
            "config": {"mediaType": config, "digest": "sha256:cc", "size": 2},
            "layers": [{"mediaType": layer, "digest": "sha256:dd", "size": size}],
        }
    ).encode()


def an_image(folder: Path, text: str = "hello", *, platforms: int = 1, architecture: str = "amd64") -> Path:
    """A tarball in OCI layout with one small layer."""
    config = json.dumps({"os": "linux", "architecture": architecture}).encode()
    layer = gzip.compress(text.encode(), mtime=0)
    manifest = json.dumps(
        {
            "schemaVersion": 2,
            "mediaType": DOCKER,
            "config": {"mediaType": CONFIG, "digest": digest(config), "size": len(config)},
            "layers": [{"mediaType": LAYER, "digest": digest(layer), "size": len(layer)}],
        }
    ).encode()
    entry = {"mediaType": DOCKER, "digest": digest(manifest), "size": len(manifest)}
    index = json.dumps({"schemaVersion": 2, "manifests": [entry] * platforms}).encode()
    path = folder / "image.tar"
    with tarfile.open(path, "w") as archive:
        for blob in (config, layer, manifest):
            _add(archive, f"blobs/sha256/{digest(blob).removeprefix('sha256:')}", blob)
        _add(archive, "index.json", index)
    return path


def digest(blob: bytes) -> str:
    return "sha256:" + hashlib.sha256(blob).hexdigest()


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))
