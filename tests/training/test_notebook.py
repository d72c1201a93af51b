"""The notebook of docs/notebooks, cell by cell on made-up listings; it is committed without any output."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest
from tasador.training.evaluation.growth import CURVES

from tests.paths import ROOT

NOTEBOOK = ROOT / "docs" / "notebooks" / "model.ipynb"


def cells() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    return found


def code() -> list[str]:
    return ["".join(cell["source"]) for cell in cells() if cell["cell_type"] == "code"]


def test_no_output_is_committed() -> None:
    assert [cell["id"] for cell in cells() if cell.get("outputs") or cell.get("execution_count")] == []


def test_it_is_plain_python_that_any_kernel_runs() -> None:
    assert [line for cell in code() for line in cell.splitlines() if line.lstrip().startswith(("%", "!"))] == []


def test_every_cell_runs_on_listings_and_draws_them_the_model_and_its_curves(
    listings: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TASADOR_DATA", str(listings))
    monkeypatch.chdir(ROOT)
    mpl.use("Agg", force=True)
    from matplotlib import pyplot as plt

    told: dict[str, Any] = {}
    try:
        for number, cell in enumerate(code()):
            exec(compile(cell, f"cell {number}", "exec"), told)  # noqa: S102  our own file, as a kernel runs it
        titles = {axes.get_title() for number in plt.get_fignums() for axes in plt.figure(number).axes}
    finally:
        plt.close("all")
    assert "4,500 adverts read" in capsys.readouterr().out
    assert titles >= {"Adverts with a point", "Median error by region", "Usual price", *CURVES}
