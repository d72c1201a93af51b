"""What goes to the log: one JSON object a line, each with an `event`.

Nothing in it tells who asked (no address, no agent, no query string) or which home exactly:
coordinates are cut to two decimals, about a kilometre, and a locality is logged only when it is one
of the model's own.
"""

from __future__ import annotations

import json
import sys
import time
import traceback
from collections.abc import Callable, Collection
from types import TracebackType
from typing import Final

from tasador.pricing.fields import FIELDS, Field, Home

ACCESS: Final = "PRED_LOG_ACCESS"
INPUT: Final = "PRED_LOG_INPUT"
OUTPUT: Final = "PRED_LOG_OUTPUT"
WARMUP: Final = "WARMUP"
INIT: Final = "INIT"
ERROR: Final = "ERROR"
UNKNOWN_EVENT: Final = "UNKNOWN_EVENT"
METRICS: Final = "METRICS"

COARSE: Final = 2
MAX_FRAMES: Final = 8


class Sampler:
    """How many lines one written line stands for: each of the first `full` of a second for itself, then one in `nth`.

    A flood of requests must not become a flood of log lines, which CloudWatch charges by the byte.
    """

    def __init__(self, full: int = 20, nth: int = 10, clock: Callable[[], float] = time.monotonic) -> None:
        self._full, self._nth, self._clock = full, nth, clock
        self._second, self._seen = -1, 0

    def weight(self) -> int:
        """0: leave this line out."""
        second = int(self._clock())
        if second != self._second:
            self._second, self._seen = second, 0
        self._seen += 1
        if self._seen <= self._full:
            return 1
        return self._nth if (self._seen - self._full) % self._nth == 0 else 0


def write(event: str, **fields: object) -> None:
    """One line. ASCII, so that no locale and no odd letter can break it."""
    sys.stdout.write(json.dumps({"event": event, **fields}, separators=(",", ":"), default=str) + "\n")
    sys.stdout.flush()


def audited(home: Home, localities: Collection[str]) -> dict[str, object]:
    """The home as the log may know it."""
    return {name: _logged(field, getattr(home, name), localities) for name, field in FIELDS.items()}


def _logged(field: Field, value: object, localities: Collection[str]) -> object:
    if field.logged == "coarse" and isinstance(value, float):
        return round(value, COARSE)
    if field.logged == "listed" and value is not None and value not in localities:
        return "(unlisted)"
    return value


def frames(trace: TracebackType | None) -> list[str]:
    """Where it went wrong, innermost last: files and lines, none of the values."""
    found = traceback.extract_tb(trace)[-MAX_FRAMES:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in found]
