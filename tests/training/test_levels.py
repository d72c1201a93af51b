"""What further files teach: today's level by locality, and what age and a garage add, of made-up adverts."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tasador.pricing.price_index import place
from tasador.training.export import extras, levels

BOEDO, NUNEZ, FEW = (place("Capital Federal", name) for name in ("Boedo", "Núñez", "Agronomía"))


Beyond = np.ndarray[tuple[int], np.dtype[np.float64]]


def adverts(seed: int = 0) -> tuple[Beyond, list[str], pd.DataFrame]:
    """Two thousand at -10 %, Boedo 10 % below them and Núñez 20 % above; three of a place 50 % above."""
    drawn = np.random.default_rng(seed)
    places = [BOEDO] * 500 + [NUNEZ] * 500 + [""] * 1000 + [FEW] * 3
    apart = np.repeat([-0.1, 0.2, 0.0, 0.5], [500, 500, 1000, 3])
    beyond = -0.1 + apart + drawn.normal(0, 0.2, len(places))
    rows = pd.DataFrame({"rooms": drawn.integers(1, 9, len(places)) * 1.0, "bathrooms": np.nan})
    return beyond, places, rows


def test_places_are_told_apart_from_the_whole() -> None:
    beyond, places, rows = adverts()
    rows = rows.assign(rooms=np.nan)
    learned = levels.learn(beyond, places, rows)
    level = dict(zip(places, learned.of(places, rows), strict=True))
    assert level[BOEDO] == pytest.approx(-0.2, abs=0.03)
    assert level[NUNEZ] == pytest.approx(0.1, abs=0.03)


def test_a_place_of_three_adverts_is_pulled_to_the_whole() -> None:
    learned = levels.learn(*adverts())
    assert 0.05 < learned.moves[FEW] < 0.2


def test_homes_of_many_rooms_are_told_apart_and_those_of_unknown_number_are_not() -> None:
    beyond, places, rows = adverts()
    unknown = rows["rooms"] == 8
    moved = beyond - 0.15 * (rows["rooms"].to_numpy(float) == 5) + 0.3 * unknown.to_numpy(float)
    learned = levels.learn(moved, places, rows.assign(rooms=rows["rooms"].mask(unknown)))
    assert learned.counted["rooms"][4] == pytest.approx(-0.15 + np.mean(learned.counted["rooms"][:4]), abs=0.05)
    assert learned.counted["bathrooms"] == [0.0] * 5
    few = pd.DataFrame({"rooms": [5.0, 9.0, 0.0, np.nan], "bathrooms": 1.0})
    adds = learned.counted["rooms"]
    assert levels.counted(few, learned.counted).tolist() == [adds[4], adds[5], 0, 0]


def test_one_more_bathroom_lowers_no_level_whatever_the_adverts_say() -> None:
    beyond, places, rows = adverts()
    number = np.random.default_rng(1).integers(1, 6, len(rows)) * 1.0
    moved = beyond + 0.1 * (number == 2) - 0.2 * (number == 4)
    learned = levels.learn(moved, places, rows.assign(bathrooms=number)).counted["bathrooms"]
    assert (np.diff(learned) >= 0).all()
    assert learned[1] > learned[0] + 0.05


def test_prices_in_another_currency_do_not_move_a_level() -> None:
    beyond, _, _ = adverts()
    assert levels.middle(np.append(beyond, [2.7] * 100)) == pytest.approx(levels.middle(beyond), abs=0.01)


def flats(number: int = 6000) -> tuple[pd.DataFrame, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """0.4 % less a year, a garage 5 %; two years with levels of their own; later, age counts half as much again."""
    drawn = np.random.default_rng(3)
    rows = pd.DataFrame({"age": drawn.uniform(1, 60, number), "garage": drawn.integers(0, 2, number).astype(float)})
    rows["year"] = drawn.choice([2012.0, 2014.0, 2024.0], number)
    later = np.where(rows["year"] == 2024, 1.5, 1.0)
    beyond = -0.004 * later * (rows["age"] - 30) + 0.05 * rows["garage"] + 0.3 * (rows["year"] == 2012)
    told = drawn.random(number) < 0.8
    return rows.assign(age=rows["age"].where(told)), (beyond + drawn.normal(0, 0.1, number)).to_numpy(float)


def test_age_never_adds_to_a_price_and_counts_as_in_the_later_years() -> None:
    lines = extras.learn(*flats())
    ages, adds = np.array(lines["age"]).T
    assert (np.diff(ages) > 0).all()
    assert (np.diff(adds) <= 0).all()
    slope = (np.interp(50, ages, adds) - np.interp(10, ages, adds)) / 40
    assert slope == pytest.approx(-0.006, abs=0.001)
    assert lines["garage"][1][1] - lines["garage"][0][1] == pytest.approx(0.05, abs=0.01)


def test_what_age_takes_off_is_evaluated_on_the_other_half() -> None:
    rows, beyond = flats()
    told = extras.told(rows, beyond, np.arange(len(rows)) % 2)
    assert told["flats"] == rows["age"].notna().sum()
    assert told["median_ape_with_age"] < told["median_ape_without"] - 1


def test_too_few_flats_of_known_age_teach_nothing() -> None:
    rows, beyond = flats(150)
    assert extras.learn(rows, beyond) == {}
