"""What the page needs of the model and of the adverts, as files: the list of places, and the map of medians.

    python -m tasador.training.site --out web/src/data [--data sales.csv.gz]

The list comes from the model. The map comes from the adverts: medians of USD per m² by hexagon, of ten adverts or
more, so that no advert can be read off it. Without `--data` the map stays as it is.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from tasador.pricing.places.locality_names import ALIASES

Floats = npt.NDArray[np.float64]
PLACES: Final = "places.json"
MAP: Final = "map.json"
FEWEST: Final = 10  # adverts of a hexagon
SIDE_KM: Final = 0.6  # of a hexagon, which is 1.04 km wide
KM_PER_DEGREE: Final = 111.32
SURFACE_M2: Final = (15, 1000)  # of the adverts that the map counts
USD_PER_M2: Final = (200, 12_000)
STEP_USD: Final = 10  # to which medians are rounded


class Area(NamedTuple):
    """A part of the country that has a map: its name, and its bounds in degrees."""

    name: str
    south: float
    north: float
    west: float
    east: float

    @property
    def middle(self) -> tuple[float, float]:
        return round((self.south + self.north) / 2, 4), round((self.west + self.east) / 2, 4)


AREAS: Final = (
    Area("amba", -35.05, -34.25, -59.10, -57.85),
    Area("cordoba", -31.55, -31.25, -64.40, -64.00),
    Area("mendoza", -33.15, -32.75, -69.00, -68.60),
    Area("santafe", -33.20, -31.40, -61.00, -60.30),
)


def places(listed: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """`regions`, and `places` as [name, index of its region, adverts, lat, lon], those with most adverts first.

    A place that people also call by other names has them as a sixth: those that the service understands.
    """
    regions = sorted({str(one["l2"]) for one in listed})
    ordered = sorted(listed, key=lambda one: (-one["count"], one["name"]))
    return {"regions": regions, "places": [_row(one, regions) for one in ordered]}


def _row(one: Mapping[str, Any], regions: Sequence[str]) -> list[Any]:
    row = [one["name"], regions.index(one["l2"]), one["count"], _short(one["lat"]), _short(one["lon"])]
    others = ALIASES.get(one["l2"], {}).get(one["name"], ())
    return [*row, list(others)] if others else row


def _short(degrees: float | None) -> float | None:
    return None if degrees is None else round(degrees, 3)


def hexagons(adverts: pd.DataFrame) -> dict[str, Any]:
    """`side` in km, and for each area its middle and its hexagons: column, row, median in tens of USD per m²."""
    known = _telling(adverts)
    areas = {area.name: {"middle": list(area.middle), "cells": _cells(known, area)} for area in AREAS}
    return {"side": SIDE_KM, "step": STEP_USD, "areas": areas}


def _telling(adverts: pd.DataFrame) -> pd.DataFrame:
    surface = adverts["surface_covered"].fillna(adverts["surface_total"])
    per_m2 = adverts["price_usd"] / surface
    plausible = surface.between(*SURFACE_M2) & per_m2.between(*USD_PER_M2)
    return adverts.assign(per_m2=per_m2)[plausible & adverts["lat"].notna() & adverts["lon"].notna()]


def _cells(adverts: pd.DataFrame, area: Area) -> list[list[int]]:
    inside = adverts[adverts["lat"].between(area.south, area.north) & adverts["lon"].between(area.west, area.east)]
    column, row = axial(inside["lat"].to_numpy(float), inside["lon"].to_numpy(float), area.middle)
    grouped = inside.assign(column=column, row=row).groupby(["column", "row"])["per_m2"].agg(["size", "median"])
    shown = grouped[grouped["size"] >= FEWEST]["median"]
    found = shown.reset_index().astype({"column": int, "row": int})
    rows = zip(found["column"], found["row"], found["median"], strict=True)
    return [[int(column), int(row), round(median / STEP_USD)] for column, row, median in rows]


def axial(lat: Floats, lon: Floats, middle: tuple[float, float]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The hexagon (pointed at its top) of each point, in axial coordinates around the middle of its area.

    Cube rounding: https://www.redblobgames.com/grids/hexagons/#rounding
    """
    east = (lon - middle[1]) * KM_PER_DEGREE * np.cos(np.radians(middle[0]))
    north = (lat - middle[0]) * KM_PER_DEGREE
    column = (np.sqrt(3) / 3 * east - north / 3) / SIDE_KM
    row = 2 / 3 * north / SIDE_KM
    cube = np.stack([column, row, -column - row])
    near = np.round(cube)
    worst = np.abs(near - cube).argmax(axis=0)
    fixed = -(near.sum(axis=0) - np.take_along_axis(near, worst[None], axis=0)[0])
    np.put_along_axis(near, worst[None], fixed[None], axis=0)
    return near[0].astype(np.int64), near[1].astype(np.int64)


def write(content: Mapping[str, Any], path: Path) -> None:
    """One row a line: small to send, and readable in a review."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("],[", "],\n[")
    path.write_text(text + "\n", encoding="utf-8")


def main() -> None:
    made = argparse.ArgumentParser(prog="python -m tasador.training.site", description="Write the page's files.")
    made.add_argument("--out", type=Path, required=True, help="the folder of the page's files: web/src/data")
    made.add_argument("--data", type=Path, default=os.environ.get("TASADOR_DATA"), help="adverts, for the map")
    asked = made.parse_args()
    write(places(model_places()), asked.out / PLACES)
    if asked.data:
        write(hexagons(pd.read_csv(asked.data, low_memory=False)), asked.out / MAP)


def model_places() -> list[dict[str, object]]:
    """The places of the committed model."""
    from tasador.pricing.artifact import load

    return load().places()


if __name__ == "__main__":
    main()
