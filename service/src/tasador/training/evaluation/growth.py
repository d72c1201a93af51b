"""Sanity of each field alone, by the very code that serves: what a home's price does as one datum of it changes.

It may not fall as a surface grows, each alone or both, nor with bathrooms, nor rise with the years of the building. One
more room or bedroom at the same surface may go either way; how far is told of all three.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from tasador.pricing.fields import Home
from tasador.pricing.model import Model
from tasador.training.evaluation.served import homes
from tasador.training.fitting.atlas import Floats

SAMPLE: Final = 4_000
TOLERANCE: Final = 1e-9  # relative: what arithmetic may lose
FACTORS: Final = (0.5, 0.8, 0.95, 1.0, 1.05, 1.1, 1.5, 2.5, 6.0)
AGES: Final = (1.0, 10.0, 30.0, 60.0, 120.0)
FEW: Final = (0.0, 1.0, 2.0, 3.0)  # as many more rooms, bedrooms or bathrooms
TENTH: Final = 0.1
FAR: Final = 0.25  # a change of the price that one more room hardly explains


class Curve(NamedTuple):
    """A home along one field: made by `at` from the home and each step; `sign` is where the price may go."""

    steps: tuple[float, ...]
    at: Callable[[Home, float], Home]
    sign: int


def _times(home: Home, factor: float, names: tuple[str, ...]) -> Home:
    told: dict[str, Any] = {name: getattr(home, name) * factor for name in names if getattr(home, name) is not None}
    return replace(home, **told)


def _more(home: Home, number: float, name: str) -> Home:
    told: dict[str, Any] = {name: (getattr(home, name) or 1.0) + number}
    return replace(home, **told)


CURVES: Final[Mapping[str, Curve]] = {
    "covered surface": Curve(FACTORS, lambda home, step: _times(home, step, ("surface_covered",)), 1),
    "total surface": Curve(FACTORS, lambda home, step: _times(home, step, ("surface_total",)), 1),
    "both surfaces": Curve(FACTORS, lambda home, step: _times(home, step, ("surface_covered", "surface_total")), 1),
    "age": Curve(AGES, lambda home, step: replace(home, age=step), -1),
    "rooms": Curve(FEW, lambda home, step: _more(home, step, "rooms"), 0),
    "bedrooms": Curve(FEW, lambda home, step: _more(home, step, "bedrooms"), 0),
    "bathrooms": Curve(FEW, lambda home, step: _more(home, step, "bathrooms"), 1),
}


def growth(model: Model, rows: pd.DataFrame, seed: int) -> dict[str, Any]:
    """By field: how many homes it moves the wrong way anywhere along its curve, and the worst single step."""
    chosen = homes(rows.sample(min(SAMPLE, len(rows)), random_state=seed))
    return {"homes": len(chosen), **{name: _told(model, chosen, curve) for name, curve in CURVES.items()}}


def _told(model: Model, chosen: list[Home], curve: Curve) -> dict[str, Any]:
    changes = np.diff(along(model, chosen, curve), axis=1)
    return (_onward(changes * curve.sign) if curve.sign else {}) | (_by_one(changes) if curve.steps == FEW else {})


def _onward(changes: Floats) -> dict[str, Any]:
    worst = round(float(np.expm1(changes.min(initial=0.0))), 4) + 0.0  # no minus before a zero
    return {"wrong_way": _share(changes < -TOLERANCE), "worst": worst}


def _by_one(changes: Floats) -> dict[str, Any]:
    moved = np.expm1(changes)
    shares = {"moved_by_a_quarter": _share(np.abs(moved) > FAR), "cheaper_by_a_tenth": _share(moved < -TENTH)}
    return shares | {"largest_fall": round(float(moved.min()), 4), "largest_rise": round(float(moved.max()), 4)}


def _share(steps: np.ndarray[Any, np.dtype[np.bool_]]) -> float:
    return round(float(steps.any(axis=1).mean()), 6)


def along(model: Model, chosen: list[Home], curve: Curve) -> Floats:
    """Log prices, one row for each home, one column for each step."""
    asked = [curve.at(home, step) for home in chosen for step in curve.steps]
    told = [one.price for one in model.price_many(asked)]
    found: Floats = np.log(np.array(told)).reshape(len(chosen), len(curve.steps))
    return found
