"""The figures that the documents show are those of the committed results, and each result has its picture."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import changes
from bench.frame import machine, picture, runs, tables
from bench.frame.results import COMMITTED, Results
from tests.contract.app.docs import test_operate as operate
from tests.paths import ROOT

FILES = sorted(COMMITTED.glob("*.json"))
SHOWN = "linux-x86_64-2cpu-python3.11"  # the class that the documents show


def of(path: Path) -> Results:
    return Results.read(path)


def test_the_class_that_the_documents_show_has_every_benchmark_of_a_usual_run() -> None:
    assert set(runs.names()) - set(of(COMMITTED / f"{SHOWN}.json").found) <= runs.LONG


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_of_results_says_where_and_when(path: Path) -> None:
    assert {found.on["class"] for found in of(path).found.values()} == {path.stem}
    assert min(found.on["date"] for found in of(path).found.values()) > "2026"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_benchmark_has_the_picture_of_its_results(path: Path) -> None:
    pictures = {place.stem: place.read_text(encoding="utf-8") for place in path.with_suffix("").glob("*.svg")}
    assert pictures == {name: picture.drawn(found) for name, found in of(path).found.items()}


def test_the_readme_and_the_operator_s_page_show_results() -> None:
    shown = {path.relative_to(ROOT).as_posix() for path in tables.documents()}
    assert {"README.md", "docs/operations/operate.md"} <= shown


@pytest.mark.parametrize("path", tables.documents(), ids=lambda path: path.name)
def test_a_document_shows_the_figures_on_record(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text == tables.filled(text), "run: .run/venv/bin/python -m bench.frame.tables"


@pytest.mark.parametrize(("name", "text"), [changes.PAGE, changes.SERVICE])
def test_a_benchmark_finds_the_word_that_it_changes(name: str, text: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8").count(text) == 1


@pytest.fixture
def quiet() -> Results:
    """What is on record, unless other work slowed it."""
    results = of(COMMITTED / f"{SHOWN}.json")
    if machine.busy(on := results.found["serving"].on):
        pytest.skip(f"what is on record was measured on a busy machine, load {on['load']}")
    return results


def test_the_bill_reckons_with_the_time_of_an_answer_that_was_measured(quiet: Results) -> None:
    """Lambda bills whole milliseconds: the next one above, or the one after that."""
    measured = quiet.measurement("serving", "answer of the handler, event to body")
    (reckoned,) = (
        int(name.split()[-2]) for name in operate.table("per million requests") if name.startswith("Lambda, 3008")
    )
    assert measured.value <= reckoned <= 1.5 * measured.value + 1


def test_the_worst_day_reckons_with_the_time_of_a_batch_that_was_measured(quiet: Results) -> None:
    measured_s = quiet.measurement("serving", "batch of 500 homes").value / 1000
    assert measured_s <= operate.batch_s() <= 1.5 * measured_s
