"""What a call of the Dagger module costs beside one of an empty module, in alternating pairs on a real engine.

`dagger functions`, and the verbs of a bad night up to their own work: without credentials they end where that begins.
Exit 1 when a median ratio is above 1.25 (functions) or 1.3 (verbs).
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.engine.conftest import no_engine
from tests.paths import ROOT

PAIRS: Final = int(os.environ.get("TASADOR_PAIRS", "6"))
FUNCTIONS: Final = ("dagger", "--silent", "functions")
EMPTY_VERB: Final = ("dagger", "--silent", "call", "nothing")
VERBS: Final = ("rollback", "history", "unlock")
MODULE: Final = '''import dagger


@dagger.object_type
class Empty:
    """Nothing."""

    @dagger.function(cache="never")
    async def nothing(self) -> str:
        """Say nothing."""
        return ""
'''
PROJECT: Final = """[project]
name = "empty"
version = "0"
requires-python = ">=3.11"
dependencies = ["dagger-io"]

[project.entry-points."dagger.mod"]
main_object = "empty:Empty"

[build-system]
requires = ["uv_build>=0.8.4"]
build-backend = "uv_build"

[tool.uv.sources]
dagger-io = { path = "sdk", editable = true }

[tool.dagger]
base-image = "python:3.13-slim"
"""


def main() -> int:
    if reason := no_engine():
        print(f"calls: {reason}, so nothing was measured")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        empty = write_empty(Path(folder))
        slow = shown("functions", pairs(FUNCTIONS, FUNCTIONS, empty)) > 1.25
        for verb in VERBS:
            slow |= shown(verb, pairs(EMPTY_VERB, ("dagger", "--silent", "call", verb), empty)) > 1.3
    return int(slow)


def write_empty(folder: Path) -> Path:
    """A module of one function that does nothing, on the same engine, SDK and base image."""
    version = json.loads((ROOT / "dagger.json").read_text(encoding="utf-8"))["engineVersion"]
    settings = {"name": "empty", "engineVersion": version, "sdk": {"source": "python"}}
    (folder / "src" / "empty").mkdir(parents=True)
    (folder / "src" / "empty" / "__init__.py").write_text(MODULE, encoding="utf-8")
    (folder / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    (folder / "dagger.json").write_text(json.dumps(settings), encoding="utf-8")
    return folder


def pairs(empty_command: Sequence[str], command: Sequence[str], empty: Path) -> list[tuple[float, float]]:
    """Seconds of both, by turns; the first pair builds the modules and does not count."""
    made = [(seconds(empty_command, empty), seconds(command, ROOT)) for _ in range(PAIRS + 1)]
    return made[1:]


def seconds(command: Sequence[str], folder: Path) -> float:
    started = time.monotonic()
    subprocess.run(command, cwd=folder, capture_output=True, check=False)
    return time.monotonic() - started


def shown(name: str, made: Sequence[tuple[float, float]]) -> float:
    ratio = statistics.median(own / empty for empty, own in made)
    empty, own = (statistics.median(times) for times in zip(*made, strict=True))
    print(f"{name:<10} {own:6.2f} s beside {empty:6.2f} s: {ratio:.2f} times, median of {len(made)} pairs")
    return ratio


if __name__ == "__main__":
    sys.exit(main())
