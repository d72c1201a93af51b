"""How localities are written: tidied for a list, and compared however people write them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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
    "nva": "nueva",
    "nvo": "nuevo",
    "ing": "ingeniero",
    "fcio": "florencio",
}
GENERAL: Final = frozenset(SHORT.values())  # words that many names share, and that people leave out
WHOLE: Final = 4  # letters from which a word tells a name
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
    "Buenos Aires Costa Atlántica": {"Mar del Plata": ("Mardel", "MDQ", "MDP")},
    "Córdoba": {"Córdoba": ("Córdoba Capital", "Ciudad de Córdoba")},
    "Otros": {"San Carlos de Bariloche": ("Bariloche",)},
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
    full = [SHORT.get(word, word) for word in _split(name)]
    return "".join(word for word in full if word not in FILLING) or "".join(full)


def words(name: str) -> tuple[str, ...]:
    """The words that tell a name, each folded."""
    return tuple(word for word in _split(name) if word not in FILLING)


def shortens(typed: Sequence[str], full: Sequence[str]) -> bool:
    """Whether these words stand for that name: "P. Patricios", "Devoto", "Lomas" (de Zamora), "Sta. Rita".

    Each is a word of it, in their order, or begins one; a general word or the last ones may be missing. One at least is
    whole and not general.
    """
    at, whole = 0, False
    for word in typed:
        while at < len(full) - 1 and full[at] in GENERAL and not _begins(word, full[at]):
            at += 1
        if at == len(full) or not _begins(word, full[at]):
            return False
        whole = whole or (word == full[at] and len(word) >= WHOLE and word not in GENERAL)
        at += 1
    return whole


def _begins(word: str, full: str) -> bool:
    return full == SHORT.get(word, word) or (len(word) < WHOLE and full.startswith(word))


def _split(name: str) -> list[str]:
    return [fold(word) for word in re.split(r"[\W_]+", name.casefold()) if word]
