from __future__ import annotations

import gzip
import hashlib
import json
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tasador.errors import ModelError
from tasador.pricing import artifact
from tasador.pricing.appraisal import Appraisal
from tasador.pricing.fields import Home
from tasador.pricing.model import Model
from tasador.pricing.places.comparables import ENOUGH
from tasador.pricing.trees.points import MANY
from tasador.pricing.vocabulary import REGIONS, TYPES

FLAT = Home(
    l2="Capital Federal",
    locality="Palermo",
    property_type="Departamento",
    rooms=2,
    bedrooms=1,
    bathrooms=1,
    surface_total=50,
    surface_covered=45,
    lat=-34.6,
    lon=-58.44,
)
NUMBER = st.none() | st.floats(1, 500)


@pytest.fixture(scope="session")
def loaded(trained: Path) -> Model:
    return artifact.load(trained / artifact.ARTIFACT)


def test_a_flat_gets_a_price_within_its_range(loaded: Model) -> None:
    told = loaded.appraise(FLAT)
    assert 20_000 < told.low < told.price < told.high < 500_000
    assert told.price_per_m2 == pytest.approx(told.price / 45)
    assert told.notices == ()


def codes(appraisal: Appraisal) -> list[str]:
    return [one.code for one in appraisal.notices]


@given(
    l2=st.sampled_from(REGIONS),
    kind=st.none() | st.sampled_from(TYPES),
    locality=st.none() | st.sampled_from(["Palermo", "Tigre", "nowhere"]),
    surface=st.floats(10, 5_000),
    numbers=st.tuples(NUMBER, NUMBER, NUMBER, NUMBER),
    point=st.none() | st.tuples(st.floats(-55, -22), st.floats(-73, -54)),
)
def test_base_and_contributions_add_up_to_the_price(
    loaded: Model,
    l2: str,
    kind: str | None,
    locality: str | None,
    surface: float,
    numbers: tuple[float | None, ...],
    point: tuple[float, float] | None,
) -> None:
    rooms, bedrooms, bathrooms, total = numbers
    lat, lon = point or (None, None)
    home = Home(l2, locality, kind, rooms, bedrooms, bathrooms, total, surface, lat, lon)
    told = loaded.appraise(home)
    assert told.base + math.fsum(usd for _, usd in told.contributions) == pytest.approx(told.price, rel=1e-9)
    assert 0 < told.low <= told.price <= told.high < math.inf


def test_many_are_priced_as_one_by_one(loaded: Model) -> None:
    homes = [replace(FLAT, surface_covered=float(m2)) for m2 in range(30, 30 + MANY)]
    alone = [loaded.appraise(home) for home in homes]
    assert loaded.appraise_many(homes) == alone
    assert loaded.appraise_many(homes[:20]) == alone[:20]
    assert loaded.appraise_many([]) == []


def test_a_locality_stands_in_for_coordinates(loaded: Model) -> None:
    by_name = loaded.appraise(replace(FLAT, lat=None, lon=None))
    assert by_name.price == pytest.approx(loaded.appraise(FLAT).price, rel=0.3)
    assert by_name.comparables.place == "Palermo"
    assert "no_locality" not in codes(by_name)


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"lat": None, "lon": None, "locality": None}, "no_locality", "locality"),
        ({"lat": None, "lon": None, "locality": "nowhere"}, "unknown_locality", "locality"),
        ({"locality": "nowhere"}, "unlisted_locality", "locality"),
        ({"l2": "Otros"}, "no_data_for_region", "l2"),
        ({"surface_covered": 9_000.0}, "outside_training_range", "surface_covered"),
        ({"lat": -34.7, "lon": -58.9, "locality": None}, "remote_point", "lat"),
        ({"lat": -45.0, "lon": -70.0}, "point_outside_region", "lat"),
        ({"lat": -31.41, "lon": -64.18}, "point_outside_region", "lat"),
        ({"lat": -34.75}, "point_far_from_locality", "locality"),
        ({"age": 10.0}, "field_not_used", "age"),
        ({"date": 1999.0}, "date_outside_levels", "date"),
        ({"bedrooms": 3.0}, "bedrooms_exceed_rooms", "bedrooms"),
    ],
)
def test_a_price_that_is_less_certain_says_so(loaded: Model, change: dict[str, Any], code: str, field: str) -> None:
    assert (code, field) in [(one.code, one.field) for one in loaded.appraise(replace(FLAT, **change)).notices]


def test_a_region_without_data_gets_a_wider_range(loaded: Model) -> None:
    known, unknown = (loaded.appraise(replace(FLAT, l2=l2, lat=None, lon=None)) for l2 in ("Capital Federal", "Otros"))
    assert unknown.high / unknown.low > 1.3 * known.high / known.low


def test_a_price_is_at_the_level_of_the_year_asked_for(loaded: Model) -> None:
    then, now = loaded.appraise(replace(FLAT, year=2020.0)), loaded.appraise(FLAT)
    assert (then.as_of, now.as_of) == ("2020-06", "2026-06")
    assert then.price != now.price


