from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xgboost as xgb
from joblib import Memory
from tasador.pricing import artifact
from tasador.pricing.features import FEATURES
from tasador.pricing.fields import Home
from tasador.pricing.trees.forest import Forest, Together
from tasador.pricing.trees.points import Points
from tasador.training import cli, run, saving, settings
from tasador.training.evaluation import compare, served
from tasador.training.export import forests
from tasador.training.export.packing import packed
from tasador.training.faults import ExportError, WorseError
from tasador.training.fitting import boost
from tasador.training.fitting.pipeline import fitted

from tests.listings import original
from tests.training.conftest import SMALL


def silent(_: str) -> None:
    """For a run whose progress nobody reads."""


@pytest.fixture(scope="module")
def booster(outcome: run.Outcome) -> xgb.Booster:
    table, label, recipe = outcome.evaluated.table, outcome.evaluated.target - 12, replace(boost.price(SMALL), trees=20)
    return boost.exact(boost.here(recipe, table, np.ones(len(label)))(recipe, boost.Aim(label)), FEATURES)


def test_the_exported_forest_reaches_xgboost_s_leaf_on_ten_thousand_rows(
    outcome: run.Outcome, booster: xgb.Booster
) -> None:
    rows = outcome.evaluated.table.sample(3400, replace=True, random_state=1)
    assert len(forests.probes(booster, rows)) == 10_200
    forests.check(booster, Forest(forests.pack_forest(booster, 12.0, outcome.evaluated.table)), rows)


def test_the_probes_hold_missing_values_and_the_very_thresholds(outcome: run.Outcome, booster: xgb.Booster) -> None:
    probes = forests.probes(booster, outcome.evaluated.table.head(500)).to_numpy(np.float32)
    k = FEATURES.index("covered")
    cuts = np.concatenate([tree.value[(tree.left >= 0) & (tree.index == k)] for tree in forests.trees(booster)])
    assert np.isin(probes[1000:, k], cuts).mean() > 0.3
    assert np.isnan(probes[500:1000]).mean() > 0.4


def test_a_forest_that_is_slightly_off_is_not_exported(outcome: run.Outcome, booster: xgb.Booster) -> None:
    table = outcome.evaluated.table.sample(300, random_state=1)
    told = forests.pack_forest(booster, 12.0, outcome.evaluated.table)
    values = np.frombuffer(told["value"], "<f4") * np.float32(1.001)
    told["value"] = packed("f", values)
    with pytest.raises(ExportError):
        forests.check(booster, Forest(told), table)


def of_other_trees(reached: Any) -> Any:  # noqa: ANN401 - either way's own kind
    return Together(reached.numbers[::-1]) if isinstance(reached, Together) else reached[::-1]


