"""The price's four forests, grown in turns, each on what the others leave (backfitting, Friedman and Stuetzle, 1981;
slopes that depend on other data: varying-coefficient models, Hastie and Tibshirani, 1993).

A price may not fall as a surface grows. xgboost can keep a forest from that, at a price: under a split by surface it
hardly tells places apart any more. So places are told apart by trees that see no surface: one forest for the level,
two for the slopes of `tasador.pricing.trees.slopes`. What surface does beyond is left to a constrained forest.
Nor may it fall with one more bathroom, or with a room but for the living surface that it leaves to each: the slopes,
which no constraint can hold, see neither of them, nor bedrooms, which would stand for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
import xgboost as xgb

from tasador.pricing.features import FEATURES, OF_SURFACE, RISING
from tasador.pricing.trees import slopes
from tasador.training.fitting import boost
from tasador.training.fitting.atlas import Floats
from tasador.training.fitting.boost import Aim, Grown, Recipe
from tasador.training.settings import TrainingSettings

FIRST_SLOPE: Final = 0.5  # before any tree


class Part(NamedTuple):
    """One of the four: its columns, those of them that it may only rise with, and what else its recipe says."""

    columns: tuple[str, ...]
    rising: tuple[str, ...] = ()
    parameters: Mapping[str, Any] = {}

    def recipe(self, settings: TrainingSettings, turn: int) -> Recipe:
        constraints = tuple(int(name in self.rising) for name in self.columns)
        told = {"monotone_constraints": constraints, "seed": settings.seed + turn, **self.parameters}
        return boost.price(settings).told(told)


SURFACELESS: Final = tuple(name for name in FEATURES if name not in OF_SURFACE)
UNCOUNTED: Final = tuple(name for name in SURFACELESS if name not in {"rooms", "bedrooms", "bathrooms"})
PARTS: Final = {
    "surface": Part(FEATURES, RISING),
    "level": Part(SURFACELESS, RISING),
    "slope": Part(UNCOUNTED, (), {"max_leaves": 64}),
    "open": Part(UNCOUNTED, (), {"max_leaves": 64}),
}
ORDER: Final = ("surface", "level", "slope", "surface", "level", "open")


@dataclass(frozen=True)
class Surfaces:
    """`slopes.surfaces` of many homes."""

    size: Floats
    beyond: Floats

    @classmethod
    def of(cls, table: pd.DataFrame) -> Surfaces:
        pairs = table[["covered", "total"]].to_numpy(float).tolist()
        size, beyond = np.array([slopes.surfaces(*pair) for pair in pairs]).reshape(-1, 2).T
        return cls(size, beyond)

    def rise(self, slope: Floats, opened: Floats) -> Floats:
        """`slopes.rise`, both terms together."""
        beyond = np.maximum(opened, 0.0)
        found: Floats = np.maximum(slope, beyond) * self.size + beyond * self.beyond
        return found


@dataclass
class Said:
    """What the trees so far say of each row: the part that no surface multiplies, and the two slopes."""

    level: Floats
    slope: Floats
    open: Floats

    def aim(self, part: str, logs: Floats, at: Surfaces) -> Aim:
        beyond = np.maximum(self.open, 0.0)
        if part == "slope":
            return Aim(logs - self.level - beyond * at.beyond, self.slope, at.size)
        if part == "open":
            return Aim(logs - self.level - np.maximum(self.slope, beyond) * at.size, self.open, at.beyond)
        return Aim(logs - at.rise(self.slope, self.open), self.level)

    def add(self, part: str, more: Floats) -> None:
        name = part if part in {"slope", "open"} else "level"
        setattr(self, name, getattr(self, name) + more)


@dataclass(frozen=True)
class Forests:
    """The finished forests: of the price at no slope, and of the two slopes."""

    price: xgb.Booster
    slope: xgb.Booster
    open: xgb.Booster
    base: float

    def predict(self, table: pd.DataFrame) -> Floats:
        slope, opened = boost.predict(self.slope, table) + FIRST_SLOPE, boost.predict(self.open, table)
        found: Floats = boost.predict(self.price, table) + self.base + Surfaces.of(table).rise(slope, opened)
        return found


@dataclass
class Turns:
    """A fit under way."""

    settings: TrainingSettings
    trainer: boost.Trainer
    table: pd.DataFrame
    weight: Floats
    held: dict[tuple[str, ...], boost.Grow] = field(default_factory=dict)

    def grown(self, logs: Floats) -> Forests:
        at = Surfaces.of(self.table)
        tables = {part: self.table[list(one.columns)].astype(np.float32) for part, one in PARTS.items()}
        base = round(float(np.median(logs - FIRST_SLOPE * at.size)), 4)
        nothing = np.zeros(len(logs))
        said = Said(nothing, np.full(len(logs), FIRST_SLOPE), nothing)
        forests = {name: Grown(FEATURES) for name in PARTS}
        for turn, part in enumerate(islice(cycle(ORDER), max(self.settings.trees, len(ORDER)))):
            booster = self._grow(part, turn, said.aim(part, logs - base, at))
            said.add(part, boost.predict(booster, tables[part]))
            forests[part].parts.append((booster, PARTS[part].columns))
        price = Grown(FEATURES, forests["surface"].parts + forests["level"].parts)
        return Forests(price.booster(), forests["slope"].booster(), forests["open"].booster(), base)

    def _grow(self, part: str, turn: int, aim: Aim) -> xgb.Booster:
        columns, recipe = PARTS[part].columns, PARTS[part].recipe(self.settings, turn)
        if columns not in self.held:
            self.held[columns] = self.trainer(recipe, self.table[list(columns)], self.weight)
        return self.held[columns](Recipe(recipe.parameters, 1, recipe.objective), aim)
