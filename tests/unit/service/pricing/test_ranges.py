"""The committed model's ranges vary slowly from place to place, and little with how the place was told."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from tasador.pricing import artifact
from tasador.pricing.fields import Home
from tasador.pricing.model import Model

CITY = "Capital Federal"
FLAT = Home(CITY, None, "Departamento", rooms=2, surface_covered=50.0, surface_total=50.0)


@pytest.fixture(scope="module")
def committed() -> Model:
    return artifact.load()


def upwards(model: Model, homes: list[Home]) -> list[float]:
    """The upper bound over the price."""
    return [told.high / told.price for told in model.price_many(homes)]


def test_no_neighbourhood_s_range_stands_apart(committed: Model) -> None:
    names = [one.name for one in committed.localities.listed_ones if one.l2 == CITY and one.adverts > 100]
    found = upwards(committed, [replace(FLAT, locality=name) for name in names])
    assert len(found) > 40
    assert max(found) < 1.25 * min(found)


def test_a_range_is_about_the_same_by_name_and_by_point(committed: Model) -> None:
    boedo = next(one for one in committed.localities.listed_ones if (one.l2, one.name) == (CITY, "Boedo"))
    by_name, by_point = upwards(
        committed, [replace(FLAT, locality="Boedo"), replace(FLAT, lat=boedo.lat, lon=boedo.lon)]
    )
    assert by_name == pytest.approx(by_point, rel=0.05)


def test_a_range_varies_slowly_along_a_street(committed: Model) -> None:
    """Through Boedo from north to south, 55 m a step."""
    found = upwards(committed, [replace(FLAT, lat=-34.61 - 0.0005 * k, lon=-58.416) for k in range(60)])
    assert all(one == pytest.approx(next_one, rel=0.04) for one, next_one in pairwise(found))
