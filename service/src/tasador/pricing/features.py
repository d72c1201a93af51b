"""What the forest is told about a home: one list, for training and for serving."""

from __future__ import annotations

from collections.abc import Sequence
from math import nan
from typing import Final, NamedTuple

from tasador.pricing.fields import Home, clamped_surface
from tasador.pricing.places.localities import Localities, Locality
from tasador.pricing.places.spatial import DISTANCES, SpatialSmoother
from tasador.pricing.vocabulary import OTHERS, REGIONS, TYPES

# Each feature, and the factor that its share of a price is told under.
_NEAR: Final = tuple(f"near_{k}" for k in range(DISTANCES))
WEIGHTED: Final = {"weighted_25": 0.25, "weighted_60": 0.6}  # covered m² and so much of each other one
_FACTORS: Final = {
    "covered": "surface_covered",
    "total": "surface_total",
    "living": "surface_covered",
    **dict.fromkeys(WEIGHTED, "surface_total"),
    "given": "surface_total",  # which surfaces are: 0 the total, 1 the covered, 2 both
    "rooms": "rooms",
    "bedrooms": "bedrooms",
    "bathrooms": "bathrooms",
    "living_per_room": "rooms",
    "type": "property_type",
    "year": "date",
    "region": "location",
    "locality_effect": "location",
    "spread": "location",
    "lat": "location",
    "lon": "location",
    "north_east": "location",
    "north_west": "location",
    **dict.fromkeys(_NEAR, "location"),
}
FEATURES: Final = tuple(_FACTORS)


def factors(names: Sequence[str]) -> tuple[str, ...]:
    """The factors of these features, each once; ValueError for a feature that nobody knows."""
    unknown = [name for name in names if name not in _FACTORS]
    if unknown:
        raise ValueError(f"unknown features: {', '.join(unknown)}")
    return tuple(dict.fromkeys(_FACTORS[name] for name in names))


def columns(names: Sequence[str]) -> tuple[int, ...] | None:
    """Where an artifact's features stand among FEATURES; None where they are the same."""
    return None if tuple(names) == FEATURES else tuple(FEATURES.index(name) for name in names)


FACTORS: Final = factors(FEATURES)
FACTOR_OF: Final = tuple(FACTORS.index(factor) for factor in _FACTORS.values())

# Those that more surface makes larger or leaves as they are. A price may only rise with them and with two counts.
OF_SURFACE: Final = ("covered", "total", "living", *WEIGHTED, "living_per_room")
RISING: Final = (*OF_SURFACE, "rooms", "bathrooms")


class Location(NamedTuple):
    """A home's place as the forest is told of it."""

    locality: Locality | None
    lat: float
    lon: float
    spread: float  # how far off the coordinates may be, in degrees: 0 when they are the home's own
    effect: float
    near: list[float]
    support: float  # adverts within a few kilometres, near ones weighing more; nan without own coordinates


def locate(home: Home, localities: Localities, smoother: SpatialSmoother) -> Location:
    """Its own coordinates where given, else its locality's centre, else nothing but its region."""
    named = localities.named(home.l2, home.locality)
    if home.lat is not None and home.lon is not None:
        found = named or localities.around(home.l2, home.lat, home.lon)
        near, support = smoother.at(home.lat, home.lon)
        return Location(found, home.lat, home.lon, 0.0, _effect(home, found, localities), near, support)
    effect = _effect(home, named, localities)
    unknown = [effect] * DISTANCES, nan
    if named is None or named.lat is None or named.lon is None:
        return Location(named, nan, nan, nan, effect, *unknown)
    return Location(named, named.lat, named.lon, named.spread, effect, *unknown)


def _effect(home: Home, locality: Locality | None, localities: Localities) -> float:
    return locality.effect if locality else localities.regions.get(home.l2, 0.0)


def values(home: Home, year: float, location: Location) -> list[float]:
    """The features of a home, in the order of FEATURES; nan where nothing is known."""
    covered, total = clamped_surface(home.surface_covered), clamped_surface(home.surface_total)
    both = covered == covered and total == total
    living = min(covered, total) if both else covered if covered == covered else total
    rooms = _number(home.rooms)
    return [
        covered,
        total,
        living,
        *(covered + share * (total - covered) if both else living for share in WEIGHTED.values()),
        2.0 if both else float(covered == covered),
        rooms,
        _number(home.bedrooms),
        _number(home.bathrooms),
        living / rooms if rooms > 0 else nan,
        TYPES.index(home.property_type) if home.property_type in TYPES else nan,
        year,
        region(home.l2),
        location.effect,
        location.spread,
        location.lat,
        location.lon,
        location.lat + location.lon,
        location.lat - location.lon,
        *location.near,
    ]


def region(l2: str) -> float:
    return float(REGIONS.index(l2) if l2 in REGIONS else REGIONS.index(OTHERS))


def _number(value: float | None) -> float:
    return nan if value is None else float(value)
