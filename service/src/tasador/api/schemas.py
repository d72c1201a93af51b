"""What a request may hold. Checked by pydantic straight from the bytes; faults come out as data.

Few models and no response models here: these are built at every cold start (see openapi.py for the rest).
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Final, NamedTuple, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from tasador.errors import Fault, ProblemError
from tasador.pricing import vocabulary

MAX_HOMES: Final = 500
MAX_NAME: Final = 100
MAX_FAULTS: Final = 100
MAX_GOT: Final = 80


class Bounds(NamedTuple):
    low: float
    high: float


BOUNDS: Final = {
    "rooms": Bounds(0, 100),
    "bedrooms": Bounds(0, 100),
    "bathrooms": Bounds(0, 100),
    "surface_total": Bounds(1, 1_000_000),
    "surface_covered": Bounds(1, 100_000),
    "lat": Bounds(-56, -21),
    "lon": Bounds(-74, -53),
}


def _place(name: str) -> str:
    found = vocabulary.region(name)
    if found is None:
        raise PydanticCustomError("unknown_place", "unknown place")
    return found


def _type(name: str | None) -> str | None:
    if name is None or not name.strip():
        return None
    found = vocabulary.property_type(name)
    if found is None:
        raise PydanticCustomError("unknown_type", "unknown type")
    return found


def _blank_is_missing(value: object) -> object:
    """Forms send "" for a field left empty."""
    return None if isinstance(value, str) and not value.strip() else value


def _number(value: object) -> object:
    """Numbers in quotes are let through, as they always were; true and false are no numbers."""
    if isinstance(value, bool):
        raise PydanticCustomError("float_type", "not a number")
    return _blank_is_missing(value)


def _bounded(field: str, description: str, example: float) -> Any:  # noqa: ANN401 - a FieldInfo, by pydantic's own typing
    low, high = BOUNDS[field]
    return Field(default=None, ge=low, le=high, allow_inf_nan=False, description=description, examples=[example])


Number = Annotated[float | None, BeforeValidator(_number)]
Name = Annotated[str | None, BeforeValidator(_blank_is_missing)]


class HomeRequest(BaseModel):
    """A home to price: its place and one surface at least; every other field may be missing or null."""

    l2: Annotated[str, AfterValidator(_place)] = Field(
        max_length=MAX_NAME,
        description="Region. Case and accents do not matter; a region that is not listed is 'Otros'.",
        examples=["Capital Federal"],
        json_schema_extra={"enum": list(vocabulary.REGIONS)},
    )
    locality: Name = Field(
        default=None,
        max_length=MAX_NAME,
        description="Neighbourhood or town, as GET /places lists them; an unknown one is not an error.",
        examples=["Palermo"],
    )
    property_type: Annotated[Name, AfterValidator(_type)] = Field(
        default=None,
        max_length=MAX_NAME,
        description=f"Type of home. Also accepted, and priced as 'Otros': {', '.join(vocabulary.OTHER_TYPES)}.",
        examples=["Departamento"],
        json_schema_extra={"anyOf": [{"type": "string", "enum": list(vocabulary.TYPES)}, {"type": "null"}]},
    )
    rooms: Number = _bounded("rooms", "Rooms, the living room included (ambientes).", 3)
    bedrooms: Number = _bounded("bedrooms", "Bedrooms.", 2)
    bathrooms: Number = _bounded("bathrooms", "Bathrooms.", 1)
    surface_total: Number = _bounded("surface_total", "Total surface, m².", 60)
    surface_covered: Number = _bounded("surface_covered", "Covered surface, m².", 55)
    lat: Number = _bounded("lat", "Latitude, degrees (WGS84).", -34.58)
    lon: Number = _bounded("lon", "Longitude, degrees (WGS84).", -58.42)

    @model_validator(mode="after")
    def _has_a_surface(self) -> HomeRequest:
        if self.surface_total is None and self.surface_covered is None:
            raise PydanticCustomError("no_surface", "no surface")
        return self


class BatchRequest(BaseModel):
    """Up to 500 homes; all are priced, or none."""

    homes: list[HomeRequest] = Field(min_length=1, max_length=MAX_HOMES, description="The homes, in order.")


Request = TypeVar("Request", bound=BaseModel)


def parse(model: type[Request], body: bytes) -> Request:
    """The request in these bytes, or a ProblemError naming every field at fault."""
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        # From None: pydantic's own text quotes the input, which has no place in a log.
        raise _problem(error.errors(include_url=False)) from None


def _problem(details: list[ErrorDetails]) -> ProblemError:
    if details[0]["type"] == "json_invalid":
        return ProblemError("malformed", 400, values={"reason": details[0]["ctx"]["error"]})
    faults = tuple(_fault(detail) for detail in details)
    rows = sorted({fault.row for fault in faults if fault.row is not None})
    values: dict[str, object] = {"count": len(faults)}
    if rows:
        values["rows"] = rows
    return ProblemError("invalid", 422, faults[:MAX_FAULTS], values)


def _fault(detail: ErrorDetails) -> Fault:
    code = detail["type"]
    path = detail["loc"]
    index = next((step for step in path if isinstance(step, int)), None)
    field = next((step for step in reversed(path) if isinstance(step, str) and step != "homes"), None)
    if code == "no_surface":
        field = "surface_total"
    elif field is None and path == ("homes",):
        field = "homes"
    return Fault(code, field, index, _limit(code, field), _got(detail))


def _limit(code: str, field: str | None) -> str | None:
    if code == "unknown_place":
        return ", ".join(vocabulary.REGIONS)
    if code == "unknown_type":
        return ", ".join((*vocabulary.TYPES, *vocabulary.OTHER_TYPES))
    if code == "string_too_long":
        return f"1..{MAX_NAME}"
    if field == "homes":
        return f"1..{MAX_HOMES}"
    if field in BOUNDS:
        low, high = BOUNDS[field]
        return f"{low:g}..{high:.0f}"
    return None


def _got(detail: ErrorDetails) -> str | None:
    """What was sent, as JSON, shortened; nothing where nothing was sent."""
    if detail["type"] in {"missing", "no_surface"}:
        return None
    if detail["type"] in {"too_long", "too_short"}:
        return str(detail["ctx"]["actual_length"])
    shown = json.dumps(detail["input"], ensure_ascii=False, default=str)
    return shown if len(shown) <= MAX_GOT else shown[: MAX_GOT - 1] + "…"