@pytest.mark.parametrize("way", ["_walked", "_together"])
def test_both_ways_down_a_tree_are_checked(
    way: str, outcome: run.Outcome, booster: xgb.Booster, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = getattr(Forest, way)
    told = Forest(forests.pack_forest(booster, 12.0, outcome.evaluated.table))
    monkeypatch.setattr(Forest, way, lambda self, asked: of_other_trees(sound(self, asked)))
    with pytest.raises(ExportError, match="another leaf"):
        forests.check(booster, told, outcome.evaluated.table.sample(300, random_state=1))


def test_a_number_that_does_not_fit_its_column_is_refused() -> None:
    with pytest.raises(OverflowError, match="65536"):
        packed("H", [1, 65_536])


def test_leaves_are_so_round_that_float32_sums_are_exact(outcome: run.Outcome, booster: xgb.Booster) -> None:
    forest = Forest(forests.pack_forest(booster))
    rows = forests.probes(booster, outcome.evaluated.table.head(300))
    margins = boost.predict(booster, rows)
    reached = forest.reached(Points(rows.to_numpy(float).tolist()))
    assert forest.margins(reached) == margins.tolist()


def test_an_explanation_starts_at_the_forest_s_mean_and_ends_at_its_margin(
    outcome: run.Outcome, booster: xgb.Booster
) -> None:
    forest = Forest(forests.pack_forest(booster, 12.0, outcome.evaluated.table))
    reached = forest.reached(Points(outcome.evaluated.table.head(50).to_numpy(float).tolist()))
    for margin, shares in zip(forest.margins(reached), forest.explained(reached), strict=True):
        assert forest.mean + sum(shares) == pytest.approx(margin, abs=1e-4)
    assert forest.mean == pytest.approx(12 + boost.predict(booster, outcome.evaluated.table).mean(), abs=1e-6)


def test_what_is_served_is_what_the_pipeline_says(outcome: run.Outcome, trained: Path) -> None:
    """Alone and in a batch; at years that are known, so that no index moves the price."""
    loaded = artifact.load(trained / artifact.ARTIFACT)
    rows = outcome.evaluated.rows.head(400)
    homes = served.homes(rows)
    known = [loaded.price_index.level(home.l2, home.property_type, home.year).year == home.year for home in homes]
    assert sum(known) > 300
    expected = fitted(outcome.evaluated.rows, SMALL).predict(rows)
    together = loaded.appraise_many(homes)
    assert [loaded.appraise(home) for home in homes] == together
    found = np.log([one.price for one in together])
    np.testing.assert_allclose(found[known], expected[known], rtol=0, atol=1e-6)


def constant(label: np.ndarray[tuple[int], np.dtype[np.float64]], weight: float = 1.0) -> float:
    """What a forest says of rows that are all the same but for their price; the last 100 have this weight."""
    table = pd.DataFrame({"all the same": np.zeros(len(label))})
    weights = np.where(np.arange(len(label)) < len(label) - 100, 1.0, weight)
    recipe = boost.price(replace(SMALL, rows=1.0, weight=1.0, trees=400))
    return float(boost.predict(boost.here(recipe, table, weights)(recipe, boost.Aim(label)), table)[0])


def test_outliers_pull_a_forest_little() -> None:
    assert constant(np.where(np.arange(1000) < 900, 0.5, 3.5)) == pytest.approx(0.5, abs=0.01)  # the mean is 0.8


def test_a_copy_of_no_weight_says_nothing() -> None:
    near = np.where(np.arange(200) < 100, 0.1, 0.2)
    assert constant(near, weight=0.0) == pytest.approx(0.1, abs=0.001)
    assert constant(near, weight=1.0) == pytest.approx(0.15, abs=0.001)


def test_training_twice_gives_the_same_bytes(outcome: run.Outcome, listings: Path) -> None:
    again = run.train(listings, replace(SMALL, threads=2), Memory(None, verbose=0), silent)
    assert hashlib.sha256(again.packed).digest() == hashlib.sha256(outcome.packed).digest()
    assert again.card == outcome.card


def test_a_fold_that_was_computed_before_is_read_back(outcome: run.Outcome, listings: Path, tmp_path: Path) -> None:
    memory = Memory(tmp_path, verbose=0)
    first = run.train(listings, SMALL, memory, silent)
    kept = sorted(path.stat().st_mtime_ns for path in tmp_path.rglob("output.pkl"))
    second = run.train(listings, SMALL, memory, silent)
    assert len(kept) == SMALL.folds
    assert sorted(path.stat().st_mtime_ns for path in tmp_path.rglob("output.pkl")) == kept
    assert first.card == second.card == outcome.card


def test_the_card_tells_figures_baselines_and_coverage(outcome: run.Outcome) -> None:
    card = outcome.card
    assert set(card["baselines"]) == {"linear", "nearest neighbours", "original's settings"}
    assert 8 < card["median_ape"]["all"] < card["baselines"]["nearest neighbours"]["all"]  # of 12 % noise
    assert 0.75 < card["interval"]["coverage"] < 0.85
    assert card["sha256"] == hashlib.sha256(outcome.packed).hexdigest()


def test_the_model_learned_what_made_the_prices(trained: Path) -> None:
    loaded = artifact.load(trained / artifact.ARTIFACT)
    small, large = (
        loaded.appraise(Home("Capital Federal", "Palermo", "PH", surface_covered=m2, surface_total=m2 * 1.2, year=2020))
        for m2 in (40.0, 120.0)
    )
    assert 2 < large.price / small.price < 3.5


def told(change: float, digest: str = "one") -> dict[str, object]:
    return {
        "data": {"sha256": digest},
        "folds": {"number": 5},
        "settings": {"seed": 1, "evaluated": None},
        "median_ape": {"all": 14.0 + change, "flats": 11.0},
    }


def test_a_better_model_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / artifact.CARD).write_text(json.dumps(told(0.0)))
    with pytest.raises(WorseError, match=re.escape("all: 15.00 % instead of 14.00 %")):
        compare.refuse_worse(told(1.0), tmp_path)
    assert compare.refuse_worse(told(-1.0), tmp_path).startswith("no worse")
    assert compare.refuse_worse(told(compare.TOLERANCE / 2), tmp_path).startswith("no worse")


