"""Further files beside the listings, each optional: the newest adverts, and flats whose age and garage are known.

The newest adverts teach today's level; flats of known age teach what age adds, and the levels of the years before
the listings begin. No forest is grown on either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from tasador.pricing.model import Model
from tasador.training.cleaning.rules import clean
from tasador.training.export import content as contents
from tasador.training.export import extras, levels
from tasador.training.export.levels import Priced, middle
from tasador.training.faults import DataError
from tasador.training.fitting.atlas import Survey
from tasador.training.reading import listings
from tasador.training.reading.columns import NUMBERS
from tasador.training.reading.source import inspect

CITY: Final = {"m2": "surface_total", "m2c": "surface_covered"}  # columns of the City's open data on flats for sale
OF_CITY: Final = {"l2": "Capital Federal", "property_type": "Departamento"}
Packed = dict[str, Any]
SAMPLED: Final = 16_000  # flats of known age that are priced: age needs no more
AGES: Final = (1.0, 100.0)  # the City's 0 stands for new and for not known alike: such flats cost what the unknown do
MOST_SPACES: Final = 5.0


@dataclass(frozen=True)
class Further:
    """What was read of the further files; None where a file was not given."""

    recent: pd.DataFrame | None = None
    portal: str = ""
    aged: pd.DataFrame | None = None
    digests: tuple[str, ...] = ()


def read(recent: Path | None, aged: Sequence[Path]) -> Further:
    found = Further(digests=tuple(listings.digest(file) for file in (recent, *aged) if file))
    if recent:
        rows = clean(listings.read(recent), str(recent)).rows
        found = Further(rows[~rows["suspect"]].reset_index(drop=True), _portal(recent), None, found.digests)
    if aged:
        flats = pd.concat([_aged(file) for file in aged], ignore_index=True)
        found = Further(found.recent, found.portal, flats, found.digests)
    return found


def _portal(file: Path) -> str:
    """Where its adverts stood: portals differ in level by several per cent."""
    told = _table(file)
    return ", ".join(sorted(told["portal"].dropna().unique())) if "portal" in told else ""


def _table(file: Path) -> pd.DataFrame:
    """All its columns, as text: whatever its separator, encoding and packing."""
    source = inspect(file)
    with source.opened() as stream:
        if source.kind == "parquet":
            return pd.read_parquet(stream).astype(object)
        return pd.read_csv(stream, sep=source.separator, encoding=source.encoding, skiprows=source.skipped, dtype=str)


def _aged(file: Path) -> pd.DataFrame:
    rows = _table(file).rename(columns=CITY)
    if "age" not in rows:
        raise DataError(str(file), ["it has no column 'age'"])
    rows = rows.assign(**{name: value for name, value in OF_CITY.items() if name not in rows})
    rows = rows.rename(columns={"price_usd": "price"}).assign(currency="USD", operation="Venta")
    told = rows.reindex(columns=[*listings.COLUMNS, "age", "garage"])
    for name in ("l2", "locality", "property_type"):
        told[name] = told[name].astype("category")
    for name in (*NUMBERS, "price", "year", "age"):
        told[name] = pd.to_numeric(told[name], errors="coerce").astype(float)
    told["year"] = np.floor(told["year"])
    told["age"] = told["age"].where(told["age"].between(*AGES))
    told["garage"] = _spaces(told["garage"])
    kept = clean(told, str(file)).rows
    return kept[~kept["suspect"]]


def _spaces(told: pd.Series) -> pd.Series:
    """Garage spaces: 'SI' is one; what is no number and no yes is not known. None told: none had."""
    yes = told.astype(str).str.casefold() == "si"
    spaces = pd.to_numeric(told, errors="coerce").mask(yes, 1.0)
    return spaces.where(spaces <= MOST_SPACES).mask(told.isna(), 0.0)


def completed(content: Packed, rows: pd.DataFrame, survey: Survey, further: Further) -> tuple[Packed, Packed]:
    """The artifact's content with what further files teach, and what the card tells of it. `rows` were learned from."""
    told: dict[str, Any] = {"files": list(further.digests)}
    model = Model(content, {}, "")
    packed, lines = dict(content["levels"]), dict(content["extras"])
    if further.aged is not None:
        flats = _priced_aged(model, further.aged, packed["since"])
        lines = extras.learn(flats.rows, flats.beyond)
        packed["index"] = _with_earlier(packed["index"], flats)
        told["extras"] = {"lines": lines} | extras.told(flats.rows, flats.beyond, levels.halves(flats.rows))
    if further.recent is not None:
        adverts = levels.priced(model, further.recent, packed["since"])
        packed = levels.renewed(packed, adverts)
        told["level"] = {"source": further.portal, **levels.told(adverts)}
    whole = content | {"levels": packed, "extras": lines}
    return whole | {"nearby": contents.nearby(rows, survey, packed)}, told


def _priced_aged(model: Model, rows: pd.DataFrame, since: float) -> Priced:
    """Each flat at the level of the nearest year that the model knows of the Capital's flats."""
    some = rows.sample(min(SAMPLED, len(rows)), random_state=0).reset_index(drop=True)
    known = [year for year in model.price_index.years if year <= since]
    first = min(year for year in model.price_index.epochs.get(OF_CITY["l2"], known))
    parts = [levels.priced(model, part, year) for year, part in some.groupby(some["year"].clip(first, since))]
    rows = pd.concat([part.rows for part in parts], ignore_index=True)
    low, high, beyond = (np.concatenate([getattr(part, name) for part in parts]) for name in ("low", "high", "beyond"))
    return Priced(rows, [place for part in parts for place in part.places], beyond, low, high)


def _with_earlier(index: list[list[float]], flats: Priced) -> list[list[float]]:
    """The index with the years before its first: by how far their flats lie below those of its first year."""
    by_year = {
        float(y): middle(np.asarray(one, dtype=np.float64))
        for y, one in pd.Series(flats.beyond).groupby(flats.rows["year"])
    }
    first, value = min(map(tuple, index))
    if first not in by_year:
        return index
    earlier = [
        [year, round(value * float(np.exp(by_year[year] - by_year[first])), 1)] for year in by_year if year < first
    ]
    return sorted([*earlier, *index])
