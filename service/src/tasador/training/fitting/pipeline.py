"""The scikit-learn pipeline: places are learned first, then the forest grows on features that were never fitted on
the very rows they describe (`fit_transform` is cross-fitted by place, as in scikit-learn's own TargetEncoder)."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, RegressorMixin, TransformerMixin
from sklearn.pipeline import Pipeline

from tasador.training.fitting import boost, splits
from tasador.training.fitting.atlas import Atlas, Floats, Integers, Survey, explore, learn
from tasador.training.fitting.copies import masked
from tasador.training.fitting.effects import effects
from tasador.training.fitting.table import home, joined, place, table
from tasador.training.fitting.target import target
from tasador.training.fitting.turns import Forests, Turns
from tasador.training.settings import TrainingSettings


class PlaceFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Rows to the table of FEATURES; copies are described but nothing is learned from them."""

    def __init__(self, settings: TrainingSettings) -> None:
        self.settings = settings

    def fit(self, rows: pd.DataFrame, logs: Floats) -> PlaceFeatures:
        self._learn(rows, logs)
        return self

    def transform(self, rows: pd.DataFrame) -> pd.DataFrame:
        return table(rows, self.atlas_)

    def fit_transform(self, rows: pd.DataFrame, logs: Floats) -> pd.DataFrame:
        homes, found, adds = self._learn(rows, logs)
        return joined(homes, self._crossed(rows, found, adds))

    def _learn(self, rows: pd.DataFrame, logs: Floats) -> tuple[pd.DataFrame, Integers, Floats]:
        """The homes' own features, their localities, and what place adds to each (nothing for copies)."""
        original = ~rows["copy"].to_numpy(bool)
        self.survey_: Survey = explore(rows[original])
        homes, found, adds = home(rows), self.survey_.located(rows), np.zeros(len(rows))
        adds[original] = self._effects(rows[original], homes[original], found[original], logs[original])
        self.atlas_: Atlas = learn(self.survey_, rows[original], found[original], adds[original])
        return homes, found, adds

    def _effects(self, rows: pd.DataFrame, homes: pd.DataFrame, found: Integers, logs: Floats) -> Floats:
        """Homes and places fitted in turn (backfitting): each time without what the other is known to add."""
        adds = effects(homes, logs, np.zeros(len(logs)), self.settings)
        for _ in range(self.settings.place_rounds - 1):
            told = self._crossed(rows, found, adds)
            known = told["near_0"].fillna(told["locality_effect"]).to_numpy(float)
            adds = effects(homes, logs, known, self.settings)
        return adds

    def _crossed(self, rows: pd.DataFrame, found: Integers, adds: Floats) -> pd.DataFrame:
        """The features of places, each inner fold's as the other folds tell them."""
        original = ~rows["copy"].to_numpy(bool)
        fold = splits.folds(rows["place"].to_numpy(np.int64), self.settings.inner_folds, self.settings.seed + 1)
        parts = []
        for k in range(self.settings.inner_folds):
            seen, own = original & (fold != k), fold == k
            atlas = learn(self.survey_, rows[seen], found[seen], adds[seen])
            parts.append(place(rows[own], atlas, found[own]))
        return pd.concat(parts).loc[rows.index]


class PriceForest(RegressorMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """The four forests of the log of the price, by whichever trainer it is given."""

    def __init__(self, settings: TrainingSettings, trainer: boost.Trainer = boost.here) -> None:
        self.settings = settings
        self.trainer = trainer

    def fit(self, features: pd.DataFrame, logs: Floats, sample_weight: Floats) -> PriceForest:
        self.forests_ = Turns(self.settings, self.trainer, features, sample_weight).grown(logs)
        return self

    def predict(self, features: pd.DataFrame) -> Floats:
        return self.forests_.predict(features)


def fitted(rows: pd.DataFrame, settings: TrainingSettings, trainer: boost.Trainer = boost.here) -> Pipeline:
    """A pipeline fitted on these rows, of which suspects teach nothing."""
    taught = with_copies(rows[~rows["suspect"]].reset_index(drop=True), settings)
    weight = np.where(taught["copy"], settings.masked, 1.0)
    pipeline = Pipeline([("features", PlaceFeatures(settings)), ("forest", PriceForest(settings, trainer))])
    pipeline.fit(taught, target(taught), forest__sample_weight=weight)
    return pipeline


def with_copies(rows: pd.DataFrame, settings: TrainingSettings) -> pd.DataFrame:
    """The rows, each with its place and, where the settings want it, a copy that misses some fields."""
    rows = rows.assign(place=splits.places(rows), copy=False)
    if not settings.masked:
        return rows
    chosen = rows.sample(frac=settings.copied, random_state=settings.seed).sort_index()
    copies = masked(chosen, explore(rows), settings.seed).assign(copy=True)
    return pd.concat([rows, copies], ignore_index=True)


def parts(pipeline: Pipeline) -> tuple[Atlas, Forests]:
    return pipeline.named_steps["features"].atlas_, pipeline.named_steps["forest"].forests_
