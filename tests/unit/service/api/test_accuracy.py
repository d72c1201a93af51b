"""How near a price is said to be, and what more data would narrow, by what the committed card measured."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from tasador.api import answers
from tasador.entry.handler import app
from tasador.pricing.artifact import load
from tasador.pricing.fields import Home

from tests.unit.service.asking import JSON, ask

CARD: Mapping[str, Any] = {
    "median_ape": {"all": 15.0},
    "median_ape_by_region": {"Capital Federal": [100, 12.0], "Mendoza": [10, 24.0]},
    "median_ape_by_type": {"Departamento": [120, 13.0], "Casa": [40, 20.0]},
    "median_ape_without_coordinates": {answers.BY_PLACE: 16.8},
    "extras": {"median_ape_without": 14.2, "median_ape_with_age": 13.4},
    "folds": {"rows": 160},
}
FLAT = Home(l2="Capital Federal", property_type="Departamento", surface_covered=50)


@pytest.mark.parametrize(
    ("l2", "kind", "said"),
    [
        ("Capital Federal", "Departamento", (12.0, 100, "Capital Federal", None)),
        ("Capital Federal", "Casa", (20.0, 40, None, "Casa")),
        ("Mendoza", "Casa", (24.0, 10, "Mendoza", None)),
        ("Otros", "Casa", (20.0, 40, None, "Casa")),
        ("Otros", None, (15.0, 160, None, None)),
    ],
)
def test_the_error_told_is_that_of_the_smaller_group_of_a_homes_region_and_type(
    l2: str, kind: str | None, said: tuple[object, ...]
) -> None:
    found = answers.accuracy(CARD, Home(l2=l2, property_type=kind, surface_covered=50))
    assert found == dict(zip(("error_mediano_pct", "avisos", "lugar", "tipo"), said, strict=True))


def test_a_card_without_errors_tells_none() -> None:
    assert answers.accuracy({}, FLAT) is None
    assert answers.narrowing({}, FLAT) == []


def test_what_was_not_given_is_told_with_what_it_takes_off_the_error_most_first() -> None:
    assert answers.narrowing(CARD, FLAT) == [("lat", 1.8), ("age", 0.8)]
    assert answers.narrowing(CARD, Home(l2="Mendoza", property_type="Casa", surface_covered=50)) == [("lat", 1.8)]
    full = Home(l2="Mendoza", property_type="Departamento", surface_covered=50, lat=-32.9, lon=-68.8, age=0)
    assert answers.narrowing(CARD, full) == []


def test_what_narrows_nothing_is_not_told() -> None:
    card = {**CARD, "extras": {"median_ape_without": 13.4, "median_ape_with_age": 13.4}}
    assert answers.narrowing(card, FLAT) == [("lat", 1.8)]


def test_the_committed_card_has_all_that_is_told_of_it() -> None:
    card = load().card
    assert [name for name, _ in answers.narrowing(card, FLAT)] == ["lat", "age"]
    assert (answers.accuracy(card, FLAT) or {})["lugar"] == "Capital Federal"
    asked = b'{"l2": "Capital Federal", "property_type": "Departamento", "surface_total": 50}'
    assert [one["campo"] for one in ask(app, "POST", "/predict", asked, JSON).json["mejoras"]] == ["lat", "age"]
