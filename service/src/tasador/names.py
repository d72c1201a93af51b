"""The names that requests may use for a place and a type of home, and the one name each stands for."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, Literal, get_args

OTHERS: Final = "Otros"

Place = Literal[
    "Capital Federal",
    "Bs.As. G.B.A. Zona Norte",
    "Bs.As. G.B.A. Zona Sur",
    "Bs.As. G.B.A. Zona Oeste",
    "Buenos Aires Interior",
    "Buenos Aires Costa Atlántica",
    "Córdoba",
    "Mendoza",
    "Santa Fe",
    "Otros",
]
PLACES: Final[tuple[str, ...]] = get_args(Place)
PLACE_ALIASES: Final = {
    "CABA": "Capital Federal",
    "Ciudad Autónoma de Buenos Aires": "Capital Federal",
    "G.B.A. Zona Norte": "Bs.As. G.B.A. Zona Norte",
    "G.B.A. Zona Sur": "Bs.As. G.B.A. Zona Sur",
    "G.B.A. Zona Oeste": "Bs.As. G.B.A. Zona Oeste",
}

Type = Literal["Departamento", "Casa", "PH", "Otros"]
TYPES: Final[tuple[str, ...]] = get_args(Type)
# The portal's further types: the model has seen them as "Otros", so that is what they are priced as.
OTHER_TYPES: Final = (
    "Otro",
    "Lote",
    "Local comercial",
    "Oficina",
    "Depósito",
    "Cochera",
    "Casa de campo",
)


_MARKS: Final = re.compile(r"[\W_]+")  # an accent, set apart by NFKD, is one too


def fold(name: str) -> str:
    """The name without case, accents, dots and spaces: what people vary when they type it."""
    return _MARKS.sub("", unicodedata.normalize("NFKD", name.casefold()))


_PLACES: Final = {fold(name): name for name in PLACES} | {fold(name): to for name, to in PLACE_ALIASES.items()}
_TYPES: Final = {fold(name): name for name in TYPES} | {fold(name): OTHERS for name in OTHER_TYPES}


def place(name: str) -> str | None:
    """The accepted name of this place, or None: a place is never guessed."""
    return _PLACES.get(fold(name))


def property_type(name: str) -> str | None:
    return _TYPES.get(fold(name))
