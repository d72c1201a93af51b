"""The image as `repo@sha256:…`, read back from the registry and known to be what Lambda takes."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from tasador_release.errors import ManifestRefused

DOCKER_MANIFEST: Final = "application/vnd.docker.distribution.manifest.v2+json"
OCI_MANIFEST: Final = "application/vnd.oci.image.manifest.v1+json"
INDEXES: Final = frozenset(
    {
        "application/vnd.docker.distribution.manifest.list.v2+json",
        "application/vnd.oci.image.index.v1+json",
    }
)
CONFIGS: Final = frozenset(
    {
        "application/vnd.docker.container.image.v1+json",
        "application/vnd.oci.image.config.v1+json",
    }
)
LAYERS: Final = frozenset(
    {
        "application/vnd.docker.image.rootfs.diff.tar.gzip",
        "application/vnd.oci.image.layer.v1.tar+gzip",
    }
)
_LIMIT: Final = 10 * 1024**3  # Lambda's own limit on an image


@dataclass(frozen=True, slots=True)
class Published:
    """One linux/amd64 manifest in a registry."""

    repository: str
    digest: str
    media_type: str
    size: int
    pushed: bool = True

    @property
    def uri(self) -> str:
        return f"{self.repository}@{self.digest}"


def verify(repository: str, manifest: bytes, config: bytes | None = None, *, pushed: bool = True) -> Published:
    """Check the manifest (and its config, when given); refuse with the reason."""
    parsed = _object(manifest, "manifest")
    media_type = _media_type(parsed)
    _check_config_type(parsed)
    size = _check_layers(parsed)
    if config is not None:
        _check_platform(_object(config, "config"))
    digest = "sha256:" + hashlib.sha256(manifest).hexdigest()
    return Published(repository, digest, media_type, size, pushed)


def _object(text: bytes, what: str) -> dict[str, Any]:
    try:
        parsed = json.loads(text)
    except ValueError as error:
        raise ManifestRefused(f"its {what} is not JSON") from error
    if not isinstance(parsed, dict):
        raise ManifestRefused(f"its {what} is no JSON object")
    return parsed


def _media_type(manifest: Mapping[str, Any]) -> str:
    kind = str(manifest.get("mediaType", OCI_MANIFEST))
    if kind in INDEXES or "manifests" in manifest:
        raise ManifestRefused(f"it is an index of several manifests ({kind})")
    if kind not in {DOCKER_MANIFEST, OCI_MANIFEST}:
        raise ManifestRefused(f"its manifest is of type {kind}")
    return kind


def _check_config_type(manifest: Mapping[str, Any]) -> None:
    config = manifest.get("config")
    kind = str(config.get("mediaType")) if isinstance(config, dict) else "none"
    if kind not in CONFIGS:
        raise ManifestRefused(f"its config is of type {kind}")


def _check_layers(manifest: Mapping[str, Any]) -> int:
    layers = manifest.get("layers")
    if not isinstance(layers, list) or not layers:
        raise ManifestRefused("it has no layers")
    for layer in layers:
        kind = str(layer.get("mediaType")) if isinstance(layer, dict) else "none"
        if kind not in LAYERS:
            raise ManifestRefused(f"it has a layer of type {kind}")
    size = sum(_size(layer.get("size")) for layer in layers)
    if size > _LIMIT:
        raise ManifestRefused(f"it weighs {size} bytes, above the limit of {_LIMIT}")
    return size


def _size(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ManifestRefused(f"it has a layer of size {value!r}")
    return value


def _check_platform(config: Mapping[str, Any]) -> None:
    platform = f"{config.get('os')}/{config.get('architecture')}"
    if platform != "linux/amd64":
        raise ManifestRefused(f"it is built for {platform}, not linux/amd64")
