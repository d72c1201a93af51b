"""Today's level by locality, learned from the newest adverts by the model that prices them at the last year it knows.

What an advert asks beyond that price is its level. The middle of all is the index; each locality's own middle, pulled
towards it the more so the fewer adverts it has, is what the locality moved apart. So is that of homes of so many rooms,
and bathrooms, in turns with the localities', where more bathrooms never lower a level. The bounds of a range are moved
outwards until each tail holds its share of these adverts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any, Final

import numpy as np
import pandas as pd

from tasador.pricing.model import Model
from tasador.training.evaluation import figures
from tasador.training.evaluation.served import homes
from tasador.training.fitting import splits
from tasador.training.fitting.atlas import Floats, Integers
from tasador.training.fitting.target import target

MOST: Final = 0.35  # log: two places that lie further apart share no more than a name
PULL: Final = 5.0  # adverts' worth of pull of a locality towards the whole
TAIL: Final = 0.3  # error in log from which an advert counts for less than half
STEPS: Final = 30  # of reweighting, after which the middle stands still
OUTSIDE: Final = 0.1  # share of adverts beyond each bound
HALVES_SEED: Final = 5
COUNTED: Final = {"rooms": 6, "bathrooms": 5}  # the number from which more is taken as the same
COUNTED_PULL: Final = 30.0  # adverts' worth of pull of such a number towards the whole
NEVER_FALLING: Final = ("bathrooms",)  # who adds one is to see no price fall
TURNS: Final = 3  # of localities and numbers, each learned from what the other leaves
Counted = dict[str, list[float]]


@dataclass(frozen=True)
class Priced:
    """Adverts as the model prices them at the year `since`: logs, bounds relative to the price, and their places."""

    rows: pd.DataFrame
    places: list[str]
    beyond: Floats  # log asked less log priced
    low: Floats
    high: Floats


@dataclass(frozen=True)
class Levels:
    """What the adverts say: the whole's move since `since`, and each place's and number's beyond it, all in log."""

    whole: float
    moves: dict[str, float]
    counted: Counted

    def of(self, places: list[str], rows: pd.DataFrame) -> Floats:
        moved: Floats = np.array([self.whole + self.moves.get(place, 0.0) for place in places])
        return moved + counted(rows, self.counted)


def priced(model: Model, rows: pd.DataFrame, since: float) -> Priced:
    """The adverts, `since` being the year whose level the model is asked for."""
    asked = homes(rows.assign(year=since))
    told = model.price_many(asked)
    price, low, high = (np.log([getattr(one, name) for one in told]) for name in ("price", "low", "high"))
    places = [model.place(home) for home in asked]
    return Priced(rows, places, target(rows) - price, low - price, high - price)


def learn(beyond: Floats, places: list[str], rows: pd.DataFrame) -> Levels:
    """Middles by place and by number, in turns, each pulled towards that of all."""
    found = Levels(0.0, {}, {})
    for _ in range(TURNS):
        own = beyond - counted(rows, found.counted)
        whole = middle(own)
        by_place = pd.Series(own - whole).groupby(np.array(places, dtype=object))
        moves = {str(name): _pulled(one, PULL) for name, one in by_place if name}
        found = _numbers(beyond, places, rows, Levels(whole, moves, found.counted))
    rest = beyond - found.of(places, rows)
    return replace(found, whole=found.whole + float(np.median(rest)))


def _numbers(beyond: Floats, places: list[str], rows: pd.DataFrame, found: Levels) -> Levels:
    """The same levels with the moves of each number of rooms, and of bathrooms, as all else leaves them."""
    for name, most in COUNTED.items():
        others = {other: adds for other, adds in found.counted.items() if other != name}
        rest = pd.Series(beyond - replace(found, counted=others).of(places, rows))
        number = rows[name].reset_index(drop=True).clip(1, most)
        adds = [_pulled(rest[number == k], COUNTED_PULL) for k in range(1, most + 1)]
        told = list(accumulate(adds, max)) if name in NEVER_FALLING else adds
        found = replace(found, counted={**others, name: told})
    return found


def counted(rows: pd.DataFrame, adds: Counted) -> Floats:
    """What the numbers of each row add; nothing where a number is not told."""
    total = np.zeros(len(rows))
    for name, moves in adds.items():
        number = rows[name].to_numpy(float)
        known = number >= 1
        total[known] += np.array(moves)[np.minimum(number[known], len(moves)).astype(np.int64) - 1]
    return total


def _pulled(apart: pd.Series, pull: float) -> float:
    values = apart.to_numpy(float)
    if not len(values):
        return 0.0
    return round(float(np.clip(middle(values) * len(values) / (len(values) + pull), -MOST, MOST)), 4)


def middle(values: Floats) -> float:
    """Cauchy's centre, by reweighting from the median: far ones hardly count."""
    centre = float(np.median(values))
    for _ in range(STEPS):
        weight = 1 / (1 + ((values - centre) / TAIL) ** 2)
        centre = float((weight * values).sum() / weight.sum())
    return centre


def unseen(found: Priced) -> Floats:
    """The level of each advert as the other half of them tells it; adverts that look alike are in one half."""
    half = halves(found.rows)
    level = np.zeros(len(half))
    places = np.array(found.places, dtype=object)
    for k in (0, 1):
        learned = learn(found.beyond[half != k], list(places[half != k]), found.rows[half != k])
        level[half == k] = learned.of(list(places[half == k]), found.rows[half == k])
    return level


def halves(rows: pd.DataFrame) -> Integers:
    return splits.folds(splits.places(rows), 2, HALVES_SEED)


def widening(found: Priced, level: Floats) -> list[float]:
    """How far, in log, each bound has to move outwards so that a tenth of the adverts lies beyond it."""
    left = found.beyond - level
    below, above = (float(np.quantile(score, 1 - OUTSIDE)) for score in (found.low - left, left - found.high))
    return [round(max(below, 0.0), 4), round(max(above, 0.0), 4)]


def renewed(packed: dict[str, Any], found: Priced) -> dict[str, Any]:
    """The artifact's levels with what the adverts say of `today`."""
    learned = learn(found.beyond, found.places, found.rows)
    index = dict(map(tuple, packed["index"]))
    index[packed["today"]] = round(index[packed["since"]] * float(np.exp(learned.whole)), 1)
    return packed | {
        "index": [list(pair) for pair in sorted(index.items())],
        "moves": learned.moves,
        "counted": {str(l2): learned.counted for l2 in sorted(found.rows["l2"].astype(str).unique())},
        "widening": widening(found, unseen(found)),
    }


def told(found: Priced) -> dict[str, Any]:
    """For the card: error, bias and tails of adverts by levels learned from the other half."""
    level = unseen(found)
    left = found.beyond - level
    half = halves(found.rows)
    below, above = np.zeros(len(left)), np.zeros(len(left))
    for k in (0, 1):
        part = Priced(found.rows[half != k], [], found.beyond[half != k], found.low[half != k], found.high[half != k])
        below[half == k], above[half == k] = widening(part, level[half != k])
    return {
        "adverts": len(left),
        "median_ape": figures.percent(figures.ape(-left, np.zeros(len(left)))),
        "bias_percent": round(100 * float(np.expm1(np.median(-left))), 2),
        "below_the_range": round(float((left < found.low - below).mean()), 4),
        "above_the_range": round(float((left > found.high + above).mean()), 4),
        "how": "each half of the adverts at levels and with ranges learned from the other half",
    }
