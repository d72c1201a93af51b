from __future__ import annotations

import math
from array import array

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tasador.pricing.forest import HALF, LEAF, MANY, Forest, added, point

Nodes = list[tuple[int, float, int]]


def told(kind: str, values: list[int] | list[float]) -> bytes:
    return array(kind, values).tobytes()


def forest(*trees: Nodes, shares: list[int] | None = None) -> Forest:
    """From nodes in preorder: feature, threshold and step to the right child, or LEAF, value and leaf number."""
    nodes = [node for tree in trees for node in tree]
    return Forest(
        {
            "base": 1.0,
            "mean": 1.0,
            "factors": 2 if shares else 0,
            "scale": 0.5,
            "sizes": told("H", [len(tree) for tree in trees]),
            "index": told("B", [node[0] for node in nodes]),
            "value": told("f", [node[1] for node in nodes]),
            "skip": told("H", [node[2] for node in nodes]),
            "shares": told("H", shares or []),
        }
    )


def margin(asked: Forest, *values: float) -> float:
    return asked.margins(asked.reached([point(values)]))[0]


# One feature; below 3: 0.25, else 0.75. Index 0 sends a missing value right, index 1 (the second copy) left.
TO_RIGHT: Nodes = [(0, 3.0, 2), (LEAF, 0.25, 0), (LEAF, 0.75, 1)]
TO_LEFT: Nodes = [(1, 3.0, 2), (LEAF, 0.25, 0), (LEAF, 0.75, 1)]
# Below 6: 10; below 7: 20; else 30.
CHAIN: Nodes = [(0, 6.0, 2), (LEAF, 10, 0), (0, 7.0, 2), (LEAF, 20, 1), (LEAF, 30, 2)]
# The other way round, so that a left half is passed over.
DEEP: Nodes = [(0, 7.0, 4), (0, 6.0, 2), (LEAF, 10, 0), (LEAF, 20, 1), (LEAF, 30, 2)]


@pytest.mark.parametrize(("value", "expected"), [(2.9, 1.25), (3.0, 1.75), (3.1, 1.75), (math.nan, 1.75)])
def test_a_value_at_the_threshold_goes_right_as_a_missing_one_does(value: float, expected: float) -> None:
    assert margin(forest(TO_RIGHT), value) == expected


@pytest.mark.parametrize(("value", "expected"), [(2.9, 1.25), (3.0, 1.75), (math.nan, 1.25)])
def test_a_split_on_the_second_copy_sends_a_missing_value_left(value: float, expected: float) -> None:
    assert margin(forest(TO_LEFT), value) == expected


def test_values_are_compared_in_float32() -> None:
    just_below = 3.0 - 1e-9  # which float32 cannot tell from 3
    assert margin(forest(TO_RIGHT), just_below) == 1.75


def test_a_point_holds_each_value_twice() -> None:
    assert point([1.5, math.nan]) == [1.5, math.inf, 1.5, -math.inf]


@pytest.mark.parametrize("second", [CHAIN, DEEP])
def test_leaves_are_counted_over_the_whole_forest(second: Nodes) -> None:
    two = forest([(0, 5.0, 2), (LEAF, 1, 0), (LEAF, 2, 1)], second)
    points = [point([x]) for x in (4, 5, 6, 7)]
    assert two.leaves(two.reached(points)) == [[0, 1, 1, 1], [2, 2, 3, 4]]
    assert margin(two, 7.0) == 1.0 + 2 + 30


def test_many_points_reach_what_each_reaches_alone() -> None:
    four = forest(CHAIN, TO_LEFT, DEEP, TO_RIGHT)
    points = [point([x]) for x in (2.0, 3.0, math.nan, 6.5, 9.0)] * MANY
    alone = [four.reached([one]) for one in points]
    assert four.reached(points) == [[one[k][0] for one in alone] for k in range(4)]


def test_shares_add_up_by_factor() -> None:
    low, high, alone = (HALF - 4, HALF + 7), (HALF + 6, HALF - 9), (HALF + 1, HALF)
    both = forest(TO_RIGHT, [(LEAF, 0.5, 0)], shares=[*low, *high, *alone])
    reached = both.reached([point([2.0]), point([3.0])])
    assert both.explained(reached) == [[(-4 + 1) * 0.5, 7 * 0.5], [(6 + 1) * 0.5, -9 * 0.5]]


@settings(deadline=None, database=None)
@given(st.integers(1, 3), st.data())
def test_columns_add_up_however_many_rows_there_are(pairs: int, data: st.DataObject) -> None:
    width = 2 * pairs
    number = st.sampled_from([0, 1, HALF, 65_535]) | st.integers(0, 65_535)
    rows = data.draw(st.lists(st.lists(number, min_size=width, max_size=width), min_size=1, max_size=70))
    packed = [array("H", row).tobytes() for row in rows]
    assert added(packed) == [sum(column) for column in zip(*rows, strict=True)]
