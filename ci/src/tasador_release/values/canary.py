"""`--canary 10%:5m,50%:5m`: a new version gets a share of the requests for a while, then a larger one. Pure."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tasador_release.errors import UsageError
from tasador_release.values import duration

_SHARE: Final = re.compile(r"\d{1,2}(?:\.\d+)?%")


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


_ADVICE: Final = "give shares and times that grow, such as --canary 10%:5m,50%:5m"


def share(text: str, argument: str) -> float | None:
    """`5%` as 0.05; None for an empty text, UsageError when it is no share."""
    if not text:
        return None
    if not _SHARE.fullmatch(text.strip()):
        raise UsageError(f"{argument} {text}: this is no share", "give one such as 5%")
    return float(text.strip()[:-1]) / 100


def _step(part: str) -> CanaryStep:
    of, _, time = part.partition(":")
    part_of_all, seconds = share(of, "--canary"), duration.seconds(time, "--canary")
    if not part_of_all or not seconds:
        raise UsageError(f"--canary: {part!r} is no share and time", _ADVICE)
    return CanaryStep(part_of_all, seconds)
