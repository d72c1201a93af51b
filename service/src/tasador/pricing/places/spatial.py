"""Kernel smoothing over space: what a point adds to a price, averaged over neighbours at several distances.

Adverts are counted into square cells of a fine, a middle and a coarse grid. A place looks at the cells around
it, near ones weighing more, and each distance is pulled towards the next wider one, the more so the fewer
adverts it has.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from math import exp
from operator import mul
from typing import Final, NamedTuple

PER_DEGREE: Final = 1000  # places are rounded to a thousandth of a degree, about 100 m
SHIFT: Final = 1 << 20  # a cell's key is its row times this plus its column
SQUEEZE: Final = 0.83  # a degree of longitude over one of latitude at Buenos Aires
PRIOR: Final = 3.0  # adverts' worth of pull towards the wider distance


class Grid(NamedTuple):
    """One grid: cells of so many thousandths of a degree, the reach in cells, and its distances in cells."""

    step: int
    reach: int
    widths: tuple[float, ...]

    def offsets(self) -> Iterator[tuple[int, tuple[float, ...]]]:
        """Each cell within reach, as a difference of keys, with its weight at each distance."""
        for north in range(-self.reach, self.reach + 1):
            for east in range(-self.reach, self.reach + 1):
                squared = north**2 + (east * SQUEEZE) ** 2
                yield north * SHIFT + east, tuple(exp(-squared / (2 * width**2)) for width in self.widths)


GRIDS: Final = (Grid(1, 5, (1.0, 2.5)), Grid(4, 3, (1.5, 3.0)), Grid(16, 3, (1.5, 3.0)))
SUPPORTED: Final = 4  # the distance whose number of adverts tells whether a place is known at all
DISTANCES: Final = sum(len(grid.widths) for grid in GRIDS)


def thousandths(degrees: float) -> int:
    return round(degrees * PER_DEGREE)


def key(lat: int, lon: int, step: int) -> int:
    return lat // step * SHIFT + lon // step


class Cells(NamedTuple):
    """A grid with its adverts: where each cell stands in the columns of sums and numbers."""

    grid: Grid
    offsets: tuple[tuple[int, tuple[float, ...]], ...]
    places: dict[int, int]
    sums: array[float]
    numbers: array[int]

    def around(self, lat: int, lon: int) -> list[tuple[float, float]]:
        """The weighted sum and number at each distance of this grid."""
        centre = key(lat, lon, self.grid.step)
        find = self.places.get
        found = [(at, weights) for offset, weights in self.offsets if (at := find(centre + offset)) is not None]
        sums, numbers = [self.sums[at] for at, _ in found], [self.numbers[at] for at, _ in found]
        near = ([weights[k] for _, weights in found] for k in range(len(self.grid.widths)))
        return [(sum(map(mul, weights, sums)), sum(map(mul, weights, numbers))) for weights in near]


class SpatialSmoother:
    """All grids together."""

    def __init__(self, cells: Sequence[Cells]) -> None:
        self.cells = tuple(cells)

    @classmethod
    def unpack(cls, packed: Sequence[Mapping[str, bytes]]) -> SpatialSmoother:
        return cls([_cells(grid, one) for grid, one in zip(GRIDS, packed, strict=True)])

    def at(self, lat: float, lon: float) -> tuple[list[float], float]:
        """What this place adds at each distance, nearest first, and the adverts around it."""
        north, east = thousandths(lat), thousandths(lon)
        sums = [pair for cells in self.cells for pair in cells.around(north, east)]
        values: list[float] = []
        wider = 0.0
        for total, number in reversed(sums):
            wider = (total + PRIOR * wider) / (number + PRIOR)
            values.append(wider)
        return values[::-1], sums[SUPPORTED][1]


def _cells(grid: Grid, packed: Mapping[str, bytes]) -> Cells:
    """The columns stay arrays: a start would pay for every number that it made an object of."""
    keys = array("q", packed["keys"])
    sums = array("f", packed["sums"])
    numbers = array("H", packed["numbers"])
    if not len(keys) == len(sums) == len(numbers):
        raise ValueError("the columns of a grid differ in length")
    return Cells(grid, tuple(grid.offsets()), dict(zip(accumulate(keys), range(len(keys)), strict=True)), sums, numbers)
