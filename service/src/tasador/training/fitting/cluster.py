"""The same fit on a Dask cluster that already runs somewhere, through xgboost's own Dask interface.

Its workers need this package beside xgboost: the loss of the price is ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dask.array as da
import numpy as np
import numpy.typing as npt
import pandas as pd
import xgboost as xgb
from dask.distributed import Client
from xgboost import dask as dxgb

from tasador.training.faults import TrainingError
from tasador.training.fitting import boost
from tasador.training.fitting.atlas import Floats
from tasador.training.fitting.boost import Aim, Grow, Recipe, Trainer

PATIENCE = "20s"


def trainer(address: str) -> Trainer:
    """Grows forests on the cluster of the scheduler at this address."""

    def there(recipe: Recipe, table: pd.DataFrame, weight: Floats) -> Grow:
        def grow(recipe: Recipe, aim: Aim) -> xgb.Booster:
            told = dict(recipe.parameters)
            with _client(address) as client:
                held = _held(client, recipe, table, {"weight": weight, **boost.told(aim)})
                grown = dxgb.train(client, told, held, num_boost_round=recipe.trees, obj=recipe.objective)
                booster: xgb.Booster = grown["booster"]
                return booster

        return grow

    return there


def _held(client: Client, recipe: Recipe, table: pd.DataFrame, told: Mapping[str, Floats]) -> dxgb.DaskQuantileDMatrix:
    """The table and what is told of each row, an equal part on each worker."""
    rows = -(-len(table) // max(1, len(client.scheduler_info()["workers"])))
    features = _spread(table.to_numpy(np.float32), (rows, table.shape[1]))
    spread = {name: _spread(values, (rows,)) for name, values in told.items()}
    bins = recipe.parameters["max_bin"]
    return dxgb.DaskQuantileDMatrix(client, features, **spread, max_bin=bins, feature_names=list(table.columns))


def _spread(values: npt.NDArray[Any], chunks: tuple[int, ...]) -> da.Array:
    spread: da.Array = da.from_array(values, chunks=chunks)  # type: ignore[no-untyped-call]  # dask types it not
    return spread


def _client(address: str) -> Client:
    try:
        return Client(address, timeout=PATIENCE)  # type: ignore[no-untyped-call]  # dask types it not
    except (OSError, ValueError) as error:
        raise TrainingError(
            f"where: --dask {address}; what: no scheduler answers there ({error}); next: start the cluster first"
        ) from error
