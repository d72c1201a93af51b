"""The range around a price: two quantile forests of the log error, widened or narrowed by what calibration measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from tasador.forest import Forest

THIN: Final = "thin"


class Interval:
    """Bounds in log, relative to the price, with the conformal correction of the home's region and type."""

    def __init__(self, low: Forest, high: Forest, corrections: Mapping[str, Sequence[float]]) -> None:
        self.low = low
        self.high = high
        self.corrections = {name: (pair[0], pair[1]) for name, pair in corrections.items()}

    @classmethod
    def unpack(cls, packed: Mapping[str, Any]) -> Interval:
        return cls(Forest.unpack(packed["low"]), Forest.unpack(packed["high"]), packed["corrections"])

    def around(self, point: Sequence[float], groups: Sequence[str]) -> tuple[float, float]:
        """The log bounds, at least as wide as the price itself; the first group that was calibrated corrects them."""
        below, above = next(self.corrections[group] for group in groups if group in self.corrections)
        return min(self.low.margin(point) - below, 0.0), max(self.high.margin(point) + above, 0.0)


def groups(l2: str, property_type: str | None) -> tuple[str, ...]:
    """The groups whose correction a home takes, narrowest first."""
    return (f"{l2}|{property_type}", l2, f"|{property_type}", "")
