"""What was built before, by the content it was built from. Lies in .run/cache; deleting it costs time only."""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

import anyio
from tasador_release.values.artifacts import digest_of, hash_file, walk

KEPT: Final = 3
_NEVER: Final = frozenset({"node_modules", "dist", "__pycache__", ".mypy_cache", ".ruff_cache", ".cache"})


def key_of(root: Path, inputs: Iterable[str], *facts: str) -> str:
    """A name for the content of these files and folders, and for the facts that matter besides."""
    digest = hashlib.sha256()
    for fact in facts:
        digest.update(f"{fact}\0".encode())
    for path in sorted(set(_files(root, inputs))):
        digest.update(f"{_called(root, path)}\0{hash_file(path)}\n".encode())
    return digest.hexdigest()[:16]


def _called(root: Path, path: Path) -> str:
    """A file of the clone by its path; one from elsewhere by its name, wherever it lies."""
    return str(path.relative_to(root)) if path.is_relative_to(root) else path.name


def _files(root: Path, inputs: Iterable[str]) -> Iterator[Path]:
    for name in inputs:
        place = root / name
        if place.is_file():
            yield place
        for folder, folders, files in os.walk(place):
            folders[:] = [inner for inner in folders if inner not in _NEVER]
            yield from (Path(folder) / file for file in files if not file.endswith((".pyc", ".tsbuildinfo")))


@dataclass(frozen=True, slots=True)
class Cache:
    """Folders of what was built, each beside a note of its digest."""

    folder: Path
    fresh: bool = False

    def find(self, name: str, key: str) -> Path | None:
        """What is there, whole and unchanged; anything else counts as absent."""
        place, note = self._place(name, key)
        if self.fresh or not place.is_dir() or not note.is_file():
            return None
        return place if _noted(note) == digest(place) else None

    def keep(self, name: str, key: str, built: Path) -> Path:
        """Take over a folder just built, in one move; forget the oldest of its kind."""
        place, note = self._place(name, key)
        shutil.rmtree(place, ignore_errors=True)
        built.rename(place)
        note.write_text(json.dumps({"digest": digest(place)}) + "\n", encoding="utf-8")
        self._forget(name)
        return place

    @contextmanager
    def draft(self, name: str) -> Iterator[Path]:
        """An empty folder beside the kept ones, gone at the end unless it was taken over."""
        place = self.folder / f".{name}-{os.getpid()}-{os.urandom(4).hex()}"
        place.mkdir(parents=True)
        try:
            yield place
        finally:
            shutil.rmtree(place, ignore_errors=True)

    def tidy(self) -> None:
        """Delete drafts of a process that was killed."""
        for draft in self.folder.glob(".*-*-*"):
            if not _lives(draft.name.split("-")[-2]):
                shutil.rmtree(draft, ignore_errors=True)

    def _place(self, name: str, key: str) -> tuple[Path, Path]:
        return self.folder / f"{name}-{key}", self.folder / f"{name}-{key}.json"

    def _forget(self, name: str) -> None:
        notes = sorted(self.folder.glob(f"{name}-????????????????.json"), key=lambda note: note.stat().st_mtime)
        for note in notes[:-KEPT]:
            shutil.rmtree(note.with_suffix(""), ignore_errors=True)
            note.unlink(missing_ok=True)


def digest(folder: Path) -> str:
    return digest_of(tuple(walk(folder)))


def _lives(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True


def _noted(note: Path) -> str:
    try:
        return str(json.loads(note.read_text(encoding="utf-8"))["digest"])
    except (OSError, ValueError, KeyError):
        return ""


@asynccontextmanager
async def claimed(lock: Path, listener: Callable[[str], object] = str) -> AsyncIterator[None]:
    """One at a time on this machine, also across processes; the kernel lets go when the holder dies."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as stream:
        while not _try(stream):
            listener(f"waiting for another rehearsal of this clone ({lock.name})")
            await anyio.sleep(0.2)
        yield


def _try(stream: IO[str]) -> bool:
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
