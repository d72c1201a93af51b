"""What the age of a building and a garage add to a price, where they are given; nothing where they are not.

Hardly any advert tells them. So the forest is grown without them, and what they add is learned apart, from flats of
which they are known: of age a broken line that never rises, of a garage one number.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping, Sequence
from typing import Any

from tasador.pricing.fields import Home


class Extras:
    """By field, the points of a broken line: values of the field, in order, and what each adds in log."""

    def __init__(self, lines: Mapping[str, Sequence[Sequence[float]]]) -> None:
        self.names = tuple(lines)
        self.lines = {name: ([x for x, _ in line], [y for _, y in line]) for name, line in lines.items()}

    @classmethod
    def unpack(cls, packed: Mapping[str, Any]) -> Extras:
        return cls(packed)

    def of(self, home: Home) -> list[float]:
        """What each field adds to the log price, in the order of `names`."""
        return [self.at(name, getattr(home, name)) for name in self.names]

    def at(self, name: str, value: float | None) -> float:
        """On the line between two points, flat beyond them; nothing for nothing."""
        if value is None:
            return 0.0
        xs, ys = self.lines[name]
        at = bisect(xs, value)
        if at == 0 or at == len(xs):
            return ys[0] if at == 0 else ys[-1]
        share = (value - xs[at - 1]) / (xs[at] - xs[at - 1])
        return ys[at - 1] + share * (ys[at] - ys[at - 1])
