"""Every text that a person reads, in Spanish and in English; numbers and names are filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from tasador.pricing.fields import FIELDS
from tasador.pricing.notices import Notice

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
    "malformed": (
        "No se pudo leer el cuerpo como JSON en UTF-8: mande un objeto con los datos de la vivienda.",
        "The body could not be read as JSON in UTF-8: send an object with the home's data.",
    ),
    "malformed-at": (
        "El JSON deja de serlo en el carácter {at}: corríjalo ahí o justo antes.",
        "The JSON stops being one at character {at}: correct it there or just before.",
    ),
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
FAULTS: Final[Texts] = {
    "missing": ("{field}: es obligatorio y no se recibió.", "{field}: is required and was not sent."),
    "no_surface": (
        "{field}: hace falta surface_total o surface_covered (m²); no se recibió ninguna.",
        "{field}: surface_total or surface_covered (m²) is needed; got neither.",
    ),
    "unknown_region": (
        "{field}: no se conoce {got}; se aceptan: {limit}. Cualquier otra región es 'Otros'.",
        "{field}: {got} is not known; accepted: {limit}. Any other region is 'Otros'.",
    ),
    "unknown_type": (
        "{field}: no se conoce {got}; se aceptan: {limit}.",
        "{field}: {got} is not known; accepted: {limit}.",
    ),
    "bad_number": _NUMBER,
    "greater_than_equal": _NUMBER,
    "less_than_equal": _NUMBER,
    "bad_date": (
        "{field}: tiene que ser un año o un mes ('2020' o '2020-03') entre {limit}; se recibió {got}.",
        "{field}: has to be a year or a month ('2020' or '2020-03') between {limit}; got {got}.",
    ),
    "bad_list": (
        "{field}: tiene que ser una lista de estos nombres: {limit}; se recibió {got}.",
        "{field}: has to be a list of these names: {limit}; got {got}.",
    ),
    "duplicate_field": (
        "{field}: se recibió dos veces, la segunda como {got}; mande una sola.",
        "{field}: was sent twice, the second time as {got}; send it once.",
    ),
    "in_query": (
        "{field}: se recibió en la dirección, como {got}; va en el cuerpo, con los demás datos de la vivienda.",
        "{field}: was sent in the address, as {got}; it goes into the body, with the home's other data.",
    ),
    "not_of_a_batch": (
        "{field}: de un lote solo se lee homes, y se recibió también {got}; lo que vale para una vivienda va en ella.",
        "{field}: of a batch only homes is read, and {got} was sent too; what is about a home goes into that home.",
    ),
    "string_type": ("{field}: tiene que ser un texto; se recibió {got}.", "{field}: has to be a text; got {got}."),
    "string_too_long": (
        "{field}: tiene que medir entre {limit} caracteres; se recibió {got}.",
        "{field}: has to be between {limit} characters long; got {got}.",
    ),
    "not_an_object": (
        "{field}: tiene que ser un objeto JSON; se recibió {got}.",
        "{field}: has to be a JSON object; got {got}.",
    ),
    "list_type": ("{field}: tiene que ser una lista; se recibió {got}.", "{field}: has to be a list; got {got}."),
    "bad_count": (
        "{field}: tiene que haber entre {limit} elementos; se recibieron {got}.",
        "{field}: there have to be between {limit} items; got {got}.",
    ),
}
_ANY_FAULT: Final = ("{field}: no es válido; se recibió {got}.", "{field}: is not valid; got {got}.")

NOTICES: Final[Texts] = {
    "outside_training_range": (
        "{label}: {value} está fuera de lo habitual ({low} a {high}): hay muy pocos avisos así.",
        "{label}: {value} is unusual ({low} to {high}): there are very few adverts like it.",
    ),
    "no_data_for_region": (
        "Casi no hay avisos de {region}: el precio es orientativo.",
        "There are hardly any adverts for {region}: take the price as a hint.",
    ),
    "old_prices": (
        "Los avisos de esta región son de hace años; su precio se llevó al nivel de hoy.",
        "The adverts for this region are years old; their price was moved to today's level.",
    ),
    "no_locality": (
        "Sin barrio ni coordenadas, el precio es el de toda la región.",
        "Without a neighbourhood or coordinates, the price is that of the whole region.",
    ),
    "unknown_locality": (
        "No se conoce «{typed}» en {region}: el precio es el de toda la región.{elsewhere}",
        "“{typed}” is not known in {region}: the price is that of the whole region.{elsewhere}",
    ),
    "newest_locality": (
        "De «{typed}» solo se conocen avisos recientes: cuenta cuánto se mueve ahí el precio de {region}.",
        "“{typed}” is known from recent adverts alone: what counts is by how much it moves the price of {region}.",
    ),
    "unlisted_locality": (
        "No se conoce «{typed}» en {region}: cuentan las coordenadas.",
        "“{typed}” is not known in {region}: the coordinates count.",
    ),
    "name_resolved": ("{label}: «{typed}» se tomó como {meant}.", "{label}: “{typed}” was taken as {meant}."),
    "incomplete_coordinates": (
        "Falta {label}: la otra coordenada no se usó.",
        "{label} is missing: the other coordinate was not used.",
    ),
    "point_outside_region": (
        "El punto no está en {region}{there}: no se usó.",
        "The point is not in {region}{there}: it was not used.",
    ),
    "point_far_from_locality": (
        "El punto está lejos de {locality}: cuenta el punto, no el barrio.",
        "The point is far from {locality}: the point counts, not the neighbourhood.",
    ),
    "remote_point": (
        "Casi no hay avisos a pocos kilómetros de ese punto.",
        "There are hardly any adverts within kilometres of that point.",
    ),
    "covered_exceeds_total": (
        "La superficie cubierta ({covered} m²) es mayor que la total ({total} m²): la total se tomó igual.",
        "The covered surface ({covered} m²) is larger than the total ({total} m²): the total was taken as the same.",
    ),
    "odd_surface": (
        "{label}: {value} m² es mucho más que una vivienda; se tomó como {most} m².",
        "{label}: {value} m² is far more than a home; it was taken as {most} m².",
    ),
    "bedrooms_exceed_rooms": (
        "Hay más dormitorios ({bedrooms}) que ambientes ({rooms}): los dormitorios no se usaron.",
        "There are more bedrooms ({bedrooms}) than rooms ({rooms}): the bedrooms were not used.",
    ),
    "too_many_bedrooms": (
        "{bedrooms} dormitorios difícilmente caben en {surface} m²: revise los dos datos.",
        "{bedrooms} bedrooms hardly fit into {surface} m²: check both.",
    ),
    "too_many_rooms": (
        "{rooms} ambientes difícilmente caben en {surface} m²: revise los dos datos.",
        "{rooms} rooms hardly fit into {surface} m²: check both.",
    ),
    "rooms_implied": ("«{typed}» se tomó como un ambiente.", "“{typed}” was taken as one room."),
    "studio_of_rooms": (
        "«{typed}» es de un ambiente, y se dieron {rooms}: cuentan los ambientes que se dieron.",
        "“{typed}” is of one room, and {rooms} were given: the rooms that were given count.",
    ),
    "unknown_field": (
        "El dato «{label}» no se conoce y no se usó. Se conocen: {known}.",
        "The field “{label}” is not known and was not used. Known are: {known}.",
    ),
    "unknown_field_meant": (
        "El dato «{label}» no se conoce y no se usó. ¿Quiso decir {meant}?",
        "The field “{label}” is not known and was not used. Did you mean {meant}?",
    ),
    "unknown_amenity": (
        "{label}: no se conoce «{typed}». Se conocen: {known}.",
        "{label}: “{typed}” is not known. Known are: {known}.",
    ),
    "field_not_used": (
        "{label}: el modelo todavía no usa este dato.",
        "{label}: the model does not use this yet.",
    ),
    "date_outside_levels": (
        "Se conocen niveles de precios de {low} a {high}: se usó el más cercano.",
        "Price levels are known from {low} to {high}: the nearest was used.",
    ),
}

# Factors that are no field; a field's is its label.
FACTORS: Final[Texts] = {
    "base": ("Punto de partida", "Starting point"),
    "location": ("Ubicación", "Location"),
    "not_given": ("Datos que no se dieron", "What was not given"),
}


def factor(name: str, language: Language) -> str:
    return text(FACTORS, name, language) if name in FACTORS else label(name, language)


def label(name: str | None, language: Language) -> str:
    """The field as a person calls it; a name that no field has is shown as it is."""
    found = FIELDS.get(name or "")
    return found.label[language == "en"] if found else name or ""


def notice(said: Notice, language: Language) -> str:
    """What is said, with the field's label and the values filled in."""
    other = said.values.get("other", "")
    another = said.values.get("elsewhere", "")
    where = {"es": f" Está en {another}: si es ese, dé esa región.", "en": f" It is in {another}: if meant, give that."}
    elsewhere = where[language] if another else ""
    there = {"es": f", sino en {other}", "en": f" but in {other}"}[language] if other else ""
    filled = {"label": label(said.field, language), **said.values, "there": there, "elsewhere": elsewhere}
    return text(NOTICES, said.code, language, **filled)


def preferred(accept: str | None) -> Language:
    """The language that this Accept-Language asks for: English when it is preferred, else Spanish."""
    weights = {"es": 0.0, "en": 0.0}
    for part in (accept or "").split(","):
        tag, _, quality = part.partition(";")
        primary = tag.strip().lower().partition("-")[0]
        if primary in weights:
            weights[primary] = max(weights[primary], _weight(quality))
    return "en" if weights["en"] > weights["es"] else "es"


def bounds(limit: str | None, language: Language) -> str:
    """`low..high` in words."""
    return (limit or "").replace("..", " y " if language == "es" else " and ")


def _weight(quality: str) -> float:
    """The q of `;q=0.8`; 1 where there is none, 0 where it is no number."""
    name, _, value = quality.strip().partition("=")
    if not name:
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def text(texts: Texts, code: str, language: Language, **values: object) -> str:
    """The text for this code; a code without one is shown as it is, for saying nothing would be worse."""
    found = texts.get(code)
    return found[language == "en"].format(**values) if found else code


def fault(code: str, language: Language, **values: object) -> str:
    return FAULTS.get(code, _ANY_FAULT)[language == "en"].format(**values)
