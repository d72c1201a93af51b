"""What age and a garage add to a price, learned from flats of which they are known: their errors by age and garage.

The flats are priced by the model, which knows neither; what is left after the middle of their year is what these
fields and chance add. Of age a line that never rises (pool adjacent violators), through the middle of each class of
ages, stretched to what flats of later years say; of a garage the middle with it and without it, once age is off.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
from sklearn.isotonic import IsotonicRegression

from tasador.training.evaluation import figures
from tasador.training.export.levels import STEPS, middle
from tasador.training.fitting.atlas import Floats

CLASSES: Final = (0.0, 1.0, 5.0, 10.0, 20.0, 30.0, 40.0, 50.0, 70.0, 100.0)  # years; each class ends at the next
LEAST: Final = 100  # flats of a class
LATER: Final = 2020.0  # from this year on flats stretch the line: age counts for more than it did
STRETCH: Final = (1.0, 2.0)  # least and most
TAIL: Final = 0.3  # error in log from which a flat counts for less than half


def learn(rows: pd.DataFrame, beyond: Floats) -> dict[str, list[list[float]]]:
    """The lines of `tasador.pricing.extras`. `beyond` is in log; each year of `rows` has a level of its own."""
    left = levelled(rows, beyond)
    age, later = rows["age"].to_numpy(float), (rows["year"] >= LATER).to_numpy(bool)
    shape = _line(age[~later], left[~later])
    if not shape:
        return {}
    stretch = _stretch(shape, age[later], left[later])
    known = np.where(np.isnan(age), 0.0, np.interp(age, *np.array(shape).T) * np.where(later, stretch, 1.0))
    return {"age": [[x, round(y * stretch, 4)] for x, y in shape]} | _garage(
        rows["garage"].to_numpy(float), left - known
    )


def _stretch(shape: list[list[float]], age: Floats, left: Floats) -> float:
    """By how much the line has to be stretched for flats of later years: the slope of what is left over the line."""
    told = ~np.isnan(age)
    if told.sum() < LEAST:
        return 1.0
    line, left = np.interp(age[told], *np.array(shape).T), left[told]
    slope, level = 1.0, 0.0
    for _ in range(STEPS):
        weight = 1 / (1 + ((left - level - slope * line) / TAIL) ** 2)
        slope, level = np.polyfit(line, left, 1, w=np.sqrt(weight))
    return float(np.clip(slope, *STRETCH))


def levelled(rows: pd.DataFrame, beyond: Floats) -> Floats:
    """What is left after the middle of each year."""
    middles = {
        year: middle(np.asarray(one, dtype=np.float64))
        for year, one in pd.Series(beyond).groupby(rows["year"].to_numpy(float))
    }
    return beyond - rows["year"].map(middles).to_numpy(float)


def _line(age: Floats, left: Floats) -> list[list[float]]:
    """Where enough flats are known: the mean age and the middle of each class, made never to rise."""
    found = np.digitize(age, CLASSES) - 1
    classes = [np.flatnonzero((found == k) & ~np.isnan(age)) for k in range(len(CLASSES))]
    classes = [members for members in classes if len(members) >= LEAST]
    if len(classes) < 2:
        return []
    at = np.array([age[members].mean() for members in classes])
    adds = np.array([middle(left[members]) for members in classes])
    weights = [len(members) for members in classes]
    falling = IsotonicRegression(increasing=False).fit(at, adds, weights).predict(at)
    return [[round(float(x), 2), round(float(y), 4)] for x, y in zip(at, falling, strict=True)]


def _garage(spaces: Floats, left: Floats) -> dict[str, list[list[float]]]:
    """A second space is not told apart from the first."""
    with_it, without = left[spaces >= 1], left[spaces == 0]
    if min(len(with_it), len(without)) < LEAST:
        return {}
    adds = [round(middle(without), 4), round(max(middle(with_it), middle(without)), 4)]
    return {"garage": [[0.0, adds[0]], [1.0, adds[1]]]}


def told(rows: pd.DataFrame, beyond: Floats, half: np.ndarray[Any, Any]) -> dict[str, Any]:
    """For the card: the error of flats of known age without it, and with what the other half of the places says."""
    left = levelled(rows, beyond)
    age = rows["age"].to_numpy(float)
    adds = np.zeros(len(rows))
    for k in (0, 1):
        lines = learn(rows[half != k].reset_index(drop=True), beyond[half != k])
        if "age" in lines:
            adds[half == k] = np.interp(age[half == k], *np.array(lines["age"]).T)
    known = ~np.isnan(age)
    zero = np.zeros(int(known.sum()))
    return {
        "flats": int(known.sum()),
        "median_ape_without": figures.percent(figures.ape(-left[known], zero)),
        "median_ape_with_age": figures.percent(figures.ape((adds - left)[known], zero)),
        "how": "each half of the places with the line of the other half",
    }
