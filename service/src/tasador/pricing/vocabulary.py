"""The names that people use for a region and a type of home, and the one name each stands for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
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
    "Capital Federal": (
        "CABA",
        "Ciudad Autónoma de Buenos Aires",
        "Ciudad de Buenos Aires",
        "Buenos Aires Capital",
        "Bs.As. Capital Federal",
        "Cap. Fed.",
        "Ciudad Autónoma Buenos Aires",
        "Ciudad de Bs.As.",
        "Buenos Aires City",
    ),
    **{
        f"Bs.As. G.B.A. Zona {side}": (
            f"G.B.A. Zona {side}",
            f"G.B.A. {side}",
            f"Gran Buenos Aires {side}",
            f"Gran Buenos Aires Zona {side}",
            f"Buenos Aires Zona {side}",
            f"Bs.As. Zona {side}",
            f"Zona {side} GBA",
            f"Gran Bs.As. {side}",
            f"Conurbano {side}",
        )
        for side in ("Norte", "Oeste", "Sur")
    },
    "Buenos Aires Costa Atlántica": ("Costa Atlántica", "Bs.As. Costa Atlántica"),
    "Buenos Aires Interior": ("Interior de Buenos Aires", "Provincia de Buenos Aires Interior", "Bs.As. Interior"),
    "Córdoba": ("Provincia de Córdoba",),
    "Mendoza": ("Provincia de Mendoza", "Mza"),
    "Santa Fe": ("Provincia de Santa Fe", "Sta. Fe"),
    OTHERS: ("Otro", "Otra", "Otras", "Otra provincia"),
}

Type = Literal["Departamento", "PH", "Casa", "Otros"]
TYPES: Final[tuple[str, ...]] = get_args(Type)
STUDIO: Final = "monoambiente"  # a flat whose number of rooms is said by its name
TYPE_ALIASES: Final = {
    "Departamento": (
        "Depto",
        "Dpto",
        "Dto",
        "Departamentos",
        "Dúplex",
        "Tríplex",
        "Semipiso",
        "Piso",
        "Penthouse",
        "Loft",
        STUDIO,
        "Mono ambiente",
        "Apartamento",
        "Apartment",
        "Flat",
        "Studio",
    ),
    "PH": ("Propiedad horizontal", "Departamento tipo casa", "Tipo casa"),
    "Casa": ("Casas", "Chalet", "House", "Casa quinta"),
    # The portals' further types: the model has seen them as "Otros", so that is what they are priced as.
    OTHERS: ("Otro", "Lote", "Local comercial", "Oficina", "Depósito", "Cochera", "Casa de campo"),
}

KEPT_NAMES: Final = 4096  # whose folded form is remembered: a price folds the same few names again and again
_MARKS: Final = re.compile(r"[\W_]+")  # an accent, set apart by NFKD, is one too
_ONE_SLIP: Final = 5  # letters from which one slip of the finger is forgiven


@lru_cache(KEPT_NAMES)
def fold(name: str) -> str:
    """The name without case, accents, dots and spaces: what people vary when they type it."""
    return _MARKS.sub("", unicodedata.normalize("NFKD", name.casefold()))


def _index(names: Iterable[str], aliases: dict[str, tuple[str, ...]]) -> dict[str, str]:
    other = {fold(alias): name for name, known in aliases.items() for alias in known}
    return other | {fold(name): name for name in names}


_REGIONS: Final = _index(REGIONS, REGION_ALIASES)
_TYPES: Final = _index(TYPES, TYPE_ALIASES)
_STUDIOS: Final = frozenset(map(fold, (STUDIO, "Mono ambiente", "Studio")))


def region(name: str) -> str | None:
    """The accepted name of this region, or None: a region is never guessed."""
    return _REGIONS.get(fold(name))


def property_type(name: str) -> str | None:
    return _TYPES.get(fold(name))


def is_studio(name: str) -> bool:
    return fold(name) in _STUDIOS


def resolved(name: str, known: dict[str, str]) -> str | None:
    """What this name stands for among folded names: itself, or the one name that a single slip away is."""
    folded = fold(name)
    if folded in known or len(folded) < _ONE_SLIP:
        return known.get(folded)
    close = {to for other, to in known.items() if one_slip(folded, other)}
    return close.pop() if len(close) == 1 else None


def resolved_region(name: str) -> str | None:
    """As `region`, with one slip forgiven."""
    return resolved(name, _REGIONS)


def resolved_type(name: str) -> str | None:
    """As `property_type`, with one slip forgiven."""
    return resolved(name, _TYPES)


def one_slip(one: str, other: str) -> bool:
    """Whether one letter more, less, other, or two neighbours swapped make one name of the other."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    same = next((k for k, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[same:], other[same:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
