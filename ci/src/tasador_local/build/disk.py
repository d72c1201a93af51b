"""Room on the disk: asked before anything starts, and blamed when it was the cause."""

import shutil
import tempfile
from pathlib import Path
from typing import Final

from tasador_local.errors import DiskFull

NEEDED_MB: Final = 200.0
_FULL: Final = ("No space left on device", "ENOSPC", "Disk quota exceeded")
_EMPTY_MB: Final = 4.0


def free_mb(folder: Path) -> float:
    return shutil.disk_usage(folder).free / 1e6


def check(*folders: Path, needed_mb: float = NEEDED_MB) -> None:
    """Refuse to begin what would end in the middle."""
    for folder in folders:
        if free_mb(folder) < needed_mb:
            raise DiskFull(folder, free_mb(folder), f"a rehearsal needs {needed_mb:.0f} MB")


def full_in(text: str, folder: Path, doing: str) -> DiskFull | None:
    """The error to raise when these words, or the folders themselves, say that the disk is full."""
    for place in (folder, Path(tempfile.gettempdir())):
        if any(word in text for word in _FULL) or free_mb(place) < _EMPTY_MB:
            tightest = min((folder, Path(tempfile.gettempdir())), key=free_mb)
            return DiskFull(tightest, free_mb(tightest), doing)
    return None
