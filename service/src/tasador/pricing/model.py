"""The model: a home in, its price with range, reasons, comparables and warnings out."""

from __future__ import annotations

import gc
import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, log
from pathlib import Path
from typing import Any, Final, NamedTuple

from tasador.errors import ModelError
from tasador.pricing import features, interval, price_index
from tasador.pricing.comparables import Comparables, ComparablesGrid
from tasador.pricing.contradictions import settled
from tasador.pricing.extras import Extras
from tasador.pricing.features import Location
from tasador.pricing.fields import MIN_SURFACE, OPTIONAL_FEATURES, Home
from tasador.pricing.forest import Forest, point
from tasador.pricing.interval import Interval
from tasador.pricing.localities import Localities
from tasador.pricing.notices import Notice
from tasador.pricing.numbers import month_text
from tasador.pricing.price_index import Level, PriceIndex
from tasador.pricing.spatial import SpatialSmoother
from tasador.pricing.trend import Trend
from tasador.pricing.warnings import TrainingRanges

__all__ = ["Appraisal", "Comparables", "Home", "Model", "load"]

FORMAT: Final = 4
ARTIFACT: Final = "price.json.gz"
CARD: Final = "card.json"
PACKAGE: Final = Path(__file__).resolve().parents[1]
DATE_SLACK: Final = 0.5  # years around the known levels that the nearest of them stands for


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


class Prepared(NamedTuple):
    """A home as the forest is asked about it."""

    home: Home
    notices: list[Notice]
    location: Location
    level: Level
    point: list[float]
    rise: float  # what the trend of surface adds to the log price
    surface_factor: int  # the factor whose surface it is
    extras: list[float]  # what each optional field adds to the log price; 0 where it is not given


class Model:
    """All that an artifact holds."""

    def __init__(self, content: Mapping[str, Any], card: dict[str, Any], version: str) -> None:
        self.card = card
        self.version = version
        self.extras = Extras.unpack(content["extras"])
        self.factors = (*features.factors(content["features"]), *self.extras.names)
        self.columns = features.columns(content["features"])
        self.trend = Trend(*map(float, content["trend"]))
        self.forest = Forest(content["forest"])
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
        prepared = [self._prepared(home) for home in homes]
        points = [one.point for one in prepared]
        reached = self.forest.reached(points)
        results = zip(
            prepared,
            self.forest.margins(reached),
            self.forest.explained(reached),
            self.interval.around(points, [self._groups(one.home) for one in prepared]),
            strict=True,
        )
        return [self._appraised(*one) for one in results]

    def price_many(self, homes: Sequence[Home]) -> list[YearPrice]:
        """Prices and ranges alone, each at its home's date: for whoever evaluates many."""
        prepared = [self._prepared(home) for home in homes]
        points = [one.point for one in prepared]
        margins = self.forest.margins(self.forest.reached(points))
        around = self.interval.around(points, [self._groups(one.home) for one in prepared])
        return [
            self._at(self._date(one.home), one, margin, bounds)
            for one, margin, bounds in zip(prepared, margins, around, strict=True)
        ]

    def understood(self, home: Home) -> tuple[Home, list[Notice]]:
        """The home without what contradicts itself, is no place of this model or no feature of it; what was changed."""
        home, notices = settled(home)
        home, placed = self.localities.understood(home)
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
        living = values[features.LIVING]
        surface = "surface_covered" if values[features.COVERED] == living else "surface_total"
        known = point([values[k] for k in self.columns] if self.columns else values)
        rise, factor = self.trend.at(living), self.factors.index(surface)
        return Prepared(home, notices, location, level, known, rise, factor, self.extras.of(home))

    def place(self, home: Home) -> str:
        """The name under which its locality's level is kept."""
        home, _ = self.understood(home)
        return _place(home, features.locate(home, self.localities, self.smoother))

    def _groups(self, home: Home) -> tuple[str, ...]:
        return (interval.THIN,) if self.seen.thin(home.l2) else interval.groups(home.l2, home.property_type)

    def _appraised(self, asked: Prepared, margin: float, shares: list[float], around: tuple[float, float]) -> Appraisal:
        home, location = asked.home, asked.location
        date = self._date(home)
        at = self._at(date, asked, margin, around)
        base, contributions = explain(at.price, self.forest.mean, self._whole(shares, asked, date), self.factors)
        return Appraisal(
            home=home,
            locality=location.locality.name if location.locality else None,
            price=at.price,
            low=at.low,
            high=at.high,
            as_of=month_text(date),
            latest=month_text(self.price_index.today),
            price_per_m2=at.price / (home.surface_covered or home.surface_total or MIN_SURFACE),
            base=base,
            contributions=contributions,
            comparables=self.comparables.summary(home, location, exp(self._moved(self.price_index.today, date, asked))),
            history=tuple(self._at(year, asked, margin, around) for year in self.price_index.known(date)),
            notices=(*asked.notices, *self._warnings(asked)),
        )

    def _at(self, date: float, asked: Prepared, margin: float, around: tuple[float, float]) -> YearPrice:
        """The home's price at this date's level; the range widens with the years that the level is carried over."""
        price = exp(margin + asked.rise + sum(asked.extras) + self._moved(asked.level.year, date, asked))
        below, above = self.price_index.widened(asked.level.year, date)
        low, high = around
        return YearPrice(int(date), price, price * exp(low - below), price * exp(high + above))

    def _date(self, home: Home) -> float:
        """The date whose level is asked for, in years; that of the evaluated advert, else the latest known."""
        asked = home.date if home.date is not None else home.year
        return self.price_index.today if asked is None else asked

    def _moved(self, start: float, end: float, asked: Prepared) -> float:
        """From the level of one date to that of another, of this home's place, in log."""
        place = _place(asked.home, asked.location)
        return self.price_index.log(end, place) - self.price_index.log(start, place)

    def _warnings(self, asked: Prepared) -> list[Notice]:
        home = asked.home
        found = self.seen.warnings(home, asked.location, asked.level.old and home.year is None)
        first, last = self.price_index.years[0] - DATE_SLACK, self.price_index.today + DATE_SLACK
        if home.date is not None and not first <= home.date <= last:
            found.append(
                Notice("date_outside_levels", "date", {"low": f"{first + 0.5:.0f}", "high": f"{last - 0.5:.0f}"})
            )
        return found

    def _whole(self, shares: Sequence[float], asked: Prepared, date: float) -> list[float]:
        """The forest's shares of the log price with those of surface's trend, of the date's level and of the extras."""
        logs = [*shares, *asked.extras]
        logs[asked.surface_factor] += asked.rise
        logs[self.factors.index("date")] += self._moved(asked.level.year, date, asked)
        return logs


