"""The straight part of a price: in logs, so much more for so much more surface, wherever the home is.

Trees follow a straight line only by steps, and spend themselves on it. On top of a line, they have less left to say.
"""

from __future__ import annotations

from math import log
from typing import NamedTuple


class Trend(NamedTuple):
    """A line through the middle of the homes that were learned from."""

    slope: float
    middle: float  # a usual log of living surface in m², where the line adds nothing

    def at(self, living: float) -> float:
        """What a living surface in m² adds to the log of a price; nothing where it is not known."""
        return 0.0 if living != living else self.slope * (log(living) - self.middle)
