"""How far the asking prices of two alike homes of one place lie apart: what no field of an advert tells.

Homes of one building share its age, its state and its comforts, which no advert of this data names. A model that
has not seen the building misses by more than they differ.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from tasador.training import figures
from tasador.training.atlas import Floats, placed

ALIKE = ["place", "property_type", "rooms", "bathrooms", "year"]
NEARLY = 0.03  # in log of living surface


def twins(rows: pd.DataFrame) -> dict[str, Any]:
    """By cohort: pairs of adverts that agree in ALIKE and nearly in surface, and the median difference in percent."""
    told = {name: _pairs(rows[mask & placed(rows)]) for name, mask in figures.cohorts(rows).items()}
    return {
        name: {"pairs": len(one), "median_difference": figures.percent(one)} for name, one in told.items() if len(one)
    }


def _pairs(rows: pd.DataFrame) -> Floats:
    """Of each pair of neighbours in order of surface: by what share the second's price is off the first's."""
    living = np.log(np.fmin(rows["surface_covered"], rows["surface_total"]))
    one = rows.assign(living=living).dropna(subset=[*ALIKE, "living"]).sort_values([*ALIKE, "living"], kind="stable")
    other = one.shift(-1)
    same = (one[ALIKE] == other[ALIKE]).all(axis=1) & (other["living"] - one["living"] < NEARLY)
    return figures.ape(np.log(other["price"][same]).to_numpy(float), np.log(one["price"][same]).to_numpy(float))
