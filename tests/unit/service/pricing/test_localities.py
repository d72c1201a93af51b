"""What a place's name and a point are taken for; never another region's."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tasador.pricing import artifact
from tasador.pricing.fields import Home
from tasador.pricing.model import Model
from tasador.pricing.places.localities import Localities, Locality, distance
from tasador.pricing.places.locality_names import ALIASES, matched, tidied

CITY, NORTH = "Capital Federal", "Bs.As. G.B.A. Zona Norte"


@pytest.fixture(scope="module")
def committed() -> Model:
    """The model of this repository: the names that people type are its names."""
    return artifact.load()


def understood(committed: Model, home: Home) -> tuple[Home, list[str]]:
    found, notices = committed.understood(home)
    return found, [notice.code for notice in notices]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("La Boca", "Boca"),
        ("boca", "Boca"),
        ("Belgrano R", "Belgrano"),
        ("Montserrat", "Monserrat"),
        ("v. crespo", "Villa Crespo"),
        ("V.Crespo", "Villa Crespo"),
        ("pque chacabuco", "Parque Chacabuco"),
        ("Nueva Pompeya", "Pompeya"),
        ("la paternal", "Paternal"),
        ("Nunez", "Nuñez"),
        ("Palrmo", "Palermo"),
        ("Cabalito", "Caballito"),
        ("barrio de Once", "Once"),
        ("microcentro", "Centro / Microcentro"),
        ("P. Patricios", "Parque Patricios"),
        ("Devoto", "Villa Devoto"),
        ("Sta Rita", "Villa Santa Rita"),
        ("Bodeo", "Boedo"),
        ("Palermo, CABA", "Palermo"),
    ],
)
def test_a_barrio_is_what_people_call_it(committed: Model, typed: str, meant: str) -> None:
    found, codes = understood(committed, Home(CITY, typed, surface_covered=50))
    assert found.locality == meant
    assert "unknown_locality" not in codes


@pytest.mark.parametrize("typed", ["nowhere", "Pal", "San", "Villa", "Tigre", "Avellaneda", "Palermo Palermo", "..."])
def test_a_name_that_might_be_anything_is_nothing(committed: Model, typed: str) -> None:
    found, codes = understood(committed, Home(CITY, typed, surface_covered=50))
    assert (found.locality, codes) == (typed, ["unknown_locality"])


def test_a_locality_of_another_region_is_said_to_be_there(committed: Model) -> None:
    (notice,) = committed.understood(Home(CITY, "Olivos", surface_covered=50))[1]
    assert (notice.code, notice.values["elsewhere"]) == ("unknown_locality", NORTH)


def test_a_price_is_not_said_to_be_the_region_s_where_the_newest_adverts_know_the_place(committed: Model) -> None:
    whole, told = (committed.appraise(Home(CITY, name, surface_covered=50)) for name in (None, "Belgrano Chico"))
    assert told.price > 1.1 * whole.price
    assert "newest_locality" in {notice.code for notice in told.notices}
    assert "unknown_locality" not in {notice.code for notice in told.notices}


def test_coordinates_that_are_not_used_are_not_said_to_count(committed: Model) -> None:
    home = Home(CITY, "Olivos", surface_covered=50, lat=-34.51, lon=-58.49)
    assert understood(committed, home)[1] == ["point_outside_region", "unknown_locality"]


def test_no_slug_and_no_ghost_is_listed(committed: Model) -> None:
    listed = {(place["l2"], place["name"]) for place in committed.places()}
    assert ("Buenos Aires Costa Atlántica", "Mar del Plata") in listed
    assert (NORTH, "Palermo") not in listed
    assert (CITY, "Palermo") in listed
    assert not [name for _, name in listed if name == str(name).lower()]
    assert tidied("villa-carlos-paz") == "Villa Carlos Paz"
    assert tidied("Haras del Pilar - El Establo") == "Haras del Pilar - El Establo"


def test_a_slug_that_was_listed_once_is_still_understood(committed: Model) -> None:
    found, codes = understood(committed, Home("Buenos Aires Costa Atlántica", "mar-del-plata", surface_covered=50))
    assert (found.locality, codes) == ("Mar del Plata", [])


def test_every_alias_leads_to_a_listed_locality_and_hides_none(committed: Model) -> None:
    listed = {(one.l2, matched(one.name)): one.name for one in committed.localities.listed_ones}
    for l2, names in ALIASES.items():
        for name, aliases in names.items():
            assert committed.localities.named(l2, name), name
            for alias in aliases:
                assert listed.get((l2, matched(alias)), name) == name, alias


def test_a_point_never_gets_another_region_s_locality(committed: Model) -> None:
    """Along both sides of the city's border, whichever region was given."""
    places = committed.localities
    for k in range(400):
        lat, lon = -34.5397, -58.4600 - 0.0001 * k
        for l2 in (CITY, NORTH):
            found = places.around(l2, lat, lon)
            assert found is None or found.l2 == l2


