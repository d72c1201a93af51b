"""The function's packages beside those of the original: how much they weigh, and how long they take to import.

The original's are pandas, scikit-learn, xgboost and joblib with the same FastAPI and Mangum (bench/original.lock), in
today's versions: its own were never pinned. Both are installed into folders of their own, by the lock.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bench.frame import locked
from bench.frame.machine import rounds
from bench.frame.measurement import Bench, Measurement, compared
from tests.paths import ROOT

FOLDER: Final = ROOT / ".run" / "bench" / "stacks"
ROUNDS: Final = rounds(7)
ORIGINAL: Final = "the original's packages"
OURS: Final = "import tasador.entry.handler"
THEIRS: Final = "import fastapi, mangum, pydantic, joblib, numpy, pandas, sklearn.pipeline, xgboost"
TIMED: Final = "import time; begun = time.process_time(); {}; print(time.process_time() - begun)"
SOURCES: Final = (ROOT / "service/src/tasador", ROOT / "service/model")


def measured() -> Iterator[Measurement]:
    ours, theirs = installed("ours", ROOT / "service/runtime.lock"), installed("original", ROOT / "bench/original.lock")
    weights = (weight(ours) + sum(weight(source) for source in SOURCES)) / 1e6, weight(theirs) / 1e6
    yield compared("function, unpacked, with its model", "MB", ORIGINAL, [weights], headline=True)
    pairs = [(seconds(OURS, ours), seconds(THEIRS, theirs)) for _ in range(ROUNDS + 1)]
    name = "start of the service, beside the original's imports"
    yield compared(name, "ms", ORIGINAL, [(own * 1000, other * 1000) for own, other in pairs[1:]], headline=True)


def installed(name: str, lock: Path) -> Path:
    """A folder with the packages of a lock."""
    folder = FOLDER / name
    target = ["--python", sys.executable, "--target", str(folder)]
    return locked.made(folder, lock, [["pip", "install", "--quiet", *target, "--require-hashes", "-r", str(lock)]])


def weight(folder: Path) -> int:
    """Bytes of all files, without what Python compiled."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")


def seconds(script: str, packages: Path) -> float:
    """Processor time of a script in a fresh interpreter that sees these packages alone."""
    path = os.pathsep.join(map(str, (packages, ROOT / "service" / "src")))
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": ""}
    argv = [sys.executable, "-S", "-c", TIMED.format(script)]
    done = subprocess.run(argv, env=environment, capture_output=True, text=True, check=True)
    return float(done.stdout.splitlines()[-1])


BENCH = Bench("The function's packages and the original's", measured)
