"""What the forest has to beat, on the same folds: a linear model, k nearest neighbours, the original's settings."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Ridge
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler
from xgboost import XGBRegressor

from tasador.training.fitting.atlas import Floats
from tasador.training.fitting.target import target
from tasador.training.settings import TrainingSettings

NUMBERS = ["rooms", "bedrooms", "bathrooms", "surface_total", "surface_covered", "lat", "lon", "year"]
SURFACES = ["surface_total", "surface_covered"]
NAMES = ["l2", "property_type"]


def baselines(settings: TrainingSettings) -> dict[str, Pipeline]:
    return {"linear": _linear(), "nearest neighbours": _nearest(), "original's settings": _original(settings)}


def predictions(train: pd.DataFrame, test: pd.DataFrame, settings: TrainingSettings) -> dict[str, Floats]:
    taught = plain(train[~train["suspect"]])
    found = {}
    for name, pipeline in baselines(settings).items():
        found[name] = np.asarray(pipeline.fit(taught, target(taught)).predict(plain(test)), dtype=float)
    return found


def plain(rows: pd.DataFrame) -> pd.DataFrame:
    """Missing names as a name of their own."""
    return rows.assign(**{name: rows[name].astype(object).fillna("?").astype(str) for name in NAMES})


def _columns(numbers: Pipeline | str, logs: Pipeline | str, named: object) -> ColumnTransformer:
    others = [name for name in NUMBERS if name not in SURFACES]
    return ColumnTransformer([("logs", logs, SURFACES), ("numbers", numbers, others), ("names", named, NAMES)])


def _hot() -> OneHotEncoder:
    return OneHotEncoder(handle_unknown="ignore", sparse_output=False)


def _linear() -> Pipeline:
    filled = make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler())
    logs = make_pipeline(
        FunctionTransformer(np.log), SimpleImputer(strategy="median", add_indicator=True), StandardScaler()
    )
    return make_pipeline(_columns(filled, logs, _hot()), Ridge(1.0))


def _nearest() -> Pipeline:
    """Places count most: neighbours are first of all neighbours."""
    filled = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    logs = make_pipeline(FunctionTransformer(np.log), SimpleImputer(strategy="median"), StandardScaler())
    named = make_pipeline(_hot(), FunctionTransformer(_twice))
    weighted = ColumnTransformer(
        [
            ("place", make_pipeline(SimpleImputer(strategy="median"), FunctionTransformer(_near)), ["lat", "lon"]),
            ("logs", logs, SURFACES),
            ("numbers", filled, ["rooms", "bathrooms", "year"]),
            ("names", named, NAMES),
        ]
    )
    return make_pipeline(weighted, KNeighborsRegressor(10, weights="distance"))


def _twice(values: Floats) -> Floats:
    return values * 2.0


def _near(values: Floats) -> Floats:
    """A kilometre weighs as much as half a standard deviation of anything else."""
    return values * 50.0


def _original(settings: TrainingSettings) -> Pipeline:
    columns = ColumnTransformer([("numbers", "passthrough", NUMBERS), ("names", _hot(), NAMES)])
    forest = XGBRegressor(
        n_estimators=638, max_depth=4, learning_rate=0.189, n_jobs=settings.threads, random_state=settings.seed
    )
    return make_pipeline(columns, forest)
