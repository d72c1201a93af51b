"""Prices at other levels, and a home's history."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tasador.pricing import artifact
from tasador.pricing.fields import Home
from tasador.pricing.model import Model
from tasador.pricing.numbers import month, month_text, number

FLAT = Home("Capital Federal", "Palermo", "Departamento", 2, 1, 1, 50, 45)


@pytest.fixture(scope="module")
def committed() -> Model:
    return artifact.load()


def test_without_a_date_the_level_is_the_latest_known(committed: Model) -> None:
    told = committed.appraise(FLAT)
    assert told.as_of == told.latest == month_text(committed.price_index.today)
    assert committed.appraise(replace(FLAT, date=committed.price_index.today)) == replace(
        told, home=replace(FLAT, date=committed.price_index.today)
    )


def test_the_history_is_what_asking_for_each_year_gives(committed: Model) -> None:
    history = committed.appraise(FLAT).history
    assert [one.year for one in history] == sorted({one.year for one in history})
    assert len(history) >= 4
    for one in history:
        then = committed.appraise(replace(FLAT, date=float(one.year)))
        assert (then.price, then.low, then.high) == pytest.approx(one[1:])
        assert one.low <= one.price <= one.high
        assert then.as_of == f"{one.year}-06"


def test_the_last_year_of_the_history_is_the_price_itself(committed: Model) -> None:
    told = committed.appraise(FLAT)
    assert told.history[-1].year == int(committed.price_index.today)
    assert told.history[-1].price == pytest.approx(told.price)


def test_months_lie_between_their_years(committed: Model) -> None:
    years = committed.price_index.years
    first, second = years[0], years[1]
    ends = [committed.appraise(replace(FLAT, date=date)).price for date in (first, second)]
    between = committed.appraise(replace(FLAT, date=(first + second) / 2))
    assert min(ends) < between.price < max(ends)


@pytest.mark.parametrize("date", [2000.0, 2050.0])
def test_a_date_beyond_the_levels_takes_the_nearest_and_says_so(committed: Model, date: float) -> None:
    told = committed.appraise(replace(FLAT, date=date))
    (said,) = [notice for notice in told.notices if notice.code == "date_outside_levels"]
    assert said.field == "date"
    assert float(said.values["low"]) <= committed.price_index.years[0] + 1
    nearest = committed.price_index.years[0] if date < 2010 else committed.price_index.today
    assert told.price == pytest.approx(committed.appraise(replace(FLAT, date=nearest)).price)
    assert told.as_of == month_text(nearest)


def test_the_explanation_of_another_date_adds_up_too(committed: Model) -> None:
    told = committed.appraise(replace(FLAT, date=committed.price_index.years[0]))
    assert told.base + sum(usd for _, usd in told.contributions) == pytest.approx(told.price)
    assert dict(told.contributions)["date"] != dict(committed.appraise(FLAT).contributions)["date"]


@pytest.mark.parametrize("text", ["2020-01", "2020-06", "2020-07", "2020-12", "2026-11"])
def test_a_month_is_written_as_it_was_read(text: str) -> None:
    found = month(text)
    assert found is not None
    assert month_text(found) == text


def test_a_year_is_its_middle() -> None:
    assert month("2020") == 2020.0
    assert month_text(2020.0) == "2020-06"


def test_degrees_have_no_thousands() -> None:
    assert number("-34.603", thousands=False) == -34.603
    assert number("-34.603") == -34603
