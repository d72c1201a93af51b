"""What docs/model.md says of the price is what the card says."""

from __future__ import annotations

import json
import re

from tests.paths import ROOT

CARD = json.loads((ROOT / "service/model/card.json").read_text())
TEXT = (ROOT / "docs/model.md").read_text()
COLUMNS = ("original's settings", "nearest neighbours", "linear")


def rows(text: str) -> list[list[str]]:
    """The cells of every table row that holds a number."""
    found = [line.strip().strip("|").split("|") for line in text.splitlines() if line.strip().startswith("|")]
    cells = [[cell.strip() for cell in line] for line in found]
    return [line for line in cells if re.fullmatch(r"[\d,.]+", line[-1])]


def test_every_figure_of_the_table_is_the_card_s() -> None:
    said = {line[0]: line[1:] for line in rows(TEXT) if len(line) == 5}
    kept = {
        name: [value, *(CARD["baselines"][other][name] for other in COLUMNS)]
        for name, value in CARD["median_ape"].items()
    }
    assert said == {name: [f"{value:.2f}" for value in figures] for name, figures in kept.items()}


def test_the_learning_curve_is_the_card_s() -> None:
    said = [(int(line[0].replace(",", "")), float(line[1])) for line in rows(TEXT) if len(line) == 2]
    kept = CARD["learning_curve"]["rows_and_median_ape"]
    assert said == [(count, round(error, 2)) for count, error in kept]


def test_figures_within_the_text_are_the_card_s() -> None:
    without = CARD["median_ape_without_coordinates"]
    for value in (without["locality by place: all"], without["locality named in the advert"]):
        assert f"{value:.2f}" in TEXT
    twins = CARD["twins"]
    assert twins["of"] == list(CARD["median_ape"])[-1]
    assert f"{twins['median_difference']:.1f} % apart" in TEXT
    assert f"{twins['pairs']:,} pairs" in TEXT
    assert f"{twins['their_median_difference']:.1f} % where the two are not equal" in " ".join(TEXT.split())
    assert f"off by {twins['model']:.1f} % on the same" in TEXT
    worst = min(step["worst"] for step in CARD["monotone"]["cheaper"].values())
    assert f"the worst by {-100 * worst:.0f} %" in TEXT
    assert f"a forest of {CARD['settings']['trees']} trees" in TEXT
    assert f"holds {100 * CARD['interval']['coverage']:.1f};" in TEXT
