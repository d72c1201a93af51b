"""The fit itself: one forest for the price, two for the bounds of its error. Here or on a Dask cluster, the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
import pandas as pd
import xgboost as xgb

from tasador.training.atlas import Floats
from tasador.training.settings import Settings

UNIT = 2.0**20


class Trainer(Protocol):
    """Grows a forest from a table; where that happens is its own matter."""

    def __call__(
        self, parameters: Mapping[str, Any], table: pd.DataFrame, label: Floats, weight: Floats, trees: int
    ) -> xgb.Booster: ...


def here(parameters: Mapping[str, Any], table: pd.DataFrame, label: Floats, weight: Floats, trees: int) -> xgb.Booster:
    held = xgb.QuantileDMatrix(
        table.astype(np.float32), label, weight=weight, max_bin=parameters["max_bin"], nthread=parameters["nthread"]
    )
    return xgb.train(dict(parameters), held, trees)


def exact(booster: xgb.Booster) -> xgb.Booster:
    """The forest with leaves rounded to 2^-20: float32 sums of such numbers below 16 are exact, in any order."""
    held = json.loads(booster.save_raw("json"))
    for tree in held["learner"]["gradient_booster"]["model"]["trees"]:
        leaf = np.array(tree["left_children"]) < 0
        value = np.array(tree["split_conditions"], dtype=np.float64)
        tree["split_conditions"] = np.where(leaf, np.rint(value * UNIT) / UNIT, value).tolist()
    rounded = xgb.Booster()
    rounded.load_model(bytearray(json.dumps(held).encode()))
    return rounded


def price_parameters(settings: Settings) -> dict[str, Any]:
    return _common(settings) | {
        "objective": "reg:absoluteerror",
        "grow_policy": "lossguide",
        "max_leaves": settings.leaves,
        "max_depth": settings.depth,
        "eta": settings.rate,
        "min_child_weight": settings.weight,
        "subsample": settings.rows,
        "colsample_bynode": settings.columns,
    }


def bound_parameters(settings: Settings, quantile: float) -> dict[str, Any]:
    return _common(settings) | {
        "objective": "reg:quantileerror",
        "quantile_alpha": quantile,
        "max_depth": settings.bound_depth,
        "eta": 0.15,
        "min_child_weight": 50,
        "subsample": 0.8,
        "colsample_bynode": 0.5,
    }


def _common(settings: Settings) -> dict[str, Any]:
    """base_score 0: the offset is added in double precision, not in xgboost's float32."""
    return {
        "tree_method": "hist",
        "max_bin": settings.bins,
        "base_score": 0.0,
        "seed": settings.seed,
        "nthread": settings.threads,
    }


def predict(booster: xgb.Booster, table: pd.DataFrame) -> Floats:
    found: Floats = booster.inplace_predict(table.astype(np.float32)).astype(float)
    return found
