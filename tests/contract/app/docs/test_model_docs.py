"""What docs/app/model.md says of the price is what the card says."""

from __future__ import annotations

import json
import re

from tests.paths import ROOT

CARD = json.loads((ROOT / "service/model/card.json").read_text())
TEXT = (ROOT / "docs/app/model.md").read_text()
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
    assert f"{CARD['settings']['trees']} trees in all" in TEXT
    assert f"holds {100 * CARD['interval']['coverage']:.1f};" in TEXT


def test_the_plain_words_are_those_of_the_card() -> None:
    plain = " ".join(TEXT.partition("## In plain words")[2].partition("\n## ")[0].split())
    region, kind, data = CARD["median_ape_by_region"], CARD["median_ape_by_type"], CARD["data"]
    for error, said in (
        (CARD["median_ape"]["all"], "Half of its prices are within {} of what"),
        (region["Capital Federal"][1], "City of Buenos Aires {},"),
        *((region[name][1], f"in {name} {{}}") for name in ("Córdoba", "Mendoza", "Santa Fe")),
        (kind["Departamento"][1], "of flats {},"),
        (kind["Casa"][1], "of houses {}."),
        (CARD["baselines"]["nearest neighbours"]["all"], "is off by {}."),
    ):
        assert said.format(f"{error:.1f} %") in plain
    held, below, above = (f"{100 * CARD['interval'][side]:.0f}" for side in ("coverage", "below", "above"))
    assert f"{held} of 100 adverts ask a price within it, {below} ask less, {above} more" in plain
    assert f"{data['learned_from']:,} adverts" in plain
    assert round(data["regions"]["Capital Federal"] / data["rows"], 1) == 0.5  # half of the City
    usual = sum(data["years"][str(year)] for year in range(2016, 2021))
    assert 0.87 < usual / sum(data["years"].values()) < 0.9  # nearly nine in ten


def test_no_surface_alone_nor_both_nor_bathrooms_nor_age_moves_a_price_the_wrong_way() -> None:
    told = CARD["monotone"]
    assert told["homes"] == 4000
    for name in ("covered surface", "total surface", "both surfaces", "bathrooms", "age"):
        assert told[name] == told[name] | {"wrong_way": 0.0, "worst": 0.0}


def test_the_level_of_today_is_told_as_the_card_tells_it() -> None:
    level, text = CARD["level"], " ".join(TEXT.split())
    counted = level["moves_by_number_percent"]["Capital Federal"]
    moved = level["moves_percent"]
    for percent, where in (
        (moved["Capital Federal|boedo"], "in Boedo"),
        (moved["Capital Federal|nunez"], "in Núñez"),
        (counted["rooms"][1], "with two rooms"),
        (counted["rooms"][4], "with five"),
        (counted["bathrooms"][2], "with three bathrooms"),
    ):
        assert f"{percent:+.0f} % {where}" in text
    tails = [100 * level[f"{side}_the_range"] for side in ("below", "above")]
    error = f"median error {level['median_ape']:.1f} %, bias {level['bias_percent']:.1f} %"
    assert f"{error}, {tails[0]:.1f} % below the range and {tails[1]:.1f} % above it" in text


def test_what_one_more_room_does_is_told_as_the_card_tells_it() -> None:
    text = " ".join(TEXT.split())
    for field in ("rooms", "bedrooms", "bathrooms"):
        quarter = 100 * CARD["monotone"][field]["moved_by_a_quarter"]
        assert f"of a {field[:-1]} moves {quarter:.1f} % of homes by a quarter or more" in text
    for field in ("rooms", "bedrooms"):
        tenth, fall = (100 * CARD["monotone"][field][name] for name in ("cheaper_by_a_tenth", "largest_fall"))
        assert f"makes {tenth:.1f} % cheaper by a tenth or more, {-fall:.0f} % at most" in text
    bathrooms = CARD["monotone"]["bathrooms"]
    assert f"by a quarter or more, {100 * bathrooms['largest_rise']:.0f} % at most" in text
    assert f"makes {100 * bathrooms['wrong_way']:.1f} % cheaper at all" in text


def test_suspects_are_counted_as_the_card_counts_them() -> None:
    for count in re.findall(r"per m².*?: ([\d,]+) rows, evaluated", "\n".join(CARD["data"]["findings"])):
        assert re.search(rf"\b{count} (?:whose|that)", TEXT), count


def test_tails_and_tenths_hold_what_a_range_promises() -> None:
    interval = CARD["interval"]
    assert all(0.08 <= interval[side] <= 0.12 for side in ("below", "above"))
    assert min(tenth["coverage"] for tenth in interval["by_tenth_of_price"]) >= 0.75
    assert all(0.08 <= CARD["level"][side] <= 0.12 for side in ("below_the_range", "above_the_range"))
