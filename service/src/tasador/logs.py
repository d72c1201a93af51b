"""What goes to the log: one JSON object a line, each with an `event`.

Nothing in it tells who asked (no address, no agent, no query string) or which home exactly:
coordinates are cut to two decimals, about a kilometre, and a locality is logged only when it is one
of the model's own.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Collection
from types import TracebackType
from typing import Final

from tasador.pricing.features import Home

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


def write(event: str, **fields: object) -> None:
    """One line. ASCII, so that no locale and no odd letter can break it."""
    sys.stdout.write(json.dumps({"event": event, **fields}, separators=(",", ":"), default=str) + "\n")
    sys.stdout.flush()


def audited(home: Home, localities: Collection[str]) -> dict[str, object]:
    """The home as the log may know it."""
    return {
        "l2": home.l2,
        "locality": home.locality if home.locality is None or home.locality in localities else "(unlisted)",
        "property_type": home.property_type,
        "rooms": home.rooms,
        "bedrooms": home.bedrooms,
        "bathrooms": home.bathrooms,
        "surface_total": home.surface_total,
        "surface_covered": home.surface_covered,
        "lat": _coarse(home.lat),
        "lon": _coarse(home.lon),
    }


def _coarse(degrees: float | None) -> float | None:
    return None if degrees is None else round(degrees, COARSE)


def frames(trace: TracebackType | None) -> list[str]:
    """Where it went wrong, innermost last: files and lines, none of the values."""
    found = traceback.extract_tb(trace)[-MAX_FRAMES:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in found]
