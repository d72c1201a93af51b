"""What cannot be true together: the datum that is least likely meant is not used, or doubted; either is said.

Too many rooms for a surface are doubted and used: were they dropped, a larger surface, for which they are not too
many, could make the home cheaper.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from tasador.pricing.fields import Home
from tasador.pricing.notices import Notice

Changes = dict[str, Any]  # of the home's attributes
LEAST_BEDROOM: Final = 8.0  # m² of living surface to each bedroom, below which the numbers are not of one home
LEAST_ROOM: Final = 6.0  # and to each room, of two or more


def settled(home: Home) -> tuple[Home, list[Notice]]:
    """The home without what contradicts the rest of it."""
    notices: list[Notice] = []
    for rule in (_coordinates, _surfaces, _bedrooms, _crowded_bedrooms, _crowded_rooms):
        changed = rule(home, notices)
        home = replace(home, **changed) if changed else home
    return home, notices


def _coordinates(home: Home, notices: list[Notice]) -> Changes:
    if (home.lat is None) == (home.lon is None):
        return {}
    notices.append(Notice("incomplete_coordinates", "lat" if home.lat is None else "lon"))
    return {"lat": None, "lon": None}


def _surfaces(home: Home, notices: list[Notice]) -> Changes:
    """More covered than total: the total is at least the covered."""
    covered, total = home.surface_covered, home.surface_total
    if covered is None or total is None or covered <= total:
        return {}
    notices.append(
        Notice("covered_exceeds_total", "surface_covered", {"covered": f"{covered:g}", "total": f"{total:g}"})
    )
    return {"surface_total": covered}


def _bedrooms(home: Home, notices: list[Notice]) -> Changes:
    if home.bedrooms is None or home.rooms is None or home.bedrooms <= home.rooms:
        return {}
    told = {"bedrooms": f"{home.bedrooms:g}", "rooms": f"{home.rooms:g}"}
    notices.append(Notice("bedrooms_exceed_rooms", "bedrooms", told))
    return {"bedrooms": None}


def _crowded_bedrooms(home: Home, notices: list[Notice]) -> Changes:
    living = _living(home)
    if home.bedrooms is None or home.bedrooms < 2 or living / home.bedrooms >= LEAST_BEDROOM:
        return {}
    told = {"bedrooms": f"{home.bedrooms:g}", "surface": f"{living:g}"}
    notices.append(Notice("too_many_bedrooms", "bedrooms", told))
    return {}


def _crowded_rooms(home: Home, notices: list[Notice]) -> Changes:
    living = _living(home)
    if home.rooms is None or home.rooms < 2 or living / home.rooms >= LEAST_ROOM:
        return {}
    notices.append(Notice("too_many_rooms", "rooms", {"rooms": f"{home.rooms:g}", "surface": f"{living:g}"}))
    return {}


def _living(home: Home) -> float:
    return home.surface_covered or home.surface_total or 0.0
