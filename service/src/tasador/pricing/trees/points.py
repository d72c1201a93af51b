"""Homes as forests see them; where they are many, of each split which of them it sends left, as one great integer.

A set of points has a byte for each of them, 1 for those that are in it. So Python's own arithmetic, which is quick on
great integers, parts hundreds of points in one step (as QuickScorer does with the leaves of trees: Lucchese and others,
2015).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from math import inf
from operator import or_
from typing import Final, TypeVar

MANY: Final = 40  # points from which sets of them are quicker than to walk down a tree with each
BATCH: Final = 500  # in one batch: larger sets leave the processor's cache

Point = Sequence[float]
One = TypeVar("One")


def parts(many: Sequence[One]) -> Iterator[Sequence[One]]:
    """As many as one batch holds, then the next."""
    return (many[k : k + BATCH] for k in range(0, len(many), BATCH))


def point(values: Sequence[float]) -> list[float]:
    """The values as splits see them: float32, each twice, missing once as +inf and once as -inf."""
    form = f"{len(values)}f"
    rounded = struct.unpack(form, struct.pack(form, *values))
    return [inf if v != v else v for v in rounded] + [-inf if v != v else v for v in rounded]


class Points:
    """All that several forests are asked about at once, of the values of their features."""

    def __init__(self, rows: Iterable[Sequence[float]]) -> None:
        self.each = [point(row) for row in rows]

    @property
    def many(self) -> bool:
        return len(self.each) >= MANY

    @cached_property
    def batches(self) -> list[Batch]:
        return [Batch(part) for part in parts(self.each)]


class Batch:
    """Points by the order of each of their values."""

    def __init__(self, points: Sequence[Point]) -> None:
        self.size = len(points)
        self._ones = [1 << 8 * k for k in range(self.size)]
        self.whole = sum(self._ones)
        values = list(zip(*points, strict=True))
        known = {column: self._ordered(column) for column in dict.fromkeys(values)}
        self.columns = [known[column] for column in values]

    def _ordered(self, values: Sequence[float]) -> tuple[list[float], list[int]]:
        """A column's values in order; the set of those that come before each of them, and of all: before a threshold
        come as many as `bisect_left` says."""
        order = sorted(range(self.size), key=values.__getitem__)
        before = accumulate(map(self._ones.__getitem__, order), or_, initial=0)
        return [values[k] for k in order], list(before)

    def numbers(self, added: int) -> bytes:
        """Of sets that were multiplied and added up, the sum for each point: at most 255."""
        return added.to_bytes(self.size, "little")
