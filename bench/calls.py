"""What a call of the Dagger module costs beside one of an empty module, in alternating pairs on a real engine.

`dagger functions`, and the verbs of a bad night up to their own work: without credentials they end where that begins.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from bench.frame import machine
from bench.frame.measurement import Bench, Measurement, compared
from tests.engine.conftest import no_engine
from tests.paths import ROOT

PAIRS: Final = machine.rounds(6)
FUNCTIONS: Final = ("dagger", "--silent", "functions")
EMPTY_VERB: Final = ("dagger", "--silent", "call", "nothing")
MODULE_OF_NOTHING: Final = "a module of one empty function"
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


def measured() -> Iterator[Measurement]:
    with tempfile.TemporaryDirectory() as folder:
        empty = write_empty(Path(folder))
        made = rounds({"functions": FUNCTIONS}, FUNCTIONS, empty)
        yield compared("dagger functions", "s", MODULE_OF_NOTHING, made["functions"], ratio_at_most=1.25)
        made = rounds({verb: ("dagger", "--silent", "call", verb) for verb in VERBS}, EMPTY_VERB, empty)
        for verb in VERBS:
            yield compared(f"dagger call {verb}", "s", MODULE_OF_NOTHING, made[verb], ratio_at_most=1.3)


def write_empty(folder: Path) -> Path:
    """A module of one function that does nothing, on the same engine, SDK and base image."""
    version = json.loads((ROOT / "dagger.json").read_text(encoding="utf-8"))["engineVersion"]
    settings = {"name": "empty", "engineVersion": version, "sdk": {"source": "python"}}
    (folder / "src" / "empty").mkdir(parents=True)
    (folder / "src" / "empty" / "__init__.py").write_text(MODULE, encoding="utf-8")
    (folder / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    (folder / "dagger.json").write_text(json.dumps(settings), encoding="utf-8")
    return folder


def rounds(
    commands: Mapping[str, Sequence[str]], empty_command: Sequence[str], empty: Path
) -> dict[str, list[tuple[float, float]]]:
    """Seconds of each of ours, and of the empty one in the same round; the first round builds, and does not count."""
    made: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _ in range(PAIRS + 1):
        beside = seconds(empty_command, empty)
        for name, command in commands.items():
            made[name].append((seconds(command, ROOT), beside))
    return {name: pairs[1:] for name, pairs in made.items()}


def seconds(command: Sequence[str], folder: Path) -> float:
    started = time.monotonic()
    subprocess.run(command, cwd=folder, capture_output=True, check=False)
    return time.monotonic() - started


BENCH = Bench("Calls of the module on a Dagger engine, up to their own work", measured, no_engine)
