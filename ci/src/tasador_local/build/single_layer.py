"""An image of the function tree without an engine: one layer with /var/task, and no base below it.

It is a real image to the registry, to Terraform and to everything that checks manifests; nothing can start
it. What runs the function in its place is said in the report.
"""

import gzip
import hashlib
import io
import json
import tarfile
from pathlib import Path
from typing import Final

from tasador_release.values.artifacts import FunctionTree, Image

_MANIFEST: Final = "application/vnd.docker.distribution.manifest.v2+json"
_CONFIG: Final = "application/vnd.docker.container.image.v1+json"
_LAYER: Final = "application/vnd.docker.image.rootfs.diff.tar.gzip"
_TASK: Final = "var/task"


def write(tree: FunctionTree, handler: str, tarball: Path) -> Image:
    """The same bytes for the same tree and handler."""
    layer = _layer(tree.root)
    packed = gzip.compress(layer, compresslevel=6, mtime=0)
    config = _config(digest(layer), handler)
    manifest = _object(
        {
            "schemaVersion": 2,
            "mediaType": _MANIFEST,
            "config": {"mediaType": _CONFIG, "size": len(config), "digest": digest(config)},
            "layers": [{"mediaType": _LAYER, "size": len(packed), "digest": digest(packed)}],
        }
    )
    index = {"mediaType": _MANIFEST, "digest": digest(manifest), "size": len(manifest)}
    blobs = {_blob(blob): blob for blob in (packed, config, manifest)}
    layout = {"oci-layout": _object({"imageLayoutVersion": "1.0.0"})}
    _write(tarball, {**layout, "index.json": _object({"schemaVersion": 2, "manifests": [index]}), **blobs})
    return Image.read(tarball)


def digest(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()


def _blob(content: bytes) -> str:
    return f"blobs/sha256/{hashlib.sha256(content).hexdigest()}"


def _config(diff_id: str, handler: str) -> bytes:
    return _object(
        {
            "architecture": "amd64",
            "os": "linux",
            "config": {"Cmd": [handler], "WorkingDir": f"/{_TASK}"},
            "rootfs": {"type": "layers", "diff_ids": [diff_id]},
            "history": [{"created_by": "rehearsal without an engine: the function tree alone"}],
        }
    )


def _object(value: object) -> bytes:
    return json.dumps(value, sort_keys=True).encode()


def _layer(root: Path) -> bytes:
    files = {f"{_TASK}/{path.relative_to(root).as_posix()}": path for path in sorted(root.rglob("*")) if path.is_file()}
    return _tar({name: path.read_bytes() for name, path in files.items()})


def _tar(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(content), 0o644
            archive.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


def _write(tarball: Path, files: dict[str, bytes]) -> None:
    tarball.write_bytes(_tar(files))
