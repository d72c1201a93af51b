"""Digests say what is in an artifact, never when or where it was built."""

import hashlib
import json
import os
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tasador_release.errors import ArtifactError
from tasador_release.image.layout import Layout
from tasador_release.values.artifacts import File, FunctionTree, Image, Site, digest_of

from tests.unit.release.images import an_image


def a_tree(root: Path, *, late: bool = False) -> Path:
    names = ["tasador/entry/handler.py", "model/card.json", "bin/tool"]
    for name in reversed(names) if late else names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
        if late:
            os.utime(path, (1, 1))
    (root / "bin/tool").chmod(0o755)
    return root


def test_the_same_tree_gives_the_same_digest_wherever_and_whenever(tmp_path: Path) -> None:
    one = FunctionTree.read(a_tree(tmp_path / "one"))
    two = FunctionTree.read(a_tree(tmp_path / "two", late=True))
    assert one.digest == two.digest
    assert one.size == two.size > 0


def test_another_content_gives_another_digest(tmp_path: Path) -> None:
    before = FunctionTree.read(a_tree(tmp_path)).digest
    (tmp_path / "model/card.json").write_text("{}", encoding="utf-8")
    assert FunctionTree.read(tmp_path).digest != before


def test_an_empty_tree_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match="is empty"):
        FunctionTree.read(tmp_path)


def test_a_page_without_an_index_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("", encoding="utf-8")
    with pytest.raises(ArtifactError, match=r"index\.html"):
        Site.read(tmp_path)


def test_a_page_with_a_file_where_the_records_of_releases_go_is_refused(tmp_path: Path) -> None:
    (tmp_path / "releases").mkdir()
    (tmp_path / "releases" / "notes.html").write_text("", encoding="utf-8")
    (tmp_path / "index.html").write_text("<!doctype html>", encoding="utf-8")
    with pytest.raises(ArtifactError, match=r"releases/notes\.html lies where the records of releases go"):
        Site.read(tmp_path)


@pytest.mark.parametrize("target", ["/etc/hostname", "..", "index.html", "nowhere"])
def test_a_page_with_a_symbolic_link_is_refused_wherever_it_leads(tmp_path: Path, target: str) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html>", encoding="utf-8")
    (tmp_path / "assets" / "link.js").symlink_to(target)
    with pytest.raises(ArtifactError, match=r"link\.js is a symbolic link"):
        Site.read(tmp_path)


def test_the_files_come_in_the_order_of_their_folders_with_both_hashes_of_what_was_read(tmp_path: Path) -> None:
    written = {"a/b.js": b"one", "a-b.js": b"x" * 2_500_000, "a.js": b"", "index.html": b"<!doctype html>"}
    (tmp_path / "a").mkdir()
    for name, body in written.items():
        (tmp_path / name).write_bytes(body)
    files = Site.read(tmp_path).files
    assert [file.path for file in files] == list(written)
    for file, body in zip(files, written.values(), strict=True):
        md5 = hashlib.md5(body, usedforsecurity=False).hexdigest()
        assert (file.sha256, file.size, file.md5) == (hashlib.sha256(body).hexdigest(), len(body), md5)


@given(st.lists(st.builds(File, st.text(min_size=1), st.text("0123456789abcdef", min_size=64, max_size=64))))
def test_a_digest_depends_on_every_file(files: list[File]) -> None:
    whole = digest_of(tuple(files))
    for place in range(len(files)):
        assert digest_of(tuple(files[:place] + files[place + 1 :])) != whole


def test_an_image_is_read_from_its_tarball(tmp_path: Path) -> None:
    image = Image.read(an_image(tmp_path))
    with Layout.open(image) as layout:
        assert json.loads(layout.config())["architecture"] == "amd64"
        sizes = {blob.digest: blob.size for blob in layout.blobs()}
        for digest, size in sizes.items():
            with layout.blob(digest) as stream:
                assert len(stream.read()) == size


def test_a_tarball_of_two_platforms_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match="2 manifests"):
        Image.read(an_image(tmp_path, platforms=2))


def test_a_missing_blob_is_named(tmp_path: Path) -> None:
    image = Image.read(an_image(tmp_path))
    with Layout.open(image) as layout, pytest.raises(ArtifactError, match="sha256:00"):
        layout.blob("sha256:00")


@pytest.mark.parametrize("content", [b"", b"no tarball at all"])
def test_what_is_no_tarball_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "image.tar"
    path.write_bytes(content)
    with pytest.raises(ArtifactError, match="OCI layout"):
        Image.read(path)


def test_a_tarball_without_an_index_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "image.tar"
    with tarfile.open(path, "w"):
        pass
    with pytest.raises(ArtifactError, match="OCI layout"):
        Image.read(path)
