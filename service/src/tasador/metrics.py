"""CloudWatch metrics in the embedded format (EMF): a log line that CloudWatch turns into metrics.

Plain lines instead of Powertools: its Metrics write the same line, and importing them costs a cold start
some 6 % of what FastAPI does (see bench/startup.py), where this costs nothing that can be measured.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from typing import Final

from tasador import logs

NAMESPACE: Final = "Tasador"
DIMENSION: Final = "Function"
UNITS: Final = {
    "Latency": "Milliseconds",
    "Price": "None",
    "PriceUnusual": "None",
    "SurfaceUnusual": "None",
    "Warnings": "Count",
    "Requests": "Count",
    "Rejected": "Count",
    "Errors": "Count",
    "CheckedPrice": "None",
    "ColdStart": "Count",
    "WarmUp": "Count",
    "UnknownEvent": "Count",
}
MAX_VALUES: Final = 100  # of one metric in one line; CloudWatch drops the line beyond it

Value = float | Sequence[float]


def emit(version: str, values: dict[str, Value]) -> None:
    """One line with these metrics. The model's version is a property, not a dimension: each value of a
    dimension is billed as a metric of its own."""
    shown = {name: _bounded(value) for name, value in values.items()}
    logs.write(logs.METRICS, _aws=_directive(shown), **{DIMENSION: _function()}, Version=version, **shown)


def _directive(values: dict[str, Value]) -> dict[str, object]:
    metrics = [{"Name": name, "Unit": UNITS[name]} for name in values]
    return {
        "Timestamp": int(time.time() * 1000),
        "CloudWatchMetrics": [{"Namespace": NAMESPACE, "Dimensions": [[DIMENSION]], "Metrics": metrics}],
    }


def _bounded(value: Value) -> Value:
    return value if isinstance(value, float | int) else list(value[:MAX_VALUES])


def _function() -> str:
    return os.environ.get("AWS_LAMBDA_FUNCTION_NAME", "local")
