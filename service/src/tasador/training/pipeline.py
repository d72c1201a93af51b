"""The scikit-learn pipeline: places are learned first, then the forest grows on features that were never fitted on
the very rows they describe (`fit_transform` is cross-fitted by place, as in scikit-learn's own TargetEncoder)."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, RegressorMixin, TransformerMixin
from sklearn.pipeline import Pipeline

from tasador.pricing.trend import Trend
from tasador.training import boost, splits
from tasador.training.atlas import Atlas, Floats, Integers, explore, learn
from tasador.training.copies import masked
from tasador.training.effects import effects
from tasador.training.settings import Settings
from tasador.training.table import home, joined, place, table
from tasador.training.target import target


class PlaceFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Rows to the table of FEATURES; copies are described but nothing is learned from them."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def fit(self, rows: pd.DataFrame, logs: Floats) -> PlaceFeatures:
        self._learn(rows, logs)
        return self

    def transform(self, rows: pd.DataFrame) -> pd.DataFrame:
        return table(rows, self.atlas_)

    def fit_transform(self, rows: pd.DataFrame, logs: Floats) -> pd.DataFrame:
        """Each inner fold's places as the other folds tell them."""
        homes, found, adds = self._learn(rows, logs)
        original = ~rows["copy"].to_numpy(bool)
        fold = splits.folds(rows["place"].to_numpy(np.int64), self.settings.inner_folds, self.settings.seed + 1)
        parts = []
        for k in range(self.settings.inner_folds):
            seen, own = original & (fold != k), fold == k
            atlas = learn(self.atlas_.survey, rows[seen], found[seen], adds[seen])
            parts.append(place(rows[own], atlas, found[own]))
        return joined(homes, pd.concat(parts).loc[rows.index])

    def _learn(self, rows: pd.DataFrame, logs: Floats) -> tuple[pd.DataFrame, Integers, Floats]:
        """The homes' own features, their localities, and what place adds to each (nothing for copies)."""
        original = ~rows["copy"].to_numpy(bool)
        survey = explore(rows[original])
        homes, found, adds = home(rows), survey.located(rows), np.zeros(len(rows))
        adds[original] = effects(homes[original], logs[original], self.settings)
        self.atlas_: Atlas = learn(survey, rows[original], found[original], adds[original])
        return homes, found, adds


class PriceForest(RegressorMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """xgboost on what the trend of surface leaves of the log of the price, by whichever trainer it is given."""

    def __init__(self, settings: Settings, trainer: boost.Trainer = boost.here) -> None:
        self.settings = settings
        self.trainer = trainer

    def fit(self, features: pd.DataFrame, logs: Floats, sample_weight: Floats) -> PriceForest:
        living = np.log(features["living"].to_numpy(float))
        self.trend_ = Trend(self.settings.slope, round(float(living.mean()), 4))
        left = logs - rise(self.trend_, features)
        self.base_ = round(float(np.median(left)), 4)
        recipe = boost.price(self.settings)
        self.booster_ = boost.exact(self.trainer(recipe, features, left - self.base_, sample_weight))
        return self

    def predict(self, features: pd.DataFrame) -> Floats:
        return boost.predict(self.booster_, features) + self.base_ + rise(self.trend_, features)


def rise(trend: Trend, features: pd.DataFrame) -> Floats:
    """`Trend.at`, for many at once."""
    found: Floats = trend.slope * (np.log(features["living"].to_numpy(float)) - trend.middle)
    return found


def fitted(rows: pd.DataFrame, settings: Settings, trainer: boost.Trainer = boost.here) -> Pipeline:
    """A pipeline fitted on these rows, of which suspects teach nothing."""
    taught = with_copies(rows[~rows["suspect"]].reset_index(drop=True), settings)
    weight = np.where(taught["copy"], settings.masked, 1.0)
    pipeline = Pipeline([("features", PlaceFeatures(settings)), ("forest", PriceForest(settings, trainer))])
    pipeline.fit(taught, target(taught), forest__sample_weight=weight)
    return pipeline


def with_copies(rows: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """The rows, each with its place and, where the settings want it, a copy that misses some fields."""
    rows = rows.assign(place=splits.places(rows), copy=False)
    if not settings.masked:
        return rows
    chosen = rows.sample(frac=settings.copied, random_state=settings.seed).sort_index()
    copies = masked(chosen, explore(rows), settings.seed).assign(copy=True)
    return pd.concat([rows, copies], ignore_index=True)


def parts(pipeline: Pipeline) -> tuple[Atlas, PriceForest]:
    return pipeline.named_steps["features"].atlas_, pipeline.named_steps["forest"]
