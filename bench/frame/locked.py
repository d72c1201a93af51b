"""Packages that a benchmark stands beside ours: installed by a lock, into a folder of their own."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.paths import ROOT


def made(folder: Path, lock: Path, commands: Sequence[Sequence[str]]) -> Path:
    """The folder that these arguments of uv make of the lock; made again when the lock is another one."""
    stamp = folder.with_name(f"{folder.name}.lock")
    if folder.is_dir() and stamp.is_file() and stamp.read_bytes() == lock.read_bytes():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    uv = shutil.which("uv") or str(ROOT / ".run" / "tools" / "bin" / "uv")
    for words in commands:
        subprocess.run([uv, *words], check=True)
    shutil.copy(lock, stamp)
    return folder
