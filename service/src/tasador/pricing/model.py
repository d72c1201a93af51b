"""The model: a home in, its price with range, reasons, comparables and warnings out."""

from __future__ import annotations

import gc
import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from pathlib import Path
from typing import Any, Final, NamedTuple

from tasador.errors import ModelError
from tasador.pricing import features, interval
from tasador.pricing.comparables import Comparables, ComparablesGrid
from tasador.pricing.features import FACTORS, Home, Location
from tasador.pricing.forest import Forest, point
from tasador.pricing.interval import Interval
from tasador.pricing.localities import Localities
from tasador.pricing.price_index import Level, PriceIndex
from tasador.pricing.spatial import SpatialSmoother
from tasador.pricing.trend import Trend
from tasador.pricing.warnings import TrainingRanges

__all__ = ["Appraisal", "Comparables", "Home", "Model", "load"]

FORMAT: Final = 2
ARTIFACT: Final = "price.json.gz"
CARD: Final = "card.json"
OF_DATE, OF_COVERED, OF_TOTAL = (FACTORS.index(name) for name in ("date", "surface_covered", "surface_total"))
PACKAGE: Final = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Appraisal:
    """A price in USD at the level of a stated month, with its 80 % range and what it is made of."""

    price: float
    low: float
    high: float
    as_of: str
    price_per_m2: float
    base: float
    contributions: tuple[tuple[str, float], ...]  # by factor, USD; base and contributions add up to the price
    comparables: Comparables
    warnings: tuple[str, ...]


class Asked(NamedTuple):
    """A home as the forest is asked for it."""

    home: Home
    location: Location
    level: Level
    point: list[float]
    rise: float  # what the trend of surface adds to the log price
    surface: int  # the factor whose surface it is


class Model:
    """All that an artifact holds."""

    def __init__(self, content: Mapping[str, Any], card: dict[str, Any], version: str) -> None:
        self.card = card
        self.version = version
        self.trend = Trend(*map(float, content["trend"]))
        self.forest = Forest(content["forest"])
        self.interval = Interval.unpack(content["interval"])
        self.smoother = SpatialSmoother.unpack(content["surface"])
        self.localities = Localities.unpack(content["places"])
        self.price_index = PriceIndex.unpack(content["levels"])
        self.comparables = ComparablesGrid.unpack(content["nearby"])
        self.seen = TrainingRanges.unpack(content["ranges"])

    def places(self) -> list[dict[str, object]]:
        return self.localities.listed()

    def appraise(self, home: Home) -> Appraisal:
        return self.appraise_many([home])[0]

    def appraise_many(self, homes: Sequence[Home]) -> list[Appraisal]:
        asked = [self._asked(home) for home in homes]
        points = [one.point for one in asked]
        reached = self.forest.reached(points)
        told = zip(
            asked,
            self.forest.margins(reached),
            self.forest.explained(reached),
            self.interval.around(points, [self._groups(home) for home in homes]),
            strict=True,
        )
        return [self._appraised(*one) for one in told]

    def _asked(self, home: Home) -> Asked:
        location = features.locate(home, self.localities, self.smoother)
        level = self.price_index.level(home.l2, home.property_type, home.year)
        values = features.values(home, level.year, location)
        living = values[features.LIVING]
        surface = OF_COVERED if values[features.COVERED] == living else OF_TOTAL
        return Asked(home, location, level, point(values), self.trend.at(living), surface)

    def _groups(self, home: Home) -> tuple[str, ...]:
        return (interval.THIN,) if self.seen.thin(home.l2) else interval.groups(home.l2, home.property_type)

    def _appraised(self, asked: Asked, margin: float, shares: list[float], around: tuple[float, float]) -> Appraisal:
        home, location, level = asked.home, asked.location, asked.level
        moved = log(level.factor)
        price = exp(margin + asked.rise + moved)
        low, high = _widened(around, abs(moved) / 2)
        base, contributions = explain(price, self.forest.mean, _whole(shares, asked, moved))
        return Appraisal(
            price=price,
            low=price * exp(low),
            high=price * exp(high),
            as_of=self._as_of(home),
            price_per_m2=price / (home.surface_covered or home.surface_total or features.MIN_SURFACE),
            base=base,
            contributions=contributions,
            comparables=self.comparables.summary(home, location, self._from_today(home)),
            warnings=self.seen.warnings(home, location, level.old and home.year is None),
        )

    def _as_of(self, home: Home) -> str:
        """A year's level is that of its middle."""
        return f"{int(self.price_index.today if home.year is None else home.year)}-06"

    def _from_today(self, home: Home) -> float:
        """Medians nearby are kept at today's level."""
        return (
            1.0
            if home.year is None
            else exp(self.price_index.log(home.year) - self.price_index.log(self.price_index.today))
        )


def _widened(around: tuple[float, float], carried: float) -> tuple[float, float]:
    """A level carried over from other years is less certain, by half of what it was moved."""
    low, high = around
    return low - carried, high + carried


def _whole(shares: Sequence[float], asked: Asked, moved: float) -> list[float]:
    """The forest's shares of the log price with those of surface's trend and of the date's level."""
    logs = list(shares)
    logs[asked.surface] += asked.rise
    logs[OF_DATE] += moved
    return logs


def explain(price: float, mean: float, shares: Sequence[float]) -> tuple[float, tuple[tuple[str, float], ...]]:
    """Shares of the log price as USD: all by one rate, the logarithmic mean, so that they add up to the price."""
    base = exp(mean)
    logs = list(shares)
    whole = log(price) - mean
    logs[_largest(logs)] += whole - sum(logs)  # shares are rounded by about 1e-4 in all; the largest takes it
    rate = (price - base) / whole if abs(whole) > 1e-9 else price
    return base, tuple((name, share * rate) for name, share in zip(FACTORS, logs, strict=True))


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
    if content.get("format") != FORMAT or content.get("features") != list(features.FEATURES):
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
