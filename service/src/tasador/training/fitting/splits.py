"""Folds by place: homes of one building, or of one corner, are never on both sides."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tasador.training.fitting.atlas import Integers, placed, thousandths

LIKENESS = ["l2", "locality", "property_type", "surface_total", "surface_covered", "rooms"]


def places(rows: pd.DataFrame) -> Integers:
    """A number for each place: coordinates rounded to 0.001°; without them, adverts that look alike."""
    north, east = thousandths(rows)
    rounded = pd.Series(north).astype(str) + " " + pd.Series(east).astype(str)
    alike = pd.Series("", index=rounded.index)
    for name in LIKENESS:
        alike += "|" + rows[name].astype(object).fillna("").astype(str).reset_index(drop=True)
    codes, _ = pd.factorize(rounded.where(placed(rows), alike))
    return codes.astype(np.int64)


def folds(groups: Integers, number: int, seed: int) -> Integers:
    """The fold of each row, by its group."""
    drawn = np.random.default_rng(seed).integers(0, number, int(groups.max(initial=0)) + 1)
    found: Integers = drawn[groups].astype(np.int64)
    return found
