"""A standing model with levels and extras learned again from further files: its forests stay."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tasador.pricing import artifact
from tasador.pricing.fields import Home
from tasador.training import cli, further
from tasador.training.faults import DataError

from tests.listings import made

FLAT_FIELDS = ("Capital Federal", "Palermo", "Departamento", 2, 1, 1, 50, 45)
CHEAPER = 0.8  # of the made-up adverts of today, beside the year before


def content(folder: Path) -> dict[str, Any]:
    held: dict[str, Any] = artifact.read((folder / artifact.ARTIFACT).read_bytes())
    return held


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Adverts of 2026 that ask a fifth less than those of 2020, and flats whose price falls with their age."""
    folder = tmp_path_factory.mktemp("further")
    recent = made(10_000, seed=21)
    recent = recent[(recent["l2"] == "Capital Federal") & (recent["year"] == 2020)]
    recent.assign(year=2026, price_usd=recent["price_usd"] * CHEAPER, portal="ZonaProp").to_csv(
        folder / "recent.csv", index=False
    )
    aged = made(4000, seed=22)
    aged["age"] = np.random.default_rng(4).integers(1, 60, len(aged))
    aged["price_usd"] *= np.exp(-0.005 * (aged["age"] - 30))
    aged["garage"] = ["SI" if k % 2 == 0 else None for k in range(len(aged))]
    aged.assign(year=np.where(aged["year"] == 2026, 2020, aged["year"])).to_csv(folder / "aged.csv", index=False)
    return folder


@pytest.fixture(scope="module")
def renewed(trained: Path, listings: Path, files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("renewed") / "model"
    shutil.copytree(trained, folder)
    assert cli.main(arguments(listings, files, folder)) == 0
    return folder


def arguments(listings: Path, files: Path, out: Path) -> list[str]:
    further = ["--recent", str(files / "recent.csv"), "--aged", str(files / "aged.csv")]
    return ["--levels", "--data", str(listings), *further, "--out", str(out)]


def test_forests_and_places_stay(trained: Path, renewed: Path) -> None:
    before, after = content(trained), content(renewed)
    assert {name for name in before if before[name] != after[name]} == {"levels", "extras", "nearby"}


def test_today_is_as_the_adverts_of_today_ask(renewed: Path) -> None:
    loaded = artifact.load(renewed / artifact.ARTIFACT)
    loaded.price_index.epochs["Capital Federal|Departamento"] = (2016.0, 2020.0)
    then, now = (loaded.appraise(Home(*FLAT_FIELDS, date=year)) for year in (2020.0, 2026.0))
    assert now.price / then.price == pytest.approx(CHEAPER, abs=0.04)
    level = loaded.card["level"]
    assert level["source"] == "ZonaProp"
    assert abs(level["bias_percent"]) < 2.5
    assert 0.05 < level["below_the_range"] < 0.15
    assert 0.05 < level["above_the_range"] < 0.15


def test_age_counts_where_it_is_given_and_nowhere_else(trained: Path, renewed: Path) -> None:
    loaded = artifact.load(renewed / artifact.ARTIFACT)
    without, new, old = (loaded.appraise(Home(*FLAT_FIELDS, age=age)) for age in (None, 2.0, 50.0))
    assert new.price > 1.1 * old.price
    assert dict(new.contributions)["age"] > 0 > dict(old.contributions)["age"]
    assert dict(without.contributions)["age"] == 0
    assert [one.code for one in new.notices] == [one.code for one in without.notices]
    unaware = artifact.load(trained / artifact.ARTIFACT).appraise(Home(*FLAT_FIELDS, age=2.0))
    assert "field_not_used" in [one.code for one in unaware.notices]


def test_the_same_files_give_the_same_bytes(renewed: Path, listings: Path, files: Path) -> None:
    before = (renewed / artifact.ARTIFACT).read_bytes(), (renewed / artifact.CARD).read_bytes()
    assert cli.main(arguments(listings, files, renewed)) == 0
    assert before == ((renewed / artifact.ARTIFACT).read_bytes(), (renewed / artifact.CARD).read_bytes())


def test_other_listings_are_refused(
    renewed: Path, files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.csv"
    made(1500, seed=9).assign(locality="Elsewhere").to_csv(other, index=False)
    before = (renewed / artifact.ARTIFACT).read_bytes()
    assert cli.main(arguments(other, files, renewed)) == 1
    assert "was trained on other listings" in capsys.readouterr().err
    assert (renewed / artifact.ARTIFACT).read_bytes() == before


def test_flats_without_an_age_are_refused(tmp_path: Path) -> None:
    made(50).to_csv(tmp_path / "flats.csv", index=False)
    with pytest.raises(DataError, match="no column 'age'"):
        further.read(None, [tmp_path / "flats.csv"])
