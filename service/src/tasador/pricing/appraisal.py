"""The answer: a price with its range, and the reasons for it in USD."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from typing import NamedTuple

from tasador.pricing.fields import Home
from tasador.pricing.notices import Notice
from tasador.pricing.places.comparables import Comparables


class YearPrice(NamedTuple):
    """The same home at the level of one year's middle, USD."""

    year: int
    price: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Appraisal:
    """A price in USD at the level of a stated month, with its 80 % range and what it is made of."""

    home: Home  # as it was understood
    locality: str | None  # named, or around the point
    price: float
    low: float
    high: float
    as_of: str  # YYYY-MM
    latest: str  # the latest level that is known, YYYY-MM
    price_per_m2: float
    base: float
    contributions: tuple[tuple[str, float], ...]  # by factor, USD; base and contributions add up to the price
    comparables: Comparables
    history: tuple[YearPrice, ...]
    notices: tuple[Notice, ...]


def explain(
    price: float, mean: float, shares: Sequence[float], factors: Sequence[str]
) -> tuple[float, tuple[tuple[str, float], ...]]:
    """Shares of the log price as USD: all by one rate, the logarithmic mean, so that they add up to the price."""
    base = exp(mean)
    logs = list(shares)
    whole = log(price) - mean
    logs[_largest(logs)] += whole - sum(logs)  # shares are rounded by about 1e-4 in all; the largest takes it
    rate = (price - base) / whole if abs(whole) > 1e-9 else price
    return base, tuple((name, share * rate) for name, share in zip(factors, logs, strict=True))


def _largest(numbers: Sequence[float]) -> int:
    return max(range(len(numbers)), key=lambda k: abs(numbers[k]))