@pytest.mark.parametrize("metres", [-30, -9, 9, 30])
def test_a_few_metres_across_the_border_the_region_given_counts(committed: Model, metres: int) -> None:
    """General Paz avenue, between Saavedra and Vicente López."""
    border, lon = -34.5397, -58.4800
    home = Home(CITY, None, "Departamento", 3, 2, 1, 60, 55, border + metres / 111_320, lon)
    found, codes = understood(committed, home)
    assert (found.lat, codes) == (home.lat, [])
    inside, told = (committed.appraise(one) for one in (replace(home, lat=border - 0.0003), home))
    assert told.price == pytest.approx(inside.price, rel=0.08)
    assert told.locality is None or committed.localities.named(CITY, told.locality)


def test_a_point_of_another_region_is_not_used_and_said_to_be_so(committed: Model) -> None:
    found, codes = understood(committed, Home("Córdoba", None, None, surface_covered=50, lat=-34.6, lon=-58.4))
    assert (found.lat, found.lon, codes) == (None, None, ["point_outside_region"])
    (notice,) = committed.understood(Home(NORTH, surface_covered=50, lat=-34.62, lon=-58.44))[1]
    assert dict(notice.values) == {"region": NORTH, "other": CITY}


def test_other_regions_do_not_hold_what_a_known_one_does(committed: Model) -> None:
    _, codes = understood(committed, Home("Otros", surface_covered=50, lat=-34.58, lon=-58.42))
    assert codes == ["point_outside_region"]
    assert understood(committed, Home("Otros", surface_covered=50, lat=-24.78, lon=-65.41))[1] == []


def test_no_point_lies_in_a_place_that_is_another_region_s(committed: Model) -> None:
    """A few adverts name a barrio of the city and a region beside it: Saavedra, Villa Devoto."""
    listed = committed.localities.listed_ones
    for l2, lat, lon in ((NORTH, -34.55, -58.494), ("Bs.As. G.B.A. Zona Oeste", -34.598, -58.518)):
        found = committed.localities.around(l2, lat, lon)
        assert found is None or found in listed


def test_between_a_point_and_a_locality_far_apart_the_point_counts(committed: Model) -> None:
    found, codes = understood(committed, Home(CITY, "Palermo", surface_covered=50, lat=-34.66, lon=-58.50))
    assert (found.locality, found.lat, codes) == (None, -34.66, ["point_far_from_locality"])


def test_a_named_locality_and_a_point_within_it_agree(committed: Model) -> None:
    for one in committed.localities.listed_ones:
        if one.lat is not None and one.lon is not None and one.adverts > 300 and one.l2 == CITY:
            _, codes = understood(committed, Home(CITY, one.name, surface_covered=50, lat=one.lat, lon=one.lon))
            assert codes == [], one.name


def test_a_cell_at_a_border_holds_a_locality_of_each_side() -> None:
    here, there = (
        Locality(l2, name, 100, -34.5, -58.5, 0.0, 0.01) for l2, name in ((CITY, "Saavedra"), (NORTH, "Vicente López"))
    )
    cell = (-34500 // 4 * (1 << 20) + -58500 // 4) * 16
    both = Localities([here, there], {}, [{cell: 0, cell + 1: 1}, {}, {}])
    assert both.around(CITY, -34.5, -58.5) == here
    assert both.around(NORTH, -34.5, -58.5) == there
    assert both.around("Mendoza", -34.5, -58.5) is None


def test_a_degree_of_longitude_is_shorter_than_one_of_latitude() -> None:
    assert distance(0, 0, 0, 1) < distance(0, 0, 1, 0) == 1
