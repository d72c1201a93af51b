"""Serving and training describe a home by the same numbers."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from tasador.pricing import features
from tasador.pricing.features import FACTOR_OF, FACTORS, FEATURES
from tasador.pricing.fields import MAX_SURFACE, MIN_SURFACE, Home, clamped_surface
from tasador.pricing.places.localities import Localities
from tasador.pricing.places.spatial import SpatialSmoother
from tasador.training.fitting.atlas import Atlas, explore, learn
from tasador.training.fitting.copies import masked, without_coordinates
from tasador.training.fitting.table import table

from tests.listings import made


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    return made(1500, seed=4).rename(columns={"price_usd": "price"})


@pytest.fixture(scope="module")
def atlas(rows: pd.DataFrame) -> Atlas:
    survey = explore(rows)
    adds = np.random.default_rng(1).normal(0, 0.3, len(rows))
    return learn(survey, rows, survey.located(rows), adds)


def served(rows: pd.DataFrame, atlas: Atlas) -> list[list[float]]:
    """Each row's features by the code that serves, from the atlas as the artifact holds it."""
    places, surface = Localities.unpack(atlas.packed_places()), SpatialSmoother.unpack(atlas.packed_smoother())
    names = ["l2", "locality", "property_type", "rooms", "bedrooms", "bathrooms"]
    names += ["surface_total", "surface_covered", "lat", "lon"]
    told = rows[names].astype(object).where(rows[names].notna(), None)
    homes = [Home(*row) for row in told.itertuples(index=False)]
    years = rows["year"].astype(float)
    pairs = zip(homes, years, strict=True)
    return [features.values(home, year, features.locate(home, places, surface)) for home, year in pairs]


@pytest.mark.parametrize("seen", ["as they are", "with fields missing", "without coordinates", "from elsewhere"])
def test_training_and_serving_agree_on_every_feature(rows: pd.DataFrame, atlas: Atlas, seen: str) -> None:
    shown = {
        "as they are": rows,
        "with fields missing": masked(rows, atlas.survey, 7),
        "without coordinates": without_coordinates(rows, atlas.survey),
        "from elsewhere": made(800, seed=9).assign(lat=lambda r: r["lat"] + 0.07),
    }[seen]
    together = table(shown, atlas)
    assert list(together.columns) == list(FEATURES)
    np.testing.assert_allclose(together.to_numpy(float), np.array(served(shown, atlas)), rtol=0, atol=1e-9)


def test_every_feature_is_told_under_a_factor() -> None:
    assert len(FACTOR_OF) == len(FEATURES)
    assert {FACTORS[k] for k in FACTOR_OF} == set(FACTORS)


def test_only_region_and_one_surface_are_needed(atlas: Atlas) -> None:
    places, surface = Localities.unpack(atlas.packed_places()), SpatialSmoother.unpack(atlas.packed_smoother())
    home = Home("Otros", surface_total=80.0)
    told = dict(zip(FEATURES, features.values(home, 2020, features.locate(home, places, surface)), strict=True))
    assert told["total"] == told["living"] == 80.0
    assert told["near_0"] == 0.0
    assert all(math.isnan(told[name]) for name in ("covered", "rooms", "living_per_room", "type", "lat", "spread"))


def test_a_name_is_found_whatever_its_case_and_accents(atlas: Atlas) -> None:
    places = Localities.unpack(atlas.packed_places())
    assert places.named("Córdoba", "ALTA CORDOBA") == places.named("Córdoba", "Alta Córdoba") is not None
    assert places.named("Capital Federal", "Alta Córdoba") is None


def test_a_surface_far_outside_is_taken_as_the_nearest_that_a_home_can_have() -> None:
    assert clamped_surface(1e9) == MAX_SURFACE
    assert clamped_surface(0.1) == MIN_SURFACE
    assert math.isnan(clamped_surface(None))


def test_the_surface_of_a_place_does_not_know_its_own_fold(rows: pd.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    """The table that the forest grows on: a place's own prices move what others see, and not what it sees itself."""
    from tasador.training.fitting import pipeline, splits
    from tasador.training.settings import TrainingSettings

    monkeypatch.setattr(pipeline, "effects", lambda homes, logs, known, settings: logs)
    settings = TrainingSettings(inner_folds=4)
    placed = rows.assign(place=splits.places(rows), copy=False)
    own = splits.folds(placed["place"].to_numpy(np.int64), 4, settings.seed + 1) == 0
    adds = np.random.default_rng(2).normal(0, 0.3, len(rows))
    one, other = (
        pipeline.PlaceFeatures(settings).fit_transform(placed, logs) for logs in (adds, np.where(own, adds + 5.0, adds))
    )
    pd.testing.assert_frame_equal(one[own], other[own])
    assert (one.loc[~own, "near_0"] != other.loc[~own, "near_0"]).mean() > 0.5


def test_what_a_place_adds_is_not_paid_to_the_rooms_of_its_usual_homes() -> None:
    """North is dearer by a half, in log, and has mostly four rooms; south mostly two. Rooms alone add nothing."""
    from tasador.training.fitting import pipeline, splits
    from tasador.training.settings import TrainingSettings

    drawn = np.random.default_rng(3)
    north = drawn.random(2_000) < 0.5
    rooms = np.where(drawn.random(2_000) < 0.8, np.where(north, 4.0, 2.0), np.where(north, 2.0, 4.0))
    rows = pd.DataFrame({"lat": np.where(north, -34.5, -34.7), "lon": -58.4 - drawn.integers(0, 40, 2_000) / 1000})
    rows = rows.assign(l2="Capital Federal", locality=np.where(north, "North", "South"), rooms=rooms, year=2020.0)
    rows = rows.assign(property_type="Departamento", surface_covered=60.0, surface_total=60.0, copy=False)
    rows = rows.assign(bedrooms=np.nan, bathrooms=np.nan)
    rows = rows.assign(place=splits.places(rows))
    logs = 12.0 + np.where(north, 0.5, 0.0) + drawn.normal(0, 0.1, 2_000)

    def apart(rounds: int) -> float:
        """What the model takes north to add beyond south."""
        settings = TrainingSettings(inner_folds=4, place_rounds=rounds, threads=1)
        found = pipeline.PlaceFeatures(settings).fit(rows, logs).atlas_.localities
        adds = {one.name: one.effect for one in found}
        return adds["North"] - adds["South"]

    once, in_turn = apart(1), apart(3)
    assert once < 0.3
    assert 0.4 < in_turn < 0.6


def test_homes_of_one_place_are_never_in_two_folds(rows: pd.DataFrame) -> None:
    from tasador.training.fitting import splits

    doubled = pd.concat([rows, rows.assign(price=1.0, lat=rows["lat"].round(3), lon=rows["lon"].round(3))])
    fold = splits.folds(splits.places(doubled.reset_index(drop=True)), 5, seed=3)
    assert (fold[: len(rows)] == fold[len(rows) :]).all()
