"""80 % ranges by conformalised quantile regression on the errors that cross-validation left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import xgboost as xgb

from tasador.pricing.interval import THIN, groups
from tasador.training import boost, splits
from tasador.training.atlas import Flags, Floats
from tasador.training.figures import LEAST
from tasador.training.settings import Settings

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
    coverage: Floats  # of each row, by corrections that were measured without its place


def fit(errors: Errors, settings: Settings) -> Bounds:
    """Quantile forests cross-fitted on two halves, so that what corrects them never saw what they were fitted on."""
    half = splits.folds(errors.rows["place"].to_numpy(np.int64), 2, settings.seed + 2)
    low, high = np.zeros(len(half)), np.zeros(len(half))
    for k in (0, 1):
        lower, upper = _forests(errors, half != k, settings)
        seen = errors.table[half == k]
        low[half == k], high[half == k] = boost.predict(lower, seen), boost.predict(upper, seen)
    scores = np.column_stack([low - errors.residual, errors.residual - high])
    full = _forests(errors, np.ones(len(half), bool), settings)
    return Bounds(*full, corrections(errors.rows, scores, settings), _covered(errors.rows, scores, settings))


def _forests(errors: Errors, seen: Flags, settings: Settings) -> tuple[xgb.Booster, xgb.Booster]:
    tail = (1 - settings.coverage) / 2
    table, residual, weight = errors.table[seen], errors.residual[seen], errors.weight[seen]
    grown = [boost.exact(boost.here(boost.bound(settings, q), table, residual, weight)) for q in (tail, 1 - tail)]
    return grown[0], grown[1]


def corrections(rows: pd.DataFrame, scores: Floats, settings: Settings) -> Corrections:
    """How far each bound has to move so that a tail holds its share: for all, and for each group with enough rows."""
    judged = ~rows["copy"].to_numpy(bool)
    found = {"": _moved(scores[judged], settings)}
    for name, members in _members(rows).items():
        chosen = members & judged
        if chosen.sum() >= LEAST:
            found[name] = _moved(scores[chosen], settings)
    widest = max(max(pair) for pair in found.values())
    found[THIN] = (widest + THIN_EXTRA, widest + THIN_EXTRA)
    return found


def _members(rows: pd.DataFrame) -> dict[str, Flags]:
    l2, types = (rows[name].astype(object).where(rows[name].notna(), "None") for name in ("l2", "property_type"))
    pairs = (l2.astype(str) + "|" + types.astype(str)).to_numpy()
    named = {str(name): pairs == name for name in sorted(set(pairs))}
    named |= {str(name): (l2 == name).to_numpy(bool) for name in sorted(set(l2))}
    named |= {f"|{name}": (types == name).to_numpy(bool) for name in sorted(set(types.astype(str)))}
    return named


def _moved(scores: Floats, settings: Settings) -> tuple[float, float]:
    """The conformal quantile, with its correction for a finite sample, of each side."""
    n = len(scores)
    level = min(1.0, (1 - (1 - settings.coverage) / 2) * (n + 1) / n)
    low, high = np.quantile(scores, level, axis=0, method="higher")
    return round(float(low), 6), round(float(high), 6)


def _covered(rows: pd.DataFrame, scores: Floats, settings: Settings) -> Floats:
    """Whether each row lies within its range, with corrections measured on the other half of the places."""
    half = splits.folds(rows["place"].to_numpy(np.int64), 2, settings.seed + 3)
    covered = np.zeros(len(rows))
    for k in (0, 1):
        measured = corrections(rows[half != k], scores[half != k], settings)
        asked = rows.loc[half == k, ["l2", "property_type"]].astype(object)
        asked = asked.where(asked.notna(), None)
        moved = np.array([_first(measured, groups(l2, kind)) for l2, kind in asked.itertuples(index=False)])
        covered[half == k] = (scores[half == k] <= moved).all(axis=1)
    return covered


def _first(measured: Corrections, names: tuple[str, ...]) -> tuple[float, float]:
    return next(measured[name] for name in names if name in measured)
