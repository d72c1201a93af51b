"""Runs a benchmark in a process of its own, so that none meets what another has loaded.

python -m bench.frame.runs NAME OUT.json    measures here, and writes what was found
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from bench.frame.measurement import Bench, Found
from tests.paths import ROOT

FOLDER: Final = ROOT / "bench"
LONG: Final = frozenset({"training", "calls", "changes", "lighthouse"})  # only when asked for by name


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.py") if not path.stem.startswith("_"))


def run(name: str, tree: Path = ROOT) -> Found:
    """One benchmark with the code of a tree: of this one, or of a worktree of another revision."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "found.json"
        argv = [sys.executable, "-m", "bench.frame.runs", name, str(out)]
        code = subprocess.run(argv, cwd=tree, env=environment(tree), check=False).returncode
        if code or not out.is_file():
            return Found(name, name, skipped=f"it failed with exit {code}")
        return Found.from_dict(json.loads(out.read_text(encoding="utf-8")))


def environment(tree: Path) -> dict[str, str]:
    code = os.pathsep.join(str(tree / part) for part in ("service/src", "ci/src"))
    return {**os.environ, "PYTHONPATH": code, "TASADOR_ROOT": str(tree)}


def here(name: str) -> Found:
    bench: Bench = importlib.import_module(f"bench.{name}").BENCH
    if reason := bench.missing():
        return Found(name, bench.title, skipped=reason)
    started = time.monotonic()
    made = tuple(bench.measured())
    return Found(name, bench.title, round(time.monotonic() - started, 1), measurements=made)


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(json.dumps(here(sys.argv[1]).to_dict()), encoding="utf-8")
