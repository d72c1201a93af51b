"""The figures a model is evaluated by, and of whom."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from tasador.training.fitting.atlas import Flags, Floats

GREATER = ["Capital Federal", "Bs.As. G.B.A. Zona Norte", "Bs.As. G.B.A. Zona Oeste", "Bs.As. G.B.A. Zona Sur"]
FLATS = "flats of Greater Buenos Aires 2019-20"
LEAST = 300  # rows from which a region or a type is told apart


def ape(predicted: Floats, logs: Floats) -> Floats:
    """Absolute percentage error, as a share."""
    found: Floats = np.abs(np.expm1(predicted - logs))
    return found


def cohorts(rows: pd.DataFrame) -> Mapping[str, Flags]:
    known = rows["bathrooms"].notna() & rows["surface_covered"].notna()
    flats = rows["l2"].isin(GREATER) & rows["property_type"].isin(["Departamento"])
    wanted = {
        "all": rows["price"] > 0,
        "bathrooms and covered surface known": known,
        FLATS: flats & rows["year"].isin([2019.0, 2020.0]),
    }
    return {name: mask.to_numpy(bool) for name, mask in wanted.items()}


def medians(errors: Floats, rows: pd.DataFrame) -> dict[str, float]:
    """The median absolute percentage error of each cohort that has rows, in percent."""
    return {name: percent(errors[mask]) for name, mask in cohorts(rows).items() if mask.any()}


def percent(errors: Floats) -> float:
    return round(float(np.median(errors)) * 100, 3)


def by(column: str, rows: pd.DataFrame, shares: Floats, least: int = LEAST) -> dict[str, tuple[int, float]]:
    """Rows and mean of `shares` for each region or type with enough rows."""
    groups = pd.Series(shares).groupby(rows[column].astype(object).fillna("?").to_numpy()).agg(["size", "mean"])
    return {str(name): (int(size), round(float(mean), 4)) for name, size, mean in groups.itertuples() if size >= least}
