"""A home out of what people and programs send."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tasador.api import answers
from tasador.api.reading import ReadHome, read_home
from tasador.pricing.fields import FIELDS, NUMBERS, Home, limits
from tasador.pricing.vocabulary import REGIONS

from tests.unit.service.asking import V1
from tests.unit.service.fake_model import FakeModel
from tests.unit.service.homes import home, noticed, read, refused


@pytest.mark.parametrize("field", [name for name in NUMBERS if name not in ("lat", "lon")] + ["lat", "lon"])
def test_a_limit_itself_is_accepted_and_what_lies_beyond_is_not(field: str) -> None:
    low, high = limits(field)
    assert getattr(home(**{field: low}), field) == low
    assert getattr(home(**{field: high}), field) == high
    for beyond in (low - 0.5, high + 0.5):
        assert refused(**{field: beyond}).field == field


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (" 60.5 ", 60.5),
        ("60,5", 60.5),
        ("1.000", 1000),
        ("1,000", 1000),
        ("1.250,5", 1250.5),
        ("1,250.5", 1250.5),
        ("0.500e2", None),
        ("1_000", None),
        ("60m", None),
    ],
)
def test_there_is_one_rule_for_numbers_in_texts(typed: str, meant: float | None) -> None:
    if meant is None:
        assert refused(surface_total=typed).code == "bad_number"
    else:
        assert home(surface_total=typed).surface_total == meant


def test_a_thousand_rooms_are_not_silently_one() -> None:
    assert refused(rooms="1.000").code == "less_than_equal"
    assert home(lat="-34.603", lon="-58,381").lat == -34.603


@pytest.mark.parametrize("value", [True, False, "cuatro", [], {}, "NaN", "inf", math.nan, math.inf, 10**400, "9" * 400])
def test_what_is_no_number_is_refused(value: object) -> None:
    fault = refused(rooms=value)
    assert fault.field == "rooms"
    assert fault.limit == "1..40"


def test_a_blank_is_not_given_and_neither_is_a_count_of_none() -> None:
    found = home(rooms="", bathrooms=0, bedrooms=0, locality="  ")
    assert (found.rooms, found.bathrooms, found.bedrooms, found.locality) == (None, None, 0, None)


def test_a_field_has_its_spanish_names_too() -> None:
    sent = {
        "Región": "CABA",
        "barrio": "Palermo",
        "tipo": "PH",
        "ambientes": 3,
        "dormitorios": 2,
        "baños": 1,
        "superficie_total": 70,
        "Superficie cubierta": 60,
        "latitud": -34.6,
        "longitud": -58.4,
        "antigüedad": 12,
        "cochera": "sí",
        "comodidades": ["pileta", "Gimnasio"],
        "fecha": "2020-03",
    }
    found = read_home(sent)
    assert isinstance(found, ReadHome)
    expected = Home("Capital Federal", "Palermo", "PH", 3, 2, 1, 70, 60, -34.6, -58.4)
    assert found.home == replace(expected, age=12, garage=1, amenities=("pool", "gym"), date=2020 - 3.5 / 12)
    assert {name for name in FIELDS if getattr(found.home, name) is not None} == FIELDS.keys()


def test_a_field_by_two_of_its_names_is_refused() -> None:
    fault = refused(fecha=2020, year=2021)
    assert (fault.code, fault.field) == ("duplicate_field", "date")


def test_a_field_that_nobody_knows_is_named_with_what_was_meant() -> None:
    assert read(operation_type="Venta").home == read().home
    assert noticed(operation_type="Venta") == [("unknown_field", "operation_type")]
    (notice,) = read(suface_totl=1).notices
    assert (notice.code, notice.values["meant"]) == ("unknown_field_meant", "surface_total")
    assert len(read(**{f"x{k}": 1 for k in range(200)}).notices) == 1


@pytest.mark.parametrize(
    ("sent", "years"),
    [("2020", 2020), (2020, 2020), (2020.0, 2020), ("2020-07", 2020 + 0.5 / 12), ("12/2025", 2025 + 5.5 / 12)],
)
def test_a_date_is_a_year_or_a_month(sent: object, years: float) -> None:
    assert home(date=sent).date == pytest.approx(years)


@pytest.mark.parametrize("sent", ["ayer", "2020-13", 1999, 2051, True, [2020], 2020.5, math.nan, "20200101"])
def test_what_is_no_date_is_refused_with_its_range(sent: object) -> None:
    fault = refused(date=sent)
    assert (fault.code, fault.field, fault.limit) == ("bad_date", "date", "2000..2050")


@pytest.mark.parametrize(("sent", "spaces"), [(True, 1), (False, 0), ("no", 0), ("SÍ", 1), (2, 2), ("2", 2)])
def test_a_garage_is_a_number_or_a_yes(sent: object, spaces: float) -> None:
    assert home(garage=sent).garage == spaces


def test_amenities_are_a_list_or_a_text_and_an_unknown_one_is_named() -> None:
    assert home(amenities="pileta, baulera").amenities == ("pool", "storage")
    assert home(amenities=[]).amenities is None
    assert noticed(amenities=["helipuerto"]) == [("unknown_amenity", "amenities")]
    for sent in (7, {"pool": True}, [1], ["a"] * 21):
        assert refused(amenities=sent).code == "bad_list"


def test_a_locality_is_free_text_of_a_bounded_length() -> None:
    assert home(locality=" Villa Crespo ").locality == "Villa Crespo"
    fault = refused(locality="x" * 101)
    assert fault.code == "string_too_long"
    assert fault.got is not None
    assert len(fault.got) == 80


def test_what_was_got_is_never_quoted_at_length() -> None:
    got = refused(rooms={"a": ["b" * 500]}).got
    assert got is not None
    assert len(got) == 80


def test_a_surface_far_beyond_a_home_s_is_noted() -> None:
    assert noticed(surface_total=50_000) == [("odd_surface", "surface_total")]


def test_one_that_was_refused_is_not_missing_too() -> None:
    found = read_home({"l2": "Otros", "surface_total": "mucho"})
    assert isinstance(found, list)
    assert [fault.code for fault in found] == ["bad_number"]


# Time is no verdict on a shared machine.
steady = settings(deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
KEYS = st.sampled_from([name for field in FIELDS.values() for name in (field.name, *field.aliases)]) | st.text()


@steady
@given(st.dictionaries(KEYS, JSON_VALUES) | JSON_VALUES)
def test_anything_is_a_home_or_faults_of_known_fields(sent: object) -> None:
    found = read_home(sent)
    if isinstance(found, ReadHome):
        assert found.home.l2 in REGIONS
        assert found.home.surface_total or found.home.surface_covered
    else:
        assert found
        assert {fault.field for fault in found} <= {None, *FIELDS}


@steady
@given(
    price=st.floats(1e3, 1e8),
    parts=st.lists(st.tuples(st.sampled_from(["rooms", "lat", "l2"]), st.floats(-1e7, 1e7)), max_size=20),
)
def test_an_explanation_in_cents_still_adds_up(price: float, parts: list[tuple[str, float]]) -> None:
    appraisal = FakeModel().appraise(home())
    explained = answers.explained(replace(appraisal, price=price, contributions=tuple(parts)))
    assert round(sum(usd for _, usd in explained), 2) == pytest.approx(round(price, 2), abs=1e-6)


def test_nothing_is_charged_for_what_was_not_given() -> None:
    parts = (
        ("location", 1.0),
        ("date", 2.0),
        ("surface_covered", 4.0),
        ("surface_total", 8.0),
        ("rooms", 16.0),
        ("age", 32.0),
    )
    only_total = replace(FakeModel().appraise(home()), home=Home("Otros", surface_total=50.0), contributions=parts)
    told = dict(answers.of_given(only_total))
    assert told == {"location": 1.0, "date": 2.0, "surface_total": 12.0, "not_given": 48.0}


def test_the_full_payload_is_the_home_it_says() -> None:
    found = read_home(V1)
    assert isinstance(found, ReadHome)
    assert {name: getattr(found.home, name) for name in V1} == V1
