"""Listings as they come: our own columns, or the original's `ar_properties.csv` with its 25."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pandas as pd

from tasador.training.faults import DataError

NUMBERS = ("rooms", "bedrooms", "bathrooms", "surface_total", "surface_covered", "lat", "lon")
COLUMNS = ("l2", "locality", "property_type", *NUMBERS, "year", "price", "currency", "operation")
OWN = {"price_usd", "l2", "year"}
ORIGINAL = {"price", "currency", "operation_type", "l2", "property_type", "created_on"}
ORIGINAL_READ = ("l1", "l2", "l3", "l4", "property_type", *NUMBERS, "created_on", "price", "currency", "operation_type")
CHUNK = 100_000  # rows held as text at once


def read(file: Path) -> pd.DataFrame:
    """The rows with COLUMNS, numbers as numbers; what is no number becomes missing."""
    try:
        header = set(pd.read_csv(file, nrows=0).columns)
    except (OSError, ValueError, EOFError) as error:
        raise DataError(str(file), [f"it cannot be read: {error}"]) from error
    if header >= OWN:
        return _read(file, header, _own)
    if header >= ORIGINAL:
        return _read(file, header, _original)
    raise DataError(str(file), [_missing(header)])


def digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _missing(header: set[str]) -> str:
    own, original = sorted(OWN - header), sorted(ORIGINAL - header)
    return f"columns are missing: {', '.join(own)} (of our own form), or {', '.join(original)} (of ar_properties.csv)"


def _read(file: Path, header: set[str], shaped: object) -> pd.DataFrame:
    wanted = [name for name in ("price_usd", "year", "locality", "l2", *ORIGINAL_READ) if name in header]
    chunks = pd.read_csv(file, usecols=sorted(set(wanted)), dtype=str, chunksize=CHUNK, encoding_errors="replace")
    assert callable(shaped)
    parts = [_typed(shaped(chunk)) for chunk in chunks]
    if not parts:
        raise DataError(str(file), ["it holds no rows"])
    return _categories(pd.concat(parts, ignore_index=True))


def _own(chunk: pd.DataFrame) -> pd.DataFrame:
    named = chunk.rename(columns={"price_usd": "price"} if "price" not in chunk else {})
    if "price" in chunk and "price_usd" in chunk:
        named = chunk.drop(columns="price").rename(columns={"price_usd": "price"})
    operation = named.get("operation_type", "Venta")
    return named.assign(operation=operation, currency=named.get("currency", "USD"))


def _original(chunk: pd.DataFrame) -> pd.DataFrame:
    """The narrowest level below the region is the locality; l3 alone for Capital Federal's neighbourhoods."""
    none = pd.Series(None, index=chunk.index, dtype=object)
    locality = chunk.get("l4", none).fillna(chunk.get("l3", none))
    locality = locality.where(chunk["l2"] != "Capital Federal", chunk.get("l3", none))
    abroad = chunk["l1"].notna() & (chunk["l1"] != "Argentina") if "l1" in chunk else none.notna()
    return chunk.assign(
        locality=locality,
        l2=chunk["l2"].mask(abroad, "abroad"),
        year=chunk["created_on"].str.slice(0, 4),
        operation=chunk["operation_type"],
    )


def _typed(chunk: pd.DataFrame) -> pd.DataFrame:
    full = chunk.reindex(columns=list(COLUMNS))
    for name in (*NUMBERS, "year", "price"):
        full[name] = pd.to_numeric(full[name], errors="coerce").astype("float64")
    return full


def _categories(rows: pd.DataFrame) -> pd.DataFrame:
    """Names as Python strings, each held once."""
    for name in ("l2", "locality", "property_type", "currency", "operation"):
        rows[name] = rows[name].astype("category")
    return rows
