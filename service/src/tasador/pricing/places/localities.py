"""What is known of localities: their centres, which one a name means, and which one of a region a point lies in."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import accumulate, product
from math import hypot
from typing import Any, Final, NamedTuple

from tasador.pricing.fields import Home
from tasador.pricing.notices import Notice
from tasador.pricing.places.locality_names import ALIASES, matched, shortens, tidied, words
from tasador.pricing.places.spatial import SQUEEZE, key, thousandths
from tasador.pricing.vocabulary import OTHERS, REGIONS, fold, resolved

LOCATE_STEPS: Final = (4, 16, 64)  # cells, in thousandths of a degree, asked for their usual locality in this order
BORDER: Final = 16  # a point whose cell of this step, or one beside it, holds a region's advert may be of that region
REGION_CODES: Final = 16  # room for the region in a cell's key: a cell at a border has a locality of each side
FAR: Final = 3.0  # degrees from every locality of its region, beyond which a point is not believed
APART: Final = 0.04  # degrees, about 4 km, by which a point may always miss its locality's centre
SPREADS: Final = 4.0  # and so many times the usual distance of the locality's adverts
GHOST: Final = 30  # adverts below which a name may be another region's, filed here by mistake
GHOST_SHARE: Final = 0.1  # of the adverts under the same name elsewhere


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
    """All localities, found by name or by point, each only within its region."""

    def __init__(
        self, localities: Sequence[Locality], regions: Mapping[str, float], cells: Sequence[Mapping[int, int]]
    ) -> None:
        folded = [fold(one.name) for one in localities]
        ghosts = ghostly(localities, folded)
        self.localities = tuple(one._replace(name=tidied(one.name)) for one in localities)
        self.regions = dict(regions)
        self.cells = tuple(cells)
        self.ghosts = ghosts
        self.listed_ones = tuple(one for k, one in enumerate(self.localities) if k not in ghosts)
        self._named = {
            (one.l2, name): one
            for k, (one, name) in enumerate(zip(self.localities, folded, strict=True))
            if k not in ghosts
        }

    @classmethod
    def unpack(cls, packed: Mapping[str, Any]) -> Localities:
        localities = [Locality(*one) for one in packed["localities"]]
        return cls(localities, packed["regions"], [_cells(one) for one in packed["cells"]])

    def named(self, l2: str, name: str | None) -> Locality | None:
        return self._named.get((l2, fold(name))) if name else None

    def resolved(self, l2: str, name: str) -> Locality | None:
        """The locality of this region that is meant: by its name, another way to write it, one slip away or shortened;
        what follows a comma is where that lies."""
        exact = self.named(l2, name)
        if exact is not None:
            return exact
        first = name.partition(",")[0]
        found = resolved(matched(first), self._written(l2)) or self._shortened(l2, first)
        return self.named(l2, found) if found else None

    def _shortened(self, l2: str, name: str) -> str | None:
        """The one locality that these words may stand for; none where another region has one of just that name."""
        if self._elsewhere(l2, name):
            return None
        typed = words(name)
        found = {to for full, to in self._worded(l2) if shortens(typed, full)}
        return found.pop() if len(found) == 1 else None

    def _elsewhere(self, l2: str, name: str) -> str:
        """The other region whose locality of this name has most adverts; empty for none."""
        found = [one for region in REGIONS if region != l2 and (one := self.named(region, name))]
        return max(found, key=lambda one: one.adverts).l2 if found else ""

    @cache  # noqa: B019 - one model lives as long as its process
    def _worded(self, l2: str) -> list[tuple[tuple[str, ...], str]]:
        """Every name of a locality of this region in words, with the one that it is listed by."""
        known = [(one.name, one.name) for one in self.listed_ones if one.l2 == l2]
        known += [(alias, name) for name, aliases in ALIASES.get(l2, {}).items() for alias in aliases]
        return [(words(written), name) for written, name in known]

    @cache  # noqa: B019 - one model lives as long as its process
    def _written(self, l2: str) -> dict[str, str]:
        """Every way to write a locality of this region, to its name; of two, the one with more adverts."""
        own = sorted((one for one in self.listed_ones if one.l2 == l2), key=lambda one: one.adverts)
        aliases = {matched(alias): name for name, known in ALIASES.get(l2, {}).items() for alias in known}
        return aliases | {matched(one.name): one.name for one in own}

    def around(self, l2: str, lat: float, lon: float) -> Locality | None:
        """The locality of this region that most of its adverts near this point name."""
        north, east = thousandths(lat), thousandths(lon)
        code = REGIONS.index(l2)
        for step, cells in zip(LOCATE_STEPS, self.cells, strict=True):
            found = cells.get(key(north, east, step) * REGION_CODES + code)
            if found is not None and found not in self.ghosts:
                return self.localities[found]
        return None

    def understood(self, home: Home) -> tuple[Home, list[Notice]]:
        """The home with the locality that is meant, and without a point that cannot be its own."""
        notices: list[Notice] = []
        home = self._with_locality(home, notices)
        if home.lat is not None and home.lon is not None:
            home = self._with_point(home, home.lat, home.lon, notices)
        if home.locality and self.named(home.l2, home.locality) is None:
            code = "unknown_locality" if home.lat is None else "unlisted_locality"
            told = {"typed": home.locality, "region": home.l2, "elsewhere": self._elsewhere(home.l2, home.locality)}
            notices.append(Notice(code, "locality", told))
        return home, notices

    def _with_locality(self, home: Home, notices: list[Notice]) -> Home:
        if not home.locality:
            return home
        found = self.resolved(home.l2, home.locality)
        if found is None:
            return home
        if fold(found.name) != fold(home.locality):
            notices.append(Notice("name_resolved", "locality", {"typed": home.locality, "meant": found.name}))
        return home if found.name == home.locality else replace(home, locality=found.name)

    def _with_point(self, home: Home, lat: float, lon: float, notices: list[Notice]) -> Home:
        other = self._other_region(home.l2, lat, lon)
        if other is not None:
            notices.append(Notice("point_outside_region", "lat", {"region": home.l2, "other": other}))
            return replace(home, lat=None, lon=None)
        named = self.named(home.l2, home.locality)
        if named and named.lat is not None and named.lon is not None:
            off = distance(lat, lon, named.lat, named.lon)
            if off > max(APART, SPREADS * named.spread):
                notices.append(Notice("point_far_from_locality", "locality", {"locality": named.name}))
                return replace(home, locality=None)
        return home

    def _other_region(self, l2: str, lat: float, lon: float) -> str | None:
        """Where this point lies if not in its region: another region's name, "" for far from all of its own."""
        if self.holds(l2, lat, lon):
            return None
        other = next((name for name in REGIONS if name != l2 and self.holds(name, lat, lon)), None)
        if other is not None or l2 == OTHERS:
            return other
        centres = [(one.lat, one.lon) for one in self.listed_ones if one.l2 == l2]
        near = [distance(lat, lon, north, east) for north, east in centres if north is not None and east is not None]
        return "" if near and min(near) > FAR else None

    def holds(self, l2: str, lat: float, lon: float) -> bool:
        """Whether a region has adverts about this point."""
        cells, code = self.cells[LOCATE_STEPS.index(BORDER)], REGIONS.index(l2)
        return any(cell * REGION_CODES + code in cells for cell in _beside(lat, lon, BORDER))

    def listed(self) -> list[dict[str, object]]:
        return [
            {"l2": one.l2, "name": one.name, "count": one.adverts, "lat": one.lat, "lon": one.lon}
            for one in self.listed_ones
        ]


def ghostly(localities: Sequence[Locality], folded: Sequence[str]) -> frozenset[int]:
    """The places in this list of names that another region owns: few adverts here, many under that name elsewhere."""
    most: dict[str, int] = {}
    for one, name in zip(localities, folded, strict=True):
        most[name] = max(most.get(name, 0), one.adverts)
    return frozenset(
        k for k, one in enumerate(localities) if one.adverts < GHOST and one.adverts <= GHOST_SHARE * most[folded[k]]
    )


def distance(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """In degrees of latitude."""
    return hypot(lat - other_lat, (lon - other_lon) * SQUEEZE)


def _beside(lat: float, lon: float, step: int) -> Iterator[int]:
    north, east = thousandths(lat), thousandths(lon)
    return (key(north + up * step, east + right * step, step) for up, right in product((0, -1, 1), repeat=2))


def _cells(packed: Mapping[str, bytes]) -> dict[int, int]:
    keys = accumulate(array("q", packed["keys"]))
    return dict(zip(keys, array("H", packed["localities"]), strict=True))
