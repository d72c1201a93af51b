from __future__ import annotations

import math
import struct
from array import array
from base64 import b64encode

import pytest
from tasador.forest import HALF, LEAF, Forest, point


def packed(indices: list[int], values: list[float], lanes: list[int] | None = None) -> dict[str, object]:
    shares = struct.pack(f"<{len(lanes)}I", *lanes) if lanes else b""
    return {
        "base": 1.0,
        "mean": 1.0,
        "factors": 1 if lanes else 0,
        "scale": 0.5,
        "index": b64encode(bytes(indices)).decode(),
        "value": b64encode(array("f", values).tobytes()).decode(),
        "lanes": b64encode(shares).decode(),
    }


# One feature; below 3: 0.25, else 0.75. Index 0 sends a missing value right, index 1 (the second copy) left.
RIGHT = packed([LEAF, LEAF, 0], [0.25, 0.75, 3.0])
LEFT = packed([LEAF, LEAF, 1], [0.25, 0.75, 3.0])


@pytest.mark.parametrize(("value", "margin"), [(2.9, 1.25), (3.0, 1.75), (3.1, 1.75), (math.nan, 1.75)])
def test_a_value_at_the_threshold_goes_right_as_a_missing_one_does(value: float, margin: float) -> None:
    assert Forest.unpack(RIGHT).margin(point([value])) == margin


@pytest.mark.parametrize(("value", "margin"), [(2.9, 1.25), (3.0, 1.75), (math.nan, 1.25)])
def test_a_split_on_the_second_copy_sends_a_missing_value_left(value: float, margin: float) -> None:
    assert Forest.unpack(LEFT).margin(point([value])) == margin


def test_values_are_compared_in_float32() -> None:
    just_below = 3.0 - 1e-9  # which float32 cannot tell from 3
    assert Forest.unpack(RIGHT).margin(point([just_below])) == 1.75


def test_a_point_holds_each_value_twice() -> None:
    assert point([1.5, math.nan]) == [1.5, math.inf, 1.5, -math.inf]


def test_trees_are_read_in_postorder_and_leaves_are_counted_over_the_whole_forest() -> None:
    two = packed([LEAF, LEAF, 0, LEAF, LEAF, LEAF, 0, 0], [1, 2, 5.0, 10, 20, 30, 7.0, 6.0])
    forest = Forest.unpack(two)
    assert [forest.leaves(point([x])) for x in (4, 5, 6, 7)] == [[0, 2], [1, 2], [1, 3], [1, 4]]
    assert forest.margin(point([7.0])) == 1.0 + 2 + 30


def test_lanes_add_up_to_the_shares_of_the_factors() -> None:
    told = Forest.unpack(packed([LEAF, LEAF, 0, LEAF], [0.25, 0.75, 3.0, 0.5], [HALF - 4, HALF + 6, HALF + 1]))
    assert told.explained(point([2.0])) == (1.75, [(-4 + 1) * 0.5])
    assert told.explained(point([3.0])) == (2.25, [(6 + 1) * 0.5])
