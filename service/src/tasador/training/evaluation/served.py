"""A finished model on any file of listings, by the very code that serves: each row at its own year's level."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from tasador.pricing import artifact
from tasador.pricing.fields import Home
from tasador.training.cleaning.rules import clean
from tasador.training.evaluation import figures
from tasador.training.fitting.target import target
from tasador.training.reading import listings

FIELDS = (
    "l2",
    "locality",
    "property_type",
    "rooms",
    "bedrooms",
    "bathrooms",
    "surface_total",
    "surface_covered",
    "lat",
    "lon",
    "year",
)


def evaluate(file: Path, fitted: Path | None = None, columns: Sequence[str] = ()) -> dict[str, Any]:
    """Median errors and coverage. Rows that the model was trained on flatter it: give it others."""
    rows = clean(listings.read(file, columns), str(file)).rows
    loaded = artifact.load(fitted)
    told = loaded.price_many(homes(rows))
    price, low, high = (np.array([getattr(one, name) for one in told]) for name in ("price", "low", "high"))
    asked = rows["price"].to_numpy(float)
    covered = ((low <= asked) & (asked <= high)).astype(float)
    bias = float(np.median(price / asked)) - 1
    return {
        "rows": len(rows),
        "median_ape": figures.medians(figures.ape(np.log(price), target(rows)), rows),
        "bias_percent": round(100 * bias, 2),
        "coverage": round(float(covered.mean()), 4),
        "below_the_range": round(float((asked < low).mean()), 4),
        "above_the_range": round(float((asked > high).mean()), 4),
        "coverage_by_region": figures.by("l2", rows, covered),
        "coverage_by_type": figures.by("property_type", rows, covered),
    }


def homes(rows: pd.DataFrame) -> list[Home]:
    fields = rows[list(FIELDS)].astype(object)
    return [Home(*row) for row in fields.where(fields.notna(), None).itertuples(index=False)]
