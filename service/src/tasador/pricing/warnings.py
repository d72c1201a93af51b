"""Warnings: what makes a price less certain than its range can say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tasador.pricing.features import Home, Location

MEASURED: Final = ("rooms", "bedrooms", "bathrooms", "surface_total", "surface_covered")
FEW: Final = 300  # adverts of a region below which its price is hardly more than a guess
REMOTE: Final = 3.0  # weighted adverts around a point, within a few kilometres


@dataclass(frozen=True, slots=True)
class TrainingRanges:
    """What training has seen: how many adverts of each region, and the range of each number by type."""

    counts: Mapping[str, int]
    limits: Mapping[str, Mapping[str, Sequence[float]]]

    @classmethod
    def unpack(cls, packed: Mapping[str, Any]) -> TrainingRanges:
        return cls(packed["counts"], packed["limits"])

    def thin(self, l2: str) -> bool:
        return self.counts.get(l2, 0) < FEW

    def warnings(self, home: Home, location: Location, old: bool) -> tuple[str, ...]:
        told = {
            "no_data_for_region": self.thin(home.l2),
            "outside_training_range": self._outside(home) or remote(location),
            "old_prices": old,
            "unknown_locality": bool(home.locality) and location.locality is None and home.lat is None,
            "no_locality": not home.locality and home.lat is None,
        }
        return tuple(code for code, holds in told.items() if holds)

    def _outside(self, home: Home) -> bool:
        limits = self.limits.get(home.property_type or "") or self.limits[""]
        numbers = ((getattr(home, name), limits.get(name)) for name in MEASURED)
        return any(n is not None and limit is not None and not limit[0] <= n <= limit[1] for n, limit in numbers)


def remote(location: Location) -> bool:
    """Own coordinates, but hardly an advert within kilometres."""
    return location.spread == 0.0 and location.support < REMOTE
