"""Training as a person with a file meets it: what is read, what is refused in one line, what is never overwritten."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from tasador.pricing.artifact import ARTIFACT, CARD, card_of
from tasador.training import cli, saving
from tasador.training.cleaning.rules import clean
from tasador.training.faults import DataError, OtherRowsError
from tasador.training.reading import listings, values
from tasador.training.reading.columns import NUMBERS, columns, proposed
from tasador.training.reading.source import inspect

from tests.listings import made
from tests.paths import ROOT
from tests.training import answers
from tests.training.broken import BROKEN
from tests.training.layouts import LAYOUTS
from tests.training.layouts import listings as rows_of_all

AGAIN = "run: .run/venv/bin/python -m tests.training.answers"
NOT_TOLD = {
    "Properati of 2017": {"bedrooms", "bathrooms"},
    "the City's open data": {"bedrooms", "bathrooms", "property_type", "l2", "surface_total"},
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_each_layout_is_read_as_the_same_listings(name: str, tmp_path: Path) -> None:
    made_up = rows_of_all()
    layout, told = LAYOUTS[name]
    file = layout(made_up, tmp_path)
    read = listings.read(file, told)
    left_out = NOT_TOLD.get(name, set())
    names = ("l2", "locality", "property_type")
    kept = [column for column in (*NUMBERS, "year", *names) if column not in left_out]
    expected = made_up.assign(price=made_up["price_usd"], year=made_up["year"].astype(float))
    for column in (*kept, "price"):
        if column in names:
            read[column] = read[column].astype(object).replace({"apartment": "Departamento", "house": "Casa"})
        pd.testing.assert_series_equal(
            read[column], expected[column], check_dtype=False, check_names=False, rtol=1e-6, obj=column
        )
    assert len(clean(read, str(file)).rows) > 1200


def test_the_page_of_inputs_and_files_is_of_today() -> None:
    assert answers.PLACE.read_text(encoding="utf-8") == answers.render(), AGAIN


def refused(argv: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert cli.main(argv) == 1
    line = capsys.readouterr().err.strip()
    assert len(line.splitlines()) == 1, line
    assert all(part in line for part in ("where: ", "what: ", "next: "))
    return line


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_table_is_refused_in_one_line(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil, words = BROKEN[name]
    spoil(tmp_path / "file.csv")
    line = refused(["--data", str(tmp_path / "file.csv"), "--out", str(tmp_path)], capsys)
    assert words in line
    assert "file.csv" in line


def test_it_is_refused_before_anything_heavy_is_imported(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("{}")
    code = (
        "import sys; from tasador.training import cli\n"
        f"assert cli.main(['--data', {str(tmp_path / 'data')!r}]) == 1\n"
        "print(sorted({'pandas', 'numpy', 'xgboost', 'sklearn', 'joblib'} & set(sys.modules)))"
    )
    own = {**os.environ, "PYTHONPATH": str(ROOT / "service" / "src")}  # where nothing of ours is installed
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=own)
    assert ran.stdout.strip() == "[]"


@pytest.mark.parametrize("told", [["--trees", "0"], ["--folds", "1"], ["--trees", "many"]])
def test_a_number_that_cannot_be_is_refused_in_one_line(told: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--data", "any.csv", *told])
    said = capsys.readouterr().err
    assert "is no whole number of at least" in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("option", ["--out", "--report"])
def test_where_nothing_can_be_written_nothing_is_trained(
    option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(made(100), tmp_path)
    told = {"--out": str(tmp_path / "model"), option: str(file / "model")}
    assert cli.main(["--data", str(file), *(word for pair in told.items() for word in pair)]) == 1
    *_, said = capsys.readouterr().err.splitlines()
    assert f"where: {option} " in said
    assert "rows.csv is no folder" in said


@pytest.mark.parametrize("further", ["--recent", "--aged"])
def test_further_files_too_are_looked_at_before_anything_is_trained(
    further: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(made(100), tmp_path)
    assert cli.main(["--data", str(file), further, str(tmp_path / "nowhere.csv"), "--out", str(tmp_path)]) == 1
    *_, said = capsys.readouterr().err.splitlines()
    assert "nowhere.csv" in said
    assert "there is no such file" in said


@pytest.mark.parametrize("above", ["", "sep=;\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_they_do_and_excel_may_name_the_separator(above: str, end: str, tmp_path: Path) -> None:
    rows = made(30)
    text = above + rows.to_csv(index=False, sep=";")
    (tmp_path / "rows.csv").write_bytes(text.replace("\n", end).encode())
    read = listings.read(tmp_path / "rows.csv")
    assert read["price"].tolist() == rows["price_usd"].tolist()


def test_surfaces_that_all_have_three_decimals_are_not_thousands(tmp_path: Path) -> None:
    rows = made(30)
    rows["surface_covered"] = rows["surface_covered"].map("{:.3f}".format)
    assert listings.read(written(rows, tmp_path))["surface_covered"].max() < 1_000


def test_listings_of_one_place_are_refused(tmp_path: Path) -> None:
    rows = made(1500).assign(lat=-34.6, lon=-58.4)
    with pytest.raises(DataError, match="fewer than 50 places"):
        clean(listings.read(written(rows, tmp_path)), "x")


def written(rows: pd.DataFrame, folder: Path) -> Path:
    rows.to_csv(folder / "rows.csv", index=False)
    return folder / "rows.csv"


def test_prices_of_no_known_currency_are_refused_with_what_to_type(tmp_path: Path) -> None:
    file = written(made(100).rename(columns={"price_usd": "valor"}), tmp_path)
    with pytest.raises(DataError, match="currency==USD"):
        listings.read(file)
    assert (listings.read(file, ["currency==USD"])["currency"] == "USD").all()


def test_a_mapping_that_is_given_wins_and_one_of_no_column_is_named(tmp_path: Path) -> None:
    header = ("precio_usd", "otro", "provincia", "fecha", "m2")
    assert columns("f", header, ["surface_covered=otro"]).named["surface_covered"] == "otro"
    for wrong in ("surface_covered=nada", "metres=m2", "price", "l2=="):
        with pytest.raises(DataError, match="--columns"):
            columns("f", header, [wrong])


def test_a_price_as_asked_is_read_rather_than_one_converted() -> None:
    assert proposed(("price_aprox_usd", "price", "currency"))["price"] == "price"
    assert proposed(("price_aprox_usd", "price"))["price"] == "price_aprox_usd"


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (["120.000", "95.500"], [120_000, 95_500]),
        (["120,000", "95,500"], [120_000, 95_500]),
        (["60,5", "1.060,5"], [60.5, 1060.5]),
        (["60.5", "1,060.5"], [60.5, 1060.5]),
        (["60.5", "61.25"], [60.5, 61.25]),
        (["45 m²", "USD 1.200.000"], [45, 1_200_000]),
    ],
)
def test_numbers_are_read_as_their_column_writes_them(texts: list[str], numbers: list[float]) -> None:
    told = pd.Series(texts)
    assert values.numbers(told, values.style(told)).tolist() == numbers


def test_degrees_have_no_thousands() -> None:
    told = pd.Series(["-34.603", "-58.381"])
    assert values.numbers(told, values.style(told, never_grouped=True)).tolist() == [-34.603, -58.381]


def test_dates_are_read_day_first_or_year_first() -> None:
    texts = pd.Series(
        ["2019-12-31", "31/12/2019", "31-12-19", "20191231", "1/2/98", "12-mar-19", "mar-19", None, "hoy"]
    )
    assert values.years(texts).tolist()[:7] == [2019, 2019, 2019, 2019, 1998, 2019, 2019]
    assert values.years(texts)[7:].isna().all()


@pytest.mark.parametrize("text", ["USD", "usd", "U$S", "u$s ", "US$", "Dólares", "U$S 120.000"])
def test_dollars_are_dollars_however_they_are_written(text: str) -> None:
    assert values.currencies(pd.Series([text])).tolist() == ["USD"]


def test_latin_1_is_read_as_such(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_bytes("l2;precio_usd;año;m2;barrio\nCórdoba;1;2020;50;Ñuñoa\n".encode("latin-1"))
    assert inspect(file).encoding == "cp1252"
    assert listings.read(file)["locality"].tolist() == ["Ñuñoa"]


def test_what_was_left_out_is_listed_with_examples(tmp_path: Path) -> None:
    rows = made(1300)
    rows.loc[3, "price_usd"] = 0.0
    file = written(rows, tmp_path)
    found = {one.rule: one for one in clean(listings.read(file), str(file)).findings}
    assert found["price missing, zero or below"].examples[0].startswith("row 4: l2 ")
    assert "row 4" not in str(found["price missing, zero or below"])


def test_a_model_of_another_file_is_not_replaced_unasked(tmp_path: Path) -> None:
    file = written(made(100), tmp_path)
    (tmp_path / CARD).write_text(json.dumps({"data": {"sha256": "another"}}))
    with pytest.raises(OtherRowsError, match="--out DIR"):
        saving.refuse_other_rows(file, tmp_path)
    (tmp_path / CARD).write_text(json.dumps({"data": {"sha256": listings.digest(file)}}))
    saving.refuse_other_rows(file, tmp_path)


def test_without_out_the_committed_model_is_safe_from_another_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["--data", str(written(made(100), tmp_path))]) == 1
    assert "give --out DIR" in capsys.readouterr().err


@pytest.mark.parametrize("failing", [ARTIFACT, CARD])
def test_both_files_are_written_or_none(failing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saving.save({"one": 1}, b"one", tmp_path)
    replace = Path.replace

    def full(self: Path, target: Path) -> Path:
        if target.name == failing and b"two" in self.read_bytes():
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        saving.save({"two": 2}, b"two", tmp_path)
    assert (tmp_path / ARTIFACT).read_bytes() == b"one"
    assert json.loads((tmp_path / CARD).read_text()) == {"one": 1}
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([ARTIFACT, CARD])


@pytest.mark.parametrize(("killed_at", "left"), [(ARTIFACT, b"one"), (CARD, b"two")])
def test_killed_between_its_renames_a_run_still_leaves_a_pair(killed_at: str, left: bytes, tmp_path: Path) -> None:
    def card(content: bytes) -> dict[str, str]:
        return {"sha256": hashlib.sha256(content).hexdigest()}

    saving.save(card(b"one"), b"one", tmp_path)
    code = (
        "import os, pathlib; from tasador.training import saving\n"
        "replace = pathlib.Path.replace\n"
        f"killing = lambda path, to: os._exit(9) if to.name == {killed_at!r} else replace(path, to)\n"
        "pathlib.Path.replace = killing\n"
        f"saving.save({card(b'two')!r}, b'two', pathlib.Path({str(tmp_path)!r}))"
    )
    own = {**os.environ, "PYTHONPATH": str(ROOT / "service" / "src")}
    assert subprocess.run([sys.executable, "-c", code], env=own, check=False).returncode == 9
    file = tmp_path / ARTIFACT
    assert file.read_bytes() == left
    assert card_of(file, hashlib.sha256(left).hexdigest()) == card(left)
    saving.save(card(b"three"), b"three", tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([ARTIFACT, CARD])
