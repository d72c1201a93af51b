"""The fit itself: trees of a recipe, grown onto what is there already. Here or on a Dask cluster, the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd
import xgboost as xgb

from tasador.training.fitting.atlas import Floats
from tasador.training.settings import TrainingSettings

UNIT = 2.0**20

Floats32 = npt.NDArray[np.float32]
Objective = Callable[[Floats32, xgb.DMatrix], tuple[Floats32, Floats32]]


@dataclass(frozen=True)
class Recipe:
    """How a forest grows."""

    parameters: Mapping[str, Any]
    trees: int
    objective: Objective | None = None  # None: the one that the parameters name

    def told(self, more: Mapping[str, Any]) -> Recipe:
        return replace(self, parameters={**self.parameters, **more})


@dataclass(frozen=True)
class Aim:
    """What trees are to say of each row of a table.

    `scale` times what they say, together with `margin`, which earlier trees said, is to be near the label.
    """

    label: Floats
    margin: Floats | None = None
    scale: Floats | None = None


class Grow(Protocol):
    """Grows a forest on a table that it holds."""

    def __call__(self, recipe: Recipe, aim: Aim) -> xgb.Booster: ...


class Trainer(Protocol):
    """Holds a table and the weight of its rows; where that happens is its own matter."""

    def __call__(self, recipe: Recipe, table: pd.DataFrame, weight: Floats) -> Grow: ...


def here(recipe: Recipe, table: pd.DataFrame, weight: Floats) -> Grow:
    bins, threads = recipe.parameters["max_bin"], recipe.parameters["nthread"]
    held = xgb.QuantileDMatrix(table.astype(np.float32), weight=weight, max_bin=bins, nthread=threads)

    def grow(recipe: Recipe, aim: Aim) -> xgb.Booster:
        held.set_info(**told(aim))
        return xgb.train(dict(recipe.parameters), held, recipe.trees, obj=recipe.objective)

    return grow


def told(aim: Aim) -> dict[str, Floats]:
    """As xgboost holds it: of its numbers for each row, the bound of a label is the one that can carry the scale."""
    rows = len(aim.label)
    margin, scale = (
        np.full(rows, usual) if given is None else given for given, usual in ((aim.margin, 0.0), (aim.scale, 1.0))
    )
    return {"label": aim.label, "base_margin": margin, "label_lower_bound": scale}


@dataclass(frozen=True)
class Cauchy:
    """Cauchy's loss (Holland and Welsch, 1977) by reweighting: an advert counts half at an error of `tail`, in log,
    and hardly at all at several of it. From a start in the middle it ends near where most adverts are; a few that lie
    far off are taken for mistakes, which the absolute error would follow once they are among themselves.
    """

    tail: float

    def __call__(self, predicted: Floats32, held: xgb.DMatrix) -> tuple[Floats32, Floats32]:
        scale = held.get_float_info("label_lower_bound")
        error = scale * predicted - held.get_label()
        weight = held.get_weight() / (1 + (error / np.float32(self.tail)) ** 2)
        return scale * error * weight, scale * scale * weight


@dataclass
class Grown:
    """Forests of one table, which add up: each on some of its columns."""

    columns: tuple[str, ...]
    parts: list[tuple[xgb.Booster, Sequence[str]]] = field(default_factory=list)

    def booster(self) -> xgb.Booster:
        """All trees as one forest on all columns, with leaves rounded to 2^-20: float32 sums of such numbers below 16
        are exact, in any order."""
        trees = [tree for booster, names in self.parts for tree in self._trees(booster, names)]
        whole = json.loads(self.parts[0][0].save_raw("json"))
        whole["learner"] |= {"feature_names": list(self.columns), "feature_types": ["float"] * len(self.columns)}
        whole["learner"]["learner_model_param"]["num_feature"] = str(len(self.columns))
        model = whole["learner"]["gradient_booster"]["model"]
        model["gbtree_model_param"]["num_trees"] = str(len(trees))
        model["iteration_indptr"] = list(range(len(trees) + 1))
        model["trees"] = [tree | {"id": k} for k, tree in enumerate(trees)]
        model["tree_info"] = [0] * len(trees)
        found = xgb.Booster()
        found.load_model(bytearray(json.dumps(whole).encode()))
        return found

    def _trees(self, booster: xgb.Booster, names: Sequence[str]) -> list[dict[str, Any]]:
        place = np.array([self.columns.index(name) for name in names])
        trees = json.loads(booster.save_raw("json"))["learner"]["gradient_booster"]["model"]["trees"]
        return [_moved(tree, place, len(self.columns)) for tree in trees]


def _moved(tree: dict[str, Any], place: npt.NDArray[np.int64], width: int) -> dict[str, Any]:
    """The tree with its features where the whole table has them, and its leaves rounded."""
    leaf = np.array(tree["left_children"]) < 0
    value = np.array(tree["split_conditions"], dtype=np.float64)
    index = np.where(leaf, 0, place[np.array(tree["split_indices"])])
    rounded = np.where(leaf, np.rint(value * UNIT) / UNIT, value).tolist()
    parameters = tree["tree_param"] | {"num_feature": str(width)}
    return tree | {"split_indices": index.tolist(), "split_conditions": rounded, "tree_param": parameters}


def exact(booster: xgb.Booster, columns: Sequence[str]) -> xgb.Booster:
    """The same forest with rounded leaves."""
    return Grown(tuple(columns), [(booster, columns)]).booster()


def price(settings: TrainingSettings) -> Recipe:
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


def bound(settings: TrainingSettings, quantile: float) -> Recipe:
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


def _common(settings: TrainingSettings) -> dict[str, Any]:
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
