"""The model: a home in, its price with range, reasons, comparables and warnings out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import exp
from typing import Any, Final, NamedTuple

from tasador.pricing import features, price_index
from tasador.pricing.appraisal import Appraisal, YearPrice, explain
from tasador.pricing.contradictions import settled
from tasador.pricing.extras import Extras
from tasador.pricing.features import Location
from tasador.pricing.fields import MIN_SURFACE, OPTIONAL_FEATURES, Home, clamped_surface
from tasador.pricing.notices import Notice
from tasador.pricing.numbers import month_text
from tasador.pricing.places.comparables import ComparablesGrid
from tasador.pricing.places.localities import Localities
from tasador.pricing.places.spatial import SpatialSmoother
from tasador.pricing.price_index import Level, PriceIndex, Step
from tasador.pricing.trees import interval, slopes
from tasador.pricing.trees.forest import Forest, Reached
from tasador.pricing.trees.interval import Interval
from tasador.pricing.trees.points import Points, parts
from tasador.pricing.trees.slopes import Rise, Surfaces
from tasador.pricing.warnings import TrainingRanges

UNKNOWN: Final = "unknown_locality"  # to all adverts
NEWEST: Final = "newest_locality"  # known to the newest, which teach its level alone
DATE_SLACK: Final = 0.5  # years around the known levels that the nearest of them stands for


class Prepared(NamedTuple):
    """A home as the forest is asked about it."""

    home: Home
    notices: list[Notice]
    location: Location
    level: Level
    values: list[float]  # of the features
    surfaces: Surfaces
    extras: list[float]  # what each optional field adds to the log price; 0 where it is not given
    move: float  # what it moved apart from the price index, in log


class Said(NamedTuple):
    """What the forests say of a home, at the level of its adverts."""

    log: float  # of the price
    rise: Rise  # what of it the slopes add
    low: float  # bounds in log, relative to the price
    high: float


class Model:
    """All that an artifact holds."""

    def __init__(self, content: Mapping[str, Any], card: dict[str, Any], version: str) -> None:
        self.card = card
        self.version = version
        self.extras = Extras.unpack(content["extras"])
        self.factors = (*features.factors(content["features"]), *self.extras.names)
        self.columns = features.columns(content["features"])
        self.forest = Forest(content["forest"])
        self.slopes = tuple(Forest(content["slopes"][name]) for name in ("slope", "open"))
        self.interval = Interval.unpack(content["interval"])
        self.smoother = SpatialSmoother.unpack(content["surface"])
        self.localities = Localities.unpack(content["places"])
        self.price_index = PriceIndex.unpack(content["levels"])
        self.comparables = ComparablesGrid.unpack(content["nearby"], self.localities.localities)
        self.seen = TrainingRanges.unpack(content["ranges"])

    def places(self) -> list[dict[str, object]]:
        return self.localities.listed()

    def appraise(self, home: Home) -> Appraisal:
        return self.appraise_many([home])[0]

    def appraise_many(self, homes: Sequence[Home]) -> list[Appraisal]:
        return [one for part in parts(homes) for one in self._appraised_together(part)]

    def price_many(self, homes: Sequence[Home]) -> list[YearPrice]:
        """Prices and ranges alone, each at its home's date: for whoever evaluates many."""
        return [one for part in parts(homes) for one in self._priced_together(part)]

    def _appraised_together(self, homes: Sequence[Home]) -> list[Appraisal]:
        prepared, reached, said = self._told(homes)
        return [self._appraised(*one) for one in zip(prepared, said, self.forest.explained(reached), strict=True)]

    def _priced_together(self, homes: Sequence[Home]) -> list[YearPrice]:
        prepared, _, said = self._told(homes)
        return [self._at(self._steps(one)[:1], one, told)[0] for one, told in zip(prepared, said, strict=True)]

    def _told(self, homes: Sequence[Home]) -> tuple[list[Prepared], Reached, list[Said]]:
        prepared = [self._prepared(home) for home in homes]
        points = Points(one.values for one in prepared)
        reached = self.forest.reached(points)
        return prepared, reached, self._said(prepared, points, reached)

    def _said(self, prepared: Sequence[Prepared], points: Points, reached: Reached) -> list[Said]:
        steep = (forest.margins(forest.reached(points)) for forest in self.slopes)
        rises = [slopes.rise(slope, opened, one.surfaces) for one, slope, opened in zip(prepared, *steep, strict=True)]
        around = self.interval.around(points, [self._groups(one.home) for one in prepared])
        each = zip(prepared, self.forest.margins(reached), rises, around, strict=True)
        return [Said(margin + sum(rise) + sum(one.extras), rise, *bounds) for one, margin, rise, bounds in each]

    def understood(self, home: Home) -> tuple[Home, list[Notice]]:
        """The home without what contradicts itself, is no place of this model or no feature of it; what was changed."""
        home, notices = settled(home)
        home, placed = self.localities.understood(home)
        if price_index.place(home.l2, home.locality) in self.price_index.moves:
            placed = [one._replace(code=NEWEST) if one.code == UNKNOWN else one for one in placed]
        unused = [name for name in OPTIONAL_FEATURES if getattr(home, name) is not None and name not in self.factors]
        if unused:
            changes: dict[str, Any] = dict.fromkeys(unused)
            home = replace(home, **changes)
        return home, [*notices, *placed, *(Notice("field_not_used", name) for name in unused)]

    def _prepared(self, home: Home) -> Prepared:
        home, notices = self.understood(home)
        location = features.locate(home, self.localities, self.smoother)
        level = self.price_index.level(home.l2, home.property_type, home.year)
        values = features.values(home, level.year, location)
        known = [values[k] for k in self.columns] if self.columns else values
        move = self.price_index.move(home, _place(home, location))
        return Prepared(home, notices, location, level, known, _surfaces(home), self.extras.of(home), move)

    def place(self, home: Home) -> str:
        """The name under which its locality's level is kept."""
        home, _ = self.understood(home)
        return _place(home, features.locate(home, self.localities, self.smoother))

    def _groups(self, home: Home) -> tuple[str, ...]:
        return (interval.THIN,) if self.seen.thin(home.l2) else interval.groups(home.l2, home.property_type)

    def _appraised(self, asked: Prepared, said: Said, shares: list[float]) -> Appraisal:
        home, location = asked.home, asked.location
        date = self._date(home)
        at, *history = self._at(self._steps(asked), asked, said)
        base, contributions = explain(at.price, self.forest.mean, self._whole(shares, asked, said, date), self.factors)
        return Appraisal(
            home=home,
            locality=location.locality.name if location.locality else None,
            price=at.price,
            low=at.low,
            high=at.high,
            as_of=month_text(min(max(date, self.price_index.years[0]), self.price_index.today)),
            latest=month_text(self.price_index.today),
            price_per_m2=at.price / (home.surface_covered or home.surface_total or MIN_SURFACE),
            base=base,
            contributions=contributions,
            comparables=self.comparables.summary(home, location, exp(self._moved(self.price_index.today, date, asked))),
            history=tuple(history),
            notices=(*asked.notices, *self._warnings(asked)),
        )

    def _steps(self, asked: Prepared) -> tuple[Step, ...]:
        return self.price_index.steps(asked.level.year, self._date(asked.home))

    def _at(self, steps: Sequence[Step], asked: Prepared, said: Said) -> list[YearPrice]:
        """The price at the level of each date; the range widens with the years that the level is carried over."""
        move = asked.move
        bare = said.log - self.price_index.log(asked.level.year, move)
        logs = [(year, bare + (level + share * move), below, above) for year, level, share, below, above in steps]
        return [
            YearPrice(year, exp(at), exp(at + said.low - below), exp(at + said.high + above))
            for year, at, below, above in logs
        ]

    def _date(self, home: Home) -> float:
        """The date whose level is asked for, in years; that of the evaluated advert, else the latest known."""
        asked = home.date if home.date is not None else home.year
        return self.price_index.today if asked is None else asked

    def _moved(self, start: float, end: float, asked: Prepared) -> float:
        """From the level of one date to that of another, of this home at its place, in log."""
        return self.price_index.log(end, asked.move) - self.price_index.log(start, asked.move)

    def _warnings(self, asked: Prepared) -> list[Notice]:
        home = asked.home
        found = self.seen.warnings(home, asked.location, asked.level.old and home.year is None)
        first, last = self.price_index.years[0] - DATE_SLACK, self.price_index.today + DATE_SLACK
        if home.date is not None and not first <= home.date <= last:
            found.append(
                Notice("date_outside_levels", "date", {"low": f"{first + 0.5:.0f}", "high": f"{last - 0.5:.0f}"})
            )
        return found

    def _whole(self, shares: Sequence[float], asked: Prepared, said: Said, date: float) -> list[float]:
        """The forest's shares of the log price with those of the slopes, of the date's level and of the extras."""
        logs = [*shares, *asked.extras]
        covered = asked.home.surface_covered is not None
        logs[self.factors.index("surface_covered" if covered else "surface_total")] += said.rise.size
        logs[self.factors.index("surface_total")] += said.rise.beyond
        logs[self.factors.index("date")] += self._moved(asked.level.year, date, asked)
        return logs


def _surfaces(home: Home) -> Surfaces:
    return slopes.surfaces(clamped_surface(home.surface_covered), clamped_surface(home.surface_total))


def _place(home: Home, location: Location) -> str:
    """By the locality it lies in; by the name that was given where the listings know no such locality."""
    found = location.locality
    return price_index.place(found.l2, found.name) if found else price_index.place(home.l2, home.locality)
