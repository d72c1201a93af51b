"""What place adds to a price: the residual of a small model that knows everything but the place."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xgboost as xgb

from tasador.training.atlas import Floats
from tasador.training.settings import Settings
from tasador.training.target import OFFSET

PLACELESS = (
    "covered",
    "total",
    "living",
    "rooms",
    "bedrooms",
    "bathrooms",
    "living_per_room",
    "living_per_bathroom",
    "type",
    "year",
)
TREES = 120
PARAMETERS = {"max_depth": 5, "eta": 0.15, "max_bin": 128, "min_child_weight": 20, "base_score": 0.0}
MOST = 1.2  # an advert further off than this in log says nothing more about its place


def effects(features: pd.DataFrame, target: Floats, settings: Settings) -> Floats:
    held = xgb.DMatrix(features[list(PLACELESS)], target - OFFSET)
    parameters = PARAMETERS | {"objective": "reg:squarederror", "nthread": settings.threads, "seed": settings.seed}
    without_place = xgb.train(parameters, held, TREES).predict(held)
    residual: Floats = np.clip(target - OFFSET - without_place.astype(float), -MOST, MOST)
    return residual
