"""What is learned of places, from the rows it may see and no others: localities, their effects and the smoother."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from tasador.pricing.places.localities import LOCATE_STEPS, REGION_CODES, Locality
from tasador.pricing.places.spatial import GRIDS, SHIFT, Grid
from tasador.pricing.vocabulary import REGIONS, fold
from tasador.training.export.packing import pack, steps

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Name = tuple[str, str]  # a region and, within it, a locality
LOCALITY_PULL = 10.0  # adverts' worth of pull of a locality towards its region
REGION_PULL = 20.0  # and of a region towards no effect at all
MOST = 65_535  # adverts of a cell that its counter can hold


@dataclass(frozen=True)
class Sums:
    """One grid of the smoother: sorted cells with the sum of effects and the number of adverts."""

    grid: Grid
    keys: Integers
    sums: Floats
    numbers: Floats


@dataclass(frozen=True)
class Survey:
    """What places are called and where they are: no price is in it."""

    index: dict[Name, int]
    names: list[Name]
    cells: list[tuple[Integers, Integers]]
    counts: Integers
    centres: dict[int, tuple[float, float, float]]

    def located(self, rows: pd.DataFrame) -> Integers:
        """The locality that each row names, by number, else the one around its coordinates; -1 for neither."""
        return _located(rows, _lookup(rows, self.index), self.cells)


@dataclass(frozen=True)
class Atlas:
    """A survey with what its places add to a price: localities in order of region and name, regions, the smoother."""

    survey: Survey
    localities: list[Locality]
    regions: dict[str, float]
    smoother: list[Sums]

    def packed_places(self) -> dict[str, Any]:
        cells = [pack({"keys": ("q", steps(known)), "localities": ("H", held)}) for known, held in self.survey.cells]
        return {"localities": [list(one) for one in self.localities], "regions": self.regions, "cells": cells}

    def packed_smoother(self) -> list[dict[str, bytes]]:
        return [
            pack({"keys": ("q", steps(one.keys)), "sums": ("f", one.sums), "numbers": ("H", one.numbers)})
            for one in self.smoother
        ]


def explore(rows: pd.DataFrame) -> Survey:
    index, names = _index(rows)
    named = _lookup(rows, index)
    cells = [_cell_localities(rows, named, step) for step in LOCATE_STEPS]
    found = _located(rows, named, cells)
    counts = np.bincount(found[found >= 0], minlength=len(names))
    return Survey(index, names, cells, counts, _centres(rows, found))


def learn(survey: Survey, rows: pd.DataFrame, found: Integers, effects: Floats) -> Atlas:
    """What these rows say of places; `found` is the locality of each, `effects` what place adds to it, in log."""
    regions = _regions(rows, effects)
    return Atlas(
        survey, _localities(survey, effects, found, regions), regions, [_sums(grid, rows, effects) for grid in GRIDS]
    )


def thousandths(rows: pd.DataFrame) -> tuple[Integers, Integers]:
    """Rounded coordinates; zero where there are none."""
    north, east = (np.rint(np.nan_to_num(rows[name].to_numpy(float)) * 1000) for name in ("lat", "lon"))
    return north.astype(np.int64), east.astype(np.int64)


def keys(rows: pd.DataFrame, step: int) -> Integers:
    north, east = thousandths(rows)
    return np.asarray(north // step * SHIFT + east // step, dtype=np.int64)


def regional(rows: pd.DataFrame, step: int) -> Integers:
    """As `keys`, apart for each region: no row is ever told another region's locality."""
    codes = rows["l2"].astype(object).map({name: k for k, name in enumerate(REGIONS)}).to_numpy(np.int64)
    found: Integers = keys(rows, step) * REGION_CODES + codes
    return found


def placed(rows: pd.DataFrame) -> Flags:
    return np.asarray(rows["lat"].notna() & rows["lon"].notna(), dtype=bool)


def search(known: Integers, wanted: Integers) -> tuple[Integers, Flags]:
    """Where each wanted key stands among the sorted known ones, and whether it is there at all."""
    if not len(known):
        return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), bool)
    at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return at, known[at] == wanted


