"""The tables of `pricing.places.comparables`: quartiles by place, type and window of size, never single adverts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from tasador.pricing.places.comparables import (
    ANY_SIZE,
    ANY_TYPE,
    ENOUGH,
    FIRST_YEAR,
    HIGHEST,
    LOWEST,
    PLACE,
    RATIO,
    SMALLEST,
    STEPS,
    SURFACE_KINDS,
    TYPE,
    WINDOWS,
)
from tasador.pricing.vocabulary import REGIONS, TYPES
from tasador.training.export.packing import pack, steps
from tasador.training.fitting.atlas import Flags, Floats, Integers, placed, regional

MOST = 65_535  # what two bytes hold


def tables(rows: pd.DataFrame, today: Floats, found: Integers) -> dict[str, Any]:
    """`today` is what carries each row's price to today's level, in log; `found` its locality, -1 for none."""
    return {kind: _by_scope(rows, f"surface_{kind}", today, found) for kind in SURFACE_KINDS}


def _by_scope(rows: pd.DataFrame, surface: str, today: Floats, found: Integers) -> dict[str, dict[str, bytes]]:
    size = rows[surface].to_numpy(float)
    asked = rows["price"].to_numpy(float) * np.exp(today) / size
    kept = np.asarray((asked >= LOWEST) & (asked <= HIGHEST), dtype=bool)
    adverts = pd.DataFrame({"asked": asked, "size": size, "year": rows["year"].to_numpy(float)})
    adverts["type"] = rows["property_type"].astype(object).map({name: k for k, name in enumerate(TYPES)}).to_numpy()
    regions: Integers = np.asarray(rows["l2"].astype(object).map({name: k for k, name in enumerate(REGIONS)}), np.int64)
    cells: dict[str, Integers] = {f"cells_{step}": regional(rows, step) for step in STEPS}
    own = placed(rows)
    scoped = {name: _table(adverts, place, kept & own, False) for name, place in cells.items()}
    scoped["localities"] = _table(adverts, found, kept & (found >= 0), False)
    return scoped | {"regions": _table(adverts, regions, kept, True)}


def _table(adverts: pd.DataFrame, place: Integers, chosen: Flags, any_size: bool) -> dict[str, bytes]:
    parts = [_windowed(part) for part in _typed(adverts.assign(place=place)[chosen])]
    if any_size:
        parts += [[part.assign(window=ANY_SIZE)] for part in _typed(adverts.assign(place=place)[chosen])]
    told = pd.concat([one for part in parts for one in part], ignore_index=True)
    told["key"] = told["place"] * PLACE + told["type"].astype(np.int64) * TYPE + told["window"]
    groups = told.groupby("key")
    quartiles = groups["asked"].quantile(np.array([0.25, 0.5, 0.75])).unstack()
    summary = groups["year"].agg(["size", "min", "max"]).join(quartiles)
    return _packed(summary[summary["size"] >= ENOUGH])


def _typed(adverts: pd.DataFrame) -> list[pd.DataFrame]:
    """Each advert under its own type and under any."""
    return [adverts[adverts["type"].notna()], adverts.assign(type=ANY_TYPE)]


def _windowed(adverts: pd.DataFrame) -> list[pd.DataFrame]:
    """Each advert in every window that reaches to its size; the first and the last take what lies beyond."""
    at = np.log(adverts["size"].to_numpy(float) / SMALLEST) / np.log(RATIO)
    parts = []
    for window in range(WINDOWS):
        inside = np.abs(at - window) <= 1.0
        inside |= (at < 0) & (window == 0) | (at > WINDOWS - 1) & (window == WINDOWS - 1)
        parts.append(adverts[inside].assign(window=window))
    return parts


def _packed(summary: pd.DataFrame) -> dict[str, bytes]:
    quartiles = {
        name: ("H", np.rint(summary[q]).clip(upper=MOST)) for name, q in (("q1", 0.25), ("q2", 0.5), ("q3", 0.75))
    }
    years = {name: ("B", (summary[q] - FIRST_YEAR).clip(0, 255)) for name, q in (("first", "min"), ("last", "max"))}
    counts = summary["size"].clip(upper=MOST)
    return pack({"keys": ("q", steps(summary.index.to_numpy(np.int64))), "counts": ("H", counts), **quartiles, **years})
