"""A gradient-boosted forest in plain Python: the very leaf that xgboost reaches, in every tree.

A tree is nested tuples: `(index, threshold, left, right)` for a split, `(-1, value, number, None)` for a leaf.
A leaf's explanation is read from `lanes` by its number when asked for, not at load: a price needs one leaf a tree.
xgboost compares in float32 and sends a missing value the way that the split says. So a point carries each
value twice, missing once as +inf (never below a threshold: right) and once as -inf (left); a split that
sends missing values left looks at the second copy.
"""

from __future__ import annotations

import struct
from array import array
from base64 import b64decode
from collections.abc import Mapping, Sequence
from math import inf
from typing import Any, Final

LEAF: Final = 255
LANE: Final = 4  # bytes of one factor in a leaf's packed contributions
HALF: Final = 1 << 15

Node = tuple[int, float, Any, Any]


def point(values: Sequence[float]) -> list[float]:
    """The values as splits see them: float32, each twice, by where a missing one goes."""
    form = f"{len(values)}f"
    rounded = struct.unpack(form, struct.pack(form, *values))
    return [inf if v != v else v for v in rounded] + [-inf if v != v else v for v in rounded]


class Forest:
    """Trees whose leaves add up to a margin, and whose lanes add up to its explanation."""

    def __init__(
        self,
        trees: Sequence[Node],
        base: float,
        factors: int = 0,
        scale: float = 1.0,
        mean: float = 0.0,
        lanes: bytes = b"",
    ) -> None:
        self.trees = tuple(trees)
        self.base = base
        self.factors = factors
        self.scale = scale
        self.mean = mean  # the margin that an explanation starts from
        self.lanes = lanes  # each leaf's factors side by side, so that adding leaves adds every factor at once

    @classmethod
    def unpack(cls, packed: Mapping[str, Any]) -> Forest:
        indices = b64decode(packed["index"])
        values = array("f", b64decode(packed["value"]))
        lanes = b64decode(packed["lanes"])
        return cls(_grow(indices, values), packed["base"], packed["factors"], packed["scale"], packed["mean"], lanes)

    def leaves(self, point: Sequence[float]) -> list[int]:
        """The number of the leaf reached in each tree, counted over the whole forest."""
        return [_fall(node, point)[2] for node in self.trees]

    def margin(self, point: Sequence[float]) -> float:
        total = self.base
        for node in self.trees:
            index, value, left, right = node
            while index >= 0:
                index, value, left, right = left if point[index] < value else right
            total += value
        return total

    def explained(self, point: Sequence[float]) -> tuple[float, list[float]]:
        """The margin and what each factor added to the forest's mean on the way down (Saabas), by factor."""
        total = self.base
        packed = 0
        lanes, width, read = self.lanes, LANE * self.factors, int.from_bytes
        for node in self.trees:
            index, value, left, right = node
            while index >= 0:
                index, value, left, right = left if point[index] < value else right
            total += value
            at = left * width
            packed += read(lanes[at : at + width], "little")
        return total, self._unpacked(packed)

    def _unpacked(self, packed: int) -> list[float]:
        offset = HALF * len(self.trees)
        bits = 8 * LANE
        mask = (1 << bits) - 1
        return [((packed >> bits * k & mask) - offset) * self.scale for k in range(self.factors)]


def _fall(node: Node, point: Sequence[float]) -> Node:
    while node[0] >= 0:
        node = node[2] if point[node[0]] < node[1] else node[3]
    return node


def _grow(indices: bytes, values: Sequence[float]) -> list[Node]:
    """Trees from their nodes in postorder: what is left on the stack is the roots."""
    stack: list[Node] = []
    push, pop = stack.append, stack.pop
    number = 0
    for index, value in zip(indices, values, strict=True):
        if index == LEAF:
            push((-1, value, number, None))
            number += 1
        else:
            right = pop()
            push((index, value, pop(), right))
    return stack
