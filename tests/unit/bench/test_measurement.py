"""What a benchmark finds, how it is compared with what stands on record, and how it is shown."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest

from bench.frame import against, machine, measurement, picture, results, tables
from bench.frame.measurement import Found, Measurement, alone, compared
from bench.frame.results import Results

MACHINE = {"date": "2026-11-01", "class": "linux-x-2cpu", "processor": "Any <CPU>", "python": "3.13.1", "load": 0.1}
PAIRS = [(2.0, 1.0), (3.0, 2.0), (8.0, 2.0)]
ANSWER = compared("answer & body", "ms", "the rival", PAIRS, ratio_at_most=2.5, headline=True)
LOAD = alone("load", "ms", [90.0, 70.0, 80.0], at_most=80.0)
FOUND = Found("serving", "Answers", 1.5, measurements=(ANSWER, LOAD), on=MACHINE)


def test_a_ratio_is_the_median_of_the_pairs_and_not_of_the_sides() -> None:
    assert ANSWER.value == 3.0
    assert ANSWER.other == 2.0
    assert ANSWER.ratio == measurement.Ratio(2.0, 1.5, 4.0, 3)


def test_what_is_more_than_it_may_be_is_told_with_its_limit() -> None:
    assert FOUND.faults == ()
    assert replace(LOAD, value=81.0).faults == ("load: 81.0 ms, at most 80.0",)
    assert replace(ANSWER, ratio_at_most=1.9).faults == ("answer & body: 2.00 of the rival, at most 1.9",)


@pytest.mark.parametrize(("kept", "slipped"), [(2.0, False), (1.75, False), (1.7, True), (9.0, False)])
def test_a_slip_is_a_ratio_more_than_fifteen_percent_above_the_one_on_record(kept: float, slipped: bool) -> None:
    before = replace(ANSWER, ratio=measurement.Ratio(kept, kept, kept, 3))
    assert bool(ANSWER.slip(before)) is slipped
    assert LOAD.slip(LOAD) is None


def test_what_was_found_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    kept = Results({"serving": FOUND})
    (tmp_path / "a.json").write_text(kept.to_json(), encoding="utf-8")
    assert Results.read(tmp_path / "a.json") == kept
    assert json.loads(kept.to_json())["serving"]["measurements"][0]["ratio"]["pairs"] == 3


def test_a_picture_has_a_bar_for_each_side_and_is_xml_whatever_the_names() -> None:
    drawn = ET.fromstring(picture.drawn(FOUND))  # noqa: S314  made here
    bars = [one.get("width") for one in drawn.iter("{http://www.w3.org/2000/svg}rect") if one.get("class") != "page"]
    assert bars == ["360.0", "240.0", "360.0"]
    words = "".join(drawn.itertext())
    assert "answer & body" in words
    assert "2.00 (1.50 to 4.00, 3 pairs)" in words
    assert "Any <CPU>" in words


def test_a_block_of_a_document_is_the_table_of_what_is_committed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(results, "COMMITTED", tmp_path)
    (tmp_path / "linux-x-2cpu.json").write_text(Results({"serving": FOUND}).to_json(), encoding="utf-8")
    text = "Before\n<!-- bench linux-x-2cpu headlines -->\nold\n<!-- /bench -->\nafter"
    filled = tables.filled(text)
    assert "| answer & body | 3.00 ms | 2.00 ms, the rival | 2.00 (1.50 to 4.00, 3 pairs) |" in filled
    assert "old" not in filled
    assert "| load |" not in filled
    assert filled.startswith("Before\n")
    assert filled.endswith("\nafter")
    assert tables.filled(filled) == filled


def test_a_run_on_record_keeps_what_it_did_not_measure_and_of_which_day_that_was(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(results, "COMMITTED", tmp_path)
    monkeypatch.setattr(machine, "described", lambda: MACHINE)
    results.record([FOUND, Found("sync", "Site", measurements=(LOAD,))])
    later = {**MACHINE, "date": "2026-11-09", "load": 3.0}
    monkeypatch.setattr(machine, "described", lambda: later)
    place = results.record([Found("serving", "Answers", skipped="no"), Found("sync", "Site", measurements=(ANSWER,))])
    kept = Results.read(place).found
    assert kept["serving"] == FOUND
    assert (kept["sync"].measurements, kept["sync"].on) == ((ANSWER,), later)
    assert "on 2026-11-01 to 2026-11-09 by `./run bench`" in tables.origin([*kept.values()])
    assert "load up to 3; ratios" in tables.origin([*kept.values()])
    assert "**That machine was busy" in tables.origin([kept["sync"]])
    assert "**That machine was busy" not in tables.origin([kept["serving"]])
    assert sorted(path.name for path in place.with_suffix("").iterdir()) == ["serving.svg", "sync.svg"]


def test_two_revisions_take_turns_and_the_first_place_alternates() -> None:
    asked: list[str] = []

    def run(name: str, tree: Path) -> Found:
        asked.append("theirs" if tree == Path("other") else "ours")
        value = 10.0 if tree == Path("other") else 5.0
        return Found(name, "Answers", measurements=(alone("load", "ms", [value]), alone("gone", "ms", [0.0])))

    found = against.measured("serving", Path("other"), "v1", 3, run)
    assert asked == ["ours", "theirs", "theirs", "ours", "ours", "theirs"]
    (one,) = found.measurements
    assert (one.value, one.other, one.beside) == (5.0, 10.0, "v1")
    assert one.ratio == measurement.Ratio(0.5, 0.5, 0.5, 3)


def test_a_revision_that_cannot_be_measured_says_so() -> None:
    def run(name: str, tree: Path) -> Found:
        return Found(name, "Answers", skipped="" if tree != Path("other") else "it failed with exit 1")

    assert against.measured("serving", Path("other"), "v1", 3, run).skipped == "at v1: it failed with exit 1"


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.0, "0"), (0.01234, "0.0123"), (4.3, "4.30"), (43.21, "43.2"), (176, "176"), (5400.0, "5,400")],
)
def test_a_figure_has_three_digits_that_matter(value: float, said: str) -> None:
    assert measurement.figure(value) == said


def test_lines_for_the_terminal_name_what_is_too_much() -> None:
    slow = replace(FOUND, measurements=(replace(LOAD, value=81.0),))
    assert list(tables.printed(slow))[-1] == "  TOO MUCH  load: 81.0 ms, at most 80.0"
    assert list(tables.printed(Found("page", "Page", skipped="no npm"))) == ["page: skipped: no npm"]


def test_a_measurement_without_another_beside_it_has_no_ratio() -> None:
    assert Measurement("load", "ms", 1.0).ratio is None
    assert picture.shown(LOAD) == ""
