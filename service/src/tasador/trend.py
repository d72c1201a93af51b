"""The straight part of a price: in logs, so much more for so much more surface, wherever the home is.

Trees follow a straight line only by steps, and spend themselves on it. On top of a line, they have less left to say.
"""

from __future__ import annotations

from math import log
from typing import NamedTuple


class Trend(NamedTuple):
    """A line through the middle of the homes that were learned from, where it adds nothing."""

    slope: float
    middle: float  # mean log of a home's living surface in m²

    def at(self, living: float) -> float:
        """What a living surface in m² adds to the log of a price."""
        return self.slope * (log(living) - self.middle)
