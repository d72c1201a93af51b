"""Which files of the page go up, and in which order. Pure: two listings in, a plan out.

What the bucket holds is told by one listing: an object that was not touched since the manifest of a
page was written (both times are the bucket's) has the content and the headers that the manifest
says. Whatever else is wanted and there is looked at by itself.
"""

import json
import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tasador_release.values.artifacts import File, Site

IMMUTABLE: Final = "public, max-age=31536000, immutable"
REVALIDATE: Final = "no-cache"
ASSETS: Final = "assets/"  # where Vite puts the files that carry a hash in their name
INDEX: Final = "index.html"

_MD5: Final = re.compile("[0-9a-f]{32}")
_TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".webmanifest": "application/manifest+json",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".woff": "font/woff",
    ".wasm": "application/wasm",
    ".pdf": "application/pdf",
}


@dataclass(frozen=True, slots=True)
class Remote:
    """One object of the bucket: its sha256 as stored with it (empty: unknown), and its headers."""

    key: str
    sha256: str = ""
    content_type: str = ""
    cache_control: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """One object as a listing tells it; `modified` by the bucket's clock."""

    key: str
    etag: str
    size: int
    modified: datetime


@dataclass(frozen=True, slots=True)
class Upload:
    """One file to send, with the headers it is served with."""

    key: str
    sha256: str
    size: int
    content_type: str
    cache_control: str
    md5: str = ""

    @property
    def fields(self) -> tuple[str | int, ...]:
        """As a manifest has them."""
        return (self.key, self.sha256, self.size, self.content_type, self.cache_control, self.md5)

    def is_in(self, listed: Listed | None) -> bool:
        """Whether that object has this content: the ETag of what was sent in one part is its MD5.

        A bucket that encrypts with keys of KMS gives other ETags: then only the size can be compared.
        """
        if listed is None or listed.size != self.size:
            return False
        etag = listed.etag.strip('"')
        return etag == self.md5 or not _MD5.fullmatch(etag)


@dataclass(frozen=True, slots=True)
class Manifest:
    """All files of one page, as they were when it was released; `modified` as a listing of the bucket tells it."""

    page: str
    files: tuple[Upload, ...]
    modified: datetime | None = None

    @property
    def assets(self) -> tuple[Upload, ...]:
        return tuple(item for item in self.files if is_asset(item.key))

    @property
    def entries(self) -> tuple[Upload, ...]:
        """What has no hash in its name, the index aside."""
        return tuple(item for item in self.files if not is_asset(item.key) and item.key != INDEX)

    @property
    def index(self) -> Upload:
        return next(item for item in self.files if item.key == INDEX)

    def to_json(self) -> str:
        return json.dumps({"page": self.page, "files": [item.fields for item in self.files]})

    def is_newer_than(self, listed: Listed) -> bool:
        """Whether the object was not touched since this was written."""
        return self.modified is not None and listed.modified <= self.modified


def manifest_of(site: Site) -> Manifest:
    return Manifest(site.digest, tuple(upload(file) for file in site.files))


def parse_manifest(text: bytes) -> Manifest:
    """ValueError says what is wrong with it."""
    try:
        raw = json.loads(text.decode("utf-8"))
        found = Manifest(str(raw["page"]), tuple(_parsed(item) for item in raw["files"]))
        found.index  # noqa: B018  a page without index is none
    except (KeyError, TypeError, StopIteration, RecursionError) as error:
        raise ValueError(f"a field is missing or of the wrong kind: {error}") from error
    return found


def known(wanted: Iterable[Upload], there: Mapping[str, Listed], manifests: Iterable[Manifest]) -> dict[str, Remote]:
    """What a listing and the manifests tell of the wanted files that are there; the rest must be looked at."""
    told = [(manifest, {item.key: item for item in manifest.files}) for manifest in manifests]
    found = {}
    for item in wanted:
        listed = there.get(item.key)
        if listed is None or not item.is_in(listed):
            continue
        for manifest, files in told:
            said = files.get(item.key)
            if said is not None and said.is_in(listed) and manifest.is_newer_than(listed):
                found[item.key] = Remote(item.key, said.sha256, said.content_type, said.cache_control)
    return found


@dataclass(frozen=True, slots=True)
class SyncPlan:
    """Assets first (in any order), then the other files, then the index: open tabs keep working."""

    assets: tuple[Upload, ...] = ()
    entries: tuple[Upload, ...] = ()
    index: Upload | None = None
    unchanged: int = 0

    @property
    def uploads(self) -> tuple[Upload, ...]:
        """All uploads in their order."""
        return (*self.assets, *self.entries, *([self.index] if self.index else []))

    @property
    def empty(self) -> bool:
        return not self.uploads


def plan_sync(site: Site, remote: Iterable[Remote]) -> SyncPlan:
    """Compare by content and headers; nothing is ever deleted here."""
    there = {item.key: item for item in remote}
    wanted = [upload(file) for file in site.files]
    changed = [item for item in wanted if _differs(item, there)]
    return SyncPlan(
        assets=tuple(item for item in changed if is_asset(item.key)),
        entries=tuple(item for item in changed if not is_asset(item.key) and item.key != INDEX),
        index=next((item for item in changed if item.key == INDEX), None),
        unchanged=len(wanted) - len(changed),
    )


def upload(file: File) -> Upload:
    cache = IMMUTABLE if is_asset(file.path) else REVALIDATE
    return Upload(file.path, file.sha256, file.size, content_type(file.path), cache, file.md5)


def content_type(path: str) -> str:
    """From our own table: a machine's mime.types must not change what is served."""
    return _TYPES.get(posixpath.splitext(path)[1].lower(), "application/octet-stream")


def is_asset(key: str) -> bool:
    return key.startswith(ASSETS)


def _differs(item: Upload, there: Mapping[str, Remote]) -> bool:
    found = there.get(item.key)
    return found is None or (found.sha256, found.content_type, found.cache_control) != (
        item.sha256,
        item.content_type,
        item.cache_control,
    )


def _parsed(raw: list[object]) -> Upload:
    key, sha256, size, kind, cache, md5 = raw
    return Upload(str(key), str(sha256), int(str(size)), str(kind), str(cache), str(md5))
