"""Price levels: which year the forest is asked about, and how that year's level is brought to the one stated.

A level is the index of its year, times what the home's locality, its rooms and its bathrooms moved apart from the index
since the last year before the newest adverts. What is not told apart moves with the index.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import log
from typing import Any, Final, NamedTuple

from tasador.pricing.fields import Home
from tasador.pricing.vocabulary import fold

PACKED: Final = ("epochs", "today", "since", "moves", "widening", "counted")
OLD_YEARS: Final = 3  # a home whose adverts are older than this is warned about


class Level(NamedTuple):
    """The year whose adverts are used, and whether they are old."""

    year: float
    old: bool


class Step(NamedTuple):
    """The level of one date, and how far the bounds of a range move outwards from the year whose adverts are used."""

    year: int
    level: float  # the index, in log
    share: float  # of what a home moved apart from the index, so much by this date
    below: float
    above: float


class PriceIndex:
    """An index by year, the years of which each region and type has adverts, and what localities moved apart from it.

    `moves` is by `place`, `counted` by region and field for 1, 2, 3 … of it (the last stands for more), both in log
    from the year `since` to `today`; `widening` is by how much, in log, the low and the high bound of a range move
    outwards where a level was carried over as many years as lie between the two.
    """

    def __init__(
        self,
        index: Mapping[float, float],
        epochs: Mapping[str, Sequence[float]],
        today: float,
        since: float,
        moves: Mapping[str, float],
        widening: Sequence[float],
        counted: Mapping[str, Mapping[str, Sequence[float]]],
    ) -> None:
        self.years = sorted(index)
        self.logs = [log(index[year]) for year in self.years]
        self.epochs = {name: tuple(years) for name, years in epochs.items()}
        self.today = today
        self.since = since
        self.moves = dict(moves)
        self.counted = dict(counted)
        self.widening = (widening[0], widening[1])
        self._levels = {year: (self._index(year), self._share(year)) for year in self.years}

    @classmethod
    def unpack(cls, packed: Mapping[str, Any]) -> PriceIndex:
        index = {float(year): value for year, value in packed["index"]}
        return cls(index, *(packed[name] for name in PACKED))

    def level(self, l2: str, property_type: str | None, asked: float | None) -> Level:
        """Of the years with adverts of this region and type, the one nearest to that asked for (of two, the later)."""
        wanted = self.today if asked is None else asked
        known = self.epochs.get(f"{l2}|{property_type}") or self.epochs.get(l2) or self.epochs[""]
        year = min(known, key=lambda one: (abs(one - wanted), -one))
        return Level(year, self.today - year >= OLD_YEARS)

    def known(self, date: float) -> list[float]:
        """The years whose level is known, up to the latest known or, if it is later, this date's own."""
        return [year for year in self.years if year <= max(self.today, date)]

    def move(self, home: Home, place: str) -> float:
        """What this home at this place moved apart from the index, in log; a number that is not told moves nothing."""
        own = self.counted.get(home.l2, {})
        return self.moves.get(place, 0.0) + sum(_of_number(adds, getattr(home, name)) for name, adds in own.items())

    def log(self, year: float, move: float = 0.0) -> float:
        """The level in log of what moved so far apart, between two years by the line that joins them, flat beyond."""
        index, share = self._level(year)
        return index + share * move

    @lru_cache(maxsize=256)  # noqa: B019 - one model lives as long as its process
    def steps(self, start: float, date: float) -> tuple[Step, ...]:
        """From the year `start` to this date, then to each year that is known: the same for all homes of a batch."""
        return tuple(Step(int(end), *self._level(end), *self.widened(start, end)) for end in (date, *self.known(date)))

    def _level(self, year: float) -> tuple[float, float]:
        return self._levels.get(year) or (self._index(year), self._share(year))

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


def _of_number(adds: Sequence[float], number: float | None) -> float:
    return 0.0 if number is None or number < 1 else adds[min(int(number), len(adds)) - 1]


def place(l2: str, locality: str | None) -> str:
    """The name under which a locality's move is kept; empty for none."""
    return f"{l2}|{fold(locality)}" if locality else ""
