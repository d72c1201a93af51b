"""Adverts whose price per square metre stands far apart from that of their neighbours of the same kind.

A file of 2017 names some flats of Boedo and San Cristóbal in pesos, which it says are dollars: 20,000 a square metre
among others of 2,500. And where a plot is listed as a home, its price is that of land. No limit for the whole country
tells either from a tower in Puerto Madero or from a house in a village; their neighbours do.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

HIGH: Final = 4.0  # times the first quartile of the place; half of its adverts may be wrong, a quarter is not
ALSO_HIGH: Final = 2.5  # times the median of the region: a single tower is no mistake
LOW: Final = 4.0  # the same downwards
NEIGHBOURS: Final = 30  # adverts from which a place and kind can tell
KINDS: Final = {"Departamento": "flat", "PH": "flat", "Casa": "house"}
Flags = pd.Series


def among_neighbours(rows: pd.DataFrame, asked: pd.Series) -> tuple[Flags, Flags]:
    """Which rows ask far more and which far less a square metre, in USD, than others of their locality and kind.

    "Otros" is homes and plots mixed: one that asks far more than the rest is no mistake there.
    """
    l2, locality, kind = (rows[name].astype(object) for name in ("l2", "locality", "property_type"))
    kind = kind.map(KINDS).fillna("other")
    here = asked.groupby([l2, locality.fillna(""), kind])
    quartile, many = here.transform("quantile", 0.25), here.transform("size") >= NEIGHBOURS
    usual = asked.groupby([l2, kind]).transform("median")
    high = many & (kind != "other") & (asked > HIGH * quartile) & (asked > ALSO_HIGH * usual)
    return high, many & (asked < quartile / LOW) & (asked < usual / LOW)
