"""Price levels: which year the forest is asked about, and how that year's level is brought to the one stated."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping, Sequence
from math import exp, log
from typing import Any, Final, NamedTuple

OLD_YEARS: Final = 3  # a home whose adverts are older than this is warned about


class Level(NamedTuple):
    """The year whose adverts are used, and the factor from its level to the one asked for."""

    year: float
    factor: float
    old: bool


class PriceIndex:
    """An index by year, and the years of which each region and type has adverts."""

    def __init__(self, index: Mapping[float, float], epochs: Mapping[str, Sequence[float]], today: float) -> None:
        self.years = sorted(index)
        self.logs = [log(index[year]) for year in self.years]
        self.epochs = {name: tuple(years) for name, years in epochs.items()}
        self.today = today

    @classmethod
    def unpack(cls, packed: Mapping[str, Any]) -> PriceIndex:
        index = {float(year): value for year, value in packed["index"]}
        return cls(index, packed["epochs"], packed["today"])

    def level(self, l2: str, property_type: str | None, asked: float | None) -> Level:
        """Of the years with adverts of this region and type, the one nearest to that asked for (of two, the later)."""
        wanted = self.today if asked is None else asked
        known = self.epochs.get(f"{l2}|{property_type}") or self.epochs.get(l2) or self.epochs[""]
        year = min(known, key=lambda one: (abs(one - wanted), -one))
        return Level(year, exp(self.log(wanted) - self.log(year)), self.today - year >= OLD_YEARS)

    def known(self, date: float) -> list[float]:
        """The years whose level is known, up to the latest known or, if it is later, this date's own."""
        return [year for year in self.years if year <= max(self.today, date)]

    def log(self, year: float) -> float:
        """The index in log, between two years by the line that joins them, flat beyond."""
        at = bisect(self.years, year)
        if at == 0:
            return self.logs[0]
        if at == len(self.years):
            return self.logs[-1]
        share = (year - self.years[at - 1]) / (self.years[at] - self.years[at - 1])
        return self.logs[at - 1] + share * (self.logs[at] - self.logs[at - 1])
