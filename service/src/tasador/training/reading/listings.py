"""Listings as they come, to rows with COLUMNS: numbers as numbers, names as they are written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pandas as pd

from tasador.training.faults import DataError
from tasador.training.reading import values
from tasador.training.reading.columns import NUMBERS, PAIR, PATH, Columns, columns
from tasador.training.reading.source import Source, inspect
from tasador.training.reading.values import Style

COLUMNS: Final = ("l2", "locality", "property_type", *NUMBERS, "year", "price", "currency", "operation")
CHUNK: Final = 100_000  # rows held as text at once
DEGREES: Final = ("lat", "lon")
ABROAD: Final = "abroad"


def read(file: Path, told: Sequence[str] = ()) -> pd.DataFrame:
    """The rows; what is no number becomes missing. DataError for a file that cannot be read or lacks a column."""
    source = inspect(file)
    chunks = _parquet(source, told) if source.kind == "parquet" else _csv(source, told)
    parts, styles = [], dict[str, Style]()
    for known, chunk in chunks:
        parts.append(_typed(_shaped(chunk, known), styles))
    if not sum(map(len, parts)):
        raise DataError(str(file), ["it holds no rows below its header"])
    rows = _categories(pd.concat(parts, ignore_index=True))
    _prove_currency(rows, str(file))
    return rows


def digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _parquet(source: Source, told: Sequence[str]) -> Iterator[tuple[Columns, pd.DataFrame]]:
    import pyarrow as pa

    try:
        with source.opened() as stream:
            frame = pd.read_parquet(stream)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise DataError(str(source.path), ["it is Parquet and damaged"], "fetch it again") from error
    yield columns(str(source.path), list(map(str, frame.columns)), told), frame.rename(columns=str)


def _csv(source: Source, told: Sequence[str]) -> Iterator[tuple[Columns, pd.DataFrame]]:
    known = columns(str(source.path), source.header, told)
    wanted = sorted({source.header.index(name) for name in known.named.values()})
    with source.opened() as stream:
        chunks = pd.read_csv(
            stream,
            sep=source.separator,
            encoding=source.encoding,
            usecols=wanted,
            skiprows=source.skipped,
            dtype=str,
            chunksize=CHUNK,
            skipinitialspace=True,
        )
        try:
            for chunk in chunks:
                chunk.columns = pd.Index([source.header[k] for k in wanted])
                yield known, chunk
        except (pd.errors.ParserError, UnicodeDecodeError) as error:
            found = "a line in it cannot be read: a quotation mark may be open, or its letters are broken"
            raise DataError(str(source.path), [found], "open it and save it as CSV in UTF-8") from error


def _shaped(chunk: pd.DataFrame, known: Columns) -> pd.DataFrame:
    """The chunk's columns by our names."""
    told = {field: chunk[column] for field, column in known.named.items()}
    told |= {field: pd.Series(value, index=chunk.index, dtype=object) for field, value in known.fixed.items()}
    if PATH in told:
        path = values.paths(told[PATH])
        told = {name: path[name] for name in ("country", "l2", "locality")} | told
    if PAIR in told and "lat" not in told:
        told |= {name: column for name, column in values.pairs(told[PAIR]).items() if isinstance(name, str)}
    told["year"] = values.years(told["year"] if "year" in told else told["date"])
    told["operation"] = values.operations(told["operation"]) if "operation" in told else _same("Venta", chunk)
    told["currency"] = _currency(told, known, chunk)
    told["l2"], told["locality"] = _region(told), _locality(told, chunk)
    return pd.DataFrame({name: told[name] for name in COLUMNS if name in told}, index=chunk.index)


def _same(value: str | None, chunk: pd.DataFrame) -> pd.Series:
    return pd.Series(value, index=chunk.index, dtype=object)


def _currency(told: dict[str, pd.Series], known: Columns, chunk: pd.DataFrame) -> pd.Series:
    """As its column says; else as the price's own name or text does."""
    if "currency" in told:
        return values.currencies(told["currency"])
    return _same("USD", chunk) if known.in_dollars else values.currencies(told["price"].astype(object))


def _region(told: dict[str, pd.Series]) -> pd.Series:
    """A home of another country has none of the regions."""
    if "country" not in told:
        return told["l2"].astype(object)
    other = told["country"].notna() & (told["country"].astype(object) != "Argentina")
    return told["l2"].astype(object).mask(other, ABROAD)


def _locality(told: dict[str, pd.Series], chunk: pd.DataFrame) -> pd.Series:
    """The narrowest level below the region; within Capital Federal the neighbourhood, not a part of it."""
    wide = told.get("locality", _same(None, chunk)).astype(object)
    if "narrower" not in told:
        return wide
    narrow = told["narrower"].astype(object).fillna(wide)
    return narrow.where(told["l2"].astype(object) != "Capital Federal", wide)


def _typed(chunk: pd.DataFrame, styles: dict[str, Style]) -> pd.DataFrame:
    """Numbers as the column's first rows write them."""
    full = chunk.reindex(columns=list(COLUMNS))
    for name in (*NUMBERS, "price"):
        full[name] = _numbers(full[name], name, styles)
    return full


def _numbers(told: pd.Series, name: str, styles: dict[str, Style]) -> pd.Series:
    if pd.api.types.is_numeric_dtype(told):
        return told.astype("float64")
    if name not in styles:
        styles[name] = values.style(told, never_grouped=name in DEGREES, wholly_grouped=name == "price")
    return values.numbers(told, styles[name])


def _categories(rows: pd.DataFrame) -> pd.DataFrame:
    """Names as Python strings, each held once."""
    for name in ("l2", "locality", "property_type", "currency", "operation"):
        rows[name] = rows[name].astype("category")
    return rows


def _prove_currency(rows: pd.DataFrame, file: str) -> None:
    if rows["currency"].isna().all():
        found = "nothing in it tells the currency of its prices"
        raise DataError(file, [found], "where all are in dollars, give --columns currency==USD")
