"""How localities are written: tidied for a list, and compared however people write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from tasador.pricing.vocabulary import fold

SLUG: Final = re.compile(r"[a-zñ]+(?:-[a-zñ]+)*")
LOWER: Final = frozenset(("de", "del", "la", "las", "los", "el", "y"))
SPELLED: Final = {"Mar Del Tuyu": "Mar del Tuyú", "Colon": "Colón", "Santa Maria": "Santa María"}
SHORT: Final[Mapping[str, str]] = {
    "v": "villa",
    "va": "villa",
    "vte": "vicente",
    "pque": "parque",
    "pq": "parque",
    "pto": "puerto",
    "pte": "presidente",
    "gral": "general",
    "cnel": "coronel",
    "alte": "almirante",
    "sta": "santa",
    "sto": "santo",
    "s": "san",
    "cdad": "ciudad",
    "bo": "barrio",
    "bº": "barrio",
}
FILLING: Final = frozenset(("la", "el", "los", "las", "de", "del", "barrio", "localidad", "partido", "ciudad"))
# What people call a locality that the adverts name otherwise, and what no rule would find.
ALIASES: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "Capital Federal": {
        "Monserrat": ("Montserrat",),
        "Belgrano": ("Belgrano R", "Belgrano C", "Bajo Belgrano", "Barrancas de Belgrano", "Barrio Chino"),
        "Centro / Microcentro": ("Microcentro", "Centro", "City", "Micro Centro"),
        "Pompeya": ("Nueva Pompeya",),
        "Palermo": ("Palermo Nuevo", "Palermo Botánico", "Botánico", "Alto Palermo", "Bajo Palermo"),
        "Las Cañitas": ("Cañitas", "Las Canitas"),
        "Villa General Mitre": ("Villa Gral. Mitre", "General Mitre"),
        "Once": ("Plaza Miserere",),
        "Velez Sarsfield": ("Vélez", "Velez Sarfield"),
        "Retiro": ("Plaza San Martín",),
        "Puerto Madero": ("Madero",),
        "Boca": ("La Boca",),
    },
    "Buenos Aires Costa Atlántica": {"Mar del Plata": ("Mardel", "MDQ")},
    "Córdoba": {"Córdoba": ("Córdoba Capital", "Ciudad de Córdoba")},
}


def tidied(name: str) -> str:
    """The name as a list shows it: a slug ("mar-del-plata") written out; any other as it is."""
    if not SLUG.fullmatch(name):
        return name
    words = [word if k and word in LOWER else word.capitalize() for k, word in enumerate(name.split("-"))]
    joined = " ".join(words)
    return SPELLED.get(" ".join(word.capitalize() for word in words), joined)


def matched(name: str) -> str:
    """What two ways to write one locality have in common: short forms written out, articles left out."""
    words = [fold(word) for word in re.split(r"[\W_]+", name.casefold()) if word]
    full = [SHORT.get(word, word) for word in words]
    return "".join(word for word in full if word not in FILLING) or "".join(full)