def test_models_of_other_rows_are_not_compared(tmp_path: Path) -> None:
    assert compare.refuse_worse(told(0.0), tmp_path) == "there is no current model to compare with"
    (tmp_path / artifact.CARD).write_text(json.dumps(told(0.0, "another")))
    assert compare.refuse_worse(told(1.0), tmp_path).endswith("not comparable")


def test_force_replaces_a_better_model(outcome: run.Outcome, tmp_path: Path) -> None:
    better = outcome.card | {"median_ape": {name: 1.0 for name in outcome.card["median_ape"]}}
    (tmp_path / artifact.CARD).write_text(json.dumps(better))
    with pytest.raises(WorseError):
        saving.write(outcome.card, outcome.packed, tmp_path, force=False, say=silent)
    assert not (tmp_path / artifact.ARTIFACT).exists()
    saving.write(outcome.card, outcome.packed, tmp_path, force=True, say=silent)
    assert artifact.load(tmp_path / artifact.ARTIFACT).card["median_ape"] == outcome.card["median_ape"]


def test_a_large_file_gets_fewer_trees_and_folds() -> None:
    asked = settings.TrainingSettings()
    assert settings.adapted(asked, settings.LARGE - 1) == asked
    large = settings.adapted(asked, settings.LARGE)
    assert large.trees < asked.trees
    assert large.folds < asked.folds
    assert large.evaluated is not None


def test_the_command_trains_on_the_original_s_file_and_reports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    original(1500).to_csv(tmp_path / "ar_properties.csv", index=False)
    monkeypatch.setenv("TASADOR_DATA", str(tmp_path / "ar_properties.csv"))
    page = tmp_path / "report.html"
    told = ["--out", str(tmp_path / "model"), "--report", str(page), "--trees", "20", "--folds", "2", "--threads", "1"]
    assert cli.main(told) == 0
    assert artifact.load(tmp_path / "model" / artifact.ARTIFACT).appraise(Home("Córdoba", surface_total=80)).price > 0
    text = page.read_text()
    assert text.count("data:image/png;base64,") == 5
    assert "Learning curve" in text
    assert text.index("<img") < text.index("<table"), "pictures first"
    curve = json.loads((tmp_path / "model" / artifact.CARD).read_text())["learning_curve"]["rows_and_median_ape"]
    assert [rows for rows, _ in curve] == sorted(rows for rows, _ in curve)
    assert curve[0][1] > curve[-1][1]
    assert "1,500 rows read" in capsys.readouterr().err


def test_the_command_refuses_a_file_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--data", str(tmp_path / "none.csv"), "--out", str(tmp_path)]) == 1
    assert "none.csv" in capsys.readouterr().err


def test_small_regions_take_the_correction_of_all() -> None:
    from tasador.pricing.trees.interval import groups
    from tasador.training.evaluation.intervals import corrections

    rows = pd.DataFrame({"l2": ["Córdoba"] * 500 + ["Mendoza"] * 20, "property_type": "Casa"})
    rows = rows.assign(copy=False, suspect=False)
    scores = np.tile(np.linspace(-1, 1, 520)[:, None], 2)
    found = corrections(rows, scores, SMALL)
    assert set(found) == {"", "Córdoba", "Córdoba|Casa", "|Casa", "thin"}
    assert next(name for name in groups("Mendoza", "Casa") if name in found) == "|Casa"
    assert found["thin"][0] > max(pair[0] for name, pair in found.items() if name != "thin")


def test_the_bands_of_what_is_usual_hold_four_fifths_of_other_homes(trained: Path, listings: Path) -> None:
    from tasador.pricing.places.usual import unusual
    from tasador.training.cleaning.rules import clean
    from tasador.training.evaluation.served import homes
    from tasador.training.reading import listings as reading

    model = artifact.load(trained / artifact.ARTIFACT)
    others = homes(clean(reading.read(listings), str(listings)).rows.sample(200, random_state=7))
    told = [unusual(model.card["usual"], replace(home, date=None), model.appraise(home).price) for home in others]
    shares = [sum(one[k] for one in told if one is not None) / len(told) for k in range(2)]
    assert all(0.05 <= share <= 0.4 for share in shares), shares
