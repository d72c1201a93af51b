"""How far the asking prices of two alike homes of one place lie apart, beside the error of the model on them.

Homes of one building share its age, its state and its comforts, which no advert of this data names. Where a model
that has not seen the building misses by far more than they differ, it is likely the building that it does not know.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from tasador.training.evaluation import figures
from tasador.training.fitting.atlas import Floats, placed

ALIKE = ["place", "property_type", "rooms", "bathrooms", "year"]
NEARLY = 0.03  # in log of living surface
SAME = 1e-9  # relative: one price, perhaps one home advertised twice


def twins(rows: pd.DataFrame, residual: Floats) -> dict[str, Any]:
    """Pairs of flats that agree in ALIKE and nearly in surface: the median difference, and the model's error on the
    first of each, in percent. Only FLATS tell all of ALIKE."""
    one, other = _pairs(rows.assign(residual=residual)[figures.cohorts(rows)[figures.FLATS] & placed(rows)])
    if not len(one):
        return {"of": figures.FLATS, "pairs": 0}
    apart = figures.ape(np.log(other["price"].to_numpy(float)), np.log(one["price"].to_numpy(float)))
    unequal = apart[apart > SAME]
    return {
        "of": figures.FLATS,
        "pairs": len(one),
        "median_difference": figures.percent(apart),
        "pairs_of_unequal_price": len(unequal),
        "their_median_difference": figures.percent(unequal) if len(unequal) else None,
        "model": figures.percent(figures.ape(-one["residual"].to_numpy(float), np.zeros(len(one)))),
    }


def _pairs(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Neighbours in order of surface."""
    living = np.log(np.fmin(rows["surface_covered"], rows["surface_total"]))
    one = rows.assign(living=living).dropna(subset=[*ALIKE, "living"]).sort_values([*ALIKE, "living"], kind="stable")
    other = one.shift(-1)
    same = (one[ALIKE] == other[ALIKE]).all(axis=1) & (other["living"] - one["living"] < NEARLY)
    return one[same], other[same]
