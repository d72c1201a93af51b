"""Copies of rows from which fields were taken away, as users leave fields empty.

Real adverts miss a field for reasons of their source: hardly one of 2016 tells its bathrooms, all of 2020 do.
Taken away at random, a missing field means only that it is missing.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from tasador.training.fitting.atlas import Survey

SHARES = {"rooms": 0.25, "bedrooms": 0.4, "bathrooms": 0.4, "property_type": 0.1}
COORDINATES = 0.85
LOCALITY = 0.12
SURFACE = 0.25


def without_coordinates(rows: pd.DataFrame, survey: Survey) -> pd.DataFrame:
    """The locality named by each row, or the one it lies in, in place of its coordinates."""
    found = survey.located(rows)
    names = np.array([*(name for _, name in survey.names), None], dtype=object)[found]
    named = rows["locality"].astype(object)
    return rows.assign(locality=named.where(named.notna(), names), lat=np.nan, lon=np.nan)


def masked(rows: pd.DataFrame, survey: Survey, seed: int) -> pd.DataFrame:
    drawn = np.random.default_rng(seed)
    nowhere = without_coordinates(rows, survey)
    hidden = drawn.random(len(rows)) < COORDINATES
    copy = rows.assign(**{name: rows[name].mask(hidden, nowhere[name]) for name in ("locality", "lat", "lon")})
    copy["locality"] = copy["locality"].mask(drawn.random(len(rows)) < LOCALITY)
    for name, share in SHARES.items():
        copy[name] = copy[name].mask(drawn.random(len(rows)) < share)
    return _one_surface(copy, drawn)


def _one_surface(copy: pd.DataFrame, drawn: np.random.Generator) -> pd.DataFrame:
    """One of the two surfaces goes, where there are two."""
    both = copy["surface_total"].notna() & copy["surface_covered"].notna()
    which = drawn.random(len(copy))
    copy["surface_total"] = copy["surface_total"].mask(both & (which < SURFACE))
    copy["surface_covered"] = copy["surface_covered"].mask(both & (which > 1 - SURFACE))
    return copy
