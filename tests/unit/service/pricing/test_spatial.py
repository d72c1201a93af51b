"""The smoother looks at every cell within reach of a point, and at no other."""

from __future__ import annotations

from array import array
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tasador.pricing.places.spatial import GRIDS, SQUEEZE, SpatialSmoother, key

Cell = tuple[int, int]
CELLS = st.dictionaries(
    st.tuples(st.integers(-9, 9), st.integers(-9, 9)), st.tuples(st.integers(-8, 8), st.integers(1, 9)), max_size=30
)
NEAR = st.integers(-40, 40)


def packed(cells: dict[Cell, tuple[int, int]], step: int) -> dict[str, bytes]:
    held = sorted((key(north * step, east * step, step), cell) for (north, east), cell in cells.items())
    steps = [after - before for before, (after, _) in zip([0, *(one for one, _ in held)], held, strict=False)]
    return {
        "keys": array("q", steps).tobytes(),
        "sums": array("f", [total for _, (total, _) in held]).tobytes(),
        "numbers": array("H", [number for _, (_, number) in held]).tobytes(),
    }


@given(CELLS, NEAR, NEAR)
def test_each_distance_adds_up_the_cells_within_reach(cells: dict[Cell, tuple[int, int]], lat: int, lon: int) -> None:
    smoother = SpatialSmoother.unpack([packed(cells, grid.step) for grid in GRIDS])
    for grid, held in zip(GRIDS, smoother.cells, strict=True):
        off = [(north - lat // grid.step, east - lon // grid.step, cell) for (north, east), cell in cells.items()]
        near = [one for one in off if max(abs(one[0]), abs(one[1])) <= grid.reach]
        expected = [
            [
                sum(cell[k] * exp(-(north**2 + (east * SQUEEZE) ** 2) / (2 * width**2)) for north, east, cell in near)
                for k in (0, 1)
            ]
            for width in grid.widths
        ]
        assert [list(pair) for pair in held.around(lat, lon)] == [pytest.approx(pair) for pair in expected]


def test_columns_of_different_length_are_refused() -> None:
    one = packed({(0, 0): (1, 1)}, GRIDS[0].step)
    with pytest.raises(ValueError, match="differ in length"):
        SpatialSmoother.unpack([one | {"numbers": b""}, *[packed({}, grid.step) for grid in GRIDS[1:]]])
