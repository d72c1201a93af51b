"""Notices: what makes a price less certain than its range can say, each with the field that it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tasador.pricing.features import Location
from tasador.pricing.fields import Home
from tasador.pricing.notices import Notice

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

    def warnings(self, home: Home, location: Location, old: bool) -> list[Notice]:
        found = [Notice("no_data_for_region", "l2", {"region": home.l2})] if self.thin(home.l2) else []
        found += self._outside(home)
        if remote(location):
            found.append(Notice("remote_point", "lat"))
        if old:
            found.append(Notice("old_prices", "l2"))
        if not home.locality and home.lat is None:
            found.append(Notice("no_locality", "locality"))
        return found

    def _outside(self, home: Home) -> list[Notice]:
        limits = self.limits.get(home.property_type or "") or self.limits[""]
        found = []
        for name in MEASURED:
            value, limit = getattr(home, name), limits.get(name)
            if value is not None and limit is not None and not limit[0] <= value <= limit[1]:
                told = {"value": f"{value:g}", "low": f"{limit[0]:g}", "high": f"{limit[1]:g}"}
                found.append(Notice("outside_training_range", name, told))
        return found


def remote(location: Location) -> bool:
    """Own coordinates, but hardly an advert within kilometres."""
    return location.spread == 0.0 and location.support < REMOTE
