"""Comparables are comparable: same type, similar size, near first, one kind of surface, one region."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tasador.pricing import artifact
from tasador.pricing.features import Location
from tasador.pricing.fields import Home
from tasador.pricing.places import comparables
from tasador.pricing.places.comparables import ANY_SIZE, ENOUGH, LOWEST, RATIO, SURFACE_KINDS, WINDOWS, sizes, window
from tasador.training.export.comparables import tables
from tasador.training.fitting.atlas import explore, learn

from tests.listings import made

FLAT = Home("Capital Federal", "Palermo", "Departamento", 2, 1, 1, 70, 60, -34.6, -58.44)


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    """Adverts without a level: every year's price is today's."""
    return made(6000, seed=5).rename(columns={"price_usd": "price"})


@pytest.fixture(scope="module")
def grid(rows: pd.DataFrame) -> comparables.ComparablesGrid:
    survey = explore(rows)
    atlas = learn(survey, rows, survey.located(rows), np.zeros(len(rows)))
    packed = tables(rows, np.zeros(len(rows)), survey.located(rows))
    return comparables.ComparablesGrid.unpack(packed, atlas.localities)


def found(grid: comparables.ComparablesGrid, home: Home, factor: float = 1.0) -> comparables.Comparables:
    nowhere = Location(None, 0.0, 0.0, 0.0, 0.0, [], 0.0)
    return grid.summary(home, nowhere, factor)


def alike(rows: pd.DataFrame, home: Home, low: float, high: float) -> pd.Series:
    own = rows[(rows["l2"] == home.l2) & (rows["property_type"] == home.property_type)]
    own = own[own["surface_covered"].between(low, high)]
    return own["price"] / own["surface_covered"]


def test_a_region_s_quartiles_are_those_of_its_adverts_of_that_type_and_size(
    grid: comparables.ComparablesGrid, rows: pd.DataFrame
) -> None:
    told = found(grid, Home("Córdoba", None, "Casa", surface_covered=60))
    assert told.sizes is not None
    low, high = told.sizes
    assert low < 60 / 1.1 < 60 * 1.1 < high
    expected = alike(rows, Home("Córdoba", None, "Casa"), low, high)
    assert told.adverts == pytest.approx(len(expected), abs=3)  # an edge falls on a rounded surface
    assert told.quartiles == pytest.approx(expected.quantile([0.25, 0.5, 0.75]), rel=0.02)
    assert (told.place, told.surface, told.property_type, told.years) == ("Córdoba", "covered", "Casa", (2016, 2026))


def test_the_nearest_that_holds_enough_is_taken(grid: comparables.ComparablesGrid) -> None:
    near = found(grid, FLAT)
    assert near.place in ("1 km", "3 km")
    assert near.adverts >= ENOUGH
    assert found(grid, Home("Capital Federal", None, "Departamento", surface_covered=60)).place == "Capital Federal"


def test_prices_are_for_the_surface_that_was_given(grid: comparables.ComparablesGrid) -> None:
    total = found(grid, Home("Capital Federal", None, "Departamento", surface_total=60))
    covered = found(grid, Home("Capital Federal", None, "Departamento", surface_covered=60))
    assert (total.surface, covered.surface) == ("total", "covered")
    assert total.median is not None
    assert covered.median is not None
    assert total.median < covered.median  # the same prices over more square metres


def test_another_region_s_adverts_are_never_counted(rows: pd.DataFrame) -> None:
    """Two regions in one cell, one four times as dear."""
    one = rows[rows["l2"] == "Capital Federal"]
    dear = one.assign(l2="Bs.As. G.B.A. Zona Norte", price=one["price"] * 4)
    both = pd.concat([one, dear], ignore_index=True)
    survey = explore(both)
    atlas = learn(survey, both, survey.located(both), np.zeros(len(both)))
    packed = tables(both, np.zeros(len(both)), survey.located(both))
    grid = comparables.ComparablesGrid.unpack(packed, atlas.localities)
    cheap, expensive = (
        found(grid, Home(l2, None, "Departamento", surface_covered=60, lat=-34.6, lon=-58.44))
        for l2 in ("Capital Federal", "Bs.As. G.B.A. Zona Norte")
    )
    assert cheap.median is not None
    assert expensive.median is not None
    assert expensive.median == pytest.approx(4 * cheap.median, rel=0.01)


def test_no_price_is_told_that_anybody_would_laugh_at(rows: pd.DataFrame) -> None:
    odd = rows.assign(price=np.where(np.arange(len(rows)) % 3 == 0, 400.0, rows["price"]))
    survey = explore(odd)
    atlas = learn(survey, odd, survey.located(odd), np.zeros(len(odd)))
    packed = tables(odd, np.zeros(len(odd)), survey.located(odd))
    grid = comparables.ComparablesGrid.unpack(packed, atlas.localities)
    lowest = min(min(table.quartiles[0]) for scopes in grid.tables.values() for table in scopes.values())
    assert lowest >= LOWEST


def test_the_committed_model_has_no_such_price_either() -> None:
    tables_ = artifact.load().comparables.tables
    assert set(tables_) == set(SURFACE_KINDS)
    for scopes in tables_.values():
        for table in scopes.values():
            assert min(table.counts) >= ENOUGH
            for low, middle, high in zip(*table.quartiles, strict=True):
                assert LOWEST <= low <= middle <= high


def test_houses_whose_size_lacks_a_digit_are_no_comparables() -> None:
    """In the adverts a house of 20 m² costs 6,755 USD/m² in Zona Sur, five times what houses do there."""
    model = artifact.load()
    for l2, kind, covered in (("Bs.As. G.B.A. Zona Sur", "Casa", 20), ("Córdoba", None, 14)):
        told = model.appraise(Home(l2, None, kind, surface_covered=covered)).comparables
        assert told.median is not None
        assert told.sizes is None
        assert told.median < 2_500


def test_comparables_are_told_at_the_level_asked_for(grid: comparables.ComparablesGrid) -> None:
    now, then = found(grid, FLAT), found(grid, FLAT, 1.5)
    assert now.quartiles is not None
    assert then.quartiles == pytest.approx([1.5 * one for one in now.quartiles])


def test_nobody_like_it_is_none(grid: comparables.ComparablesGrid) -> None:
    told = found(grid, Home("Mendoza", None, "Casa", surface_covered=60))
    assert (told.adverts, told.quartiles, told.years, told.sizes, told.place) == (0, None, None, None, "Mendoza")


def test_windows_of_size_overlap_and_hold_every_surface() -> None:
    for surface in (10, 15, 33, 60, 800, 100_000):
        k = window(surface)
        assert 0 <= k < WINDOWS
        low, high = sizes(k) or (0, 0)
        assert low <= surface <= high
        if 15 <= surface <= 1_000:
            assert low * RATIO**0.4 < surface < high / RATIO**0.4
    assert sizes(ANY_SIZE) is None
