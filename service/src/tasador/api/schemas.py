"""The bodies of requests: read as dependencies of the routes, and described, by the one table of fields.

Not declared as pydantic models: FastAPI would import pydantic's old API for them, a twelfth of a start, and every fault
would have to be translated out of a foreign library's words. See docs/decisions.md.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Final

from fastapi import Depends
from starlette.requests import Request

from tasador.api.middleware import request_state
from tasador.api.reading import MAX_NAME, ReadHome, field_named, got, object_of, read_home, repeated
from tasador.errors import Fault, ProblemError
from tasador.pricing.fields import AMENITIES, FIELDS, SURFACES, Field
from tasador.pricing.vocabulary import REGIONS, TYPES

MAX_HOMES: Final = 500
MAX_FAULTS: Final = 100


async def one_home(request: Request) -> ReadHome:
    """The home in this request's body, or a ProblemError that names every field at fault."""
    _refuse_query(request)
    found = read_home(parsed(request_state(request.scope).body))
    if isinstance(found, list):
        raise _invalid(found)
    return found


async def many_homes(request: Request) -> list[ReadHome]:
    """All homes of this request's body, or a ProblemError with the faults of every one."""
    _refuse_query(request)
    return homes_of(parsed(request_state(request.scope).body))


HomeRequest = Annotated[ReadHome, Depends(one_home)]
BatchRequest = Annotated[list[ReadHome], Depends(many_homes)]


def _refuse_query(request: Request) -> None:
    """A home's field in the address would be ignored without a word; other names there are nobody's business."""
    if request.scope.get("query_string"):
        named = [(key, field_named(key)) for key in request.query_params]
        if faults := [Fault("in_query", name, got=got(key)) for key, name in named if name]:
            raise _invalid(faults)


def parsed(body: bytes) -> object:
    """The JSON in this UTF-8 body, marked or not. Half a character ("\\ud800") is no text that could be quoted."""
    try:
        sent = json.loads(body.decode("utf-8-sig"), object_pairs_hook=object_of)
        if b"\\u" in body:
            json.dumps(sent, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise ProblemError("malformed", 400, values={"at": error.pos} if body.strip() else {}) from None
    except (ValueError, RecursionError):
        raise ProblemError("malformed", 400) from None
    return sent


def homes_of(sent: object) -> list[ReadHome]:
    homes = sent.get("homes") if isinstance(sent, dict) else None
    if isinstance(sent, dict) and "homes" in sent and (faults := _beside_homes(sent)):
        raise _invalid(faults)
    if not isinstance(homes, list):
        raise _invalid([_not_homes(sent, homes)])
    if not 1 <= len(homes) <= MAX_HOMES:
        raise _invalid([Fault("bad_count", "homes", limit=f"1..{MAX_HOMES}", got=str(len(homes)))])
    read = [read_home(one) for one in homes]
    faults = [fault._replace(row=row) for row, found in enumerate(read) if isinstance(found, list) for fault in found]
    if faults:
        raise _invalid(faults)
    return [found for found in read if isinstance(found, ReadHome)]


def _beside_homes(sent: dict[str, object]) -> list[Fault]:
    """What a batch says of all its homes at once is said of none of them."""
    twice = [Fault("duplicate_field", "homes", got=got(key)) for key in repeated(sent) if key == "homes"]
    return twice + [Fault("not_of_a_batch", got=got(key)) for key in sent if key != "homes"]


def _not_homes(sent: object, homes: object) -> Fault:
    if not isinstance(sent, dict):
        return Fault("not_an_object", got=got(sent))
    if "homes" not in sent:
        return Fault("missing", "homes")
    return Fault("list_type", "homes", limit=f"1..{MAX_HOMES}", got=got(homes))


def _invalid(faults: list[Fault]) -> ProblemError:
    values: dict[str, object] = {"count": len(faults)}
    rows = sorted({fault.row for fault in faults if fault.row is not None})
    if rows:
        values["rows"] = rows
    return ProblemError("invalid", 422, tuple(faults[:MAX_FAULTS]), values)


def components() -> dict[str, Any]:
    """The JSON Schemas of both bodies."""
    homes = {
        "type": "array",
        "items": {"$ref": "#/components/schemas/HomeRequest"},
        "minItems": 1,
        "maxItems": MAX_HOMES,
        "description": "The homes, in order.",
    }
    batch = {
        "type": "object",
        "description": f"Up to {MAX_HOMES} homes; all are priced, or none.",
        "properties": {"homes": homes},
        "required": ["homes"],
    }
    return {"HomeRequest": _home(), "BatchRequest": batch}


def _home() -> dict[str, Any]:
    surfaces = [
        {"type": "object", "required": [surface], "properties": {surface: {"type": "number"}}} for surface in SURFACES
    ]
    return {
        "type": "object",
        "description": "A home to price: its region and one surface at least; any other field may be missing or null.",
        "properties": {name: property_of(field) for name, field in FIELDS.items()},
        "required": ["l2"],
        # Inside allOf, so that generated types read "a home and one of these surfaces".
        "allOf": [{"anyOf": surfaces}],
    }


def property_of(field: Field) -> dict[str, Any]:
    """One field's JSON Schema: what its values are when they are written as this service writes them."""
    also = f" Also: {', '.join(field.aliases)}." if field.aliases else ""
    told = {"description": field.description + also, "examples": [field.example]}
    if field.kind == "region":
        return {"type": "string", "enum": list(REGIONS), **told}
    return {"anyOf": [_value(field), {"type": "null"}], **told}


def _value(field: Field) -> dict[str, Any]:
    if field.kind in ("number", "spaces"):
        return {"type": "number", "minimum": field.low, "maximum": field.high}
    if field.kind == "type":
        return {"type": "string", "enum": list(TYPES)}
    if field.kind == "amenities":
        return {"type": "array", "items": {"type": "string", "enum": list(AMENITIES)}}
    if field.kind == "date":
        return {"type": "string", "pattern": r"^\d{4}(-\d{2})?$"}
    return {"type": "string", "maxLength": MAX_NAME}
