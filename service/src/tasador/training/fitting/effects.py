"""What place adds to a price: the residual of a small model that knows everything but the place."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xgboost as xgb

from tasador.training.fitting.atlas import Floats
from tasador.training.settings import TrainingSettings

OFFSET = 12.0  # the middle of log prices, from which the trees start
TREES = 120
PARAMETERS = {"max_depth": 8, "eta": 0.1, "max_bin": 128, "min_child_weight": 10, "base_score": 0.0}
MOST = 0.8  # an advert further off than this in log says nothing more about its place


def effects(homes: pd.DataFrame, target: Floats, known: Floats, settings: TrainingSettings) -> Floats:
    """In log, one for each home. `known` is what its place is known to add already: the small model fits what is left
    of the price without it, so that what goes with a place (the rooms of its usual flats) is not told by those rooms.
    """
    held = xgb.DMatrix(homes.drop(columns="region"), target - known - OFFSET)
    parameters = PARAMETERS | {"objective": "reg:absoluteerror", "nthread": settings.threads, "seed": settings.seed}
    without_place = xgb.train(parameters, held, TREES).predict(held)
    residual: Floats = np.clip(target - OFFSET - without_place.astype(float), -MOST, MOST)
    return residual
