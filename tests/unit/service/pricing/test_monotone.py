"""A larger home is never cheaper, whichever of its surfaces grows, whatever else is known of it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tasador.pricing import artifact, vocabulary
from tasador.pricing.fields import MAX_SURFACE, MIN_SURFACE, Home, limits
from tasador.pricing.model import Model
from tasador.pricing.trees import slopes

SURFACES = ("surface_covered", "surface_total")
RELATIVE = 1e-9  # what arithmetic may lose


@pytest.fixture(scope="module")
def committed() -> Model:
    return artifact.load()


def number(name: str) -> st.SearchStrategy[float | None]:
    low, high = limits(name)
    return st.none() | st.integers(int(low), min(int(high), 9)).map(float)


SURFACE = st.none() | st.floats(MIN_SURFACE, 2 * MAX_SURFACE) | st.floats(20.0, 400.0)
HOMES = st.builds(
    Home,
    l2=st.sampled_from(vocabulary.REGIONS),
    locality=st.none() | st.sampled_from(["Palermo", "Boedo", "Mar del Plata", "Pilar", "Olivos"]),
    property_type=st.none() | st.sampled_from(vocabulary.TYPES),
    **{name: number(name) for name in ("rooms", "bedrooms", "bathrooms", "age", "garage")},
    **dict.fromkeys(SURFACES, SURFACE),
).filter(lambda home: home.surface_covered or home.surface_total)
POINT = st.none() | st.tuples(st.floats(-34.7, -34.5), st.floats(-58.55, -58.35))
GROWTH = st.lists(st.floats(1.0, 1.2) | st.floats(1.0, 20.0), min_size=1, max_size=5)
GROWING = st.sampled_from([("surface_covered",), ("surface_total",), SURFACES])


def grown(home: Home, names: tuple[str, ...], factor: float) -> Home:
    more: dict[str, Any] = {name: held * factor for name in names if (held := getattr(home, name)) is not None}
    return replace(home, **more)


def check(model: Model, home: Home, names: tuple[str, ...], growth: list[float]) -> None:
    curve = [home]
    for factor in growth:
        curve.append(grown(curve[-1], names, factor))
    prices = [told.price for told in model.price_many(curve)]
    for smaller, larger in pairwise(prices):
        assert larger >= smaller * (1 - RELATIVE)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(HOMES, POINT, GROWING, GROWTH)
def test_a_larger_home_is_never_cheaper(
    committed: Model, home: Home, point: tuple[float, float] | None, names: tuple[str, ...], growth: list[float]
) -> None:
    lat, lon = point or (None, None)
    check(committed, replace(home, lat=lat, lon=lon), names, growth)


@pytest.mark.parametrize("slope", [-0.5, 0.2, 1.2])
@pytest.mark.parametrize("opened", [-0.3, 0.4, 1.5])
def test_slopes_that_trees_would_turn_around_are_level_at_worst(slope: float, opened: float) -> None:
    def rise(covered: float, total: float) -> float:
        return sum(slopes.rise(slope, opened, slopes.surfaces(covered, total)))

    for covered, total in ((40.0, 50.0), (40.0, 4000.0), (120.0, 120.0)):
        assert rise(covered * 1.1, total * 1.1) >= rise(covered, total) - 1e-12
        assert rise(covered, total * 1.1) >= rise(covered, total) - 1e-12
        assert rise(min(covered * 1.1, total), total) >= rise(covered, total) - 1e-12


def test_the_home_of_mar_del_plata_costs_more_the_more_plot_it_has(committed: Model) -> None:
    house = Home("Buenos Aires Costa Atlántica", "Mar del Plata", "Casa", rooms=4, surface_covered=150.0)
    prices = [committed.appraise(replace(house, surface_total=total)).price for total in (200.0, 450.0, 800.0, 1500.0)]
    assert prices == sorted(prices)
