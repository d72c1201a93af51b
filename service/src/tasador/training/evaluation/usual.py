"""The bands of `tasador.pricing.places.usual`, of training homes and of the prices that the model gives them today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pandas as pd

from tasador.pricing.model import Model
from tasador.pricing.places.usual import ALL, HIGH, LOW, surface
from tasador.pricing.warnings import FEW
from tasador.training.evaluation.served import homes

SAMPLE: Final = 500  # adverts of a region, drawn once: the standard error of a tenth's rank is then 1.3 points of 100


def usual(model: Model, rows: pd.DataFrame, seed: int) -> dict[str, dict[str, list[float]]]:
    """Region to its bands; regions of few adverts share those of all rows. `rows` are those that were learned from."""
    regions = rows["l2"].astype(str)
    known = sorted(str(name) for name, count in regions.value_counts().items() if count >= FEW)
    return {name: _bands(model, rows[regions == name] if name else rows, seed) for name in (ALL, *known)}


def _bands(model: Model, rows: pd.DataFrame, seed: int) -> dict[str, list[float]]:
    sampled = homes(rows.sample(min(SAMPLE, len(rows)), random_state=seed))
    chosen = [replace(home, date=None) for home in sampled]
    sizes = [size for home in chosen if (size := surface(home)) is not None]
    return {"price": _band([one.price for one in model.price_many(chosen)]), "surface": _band(sizes)}


def _band(values: Sequence[float]) -> list[float]:
    found: Any = np.quantile(np.array(values), (LOW, HIGH))
    return [round(float(value), 1) for value in found]