def _place(home: Home, location: Location) -> str:
    """By the locality it lies in; by the name that was given where the listings know no such locality."""
    found = location.locality
    return price_index.place(found.l2, found.name) if found else price_index.place(home.l2, home.locality)


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


def load(path: Path | None = None) -> Model:
    """The model of this file, else of TASADOR_MODEL, else of the folder `model` beside the package or its source."""
    file = path or _found()
    try:
        packed = file.read_bytes()
        content = json.loads(gzip.decompress(packed))
        card = json.loads(file.with_name(CARD).read_bytes())
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise _fault(file, f"it cannot be read ({error})") from error
    digest = hashlib.sha256(packed).hexdigest()
    if not isinstance(content, dict) or not isinstance(card, dict) or card.get("sha256") != digest:
        raise _fault(file, f"its sha256 {digest} is not the one that {CARD} tells")
    if content.get("format") != FORMAT:
        raise _fault(file, "it was made for another version of the service")
    return _built(content, card, digest, file)


def _built(content: dict[str, Any], card: dict[str, Any], digest: str, file: Path) -> Model:
    """Great tables and not one cycle: collecting while they are made costs a twelfth of the load."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return Model(content, card, f"m-{digest[:12]}")
    except (AttributeError, KeyError, IndexError, TypeError, ValueError) as error:
        raise _fault(file, f"its content is damaged ({type(error).__name__}: {error})") from error
    finally:
        if collecting:
            gc.enable()


def _found() -> Path:
    named = os.environ.get("TASADOR_MODEL")
    if named:
        return Path(named)
    beside = PACKAGE.parent / "model" / ARTIFACT
    return beside if beside.exists() else PACKAGE.parents[1] / "model" / ARTIFACT


def _fault(file: Path, fault: str) -> ModelError:
    return ModelError(f"where: {file}; what: {fault}; next: train it again with ./run train")
