"""What the artifact holds besides the forests: places, surface, levels, medians nearby, ranges."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from tasador.pricing.artifact import FORMAT
from tasador.pricing.features import FEATURES
from tasador.pricing.price_index import PriceIndex, place
from tasador.pricing.vocabulary import REGIONS
from tasador.pricing.warnings import MEASURED
from tasador.training.export import comparables
from tasador.training.fitting.atlas import Atlas, Floats, Survey

# Median USD of a covered m² of a flat in Capital Federal, by year; the last from adverts of 2026.
INDEX = ((2016.0, 2437.0), (2017.0, 2917.0), (2020.0, 3039.0), (2026.0, 2572.0))
TODAY = 2026.0
SINCE = 2020.0  # the last year before today of which the Capital has flats
WIDENING = [0.1, 0.1]  # where no adverts of today tell how uncertain a level carried that far is
LEAST_OF_YEAR = 100  # adverts of a region and type by which a year counts as known
SEEN = (0.001, 0.999)  # quantiles that the ranges reach to


def content(rows: pd.DataFrame, atlas: Atlas, forests: Mapping[str, Any]) -> dict[str, Any]:
    """`rows` are those that were learned from."""
    index = levels(rows)
    return {
        "format": FORMAT,
        "features": list(FEATURES),
        "forest": forests["price"],
        "slopes": {name: forests[name] for name in ("slope", "open")},
        "interval": {name: forests[name] for name in ("low", "high", "corrections")},
        "places": atlas.packed_places(),
        "surface": atlas.packed_smoother(),
        "levels": index,
        "extras": {},
        "nearby": nearby(rows, atlas.survey, index),
        "ranges": ranges(rows),
    }


def levels(rows: pd.DataFrame) -> dict[str, Any]:
    """The years known of each region and type, of each region, and of all."""
    years = rows["year"].to_numpy(float)
    l2, types = (rows[name].astype(object).fillna("None").astype(str) for name in ("l2", "property_type"))
    epochs = {"": _known(years)}
    for region, members in l2.groupby(l2).indices.items():
        epochs[str(region)] = _known(years[members])
        here = types.iloc[members]
        for one, within in here.groupby(here).indices.items():
            epochs[f"{region}|{one}"] = _known(years[members][within])
    known = {"epochs": {k: v for k, v in epochs.items() if v}, "today": TODAY, "since": SINCE}
    return {"index": [list(pair) for pair in INDEX], **known, "moves": {}, "counted": {}, "widening": WIDENING}


def _known(years: Floats) -> list[float]:
    found, number = np.unique(years, return_counts=True)
    return [float(year) for year in found[number >= LEAST_OF_YEAR]]


def nearby(rows: pd.DataFrame, survey: Survey, packed: Mapping[str, Any]) -> dict[str, Any]:
    """Comparables at today's level of their place, by these packed levels."""
    index, found = PriceIndex.unpack(packed), survey.located(rows)
    places = [place(*survey.names[k]) if k >= 0 else "" for k in found]
    moves = [index.moves.get(name, 0.0) for name in places]
    told = zip(rows["year"], moves, strict=True)
    today = np.array([index.log(index.today, move) - index.log(year, move) for year, move in told])
    return comparables.tables(rows, today, found)


def ranges(rows: pd.DataFrame) -> dict[str, Any]:
    """How many adverts of each region, and where nearly all of each number lie, for all homes and by type."""
    counts = rows["l2"].astype(str).value_counts()
    types = rows["property_type"].astype(object)
    limits = {"": _limits(rows)} | {str(one): _limits(rows[types == one]) for one in sorted(types.dropna().unique())}
    return {"counts": {name: int(counts.get(name, 0)) for name in REGIONS}, "limits": limits}


def _limits(rows: pd.DataFrame) -> dict[str, list[float]]:
    found = rows[list(MEASURED)].astype(float).quantile(list(SEEN))
    return {name: [float(x) for x in found[name]] for name in MEASURED if found[name].notna().all()}
