"""Made-up listings: a price that follows surface, place, type and year, with noise and with fields missing."""

from __future__ import annotations

import numpy as np
import pandas as pd

CENTRES = {
    "Capital Federal": ("Palermo", "Caballito", -34.6, -58.44),
    "Bs.As. G.B.A. Zona Norte": ("Tigre", "Olivos", -34.48, -58.52),
    "Córdoba": ("Córdoba", "Alta Córdoba", -31.41, -64.18),
}
TYPES = ("Departamento", "PH", "Casa")


def made(number: int, seed: int = 0) -> pd.DataFrame:
    """Listings in our own form."""
    drawn = np.random.default_rng(seed)
    l2 = drawn.choice(list(CENTRES), number)
    centre = np.array([CENTRES[name][2:] for name in l2], dtype=float)
    off = drawn.normal(0, 0.02, (number, 2))
    covered = np.round(np.exp(drawn.normal(4.2, 0.5, number)).clip(15, 900))
    kind = drawn.choice(TYPES, number)
    year = drawn.choice([2016, 2020, 2026], number)
    logs = np.log(covered) * 0.95 + 7.9 - 6 * off[:, 0] + 0.1 * (year == 2020) - 0.2 * (kind == "Casa")
    rows = pd.DataFrame(
        {
            "l2": l2,
            "locality": [CENTRES[name][int(k)] for name, k in zip(l2, drawn.integers(0, 2, number), strict=True)],
            "property_type": kind,
            "rooms": np.maximum(1.0, np.round(covered / 22)),
            "bedrooms": np.maximum(0.0, np.round(covered / 30)),
            "bathrooms": np.maximum(1.0, np.round(covered / 60)),
            "surface_total": np.round(covered * drawn.uniform(1, 1.6, number)),
            "surface_covered": covered,
            "lat": centre[:, 0] + off[:, 0],
            "lon": centre[:, 1] + off[:, 1],
            "year": year,
            "price_usd": np.round(np.exp(logs + drawn.normal(0, 0.12, number)), -2),
        }
    )
    return _with_holes(rows, drawn)


def _with_holes(rows: pd.DataFrame, drawn: np.random.Generator) -> pd.DataFrame:
    for name in ("locality", "property_type", "rooms", "bedrooms", "bathrooms", "surface_total"):
        rows[name] = rows[name].mask(drawn.random(len(rows)) < 0.15)
    nowhere = drawn.random(len(rows)) < 0.15
    rows.loc[nowhere, ["lat", "lon"]] = np.nan
    return rows


def original(number: int, seed: int = 0) -> pd.DataFrame:
    """The same listings in the 25 columns of the original's ar_properties.csv."""
    rows = made(number, seed)
    text = pd.Series("", index=rows.index)
    columns = {
        "id": rows.index.astype(str),
        "ad_type": "Propiedad",
        "start_date": rows["year"].astype(str) + "-05-01",
        "end_date": "9999-12-31",
        "created_on": rows["year"].astype(str) + "-05-01",
        "lat": rows["lat"],
        "lon": rows["lon"],
        "l1": "Argentina",
        "l2": rows["l2"],
        "l3": rows["locality"],
        **{f"l{k}": text for k in (4, 5, 6)},
        **{name: rows[name] for name in ("rooms", "bedrooms", "bathrooms", "surface_total", "surface_covered")},
        "price": rows["price_usd"],
        "currency": "USD",
        "price_period": "Mensual",
        "title": "Aviso",
        "description": "Luminoso",
        "property_type": rows["property_type"],
        "operation_type": "Venta",
    }
    return pd.DataFrame(columns)
