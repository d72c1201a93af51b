from __future__ import annotations

import math
from array import array
from bisect import bisect_left

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tasador.pricing.trees.forest import AT_ONCE, HALF, LARGEST, LEAF, Forest
from tasador.pricing.trees.points import BATCH, MANY, Batch, Points, point

Nodes = list[tuple[int, float, int]]
NUMBER = st.sampled_from([3.0, 6.0, 7.0, math.nan]) | st.floats(width=32)


def told(kind: str, values: list[int] | list[float]) -> bytes:
    return array(kind, values).tobytes()


def forest(*trees: Nodes, shares: list[int] | None = None, factors: int = 2) -> Forest:
    """From nodes in preorder: feature, threshold and step to the right child, or LEAF, value and leaf number."""
    nodes = [node for tree in trees for node in tree]
    return Forest(
        {
            "base": 1.0,
            "mean": 1.0,
            "factors": factors if shares else 0,
            "scale": 0.5,
            "sizes": told("H", [len(tree) for tree in trees]),
            "index": told("B", [node[0] for node in nodes]),
            "value": told("f", [node[1] for node in nodes]),
            "skip": told("H", [node[2] for node in nodes]),
            "shares": told("H", shares or []),
        }
    )


def margin(asked: Forest, *values: float) -> float:
    return asked.margins(asked.reached(Points([values])))[0]


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
    asked = Points([x] for x in (4, 5, 6, 7))
    assert two.leaves(two.reached(asked)) == [[0, 2], [1, 2], [1, 3], [1, 4]]
    assert margin(two, 7.0) == 1.0 + 2 + 30


@settings(deadline=None, database=None)
@given(st.data())
def test_many_points_reach_what_each_reaches_alone(data: st.DataObject) -> None:
    four = forest(CHAIN, TO_LEFT, DEEP, TO_RIGHT, [(LEAF, 0.5, 0)])
    rows = data.draw(st.lists(st.lists(NUMBER, min_size=1, max_size=1), min_size=1, max_size=9)) * MANY
    reached, alone = four.reached(Points(rows)), [four.reached(Points([row])) for row in rows]
    assert four.leaves(reached) == [four.leaves(one)[0] for one in alone]
    assert four.margins(reached) == [four.margins(one)[0] for one in alone]


def test_more_trees_than_are_gone_through_at_once_add_up() -> None:
    many = forest(*[CHAIN] * (2 * AT_ONCE + 1), shares=[HALF + 1, HALF - 2] * 3 * (2 * AT_ONCE + 1))
    reached = many.reached(Points([[5.0], [8.0]] * MANY))
    assert many.margins(reached) == [1.0 + 10 * (2 * AT_ONCE + 1), 1.0 + 30 * (2 * AT_ONCE + 1)] * MANY
    assert many.explained(reached) == [[0.5 * (2 * AT_ONCE + 1), -1.0 * (2 * AT_ONCE + 1)]] * 2 * MANY


def test_more_points_than_one_batch_holds_are_told_in_their_order() -> None:
    rows = [[float(k % 9)] for k in range(2 * BATCH + 1)]
    assert [batch.size for batch in Points(rows).batches] == [BATCH, BATCH, 1]
    assert forest(CHAIN).margins(forest(CHAIN).reached(Points(rows))) == [margin(forest(CHAIN), *row) for row in rows]


def test_a_batch_knows_which_lie_below_a_threshold() -> None:
    def below(feature: int, threshold: float) -> int:
        values, before = batch.columns[feature]
        return before[bisect_left(values, threshold)]

    batch = Batch([point([x]) for x in (3.0, math.nan, 1.0, 3.0)])
    ahead, missing_left = below(0, 3.0), below(1, 3.5)
    assert list(batch.numbers(ahead)) == [0, 0, 1, 0]
    assert list(batch.numbers(missing_left)) == [1, 1, 1, 1]
    assert list(batch.numbers(ahead * 7 + missing_left)) == [1, 1, 8, 1]


@pytest.mark.parametrize("often", [1, MANY])
def test_shares_add_up_by_factor(often: int) -> None:
    low, high, alone = (HALF - 4, HALF + 7), (HALF + 6, HALF - 9), (HALF + 1, HALF)
    both = forest(TO_RIGHT, [(LEAF, 0.5, 0)], shares=[*low, *high, *alone])
    reached = both.reached(Points([[2.0], [3.0]] * often))
    assert both.explained(reached) == [[(-4 + 1) * 0.5, 7 * 0.5], [(6 + 1) * 0.5, -9 * 0.5]] * often


@settings(deadline=None, database=None)
@given(st.integers(1, 5), st.data())
def test_shares_of_any_size_add_up_however_many_trees_there_are(width: int, data: st.DataObject) -> None:
    number = st.sampled_from([0, 1, HALF, 65_535]) | st.integers(0, 65_535)
    rows = data.draw(st.lists(st.lists(number, min_size=width, max_size=width), min_size=1, max_size=70))
    stumps: list[Nodes] = [[(LEAF, 0.0, 0)] for _ in rows]
    many = forest(*stumps, shares=[share for row in rows for share in row], factors=width)
    expected = [(sum(column) - HALF * len(rows)) * 0.5 for column in zip(*rows, strict=True)]
    for often in (1, MANY):
        assert many.explained(many.reached(Points([[1.0]] * often))) == [expected] * often


def test_a_tree_with_more_leaves_than_a_byte_can_number_is_refused() -> None:
    def comb(leaves: int) -> Nodes:
        splits = [node for k in range(leaves - 1) for node in ((0, float(k), 2), (LEAF, 1.0, k))]
        return [*splits, (LEAF, 1.0, leaves - 1)]

    rows = [[float(k)] for k in range(MANY)]
    largest = forest(comb(LARGEST))
    assert largest.leaves(largest.reached(Points(rows)))[-1] == [MANY]
    with pytest.raises(ValueError, match="more than 256 leaves"):
        forest(comb(LARGEST + 1))
