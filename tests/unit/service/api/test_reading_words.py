"""Regions and types out of what people type."""

from __future__ import annotations

import pytest

from tests.unit.service.homes import home, noticed, read, refused


def test_the_original_s_regions_are_all_accepted() -> None:
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
    assert [home(l2=name).l2 for name in original] == list(original)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("capital federal", "Capital Federal"),
        ("  CORDOBA ", "Córdoba"),
        ("Co\u0301rdoba", "Córdoba"),
        ("CABA", "Capital Federal"),
        ("c.a.b.a.", "Capital Federal"),
        ("Capital Fedral", "Capital Federal"),
        ("GBA Norte", "Bs.As. G.B.A. Zona Norte"),
        ("GBA Zona Norte", "Bs.As. G.B.A. Zona Norte"),
        ("bs as gba zona sur", "Bs.As. G.B.A. Zona Sur"),
        ("Gran Buenos Aires Oeste", "Bs.As. G.B.A. Zona Oeste"),
        ("mendosa", "Mendoza"),
        ("Cap. Fed.", "Capital Federal"),
        ("Sta. Fé", "Santa Fe"),
        ("otras", "Otros"),
    ],
)
def test_a_region_is_known_however_it_is_typed(typed: str, meant: str) -> None:
    assert home(l2=typed).l2 == meant


@pytest.mark.parametrize("typed", ["Montevideo", "Zona Norte", "null", "...", "Buenos Aires"])
def test_a_region_is_never_guessed(typed: str) -> None:
    fault = refused(l2=typed)
    assert (fault.code, fault.field) == ("unknown_region", "l2")
    assert fault.limit is not None
    assert fault.limit.startswith("Capital Federal, ")


@pytest.mark.parametrize("typed", ["", " ", None])
def test_a_blank_region_is_missing(typed: str | None) -> None:
    assert refused(l2=typed).code == "missing"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("departamento", "Departamento"),
        ("depto", "Departamento"),
        ("dúplex", "Departamento"),
        ("departamneto", "Departamento"),
        ("ph", "PH"),
        ("chalet", "Casa"),
        ("Lote", "Otros"),
        ("deposito", "Otros"),
        ("", None),
        (None, None),
    ],
)
def test_a_type_is_known_by_its_name_or_a_usual_word(typed: str | None, meant: str | None) -> None:
    assert home(property_type=typed).property_type == meant


def test_an_unknown_type_is_answered_with_the_accepted_ones() -> None:
    fault = refused(property_type="castillo")
    assert fault.limit is not None
    assert fault.limit.startswith("Departamento, PH, Casa, Otros")


def test_what_was_typed_otherwise_is_said_to_be_resolved_and_to_what() -> None:
    found = read(l2="CABA", property_type="depto")
    assert [(one.code, one.field, dict(one.values)) for one in found.notices] == [
        ("name_resolved", "l2", {"typed": "CABA", "meant": "Capital Federal"}),
        ("name_resolved", "property_type", {"typed": "depto", "meant": "Departamento"}),
    ]
    assert read(l2="capital federal", property_type="DEPARTAMENTO").notices == ()


def test_a_studio_says_its_rooms_unless_they_are_given() -> None:
    assert home(tipo="monoambiente").rooms == 1
    assert ("rooms_implied", "rooms") in noticed(tipo="monoambiente")
    assert home(tipo="monoambiente", ambientes=2).rooms == 2
    assert ("studio_of_rooms", "rooms") in noticed(tipo="monoambiente", ambientes=2)
    assert noticed(tipo="monoambiente", ambientes=1) == [("name_resolved", "property_type")]
