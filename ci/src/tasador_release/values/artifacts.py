"""What a build yields: the function (as a tree or an image) and the site, each with its digest.

A digest says what is in it, never when or where it was built: same content, same digest.
"""

import hashlib
import json
import os
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tasador_release.errors import ArtifactError

_PART: Final = 1 << 20  # bytes of a file that are in memory at once


@dataclass(frozen=True, slots=True)
class File:
    """One file of an artifact: its path with forward slashes, its sha256 and md5 in hex, its size."""

    path: str
    sha256: str
    size: int
    md5: str = ""  # what S3 gives as the ETag of what is sent in one part


@dataclass(frozen=True, slots=True)
class FunctionTree:
    """The very tree that becomes /var/task of the image."""

    root: Path
    digest: str
    size: int

    @classmethod
    def read(cls, root: Path) -> "FunctionTree":
        files = tuple(walk(root))
        if not files:
            raise ArtifactError(f"{root} is empty", "build the function tree first")
        return cls(root, digest_of(files), sum(file.size for file in files))


@dataclass(frozen=True, slots=True)
class Image:
    """A tarball in OCI layout with one manifest; `digest` is the manifest's."""

    tarball: Path
    digest: str

    @classmethod
    def read(cls, tarball: Path) -> "Image":
        return cls(tarball, str(_index_entry(tarball)["digest"]))


@dataclass(frozen=True, slots=True)
class Site:
    """The built page: every file with its hash."""

    root: Path
    digest: str
    files: tuple[File, ...]

    @classmethod
    def read(cls, root: Path) -> "Site":
        _refuse_links(root)
        files = tuple(walk(root))
        if not any(file.path == "index.html" for file in files):
            raise ArtifactError(f"{root} has no index.html", "build the page first")
        private = [file.path for file in files if file.path.startswith("releases/")]
        if private:
            raise ArtifactError(f"{private[0]} lies where the records of releases go", "name its folder otherwise")
        return cls(root, digest_of(files), files)


def walk(root: Path) -> Iterator[File]:
    """The files below `root` in order of their paths."""
    for name, entry in sorted(_entries(str(root)), key=lambda found: found[0].split("/")):
        if entry.is_file():
            yield _read(name, entry.path)


def hash_file(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _read(name: str, path: str) -> File:
    """Both hashes and the size of one reading: a file that changes meanwhile has the size of what was hashed."""
    sha256, md5, size = hashlib.sha256(), hashlib.md5(usedforsecurity=False), 0
    with open(path, "rb", buffering=0) as stream:
        while part := stream.read(_PART):
            sha256.update(part)
            md5.update(part)
            size += len(part)
    return File(name, sha256.hexdigest(), size, md5.hexdigest())


def _entries(folder: str, prefix: str = "") -> Iterator[tuple[str, "os.DirEntry[str]"]]:
    """What is below a folder and is no folder, by its path with forward slashes; a link is not followed."""
    with os.scandir(folder) as found:
        for entry in found:
            name = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                yield from _entries(entry.path, f"{name}/")
            else:
                yield name, entry


def digest_of(files: tuple[File, ...]) -> str:
    lines = "".join(f"{file.sha256}  {file.path}\n" for file in files)
    return "sha256:" + hashlib.sha256(lines.encode()).hexdigest()


def _refuse_links(root: Path) -> None:
    """A link could carry any file of this machine to everybody."""
    link = next((entry for _, entry in _entries(str(root)) if entry.is_symlink()), None)
    if link:
        raise ArtifactError(f"{link.path} is a symbolic link", "put the file itself there, or take the link away")


def _index_entry(tarball: Path) -> dict[str, Any]:
    try:
        with tarfile.open(tarball) as archive:
            member = archive.extractfile("index.json")
            manifests = json.loads(member.read())["manifests"] if member else []
    except (OSError, tarfile.TarError, KeyError, ValueError) as error:
        raise ArtifactError(f"{tarball} is no image in OCI layout: {error}", "export the image again") from error
    if len(manifests) != 1:
        raise ArtifactError(f"{tarball} holds {len(manifests)} manifests, not one", "build for one platform only")
    return dict(manifests[0])
