"""What homes nearby ask for a square metre, from a compact grid of medians at one price level."""

from __future__ import annotations

from array import array
from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Final

from tasador.pricing.features import Home, Location
from tasador.pricing.spatial import key, thousandths

STEPS: Final = (8, 32)  # cells in thousandths of a degree: about 0.8 and 3 km
ENOUGH: Final = 5
FLATS: Final = ("Departamento", "PH")

Cell = tuple[int, float]  # adverts, and the median of their USD/m²


@dataclass(frozen=True, slots=True)
class Comparables:
    """Adverts like this one nearby: how many, their median USD/m² at the stated level, and how near."""

    count: int
    median_usd_m2: float | None
    place: str


def kind(property_type: str | None) -> str:
    return "flat" if property_type in FLATS else "house" if property_type else "any"


class ComparablesGrid:
    """Medians by cell, by locality and by region, each for flats, houses and any home."""

    def __init__(
        self, cells: Mapping[str, Sequence[Mapping[int, Cell]]], named: Mapping[str, Mapping[str, Cell]]
    ) -> None:
        self.cells = cells
        self.named = named

    @classmethod
    def unpack(cls, packed: Mapping[str, Any]) -> ComparablesGrid:
        cells = {name: [_cells(one) for one in grids] for name, grids in packed["cells"].items()}
        return cls(cells, packed["named"])

    def summary(self, home: Home, location: Location, factor: float) -> Comparables:
        """The narrowest circle that holds enough adverts."""
        for place, (count, median) in self._circles(home, location):
            if count >= ENOUGH:
                return Comparables(count, median * factor, place)
        return Comparables(0, None, home.l2)

    def _circles(self, home: Home, location: Location) -> list[tuple[str, Cell]]:
        name = kind(home.property_type)
        found: list[tuple[str, Cell | list[float] | None]] = []
        if home.lat is not None and home.lon is not None:
            lat, lon = thousandths(home.lat), thousandths(home.lon)
            for step, label, cells in zip(STEPS, ("1 km", "3 km"), self.cells.get(name, ()), strict=False):
                found.append((label, cells.get(key(lat, lon, step))))
        named = self.named.get(name, {})
        if location.locality:
            found.append((location.locality.name, named.get(f"{location.locality.l2}|{location.locality.name}")))
        found.append((home.l2, named.get(home.l2)))
        return [(place, (int(cell[0]), float(cell[1]))) for place, cell in found if cell]


def _cells(packed: Mapping[str, str]) -> dict[int, Cell]:
    keys = accumulate(array("q", b64decode(packed["keys"])))
    numbers = array("H", b64decode(packed["numbers"]))
    medians = array("f", b64decode(packed["medians"]))
    return dict(zip(keys, zip(numbers, medians, strict=True), strict=True))
