"""The shapes of the answers, as pydantic models.

Serving does not import them (building them costs a cold start more than pricing does): the OpenAPI
document is made from them on demand, and the tests hold every answer against them.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from tasador.pricing import vocabulary

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


class Range(AnswerModel):
    bajo: Usd
    alto: Usd
    cobertura: float = Field(description="Share of real prices that fall within the range")


class Contribution(AnswerModel):
    factor: str = Field(description="'base', or the name of a feature")
    texto: str
    usd: Usd


class Comparables(AnswerModel):
    cantidad: int = Field(description="Adverts nearby that the model has seen")
    mediana_usd_m2: float | None
    lugar: str


class Notice(AnswerModel):
    codigo: str
    texto: str


class ModelVersion(AnswerModel):
    version: str


class Understood(AnswerModel):
    """The request as it was understood: accepted names, numbers as numbers, nothing for what was not sent."""

    l2: vocabulary.Region
    locality: str | None
    property_type: vocabulary.Type | None
    rooms: float | None
    bedrooms: float | None
    bathrooms: float | None
    surface_total: float | None
    surface_covered: float | None
    lat: float | None
    lon: float | None


class Price(AnswerModel):
    precio_predicho: Usd
    moneda: Literal["USD"]
    rango: Range
    precio_m2: Usd
    fecha_nivel: str = Field(description="The month whose price level this is", examples=["2026-09"])
    detalles: Details
    explicacion: list[Contribution] = Field(description="Adds up to precio_predicho, to the cent; the base first")
    comparables: Comparables
    avisos: list[Notice] = Field(description="What makes this price less certain")
    modelo: ModelVersion
    info_peticion: Understood


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
