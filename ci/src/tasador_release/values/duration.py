"""Times as they are written in arguments, such as 90s, 10m or 1h. Pure."""

import re
from typing import Final

from tasador_release.errors import UsageError

_TIME: Final = re.compile(r"(?P<number>\d{1,4})(?P<unit>[smh])")
_SECONDS: Final = {"s": 1, "m": 60, "h": 3600}


def seconds(text: str, argument: str) -> float:
    """0 for an empty text; UsageError names the argument when it is no time."""
    if not text:
        return 0.0
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise UsageError(f"{argument} {text}: this is no time", "give one such as 90s, 10m or 1h")
    return float(int(found["number"]) * _SECONDS[found["unit"]])
