"""The shapes of the answers, as pydantic models.

Serving does not import them (building them costs a cold start more than pricing does): the OpenAPI
document is made from them on demand, and the tests hold every answer against them.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from tasador.pricing import vocabulary
from tasador.pricing.fields import FIELDS

SurfaceKind = Literal["covered", "total"]
Usd = Annotated[float, Field(description="US dollars")]


class AnswerModel(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class Status(AnswerModel):
    status: Literal["ok"]
    version: str = Field(description="Version of the service")
    revision: str = Field(description="What was released: a commit or a content digest")
    model: str = Field(description="Version of the model", examples=["m-0123456789ab"])


class Details(AnswerModel):
    ubicacion: str = Field(description="The region, by its accepted name")
    localidad: str | None
    tipo: str | None
    superficie_m2: float = Field(description="The surface that precio_m2 refers to: covered, else total")
    superficie: SurfaceKind


class Range(AnswerModel):
    bajo: Usd
    alto: Usd
    cobertura: float = Field(description="Share of real prices that fall within the range")


class Contribution(AnswerModel):
    factor: str = Field(
        description="'base', 'location', 'date', a field that was given, or 'not_given' for all that were not"
    )
    texto: str
    usd: Usd


class Level(AnswerModel):
    """The latest price level that the model knows."""

    fecha: str = Field(examples=["2026-06"])
    fuente: str | None = Field(description="The portal whose asking prices it follows")


class YearPrice(AnswerModel):
    """The same home at the level of that year's middle."""

    anio: int
    precio: Usd
    bajo: Usd
    alto: Usd


class Years(AnswerModel):
    desde: int
    hasta: int


class Sizes(AnswerModel):
    desde: float
    hasta: float


class Comparables(AnswerModel):
    """Adverts of the same type, of similar size, near first; in USD for each m² of the same kind of surface, at the
    level of fecha_nivel."""

    cantidad: int
    mediana_usd_m2: float | None
    lugar: str = Field(description="How far was searched: 1 km, 3 km, the locality's name or the region's")
    cuartiles_usd_m2: list[float] | None = Field(description="First quartile, median, third quartile")
    anios: Years | None = Field(description="The years of these adverts")
    superficie: SurfaceKind
    superficie_m2: Sizes | None = Field(description="What counts as of similar size; null for any size")
    tipo: vocabulary.Type | None = Field(description="null for any type")


class Notice(AnswerModel):
    codigo: str
    texto: str
    campo: str | None = Field(
        description="The field that it is about; a field nobody knows by the name it was sent under"
    )


class Accuracy(AnswerModel):
    """How near half of the prices of such homes came, on adverts that the model had not seen."""

    error_mediano_pct: float
    avisos: int
    lugar: str | None = Field(description="null for the whole country")
    tipo: str | None = Field(description="null for any type")


class Improvement(AnswerModel):
    """What a datum that was not given would take off the median error."""

    campo: str
    texto: str
    puntos: float = Field(description="Percentage points")


class ModelVersion(AnswerModel):
    version: str


def _understood() -> type[AnswerModel]:
    fields: dict[str, Any] = {name: (_UNDERSTOOD[field.kind], ...) for name, field in FIELDS.items()}
    made = create_model("Understood", __base__=AnswerModel, **fields)
    made.__doc__ = "The request as it was understood; null for what was not given or is not used."
    return made


_UNDERSTOOD: Final[dict[str, Any]] = {
    "region": vocabulary.Region,
    "locality": str | None,
    "type": vocabulary.Type | None,
    "number": float | None,
    "spaces": float | None,
    "amenities": list[str] | None,
    "date": str | None,
}
Understood = _understood()


class Price(AnswerModel):
    precio_predicho: Usd
    moneda: Literal["USD"]
    rango: Range
    precio_m2: Usd
    fecha_nivel: str = Field(description="The month whose price level this is", examples=["2026-06"])
    detalles: Details
    nivel: Level
    explicacion: list[Contribution] = Field(description="Adds up to precio_predicho, to the cent; the base first")
    historia: list[YearPrice] = Field(description="By year, oldest first; the last one is the level's own year")
    comparables: Comparables
    avisos: list[Notice] = Field(description="What makes this price less certain, and how the request was understood")
    precision: Accuracy | None
    mejoras: list[Improvement] = Field(description="Most first; only what was not given")
    modelo: ModelVersion
    info_peticion: Understood  # type: ignore[valid-type]  # made from the table of fields


class Batch(AnswerModel):
    cantidad: int
    predicciones: list[Price] = Field(description="One for each home, in order")


class Place(AnswerModel):
    l2: str
    name: str
    count: int = Field(description="Adverts that the model has seen there")
    lat: float | None
    lon: float | None


class Places(AnswerModel):
    l2: list[str] = Field(description="Accepted regions")
    property_types: list[str] = Field(description="Accepted types of home")
    places: list[Place]


class Card(BaseModel):
    """The model's card: its data, features and measured errors."""

    model_config = ConfigDict(extra="allow")

    version: str


class FieldFault(AnswerModel):
    field: str | None
    index: int | None = Field(description="Of a batch: the row, from 0")
    pointer: str = Field(description="JSON pointer into the request", examples=["#/surface_total"])
    code: str
    limit: str | None = Field(description="What is accepted: low..high, or a list of names")
    got: str | None = Field(description="What was sent, as JSON, shortened; null where nothing was sent")
    detail: str


class Problem(AnswerModel):
    """RFC 9457. Texts in Spanish, or in English for an Accept-Language that prefers it."""

    type: str = Field(examples=["urn:problem-type:tasador:invalid"])
    title: str
    status: int
    detail: str
    instance: str
    errors: list[FieldFault] | None = Field(default=None, description="The first 100 faults")
    rows: list[int] | None = Field(default=None, description="Of a batch: every row at fault")
