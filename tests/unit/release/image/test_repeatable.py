"""The same content, built twice, is the same image."""

import io
import json
import tarfile
from pathlib import Path

from tasador_release.image import published
from tasador_release.image.layout import Layout
from tasador_release.image.repeatable import EPOCH, repeatable
from tasador_release.values.artifacts import Image

from tests.unit.release.images import an_image, digest


def built(folder: Path, created: str, text: str = "hello") -> Image:
    """As an engine builds it: with the time of the build in its config."""
    folder.mkdir()
    plain = Image.read(an_image(folder, text))
    with Layout.open(plain) as layout:
        manifest = json.loads(layout.manifest())
        layer = layout.blob(manifest["layers"][0]["digest"]).read()
    history = [{"created": created, "created_by": f"a layer at {created}", "empty_layer": False}]
    config = json.dumps({"os": "linux", "architecture": "amd64", "created": created, "history": history}).encode()
    manifest["config"] |= {"digest": digest(config), "size": len(config)}
    return Image.read(packed(folder / "built.tar", json.dumps(manifest).encode(), config, layer))


def packed(path: Path, manifest: bytes, *blobs: bytes) -> Path:
    index = json.dumps({"manifests": [{"digest": digest(manifest), "size": len(manifest)}]}).encode()
    named = {f"blobs/sha256/{digest(blob).removeprefix('sha256:')}": blob for blob in (manifest, *blobs)}
    with tarfile.open(path, "w") as archive:
        for name, content in {**named, "index.json": index}.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return path


def test_two_builds_of_one_content_have_one_digest(tmp_path: Path) -> None:
    monday = built(tmp_path / "monday", "2026-11-23T10:00:00Z")
    tuesday = built(tmp_path / "tuesday", "2026-11-24T10:00:00Z")
    assert monday.digest != tuesday.digest
    one = repeatable(monday, tmp_path / "one.tar")
    other = repeatable(tuesday, tmp_path / "other.tar")
    assert one.digest == other.digest


def test_another_content_has_another_digest(tmp_path: Path) -> None:
    one = repeatable(built(tmp_path / "a", "2026-11-23T10:00:00Z", "a"), tmp_path / "one.tar")
    other = repeatable(built(tmp_path / "b", "2026-11-23T10:00:00Z", "b"), tmp_path / "other.tar")
    assert one.digest != other.digest


def test_what_comes_out_is_an_image_that_lambda_takes(tmp_path: Path) -> None:
    image = repeatable(built(tmp_path / "a", "2026-11-23T10:00:00Z"), tmp_path / "one.tar")
    with Layout.open(image) as layout:
        found = published.verify("repository", layout.manifest(), layout.config())
        config = json.loads(layout.config())
        named = layout.blobs()[0].digest
        layer = layout.blob(named).read()
    assert found.digest == image.digest
    assert config["created"] == EPOCH
    assert config["history"] == [{"created": EPOCH, "empty_layer": False}]
    assert digest(layer) == named


def test_what_is_repeatable_already_stays_as_it_is(tmp_path: Path) -> None:
    once = repeatable(built(tmp_path / "a", "2026-11-23T10:00:00Z"), tmp_path / "one.tar")
    assert repeatable(once, tmp_path / "two.tar").digest == once.digest
