"""The learning curve: what more adverts would still bring, on one fold and with a quarter of the trees."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from tasador.training.evaluation import figures
from tasador.training.fitting import splits
from tasador.training.fitting.pipeline import fitted
from tasador.training.fitting.target import target
from tasador.training.settings import TrainingSettings

SHARES = (0.125, 0.25, 0.5, 1.0)
HOW = (
    "on the first fold alone, with a quarter of the trees and no copies: its end is not the card's figure, "
    "its slope is what counts"
)


def curve(rows: pd.DataFrame, settings: TrainingSettings) -> list[tuple[int, float]]:
    """Rows learned from, in whole places, and the median error on the first fold."""
    lighter = replace(settings, trees=max(20, settings.trees // 4), copied=0.0, masked=0.0)
    fold = splits.folds(rows["place"].to_numpy(np.int64), settings.folds, settings.seed)
    test = rows[fold == 0].reset_index(drop=True)
    drawn = np.random.default_rng(settings.seed).random(int(rows["place"].max()) + 1)[rows["place"].to_numpy(np.int64)]
    found = []
    for share in SHARES:
        train = rows[(fold != 0) & (drawn <= share)].reset_index(drop=True)
        errors = figures.ape(fitted(train, lighter).predict(test), target(test))
        found.append((len(train), figures.percent(errors)))
    return found
