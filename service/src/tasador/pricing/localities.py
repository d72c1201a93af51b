"""What is known of places: localities with their centres, and which locality a point lies in."""

from __future__ import annotations

from array import array
from base64 import b64decode
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any, Final, NamedTuple

from tasador.pricing.spatial import key, thousandths
from tasador.pricing.vocabulary import fold

LOCATE_STEPS: Final = (4, 16, 64)  # cells, in thousandths of a degree, asked for their usual locality in this order


class Locality(NamedTuple):
    """A neighbourhood or town, as adverts name it."""

    l2: str
    name: str
    adverts: int
    lat: float | None
    lon: float | None
    effect: float  # what it adds to a price, in log
    spread: float  # how far its adverts lie from its centre, in degrees


class Localities:
    """All localities, found by name or by point."""

    def __init__(
        self, localities: Sequence[Locality], regions: Mapping[str, float], cells: Sequence[Mapping[int, int]]
    ) -> None:
        self.localities = tuple(localities)
        self.regions = dict(regions)
        self.cells = tuple(cells)
        self._named = {(one.l2, fold(one.name)): one for one in localities}

    @classmethod
    def unpack(cls, packed: Mapping[str, Any]) -> Localities:
        localities = [Locality(*one) for one in packed["localities"]]
        return cls(localities, packed["regions"], [_cells(one) for one in packed["cells"]])

    def named(self, l2: str, name: str | None) -> Locality | None:
        return self._named.get((l2, fold(name))) if name else None

    def around(self, lat: float, lon: float) -> Locality | None:
        """The locality that most adverts near this point name."""
        north, east = thousandths(lat), thousandths(lon)
        for step, cells in zip(LOCATE_STEPS, self.cells, strict=True):
            found = cells.get(key(north, east, step))
            if found is not None:
                return self.localities[found]
        return None

    def listed(self) -> list[dict[str, object]]:
        return [
            {"l2": one.l2, "name": one.name, "count": one.adverts, "lat": one.lat, "lon": one.lon}
            for one in self.localities
        ]


def _cells(packed: Mapping[str, str]) -> dict[int, int]:
    keys = accumulate(array("q", b64decode(packed["keys"])))
    return dict(zip(keys, array("H", b64decode(packed["localities"])), strict=True))
