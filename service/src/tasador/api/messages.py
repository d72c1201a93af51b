"""Every text that a person reads, in Spanish and in English; numbers and names are filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

Language = Literal["es", "en"]
Texts = Mapping[str, tuple[str, str]]

PROBLEMS: Final[Texts] = {
    "invalid": ("Datos no válidos", "Invalid data"),
    "malformed": ("El cuerpo no es JSON", "The body is not JSON"),
    "media-type": ("El cuerpo tiene que ser JSON", "The body has to be JSON"),
    "too-large": ("El cuerpo es demasiado grande", "The body is too large"),
    "not-found": ("No existe", "Not found"),
    "method": ("Método no permitido", "Method not allowed"),
    "internal": ("Error nuestro", "Our own error"),
}

DETAILS: Final[Texts] = {
    "invalid": ("{first}", "{first}"),
    "several": (
        "Hay {count} datos que corregir. El primero: {first}",
        "There are {count} things to correct. The first: {first}",
    ),
    "malformed": ("No se pudo leer el JSON: {reason}.", "The JSON could not be read: {reason}."),
    "media-type": (
        "Se esperaba application/json; se recibió {got}.",
        "application/json was expected; got {got}.",
    ),
    "too-large": (
        "Se aceptan hasta {limit} bytes; se recibieron {got}.",
        "Up to {limit} bytes are accepted; got {got}.",
    ),
    "not-found": ("No hay nada en {path}.", "There is nothing at {path}."),
    "method": ("{path} acepta {allowed}; se recibió {got}.", "{path} accepts {allowed}; got {got}."),
    "internal": (
        "La petición no se pudo atender; quedó registrada con el identificador {request_id}.",
        "The request could not be answered; it is in the log as {request_id}.",
    ),
}

_NUMBER: Final = (
    "{field}: tiene que ser un número entre {limit}; se recibió {got}.",
    "{field}: has to be a number between {limit}; got {got}.",
)
_COUNT: Final = (
    "{field}: tiene que haber entre {limit} elementos; se recibieron {got}.",
    "{field}: there have to be between {limit} items; got {got}.",
)
FAULTS: Final[Texts] = {
    "missing": ("{field}: es obligatorio y no se recibió.", "{field}: is required and was not sent."),
    "no_surface": (
        "{field}: hace falta surface_total o surface_covered (m²); no se recibió ninguna.",
        "{field}: surface_total or surface_covered (m²) is needed; got neither.",
    ),
    "unknown_place": (
        "{field}: no se conoce {got}; se aceptan: {limit}. Cualquier otra región es 'Otros'.",
        "{field}: {got} is not known; accepted: {limit}. Any other region is 'Otros'.",
    ),
    "unknown_type": (
        "{field}: no se conoce {got}; se aceptan: {limit}.",
        "{field}: {got} is not known; accepted: {limit}.",
    ),
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "greater_than_equal": _NUMBER,
    "less_than_equal": _NUMBER,
    "string_type": ("{field}: tiene que ser un texto; se recibió {got}.", "{field}: has to be a text; got {got}."),
    "string_too_long": (
        "{field}: tiene que medir entre {limit} caracteres; se recibió {got}.",
        "{field}: has to be between {limit} characters long; got {got}.",
    ),
    "model_type": (
        "{field}: tiene que ser un objeto JSON; se recibió {got}.",
        "{field}: has to be a JSON object; got {got}.",
    ),
    "list_type": ("{field}: tiene que ser una lista; se recibió {got}.", "{field}: has to be a list; got {got}."),
    "too_short": _COUNT,
    "too_long": _COUNT,
}
_ANY_FAULT: Final = ("{field}: no es válido; se recibió {got}.", "{field}: is not valid; got {got}.")

NOTICES: Final[Texts] = {
    "outside_training_range": (
        "Algún dato está fuera de lo que el modelo ha visto, o casi no hay avisos cerca.",
        "Some value is outside what the model has seen, or there are hardly any adverts nearby.",
    ),
    "no_data_for_region": (
        "Casi no hay avisos de esta región: el precio es orientativo.",
        "There are hardly any adverts for this region: take the price as a hint.",
    ),
    "old_prices": (
        "Los avisos de esta zona son de hace años.",
        "The adverts for this area are years old.",
    ),
    "no_locality": (
        "Sin barrio ni coordenadas, el precio es el de toda la región.",
        "Without a neighbourhood or coordinates, the price is that of the whole region.",
    ),
    "unknown_locality": (
        "No se conoce ese barrio: el precio es el de toda la región.",
        "That neighbourhood is not known: the price is that of the whole region.",
    ),
    "incomplete_coordinates": (
        "Falta la latitud o la longitud: no se usó la otra.",
        "Latitude or longitude is missing: the other was not used.",
    ),
    "covered_exceeds_total": (
        "La superficie cubierta es mayor que la total.",
        "The covered surface is larger than the total.",
    ),
}

FACTORS: Final[Texts] = {
    "base": ("Punto de partida", "Starting point"),
    "location": ("Ubicación", "Location"),
    "date": ("Fecha", "Date"),
    "property_type": ("Tipo", "Type"),
    "rooms": ("Ambientes", "Rooms"),
    "bedrooms": ("Dormitorios", "Bedrooms"),
    "bathrooms": ("Baños", "Bathrooms"),
    "surface_total": ("Superficie total", "Total surface"),
    "surface_covered": ("Superficie cubierta", "Covered surface"),
}


def language(accept: str | None) -> Language:
    """The language that this Accept-Language asks for: English when it is preferred, else Spanish."""
    weights = {"es": 0.0, "en": 0.0}
    for part in (accept or "").split(","):
        tag, _, quality = part.partition(";")
        primary = tag.strip().lower().partition("-")[0]
        if primary in weights:
            weights[primary] = max(weights[primary], _weight(quality))
    return "en" if weights["en"] > weights["es"] else "es"


def bounds(limit: str | None, spoken: Language) -> str:
    """`low..high` in words."""
    return (limit or "").replace("..", " y " if spoken == "es" else " and ")


def _weight(quality: str) -> float:
    """The q of `;q=0.8`; 1 where there is none, 0 where it is no number."""
    name, _, value = quality.strip().partition("=")
    if not name:
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def text(texts: Texts, code: str, spoken: Language, **values: object) -> str:
    """The text for this code; a code without one is shown as it is, for saying nothing would be worse."""
    found = texts.get(code)
    return found[spoken == "en"].format(**values) if found else code


def fault(code: str, spoken: Language, **values: object) -> str:
    return FAULTS.get(code, _ANY_FAULT)[spoken == "en"].format(**values)
