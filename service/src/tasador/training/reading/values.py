"""Text as people write it, to numbers, years, currencies and names: 1.250,5 and U$S and 31/12/2019."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, Literal, NamedTuple

import numpy as np
import pandas as pd

from tasador.pricing.vocabulary import fold

Mark = Literal[".", ","]
SAMPLE: Final = 20_000  # values by which a column's decimal sign is told
GROUPED: Final = {mark: rf"^-?\d{{1,3}}(?:{re.escape(mark)}\d{{3}})+$" for mark in (".", ",")}
OTHER: Final[dict[Mark, Mark]] = {".": ",", ",": "."}
SALES: Final = frozenset({"venta", "enventa", "sell", "sale", "forsale", "ventas"})
DOLLARS: Final = frozenset({"usd", "us", "us$", "u$s", "u$d", "dolar", "dolares", "dolaresestadounidenses", "dls"})
PESOS: Final = frozenset({"ars", "$", "peso", "pesos", "ar$", "pesosargentinos"})
OLDEST_SHORT: Final = 70  # two digits of a year from here on are of the last century


class Style(NamedTuple):
    """How a column writes numbers: with this decimal sign, and maybe words or units about them."""

    decimal: Mark
    bare: bool  # nothing but digits and a decimal point


def style(texts: pd.Series, never_grouped: bool = False, wholly_grouped: bool = True) -> Style:
    """By the column's own values; degrees are never written with thousands, and prices alone have them in every value:
    a surface of "45.000" beside none of "45" is one of forty-five, with three decimals."""
    some = _stripped(texts.dropna().head(SAMPLE))
    bare: bool = bool(pd.to_numeric(texts.dropna().head(SAMPLE), errors="coerce").notna().all())
    points, commas = (some[some.str.contains(mark, regex=False)] for mark in (".", ","))
    if len(commas) and len(points) and (both := some[some.str.contains(r"\.") & some.str.contains(",")]).size:
        last = both.str.rfind(",") > both.str.rfind(".")
        return Style("," if last.mean() > 0.5 else ".", False)
    marked = commas if len(commas) else points
    may = not never_grouped and (wholly_grouped or len(marked) < len(some))
    if len(commas):
        return Style("." if may and _grouped(commas, ",") else ",", False)
    thousands = may and len(points) > 0 and _grouped(points, ".")
    return Style("," if thousands else ".", bare and not thousands)


def _grouped(texts: pd.Series, mark: Mark) -> bool:
    """Whether this mark sets thousands apart in all of them."""
    return bool(texts.str.match(GROUPED[mark]).all())


def numbers(texts: pd.Series, written: Style) -> pd.Series:
    """Numbers; nan for what is none."""
    if written.bare:
        return pd.to_numeric(texts, errors="coerce").astype("float64")
    plain = _stripped(texts.astype(object).where(texts.notna(), "").astype(str))
    plain = plain.str.replace(OTHER[written.decimal], "", regex=False).str.replace(written.decimal, ".", regex=False)
    return pd.to_numeric(plain, errors="coerce").astype("float64")


def _stripped(texts: pd.Series) -> pd.Series:
    """The first number of each text: "USD 120.000", "45 m²", "3 amb.", "Desde 60"."""
    return texts.astype(str).str.extract(r"(-?\d[\d.,]*\d|-?\d)", expand=False)


def currencies(texts: pd.Series) -> pd.Series:
    """USD or ARS, whatever sign or word stands for it; None for neither."""
    return _mapped(texts, _currency)


def _currency(text: str) -> str | None:
    found = re.sub(r"[\s.\d,]+", "", text.casefold()).replace("ó", "o")
    if found in DOLLARS or "u$s" in found or "us$" in found or found.startswith("usd") or found.startswith("dolar"):
        return "USD"
    return "ARS" if found in PESOS or found.startswith(("$", "ars", "peso")) else None


def operations(texts: pd.Series) -> pd.Series:
    """Venta for a sale in either language; others as they are."""
    return _mapped(texts, lambda text: "Venta" if fold(text) in SALES else text)


def years(texts: pd.Series) -> pd.Series:
    """Of a date the year: four digits anywhere, else the last two of day/month/year, of "12-mar-19" and of "mar-19"."""
    text = texts.astype(object).where(texts.notna(), "").astype(str)
    four = pd.to_numeric(text.str.extract(r"(?<!\d)((?:19|20)\d{2})(?!\d)", expand=False), errors="coerce")
    joined = pd.to_numeric(text.str.extract(r"^((?:19|20)\d{2})\d{4}$", expand=False), errors="coerce")
    two = pd.to_numeric(
        text.str.extract(r"^(?:\d{1,2}[/. -](?:\d{1,2}|[^\W\d]{3,})|[^\W\d]{3,})[/. -]+(\d{2})$", expand=False),
        errors="coerce",
    )
    century = np.where(two >= OLDEST_SHORT, 1900.0, 2000.0)
    return four.fillna(joined).fillna(two + century).astype("float64")


def paths(texts: pd.Series) -> pd.DataFrame:
    """|Argentina|Capital Federal|Palermo|Palermo Soho| to country, region and the locality below it."""
    parts = texts.astype(object).where(texts.notna(), "").astype(str).str.strip("|").str.split("|")
    return pd.DataFrame({name: parts.str[k] for k, name in enumerate(("country", "l2", "locality"))}).replace("", None)


def pairs(texts: pd.Series) -> pd.DataFrame:
    """ "-34.6, -58.4" to two numbers."""
    found = texts.astype(object).where(texts.notna(), "").astype(str).str.extract(r"(-?\d+\.\d+)[,;\s]+(-?\d+\.\d+)")
    return found.rename(columns={0: "lat", 1: "lon"})


def _mapped(texts: pd.Series, meaning: Callable[[str], str | None]) -> pd.Series:
    known = {text: meaning(str(text)) for text in texts.dropna().unique()}
    return texts.astype(object).map(known)
