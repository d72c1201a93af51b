"""What docs/model.md says of the price is what the card says."""

from __future__ import annotations

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CARD = json.loads((ROOT / "service/model/card.json").read_text())
TEXT = (ROOT / "docs/model.md").read_text()
COLUMNS = ("original's settings", "nearest neighbours", "linear")


def rows(text: str) -> list[list[str]]:
    """The cells of every table row that holds a number."""
    found = [line.strip().strip("|").split("|") for line in text.splitlines() if line.strip().startswith("|")]
    cells = [[cell.strip() for cell in line] for line in found]
    return [line for line in cells if re.fullmatch(r"[\d,.]+", line[-1])]


def test_every_figure_of_the_table_is_the_card_s() -> None:
    said = {line[0]: [float(cell) for cell in line[1:]] for line in rows(TEXT) if len(line) == 5}
    kept = {
        name: [round(value, 2), *(round(CARD["baselines"][other][name], 2) for other in COLUMNS)]
        for name, value in CARD["median_ape"].items()
    }
    assert said.keys() == kept.keys()
    for name, figures in kept.items():
        assert all(abs(one - other) < 0.011 for one, other in zip(said[name], figures, strict=True)), name


def test_the_learning_curve_is_the_card_s() -> None:
    said = [(int(line[0].replace(",", "")), float(line[1])) for line in rows(TEXT) if len(line) == 2]
    kept = CARD["learning_curve"]["rows_and_median_ape"]
    assert said == [(count, round(error, 2)) for count, error in kept]


def test_figures_within_the_text_are_the_card_s() -> None:
    without = CARD["median_ape_without_coordinates"]
    for value in (without["locality by place: all"], without["locality named in the advert"]):
        assert f"{value:.2f}" in TEXT
    twins = CARD["twins"]["all"]
    assert f"{twins['median_difference']:.1f} % apart" in TEXT
    assert f"{twins['pairs']:,} pairs" in TEXT
    assert f"a forest of {CARD['settings']['trees']} trees" in TEXT
    assert f"holds {100 * CARD['interval']['coverage']:.1f};" in TEXT
