"""The same made-up listings in the layouts in which people have them: names, separators, marks and dates of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd

from tests.listings import made, original

ENGLISH = {"Departamento": "apartment", "Casa": "house", "PH": "PH"}
NUMBERS = ("rooms", "bedrooms", "bathrooms", "surface_total", "surface_covered")


def grouped(values: pd.Series) -> pd.Series:
    """120000 as 120.000."""
    return values.map(lambda value: f"{value:,.0f}".replace(",", "."))


def comma(values: pd.Series) -> pd.Series:
    """60.5 as 60,5; nothing for nothing."""
    return values.map(lambda value: "" if pd.isna(value) else f"{value:.6f}".rstrip("0").rstrip(".").replace(".", ","))


def written(file: Path, columns: Mapping[str, object], separator: str = ",", encoding: str = "utf-8") -> Path:
    file.write_bytes(pd.DataFrame(dict(columns)).to_csv(index=False, sep=separator).encode(encoding))
    return file


def held(rows: pd.DataFrame) -> dict[str, object]:
    return {str(name): column for name, column in rows.items()}


def own(rows: pd.DataFrame, folder: Path) -> Path:
    rows.to_csv(folder / "own.csv.gz", index=False)
    return folder / "own.csv.gz"


def properati(rows: pd.DataFrame, folder: Path) -> Path:
    original(len(rows)).to_csv(folder / "ar_properties.csv", index=False)
    return folder / "ar_properties.csv"


def properati_of_2017(rows: pd.DataFrame, folder: Path) -> Path:
    place = "|Argentina|" + rows["l2"] + "|" + rows["locality"].fillna("") + "|"
    columns = {
        "created_on": rows["year"].astype(str) + "-05-01",
        "operation": "sell",
        "property_type": rows["property_type"].map(ENGLISH),
        "place_with_parent_names": place,
        "country_name": "Argentina",
        "lat-lon": rows["lat"].astype(str) + "," + rows["lon"].astype(str),
        "price": rows["price_usd"],
        "currency": "USD",
        "price_aprox_local_currency": rows["price_usd"] * 17.6,
        "price_aprox_usd": rows["price_usd"],
        "surface_total_in_m2": rows["surface_total"],
        "surface_covered_in_m2": rows["surface_covered"],
        "floor": "",
        "rooms": rows["rooms"],
        "expenses": "",
        "title": 'Depto "a estrenar", luminoso',
    }
    return written(folder / "properati-2017.csv", columns)


def zonaprop(rows: pd.DataFrame, folder: Path) -> Path:
    columns = {
        "Precio": grouped(rows["price_usd"]),
        "Moneda": "U$S",
        "Operación": "VENTA",
        "Provincia": rows["l2"],
        "Barrio": rows["locality"],
        "Tipo de Propiedad": rows["property_type"],
        "Ambientes": comma(rows["rooms"]),
        "Dormitorios": comma(rows["bedrooms"]),
        "Baños": comma(rows["bathrooms"]),
        "Superficie Total": comma(rows["surface_total"]),
        "Superficie Cubierta": comma(rows["surface_covered"]),
        "Latitud": comma(rows["lat"]),
        "Longitud": comma(rows["lon"]),
        "Fecha de Publicación": "31/12/" + rows["year"].astype(str),
    }
    return written(folder / "zonaprop.csv", columns, ";", "cp1252")


def argenprop(rows: pd.DataFrame, folder: Path) -> Path:
    units = {name: rows[name].map(lambda value: "" if pd.isna(value) else f"{value:.0f} m²") for name in NUMBERS[3:]}
    columns = {
        " PRECIO ": "USD " + grouped(rows["price_usd"]),
        "ZONA": rows["l2"],
        "LOCALIDAD": rows["locality"],
        "TIPO": rows["property_type"],
        "AMB": rows["rooms"].map(lambda value: "" if pd.isna(value) else f"{value:.0f} amb."),
        "DORM": rows["bedrooms"],
        "BAÑOS": rows["bathrooms"],
        "SUP_TOTAL": units["surface_total"],
        "SUP_CUBIERTA": units["surface_covered"],
        "LAT": rows["lat"],
        "LNG": rows["lon"],
        "FECHA": "01-02-" + rows["year"].astype(str).str[2:],
    }
    return written(folder / "argenprop.tsv", columns, "\t", "utf-8-sig")


def mercadolibre(rows: pd.DataFrame, folder: Path) -> Path:
    columns = {
        "id": "MLA" + rows.index.astype(str),
        "title": "Departamento, venta; luminoso",
        "price": rows["price_usd"],
        "currency_id": "USD",
        "operation": "Venta",
        "property_type": rows["property_type"],
        "state": rows["l2"],
        "neighborhood": rows["locality"],
        "ROOMS": rows["rooms"],
        "BEDROOMS": rows["bedrooms"],
        "FULL_BATHROOMS": rows["bathrooms"],
        "TOTAL_AREA": rows["surface_total"],
        "COVERED_AREA": rows["surface_covered"],
        "latitude": rows["lat"],
        "longitude": rows["lon"],
        "date_created": rows["year"].astype(str) + "-03-01T12:00:00.000-04:00",
    }
    return written(folder / "mercadolibre.csv", columns, "|")


def parquet(rows: pd.DataFrame, folder: Path) -> Path:
    rows.to_parquet(folder / "listings.parquet")
    return folder / "listings.parquet"


def zipped(rows: pd.DataFrame, folder: Path) -> Path:
    rows.to_csv(folder / "inner.zip", index=False, sep=";", compression={"method": "zip", "archive_name": "rows.csv"})
    return folder / "inner.zip"


def unicode_text(rows: pd.DataFrame, folder: Path) -> Path:
    """As Excel saves it under that name."""
    return written(folder / "excel.txt", held(rows), "\t", "utf-16")


def without_extension(rows: pd.DataFrame, folder: Path) -> Path:
    """As a container mounts it."""
    return written(folder / "listings", held(rows))


def city(rows: pd.DataFrame, folder: Path) -> Path:
    """The City's open data: flats of one region, which no column names."""
    columns = {
        "AÑO": rows["year"],
        "BARRIO": rows["locality"],
        "M2": comma(rows["surface_total"].fillna(rows["surface_covered"])),
        "M2CUB": comma(rows["surface_covered"]),
        "DOLARES": rows["price_usd"],
        "AMBIENTES": rows["rooms"],
        "LATITUD": comma(rows["lat"]),
        "LONGITUD": comma(rows["lon"]),
    }
    return written(folder / "departamentos-en-venta.csv", columns, ";", "cp1252")


Layout = Callable[[pd.DataFrame, Path], Path]
LAYOUTS: dict[str, tuple[Layout, tuple[str, ...]]] = {
    "own form, gzip": (own, ()),
    "Properati, 25 columns": (properati, ()),
    "Properati of 2017": (properati_of_2017, ()),
    "ZonaProp, Latin-1, decimal commas": (zonaprop, ()),
    "Argenprop, tabs, units": (argenprop, ()),
    "MercadoLibre": (mercadolibre, ()),
    "Parquet": (parquet, ()),
    "zip with semicolons": (zipped, ()),
    "Excel's Unicode text": (unicode_text, ()),
    "no extension": (without_extension, ()),
    "the City's open data": (city, ("l2==Capital Federal", "property_type==Departamento")),
}


def listings() -> pd.DataFrame:
    return made(1300, seed=0)
