"""What a cold start costs, against the bare web stack and against other ways of doing parts of it.

Each measure is the processor time of a fresh interpreter (a start waits for nothing else, and a busy
machine stretches it less than the clock's); they take turns; the best of each is compared with that of
`import fastapi, mangum`. Exit 1 when the service is slower than it may be. A package that is not
installed is skipped: Powertools, say, for which an environment with aws-lambda-powertools is enough.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 7
LIMIT = 1.25
BARE = "fastapi + mangum"
SERVICE = "service, to its first price"

EVENT = json.dumps((ROOT / "tests/events/rest_predict_v1.json").read_text())
SETUP = "import sys, time; started = time.process_time(); out, sys.stdout = sys.stdout, sys.stderr\n"
REPORT = "\nprint(time.process_time() - started, file=out)"

SCRIPTS = {
    BARE: "import fastapi, mangum",
    SERVICE: "import tasador.entry.handler",
    "service, to its first answer": f"import json, tasador.entry.handler as h; h.handler(json.loads({EVENT}), None)",
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
        sys.exit(f"bench: {script!r} failed:\n{ended.stderr}")
    return float(ended.stdout)


def measure() -> dict[str, float]:
    """The best by name: what a busy machine adds is no part of it. A first round writes the bytecode, uncounted."""
    found: dict[str, list[float]] = {name: [] for name, script in SCRIPTS.items() if seconds(script) is not None}
    for _ in range(ROUNDS):
        for name, times in found.items():
            taken = seconds(SCRIPTS[name])
            assert taken is not None
            times.append(taken)
    return {name: min(times) for name, times in found.items()}


def main() -> int:
    started = time.monotonic()
    best = measure()
    for name in SCRIPTS:
        shown = f"{best[name] * 1000:7.0f} ms  {best[name] / best[BARE]:.2f}" if name in best else "skipped"
        print(f"{name:32} {shown}")
    ratio = best[SERVICE] / best[BARE]
    print(f"{SERVICE}: {ratio:.2f} of {BARE}, at most {LIMIT} ({ROUNDS} rounds, {time.monotonic() - started:.0f} s)")
    return 0 if ratio <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
