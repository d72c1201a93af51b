"""`--canary 10%:5m,50%:5m`: a new version gets a share of the requests for a while, then a larger one. Pure."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tasador_release.errors import UsageError

_STEP: Final = re.compile(r"(?P<share>\d{1,2}(?:\.\d+)?)%:(?P<number>\d{1,4})(?P<unit>[smh])")
_SECONDS: Final = {"s": 1, "m": 60, "h": 3600}


@dataclass(frozen=True, slots=True)
class CanaryStep:
    """The share of requests that the new version gets (above 0, below 1), and for how many seconds."""

    share: float
    seconds: float

    def line(self) -> str:
        return f"{self.share:.3g} of the requests for {self.seconds:.0f} s"


def parse(text: str) -> tuple[CanaryStep, ...]:
    """The steps in their order; none for an empty text. UsageError when it is not of this form, or no share grows."""
    steps = tuple(_step(part.strip()) for part in text.split(",") if part.strip())
    if any(later.share <= earlier.share for earlier, later in pairwise(steps)):
        raise UsageError(f"--canary {text}: each share must be larger than the one before", _ADVICE)
    return steps


_ADVICE: Final = "give shares and times, such as --canary 10%:5m,50%:5m"


def _step(part: str) -> CanaryStep:
    found = _STEP.fullmatch(part)
    if found is None or not float(found["share"]) or not int(found["number"]):
        raise UsageError(f"--canary: {part!r} is no share and time", _ADVICE)
    return CanaryStep(float(found["share"]) / 100, float(int(found["number"]) * _SECONDS[found["unit"]]))
