"""What adverts of comparable homes ask for a square metre: same type, similar size, same kind of surface, near first.

Quartiles are kept by cell of a fine and a coarse grid, by locality and by region, for each type and for windows of size
that overlap; nothing is kept of a single advert. A search begins with the fine cell and is stretched until there are
adverts enough. Cells and localities belong to one region, so that no other region's adverts are ever counted.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from math import log
from typing import Any, Final, NamedTuple

from tasador.pricing.features import Location
from tasador.pricing.fields import Home, limits
from tasador.pricing.places.localities import REGION_CODES
from tasador.pricing.places.spatial import key, thousandths
from tasador.pricing.vocabulary import REGIONS, TYPES

STEPS: Final = (8, 32)  # cells in thousandths of a degree: about 0.8 and 3 km
CELL_NAMES: Final = ("1 km", "3 km")
SCOPES: Final = ("cells_8", "cells_32", "localities", "regions")
SURFACE_KINDS: Final = ("covered", "total")
ENOUGH: Final = 8  # adverts from which quartiles are told
LOWEST: Final = 150.0  # USD/m², below which no home is offered: a slip, a share, a plot
HIGHEST: Final = 20_000.0
MISTAKEN: Final = 3.9  # times the median of the region and type; towers by the water ask 3.9 times, at most
SMALLEST: Final = 15.0  # m², the middle of the first window of size
RATIO: Final = 1.3  # between the middles of two windows; each reaches as far below and above its middle
WINDOWS: Final = 17
ANY_SIZE: Final = WINDOWS  # the last window holds every size
ANY_TYPE: Final = len(TYPES)
FIRST_YEAR: Final = 2000
PLACE: Final = 128  # a key is its place times this, plus its type and window
TYPE: Final = WINDOWS + 1


class Entry(NamedTuple):
    """The adverts of one place, type and window: how many, their quartiles in USD/m² at today's level, their years."""

    adverts: int
    quartiles: tuple[float, float, float]
    years: tuple[int, int]


class Comparables(NamedTuple):
    """Adverts like this home: at the stated level, and what "like" and "near" came to mean."""

    adverts: int
    place: str
    surface: str  # covered or total, m² of which the prices are for
    quartiles: tuple[float, float, float] | None = None
    years: tuple[int, int] | None = None
    sizes: tuple[float, float] | None = None  # m²; None: of any size
    property_type: str | None = None  # None: of any type

    @property
    def median(self) -> float | None:
        return self.quartiles[1] if self.quartiles else None


class Table:
    """Entries in order of their keys, unpacked when first asked: a start pays for what it unpacks."""

    def __init__(self, packed: Mapping[str, bytes]) -> None:
        self._packed = {name: packed[name] for name in ("keys", "counts", "q1", "q2", "q3", "first", "last")}

    @cached_property
    def keys(self) -> array[int]:
        return array("q", accumulate(array("q", self._packed["keys"])))

    @cached_property
    def counts(self) -> array[int]:
        return array("H", self._packed["counts"])

    @cached_property
    def quartiles(self) -> tuple[array[int], ...]:
        return tuple(array("H", self._packed[name]) for name in ("q1", "q2", "q3"))

    @cached_property
    def years(self) -> tuple[bytes, ...]:
        return tuple(self._packed[name] for name in ("first", "last"))

    def get(self, wanted: int) -> Entry | None:
        at = bisect_left(self.keys, wanted)
        if at == len(self.keys) or self.keys[at] != wanted:
            return None
        low, middle, high = (float(one[at]) for one in self.quartiles)
        first, last = (FIRST_YEAR + one[at] for one in self.years)
        return Entry(self.counts[at], (low, middle, high), (first, last))


class ComparablesGrid:
    """The tables by kind of surface and scope."""

    def __init__(self, tables: Mapping[str, Mapping[str, Table]], positions: Mapping[tuple[str, str], int]) -> None:
        self.tables = tables
        self.positions = positions  # of each locality, by region and name

    @classmethod
    def unpack(cls, packed: Mapping[str, Any], localities: Sequence[Any]) -> ComparablesGrid:
        tables = {kind: {scope: Table(packed[kind][scope]) for scope in SCOPES} for kind in SURFACE_KINDS}
        return cls(tables, {(one.l2, one.name): k for k, one in enumerate(localities)})

    def summary(self, home: Home, location: Location, factor: float) -> Comparables:
        """The nearest entry that holds adverts enough; `factor` carries today's level to the one stated."""
        kind = "covered" if home.surface_covered is not None else "total"
        kept_type = home.property_type if home.property_type in TYPES else None
        code = TYPES.index(kept_type) if kept_type else ANY_TYPE
        fit = window((home.surface_covered if kind == "covered" else home.surface_total) or SMALLEST)
        for name, scope, place in self._places(home, location):
            for size in (fit, ANY_SIZE) if scope == "regions" else (fit,):
                entry = self.tables[kind][scope].get(entry_key(place, code, size))
                if entry is not None and entry.adverts >= ENOUGH and not self._mistaken(entry, kind, home.l2, code):
                    low, middle, high = entry.quartiles
                    scaled = (low * factor, middle * factor, high * factor)
                    return Comparables(entry.adverts, name, kind, scaled, entry.years, sizes(size), kept_type)
        return Comparables(0, home.l2, kind, property_type=kept_type)

    def _mistaken(self, entry: Entry, kind: str, l2: str, code: int) -> bool:
        """Whether most of these homes ask what homes of their region and type never do: a house of 20 m² is one of 200
        whose last digit is missing."""
        usual = self.tables[kind]["regions"].get(entry_key(REGIONS.index(l2), code, ANY_SIZE))
        return usual is not None and entry.quartiles[1] > MISTAKEN * usual.quartiles[1]

    def _places(self, home: Home, location: Location) -> Iterator[tuple[str, str, int]]:
        region = REGIONS.index(home.l2)
        if home.lat is not None and home.lon is not None:
            lat, lon = thousandths(home.lat), thousandths(home.lon)
            for step, name, scope in zip(STEPS, CELL_NAMES, SCOPES, strict=False):
                yield name, scope, key(lat, lon, step) * REGION_CODES + region
        if location.locality is not None:
            yield location.locality.name, "localities", self.positions[location.locality.l2, location.locality.name]
        yield home.l2, "regions", region


def entry_key(place: int, property_type: int, size: int) -> int:
    return place * PLACE + property_type * TYPE + size


def window(surface: float) -> int:
    """The window of size whose middle is nearest to this surface, in ratio."""
    return min(max(round(log(surface / SMALLEST) / log(RATIO)), 0), WINDOWS - 1)


def sizes(size: int) -> tuple[float, float] | None:
    """From where to where a window reaches, m²; the first and the last take whatever lies beyond."""
    if size == ANY_SIZE:
        return None
    middle, (least, most) = SMALLEST * RATIO**size, limits("surface_covered")
    low, high = round(middle / RATIO, 1), round(middle * RATIO, 1)
    return least if size == 0 else low, most if size == WINDOWS - 1 else high
