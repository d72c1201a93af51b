"""Small inputs that once gave a wrong price, or no word: each with its answer, over the committed model."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tasador.entry.handler import app
from tasador.pricing.fields import FIELDS

from tests.unit.service.asking import JSON, V1, V2, ask, post

BASE: dict[str, Any] = {"l2": "Capital Federal", "locality": "Palermo", "property_type": "Departamento"}


def price(**sent: object) -> float:
    answer = post(app, "/predict", {**BASE, **sent}).json
    return float(answer["precio_predicho"])


def notices(**sent: object) -> list[tuple[str, str]]:
    answer = post(app, "/predict", {**BASE, **sent}).json
    return [(one["codigo"], one["campo"]) for one in answer["avisos"] if one["codigo"] != "old_prices"]


def fault(**sent: object) -> tuple[int, str, str]:
    reply = post(app, "/predict", {**BASE, **sent})
    (error,) = reply.json["errors"]
    return reply.status, error["field"], error["code"]


def test_a_total_of_one_square_metre_is_refused_not_clamped() -> None:
    assert fault(surface_covered=60, surface_total=1) == (422, "surface_total", "greater_than_equal")


def test_a_total_below_the_covered_surface_is_taken_as_the_covered() -> None:
    assert price(surface_covered=60, surface_total=12) == price(surface_covered=60, surface_total=60)
    assert notices(surface_covered=60, surface_total=12) == [("covered_exceeds_total", "surface_covered")]


def test_six_bedrooms_in_thirty_square_metres_are_doubted() -> None:
    """And used: were they dropped, the surface from which they fit could make the home cheaper."""
    prices = [price(surface_covered=surface, bedrooms=6) for surface in (30, 47, 49, 60, 90)]
    assert prices == sorted(prices)
    assert notices(surface_covered=30, bedrooms=6) == [("too_many_bedrooms", "bedrooms")]


def test_more_bedrooms_than_rooms_are_not_used() -> None:
    assert notices(surface_covered=80, bedrooms=4, rooms=2) == [("bedrooms_exceed_rooms", "bedrooms")]


def test_a_year_is_no_longer_ignored() -> None:
    assert price(surface_covered=60, year=2017) == price(surface_covered=60, fecha="2017") != price(surface_covered=60)


def test_nothing_unknown_is_ignored_without_a_word() -> None:
    assert notices(surface_covered=60, colour=3) == [("unknown_field", "colour")]
    assert notices(surface_covered=60, antiguedadd=3) == [("unknown_field_meant", "antiguedadd")]
    assert notices(surface_covered=60, colour=3, antiguedadd=3, sun=1) == [
        ("unknown_field_meant", "antiguedadd"),
        ("unknown_field", "colour, sun"),
    ]


def test_of_many_unknown_fields_as_many_are_named_as_there_is_room_for_and_the_rest_is_told_of() -> None:
    ((code, named),) = notices(surface_covered=60, **{f"x{number:030}": 1 for number in range(100)})
    assert code == "unknown_field"
    assert named.startswith(f"x{0:030}, x{1:030}, ")
    assert (len(named), named[-1]) == (200, "…")


@pytest.mark.parametrize(
    "twice", ['"surface_covered": 50, "surface_covered": 60', '"rooms": 2, "surface_covered": 50, "rooms": null']
)
def test_of_a_field_that_comes_twice_neither_wins(twice: str) -> None:
    reply = ask(app, "POST", "/predict", f'{{"l2": "CABA", {twice}}}'.encode(), JSON)
    assert [error["code"] for error in reply.json["errors"]] == ["duplicate_field"]


def test_homes_that_come_twice_are_not_half_priced() -> None:
    home = json.dumps(V2)
    reply = ask(app, "POST", "/predict/batch", f'{{"homes": [{home}], "homes": [{home}]}}'.encode(), JSON)
    assert [error["code"] for error in reply.json["errors"]] == ["duplicate_field"]


@pytest.mark.parametrize(("path", "sent"), [("/predict", V2), ("/predict/batch", {"homes": [V2]})])
def test_a_field_in_the_address_is_not_ignored(path: str, sent: object) -> None:
    body = json.dumps(sent).encode()
    (error,) = ask(app, "POST", path, body, JSON, b"fecha=2017&utm_source=x").json["errors"]
    assert (error["field"], error["code"]) == ("date", "in_query")
    assert ask(app, "POST", path, body, JSON, b"utm_source=x").status == 200


@pytest.mark.parametrize("typed", ["1_000", "1 000", "mil"])
def test_what_is_no_number_is_never_one(typed: str) -> None:
    assert fault(surface_covered=typed) == (422, "surface_covered", "bad_number")


def test_a_thousand_is_a_thousand() -> None:
    assert price(surface_covered="1.000") == price(surface_covered=1000)


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ({"property_type": "depto"}, {"property_type": "Departamento"}),
        ({"property_type": "dúplex"}, {"property_type": "Departamento"}),
        ({"property_type": "monoambiente"}, {"property_type": "Departamento", "rooms": 1}),
        ({"l2": "CABA"}, {"l2": "Capital Federal"}),
        ({"l2": "GBA Norte", "locality": "Olivos"}, {"l2": "Bs.As. G.B.A. Zona Norte", "locality": "Olivos"}),
        ({"locality": "La Boca"}, {"locality": "Boca"}),
        ({"locality": "Belgrano R"}, {"locality": "Belgrano"}),
        ({"locality": "Montserrat"}, {"locality": "Monserrat"}),
        ({"locality": "v. crespo"}, {"locality": "Villa Crespo"}),
        ({"locality": "Cabalito"}, {"locality": "Caballito"}),
    ],
)
def test_what_people_type_costs_what_they_mean(sent: dict[str, Any], meant: dict[str, Any]) -> None:
    typed = post(app, "/predict", {**BASE, "surface_covered": 50, **sent}).json
    plain = post(app, "/predict", {**BASE, "surface_covered": 50, **meant}).json
    assert typed["precio_predicho"] == plain["precio_predicho"]
    assert typed["info_peticion"] == plain["info_peticion"]
    told = [one for one in typed["avisos"] if one["codigo"] == "name_resolved"]
    assert {one["campo"] for one in told} == {name for name, value in sent.items() if value != meant[name]}


def test_an_optional_field_that_the_model_does_not_know_changes_nothing_and_is_told() -> None:
    unused = [name for name, field in FIELDS.items() if field.optional_feature]
    for name, value in {"age": 10, "garage": 1, "amenities": ["pool"]}.items():
        assert name in unused
        told = notices(surface_covered=60, **{name: value})
        assert (told == [("field_not_used", name)]) == (
            price(surface_covered=60, **{name: value}) == price(surface_covered=60)
        )


# What pages and clients of former releases send; each has to be priced for as long as a tab of theirs may be open.
FORMER: tuple[dict[str, Any], ...] = (
    V2,
    V1,
    {"l2": "Buenos Aires Costa Atlántica", "locality": "mar-del-plata", "property_type": "Casa", "surface_total": 300},
    {"l2": "G.B.A. Zona Norte", "locality": "Tigre", "surface_covered": "120", "rooms": "", "bathrooms": 0},
    {"l2": "Otros", "property_type": "Lote", "surface_total": 500, "rooms": 0, "operation_type": "Venta"},
)
FORMER_ANSWER = {
    "precio_predicho",
    "moneda",
    "rango",
    "precio_m2",
    "fecha_nivel",
    "detalles",
    "explicacion",
    "comparables",
    "avisos",
    "modelo",
    "info_peticion",
}


@pytest.mark.parametrize("sent", FORMER)
def test_a_tab_of_a_former_release_keeps_working(sent: dict[str, Any]) -> None:
    reply = post(app, "/predict", sent)
    assert reply.status == 200
    assert reply.json.keys() >= FORMER_ANSWER
    assert reply.json["comparables"].keys() >= {"cantidad", "mediana_usd_m2", "lugar"}
    assert all(one.keys() >= {"codigo", "texto"} for one in reply.json["avisos"])
