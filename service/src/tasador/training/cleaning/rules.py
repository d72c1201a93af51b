"""What is wrong with listings: found by rule, then repaired, emptied or left out, each with its number of rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tasador.pricing import vocabulary
from tasador.pricing.fields import limits
from tasador.pricing.places.localities import FAR
from tasador.training.cleaning import contradictions, suspects
from tasador.training.faults import DataError
from tasador.training.fitting import splits

LATITUDES = limits("lat")
LONGITUDES = limits("lon")
PRICES = (5_000.0, 20_000_000.0)
USD_M2 = (100.0, 20_000.0)  # of a covered square metre
PLOT_USD_M2 = 3.0  # at least, where only the plot's surface is known
SURFACES = limits("surface_covered")
YEARS = (2010.0, 2030.0)
COUNTS = {name: limits(name) for name in ("rooms", "bedrooms", "bathrooms")}
LEAST_ROWS = 1_000
LEAST_SHARE = 0.05
LEAST_PLACES = 50
EXAMPLES = 3
SHOWN = (
    "l2",
    "locality",
    "property_type",
    "surface_total",
    "surface_covered",
    "year",
    "price",
    "currency",
    "operation",
)
REPLACED = "\ufffd"
KEPT_APART = "evaluated, but not learned from"


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule and how many rows broke it."""

    rule: str
    rows: int
    action: str
    examples: tuple[str, ...] = ()  # for people at a terminal: rows of listings go into no file

    def __str__(self) -> str:
        return f"{self.rule}: {self.rows:,} rows, {self.action}"

    @property
    def shown(self) -> str:
        return "".join(f"\n      {example}" for example in self.examples)


@dataclass(frozen=True)
class Cleaned:
    """Rows fit to be evaluated by; `suspect` ones are evaluated but not learned from."""

    rows: pd.DataFrame
    findings: tuple[Finding, ...]
    read: int


Rule = tuple[str, str, Callable[[pd.DataFrame], "pd.Series[bool]"]]

LEFT_OUT: tuple[Rule, ...] = (
    ("not for sale", "left out", lambda r: ~r["operation"].isin(["Venta"])),
    ("price not in USD", "left out", lambda r: ~r["currency"].isin(["USD"])),
    ("price missing, zero or below", "left out", lambda r: ~(r["price"] > 0)),
    ("price outside 5,000 to 20,000,000 USD", "left out", lambda r: ~r["price"].between(*PRICES)),
    ("year missing or outside 2010 to 2030", "left out", lambda r: ~r["year"].between(*YEARS)),
    ("not in Argentina", "left out", lambda r: r["l2"].isna() | r["l2"].isin(["abroad"])),
    ("no surface that a home can have", "left out", lambda r: r["surface_total"].isna() & r["surface_covered"].isna()),
    ("the very same advert twice", "left out", lambda r: r.duplicated()),
)


def clean(rows: pd.DataFrame, file: str) -> Cleaned:
    findings: list[Finding] = []
    kept = rows
    for step in (_names, _swapped, _coordinates, _surfaces, _counts, _contradictions):
        kept, found = step(kept)
        findings += found
    for text, action, broken in LEFT_OUT:
        wrong = broken(kept).to_numpy(bool)
        findings.append(Finding(text, int(wrong.sum()), action, examples(kept[wrong])))
        kept = kept[~wrong]
    kept, found = _suspects(kept.reset_index(drop=True))
    findings += found
    cleaned = Cleaned(kept.drop(columns=["currency", "operation"]), tuple(f for f in findings if f.rows), len(rows))
    refuse(cleaned, file)
    return cleaned


def examples(rows: pd.DataFrame) -> tuple[str, ...]:
    """The first few of these rows, by their place in the file and what they tell."""
    first = rows.head(EXAMPLES)
    told = first[[name for name in SHOWN if name in first]].astype(object).to_dict("records")
    each = [", ".join(f"{name} {value}" for name, value in row.items() if not pd.isna(value)) for row in told]
    return tuple(f"row {int(number) + 1}: {text}" for number, text in zip(first.index, each, strict=True))


def refuse(cleaned: Cleaned, file: str) -> None:
    """A file of which hardly anything is left was not what it was taken for."""
    left = len(cleaned.rows)
    if left < max(LEAST_ROWS, LEAST_SHARE * cleaned.read):
        reasons = [f"{left:,} of {cleaned.read:,} rows are left; at least {LEAST_ROWS:,} and 5 % are needed"]
        raise DataError(file, [*reasons, *map(str, cleaned.findings)])
    if splits.places(cleaned.rows).max(initial=0) + 1 < LEAST_PLACES:
        found = (
            f"all its {left:,} rows are of fewer than {LEAST_PLACES} places, so that none can be kept apart to evaluate"
        )
        raise DataError(file, [found], "give listings of more places, with coordinates or localities")


def unmangled(name: str) -> str:
    """UTF-8 that was once read as Latin-1, put right; any other name as it is."""
    for once in ("cp1252", "latin-1"):
        try:
            return name.encode(once).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
    return name


