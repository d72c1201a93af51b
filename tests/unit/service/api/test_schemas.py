from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tasador.api import answers
from tasador.api.schemas import BOUNDS, BatchRequest, HomeRequest, parse
from tasador.errors import ProblemError
from tasador.pricing import vocabulary

from tests.unit.service.asking import V1, V2
from tests.unit.service.fake_model import FakeModel


def read(**fields: object) -> HomeRequest:
    return parse(HomeRequest, json.dumps({**V2, **fields}).encode())


def refused(**fields: object) -> ProblemError:
    with pytest.raises(ProblemError) as caught:
        read(**fields)
    return caught.value


def test_the_original_s_places_are_all_accepted() -> None:
    original = (
        "Capital Federal",
        "Buenos Aires Interior",
        "Bs.As. G.B.A. Zona Norte",
        "Bs.As. G.B.A. Zona Sur",
        "Bs.As. G.B.A. Zona Oeste",
        "Córdoba",
        "Santa Fe",
        "Otros",
    )
    assert [read(l2=name).l2 for name in original] == list(original)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("capital federal", "Capital Federal"),
        ("  CORDOBA ", "Córdoba"),
        ("Co\u0301rdoba", "Córdoba"),
        ("CABA", "Capital Federal"),
        ("GBA Zona Norte", "Bs.As. G.B.A. Zona Norte"),
        ("bs as gba zona sur", "Bs.As. G.B.A. Zona Sur"),
    ],
)
def test_a_place_is_known_however_it_is_typed(typed: str, meant: str) -> None:
    assert read(l2=typed).l2 == meant


@pytest.mark.parametrize("typed", ["", " ", "Montevideo", "Zona Norte", "null", "..."])
def test_a_place_is_never_guessed(typed: str) -> None:
    assert refused(l2=typed).faults[0].code == "unknown_place"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("departamento", "Departamento"),
        ("ph", "PH"),
        ("Lote", "Otros"),
        ("deposito", "Otros"),
        ("", None),
        (None, None),
    ],
)
def test_a_type_is_known_by_its_name_or_as_others(typed: str | None, meant: str | None) -> None:
    assert read(property_type=typed).property_type == meant


def test_an_unknown_type_is_answered_with_the_accepted_ones() -> None:
    (fault,) = refused(property_type="castillo").faults
    assert fault.limit is not None
    assert fault.limit.startswith("Departamento, PH, Casa, Otros")


@pytest.mark.parametrize("field", sorted(BOUNDS))
def test_a_limit_itself_is_accepted_and_what_lies_beyond_is_not(field: str) -> None:
    low, high = BOUNDS[field]
    assert getattr(read(**{field: low}), field) == low
    assert getattr(read(**{field: high}), field) == high
    for beyond in (low - 0.5, high + 0.5):
        assert refused(**{field: beyond}).faults[0].field == field


def test_a_number_in_quotes_is_a_number_and_an_empty_one_is_missing() -> None:
    home = read(surface_total=" 60.5 ", rooms="", bathrooms=None)
    assert (home.surface_total, home.rooms, home.bathrooms) == (60.5, None, None)


@pytest.mark.parametrize("value", [True, False, "cuatro", "4,5", [], {}, "NaN", "inf"])
def test_what_is_no_number_is_refused(value: object) -> None:
    assert refused(rooms=value).faults[0].field == "rooms"


def test_unknown_fields_are_left_alone() -> None:
    assert read(operation_type="Venta") == read()


def test_a_locality_is_free_text_of_a_bounded_length() -> None:
    assert read(locality="Villa Crespo").locality == "Villa Crespo"
    assert read(locality="  ").locality is None
    (fault,) = refused(locality="x" * 101).faults
    assert fault.code == "string_too_long"
    assert fault.got is not None
    assert len(fault.got) == 80


def test_what_was_got_is_never_quoted_at_length() -> None:
    (fault,) = refused(rooms={"a": ["b" * 500]}).faults
    assert fault.got is not None
    assert len(fault.got) == 80


def test_a_batch_needs_homes() -> None:
    for body in (b"{}", b'{"homes": []}', b'{"homes": {}}', b'{"homes": null}'):
        with pytest.raises(ProblemError) as caught:
            parse(BatchRequest, body)
        assert caught.value.faults[0].field == "homes"


def test_one_coordinate_alone_places_nothing() -> None:
    home = answers.home(read(lat=-34.6))
    assert home.lat is home.lon is None
    placed = answers.home(parse(HomeRequest, json.dumps(V1).encode()))
    assert (placed.lat, placed.lon) == (-34.6037, -58.3816)


# Time is no verdict on a shared machine.
steady = settings(deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@steady
@given(st.dictionaries(st.sampled_from(sorted(HomeRequest.model_fields)), JSON_VALUES))
def test_any_json_is_a_home_or_a_problem_with_its_fields(fields: dict[str, Any]) -> None:
    home, problem = outcome(json.dumps(fields).encode())
    if home:
        assert home.l2 in vocabulary.REGIONS
        assert home.surface_total or home.surface_covered
    if problem:
        assert problem.kind == "malformed" or all(fault.field for fault in problem.faults)


def outcome(body: bytes) -> tuple[HomeRequest | None, ProblemError | None]:
    try:
        return parse(HomeRequest, body), None
    except ProblemError as problem:
        return None, problem


@steady
@given(st.binary(max_size=200))
def test_any_bytes_are_a_home_or_a_problem(body: bytes) -> None:
    with pytest.raises(ProblemError):
        parse(HomeRequest, body)


@steady
@given(
    price=st.floats(1e3, 1e8),
    parts=st.lists(st.tuples(st.sampled_from(["rooms", "lat", "l2"]), st.floats(-1e7, 1e7)), max_size=20),
)
def test_an_explanation_in_cents_still_adds_up(price: float, parts: list[tuple[str, float]]) -> None:
    appraisal = FakeModel().appraise(answers.home(read()))
    explained = answers.explained(replace(appraisal, price=price, contributions=tuple(parts)))
    assert round(sum(usd for _, usd in explained), 2) == pytest.approx(round(price, 2), abs=1e-6)
