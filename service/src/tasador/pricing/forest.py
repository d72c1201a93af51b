"""A gradient-boosted forest in plain Python: the very leaf that xgboost reaches, in every tree.

Trees stand one after another, each in preorder, in three columns: of a split the feature, the threshold and how
far ahead its right child stands (the left one is next); of a leaf LEAF, its value and its number within the tree.
Columns load several times as fast as nodes that are objects, and a start reads them all.
Points are asked about together: one way for a home alone and for a batch.

xgboost compares in float32 and sends a missing value the way that the split says. So a point carries each
value twice, missing once as +inf (never below a threshold: right) and once as -inf (left); a split that
sends missing values left looks at the second copy.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, chain
from math import inf
from typing import Any, Final

LEAF: Final = 255
HALF: Final = 1 << 15  # a factor's share of a leaf is kept in 16 bits, about this middle
SHARE: Final = 2  # bytes
WIDE: Final = 32  # bits in which shares are added up: enough for 65,536 trees
MANY: Final = 200  # points from which it pays to make objects of a tree's nodes first

Point = Sequence[float]
Reached = list[list[int]]  # by tree: of each point, the place of its leaf in the columns
Node = tuple[int, Any, Any, Any]  # of a split: feature, threshold, left, right; of a leaf: -1, place in the columns


def point(values: Sequence[float]) -> list[float]:
    """The values as splits see them: float32, each twice, by where a missing one goes."""
    form = f"{len(values)}f"
    rounded = struct.unpack(form, struct.pack(form, *values))
    return [inf if v != v else v for v in rounded] + [-inf if v != v else v for v in rounded]


class Forest:
    """Trees whose leaves add up to a margin, and whose leaves' shares add up to its explanation."""

    def __init__(self, packed: Mapping[str, Any]) -> None:
        self.index: bytes = packed["index"]
        self.value = array("f", packed["value"])
        self.skip = array("H", packed["skip"])
        self.shares: bytes = packed["shares"]
        sizes = array("H", packed["sizes"])
        self.roots = list(accumulate(sizes[:-1], initial=0))
        self.base: float = packed["base"]
        self.mean: float = packed["mean"]  # the margin that an explanation starts from
        self.scale: float = packed["scale"]
        self.factors: int = packed["factors"]
        self._prove(sum(sizes))

    @cached_property
    def _values(self) -> list[float]:
        """Quicker to look up than the array: worth its making for many points, not for a start."""
        return self.value.tolist()

    @staticmethod
    def _few(reached: Reached) -> bool:
        return not reached or len(reached[0]) < MANY

    def _prove(self, nodes: int) -> None:
        """ValueError for columns that do not belong together: a price from them would be wrong without a word."""
        rows = {nodes, len(self.index), len(self.value), len(self.skip)}
        leaves = self.index.count(LEAF)
        if rows != {2 * leaves - len(self.roots)}:
            raise ValueError("the columns of a forest differ in length")
        if self.factors % 2 or len(self.shares) != SHARE * self.factors * leaves:
            raise ValueError("shares are not an even number for each leaf")

    def reached(self, points: Sequence[Point]) -> Reached:
        """Tree by tree, so that with many points each tree stays in the processor's cache."""
        if len(points) < MANY:
            return self._walked(points)
        ends = [*self.roots[1:], len(self.index)]
        return [_fallen(self._grown(root, end), points) for root, end in zip(self.roots, ends, strict=True)]

    def _walked(self, points: Sequence[Point]) -> Reached:
        index, value, skip = self.index, self.value, self.skip
        reached = []
        for root in self.roots:
            leaves = []
            for asked in points:
                node = root
                while (feature := index[node]) != LEAF:
                    node += 1 if asked[feature] < value[node] else skip[node]
                leaves.append(node)
            reached.append(leaves)
        return reached

    def _grown(self, root: int, end: int) -> Node:
        """A tree as objects: from its end, what is left on the stack is the halves of the next split."""
        stack: list[Node] = []
        push, pop = stack.append, stack.pop
        for node in range(end - 1, root - 1, -1):
            feature = self.index[node]
            push((-1, node, None, None) if feature == LEAF else (feature, self._values[node], pop(), pop()))
        return stack[0]

    def leaves(self, reached: Reached) -> list[list[int]]:
        """Each leaf's number, counted over the whole forest."""
        skip = self.skip
        return [[first + skip[node] for node in nodes] for first, nodes in zip(self._firsts(), reached, strict=False)]

    def _firsts(self) -> list[int]:
        """The number of each tree's first leaf, and of all: of the nodes before tree k, (root + k) / 2 are leaves."""
        return [(root + k) // 2 for k, root in enumerate([*self.roots, len(self.index)])]

    def _shares(self, reached: Reached) -> Iterator[list[bytes]]:
        """By tree, the row of shares of each point's leaf; with many points cut out once for each leaf."""
        shares, width = self.shares, SHARE * self.factors
        if self._few(reached):
            for leaves in self.leaves(reached):
                yield [shares[at : at + width] for at in [width * leaf for leaf in leaves]]
            return
        firsts = self._firsts()
        for first, end, nodes in zip(firsts, firsts[1:], reached, strict=False):
            rows = [shares[at : at + width] for at in range(width * first, width * end, width)]
            yield [rows[leaf] for leaf in map(self.skip.__getitem__, nodes)]

    def margins(self, reached: Reached) -> list[float]:
        """The sum for each point."""
        held = self.value if self._few(reached) else self._values
        values = [list(map(held.__getitem__, nodes)) for nodes in reached]
        return [sum(told, self.base) for told in zip(*values, strict=True)]

    def explained(self, reached: Reached) -> list[list[float]]:
        """For each point, what each factor added to the forest's mean on the way down (Saabas)."""
        rows = [b"".join(parts) for parts in self._shares(reached)]
        middle = HALF * len(rows)
        totals = [(total - middle) * self.scale for total in added(rows)]
        return [totals[k : k + self.factors] for k in range(0, len(totals), self.factors)]


def _fallen(tree: Node, points: Sequence[Point]) -> list[int]:
    leaves = []
    for asked in points:
        feature, held, left, right = tree
        while feature >= 0:
            feature, held, left, right = left if asked[feature] < held else right
        leaves.append(held)
    return leaves


def added(rows: Sequence[bytes]) -> list[int]:
    """Sums by column of rows of 16-bit numbers, as many and an even number in each.

    A row is one great integer; its even and its odd numbers are added apart, so that sums have room. Number by
    number takes nine times as long for a batch of 500.
    """
    room = int.from_bytes(b"\xff\xff\0\0" * (len(rows[0]) // 4), "little")
    even = odd = 0
    for row in rows:
        number = int.from_bytes(row, "little")
        even += number & room
        odd += number >> WIDE // 2 & room
    sums = (array("I", total.to_bytes(len(rows[0]), "little")) for total in (even, odd))
    return list(chain.from_iterable(zip(*sums, strict=True)))