def _names(rows: pd.DataFrame) -> tuple[pd.DataFrame, list[Finding]]:
    """Names by their accepted spelling. A region nobody knows is 'Otros', a type nobody knows is missing."""
    mangled = pd.Series(False, index=rows.index)
    fixed = {}
    for column in ("l2", "locality", "property_type"):
        held = rows[column].astype(object)
        right = {name: unmangled(name).strip() for name in held.dropna().unique()}
        broken = {name for name, to in right.items() if to != name.strip() or REPLACED in to}
        mangled |= held.isin(broken)
        fixed[column] = held.map({name: to if REPLACED not in to else None for name, to in right.items()})
    regions = {
        name: vocabulary.region(name) or vocabulary.OTHERS for name in fixed["l2"].dropna().unique() if name != "abroad"
    }
    types = {name: vocabulary.property_type(name) for name in fixed["property_type"].dropna().unique()}
    l2 = fixed["l2"].map(regions | {"abroad": "abroad"})
    locality = fixed["locality"].mask(
        fixed["locality"].map(_region_itself, na_action="ignore").fillna(False).astype(bool)
    )
    found = [
        Finding("names in a broken encoding", int(mangled.sum()), "repaired, or emptied where letters are lost"),
        Finding(
            "region not among the known",
            int((fixed["l2"].notna() & ~fixed["l2"].isin([*vocabulary.REGIONS, "abroad"])).sum()),
            "taken as 'Otros' or its usual name",
        ),
    ]
    kept = rows.assign(l2=l2, locality=locality, property_type=fixed["property_type"].map(types))
    return kept, found


def _region_itself(name: str) -> bool:
    """'Bs.As. G.B.A. Zona Norte' as a locality says nothing; 'Córdoba' or 'Santa Fe' is the city."""
    found = vocabulary.region(name)
    return found is not None and found not in {"Córdoba", "Mendoza", "Santa Fe"}


def _inside(lat: pd.Series, lon: pd.Series) -> pd.Series:
    return lat.between(*LATITUDES) & lon.between(*LONGITUDES)


def _swapped(rows: pd.DataFrame) -> tuple[pd.DataFrame, list[Finding]]:
    lat, lon = rows["lat"], rows["lon"]
    swap = ~_inside(lat, lon) & _inside(lon, lat)
    kept = rows.assign(lat=lat.mask(swap, lon), lon=lon.mask(swap, lat))
    return kept, [Finding("latitude and longitude swapped", int(swap.sum()), "swapped back")]


def _coordinates(rows: pd.DataFrame) -> tuple[pd.DataFrame, list[Finding]]:
    lat, lon = rows["lat"], rows["lon"]
    given = lat.notna() | lon.notna()
    outside = given & ~_inside(lat, lon)
    ok = given & ~outside
    middles = rows[ok].groupby(rows["l2"][ok])[["lat", "lon"]].median()
    compact = ~rows["l2"].isin([vocabulary.OTHERS, "Buenos Aires Interior", "Buenos Aires Costa Atlántica"])
    off = np.hypot(
        lat - rows["l2"].map(middles["lat"]).astype(float), lon - rows["l2"].map(middles["lon"]).astype(float)
    )
    far = ok & compact & (off > FAR)
    bad = outside | far
    kept = rows.assign(lat=lat.mask(bad), lon=lon.mask(bad))
    return kept, [
        Finding("coordinates outside Argentina, or half of them", int(outside.sum()), "emptied"),
        Finding(f"coordinates more than {FAR:.0f}° from their region", int(far.sum()), "emptied"),
    ]


def _surfaces(rows: pd.DataFrame) -> tuple[pd.DataFrame, list[Finding]]:
    found = []
    for name in ("surface_total", "surface_covered"):
        bad = rows[name].notna() & ~rows[name].between(*SURFACES)
        rows = rows.assign(**{name: rows[name].mask(bad)})
        found.append(Finding(f"{name} outside {SURFACES[0]:.0f} to {SURFACES[1]:,.0f} m²", int(bad.sum()), "emptied"))
    return rows, found


def _counts(rows: pd.DataFrame) -> tuple[pd.DataFrame, list[Finding]]:
    found = []
    for name, (low, high) in COUNTS.items():
        bad = rows[name].notna() & ~rows[name].between(low, high)
        rows = rows.assign(**{name: rows[name].mask(bad)})
        found.append(Finding(f"{name} outside {low:.0f} to {high:.0f}", int(bad.sum()), "emptied"))
    return rows, found


def _contradictions(rows: pd.DataFrame) -> tuple[pd.DataFrame, list[Finding]]:
    kept, found = contradictions.settled(rows)
    return kept, [Finding(*one) for one in found]


def _suspects(rows: pd.DataFrame) -> tuple[pd.DataFrame, list[Finding]]:
    """Prices that are hardly what they are taken for: by themselves, or beside others of the place and kind."""
    asked: pd.Series = rows["price"] / np.fmin(rows["surface_covered"], rows["surface_total"])
    least = rows["surface_covered"].isna().map({True: PLOT_USD_M2, False: USD_M2[0]})
    impossible = (asked < least) | (asked > USD_M2[1])
    high, low = suspects.among_neighbours(rows, asked)
    high, low = high & ~impossible, low & ~impossible
    found = [
        Finding("price per m² impossible", int(impossible.sum()), KEPT_APART),
        Finding(f"price per m² {suspects.HIGH:.0f} times that of its place: pesos?", int(high.sum()), KEPT_APART),
        Finding(f"price per m² 1/{suspects.LOW:.0f} of that of its place: a plot?", int(low.sum()), KEPT_APART),
    ]
    return rows.assign(suspect=impossible | high | low), found
