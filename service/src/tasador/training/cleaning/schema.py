"""What clean rows have to be, as a pandera schema: the proof that cleaning did what it says."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa

from tasador.pricing import vocabulary
from tasador.training.cleaning.rules import COUNTS, LATITUDES, LONGITUDES, PRICES, SURFACES, YEARS
from tasador.training.faults import DataError


def _number(low: float, high: float, nullable: bool = True) -> pa.Column:
    return pa.Column(float, pa.Check.in_range(low, high), nullable=nullable)


SCHEMA = pa.DataFrameSchema(
    {
        "l2": pa.Column(object, pa.Check.isin(vocabulary.REGIONS), coerce=True),
        "locality": pa.Column(object, nullable=True, coerce=True),
        "property_type": pa.Column(object, pa.Check.isin(vocabulary.TYPES), nullable=True, coerce=True),
        **{name: _number(*limits) for name, limits in COUNTS.items()},
        "surface_total": _number(*SURFACES),
        "surface_covered": _number(*SURFACES),
        "lat": _number(*LATITUDES),
        "lon": _number(*LONGITUDES),
        "year": _number(*YEARS, nullable=False),
        "price": _number(*PRICES, nullable=False),
        "suspect": pa.Column(bool),
    },
    strict=True,
)


def prove(rows: pd.DataFrame, file: str) -> pd.DataFrame:
    """The rows with the schema's types; DataError with each broken rule and its number of rows."""
    try:
        return SCHEMA.validate(rows, lazy=True)
    except pa.errors.SchemaErrors as errors:
        broken = errors.failure_cases.groupby(["column", "check"], dropna=False).size()
        raise DataError(file, [f"{column}: {check}: {n:,} rows" for (column, check), n in broken.items()]) from errors
