"""An image with another config: without the time of its build (same content, same digest), or with further labels.

The layers are left as they are: what is in them carries no time of its own. Only the config does.
"""

import hashlib
import io
import json
import tarfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from tasador_release.image.layout import Layout
from tasador_release.values.artifacts import Image

EPOCH: Final = "1970-01-01T00:00:00Z"


def repeatable(image: Image, tarball: Path) -> Image:
    """Write the same image to `tarball` without times, and return it."""
    return _rewritten(image, tarball, _timeless)


def labelled(image: Image, tarball: Path, labels: Mapping[str, str]) -> Image:
    """Write the image to `tarball` with further labels, and return it: the same layers, another digest."""

    def change(config: dict[str, Any]) -> dict[str, Any]:
        own = config.get("config") or {}
        return {**config, "config": {**own, "Labels": {**(own.get("Labels") or {}), **labels}}}

    return _rewritten(image, tarball, change)


def _rewritten(image: Image, tarball: Path, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Image:
    """The image with another config."""
    with Layout.open(image) as layout:
        config = _bytes(change(json.loads(layout.config())))
        manifest = json.loads(layout.manifest())
        manifest["config"] |= _descriptor(config)
        text = _bytes(manifest)
        with tarfile.open(tarball, "w") as archive:
            _copy_layers(layout, archive)
            _add(archive, _place(_descriptor(config)["digest"]), config)
            _add(archive, _place(_descriptor(text)["digest"]), text)
            _add(archive, "oci-layout", b'{"imageLayoutVersion":"1.0.0"}')
            _add(archive, "index.json", _index(manifest["mediaType"], text))
    return Image.read(tarball)


def _timeless(config: dict[str, Any]) -> dict[str, Any]:
    history = [{**entry, "created": EPOCH} for entry in config.get("history", [])]
    # how a layer came into the engine is no part of the image either
    told = [{key: value for key, value in entry.items() if key not in ("created_by", "comment")} for entry in history]
    return {**config, "created": EPOCH, **({"history": told} if told else {})}


def _copy_layers(layout: Layout, archive: tarfile.TarFile) -> None:
    *layers, _ = layout.blobs()
    for blob in layers:
        entry = tarfile.TarInfo(_place(blob.digest))
        entry.size = blob.size
        with layout.blob(blob.digest) as stream:
            archive.addfile(entry, stream)


def _index(media_type: str, manifest: bytes) -> bytes:
    entry = {"mediaType": media_type, **_descriptor(manifest)}
    return _bytes({"schemaVersion": 2, "manifests": [entry]})


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))


def _place(digest: str) -> str:
    return f"blobs/{digest.replace(':', '/')}"


def _descriptor(content: bytes) -> dict[str, Any]:
    return {"digest": f"sha256:{hashlib.sha256(content).hexdigest()}", "size": len(content)}


def _bytes(value: dict[str, Any]) -> bytes:
    return json.dumps(value, separators=(",", ":"), sort_keys=True).encode()
