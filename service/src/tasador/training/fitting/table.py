"""Many homes' features at once: the same numbers as `tasador.pricing.features`, which a test holds against these."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tasador.pricing.features import FEATURES, WEIGHTED
from tasador.pricing.fields import MAX_SURFACE, MIN_SURFACE
from tasador.pricing.places.spatial import PRIOR, SHIFT
from tasador.pricing.vocabulary import REGIONS, TYPES
from tasador.training.fitting.atlas import Atlas, Flags, Floats, Integers, Sums, placed, search, thousandths


def table(rows: pd.DataFrame, atlas: Atlas) -> pd.DataFrame:
    """One column for each of FEATURES."""
    return joined(home(rows), place(rows, atlas, atlas.survey.located(rows)))


def joined(homes: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([homes, places], axis=1)[list(FEATURES)]


def home(rows: pd.DataFrame) -> pd.DataFrame:
    """The features of the homes themselves."""
    covered, total = (_surface(rows, name) for name in ("surface_covered", "surface_total"))
    living = np.fmin(covered, total)
    both = np.isfinite(covered) & np.isfinite(total)
    rooms = rows["rooms"].to_numpy(float)
    columns = {
        "covered": covered,
        "total": total,
        "living": living,
        **{name: np.where(both, covered + share * (total - covered), living) for name, share in WEIGHTED.items()},
        "given": np.where(both, 2.0, np.isfinite(covered).astype(float)),
        "rooms": rooms,
        "bedrooms": rows["bedrooms"].to_numpy(float),
        "bathrooms": rows["bathrooms"].to_numpy(float),
        "living_per_room": _ratio(living, rooms),
        "type": _codes(rows["property_type"], TYPES, np.nan),
        "year": rows["year"].to_numpy(float),
        "region": _codes(rows["l2"], REGIONS, float(len(REGIONS) - 1)),
    }
    return pd.DataFrame(columns, index=rows.index)


def _surface(rows: pd.DataFrame, name: str) -> Floats:
    found: Floats = np.clip(rows[name].to_numpy(float), MIN_SURFACE, MAX_SURFACE)
    return found


def _ratio(part: Floats, whole: Floats) -> Floats:
    found: Floats = np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)
    return found


def _codes(names: pd.Series, known: tuple[str, ...], other: float) -> Floats:
    codes = {name: float(k) for k, name in enumerate(known)}
    return np.asarray(names.astype(object).map(codes).fillna(other), dtype=np.float64)


def place(rows: pd.DataFrame, atlas: Atlas, found: Integers) -> pd.DataFrame:
    """The features of their places, of which `found` is the locality."""
    own = placed(rows)
    effect, lat, lon, spread = _locality(rows, atlas, found)
    known = own | np.isfinite(lat)
    lat = np.where(own, rows["lat"].to_numpy(float), lat)
    lon = np.where(own, rows["lon"].to_numpy(float), lon)
    columns = {
        "locality_effect": effect,
        "spread": np.where(own, 0.0, np.where(known, spread, np.nan)),
        "lat": lat,
        "lon": lon,
        "north_east": lat + lon,
        "north_west": lat - lon,
    }
    for k, values in enumerate(smoothed(rows, own, atlas.smoother)):
        columns[f"near_{k}"] = np.where(own, values, effect)
    return pd.DataFrame(columns, index=rows.index)


def _locality(rows: pd.DataFrame, atlas: Atlas, found: Integers) -> tuple[Floats, ...]:
    """Effect, centre and spread of each row's locality; its region's effect where it has none."""
    region = rows["l2"].astype(object).map(atlas.regions).fillna(0.0).to_numpy(float)
    listed = [(one.effect, one.lat, one.lon, one.spread) for one in atlas.localities]
    held = np.array([*listed, (np.nan,) * 4], dtype=float)[found]  # -1, no locality, is the last
    return (np.where(found >= 0, held[:, 0], region), *held[:, 1:].T)


def smoothed(rows: pd.DataFrame, own: Flags, grids: list[Sums]) -> list[Floats]:
    """What each place adds at each distance, nearest first; nan without own coordinates."""
    north, east = (values[own] for values in thousandths(rows))
    pairs = [pair for one in grids for pair in _around(north, east, one)]
    near: list[Floats] = []
    wider = np.zeros(int(own.sum()))
    for total, number in reversed(pairs):
        wider = (total + PRIOR * wider) / (number + PRIOR)
        near.append(_spread_out(wider, own))
    return near[::-1]


def _around(north: Integers, east: Integers, one: Sums) -> list[tuple[Floats, Floats]]:
    """The cells of all adverts of one cell are the same: each cell is looked around once."""
    centre, back = np.unique(north // one.grid.step * SHIFT + east // one.grid.step, return_inverse=True)
    totals = np.zeros((2, len(one.grid.widths), len(centre)))
    for offset, weights in one.grid.offsets():
        at, hit = search(one.keys, centre + offset)
        for k, weight in enumerate(weights):
            totals[0, k, hit] += weight * one.sums[at[hit]]
            totals[1, k, hit] += weight * one.numbers[at[hit]]
    return [(totals[0, k][back], totals[1, k][back]) for k in range(len(one.grid.widths))]


def _spread_out(values: Floats, own: Flags) -> Floats:
    full = np.full(len(own), np.nan)
    full[own] = values
    return full
