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
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from operator import add
from typing import Any, Final, NamedTuple, TypeVar

from tasador.pricing.trees.points import Batch, Point, Points

LEAF: Final = 255
HALF: Final = 1 << 15  # a factor's share of a leaf is kept in 16 bits, about this middle
SHARE: Final = 2  # bytes
WIDE: Final = 4  # bytes in which shares are added up: enough for 65,536 trees
LARGEST: Final = 256  # leaves of a tree: their numbers have one byte
AT_ONCE: Final = 16  # trees whose leaves' values and shares the processor's cache holds together


class Together(NamedTuple):
    """What many points reached: of each tree, a byte for each point, the number of its leaf within the tree."""

    numbers: Sequence[bytes]


Alone = Sequence[Sequence[int]]  # of each point, in each tree, the place of its leaf in the columns
Reached = Alone | Together
Number = TypeVar("Number", int, float)


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
        return self._together(asked) if asked.many else [self._walked(one) for one in asked.each]

    def _walked(self, asked: Point) -> list[int]:
        index, value, skip = self.index, self.value, self.skip
        leaves = []
        for node in self.roots:
            while (feature := index[node]) != LEAF:
                node += 1 if asked[feature] < value[node] else skip[node]
            leaves.append(node)
        return leaves

    def _together(self, asked: Points) -> Together:
        told = [[batch.numbers(self._parted(root, batch)) for root in self.roots] for batch in asked.batches]
        return Together([b"".join(parts) for parts in zip(*told, strict=True)])

    def _parted(self, root: int, batch: Batch) -> int:
        """Of one tree, the number of each point's leaf. The loop runs for each split that a point meets: what it needs
        is at hand, and a set that goes one way as a whole is not parted."""
        index, value, skip, columns = self.index, self.value, self.skip, batch.columns
        numbers, waiting = 0, [(root, batch.whole)]
        while waiting:
            node, here = waiting.pop()
            while (feature := index[node]) != LEAF:
                values, before = columns[feature]
                left = here & before[bisect_left(values, value[node])]
                if left and left != here:
                    waiting.append((node + skip[node], here ^ left))
                node, here = (node + 1, left) if left else (node + skip[node], here)
            numbers += here * skip[node]
        return numbers

    @cached_property
    def _firsts(self) -> list[int]:
        """The number of each tree's first leaf: of the nodes before tree k, (root + k) / 2 are leaves."""
        return [(root + k) // 2 for k, root in enumerate(self.roots)]

    def leaves(self, reached: Reached) -> list[list[int]]:
        """The number of each leaf, counted over the whole forest."""
        if isinstance(reached, Together):
            return [list(map(add, self._firsts, numbers)) for numbers in zip(*reached.numbers, strict=True)]
        return [list(map(add, self._firsts, map(self.skip.__getitem__, nodes))) for nodes in reached]

    def margins(self, reached: Reached) -> list[float]:
        """The sum for each point."""
        if isinstance(reached, Together):
            return self._summed(self._values, reached, self.base)
        return [sum(map(self.value.__getitem__, nodes), self.base) for nodes in reached]

    def explained(self, reached: Reached) -> list[list[float]]:
        """For each point, what each factor added to the forest's mean on the way down (Saabas)."""
        middle = HALF * len(self.roots)
        totals = self._all_added(reached) if isinstance(reached, Together) else map(self._added, reached)
        return [[(one - middle) * self.scale for one in total] for total in totals]

    def _added(self, nodes: Sequence[int]) -> Sequence[int]:
        rows, width = self.shares, SHARE * self.factors
        (leaves,) = self.leaves([nodes])
        held = array("H", b"".join([rows[at : at + width] for at in [width * leaf for leaf in leaves]]))
        return [sum(held[k :: self.factors]) for k in range(self.factors)]

    def _all_added(self, reached: Together) -> Iterator[Sequence[int]]:
        totals = self._summed(self._wide, reached, 0)
        return (array("I", total.to_bytes(WIDE * self.factors, "little")) for total in totals)

    def _summed(self, told: Sequence[Number], reached: Together, start: Number) -> list[Number]:
        """For each point the sum of what its leaves are told. All points go through some trees, then through the next:
        what these trees' leaves are told stays in the processor's cache meanwhile."""
        trees = list(zip(self._firsts, reached.numbers, strict=True))
        totals = [start] * len(reached.numbers[0])
        for few in (trees[k : k + AT_ONCE] for k in range(0, len(trees), AT_ONCE)):
            rows = [map(told[first : first + LARGEST].__getitem__, numbers) for first, numbers in few]
            totals = list(map(sum, zip(*rows, strict=True), totals))
        return totals

    @cached_property
    def _values(self) -> list[float]:
        """Of the leaves."""
        return [value for value, feature in zip(self.value, self.index, strict=True) if feature == LEAF]

    @cached_property
    def _wide(self) -> list[int]:
        """Of each leaf its row of shares as one great integer, in which sums have room: worth its making for many
        points, not for a start."""
        rows, width = array("I", array("H", self.shares)).tobytes(), WIDE * self.factors
        return [int.from_bytes(rows[at : at + width], "little") for at in range(0, len(rows), width)]
