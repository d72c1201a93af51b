"""A gradient-boosted forest in plain Python: the very leaf that xgboost reaches, in every tree.

Trees stand one after another, each in preorder, in three columns: of a split the feature, the threshold and how
far ahead its right child stands (the left one is next); of a leaf LEAF, its value and its number within the tree.
Columns load several times as fast as nodes that are objects, and a start reads them all; they also stay in the
processor's cache, which nodes as objects do not.

xgboost compares in float32 and sends a missing value the way that the split says. So a point carries each
value twice, missing once as +inf (never below a threshold: right) and once as -inf (left); a split that
sends missing values left looks at the second copy.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from operator import add
from typing import Any, Final

from tasador.pricing.trees.points import MANY, Batch, Point, Points

LEAF: Final = 255
HALF: Final = 1 << 15  # a factor's share of a leaf is kept in 16 bits, about this middle
SHARE: Final = 2  # bytes
WIDE: Final = 4  # bytes in which shares are added up: enough for 65,536 trees
LARGEST: Final = 256  # leaves of a tree: their numbers have one byte

Reached = Sequence[Sequence[int]]  # of each point, in each tree, the place of its leaf in the columns


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
        self._prove(sizes)

    def _prove(self, sizes: Sequence[int]) -> None:
        """ValueError for columns that do not belong together: a price from them would be wrong without a word."""
        rows = {sum(sizes), len(self.index), len(self.value), len(self.skip)}
        leaves = self.index.count(LEAF)
        if rows != {2 * leaves - len(self.roots)}:
            raise ValueError("the columns of a forest differ in length")
        if len(self.shares) != SHARE * self.factors * leaves:
            raise ValueError("shares are not as many for each leaf")
        if max(sizes) >= 2 * LARGEST:
            raise ValueError(f"a tree has more than {LARGEST} leaves")

    def reached(self, asked: Points) -> Reached:
        if asked.many:
            return [nodes for batch in asked.batches for nodes in self._split(batch)]
        return [self._walked(one) for one in asked.each]

    def _walked(self, asked: Point) -> list[int]:
        index, value, skip = self.index, self.value, self.skip
        leaves = []
        for node in self.roots:
            while (feature := index[node]) != LEAF:
                node += 1 if asked[feature] < value[node] else skip[node]
            leaves.append(node)
        return leaves

    def _split(self, batch: Batch) -> Reached:
        rows = []
        for first, root in zip(self._firsts, self.roots, strict=True):
            places = self._places[first : first + LARGEST]
            rows.append([places[number] for number in batch.numbers(self._passed(root, batch))])
        return list(zip(*rows, strict=True))

    def _passed(self, root: int, batch: Batch) -> int:
        """Of one tree, the number of each point's leaf: the leaves left of every split at which it went right."""
        index, value, skip = self.index, self.value, self.skip
        passed, waiting = 0, [(root, batch.whole)]
        while waiting:
            node, here = waiting.pop()
            while (feature := index[node]) != LEAF:
                left = here & batch.below(feature, value[node])
                right = here ^ left
                passed += right * (skip[node] >> 1)
                if left and right:
                    waiting.append((node + skip[node], right))
                node, here = (node + 1, left) if left else (node + skip[node], right)
        return passed

    @cached_property
    def _places(self) -> list[int]:
        return [node for node, feature in enumerate(self.index) if feature == LEAF]

    @cached_property
    def _firsts(self) -> list[int]:
        """The number of each tree's first leaf: of the nodes before tree k, (root + k) / 2 are leaves."""
        return [(root + k) // 2 for k, root in enumerate(self.roots)]

    def leaves(self, reached: Reached) -> list[list[int]]:
        """The number of each leaf, counted over the whole forest."""
        return [list(map(add, self._firsts, map(self.skip.__getitem__, nodes))) for nodes in reached]

    def margins(self, reached: Reached) -> list[float]:
        """The sum for each point."""
        return [sum(map(self.value.__getitem__, nodes), self.base) for nodes in reached]

    def explained(self, reached: Reached) -> list[list[float]]:
        """For each point, what each factor added to the forest's mean on the way down (Saabas)."""
        middle, wide = HALF * len(self.roots), len(reached) >= MANY
        totals = map(self._added_wide if wide else self._added, reached)
        return [[(one - middle) * self.scale for one in total] for total in totals]

    def _added(self, nodes: Sequence[int]) -> list[int]:
        rows, width = self.shares, SHARE * self.factors
        (leaves,) = self.leaves([nodes])
        held = array("H", b"".join([rows[at : at + width] for at in [width * leaf for leaf in leaves]]))
        return [sum(held[k :: self.factors]) for k in range(self.factors)]

    def _added_wide(self, nodes: Sequence[int]) -> array[int]:
        total = sum(map(self._wide.__getitem__, nodes))
        return array("I", total.to_bytes(WIDE * self.factors, "little"))

    @cached_property
    def _wide(self) -> list[int]:
        """At the place of each leaf its row of shares as one great integer, in which sums have room: worth its making
        for many points, not for a start."""
        rows, width = array("I", array("H", self.shares)).tobytes(), WIDE * self.factors
        told = (int.from_bytes(rows[at : at + width], "little") for at in range(0, len(rows), width))
        return [next(told) if feature == LEAF else 0 for feature in self.index]
