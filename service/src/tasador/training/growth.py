"""Monotone sanity: the same home with more surface should not be cheaper. Nothing forces it, so it is measured."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from sklearn.pipeline import Pipeline

SAMPLE = 3_000
STEPS = (1.1, 1.25, 1.5)
TOLERANCE = 0.01


def growth(pipeline: Pipeline, rows: pd.DataFrame, seed: int) -> dict[str, Any]:
    """How often both surfaces, grown by a step, make a home cheaper by more than the tolerance; the worst of it."""
    chosen = rows[rows["surface_covered"].notna()]
    chosen = chosen.sample(min(SAMPLE, len(chosen)), random_state=seed).reset_index(drop=True)
    before = pipeline.predict(chosen)
    told: dict[str, Any] = {"homes": len(chosen), "tolerance": TOLERANCE, "cheaper": {}}
    for step in STEPS:
        larger = chosen.assign(**{name: chosen[name] * step for name in ("surface_covered", "surface_total")})
        change = np.expm1(pipeline.predict(larger) - before)
        told["cheaper"][f"x{step}"] = {
            "share": round(float((change < -TOLERANCE).mean()), 4),
            "worst": round(float(change.min()), 4),
        }
    return told
