"""The names that requests may use for a region and a type of home, and the one name each stands for."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, Literal, get_args

OTHERS: Final = "Otros"

# In the order of the forest's codes: an artifact holds positions in these lists.
Region = Literal[
    "Capital Federal",
    "Bs.As. G.B.A. Zona Norte",
    "Bs.As. G.B.A. Zona Oeste",
    "Bs.As. G.B.A. Zona Sur",
    "Buenos Aires Costa Atlántica",
    "Buenos Aires Interior",
    "Córdoba",
    "Mendoza",
    "Santa Fe",
    "Otros",
]
REGIONS: Final[tuple[str, ...]] = get_args(Region)
REGION_ALIASES: Final = {
    "CABA": "Capital Federal",
    "Ciudad Autónoma de Buenos Aires": "Capital Federal",
    "G.B.A. Zona Norte": "Bs.As. G.B.A. Zona Norte",
    "G.B.A. Zona Sur": "Bs.As. G.B.A. Zona Sur",
    "G.B.A. Zona Oeste": "Bs.As. G.B.A. Zona Oeste",
}

Type = Literal["Departamento", "PH", "Casa", "Otros"]
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


_REGIONS: Final = {fold(name): name for name in REGIONS} | {fold(name): to for name, to in REGION_ALIASES.items()}
_TYPES: Final = {fold(name): name for name in TYPES} | {fold(name): OTHERS for name in OTHER_TYPES}


def region(name: str) -> str | None:
    """The accepted name of this region, or None: a region is never guessed."""
    return _REGIONS.get(fold(name))


def property_type(name: str) -> str | None:
    return _TYPES.get(fold(name))
