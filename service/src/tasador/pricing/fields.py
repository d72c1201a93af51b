"""THE table of inputs: what may be known of a home, each field defined once.

From it derive the request's schema and its OpenAPI document, the limits of cleaning before training, the notices and
refusals, the labels of texts, and what the log holds. A field that the artifact's features do not include is accepted,
checked and said to be unused; it counts as soon as an artifact includes it.
"""

from dataclasses import dataclass
from math import nan
from typing import Annotated, Final, Literal, NamedTuple

Kind = Literal["region", "locality", "type", "number", "spaces", "amenities", "date"]


class Field(NamedTuple):
    """One input. Aliases are compared without case, accents and marks; limits are inclusive."""

    kind: Kind
    label: tuple[str, str]  # Spanish, English
    description: str
    example: object
    aliases: tuple[str, ...] = ()
    unit: str = ""
    low: float = 0.0
    high: float = 0.0
    odd_above: float | None = None  # accepted, but told to be far beyond what homes have
    zero_is_missing: bool = False  # clients have sent 0 for "not known"
    logged: Literal["whole", "coarse", "listed"] = "whole"  # coarse: two decimals; listed: only a listed name
    optional_feature: bool = False  # an artifact need not know it
    name: str = ""  # that of the attribute


MIN_SURFACE: Final = 10.0  # m²: below it nobody lives
MAX_SURFACE: Final = 20_000.0  # m²: above it more surface adds nothing to a price
AMENITIES: Final = {"pool": "pileta piscina", "gym": "gimnasio gym", "terrace": "terraza", "storage": "baulera"}
SURFACES: Final = ("surface_covered", "surface_total")
FIRST_YEAR, LAST_YEAR = 2000, 2050


@dataclass(frozen=True, slots=True)
class Home:
    """A home to price. Any field but the region and one surface may be missing."""

    l2: Annotated[
        str,
        Field(
            kind="region",
            label=("Región", "Region"),
            description="Region or its usual short form, case and accents aside; one not listed is 'Otros'.",
            example="Capital Federal",
            aliases=("region", "zona", "provincia"),
        ),
    ]
    locality: Annotated[
        str | None,
        Field(
            kind="locality",
            label=("Barrio o localidad", "Neighbourhood or town"),
            description="Neighbourhood or town, as GET /places lists it or people call it; an unknown one is no error.",
            example="Palermo",
            aliases=("localidad", "barrio"),
            logged="listed",
        ),
    ] = None
    property_type: Annotated[
        str | None,
        Field(
            kind="type",
            label=("Tipo", "Type"),
            description="Type of home or a usual word for it; further types are priced as 'Otros'.",
            example="Departamento",
            aliases=("tipo",),
        ),
    ] = None
    rooms: Annotated[
        float | None,
        Field(
            kind="number",
            label=("Ambientes", "Rooms"),
            description="Rooms, the living room included (ambientes).",
            example=3,
            aliases=("ambientes",),
            low=1,
            high=40,
            zero_is_missing=True,
        ),
    ] = None
    bedrooms: Annotated[
        float | None,
        Field(
            kind="number",
            label=("Dormitorios", "Bedrooms"),
            description="Bedrooms.",
            example=2,
            aliases=("dormitorios", "habitaciones"),
            low=0,
            high=40,
        ),
    ] = None
    bathrooms: Annotated[
        float | None,
        Field(
            kind="number",
            label=("Baños", "Bathrooms"),
            description="Bathrooms.",
            example=1,
            aliases=("banos", "bano"),
            low=1,
            high=20,
            zero_is_missing=True,
        ),
    ] = None
    surface_total: Annotated[
        float | None,
        Field(
            kind="number",
            label=("Superficie total", "Total surface"),
            description="Total surface, m².",
            example=60,
            aliases=("superficie_total",),
            unit="m²",
            low=MIN_SURFACE,
            high=100_000,
            odd_above=MAX_SURFACE,
        ),
    ] = None
    surface_covered: Annotated[
        float | None,
        Field(
            kind="number",
            label=("Superficie cubierta", "Covered surface"),
            description="Covered surface, m².",
            example=55,
            aliases=("superficie_cubierta",),
            unit="m²",
            low=MIN_SURFACE,
            high=100_000,
            odd_above=MAX_SURFACE,
        ),
    ] = None
    lat: Annotated[
        float | None,
        Field(
            kind="number",
            label=("Latitud", "Latitude"),
            description="Latitude, degrees (WGS84).",
            example=-34.58,
            aliases=("latitud", "latitude"),
            unit="°",
            low=-56,
            high=-21,
            logged="coarse",
        ),
    ] = None
    lon: Annotated[
        float | None,
        Field(
            kind="number",
            label=("Longitud", "Longitude"),
            description="Longitude, degrees (WGS84).",
            example=-58.42,
            aliases=("longitud", "longitude", "lng"),
            unit="°",
            low=-74,
            high=-53,
            logged="coarse",
        ),
    ] = None
    year: float | None = None  # of an advert that the model is evaluated on: the forest is asked for that year's price
    age: Annotated[
        float | None,
        Field(
            kind="number",
            label=("Antigüedad", "Age"),
            description="Age of the building in years; 0 is new.",
            example=12,
            aliases=("antiguedad",),
            unit="years",
            low=0,
            high=200,
            optional_feature=True,
        ),
    ] = None
    garage: Annotated[
        float | None,
        Field(
            kind="spaces",
            label=("Cocheras", "Garage spaces"),
            description="Garage spaces; true and 'sí' are one, false and 'no' are none.",
            example=1,
            aliases=("cochera", "cocheras"),
            low=0,
            high=20,
            optional_feature=True,
        ),
    ] = None
    amenities: Annotated[
        tuple[str, ...] | None,
        Field(
            kind="amenities",
            label=("Comodidades", "Amenities"),
            description=f"What the home is known to have, of {', '.join(AMENITIES)}; what is not listed is not known.",
            example=["pool"],
            aliases=("comodidades",),
            optional_feature=True,
        ),
    ] = None
    date: Annotated[
        float | None,
        Field(
            kind="date",
            label=("Fecha", "Date"),
            description="Whose price level is asked for: a year or a month ('2020', '2020-03'); the latest if missing.",
            example="2020-03",
            aliases=("fecha", "year", "anio", "ano"),
            low=FIRST_YEAR,
            high=LAST_YEAR,
        ),
    ] = None


def _declared() -> dict[str, Field]:
    noted = {name: getattr(note, "__metadata__", (None,))[0] for name, note in Home.__annotations__.items()}
    return {name: field._replace(name=name) for name, field in noted.items() if isinstance(field, Field)}


FIELDS: Final = _declared()
NUMBERS: Final = tuple(name for name, field in FIELDS.items() if field.kind == "number")
OPTIONAL_FEATURES: Final = tuple(name for name, field in FIELDS.items() if field.optional_feature)


def limits(name: str) -> tuple[float, float]:
    """What is accepted of this number, lowest and highest."""
    return FIELDS[name].low, FIELDS[name].high


def clamped_surface(value: float | None) -> float:
    """A surface in m² that more of adds to a price; nan for none."""
    return min(max(value, MIN_SURFACE), MAX_SURFACE) if value is not None else nan
