"""Price levels: which year the forest is asked about, and how that year's level is brought to the one stated.

A level is the index of its year, times what the home's locality moved apart from the index since the last year before
the newest adverts. A locality that is not told apart moves with the index.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping, Sequence
from math import log
from typing import Any, Final, NamedTuple

from tasador.pricing.vocabulary import fold

OLD_YEARS: Final = 3  # a home whose adverts are older than this is warned about


class Level(NamedTuple):
    """The year whose adverts are used, and whether they are old."""

    year: float
    old: bool


class PriceIndex:
    """An index by year, the years of which each region and type has adverts, and what localities moved apart from it.

    `moves` is by `place`, in log, from the year `since` to `today`; `widening` is by how much, in log, the low and the
    high bound of a range move outwards where a level was carried over as many years as lie between the two.
    """

    def __init__(
        self,
        index: Mapping[float, float],
        epochs: Mapping[str, Sequence[float]],
        today: float,
        since: float,
        moves: Mapping[str, float],
        widening: Sequence[float],
    ) -> None:
        self.years = sorted(index)
        self.logs = [log(index[year]) for year in self.years]
        self.epochs = {name: tuple(years) for name, years in epochs.items()}
        self.today = today
        self.since = since
        self.moves = dict(moves)
        self.widening = (widening[0], widening[1])

    @classmethod
    def unpack(cls, packed: Mapping[str, Any]) -> PriceIndex:
        index = {float(year): value for year, value in packed["index"]}
        rest = (packed[name] for name in ("epochs", "today", "since", "moves", "widening"))
        return cls(index, *rest)

    def level(self, l2: str, property_type: str | None, asked: float | None) -> Level:
        """Of the years with adverts of this region and type, the one nearest to that asked for (of two, the later)."""
        wanted = self.today if asked is None else asked
        known = self.epochs.get(f"{l2}|{property_type}") or self.epochs.get(l2) or self.epochs[""]
        year = min(known, key=lambda one: (abs(one - wanted), -one))
        return Level(year, self.today - year >= OLD_YEARS)

    def known(self, date: float) -> list[float]:
        """The years whose level is known, up to the latest known or, if it is later, this date's own."""
        return [year for year in self.years if year <= max(self.today, date)]

    def log(self, year: float, place: str = "") -> float:
        """The level of this place in log, between two years by the line that joins them, flat beyond."""
        return self._index(year) + self._share(year) * self.moves.get(place, 0.0)

    def widened(self, start: float, end: float) -> tuple[float, float]:
        """How far the two bounds of a range move outwards where the level of `start` is carried to `end`."""
        share = min(abs(end - start) / (self.today - self.since), 1.0)
        return share * self.widening[0], share * self.widening[1]

    def _index(self, year: float) -> float:
        at = bisect(self.years, year)
        if at == 0:
            return self.logs[0]
        if at == len(self.years):
            return self.logs[-1]
        share = (year - self.years[at - 1]) / (self.years[at] - self.years[at - 1])
        return self.logs[at - 1] + share * (self.logs[at] - self.logs[at - 1])

    def _share(self, year: float) -> float:
        """How much of the way from `since` to `today` had been gone by this year."""
        return min(max((year - self.since) / (self.today - self.since), 0.0), 1.0)


def place(l2: str, locality: str | None) -> str:
    """The name under which a locality's move is kept; empty for none."""
    return f"{l2}|{fold(locality)}" if locality else ""