def _index(rows: pd.DataFrame) -> tuple[dict[Name, int], list[Name]]:
    """Localities by region and folded name, and the spelling under which each is listed: the most usual one."""
    counted = rows.loc[rows["locality"].notna(), ["l2", "locality"]].astype(str).value_counts().reset_index()
    counted["folded"] = counted["locality"].map(fold)
    counted = counted.sort_values(["l2", "folded", "count", "locality"], ascending=[True, True, False, True])
    listed = counted[counted["folded"] != ""].drop_duplicates(["l2", "folded"])
    folded = zip(listed["l2"], listed["folded"], strict=True)
    return {name: k for k, name in enumerate(folded)}, list(zip(listed["l2"], listed["locality"], strict=True))


def _lookup(rows: pd.DataFrame, index: Mapping[Name, int]) -> Integers:
    joined = rows["l2"].astype(str) + "\n" + rows["locality"].astype(object).fillna("").astype(str)
    codes, known = pd.factorize(joined)
    pairs = [str(name).split("\n", 1) for name in known]
    table = np.array([index.get((l2, fold(name)), -1) for l2, name in pairs], dtype=np.int64)
    return table[codes] if len(rows) else np.zeros(0, np.int64)


def _cell_localities(rows: pd.DataFrame, named: Integers, step: int) -> tuple[Integers, Integers]:
    """Of each cell, the locality that most of a region's adverts in it name; of two, the first."""
    told = placed(rows) & (named >= 0)
    counted = pd.DataFrame({"key": regional(rows, step)[told], "locality": named[told]}).value_counts().reset_index()
    counted = counted.sort_values(["key", "count", "locality"], ascending=[True, False, True]).drop_duplicates("key")
    return counted["key"].to_numpy(np.int64), counted["locality"].to_numpy(np.int64)


def _located(rows: pd.DataFrame, named: Integers, cells: list[tuple[Integers, Integers]]) -> Integers:
    found = named.copy()
    for step, (known, localities) in zip(LOCATE_STEPS, cells, strict=True):
        at, hit = search(known, regional(rows, step))
        take = (found < 0) & placed(rows) & hit
        found[take] = localities[at[take]]
    return found


def _regions(rows: pd.DataFrame, effects: Floats) -> dict[str, float]:
    by_region = pd.Series(effects).groupby(rows["l2"].astype(str).to_numpy()).agg(["sum", "count"])
    return {str(l2): _shrunk(s, n, 0.0, REGION_PULL) for l2, s, n in by_region.itertuples()}


def _localities(survey: Survey, effects: Floats, found: Integers, regions: dict[str, float]) -> list[Locality]:
    told = found >= 0
    number = np.bincount(found[told], minlength=len(survey.names))
    total = np.bincount(found[told], effects[told], minlength=len(survey.names))
    listed = []
    for k, (l2, name) in enumerate(survey.names):
        lat, lon, spread = survey.centres.get(k, (None, None, 0.0))
        effect = _shrunk(total[k], number[k], regions.get(l2, 0.0), LOCALITY_PULL)
        listed.append(Locality(l2, name, int(survey.counts[k]), lat, lon, effect, spread))
    return listed


def _centres(rows: pd.DataFrame, found: Integers) -> dict[int, tuple[float, float, float]]:
    """Of each locality that has coordinates: the median place, and the median distance from it in degrees."""
    told = placed(rows) & (found >= 0)
    points = rows.loc[told, ["lat", "lon"]].astype(float).assign(locality=found[told])
    centre = points.groupby("locality")[["lat", "lon"]].transform("median")
    points["off"] = np.hypot(points["lat"] - centre["lat"], points["lon"] - centre["lon"])
    medians = points.groupby("locality").median()
    return {int(k): (round(lat, 5), round(lon, 5), round(off, 5)) for k, lat, lon, off in medians.itertuples()}


def _shrunk(total: float, count: float, towards: float, pull: float) -> float:
    return float(round((total + pull * towards) / (count + pull), 6))


def _sums(grid: Grid, rows: pd.DataFrame, effects: Floats) -> Sums:
    """As the artifact will hold them, so that training sees what serving sees."""
    told = placed(rows)
    known, cell = np.unique(keys(rows, grid.step)[told], return_inverse=True)
    sums = np.bincount(cell, effects[told], minlength=len(known)).astype(np.float32).astype(float)
    numbers = np.minimum(np.bincount(cell, minlength=len(known)), MOST).astype(float)
    return Sums(grid, known, sums, numbers)
