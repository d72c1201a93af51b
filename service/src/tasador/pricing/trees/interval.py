"""The range around a price: two quantile forests of the log error, widened or narrowed by what calibration measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from tasador.pricing.trees.forest import Forest
from tasador.pricing.trees.points import Points

THIN: Final = "thin"


class Interval:
    """Bounds in log, relative to the price, with the conformal correction of the home's region and type."""

    def __init__(self, low: Forest, high: Forest, corrections: Mapping[str, Sequence[float]]) -> None:
        self.low = low
        self.high = high
        self.corrections = {name: (pair[0], pair[1]) for name, pair in corrections.items()}

    @classmethod
    def unpack(cls, packed: Mapping[str, Any]) -> Interval:
        return cls(Forest(packed["low"]), Forest(packed["high"]), packed["corrections"])

    def around(self, points: Points, named: Sequence[Sequence[str]]) -> list[tuple[float, float]]:
        """The log bounds of each, at least as wide as the price, corrected by the first of its groups that has any."""
        lows, highs = (forest.margins(forest.reached(points)) for forest in (self.low, self.high))
        return [
            (min(low - below, 0.0), max(high + above, 0.0))
            for low, high, (below, above) in zip(lows, highs, map(self._correction, named), strict=True)
        ]

    def _correction(self, groups: Sequence[str]) -> tuple[float, float]:
        return next(self.corrections[group] for group in groups if group in self.corrections)


def groups(l2: str, property_type: str | None) -> tuple[str, ...]:
    """The groups whose correction a home takes, narrowest first."""
    return (f"{l2}|{property_type}", l2, f"|{property_type}", "")
