"""Kernel smoothing over space: what a point adds to a price, averaged over neighbours at several distances.

Adverts are counted into square cells of a fine, a middle and a coarse grid. A place looks at the cells around
it, near ones weighing more, and each distance is pulled towards the next wider one, the more so the fewer
adverts it has.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
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

    @property
    def side(self) -> int:
        """Cells in a row within reach."""
        return 2 * self.reach + 1

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
    """A grid with its adverts: in order of the cells' keys, the sum and the number of each.

    Cells that lie side by side in a row have keys that follow one another, so that a row within reach is one slice.
    """

    grid: Grid
    weights: tuple[tuple[float, ...], ...]  # by distance, of each cell within reach, row by row
    keys: list[int]
    sums: array[float]
    numbers: array[int]

    def around(self, lat: int, lon: int) -> list[tuple[float, float]]:
        """The weighted sum and number at each distance of this grid."""
        sums, numbers, found = self._found(key(lat, lon, self.grid.step))
        near = [[weights[k] for k in found] for weights in self.weights]
        return [(sum(map(mul, weights, sums)), sum(map(mul, weights, numbers))) for weights in near]

    def _found(self, centre: int) -> tuple[list[float], list[int], list[int]]:
        """Of the cells within reach that hold adverts: sums, numbers, and where their weights stand."""
        reach, side = self.grid.reach, self.grid.side
        sums: list[float] = []
        numbers: list[int] = []
        found: list[int] = []
        for row in range(side):
            first = centre + (row - reach) * SHIFT - reach
            start = bisect_left(self.keys, first)
            end = bisect_left(self.keys, first + side, start)
            sums += self.sums[start:end]
            numbers += self.numbers[start:end]
            found += [row * side + known - first for known in self.keys[start:end]]
        return sums, numbers, found


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
    keys = list(accumulate(array("q", packed["keys"])))
    sums = array("f", packed["sums"])
    numbers = array("H", packed["numbers"])
    if not len(keys) == len(sums) == len(numbers):
        raise ValueError("the columns of a grid differ in length")
    return Cells(grid, tuple(zip(*(weights for _, weights in grid.offsets()), strict=True)), keys, sums, numbers)
