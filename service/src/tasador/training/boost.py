"""The fit itself: one forest for the price, two for the bounds of its error. Here or on a Dask cluster, the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd
import xgboost as xgb

from tasador.training.atlas import Floats
from tasador.training.settings import Settings

UNIT = 2.0**20

Floats32 = npt.NDArray[np.float32]
Objective = Callable[[Floats32, xgb.DMatrix], tuple[Floats32, Floats32]]


@dataclass(frozen=True)
class Recipe:
    """How a forest grows."""

    parameters: Mapping[str, Any]
    trees: int
    objective: Objective | None = None  # None: the one that the parameters name


class Trainer(Protocol):
    """Grows a forest from a table; where that happens is its own matter."""

    def __call__(self, recipe: Recipe, table: pd.DataFrame, label: Floats, weight: Floats) -> xgb.Booster: ...


def here(recipe: Recipe, table: pd.DataFrame, label: Floats, weight: Floats) -> xgb.Booster:
    told = dict(recipe.parameters)
    bins, threads = told["max_bin"], told["nthread"]
    held = xgb.QuantileDMatrix(table.astype(np.float32), label, weight=weight, max_bin=bins, nthread=threads)
    return xgb.train(told, held, recipe.trees, obj=recipe.objective)


@dataclass(frozen=True)
class Cauchy:
    """Cauchy's loss (Holland and Welsch, 1977) by reweighting: an advert counts half at an error of `tail`, in log,
    and hardly at all at several of it. From a start in the middle it ends near where most adverts are; a few that lie
    far off are taken for mistakes, which the absolute error would follow once they are among themselves.
    """

    tail: float

    def __call__(self, predicted: Floats32, held: xgb.DMatrix) -> tuple[Floats32, Floats32]:
        error = predicted - held.get_label()
        weight = held.get_weight() / (1 + (error / np.float32(self.tail)) ** 2)
        return error * weight, weight


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


def price(settings: Settings) -> Recipe:
    parameters = {
        "grow_policy": "lossguide",
        "max_leaves": settings.leaves,
        "max_depth": settings.depth,
        "eta": settings.rate,
        "min_child_weight": settings.weight,
        "subsample": settings.rows,
        "colsample_bynode": settings.columns,
    }
    return Recipe(_common(settings) | parameters, settings.trees, Cauchy(settings.tail))


def bound(settings: Settings, quantile: float) -> Recipe:
    parameters = {
        "objective": "reg:quantileerror",
        "quantile_alpha": quantile,
        "max_depth": settings.bound_depth,
        "eta": 0.15,
        "min_child_weight": 50,
        "subsample": 0.8,
        "colsample_bynode": 0.5,
    }
    return Recipe(_common(settings) | parameters, settings.bound_trees)


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
