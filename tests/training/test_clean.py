"""A poisoned file is put right, or refused with reasons."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tasador.pricing import vocabulary
from tasador.training.cleaning import rules, schema
from tasador.training.faults import DataError
from tasador.training.reading import listings

from tests.listings import made, original


def cleaned(rows: pd.DataFrame, folder: Path) -> rules.Cleaned:
    file = folder / "rows.csv"
    rows.to_csv(file, index=False)
    return rules.clean(listings.read(file), str(file))


def put(rows: pd.DataFrame, start: int, end: int, **values: object) -> None:
    """The same values in each of some rows."""
    for name, value in values.items():
        rows[name] = rows[name].mask((rows.index >= start) & (rows.index < end), value)


def finding(found: rules.Cleaned, words: str) -> rules.Finding:
    matching = [one for one in found.findings if words in one.rule]
    assert len(matching) == 1, [str(one) for one in found.findings]
    return matching[0]


def test_sound_rows_are_all_kept(tmp_path: Path) -> None:
    found = cleaned(made(1200), tmp_path)
    assert (found.read, len(found.rows), found.findings) == (1200, 1200, ())


def test_the_original_s_25_columns_are_read_as_the_same_listings(tmp_path: Path) -> None:
    assert original(1200).shape == (1200, 25)
    theirs, ours = cleaned(original(1200), tmp_path), cleaned(made(1200), tmp_path)
    pd.testing.assert_frame_equal(theirs.rows, ours.rows, check_dtype=False)


def test_rents_in_pesos_are_left_out(tmp_path: Path) -> None:
    rows = original(1500)
    put(rows, 0, 100, operation_type="Alquiler", currency="ARS", price=25_000.0)
    put(rows, 100, 150, currency="ARS", price=9e6)
    found = cleaned(rows, tmp_path)
    assert (finding(found, "not for sale").rows, finding(found, "not in USD").rows) == (100, 50)
    assert len(found.rows) == 1350


def test_a_price_of_zero_is_left_out(tmp_path: Path) -> None:
    rows = made(1300)
    rows.loc[:9, "price_usd"] = 0.0
    rows.loc[10:14, "price_usd"] = np.nan
    found = cleaned(rows, tmp_path)
    assert finding(found, "zero or below").rows == 15
    assert found.rows["price"].gt(0).all()


def test_swapped_coordinates_are_swapped_back(tmp_path: Path) -> None:
    rows = made(1300)
    rows.loc[:199, ["lat", "lon"]] = rows.loc[:199, ["lon", "lat"]].to_numpy(copy=True)
    found = cleaned(rows, tmp_path)
    assert finding(found, "swapped").rows == rows.loc[:199, "lat"].notna().sum()
    pd.testing.assert_frame_equal(found.rows[["lat", "lon"]], made(1300)[["lat", "lon"]])


def test_names_in_a_broken_encoding_are_repaired(tmp_path: Path) -> None:
    rows = made(1300)
    broken = rows["l2"] == "Córdoba"
    rows.loc[broken, "l2"] = "CÃ³rdoba"
    found = cleaned(rows, tmp_path)
    assert finding(found, "broken encoding").rows == broken.sum()
    assert (found.rows["l2"] == "Córdoba").sum() == broken.sum()


def test_a_surface_of_a_thousand_million_is_emptied(tmp_path: Path) -> None:
    rows = made(1300)
    rows.loc[:9, "surface_total"] = 1e9
    rows.loc[:9, "surface_covered"] = 60.0
    found = cleaned(rows, tmp_path)
    assert finding(found, "surface_total outside").rows == 10
    assert found.rows["surface_total"].max() < 10_000


def test_places_far_from_their_region_are_emptied(tmp_path: Path) -> None:
    rows = made(1300)
    put(rows, 0, 5, l2="Capital Federal", lat=-50.0, lon=-70.0)
    put(rows, 5, 10, lat=34.6, lon=58.4)
    found = cleaned(rows, tmp_path)
    assert (finding(found, "from their region").rows, finding(found, "outside Argentina").rows) == (5, 5)


def test_a_price_per_m2_that_cannot_be_is_evaluated_but_not_learned_from(tmp_path: Path) -> None:
    rows = made(1300)
    put(rows, 0, 7, price_usd=5_000.0, surface_covered=300.0, surface_total=300.0)
    found = cleaned(rows, tmp_path)
    assert finding(found, "per m² impossible").rows == 7
    assert found.rows["suspect"][:7].all()


def test_pesos_named_dollars_and_plots_named_homes_are_told_by_their_neighbours(tmp_path: Path) -> None:
    rows = made(3000).assign(property_type="Departamento", locality="Boedo", l2="Capital Federal")
    rows = rows.assign(surface_covered=60.0, surface_total=60.0)
    elsewhere = rows.index >= 1500
    rows.loc[elsewhere, "locality"] = "Palermo"
    rows["price_usd"] = np.linspace(130_000, 170_000, len(rows)).round()
    rows.loc[:699, "price_usd"] += 1_000_000.0  # nearly half of Boedo
    rows.loc[700:709, "price_usd"] = 9_000.0 + np.arange(10)
    rows.loc[1500:1519, "price_usd"] += 300_000.0  # three times its place: a tower
    found = cleaned(rows, tmp_path)
    pesos, plots = found.rows["price"] > 1_000_000, found.rows["price"] < 10_000
    assert (finding(found, "pesos").rows, finding(found, "plot").rows) == (pesos.sum(), plots.sum()) == (700, 10)
    assert (found.rows["suspect"] == (pesos | plots)).all()


def test_a_file_of_which_hardly_anything_is_left_is_refused_with_every_reason(tmp_path: Path) -> None:
    rows = original(3000).assign(currency="ARS")
    rows.loc[:100, "currency"] = "USD"
    with pytest.raises(DataError) as refused:
        cleaned(rows, tmp_path)
    assert refused.value.reasons[0].startswith("101 of 3,000 rows are left")
    assert "price not in USD: 2,899 rows, left out" in refused.value.reasons


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "l2,year\nCórdoba,2020\n"])
def test_a_file_of_another_kind_is_refused_by_its_columns(tmp_path: Path, content: str) -> None:
    file = tmp_path / "other.csv"
    file.write_text(content)
    with pytest.raises(DataError, match=r"other\.csv"):
        listings.read(file)


WILD = st.none() | st.floats(allow_nan=False) | st.sampled_from([0.0, -1.0, 1e9, 60.0])
SPELLINGS = ["Capital Federal", "CÃ³rdoba", "cordoba", "Marte", "Palermo", ""]
NAME = st.none() | st.sampled_from(SPELLINGS) | st.text(max_size=8)


@given(st.lists(st.tuples(NAME, NAME, NAME, WILD, WILD, WILD, WILD, WILD, WILD), min_size=1, max_size=8))
def test_whatever_is_put_in_only_sound_rows_come_out(wild: list[tuple[object, ...]]) -> None:
    columns = ["l2", "locality", "property_type", "rooms", "surface_total", "surface_covered", "lat", "lon", "price"]
    poison = pd.DataFrame(wild, columns=columns).assign(year=2020.0, bathrooms=1.0, bedrooms=1.0)
    rows = pd.concat([made(1100).rename(columns={"price_usd": "price"}), poison], ignore_index=True)
    typed = rows.assign(currency="USD", operation="Venta").astype({name: float for name in columns[3:]})
    kept = rules.clean(typed, "poison").rows
    schema.prove(kept, "poison")
    assert set(kept["l2"]) <= set(vocabulary.REGIONS)
    assert kept[["surface_total", "surface_covered"]].notna().any(axis=1).all()


def test_rows_that_cleaning_should_have_caught_are_refused_by_the_schema() -> None:
    rows = made(50).rename(columns={"price_usd": "price"}).assign(suspect=False)
    rows["year"] = rows["year"].astype(float)
    schema.prove(rows, "rows")
    with pytest.raises(DataError, match="price"):
        schema.prove(rows.assign(price=0.0), "rows")
