"""What a cold start costs, against the bare web stack and against other ways of doing parts of it.

Each measure is the processor time of a fresh interpreter (a start waits for nothing else, and a busy
machine stretches it less than the clock's); they take turns. A package that is not installed is left
out: Powertools, say, for which an environment with aws-lambda-powertools is enough.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator

from bench.frame.machine import rounds
from bench.frame.measurement import Bench, Limits, Measurement, compared
from tests.paths import ROOT

ROUNDS = rounds(7)
LIMIT = 1.25
BARE = "fastapi + mangum"
SERVICE = "start of the service, up to its first price"

EVENT = json.dumps((ROOT / "tests/events/rest_predict_v1.json").read_text())
SETUP = "import sys, time; started = time.process_time(); out, sys.stdout = sys.stdout, sys.stderr\n"
REPORT = "\nprint(time.process_time() - started, file=out)"

SCRIPTS = {
    BARE: "import fastapi, mangum",
    SERVICE: "import tasador.entry.handler",
    "start of the service, up to its first answer": (
        f"import json, tasador.entry.handler as h; h.handler(json.loads({EVENT}), None)"
    ),
    "bare + boto3": "import fastapi, mangum, boto3",
    "bare + numpy + xgboost": "import fastapi, mangum, numpy, xgboost",
    "bare + a declared body model": (
        "import fastapi, mangum, pydantic\n"
        "class Home(pydantic.BaseModel): l2: str\n"
        "app = fastapi.FastAPI()\n"
        "@app.post('/predict')\n"
        "async def predict(home: Home) -> dict[str, str]: return {}"
    ),
    "bare + plain EMF": "import fastapi, mangum, tasador.metrics as m; m.emit('m-1', {'Latency': 1.0})",
    "bare + Powertools Metrics": (
        "import fastapi, mangum\n"
        "from aws_lambda_powertools.metrics import Metrics, MetricUnit\n"
        "metrics = Metrics(namespace='Tasador', service='tasador')\n"
        "metrics.add_metric(name='Latency', unit=MetricUnit.Milliseconds, value=1.0)\n"
        "metrics.flush_metrics()"
    ),
}


def seconds(script: str) -> float | None:
    """Processor time of this script within a fresh interpreter, or None where a package of it is missing."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "service/src"), "PYTHONDONTWRITEBYTECODE": ""}
    ended = subprocess.run(
        [sys.executable, "-c", SETUP + script + REPORT], env=environment, capture_output=True, text=True, check=False
    )
    if "ModuleNotFoundError" in ended.stderr:
        return None
    if ended.returncode:
        raise RuntimeError(f"{script!r} failed:\n{ended.stderr}")
    return float(ended.stdout)


def measured() -> Iterator[Measurement]:
    """In turns; a first round writes the bytecode, uncounted."""
    found: dict[str, list[float]] = {name: [] for name, script in SCRIPTS.items() if seconds(script) is not None}
    for _ in range(ROUNDS):
        for name, times in found.items():
            taken = seconds(SCRIPTS[name])
            assert taken is not None
            times.append(taken * 1000)
    for name, times in found.items():
        if name != BARE:
            limits: Limits = {"ratio_at_most": LIMIT, "headline": True} if name == SERVICE else {}
            yield compared(name, "ms", BARE, list(zip(times, found[BARE], strict=True)), **limits)


BENCH = Bench("Processor time of a cold start", measured)
