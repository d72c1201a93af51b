"""Whether mypy refuses a mutant: the ring `types` would, so such a fault does not land."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.mutation.looks import PACKAGES
from tests.paths import ROOT


class Checker:
    """A copy of both packages in which one file at a time is another."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        shutil.rmtree(folder, ignore_errors=True)
        for package in PACKAGES:
            shutil.copytree(ROOT / package, folder / package)
        (folder / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())

    def refuses(self, path: str, source: str) -> bool:
        place = self._folder / path
        former = place.read_bytes()
        place.write_text(source, encoding="utf-8")
        try:
            return self._mypy(path) != 0
        finally:
            place.write_bytes(former)

    def _mypy(self, path: str) -> int:
        package = next(Path(package).name for package in PACKAGES if path.startswith(f"{package}/"))
        argv = (sys.executable, "-m", "mypy", "--no-error-summary", "-p", package)
        return subprocess.run(argv, cwd=self._folder, capture_output=True, check=False).returncode
