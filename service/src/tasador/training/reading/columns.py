"""Which column of a file holds what: by its name, in Spanish or English, or as it was told.

A mapping is told as `field=Column`; `field==Value` gives every row that value, for what a file does not say because
it is the same for all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tasador.pricing.fields import FIELDS
from tasador.pricing.vocabulary import fold
from tasador.training.faults import DataError

PATH: Final = "place"  # |Argentina|Capital Federal|Palermo|
PAIR: Final = "lat_lon"
NUMBERS: Final = ("rooms", "bedrooms", "bathrooms", "surface_total", "surface_covered", "lat", "lon")
# Of each field, the names of columns, best first. Those of the request count as well.
SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = {
    "price": (
        "price_usd",
        "price_aprox_usd",
        "precio_usd",
        "precio usd",
        "precio en dolares",
        "dolares",
        "usd",
        "price",
        "precio",
        "valor",
        "precio_venta",
        "importe",
        "price_amount",
    ),
    "currency": ("currency", "currency_id", "price_currency", "moneda", "divisa"),
    "operation": ("operation_type", "operation", "operacion", "tipo_operacion", "tipo de operacion"),
    "l2": (
        "l2",
        "state_name",
        "state",
        "location.state.name",
        "provincia",
        "region",
        "zona",
        "address_state",
        "provincia_estado",
    ),
    "locality": (
        "locality",
        "l3",
        "place_name",
        "neighborhood",
        "neighbourhood",
        "address_neighborhood",
        "location.neighborhood.name",
        "barrio",
        "barrio/zona",
        "localidad",
        "barrios",
        "city",
        "ciudad",
        "partido",
        "location.city.name",
    ),
    "narrower": ("l4",),
    PATH: ("place_with_parent_names", "ubicacion_completa"),
    "property_type": (
        "property_type",
        "tipo",
        "tipo_propiedad",
        "tipo de propiedad",
        "tipo_inmueble",
        "tipo de inmueble",
        "inmueble",
        "tipologia",
        "tipologia/producto",
    ),
    "rooms": ("rooms", "ambientes", "amb", "cant_ambientes", "cantidad de ambientes", "rooms_total"),
    "bedrooms": ("bedrooms", "dormitorios", "dorm", "cant_dormitorios", "habitaciones", "cuartos"),
    "bathrooms": ("bathrooms", "full_bathrooms", "banos", "baños", "bano", "baño", "cant_banos"),
    "surface_total": (
        "surface_total",
        "surface_total_in_m2",
        "superficie_total",
        "superficie total",
        "sup_total",
        "sup total",
        "total_area",
        "m2_totales",
        "m2 totales",
        "metros_totales",
        "m2_total",
        "superficie total m2",
        "m2",
        "superficie",
        "metros",
        "surface",
    ),
    "surface_covered": (
        "surface_covered",
        "surface_covered_in_m2",
        "superficie_cubierta",
        "superficie cubierta",
        "sup_cubierta",
        "sup cubierta",
        "covered_area",
        "m2_cubiertos",
        "m2 cubiertos",
        "metros_cubiertos",
        "superficie cubierta m2",
        "m2c",
        "m2cub",
    ),
    "lat": ("lat", "latitude", "latitud", "location.latitude"),
    "lon": ("lon", "lng", "long", "longitude", "longitud", "location.longitude"),
    PAIR: ("lat-lon", "latlon", "coordenadas", "coordinates"),
    "year": ("year", "anio", "año", "ano"),
    "date": (
        "created_on",
        "date_created",
        "fecha",
        "fecha_publicacion",
        "fecha de publicacion",
        "start_date",
        "date",
        "created_at",
        "captured_at",
        "scraped_at",
        "fecha_ultima_actualizacion",
    ),
    "country": ("l1", "country_name", "pais"),
}
NEEDED: Final = (
    ("price", ("price",), "price=PRECIO"),
    ("region", ("l2", PATH), "l2=PROVINCIA, or l2=='Capital Federal' where all are of one"),
    ("year or date", ("year", "date"), "date=FECHA, or year==2026"),
    ("surface", ("surface_total", "surface_covered"), "surface_total=M2"),
)


@dataclass(frozen=True, slots=True)
class Columns:
    """Of each field its column, or the value of all rows."""

    named: Mapping[str, str]
    fixed: Mapping[str, str]

    def told(self) -> str:
        pairs = [f"{field}={column!r}" for field, column in self.named.items()]
        return ", ".join(pairs + [f"{field}=={value!r}" for field, value in self.fixed.items()])

    @property
    def in_dollars(self) -> bool:
        """Whether the price's column is named for its currency."""
        return any(sign in fold(self.named.get("price", "")) for sign in ("usd", "dolar"))


def proposed(header: Sequence[str]) -> dict[str, str]:
    """Of each field, the column whose name stands first among its synonyms; a column is taken once."""
    held = {fold(name): name for name in reversed(header)}
    found: dict[str, str] = {}
    for field, names in SYNONYMS.items():
        more = FIELDS[field].aliases if field in FIELDS else ()
        known = [held[key] for name in (*names, *more) if (key := fold(name)) in held]
        left = [column for column in known if column not in found.values()]
        if left:
            found[field] = left[0]
    return found | _with_its_currency(found, held)


def _with_its_currency(found: dict[str, str], held: dict[str, str]) -> dict[str, str]:
    """Where a column tells the currency, the price as it was asked, not as somebody converted it."""
    asked = [held[key] for key in map(fold, ("price", "precio", "valor", "importe")) if key in held]
    return {"price": asked[0]} if "currency" in found and asked else {}


def columns(file: str, header: Sequence[str], told: Sequence[str] = ()) -> Columns:
    """The mapping as told, and as proposed for what is not; DataError where a needed field has no column."""
    named, fixed = dict(proposed(header)), dict[str, str]()
    for one in told:
        _take(file, header, one, named, fixed)
    missing = [(name, how) for name, fields, how in NEEDED if not any(f in named or f in fixed for f in fields)]
    if missing:
        lacking = ", ".join(name for name, _ in missing)
        known = Columns(named, fixed).told() or "none"
        raise DataError(
            file,
            [f"no column for {lacking}; its columns are {', '.join(header)}; understood: {known}"],
            "name them: --columns " + " ".join(how.split(",")[0] for _, how in missing) + f" ({missing[0][1]})",
        )
    return Columns(named, fixed)


def _take(file: str, header: Sequence[str], one: str, named: dict[str, str], fixed: dict[str, str]) -> None:
    field, sign, column = one.partition("=")
    if field not in SYNONYMS or not sign:
        raise DataError(file, [f"--columns {one}: no such field"], f"fields are {', '.join(SYNONYMS)}")
    if column == "=":
        raise DataError(file, [f"--columns {one}: no value after =="], f"{field}==VALUE")
    if column.startswith("="):
        named.pop(field, None)
        fixed[field] = column[1:]
        return
    match = next((name for name in header if name == column or fold(name) == fold(column)), None)
    if match is None:
        raise DataError(file, [f"--columns {one}: it has no such column"], f"columns are {', '.join(header)}")
    named[field] = match
