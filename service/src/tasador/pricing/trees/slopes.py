"""How a price rises with surface: in logs a straight line in each surface, as steep as the home's other data say.

With the covered surface C and the total surface T, both in m², the log of a price rises by

    max(b, c, 0) log C + max(c, 0) log(T / C)  =  (max(b, c, 0) - max(c, 0)) log C + max(c, 0) log T

where b and c are forests that see no surface. Neither factor is below zero, so that a larger home is never cheaper,
whatever the trees say. Where one surface alone is known it stands for C, and the second term is missing.
"""

from __future__ import annotations

from math import log
from typing import Final, NamedTuple

MIDDLE: Final = 4.4  # a usual log of a living surface in m², from which lines start
MOST_BEYOND: Final = 2.5  # log of total over covered from which more of a plot adds nothing


class Surfaces(NamedTuple):
    """A home's surfaces as the lines see them."""

    size: float  # log of the covered surface, else of the total, less MIDDLE
    beyond: float  # log of total over covered; 0 where one of them is not known


class Rise(NamedTuple):
    """What each of the two terms adds to the log of a price."""

    size: float
    beyond: float


def surfaces(covered: float, total: float) -> Surfaces:
    """Of surfaces in m², nan for one that is not known."""
    size = covered if covered == covered else total
    both = covered == covered and total == total
    beyond = log(max(total / covered, 1.0)) if both else 0.0
    return Surfaces(log(size) - MIDDLE if size == size else 0.0, min(beyond, MOST_BEYOND))


def rise(slope: float, open_slope: float, home: Surfaces) -> Rise:
    """What two slopes, as the forests b and c tell them, make of these surfaces."""
    beyond = max(open_slope, 0.0)
    return Rise(max(slope, beyond) * home.size, beyond * home.beyond)
