"""80 % ranges by conformalised quantile regression on the errors that cross-validation left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import xgboost as xgb

from tasador.pricing.features import FEATURES
from tasador.pricing.trees.interval import THIN, groups
from tasador.training.fitting import boost, splits
from tasador.training.fitting.atlas import Flags, Floats
from tasador.training.fitting.boost import Aim, Grown
from tasador.training.settings import TrainingSettings

OF_PLACE = ("lat", "lon", "north_east", "north_west", "near_0", "near_1", "near_2", "near_3")  # finer than kilometres
TOLD = tuple(name for name in FEATURES if name not in OF_PLACE)
LEAST = 100  # rows from which a group has a correction of its own
PULL = 300.0  # rows' worth of pull towards that of the wider group
THIN_EXTRA = 0.25  # in log, added to the widest correction where there are next to no adverts
Corrections = Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class Errors:
    """Features as they were in the fold that priced each row, and by how much, in log, the price was missed."""

    rows: pd.DataFrame
    table: pd.DataFrame
    residual: Floats
    weight: Floats


@dataclass(frozen=True)
class Bounds:
    low: xgb.Booster
    high: xgb.Booster
    corrections: Corrections
    within: Flags  # of each row, its lower and its upper bound, by corrections measured without its place

    @property
    def coverage(self) -> Floats:
        return np.asarray(self.within.all(axis=1), dtype=float)


def fit(errors: Errors, settings: TrainingSettings) -> Bounds:
    """Quantile forests cross-fitted on two halves, so that what corrects them never saw what they were fitted on.

    Suspect rows teach them nothing, as they teach the price nothing; whether they lie within is told all the same.
    """
    half = splits.folds(errors.rows["place"].to_numpy(np.int64), 2, settings.seed + 2)
    taught = ~errors.rows["suspect"].to_numpy(bool)
    low, high = np.zeros(len(half)), np.zeros(len(half))
    for k in (0, 1):
        lower, upper = _forests(errors, taught & (half != k), settings)
        seen = errors.table[half == k]
        low[half == k], high[half == k] = boost.predict(lower, seen), boost.predict(upper, seen)
    scores = np.column_stack([low - errors.residual, errors.residual - high])
    full = _forests(errors, taught, settings)
    return Bounds(*full, corrections(errors.rows, scores, settings), _covered(errors.rows, scores, settings))


def _forests(errors: Errors, seen: Flags, settings: TrainingSettings) -> tuple[xgb.Booster, xgb.Booster]:
    """Of the place they are told its level and what kilometres around it ask: a range varies slowly from place to
    place, and little with whether its name or its coordinates are told."""
    tail = (1 - settings.coverage) / 2
    table, residual, weight = errors.table.loc[seen, list(TOLD)], errors.residual[seen], errors.weight[seen]
    recipes = [boost.bound(settings, q) for q in (tail, 1 - tail)]
    grow = boost.here(recipes[0], table, weight)
    low, high = (Grown(FEATURES, [(grow(recipe, Aim(residual)), TOLD)]).booster() for recipe in recipes)
    return low, high


def corrections(rows: pd.DataFrame, scores: Floats, settings: TrainingSettings) -> Corrections:
    """How far each bound has to move so that a tail holds its share: for all, and for each group, pulled towards the
    wider group that it is part of, the more so the fewer rows it has."""
    evaluated = ~rows["copy"].to_numpy(bool) & ~rows["suspect"].to_numpy(bool)
    found = {"": _moved(scores[evaluated], settings)}
    for name, members in _members(rows).items():
        chosen = members & evaluated
        if (n := int(chosen.sum())) >= LEAST:
            own, wider = _moved(scores[chosen], settings), found[_wider(name, found)]
            below, above = ((n * one + PULL * other) / (n + PULL) for one, other in zip(own, wider, strict=True))
            found[name] = (round(below, 6), round(above, 6))
    widest = max(max(pair) for pair in found.values())
    found[THIN] = (widest + THIN_EXTRA, widest + THIN_EXTRA)
    return found


def _wider(name: str, found: Corrections) -> str:
    region = name.split("|")[0]
    return region if "|" in name and region in found else ""


def _members(rows: pd.DataFrame) -> dict[str, Flags]:
    """The groups with their rows, wider ones first."""
    l2, types = (rows[name].astype(object).where(rows[name].notna(), "None") for name in ("l2", "property_type"))
    pairs = (l2.astype(str) + "|" + types.astype(str)).to_numpy()
    named = {str(name): (l2 == name).to_numpy(bool) for name in sorted(set(l2))}
    named |= {f"|{name}": (types == name).to_numpy(bool) for name in sorted(set(types.astype(str)))}
    return named | {str(name): pairs == name for name in sorted(set(pairs))}


def _moved(scores: Floats, settings: TrainingSettings) -> tuple[float, float]:
    """The conformal quantile, with its correction for a finite sample, of each side."""
    n = len(scores)
    level = min(1.0, (1 - (1 - settings.coverage) / 2) * (n + 1) / n)
    low, high = np.quantile(scores, level, axis=0, method="higher")
    return round(float(low), 6), round(float(high), 6)


def _covered(rows: pd.DataFrame, scores: Floats, settings: TrainingSettings) -> Flags:
    """Whether each row keeps each of its bounds, with corrections measured on the other half of the places."""
    half = splits.folds(rows["place"].to_numpy(np.int64), 2, settings.seed + 3)
    covered = np.zeros(scores.shape, bool)
    for k in (0, 1):
        measured = corrections(rows[half != k], scores[half != k], settings)
        asked = rows.loc[half == k, ["l2", "property_type"]].astype(object)
        asked = asked.where(asked.notna(), None)
        moved = np.array([_first(measured, groups(l2, kind)) for l2, kind in asked.itertuples(index=False)])
        covered[half == k] = scores[half == k] <= moved
    return covered


def _first(measured: Corrections, names: tuple[str, ...]) -> tuple[float, float]:
    return next(measured[name] for name in names if name in measured)
