"""What is usual in a region: where four fifths of the homes of training lie, and of the prices given to them.

Of a home that training could have held, one in five lies outside. More of them means that those who ask, or the
prices they get, are no longer what the model was fitted and judged on: drift, without knowing any true price.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from tasador.pricing.fields import Home

LOW: Final = 0.1  # quantiles of training between which a number is usual
HIGH: Final = 0.9
ALL: Final = ""  # the entry for regions with few adverts

Bands = Mapping[str, Mapping[str, Sequence[float]]]  # region to `price` (USD) and `surface` (m²), each [low, high]


class Unusual(NamedTuple):
    """Of one home, what lies outside."""

    price: bool
    surface: bool


def unusual(bands: Bands, home: Home, price: float) -> Unusual | None:
    """Against the bands of its region; None where the card has none (a model older than these)."""
    band = bands.get(home.l2) or bands.get(ALL)
    size = surface(home)
    if band is None or size is None:
        return None
    return Unusual(_outside(band["price"], price), _outside(band["surface"], size))


def surface(home: Home) -> float | None:
    """The surface in m² that a home is told apart by: covered, or else the total."""
    return home.surface_covered or home.surface_total


def _outside(band: Sequence[float], value: float) -> bool:
    low, high = band
    return not low <= value <= high