def test_old_adverts_are_moved_to_today_by_the_index_and_warned_about(loaded: Model) -> None:
    loaded.price_index.epochs["Capital Federal|Departamento"], kept = (
        (2020.0,),
        loaded.price_index.epochs["Capital Federal|Departamento"],
    )
    try:
        then, now = loaded.appraise(replace(FLAT, year=2020.0)), loaded.appraise(FLAT)
    finally:
        loaded.price_index.epochs["Capital Federal|Departamento"] = kept
    assert now.price / then.price == pytest.approx(2572 / 3039)
    assert codes(now) == ["old_prices"]
    assert dict(now.contributions)["date"] < dict(then.contributions)["date"]
    below, above = loaded.price_index.widening
    assert now.high / now.price == pytest.approx(then.high / then.price * math.exp(above))
    assert now.low / now.price == pytest.approx(then.low / then.price * math.exp(-below))


@pytest.mark.parametrize(
    ("home", "factor"),
    [
        (replace(FLAT, surface_covered=200.0, surface_total=210.0), "surface_covered"),
        (replace(FLAT, surface_covered=None, surface_total=200.0), "surface_total"),
    ],
    ids=["both", "total alone"],
)
def test_a_large_surface_is_told_under_the_field_it_came_from(loaded: Model, home: Home, factor: str) -> None:
    told = dict(loaded.appraise(home).contributions)
    assert told[factor] == max(told.values()) > 0


def test_a_home_without_any_surface_still_gets_a_number(loaded: Model) -> None:
    assert loaded.appraise(Home("Capital Federal")).price > 0


def test_places_are_listed_with_count_and_centre(loaded: Model) -> None:
    listed = {(place["l2"], place["name"]): place for place in loaded.places()}
    palermo = listed["Capital Federal", "Palermo"]
    assert palermo["count"] > 100  # type: ignore[operator]  # a number, though the list is of objects
    assert palermo["lat"] == pytest.approx(-34.6, abs=0.05)


def test_the_version_is_that_of_the_artifact(loaded: Model, trained: Path) -> None:
    assert loaded.version == f"m-{json.loads((trained / artifact.CARD).read_text())['sha256'][:12]}"


def damaged(folder: Path, to: Path, packed: bytes) -> Path:
    """A copy of the model whose card tells the damaged artifact's own digest, if `packed` is what it was."""
    (to / artifact.CARD).write_text((folder / artifact.CARD).read_text())
    (to / artifact.ARTIFACT).write_bytes(packed)
    return to / artifact.ARTIFACT


def test_a_missing_artifact_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"price\.gz; what: it cannot be read"):
        artifact.load(tmp_path / artifact.ARTIFACT)


@pytest.mark.parametrize("cut", [0, 10, 5_000])
def test_a_truncated_artifact_is_refused(trained: Path, tmp_path: Path, cut: int) -> None:
    whole = (trained / artifact.ARTIFACT).read_bytes()
    with pytest.raises(ModelError, match=r"price\.gz"):
        artifact.load(damaged(trained, tmp_path, whole[:cut]))


def test_an_artifact_that_is_not_its_card_s_is_refused(trained: Path, tmp_path: Path) -> None:
    other = gzip.compress(gzip.decompress((trained / artifact.ARTIFACT).read_bytes()), 1)
    with pytest.raises(ModelError, match="is not the one"):
        artifact.load(damaged(trained, tmp_path, other))


def rewritten(trained: Path, to: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """The model with changed content, and a card that tells its digest."""
    content = artifact.read((trained / artifact.ARTIFACT).read_bytes())
    change(content)
    packed = artifact.written(content)
    file = damaged(trained, to, packed)
    card = json.loads((trained / artifact.CARD).read_text()) | {"sha256": hashlib.sha256(packed).hexdigest()}
    file.with_name(artifact.CARD).write_text(json.dumps(card))
    return file


def test_an_artifact_of_other_features_is_refused(trained: Path, tmp_path: Path) -> None:
    file = rewritten(trained, tmp_path, lambda content: content.update(features=["surface"]))
    with pytest.raises(ModelError, match="unknown features: surface"):
        artifact.load(file)


def cut(column: str, keep: int) -> Callable[[dict[str, Any]], object]:
    """Of a column of the price's forest, the first bytes alone."""
    return lambda content: content["forest"].update({column: content["forest"][column][:keep]})


@pytest.mark.parametrize(
    "spoil",
    [
        *(cut(column, 20) for column in ("sizes", "index", "value", "skip", "shares")),
        cut("sizes", 0),
        lambda content: content.update(slopes={}),
        lambda content: content["slopes"].pop("open"),
        lambda content: content["interval"].update(corrections=[]),
    ],
)
def test_content_that_does_not_belong_together_is_refused_at_load(
    trained: Path, tmp_path: Path, spoil: Callable[[dict[str, Any]], object]
) -> None:
    file = rewritten(trained, tmp_path, spoil)
    with pytest.raises(ModelError, match="content is damaged"):
        artifact.load(file)


def test_an_answer_carries_its_comparables(loaded: Model) -> None:
    told = loaded.appraise(FLAT).comparables
    assert told.property_type == "Departamento"
    assert told.adverts >= ENOUGH
