from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import cast

import numpy as np
import pandas as pd
import pytest
from tasador.pricing import artifact
from tasador.pricing.appraisal import YearPrice
from tasador.pricing.fields import Home
from tasador.pricing.model import Model
from tasador.training import cli
from tasador.training.evaluation import growth as curves
from tasador.training.evaluation import served
from tasador.training.evaluation.growth import FACTORS, TENTH, growth
from tasador.training.evaluation.twins import twins
from tasador.training.fitting import splits
from tasador.training.run import Outcome

from tests.listings import made


def test_a_model_is_evaluated_on_rows_it_has_not_seen(
    trained: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "others.csv"
    made(1200, seed=11).to_csv(file, index=False)
    assert cli.main(["--evaluate", "--data", str(file), "--out", str(trained)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["rows"] == 1200
    assert 8 < told["median_ape"]["all"] < 20  # of 12 % noise
    assert 0.6 < told["coverage"] < 0.95


def test_homes_have_none_where_rows_have_nothing() -> None:
    rows = made(50, seed=2)
    rows["locality"] = None
    assert {home.locality for home in served.homes(rows)} == {None}
    assert {home.year for home in served.homes(rows)} == set(rows["year"])


class Shrinking:
    """Prices a home the lower the larger it is, but for flats."""

    def price_many(self, asked: list[Home]) -> list[YearPrice]:
        signs = [1.0 if home.property_type == "Departamento" else -1.0 for home in asked]
        prices = [(home.surface_covered or 1.0) ** sign for home, sign in zip(asked, signs, strict=True)]
        return [YearPrice(2026, price, price, price) for price in prices]


def test_homes_that_get_cheaper_as_they_grow_are_counted(outcome: Outcome, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(curves, "SAMPLE", 4_000)
    rows = outcome.evaluated.rows
    told = growth(cast(Model, Shrinking()), rows, seed=1)
    houses = (rows["property_type"] != "Departamento").mean()
    assert told["covered surface"]["wrong_way"] == pytest.approx(houses, abs=0.03)
    steepest = min(one / next_one for one, next_one in pairwise(FACTORS))
    assert told["covered surface"]["worst"] == pytest.approx(steepest - 1, abs=1e-3)
    assert told["total surface"] == {"wrong_way": 0.0, "worst": 0.0}


def test_no_home_of_the_trained_model_gets_cheaper_as_it_grows(outcome: Outcome) -> None:
    told = outcome.card["monotone"]
    assert told["homes"] == curves.SAMPLE
    for name in ("covered surface", "total surface", "both surfaces", "age", "bathrooms"):
        assert told[name] == told[name] | {"wrong_way": 0.0, "worst": 0.0}, name


def test_what_one_more_room_does_is_told_of_rooms_bedrooms_and_bathrooms(outcome: Outcome) -> None:
    for name in ("rooms", "bedrooms", "bathrooms"):
        told = outcome.card["monotone"][name]
        assert -1 < told["largest_fall"] <= 0 <= told["largest_rise"], name
        assert (told["cheaper_by_a_tenth"] > 0) == (told["largest_fall"] < -TENTH), name


def test_a_year_s_price_is_that_of_the_model_for_that_year(trained: Path) -> None:
    loaded = artifact.load(trained / artifact.ARTIFACT)
    homes = served.homes(made(20, seed=5))
    assert {told.as_of for told in loaded.appraise_many(homes)} <= {"2016-06", "2020-06", "2026-06"}


def test_twins_are_homes_of_one_place_that_differ_in_nothing_but_price() -> None:
    flat = {"lat": -34.6, "lon": -58.4, "l2": "Capital Federal", "property_type": "Departamento", "year": 2020.0}
    flat |= {"rooms": 2.0, "bathrooms": 1.0, "surface_covered": 50.0, "surface_total": 52.0, "price": 100_000.0}
    others: list[dict[str, object]] = [
        {"price": 110_000.0},
        {"surface_covered": 60.0, "surface_total": 62.0},
        {"rooms": 3.0},
        {"lat": -34.7},
        {"lat": None, "lon": None},
        {"bathrooms": None},
        {"year": 2019.0},
        {"property_type": "PH"},
        {"surface_covered": 51.0, "price": 99_000.0},
    ]
    rows = pd.DataFrame([flat, *({**flat, **one} for one in others)])
    rows["place"] = splits.places(rows.assign(locality=None))
    assert twins(rows, np.full(len(rows), np.log(1.2))) == {
        "of": "flats of Greater Buenos Aires 2019-20",
        "pairs": 2,  # 100,000 and 110,000; 110,000 and 99,000
        "median_difference": 10.0,
        "pairs_of_unequal_price": 2,
        "their_median_difference": 10.0,
        "model": 16.667,
    }
