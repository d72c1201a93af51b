"""Levels by year and place, on numbers that anybody can check by hand."""

from __future__ import annotations

from dataclasses import replace
from math import exp, log

import pytest
from tasador.pricing.extras import Extras
from tasador.pricing.fields import Home
from tasador.pricing.price_index import PriceIndex, place

INDEX = PriceIndex(
    {2016.0: 2000.0, 2020.0: 3000.0, 2026.0: 2700.0},
    {"": (2016.0, 2020.0)},
    2026.0,
    2020.0,
    {place("Capital Federal", "Núñez"): log(1.2)},
    (0.2, 0.1),
    {"Capital Federal": {"rooms": [0.05, -0.1]}},
)
HOME = Home("Capital Federal", "nuñez")
NUNEZ = INDEX.move(HOME, place("Capital Federal", "nuñez"))


def test_a_locality_moves_apart_from_the_index_between_the_last_year_and_today() -> None:
    levels = [exp(INDEX.log(year, NUNEZ) - INDEX.log(year)) for year in (2016.0, 2020.0, 2023.0, 2026.0, 2030.0)]
    assert levels == pytest.approx([1, 1, 1.2**0.5, 1.2, 1.2])


def test_a_locality_that_is_not_told_apart_moves_with_the_index() -> None:
    for other in (place("Capital Federal", "Boedo"), place("Mendoza", "Núñez"), place("Capital Federal", None)):
        assert INDEX.log(2026.0, INDEX.move(HOME, other)) == INDEX.log(2026.0) == log(2700)


def test_homes_of_so_many_rooms_move_apart_from_the_index_where_their_region_says_so() -> None:
    moves = [INDEX.move(replace(HOME, rooms=rooms), "") for rooms in (None, 0.0, 1.0, 2.0, 7.0)]
    assert moves == [0, 0, 0.05, -0.1, -0.1]
    assert INDEX.move(replace(HOME, l2="Mendoza", rooms=2.0), "") == 0


def test_a_range_widens_with_the_years_that_a_level_is_carried() -> None:
    assert INDEX.widened(2020.0, 2020.0) == (0, 0)
    assert INDEX.widened(2020.0, 2023.0) == INDEX.widened(2023.0, 2020.0) == pytest.approx((0.1, 0.05))
    assert INDEX.widened(2016.0, 2026.0) == (0.2, 0.1)


def test_a_price_is_carried_to_its_date_and_to_each_year_that_is_known() -> None:
    asked, *known = INDEX.steps(2020.0, 2023.25)
    assert (asked.year, [step.year for step in known]) == (2023, [int(year) for year in INDEX.known(2023.25)])
    for step, date in zip((asked, *known), (2023.25, *INDEX.known(2023.25)), strict=True):
        assert step.level + step.share * NUNEZ == INDEX.log(date, NUNEZ)
        assert (step.below, step.above) == INDEX.widened(2020.0, date)


def test_the_nearest_year_with_adverts_is_asked_for() -> None:
    assert [INDEX.level("Mendoza", None, year).year for year in (None, 2009.0, 2017.0)] == [2020, 2016, 2016]
    assert INDEX.level("Mendoza", None, 2018.0).year == 2020, "of two that are as near, the later"


def test_what_a_field_adds_lies_on_its_line_and_is_nothing_where_it_is_not_given() -> None:
    extras = Extras({"age": [[1.0, 0.1], [11.0, 0.0], [51.0, -0.2]], "garage": [[0.0, -0.01], [1.0, 0.05]]})
    assert extras.of(Home("Capital Federal")) == [0, 0]
    assert extras.of(Home("Capital Federal", age=0.0, garage=2.0)) == [0.1, 0.05]
    assert extras.of(Home("Capital Federal", age=31.0, garage=0.0)) == pytest.approx([-0.1, -0.01])
    assert extras.at("age", 150.0) == -0.2
