"""Which files of the page go up, and in which order. Pure: two listings in, a plan out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from tasador_release.values.artifacts import File, Site

IMMUTABLE: Final = "public, max-age=31536000, immutable"
REVALIDATE: Final = "no-cache"
ASSETS: Final = "assets/"  # where Vite puts the files that carry a hash in their name
INDEX: Final = "index.html"

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
class Upload:
    """One file to send, with the headers it is served with."""

    key: str
    sha256: str
    size: int
    content_type: str
    cache_control: str


@dataclass(frozen=True, slots=True)
class SyncPlan:
    """Assets first (in any order), then the other files, then the index: open tabs keep working."""

    assets: tuple[Upload, ...] = ()
    entries: tuple[Upload, ...] = ()
    index: Upload | None = None
    unchanged: int = 0
    paths: tuple[str, ...] = ()

    @property
    def uploads(self) -> tuple[Upload, ...]:
        """All uploads in their order."""
        return (*self.assets, *self.entries, *([self.index] if self.index else []))

    @property
    def empty(self) -> bool:
        return not self.uploads

    @property
    def size(self) -> int:
        return sum(upload.size for upload in self.uploads)


def plan_sync(site: Site, remote: Iterable[Remote]) -> SyncPlan:
    """Compare by content and headers; nothing is ever deleted here."""
    there = {item.key: item for item in remote}
    wanted = [upload(file) for file in site.files]
    changed = [item for item in wanted if _differs(item, there)]
    entries = tuple(item for item in changed if not _is_asset(item.key) and item.key != INDEX)
    index = next((item for item in changed if item.key == INDEX), None)
    return SyncPlan(
        assets=tuple(item for item in changed if _is_asset(item.key)),
        entries=entries,
        index=index,
        unchanged=len(wanted) - len(changed),
        paths=_paths(entries, index),
    )


def upload(file: File) -> Upload:
    cache = IMMUTABLE if _is_asset(file.path) else REVALIDATE
    return Upload(file.path, file.sha256, file.size, content_type(file.path), cache)


def content_type(path: str) -> str:
    """From our own table: a machine's mime.types must not change what is served."""
    return _TYPES.get(PurePosixPath(path).suffix.lower(), "application/octet-stream")


def _is_asset(key: str) -> bool:
    return key.startswith(ASSETS)


def _differs(item: Upload, there: Mapping[str, Remote]) -> bool:
    found = there.get(item.key)
    return found is None or (found.sha256, found.content_type, found.cache_control) != (
        item.sha256,
        item.content_type,
        item.cache_control,
    )


def _paths(entries: tuple[Upload, ...], index: Upload | None) -> tuple[str, ...]:
    """What an edge may hold an old copy of: the changed entries. A new asset has a new name."""
    front = ("/", f"/{INDEX}") if index else ()
    return (*front, *(f"/{item.key}" for item in entries))
